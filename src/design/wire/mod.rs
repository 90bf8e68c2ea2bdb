//! A choice wired into a topology file: every device, card, cable, network and feed, with the reason beside it.

use compact_str::CompactString;

use super::brief::{Brief, data_ports};
use super::choice::Choice;
use super::fabric;
use crate::catalog::{Part, Protocol};
use crate::spec::Raid;
use crate::spec::brief::Attach;
use crate::words::{Lang, Msg, Word, brief as words, msg};
use crate::yaml::write::{Node, Value};

mod cluster;
mod place;
mod storage;

pub(super) use storage::sides;

/// Names of the feeds and what hangs on them.
const FEEDS: [(&str, &str); 2] = [("utility-1", "pdu-a"), ("utility-2", "pdu-b")];

/// The letters of fabrics and networks that lie side by side.
const SIDES: [&str; 2] = ["a", "b"];

/// A switch whose ports are given out one after another.
struct Switch {
    name: String,
    ports: Vec<CompactString>,
    next: usize,
    /// How many it has, free or not.
    count: usize,
}

impl Switch {
    fn new(name: impl Into<String>, part: &Part, protocol: Protocol) -> Self {
        let ports: Vec<CompactString> =
            data_ports(part, protocol).into_iter().map(|it| it.name.clone()).collect();
        Self { name: name.into(), count: ports.len(), ports, next: 0 }
    }

    /// Its next free port, as `switch:port`.
    fn take(&mut self) -> Result<String, Msg> {
        let port = self
            .ports
            .get(self.next)
            .ok_or_else(|| msg!(words::TOO_FEW_PORTS, device = &self.name, count = self.count))?;
        self.next += 1;
        Ok(format!("{}:{port}", self.name))
    }

    /// Its last free port, for what is not of servers and arrays.
    fn take_last(&mut self) -> Result<String, Msg> {
        if self.next >= self.ports.len() {
            return self.take();
        }
        let port = self.ports.pop().unwrap_or_default();
        Ok(format!("{}:{port}", self.name))
    }
}

/// A card of each server, and the port on it or on the board.
type PortOf = String;

struct Wire<'w> {
    brief: &'w Brief,
    choice: &'w Choice,
    lang: Lang,
    /// Cards of each server, by name.
    adapters: Node,
    networks: Node,
    switches: Node,
    links: Vec<Node>,
    lan: Vec<Switch>,
    /// Ports on the boards of the servers that are not yet used.
    nics: Vec<CompactString>,
    /// Which link joins the clients' switches.
    joined: Option<usize>,
    /// Whether two Fibre Channel switches are joined into one fabric.
    one_fabric: bool,
    /// Whether the servers reach the first controller only, which then owns every volume.
    one_owner: bool,
}

/// Wires a choice.
///
/// # Errors
/// Why it cannot be built.
pub fn wire(brief: &Brief, choice: &Choice, lang: Lang) -> Result<Node, Msg> {
    let mut file = match fabric::is_large(brief, choice) {
        true => fabric::wire(brief, choice, lang)?,
        false => small(brief, choice, lang)?,
    };
    brief.own.write(&mut file, lang);
    Ok(file)
}

/// Wires a choice of a pair of switches at most.
fn small(brief: &Brief, choice: &Choice, lang: Lang) -> Result<Node, Msg> {
    let nics = data_ports(&choice.server, Protocol::Ethernet);
    let lan = (1..=brief.client_switches).map(|number| {
        Switch::new(format!("lan-{number}"), &brief.client_switch, Protocol::Ethernet)
    });
    let mut wire = Wire {
        brief,
        choice,
        lang,
        adapters: Node::map(),
        networks: Node::map(),
        switches: Node::map(),
        links: Vec::new(),
        lan: lan.collect(),
        nics: nics.into_iter().map(|it| it.name.clone()).rev().collect(),
        joined: None,
        one_fabric: false,
        one_owner: false,
    };
    wire.file()
}

