//! Which components part the nodes of a cluster when they fail.

use super::faults::Facts;
use super::judge::Judge;
use crate::graph::Support;
use crate::topology::{ClusterId, CompId};

impl Facts<'_> {
    /// Components whose loss leaves working nodes of a cluster that do not hear each other, by id.
    ///
    /// Empty if they do not hear each other to begin with, or if no heartbeat is declared.
    pub fn parting(&self, id: ClusterId) -> Vec<CompId> {
        let cluster = &self.topology[id];
        let mut judge = self.judge();
        if cluster.heartbeats.is_empty() || cluster.nodes.len() < 2 || is_parted(&judge, id) {
            return Vec::new();
        }
        let mut support = Support::default();
        let mut ways = Vec::new();
        judge.sides(id, |from, to| ways.push(judge.way(from, to)));
        for vertex in ways.into_iter().flatten() {
            self.wiring.needs.support(judge.state(), vertex, &mut support);
        }
        let mut parting: Vec<CompId> = support
            .members()
            .iter()
            .filter_map(|&vertex| self.wiring.component(vertex))
            .filter(|&comp| {
                judge.fail(&[comp]);
                is_parted(&judge, id)
            })
            .collect();
        parting.sort_by(|&a, &b| self.topology.id(a).cmp(self.topology.id(b)));
        parting
    }
}

fn is_parted(judge: &Judge, id: ClusterId) -> bool {
    let mut sides: Vec<usize> = judge
        .sides(id, |_, _| ())
        .into_iter()
        .filter(|&side| side != super::judge::NO_SIDE)
        .collect();
    sides.dedup();
    sides.len() > 1
}
