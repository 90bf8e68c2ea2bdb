//! What is drawn, and where it stands from the top and from the left.

use std::collections::BTreeMap;

use crate::catalog::Protocol;
use crate::names::natural;
use crate::spec::NetworkRole;
use crate::topology::{CableId, DeviceId, DeviceKind, FabricId, PortId, SiteId, Topology};

/// Tiers from the top, before empty ones are left out. Switches that no server is plugged into stand
/// farther from the servers.
pub(super) const CLOUDS: usize = 0;
const FAR_LAN: usize = 1;
const LAN: usize = 2;
pub(super) const SERVERS: usize = 3;
const SAN: usize = 4;
const FAR_SAN: usize = 5;
const ARRAYS: usize = 6;
const SHELVES: usize = 7;

/// Which ports each device has, and what they are joined to.
pub(super) struct Neighbours {
    ports: Vec<Vec<PortId>>,
}

impl Neighbours {
    pub fn new(topology: &Topology) -> Self {
        let mut ports = vec![Vec::new(); topology.devices.len()];
        for (port, id) in topology.ports.iter().zip(0..) {
            ports[port.device.index()].push(PortId(id));
        }
        for ports in &mut ports {
            ports.sort_by(|&a: &PortId, &b| natural(&topology[a].name, &topology[b].name));
        }
        Self { ports }
    }

    /// The named ports of a device, by name.
    pub fn ports(&self, id: DeviceId) -> Vec<PortId> {
        self.ports[id.index()].clone()
    }

    /// The port at the other end of a port's cable.
    pub fn far(&self, topology: &Topology, port: PortId) -> Option<PortId> {
        let [a, b] = topology[topology[port].cable?].ends;
        Some(if a == port { b } else { a })
    }

    /// Cables of a device with the port at either end.
    fn cables(
        &self,
        topology: &Topology,
        id: DeviceId,
    ) -> impl Iterator<Item = (CableId, PortId, PortId)> {
        self.ports[id.index()]
            .iter()
            .filter_map(|&port| Some((topology[port].cable?, port, self.far(topology, port)?)))
    }

    /// Whether a device has a box. Panels stand on the cables, and what only holds or feeds others has one
    /// if it has cables of its own.
    pub fn is_drawn(&self, topology: &Topology, id: DeviceId) -> bool {
        match topology[id].kind {
            DeviceKind::Panel => false,
            DeviceKind::Enclosure | DeviceKind::Outlet => {
                self.cables(topology, id).next().is_some()
            }
            DeviceKind::Server | DeviceKind::Switch | DeviceKind::Array | DeviceKind::Shelf => true,
        }
    }

    /// Which tier a device belongs to. An Ethernet switch counts as one of the storage if it has a
    /// fabric label, carries data of an array or a storage network.
    pub fn tier(&self, topology: &Topology, id: DeviceId) -> usize {
        let device = &topology[id];
        match device.kind {
            DeviceKind::Server | DeviceKind::Enclosure | DeviceKind::Outlet | DeviceKind::Panel => {
                return SERVERS;
            }
            DeviceKind::Array => return ARRAYS,
            DeviceKind::Shelf => return SHELVES,
            DeviceKind::Switch => {}
        }
        let kind = |port: PortId| topology[topology[port].device].kind;
        let storage = device.fabric.is_some()
            || device
                .part
                .ports
                .iter()
                .any(|port| matches!(port.protocol, Protocol::Fc | Protocol::Sas))
            || self.cables(topology, id).any(|(cable, _, far)| {
                let networks = &topology[cable].networks;
                kind(far) == DeviceKind::Array && topology.carries_data(far)
                    || networks.iter().any(|&it| topology[it].role == NetworkRole::Storage)
            });
        let to =
            |wanted: DeviceKind| self.cables(topology, id).any(|(_, _, far)| kind(far) == wanted);
        let only =
            |wanted: DeviceKind| self.cables(topology, id).all(|(_, _, far)| kind(far) == wanted);
        let switched = to(DeviceKind::Switch);
        match storage {
            true if switched && !to(DeviceKind::Server) => FAR_SAN,
            true => SAN,
            false if switched && only(DeviceKind::Switch) => FAR_LAN,
            false => LAN,
        }
    }
}

