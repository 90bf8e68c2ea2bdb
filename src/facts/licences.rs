//! How many ports are used of those that come licensed in part.

use std::collections::BTreeMap;

use super::faults::Facts;
use crate::topology::DeviceId;

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
}
