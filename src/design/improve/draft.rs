//! A file that is being changed: its tree beside what it means, and what the changes use up.

use std::collections::{BTreeMap, BTreeSet};

use super::no_port;
use crate::catalog::{Part, PortRole, Protocol};
use crate::facts::Facts;
use crate::names::{Pattern, natural};
use crate::spec::NetworkRole;
use crate::topology::{
    CableId, DeviceId, DeviceKind, ModuleId, ModuleKind, NetworkId, PortId, Topology,
};
use crate::words::{Msg, improve as words, msg};
use crate::yaml::write::{Node, Value};

/// A file that is being changed.
pub(super) struct Draft<'t> {
    /// What it means as it was.
    pub t: &'t Topology,
    /// What is computed of it.
    pub facts: Facts<'t>,
    /// The file.
    pub file: Node,
    taken: BTreeSet<String>,
    moved: BTreeMap<CableId, Moved>,
    links: Vec<Node>,
    names: BTreeSet<String>,
}

/// What becomes of a cable.
#[derive(Default)]
struct Moved {
    ends: [Option<String>; 2],
    networks: Option<Vec<String>>,
}

/// A switch or a card that comes, and its ports that are free.
pub(super) struct Fresh {
    /// Its name, with that of its device before the port's.
    pub name: String,
    ports: std::collections::VecDeque<String>,
    protocol: Protocol,
}

impl Fresh {
    pub fn new(name: String, part: &Part, protocol: Protocol) -> Self {
        let data = |it: &&crate::catalog::PortType| {
            it.protocol == protocol && matches!(it.role, None | Some(PortRole::Host))
        };
        let mut ports: Vec<String> =
            part.ports.iter().filter(data).map(|it| it.name.to_string()).collect();
        for kind in &part.licensed {
            let mut left = kind.count;
            ports.retain(|name| {
                let concerned = kind.ports.iter().any(|it| it == name);
                let stays = !concerned || left > 0;
                left = left.saturating_sub(u32::from(concerned));
                stays
            });
        }
        Self { name, ports: ports.into(), protocol }
    }

    /// Its next port, by its name alone.
    pub fn next(&mut self) -> Result<String, Msg> {
        let port = self.ports.pop_front();
        port.ok_or_else(|| no_port(&self.name, self.protocol))
    }

    /// Its last port, by its name alone.
    pub fn last(&mut self) -> Result<String, Msg> {
        let port = self.ports.pop_back();
        port.ok_or_else(|| no_port(&self.name, self.protocol))
    }
}

/// A cable seen from one of its ends.
#[derive(Clone, Copy)]
pub(super) struct Reached {
    pub cable: CableId,
    /// Which of its ends is here.
    pub end: usize,
    /// The port here.
    pub port: PortId,
    /// The port there.
    pub far: PortId,
}

impl<'t> Draft<'t> {
    /// A file to change, and what it means.
    pub fn new(file: &Node, t: &'t Topology) -> Self {
        let names = t.devices.iter().map(|it| it.name.to_string());
        let names = names.chain(t.power.iter().map(|it| it.name.to_string())).collect();
        Self {
            t,
            facts: Facts::new(t),
            file: file.clone(),
            taken: BTreeSet::new(),
            moved: BTreeMap::new(),
            links: Vec::new(),
            names,
        }
    }

    /// The changed file.
    pub fn finish(mut self) -> Result<Node, Msg> {
        let mut at = 0;
        let mut links: Vec<Node> = Vec::new();
        let items = self.file.get("links").map(|it| it.items().to_vec()).unwrap_or_default();
        for item in items {
            let [a, b] = ends(&item).ok_or_else(|| Msg::from(&words::W_LINKS))?;
            let (a, b) = (expand(&a), expand(&b));
            let cables = at..at + a.len() as u32;
            at = cables.end;
            if !cables.clone().any(|it| self.moved.contains_key(&CableId(it))) {
                links.push(item);
                continue;
            }
            for (place, number) in cables.enumerate() {
                let mut own = [a[place].clone(), b[place].clone()];
                let moved = self.moved.remove(&CableId(number)).unwrap_or_default();
                for (end, new) in own.iter_mut().zip(moved.ends) {
                    *end = new.unwrap_or_else(|| end.clone());
                }
                links.push(single(&item, &own, moved.networks, place, a.len()));
            }
        }
        if at as usize != self.t.cables.len() || !self.moved.is_empty() {
            return Err((&words::W_LINKS).into());
        }
        links.append(&mut self.links);
        if !links.is_empty() {
            self.file.set("links", Value::List(links));
        }
        Ok(self.file)
    }

