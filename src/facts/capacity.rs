//! Whether nodes can carry what runs on them, when all is well and after another node has failed.

use rustc_hash::FxHashMap;

use super::faults::Facts;
use crate::topology::{DeviceId, ServiceId};

/// A node that is asked for more than it has.
#[derive(Clone, Debug)]
pub struct Overload {
    /// The node.
    pub node: DeviceId,
    /// The node that failed before; `None` when all is well.
    pub failed: Option<DeviceId>,
    /// The services that run there then, by name.
    pub services: Vec<ServiceId>,
    /// What there is too little of.
    pub of: Resource,
    /// How much the node has.
    pub have: u64,
    /// How much the services need.
    pub need: u64,
}

/// What a service takes of its node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Resource {
    /// Processors, counted.
    Cpus,
    /// Memory, in bytes.
    Memory,
}

impl Facts<'_> {
    /// Every overload when all is well, and those that the failure of one other node adds.
    pub fn overloads(&self) -> Vec<Overload> {
        let topology = self.topology;
        let mut judge = self.judge();
        let mut at: FxHashMap<DeviceId, Vec<ServiceId>> = FxHashMap::default();
        let mut movers: Vec<(DeviceId, ServiceId)> = Vec::new();
        for id in topology.service_ids() {
            let service = &topology[id];
            if service.cpus.is_none() && service.memory.is_none() {
                continue;
            }
            let runs = self.verdict(&judge, id).node.unwrap_or(service.home);
            at.entry(service.nodes[runs]).or_default().push(id);
            if service.nodes.len() > 1 {
                movers.push((service.nodes[runs], id));
            }
        }
        let mut nodes: Vec<DeviceId> = at.keys().copied().collect();
        nodes.sort_unstable();
        let mut overloads = Vec::new();
        for node in nodes {
            self.overload(node, None, &at[&node], &mut overloads);
        }
        movers.sort_unstable();
        for group in movers.chunk_by(|a, b| a.0 == b.0) {
            let failed = group[0].0;
            judge.fail(&[topology[failed].comp]);
            let mut moved: Vec<(DeviceId, ServiceId)> = group
                .iter()
                .filter_map(|&(_, id)| {
                    Some((topology[id].nodes[self.verdict(&judge, id).node?], id))
                })
                .collect();
            moved.sort_unstable();
            for group in moved.chunk_by(|a, b| a.0 == b.0) {
                let node = group[0].0;
                let own = at.get(&node).map_or(&[][..], Vec::as_slice);
                let mut services: Vec<ServiceId> =
                    own.iter().copied().chain(group.iter().map(|&(_, id)| id)).collect();
                services.sort_unstable();
                self.overload(node, Some(failed), &services, &mut overloads);
            }
        }
        overloads
    }

    fn overload(
        &self,
        node: DeviceId,
        failed: Option<DeviceId>,
        services: &[ServiceId],
        overloads: &mut Vec<Overload>,
    ) {
        let topology = self.topology;
        let server = &topology[node];
        let cpus = services.iter().filter_map(|&id| topology[id].cpus).map(u64::from).sum();
        let memory = services.iter().filter_map(|&id| topology[id].memory).map(|it| it.bytes).sum();
        let resources = [
            (Resource::Cpus, server.cpus.map(u64::from), cpus),
            (Resource::Memory, server.memory.map(|it| it.bytes), memory),
        ];
        for (of, have, need) in resources {
            if let Some(have) = have.filter(|&have| need > have) {
                let services = services.to_vec();
                overloads.push(Overload { node, failed, services, of, have, need });
            }
        }
    }
}
