//! Which initiator ports lead to which host ports, as the file wires it, whatever works.

use std::collections::BTreeSet;

use super::faults::Facts;
use super::paths::far_end;
use super::wiring::{Access, To};
use crate::catalog::Protocol;
use crate::spec::NetworkRole;
use crate::topology::{
    CableId, DeviceId, DeviceKind, ModuleId, PortId, ServiceId, Topology, VolumeId,
};

/// What a server reaches of an array that one of its services needs.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The server.
    pub server: DeviceId,
    /// The array.
    pub array: DeviceId,
    /// The first service, by name, that needs it there.
    pub service: ServiceId,
    /// Initiator port and host port, pair by pair, in file order.
    pub pairs: Vec<Pair>,
}

/// An initiator port, its cable, and a host port that they lead to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pair {
    /// The port of the server.
    pub initiator: PortId,
    /// The cable in it.
    pub cable: CableId,
    /// The port of the array.
    pub host: PortId,
    /// The fewest switches on the way; 0 for a direct cable.
    pub switches: u32,
}

impl Reach {
    /// The initiator ports with their cables, each once.
    pub fn initiators(&self) -> Vec<(PortId, CableId)> {
        let mut initiators: Vec<_> =
            self.pairs.iter().map(|pair| (pair.initiator, pair.cable)).collect();
        initiators.dedup();
        initiators
    }

    /// The one thing that all pairs have in common, if they have.
    pub fn common<T: PartialEq>(&self, of: impl Fn(&Pair) -> Option<T>) -> Option<T> {
        let mut all = self.pairs.iter().map(of);
        let first = all.next().flatten()?;
        all.all(|it| it.as_ref() == Some(&first)).then_some(first)
    }
}

/// The host ports of an array that a fabric or storage network leads servers to.
#[derive(Clone, Debug)]
pub struct Presence {
    /// The array.
    pub array: DeviceId,
    /// A switch of the fabric, the first in the file.
    pub switch: DeviceId,
    /// The cables of the array to it.
    pub cables: Vec<CableId>,
    /// The controllers that these end on.
    pub controllers: BTreeSet<ModuleId>,
}

impl Facts<'_> {
    /// What each server reaches of each array that one of its services needs, by server and array.
    pub fn reaches(&self) -> &[Reach] {
        self.reaches.get_or_init(|| self.find_reaches())
    }

    fn find_reaches(&self) -> Vec<Reach> {
        let topology = self.topology;
        let mut wanted: Vec<(DeviceId, DeviceId, ServiceId)> = Vec::new();
        for id in topology.service_ids() {
            let service = &topology[id];
            let mirrored = service.mirrors.iter().flat_map(|&it| topology[it].volumes());
            let arrays: BTreeSet<DeviceId> = (service.volumes.iter().copied().chain(mirrored))
                .map(|volume| topology[volume].array)
                .collect();
            for &node in &service.nodes {
                wanted.extend(arrays.iter().map(|&array| (node, array, id)));
            }
        }
        wanted.sort_unstable();
        wanted.dedup_by_key(|it| (it.0, it.1));
        let reach = |(server, array, service): (DeviceId, DeviceId, ServiceId)| {
            let accesses = self.wiring.accesses(server).iter();
            let pairs =
                accesses.filter(|access| self.wiring.storage(access.plane)).flat_map(|from| {
                    let ends = self.wiring.wired_ends(topology, from, array);
                    ends.map(|host| Pair {
                        initiator: from.port,
                        cable: from.cable,
                        host,
                        switches: self.switches_between(from, host),
                    })
                });
            Reach { server, array, service, pairs: pairs.collect() }
        };
        wanted.into_iter().map(reach).collect()
    }

    fn switches_between(&self, from: &Access, host: PortId) -> u32 {
        let To::Switch(entry) = from.to else { return 0 };
        let array = self.topology[host].device;
        let to = self.wiring.accesses(array).iter();
        let mut exits = to.filter(|to| to.plane == from.plane && to.port == host);
        let Some(To::Switch(exit)) = exits.next().map(|to| to.to) else { return 0 };
        if entry == exit {
            return 1;
        }
        let mesh = &self.wiring.planes[from.plane].mesh;
        mesh.way(entry, exit, |_| true, |_| true).map_or(0, |(switches, _)| switches.len() as u32)
    }

    /// For each array and each fabric or storage network that leads to it: its cables and controllers there.
    pub fn presences(&self) -> &[Presence] {
        self.presences.get_or_init(|| self.find_presences())
    }

    fn find_presences(&self) -> Vec<Presence> {
        let topology = self.topology;
        let mut presences = Vec::new();
        for array in topology.device_ids().filter(|&it| topology[it].kind == DeviceKind::Array) {
            let accesses = self.wiring.accesses(array).iter();
            let mut switched: Vec<(usize, u32, &Access)> = accesses
                .filter(|access| self.wiring.storage(access.plane))
                .filter_map(|access| match access.to {
                    To::Switch(switch) => {
                        let class = self.wiring.planes[access.plane].wired.of(switch)?;
                        Some((access.plane, class, access))
                    }
                    To::Port(_) => None,
                })
                .collect();
            switched.sort_by_key(|it| (it.0, it.1, it.2.cable));
            for group in switched.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1)) {
                let cables = group.iter().map(|it| it.2.cable).collect();
                let controllers =
                    group.iter().filter_map(|it| topology.controller_of(it.2.port)).collect();
                let hubs = &self.wiring.planes[group[0].0].switches;
                let switches = group.iter().filter_map(|it| match it.2.to {
                    To::Switch(switch) => Some(hubs[switch as usize].device),
                    To::Port(_) => None,
                });
                let Some(switch) = switches.min() else { continue };
                presences.push(Presence { array, switch, cables, controllers });
            }
        }
        presences
    }

    /// Whether a storage cable of a server leads to the array of a volume, as the file wires it.
    pub fn leads_to(&self, server: DeviceId, volume: VolumeId) -> bool {
        let volumes = [volume];
        self.wiring.storage_accesses(self.topology, server, &volumes).next().is_some()
    }

    /// What is at the other end of the cable in a port.
    pub fn neighbour(&self, port: PortId) -> Option<DeviceId> {
        let far = far_end(self.topology, self.topology[port].cable?, port);
        Some(self.topology[far].device)
    }
}

/// Whether a cable carries storage traffic: by its protocol, or by a network of that role.
pub fn carries_storage(topology: &Topology, cable: CableId) -> bool {
    let cable = &topology[cable];
    match cable.protocol {
        Protocol::Fc | Protocol::Sas => true,
        Protocol::Ethernet | Protocol::Serial => {
            cable.networks.iter().any(|&id| topology[id].role == NetworkRole::Storage)
        }
    }
}
