//! What needs what: a vertex works if it has not failed and, of each set of vertices that it needs, enough
//! work.
//!
//! Losing vertices only ever loses more. A fault is followed through the vertices it takes down and no
//! further, so that its cost does not depend on the size of the whole.

use super::{Lists, Vertex};

/// Collects needs; [`NeedsBuilder::build`] makes them ready for use.
#[derive(Debug, Default)]
pub struct NeedsBuilder {
    vertices: u32,
    gates: Vec<Gate>,
    inputs: Vec<Vertex>,
}

#[derive(Clone, Copy, Debug)]
struct Gate {
    owner: Vertex,
    least: u32,
    start: u32,
    end: u32,
}

impl NeedsBuilder {
    /// With vertices `0..count`.
    pub fn new(count: u32) -> Self {
        Self { vertices: count, ..Self::default() }
    }

    /// `owner` needs all of these.
    pub fn all(&mut self, owner: Vertex, of: impl IntoIterator<Item = Vertex>) {
        let start = self.inputs.len();
        self.inputs.extend(of);
        let count = (self.inputs.len() - start) as u32;
        self.gate(owner, count, start);
    }

    /// `owner` needs at least so many of these; more than there are is never met.
    pub fn at_least(&mut self, owner: Vertex, least: u32, of: impl IntoIterator<Item = Vertex>) {
        let start = self.inputs.len();
        self.inputs.extend(of);
        self.gate(owner, least, start);
    }

    fn gate(&mut self, owner: Vertex, least: u32, start: usize) {
        if least > 0 {
            let (start, end) = (start as u32, self.inputs.len() as u32);
            self.gates.push(Gate { owner, least, start, end });
        } else {
            self.inputs.truncate(start);
        }
    }

    /// Orders the needs, and finds what works when nothing has failed.
    pub fn build(self) -> Needs {
        let gates_of = Lists::group(
            self.vertices as usize,
            self.gates.iter().zip(0..).map(|(gate, i)| (gate.owner, i)),
        );
        let used_by = Lists::group(
            self.vertices as usize,
            self.gates.iter().zip(0..).flat_map(|(gate, i)| {
                self.inputs[gate.start as usize..gate.end as usize].iter().map(move |&v| (v, i))
            }),
        );
        let mut needs = Needs {
            dead: vec![false; self.vertices as usize],
            dead_inputs: vec![0; self.gates.len()],
            gates: self.gates,
            inputs: self.inputs,
            gates_of,
            used_by,
        };
        let mut queue: Vec<Vertex> = needs
            .gates
            .iter()
            .filter(|gate| gate.end - gate.start < gate.least)
            .map(|gate| gate.owner)
            .collect();
        while let Some(vertex) = queue.pop() {
            if std::mem::replace(&mut needs.dead[vertex as usize], true) {
                continue;
            }
            for &gate in needs.used_by.of(vertex) {
                needs.dead_inputs[gate as usize] += 1;
                let Gate { owner, least, start, end } = needs.gates[gate as usize];
                if end - start - needs.dead_inputs[gate as usize] < least {
                    queue.push(owner);
                }
            }
        }
        needs
    }
}

/// What needs what, and what does not work even when nothing has failed.
#[derive(Debug)]
pub struct Needs {
    gates: Vec<Gate>,
    inputs: Vec<Vertex>,
    gates_of: Lists,
    used_by: Lists,
    dead: Vec<bool>,
    dead_inputs: Vec<u32>,
}

impl Needs {
    /// Whether a vertex works when nothing has failed.
    pub fn works(&self, vertex: Vertex) -> bool {
        !self.dead[vertex as usize]
    }

    /// Of each set that a vertex needs, how many at least and which.
    pub fn gates(&self, vertex: Vertex) -> impl Iterator<Item = (u32, &[Vertex])> {
        self.gates_of.of(vertex).iter().map(|&gate| {
            let Gate { least, start, end, .. } = self.gates[gate as usize];
            (least, &self.inputs[start as usize..end as usize])
        })
    }

    /// A state in which nothing has failed.
    pub fn state(&self) -> State {
        State {
            epoch: 1,
            stamps: vec![0; self.dead.len()],
            gate_stamps: vec![0; self.gates.len()],
            gate_dead: vec![0; self.gates.len()],
            down: Vec::new(),
        }
    }

    /// Lets these and no others fail, and follows what they take down.
    pub fn fail(&self, state: &mut State, faults: impl IntoIterator<Item = Vertex>) {
        state.epoch += 1;
        state.down.clear();
        for fault in faults {
            self.lose(state, fault);
        }
        let mut next = 0;
        while let Some(&vertex) = state.down.get(next) {
            next += 1;
            for &gate in self.used_by.of(vertex) {
                let g = gate as usize;
                if state.gate_stamps[g] != state.epoch {
                    state.gate_stamps[g] = state.epoch;
                    state.gate_dead[g] = self.dead_inputs[g];
                }
                state.gate_dead[g] += 1;
                let Gate { owner, least, start, end } = self.gates[g];
                if end - start - state.gate_dead[g] < least {
                    self.lose(state, owner);
                }
            }
        }
    }

    fn lose(&self, state: &mut State, vertex: Vertex) {
        let v = vertex as usize;
        if !self.dead[v] && state.stamps[v] != state.epoch {
            state.stamps[v] = state.epoch;
            state.down.push(vertex);
        }
    }

