//! How many ways there are that share nothing, and how much flows: the maximum flow of a network.

use petgraph::algo::dinics;
use petgraph::graph::{DiGraph, NodeIndex};

/// The most paths from vertex `from` to vertex `to` over directed `steps` that share no vertex but those two: Menger's
/// theorem as a maximum flow on split vertices.
pub fn disjoint_paths(count: usize, steps: &[(u32, u32)], from: u32, to: u32) -> usize {
    // Each vertex is an entry and an exit that one path may join.
    let within = (0..count as u32).map(|vertex| (2 * vertex, 2 * vertex + 1, 1));
    let between = steps.iter().map(|&(a, b)| (2 * a + 1, 2 * b, 1));
    let edges: Vec<(u32, u32, u32)> = within.chain(between).collect();
    flow(2 * count, &edges, 2 * from + 1, 2 * to).0 as usize
}

/// The most that flows from vertex `from` to vertex `to` over directed edges that each let only so much through; and
/// what a flow that does it sends over each edge.
pub fn flow(count: usize, edges: &[(u32, u32, u32)], from: u32, to: u32) -> (u32, Vec<u32>) {
    let mut network = DiGraph::<(), u32>::with_capacity(count, edges.len());
    for _ in 0..count {
        network.add_node(());
    }
    for &(a, b, capacity) in edges {
        network.add_edge(NodeIndex::from(a), NodeIndex::from(b), capacity);
    }
    dinics(&network, NodeIndex::from(from), NodeIndex::from(to))
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
        let edges = [(0, 1, 8), (0, 2, 9), (1, 3, 9), (2, 3, 4)];
        assert_eq!(flow(4, &edges, 0, 3), (12, vec![8, 4, 8, 4]));
    }
}
