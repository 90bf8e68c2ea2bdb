//! The storage of a design: cards, switches, controller ports, and what lies on the array.

use super::{PortOf, SIDES, Switch, Wire, end, raid};
use crate::catalog::{Access, Part, Protocol};
use crate::design::brief::{data_ports, host_ports};
use crate::spec::brief::Attach;
use crate::words::{Msg, brief as words, msg};
use crate::yaml::values::Size;
use crate::yaml::write::{Node, Value};

impl Wire<'_> {
    /// The array with its cables, where there is one.
    pub(super) fn storage(&mut self) -> Result<Option<Node>, Msg> {
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
    pub(super) fn storage_ports(&mut self) -> Result<Vec<PortOf>, Msg> {
        let choice = self.choice;
        let protocol = choice.attach.protocol().unwrap_or(Protocol::Ethernet);
        let prefix = match choice.attach {
            Attach::HostMirror => "repl",
            _ if protocol == Protocol::Ethernet => "san",
            _ => "hba",
        };
        let id = choice.adapter.id.as_deref().unwrap_or_default();
        let own = data_ports(&choice.adapter, protocol);
        let sides = match choice.attach {
            Attach::FcOneSwitch | Attach::HostMirror => 1,
            _ => 2,
        };
        for number in 1..=choice.adapters {
            let mut card = Node::map().with("model", id);
            if number == 1 && choice.attach != Attach::HostMirror {
                card = card.because(self.say(match (choice.adapters, own.len().min(sides)) {
                    (1, 1) => &words::ONE_CARD_ONE_PATH,
                    (1, _) => &words::ONE_CARD,
                    _ => &words::TWO_CARDS,
                }));
            }
            self.adapters.set(format!("{prefix}{number}"), card);
        }
        if choice.adapters > 1 {
            let first = own.first().map(|it| it.name.clone()).unwrap_or_default();
            return Ok((1..=choice.adapters)
                .map(|card| format!("{prefix}{card}/{first}"))
                .collect());
        }
        Ok(own.iter().take(sides).map(|it| format!("{prefix}1/{}", it.name)).collect())
    }

    /// Servers on the array itself: their first port on the first controller, their second on the second.
    pub(super) fn direct(
        &mut self,
        ports: &[PortOf],
        hosts: &[Vec<String>],
        array: &Part,
    ) -> Result<(), Msg> {
        let (brief, title) = (self.brief, array.title());
        if let Some(most) = array.direct_attach.filter(|&most| brief.count > most) {
            return Err(msg!(words::DIRECT_LIMIT, array = title, most = most));
        }
        let first = self.links.len();
        // Where only the owner serves a volume, whoever takes over must reach that controller; else servers with one
        // path each share the controllers out.
        let symmetric = matches!(array.access, Some(Access::Symmetric | Access::Alua));
        let owners = hosts.first().is_some_and(|it| it.len() >= brief.count as usize);
        let spread = if !symmetric && owners { 1 } else { hosts.len().max(1) };
        self.one_owner = ports.len() == 1 && spread == 1;
        for server in 1..=brief.count {
            for (side, port) in ports.iter().enumerate() {
                let number = server as usize - 1;
                let (controller, at) = match ports.len() {
                    1 => (number % spread, number / spread),
                    _ => (side % hosts.len().max(1), number),
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
        let why = match (ports.len(), spread) {
            (1, 1) => &words::DIRECT_TO_OWNER,
            (1, _) => &words::DIRECT_ONCE,
            _ => &words::DIRECT_TWICE,
        };
        self.because(first, why);
        Ok(())
    }

    /// Servers and array on storage switches of their own.
    pub(super) fn switched(
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
        for (port, side) in sides(hosts, array) {
            let side = side % count;
            let to = switches[side].take()?;
            self.link(&format!("store:{port}"), &to, network(side));
        }
        self.because(
            first,
            if count > 1 { &words::ARRAY_CROSSED } else { &words::ARRAY_ONE_SWITCH },
        );
        let joined = count > 1 && (ports.len() == 1 || networks.len() == 1);
        self.one_fabric = fc && joined;
        if joined {
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
                // Joined switches are one fabric, and go by one letter.
                let letter = if joined { SIDES[0] } else { letter };
                node.set("fabric", letter.to_uppercase());
            }
            let node = self.placed(self.powered(node, part, side), part, (3, side as u32));
            self.switches.set(named(side), node);
        }
        Ok(())
    }

    /// Networks for storage over Ethernet: one on each side, or one in all; none for Fibre Channel.
    pub(super) fn storage_networks(&mut self, fc: bool, apart: bool) -> Vec<String> {
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
    pub(super) fn shared(
        &mut self,
        ports: &[PortOf],
        hosts: &[Vec<String>],
        array: &Part,
    ) -> Result<(), Msg> {
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
        for (port, side) in sides(hosts, array) {
            let to = self.lan[side % count].take()?;
            self.link(&format!("store:{port}"), &to, Some(&network(side % count)));
        }
        self.because(first, &words::ARRAY_PAIRS);
        if count > 1 && !apart {
            // The one cable between the switches would be a single way for storage: both carry both.
            let ends = [self.lan[0].take_last()?, self.lan[1].take_last()?];
            let mut names = self.office_networks();
            names.push("san".into());
            let both = || Value::List(names.clone());
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
    pub(super) fn copy(&mut self, ports: &[PortOf]) -> Result<(), Msg> {
        if self.brief.count != 2 {
            return Err((&words::MIRROR_OF_TWO).into());
        }
        self.networks.set("copy", Node::map().with("role", "replication"));
        let first = self.links.len();
        for port in ports {
            self.link(&end(1, port), &end(2, port), Some("copy"));
        }
        self.because(first, &words::FOR_COPIES);
        Ok(())
    }

    pub(super) fn array(&self, array: &Part) -> Result<Node, Msg> {
        let brief = self.brief;
        let mut owners: Vec<&str> = match array.access {
            Some(Access::Symmetric) => Vec::new(),
            _ => array.controllers.iter().map(|it| it.name.as_str()).collect(),
        };
        if self.one_owner {
            owners.truncate(1);
        }
        let each = brief.usable.bytes.div_ceil(self.volumes().len() as u64);
        let (mut volumes, mut total) = (Node::map(), brief.spares);
        let drive = brief.drive.id.as_deref().unwrap_or_default();
        for (number, name) in self.volumes().into_iter().enumerate() {
            let count = self.brief.drives(each)?;
            total = total.saturating_add(count);
            let spares = (number == 0 && brief.spares > 0).then_some(brief.spares);
            let volume = Node::map().with("raid", raid(brief.raid)).with("drives", count);
            let volume = volume.with("drive", drive).maybe("spares", spares);
            let owner = owners.get(number % owners.len().max(1)).copied();
            let mut volume = volume.maybe("owner", owner);
            if let (0, Some(capacity)) = (number, brief.drive.capacity) {
                let hold = msg!(
                    words::DRIVES_HOLD,
                    drives = count,
                    each = capacity.to_string(),
                    usable = Size { bytes: each }.to_string()
                );
                volume = volume.because(hold.text(self.lang));
            }
            volumes.set(name, volume);
        }
        let quorum = !self.arbitrated() && !self.fences() && brief.count > 1;
        if quorum {
            total = total.saturating_add(2);
            let volume = Node::map().with("raid", "raid1").with("drives", 2).with("drive", drive);
            let owner = owners.last().copied();
            let volume = volume.maybe("owner", owner).because(self.say(&words::QUORUM_DRIVES));
            volumes.set("quorum", volume);
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
    pub(super) fn volumes(&self) -> Vec<String> {
        match self.brief.services.len() {
            1 => vec!["data".to_owned()],
            many => (1..=many).map(|number| format!("data{number}")).collect(),
        }
    }
}

/// Which side each host port of an array belongs to: as the maker cables it, else crossed over, so that each side
/// reaches every controller. Two ports a controller are used.
pub(in crate::design) fn sides(hosts: &[Vec<String>], array: &Part) -> Vec<(String, usize)> {
    let pairs = &array.failover_pairs;
    let groups = if pairs.is_empty() { &array.same_fabric } else { pairs };
    let mut found = Vec::new();
    for (controller, ports) in hosts.iter().enumerate() {
        for (number, port) in ports.iter().enumerate().take(2) {
            let told = groups.iter().position(|group| group.iter().any(|it| it == port));
            let side = match (told, ports.len()) {
                (Some(group), _) => group % 2,
                (None, 1) => controller % 2,
                (None, _) => number % 2,
            };
            found.push((port.clone(), side));
        }
    }
    found
}
