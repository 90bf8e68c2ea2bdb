//! The cables of storage and shelves, and how cables are written.

use std::fmt::Write;

use super::{Draft, Protocol, Theme};

impl Draft<'_> {
    /// One cable, in one of the spellings.
    pub(super) fn link(&mut self, a: &str, b: &str, networks: &[&str]) {
        self.link_with(a, b, networks, "");
    }

    fn link_with(&mut self, a: &str, b: &str, networks: &[&str], fields: &str) {
        let (a, b) = if self.dice.chance(50) { (a, b) } else { (b, a) };
        let mut more = String::new();
        match networks {
            [] => {}
            [one] => write!(more, ", network: {one}").unwrap(),
            many => write!(more, ", network: [{}]", many.join(", ")).unwrap(),
        }
        if self.dice.chance(12) {
            self.labels += 1;
            write!(more, ", label: L-{:02}", self.labels).unwrap();
        }
        more.push_str(fields);
        let line = match (self.dice.below(3), more.is_empty()) {
            (0, true) => format!("{a} -- {b}"),
            (1, true) => format!("[\"{a}\", \"{b}\"]"),
            (2, _) => format!("{{ends: [\"{a}\", \"{b}\"]{more}}}"),
            _ => format!("{{link: \"{a} -- {b}\"{more}}}"),
        };
        writeln!(self.links, "  - {line}").unwrap();
    }

    /// A network port of a server, by its alias if it has one.
    pub(super) fn nic(&mut self, server: &str) -> String {
        let number = self.next(&format!("{server}:nic"));
        if self.alias && server == "s1" && number == 1 {
            return "s1:eth0".to_owned();
        }
        format!("{server}:nic{number}")
    }

    pub(super) fn lan_port(&mut self) -> String {
        format!("lan-1:{}", self.next("lan-1"))
    }

    pub(super) fn manage_port(&mut self, array: usize) -> String {
        format!("arr-{array}:m{}", self.next(&format!("arr-{array}:m")))
    }

    fn storage_port(&mut self, server: usize) -> String {
        let number = self.next(&format!("s{server}:own"));
        if !self.cards[0] {
            return format!("s{server}:own{number}");
        }
        let card = 1 + number % 2;
        format!("s{server}:h{card}/{number}")
    }

    fn switch_port(&mut self, switch: &str) -> String {
        let number = self.next(switch) - 1;
        let blade = self.cards[1] && switch.starts_with("sw") && number > 0 && number < 10;
        let blade = if blade && self.dice.chance(60) { "b1/" } else { "" };
        format!("{switch}:{blade}{number}")
    }

    /// A host port of an array, of the controller at a position or a card in it.
    pub(super) fn host_port(&mut self, array: usize, controller: usize) -> String {
        let letter = match self.controllers {
            0 => "P",
            count => &"ABC"[controller % count..controller % count + 1],
        };
        let first = matches!(letter, "A" | "P");
        if self.cards[2] && first && self.dice.chance(60) {
            return format!("arr-{array}:ic1/{}", self.next(&format!("arr-{array}:ic1")));
        }
        let number = self.next(&format!("arr-{array}:{letter}")) - 1;
        let letter = if self.dice.chance(5) { letter.to_lowercase() } else { letter.to_owned() };
        format!("arr-{array}:{letter}{number}")
    }

    /// The networks of a storage link; none for FC and SAS.
    fn carried(&mut self, switch: usize) -> Vec<&'static str> {
        if self.protocol != Protocol::Iscsi {
            return Vec::new();
        }
        match self.dice.weighed(&[80, 10, 10]) {
            0 => vec![["san-1", "san-2"][switch % 2]],
            1 => vec!["san-1"],
            _ => vec!["san-1", "san-2"],
        }
    }

    pub(super) fn storage_links(&mut self) {
        if self.arrays == 0 {
            return;
        }
        let switched = self.switches > 0;
        for server in 1..=self.servers {
            // Not every server has a second path; the first array's is never left out.
            for array in 1..=self.arrays {
                if array > 1 && switched {
                    continue;
                }
                let most = if self.servers == 1 || self.large { 2 } else { 1 };
                let mut paths = 1 + usize::from(most > 1 && self.dice.chance(60));
                let two = [Theme::Direct, Theme::Patch, Theme::Enclosure, Theme::Shelf];
                if server == 1 && two.contains(&self.theme) && !self.wish.is_multiple_of(3) {
                    paths = 2;
                }
                for path in 0..paths {
                    let from = self.storage_port(server);
                    let other = self.dice_bit(20);
                    let to = match (switched, self.gateway && self.dice.chance(85)) {
                        (false, _) => self.host_port(array, path + other),
                        (true, true) => self.switch_port("gw-1"),
                        (true, false) => {
                            let at = (path + self.dice_bit(10)) % self.switches;
                            self.switch_port(&format!("sw-{}", at + 1))
                        }
                    };
                    let carried = self.carried(path);
                    let fields = self.way(server == 1);
                    self.link_with(&from, &to, &carried, &fields);
                }
            }
        }
        if !switched {
            return;
        }
        for array in 1..=self.arrays {
            let paths = self.switches.max(1 + self.dice.below(2));
            for path in 0..paths {
                let from = self.host_port(array, path);
                let to = match self.gateway && self.dice.chance(25) {
                    true => self.switch_port("gw-1"),
                    false => self.switch_port(&format!("sw-{}", path % self.switches + 1)),
                };
                let carried = self.carried(path);
                let fields = self.way(false);
                self.link_with(&from, &to, &carried, &fields);
            }
        }
        self.switch_links();
    }

    /// Links between switches, and the uplinks of a gateway.
    fn switch_links(&mut self) {
        if self.gateway {
            for n in 1..=self.switches {
                let (a, b) = (self.switch_port("gw-1"), self.switch_port(&format!("sw-{n}")));
                self.link(&a, &b, &[]);
            }
        }
        let most = match self.theme {
            _ if self.switches < 2 => 0,
            Theme::Fabric | Theme::Iscsi if self.wish < 80 => 1 + self.dice.weighed(&[75, 25]),
            _ => self.dice.weighed(&[35, 45, 20]),
        };
        for n in 0..most {
            let a = n % self.switches + 1;
            let b = a % self.switches + 1;
            let (a, b) =
                (self.switch_port(&format!("sw-{a}")), self.switch_port(&format!("sw-{b}")));
            let carried = self.carried(n);
            self.link(&a, &b, &carried);
        }
    }

    fn dice_bit(&mut self, percent: usize) -> usize {
        usize::from(self.dice.chance(percent))
    }

    /// What a storage link runs through: panels, a trunk, or a midplane.
    fn way(&mut self, first_server: bool) -> String {
        let mut fields = String::new();
        let first = !self.taken.iter().any(|it| it.0 == "panels");
        if self.panel && self.dice.chance(if first { 95 } else { 45 }) {
            let port = self.next("panels");
            match self.dice.chance(75) {
                true => write!(fields, ", via: [\"pp-1:{port}\"]").unwrap(),
                false => write!(fields, ", via: [\"pp-1:{port}\", \"pp-2:{port}\"]").unwrap(),
            }
        }
        // All links of one server: no path runs over two of them.
        if self.trunk && first_server {
            fields.push_str(", assembly: T-1");
        } else if self.enclosure && fields.is_empty() && self.dice.chance(40) {
            fields.push_str(", internal: true");
        }
        fields
    }

    /// From expansion ports of the controllers to the first shelf and on to the next, or none at all.
    pub(super) fn shelf_links(&mut self, modules: bool) {
        for controller in 0..self.controllers.max(1) {
            if self.dice.chance(if controller == 0 { 15 } else { 30 }) {
                continue;
            }
            let letter = match self.controllers {
                0 => "P",
                _ => &"ABC"[controller..=controller],
            };
            let mut from = format!("arr-1:{letter}X1");
            for shelf in 1..=self.shelves {
                // The way on may be wired to the other module, where nothing comes out.
                let module = 1 + (controller + usize::from(shelf > 1 && self.dice.chance(15))) % 2;
                let (into, on) = (self.shelf_port(shelf, modules, module), module);
                self.link(&from, &into, &[]);
                let on = 1 + (on - 1 + usize::from(self.dice.chance(15))) % 2;
                if shelf < self.shelves {
                    from = self.shelf_port(shelf, modules, on);
                }
            }
        }
    }

    fn shelf_port(&mut self, shelf: usize, modules: bool, module: usize) -> String {
        let port = self.next(&format!("sh-{shelf}"));
        let module = if modules { format!("io{module}/") } else { String::new() };
        format!("sh-{shelf}:{module}x{port}")
    }

    /// Zones of servers, ports and controllers; one is seldom left out.
    pub(super) fn zoning(&mut self) -> String {
        let mut text = String::from("zones:\n");
        for server in 1..=self.servers {
            if self.dice.chance(6) {
                continue;
            }
            let initiator = match self.dice.below(4) {
                0 if !self.cards[0] => format!("\"s{server}:own1\""),
                0 | 1 if self.cards[0] => format!("s{server}/h{}", 1 + self.dice.below(2)),
                _ => format!("s{server}"),
            };
            for array in 1..=self.arrays {
                let target = match self.dice.below(3) {
                    0 if self.controllers > 0 => format!("arr-{array}/A"),
                    _ => format!("arr-{array}"),
                };
                writeln!(text, "  z{server}{array}: {{members: [{initiator}, {target}]}}").unwrap();
            }
        }
        if self.arrays == 2 && self.dice.chance(60) {
            text.push_str("  copy: {members: [arr-1, arr-2]}\n");
        }
        // A section without zones is no mapping.
        if text.ends_with(":\n") { String::new() } else { text }
    }
}
