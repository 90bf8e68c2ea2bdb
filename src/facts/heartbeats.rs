//! Which components part the nodes of a cluster when they fail.

use super::faults::Facts;
use super::judge::{Basis, Judge};
use crate::topology::{ClusterId, CompId};

impl Facts<'_> {
    /// Components whose loss leaves working nodes of a cluster that do not hear each other, by id.
    ///
    /// Empty if they do not hear each other to begin with, or if no heartbeat is declared.
    pub fn parting(&self, id: ClusterId) -> Vec<CompId> {
        let cluster = &self.topology[id];
        let mut judge = self.judge();
        if !cluster.has_heartbeat() || cluster.nodes.len() < 2 || is_parted(&judge, id) {
            return Vec::new();
        }
        let mut basis = Basis::asked();
        judge.sides(id, &mut basis, |_| ());
        let support = basis.into_support();
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
    judge.sides(id, &mut Basis::unasked(), |_| ()).all().len() > 1
}
