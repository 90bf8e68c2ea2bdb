//! Clusters, mirrors and services, with the cables that they talk over.

use std::fmt::Write;

use super::{Draft, Protocol, Theme};

impl Draft<'_> {
    /// The sections of networks, mirrors, clusters and services.
    pub(super) fn clusters(&mut self) -> String {
        let clustered = self.servers > 1 || self.dice.chance(8);
        let dual = clustered && self.dice.chance(25);
        let cluster = if clustered { self.cluster(dual) } else { String::new() };
        let mirror = self.mirror();
        let clients = self.lan && self.dice.chance(80);
        if self.lan {
            self.lan_links();
        }
        let named = format!("{cluster} {}", mirror.as_deref().unwrap_or_default());
        let mut text = self.networks(clients, &named);
        if let Some(mirror) = &mirror {
            writeln!(text, "mirrors: {{m: {mirror}}}").unwrap();
        }
        if clustered {
            writeln!(text, "clusters:\n  ha: {{{cluster}}}").unwrap();
        }
        text.push_str("services:\n");
        let two = cluster.contains("mutual") || self.dice.chance(8);
        let first = self.dice.below(self.servers);
        for n in 0..1 + usize::from(two && self.servers > 1) {
            let mut fields = Vec::new();
            let lone = !clustered || (n == 1 && self.dice.chance(10));
            if !dual || lone {
                fields.push(format!("home: s{}", (first + n) % self.servers + 1));
            }
            if !lone {
                fields.push("cluster: ha".to_owned());
            }
            if clients {
                fields.push("clients: office".to_owned());
            }
            let mut volumes = Vec::new();
            if mirror.is_some() {
                volumes.push("\"mirror:m\"");
            } else if self.arrays > 0 && (!clients || self.dice.chance(88)) {
                volumes.push("\"arr-1:data\"");
            }
            if self.arrays > 0 && !volumes.is_empty() && self.dice.chance(12) {
                volumes.push("\"arr-1:q\"");
            }
            if !volumes.is_empty() {
                fields.push(format!("volumes: [{}]", volumes.join(", ")));
            }
            writeln!(text, "  svc-{n}: {{{}}}", fields.join(", ")).unwrap();
        }
        text
    }

    /// The networks that cables carry or `named` asks for.
    fn networks(&mut self, clients: bool, named: &str) -> String {
        let uplinks =
            if clients && self.dice.chance(50) { ", uplinks: [\"lan-1:24\"]" } else { "" };
        let mut text = String::from("networks:\n");
        writeln!(text, "  office: {{role: clients{uplinks}}}").unwrap();
        for (name, role) in [
            ("beat", "heartbeat"),
            ("cross", "heartbeat"),
            ("tty", "heartbeat"),
            ("mgmt", "management"),
            ("repl", "replication"),
        ] {
            if self.links.contains(name) || named.contains(name) {
                writeln!(text, "  {name}: {{role: {role}}}").unwrap();
            }
        }
        if self.protocol == Protocol::Iscsi {
            text.push_str("  san-1: {role: storage}\n  san-2: {role: storage}\n");
        }
        text
    }

    /// Each node on the LAN; now and then one is forgotten.
    fn lan_links(&mut self) {
        for n in 1..=self.servers {
            if self.dice.chance(4) {
                continue;
            }
            let carried: &[&str] = match self.dice.weighed(&[80, 20]) {
                0 if self.theme != Theme::OnNodes => &["office", "beat", "mgmt"],
                0 => &["office", "beat", "mgmt", "repl"],
                _ => &["office", "mgmt"],
            };
            let (a, b) = (self.nic(&format!("s{n}")), self.lan_port());
            self.link(&a, &b, carried);
        }
    }

    fn cluster(&mut self, dual: bool) -> String {
        let nodes: Vec<String> = (1..=self.servers).map(|n| format!("s{n}")).collect();
        let mut fields = vec![format!("nodes: [{}]", nodes.join(", "))];
        match dual {
            true => fields.push("mode: dual-active".to_owned()),
            false => {
                let modes = ["", "mode: active-standby", "mode: mutual"];
                fields.push(modes[self.dice.weighed(&[30, 40, 30])].to_owned());
            }
        }
        let disks = self.arrays > 0;
        // A quorum on a volume, a quorum on a server, fences, nothing.
        let kind = match self.theme {
            Theme::Fence => 2,
            Theme::Tie if self.wish < 60 => 1,
            Theme::Tie => self.dice.weighed(&[45, 0, 20, 35]),
            _ => self.dice.weighed(&[25, 2, 38, 35]),
        };
        let mut software = ["", "", "", "arbitration: none"][kind];
        match kind {
            0 if disks => {
                let on = 1 + self.dice.below(self.arrays);
                fields.push(format!("quorum: {{volume: \"arr-{on}:q\"}}"));
            }
            0 | 1 => fields.push(self.quorum_server()),
            2 => {
                fields.push(self.fencing());
                software = match self.dice.weighed(&[50, 25, 15, 10]) {
                    0 => "",
                    1 => "arbitration: fenced",
                    2 => "software: t/stonith",
                    _ if disks => "quorum: {volume: \"arr-1:q\"}, arbitration: fenced",
                    _ => "",
                };
            }
            _ => {}
        }
        if kind < 2 && self.dice.chance(20) {
            software = *self.dice.pick(&["software: t/lock", "arbitration: votes"]);
        }
        fields.push(software.to_owned());
        if kind < 3 && !dual && self.dice.chance(35) {
            fields.push("tie_break: home".to_owned());
        }
        fields.push(self.heartbeats());
        fields.retain(|field| !field.is_empty());
        fields.join(", ")
    }

    fn heartbeats(&mut self) -> String {
        let tie = self.theme == Theme::Tie;
        let mut beats: Vec<&str> = Vec::new();
        if self.lan && self.dice.chance(60) {
            beats.push("beat");
        }
        let serial = self.dice.chance(if tie { 40 } else { 12 });
        if self.dice.chance(if beats.is_empty() && !serial { 90 } else { 20 }) {
            for n in 1..self.servers {
                let ends = [self.nic(&format!("s{n}")), self.nic(&format!("s{}", n + 1))];
                let mirrored = self.theme == Theme::OnNodes;
                let carried: &[&str] = match mirrored && self.dice.chance(60) {
                    true => &["cross", "repl"],
                    false => &["cross"],
                };
                self.link(&ends[0], &ends[1], carried);
            }
            beats.push("cross");
        }
        if serial {
            for n in 1..self.servers {
                let (a, b) = (self.com(n), self.com(n + 1));
                self.link(&a, &b, &["tty"]);
            }
            beats.push("tty");
        }
        if self.arrays > 0 && self.dice.chance(if tie { 35 } else { 12 }) {
            beats.push("{volume: \"arr-1:q\"}");
        }
        match beats.is_empty() {
            true => String::new(),
            false => format!("heartbeat: [{}]", beats.join(", ")),
        }
    }

    fn com(&mut self, server: usize) -> String {
        format!("s{server}:com{}", self.next(&format!("s{server}:com")))
    }

    fn quorum_server(&mut self) -> String {
        self.witness(false);
        let network = if self.dice.chance(50) { ", network: mgmt" } else { "" };
        format!("quorum: {{server: wit-1{network}}}")
    }

    /// A server besides the nodes, cabled to the LAN or to each node, or to each array.
    fn witness(&mut self, arrays: bool) {
        self.extra = 1;
        if self.lan {
            let (a, b) = (self.nic("wit-1"), self.lan_port());
            self.link(&a, &b, &["mgmt"]);
        }
        for n in 1..=if arrays { self.arrays } else { self.servers } {
            let far = match (arrays, self.lan) {
                (false, true) => continue,
                (false, false) => self.nic(&format!("s{n}")),
                (true, _) => self.manage_port(n),
            };
            let near = if self.lan { self.lan_port() } else { self.nic("wit-1") };
            self.link(&far, &near, &["mgmt"]);
        }
    }

    /// How each node is fenced; the same methods for all.
    fn fencing(&mut self) -> String {
        let disks = usize::from(self.arrays > 0);
        let method = match self.theme {
            Theme::Fence => self.wish % 3,
            _ => self.dice.weighed(&[40, 32, 32]),
        };
        let method = if disks == 0 { method % 2 } else { method };
        let second = self.dice.weighed(&[75, 10, 15 * disks]);
        let mut lists: Vec<Vec<String>> = vec![Vec::new(); self.servers];
        for kind in [Some(method), (second > 0).then_some(second)].into_iter().flatten() {
            if kind == 1 {
                self.outlets = true;
            }
            // Management ports of outlets are wired all or none.
            let cabled = kind == 0 || self.dice.chance(45);
            for (at, list) in lists.iter_mut().enumerate() {
                let n = at + 1;
                let method = match kind {
                    0 => ["{bmc: ilo}", "{bmc: ilo, network: mgmt}"][self.dice.below(2)].to_owned(),
                    1 => format!("{{outlets: [pdu-{n}]}}"),
                    _ => "{reserve: \"arr-1:q\"}".to_owned(),
                };
                let known = list.contains(&method);
                let port = match kind {
                    0 => format!("s{n}:ilo"),
                    1 => format!("pdu-{n}:net"),
                    _ => String::new(),
                };
                if !known && cabled && !port.is_empty() && self.dice.chance(92) {
                    self.reach(&port, n);
                }
                if !known {
                    list.push(method);
                }
            }
        }
        // Among three, one may have been forgotten.
        let spared = if self.servers > 2 && self.dice.chance(50) { self.dice.below(3) } else { 9 };
        let named = lists.iter().enumerate().filter(|it| it.0 != spared);
        let lists: Vec<String> =
            named.map(|(at, list)| format!("s{}: [{}]", at + 1, list.join(", "))).collect();
        format!("fencing: {{{}}}", lists.join(", "))
    }

    /// A cable from a fence port of a node to the LAN, or to the next node.
    fn reach(&mut self, port: &str, node: usize) {
        let far = match self.lan {
            true => self.lan_port(),
            false => self.nic(&format!("s{}", node % self.servers + 1)),
        };
        if self.servers > 1 || self.lan {
            self.link(port, &far, &["mgmt"]);
        }
    }

    /// A mirror, if the theme has one, with the cables that it is kept alike over.
    fn mirror(&mut self) -> Option<String> {
        let legs = "legs: [\"arr-1:data\", \"arr-2:data\"]";
        match self.theme {
            Theme::OverVolumes => Some(format!("{{{legs}, by: host}}")),
            Theme::OnNodes => {
                let over = ["repl", "beat, repl", "cross, repl", "cross"];
                let over = over[self.dice.weighed(&[55, 15, 15, 15])];
                if !self.links.contains("repl") || self.dice.chance(40) {
                    let (a, b) = (self.nic("s1"), self.nic("s2"));
                    self.link(&a, &b, &["repl"]);
                }
                Some(format!("{{legs: [s1, s2], by: host, over: [{over}]}}"))
            }
            Theme::OfArrays => {
                let over = match self.protocol {
                    Protocol::Fc if self.dice.chance(40) => "fc",
                    _ => "repl",
                };
                if over == "fc" && self.switches == 0 {
                    let (a, b) = (self.host_port(1, 1), self.host_port(2, 1));
                    self.link(&a, &b, &[]);
                }
                if over == "repl" {
                    for _ in 0..1 + self.dice.weighed(&[85, 15]) {
                        let (a, b) = (self.manage_port(1), self.manage_port(2));
                        self.link(&a, &b, &["repl"]);
                    }
                }
                let mut more = String::new();
                if self.extra == 0 && self.wish < 62 {
                    self.witness(true);
                    let network = if self.dice.chance(30) { ", network: mgmt" } else { "" };
                    write!(more, ", witness: {{server: wit-1{network}}}").unwrap();
                }
                if self.dice.chance(30) {
                    let leg = 1 + self.dice.below(2);
                    write!(more, ", prefer: \"arr-{leg}:data\"").unwrap();
                }
                Some(format!("{{{legs}, by: array, over: [{over}]{more}}}"))
            }
            _ => None,
        }
    }
}
