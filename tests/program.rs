//! The program as its users run it: what each reference promises, exit statuses, one result whatever the order.
#![cfg(test)]

mod common;

use std::process::{Command, Output};

use common::references;
use haplan::words::Lang;
use serde_json::Value;

fn haplan(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .args(args)
        .env_remove("LC_ALL")
        .env("LANG", "C")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

fn check_json(args: &[&str]) -> (i32, Value) {
    let fixed = ["check", "-f", "json", "--today", "2026-11-22"];
    let output = haplan(&[&fixed, args].concat());
    (output.status.code().unwrap(), serde_json::from_slice(&output.stdout).unwrap())
}

/// Findings of a rule that are not waived, as (component, effect).
fn found(file: &Value, rule: &str) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    file["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|it| it["rule"] == rule && it["waived"].is_null())
        .map(|it| (text(&it["components"][0]), text(&it["effect"])))
        .collect()
}

#[test]
fn each_reference_gets_the_verdict_of_its_answer() {
    let (status, document) = check_json(&["topologies"]);
    assert_eq!(status, 1);
    let files = document["files"].as_array().unwrap();
    assert_eq!(files.len(), references().len());
    for reference in references() {
        let file = files.iter().find(|it| it["topology"] == reference.name.as_str()).unwrap();
        assert_eq!(
            file["verdict"],
            reference.answer["verdict"].as_str().unwrap(),
            "{}",
            reference.name
        );
    }
}

#[test]
fn s1_complete_passes_by_its_waiver_alone() {
    let complete = references().into_iter().find(|it| it.name == "s1-complete").unwrap();
    let folder = tempfile::tempdir().unwrap();
    let (without, _) = complete.text.split_once("waivers:").unwrap();
    let file = folder.path().join("topology.yaml");
    std::fs::write(&file, without).unwrap();
    let (status, document) = check_json(&[file.to_str().unwrap()]);
    assert_eq!(status, 1);
    let single = found(&document["files"][0], "single-point");
    assert_eq!(single, [("msa".to_owned(), "outage".to_owned())]);

    let (status, document) = check_json(&["topologies/s1-complete"]);
    assert_eq!((status, document["summary"]["waived"].as_u64()), (0, Some(1)));
    let expired = haplan(&["check", "topologies/s1-complete", "--today", "2027-07-01"]);
    assert_eq!(expired.status.code(), Some(1));
}

#[test]
fn s1_brief_names_what_stops_it_and_what_splits_it() {
    let (_, document) = check_json(&["topologies/s1-brief"]);
    let mut single = found(&document["files"][0], "single-point");
    single.sort();
    let expected = [
        ("db1:nic2", "split-brain"),
        ("db1:nic2--db2:nic2", "split-brain"),
        ("db2:nic2", "split-brain"),
        ("lan-1", "outage"),
        ("msa", "outage"),
    ];
    assert_eq!(single, expected.map(|(id, effect)| (id.to_owned(), effect.to_owned())));
}

#[test]
fn cheaper_designs_lose_what_their_stories_say() {
    let single = |name: &str| {
        let (_, document) = check_json(&[&format!("topologies/{name}")]);
        found(&document["files"][0], "single-point").into_iter().map(|it| it.0).collect::<Vec<_>>()
    };
    assert!(single("s2").contains(&"fc-a".to_owned()));
    assert_eq!(single("s3"), [""; 0]);
    assert_eq!(single("s4-one-controller"), ["msa/A"]);
    assert_eq!(single("s4"), [""; 0]);
}

#[test]
fn exit_statuses_are_exact() {
    let status = |args: &[&str]| haplan(args).status.code();
    let today = ["--today", "2026-11-22"];
    assert_eq!(status(&[&["check", "topologies/s4"], &today[..]].concat()), Some(0));
    assert_eq!(status(&[&["check", "topologies/s2"], &today[..]].concat()), Some(1));
    let note = ["check", "topologies/s4", "--fail-on", "note"];
    assert_eq!(status(&[&note, &today[..]].concat()), Some(1));
    let worse = ["check", "topologies/s4", "--target", "any_one_fault=degraded"];
    assert_eq!(status(&[&worse, &today[..]].concat()), Some(1));
    let lenient = ["check", "topologies/s2", "--target", "any_one_fault=outage"];
    assert_eq!(status(&[&lenient, &today[..]].concat()), Some(0));
    assert_eq!(status(&["check", "no-such-file.yaml"]), Some(2));
    assert_eq!(status(&["check", "--no-such-flag"]), Some(2));
    assert_eq!(status(&["faults", "topologies/s4/topology.yaml", "--fail", "nothing"]), Some(2));
    assert_eq!(status(&["bom", "topologies"]), Some(2));
    assert_eq!(status(&["check", "topologies/s4", "--only", "no-such-rule"]), Some(2));
    assert_eq!(status(&["--help"]), Some(0));
}

#[test]
fn the_order_of_keys_changes_no_byte() {
    let complete = references().into_iter().find(|it| it.name == "s1-complete").unwrap();
    // Top-level blocks in reverse: spans move, so results without spans are compared.
    let mut blocks: Vec<String> = Vec::new();
    for line in complete.text.lines() {
        let begins = !line.is_empty() && !line.starts_with([' ', '#', '-']);
        if begins || blocks.is_empty() {
            blocks.push(String::new());
        }
        let block = blocks.last_mut().unwrap();
        block.push_str(line);
        block.push('\n');
    }
    // `haplan` stays first, as the format asks.
    let head = blocks.drain(..2).collect::<String>();
    blocks.reverse();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("topology.yaml");
    std::fs::write(&file, head + &blocks.concat()).unwrap();
    let moved = file.to_str().unwrap();
    let original = "topologies/s1-complete/topology.yaml";
    for args in [
        vec!["faults", "FILE", "-f", "json", "--order", "2"],
        vec!["compare", "FILE", "-f", "json"],
        vec!["bom", "FILE", "-f", "json"],
        vec!["cables", "FILE", "-f", "json"],
        vec!["diagram", "FILE"],
    ] {
        let of = |file: &str| {
            let args: Vec<&str> =
                args.iter().map(|&it| if it == "FILE" { file } else { it }).collect();
            let output = haplan(&args);
            assert!(output.status.success(), "{args:?}");
            output.stdout
        };
        assert!(of(original) == of(moved), "{args:?} depends on the order of keys");
    }
}

#[test]
fn what_goes_wrong_together_is_judged_together() {
    let file = "topologies/s1-complete/topology.yaml";
    let args = ["faults", file, "-f", "json", "--fail", "fc-a", "--fail", "fc-b"];
    let document: Value = serde_json::from_slice(&haplan(&args).stdout).unwrap();
    let fault = &document["services"][0]["faults"][0];
    assert_eq!(fault["effect"], "outage");
    assert_eq!(fault["components"], serde_json::json!(["fc-a", "fc-b"]));
    assert!(document["services"][0]["cut_sets"].is_null());
    assert!(fault["node"].is_null());
}

#[test]
fn every_template_begins_a_file_that_is_read() {
    let folder = tempfile::tempdir().unwrap();
    for reference in references() {
        let file = folder.path().join(format!("{}.haplan.yaml", reference.name));
        let path = file.to_str().unwrap();
        let init = ["init", "--from", reference.name.as_str(), "-o", path];
        assert_eq!(haplan(&init).status.code(), Some(0));
        assert_ne!(haplan(&["check", path]).status.code(), Some(2));
        // What is there already is never overwritten.
        assert_eq!(haplan(&init).status.code(), Some(2));
    }
}

#[test]
fn a_report_holds_everything_in_one_folder_a_design() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let args = ["report", "topologies", "-o", out, "--today", "2026-11-22", "--lang", "zh"];
    assert!(haplan(&args).status.success());
    for reference in references() {
        let folder = folder.path().join(&reference.name);
        for file in ["bom.xlsx", "cables.csv", "check.json", "diagram.svg", "faults.json"] {
            assert!(folder.join(file).metadata().unwrap().len() > 0, "{file}");
        }
        let page = std::fs::read_to_string(folder.join("index.html")).unwrap();
        assert!(page.contains("<svg") && page.contains("配置清单") && page.contains("连线表"));
        assert!(!page.contains("src=") && !page.contains("href="), "the page fetches something");
    }
}

