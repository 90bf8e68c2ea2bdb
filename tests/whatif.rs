//! What-if: the gates of a design against the engine, read from the JSON by a small evaluator here and by the one
//! of the page in a browser.
#![cfg(test)]

mod common;
mod oracle;

use std::collections::{BTreeMap, BTreeSet};

use common::{read, references};
use haplan::facts::{Effect, Facts, SetEffect};
use haplan::render::json;
use haplan::sheet::whatif;
use haplan::topology::{CompId, ServiceId, Topology};
use oracle::whole::{self, Size};
use serde_json::Value;

/// The document of a design.
fn document(topology: &Topology) -> Value {
    let sheet = whatif::whatif(topology).expect("few enough gates");
    serde_json::from_str(&json::whatif(&sheet)).unwrap()
}

/// What becomes of a service: effect, state, node, paths.
type Answer = (&'static str, &'static str, Option<usize>, Option<usize>);

fn answer(it: SetEffect) -> Answer {
    (it.effect.id(), it.state.id(), it.node, it.paths)
}

enum Gate {
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

struct Home {
    lost: usize,
    outcomes: Vec<(usize, Effect, Option<usize>)>,
    /// Node by node, lists of pairs.
    paths: Vec<Vec<Vec<usize>>>,
}

struct Service {
    counted: bool,
    keeps: usize,
    homes: Vec<Home>,
}

/// The meaning of the document in as few words as may be: every gate is looked at until nothing changes.
struct Gates {
    components: usize,
    works: Vec<usize>,
    remember: Vec<usize>,
    gates: Vec<Gate>,
    loops: Vec<(usize, usize)>,
    services: Vec<Service>,
    known: BTreeMap<Vec<usize>, Known>,
}

#[derive(Clone)]
struct Known {
    worst: Vec<Effect>,
    past: BTreeSet<usize>,
}

impl Gates {
    fn new(document: &Value) -> Self {
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

    fn values(&self, set: &[usize], past: &BTreeSet<usize>) -> Vec<bool> {
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
        let mut at = inputs;
        while at < value.len() {
            let own = self.loops.iter().find(|(from, _)| *from == at);
            let (from, to) = own.copied().unwrap_or((at, at + 1));
            loop {
                let mut changed = false;
                for signal in from..to {
                    let now = one(&self.gates[signal - inputs], &value);
                    changed |= value[signal] != now;
                    value[signal] = now;
                }
                if !changed {
                    break;
                }
            }
            at = to;
        }
        value
    }

    /// What becomes of each service, what works, and what is left behind.
    fn judge(&mut self, set: &[usize]) -> (Vec<Answer>, Vec<bool>, Known) {
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

/// What the engine says of sets of faults.
struct Engine<'f> {
    facts: &'f Facts<'f>,
    sets: Vec<haplan::facts::Sets<'f>>,
}

impl<'f> Engine<'f> {
    fn new(facts: &'f Facts<'f>) -> Self {
        let sets = facts.topology.service_ids().map(|id: ServiceId| facts.sets(id)).collect();
        Self { facts, sets }
    }

    fn answers(&mut self, set: &[CompId]) -> Vec<Answer> {
        self.sets.iter_mut().map(|it| answer(it.effect(set))).collect()
    }
}

/// Every set of at most `order` of some components.
fn sets(components: &[CompId], order: usize) -> Vec<Vec<CompId>> {
    let mut all: Vec<Vec<CompId>> = vec![Vec::new()];
    let mut last = all.clone();
    for _ in 0..order {
        let longer = last.iter().flat_map(|set: &Vec<CompId>| {
            let next = components.iter().filter(move |it| set.last().is_none_or(|last| *it > last));
            next.map(|&it| [set.clone(), vec![it]].concat())
        });
        last = longer.collect();
        all.extend(last.iter().cloned());
    }
    all
}

/// Compares the gates of a design with the engine on sets of faults; gives how many there were.
fn compare(at: &str, topology: &Topology, sets: &[Vec<CompId>]) -> usize {
    let facts = Facts::new(topology);
    let mut engine = Engine::new(&facts);
    let mut gates = Gates::new(&document(topology));
    let mut judge = facts.judge();
    for set in sets {
        let numbers: Vec<usize> = set.iter().map(|it| it.index()).collect();
        let (found, works, _) = gates.judge(&numbers);
        let ids: Vec<&str> = set.iter().map(|&it| topology.id(it)).collect();
        assert_eq!(found, engine.answers(set), "{at}: {ids:?}: gates and engine");
        if set.len() < 2 {
            judge.fail(set);
            for comp in engine.facts.topology.component_ids() {
                let id = topology.id(comp);
                assert_eq!(works[comp.index()], judge.works(comp.0), "{at}: {ids:?}: {id}");
            }
        }
    }
    sets.len()
}

fn all(topology: &Topology) -> Vec<CompId> {
    topology.component_ids().collect()
}

const LARGE: usize = 400;

#[test]
fn references_agree_on_every_pair_of_faults() {
    for it in references() {
        let components = all(&it.topology);
        let text = json::whatif(&whatif::whatif(&it.topology).unwrap());
        let doc = document(&it.topology);
        println!(
            "{}: {} components, {} gates, {} loops {} bytes",
            it.name,
            components.len(),
            doc["gates"].as_array().unwrap().len(),
            doc["loops"].as_array().unwrap().len(),
            text.len()
        );
        if components.len() > LARGE {
            continue;
        }
        let t = std::time::Instant::now();
        let n = compare(&it.name, &it.topology, &sets(&components, 2));
        println!("   {n} {:?}", t.elapsed());
    }
}

#[test]
fn small_designs_agree_on_every_pair_of_faults() {
    for (name, text) in oracle::small::designs().into_iter().chain(oracle::small::more_designs()) {
        let (topology, findings) = read(name, &text);
        assert!(findings.is_empty(), "{name}: {findings:#?}");
        compare(name, &topology, &sets(&all(&topology), 2));
    }
}

#[test]
fn random_designs_agree_on_every_pair_of_faults() {
    for seed in 0..300 {
        let text = whole::topology(seed, Size::Small);
        let (topology, findings) = read("random", &text);
        assert!(findings.is_empty(), "seed {seed}: {findings:#?}");
        compare(&format!("seed {seed}:\n{text}"), &topology, &sets(&all(&topology), 2));
    }
}
