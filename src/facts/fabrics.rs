//! Which cables join two fabrics.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use super::faults::Facts;
use crate::topology::{CableId, FabricId};

impl Facts<'_> {
    /// Cables of storage traffic between two fabrics, with both; a switch without a label belongs to the fabric
    /// that is nearest.
    pub fn joined_fabrics(&self) -> Vec<(CableId, FabricId, FabricId)> {
        let topology = self.topology;
        let mut joined = Vec::new();
        let mut seen = FxHashSet::default();
        for number in (0..self.wiring.planes.len()).filter(|&it| self.wiring.storage(it)) {
            let plane = &self.wiring.planes[number];
            let mut fabrics: Vec<Option<FabricId>> =
                plane.switches.iter().map(|hub| topology[hub.device].fabric).collect();
            let mut neighbours = vec![Vec::new(); fabrics.len()];
            for &(a, b) in plane.mesh.edges() {
                neighbours[a as usize].push(b as usize);
                neighbours[b as usize].push(a as usize);
            }
            let labelled = fabrics.iter().enumerate().filter(|(_, fabric)| fabric.is_some());
            let mut queue: VecDeque<usize> = labelled.map(|(switch, _)| switch).collect();
            while let Some(switch) = queue.pop_front() {
                for &next in &neighbours[switch] {
                    if fabrics[next].is_none() {
                        fabrics[next] = fabrics[switch];
                        queue.push_back(next);
                    }
                }
            }
            for (&cable, &(a, b)) in plane.cables.iter().zip(plane.mesh.edges()) {
                if let (Some(a), Some(b)) = (fabrics[a as usize], fabrics[b as usize])
                    && a != b
                    && seen.insert(cable)
                {
                    joined.push((cable, a, b));
                }
            }
        }
        joined
    }
}
