//! The formats of `check` for CI: each tells the same findings, and its readers understand it.
//!
//! `HAPLAN_SARIF_SCHEMA=FILE cargo test --test ci schema` holds the SARIF output to the official schema.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn haplan(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder)
        .args(args)
        .args(["--color", "never"])
        .env_remove("LC_ALL")
        .env("LANG", "C")
        .output()
        .unwrap()
}

fn check(folder: &Path, format: &str, args: &[&str]) -> String {
    let output =
        haplan(folder, &[&["check", "-f", format, "--today", "2026-11-22"], args].concat());
    assert!(output.stderr.is_empty(), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn json(folder: &Path, format: &str, args: &[&str]) -> Value {
    serde_json::from_str(&check(folder, format, args)).unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Folders that hold every sort of finding: references, and broken files.
const FOLDERS: [&str; 2] = ["topologies", "tests/broken"];

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn findings(document: &Value) -> Vec<&Value> {
    list(&document["files"]).iter().flat_map(|file| list(&file["findings"])).collect()
}

#[test]
fn fingerprints_tell_the_findings_of_a_file_apart() {
    for folder in FOLDERS {
        for file in list(&json(root(), "json", &[folder])["files"]) {
            let mut seen = BTreeSet::new();
            for found in list(&file["findings"]) {
                let print = found["fingerprint"].as_str().unwrap();
                assert!(print.len() == 16 && print.bytes().all(|it| it.is_ascii_hexdigit()));
                assert!(seen.insert(print.to_owned()), "{}: {found}", file["path"]);
            }
        }
    }
}

fn prints(document: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let mut all: Vec<_> = findings(document)
        .into_iter()
        .map(|it| (text(&it["fingerprint"]), text(&it["message"])))
        .collect();
    all.sort();
    all
}

#[test]
fn a_fingerprint_does_not_move_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(root().join("topologies/s1-brief/topology.yaml")).unwrap();
    fs::write(folder.path().join("a.yaml"), &text).unwrap();
    let before = json(folder.path(), "json", &["a.yaml"]);
    fs::create_dir(folder.path().join("b")).unwrap();
    let moved = format!("# {}\n\n{}", "moved ".repeat(9), text.replace('\n', "\r\n"));
    fs::write(folder.path().join("b/c.yaml"), moved).unwrap();
    let after = json(folder.path(), "json", &["--lang", "zh", "b/c.yaml"]);
    assert_eq!(prints(&before), prints(&after));
    assert!(prints(&before).len() > 10);
    let line = |it: &Value| findings(it)[0]["spans"][0]["line"].as_u64().unwrap();
    assert_eq!(line(&before) + 2, line(&after));
}

#[test]
fn sarif_says_what_json_says() {
    for folder in FOLDERS {
        let (sarif, json) = (json(root(), "sarif", &[folder]), json(root(), "json", &[folder]));
        let run = &sarif["runs"][0];
        let rules = list(&run["tool"]["driver"]["rules"]);
        for rule in rules {
            for text in
                ["shortDescription/text", "fullDescription/text", "help/text", "help/markdown"]
            {
                let text = rule.pointer(&format!("/{text}")).unwrap().as_str().unwrap();
                assert!(text.len() > 10, "{rule}");
            }
            assert!(rule["defaultConfiguration"]["level"].is_string(), "{rule}");
        }
        for meta in haplan::report::metas() {
            let rule = rules.iter().find(|it| it["id"] == meta.id).unwrap();
            assert_eq!(rule["help"]["markdown"], meta.page(haplan::words::Lang::En));
        }
        let results = list(&run["results"]);
        let findings = findings(&json);
        assert_eq!(results.len(), findings.len(), "{folder}");
        assert!(results.len() > 20, "{folder}");
        for (result, found) in results.iter().zip(findings) {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(result["ruleId"], rules[index]["id"]);
            assert_eq!(result["ruleId"], found["rule"]);
            assert_eq!(result["level"], found["severity"]);
            assert_eq!(result["partialFingerprints"]["haplan/v1"], found["fingerprint"]);
            let message = result["message"]["text"].as_str().unwrap();
            // Long messages are cut, and what a terminal obeys is written out.
            let plain: String = found["message"].as_str().unwrap().chars().take(300).collect();
            if !plain.chars().any(char::is_control) {
                assert!(message.starts_with(&plain), "{message}");
            }
            let region = &result["locations"][0]["physicalLocation"]["region"];
            assert_eq!(region["startLine"], found["spans"][0]["line"]);
            let others = list(&found["spans"]).len() - 1;
            assert_eq!(list(&result["relatedLocations"]).len(), others);
            assert_eq!(
                list(&result["suppressions"]).len(),
                usize::from(found["waived"].is_object())
            );
            assert!(result["baselineState"].is_null());
            let flows: Vec<_> = list(&result["codeFlows"])
                .iter()
                .flat_map(|it| list(&it["threadFlows"]))
                .map(|flow| list(&flow["locations"]).len())
                .collect();
            let paths: Vec<_> = list(&found["witness"]).iter().map(|it| list(it).len()).collect();
            assert_eq!(flows, paths);
        }
    }
}

#[test]
fn the_paths_of_a_finding_lead_to_the_lines_of_their_components() {
    let text = fs::read_to_string(root().join("topologies/s1-complete/topology.yaml")).unwrap();
    let sarif = json(root(), "sarif", &["topologies/s1-complete"]);
    let results = list(&sarif["runs"][0]["results"]);
    let single = results.iter().find(|it| it["ruleId"] == "single-point").unwrap();
    let hops = list(&single["codeFlows"][0]["threadFlows"][0]["locations"]);
    let mut devices = 0;
    for hop in hops {
        let id = hop["location"]["logicalLocations"][0]["fullyQualifiedName"].as_str().unwrap();
        let region = &hop["location"]["physicalLocation"]["region"];
        let number = |key: &str| region[key].as_u64().unwrap() as usize - 1;
        let line = text.lines().nth(number("startLine")).unwrap();
        let marked = &line[number("startColumn")..number("endColumn")];
        if ["fc-a", "msa"].contains(&id) {
            assert_eq!(marked, id);
            devices += 1;
        }
    }
    assert_eq!(devices, 2);
    let last = &hops.last().unwrap();
    assert_eq!(last["location"]["message"]["text"], "msa: the path breaks here");
    assert_eq!(last["importance"], "essential");
    let suppression = &single["suppressions"][0];
    assert_eq!(suppression["kind"], "external");
    assert_eq!(suppression["justification"], "second array is phase 2");
}

#[test]
fn columns_of_sarif_are_utf16_and_those_of_github_are_characters() {
    let folder = tempfile::tempdir().unwrap();
    // The sign is one character, two UTF-16 code units and four bytes.
    let text = "haplan: 1\nservers: {\"\u{1f5a5}\": {model: generic/server}, a: {nothing: 1}}\n";
    fs::write(folder.path().join("a.yaml"), text).unwrap();
    let column = text.lines().nth(1).unwrap().split("nothing").next().unwrap().chars().count() + 1;
    let sarif = json(folder.path(), "sarif", &["a.yaml"]);
    let results = list(&sarif["runs"][0]["results"]);
    let found = results.iter().find(|it| it["ruleId"] == "unknown-key").unwrap();
    let region = &found["locations"][0]["physicalLocation"]["region"];
    assert_eq!(sarif["runs"][0]["columnKind"], "utf16CodeUnits");
    assert_eq!(region["startColumn"].as_u64().unwrap() as usize, column + 1);
    let github = check(folder.path(), "github", &["a.yaml"]);
    assert!(github.contains(&format!("line=2,col={column},endLine=2,")), "{github}");
}

#[test]
fn sarif_fits_the_official_schema() {
    let Some(path) = std::env::var_os("HAPLAN_SARIF_SCHEMA") else {
        eprintln!("skipped: HAPLAN_SARIF_SCHEMA names no schema");
        return;
    };
    let schema: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let (mut documents, mut results) = (0, 0);
    let mut look = |folder: &Path, args: &[&str]| {
        let sarif = json(folder, "sarif", args);
        let errors: Vec<String> = validator
            .iter_errors(&sarif)
            .map(|it| format!("{}: {it}", it.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{args:?}: {errors:#?}");
        documents += 1;
        results += list(&sarif["runs"][0]["results"]).len();
    };
    let mut files: Vec<String> = Vec::new();
    for entry in fs::read_dir(root().join("tests/broken")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        files.extend(name.ends_with(".yaml").then(|| format!("tests/broken/{name}")));
    }
    for folder in fs::read_dir(root().join("topologies")).unwrap() {
        files.push(format!("topologies/{}", folder.unwrap().file_name().into_string().unwrap()));
    }
    for file in &files {
        look(root(), &[file]);
    }
    look(root(), &["topologies", "tests/broken", "--lang", "zh"]);
    look(root(), &["topologies/s1-complete/../s1-complete", "no such file.yaml"]);
    // A document that no file gave anything to.
    assert!(
        !validator.is_valid(&serde_json::json!({"version": "2.1.0"})),
        "the schema holds nothing"
    );
    println!("{documents} documents with {results} results");
}

#[test]
fn junit_counts_what_fails() {
    for (folder, lang) in [("topologies", "en"), ("tests/broken", "zh")] {
        let document = json(root(), "json", &[folder]);
        let xml = check(root(), "junit", &[folder, "--lang", lang]);
        let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
        let files = list(&document["files"]);
        assert_eq!(report.test_suites.len(), files.len());
        for (suite, file) in report.test_suites.iter().zip(files) {
            assert_eq!(suite.name.as_str(), file["path"].as_str().unwrap());
            let rules = |wanted: &dyn Fn(&Value) -> bool| -> BTreeSet<&str> {
                let found = list(&file["findings"]).iter().filter(|it| wanted(it));
                found.map(|it| it["rule"].as_str().unwrap()).collect()
            };
            let failing = rules(&|it| it["waived"].is_null() && it["severity"] == "error");
            assert_eq!(suite.failures + suite.errors, failing.len(), "{:?}", suite.name);
            assert_eq!(suite.failures > 0, file["verdict"] == "fail", "{:?}", suite.name);
            assert_eq!(suite.errors > 0, file["verdict"] == "invalid", "{:?}", suite.name);
            assert_eq!(suite.tests, rules(&|_| true).len().max(1));
            let waived = rules(&|it| it["waived"].is_object());
            let stand = rules(&|it| it["waived"].is_null());
            assert_eq!(suite.skipped, waived.difference(&stand).count(), "{:?}", suite.name);
        }
        assert!(!xml.contains("time"), "no times and no timestamps");
    }
}

#[test]
fn every_form_tells_every_error() {
    for folder in ["topologies", "tests/broken"] {
        let document = json(root(), "json", &[folder]);
        let counts = |it: &&&Value| it["waived"].is_null() && it["severity"] == "error";
        let findings = findings(&document);
        let errors: Vec<&&Value> = findings.iter().filter(counts).collect();
        let github = check(root(), "github", &[folder]);
        assert_eq!(github.lines().filter(|it| it.starts_with("::error ")).count(), errors.len());
        let xml = check(root(), "junit", &[folder]);
        for found in &errors {
            let rule = found["rule"].as_str().unwrap();
            let at = &found["spans"][0];
            assert!(github.contains(&format!("title={rule}::")), "{rule}");
            let place = format!(
                "{}:{}:{}: error: ",
                at["path"].as_str().unwrap(),
                at["line"],
                at["column"]
            );
            assert!(xml.contains(&place), "{place}");
        }
    }
}

#[test]
fn names_of_the_user_break_no_form() {
    let folder = tempfile::tempdir().unwrap();
    let name = "a,b:c%d'e\u{4e2d}|`<b>@x\nend.haplan.yaml";
    let text = "haplan: 1\nname: \"<img src=x> | `x` **b** @all ]]> ::error::x\"\nservers:\n  \"机|`<i>\": {model: generic/server}\n  db1: {model: generic/server}\nservices:\n  'e|`<b>@all': {home: db1}\n";
    // Windows has no such names.
    if fs::write(folder.path().join(name), text).is_err() {
        return;
    }
    let at = folder.path();
    let github = check(at, "github", &[]);
    assert!(github.lines().all(|it| it.starts_with("::")), "{github}");
    assert!(
        github.contains("file=a%2Cb%3Ac%25d'e\u{4e2d}|`<b>@x%0Aend.haplan.yaml,line="),
        "{github}"
    );
    let concise = check(at, "concise", &[]);
    let plain = name.replace('\n', " ");
    assert!(concise.lines().all(|it| it.starts_with(&plain)), "{concise}");
    let xml = check(at, "junit", &[]);
    let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!(report.test_suites[0].name.as_str(), name.replace('\n', " "));
    let sarif = check(at, "sarif", &[]);
    assert!(
        sarif
            .contains("\"uri\": \"a%2Cb%3Ac%25d%27e%E4%B8%AD%7C%60%3Cb%3E%40x%0Aend.haplan.yaml\"")
    );
    let comment = check(at, "markdown", &[]);
    for hurt in ["<img", "<b>", "<i>", "@all", "@x", " | `x` "] {
        assert!(!comment.contains(hurt), "{hurt}: {comment}");
    }
    // Every row of the table has its seven cells.
    let unescaped = |line: &str| line.replace("\\|", "").matches('|').count();
    let rows: Vec<&str> = comment.lines().filter(|it| it.starts_with('|')).collect();
    assert!(rows.len() == 3 && rows.iter().all(|it| unescaped(it) == 8), "{rows:#?}");
}

#[test]
fn a_comment_is_never_longer_than_services_take() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = "haplan: 1\nservers:\n".to_owned();
    for i in 0..3000 {
        text.push_str(&format!("  s{i}: {{model: generic/nothing-of-this-name-is-there-{i}}}\n"));
    }
    fs::write(folder.path().join("a.haplan.yaml"), text).unwrap();
    for i in 0..600 {
        let text = format!("haplan: 1\nnothing: {i}\n");
        fs::write(folder.path().join(format!("n{i:05}.haplan.yaml")), text).unwrap();
    }
    let comment = check(folder.path(), "markdown", &[]);
    assert!(comment.len() < 65_536, "{}", comment.len());
    let told: usize = comment.lines().filter(|it| it.starts_with("- **")).count();
    let more = comment.lines().find(|it| it.contains("more findings")).unwrap();
    let more: usize = more.split_whitespace().nth(2).unwrap().parse().unwrap();
    assert_eq!(told + more, 3600);
    assert!(comment.contains("more files |"));
}

#[test]
fn an_extension_picks_the_form() {
    let folder = tempfile::tempdir().unwrap();
    let out = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (sarif, xml, comment) = (out("a.sarif"), out("a.xml"), out("a.md"));
    let args = ["check", "topologies/s4", "-o", &sarif, "-o", &xml, "-o", &comment];
    assert_eq!(haplan(root(), &args).status.code(), Some(0));
    assert!(fs::read_to_string(&sarif).unwrap().contains("\"version\": \"2.1.0\""));
    assert!(fs::read_to_string(&xml).unwrap().starts_with("<?xml"));
    assert!(fs::read_to_string(&comment).unwrap().starts_with("### haplan: pass\n"));
}
