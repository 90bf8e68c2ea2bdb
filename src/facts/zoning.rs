//! What the zones of a design hold.

use rustc_hash::FxHashMap;

use super::faults::Facts;
use super::wiring::{FC, To};
use crate::topology::{DeviceId, DeviceKind, PortId};

/// The ports in a zone.
#[derive(Clone, Debug, Default)]
pub struct ZonePorts {
    /// Cabled ports of servers.
    pub initiators: Vec<PortId>,
    /// Cabled host ports of arrays.
    pub targets: Vec<PortId>,
}

impl Facts<'_> {
    /// For each zone its ports on switched Fibre Channel, in file order.
    pub fn zone_ports(&self) -> Vec<ZonePorts> {
        let topology = self.topology;
        let count = topology.zones.as_ref().map_or(0, Vec::len);
        let mut zones = vec![ZonePorts::default(); count];
        for port in self.switched_ports() {
            for &zone in self.wiring.zones_of(port) {
                let Some(zone) = zones.get_mut(zone as usize) else { continue };
                let side = match topology[topology[port].device].kind {
                    DeviceKind::Server => &mut zone.initiators,
                    _ => &mut zone.targets,
                };
                // A port may be listed itself and by what it sits in.
                if side.last() != Some(&port) {
                    side.push(port);
                }
            }
        }
        zones
    }

    /// Ports of servers and arrays that are cabled to switches of Fibre Channel, in file order.
    fn switched_ports(&self) -> Vec<PortId> {
        let topology = self.topology;
        let mut ports: Vec<PortId> = topology
            .device_ids()
            .flat_map(|device| self.wiring.accesses(device))
            .filter(|access| access.plane == FC && matches!(access.to, To::Switch(_)))
            .map(|access| access.port)
            .collect();
        ports.sort_unstable();
        // Behind an access gateway a port has a way over each uplink.
        ports.dedup();
        ports
    }

    /// The switches of Fibre Channel that are joined, set by set in file order, each with the ports of servers and
    /// arrays that are cabled to it, in file order.
    pub fn fc_fabrics_with_ports(&self) -> Vec<(Vec<DeviceId>, Vec<PortId>)> {
        let ports = self.switched_ports();
        let switches = self.fc_fabrics();
        let mut sets: Vec<(Vec<DeviceId>, Vec<PortId>)> =
            switches.into_iter().map(|set| (set, Vec::new())).collect();
        let plane = &self.wiring.planes[FC];
        let of_switch: FxHashMap<DeviceId, u32> = plane
            .switches
            .iter()
            .zip(0..)
            .filter_map(|(hub, number)| Some((hub.device, plane.wired.of(number)?)))
            .collect();
        for &port in &ports {
            let accesses = self.wiring.accesses(self.topology[port].device).iter();
            let mut own = accesses.filter(|it| it.port == port && it.plane == FC);
            let Some(found) = own.find_map(|access| match access.to {
                To::Switch(switch) => plane.wired.of(switch),
                To::Port(_) => None,
            }) else {
                continue;
            };
            let of = |set: &[DeviceId]| set.first().and_then(|it| of_switch.get(it)).copied();
            if let Some((_, inside)) = sets.iter_mut().find(|(set, _)| of(set) == Some(found)) {
                inside.push(port);
            }
        }
        sets
    }

    /// Initiator ports on switched Fibre Channel that no zone lists, although there are zones.
    pub fn initiators_outside_zones(&self) -> Vec<PortId> {
        let topology = self.topology;
        if topology.zones.iter().flatten().next().is_none() {
            return Vec::new();
        }
        let mut ports = self.switched_ports();
        ports.retain(|&port| {
            topology[topology[port].device].kind == DeviceKind::Server
                && self.wiring.zones_of(port).is_empty()
        });
        ports
    }
}
