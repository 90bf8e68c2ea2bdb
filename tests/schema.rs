//! The JSON Schemas: committed as they are generated, at one with the decoder, and true of our own output.
#![cfg(test)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use haplan::catalog::CatalogueSpec;
use haplan::cli::schema;
use haplan::finding::Finding;
use haplan::source::SourceId;
use haplan::yaml::decode::{Decode, Reader};
use haplan::{spec, yaml};
use jsonschema::Validator;
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn path(kind: &str, draft: &str) -> PathBuf {
    let folder = if draft == "07" { "schemas/draft-07" } else { "schemas" };
    root().join(folder).join(format!("{kind}.schema.json"))
}

fn validator(kind: &str, draft: &str) -> Validator {
    let schema: Value = serde_json::from_str(&schema::text(kind, draft)).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

#[test]
fn committed_schemas_are_those_of_the_program() {
    for draft in schema::DRAFTS {
        for kind in schema::KINDS {
            let (path, text) = (path(kind, draft), schema::text(kind, draft));
            if std::env::var_os("UPDATE").is_some() {
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(&path, text).unwrap();
                continue;
            }
            let committed = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                committed == text,
                "{} is stale: run UPDATE=1 cargo test --test schema",
                path.display()
            );
        }
    }
}

/// Every mapping of keys in a schema, with a path to it.
fn properties<'v>(value: &'v Value, path: &str, found: &mut Vec<(String, &'v Value)>) {
    match value {
        Value::Object(map) => {
            if let Some(Value::Object(keys)) = map.get("properties") {
                found.extend(keys.iter().map(|(key, it)| (format!("{path}.{key}"), it)));
            }
            for (key, value) in map {
                properties(value, &format!("{path}/{key}"), found);
            }
        }
        Value::Array(list) => list.iter().for_each(|it| properties(it, path, found)),
        _ => {}
    }
}

#[test]
fn every_key_of_a_file_is_described_and_nothing_may_be_null() {
    for draft in schema::DRAFTS {
        for kind in ["topology", "catalogue"] {
            let text = schema::text(kind, draft);
            assert!(!text.contains("\"null\""), "the decoder takes no null");
            assert!(!text.contains("\"oneOf\""), "choices are enums: editors complete those");
            let schema: Value = serde_json::from_str(&text).unwrap();
            let mut keys = Vec::new();
            properties(&schema, "", &mut keys);
            assert!(keys.len() > 30);
            for (key, value) in keys {
                let described = value["description"].as_str().is_some_and(|it| it.len() > 3);
                assert!(described, "{kind} {draft}: {key} has no description: {value}");
            }
        }
    }
}

/// What the reader alone says, before names are looked up: that is as far as a schema can see.
fn decode(kind: &str, text: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let limits = Default::default();
    let Some(tree) = yaml::Tree::parse(SourceId::default(), text, &limits, &mut findings) else {
        return findings;
    };
    match kind {
        "topology" => {
            spec::read(&tree, &mut findings);
        }
        _ => {
            CatalogueSpec::decode(&mut Reader::new(&tree, &mut findings), tree.root());
        }
    }
    findings
}

/// The rules of the decoder, which a schema can see as well.
const OF_RECORDS: &[&str] = &[
    "bad-link",
    "bad-value",
    "missing-key",
    "not-supported-yet",
    "refused-protocol",
    "unknown-key",
    "unknown-version",
    "wrong-type",
];

fn yaml_of(text: &str) -> Value {
    json_of(text).unwrap()
}

/// A text as an editor's YAML reader takes it, if it is YAML for that one.
fn json_of(text: &str) -> Option<Value> {
    let mut value: serde_yaml::Value = serde_yaml::from_str(text).ok()?;
    value.apply_merge().ok()?;
    serde_json::to_value(value).ok()
}

