//! How many ways there are that share nothing: Menger's theorem as a maximum flow on split vertices.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};

/// The most paths from vertex `from` to vertex `to` over directed `steps` that share no vertex but those two.
pub fn disjoint_paths(count: usize, steps: &[(u32, u32)], from: u32, to: u32) -> usize {
    flow(&vec![1; count], steps, from, to).0 as usize
}

/// The most that flows from vertex `from` to vertex `to` over directed `steps` when each vertex between lets
/// only so much through; and a flow that does it, as what goes through each vertex.
pub fn flow(capacities: &[u32], steps: &[(u32, u32)], from: u32, to: u32) -> (u32, Vec<u32>) {
    // Each vertex is an entry and an exit with its capacity between them; the two ends have plenty.
    let plenty = capacities.iter().fold(1u32, |sum, &capacity| sum.saturating_add(capacity));
    let count = capacities.len();
    let mut network = DiGraph::<(), u32>::with_capacity(2 * count, count + steps.len());
    let halves: Vec<(NodeIndex, NodeIndex)> =
        (0..count).map(|_| (network.add_node(()), network.add_node(()))).collect();
    for (vertex, (&capacity, &(entry, exit))) in capacities.iter().zip(&halves).enumerate() {
        let end = vertex == from as usize || vertex == to as usize;
        network.add_edge(entry, exit, if end { plenty } else { capacity });
    }
    for &(a, b) in steps {
        network.add_edge(halves[a as usize].1, halves[b as usize].0, plenty);
    }
    let (most, mut through) = dinics(&network, halves[from as usize].0, halves[to as usize].1);
    // The edges within vertices came first.
    through.truncate(count);
    (most, through)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shared_vertex_carries_one_path() {
        let fork = [(0, 1), (0, 2), (1, 3), (2, 3)];
        assert_eq!(disjoint_paths(4, &fork, 0, 3), 2);
        let card = [(0, 1), (1, 2), (1, 3), (2, 4), (3, 4)];
        assert_eq!(disjoint_paths(5, &card, 0, 4), 1);
        assert_eq!(disjoint_paths(2, &[], 0, 1), 0);
        assert_eq!(flow(&[0, 8, 4, 0], &fork, 0, 3), (12, vec![12, 8, 4, 12]));
    }
}