impl Wire<'_> {
    fn say(&self, word: &'static Word) -> String {
        word.text(self.lang).to_owned()
    }

    fn file(&mut self) -> Result<Node, Msg> {
        let (brief, choice) = (self.brief, self.choice);
        self.clients()?;
        let storage = self.storage()?;
        self.heartbeat()?;
        let clusters = self.clusters()?;
        let head = msg!(words::WIRED_FROM, brief = brief.name.clone()).text(self.lang);
        let mut file = Node::map();
        file.set("haplan", Node::from(1).because(head).because(self.say(&words::GO_ON)));
        file.set("name", choice.name.as_str());
        let title = choice.title.clone().or_else(|| {
            let way = if self.one_fabric { &words::W_FC_JOINED } else { way(choice.attach) };
            let way = way.text(self.lang);
            brief.title.as_ref().map(|title| format!("{title} · {way}").into())
        });
        file = file.maybe("title", title.as_deref());
        if let Some(promise) = brief.require.any_one_fault {
            file.set("target", Node::map().with("any_one_fault", promise.id()));
        }
        file.set("servers", self.servers()?);
        file.set("switches", std::mem::replace(&mut self.switches, Node::map()));
        if let Some(array) = storage {
            file.set("arrays", array);
        }
        file.set("power", self.power());
        if let Some(rack) = &brief.rack {
            let units = rack.units.map_or(42, |it| it.value);
            let name = rack.rack_name();
            let mut place = Node::map().with("units", units);
            if self.has_units() {
                place = place.because(self.say(&words::STACKED));
            }
            file.set("racks", Node::map().with(name, place));
        }
        file.set("networks", std::mem::replace(&mut self.networks, Node::map()));
        file.set("links", Value::List(std::mem::take(&mut self.links)));
        if choice.attach == Attach::HostMirror {
            let legs: Vec<Node> = (1..=brief.count).map(|it| server(it).into()).collect();
            let mirror = Node::map()
                .with("legs", Value::List(legs))
                .with("by", "host")
                .with("over", Value::List(vec!["copy".into()]));
            file.set("mirrors", Node::map().with("data", mirror));
        }
        file = file.maybe("clusters", clusters);
        file.set("services", self.services());
        if let (Some(accept), Some(_)) = (&brief.require.accept_array, &choice.array) {
            let reason = accept.reason.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
            let waiver = Node::map()
                .with("rule", "single-point")
                .with("at", "store")
                .with("reason", reason)
                .maybe("until", accept.until.map(|it| it.value.to_string()));
            file.set("waivers", Value::List(vec![waiver]));
        }
        Ok(file)
    }

    /// A cable.
    fn link(&mut self, a: &str, b: &str, network: Option<&str>) {
        let ends = format!("{a} -- {b}");
        self.links.push(match network {
            None => ends.into(),
            Some(network) => Node::map().with("link", ends).with("network", network),
        });
    }

    /// A cable of the clients' network; where nodes stop each other it carries their remote management too, since a
    /// node must be on the network over which it stops another.
    fn office_link(&mut self, a: &str, b: &str) {
        if !self.fences() {
            return self.link(a, b, Some("office"));
        }
        let link = Node::map().with("link", format!("{a} -- {b}"));
        self.links.push(link.with("network", Value::List(self.office_networks())));
    }

    /// What the cables between the clients' switches carry.
    fn office_networks(&self) -> Vec<Node> {
        let names: &[&str] = if self.fences() { &["office", "mgmt"] } else { &["office"] };
        names.iter().map(|&it| it.into()).collect()
    }

    /// The first of the links that follow says why they are as they are.
    fn because(&mut self, first: usize, why: &'static Word) {
        let why = self.say(why);
        if let Some(link) = self.links.get_mut(first) {
            link.comment.push(why);
        }
    }

    /// The next port on the boards of the servers, or on a card that is added for it.
    fn nic(&mut self, why: &'static Word) -> Result<PortOf, Msg> {
        if let Some(nic) = self.nics.pop() {
            return Ok(nic.into());
        }
        let mut cards = self.brief.adapters.iter();
        let card = cards.find(|it| !data_ports(it, Protocol::Ethernet).is_empty());
        let card = card.ok_or_else(|| {
            let server = self.choice.server.title();
            msg!(words::TOO_FEW_NICS, server = server, why = why)
        })?;
        let name = format!("lan{}", 1 + count(&self.adapters, "lan"));
        let id = card.id.as_deref().unwrap_or_default();
        let node = Node::map().with("model", id).because(why.text(self.lang));
        self.adapters.set(name.clone(), node);
        let mut ports: Vec<CompactString> = data_ports(card, Protocol::Ethernet)
            .into_iter()
            .map(|it| format!("{name}/{}", it.name).into())
            .rev()
            .collect();
        let first = ports.pop().unwrap_or_default();
        self.nics.splice(0..0, ports);
        Ok(first.into())
    }

    /// The clients' switches and the servers' links to them.
    fn clients(&mut self) -> Result<(), Msg> {
        let first = self.links.len();
        let (count, sides) = (self.brief.count, self.lan.len());
        for number in 0..self.choice.client_links {
            let nic = self.nic(&words::FOR_CLIENTS)?;
            for server in 1..=count {
                let at = (server - 1 + number) as usize % sides;
                let port = self.lan[at].take()?;
                self.office_link(&end(server, &nic), &port);
            }
        }
        let why =
            if self.choice.client_links > 1 { &words::CLIENTS_TWICE } else { &words::CLIENTS_ONCE };
        self.because(first, why);
        let mut uplinks = Vec::new();
        for switch in &mut self.lan {
            uplinks.push(Node::from(switch.take_last()?));
        }
        let office = Node::map()
            .with("role", "clients")
            .maybe("subnet", self.brief.subnet.as_deref())
            .with("uplinks", Value::List(uplinks));
        self.networks.set("office", office);
        if sides > 1 {
            let ends = [self.lan[0].take_last()?, self.lan[1].take_last()?];
            let first = self.links.len();
            self.office_link(&ends[0], &ends[1]);
            self.because(first, &words::LAN_JOINED);
            self.joined = Some(first);
        }
        for at in 0..sides {
            let id = self.brief.client_switch.id.as_deref().unwrap_or_default();
            let node = Node::map().with("model", id).with("existing", "true");
            let node = self.powered(node, &self.brief.client_switch, at);
            self.switches.set(format!("lan-{}", at + 1), node);
        }
        Ok(())
    }

    /// The servers, all alike, written once.
    fn servers(&mut self) -> Result<Node, Msg> {
        let (brief, choice) = (self.brief, self.choice);
        let part = &choice.server;
        let mut drives = Vec::new();
        if let Some(drive) = &brief.system_drive {
            let id = drive.id.as_deref().unwrap_or_default();
            drives.push(
                Node::map()
                    .with("model", id)
                    .with("count", 2)
                    .with("raid", "raid1")
                    .with("use", "system"),
            );
        }
        if choice.attach == Attach::HostMirror {
            let count = brief.drives(brief.usable.bytes)?;
            let id = brief.drive.id.as_deref().unwrap_or_default();
            let mut set = Node::map().with("model", id).with("count", count);
            set.set("raid", raid(brief.raid));
            drives.push(set.with("use", "mirror:data"));
            let all = count.saturating_add(if brief.system_drive.is_some() { 2 } else { 0 });
            if let Some(bays) = part.drive_bays.filter(|&bays| all > bays) {
                let device = part.title();
                return Err(msg!(words::TOO_FEW_BAYS, device = device, drives = all, bays = bays));
            }
        }
        let cards = u32::try_from(self.adapters.entries().len()).unwrap_or(u32::MAX);
        if let Some(slots) = part.slots.filter(|&slots| cards > slots) {
            return Err(msg!(
                words::TOO_FEW_SLOTS,
                server = part.title(),
                cards = cards,
                slots = slots
            ));
        }
        let mut adapters = std::mem::replace(&mut self.adapters, Node::map());
        self.seat_cards(&mut adapters);
        let node = |place: Option<u32>| {
            let mut node = Node::map()
                .with("model", part.id.as_deref().unwrap_or_default())
                .maybe("cpus", choice.cpus)
                .maybe("memory", choice.memory.map(|it| it.to_string()))
                .with("adapters", adapters.clone());
            if !drives.is_empty() {
                let list = Node::from(Value::List(drives.clone()));
                let mirrored = brief.system_drive.is_some();
                node.set(
                    "drives",
                    if mirrored { list.because(self.say(&words::SYSTEM_DRIVES)) } else { list },
                );
            }
            let node = self.powered(node, part, 0);
            match place {
                Some(place) => self.placed(node, part, (2, place)),
                None => node,
            }
        };
        let mut servers = Node::map();
        if self.has_units() {
            for number in 1..=brief.count {
                servers.set(server(number), node(Some(number - 1)));
            }
        } else {
            let name = if brief.count == 1 { server(1) } else { format!("db[1-{}]", brief.count) };
            servers.set(name, node(Some(0)));
        }
        if self.arbitrated() {
            let arbiter = Node::map().with("model", "generic/server").with("existing", "true");
            let arbiter = self.powered_by(arbiter, Some(2)).because(self.say(&words::ARBITER));
            servers.set("arbiter", arbiter);
        }
        Ok(servers)
    }
}

