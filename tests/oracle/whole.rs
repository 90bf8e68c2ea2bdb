//! Small random topologies of the whole model, the same for the same seed.
//!
//! A topology of a few components cannot hold everything: each seed has a theme, which always brings what it is
//! about, and whatever else falls to it. Valid in every respect that a reader checks: ports used once, like
//! protocols, every counted supply plugged.

mod cables;
mod clusters;
mod gear;
mod power;

use std::fmt::Write;

use super::Oracle;
use super::random::Dice;

/// How many components a topology may have.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Size {
    /// 10 to 25, so that every set of three can be judged.
    Small,
    /// 10 to 40.
    Large,
}

impl Size {
    fn most(self) -> usize {
        match self {
            Size::Small => 25,
            Size::Large => 40,
        }
    }
}

/// What a topology is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Theme {
    Fabric,
    Gateway,
    Direct,
    Iscsi,
    Shelf,
    Power,
    Fence,
    Tie,
    OnNodes,
    OverVolumes,
    OfArrays,
    Enclosure,
    Patch,
}

const THEMES: [Theme; 18] = [
    Theme::Fabric,
    Theme::Fence,
    Theme::OfArrays,
    Theme::Shelf,
    Theme::Tie,
    Theme::OnNodes,
    Theme::Power,
    Theme::Gateway,
    Theme::Fence,
    Theme::OverVolumes,
    Theme::Iscsi,
    Theme::Enclosure,
    Theme::OfArrays,
    Theme::Patch,
    Theme::Fence,
    Theme::Direct,
    Theme::Tie,
    Theme::Power,
];

/// A topology of the whole model.
pub fn topology(seed: u64, size: Size) -> String {
    // Not a multiple of what the dice themselves add, or all seeds would throw the same numbers in turn.
    let start = seed.wrapping_mul(0x5851_f42d_4c95_7f2d).wrapping_add(size.most() as u64);
    let mut dice = Dice(start);
    let theme = THEMES[(seed % THEMES.len() as u64) as usize];
    let mut wish = dice.below(100);
    for attempt in 1.. {
        // Nothing of that size may come of it.
        if attempt % 100 == 0 {
            wish = dice.below(100);
        }
        let draft = Draft::new(&mut dice, theme, wish, size);
        let text = draft.text(seed);
        // A cable and its two ports are three components; most drafts that are too large need no second look.
        let cables = text.lines().filter(|line| line.starts_with("  - ")).count();
        let trunk = text.contains("assembly");
        if cables * if trunk { 2 } else { 3 } > size.most() {
            continue;
        }
        let components = Oracle::load(&text).components();
        if !(10..=size.most()).contains(&components.len()) {
            continue;
        }
        let text = text + &groups(&mut dice, &components);
        // A group is a component too.
        if Oracle::load(&text).components().len() <= size.most() {
            return text;
        }
    }
    unreachable!("it goes on until one fits")
}

/// Shared fate of some cables, devices and parts of devices.
fn groups(dice: &mut Dice, components: &[String]) -> String {
    let mut text = String::new();
    let no_member = |id: &&String| {
        let source = ["feed-", "pdu-", "ups-", "ats-"].iter().any(|p| id.starts_with(p));
        let place = ["site:", "rack:", "fabric:"].iter().any(|p| id.starts_with(p));
        !source && !place
    };
    let mut members: Vec<&String> = components.iter().filter(no_member).collect();
    for number in 0..dice.weighed(&[75, 20, 5]) {
        if number == 0 {
            text.push_str("groups:\n");
        }
        let mut list = Vec::new();
        for _ in 0..2 + dice.below(2) {
            let member = members.remove(dice.below(members.len()));
            let turned = member.split_once("--").filter(|it| !it.1.contains('#'));
            list.push(match turned.filter(|_| dice.chance(50)) {
                Some((a, b)) => format!("\"{b}--{a}\""),
                None => format!("\"{member}\""),
            });
        }
        writeln!(text, "  g{number}: {{members: [{}], reason: chance}}", list.join(", ")).unwrap();
    }
    text
}

/// A kind of storage link.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Fc,
    Sas,
    Iscsi,
}

impl Protocol {
    fn name(self) -> &'static str {
        match self {
            Protocol::Fc => "fc",
            Protocol::Sas => "sas",
            Protocol::Iscsi => "ethernet",
        }
    }
}

/// What is being drawn: first what there shall be, then the sections of the file.
struct Draft<'a> {
    dice: &'a mut Dice,
    theme: Theme,
    /// Less than 100, and the same until a draft has the right size: what needs many components would otherwise
    /// hardly ever come out.
    wish: usize,
    large: bool,
    protocol: Protocol,
    servers: usize,
    /// Servers that are no nodes: `wit-1`, …
    extra: usize,
    arrays: usize,
    controllers: usize,
    switches: usize,
    gateway: bool,
    /// Cards in servers, in storage switches, in arrays.
    cards: [bool; 3],
    /// How many, each behind the one before.
    shelves: usize,
    enclosure: bool,
    lan: bool,
    panel: bool,
    trunk: bool,
    sites: bool,
    racks: bool,
    zones: bool,
    /// The first port of the first server has another name besides.
    alias: bool,
    /// Supplies of servers, switches and arrays with how many are needed; nothing without power.
    psus: Option<[(usize, usize); 3]>,
    /// Sources to plug into, and the outlet of each server if they are switched one by one.
    sources: Vec<String>,
    outlets: bool,
    /// Ports taken, by device and row of ports.
    taken: Vec<(String, usize)>,
    links: String,
    labels: usize,
    /// Devices and sources with their fields, by section.
    sections: Vec<(&'static str, Vec<String>)>,
}