    /// Whether a vertex works in a state.
    pub fn works_in(&self, state: &State, vertex: Vertex) -> bool {
        !self.dead[vertex as usize] && state.stamps[vertex as usize] != state.epoch
    }

    /// Adds a vertex that works in a state, and enough of what it needs: as long as none of these fails, it
    /// goes on working.
    pub fn support(&self, state: &State, vertex: Vertex, support: &mut Support) {
        let mut queue = vec![vertex];
        while let Some(vertex) = queue.pop() {
            if !support.add(vertex) {
                continue;
            }
            for &gate in self.gates_of.of(vertex) {
                let Gate { least, start, end, .. } = self.gates[gate as usize];
                let inputs = &self.inputs[start as usize..end as usize];
                let working = inputs.iter().filter(|&&input| self.works_in(state, input));
                queue.extend(working.take(least as usize));
            }
        }
    }

    /// Everything whose failure could take one of these vertices down, themselves included, in order.
    pub fn causes(&self, of: impl IntoIterator<Item = Vertex>) -> Vec<Vertex> {
        let mut seen = Support::default();
        let mut queue: Vec<Vertex> = of.into_iter().collect();
        while let Some(vertex) = queue.pop() {
            if seen.add(vertex) {
                for &gate in self.gates_of.of(vertex) {
                    let Gate { start, end, .. } = self.gates[gate as usize];
                    queue.extend(&self.inputs[start as usize..end as usize]);
                }
            }
        }
        seen.sorted()
    }

    /// How a vertex takes another down in a state: the way between them, both included; empty if it does not.
    ///
    /// Looked for from the far end: what a vertex needs is little, what needs it may be everything.
    pub fn chain(&self, state: &State, from: Vertex, to: Vertex) -> Vec<Vertex> {
        let mut after: Vec<(Vertex, usize)> = vec![(to, usize::MAX)];
        let mut seen = Support::default();
        seen.add(to);
        let mut next = 0;
        while next < after.len() {
            let (vertex, _) = after[next];
            if vertex == from {
                let mut chain = Vec::new();
                let mut at = next;
                while at != usize::MAX {
                    chain.push(after[at].0);
                    at = after[at].1;
                }
                return chain;
            }
            for &gate in self.gates_of.of(vertex) {
                let Gate { start, end, .. } = self.gates[gate as usize];
                for &input in &self.inputs[start as usize..end as usize] {
                    if !self.works_in(state, input) && seen.add(input) {
                        after.push((input, next));
                    }
                }
            }
            next += 1;
        }
        Vec::new()
    }
}

/// Which vertices are down after some faults.
#[derive(Debug)]
pub struct State {
    epoch: u32,
    stamps: Vec<u32>,
    gate_stamps: Vec<u32>,
    gate_dead: Vec<u32>,
    down: Vec<Vertex>,
}

impl State {
    /// What the faults took down, the faults included.
    pub fn down(&self) -> &[Vertex] {
        &self.down
    }
}

/// A growing set of vertices.
#[derive(Clone, Debug, Default)]
pub struct Support {
    members: rustc_hash::FxHashSet<Vertex>,
    order: Vec<Vertex>,
}

impl Support {
    /// Adds a vertex; whether it was new.
    pub fn add(&mut self, vertex: Vertex) -> bool {
        let new = self.members.insert(vertex);
        if new {
            self.order.push(vertex);
        }
        new
    }

    /// Whether a vertex is in the set.
    pub fn contains(&self, vertex: Vertex) -> bool {
        self.members.contains(&vertex)
    }

    /// The members in the order in which they came.
    pub fn members(&self) -> &[Vertex] {
        &self.order
    }

    /// The members in order of their numbers.
    pub fn sorted(mut self) -> Vec<Vertex> {
        self.order.sort_unstable();
        self.order
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_is_followed_through_gates() {
        // 0 feed, 1 and 2 supplies (1 on 0), 3 chassis needs one of them, 4 port needs 3.
        let mut builder = NeedsBuilder::new(5);
        builder.all(1, [0]);
        builder.at_least(3, 1, [1, 2]);
        builder.all(4, [3]);
        let needs = builder.build();
        let mut state = needs.state();
        needs.fail(&mut state, [0]);
        assert_eq!(state.down(), [0, 1]);
        needs.fail(&mut state, [0, 2]);
        assert!(!needs.works_in(&state, 4));
        assert_eq!(needs.chain(&state, 0, 4), [0, 1, 3, 4]);
        needs.fail(&mut state, []);
        let mut support = Support::default();
        needs.support(&state, 4, &mut support);
        assert_eq!(support.members(), [4, 3, 1, 0]);
        assert_eq!(needs.causes([4]), [0, 1, 2, 3, 4]);
    }

    #[test]
    fn what_can_never_be_met_is_down_from_the_start() {
        let mut builder = NeedsBuilder::new(3);
        builder.at_least(1, 2, [0]);
        builder.all(2, [1]);
        let needs = builder.build();
        assert!(needs.works(0) && !needs.works(1) && !needs.works(2));
    }

    #[test]
    fn what_is_down_from_the_start_counts_as_lost() {
        // 1 never works, so that 2, which needs one of 0 and 1, rests on 0 alone.
        let mut builder = NeedsBuilder::new(3);
        builder.at_least(1, 1, []);
        builder.at_least(2, 1, [0, 1]);
        let needs = builder.build();
        let mut state = needs.state();
        assert!(needs.works(2));
        needs.fail(&mut state, [0]);
        assert!(!needs.works_in(&state, 2));
    }
}
