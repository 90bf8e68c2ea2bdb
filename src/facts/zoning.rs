//! What the zones of a design hold.

use super::faults::Facts;
use super::wiring::{FC, To};
use crate::topology::{DeviceKind, PortId};

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
