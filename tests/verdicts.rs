//! The engine against the brute-force evaluator: every set of at most two faults, on the reference topologies,
//! on small designs made for one rule each, and on random ones.
#![cfg(test)]

mod common;
mod oracle;

use std::collections::BTreeMap;

use common::{read, references};
use haplan::facts::{Facts, Fault};
use haplan::topology::{CompId, Topology};
use oracle::Oracle;

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
        let comps: Vec<CompId> = faults.iter().map(|it| it.component).collect();
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
        let cuts: Vec<Vec<&str>> = facts
            .cut_sets(id, order)
            .iter()
            .map(|set| set.iter().map(|&comp| topology.id(comp)).collect())
            .collect();
        same("cut sets", format!("{cuts:?}"), format!("{:?}", oracle.cut_sets(name, order)))?;
    }
    Ok(())
}

#[test]
fn references_agree_on_every_pair_of_faults() {
    for reference in references() {
        compare(&reference.name, &reference.topology, &reference.text, 2).unwrap();
    }
}

#[test]
fn small_designs_agree_on_every_pair_of_faults() {
    for (name, text) in oracle::small::designs() {
        let (topology, findings) = read(name, &text);
        assert!(findings.is_empty(), "{name}: {findings:#?}\n{text}");
        compare(name, &topology, &text, 2).unwrap_or_else(|it| panic!("{it}\n{text}"));
    }
}

#[test]
fn random_topologies_agree_on_every_pair_of_faults() {
    // `HAPLAN_SEEDS=10000 cargo test --release --test verdicts` for a longer run.
    let seeds = std::env::var("HAPLAN_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(150u64);
    let from = std::env::var("HAPLAN_FROM").ok().and_then(|it| it.parse().ok()).unwrap_or(0u64);
    for seed in from..from + seeds {
        let text = oracle::random::topology(seed);
        let (topology, findings) = read("random", &text);
        assert!(findings.is_empty(), "seed {seed}: {findings:#?}\n{text}");
        if let Err(difference) = compare(&format!("seed {seed}"), &topology, &text, 2) {
            panic!("{difference}\n{text}");
        }
    }
}

/// The first and the last seed of a run, from the environment.
fn seeds(usual: u64) -> std::ops::Range<u64> {
    let given = |name: &str| std::env::var(name).ok().and_then(|it| it.parse::<u64>().ok());
    let from = given("HAPLAN_FROM").unwrap_or(0);
    from..from + given("HAPLAN_SEEDS").unwrap_or(usual)
}

#[test]
fn random_topologies_of_the_whole_model_agree_on_every_set_of_three() {
    let differences: Vec<String> = seeds(500)
        .filter_map(|seed| {
            let text = oracle::whole::topology(seed, oracle::whole::Size::Small);
            let (topology, findings) = read("random", &text);
            if !findings.is_empty() {
                return Some(format!("seed {seed}: {findings:#?}\n{text}"));
            }
            let difference = compare(&format!("seed {seed}"), &topology, &text, 3).err()?;
            Some(format!("{difference}\n{text}"))
        })
        .take(3)
        .collect();
    assert!(differences.is_empty(), "{}", differences.join("\n=====\n"));
}
