//! How long services stand still: by hand for small designs, and against every set of faults judged one by one.
#![cfg(test)]

mod common;
mod oracle;

use common::{haplan, read, references};
use haplan::facts::{Effect, Facts};
use haplan::finding::Severity;
use haplan::sheet::rates::{Availability, Rates, minutes};
use haplan::source::{Source, SourceId};
use haplan::topology::{CompId, Topology};
use haplan::{spec, yaml};
use oracle::whole::{self, Size};

/// A server with one card, an array that the card is cabled to, and nothing that could stand in.
const CHAIN: &str = "
haplan: 1
parts:
  t/server: {kind: server, ports: [{names: [p], protocol: fc}]}
  t/array: {kind: array, access: symmetric, ports: [{names: [q], protocol: fc}]}
servers: {s: {model: t/server}}
arrays: {a: {model: t/array, volumes: {v: {raid: raid1, drives: 2}}}}
links: [\"s:p -- a:q\"]
services: {svc: {home: s, volumes: [\"a:v\"]}}
";

fn rates(text: &str) -> Rates {
    let text = format!("haplan: 1\nkind: rates\n{text}");
    let (source, mut findings) = (Source::new("rates", &text), Vec::new());
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings);
    let found = spec::rates::read(&tree.unwrap(), &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    Rates::new(vec![found])
}

fn close(found: Option<f64>, expected: f64) {
    let found = found.unwrap();
    assert!((found - expected).abs() < 1e-15, "{found} {expected}");
}

#[test]
fn a_chain_stands_still_when_any_part_of_it_does() {
    let (topology, _) = read("chain", CHAIN);
    let facts = Facts::new(&topology);
    // Board, software, array at 1 in 100, ports and cable at 1 in 1000, and of two drives at 1 in 10 both.
    let rates = rates(
        "repair: 1 h\nrates: {server: {mtbf: 99 h}, os: {mtbf: 99 h}, array: {mtbf: 99 h}, port: {mtbf: 999 h}, \
         cable: {mtbf: 999 h}, drive: {mtbf: 9 h}}",
    );
    let found = Availability::of(&facts, &rates);
    close(found.worst(), 1.0 - 0.99_f64.powi(3) * 0.999_f64.powi(3) * (1.0 - 0.01));
    assert!(found.unrated.is_empty() && found.sources.is_empty());
}

#[test]
fn a_part_has_the_rate_of_its_id_before_that_of_its_kind() {
    let (topology, _) = read("chain", CHAIN);
    let facts = Facts::new(&topology);
    let file = "source: a\nrates: {T/Server: {mtbf: 1 y, repair: 876 h, source: b}, server: {mtbf: 1 h, repair: 1 h}}";
    let found = Availability::of(&facts, &rates(file));
    // 876 of 9636 hours.
    close(found.worst(), 1.0 / 11.0);
    let unrated: Vec<(&str, usize)> = found.unrated.into_iter().collect();
    assert_eq!(unrated, [("array", 1), ("cable", 1), ("drive", 2), ("os", 1), ("port", 2)]);
    assert_eq!(found.sources.into_iter().collect::<Vec<_>>(), ["b"]);
    // Twenty failures in a year of a hundred: one in five years.
    let afr = Availability::of(&facts, &rates("rates: {array: {afr: 20 %, repair: 1 y}}"));
    close(afr.worst(), 1.0 / 6.0);
    let nothing = Availability::of(&facts, &rates("rates: {ups: {mtbf: 1 y, repair: 1 y}}"));
    assert_eq!(nothing.worst(), None);
    let never = Availability::of(&facts, &rates("rates: {array: {afr: 0 %, repair: 1 y}}"));
    assert_eq!(never.worst(), Some(0.0));
}

/// The array and its supplies alone stop S1; whatever else there is, two of it must fail.
#[test]
fn s1_stands_still_with_its_array() {
    let s1 = references().into_iter().find(|it| it.name == "s1-complete").unwrap().topology;
    let facts = Facts::new(&s1);
    let array = rates("repair: 24 h\nrates: {array: {mtbf: 499976 h}, supply: {mtbf: 23976 h}}");
    // 24 of 500,000 hours; and both supplies of the array, of both servers or of one switch and a server …
    let found = Availability::of(&facts, &array).worst().unwrap();
    assert!(found > 0.000_048 + 0.000_001 && found < 0.000_048 + 0.000_01, "{found}");
    assert_eq!(minutes(0.000_048), "25");
}

#[test]
fn rates_that_are_wrong_are_told_with_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rates.yaml");
    let path = file.to_str().unwrap();
    for (text, says) in [
        ("rates: {swich: {mtbf: 1 h}}", "3:9: error[unknown-key]: \"swich\" is neither a kind"),
        (
            "rates: {os: {mtbf: 1 h}}",
            "3:9: error[missing-key]: the rate of \"os\" does not say how long",
        ),
        ("rates: {os: {repair: 1 h}}", "3:9: error[missing-key]: the rate of \"os\" says neither"),
        ("rates: {os: {mtbf: 0 h, repair: 1 h}}", "error[bad-value]: \"os\" fails all the time"),
        ("rates: {os: {mtbf: 5}}", "3:20: error[bad-value]: \"5\" lacks a unit"),
        ("rates: {os: {mtbf: 1 h, afr: 1 %, repair: 1 h}}", "given twice, as mtbf and as afr"),
        ("repair: 1 h\nrates: {os: {mtbf: 1 h}, OS: {mtbf: 1 h}}", "4:26: error[duplicate-key]"),
    ] {
        std::fs::write(&file, format!("haplan: 1\nkind: rates\n{text}\n")).unwrap();
        let run = haplan(&["compare", "topologies/s2", "--rates", path, "--lang", "en"]);
        let said = String::from_utf8(run.stderr).unwrap();
        assert!(run.status.code() == Some(2) && said.contains(says), "{text}\n{said}");
        assert_eq!(said.matches("error[").count(), 1, "{said}");
    }
    let run = haplan(&["compare", "topologies/s2", "--rates", "topologies/s2/topology.yaml"]);
    assert_eq!(run.status.code(), Some(2));
}

/// S1's array stands still for 25 minutes a year: four nines and a half, and no five.
#[test]
fn a_brief_is_held_to_the_availability_that_it_requires() {
    let folder = tempfile::tempdir().unwrap();
    let own =
        |name: &str| std::fs::read_to_string(format!("topologies/two-node-brief/{name}")).unwrap();
    for name in ["prices.yaml", "rates.yaml"] {
        std::fs::write(folder.path().join(name), own(name)).unwrap();
    }
    let file = folder.path().join("brief.yaml");
    let run = |required: &str, rates: &str| {
        let brief = own("brief.yaml")
            .replace("require:\n", &format!("require:\n  availability: {required}\n"));
        std::fs::write(&file, format!("{brief}{rates}")).unwrap();
        let run = haplan(&["design", file.to_str().unwrap(), "--variant", "s1", "--lang", "en"]);
        (run.status.code(), String::from_utf8(run.stderr).unwrap())
    };
    assert_eq!(run("99.995 %", "rates: [rates.yaml]\n"), (Some(0), String::new()));
    let (status, said) = run("99.999 %", "rates: [rates.yaml]\n");
    assert_eq!(status, Some(1));
    assert!(
        said.contains("available for 99.9952 % of the time, and 99.9990 % is required"),
        "{said}"
    );
    let (status, said) = run("99.999 %", "");
    assert_eq!(status, Some(2));
    assert!(
        said.contains("error[missing-key]: availability needs rates to be reckoned by"),
        "{said}"
    );
}

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
