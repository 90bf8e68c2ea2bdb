//! `haplan diff`: what changes from one design to another, cables above all.
#![cfg(test)]

mod common;

use std::process::{Command, Output};

use common::{read, references};
use haplan::render;
use haplan::sheet::diff::{Action, Diff, diff};
use haplan::topology::Topology;
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

fn design(text: &str) -> Topology {
    let (topology, findings) = read("t", text);
    assert!(findings.is_empty(), "{findings:#?}");
    topology
}

/// A reference with one text for another.
fn changed(name: &str, changes: &[(&str, &str)]) -> (Topology, Topology) {
    let reference = references().into_iter().find(|it| it.name == name).unwrap();
    let mut text = reference.text.clone();
    for (from, to) in changes {
        assert!(text.contains(from), "{name} has no {from}");
        text = text.replace(from, to);
    }
    (reference.topology, design(&text))
}

/// Each cable in a line: action, label, ends before, ends after.
fn cables(diff: &Diff) -> Vec<String> {
    let ends = |it: &haplan::sheet::diff::CableState| it.ends.join("--");
    diff.cables
        .iter()
        .map(|it| {
            let (old, new) = (it.old.as_ref().map(ends), it.new.as_ref().map(ends));
            let keys: Vec<&str> = it.changes.iter().map(|it| it.key.as_str()).collect();
            let (old, new) = (old.unwrap_or_default(), new.unwrap_or_default());
            format!("{} {old} > {new} {}", it.action.id(), keys.join(",")).trim().to_owned()
        })
        .collect()
}

fn bought(diff: &Diff) -> Vec<(u32, u32, String)> {
    let line =
        |it: &haplan::sheet::diff::PartChange| (it.buy, it.spare, it.description.text(Lang::En));
    diff.parts.iter().map(line).collect()
}

#[test]
fn a_cable_in_another_port_is_a_move_and_nothing_is_bought() {
    let (old, new) = changed("s1-complete", &[("msa:B1 -- fc-a:3", "msa:B1 -- fc-a:5")]);
    let diff = diff(&old, &new, Vec::new());
    assert_eq!(cables(&diff), ["move fc-a:3--msa:B1 > fc-a:5--msa:B1"]);
    assert!(diff.parts.is_empty() && diff.things.is_empty() && diff.services.is_empty());
    assert!(!diff.is_empty(), "a move is a change");
}

#[test]
fn a_label_makes_a_cable_the_same_wherever_it_goes() {
    let (old, new) = changed(
        "s1-complete",
        &[(
            "msa:B0 -- fc-b:3, cable: hp/221692-b22, length: 5 m",
            "lan-1:7 -- lan-2:7, network: office",
        )],
    );
    // A cable of another sort is not the same one, whatever its label says.
    let other = diff(&old, &new, Vec::new());
    assert_eq!(cables(&other), ["remove fc-b:3--msa:B0 >", "add  > lan-1:7--lan-2:7"]);
    let (old, new) =
        changed("s1-complete", &[("link: msa:B0 -- fc-b:3", "link: fc-a:6 -- fc-b:7")]);
    let moved = diff(&old, &new, Vec::new());
    assert_eq!(cables(&moved), ["move fc-b:3--msa:B0 > fc-a:6--fc-b:7 purpose"]);
}

#[test]
fn cables_swapped_between_fabrics_are_two_moves_and_new_single_points() {
    let (old, new) =
        changed("s1-complete", &[("db[1-2]:hba1/2 -- fc-b:[0-1]", "db[1-2]:hba1/2 -- fc-a:[6-7]")]);
    let diff = diff(&old, &new, Vec::new());
    assert_eq!(
        cables(&diff),
        [
            "move db1:hba1/2--fc-b:0 > db1:hba1/2--fc-a:6 purpose",
            "move db2:hba1/2--fc-b:1 > db2:hba1/2--fc-a:7 purpose"
        ]
    );
    let service = &diff.services[0];
    let (was, is) = (service.old.as_ref().unwrap(), service.new.as_ref().unwrap());
    assert_eq!(was.single_points, ["msa"]);
    assert!(is.single_points.contains(&"fc-a".to_owned()), "{:?}", is.single_points);
    // Two more ports of fc-a take optics, two of fc-b no longer do.
    assert!(diff.parts.is_empty(), "{:?}", bought(&diff));
}

#[test]
fn another_length_is_another_cable_in_the_same_ports() {
    let (old, new) = changed(
        "s1-complete",
        &[(
            "{link: msa:B0 -- fc-b:3, cable: hp/221692-b22, length: 5 m, label: F-08}",
            "{link: msa:B0 -- fc-b:3, length: 15 m, label: F-08}",
        )],
    );
    let diff = diff(&old, &new, Vec::new());
    assert_eq!(cables(&diff), ["change fc-b:3--msa:B0 > fc-b:3--msa:B0 medium,length,part_number"]);
    let parts = bought(&diff);
    assert_eq!(parts.iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(), [(1, 0), (0, 1)]);
}

#[test]
fn what_was_ordered_and_is_there_now_is_neither_bought_nor_left_over() {
    let (old, new) = changed(
        "s1-complete",
        &[("fabric: A, power: {psu1: pdu-a}", "fabric: A, existing: true, power: {psu1: pdu-a}")],
    );
    let diff = diff(&old, &new, Vec::new());
    assert!(diff.parts.is_empty(), "{:?}", bought(&diff));
    assert_eq!(diff.things.len(), 1);
    assert_eq!(
        (diff.things[0].name.as_str(), diff.things[0].changes[0].key.as_str()),
        ("fc-a", "existing")
    );
}

