//! The share of time for which services stand still, given that of each component: exact, by decision diagrams over
//! the gates of [`Structure`].

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::{FxHashMap, FxHashSet};

use super::faults::Facts;
use super::judge::Effect;
use super::structure::{Compiled, Gate, Structure};
use crate::graph::{ALWAYS, Diagrams, Function, NEVER};
use crate::topology::CompId;

/// Most questions of the diagrams of one service.
const MOST_QUESTIONS: usize = 1_000_000;
/// Most variables of one service.
const MOST_VARIABLES: usize = 4_000;
/// Most rounds until it is settled what earlier states leave behind.
const MOST_ROUNDS: usize = 32;

impl Facts<'_> {
    /// For each service how likely it is to stand still or worse, at any moment: that its effect, the worst of all
    /// subsets of what has failed, is an outage or worse. `of` says how likely each component is not to work, 0 to 1,
    /// independent of the others. `None` for a service that is too large to say so.
    pub fn unavailability(&self, of: &impl Fn(CompId) -> f64) -> Vec<Option<f64>> {
        let services = self.topology.service_ids().map(|id| {
            let structure = self.outages(id)?;
            Cone::new(&structure, structure.services.first()?, of)?.unavailability()
        });
        services.collect()
    }
}

/// What the outages of one service rest on.
struct Cone<'s> {
    structure: &'s Structure,
    /// What is an outage or worse, any of it.
    bad: Vec<u32>,
    /// The gates that it rests on, in order.
    gates: Vec<u32>,
    /// What each gate or component is replaced with: a variable, or that it always holds.
    inputs: BTreeMap<u32, Option<u32>>,
    /// How likely each variable is to be true.
    variables: Vec<f64>,
    /// Things that an earlier state may leave behind, of this service.
    remembers: Vec<u32>,
}

impl<'s> Cone<'s> {
    fn new(
        structure: &'s Structure,
        service: &Compiled,
        of: &impl Fn(CompId) -> f64,
    ) -> Option<Self> {
        let bad = service.homes.iter().flat_map(|home| {
            let outages = home.outcomes.iter().filter(|it| it.state >= Effect::Outage);
            outages.map(|it| it.signal).chain([home.lost])
        });
        let mut cone = Self {
            structure,
            bad: bad.collect(),
            gates: Vec::new(),
            inputs: BTreeMap::new(),
            variables: Vec::new(),
            remembers: Vec::new(),
        };
        let (order, readers) = cone.walk();
        let merged = match cone.remembers.is_empty() {
            true => cone.merged(&order, &readers),
            // What comes before what matters then.
            false => FxHashMap::default(),
        };
        for &signal in &order {
            let within = merged.get(&signal).map_or(std::slice::from_ref(&signal), Vec::as_slice);
            let works: f64 = within.iter().map(|&it| 1.0 - of(cone.component(it))).product();
            let variable = (works < 1.0).then_some(cone.variables.len() as u32);
            cone.variables.extend(variable.map(|_| 1.0 - works));
            cone.inputs.insert(signal, variable);
        }
        if !cone.remembers.is_empty() {
            // Any other fault makes what holds now an earlier state.
            let inside: FxHashSet<u32> = order.into_iter().collect();
            let all = 0..structure.components.len() as u32;
            let others = all.filter(|it| !inside.contains(it));
            let works: f64 = others.map(|it| 1.0 - of(cone.component(it))).product();
            cone.variables.push(1.0 - works);
        }
        (cone.variables.len() <= MOST_VARIABLES).then_some(cone)
    }

    fn component(&self, signal: u32) -> CompId {
        self.structure.components[signal as usize]
    }

    fn first_gate(&self) -> u32 {
        (self.structure.components.len() + self.structure.remember.len()) as u32
    }

