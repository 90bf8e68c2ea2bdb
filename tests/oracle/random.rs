//! Small random topologies, the same for the same seed.
//!
//! Valid in every respect that the reader checks: ports used once, like protocols, every counted supply plugged.

mod links;

use std::fmt::Write;

use super::Oracle;

/// Numbers from a seed (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Less than `n`.
    pub(super) fn below(&mut self, n: usize) -> usize {
        (self.next() % n as u64) as usize
    }

    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }

    /// A position, by weights.
    pub(super) fn weighed(&mut self, weights: &[usize]) -> usize {
        let mut left = self.below(weights.iter().sum());
        for (at, weight) in weights.iter().enumerate() {
            if left < *weight {
                return at;
            }
            left -= weight;
        }
        unreachable!("the weights were summed")
    }
}

/// A topology of 10 to 40 components.
pub fn topology(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(1));
    loop {
        let mut draft = Draft::new(&mut dice);
        let text = draft.text(seed);
        let components = Oracle::load(&text).components();
        if (10..=40).contains(&components.len()) {
            return text + &groups(draft.dice, &components);
        }
    }
}

/// Shared fate of some cables, devices and parts of devices.
fn groups(dice: &mut Dice, components: &[String]) -> String {
    let mut text = String::new();
    let no_member = |id: &&String| {
        let source = ["feed-", "pdu-", "ups-", "ats-", "gen-"].iter().any(|p| id.starts_with(p));
        let place = ["site:", "rack:", "fabric:"].iter().any(|p| id.starts_with(p));
        !source && !place
    };
    let mut members: Vec<&String> = components.iter().filter(no_member).collect();
    for number in 0..dice.weighed(&[70, 22, 8]) {
        if number == 0 {
            text.push_str("groups:\n");
        }
        let mut list = Vec::new();
        for _ in 0..2 + dice.below(2) {
            let member = members.remove(dice.below(members.len()));
            let turned = member.split_once("--").filter(|_| dice.chance(50));
            list.push(match turned {
                Some((a, b)) => format!("\"{b}--{a}\""),
                None => format!("\"{member}\""),
            });
        }
        writeln!(text, "  g{number}: {{members: [{}], reason: chance}}", list.join(", ")).unwrap();
    }
    text
}

/// What is being drawn.
struct Draft<'a> {
    dice: &'a mut Dice,
    servers: usize,
    protocol: &'static str,
    /// Names of the storage switches and how many ports of each are taken.
    switches: Vec<(String, usize)>,
    lan: Vec<(String, usize)>,
    /// Host ports of each array that are still free.
    arrays: Vec<(String, Vec<String>)>,
    controllers: usize,
    sources: Vec<String>,
    /// Supplies and how many are needed of server, storage switch, LAN switch and array; none without power.
    psus: [(usize, usize); 4],
    sites: bool,
    racks: bool,
    own_ports: bool,
    san: Vec<&'static str>,
    links: String,
    labels: usize,
}

impl<'a> Draft<'a> {
    fn new(dice: &'a mut Dice) -> Self {
        let servers = 1 + dice.weighed(&[15, 65, 20]);
        let protocol = *dice.pick(&["fc", "fc", "fc", "sas", "sas", "ethernet", "ethernet"]);
        let switches = (1..=dice.weighed(&[35, 25, 30, 10])).map(|n| (format!("sw-{n}"), 0));
        let switches: Vec<(String, usize)> = switches.collect();
        let lan = (1..=dice.weighed(&[25, 45, 30])).map(|n| (format!("lan-{n}"), 0)).collect();
        let controllers = dice.weighed(&[10, 25, 50, 15]);
        let ports: Vec<String> = match controllers {
            0 => (0..8).map(|n| format!("p{n}")).collect(),
            _ => "ABC"[..controllers]
                .chars()
                .flat_map(|c| (0..4).map(move |n| format!("{c}{n}")))
                .collect(),
        };
        let arrays = (1..=1 + dice.weighed(&[88, 12])).map(|n| (format!("arr-{n}"), ports.clone()));
        let arrays = arrays.collect();
        let mut psu = || {
            let count = 1 + dice.below(2);
            (count, if dice.chance(80) { 1 } else { count })
        };
        let psus = [psu(), psu(), psu(), psu()];
        let san = if dice.chance(65) { vec!["san-1"] } else { vec!["san-1", "san-2"] };
        let (sites, racks, own_ports) = (dice.chance(15), dice.chance(25), dice.chance(15));
        let (sources, links, labels) = (Vec::new(), String::new(), 0);
        Self {
            dice,
            servers,
            protocol,
            switches,
            lan,
            arrays,
            controllers,
            sources,
            psus,
            sites,
            racks,
            own_ports,
            san,
            links,
            labels,
        }
    }

