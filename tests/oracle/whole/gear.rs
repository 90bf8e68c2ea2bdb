//! Parts, servers, switches, arrays, shelves and enclosures.

use std::fmt::Write;

use super::{Draft, Protocol, Theme};

impl Draft<'_> {
    /// The parts that the devices are made of.
    pub(super) fn parts(&mut self, clusters: &str) -> String {
        let p = self.protocol.name();
        let array = self.array_part();
        let psus = |kind: usize| match self.psus {
            Some(psus) => format!(", psus: {{count: {}, needed: {}}}", psus[kind].0, psus[kind].1),
            None => String::new(),
        };
        // What nothing names is left out.
        let com = match self.links.contains(":com") {
            true => "{names: \"com[1-3]\", protocol: serial}, ",
            false => "",
        };
        let nic = "{names: \"nic[1-9]\", protocol: ethernet}";
        let bmc = "{names: [ilo], protocol: ethernet, role: bmc}";
        let own = format!("{{names: \"own[1-9]\", protocol: {p}}}");
        let outlet = match self.outlets {
            true => ", psus: {count: 1, needed: 1}".to_owned(),
            false => psus(0),
        };
        let mut text = String::from("parts:\n");
        writeln!(text, "  t/server: {{kind: server, ports: [{com}{nic}, {bmc}, {own}]{outlet}}}")
            .unwrap();
        if self.extra > 0 {
            text.push_str("  t/spare: {like: t/server, psus: {count: 1, needed: 1}}\n");
        }
        if clusters.contains("t/lock") {
            text.push_str("  t/lock: {kind: software, arbitration: votes}\n");
        }
        if clusters.contains("t/stonith") {
            text.push_str("  t/stonith: {kind: software, arbitration: fenced}\n");
        }
        let card = format!("ports: [{{names: \"[1-9]\", protocol: {p}}}]");
        writeln!(text, "  t/card: {{kind: adapter, {card}}}").unwrap();
        let switch = format!("ports: [{{names: \"[0-23]\", protocol: {p}}}]");
        writeln!(text, "  t/switch: {{kind: switch, {switch}{}}}", psus(1)).unwrap();
        let lan = "ports: [{names: \"[1-24]\", protocol: ethernet}]";
        writeln!(text, "  t/lan: {{kind: switch, {lan}{}}}", psus(1)).unwrap();
        writeln!(text, "  t/array: {{kind: array, {}{}}}", array, psus(2)).unwrap();
        let shelf = "ports: [{names: \"x[1-8]\", protocol: sas}]";
        writeln!(text, "  t/shelf: {{kind: shelf, {shelf}}}").unwrap();
        writeln!(text, "  t/module: {{kind: adapter, {shelf}}}").unwrap();
        writeln!(text, "  t/enclosure: {{kind: enclosure, psus: {{count: 2, needed: 1}}}}")
            .unwrap();
        text
    }

    fn array_part(&mut self) -> String {
        let p = self.protocol.name();
        let access = match self.theme {
            Theme::Direct => self.dice.weighed(&[5, 10, 25, 60]),
            _ => self.dice.weighed(&[8, 27, 30, 35]),
        };
        let access = ["", "access: symmetric, ", "access: alua, ", "access: owner, "][access];
        let failover = ["", "controller_failover: true, ", "controller_failover: false, "];
        let failover = failover[self.dice.weighed(&[10, 75, 15])];
        let manage = "{names: \"m[1-6]\", protocol: ethernet, role: management}";
        let row = |prefix: &str| {
            format!(
                "{{names: \"{prefix}[0-9]\", protocol: {p}}}, \
                 {{names: \"{prefix}X[1-4]\", protocol: sas, role: expansion}}"
            )
        };
        if self.controllers == 0 {
            return format!("{access}{failover}ports: [{}, {manage}]", row("P"));
        }
        let mut list = Vec::new();
        for letter in "ABC"[..self.controllers].chars() {
            let over = match self.dice.weighed(&[60, 20, 20]) {
                _ if self.cards[2] => String::new(),
                0 => String::new(),
                1 => format!(", takeover_ports: [{letter}1]"),
                _ => format!(", takeover_ports: [{letter}0, {letter}2]"),
            };
            list.push(format!("{letter}: {{ports: [{}]{over}}}", row(&letter.to_string())));
        }
        let list = list.join(", ");
        format!("{access}{failover}ports: [{manage}], controllers: {{{list}}}")
    }

    pub(super) fn gear(&mut self) {
        if self.enclosure {
            let plugs = match self.sources.as_slice() {
                [] => String::new(),
                sources => format!(
                    ", power: {{psu1: {}, psu2: {}}}",
                    sources[0],
                    sources[sources.len() - 1]
                ),
            };
            let place = self.place();
            self.put("enclosures", format!("  c-1: {{model: t/enclosure{plugs}{place}}}"));
        }
        for n in 1..=self.servers {
            self.server(n);
        }
        for n in 1..=self.extra {
            let place = self.place();
            self.put("servers", format!("  wit-{n}: {{model: t/spare{place}}}"));
        }
        for n in 1..=self.switches {
            let fabric = match self.dice.weighed(&[40, 30, 30]) {
                _ if self.protocol == Protocol::Iscsi => "",
                0 => "",
                1 => ", fabric: A",
                _ => ", fabric: B",
            };
            let cards = if self.cards[1] { ", adapters: {b1: {model: t/card}}" } else { "" };
            let place = self.standing(1);
            self.put("switches", format!("  sw-{n}: {{model: t/switch{cards}{fabric}{place}}}"));
        }
        if self.gateway {
            let place = self.standing(1);
            self.put(
                "switches",
                format!("  gw-1: {{model: t/switch, role: access-gateway{place}}}"),
            );
        }
        if self.lan {
            let place = self.standing(1);
            self.put("switches", format!("  lan-1: {{model: t/lan, existing: true{place}}}"));
        }
        for n in 1..=self.arrays {
            self.array(n);
        }
        if self.shelves > 0 {
            let modules = self.dice.chance(60);
            let cards = if modules { ", adapters: {\"io[1-2]\": {model: t/module}}" } else { "" };
            self.shelf_links(modules);
            for n in 1..=self.shelves {
                let place = self.place();
                let fields = format!("model: t/shelf, behind: arr-1{cards}{place}");
                self.put("shelves", format!("  sh-{n}: {{{fields}}}"));
            }
        }
        if self.panel {
            let place = self.place();
            self.put("panels", format!("  pp-1: {{{}}}", place.trim_start_matches(", ")));
            self.put("panels", "  pp-2: {}".to_owned());
        }
    }

    /// Power and place of a device, or the enclosure that has both.
    fn standing(&mut self, kind: usize) -> String {
        if self.enclosure && self.dice.chance(45) {
            let bay = self.next("bays");
            return match self.dice.below(2) {
                0 => ", in: c-1".to_owned(),
                _ => format!(", in: {{enclosure: c-1, bay: {bay}}}"),
            };
        }
        self.plugs(kind) + &self.place()
    }

    fn server(&mut self, n: usize) {
        let cards = match self.cards[0] {
            true if n == 1 && self.dice.chance(50) => ", adapters: {\"h[1-2]\": {model: t/card}}",
            true => ", adapters: {h1: {model: t/card}, h2: {model: {like: t/card}}}",
            false => "",
        };
        let mut drives = Vec::new();
        match self.dice.weighed(&[85, 8, 7]) {
            0 => {}
            1 => {
                drives.push("{model: generic/drive, count: 2, raid: raid1, use: system}".to_owned())
            }
            _ => drives.push("{model: generic/drive, use: system}".to_owned()),
        }
        if self.theme == Theme::OnNodes && n <= 2 {
            drives.push(match self.dice.weighed(&[30, 45, 25]) {
                0 => "{model: generic/drive, use: \"mirror:m\"}".to_owned(),
                1 => "{model: generic/drive, count: 2, raid: raid1, use: \"mirror:m\"}".to_owned(),
                _ => "{model: generic/drive, count: 2, raid: raid0, use: \"mirror:m\"}".to_owned(),
            });
        }
        let drives = match drives.is_empty() {
            true => String::new(),
            false => format!(", drives: [{}]", drives.join(", ")),
        };
        let place = match self.outlets {
            true => format!(", power: {{psu1: pdu-{n}}}") + &self.place(),
            false if self.theme == Theme::Enclosure && n == 1 => {
                ", in: {enclosure: c-1}".to_owned()
            }
            false => self.standing(0),
        };
        let alias = if self.alias && n == 1 { ", ports: {nic1: {alias: eth0}}" } else { "" };
        self.put("servers", format!("  s{n}: {{model: t/server{cards}{drives}{alias}{place}}}"));
    }

    fn array(&mut self, n: usize) {
        let access = match self.dice.weighed(&[90, 5, 5]) {
            0 => "",
            1 => ", access: alua",
            _ => ", access: owner",
        };
        let cards = match self.cards[2] {
            true if self.controllers > 0 && self.dice.chance(60) => {
                ", adapters: {ic1: {model: t/card, controller: A}}"
            }
            true => ", adapters: {ic1: {model: t/card}}",
            false => "",
        };
        let place = self.plugs(2) + &self.place();
        let volumes: Vec<String> = ["data", "q"]
            .iter()
            .map(|v| format!("{v}: {}", self.volume(n == 1 && *v == "data")))
            .collect();
        let volumes = volumes.join(", ");
        self.put(
            "arrays",
            format!("  arr-{n}: {{model: t/array{access}{cards}{place}, volumes: {{{volumes}}}}}"),
        );
    }

    /// The first volume of the first array may have drives, and some of them in the shelf.
    fn volume(&mut self, first: bool) -> String {
        let shelf = self.shelves > 0 && first;
        let raid = match self.dice.weighed(&[if first { 30 } else { 85 }, 12, 25, 10, 20, 8, 8]) {
            0 if !shelf => ("raid: raid5", 0),
            1 => ("raid: raid0", 1),
            2 => ("raid: raid1", 2),
            3 => ("raid: raid10", 4),
            4 => ("raid: raid5", 3),
            5 => ("raid: raid6", 4),
            _ => ("raid: {survives: 1}", 2),
        };
        let (raid, drives) = raid;
        let mut text = raid.to_owned();
        if shelf {
            let away = 1 + self.dice.below(drives);
            let last = self.shelves;
            let places = match (drives - away, self.dice.below(3)) {
                (0, _) => format!("{{sh-{last}: {away}}}"),
                (own, 0) => format!("{{arr-1: {own}, sh-{last}: {away}}}"),
                (own, 1) => format!("{{sh-{last}: {away}, arr-1: {own}}}"),
                (own, _) if last == 1 => format!("{{sh-1: {away}, arr-1: {own}}}"),
                (own, _) => format!("{{sh-1: {own}, sh-2: {away}}}"),
            };
            write!(text, ", drives: {drives}, on: {places}").unwrap();
        } else if drives > 0 {
            write!(text, ", drives: {drives}").unwrap();
        }
        if self.controllers > 0 && self.dice.chance(70) {
            let letters: Vec<char> = "ABC"[..self.controllers].chars().collect();
            write!(text, ", owner: {}", self.dice.pick(&letters)).unwrap();
        }
        format!("{{{text}}}")
    }
}
