//! Gates over signals: equal gates are one, constants are folded, and what nothing reads is left out.

use rustc_hash::FxHashMap;

/// A signal: an input, or what a gate says, by its number.
pub type Signal = u32;

/// What is always so, while a network is built.
pub(super) const TRUE: Signal = u32::MAX;
/// What is never so, while a network is built.
pub(super) const FALSE: Signal = u32::MAX - 1;

/// A gate over other signals.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Gate {
    /// All of them; of none: always.
    All(Vec<Signal>),
    /// Any of them; of none: never.
    Any(Vec<Signal>),
    /// At least so many of them.
    AtLeast(u32, Vec<Signal>),
    /// Not this one.
    Not(Signal),
}

impl Gate {
    /// The signals that it reads.
    pub fn inputs(&self) -> &[Signal] {
        match self {
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => of,
            Self::Not(of) => std::slice::from_ref(of),
        }
    }

    fn inputs_mut(&mut self) -> &mut [Signal] {
        match self {
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => of,
            Self::Not(of) => std::slice::from_mut(of),
        }
    }
}

/// Collects gates.
#[derive(Debug)]
pub(super) struct Net {
    inputs: u32,
    gates: Vec<Gate>,
    known: FxHashMap<Gate, Signal>,
    loops: Vec<(Signal, Signal)>,
    most: usize,
    overflows: bool,
}

impl Net {
    /// With signals `0..inputs` for inputs, and room for so many gates.
    pub fn new(inputs: u32, most: usize) -> Self {
        Self {
            inputs,
            gates: Vec::new(),
            known: FxHashMap::default(),
            loops: Vec::new(),
            most,
            overflows: false,
        }
    }

    /// Whether there were more gates than there is room for: then no signal means anything.
    pub fn overflows(&self) -> bool {
        self.overflows
    }

    /// The number that the next new gate gets.
    fn next(&self) -> Signal {
        self.inputs + self.gates.len() as u32
    }

    fn gate(&mut self, gate: Gate) -> Signal {
        if let Some(&known) = self.known.get(&gate) {
            return known;
        }
        if self.gates.len() >= self.most {
            self.overflows = true;
            return FALSE;
        }
        let signal = self.next();
        self.known.insert(gate.clone(), signal);
        self.gates.push(gate);
        signal
    }

    /// All of these.
    pub fn all(&mut self, of: impl IntoIterator<Item = Signal>) -> Signal {
        let mut of: Vec<Signal> = of.into_iter().filter(|&it| it != TRUE).collect();
        of.sort_unstable();
        of.dedup();
        match of[..] {
            _ if of.contains(&FALSE) => FALSE,
            [] => TRUE,
            [one] => one,
            _ => self.gate(Gate::All(of)),
        }
    }

    /// Any of these.
    pub fn any(&mut self, of: impl IntoIterator<Item = Signal>) -> Signal {
        let mut of: Vec<Signal> = of.into_iter().filter(|&it| it != FALSE).collect();
        of.sort_unstable();
        of.dedup();
        match of[..] {
            _ if of.contains(&TRUE) => TRUE,
            [] => FALSE,
            [one] => one,
            _ => self.gate(Gate::Any(of)),
        }
    }

    /// At least so many of these, each counted as often as it is named.
    pub fn at_least(&mut self, least: usize, of: impl IntoIterator<Item = Signal>) -> Signal {
        let all: Vec<Signal> = of.into_iter().filter(|&it| it != FALSE).collect();
        let sure = all.iter().filter(|&&it| it == TRUE).count();
        let least = least.saturating_sub(sure);
        let mut of: Vec<Signal> = all.into_iter().filter(|&it| it != TRUE).collect();
        of.sort_unstable();
        match least {
            0 => TRUE,
            _ if of.len() < least => FALSE,
            1 => self.any(of),
            _ if of.len() == least => self.all(of),
            _ => self.gate(Gate::AtLeast(least as u32, of)),
        }
    }

    /// Not this.
    pub fn not(&mut self, of: Signal) -> Signal {
        match of {
            TRUE => FALSE,
            FALSE => TRUE,
            _ => {
                let gate = of.checked_sub(self.inputs).and_then(|it| self.gates.get(it as usize));
                match gate {
                    Some(&Gate::Not(inner)) => inner,
                    _ => self.gate(Gate::Not(of)),
                }
            }
        }
    }

    /// This without that.
    pub fn but(&mut self, this: Signal, that: Signal) -> Signal {
        let not = self.not(that);
        self.all([this, not])
    }