    fn text(&mut self, seed: u64) -> String {
        let mut text = format!("haplan: 1\nname: random-{seed}\n");
        text.push_str(&self.parts());
        let power = self.power();
        let initiators = self.servers_and_cards(&mut text);
        self.switches_and_arrays(&mut text);
        text.push_str(&power);
        if self.sites {
            text.push_str("sites: {east: {}, west: {}}\n");
        }
        if self.racks {
            writeln!(text, "racks: {{R1: {{shared_fate: true}}, R2: {{units: 42}}}}").unwrap();
        }
        self.storage_links(&initiators);
        let heartbeat = self.lan_links(&mut text);
        writeln!(text, "links:\n{}", self.links.trim_end()).unwrap();
        self.services(&mut text, &heartbeat);
        text
    }

    fn parts(&mut self) -> String {
        let p = self.protocol;
        let port = |names: &str| format!("ports: [{{names: {names}, protocol: {p}, speeds: [4]}}]");
        let psus: Vec<String> = self
            .psus
            .iter()
            .map(|(count, needed)| format!("psus: {{count: {count}, needed: {needed}}}"))
            .collect();
        let nic = "{names: \"nic[1-9]\", protocol: ethernet, speeds: [1]}";
        let bmc = "{names: [ilo], protocol: ethernet, speeds: [1], role: bmc}";
        let own = format!("{{names: \"own[1-2]\", protocol: {p}, speeds: [4]}}");
        let lan = "ports: [{names: \"[1-24]\", protocol: ethernet, speeds: [1]}]";
        let mut text = String::from("parts:\n");
        writeln!(text, "  t/server: {{kind: server, ports: [{nic}, {bmc}, {own}], {}}}", psus[0])
            .unwrap();
        writeln!(text, "  t/one: {{kind: adapter, {}}}", port("[1]")).unwrap();
        writeln!(text, "  t/two: {{kind: adapter, {}}}", port("\"[1-2]\"")).unwrap();
        writeln!(text, "  t/switch: {{kind: switch, {}, {}}}", port("\"[0-23]\""), psus[1])
            .unwrap();
        writeln!(text, "  t/lan: {{kind: switch, {lan}, {}}}", psus[2]).unwrap();
        let access = ["", "access: symmetric, ", "access: alua, ", "access: owner, "];
        let access = access[self.dice.weighed(&[8, 22, 30, 40])];
        let failover = ["", "controller_failover: true, ", "controller_failover: false, "];
        let failover = failover[self.dice.weighed(&[15, 65, 20])];
        let mut ports = port("\"p[0-7]\"");
        if self.controllers > 0 {
            let mut list = Vec::new();
            for letter in "ABC"[..self.controllers].chars() {
                let names = format!("\"{letter}[0-3]\"");
                let over = match self.dice.weighed(&[70, 15, 15]) {
                    0 => String::new(),
                    1 => format!(", takeover_ports: [{letter}1]"),
                    _ => format!(", takeover_ports: [{letter}0, {letter}2]"),
                };
                list.push(format!("{letter}: {{{}{over}}}", port(&names)));
            }
            ports = format!("controllers: {{{}}}", list.join(", "));
        }
        writeln!(text, "  t/array: {{kind: array, {access}{failover}{ports}, {}}}", psus[3])
            .unwrap();
        writeln!(text, "  t/votes: {{kind: software, arbitration: votes}}").unwrap();
        writeln!(text, "  t/none: {{kind: software, arbitration: none}}").unwrap();
        text
    }

    /// Feeds, what stands between, and the sources that devices are plugged into.
    fn power(&mut self) -> String {
        if self.dice.chance(45) {
            return String::new();
        }
        let mut text = String::from("power:\n  feed-1: {kind: feed}\n");
        let second = self.dice.weighed(&[40, 40, 20]);
        let other = ["feed-1", "feed-2", "gen-1"][second];
        match second {
            0 => {}
            1 => text.push_str("  feed-2: {kind: feed}\n"),
            _ => text.push_str("  gen-1: {kind: generator}\n"),
        }
        let behind = match self.dice.weighed(&[60, 20, 20]) {
            1 => {
                text.push_str("  ups-1: {kind: ups, feed: feed-1}\n");
                "ups-1"
            }
            2 if second > 0 => {
                writeln!(text, "  ats-1: {{kind: ats, feed: [feed-1, {other}]}}").unwrap();
                "ats-1"
            }
            _ => "feed-1",
        };
        let place = self.place();
        writeln!(text, "  pdu-1: {{kind: pdu, feed: {behind}{place}}}").unwrap();
        writeln!(text, "  pdu-2: {{kind: pdu, feed: {other}}}").unwrap();
        self.sources = ["pdu-1", "pdu-2", "pdu-1", "pdu-2", behind].map(String::from).to_vec();
        text
    }