    fn gate(&self, signal: u32) -> Option<&'s Gate> {
        self.structure.gates.get(signal.checked_sub(self.first_gate())? as usize)
    }

    /// Finds the gates, and the components in the order in which they are met, with how many gates read each.
    fn walk(&mut self) -> (Vec<u32>, FxHashMap<u32, u32>) {
        let components = self.structure.components.len() as u32;
        let mut order = Vec::new();
        let mut readers: FxHashMap<u32, u32> = FxHashMap::default();
        let mut open: Vec<u32> = self.bad.iter().rev().copied().collect();
        while let Some(signal) = open.pop() {
            let seen = readers.entry(signal).or_default();
            *seen += 1;
            if *seen > 1 {
                continue;
            }
            match self.gate(signal) {
                Some(gate) => {
                    self.gates.push(signal);
                    open.extend(gate.inputs().iter().rev());
                }
                None if signal < components => order.push(signal),
                None => {
                    let place = signal - components;
                    self.remembers.push(place);
                    open.push(self.structure.remember[place as usize]);
                }
            }
        }
        self.gates.sort_unstable();
        (order, readers)
    }

    /// Components that one gate alone asks for, all together: the first of them stands for all.
    fn merged(&mut self, order: &[u32], readers: &FxHashMap<u32, u32>) -> FxHashMap<u32, Vec<u32>> {
        let places: FxHashMap<u32, usize> = order.iter().copied().zip(0..).collect();
        let mut merged = FxHashMap::default();
        let gates = self.gates.iter().filter_map(|&it| match self.gate(it) {
            Some(Gate::All(of)) => Some(of),
            _ => None,
        });
        let mut gone: BTreeSet<u32> = BTreeSet::new();
        for of in gates.collect::<Vec<_>>() {
            let own = of.iter().copied().filter(|it| readers[it] == 1 && places.contains_key(it));
            let mut own: Vec<u32> = own.collect();
            own.sort_by_key(|it| places[it]);
            if let [first, rest @ ..] = &own[..] {
                gone.extend(rest);
                merged.insert(*first, own);
            }
        }
        for signal in gone {
            merged.insert(signal, Vec::new());
        }
        merged
    }

    fn unavailability(&self) -> Option<f64> {
        let mut diagrams = Diagrams::new(self.variables.len() as u32, MOST_QUESTIONS);
        let mut left: BTreeMap<u32, Function> =
            self.remembers.iter().map(|&place| (place, NEVER)).collect();
        for _ in 0..MOST_ROUNDS {
            let values = self.settle(&mut diagrams, &left);
            if diagrams.overflows() {
                return None;
            }
            let mut settled = true;
            for &place in &self.remembers {
                let now = values[&self.structure.remember[place as usize]];
                let before = diagrams.before(now);
                settled &= left.insert(place, before) == Some(before);
            }
            if settled {
                let bad: Vec<Function> = self.bad.iter().map(|it| values[it]).collect();
                let bad = diagrams.any(bad);
                let worst = diagrams.ever(bad);
                let likely = diagrams.probability(worst, &self.variables);
                return (!diagrams.overflows()).then_some(likely);
            }
        }
        None
    }

    /// What each signal says, given what earlier states have left behind.
    fn settle(
        &self,
        diagrams: &mut Diagrams,
        left: &BTreeMap<u32, Function>,
    ) -> FxHashMap<u32, Function> {
        let components = self.structure.components.len() as u32;
        let mut values: FxHashMap<u32, Function> = FxHashMap::default();
        for (&signal, variable) in &self.inputs {
            values.insert(signal, variable.map_or(ALWAYS, |it| diagrams.works(it)));
        }
        for (&place, &function) in left {
            values.insert(components + place, function);
        }
        let mut loops = self.structure.loops.iter().peekable();
        let mut at = 0;
        while let Some(&signal) = self.gates.get(at) {
            while loops.next_if(|(_, to)| *to <= signal).is_some() {}
            let inside = loops.peek().filter(|(from, _)| *from <= signal);
            let end = match inside {
                Some((_, to)) => self.gates.partition_point(|it| it < to),
                None => at + 1,
            };
            let members = &self.gates[at..end];
            at = end;
            // The least fixed point: nothing holds at first, then whatever follows from what does.
            if inside.is_some() {
                values.extend(members.iter().map(|&it| (it, NEVER)));
            }
            loop {
                let mut more = false;
                for &member in members {
                    let value = self.value(diagrams, member, &values);
                    more |= values.insert(member, value) != Some(value);
                }
                if !more || inside.is_none() || diagrams.overflows() {
                    break;
                }
            }
        }
        values
    }

    fn value(
        &self,
        diagrams: &mut Diagrams,
        signal: u32,
        values: &FxHashMap<u32, Function>,
    ) -> Function {
        let of = |inputs: &[u32]| inputs.iter().map(|it| values[it]).collect::<Vec<_>>();
        match self.gate(signal) {
            Some(Gate::All(inputs)) => diagrams.all(of(inputs)),
            Some(Gate::Any(inputs)) => diagrams.any(of(inputs)),
            Some(Gate::AtLeast(least, inputs)) => diagrams.at_least(*least as usize, &of(inputs)),
            Some(Gate::Not(input)) => diagrams.not(values[input]),
            None => NEVER,
        }
    }
}