/// Whether a tier is one of storage switches, which stand by their fabrics.
pub(super) fn by_fabric(tier: usize) -> bool {
    tier == SAN || tier == FAR_SAN
}

/// Rank of each fabric by its name.
pub(super) fn fabric_ranks(topology: &Topology) -> Vec<usize> {
    let mut order: Vec<usize> = (0..topology.fabrics.len()).collect();
    order.sort_by(|&a, &b| {
        natural(&topology.fabrics[a].name, &topology.fabrics[b].name).then(a.cmp(&b))
    });
    ranks(&order)
}

fn ranks(order: &[usize]) -> Vec<usize> {
    let mut ranks = vec![0; order.len()];
    for (rank, &index) in order.iter().enumerate() {
        ranks[index] = rank;
    }
    ranks
}

/// Where a device stands from the left: its site, then its enclosure; what has none stands last.
pub(super) type Zone = (usize, usize);

/// What stands together: the sites and the enclosures that have something drawn in them.
#[derive(Clone, Debug, Default)]
pub(super) struct Zones {
    /// From the left, those with most devices first.
    pub sites: Vec<SiteId>,
    /// From the left, by site and name.
    pub enclosures: Vec<DeviceId>,
}

impl Zones {
    pub fn new(topology: &Topology, drawn: &[DeviceId]) -> Self {
        let mut sites: BTreeMap<SiteId, usize> = BTreeMap::new();
        let mut enclosures: Vec<DeviceId> = Vec::new();
        for &id in drawn {
            if let Some(site) = topology[id].location.site {
                *sites.entry(site).or_default() += 1;
            }
            enclosures.extend(topology[id].enclosure.map(|(enclosure, _)| enclosure));
        }
        // One place for all needs not be said.
        if sites.len() == 1 && sites.values().sum::<usize>() == drawn.len() {
            sites.clear();
        }
        let mut order: Vec<(SiteId, usize)> = sites.into_iter().collect();
        order.sort_by(|a, b| {
            b.1.cmp(&a.1).then_with(|| natural(&topology[a.0].name, &topology[b.0].name))
        });
        let sites: Vec<SiteId> = order.into_iter().map(|(site, _)| site).collect();
        let rank = |id: DeviceId| {
            let site = topology[id].location.site;
            sites.iter().position(|&it| Some(it) == site).unwrap_or(sites.len())
        };
        enclosures.sort_by(|&a, &b| {
            rank(a).cmp(&rank(b)).then_with(|| natural(&topology[a].name, &topology[b].name))
        });
        enclosures.dedup();
        Self { sites, enclosures }
    }

    pub fn of(&self, topology: &Topology, id: DeviceId) -> Zone {
        let device = &topology[id];
        let enclosure = match device.kind {
            DeviceKind::Enclosure => Some(id),
            _ => device.enclosure.map(|(enclosure, _)| enclosure),
        };
        let site = device.location.site;
        (
            site.and_then(|it| self.sites.iter().position(|&other| other == it))
                .unwrap_or(self.sites.len()),
            enclosure
                .and_then(|it| self.enclosures.iter().position(|&other| other == it))
                .unwrap_or(self.enclosures.len()),
        )
    }
}

/// The fabric with the least rank at either end of a cable.
pub(super) fn fabric(
    topology: &Topology,
    fabrics: &[Option<FabricId>],
    ranks: &[usize],
    cable: CableId,
) -> Option<FabricId> {
    let ends = topology[cable].ends.iter();
    ends.filter_map(|&end| fabrics[topology[end].device.index()])
        .min_by_key(|fabric| ranks[fabric.index()])
}