    fn plugs(&mut self, kind: usize) -> String {
        if self.sources.is_empty() || self.dice.chance(20) {
            return String::new();
        }
        let plug = |n: usize, dice: &mut Dice| format!("psu{n}: {}", dice.pick(&self.sources));
        let plugs: Vec<String> = (1..=self.psus[kind].0).map(|n| plug(n, self.dice)).collect();
        format!(", power: {{{}}}", plugs.join(", "))
    }

    /// In a rack, or in a site, or nowhere.
    fn place(&mut self) -> String {
        if self.racks && self.dice.chance(50) {
            let rack = *self.dice.pick(&["R1", "R2", "{in: R1, unit: 10}"]);
            return format!(", rack: {rack}");
        }
        if self.sites && self.dice.chance(60) {
            return format!(", site: {}", self.dice.pick(&["east", "west"]));
        }
        String::new()
    }

    /// Writes the servers and returns the initiator ports of each.
    fn servers_and_cards(&mut self, text: &mut String) -> Vec<String> {
        text.push_str("servers:\n");
        let at_once = self.dice.chance(25);
        let mut initiators = Vec::new();
        let count = if at_once { 1 } else { self.servers };
        for n in 1..=count {
            let (cards, ports): (&str, &[&str]) = match self.dice.weighed(&[35, 35, 30]) {
                _ if self.own_ports => ("", &["own1", "own2"]),
                0 => (", adapters: {h1: {model: t/one}}", &["h1/1"]),
                1 => (", adapters: {h1: {model: t/two}}", &["h1/1", "h1/2"]),
                _ => (", adapters: {\"h[1-2]\": {model: t/one}}", &["h1/1", "h2/1"]),
            };
            let drives = match self.dice.weighed(&[75, 15, 10]) {
                0 => "",
                1 => ", drives: [{model: generic/drive, count: 2, raid: raid1, use: system}]",
                _ => ", drives: [{model: generic/drive, use: system}]",
            };
            let name = if at_once { format!("s[1-{}]", self.servers) } else { format!("s{n}") };
            let (plugs, place) = (self.plugs(0), self.place());
            writeln!(text, "  \"{name}\": {{model: t/server{cards}{drives}{plugs}{place}}}")
                .unwrap();
            let names = super::expand(&name);
            initiators
                .extend(names.iter().flat_map(|s| ports.iter().map(move |p| format!("{s}:{p}"))));
        }
        initiators
    }

    fn switches_and_arrays(&mut self, text: &mut String) {
        if self.switches.len() + self.lan.len() > 0 {
            text.push_str("switches:\n");
        }
        for (name, _) in self.switches.clone() {
            let fabric = match self.dice.weighed(&[40, 30, 30]) {
                _ if self.protocol == "ethernet" => "",
                0 => "",
                1 => ", fabric: A",
                _ => ", fabric: B",
            };
            let (plugs, place) = (self.plugs(1), self.place());
            writeln!(text, "  {name}: {{model: t/switch{fabric}{plugs}{place}}}").unwrap();
        }
        for (name, _) in self.lan.clone() {
            let (plugs, place) = (self.plugs(2), self.place());
            writeln!(text, "  {name}: {{model: t/lan, existing: true{plugs}{place}}}").unwrap();
        }
        text.push_str("arrays:\n");
        for (name, _) in self.arrays.clone() {
            let access = match self.dice.weighed(&[90, 5, 5]) {
                0 => "",
                1 => ", access: alua",
                _ => ", access: owner",
            };
            let (plugs, place) = (self.plugs(3), self.place());
            let volumes: Vec<String> =
                ["data", "more", "q"].iter().map(|v| format!("{v}: {}", self.volume())).collect();
            writeln!(
                text,
                "  {name}: {{model: t/array{access}{plugs}{place}, volumes: {{{}}}}}",
                volumes.join(", ")
            )
            .unwrap();
        }
    }

    fn volume(&mut self) -> String {
        let raid = match self.dice.weighed(&[45, 8, 14, 8, 8, 6, 3, 2, 6]) {
            0 => "raid: raid5",
            1 => "raid: raid0, drives: 1",
            2 => "raid: raid1, drives: 2",
            3 => "raid: raid10, drives: 4",
            4 => "raid: raid5, drives: 3",
            5 => "raid: raid6, drives: 4",
            6 => "raid: raid50, drives: 6",
            7 => "raid: raid60, drives: 8",
            _ => "raid: {survives: 1}, drives: 2, spares: 1",
        };
        let letters: Vec<char> = "ABC"[..self.controllers].chars().collect();
        let owner = match letters.is_empty() || self.dice.chance(25) {
            true => String::new(),
            false => format!(", owner: {}", self.dice.pick(&letters)),
        };
        format!("{{{raid}{owner}}}")
    }
}