    /// The nodes of services, in file order.
    pub fn nodes(&self) -> Vec<DeviceId> {
        let all: BTreeSet<DeviceId> =
            self.t.services.iter().flat_map(|it| it.nodes.iter().copied()).collect();
        all.into_iter().collect()
    }

    /// The cables at a device, by its ports in natural order.
    pub fn cables_at(&self, device: DeviceId) -> Vec<Reached> {
        let mut found = Vec::new();
        for cable in self.t.cable_ids() {
            for (end, &port) in self.t[cable].ends.iter().enumerate() {
                if self.t[port].device == device {
                    let far = self.t[cable].ends[1 - end];
                    found.push(Reached { cable, end, port, far });
                }
            }
        }
        found.sort_by(|a, b| natural(&self.t[a.port].name, &self.t[b.port].name));
        found
    }

    /// Whether storage runs over a cable, between hosts and arrays.
    pub fn is_storage(&self, cable: CableId) -> bool {
        let t = self.t;
        let data = t[cable].ends.iter().all(|&end| t.carries_data(end));
        data && match t[cable].protocol {
            Protocol::Fc | Protocol::Sas => true,
            Protocol::Ethernet => {
                t[cable].networks.iter().any(|&it| t[it].role == NetworkRole::Storage)
            }
            _ => false,
        }
    }

    /// The storage cables of a server or an array.
    pub fn storage_of(&self, device: DeviceId) -> Vec<Reached> {
        let mut all = self.cables_at(device);
        all.retain(|it| self.is_storage(it.cable));
        all
    }

    /// The cables of a device for a network.
    pub fn network_of(&self, device: DeviceId, network: NetworkId) -> Vec<Reached> {
        let mut all = self.cables_at(device);
        all.retain(|it| self.t[it.cable].networks.contains(&network));
        all
    }

    /// Says why a cable cannot be moved or repeated, if so.
    pub fn loose(&self, cable: CableId) -> Result<(), Msg> {
        let it = &self.t[cable];
        if it.internal || !it.panels.is_empty() || it.assembly.is_some() {
            return Err(msg!(words::W_FIXED, cable = self.t.id(it.comp)));
        }
        Ok(())
    }

    /// The names of the networks of a cable.
    pub fn networks(&self, cable: CableId) -> Vec<String> {
        self.t[cable].networks.iter().map(|&it| self.t[it].name.to_string()).collect()
    }

