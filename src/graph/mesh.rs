//! Vertices joined by edges, parallel ones included: what is joined to what when some fail, a shortest
//! way, and everything that lies on a simple path between two vertices.
//!
//! petgraph has articulation points and bridges, but takes two parallel edges for bridges and gives no
//! blocks, and blocks are what lies between.

use std::collections::VecDeque;

use petgraph::unionfind::UnionFind;

use super::Lists;

/// An undirected multigraph with vertices `0..count`; edges are numbered as given.
#[derive(Debug)]
pub struct Mesh {
    count: usize,
    edges: Vec<(u32, u32)>,
    incident: Lists,
    blocks: Blocks,
}

/// Which vertices are joined: two are if they are in the same class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Classes(Vec<u32>);

/// A vertex that is down is in a class of its own that joins nothing.
const DOWN: u32 = u32::MAX;

impl Classes {
    /// Whether two vertices work and are joined.
    pub fn joined(&self, a: u32, b: u32) -> bool {
        self.0[a as usize] != DOWN && self.0[a as usize] == self.0[b as usize]
    }

    /// The class of a vertex that works.
    pub fn of(&self, vertex: u32) -> Option<u32> {
        Some(self.0[vertex as usize]).filter(|&class| class != DOWN)
    }
}

impl Mesh {
    /// From the edges between vertices; no edge joins a vertex to itself.
    pub fn new(count: usize, edges: Vec<(u32, u32)>) -> Self {
        let incident = Lists::group(
            count,
            edges.iter().zip(0..).flat_map(|(&(a, b), edge)| [(a, edge), (b, edge)]),
        );
        let blocks = Blocks::find(count, &edges, &incident);
        Self { count, edges, incident, blocks }
    }

    /// The edges, as given.
    pub fn edges(&self) -> &[(u32, u32)] {
        &self.edges
    }

    /// How many vertices there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// What is joined when only these vertices and edges work.
    pub fn classes(&self, vertex: impl Fn(u32) -> bool, edge: impl Fn(u32) -> bool) -> Classes {
        let up: Vec<bool> = (0..self.count as u32).map(vertex).collect();
        let mut sets = UnionFind::<u32>::new(self.count);
        for (&(a, b), number) in self.edges.iter().zip(0..) {
            if up[a as usize] && up[b as usize] && edge(number) {
                sets.union(a, b);
            }
        }
        let class = |v: u32| if up[v as usize] { sets.find(v) } else { DOWN };
        Classes((0..self.count as u32).map(class).collect())
    }

    /// A way with the fewest edges over vertices and edges that work: its vertices and its edges, in order.
    pub fn way(
        &self,
        from: u32,
        to: u32,
        vertex: impl Fn(u32) -> bool,
        edge: impl Fn(u32) -> bool,
    ) -> Option<(Vec<u32>, Vec<u32>)> {
        if !vertex(from) {
            return None;
        }
        let mut before = vec![None; self.count];
        let mut queue = VecDeque::from([from]);
        let mut seen = vec![false; self.count];
        seen[from as usize] = true;
        while let Some(at) = queue.pop_front() {
            if at == to {
                let (mut vertices, mut edges) = (vec![to], Vec::new());
                let mut at = to;
                while let Some((previous, edge)) = before[at as usize] {
                    vertices.push(previous);
                    edges.push(edge);
                    at = previous;
                }
                vertices.reverse();
                edges.reverse();
                return Some((vertices, edges));
            }
            for &number in self.incident.of(at) {
                let next = self.other(number, at);
                if !seen[next as usize] && edge(number) && vertex(next) {
                    seen[next as usize] = true;
                    before[next as usize] = Some((at, number));
                    queue.push_back(next);
                }
            }
        }
        None
    }

    fn other(&self, edge: u32, vertex: u32) -> u32 {
        let (a, b) = self.edges[edge as usize];
        if a == vertex { b } else { a }
    }

    /// Calls back for every vertex and every edge on some simple path between two vertices.
    pub fn between(
        &self,
        from: u32,
        to: u32,
        mut vertex: impl FnMut(u32),
        mut edge: impl FnMut(u32),
    ) {
        if from == to {
            return vertex(from);
        }
        for block in self.blocks.between(from, to) {
            for &number in self.blocks.edges.of(block) {
                let (a, b) = self.edges[number as usize];
                edge(number);
                vertex(a);
                vertex(b);
            }
        }
    }

    /// Whether an edge is the only way between its two ends; of parallel edges none is.
    pub fn is_bridge(&self, edge: u32) -> bool {
        self.blocks.edges.of(self.blocks.of_edge[edge as usize]).len() == 1
    }
}

/// The blocks of a mesh: maximal sets of edges any two of which lie on a common cycle, or single bridges.
/// They hang together by the vertices they share as a tree.
#[derive(Debug)]
struct Blocks {
    /// For each edge its block.
    of_edge: Vec<u32>,
    /// For each block its edges.
    edges: Lists,
    /// For each vertex the block of the edge by which the depth-first walk came to it; `None` where it began.
    parent_block: Vec<Option<u32>>,
    /// For each block the vertex by which the walk entered it.
    top: Vec<u32>,
    /// For each vertex how many edges of the walk lie above it.
    depth: Vec<u32>,
}