impl<'a> Draft<'a> {
    fn new(dice: &'a mut Dice, theme: Theme, wish: usize, size: Size) -> Self {
        use Theme::*;
        let large = size == Size::Large;
        let is = |themes: &[Theme]| themes.contains(&theme);
        let protocol = match theme {
            Iscsi => Protocol::Iscsi,
            Fabric | Gateway | Enclosure => Protocol::Fc,
            _ => [Protocol::Fc, Protocol::Sas, Protocol::Iscsi][dice.weighed(&[55, 30, 15])],
        };
        let servers = 1 + match theme {
            // Among three, who may fence whom and who wins is not the same question.
            Fence if wish >= 70 => 2,
            Fence | Tie | OnNodes => 1 + dice.weighed(&[85, 15]),
            Direct | Power | OverVolumes | Patch | Shelf if wish >= 25 => 1,
            Fabric | Iscsi | Gateway if wish >= 70 => 1,
            Fabric | Gateway | Shelf | Iscsi | Enclosure | OfArrays => dice.weighed(&[70, 28, 2]),
            _ => dice.weighed(&[40, 55, 5]),
        };
        let switches = match theme {
            OnNodes => 0,
            Fence if wish >= 70 => 0,
            Fabric | Iscsi if wish < 80 => 2 + dice.weighed(&[85, 15]),
            Fabric | Iscsi => 1 + dice.weighed(&[50, 50]),
            Gateway | Enclosure => 1 + dice.weighed(&[75, 25]),
            _ => dice.weighed(&[80, 15, 5]),
        };
        let lan = match theme {
            Fence => dice.chance(45),
            Tie => dice.chance(60),
            OnNodes => dice.chance(50),
            _ => dice.chance(if large { 45 } else { 20 }),
        };
        let arrays = match theme {
            OnNodes => 0,
            // Fences of three take up what an array would.
            Fence if wish >= 70 && wish % 3 < 2 => 0,
            OfArrays | OverVolumes => 2,
            _ => 1 + usize::from(dice.chance(6)),
        };
        let shelves = match theme {
            Shelf if wish % 5 < 2 => 2,
            Shelf => 1,
            _ => usize::from(arrays > 0 && dice.chance(5)),
        };
        let controllers = match theme {
            Shelf | Direct => 1 + dice.weighed(&[20, 70, 10]),
            _ => dice.weighed(&[50, 15, 30, 5]),
        };
        let power = if is(&[Fence]) { 30 } else { 10 };
        let psus = (is(&[Power]) || dice.chance(power)).then(|| {
            let mut psu = || {
                let count = 1 + dice.below(2);
                (count, if dice.chance(80) { 1 } else { count })
            };
            [psu(), psu(), psu()]
        });
        let mut chance = |percent: usize| dice.chance(percent * if large { 2 } else { 1 });
        Self {
            theme,
            wish,
            large,
            protocol,
            servers,
            extra: 0,
            arrays,
            controllers,
            switches,
            gateway: is(&[Gateway]) && switches > 0,
            cards: [chance(20), chance(8), chance(10)],
            shelves,
            enclosure: is(&[Enclosure]) || chance(2),
            lan,
            panel: is(&[Patch]) || chance(2),
            trunk: is(&[Patch]) && chance(80) || chance(2),
            sites: is(&[Patch, Fence]) && chance(30) || chance(7),
            racks: is(&[Patch, Fence]) && chance(30) || chance(7),
            alias: chance(12),
            zones: protocol == Protocol::Fc && switches > 0 && chance(35),
            psus,
            outlets: false,
            sources: Vec::new(),
            taken: Vec::new(),
            links: String::new(),
            labels: 0,
            sections: Vec::new(),
            dice,
        }
    }

    fn text(mut self, seed: u64) -> String {
        let mut text = format!("haplan: 1\nname: random-{seed}\n");
        // Clusters say which cables and devices they want, so they are drawn first.
        let clusters = self.clusters();
        self.power();
        self.gear();
        self.storage_links();
        text.push_str(&self.parts(&clusters));
        for (name, lines) in &self.sections {
            writeln!(text, "{name}:\n{}", lines.join("\n")).unwrap();
        }
        if self.sites {
            text.push_str("sites: {east: {}, west: {}}\n");
        }
        if self.racks {
            let site = if self.sites { ", site: west" } else { "" };
            writeln!(text, "racks: {{R1: {{shared_fate: true}}, R2: {{units: 42{site}}}}}")
                .unwrap();
        }
        if self.zones {
            text.push_str(&self.zoning());
        }
        if !self.links.is_empty() {
            writeln!(text, "links:\n{}", self.links.trim_end()).unwrap();
        }
        text + &clusters
    }

    /// A line of a section: a device or whatever else has a name.
    fn put(&mut self, section: &'static str, line: String) {
        match self.sections.iter_mut().find(|it| it.0 == section) {
            Some((_, lines)) => lines.push(line),
            None => self.sections.push((section, vec![line])),
        }
    }

    /// The next free number of a row of ports.
    fn next(&mut self, row: &str) -> usize {
        match self.taken.iter_mut().find(|it| it.0 == row) {
            Some((_, taken)) => {
                *taken += 1;
                *taken
            }
            None => {
                self.taken.push((row.to_owned(), 1));
                1
            }
        }
    }

    /// In a rack, or in a site, or nowhere.
    fn place(&mut self) -> String {
        if self.racks && self.dice.chance(60) {
            let rack = *self.dice.pick(&["R1", "R1", "R2", "{in: R1, unit: 10}"]);
            return format!(", rack: {rack}");
        }
        if self.sites && self.dice.chance(70) {
            return format!(", site: {}", self.dice.pick(&["east", "west"]));
        }
        String::new()
    }
}