    /// The name of a device.
    pub fn name(&self, device: DeviceId) -> &'t str {
        self.t[device].name.as_str()
    }

    /// The device that a port is on.
    pub fn device(&self, port: PortId) -> DeviceId {
        self.t[port].device
    }

    /// Free ports of a device that carry data, as `DEVICE:PORT`.
    pub fn free(&self, device: DeviceId, protocol: Protocol) -> Vec<String> {
        let mut ports = self.facts.free_ports(device, protocol);
        ports.retain(|it| !self.taken.contains(it));
        ports
    }

    /// Uses a free port.
    pub fn take(&mut self, port: &str) {
        self.taken.insert(port.to_owned());
    }

    /// The first free port of a device, used from now on.
    pub fn take_at(&mut self, device: DeviceId, protocol: Protocol) -> Result<String, Msg> {
        let port = self.free(device, protocol).into_iter().next();
        let port = port.ok_or_else(|| no_port(self.name(device), protocol))?;
        self.take(&port);
        Ok(port)
    }

    /// The card that a port as `DEVICE:CARD/PORT` sits in.
    pub fn card_of(&self, device: DeviceId, port: &str) -> Option<ModuleId> {
        let (_, port) = port.split_once(':')?;
        let modules = self.t[device].modules.iter().copied();
        let mut cards = modules
            .filter(|&it| matches!(self.t[it].kind, ModuleKind::Adapter { .. }))
            .filter(|&it| {
                let name = self.t[it].name.as_str();
                port.strip_prefix(name).is_some_and(|rest| rest.starts_with('/'))
            });
        cards.next()
    }

    /// Plugs one end of a cable elsewhere.
    pub fn plug(&mut self, cable: CableId, end: usize, to: String) {
        let moved = self.moved.entry(cable).or_default();
        if let Some(place) = moved.ends.get_mut(end) {
            *place = Some(to);
        }
    }

    /// Gives a cable other networks.
    pub fn carry(&mut self, cable: CableId, networks: Vec<String>) {
        self.moved.entry(cable).or_default().networks = Some(networks);
    }

    /// A new cable.
    pub fn link(&mut self, a: &str, b: &str, networks: &[String]) {
        let ends = format!("{a} -- {b}");
        self.links.push(match networks {
            [] => ends.into(),
            [one] => Node::map().with("link", ends).with("network", one.as_str()),
            many => {
                let many = many.iter().map(|it| Node::from(it.as_str())).collect();
                Node::map().with("link", ends).with("network", Value::List(many))
            }
        });
    }

    /// A name like another's that nothing has yet: `fc-a` gives `fc-b`, `lan-1` gives `lan-2`, `msa` gives `msa2`.
    pub fn fresh(&mut self, like: &str) -> String {
        let name = fresh(like, &|name| self.names.contains(name));
        self.names.insert(name.clone());
        name
    }

    /// A name for a new entry of a section.
    pub fn fresh_in(&self, section: &str, like: &str) -> String {
        let taken: BTreeSet<String> = match self.file.get(section) {
            Some(node) => node.entries().iter().flat_map(|(key, _)| expand(key)).collect(),
            None => BTreeSet::new(),
        };
        match taken.contains(like) {
            false => like.to_owned(),
            true => fresh(like, &|name| taken.contains(name)),
        }
    }

    /// The section that a device is written in.
    pub fn section(&self, device: DeviceId) -> &'static str {
        match self.t[device].kind {
            DeviceKind::Server => "servers",
            DeviceKind::Switch => "switches",
            DeviceKind::Array => "arrays",
            DeviceKind::Shelf => "shelves",
            DeviceKind::Enclosure => "enclosures",
            DeviceKind::Panel => "panels",
            DeviceKind::Outlet => "power",
        }
    }

    /// What a section says of a name, ranges looked into.
    pub fn entry(&self, section: &str, name: &str) -> Option<&Node> {
        let entries = self.file.get(section)?.entries();
        let has = |key: &str| key == name || expand(key).iter().any(|it| it == name);
        entries.iter().find_map(|(key, node)| has(key).then_some(node))
    }

    /// Changes what a section says of some names. A range stays one as long as all it stands for stay alike.
    pub fn edit(&mut self, section: &str, names: &[String], change: impl Fn(&str, &mut Node)) {
        let Some(Node { value: Value::Map(entries), .. }) = self.file.get_mut(section) else {
            return;
        };
        let mut all = Vec::with_capacity(entries.len());
        for (key, node) in entries.drain(..) {
            let members = expand(&key);
            if !members.iter().any(|it| names.contains(it)) {
                all.push((key, node));
                continue;
            }
            let one = |at: usize, name: &String| {
                let mut node = node.clone();
                if names.contains(name) {
                    change(name, &mut node);
                }
                (at, name.clone(), node)
            };
            let new: Vec<_> = members.iter().enumerate().map(|(at, it)| one(at, it)).collect();
            match new.windows(2).all(|pair| pair[0].2 == pair[1].2) {
                true => all.extend(new.into_iter().take(1).map(|(.., node)| (key.clone(), node))),
                false => all.extend(new.into_iter().map(|(at, name, mut node)| {
                    // What was said of all is said once.
                    if at > 0 {
                        (node.comment, node.aside) = (Vec::new(), None);
                    }
                    alone(&mut node, at, members.len());
                    (name, node)
                })),
            }
        }
        *entries = all;
    }

    /// Adds an entry to a section.
    pub fn add(&mut self, section: &str, name: &str, node: Node) {
        if let Some(section) = self.file.section(section) {
            section.set(name, node);
        }
    }

    /// A device like another, under a name of its own: it is new, has its own place, and hangs on another feed if
    /// it has but one supply.
    pub fn twin(&mut self, device: DeviceId) -> Result<(String, Node), Msg> {
        let own = self.name(device);
        if self.t[device].enclosure.is_some() {
            return Err(msg!(words::W_ENCLOSED, device = own));
        }
        let section = self.section(device);
        let mut node = self.entry(section, own).map_or_else(Node::map, Node::bare);
        if let Value::Map(entries) = &mut node.value {
            const OWN: [&str; 6] = ["existing", "domain", "ports", "mlag", "adapters", "bonds"];
            entries.retain(|(key, _)| !OWN.contains(&key.as_str()));
        }
        unplaced(&mut node);
        if let Some(fabric) = node.get("fabric").and_then(Node::text) {
            let taken = |name: &str| self.t.fabrics.iter().any(|it| it.name == name);
            let fabric = fresh(fabric, &taken);
            node.set("fabric", fabric);
        }
        if let [supply] = self.t[device].supplies[..] {
            let supply = &self.t[supply];
            if let Some(apart) = self.facts.source_apart(supply.source) {
                let source = self.t[apart].name.as_str();
                if let Some(power) = node.section("power") {
                    power.set(supply.name.as_str(), source);
                }
            }
        }
        let name = self.fresh(own);
        Ok((name, node))
    }

    /// Lets a port see through every zone what another one sees; `instead` takes that one out.
    pub fn rezone(&mut self, old: &str, new: &str, instead: bool) {
        let Some(Node { value: Value::Map(zones), .. }) = self.file.get_mut("zones") else {
            return;
        };
        for (_, zone) in zones {
            let Some(Node { value: Value::List(members), .. }) = zone.get_mut("members") else {
                continue;
            };
            if members.iter().any(|it| it.text() == Some(old)) {
                members.retain(|it| !instead || it.text() != Some(old));
                members.push(new.into());
            }
        }
    }
}