#[test]
fn nothing_changes_between_a_design_and_itself() {
    for reference in references() {
        let diff = diff(&reference.topology, &reference.topology, Vec::new());
        assert!(diff.is_empty(), "{}: {diff:#?}", reference.name);
    }
}

/// Between all pairs: what one way is bought is left over the other way, and each cable of both designs is
/// accounted for once.
#[test]
fn the_way_back_undoes_the_way_there() {
    let all = references();
    for (at, old) in all.iter().enumerate() {
        for new in &all[at + 1..] {
            let there = diff(&old.topology, &new.topology, Vec::new());
            let back = diff(&new.topology, &old.topology, Vec::new());
            let name = format!("{} {}", old.name, new.name);
            let sum = |diff: &Diff, of: fn(&haplan::sheet::diff::PartChange) -> u32| {
                diff.parts.iter().map(of).sum::<u32>()
            };
            let existing = |topology: &Topology| topology.devices.iter().any(|it| it.existing);
            if !existing(&old.topology) && !existing(&new.topology) {
                assert_eq!(sum(&there, |it| it.buy), sum(&back, |it| it.spare), "{name}");
            }
            let count = |diff: &Diff, action| diff.cables_to(action);
            assert_eq!(count(&there, Action::Add), count(&back, Action::Remove), "{name}");
            assert_eq!(count(&there, Action::Move), count(&back, Action::Move), "{name}");
            let laid = |topology| haplan::sheet::cabling::cabling(topology).cables.len();
            let (before, after) = (laid(&old.topology), laid(&new.topology));
            assert_eq!(
                before + count(&there, Action::Add),
                after + count(&there, Action::Remove),
                "{name}"
            );
        }
    }
}

#[test]
fn the_order_of_links_does_not_matter() {
    let reference = references().into_iter().find(|it| it.name == "s1-complete").unwrap();
    let (head, rest) = reference.text.split_once("\nlinks:").unwrap();
    let (links, tail) = rest.split_once("\nclusters:").unwrap();
    let mut lines: Vec<&str> =
        links.lines().filter(|it| it.trim_start().starts_with('-')).collect();
    let moved = |lines: &[&str]| {
        let links = lines.join("\n").replace("msa:B1 -- fc-a:3", "msa:B1 -- fc-a:5");
        design(&format!("{head}\nlinks:\n{links}\nclusters:{tail}"))
    };
    let one = render::json::diff(&diff(&reference.topology, &moved(&lines), Vec::new()));
    lines.reverse();
    let other = render::json::diff(&diff(&reference.topology, &moved(&lines), Vec::new()));
    assert_eq!(one, other);
}

#[test]
fn goldens() {
    let all = references();
    let topology = |name: &str| &all.iter().find(|it| it.name == name).unwrap().topology;
    let diff = diff(topology("s1-brief"), topology("s1-complete"), Vec::new());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("goldens");
    settings.bind(|| {
        insta::assert_snapshot!("s1.diff.en.txt", render::diff::text(&diff, Lang::En));
        insta::assert_snapshot!("s1.diff.zh.md", render::diff::markdown(&diff, Lang::Zh));
        insta::assert_snapshot!("s1.diff.json", render::json::diff(&diff));
        for (name, from, to) in [
            ("stretched-pair", "db-e:hba2/1 -- fe-b:0", "db-e:hba2/1 -- fe-a:7"),
            ("edge-core-200", "core-b2:[8-9]", "core-b1:[18-19]"),
        ] {
            let (old, new) = changed(name, &[(from, to)]);
            let diff = haplan::sheet::diff::diff(&old, &new, Vec::new());
            let text = render::diff::text(&diff, Lang::Zh);
            insta::assert_snapshot!(format!("{name}.diff.zh.txt"), text);
        }
    });
}

#[test]
fn the_program_says_what_changes_and_fails_only_if_it_cannot_read() {
    let (old, new) = ("topologies/s1-brief/topology.yaml", "topologies/s1-complete/topology.yaml");
    let output = haplan(&["diff", old, new, "-f", "json", "--today", "2026-11-22"]);
    assert_eq!(output.status.code(), Some(0));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let schema = haplan::cli::schema::text("diff", "2020-12");
    jsonschema::validate(&serde_json::from_str(&schema).unwrap(), &json).unwrap();
    assert_eq!(json["changed"], true);
    let fates = |rule: &str, component: &str| -> Vec<String> {
        let all = json["findings"].as_array().unwrap().iter();
        all.filter(|it| it["rule"] == rule && it["components"][0] == component)
            .map(|it| it["fate"].as_str().unwrap().to_owned())
            .collect()
    };
    // The designs have different names, and yet a finding of both is the same finding.
    assert_eq!(fates("single-point", "lan-1"), ["gone"]);
    assert_eq!(fates("takeover-only", "lan-1"), ["new"]);
    assert_eq!(fates("single-point", "msa"), ["changed"], "waived now");

    let same = haplan(&["diff", new, new]);
    assert_eq!(same.status.code(), Some(0));
    assert!(String::from_utf8(same.stdout).unwrap().contains("nothing changes"));
    let bad = haplan(&["diff", new, "tests/broken/link-over-two-lines.yaml"]);
    assert_eq!(bad.status.code(), Some(2));
    let none = haplan(&["diff", "no-such-file.yaml", new]);
    assert_eq!(none.status.code(), Some(2));
}
