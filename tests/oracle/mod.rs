//! A brute-force evaluator of docs/model.md, written apart from the program.
//!
//! It names nothing of the program: it reads the YAML text and the catalogue files by itself, walks every simple
//! chain, and judges every subset of a fault set. Slow and plain on purpose: where it and the engine differ, the
//! model decides.

mod arbitration;
mod bits;
mod chains;
mod clusters;
mod disk;
mod file;
mod grade;
mod listed;
mod mirrors;
mod names;
mod places;
pub mod random;
mod reading;
mod service;
mod shelves;
pub mod small;
mod used;
pub mod whole;
mod wiring;
mod works;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;

use bits::Bits;
use file::{File, Kind};
pub use names::expand;
use service::{Case, Judged, State};
use works::World;

/// States by rank, the worst last.
pub const EFFECTS: [&str; 6] =
    ["none", "degraded", "failover", "outage", "split-brain", "data-loss"];
const OUTAGE: usize = 3;

/// What a fault set does to a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outcome {
    /// The worst state of any subset.
    pub effect: &'static str,
    /// The state of the set itself.
    pub state: &'static str,
    /// Who runs the service in that state.
    pub node: Option<String>,
    /// Paths of that node, 0 if nobody runs it; nothing for a service without volumes.
    pub paths: Option<usize>,
}

/// A node with nothing failed; no figures for a service without volumes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Nominal {
    pub fit: bool,
    pub paths: Option<usize>,
    pub non_optimized: Option<usize>,
    pub disjoint: Option<usize>,
}

/// A topology and all that the model says of it.
pub struct Oracle {
    file: File,
    listed: Vec<usize>,
    cases: BTreeMap<String, Case>,
    /// What was judged already, which every larger set asks for again: by service, home and set.
    known: RefCell<HashMap<(usize, usize, Bits), Rc<Known>>>,
}

/// A set judged, with what all its subsets say.
struct Known {
    judged: Judged,
    /// The worst rank of all subsets.
    worst: usize,
    /// Of each mirror the legs that are out of date once the next fault comes.
    behind: Vec<Vec<bool>>,
}

impl Oracle {
    /// Reads a topology; panics on what is not valid or not supported.
    pub fn load(topology_yaml: &str) -> Oracle {
        let file = File::read(topology_yaml);
        let listed = listed::listed(&file);
        let cases =
            file.services.iter().map(|(name, s)| (name.clone(), Case::new(&file, s))).collect();
        Oracle { file, listed, cases, known: RefCell::default() }
    }

    /// Ids of all components, logical ones too, by code point.
    pub fn components(&self) -> Vec<String> {
        let mut ids: Vec<String> =
            self.listed.iter().map(|c| self.file.components[*c].id.clone()).collect();
        ids.sort();
        ids
    }

    /// Whether a component is logical, so that counts and cut sets leave it out.
    pub fn logical(&self, id: &str) -> bool {
        self.file.components[self.at(id)].kind == Kind::Fabric
    }

    /// Names of the services, by code point.
    pub fn services(&self) -> Vec<String> {
        self.cases.keys().cloned().collect()
    }

    /// What failing these components, and no others, does to a service.
    pub fn effect(&self, service: &str, faults: &[&str]) -> Outcome {
        let set: BTreeSet<usize> = faults.iter().map(|id| self.at(id)).collect();
        let set: Vec<usize> = set.into_iter().collect();
        let (state, worst) = self.state(service, &set);
        let name =
            |device: usize| self.file.components[self.file.devices[device].component].id.clone();
        Outcome {
            effect: EFFECTS[worst],
            state: EFFECTS[state.rank],
            node: state.node.map(name),
            paths: state.paths,
        }
    }

    /// The nodes of a service with nothing failed.
    pub fn nominal(&self, service: &str) -> BTreeMap<String, Nominal> {
        let (file, case) = (&self.file, &self.cases[service]);
        let world = World::new(file, &[]);
        let fresh = case.fresh();
        let node = |(at, device): (usize, &usize)| {
            let id = file.components[file.devices[*device].component].id.clone();
            let paths = case.paths(file, &world, at, &fresh);
            let nominal = Nominal {
                fit: case.fit(file, &world, at, &fresh),
                paths: paths.map(|p| p.0),
                non_optimized: paths.map(|p| p.1),
                disjoint: case.disjoint(file, &world, at),
            };
            (id, nominal)
        };
        case.nodes.iter().enumerate().map(node).collect()
    }

    /// The grade of a service, 1 to 4; nothing for a service without volumes.
    pub fn level(&self, service: &str) -> Option<u8> {
        grade::level(&self.file, &self.cases[service])
    }

    /// Minimal sets of at most `order` components whose effect is an outage or worse.
    pub fn cut_sets(&self, service: &str, order: usize) -> Vec<Vec<String>> {
        let real = |c: &usize| self.file.components[*c].kind != Kind::Fabric;
        let mut candidates: Vec<usize> = self.listed.iter().copied().filter(real).collect();
        candidates.sort_by_key(|c| &self.file.components[*c].id);
        let mut cuts: Vec<Vec<usize>> = Vec::new();
        for size in 0..=order {
            let mut found = Vec::new();
            combinations(&candidates, size, &mut Vec::new(), &mut |set| {
                let minimal = !cuts.iter().any(|cut| cut.iter().all(|c| set.contains(c)));
                if minimal && self.state(service, set).0.rank >= OUTAGE {
                    found.push(set.to_vec());
                }
            });
            cuts.append(&mut found);
        }
        let ids = |cut: &Vec<usize>| {
            cut.iter().map(|c| self.file.components[*c].id.clone()).collect::<Vec<_>>()
        };
        cuts.iter().map(ids).collect()
    }

