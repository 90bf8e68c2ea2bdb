//! Briefs with parts of their own, in the brief or in catalogues that it includes.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::golden;
use haplan::catalog::Catalog;
use haplan::design;

const BRIEF: &str = "haplan: 1
kind: brief
servers: {models: [generic/server], cpus: 2, memory: 32 GiB, drive: site/ssd}
cluster: {software: generic/cluster-software}
storage: {arrays: [site/vault], usable: 1 TB, raid: raid10, drive: site/ssd}
adapters: [site/hba]
switches: [generic/fc-switch-24]
clients: {switch: generic/ethernet-switch-24}
require: {any_one_fault: failover, accept_array: {reason: known}, budget: 60 CNY}
prices: [prices.yaml]
include: parts/arrays.yaml
variants: [fc-two-fabrics, {attach: fc-direct, name: straight}]
parts:
  site/hba: {like: generic/fc-hba-2, name: Two-port card, bundled: [site/optic]}
  site/optic: {kind: optic, name: Optic}
  site/ssd: {kind: drive, capacity: 500 GB}
  site/unused: {kind: cable, length: 2 m}
";

const ARRAYS: &str = "haplan: 1
kind: catalogue
include: rows.yaml
parts:
  site/base:
    kind: array
    access: alua
    controllers:
      A: {ports: [{names: [\"A[1-2]\"], protocol: fc, speeds: [8, 4], connector: lc}]}
      B: {ports: [{names: [\"B[1-2]\"], protocol: fc, speeds: [8, 4], connector: lc}]}
    psus: {count: 2, needed: 1}
    direct_attach: 2
    drive_bays: 12
  site/vault: {like: site/base, name: Vault, provenance: {name: {source: \"the maker's sheet, page 2\"}}}
  site/other: {like: site/base}
";

const ROWS: &str = "haplan: 1
kind: catalogue
supports:
  - {array: site/vault, hba: site/hba, source: the list}
";

const PRICES: &str = "haplan: 1
kind: prices
currency: CNY
prices: {generic/server: {price: 5}, site/hba: {price: 7}, site/vault: {price: 11}, site/ssd: {price: 1}, generic/fc-switch-24: {price: 3}, generic/cluster-software: {price: 2}}
";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("parts")).unwrap();
    for (name, text) in [
        ("b.yaml", BRIEF),
        ("prices.yaml", PRICES),
        ("parts/arrays.yaml", ARRAYS),
        ("parts/rows.yaml", ROWS),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn haplan(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder)
        .args(args)
        .args(["--lang", "en"])
        .output()
        .unwrap()
}

/// The designs carry what they use of own parts, so that they are read wherever they are put.
#[test]
fn designs_of_own_parts_are_complete() {
    let folder = folder();
    let run = haplan(folder.path(), &["design", "b.yaml", "-o", "out"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let elsewhere = tempfile::tempdir().unwrap();
    for name in ["fc-two-fabrics", "straight"] {
        let text = fs::read_to_string(folder.path().join(format!("out/{name}.yaml"))).unwrap();
        let path = elsewhere.path().join("design.yaml");
        fs::write(&path, &text).unwrap();
        let check = haplan(elsewhere.path(), &["check", "design.yaml"]);
        assert_eq!(check.status.code(), Some(0), "{check:?}\n{text}");
        let topology = design::read("t", &text, &mut Catalog::default()).unwrap();
        let store = topology.devices.iter().find(|it| it.name == "store").unwrap();
        assert_eq!(store.part.id.as_deref(), Some("site/vault"));
        assert_eq!((store.part.drive_bays, topology.supports.len()), (Some(12), 1));
        // What a part is like and what it comes with is there, what nothing uses is not.
        for (id, there) in [
            ("site/base", true),
            ("site/optic", true),
            ("site/ssd", true),
            ("site/unused", false),
            ("site/other", false),
        ] {
            assert_eq!(text.contains(&format!("\n  {id}:")), there, "{id}\n{text}");
        }
        golden(&format!("brief.own.{name}.en.yaml"), &text);
    }
    // Two servers, four drives for the systems, two cards, two switches, the array, four drives and two for the
    // tie-breaker, software for two nodes: 10 + 4 + 14 + 6 + 11 + 6 + 4; straight, the switches are saved.
    let compare = haplan(folder.path(), &["compare", "b.yaml", "-f", "json"]);
    let json: serde_json::Value = serde_json::from_slice(&compare.stdout).unwrap();
    let costs: Vec<_> = json["designs"].as_array().unwrap().iter().map(|it| &it["cost"]).collect();
    assert_eq!(costs, ["55.00", "49.00"], "{json}");
}

/// The same parts in the brief as in a catalogue give the same designs, but for the order of the parts.
#[test]
fn it_does_not_matter_where_own_parts_stand() {
    let folder = folder();
    let one = |name: &str| {
        let run = haplan(folder.path(), &["design", "b.yaml", "--variant", name]);
        assert_eq!(run.status.code(), Some(0), "{run:?}");
        let text = String::from_utf8(run.stdout).unwrap();
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let before = one("straight");
    assert_eq!(before, one("straight"));
    let (brief, parts) = BRIEF.split_once("parts:\n").unwrap();
    let (head, own) = ARRAYS.split_once("parts:\n").unwrap();
    fs::write(folder.path().join("b.yaml"), brief).unwrap();
    let joined = format!("{head}parts:\n{own}{parts}");
    fs::write(folder.path().join("parts/arrays.yaml"), joined).unwrap();
    assert_eq!(one("straight"), before);
}

/// An own part may stand for a switch of a fabric of many.
#[test]
fn large_fabrics_carry_own_parts_too() {
    let folder = folder();
    let brief = BRIEF
        .replace("models: [generic/server], ", "models: [generic/server], count: 60, ")
        .replace("switches: [generic/fc-switch-24]", "switches: [site/switch]")
        .replace("variants: ", "fabric: {isl_ratio: 7, arrays: 1}\nvariants: ")
        .replace("budget: 60 CNY", "ports_left: 0")
        + "  site/switch: {like: generic/fc-switch-24}\n";
    fs::write(folder.path().join("b.yaml"), brief).unwrap();
    let run = haplan(folder.path(), &["design", "b.yaml", "--variant", "fc-two-fabrics"]);
    let text = String::from_utf8(run.stdout.clone()).unwrap();
    assert!(text.contains("core-a") && text.contains("\n  site/switch:"), "{run:?}");
    assert!(design::read("t", &text, &mut Catalog::default()).is_ok(), "{text}");
}

/// What is wrong with own parts is said with its place, as of those of a topology, and once.
#[test]
fn mistakes_in_own_parts_have_their_place() {
    let mut told = Vec::new();
    for (file, from, to) in [
        ("b.yaml", "capacity: 500 GB", "capacity: lots"),
        ("b.yaml", "capacity: 500 GB", "capcity: 500 GB"),
        ("b.yaml", "like: generic/fc-hba-2", "like: generic/fc-hba-22"),
        ("b.yaml", "like: generic/fc-hba-2", "like: site/hba"),
        ("b.yaml", "bundled: [site/optic]", "bundled: [site/optics]"),
        ("b.yaml", "kind: drive", "kind: switch"),
        ("b.yaml", "adapters: [site/hba]", "adapters: [site/hbb]"),
        ("b.yaml", "include: parts/arrays.yaml", "include: ../parts/arrays.yaml"),
        ("b.yaml", "include: parts/arrays.yaml", "include: parts/array.yaml"),
        ("b.yaml", "include: parts/arrays.yaml", "include: b.yaml"),
        ("parts/arrays.yaml", "drive_bays: 12", "drive_bays: twelve"),
        ("parts/arrays.yaml", "kind: catalogue", "kind: topology"),
        ("parts/arrays.yaml", "site/other:", "site/hba:"),
        ("parts/rows.yaml", "site/hba", "site/hbx"),
    ] {
        let folder = folder();
        let path = folder.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
        let run = haplan(folder.path(), &["design", "b.yaml"]);
        assert_eq!(run.status.code(), Some(2), "{from} > {to}: {run:?}");
        told.push(format!("{to}\n{}", String::from_utf8(run.stderr).unwrap()));
    }
    golden("brief.own.wrong.en.txt", &told.join("\n"));
}

/// Variants of one name do not go over each other in the folder that they are written to.
#[test]
fn variants_of_one_name_get_a_file_each() {
    let folder = folder();
    let brief = BRIEF.replace("name: straight", "name: fc-two-fabrics");
    fs::write(folder.path().join("b.yaml"), brief).unwrap();
    let run = haplan(folder.path(), &["design", "b.yaml", "-o", "out"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let file = |name: &str| fs::read_to_string(folder.path().join("out").join(name)).unwrap();
    assert!(file("fc-two-fabrics.yaml").contains("fc-a:"));
    assert!(!file("fc-two-fabrics-2.yaml").contains("fc-a:"));
}

/// What all files of a brief demand is counted together.
#[test]
fn the_files_of_a_brief_share_its_bounds() {
    let folder = folder();
    let long = format!("{ARRAYS}# {}\n", "x".repeat(1 << 20));
    fs::write(folder.path().join("parts/arrays.yaml"), long).unwrap();
    let run = haplan(folder.path(), &["design", "b.yaml", "--max-file-size", "1"]);
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("b.yaml:11:10: error[include-limit]"), "{told}");
}
