//! Vertices that need one another in a circle.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

/// The sets of vertices that lie on common directed cycles, each in order, by their first vertex.
///
/// Kosaraju's passes keep stacks of their own; petgraph's Tarjan recurses as deep as the longest chain.
pub fn cycles(count: usize, edges: &[(u32, u32)]) -> Vec<Vec<u32>> {
    let mut graph = DiGraph::<(), ()>::with_capacity(count, edges.len());
    for _ in 0..count {
        graph.add_node(());
    }
    graph.extend_with_edges(edges);
    let mut cycles: Vec<Vec<u32>> = kosaraju_scc(&graph)
        .into_iter()
        .filter(|set| set.len() > 1 || graph.contains_edge(set[0], set[0]))
        .map(|set| set.into_iter().map(|node| node.index() as u32).collect())
        .collect();
    for cycle in &mut cycles {
        cycle.sort_unstable();
    }
    cycles.sort_unstable();
    cycles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn circles_are_found_and_chains_are_not() {
        let edges = [(0, 1), (1, 2), (4, 3), (3, 4), (5, 5)];
        assert_eq!(cycles(6, &edges), [vec![3, 4], vec![5]]);
    }

    #[test]
    fn a_chain_may_be_as_deep_as_it_likes() {
        let edges: Vec<(u32, u32)> = (1..200_000).map(|i| (i, i - 1)).collect();
        assert!(cycles(200_000, &edges).is_empty());
    }
}
