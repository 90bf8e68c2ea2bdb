//! The same design gives the same bytes: whatever the order of its keys, written with ranges or without, and on
//! one thread as on several.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::{expand, references};
use serde_yaml::{Mapping, Value};

/// What is compared: everything that speaks of the design and not of places in its file.
const OUTPUTS: [&[&str]; 5] = [
    &["faults", "-f", "json", "--order", "1"],
    &["bom", "-f", "json"],
    &["cables", "-f", "json"],
    &["compare", "-f", "json"],
    &["diagram", "-f", "svg"],
];

fn haplan(before: &[&str], args: &[&str], file: &Path) -> Output {
    let program = env!("CARGO_BIN_EXE_haplan");
    let mut words = before.iter().copied().chain([program]).chain(args.iter().copied());
    let mut command = Command::new(words.next().unwrap());
    command.args(words).arg(file).env_remove("LANG").output().unwrap()
}

/// Every output of a file, and what `check` finds, without its places.
fn outputs(before: &[&str], text: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("design.yaml");
    fs::write(&file, text).unwrap();
    let mut outputs = Vec::new();
    for args in OUTPUTS {
        let output = haplan(before, args, &file);
        assert!(output.status.success(), "{args:?}: {output:?}\n{text}");
        outputs.push(String::from_utf8(output.stdout).unwrap());
    }
    let found = haplan(before, &["check", "-f", "concise", "--today", "2026-11-22"], &file);
    let found = String::from_utf8(found.stdout).unwrap();
    let place = |line: &str| line.splitn(4, ':').last().unwrap_or_default().to_owned();
    let mut found: Vec<String> = found.lines().map(place).collect();
    found.sort();
    outputs.push(found.join("\n"));
    outputs
}

fn assert_same(name: &str, one: &[String], other: &[String]) {
    for (i, (a, b)) in one.iter().zip(other).enumerate() {
        let what = OUTPUTS.get(i).map_or("check", |args| args[0]);
        assert!(a == b, "{name}: {what} differs\n{a}\n{b}");
    }
}

/// The keys of every mapping in another order; only that of controllers means something.
fn shuffled(value: &Value, seed: &mut u64, keep: bool) -> Value {
    match value {
        Value::Mapping(entries) => {
            let mut entries: Vec<(Value, Value)> = entries
                .iter()
                .map(|(key, value)| {
                    let ordered = key.as_str() == Some("controllers");
                    (key.clone(), shuffled(value, seed, ordered))
                })
                .collect();
            for i in (1..entries.len()).rev().filter(|_| !keep) {
                *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                entries.swap(i, (*seed >> 33) as usize % (i + 1));
            }
            Value::Mapping(entries.into_iter().collect())
        }
        Value::Sequence(items) => {
            Value::Sequence(items.iter().map(|item| shuffled(item, seed, false)).collect())
        }
        other => other.clone(),
    }
}

#[test]
fn the_order_of_keys_does_not_matter() {
    for reference in references() {
        let value: Value = serde_yaml::from_str(&reference.text).unwrap();
        let plain = outputs(&[], &reference.text);
        let mut seed = 7;
        let other = serde_yaml::to_string(&shuffled(&value, &mut seed, false)).unwrap();
        assert_same(&reference.name, &plain, &outputs(&[], &other));
    }
}

/// The names that a text stands for; the text itself if it stands for one.
fn names(value: &Value) -> Vec<Value> {
    expand(value.as_str().unwrap()).into_iter().map(Value::from).collect()
}

/// One entry for each name that a key stands for; some fields go with the names one by one.
fn expanded(table: &Value, together: &[&[&str]]) -> Value {
    let mut long = Mapping::new();
    for (key, value) in table.as_mapping().unwrap() {
        let keys = names(key);
        for (i, name) in keys.iter().enumerate() {
            let mut value = value.clone();
            for path in together {
                let mut at = Some(&mut value);
                for step in *path {
                    at = at.and_then(|it| it.get_mut(step));
                }
                if let Some(field) = at.filter(|it| it.is_string()) {
                    let all = names(field);
                    if all.len() == keys.len() {
                        *field = all[i].clone();
                    }
                }
            }
            long.insert(name.clone(), value);
        }
    }
    Value::Mapping(long)
}

/// A link without ranges, once for each cable.
fn cables(link: &Value) -> Vec<Value> {
    let split = |text: &str| {
        let (a, b) = text.split_once("--").unwrap();
        [Value::from(a.trim()), Value::from(b.trim())]
    };
    let ends = match link {
        Value::String(text) => split(text),
        Value::Mapping(_) => split(link["link"].as_str().unwrap()),
        other => panic!("{other:?}"),
    };
    let [a, b] = ends.map(|end| names(&end));
    let one = |(i, (a, b)): (usize, (Value, Value))| {
        let mut cable = match link {
            Value::Mapping(entries) => entries.clone(),
            _ => Mapping::new(),
        };
        cable.remove("link");
        cable.insert("ends".into(), Value::Sequence(vec![a, b]));
        if let Some(label) = cable.get_mut("label") {
            *label = names(label)[i].clone();
        }
        if let Some(Value::Sequence(via)) = cable.get_mut("via") {
            via.iter_mut().for_each(|port| *port = names(port)[i].clone());
        }
        Value::Mapping(cable)
    };
    a.into_iter().zip(b).enumerate().map(one).collect()
}

#[test]
fn ranges_are_a_shorter_way_to_write_the_same() {
    let mut shorter = 0;
    for reference in references() {
        let mut value: Value = serde_yaml::from_str(&reference.text).unwrap();
        for key in ["servers", "switches", "arrays", "power", "racks"] {
            if let Some(table) = value.get_mut(key) {
                *table = expanded(table, &[&["in", "bay"]]);
            }
        }
        if let Some(services) = value.get_mut("services") {
            *services = expanded(services, &[&["home"], &["cluster"]]);
        }
        if let Some(links) = value.get_mut("links") {
            let all = links.as_sequence().unwrap().iter().flat_map(cables).collect();
            *links = Value::Sequence(all);
        }
        let long = serde_yaml::to_string(&value).unwrap();
        shorter += usize::from(long.len() > 4 * reference.text.len());
        assert_same(&reference.name, &outputs(&[], &reference.text), &outputs(&[], &long));
    }
    assert!(shorter > 0, "none of the references saves anything by ranges");
}

#[test]
fn the_number_of_threads_does_not_matter() {
    let one = ["taskset", "-c", "0"];
    if Command::new("taskset").args(["-c", "0", "true"]).output().is_err() {
        return;
    }
    let reference = references().into_iter().find(|it| it.name == "edge-core-200").unwrap();
    // Enough services and links for the work to be shared out.
    let services: String = (0..5000)
        .map(|i| format!("  more-{i}: {{home: srv003, volumes: [\"arr:data\"]}}\n"))
        .collect();
    let text = reference.text.replacen("\nservices:\n", &format!("\nservices:\n{services}"), 1);
    assert!(text.len() > reference.text.len());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("design.yaml");
    fs::write(&file, text).unwrap();
    let check = ["check", "-f", "json", "--today", "2026-11-22"];
    let alone = haplan(&one, &check, &file);
    assert!(!alone.stdout.is_empty());
    assert_eq!(alone.stdout, haplan(&[], &check, &file).stdout);
}