#[test]
fn every_reference_and_every_catalogue_fits_its_schema() {
    for draft in schema::DRAFTS {
        let of_topology = validator("topology", draft);
        for reference in common::references() {
            let errors: Vec<String> = of_topology
                .iter_errors(&yaml_of(&reference.text))
                .map(|it| it.to_string())
                .collect();
            assert!(errors.is_empty(), "{}: {errors:?}", reference.name);
        }
        let of_catalogue = validator("catalogue", draft);
        for entry in fs::read_dir(root().join("src/catalog/data")).unwrap() {
            let path = entry.unwrap().path();
            let text = fs::read_to_string(&path).unwrap();
            let errors: Vec<String> =
                of_catalogue.iter_errors(&yaml_of(&text)).map(|it| it.to_string()).collect();
            assert!(errors.is_empty(), "{}: {errors:?}", path.display());
        }
    }
}

/// What stands in s1-complete, and what is put in its place.
const MUTATIONS: &[(&str, &str)] = &[
    // Both take these.
    ("title: ", "title: 2 # "),
    ("existing: true", "existing: false"),
    ("cpus: 4", "cpus: 0"),
    ("rack: R1}\n", "rack: {in: R1, unit: 10}}\n"),
    ("heartbeat: [beat, office]", "heartbeat: beat"),
    ("uplinks: [\"lan-1:24\", \"lan-2:24\"]", "uplinks: lan-1:24"),
    ("raid: raid10, drives", "raid: {survives: 2}, drives"),
    ("takeover: 60 s", "takeover: 1.5 min"),
    ("memory: 64 GiB", "memory: 64GiB"),
    ("- msa:A0 -- fc-a:2", "- [msa:A0, fc-a:2]"),
    ("- msa:A0 -- fc-a:2", "- {ends: [msa:A0, fc-a:2]}"),
    ("until: 2027-06-30", "until: 2028-02-29"),
    ("model: hp/msa2012fc", "model: {kind: array}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: optic, speeds: [0.1, 8]}}"),
    ("haplan: 1", "haplan: 1\nkind: topology"),
    // Both refuse these.
    ("haplan: 1", "haplan: 2"),
    ("haplan: 1", "haplan: one"),
    ("haplan: 1", "haplan: 1\nkind: racks"),
    ("haplan: 1", "haplan: 1\nkind: topolgy"),
    ("haplan: 1", "haplan: 1\nmirrors: {}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {vendor: ACME}}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: gadget}}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: optic, speeds: [fast]}}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: optic, speeds: [-1]}}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: server, ports: [{names: x}]}}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: server, ports: [{names: x, protocol: fcoe}]}}"),
    ("haplan: 1", "haplan: 1\nparts: {a/b: {kind: server, psus: {needed: 1}}}"),
    ("servers:\n", "servrs:\n"),
    ("cpus: 4", "cpu: 4"),
    ("cpus: 4", "cpus: four"),
    ("cpus: 4", "cpus: -4"),
    ("cpus: 4", "cpus: 4.5"),
    ("cpus: 4", "cpus: 99999999999"),
    ("cpus: 4", "cpus: [4]"),
    ("memory: 64 GiB", "memory: 64"),
    ("memory: 64 GiB", "memory: 64 gigs"),
    ("memory: 64 GiB", "memory: {GiB: 64}"),
    ("model: hp/proliant-dl580-g5", "modle: hp/proliant-dl580-g5"),
    ("model: hp/proliant-dl580-g5", "model: [hp/proliant-dl580-g5]"),
    ("adapters: {hba1: {model: hp/fc1242sr, slot: 3}}", "adapters: [hp/fc1242sr]"),
    ("adapters: {hba1: {model: hp/fc1242sr, slot: 3}}", "adapters: {hba1: {slot: 3}}"),
    ("adapters: {hba1: {model: hp/fc1242sr, slot: 3}}", "adapters: {hba1: hp/fc1242sr}"),
    ("power: {psu1: pdu-a, psu2: pdu-b}", "power: pdu-a"),
    ("power: {psu1: pdu-a, psu2: pdu-b}", "power: {psu1: [pdu-a]}"),
    ("rack: R1}\n", "rack: {unit: 10}}\n"),
    ("rack: R1}\n", "rack: [R1]}\n"),
    ("existing: true", "existing: 1"),
    ("existing: true", "existing: maybe"),
    ("fabric: A", "fabrik: A"),
    ("raid: raid10", "raid: raid11"),
    ("raid: raid10", "raid: {survive: 1}"),
    ("use: system", "use: data"),
    ("kind: feed", "kind: fed"),
    ("{kind: feed}", "{}"),
    ("role: clients", "role: client"),
    ("role: clients, ", ""),
    ("role: heartbeat", "role: replication"),
    ("length: 5 m", "length: 5"),
    ("length: 5 m", "length: 5 metres"),
    ("length: 5 m", "lenght: 5 m"),
    ("- msa:A0 -- fc-a:2", "- msa:A0"),
    ("- msa:A0 -- fc-a:2", "- msa:A0 -- fc-a:2 -- fc-b:9"),
    ("- msa:A0 -- fc-a:2", "- [msa:A0]"),
    ("- msa:A0 -- fc-a:2", "- [msa:A0, fc-a:2, fc-b:9]"),
    ("- msa:A0 -- fc-a:2", "- [{msa: A0}, fc-a:2]"),
    ("- msa:A0 -- fc-a:2", "- {network: office}"),
    ("- msa:A0 -- fc-a:2", "- {link: msa:A0 -- fc-a:2, ends: [msa:A0, fc-a:2]}"),
    ("- msa:A0 -- fc-a:2", "- {ends: [msa:A0]}"),
    ("nodes: [db1, db2]", "node: [db1, db2]"),
    ("nodes: [db1, db2]", "nodes: {db1: 1}"),
    ("mode: active-standby", "mode: dual-active"),
    ("takeover: 60 s", "takeover: 60"),
    ("quorum: {volume: \"msa:quorum\"}", "quorum: \"msa:quorum\""),
    ("quorum: {volume: \"msa:quorum\"}", "quorum: {server: wit}"),
    ("heartbeat: [beat, office]", "heartbeat: [beat, {volume: \"msa:hb\"}]"),
    ("load: {cpus: 2", "load: {cpu: 2"),
    ("any_one_fault: failover", "any_one_fault: none"),
    ("reason: second array is phase 2, ", ""),
    ("until: 2027-06-30", "until: 2027-13-30"),
    ("until: 2027-06-30", "until: 30.06.2027"),
    ("waivers:\n  - ", "waivers:\n  - at: msa\n  - "),
];

