//! The engine against the brute-force evaluator: every set of at most two faults on the reference topologies and
//! on small designs made for one rule each, of at most three on random ones.
#![cfg(test)]

mod common;
mod oracle;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

use common::{read, references};
use haplan::facts::{Facts, Fault, ServiceFaults};
use haplan::topology::{CompId, Topology};
use oracle::Oracle;
use oracle::whole::{self, Size};

/// A design with more components is judged in part: see [`together`].
const LARGE: usize = 400;

/// Compares everything about a topology up to sets of `order` faults; what differs is named.
fn compare(at: &str, topology: &Topology, text: &str, order: usize) -> Result<(), String> {
    let facts = Facts::new(topology);
    let oracle = Oracle::load(text);
    let serious = facts.serious();
    let mut expected_ids = oracle.components();
    expected_ids.sort();
    for id in topology.service_ids() {
        let name = topology[id].name.as_str();
        let at = format!("{at}: {name}");
        let service = facts.service(id);
        let same = |what: &str, found: String, expected: String| {
            if found == expected {
                Ok(())
            } else {
                Err(format!("{at}: {what}\n engine {found}\n oracle {expected}"))
            }
        };
        let faults: Vec<Fault> = facts.every(&service).collect();
        let ids: Vec<&str> = faults.iter().map(|it| topology.id(it.component)).collect();
        same("components", format!("{ids:?}"), format!("{expected_ids:?}"))?;
        same("level", format!("{:?}", service.level), format!("{:?}", oracle.level(name)))?;
        let nodes: BTreeMap<&str, String> = topology[id]
            .nodes
            .iter()
            .zip(&service.nodes)
            .map(|(&node, (fit, paths))| {
                let figures = paths.map(|it| (it.paths, it.non_optimized, it.disjoint));
                (topology[node].name.as_str(), format!("{fit} {figures:?}"))
            })
            .collect();
        let nominal = oracle.nominal(name);
        let nominal: BTreeMap<&str, String> = nominal
            .iter()
            .map(|(node, it)| {
                let figures = it
                    .paths
                    .zip(it.non_optimized)
                    .zip(it.disjoint)
                    .map(|((paths, non_optimized), disjoint)| (paths, non_optimized, disjoint));
                (node.as_str(), format!("{} {figures:?}", it.fit))
            })
            .collect();
        same("nodes", format!("{nodes:?}"), format!("{nominal:?}"))?;

        let show = |effect: haplan::facts::SetEffect| {
            let node = effect.node.map(|node| topology[topology[id].nodes[node]].name.to_string());
            format!("{} {} {node:?} {:?}", effect.effect.id(), effect.state.id(), effect.paths)
        };
        let oracle_says = |faults: &[&str]| {
            let it = oracle.effect(name, faults);
            format!("{} {} {:?} {:?}", it.effect, it.state, it.node, it.paths)
        };
        same("nominal", show(service.nominal), oracle_says(&[]))?;
        for fault in &faults {
            let comp = topology.id(fault.component);
            same(comp, show(fault.effect), oracle_says(&[comp]))?;
            let listed = serious[id.index()].iter().find(|it| it.component == fault.component);
            let worse = fault.effect.effect >= haplan::facts::Effect::Failover
                && fault.effect.effect > service.nominal.effect;
            same(comp, format!("serious {:?}", listed.is_some()), format!("serious {worse:?}"))?;
        }
        let comps = together(&service, &faults);
        let mut sets = facts.sets(id);
        let mut agree = |set: &[CompId]| {
            let ids: Vec<&str> = set.iter().map(|&comp| topology.id(comp)).collect();
            same(&format!("{ids:?}"), show(sets.effect(set)), oracle_says(&ids))
        };
        for (i, &a) in comps.iter().enumerate().filter(|_| order > 1) {
            for (j, &b) in comps.iter().enumerate().skip(i + 1) {
                agree(&[a, b])?;
                for &c in comps[j + 1..].iter().filter(|_| order > 2) {
                    agree(&[a, b, c])?;
                }
            }
        }
        // Of a large design the evaluator would look for them far too long: there each set found is tried.
        let order = if faults.len() <= LARGE { order } else { 1 };
        let named = |set: &Vec<CompId>| set.iter().map(|&comp| topology.id(comp)).collect();
        let cuts: Vec<Vec<&str>> = facts.cut_sets(id, order).iter().map(named).collect();
        same("cut sets", format!("{cuts:?}"), format!("{:?}", oracle.cut_sets(name, order)))?;
        for cut in facts.cut_sets(id, 2).iter().filter(|_| faults.len() > LARGE).step_by(7) {
            agree(cut)?;
        }
    }
    Ok(())
}