    fn at(&self, id: &str) -> usize {
        let found = self.file.by_id.get(id).filter(|c| self.listed.contains(c));
        *found.unwrap_or_else(|| panic!("no component {id}"))
    }

    /// The state of a set, and the worst rank of all its subsets.
    fn state(&self, service: &str, set: &[usize]) -> (State, usize) {
        let (number, case) = self.cases.keys().zip(0..).find(|it| it.0 == service).map_or_else(
            || panic!("no service {service}"),
            |(name, number)| (number, &self.cases[name]),
        );
        // Where every node is home, each in turn is taken for the one that went on; it matters to mirrors alone.
        let every = case.dual_active && !case.mirrors.is_empty();
        let homes = (0..case.nodes.len()).filter(|node| every || *node == case.home);
        let known: Vec<Rc<Known>> = homes.map(|home| self.known(number, case, home, set)).collect();
        let place = |state: &State| {
            let at = state.node.and_then(|node| case.nodes.iter().position(|it| *it == node));
            at.unwrap_or(case.nodes.len())
        };
        let mut states: Vec<State> = known.iter().map(|it| it.judged.state).collect();
        states.sort_by_key(|state| (usize::MAX - state.rank, place(state)));
        (states[0], known.iter().map(|it| it.worst).max().expect("a home"))
    }

    /// Judges a set after its subsets: the faults came one by one, in any order.
    fn known(&self, number: usize, case: &Case, home: usize, set: &[usize]) -> Rc<Known> {
        let key = (number, home, Bits::of(self.file.components.len(), set));
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let mut worst = 0;
        let mut stale = case.fresh();
        for at in 0..set.len() {
            let mut earlier = set.to_vec();
            earlier.remove(at);
            let earlier = self.known(number, case, home, &earlier);
            worst = worst.max(earlier.worst);
            merge(&mut stale, &earlier.behind);
        }
        let judged = case.judge(&self.file, &World::new(&self.file, set), home, &stale);
        worst = worst.max(judged.state.rank);
        merge(&mut stale, &judged.behind);
        let known = Rc::new(Known { judged, worst, behind: stale });
        self.known.borrow_mut().insert(key, known.clone());
        known
    }
}

fn merge(into: &mut [Vec<bool>], more: &[Vec<bool>]) {
    for (into, more) in into.iter_mut().flatten().zip(more.iter().flatten()) {
        *into |= more;
    }
}

fn combinations(
    from: &[usize],
    size: usize,
    chosen: &mut Vec<usize>,
    take: &mut impl FnMut(&[usize]),
) {
    if size == 0 {
        return take(chosen);
    }
    for (n, next) in from.iter().enumerate() {
        chosen.push(*next);
        combinations(&from[n + 1..], size - 1, chosen, take);
        chosen.pop();
    }
}

/// What must hold whatever the model says: the evaluator's own check.
#[test]
fn effects_only_grow_and_cut_sets_are_minimal() {
    for seed in 0..60 {
        let yaml = random::topology(seed);
        assert_eq!(yaml, random::topology(seed));
        sound(&format!("{seed}"), &yaml);
    }
    for seed in 0..36 {
        sound(&format!("{seed}"), &whole::topology(seed, whole::Size::Small));
        sound(&format!("{seed}"), &whole::topology(seed, whole::Size::Large));
    }
    for (name, yaml) in [small::designs(), small::more_designs()].concat() {
        sound(name, &yaml);
    }
}

#[cfg(test)]
fn sound(at: &str, yaml: &str) {
    let rank = |effect: &str| EFFECTS.iter().position(|e| *e == effect).unwrap();
    let oracle = Oracle::load(yaml);
    let components = oracle.components();
    for service in oracle.services() {
        let free = oracle.effect(&service, &[]);
        assert_eq!(free.effect, free.state);
        for (n, a) in components.iter().enumerate() {
            let one = oracle.effect(&service, &[a]);
            assert!(rank(one.effect) >= rank(free.effect), "{at}: {service}: {a}");
            for b in &components[n + 1..] {
                let two = oracle.effect(&service, &[a, b]);
                assert!(rank(two.effect) >= rank(one.effect), "{at}: {service}: {a} {b}");
                assert!(rank(two.effect) >= rank(two.state), "{at}: {service}: {a} {b}");
                assert_eq!(two.node.is_none(), rank(two.state) == 3 || rank(two.state) == 5);
            }
        }
        let cuts = oracle.cut_sets(&service, 2);
        for cut in cuts.iter().filter(|cut| cut.len() == 2) {
            assert!(!cuts.iter().any(|other| other.len() == 1 && cut.contains(&other[0])));
        }
        let level = oracle.level(&service);
        let figures = oracle.nominal(&service);
        assert!(figures.values().all(|node| node.paths.is_some() || level.is_none()));
    }
}
