//! The way by which something is reached, and all that a verdict rests on.

use super::judge::Judge;
use super::wiring::{Access, To};
use crate::graph::{Support, Vertex};
use crate::topology::{DeviceId, NetworkId, ServiceId, VolumeId};

impl Judge<'_> {
    /// Components that hold the verdict on a service in place: as long as no more of them fails, it stays.
    ///
    /// Fitness, hearing and reach can only be lost by losing something that carries them, and that is in
    /// the set for each that holds. The controller that serves a volume is in it too, because another would
    /// take over from it.
    pub fn support(&self, id: ServiceId) -> Support {
        let service = &self.topology[id];
        let mut support = Support::default();
        let add = |support: &mut Support, vertex| {
            self.wiring.needs.support(self.state(), vertex, support);
        };
        let quorum = service.cluster.and_then(|cluster| self.topology[cluster].quorum);
        let volumes = || service.volumes.iter().chain(&quorum).copied();
        for volume in volumes() {
            if let Some((module, _)) = self.serving(volume) {
                add(&mut support, self.topology[module].comp.0);
            }
            let Some(set) = self.topology[volume].drives.map(|set| &self.topology[set]) else {
                continue;
            };
            for group in &self.topology.groups {
                if set.drives().any(|drive| group.members.contains(&drive)) {
                    support.add(group.comp.0);
                }
            }
            for drive in set.drives().filter(|drive| !self.faults.contains(drive)) {
                support.add(drive.0);
            }
        }
        for &node in &service.nodes {
            if !self.works(self.wiring.node(node)) {
                continue;
            }
            add(&mut support, self.wiring.node(node));
            for vertex in volumes().flat_map(|volume| self.storage_way(node, volume)) {
                add(&mut support, vertex);
            }
            if let Some(network) = service.clients {
                for vertex in self.clients_way(node, network) {
                    add(&mut support, vertex);
                }
            }
        }
        if let Some(cluster) = service.cluster {
            let mut ways = Vec::new();
            self.sides(cluster, |from, to| ways.push(self.way(from, to)));
            for vertex in ways.into_iter().flatten() {
                add(&mut support, vertex);
            }
        }
        support
    }

    /// The vertices of one storage path from a node to a volume, in order, without the node's own; none if
    /// there is no path.
    pub(super) fn storage_way(&self, node: DeviceId, volume: VolumeId) -> Vec<Vertex> {
        let mut way = Vec::new();
        self.storage_paths(node, volume, |from, to| {
            way = self.way(from, to);
            let module = self.topology[from.end(to)].module;
            way.extend(module.map(|module| self.topology[module].comp.0));
            way.push(self.wiring.volume(volume));
            true
        });
        way
    }

    /// The vertices of one way from a node to the clients of a network, in order.
    pub(super) fn clients_way(&self, node: DeviceId, network: NetworkId) -> Vec<Vertex> {
        let Some((access, uplink)) = self.way_to_clients(node, network) else { return Vec::new() };
        let To::Switch(entry) = access.to else { return Vec::new() };
        let mut way = vec![self.wiring.link(access.cable)];
        let exit = uplink.map_or(entry, |(_, switch)| switch);
        self.through(access.plane, entry, exit, &mut way);
        way.extend(uplink.map(|(port, _)| self.topology[port].comp.0));
        way
    }

    /// The vertices of a way that begins and ends with given accesses.
    pub(super) fn way(&self, from: &Access, to: Option<&Access>) -> Vec<Vertex> {
        let mut way = vec![self.wiring.link(from.cable)];
        if let Some(to) = to {
            if let (To::Switch(entry), To::Switch(exit)) = (from.to, to.to) {
                self.through(from.plane, entry, exit, &mut way);
            }
            way.push(self.wiring.link(to.cable));
        }
        way
    }

    /// A shortest way between two switches of a plane, both included.
    fn through(&self, plane: usize, entry: u32, exit: u32, way: &mut Vec<Vertex>) {
        let it = &self.wiring.planes[plane];
        let switch = |number: u32| self.topology[it.switches[number as usize]].comp.0;
        let link = |number: u32| self.wiring.link(it.cables[number as usize]);
        let found =
            it.mesh.way(entry, exit, |v| self.works(switch(v)), |edge| self.works(link(edge)));
        let Some((switches, cables)) = found else { return };
        for (i, &number) in switches.iter().enumerate() {
            way.push(switch(number));
            way.extend(cables.get(i).map(|&cable| link(cable)));
        }
    }
}