#[test]
fn every_rule_is_explained_in_both_languages() {
    for rule in haplan::report::metas() {
        let english = haplan(&["explain", rule.id]);
        let english = String::from_utf8(english.stdout).unwrap();
        assert_eq!(english, rule.page(Lang::En), "{}", rule.id);
        assert!(english.contains("## Why it matters") && !english.contains("```\n\n```"));
        let chinese = String::from_utf8(haplan(&["explain", rule.id, "--lang", "zh"]).stdout);
        let chinese = chinese.unwrap();
        assert!(chinese.contains("## 不通过的例子\n\n```yaml\n"), "{chinese}");
        assert!(!chinese.contains("## Why it matters"), "{chinese}");
    }
    let list = String::from_utf8(haplan(&["rules", "--lang", "zh"]).stdout).unwrap();
    assert!(list.lines().all(|it| it.chars().any(|c| ('一'..='龥').contains(&c))), "{list}");
}

/// What stands in brackets after `error` in the texts that broken files give.
#[test]
fn every_error_of_reading_has_an_answer() {
    let mut ids = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir("tests/broken").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "txt") {
            let text = std::fs::read_to_string(path).unwrap();
            let found = text.split("error[").skip(1).filter_map(|it| it.split_once(']'));
            ids.extend(found.map(|it| it.0.to_owned()));
        }
    }
    assert!(ids.len() > 30, "{ids:?}");
    for id in ids {
        assert_eq!(haplan(&["explain", &id]).status.code(), Some(0), "{id}");
    }
}

