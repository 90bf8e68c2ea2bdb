//! What arrays can pass to the nodes of a service: the line rates of the host ports over which they are reached.

use rustc_hash::FxHashSet;

use super::faults::Facts;
use super::judge::{Basis, Judge};
use super::keeps;
use crate::catalog::Protocol;
use crate::topology::{PortId, ServiceId, VolumeId};

impl Facts<'_> {
    /// The line rates of the host ports on which storage paths of a service's nodes end, in Mbit/s: when
    /// nothing has failed, and the least after a single fault that the service survives. Of several volumes the
    /// smallest sum counts. `None` without volumes, or where the rate of a port is not known.
    pub fn array_bandwidth(&self, id: ServiceId) -> (Option<u32>, Option<u32>) {
        let mut judge = self.judge();
        let Some(nominal) = self.array_side(&judge, id) else { return (None, None) };
        let mut least: Option<u32> = None;
        for comp in keeps::kept(&judge, id) {
            if self.is_logical(comp) {
                continue;
            }
            judge.fail(&[comp]);
            if self.verdict(&judge, id).node.is_some() {
                // Other ports may serve then, and their rates need not be known.
                let Some(left) = self.array_side(&judge, id) else { return (Some(nominal), None) };
                least = Some(least.map_or(left, |it| it.min(left)));
            }
        }
        (Some(nominal), least)
    }

    fn array_side(&self, judge: &Judge, id: ServiceId) -> Option<u32> {
        let service = &self.topology[id];
        let of_volume = |&volume: &VolumeId| {
            let mut ports: FxHashSet<PortId> = FxHashSet::default();
            for &node in &service.nodes {
                judge.storage_paths(node, volume, &mut Basis::unasked(), |path| {
                    ports.insert(path.port());
                    false
                });
            }
            let mut ports: Vec<PortId> = ports.into_iter().collect();
            ports.sort_unstable();
            ports.into_iter().map(|port| self.rate(port)).sum::<Option<u32>>()
        };
        service.volumes.iter().map(of_volume).reduce(|a, b| Some(a?.min(b?))).flatten()
    }

    /// The rate at which a port works, in Mbit/s. A SAS port is several lanes wide, and how many the catalogue
    /// does not say.
    fn rate(&self, port: PortId) -> Option<u32> {
        let topology = self.topology;
        let cable = topology[port].cable.filter(|&it| topology[it].protocol != Protocol::Sas)?;
        Some(topology.speed(cable)?.mbit)
    }
}