/// The place of a thing without its unit, which is taken.
pub(super) fn unplaced(node: &mut Node) {
    let rack = node.get("rack").and_then(|it| it.get("in")).cloned();
    if let Some(rack) = rack {
        node.set("rack", rack);
    }
}

/// What a range says of one of its names: a bay goes with the name.
fn alone(node: &mut Node, at: usize, of: usize) {
    let Some(bay) = node.get_mut("in").and_then(|it| it.get_mut("bay")) else { return };
    let bays = expand(bay.text().unwrap_or_default());
    if let (Some(own), true) = (bays.get(at), bays.len() == of) {
        *bay = own.as_str().into();
    }
}

/// The names that a text stands for.
pub(super) fn expand(text: &str) -> Vec<String> {
    match Pattern::parse(text) {
        Ok(pattern) => pattern.expand().iter().map(ToString::to_string).collect(),
        Err(_) => vec![text.to_owned()],
    }
}

/// The next name of the kind that is not taken.
fn fresh(like: &str, taken: &dyn Fn(&str) -> bool) -> String {
    let digits = like.len() - like.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (stem, number) = like.split_at(like.len() - digits);
    let mut letters = like.chars().rev();
    let letter = letters.next().filter(char::is_ascii_alphabetic);
    let alone = letters.next().is_none_or(|c| !c.is_alphanumeric());
    if let (Some(letter), true) = (letter, alone) {
        let stem = &like[..like.len() - 1];
        let last = if letter.is_ascii_uppercase() { b'Z' } else { b'z' };
        let after = (letter as u8 + 1)..=last;
        let named = after.map(|it| format!("{stem}{}", char::from(it)));
        if let Some(name) = named.into_iter().find(|it| !taken(it)) {
            return name;
        }
    }
    let (stem, from) = match number.parse::<u64>() {
        Ok(number) => (stem, number.saturating_add(1)),
        Err(_) => (like, 2),
    };
    let mut names = (from..u64::MAX).map(|it| format!("{stem}{it}"));
    names.find(|it| !taken(it)).unwrap_or_default()
}

/// The two ends of a link in any of its spellings.
fn ends(item: &Node) -> Option<[String; 2]> {
    let pair = |node: &Node| match node.items() {
        [a, b] => Some([a.text()?.to_owned(), b.text()?.to_owned()]),
        _ => None,
    };
    let split = |text: &str| {
        let (a, b) = text.split_once("--")?;
        Some([a.trim().to_owned(), b.trim().to_owned()])
    };
    match &item.value {
        Value::Scalar(text) => split(text),
        Value::List(_) => pair(item),
        Value::Map(_) => match item.get("link") {
            Some(link) => split(link.text()?),
            None => pair(item.get("ends")?),
        },
    }
}

/// One of the cables of a link, by itself.
fn single(
    item: &Node,
    ends: &[String; 2],
    networks: Option<Vec<String>>,
    at: usize,
    of: usize,
) -> Node {
    let text = format!("{} -- {}", ends[0], ends[1]);
    let mut all = Node::map().with("link", text.as_str());
    for (key, node) in item.entries() {
        match key.as_str() {
            "link" | "ends" => {}
            "label" => {
                let labels = expand(node.text().unwrap_or_default());
                let own = labels.get(at).filter(|_| labels.len() == of);
                all.set("label", own.map_or_else(|| node.clone(), |it| it.as_str().into()));
            }
            _ => all.set(key.as_str(), node.clone()),
        }
    }
    match networks.as_deref() {
        Some([one]) => all.set("network", one.as_str()),
        Some(many) => {
            let many = many.iter().map(|it| Node::from(it.as_str())).collect();
            all.set("network", Value::List(many));
        }
        None => {}
    }
    let mut link: Node = match all.entries().len() {
        1 => text.into(),
        _ => all,
    };
    // What was said of all is said once.
    if at == 0 {
        (link.comment, link.aside) = (item.comment.clone(), item.aside.clone());
    }
    link
}
