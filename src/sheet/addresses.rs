//! The plan of IP addresses and VLANs: per network its subnet and VLAN, and the address of each port.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use rustc_hash::FxHashMap;

use crate::names::natural;
use crate::sheet::table::{Cell, Column, Layout, Row, Table};
use crate::spec::NetworkRole;
use crate::topology::{DeviceKind, Network, NetworkId, PortId, Topology};
use crate::words::{Lang, Word, handover as words, msg};

/// The plan of a design.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The name of the design.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// Its networks, by name.
    pub networks: Vec<Net>,
}

/// A network.
#[derive(Clone, Debug)]
pub struct Net {
    /// Its name.
    pub name: String,
    /// What it is for, as in JSON.
    pub role: &'static str,
    /// What it is for, as people read it.
    pub word: &'static Word,
    /// Its subnet with the length of its prefix.
    pub subnet: Option<String>,
    /// Its VLAN.
    pub vlan: Option<u32>,
    /// What has an address in it: virtual addresses first, then ports, in natural order.
    pub hosts: Vec<Host>,
}

/// Something with an address.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Host {
    /// The device; of a virtual address the service.
    pub owner: String,
    /// The port, or the bond with its ports; `None` for a virtual address.
    pub port: Option<String>,
    /// Its address.
    pub address: Option<IpAddr>,
    /// Where that comes from.
    pub source: Source,
}

/// Where an address comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Source {
    /// The file gives it.
    Given,
    /// It is the next that is free in the subnet.
    Proposed,
    /// The subnet is not known, or full.
    Unknown,
}

impl Source {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Source::Given => "given",
            Source::Proposed => "proposed",
            Source::Unknown => "unknown",
        }
    }
}

/// Addresses that are left free at both ends of a subnet with room: gateways are usually there.
const LEFT_FREE: u128 = 10;

/// The plan of a design. What the file gives is kept; other ports get the next free addresses of their
/// subnet, in natural order, so that the order of the file makes no difference.
pub fn addresses(topology: &Topology) -> Plan {
    let mut ports: Vec<Vec<PortId>> = vec![Vec::new(); topology.networks.len()];
    for (port, id) in topology.ports.iter().zip(0..).map(|(port, id)| (port, PortId(id))) {
        let kind = topology[port.device].kind;
        let ends_here = matches!(kind, DeviceKind::Server | DeviceKind::Array);
        for &network in
            port.cable.iter().filter(|_| ends_here).flat_map(|&it| &topology[it].networks)
        {
            ports[network.index()].push(id);
        }
    }
    let mut networks: Vec<Net> =
        ports.into_iter().zip(0..).map(|(ports, id)| net(topology, NetworkId(id), ports)).collect();
    networks.sort_by(|a, b| natural(&a.name, &b.name));
    Plan {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        networks,
    }
}

fn net(topology: &Topology, id: NetworkId, mut ports: Vec<PortId>) -> Net {
    let network = &topology[id];
    ports.sort_by(|&a, &b| natural(topology.port_id(a), topology.port_id(b)));
    ports.dedup();
    let services = topology.services.iter().filter(|it| it.clients == Some(id));
    let mut hosts: Vec<Host> = services
        .filter_map(|service| {
            let (address, _) = service.vip?;
            let owner = service.name.to_string();
            Some(Host { owner, port: None, address: Some(address), source: Source::Given })
        })
        .collect();
    hosts.sort_by(|a, b| natural(&a.owner, &b.owner));
    // Ports of a bond have one address together.
    let mut bonds: FxHashMap<PortId, (usize, usize)> = FxHashMap::default();
    for (device, number) in topology.devices.iter().zip(0..) {
        for (bond, at) in device.bonds.iter().zip(0..) {
            bonds.extend(bond.ports.iter().map(|&port| (port, (number, at))));
        }
    }
    let mut seen: FxHashMap<(usize, usize), usize> = FxHashMap::default();
    for port in ports {
        let it = &topology[port];
        let fits = |address: IpAddr| {
            let others = it.cable.map_or(&[][..], |cable| &topology[cable].networks[..]);
            match network.holds(address) {
                Some(holds) => holds,
                // Without a subnet here it belongs here only if no other network of the cable wants it.
                None => others.iter().all(|&other| topology[other].holds(address) != Some(true)),
            }
        };
        let given = it.address.map(|(address, _)| address).filter(|&address| fits(address));
        let bond = bonds.get(&port).copied();
        if let Some(&host) = bond.and_then(|bond| seen.get(&bond)) {
            // The address of a bond may stand at any of its ports.
            if given.is_some() && hosts[host].address.is_none() {
                hosts[host].address = given;
                hosts[host].source = Source::Given;
            }
            continue;
        }
        if let Some(bond) = bond {
            seen.insert(bond, hosts.len());
        }
        let name = match bond {
            None => it.name.to_string(),
            Some((device, at)) => {
                let bond = &topology.devices[device].bonds[at];
                let mut ports: Vec<&str> =
                    bond.ports.iter().map(|&port| &*topology[port].name).collect();
                ports.sort_by(|a, b| natural(a, b));
                format!("{} ({})", bond.name, ports.join(" + "))
            }
        };
        hosts.push(Host {
            owner: topology[it.device].name.to_string(),
            port: Some(name),
            address: given,
            source: if given.is_some() { Source::Given } else { Source::Unknown },
        });
    }
    let mut taken: BTreeSet<IpAddr> = hosts.iter().filter_map(|host| host.address).collect();
    let mut free = free(network).into_iter().flatten();
    for host in hosts.iter_mut().filter(|host| host.address.is_none()) {
        if let Some(address) = free.find(|address| !taken.contains(address)) {
            taken.insert(address);
            host.address = Some(address);
            host.source = Source::Proposed;
        }
    }
    let (role, word) = match network.role {
        NetworkRole::Clients => ("clients", &words::R_CLIENTS),
        NetworkRole::Heartbeat => ("heartbeat", &words::R_HEARTBEAT),
        NetworkRole::Storage => ("storage", &words::R_STORAGE),
        NetworkRole::Replication => ("replication", &words::R_REPLICATION),
        NetworkRole::Management => ("management", &words::R_MANAGEMENT),
    };
    Net {
        name: network.name.to_string(),
        role,
        word,
        subnet: network.subnet.map(|(address, prefix)| format!("{address}/{prefix}")),
        vlan: network.vlan,
        hosts,
    }
}

