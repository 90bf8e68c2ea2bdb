//! The shipped parts: each fact says where it comes from, and none is made up.
#![cfg(test)]

use haplan::catalog::{Catalog, CatalogueSpec, PartKind, PartSpec};
use haplan::sheet::parts::sheet;
use haplan::source::SourceId;
use haplan::yaml::Tree;
use haplan::yaml::decode::{Decode, Reader};
use std::fs;
use std::path::Path;

/// Every shipped part as written, by id.
fn shipped() -> Vec<(String, PartSpec)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/data");
    let mut parts = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut findings = Vec::new();
        let tree = Tree::parse(SourceId::default(), &text, &Default::default(), &mut findings);
        let tree = tree.unwrap();
        let spec = CatalogueSpec::decode(&mut Reader::new(&tree, &mut findings), tree.root());
        assert!(findings.is_empty(), "{}: {findings:#?}", path.display());
        let of_file = spec.unwrap().parts.0;
        parts.extend(of_file.into_iter().map(|(id, part)| (id.value.to_string(), part)));
    }
    parts.sort_by(|a, b| a.0.cmp(&b.0));
    parts
}

#[test]
fn every_field_of_a_shipped_part_says_where_it_comes_from() {
    let mut silent = Vec::new();
    for (id, part) in shipped() {
        if id.starts_with("generic/") {
            continue;
        }
        for field in part.unsourced() {
            silent.push(format!("{id}: {field}"));
        }
    }
    assert!(silent.is_empty(), "{silent:#?}");
}

#[test]
fn a_source_is_a_document_and_nothing_of_the_workshop() {
    for (id, part) in shipped() {
        for (field, from) in &part.provenance.0 {
            let text = match (&from.source, &from.unverified) {
                (Some(source), None) => &source.value,
                (None, Some(how)) => &how.value,
                _ => panic!("{id}: {}: one of source and unverified", field.as_str()),
            };
            assert!(text.len() > 7, "{id}: {}: {text}", field.as_str());
            for word in ["shared/", "BRIEF", "/work", "/tmp", "NBF", "stored"] {
                assert!(!text.contains(word), "{id}: {}: {text}", field.as_str());
            }
        }
    }
}

#[test]
fn a_part_number_stands_for_one_part_only() {
    let mut numbers: Vec<(String, String)> = shipped()
        .into_iter()
        .filter_map(|(id, part)| Some((part.part_number?.value.to_string(), id)))
        .collect();
    numbers.sort();
    for pair in numbers.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
    }
    assert!(numbers.len() > 50, "{}", numbers.len());
}

/// Runs the program on a file of a folder of its own.
fn haplan(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder)
        .args(args)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