/// The components whose sets are judged: all of them, or, of a large design, some of those that the service has to
/// do with and some of the others. `HAPLAN_ALL=1` takes all that the service has to do with.
fn together(service: &ServiceFaults, faults: &[Fault]) -> Vec<CompId> {
    if faults.len() <= LARGE {
        return faults.iter().map(|it| it.component).collect();
    }
    let every = if std::env::var_os("HAPLAN_ALL").is_some() { 1 } else { 7 };
    let touched = service.faults.iter().map(|it| it.component);
    let mut chosen: Vec<CompId> = touched.step_by(every).collect();
    chosen.extend(faults.iter().map(|it| it.component).step_by(100 * every));
    chosen.sort_unstable();
    chosen.dedup();
    chosen
}

#[test]
fn references_agree_on_every_pair_of_faults() {
    for reference in references() {
        compare(&reference.name, &reference.topology, &reference.text, 2).unwrap();
    }
}

#[test]
fn small_designs_agree_on_every_pair_of_faults() {
    for (name, text) in oracle::small::designs().into_iter().chain(oracle::small::more_designs()) {
        let (topology, findings) = read(name, &text);
        assert!(findings.is_empty(), "{name}: {findings:#?}\n{text}");
        compare(name, &topology, &text, 2).unwrap_or_else(|it| panic!("{it}\n{text}"));
    }
}

#[test]
fn random_topologies_agree_on_every_pair_of_faults() {
    let make = |seed| oracle::random::topology(seed);
    agree_on(seeds(150), 2, &make);
}

/// The first and the last seed of a run, from the environment.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let given = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let from = given("HAPLAN_FROM").unwrap_or(0);
    from..from + given("HAPLAN_SEEDS").unwrap_or(usual)
}

/// Compares what a generator makes of some seeds, on two threads; up to three differences are shown.
fn agree_on(seeds: Range<u64>, order: usize, make: &(dyn Fn(u64) -> String + Sync)) {
    let next = AtomicU64::new(seeds.start);
    let differences = Mutex::new(Vec::new());
    let work = || {
        loop {
            let seed = next.fetch_add(1, Ordering::Relaxed);
            if seed >= seeds.end || differences.lock().unwrap().len() >= 3 {
                return;
            }
            let text = make(seed);
            let (topology, findings) = read("random", &text);
            let found = match findings.is_empty() {
                true => compare(&format!("seed {seed}"), &topology, &text, order),
                false => Err(format!("seed {seed}: {findings:#?}")),
            };
            if let Err(difference) = found {
                differences.lock().unwrap().push(format!("{difference}\n{text}"));
            }
        }
    };
    std::thread::scope(|scope| {
        scope.spawn(work);
        scope.spawn(work);
    });
    let differences = differences.into_inner().unwrap();
    assert!(differences.is_empty(), "{}", differences.join("\n=====\n"));
}

#[test]
fn random_topologies_of_the_whole_model_agree_on_every_set_of_three() {
    agree_on(seeds(500), 3, &|seed| whole::topology(seed, Size::Small));
}

/// `HAPLAN_SEEDS=10000 cargo test --release --test verdicts -- --ignored larger`
#[test]
#[ignore = "takes long: docs/development.md has the last figures"]
fn larger_random_topologies_of_the_whole_model_agree() {
    agree_on(seeds(10_000), 3, &|seed| whole::topology(seed, Size::Large));
}