#[test]
fn a_way_to_the_clients_ends_at_the_uplink() {
    let args = ["--target", "any_one_fault=degraded", "topologies/s1-complete"];
    let text = String::from_utf8(haplan(&[&["check"], &args[..]].concat()).stdout).unwrap();
    assert!(text.contains("path: [db1] nic1 ── 1 [lan-1] 24\n"), "{text}");
    // What is promised away is not left at "nothing to do".
    assert!(!text.contains("nothing to do"), "{text}");
}

#[test]
fn help_names_the_forms_of_a_command() {
    for (command, forms) in [("check", "text, concise, json"), ("diagram", "svg")] {
        let text = String::from_utf8(haplan(&[command, "-h"]).stdout).unwrap();
        assert!(text.contains(&format!("Form of the result: {forms}")), "{text}");
    }
}

#[test]
fn what_is_waived_is_called_so_in_every_language() {
    for lang in ["en", "zh"] {
        let args = ["check", "-f", "concise", "topologies/s1-complete", "--lang", lang];
        let output = haplan(&[&args[..], &["--today", "2026-11-22"]].concat());
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains(": waived[single-point]: "), "{text}");
    }
}

#[test]
fn a_folder_where_a_file_is_needed_is_said_once() {
    let output = haplan(&["bom", "topologies"]);
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(text, "haplan: \"topologies\" is a folder, and a file is needed\n");
}

/// A disk that is full is no success, a reader that went away no failure; `-` is the screen.
#[cfg(target_os = "linux")]
#[test]
fn what_could_not_be_printed_is_said() {
    let file = "topologies/s3/topology.yaml";
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut program = std::process::Command::new(env!("CARGO_BIN_EXE_haplan"));
    let run = program.args(["compare", file]).stdout(full).output().unwrap();
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    assert!(String::from_utf8(run.stderr).unwrap().contains("cannot be written"));
    let (screen, dash) = (haplan(&["compare", file]), haplan(&["compare", file, "-o", "-"]));
    assert_eq!(screen.stdout, dash.stdout);
    assert!(!std::path::Path::new("-").exists());
}