fn folder_with(name: &str, files: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    for (file, text) in files {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_catalogue_is_checked_by_either_command() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken");
    let of_check = haplan(&folder, &["check", "-f", "concise", "catalogue-mistakes.yaml"]);
    let own = ["catalogue", "check", "-f", "concise", "catalogue-mistakes.yaml"];
    assert_eq!(haplan(&folder, &own), of_check);
    assert_eq!(of_check.0, Some(1));
    // Each lint once or more, and each has an answer.
    for (id, _) in haplan::catalog::LINTS {
        assert!(of_check.1.contains(&format!("[{id}]")), "{id}: {}", of_check.1);
        assert_eq!(haplan(&folder, &["explain", id]).0, Some(0));
    }
    let fails = ["catalogue", "check", "--fail-on", "note", "own.yaml"];
    let own = "haplan: 1\nkind: catalogue\nparts:\n  x/y: {kind: optic, name: a}\n";
    let folder = folder_with("catalogue-one", &[("own.yaml", own)]);
    assert_eq!(haplan(&folder, &fails).0, Some(1));
    assert_eq!(haplan(&folder, &["check", "own.yaml"]).0, Some(0));
    // It is no topology for those who need one, and a topology is no catalogue.
    assert_eq!(haplan(&folder, &["bom", "own.yaml"]).0, Some(2));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(haplan(root, &["catalogue", "check", "topologies/s2/topology.yaml"]).0, Some(2));
}

#[test]
fn a_catalogue_goes_on_in_others() {
    let head = "haplan: 1\nkind: catalogue\n";
    let own =
        format!("{head}include: sub/more.yaml\nparts:\n  x/y: {{like: x/z, provenance: {{}}}}\n");
    let more = format!("{head}include: ../own.yaml\n");
    let last = format!("{head}parts:\n  x/z: {{kind: optic, speeds: [8]}}\n");
    let main = "haplan: 1\ninclude: own.yaml\nswitches: {a: {model: generic/fc-switch-24}, b: {model: generic/fc-switch-24}}\nlinks: [{link: \"a:0 -- b:0\", optic: x/y}]\n";
    let circle = folder_with("catalogue-circle", &[("own.yaml", &own), ("sub/more.yaml", &more)]);
    let (status, text) = haplan(&circle, &["check", "-f", "concise", "own.yaml"]);
    assert_eq!(status, Some(2));
    assert!(text.contains("[bad-include]: the files include each other in a circle"), "{text}");
    let folder = folder_with(
        "catalogue-parts",
        &[("own.yaml", &own), ("sub/more.yaml", &last), ("main.yaml", main)],
    );
    let (status, text) = haplan(&folder, &["check", "-f", "concise", "own.yaml"]);
    assert_eq!(status, Some(0), "{text}");
    assert_eq!(
        text,
        "sub/more.yaml:4:3: note[unsourced-field]: nothing says where these fields of \"x/z\" come from: speeds\n"
    );
    assert_eq!(haplan(&folder, &["check", "main.yaml"]).0, Some(0));
}

/// What `check` says of support lists in a design around one server, its adapter, a switch and an array.
fn unlisted(name: &str, adapter: &str, switched: bool, more: &str) -> Vec<String> {
    let links = match switched {
        true => "links: [\"db1:hba1/1 -- fc-a:0\", \"msa:A0 -- fc-a:2\"]",
        false => "links: [\"db1:hba1/1 -- msa:A0\"]",
    };
    let text = format!(
        "haplan: 1
servers:
  db1: {{model: generic/server, adapters: {{hba1: {{model: {adapter}}}}}}}
  db2: {{model: generic/server, os: RHEL5, adapters: {{hba1: {{model: {adapter}}}}}}}
switches:
  fc-a: {{model: hp/8-8-san-switch}}
arrays:
  msa: {{model: hp/msa2012fc, volumes: {{data: {{}}}}}}
{links}
services:
  erp: {{home: db1, volumes: [\"msa:data\"]}}
{more}
"
    );
    let text = match more.contains("clusters:") {
        true => text
            .replace("{home: db1,", "{cluster: ha, home: db1,")
            .replace("links: [", "links: [\"db2:hba1/1 -- fc-a:1\", "),
        false => text,
    };
    let folder = folder_with(name, &[("t.yaml", &text)]);
    let (status, told) = haplan(&folder, &["check", "-f", "concise", "t.yaml"]);
    assert_ne!(status, Some(2), "{told}");
    let found = told.lines().filter(|line| line.contains("[not-in-support-list]"));
    found.map(str::to_owned).collect()
}

#[test]
fn support_lists_match_parts_and_those_that_are_like_them() {
    let row = |row: &str| format!("supports: [{{{row}, source: list}}]");
    let none: [String; 0] = [];
    // Nothing is said without a list, nor of what a row covers.
    assert_eq!(unlisted("none", "hp/fc1142sr", true, ""), none);
    let covers = row("array: hp/msa2012fc, hba: hp/fc1142sr, switch: hp/8-8-san-switch");
    assert_eq!(unlisted("covered", "hp/fc1142sr", true, &covers), none);
    assert_eq!(unlisted("anything", "hp/fc1142sr", true, &row("array: HP/MSA2012fc")), none);
    // A part of the site's own is covered by the row of the one that it is like; so is one in place.
    let own = format!("{covers}\nparts: {{a/b: {{like: a/c}}, a/c: {{like: hp/fc1142sr}}}}");
    assert_eq!(unlisted("like", "a/b", true, &own), none);
    assert_eq!(unlisted("place", "{like: hp/fc1142sr}", true, &covers), none);
    // But not the other way round.
    let other = row("hba: a/b") + "\nparts: {a/b: {like: hp/fc1142sr}}";
    assert_eq!(unlisted("other", "hp/fc1142sr", true, &other).len(), 1);
    // A row with a switch covers no direct cable, and one without covers both.
    assert_eq!(unlisted("direct", "hp/fc1142sr", false, &covers).len(), 1);
    let any = row("array: hp/msa2012fc, hba: hp/fc1142sr");
    assert_eq!(unlisted("any", "hp/fc1142sr", false, &any), none);
}

#[test]
fn a_combination_is_said_once_with_the_row_that_is_nearest() {
    let rows = "supports:
  - {array: hp/msa2012i, hba: hp/fc1242sr, source: first}
  - {array: hp/msa2012fc, hba: hp/fc1242sr, source: second, date: 2008-06-01}
  - {array: hp/msa2012fc, hba: hp/fc1142sr, os: rhel5, source: third}";
    let found = unlisted("nearest", "hp/fc1142sr", true, rows);
    let expected = "t.yaml:3:3: note[not-in-support-list]: \"second\" of 2008-06-01 does not list the array \"hp/msa2012fc\", the adapter \"hp/fc1142sr\", the switch \"hp/8-8-san-switch\", a system that is not named together";
    assert_eq!(found, [expected]);
    // The other node of the cluster puts the same models together under a system that the third row has.
    let both = format!("{rows}\nclusters: {{ha: {{nodes: [db1, db2]}}}}");
    assert_eq!(unlisted("both", "hp/fc1142sr", true, &both), found);
    let two = unlisted(
        "two",
        "hp/fc1242sr",
        true,
        &both.replace("hp/fc1242sr, source: second", "hp/fc2142sr, source: second"),
    );
    assert_eq!(two.len(), 2, "{two:?}");
}

/// The table of docs/catalogue.md.
fn table() -> String {
    let all = Catalog::default().all();
    let mut table = String::from(
        "| kind | part | number | sourced | to be confirmed | not known |\n|---|---|---|---:|---:|---:|\n",
    );
    for kind in PartKind::ALL {
        let of_kind = all.iter().filter(|part| part.kind == *kind);
        let mut total = [0; 3];
        let mut rows = Vec::new();
        for part in of_kind {
            let id = part.id.as_deref().unwrap();
            if id.starts_with("generic/") {
                continue;
            }
            let counts = sheet(part, &all).counts;
            let row = [counts.sourced, counts.known - counts.sourced, counts.unknown];
            (0..3).for_each(|i| total[i] += row[i]);
            let number = part.part_number.as_deref().unwrap_or("–");
            rows.push(format!("| | `{id}` | {number} | {} | {} | {} |\n", row[0], row[1], row[2]));
        }
        if !rows.is_empty() {
            let [sourced, unsure, unknown] = total;
            let head = format!(
                "| **{}** | {} | | **{sourced}** | **{unsure}** | **{unknown}** |\n",
                kind.id(),
                rows.len()
            );
            table += &head;
            table.extend(rows);
        }
    }
    table
}

#[test]
fn the_page_of_the_catalogue_is_true() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/catalogue.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("<!-- parts -->\n").unwrap();
    let (kept, after) = rest.split_once("<!-- end of parts -->").unwrap();
    if std::env::var_os("UPDATE").is_some() {
        let renewed = format!("{before}<!-- parts -->\n{}<!-- end of parts -->{after}", table());
        fs::write(&path, renewed).unwrap();
    } else {
        assert!(kept == table(), "docs/catalogue.md is stale: UPDATE=1 renews it");
    }
    // Its examples are catalogues without a flaw.
    let mut examples = 0;
    for block in page.split("\n```").skip(1).step_by(2) {
        let Some(yaml) = block.strip_prefix("yaml\n") else { continue };
        let folder = folder_with("catalogue-page", &[("parts.yaml", yaml)]);
        let args = ["catalogue", "check", "--fail-on", "note", "parts.yaml"];
        let (status, told) = haplan(&folder, &args);
        assert_eq!(status, Some(0), "{yaml}\n{told}");
        examples += 1;
    }
    assert_eq!(examples, 3);
    for field in PartKind::ALL.iter().flat_map(|kind| haplan::catalog::fields_of(*kind)) {
        assert!(page.contains(&format!("`{field}`")), "{field}");
    }
    for (id, _) in haplan::catalog::LINTS {
        assert!(page.contains(&format!("| `{id}` |")), "{id}");
    }
}
