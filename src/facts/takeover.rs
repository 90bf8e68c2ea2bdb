//! What keeps a cluster from taking over although a node could.

use super::faults::Facts;
use super::judge::Effect;
use super::mirrors::Past;
use super::witness::{Cause, Explained};
use crate::topology::{ClusterId, CompId, DeviceId, PowerId, ServiceId};

/// A fault that takes the home down and with it what would let another node take over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Blocked {
    /// The service.
    pub service: ServiceId,
    /// The fault.
    pub fault: CompId,
    /// The node that could run the service and may not.
    pub waits: DeviceId,
}

impl Facts<'_> {
    /// Faults of the home after which another node is fit and no node runs the service.
    pub fn blocked_takeovers(&self, faults: &[Explained]) -> Vec<Blocked> {
        let mut judge = self.judge();
        let mut blocked = Vec::new();
        for it in faults {
            let service = &self.topology[it.service];
            let stops = it.fault.effect == Effect::Outage && it.witness.cause == Cause::NodeDown;
            if !stops || service.nodes.len() < 2 {
                continue;
            }
            let fault = it.fault.component;
            judge.fail(&[fault]);
            let mut nodes = (0..service.nodes.len()).filter(|&node| node != service.home);
            if let Some(fit) = nodes.find(|&node| judge.is_fit(service, node, &Past::default())) {
                blocked.push(Blocked { service: it.service, fault, waits: service.nodes[fit] });
            }
        }
        blocked
    }

    /// Power sources whose loss takes down exactly half of the nodes of a cluster, the first in the file for
    /// each half.
    pub fn halves_on_one_source(&self, id: ClusterId) -> Vec<(PowerId, Vec<DeviceId>)> {
        let nodes = &self.topology[id].nodes;
        if nodes.is_empty() || !nodes.len().is_multiple_of(2) {
            return Vec::new();
        }
        let mut judge = self.judge();
        let mut halves: Vec<(PowerId, Vec<DeviceId>)> = Vec::new();
        let supplies = nodes.iter().flat_map(|&node| &self.topology[node].supplies);
        for source in self.chain(supplies.map(|&supply| self.topology[supply].source)) {
            judge.fail(&[self.topology[source].comp]);
            let down = nodes.iter().filter(|&&node| !judge.works(self.wiring.node(node)));
            let down: Vec<DeviceId> = down.copied().collect();
            if down.len() * 2 == nodes.len() && !halves.iter().any(|it| it.1 == down) {
                halves.push((source, down));
            }
        }
        halves
    }

    /// For each power source with a rating, what it has to give when everything that can hang on it does, in
    /// watts, if the draw of all of that is known.
    pub fn loads(&self) -> Vec<(PowerId, u64)> {
        let topology = self.topology;
        let rated =
            |&id: &PowerId| topology[id].part.as_ref().is_some_and(|it| it.rating.is_some());
        let all = (0..topology.power.len() as u32).map(PowerId);
        all.filter(rated).filter_map(|source| Some((source, self.load(source)?))).collect()
    }

    fn load(&self, source: PowerId) -> Option<u64> {
        let topology = self.topology;
        let mut sum = 0;
        for device in &topology.devices {
            let sources = device.supplies.iter().map(|&it| topology[it].source);
            if self.chain(sources).contains(&source) {
                sum += u64::from(device.part.power_draw?);
            }
        }
        Some(sum)
    }
}