impl Blocks {
    /// One depth-first walk without recursion, after Hopcroft and Tarjan.
    fn find(count: usize, edges: &[(u32, u32)], incident: &Lists) -> Self {
        let mut order = vec![u32::MAX; count];
        let mut low = vec![0u32; count];
        let mut depth = vec![0u32; count];
        let mut parent_block = vec![None; count];
        let mut of_edge = vec![u32::MAX; edges.len()];
        let mut top = Vec::new();
        let mut members: Vec<Vec<u32>> = Vec::new();
        let mut clock = 0;
        let mut open_edges: Vec<u32> = Vec::new();
        let mut used = vec![false; edges.len()];
        for root in 0..count as u32 {
            if order[root as usize] != u32::MAX {
                continue;
            }
            order[root as usize] = clock;
            low[root as usize] = clock;
            clock += 1;
            let mut stack: Vec<(u32, u32, usize)> = vec![(root, u32::MAX, 0)];
            while let Some(&mut (vertex, via, ref mut next)) = stack.last_mut() {
                if let Some(&edge) = incident.of(vertex).get(*next) {
                    *next += 1;
                    if std::mem::replace(&mut used[edge as usize], true) {
                        continue;
                    }
                    open_edges.push(edge);
                    let (a, b) = edges[edge as usize];
                    let other = if a == vertex { b } else { a };
                    if order[other as usize] == u32::MAX {
                        order[other as usize] = clock;
                        low[other as usize] = clock;
                        clock += 1;
                        depth[other as usize] = depth[vertex as usize] + 1;
                        stack.push((other, edge, 0));
                    } else {
                        low[vertex as usize] = low[vertex as usize].min(order[other as usize]);
                    }
                    continue;
                }
                stack.pop();
                let Some(&(parent, _, _)) = stack.last() else { continue };
                low[parent as usize] = low[parent as usize].min(low[vertex as usize]);
                if low[vertex as usize] >= order[parent as usize] {
                    let block = top.len() as u32;
                    top.push(parent);
                    let start = open_edges.iter().rposition(|&edge| edge == via).unwrap_or(0);
                    let mut of_block: Vec<u32> = open_edges.drain(start..).collect();
                    of_block.sort_unstable();
                    for &edge in &of_block {
                        of_edge[edge as usize] = block;
                        let (a, b) = edges[edge as usize];
                        for end in [a, b] {
                            if end != parent && parent_block[end as usize].is_none() {
                                parent_block[end as usize] = Some(block);
                            }
                        }
                    }
                    members.push(of_block);
                }
            }
        }
        let pairs =
            members.iter().zip(0..).flat_map(|(edges, i)| edges.iter().map(move |&e| (i, e)));
        let edges = Lists::group(members.len(), pairs);
        Self { of_edge, edges, parent_block, top, depth }
    }

    /// The blocks on the way between two vertices in the tree of blocks; none if they are not joined.
    fn between(&self, a: u32, b: u32) -> Vec<u32> {
        let (mut a, mut b) = (a, b);
        let mut blocks = Vec::new();
        while a != b {
            // Both in one block below its top: that block is the last.
            if let (Some(x), Some(y)) =
                (self.parent_block[a as usize], self.parent_block[b as usize])
                && x == y
            {
                blocks.push(x);
                return blocks;
            }
            let height = |v: u32| {
                self.parent_block[v as usize]
                    .map(|block| self.depth[self.top[block as usize] as usize] + 1)
            };
            let deeper = if height(a) >= height(b) { &mut a } else { &mut b };
            let Some(block) = self.parent_block[*deeper as usize] else { return Vec::new() };
            blocks.push(block);
            *deeper = self.top[block as usize];
        }
        blocks
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn on_simple_paths(mesh: &Mesh, from: u32, to: u32) -> (BTreeSet<u32>, BTreeSet<u32>) {
        fn walk(
            mesh: &Mesh,
            at: u32,
            to: u32,
            path: &mut (Vec<u32>, Vec<u32>),
            all: &mut (BTreeSet<u32>, BTreeSet<u32>),
        ) {
            if at == to {
                all.0.extend(&path.0);
                all.1.extend(&path.1);
                return;
            }
            for (edge, &(a, b)) in mesh.edges().iter().enumerate() {
                let next = if a == at {
                    b
                } else if b == at {
                    a
                } else {
                    continue;
                };
                if !path.0.contains(&next) {
                    path.0.push(next);
                    path.1.push(edge as u32);
                    walk(mesh, next, to, path, all);
                    path.0.pop();
                    path.1.pop();
                }
            }
        }
        let mut all = Default::default();
        walk(mesh, from, to, &mut (vec![from], Vec::new()), &mut all);
        all
    }

    #[test]
    fn what_lies_between_is_what_simple_paths_cross() {
        let mut seed = 7u64;
        let mut random = |below: u64| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for _ in 0..400 {
            let count = 2 + random(6) as usize;
            let edges: Vec<(u32, u32)> = (0..random(10))
                .map(|_| (random(count as u64) as u32, random(count as u64) as u32))
                .filter(|(a, b)| a != b)
                .collect();
            let mesh = Mesh::new(count, edges.clone());
            for from in 0..count as u32 {
                for to in 0..count as u32 {
                    let mut found = (BTreeSet::new(), BTreeSet::new());
                    mesh.between(
                        from,
                        to,
                        |v| {
                            found.0.insert(v);
                        },
                        |e| {
                            found.1.insert(e);
                        },
                    );
                    assert_eq!(found, on_simple_paths(&mesh, from, to), "{edges:?} {from} {to}");
                    let classes = mesh.classes(|_| true, |_| true);
                    assert_eq!(classes.joined(from, to), !found.0.is_empty());
                    let way = mesh.way(from, to, |_| true, |_| true);
                    assert_eq!(way.is_some(), classes.joined(from, to));
                }
            }
            for edge in 0..edges.len() as u32 {
                let without = mesh.classes(|_| true, |e| e != edge);
                let (a, b) = edges[edge as usize];
                assert_eq!(mesh.is_bridge(edge), !without.joined(a, b));
            }
        }
    }
}