/// Addresses of a subnet that may be proposed, in order.
fn free(network: &Network) -> Option<impl Iterator<Item = IpAddr> + use<>> {
    let (subnet, prefix) = network.subnet?;
    let (bits, value) = match subnet {
        IpAddr::V4(it) => (32, u128::from(u32::from(it))),
        IpAddr::V6(it) => (128, u128::from(it)),
    };
    let host_bits = bits - u32::from(prefix).min(bits);
    let mask = if host_bits >= 128 { u128::MAX } else { (1_u128 << host_bits) - 1 };
    let base = value & !mask;
    let four = bits == 32;
    // The first address is the network's own and the last, of IPv4, that of all; not in subnets of two or one.
    let (mut first, mut last) = match (four, mask) {
        (_, 0 | 1) => (0, mask),
        (true, _) => (1, mask - 1),
        (false, _) => (1, mask),
    };
    if mask > 6 * LEFT_FREE {
        first += LEFT_FREE;
        last -= LEFT_FREE;
    }
    Some((first..=last).map(move |host| match four {
        true => IpAddr::V4(Ipv4Addr::from((base | host) as u32)),
        false => IpAddr::V6(Ipv6Addr::from(base | host)),
    }))
}

impl Plan {
    /// The plan: network by network for people, with every column in every row for programs.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        let design = self.title.as_deref().unwrap_or(&self.name);
        let column = |key, word: &Word| Column::text(key, word.text(lang));
        let mut columns = Vec::new();
        if layout != Layout::Narrow {
            columns.extend([
                column("network", &words::H_NETWORK),
                column("role", &words::H_ROLE),
                column("subnet", &words::H_SUBNET),
                Column::integer("vlan", words::H_VLAN.text(lang)),
                column("gateway", &words::H_GATEWAY),
            ]);
        }
        columns.extend([
            column("device", &words::H_DEVICE),
            column("port", &words::H_PORT),
            column("address", &words::H_ADDRESS),
            column("source", &words::H_SOURCE),
        ]);
        let mut table = Table::new(&words::SHEET_ADDRESSES, design, lang, columns);
        let open = || words::TO_CONFIRM.text(lang).to_owned();
        let mut counts = [0_usize; 3];
        for net in &self.networks {
            let subnet = net.subnet.clone().unwrap_or_else(open);
            if layout == Layout::Narrow {
                let vlan = net.vlan.map_or_else(open, |vlan| vlan.to_string());
                let head = msg!(
                    words::G_NETWORK,
                    name = &net.name,
                    role = net.word,
                    subnet = &subnet,
                    vlan = vlan,
                    gateway = open()
                );
                table.rows.push(Row::Group(head.text(lang)));
            }
            for host in &net.hosts {
                counts[host.source as usize] += 1;
                let source = match host.source {
                    Source::Given => &words::FROM_FILE,
                    Source::Proposed => &words::PROPOSED,
                    Source::Unknown if net.subnet.is_some() => &words::NO_ROOM,
                    Source::Unknown => &words::TO_CONFIRM,
                };
                let port = host.port.clone();
                let port = port.unwrap_or_else(|| words::VIRTUAL.text(lang).to_owned());
                let mut cells: Vec<Cell> = Vec::new();
                if layout != Layout::Narrow {
                    cells.extend([
                        net.name.clone().into(),
                        net.word.text(lang).into(),
                        subnet.clone().into(),
                        net.vlan.map_or_else(|| Cell::from(open()), Cell::from),
                        open().into(),
                    ]);
                }
                cells.extend([
                    host.owner.clone().into(),
                    port.into(),
                    host.address.map(|it| it.to_string()).into(),
                    source.text(lang).into(),
                ]);
                table.line(0, cells);
            }
        }
        let [given, proposed, open] = counts;
        table.notes = match self.networks.is_empty() {
            true => vec![words::NO_NETWORKS.text(lang).to_owned()],
            false => vec![
                msg!(words::N_ADDRESSES, given = given, proposed = proposed, open = open)
                    .text(lang),
            ],
        };
        if proposed > 0 {
            table.notes.push(words::N_PROPOSED.text(lang).to_owned());
            table.notes.push(words::N_GATEWAY.text(lang).to_owned());
        }
        table
    }
}
