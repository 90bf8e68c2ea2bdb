//! The ways by which things are reached, as vertices in order.

use super::judge::{Judge, StoragePath};
use super::wiring::{Access, To};
use crate::graph::Vertex;
use crate::topology::{DeviceId, NetworkId, PortId, VolumeId};

impl Judge<'_> {
    /// The vertices of a storage path, without the node's own.
    pub(super) fn storage_way_of(&self, path: &StoragePath, volume: VolumeId) -> Vec<Vertex> {
        let mut way = self.way(path.from, path.to);
        way.extend(path.controller.map(|module| self.topology[module].comp.0));
        way.push(self.wiring.volume(volume));
        way
    }

    /// The vertices of one way from a node to the clients of a network.
    pub(super) fn clients_way(&self, node: DeviceId, network: NetworkId) -> Vec<Vertex> {
        let found = self.way_to_clients(node, network);
        found.map_or_else(Vec::new, |(access, uplink)| self.clients_way_of(access, uplink))
    }

    pub(super) fn clients_way_of(
        &self,
        access: &Access,
        uplink: Option<(PortId, u32)>,
    ) -> Vec<Vertex> {
        let To::Switch(entry) = access.to else { return Vec::new() };
        let mut way: Vec<Vertex> = self.wiring.crosses(access).collect();
        let exit = uplink.map_or(entry, |(_, switch)| switch);
        self.through(access.plane, entry, exit, &mut way);
        way.extend(uplink.map(|(port, _)| self.topology[port].comp.0));
        way
    }

    /// The vertices of a way that begins and ends with given accesses.
    pub(super) fn way(&self, from: &Access, to: Option<&Access>) -> Vec<Vertex> {
        let mut way: Vec<Vertex> = self.wiring.crosses(from).collect();
        if let Some(to) = to {
            if let (To::Switch(entry), To::Switch(exit)) = (from.to, to.to) {
                self.through(from.plane, entry, exit, &mut way);
            }
            let last = way.len();
            way.extend(self.wiring.crosses(to));
            way[last..].reverse();
        }
        way
    }

    /// A shortest way between two switches of a plane, both included.
    pub(super) fn through(&self, plane: usize, entry: u32, exit: u32, way: &mut Vec<Vertex>) {
        let it = &self.wiring.planes[plane];
        let switch = |number: u32| it.switches[number as usize].comp.0;
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
