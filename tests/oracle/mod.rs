//! A brute-force evaluator of docs/model.md, written apart from the program.
//!
//! It names nothing of the program: it reads the YAML text and the catalogue files by itself, walks every simple
//! chain, and judges every subset of a fault set. Slow and plain on purpose: where it and the engine differ, the
//! model decides.

mod chains;
mod grade;
mod names;
pub mod random;
mod reading;
mod service;
pub mod small;
mod wiring;
mod works;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

pub use names::expand;
use reading::{File, Kind};
use service::{Case, State};
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
    /// States of the empty set and of single faults, which every larger set asks for again.
    small: RefCell<BTreeMap<(String, Vec<usize>), State>>,
}

impl Oracle {
    /// Reads a topology; panics on what is not valid or not supported.
    pub fn load(topology_yaml: &str) -> Oracle {
        let file = File::read(topology_yaml);
        let listed = listed(&file);
        let cases =
            file.services.iter().map(|(name, s)| (name.clone(), Case::new(&file, s))).collect();
        Oracle { file, listed, cases, small: RefCell::default() }
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
        let state = self.state(service, &set);
        let name =
            |device: usize| self.file.components[self.file.devices[device].component].id.clone();
        Outcome {
            effect: EFFECTS[self.worst(service, &set)],
            state: EFFECTS[state.rank],
            node: state.node.map(name),
            paths: state.paths,
        }
    }

    /// The nodes of a service with nothing failed.
    pub fn nominal(&self, service: &str) -> BTreeMap<String, Nominal> {
        let case = &self.cases[service];
        let world = World::new(&self.file, &[]);
        let node = |device: &usize| {
            let id = self.file.components[self.file.devices[*device].component].id.clone();
            let paths = case.paths(&self.file, &world, *device);
            let nominal = Nominal {
                fit: case.fit(&self.file, &world, *device),
                paths: paths.map(|p| p.0),
                non_optimized: paths.map(|p| p.1),
                disjoint: grade::disjoint(&self.file, case, &world, *device),
            };
            (id, nominal)
        };
        case.nodes.iter().map(node).collect()
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
                if minimal && self.state(service, set).rank >= OUTAGE {
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

    /// The worst rank of all subsets.
    fn worst(&self, service: &str, set: &[usize]) -> usize {
        let subset = |bits: u32| {
            let chosen = set.iter().enumerate().filter(|(n, _)| bits >> n & 1 == 1);
            chosen.map(|(_, c)| *c).collect::<Vec<_>>()
        };
        let ranks = (0..1u32 << set.len()).map(|bits| self.state(service, &subset(bits)).rank);
        ranks.max().expect("the empty set")
    }

    fn state(&self, service: &str, set: &[usize]) -> State {
        let judge = || self.cases[service].state(&self.file, &World::new(&self.file, set));
        if set.len() > 1 {
            return judge();
        }
        let mut mapped = set.to_vec();
        mapped.sort_unstable();
        let mut small = self.small.borrow_mut();
        *small.entry((service.to_owned(), mapped)).or_insert_with(judge)
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

/// The devices that cables join to a node of a service, their cables, and all that these need.
fn listed(file: &File) -> Vec<usize> {
    let mut devices: BTreeSet<usize> =
        file.services.values().flat_map(|service| service.nodes.clone()).collect();
    loop {
        let before = devices.len();
        for link in &file.links {
            let ends = link.ends.map(|end| file.ports[end].device);
            if ends.iter().any(|device| devices.contains(device)) {
                devices.extend(ends);
            }
        }
        if devices.len() == before {
            break;
        }
    }
    let mut listed = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, component) in file.components.iter().enumerate() {
        if component.device.is_some_and(|device| devices.contains(&device)) {
            open.push(at);
        }
    }
    for link in &file.links {
        if devices.contains(&file.ports[link.ends[0]].device) {
            open.push(link.cable);
        }
    }
    while let Some(next) = open.pop() {
        if listed.insert(next) {
            let component = &file.components[next];
            open.extend(component.needs.iter().chain(&component.any_of));
        }
    }
    listed.into_iter().collect()
}

/// What must hold whatever the model says: the evaluator's own check.
#[test]
fn effects_only_grow_and_cut_sets_are_minimal() {
    for seed in 0..60 {
        let yaml = random::topology(seed);
        assert_eq!(yaml, random::topology(seed));
        sound(&format!("{seed}"), &yaml);
    }
    for (name, yaml) in small::designs() {
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
        assert!(figures.values().all(|node| node.paths.is_some() == level.is_some()));
    }
}
