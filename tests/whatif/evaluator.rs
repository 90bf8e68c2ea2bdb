//! A small evaluator of what-if documents: what they mean, in as few words as may be.

use std::collections::{BTreeMap, BTreeSet};

use haplan::facts::Effect;
use serde_json::Value;

/// What becomes of a service: effect, state, node, paths.
pub type Answer = (&'static str, &'static str, Option<usize>, Option<usize>);

pub enum Gate {
    And(Vec<usize>),
    Or(Vec<usize>),
    Not(usize),
    AtLeast(usize, Vec<usize>),
}

fn numbers(value: &Value) -> Vec<usize> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().unwrap() as usize
}

pub struct Home {
    pub lost: usize,
    pub outcomes: Vec<(usize, Effect, Option<usize>)>,
    /// Node by node, lists of pairs.
    pub paths: Vec<Vec<Vec<usize>>>,
    /// Node by node, the components that working ways cross, each with the signal that says so.
    pub carries: Vec<Vec<(usize, usize)>>,
}

pub struct Service {
    pub counted: bool,
    pub keeps: usize,
    pub homes: Vec<Home>,
}

/// The meaning of the document in as few words as may be: every gate is looked at, those of a loop as often as there
/// are gates in it.
pub struct Gates {
    components: usize,
    works: Vec<usize>,
    remember: Vec<usize>,
    gates: Vec<Gate>,
    loops: Vec<(usize, usize)>,
    pub services: Vec<Service>,
    known: BTreeMap<Vec<usize>, Known>,
}

#[derive(Clone)]
pub struct Known {
    pub worst: Vec<Effect>,
    pub past: BTreeSet<usize>,
}

impl Gates {
    pub fn new(document: &Value) -> Self {
        let gate = |gate: &Value| {
            let rest: Vec<usize> = gate.as_array().unwrap()[1..].iter().map(number).collect();
            match gate[0].as_str().unwrap() {
                "and" => Gate::And(rest),
                "or" => Gate::Or(rest),
                "not" => Gate::Not(rest[0]),
                "atleast" => Gate::AtLeast(rest[0], rest[1..].to_vec()),
                other => panic!("{other}"),
            }
        };
        let effect = |id: &Value| {
            Effect::ALL.into_iter().find(|it| it.id() == id.as_str().unwrap()).unwrap()
        };
        let list = |value: &Value| value.as_array().unwrap().clone();
        let home = |home: &Value| Home {
            lost: number(&home["lost"]),
            outcomes: list(&home["outcomes"])
                .iter()
                .map(|it| (number(&it[0]), effect(&it[1]), it[2].as_u64().map(|it| it as usize)))
                .collect(),
            paths: list(&home["nodes"])
                .iter()
                .map(|node| list(&node["paths"]).iter().map(numbers).collect())
                .collect(),
            carries: list(&home["nodes"])
                .iter()
                .map(|node| {
                    let of = |it: &Value| {
                        let signal = number(&it[0]);
                        numbers(&it[1]).into_iter().map(move |comp| (comp, signal))
                    };
                    list(&node["carries"]).iter().flat_map(of).collect()
                })
                .collect(),
        };
        Self {
            components: list(&document["components"]).len(),
            works: numbers(&document["works"]),
            remember: numbers(&document["remember"]),
            gates: list(&document["gates"]).iter().map(gate).collect(),
            loops: list(&document["loops"])
                .iter()
                .map(|it| (number(&it[0]), number(&it[1])))
                .collect(),
            services: list(&document["services"])
                .iter()
                .map(|it| Service {
                    counted: it["counted"].as_bool().unwrap(),
                    keeps: number(&it["keeps"]),
                    homes: list(&it["homes"]).iter().map(home).collect(),
                })
                .collect(),
            known: BTreeMap::new(),
        }
    }

    pub fn values(&self, set: &[usize], past: &BTreeSet<usize>) -> Vec<bool> {
        let inputs = self.components + self.remember.len();
        let mut value = vec![false; inputs + self.gates.len()];
        value[..self.components].fill(true);
        set.iter().for_each(|&it| value[it] = false);
        past.iter().for_each(|&it| value[it] = true);
        let one = |gate: &Gate, value: &[bool]| match gate {
            Gate::And(of) => of.iter().all(|&it| value[it]),
            Gate::Or(of) => of.iter().any(|&it| value[it]),
            Gate::Not(of) => !value[*of],
            Gate::AtLeast(least, of) => of.iter().filter(|&&it| value[it]).count() >= *least,
        };
        let (mut at, mut loops) = (inputs, self.loops.iter().peekable());
        while at < value.len() {
            let Some(&(from, to)) = loops.next_if(|(from, _)| *from == at) else {
                value[at] = one(&self.gates[at - inputs], &value);
                at += 1;
                continue;
            };
            for _ in from..to {
                for signal in from..to {
                    value[signal] = one(&self.gates[signal - inputs], &value);
                }
            }
            at = to;
        }
        value
    }

    /// What becomes of each service, what works, and what is left behind.
    pub fn judge(&mut self, set: &[usize]) -> (Vec<Answer>, Vec<bool>, Known) {
        let mut past = BTreeSet::new();
        let mut worst = vec![Effect::None; self.services.len()];
        for out in 0..set.len() {
            let mut subset = set.to_vec();
            subset.remove(out);
            let known = match self.known.get(&subset) {
                Some(known) => known.clone(),
                None => {
                    let (.., known) = self.judge(&subset);
                    self.known.insert(subset, known.clone());
                    known
                }
            };
            past.extend(known.past);
            worst.iter_mut().zip(known.worst).for_each(|(a, b)| *a = (*a).max(b));
        }
        let value = self.values(set, &past);
        let mut answers = Vec::new();
        for (service, worst) in self.services.iter().zip(&mut worst) {
            let judged = service.homes.iter().enumerate().map(|(number, home)| {
                let (_, state, node) = home.outcomes.iter().find(|it| value[it.0]).unwrap();
                let state = if value[home.lost] { Effect::DataLoss } else { *state };
                (std::cmp::Reverse(state), node.unwrap_or(usize::MAX), number, *node)
            });
            let (state, _, home, node) = judged.min().unwrap();
            let state = if value[service.keeps] { state.0 } else { state.0.max(Effect::Degraded) };
            *worst = (*worst).max(state);
            let count = |list: &Vec<usize>| list.iter().filter(|&&it| value[it]).count();
            let paths = match node {
                _ if !service.counted => None,
                None => Some(0),
                Some(node) => service.homes[home].paths[node].iter().map(count).min(),
            };
            answers.push((worst.id(), state.id(), node, paths));
        }
        for (place, &signal) in self.remember.iter().enumerate() {
            if value[signal] {
                past.insert(self.components + place);
            }
        }
        let works = self.works.iter().map(|&it| value[it]).collect();
        (answers, works, Known { worst, past })
    }
}