/// Where the two differ, and why that is right.
const DIFFER: &[(&str, &str, &str)] = &[
    (
        "cpus: 4",
        "cpus: \"4\"",
        "the reader takes text as written, an editor may well ask for a number",
    ),
    ("existing: true", "existing: \"true\"", "the same with a boolean"),
    ("cpus: 4", "cpus: 4.0", "JSON Schema holds 4.0 for a whole number"),
    ("until: 2027-06-30", "until: 2027-02-30", "a pattern knows no calendar"),
    ("title: ", "title: null # ", "the reader takes null as a word"),
    ("- msa:A0 -- fc-a:2", "- msa -- fc-a:2", "ends are looked at when names are looked up"),
    ("length: 5 m", "length: 9999999999999 km", "a pattern knows no largest number"),
];

#[test]
fn schema_and_decoder_agree() {
    let text = fs::read_to_string(root().join("topologies/s1-complete/topology.yaml")).unwrap();
    assert!(MUTATIONS.len() >= 40);
    let mut wrong = Vec::new();
    for draft in schema::DRAFTS {
        let validator = validator("topology", draft);
        let verdicts = |from: &str, to: &str| {
            assert!(text.contains(from), "{from} is not in the file");
            let mutated = text.replacen(from, to, 1);
            let found = decode("topology", &mutated);
            (validator.is_valid(&yaml_of(&mutated)), found.is_empty(), found)
        };
        for (from, to) in MUTATIONS {
            let (by_schema, by_decoder, found) = verdicts(from, to);
            if by_schema != by_decoder {
                wrong.push(format!("{from} → {to}: schema {by_schema}, decoder {found:?}"));
            }
        }
        for (from, to, why) in DIFFER {
            let (by_schema, by_decoder, _) = verdicts(from, to);
            assert_ne!(by_schema, by_decoder, "{from} → {to} no longer differs: {why}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Broken files on which the two differ, and why that is right.
const BROKEN_DIFFER: &[(&str, &str)] = &[
    ("bool-capital.yaml", "YAML takes True for a boolean, and the reader asks for one spelling"),
    ("link-over-two-lines.yaml", "ends are looked at when names are looked up"),
    ("kind-brief.yaml", "the kind is looked at before a file is read"),
    ("catalogue-includes-topology.yaml", "the kind is looked at before a file is read"),
    ("catalogue-like-unknown.yaml", "the kind is looked at before a file is read"),
    ("catalogue-mistakes.yaml", "the kind is looked at before a file is read"),
];

#[test]
fn schema_and_decoder_agree_on_broken_files() {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join("tests/broken"))
        .unwrap()
        .map(|it| it.unwrap().path())
        .filter(|it| it.extension().is_some_and(|it| it == "yaml"))
        .collect();
    files.sort();
    let (mut refused, mut taken, mut wrong) = (0, 0, Vec::new());
    for draft in schema::DRAFTS {
        let validator = validator("topology", draft);
        for file in &files {
            let name = file.file_name().unwrap().to_str().unwrap();
            let Ok(text) = fs::read_to_string(file) else { continue };
            let Some(value) = json_of(&text) else { continue };
            let found = decode("topology", &text);
            // What is no matter of records: syntax, anchors, keys given twice.
            if found.iter().any(|it| !OF_RECORDS.contains(&it.rule)) {
                continue;
            }
            let (by_schema, by_decoder) = (validator.is_valid(&value), found.is_empty());
            *(if by_decoder { &mut taken } else { &mut refused }) += 1;
            let differ = BROKEN_DIFFER.iter().any(|it| it.0 == name);
            if (by_schema == by_decoder) == differ {
                let found: Vec<String> =
                    found.iter().map(|it| it.message.text(haplan::words::Lang::En)).collect();
                wrong.push(format!("{name}: schema {by_schema}, decoder {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(refused > 80 && taken > 80, "{refused} refused, {taken} taken");
}

/// A line of a file with a small mistake, or with something that is none: its key misspelt, its value
/// another one, the line left out.
fn variants(line: &str) -> Vec<String> {
    let mut variants = vec![String::new()];
    let end = line.find(" #").unwrap_or(line.len());
    let Some(colon) =
        line[..end].find(": ").or_else(|| line.trim_end().strip_suffix(':').map(str::len))
    else {
        return variants;
    };
    variants.push(format!("{}x{}", &line[..colon], &line[colon..]));
    for value in ["7", "word", "[a, b, c]", "{zz: 1}", "[]", "{}", "true", "\"a:b\""] {
        variants.push(format!("{}: {value}", &line[..colon]));
    }
    // Inside of braces: the last value of the line.
    if let Some(last) = line[..end].rfind(": ").filter(|&last| last > colon) {
        let rest = &line[last + 2..end];
        let until = rest.find([',', '}', ']']).unwrap_or(rest.len());
        for value in ["7", "word", "[a, b]", "{zz: 1}"] {
            variants.push(format!("{}: {value}{}", &line[..last], &rest[until..]));
        }
    }
    variants
}

#[test]
fn schema_and_decoder_agree_on_every_reference_with_a_line_changed() {
    // HAPLAN_ALL looks at every change, in some minutes; else one in so many is enough.
    let step = if std::env::var_os("HAPLAN_ALL").is_some() { 1 } else { 11 };
    let validator = validator("topology", schema::DRAFTS[0]);
    let (mut number, mut refused, mut taken, mut wrong) = (0, 0, 0, Vec::new());
    for reference in common::references() {
        if reference.text.len() > 20_000 {
            continue;
        }
        let lines: Vec<&str> = reference.text.lines().collect();
        for (at, line) in lines.iter().enumerate() {
            for variant in variants(line) {
                number += 1;
                if number % step != 0 {
                    continue;
                }
                let mut changed = lines.clone();
                changed[at] = &variant;
                let text = changed.join("\n") + "\n";
                let found = decode("topology", &text);
                let of_records = found.iter().all(|it| OF_RECORDS.contains(&it.rule));
                let Some(value) = json_of(&text).filter(|_| of_records) else { continue };
                let (by_schema, by_decoder) = (validator.is_valid(&value), found.is_empty());
                *(if by_decoder { &mut taken } else { &mut refused }) += 1;
                if by_schema != by_decoder {
                    let name = &reference.name;
                    let found: Vec<String> =
                        found.iter().map(|it| it.message.text(haplan::words::Lang::En)).collect();
                    wrong.push(format!("{name}: {variant}: schema {by_schema}, decoder {found:?}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {number}\n{}", wrong.len(), wrong.join("\n"));
    assert!(refused > 200 && taken > 50, "{refused} refused, {taken} taken");
}

#[test]
fn what_check_and_faults_print_fits_its_schema() {
    let mut folders: Vec<_> =
        fs::read_dir(root().join("topologies")).unwrap().map(|it| it.unwrap().path()).collect();
    folders.sort();
    let mut files: Vec<PathBuf> = folders.iter().map(|it| it.join("topology.yaml")).collect();
    files.retain(|it| it.exists());
    assert!(files.len() >= 6);
    files.push(root().join("tests/broken/several-at-once.yaml"));
    let run = |args: &[&str], file: &Path| -> Value {
        let output =
            Command::new(env!("CARGO_BIN_EXE_haplan")).args(args).arg(file).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    };
    for draft in schema::DRAFTS {
        let (of_check, of_faults) = (validator("check", draft), validator("faults", draft));
        for file in &files {
            let valid = |validator: &Validator, value: &Value| {
                let errors: Vec<String> =
                    validator.iter_errors(value).map(|it| it.to_string()).collect();
                assert!(errors.is_empty(), "{}: {errors:?}", file.display());
            };
            valid(&of_check, &run(&["check", "-f", "json"], file));
            if !file.ends_with("several-at-once.yaml") {
                let faults = run(&["faults", "-f", "json"], file);
                let failing = faults["services"][0]["faults"][0]["components"][0].as_str().unwrap();
                valid(&of_faults, &faults);
                valid(&of_faults, &run(&["faults", "-f", "json", "--order", "2"], file));
                valid(&of_faults, &run(&["faults", "-f", "json", "--fail", failing], file));
            }
        }
    }
}

/// A record without a word would be called a topology in messages.
#[test]
fn every_record_has_a_word_of_its_own() {
    fn visit(folder: &Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                visit(&path, found);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            let records = text.lines().filter_map(|line| {
                let (name, rest) = line.trim().strip_prefix('"')?.split_once('"')?;
                rest.starts_with(" pub struct ").then(|| name.to_owned())
            });
            found.extend(records);
        }
    }
    let mut records = Vec::new();
    visit(&root().join("src/spec"), &mut records);
    visit(&root().join("src/catalog"), &mut records);
    assert!(records.len() > 30, "{records:?}");
    for record in records {
        let word = haplan::words::records::word(&record);
        assert_eq!(word.name(), format!("RECORD_{}", record.to_uppercase()));
    }
}
