//! A choice wired into a topology file: every device, card, cable, network and feed, with the reason beside it.

use compact_str::CompactString;

use super::brief::{Brief, data_ports, host_ports, needs_fencing};
use super::choice::Choice;
use crate::catalog::{Access, Part, PortRole, Protocol};
use crate::spec::brief::Attach;
use crate::spec::{Mode, Raid};
use crate::words::{Lang, Msg, Word, brief as words, msg};
use crate::yaml::values::Size;
use crate::yaml::write::{Node, Value};

/// Names of the feeds and what hangs on them.
const FEEDS: [(&str, &str); 2] = [("utility-1", "pdu-a"), ("utility-2", "pdu-b")];

/// The letters of fabrics and networks that lie side by side.
const SIDES: [&str; 2] = ["a", "b"];

/// A switch whose ports are given out one after another.
struct Switch {
    name: String,
    ports: Vec<CompactString>,
    next: usize,
}

impl Switch {
    fn new(name: impl Into<String>, part: &Part, protocol: Protocol) -> Self {
        let ports = data_ports(part, protocol).into_iter().map(|it| it.name.clone()).collect();
        Self { name: name.into(), ports, next: 0 }
    }

    /// Its next free port, as `switch:port`.
    fn take(&mut self) -> Result<String, Msg> {
        let port = self.ports.get(self.next).ok_or_else(|| {
            msg!(words::TOO_FEW_PORTS, device = &self.name, count = self.ports.len())
        })?;
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
    /// Whether an arbiter is needed.
    arbiter: bool,
}

/// Wires a choice.
///
/// # Errors
/// Why it cannot be built.
pub fn wire(brief: &Brief, choice: &Choice, lang: Lang) -> Result<Node, Msg> {
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
        arbiter: false,
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
            let way = way(choice.attach).text(self.lang);
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
            file.set("racks", Node::map().with(name, Node::map().with("units", units)));
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
                self.link(&end(server, &nic), &port, Some("office"));
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
            self.link(&ends[0], &ends[1], Some("office"));
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

    /// The array with its cables, where there is one.
    fn storage(&mut self) -> Result<Option<Node>, Msg> {
        let choice = self.choice;
        let ports = self.storage_ports()?;
        let Some(array) = &choice.array else {
            self.copy(&ports)?;
            return Ok(None);
        };
        let protocol = choice.attach.protocol().unwrap_or(Protocol::Ethernet);
        let hosts: Vec<Vec<String>> = host_ports(array, protocol)
            .into_iter()
            .map(|ports| ports.into_iter().map(|it| it.name.to_string()).collect())
            .collect();
        match choice.attach {
            _ if choice.attach.is_direct() => self.direct(&ports, &hosts, array)?,
            Attach::IscsiExisting => self.shared(&ports, &hosts, array)?,
            _ => self.switched(&ports, &hosts, array)?,
        }
        self.array(array).map(Some)
    }

    /// Ports of each server for storage: one on each of two cards, or on one card as many as there are sides.
    fn storage_ports(&mut self) -> Result<Vec<PortOf>, Msg> {
        let choice = self.choice;
        let protocol = choice.attach.protocol().unwrap_or(Protocol::Ethernet);
        let prefix = match choice.attach {
            Attach::HostMirror => "repl",
            _ if protocol == Protocol::Ethernet => "san",
            _ => "hba",
        };
        let id = choice.adapter.id.as_deref().unwrap_or_default();
        for number in 1..=choice.adapters {
            let mut card = Node::map().with("model", id);
            if choice.adapters > 1 && number == 1 {
                card = card.because(self.say(&words::TWO_CARDS));
            }
            self.adapters.set(format!("{prefix}{number}"), card);
        }
        let own = data_ports(&choice.adapter, protocol);
        let sides = match choice.attach {
            Attach::FcOneSwitch => 1,
            Attach::HostMirror => 1,
            _ => 2,
        };
        if choice.adapters > 1 {
            let first = own.first().map(|it| it.name.clone()).unwrap_or_default();
            return Ok((1..=choice.adapters)
                .map(|card| format!("{prefix}{card}/{first}"))
                .collect());
        }
        Ok(own.iter().take(sides).map(|it| format!("{prefix}1/{}", it.name)).collect())
    }

    /// Servers on the array itself: their first port on the first controller, their second on the second.
    fn direct(&mut self, ports: &[PortOf], hosts: &[Vec<String>], array: &Part) -> Result<(), Msg> {
        let (brief, title) = (self.brief, array.title());
        if let Some(most) = array.direct_attach.filter(|&most| brief.count > most) {
            return Err(msg!(words::DIRECT_LIMIT, array = title, most = most));
        }
        let first = self.links.len();
        for server in 1..=brief.count {
            for (side, port) in ports.iter().enumerate() {
                // With one path each the servers share the controllers out.
                let controller = match ports.len() {
                    1 => server as usize - 1,
                    _ => side,
                } % hosts.len().max(1);
                let at = match ports.len() {
                    1 => (server as usize - 1) / hosts.len().max(1),
                    _ => server as usize - 1,
                };
                let host = hosts.get(controller).and_then(|it| it.get(at)).ok_or_else(|| {
                    msg!(words::TOO_FEW_HOST_PORTS, array = title, servers = brief.count)
                })?;
                let host = format!("store:{host}");
                match self.choice.attach {
                    Attach::IscsiDirect => {
                        let network = format!("san-{server}");
                        if self.networks.get(&network).is_none() {
                            self.networks.set(network.clone(), Node::map().with("role", "storage"));
                        }
                        self.link(&end(server, port), &host, Some(&network));
                    }
                    _ => self.link(&end(server, port), &host, None),
                }
            }
        }
        let why = if ports.len() > 1 { &words::DIRECT_TWICE } else { &words::DIRECT_ONCE };
        self.because(first, why);
        Ok(())
    }

    /// Which side each host port of an array belongs to: as the maker cables it, else crossed over, so that each
    /// side reaches every controller. Two ports a controller are used.
    fn sides(&self, hosts: &[Vec<String>], array: &Part) -> Vec<(String, usize)> {
        let groups = if array.failover_pairs.is_empty() {
            &array.same_fabric
        } else {
            &array.failover_pairs
        };
        let mut found = Vec::new();
        for (controller, ports) in hosts.iter().enumerate() {
            for (number, port) in ports.iter().enumerate().take(2) {
                let told = groups.iter().position(|group| group.iter().any(|it| it == port));
                let side = match (told, ports.len()) {
                    (Some(group), _) => group % 2,
                    (None, 1) => controller % 2,
                    (None, _) => number % 2,
                };
                found.push((format!("store:{port}"), side));
            }
        }
        found
    }

    /// Servers and array on storage switches of their own.
    fn switched(
        &mut self,
        ports: &[PortOf],
        hosts: &[Vec<String>],
        array: &Part,
    ) -> Result<(), Msg> {
        let choice = self.choice;
        let Some(part) = &choice.switch else { return Ok(()) };
        let protocol = choice.attach.protocol().unwrap_or(Protocol::Ethernet);
        let fc = protocol == Protocol::Fc;
        let count = choice.attach.own_switches() as usize;
        let named = |side: usize| match fc {
            true => format!("fc-{}", SIDES[side]),
            false => format!("san-{}", side + 1),
        };
        let mut switches: Vec<Switch> =
            (0..count).map(|side| Switch::new(named(side), part, protocol)).collect();
        let networks = self.storage_networks(fc, ports.len() >= count && count > 1);
        let network = |side: usize| networks.get(side % networks.len().max(1)).map(String::as_str);
        let first = self.links.len();
        for server in 1..=self.brief.count {
            for (number, port) in ports.iter().enumerate() {
                let side = if ports.len() == 1 { server as usize - 1 } else { number } % count;
                let to = switches[side].take()?;
                self.link(&end(server, port), &to, network(side));
            }
        }
        let why = match (count, ports.len()) {
            (1, _) => &words::ONE_SWITCH,
            (_, 1) => &words::ONE_PATH,
            _ => &words::ONE_EACH_SIDE,
        };
        self.because(first, why);
        let first = self.links.len();
        for (port, side) in self.sides(hosts, array) {
            let side = side % count;
            let to = switches[side].take()?;
            self.link(&port, &to, network(side));
        }
        self.because(
            first,
            if count > 1 { &words::ARRAY_CROSSED } else { &words::ARRAY_ONE_SWITCH },
        );
        if count > 1 && (ports.len() == 1 || networks.len() == 1) {
            // With a single path each, both switches must be one network, or half the controllers are out of reach.
            let first = self.links.len();
            for _ in 0..2 {
                let ends = [switches[0].take_last()?, switches[1].take_last()?];
                self.link(&ends[0], &ends[1], network(0));
            }
            self.because(first, &words::SAN_JOINED);
        }
        for (side, letter) in SIDES.iter().enumerate().take(count) {
            let mut node = Node::map().with("model", part.id.as_deref().unwrap_or_default());
            if fc {
                node.set("fabric", letter.to_uppercase());
            }
            let node = self.placed(self.powered(node, part, side), part, (3, side as u32));
            self.switches.set(named(side), node);
        }
        Ok(())
    }

    /// Networks for storage over Ethernet: one on each side, or one in all; none for Fibre Channel.
    fn storage_networks(&mut self, fc: bool, apart: bool) -> Vec<String> {
        let names: Vec<String> = match (fc, apart) {
            (true, _) => Vec::new(),
            (false, true) => SIDES.iter().map(|side| format!("san-{side}")).collect(),
            (false, false) => vec!["san".to_owned()],
        };
        for name in &names {
            self.networks.set(name.clone(), Node::map().with("role", "storage"));
        }
        names
    }

    /// Storage in networks of its own on the switches of the clients.
    fn shared(&mut self, ports: &[PortOf], hosts: &[Vec<String>], array: &Part) -> Result<(), Msg> {
        let count = self.lan.len();
        let apart = ports.len() > 1 && count > 1;
        let networks = self.storage_networks(false, apart);
        let network = |side: usize| networks[side % networks.len()].clone();
        let first = self.links.len();
        for server in 1..=self.brief.count {
            for (number, port) in ports.iter().enumerate() {
                let side = if ports.len() == 1 { server as usize - 1 } else { number } % count;
                let to = self.lan[side].take()?;
                self.link(&end(server, port), &to, Some(&network(side)));
            }
        }
        self.because(first, &words::ON_CLIENT_SWITCHES);
        let first = self.links.len();
        for (port, side) in self.sides(hosts, array) {
            let to = self.lan[side % count].take()?;
            self.link(&port, &to, Some(&network(side % count)));
        }
        self.because(first, &words::ARRAY_PAIRS);
        if count > 1 && !apart {
            // The one cable between the switches would be a single way for storage: both carry both.
            let ends = [self.lan[0].take_last()?, self.lan[1].take_last()?];
            let both = || Value::List(vec!["office".into(), "san".into()]);
            if let Some(joined) = self.joined.and_then(|at| self.links.get_mut(at)) {
                joined.set("network", both());
            }
            let link = Node::map().with("link", format!("{} -- {}", ends[0], ends[1]));
            let link = link.with("network", both());
            self.links.push(link.because(self.say(&words::SAN_JOINED)));
        }
        Ok(())
    }

    /// The cables over which servers keep their drives alike.
    fn copy(&mut self, ports: &[PortOf]) -> Result<(), Msg> {
        if self.brief.count != 2 {
            return Err((&words::MIRROR_OF_TWO).into());
        }
        self.networks.set("copy", Node::map().with("role", "replication"));
        let first = self.links.len();
        for port in ports {
            self.link(&end(1, port), &end(2, port), Some("copy"));
        }
        self.because(first, &words::FOR_COPIES);
        self.arbiter = true;
        Ok(())
    }

    /// A private heartbeat: a cable between two nodes, or a network of its own on a switch.
    fn heartbeat(&mut self) -> Result<(), Msg> {
        let count = self.brief.count;
        if count < 2 {
            return Ok(());
        }
        let nic = self.nic(&words::FOR_HEARTBEAT)?;
        self.networks.set("beat", Node::map().with("role", "heartbeat"));
        let first = self.links.len();
        if count == 2 {
            self.link(&end(1, &nic), &end(2, &nic), Some("beat"));
            self.because(first, &words::BEAT_CABLE);
            return Ok(());
        }
        // On the switch where most of the servers are not for clients.
        let at = self.lan.len() - 1;
        for server in 1..=count {
            let to = self.lan[at].take()?;
            self.link(&end(server, &nic), &to, Some("beat"));
        }
        self.because(first, &words::BEAT_SWITCH);
        Ok(())
    }

    /// The cluster, with what decides when its nodes do not hear each other.
    fn clusters(&mut self) -> Result<Option<Node>, Msg> {
        let (brief, choice) = (self.brief, self.choice);
        if brief.count < 2 {
            return Ok(None);
        }
        let nodes: Vec<Node> = (1..=brief.count).map(|it| server(it).into()).collect();
        let heartbeats = Value::List(vec!["beat".into(), "office".into()]);
        let mut cluster = Node::map()
            .with("nodes", Value::List(nodes))
            .with("mode", brief.mode.id())
            .maybe("software", brief.software.as_ref().and_then(|it| it.id.as_deref()))
            .with("heartbeat", Node::from(heartbeats).because(self.say(&words::TWO_HEARTBEATS)));
        if needs_fencing(brief.software.as_deref()) {
            cluster.set("fencing", self.fencing()?);
        } else {
            let most = brief.software.as_ref().and_then(|it| it.clustering.quorum_volume_nodes);
            self.arbiter |= most.is_some_and(|most| brief.count > most);
            let quorum = match (self.arbiter, &choice.array) {
                (false, Some(_)) => Node::map()
                    .with("volume", "store:quorum")
                    .because(self.say(&words::QUORUM_VOLUME)),
                _ => {
                    self.arbiter = true;
                    self.arbiter_links()?;
                    let node = Node::map().with("server", "arbiter").with("network", "office");
                    node.because(self.say(&words::QUORUM_SERVER))
                }
            };
            cluster.set("quorum", quorum);
        }
        let takeover = brief.takeover.map(|seconds| format!("{seconds} s"));
        Ok(Some(Node::map().with("ha", cluster.maybe("takeover", takeover))))
    }

    fn arbiter_links(&mut self) -> Result<(), Msg> {
        let first = self.links.len();
        for at in 0..self.lan.len() {
            let to = self.lan[at].take()?;
            self.link(&format!("arbiter:nic{}", at + 1), &to, Some("office"));
        }
        self.because(first, &words::ARBITER_CABLES);
        Ok(())
    }

    fn fencing(&mut self) -> Result<Node, Msg> {
        let server = &self.choice.server;
        let bmc = server.ports.iter().find(|it| it.role == Some(PortRole::Bmc));
        let bmc = bmc.ok_or_else(|| msg!(words::NO_BMC, server = server.title()))?.name.to_string();
        self.networks.set("mgmt", Node::map().with("role", "management"));
        let mut fencing = Node::map().because(self.say(&words::FENCED));
        let first = self.links.len();
        // A node is stopped by another over the switch that its own clients do not come through.
        for number in 1..=self.brief.count {
            let at = number as usize % self.lan.len();
            let to = self.lan[at].take()?;
            self.link(&end(number, &bmc), &to, Some("mgmt"));
            let way = Node::map().with("bmc", bmc.as_str());
            fencing.set(self::server(number), Value::List(vec![way]));
        }
        self.because(first, &words::BMC_CABLES);
        Ok(fencing)
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
            let count = self.drives(brief.usable.bytes)?;
            let id = brief.drive.id.as_deref().unwrap_or_default();
            let mut set = Node::map().with("model", id).with("count", count);
            set.set("raid", raid(brief.raid));
            drives.push(set.with("use", "mirror:data"));
            let bays = part.drive_bays.filter(|&bays| count + 2 > bays);
            if let Some(bays) = bays {
                return Err(msg!(
                    words::TOO_FEW_BAYS,
                    device = part.title(),
                    drives = count + 2,
                    bays = bays
                ));
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
        let adapters = std::mem::replace(&mut self.adapters, Node::map());
        let node = |place: Option<u32>| {
            let mut node = Node::map()
                .with("model", part.id.as_deref().unwrap_or_default())
                .maybe("cpus", choice.cpus)
                .maybe("memory", choice.memory.map(size))
                .with("adapters", adapters.clone());
            if !drives.is_empty() {
                node.set("drives", Value::List(drives.clone()));
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
        if self.arbiter {
            let arbiter = Node::map().with("model", "generic/server").with("existing", "true");
            let arbiter = self.powered_by(arbiter, Some(2)).because(self.say(&words::ARBITER));
            servers.set("arbiter", arbiter);
        }
        Ok(servers)
    }

    fn drives(&self, usable: u64) -> Result<u32, Msg> {
        self.brief
            .drives_for(usable)
            .ok_or_else(|| msg!(words::DRIVES_UNKNOWN, drive = self.brief.drive.title()))
    }

    fn array(&self, array: &Part) -> Result<Node, Msg> {
        let brief = self.brief;
        let owners: Vec<&str> = match array.access {
            Some(Access::Symmetric) => Vec::new(),
            _ => array.controllers.iter().map(|it| it.name.as_str()).collect(),
        };
        let each = brief.usable.bytes.div_ceil(self.volumes().len() as u64);
        let (mut volumes, mut total) = (Node::map(), brief.spares);
        let drive = brief.drive.id.as_deref().unwrap_or_default();
        for (number, name) in self.volumes().into_iter().enumerate() {
            let count = self.drives(each)?;
            total += count;
            let spares = (number == 0 && brief.spares > 0).then_some(brief.spares);
            let volume = Node::map().with("raid", raid(brief.raid)).with("drives", count);
            let volume = volume.with("drive", drive).maybe("spares", spares);
            let owner = owners.get(number % owners.len().max(1)).copied();
            volumes.set(name, volume.maybe("owner", owner));
        }
        let quorum = !self.arbiter && !needs_fencing(brief.software.as_deref()) && brief.count > 1;
        if quorum {
            total += 2;
            let volume = Node::map().with("raid", "raid1").with("drives", 2).with("drive", drive);
            let owner = owners.last().copied();
            volumes.set("quorum", volume.maybe("owner", owner));
        }
        if let Some(bays) = array.drive_bays.filter(|&bays| total > bays) {
            let device = array.title();
            return Err(msg!(words::TOO_FEW_BAYS, device = device, drives = total, bays = bays));
        }
        let node = Node::map().with("model", array.id.as_deref().unwrap_or_default());
        let node = self.placed(self.powered(node, array, 0), array, (1, 0));
        Ok(Node::map().with("store", node.with("volumes", volumes)))
    }

    /// The volumes of the services: one each where several nodes work at once on their own.
    fn volumes(&self) -> Vec<String> {
        match self.brief.services.len() {
            1 => vec!["data".to_owned()],
            many => (1..=many).map(|number| format!("data{number}")).collect(),
        }
    }

    fn services(&self) -> Node {
        let (brief, choice) = (self.brief, self.choice);
        let mut services = Node::map();
        for (number, service) in brief.services.iter().enumerate() {
            let mut node = Node::map();
            if brief.count > 1 {
                node.set("cluster", "ha");
            }
            let home = match brief.mode {
                Mode::DualActive if brief.count > 1 => None,
                Mode::Mutual => Some(number as u32 % brief.count + 1),
                _ => Some(1),
            };
            let volume = match choice.attach {
                Attach::HostMirror => "mirror:data".to_owned(),
                _ => format!("store:{}", self.volumes()[number]),
            };
            let mut load = Node::map().maybe("cpus", service.cpus);
            load = load.maybe("memory", service.memory.map(size));
            let node = node
                .maybe("home", home.map(server))
                .with("volumes", Value::List(vec![volume.into()]))
                .with("clients", "office")
                .maybe("vip", brief.vips.get(number).map(CompactString::as_str));
            let load = (!load.entries().is_empty()).then_some(load);
            services.set(service.name.as_str(), node.maybe("load", load));
        }
        services
    }

    fn power(&self) -> Node {
        let mut power = Node::map();
        let feeds = self.choice.feeds as usize;
        for (number, (feed, _)) in FEEDS.iter().take(feeds).enumerate() {
            let node = Node::map().with("kind", "feed");
            let why = if feeds > 1 { &words::TWO_FEEDS } else { &words::ONE_FEED };
            power.set(*feed, if number == 0 { node.because(self.say(why)) } else { node });
        }
        for (feed, pdu) in FEEDS.iter().take(feeds) {
            power.set(*pdu, Node::map().with("kind", "pdu").with("feed", *feed));
        }
        power
    }

    /// A device with its supplies on the feeds in turn; `from` is where the turn begins.
    fn powered(&self, node: Node, part: &Part, from: usize) -> Node {
        let Some(psus) = part.psus else { return node };
        let feeds = self.choice.feeds as usize;
        let mut power = Node::map();
        for psu in 0..psus as usize {
            power.set(format!("psu{}", psu + 1), FEEDS[(from + psu) % feeds].1);
        }
        if psus == 0 { node } else { node.with("power", power) }
    }

    fn powered_by(&self, node: Node, psus: Option<u32>) -> Node {
        let part = Part { psus, ..Part::unknown(crate::catalog::PartKind::Server) };
        self.powered(node, &part, 0)
    }

    /// Whether every device has a known height, so that each gets its units.
    fn has_units(&self) -> bool {
        let choice = self.choice;
        let parts = [Some(&choice.server), choice.array.as_ref(), choice.switch.as_ref()];
        let known = parts.into_iter().flatten().all(|it| it.rack_units.is_some());
        known && self.brief.rack.is_some() && self.brief.count <= 8
    }

    /// A device in the rack: arrays lowest, servers above, switches on top.
    fn placed(&self, node: Node, part: &Part, (tier, number): (u32, u32)) -> Node {
        let Some(rack) = &self.brief.rack else { return node };
        let name = rack.rack_name();
        let units = |part: Option<&Part>| part.and_then(|it| it.rack_units).unwrap_or(0);
        let (array, server) =
            (units(self.choice.array.as_deref()), units(Some(&self.choice.server)));
        let from = rack.from.map_or(1, |it| it.value);
        let base = match tier {
            1 => 0,
            2 => array,
            _ => array + server * self.brief.count,
        };
        let unit = from + base + number * units(Some(part));
        node.with(
            "rack",
            match self.has_units() {
                true => Node::map().with("in", name).with("unit", unit),
                false => name.into(),
            },
        )
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

fn size(size: Size) -> String {
    const UNITS: [(&str, u64); 6] = [
        ("TiB", 1 << 40),
        ("TB", 1_000_000_000_000),
        ("GiB", 1 << 30),
        ("GB", 1_000_000_000),
        ("MiB", 1 << 20),
        ("MB", 1_000_000),
    ];
    let unit = UNITS.iter().find(|(_, unit)| size.bytes > 0 && size.bytes.is_multiple_of(*unit));
    match unit {
        Some((name, unit)) => format!("{} {name}", size.bytes / unit),
        None => format!("{} B", size.bytes),
    }
}

fn raid(raid: Raid) -> Node {
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
