//! How many ports are used of those that come licensed in part, and how many are left for hosts.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::faults::Facts;
use crate::catalog::{PortRole, PortType, Protocol};
use crate::spec::NetworkRole;
use crate::topology::{Device, DeviceId, DeviceKind};

impl Facts<'_> {
    /// For each device, and each of its kinds of ports of which only some come licensed: how many are used, and
    /// how many licensed.
    pub fn licensed_ports(&self) -> Vec<(DeviceId, u32, u32)> {
        let topology = self.topology;
        let mut used: BTreeMap<(DeviceId, usize), u32> = BTreeMap::new();
        for port in topology.ports.iter().filter(|port| port.module.is_none()) {
            let kinds = &topology[port.device].part.licensed;
            if let Some(kind) = kinds.iter().position(|kind| kind.ports.contains(&port.name)) {
                *used.entry((port.device, kind)).or_default() += 1;
            }
        }
        let licensed =
            |(device, kind): (DeviceId, usize)| topology[device].part.licensed[kind].count;
        used.into_iter().map(|(key, used)| (key.0, used, licensed(key))).collect()
    }

    /// Ports at which a host can still be attached to storage: on switches, as many as are licensed, and on
    /// the arrays themselves.
    pub fn ports_left(&self, on_switches: bool, on_arrays: bool) -> usize {
        let topology = self.topology;
        let used: FxHashSet<(DeviceId, &str)> =
            topology.ports.iter().map(|port| (port.device, port.name.as_str())).collect();
        let carries_storage: FxHashSet<DeviceId> = topology
            .cables
            .iter()
            .filter(|cable| {
                cable.networks.iter().any(|&id| topology[id].role == NetworkRole::Storage)
            })
            .flat_map(|cable| cable.ends.map(|end| topology[end].device))
            .collect();
        let left = |id: DeviceId| {
            let device = &topology[id];
            let is_used = |port: &&PortType| used.contains(&(id, port.name.as_str()));
            match device.kind {
                DeviceKind::Switch if on_switches => {
                    let ports: Vec<&PortType> =
                        storage_ports(device, carries_storage.contains(&id)).collect();
                    let licensed: usize =
                        device.part.licensed.iter().map(|it| it.count as usize).sum();
                    let usable = if licensed > 0 { licensed.min(ports.len()) } else { ports.len() };
                    usable.saturating_sub(ports.into_iter().filter(is_used).count())
                }
                DeviceKind::Array if on_arrays => {
                    host_ports(device).filter(|port| !is_used(port)).count()
                }
                _ => 0,
            }
        };
        topology.device_ids().map(left).sum()
    }
}

/// The ports of a switch that carry Fibre Channel or SAS, or Ethernet where that is used for storage.
fn storage_ports(switch: &Device, ethernet: bool) -> impl Iterator<Item = &PortType> {
    let ports = switch.part.ports.iter();
    ports.filter(move |it| it.role.is_none() && (ethernet || it.protocol != Protocol::Ethernet))
}

/// The host ports of an array, its controllers' included.
fn host_ports(array: &Device) -> impl Iterator<Item = &PortType> {
    let controllers = array.part.controllers.iter().flat_map(|it| it.ports.iter());
    array.part.ports.iter().chain(controllers).filter(|port| port.role == Some(PortRole::Host))
}
