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

    /// The gates that some signals rest on, in an order that depends on what they say alone and not on who asked
    /// first. `ranks` gives each input its number; `outputs` calls back with each signal that is read from outside:
    /// once to see it, and once to write its new number.
    pub fn finish(
        self,
        ranks: &[Signal],
        mut outputs: impl FnMut(&mut dyn FnMut(&mut Signal)),
    ) -> Finished {
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
        let (units, prints) = units(inputs, ranks, &gates, &loops, &read);
        let mut numbers: Vec<Signal> = ranks.to_vec();
        numbers.resize(prints.len(), 0);
        let mut next = inputs;
        let mut finished = Finished { gates: Vec::new(), loops: Vec::new() };
        for unit in &units {
            let begin = next;
            for &signal in &unit.members {
                numbers[signal as usize] = next;
                next += 1;
            }
            if unit.circle {
                finished.loops.push((begin, next));
            }
        }
        outputs(&mut |signal| *signal = numbers[plain(*signal) as usize]);
        for &signal in units.iter().flat_map(|unit| &unit.members) {
            let gate = &mut gates[(signal - inputs) as usize];
            let of = gate.inputs_mut();
            of.iter_mut().for_each(|input| *input = numbers[*input as usize]);
            of.sort_unstable();
            finished.gates.push(gate.clone());
        }
        finished
    }
}

/// A gate, or those of a circle.
struct Unit {
    /// How many units lie one behind another before it.
    level: u32,
    print: u64,
    members: Vec<Signal>,
    circle: bool,
}

/// Gates in order, each behind what it reads, and of each signal a print: equal prints say the same.
fn units(
    inputs: Signal,
    ranks: &[Signal],
    gates: &[Gate],
    loops: &[(Signal, Signal)],
    read: &[bool],
) -> (Vec<Unit>, Vec<u64>) {
    let mut prints: Vec<u64> = ranks.iter().map(|&rank| mix(1, u64::from(rank))).collect();
    prints.resize(inputs as usize + gates.len(), 0);
    let mut levels = vec![0; prints.len()];
    let mut units: Vec<Unit> = Vec::new();
    let (mut at, mut loops) = (inputs, loops.iter().peekable());
    while (at - inputs) < gates.len() as u32 {
        let circle = loops.next_if(|(from, _)| *from == at);
        let end = circle.map_or(at + 1, |it| it.1);
        let members = (at..end).filter(|&it| read[(it - inputs) as usize]);
        let mut members: Vec<Signal> = members.collect();
        at = end;
        if members.is_empty() {
            continue;
        }
        let gate = |signal: Signal| &gates[(signal - inputs) as usize];
        let inside = |signal: Signal| circle.is_some_and(|it| (it.0..it.1).contains(&signal));
        let reads = members.iter().flat_map(|&it| gate(it).inputs());
        let before = reads.filter(|&&it| !inside(it)).map(|&it| levels[it as usize] + 1);
        let level = before.max().unwrap_or(0);
        // In a circle who reads whom tells members apart, which are otherwise all told alike at first.
        for _ in 0..if circle.is_some() { 4 } else { 1 } {
            let now: Vec<u64> = members.iter().map(|&it| print(gate(it), &prints)).collect();
            members.iter().zip(now).for_each(|(&it, print)| prints[it as usize] = print);
        }
        members.sort_by_key(|&it| (prints[it as usize], it));
        let all =
            members.iter().fold(members.len() as u64, |all, &it| mix(all, prints[it as usize]));
        for &member in members.iter() {
            levels[member as usize] = level;
            if circle.is_some() {
                prints[member as usize] = mix(all, prints[member as usize]);
            }
        }
        units.push(Unit { level, print: all, members, circle: circle.is_some() });
    }
    units.sort_by_key(|unit| (unit.level, unit.print));
    (units, prints)
}

/// What a gate says, given the prints of what it reads.
fn print(gate: &Gate, prints: &[u64]) -> u64 {
    let kind = match gate {
        Gate::All(_) => 2,
        Gate::Any(_) => 3,
        Gate::Not(_) => 4,
        Gate::AtLeast(least, _) => 5 + u64::from(*least),
    };
    let mut of: Vec<u64> = gate.inputs().iter().map(|&it| prints[it as usize]).collect();
    of.sort_unstable();
    of.into_iter().fold(kind, mix)
}

/// Two numbers made one, the same on every machine: a step of splitmix64.
fn mix(a: u64, b: u64) -> u64 {
    let sum = a.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(b).wrapping_add(1);
    let sum = (sum ^ (sum >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let sum = (sum ^ (sum >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    sum ^ (sum >> 31)
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
        let finished = net.finish(&[0, 1], |each| outputs.iter_mut().for_each(each));
        // The gate that always holds, and the five of the circle.
        assert_eq!((finished.gates.len(), finished.loops.len()), (6, 1));
        let (from, to) = finished.loops[0];
        assert!(to - from == 5 && (from..to).contains(&outputs[0]));
        assert_eq!(finished.gates[outputs[1] as usize - 2], Gate::All(vec![]));
    }

    #[test]
    fn the_order_of_questions_does_not_matter() {
        let way = |condition, from| Way { condition, from };
        let build = |swap: bool| {
            // Inputs stand in another order too.
            let [a, b, c] = if swap { [2, 0, 1] } else { [0, 1, 2] };
            let mut net = Net::new(3, 100);
            let questions = |net: &mut Net| (net.all([a, b]), net.at_least(2, [c, b, a]));
            let (both, two) = if swap {
                let two = net.at_least(2, [a, b, c]);
                (net.all([b, a]), two)
            } else {
                questions(&mut net)
            };
            let one = vec![way(a, Origin::Begin(both)), way(c, Origin::Member(1))];
            let other = vec![way(c, Origin::Member(0))];
            let circle = match swap {
                false => net.circle(&[one, other]),
                true => {
                    let turn = |ways: Vec<Way>| {
                        let turned = ways.into_iter().rev().map(|it| match it.from {
                            Origin::Member(member) => way(it.condition, Origin::Member(1 - member)),
                            Origin::Begin(_) => it,
                        });
                        turned.collect::<Vec<Way>>()
                    };
                    let mut circle = net.circle(&[turn(other), turn(one)]);
                    circle.reverse();
                    circle
                }
            };
            let mut outputs = [both, two, circle[0], circle[1]];
            let ranks = if swap { [1, 2, 0] } else { [0, 1, 2] };
            let finished = net.finish(&ranks, |each| outputs.iter_mut().for_each(each));
            (finished.gates, finished.loops, outputs)
        };
        assert_eq!(build(false), build(true));
    }

    #[test]
    fn a_network_without_room_says_so() {
        let mut net = Net::new(3, 1);
        net.all([0, 1]);
        assert_eq!(net.any([0, 1]), FALSE);
        assert!(net.overflows());
    }
}