impl crate::spec::brief::BriefRackSpec {
    /// The name of the rack.
    pub(super) fn rack_name(&self) -> &str {
        self.name.as_ref().map_or("R1", |it| it.value.as_str())
    }
}

fn count(node: &Node, prefix: &str) -> usize {
    node.entries().iter().filter(|(name, _)| name.starts_with(prefix)).count()
}

/// The name of a server by its number.
fn server(number: u32) -> String {
    format!("db{number}")
}

fn end(server: u32, port: &str) -> String {
    format!("{}:{port}", self::server(server))
}

pub(super) fn raid(raid: Raid) -> Node {
    match raid {
        Raid::Level(level) => level.id().into(),
        Raid::Survives { survives } => Node::map().with("survives", survives),
    }
}

/// What a way is called.
pub fn way(attach: Attach) -> &'static Word {
    match attach {
        Attach::FcTwoFabrics => &words::W_FC_TWO,
        Attach::FcOneSwitch => &words::W_FC_ONE,
        Attach::FcDirect => &words::W_FC_DIRECT,
        Attach::SasDirect => &words::W_SAS_DIRECT,
        Attach::IscsiTwoSwitches => &words::W_ISCSI_TWO,
        Attach::IscsiExisting => &words::W_ISCSI_EXISTING,
        Attach::IscsiDirect => &words::W_ISCSI_DIRECT,
        Attach::HostMirror => &words::W_MIRROR,
    }
}
