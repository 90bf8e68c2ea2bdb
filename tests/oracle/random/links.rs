//! The cables, clusters and services of a random topology.

use std::fmt::Write;

use super::Draft;

impl Draft<'_> {
    /// One cable, in one of the spellings.
    fn link(&mut self, a: &str, b: &str, networks: &str) {
        let (a, b) = if self.dice.chance(50) { (a, b) } else { (b, a) };
        let mut more = String::new();
        if !networks.is_empty() {
            write!(more, ", network: {networks}").unwrap();
        }
        if self.dice.chance(12) {
            self.labels += 1;
            write!(more, ", label: L-{:02}", self.labels).unwrap();
        }
        let line = match (self.dice.below(3), more.is_empty()) {
            (0, true) => format!("{a} -- {b}"),
            (1, true) => format!("[\"{a}\", \"{b}\"]"),
            (2, _) => format!("{{ends: [\"{a}\", \"{b}\"]{more}}}"),
            _ => format!("{{link: \"{a} -- {b}\"{more}}}"),
        };
        writeln!(self.links, "  - {line}").unwrap();
    }

    /// The networks of a storage link; empty for FC and SAS.
    fn carried(&mut self) -> String {
        if self.protocol != "ethernet" {
            return String::new();
        }
        match self.dice.below(self.san.len() * 2 - 1) {
            2 => format!("[{}]", self.san.join(", ")),
            n => self.san[n].to_owned(),
        }
    }

    fn switch_port(&mut self, at: usize) -> String {
        let (name, taken) = &mut self.switches[at];
        *taken += 1;
        format!("{name}:{}", *taken - 1)
    }

    fn lan_port(&mut self, at: usize) -> String {
        let (name, taken) = &mut self.lan[at];
        *taken += 1;
        format!("{name}:{taken}")
    }

    /// A free host port of an array; nothing if all are taken.
    fn host_port(&mut self, array: usize, letter: Option<usize>) -> Option<String> {
        let (name, free) = &mut self.arrays[array];
        let starts = letter.and_then(|at| "ABC".chars().nth(at));
        let fits = |port: &String| starts.is_none_or(|letter| port.starts_with(letter));
        let fitting: Vec<usize> = (0..free.len()).filter(|n| fits(&free[*n])).collect();
        if fitting.is_empty() {
            return None;
        }
        let port = free.remove(*self.dice.pick(&fitting));
        Some(format!("{name}:{}", if self.dice.chance(90) { port } else { port.to_lowercase() }))
    }

    pub(super) fn storage_links(&mut self, initiators: &[String]) {
        for initiator in initiators {
            let carried = self.carried();
            if self.switches.is_empty() || self.dice.chance(6) {
                let array = self.dice.below(self.arrays.len());
                if let Some(port) = self.host_port(array, None) {
                    self.link(initiator, &port, &carried);
                }
            } else {
                let at = self.dice.below(self.switches.len());
                let port = self.switch_port(at);
                self.link(initiator, &port, &carried);
            }
        }
        if self.switches.is_empty() {
            return;
        }
        for array in 0..self.arrays.len() {
            for letter in 0..self.controllers.max(1) {
                for _ in 0..1 + self.dice.below(2) {
                    let at = self.dice.below(self.switches.len());
                    let letter = (self.controllers > 0).then_some(letter);
                    if let Some(port) = self.host_port(array, letter) {
                        let (carried, end) = (self.carried(), self.switch_port(at));
                        self.link(&port, &end, &carried);
                    }
                }
            }
        }
        let inter_switch = if self.switches.len() > 1 { self.dice.below(4) } else { 0 };
        for _ in 0..inter_switch {
            let a = self.dice.below(self.switches.len());
            let b = (a + 1 + self.dice.below(self.switches.len() - 1)) % self.switches.len();
            let (carried, a, b) = (self.carried(), self.switch_port(a), self.switch_port(b));
            self.link(&a, &b, &carried);
        }
    }

    /// Clients, heartbeats and management; returns the heartbeat networks.
    pub(super) fn lan_links(&mut self, text: &mut String) -> Vec<String> {
        let mut heartbeat = Vec::new();
        let beats_over_lan = self.dice.chance(30);
        let servers = self.servers;
        if !self.lan.is_empty() {
            for n in 1..=servers {
                for nic in 1..=1 + self.dice.weighed(&[80, 20]) {
                    let at = self.dice.below(self.lan.len());
                    let port = self.lan_port(at);
                    let carried = if beats_over_lan { "[office, beat]" } else { "office" };
                    self.link(&format!("s{n}:nic{nic}"), &port, carried);
                }
                if self.dice.chance(8) {
                    let at = self.dice.below(self.lan.len());
                    let port = self.lan_port(at);
                    self.link(&format!("s{n}:ilo"), &port, "office");
                }
            }
            if self.lan.len() > 1 && self.dice.chance(70) {
                let carried = *self.dice.pick(&["office", "[office, beat]", "beat"]);
                let (a, b) = (self.lan_port(0), self.lan_port(1));
                self.link(&a, &b, carried);
            }
            if beats_over_lan {
                heartbeat.push("beat".to_owned());
            }
            if self.dice.chance(35) {
                heartbeat.push("office".to_owned());
            }
        }
        if servers > 1 && self.dice.chance(50) {
            for n in 1..servers {
                let (a, b) = (format!("s{n}:nic5"), format!("s{}:nic6", n + 1));
                self.link(&a, &b, "cross");
            }
            heartbeat.push("cross".to_owned());
        }
        let mut uplinks = Vec::new();
        for (name, _) in self.lan.clone() {
            if self.dice.chance(45) {
                uplinks.push(format!("\"{name}:24\""));
            }
        }
        let uplinks = match uplinks.is_empty() {
            true => String::new(),
            false => format!(", uplinks: [{}]", uplinks.join(", ")),
        };
        text.push_str("networks:\n");
        writeln!(text, "  office: {{role: clients{uplinks}}}").unwrap();
        text.push_str("  beat: {role: heartbeat}\n  cross: {role: heartbeat}\n");
        if self.protocol == "ethernet" {
            for name in &self.san {
                writeln!(text, "  {name}: {{role: storage}}").unwrap();
            }
        }
        heartbeat
    }

    pub(super) fn services(&mut self, text: &mut String, heartbeat: &[String]) {
        let clustered = self.servers > 1 && self.dice.chance(92);
        let two = self.dice.chance(35);
        if clustered {
            let mode = if two { "mutual" } else { "active-standby" };
            let nodes: Vec<String> = (1..=self.servers).map(|n| format!("s{n}")).collect();
            let mut more = String::new();
            match self.dice.weighed(&[40, 15, 15, 15, 15]) {
                1 => more.push_str(", arbitration: votes"),
                2 => more.push_str(", arbitration: none"),
                3 => more.push_str(", software: t/votes"),
                4 => more.push_str(", software: t/none"),
                _ => {}
            }
            if !heartbeat.is_empty() {
                write!(more, ", heartbeat: [{}]", heartbeat.join(", ")).unwrap();
            }
            if self.dice.chance(50) {
                let array = self.dice.below(self.arrays.len());
                write!(more, ", quorum: {{volume: \"{}:q\"}}", self.arrays[array].0).unwrap();
            }
            let nodes = nodes.join(", ");
            writeln!(text, "clusters:\n  ha: {{nodes: [{nodes}], mode: {mode}{more}}}").unwrap();
        }
        text.push_str("services:\n");
        let first = self.dice.below(self.servers);
        for n in 0..1 + usize::from(two) {
            let home = (first + n) % self.servers + 1;
            let mut fields = vec![format!("home: s{home}")];
            if clustered && !(n == 1 && self.dice.chance(10)) {
                fields.push("cluster: ha".to_owned());
            }
            let clients = !self.lan.is_empty() && self.dice.chance(70);
            if clients {
                fields.push("clients: office".to_owned());
            }
            let mut volumes = Vec::new();
            if !clients || self.dice.chance(88) {
                let at = self.dice.below(self.arrays.len());
                volumes.push(format!("\"{}:data\"", self.arrays[at].0));
                if self.dice.chance(15) {
                    let at = self.dice.below(self.arrays.len());
                    volumes.push(format!("\"{}:more\"", self.arrays[at].0));
                }
            }
            if !volumes.is_empty() {
                fields.push(format!("volumes: [{}]", volumes.join(", ")));
            }
            writeln!(text, "  svc-{n}: {{{}}}", fields.join(", ")).unwrap();
        }
    }
}