    /// Signals that rest on each other: each is any of its `ways`, and a way holds if its condition does and the
    /// signal that it comes from. Meant is the least: what does not rest on a `Begin` never holds.
    pub fn circle(&mut self, members: &[Vec<Way>]) -> Vec<Signal> {
        let gates: usize = members.iter().map(|ways| ways.len() + 1).sum();
        if self.gates.len() + gates > self.most {
            self.overflows = true;
            return vec![FALSE; members.len()];
        }
        let first = self.next();
        let mut at = first;
        let signals: Vec<Signal> = members
            .iter()
            .map(|ways| {
                at += ways.len() as u32 + 1;
                at - 1
            })
            .collect();
        for ways in members {
            let begin = self.next();
            for way in ways {
                let from = match way.from {
                    Origin::Begin(signal) => signal,
                    Origin::Member(member) => signals[member],
                };
                self.gates.push(Gate::All(vec![way.condition, from]));
            }
            self.gates.push(Gate::Any((begin..self.next()).collect()));
        }
        self.loops.push((first, self.next()));
        signals
    }

    /// The gates that some signals rest on, numbered anew behind the inputs. `outputs` calls back with each
    /// signal that is read from outside: once to see it, and once to write its new number.
    pub fn finish(self, mut outputs: impl FnMut(&mut dyn FnMut(&mut Signal))) -> Finished {
        let Self { inputs, mut gates, loops, .. } = self;
        // Constants become gates of nothing.
        let always = inputs + gates.len() as u32;
        gates.extend([Gate::All(Vec::new()), Gate::Any(Vec::new())]);
        let plain = |signal: Signal| match signal {
            TRUE => always,
            FALSE => always + 1,
            other => other,
        };
        let mut read = vec![false; gates.len()];
        let mut open: Vec<Signal> = Vec::new();
        outputs(&mut |signal| open.push(plain(*signal)));
        while let Some(signal) = open.pop() {
            let Some(number) = signal.checked_sub(inputs).map(|it| it as usize) else { continue };
            if !std::mem::replace(&mut read[number], true) {
                for input in gates[number].inputs_mut() {
                    *input = plain(*input);
                    open.push(*input);
                }
            }
        }
        let mut numbers = Vec::with_capacity(gates.len() + 1);
        let mut next = inputs;
        for &read in &read {
            numbers.push(next);
            next += u32::from(read);
        }
        numbers.push(next);
        let anew = |signal: Signal| match signal.checked_sub(inputs) {
            Some(gate) => numbers[gate as usize],
            None => signal,
        };
        outputs(&mut |signal| *signal = anew(plain(*signal)));
        let kept = gates.into_iter().zip(&read).filter(|(_, read)| **read);
        let gates = kept
            .map(|(mut gate, _)| {
                gate.inputs_mut().iter_mut().for_each(|input| *input = anew(*input));
                gate
            })
            .collect();
        let loops = loops.into_iter().map(|(from, to)| (anew(from), anew(to)));
        Finished { gates, loops: loops.filter(|(from, to)| from < to).collect() }
    }
}

/// A way by which a signal of a circle comes to hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Way {
    /// What must hold for the way itself.
    pub condition: Signal,
    /// Where it comes from.
    pub from: Origin,
}

/// Where a way of a circle comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Origin {
    /// A signal that is known before.
    Begin(Signal),
    /// Another member of the circle.
    Member(usize),
}

/// A network ready for use.
#[derive(Debug)]
pub(super) struct Finished {
    pub gates: Vec<Gate>,
    pub loops: Vec<(Signal, Signal)>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_gates_are_one_and_constants_are_folded() {
        let mut net = Net::new(3, 100);
        let both = net.all([0, 1]);
        assert_eq!(net.all([1, TRUE, 0, 1]), both);
        assert_eq!(net.all([both, FALSE]), FALSE);
        assert_eq!(net.any([FALSE, 2]), 2);
        assert_eq!(net.at_least(2, [0, 1]), both);
        assert_eq!(net.at_least(3, [TRUE, 0, FALSE, 1]), both);
        assert_eq!(net.at_least(2, [0, FALSE]), FALSE);
        let not = net.not(both);
        assert_eq!(net.not(not), both);
        assert!(!net.overflows());
    }

    #[test]
    fn what_nothing_reads_is_left_out() {
        let mut net = Net::new(2, 100);
        net.any([0, 1]);
        let way = |condition, from| Way { condition, from };
        let circle = net.circle(&[
            vec![way(0, Origin::Begin(1)), way(1, Origin::Member(1))],
            vec![way(0, Origin::Member(0))],
        ]);
        let mut outputs = [circle[1], TRUE];
        let finished = net.finish(|each| outputs.iter_mut().for_each(each));
        let gates = vec![
            Gate::All(vec![0, 1]),
            Gate::All(vec![1, 6]),
            Gate::Any(vec![2, 3]),
            Gate::All(vec![0, 4]),
            Gate::Any(vec![5]),
            Gate::All(vec![]),
        ];
        assert_eq!((outputs, finished.gates, finished.loops), ([6, 7], gates, vec![(2, 7)]));
    }

    #[test]
    fn a_network_without_room_says_so() {
        let mut net = Net::new(3, 1);
        net.all([0, 1]);
        assert_eq!(net.any([0, 1]), FALSE);
        assert!(net.overflows());
    }
}
