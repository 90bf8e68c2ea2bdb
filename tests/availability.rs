//! How long services stand still: by hand for small designs, and against every set of faults judged one by one.
#![cfg(test)]

mod common;
mod oracle;

use common::{read, references};
use haplan::facts::{Effect, Facts};
use haplan::finding::Severity;
use haplan::topology::{CompId, Topology};
use oracle::whole::{self, Size};

/// What each service's unavailability is when these components alone can fail: the sum over all sets of them that
/// stop it, each judged by the engine.
fn one_by_one(topology: &Topology, of: &[(CompId, f64)]) -> Vec<f64> {
    let facts = Facts::new(topology);
    let services = topology.service_ids().map(|id| {
        let mut sets = facts.sets(id);
        let all = (0..1_u32 << of.len()).map(|set| {
            let is_in = |number: &usize| set >> number & 1 == 1;
            let faults: Vec<CompId> =
                (0..of.len()).filter(is_in).map(|number| of[number].0).collect();
            let likely: f64 = (0..of.len())
                .map(|number| if is_in(&number) { of[number].1 } else { 1.0 - of[number].1 })
                .product();
            if sets.effect(&faults).effect >= Effect::Outage { likely } else { 0.0 }
        });
        all.sum()
    });
    services.collect()
}

fn numbers(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    move |sides| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % sides as u64) as usize
    }
}

fn compare(name: &str, topology: &Topology, seeds: std::ops::Range<u64>, most: usize) {
    let facts = Facts::new(topology);
    let physical: Vec<CompId> =
        facts.listed().iter().copied().filter(|&it| !facts.is_logical(it)).collect();
    // Those that do something are asked more often.
    let serious: Vec<CompId> =
        facts.serious().into_iter().flatten().map(|it| it.component).collect();
    for seed in seeds {
        let mut roll = numbers(seed);
        let mut chosen: Vec<(CompId, f64)> = Vec::new();
        while chosen.len() < most.min(physical.len()) {
            let from = if roll(2) == 0 && !serious.is_empty() { &serious } else { &physical };
            let comp = from[roll(from.len())];
            let likely = (1 + roll(99)) as f64 / 100.0;
            if !chosen.iter().any(|it| it.0 == comp) {
                chosen.push((comp, likely));
            } else if roll(8) == 0 {
                break;
            }
        }
        let of = |comp: CompId| chosen.iter().find(|it| it.0 == comp).map_or(0.0, |it| it.1);
        let found = facts.unavailability(&of);
        let expected = one_by_one(topology, &chosen);
        let names: Vec<&str> = chosen.iter().map(|it| topology.id(it.0)).collect();
        for (found, expected) in found.iter().zip(expected) {
            let found = found.unwrap_or_else(|| panic!("{name} is too large"));
            assert!((found - expected).abs() < 1e-12, "{name} {found} {expected} {names:?}");
        }
    }
}

#[test]
fn references_stand_still_as_often_as_their_sets_of_faults_say() {
    for reference in references() {
        compare(&reference.name, &reference.topology, 0..12, 7);
    }
}

/// Mirrors, fences, votes and whatever else the model has, as the generator deals them.
#[test]
fn random_designs_stand_still_as_often_as_their_sets_of_faults_say() {
    let seeds = std::env::var("HAPLAN_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(60);
    for seed in 0..seeds {
        let text = whole::topology(seed, Size::Small);
        let (topology, findings) = read("random", &text);
        assert!(findings.iter().all(|it| it.severity != Severity::Error), "{findings:?}\n{text}");
        compare(&format!("{seed}\n{text}"), &topology, seed..seed + 3, 6);
    }
}
