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

/// Is told a node, the node that failed before, and the services that run there then.
type See<'s> = dyn FnMut(DeviceId, Option<DeviceId>, &[ServiceId]) + 's;

/// The largest share of a node that its services take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Load {
    /// How much the services need.
    pub need: u64,
    /// How much the node has; not 0.
    pub have: u64,
}

impl Load {
    /// The share in parts per million, rounded down.
    pub fn share(self) -> u128 {
        u128::from(self.need) * 1_000_000 / u128::from(self.have.max(1))
    }

    /// How much is left; below 0 where it is too little.
    pub fn left(self) -> i128 {
        i128::from(self.have) - i128::from(self.need)
    }
}

/// How much of the nodes that take over is used then, at most; `None` where a service or a node does not say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TakeoverLoad {
    /// Processors.
    pub cpus: Option<Load>,
    /// Memory, in bytes.
    pub memory: Option<Load>,
}

impl Facts<'_> {
    /// Every overload when all is well, and those that the failure of one other node adds.
    pub fn overloads(&self) -> Vec<Overload> {
        let of = |id: ServiceId| {
            let service = &self.topology[id];
            service.cpus.is_some() || service.memory.is_some()
        };
        let mut overloads = Vec::new();
        self.each_load(&of, &mut |node, failed, services| {
            self.overload(node, failed, services, &mut overloads);
        });
        overloads
    }

    /// How much of the nodes that take over is used after the failure of one other node; `None` if nothing is
    /// taken over.
    pub fn takeover_load(&self) -> Option<TakeoverLoad> {
        let topology = self.topology;
        let mut worst: Option<TakeoverLoad> = None;
        self.each_load(&|_| true, &mut |node, failed, services| {
            if failed.is_none() {
                return;
            }
            let server = &topology[node];
            let load = |have: Option<u64>, need: &dyn Fn(ServiceId) -> Option<u64>| {
                let need = services.iter().map(|&id| need(id)).sum::<Option<u64>>()?;
                Some(Load { need, have: have.filter(|&have| have > 0)? })
            };
            let cpus = load(server.cpus.map(u64::from), &|id| topology[id].cpus.map(u64::from));
            let memory = load(server.memory.map(|it| it.bytes), &|id| {
                topology[id].memory.map(|it| it.bytes)
            });
            // An unknown load may be the largest.
            let larger = |a: Option<Load>, b: Option<Load>| {
                let (a, b) = (a?, b?);
                Some(if b.share() > a.share() { b } else { a })
            };
            worst = Some(match worst {
                None => TakeoverLoad { cpus, memory },
                Some(so_far) => TakeoverLoad {
                    cpus: larger(so_far.cpus, cpus),
                    memory: larger(so_far.memory, memory),
                },
            });
        });
        worst
    }

    /// Calls back with the services of each node when all is well, and then with those of each node that takes
    /// over from one that has failed.
    fn each_load(&self, of: &dyn Fn(ServiceId) -> bool, see: &mut See<'_>) {
        let topology = self.topology;
        let mut judge = self.judge();
        let mut at: FxHashMap<DeviceId, Vec<ServiceId>> = FxHashMap::default();
        let mut movers: Vec<(DeviceId, ServiceId)> = Vec::new();
        for id in topology.service_ids() {
            let service = &topology[id];
            if !of(id) {
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
        for node in nodes {
            see(node, None, &at[&node]);
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
                see(node, Some(failed), &services);
            }
        }
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
