//! The floors of `docs/architecture.md`: what each module may use of the others, and of other people's crates.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Each module and its floor. A module uses floors below its own only.
const FLOORS: &[(&str, u32)] = &[
    ("source", 0),
    ("names", 0),
    ("words", 0),
    ("graph", 0),
    ("finding", 1),
    ("yaml", 2),
    ("catalog", 3),
    ("spec", 4),
    ("topology", 5),
    ("facts", 6),
    ("rules", 7),
    ("sheet", 7),
    ("report", 8),
    ("design", 9),
    ("render", 10),
    ("cli", 11),
    ("main", 12),
];

/// What a module must not use although it stands below, and what alone it may use of that.
const WALLS: &[(&str, &str, &[&str])] = &[
    ("report", "sheet", &[]),
    ("render", "graph", &[]),
    ("render", "spec", &[]),
    ("render", "topology", &[]),
    ("render", "rules", &[]),
    ("render", "design", &[]),
    ("render", "facts", &["Effect"]),
    ("main", "*", &["cli"]),
];

/// The modules that may name a crate of other people; those that are as good as the standard library and
/// derives may be named anywhere.
const CRATES: &[(&str, &[&str])] = &[
    ("calamine", &["render"]),
    ("clap", &["cli"]),
    ("compact_str", &["*"]),
    ("csv", &["render", "spec"]),
    ("encoding_rs", &["render"]),
    ("granit_parser", &["yaml"]),
    ("ignore", &["cli"]),
    ("miette", &["render"]),
    ("percent_encoding", &["render"]),
    ("petgraph", &["graph"]),
    ("quick_junit", &["render"]),
    ("rust_decimal", &["spec", "sheet", "design"]),
    ("resvg", &["render"]),
    ("rust_xlsxwriter", &["render"]),
    ("rustc_hash", &["*"]),
    ("schemars", &["*"]),
    ("serde", &["render"]),
    ("serde_json", &["render"]),
    ("siphasher", &["report"]),
    ("toml", &["cli"]),
    ("unicode_width", &["*"]),
    ("zip", &["render"]),
];

/// Every `.rs` file below a folder, with its text without comments.
fn files(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|it| it == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let code: Vec<&str> =
                text.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
            found.push((path, code.join("\n")));
        }
    }
    found
}

/// The names at the head of a path or of each path in braces: `a::b` gives `a`, `{a::b, c}` gives `a` and `c`,
/// each with what follows it.
fn heads(path: &str) -> Vec<(&str, &str)> {
    let name =
        |path: &str| path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    let Some(list) = path.strip_prefix('{') else {
        let end = name(path);
        return vec![(&path[..end], path[end..].strip_prefix("::").unwrap_or_default())];
    };
    let (mut depth, mut start, mut found) = (0, 0, Vec::new());
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                let item = list[start..at].trim();
                found.extend(if item.is_empty() { vec![] } else { heads(item) });
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    found
}

/// What is wrong with a file of a module.
fn wrongs(module: &str, code: &str) -> Vec<String> {
    let floor = |name: &str| FLOORS.iter().find(|(it, _)| *it == name).map(|(_, floor)| *floor);
    let Some(own) = floor(module) else { return vec![format!("{module} has no floor")] };
    let (mut wrongs, mut imported) = (Vec::new(), Vec::new());
    let inside = code.match_indices("crate::").chain(code.match_indices("haplan::"));
    for (at, prefix) in inside {
        for (used, rest) in heads(&code[at + prefix.len()..]) {
            let items: Vec<&str> = heads(rest).into_iter().map(|(item, _)| item).collect();
            imported.extend(items.iter().copied());
            if used != module && floor(used).is_none_or(|floor| floor >= own) {
                wrongs.push(format!("{module} uses {used}, which is not below it"));
            }
            for (_, wall, allowed) in WALLS.iter().filter(|(it, ..)| *it == module) {
                let named = if *wall == "*" { vec![used] } else { items.clone() };
                let walled = *wall == "*" || *wall == used;
                if walled && !named.iter().all(|item| allowed.contains(item)) {
                    wrongs.push(format!("{module} uses {named:?} of {used}"));
                }
            }
        }
    }
    for (name, at) in CRATES {
        let named = [format!("{name}::"), format!("use {name};")];
        let named = named.iter().any(|named| {
            code.match_indices(named.as_str()).any(|(at, _)| {
                !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
            })
        });
        // A module of ours may have the name of a crate: then the crate is not what is meant.
        let named = named && !imported.contains(name);
        if named && *at != ["*"] && !at.contains(&module) {
            wrongs.push(format!("{module} names {name}"));
        }
    }
    wrongs
}

#[test]
fn every_module_uses_floors_below_its_own() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    for (path, code) in files(&src) {
        let inside = path.strip_prefix(&src).unwrap();
        let module = inside.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if module == "lib" {
            for line in code.lines().filter_map(|line| line.strip_prefix("pub mod ")) {
                let name = line.trim_end_matches(';');
                assert!(FLOORS.iter().any(|(it, _)| *it == name), "{name} has no floor");
            }
            continue;
        }
        let at = inside.display();
        all.extend(wrongs(module, &code).into_iter().map(|wrong| format!("src/{at}: {wrong}")));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
}

#[test]
fn every_dependency_has_its_place() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let manifest = fs::read_to_string(manifest).unwrap();
    let table = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    for (name, _) in table.lines().filter_map(|line| line.split_once([' ', '=', '.'])) {
        let name = name.replace('-', "_");
        assert!(CRATES.iter().any(|(it, _)| *it == name), "{name} has no place");
    }
}

#[test]
fn the_oracle_shares_nothing_with_the_engine() {
    for (path, code) in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle")) {
        for ours in ["haplan::", "use haplan", "crate::common", "super::super"] {
            assert!(!code.contains(ours), "{} names {ours}", path.display());
        }
    }
}

#[test]
fn what_is_not_allowed_is_seen() {
    let no = |module, code: &str| assert_eq!(wrongs(module, code).len(), 1, "{module}: {code}");
    let yes = |module, code: &str| assert_eq!(wrongs(module, code), [""; 0], "{module}: {code}");
    no("graph", "use crate::topology::Topology;");
    no("rules", "use crate::{\n    facts::{Effect, Facts},\n    sheet::bom,\n};");
    no("sheet", "fn f() { crate::report::metas(); }");
    no("render", "use crate::facts::{Effect, Facts};");
    no("render", "use crate::rules;");
    no("facts", "use petgraph::graph::DiGraph;");
    no("topology", "fn f(t: &granit_parser::Marker) {}");
    no("lsp", "");
    yes("rules", "use crate::{facts::{Effect, Facts}, topology};\nuse crate::words::*;");
    yes("render", "use crate::facts::Effect;\nuse serde::Serialize;");
    no("cli", "fn f() { csv::Writer::from_path(path); }");
    yes("cli", "use crate::render::{csv, json};\nfn f() { csv::render(table); }");
    yes("graph", "use petgraph::algo::dinics;");
}
