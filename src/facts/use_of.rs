//! What a design has and does not use.

use rustc_hash::FxHashSet;

use super::faults::Facts;
use crate::topology::{DeviceId, DeviceKind, Fence, ModuleId, ModuleKind, Quorum, VolumeId};

impl Facts<'_> {
    /// Devices that no cable leads to and that nothing names; nothing if the file gives no cables at all.
    pub fn unused_devices(&self) -> Vec<DeviceId> {
        let topology = self.topology;
        if topology.cables.is_empty() {
            return Vec::new();
        }
        let mut used: FxHashSet<DeviceId> = FxHashSet::default();
        used.extend(topology.ports.iter().map(|port| port.device));
        used.extend(topology.cables.iter().flat_map(|it| it.panels.iter().map(|panel| panel.0)));
        used.extend(topology.devices.iter().filter_map(|it| Some(it.enclosure?.0)));
        used.extend(topology.services.iter().flat_map(|it| it.nodes.iter().copied()));
        used.extend(topology.volumes.iter().map(|it| it.array));
        used.extend(topology.drive_sets.iter().flat_map(|it| it.places.iter().copied()));
        used.extend(topology.devices.iter().filter_map(|it| it.behind));
        for cluster in &topology.clusters {
            used.extend(&cluster.nodes);
            if let Some(Quorum::Server(witness)) = cluster.quorum {
                used.insert(witness.server);
            }
        }
        used.extend(topology.mirrors.iter().filter_map(|it| Some(it.witness?.server)));
        let shelves_dual = |id: &DeviceId| topology[*id].kind == DeviceKind::Shelf;
        topology
            .device_ids()
            .filter(|id| !used.contains(id) && !shelves_dual(id))
            .filter(|&id| topology[id].kind != DeviceKind::Outlet)
            .collect()
    }

    /// Adapters none of whose ports the file names, in devices that have cables.
    pub fn unused_adapters(&self) -> Vec<ModuleId> {
        let topology = self.topology;
        if topology.cables.is_empty() {
            return Vec::new();
        }
        let used: FxHashSet<ModuleId> = topology.ports.iter().filter_map(|it| it.module).collect();
        let modules = (0..topology.modules.len() as u32).map(ModuleId);
        modules
            .filter(|&id| match &topology[id].kind {
                ModuleKind::Adapter { part, .. } => !part.ports.is_empty() && !used.contains(&id),
                ModuleKind::Controller(_) => false,
            })
            .collect()
    }

    /// Volumes that no service, mirror or cluster names; nothing if the file gives no services.
    pub fn unused_volumes(&self) -> Vec<VolumeId> {
        let topology = self.topology;
        if topology.services.is_empty() {
            return Vec::new();
        }
        let mut used: FxHashSet<VolumeId> = FxHashSet::default();
        used.extend(topology.services.iter().flat_map(|it| it.volumes.iter().copied()));
        used.extend(topology.mirrors.iter().flat_map(|mirror| mirror.volumes()));
        for cluster in &topology.clusters {
            used.extend(cluster.quorum_volume());
            used.extend(&cluster.heartbeat_volumes);
            for fence in cluster.fencing.iter().flatten() {
                if let Fence::Reserve(volume) = fence {
                    used.insert(*volume);
                }
            }
        }
        let all = (0..topology.volumes.len() as u32).map(VolumeId);
        all.filter(|id| !used.contains(id)).collect()
    }
}
