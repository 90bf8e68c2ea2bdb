//! The hand-written answers beside the reference topologies, against the brute-force evaluator.

#![cfg(test)]

mod oracle;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use oracle::{Oracle, expand};
use serde_yaml::Value;

/// One folder of topologies/.
struct Reference {
    name: String,
    topology: String,
    answer: Value,
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn references() -> Vec<Reference> {
    let folder = root().join("topologies");
    let mut names: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .filter(|entry| entry.path().join("topology.yaml").exists())
        .map(|entry| entry.file_name().into_string().unwrap())
        .collect();
    names.sort();
    let read = |name: String| {
        let topology = fs::read_to_string(folder.join(&name).join("topology.yaml")).unwrap();
        let answer = fs::read_to_string(folder.join(&name).join("answer.yaml")).unwrap();
        Reference { name, topology, answer: serde_yaml::from_str(&answer).unwrap() }
    };
    names.into_iter().map(read).collect()
}

/// A list of ids, ranges expanded, by code point.
fn ids(list: &Value) -> Vec<String> {
    let mut ids: Vec<String> =
        list.as_sequence().unwrap().iter().flat_map(|id| expand(id.as_str().unwrap())).collect();
    ids.sort();
    ids
}

/// The answered effect of each component of a service.
fn effects(answer: &Value) -> BTreeMap<String, String> {
    let mut effects = BTreeMap::new();
    for row in answer["effects"].as_sequence().unwrap() {
        for id in ids(&row["components"]) {
            let effect = row["effect"].as_str().unwrap().to_owned();
            assert!(effects.insert(id.clone(), effect).is_none(), "{id} is answered twice");
        }
    }
    effects
}

/// The answers of each service of each folder.
fn answers() -> Vec<(String, Oracle, String, Value)> {
    let mut answers = Vec::new();
    for reference in references() {
        for (service, answer) in reference.answer["services"].as_mapping().unwrap() {
            let service = service.as_str().unwrap().to_owned();
            let oracle = Oracle::load(&reference.topology);
            answers.push((reference.name.clone(), oracle, service, answer.clone()));
        }
    }
    assert!(answers.len() >= 6);
    answers
}

#[test]
fn every_component_is_answered_and_agrees() {
    let mut differences = Vec::new();
    for (name, oracle, service, answer) in answers() {
        let answered = effects(&answer);
        let components = oracle.components();
        assert_eq!(answered.keys().cloned().collect::<Vec<_>>(), components, "{name}");
        for id in &components {
            let effect = oracle.effect(&service, &[id]).effect;
            if answered[id] != effect {
                differences.push(format!("{name}: {id}: {} answered, {effect}", answered[id]));
            }
        }
    }
    assert!(differences.is_empty(), "{differences:#?}");
}

#[test]
fn counts_and_lists_follow_from_the_effects() {
    for (name, oracle, service, answer) in answers() {
        let answered = effects(&answer);
        let real = |effects: &[&str]| {
            let of =
                |id: &&String| effects.contains(&answered[*id].as_str()) && !oracle.logical(id);
            answered.keys().filter(of).cloned().collect::<Vec<String>>()
        };
        for effect in oracle::EFFECTS {
            let count = answer["counts"][effect].as_u64().unwrap();
            assert_eq!(count, real(&[effect]).len() as u64, "{name}: {service}: {effect}");
        }
        let single = real(&["outage", "split-brain", "data-loss"]);
        assert_eq!(ids(&answer["single_points"]), single, "{name}: {service}");
        assert_eq!(ids(&answer["takeover_only"]), real(&["failover"]), "{name}: {service}");
        let cuts: Vec<String> = oracle.cut_sets(&service, 1).into_iter().flatten().collect();
        assert_eq!(cuts, single, "{name}: {service}");
    }
}

#[test]
fn levels_and_nodes_agree() {
    for (name, oracle, service, answer) in answers() {
        let level = answer["level"].as_u64();
        assert_eq!(oracle.level(&service).map(u64::from), level, "{name}: {service}");
        let nominal = oracle.nominal(&service);
        let nodes = answer["nodes"].as_mapping().unwrap();
        assert_eq!(nominal.len(), nodes.len(), "{name}: {service}");
        for (node, answered) in nodes {
            let found = &nominal[node.as_str().unwrap()];
            let figure = |key: &str| answered[key].as_u64().map(|n| n as usize);
            assert_eq!(answered["fit"].as_bool(), Some(found.fit), "{name}: {node:?}");
            assert_eq!(figure("paths"), found.paths, "{name}: {node:?}");
            assert_eq!(figure("non_optimized"), found.non_optimized, "{name}: {node:?}");
            assert_eq!(figure("disjoint"), found.disjoint, "{name}: {node:?}");
        }
    }
}

#[test]
fn every_reason_stands_in_the_model() {
    let model = fs::read_to_string(root().join("docs/model.md")).unwrap();
    for (name, _, _, answer) in answers() {
        for row in answer["effects"].as_sequence().unwrap() {
            let because = row["because"].as_str().unwrap();
            assert!(because.ends_with('.') && model.contains(because), "{name}: {because}");
        }
    }
}

#[test]
fn the_example_of_the_model_is_s1_complete() {
    let model = fs::read_to_string(root().join("docs/model.md")).unwrap();
    let (_, rest) = model.split_once("```yaml\n").unwrap();
    let (example, _) = rest.split_once("```").unwrap();
    let file = root().join("topologies/s1-complete/topology.yaml");
    assert_eq!(example, fs::read_to_string(file).unwrap());
}

// The engine against these answers and against the evaluator belongs here: for each of `answers()`, what the program
// says of every component; for `oracle::random::topology(seed)` and the references, every set up to order two.
