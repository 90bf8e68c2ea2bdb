//! Which switches are one fabric, which cables join two, and which nothing runs beside.

use std::collections::{BTreeMap, VecDeque};

use compact_str::CompactString;
use rustc_hash::FxHashSet;

use super::faults::Facts;
use super::reach::carries_storage;
use super::wiring::{FC, To};
use crate::catalog::Part;
use crate::topology::{CableId, DeviceId, DeviceKind, FabricId, PortId};

/// A set of switches that are joined: of which plane, and a number in it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct FabricOf {
    plane: usize,
    class: u32,
}

impl Facts<'_> {
    /// The Fibre Channel switches that are joined, set by set, each in file order.
    pub fn fc_fabrics(&self) -> Vec<Vec<DeviceId>> {
        let plane = &self.wiring.planes[FC];
        let mut switches: Vec<(u32, DeviceId)> = plane
            .switches
            .iter()
            .zip(0..)
            .filter_map(|(hub, number)| Some((plane.wired.of(number)?, hub.device)))
            .collect();
        switches.sort_unstable();
        let groups = switches.chunk_by(|a, b| a.0 == b.0);
        let mut fabrics: Vec<Vec<DeviceId>> =
            groups.map(|group| group.iter().map(|it| it.1).collect()).collect();
        fabrics.sort_unstable();
        fabrics
    }

    /// Cables between Fibre Channel switches that nothing runs beside, each with its two switches.
    pub fn lone_isls(&self) -> Vec<(CableId, DeviceId, DeviceId)> {
        let plane = &self.wiring.planes[FC];
        let links = plane.cables.iter().zip(plane.mesh.edges()).zip(0..);
        let lone = links.filter(|&(_, edge)| plane.mesh.is_bridge(edge));
        let device = |switch: u32| plane.switches[switch as usize].device;
        lone.map(|((&cable, &(a, b)), _)| (cable, device(a), device(b))).collect()
    }

    /// Cables between Fibre Channel switches.
    pub fn isls(&self) -> &[CableId] {
        &self.wiring.planes[FC].cables
    }

    /// The joined switches of storage traffic that a port of a server or array is cabled to.
    pub fn fabric_of(&self, port: PortId) -> Option<FabricOf> {
        let accesses = self.wiring.accesses(self.topology[port].device).iter();
        let mut own = accesses.filter(|it| it.port == port && self.wiring.storage(it.plane));
        own.find_map(|access| match access.to {
            To::Switch(switch) => {
                let class = self.wiring.planes[access.plane].wired.of(switch)?;
                Some(FabricOf { plane: access.plane, class })
            }
            To::Port(_) => None,
        })
    }

    /// Host ports that belong together by the array's part and are cabled to switches that are not joined or to
    /// unlike networks: the first of a group with each that is apart from it.
    pub fn ports_apart(
        &self,
        groups: impl Fn(&Part) -> &Vec<Vec<CompactString>>,
    ) -> Vec<(PortId, PortId)> {
        let topology = self.topology;
        let mut apart = Vec::new();
        let arrays = topology.device_ids().filter(|&it| !groups(&topology[it].part).is_empty());
        for array in arrays {
            let ports: Vec<(PortId, FabricOf)> = self
                .ports_of(array)
                .iter()
                .filter_map(|&port| Some((port, self.fabric_of(port)?)))
                .collect();
            for group in groups(&topology[array].part) {
                let mut inside = group.iter().filter_map(|name| {
                    ports.iter().find(|(port, _)| topology[*port].name == *name)
                });
                let Some(&(first, fabric)) = inside.next() else { continue };
                let others = inside.filter(|(_, other)| *other != fabric);
                apart.extend(others.map(|&(port, _)| (first, port)));
            }
        }
        apart
    }

    /// For each array the servers with a storage cable straight to it, each with its first such cable.
    pub fn direct_servers(&self) -> BTreeMap<DeviceId, Vec<(DeviceId, CableId)>> {
        let topology = self.topology;
        let mut direct: BTreeMap<DeviceId, Vec<(DeviceId, CableId)>> = BTreeMap::new();
        for cable in topology.cable_ids().filter(|&it| carries_storage(topology, it)) {
            let [a, b] = topology[cable].ends.map(|end| topology[end].device);
            let (server, array) = match (topology[a].kind, topology[b].kind) {
                (DeviceKind::Server, DeviceKind::Array) => (a, b),
                (DeviceKind::Array, DeviceKind::Server) => (b, a),
                _ => continue,
            };
            let servers = direct.entry(array).or_default();
            if !servers.iter().any(|it| it.0 == server) {
                servers.push((server, cable));
            }
        }
        direct
    }

    /// Cables of storage traffic between two fabrics, with both; a switch without a label belongs to the fabric
    /// that is nearest.
    pub fn joined_fabrics(&self) -> Vec<(CableId, FabricId, FabricId)> {
        let topology = self.topology;
        let mut joined = Vec::new();
        let mut seen = FxHashSet::default();
        for number in (0..self.wiring.planes.len()).filter(|&it| self.wiring.storage(it)) {
            let plane = &self.wiring.planes[number];
            let mut fabrics: Vec<Option<FabricId>> =
                plane.switches.iter().map(|hub| topology[hub.device].fabric).collect();
            let mut neighbours = vec![Vec::new(); fabrics.len()];
            for &(a, b) in plane.mesh.edges() {
                neighbours[a as usize].push(b as usize);
                neighbours[b as usize].push(a as usize);
            }
            let labelled = fabrics.iter().enumerate().filter(|(_, fabric)| fabric.is_some());
            let mut queue: VecDeque<usize> = labelled.map(|(switch, _)| switch).collect();
            while let Some(switch) = queue.pop_front() {
                for &next in &neighbours[switch] {
                    if fabrics[next].is_none() {
                        fabrics[next] = fabrics[switch];
                        queue.push_back(next);
                    }
                }
            }
            for (&cable, &(a, b)) in plane.cables.iter().zip(plane.mesh.edges()) {
                if let (Some(a), Some(b)) = (fabrics[a as usize], fabrics[b as usize])
                    && a != b
                    && seen.insert(cable)
                {
                    joined.push((cable, a, b));
                }
            }
        }
        joined
    }
}
