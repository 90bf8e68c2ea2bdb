//! What is accepted and what weighs how much: comments in the file, `haplan.toml`, and the baseline.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

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

fn check(folder: &TempDir, args: &[&str]) -> (i32, String) {
    let output = haplan(folder.path(), &[&["check", "--today", "2026-11-22"], args].concat());
    assert!(output.stderr.is_empty(), "{args:?}: {output:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

fn concise(folder: &TempDir, args: &[&str]) -> (i32, Vec<String>) {
    let (status, text) = check(folder, &[&["-f", "concise"], args].concat());
    // The system of a server is found wherever the server is.
    let lines = text.lines().filter(|it| !it.contains("/os\" alone"));
    (status, lines.map(str::to_owned).collect())
}

/// What is said on standard error, with the status.
fn refused(folder: &TempDir, args: &[&str]) -> (i32, String) {
    let output = haplan(folder.path(), args);
    assert!(output.stdout.is_empty(), "{args:?}: {output:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stderr).unwrap())
}

fn with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// One place with warnings, at 3:3: the server, and its system on it.
const ONE: &str =
    "haplan: 1\nservers:\n  db1: {model: generic/server}\nservices:\n  erp: {home: db1}\n";

const SINGLE: &str = "a.yaml:3:3: warning[single-point]: \"db1\" alone stops \"erp\"";

fn commented(before: &str, beside: &str) -> TempDir {
    let text = ONE.replace(
        "  db1: {model: generic/server}",
        &format!("{before}  db1: {{model: generic/server}}{beside}"),
    );
    with(&[("a.yaml", &text)])
}

#[test]
fn the_file_has_one_warning() {
    let (status, lines) = concise(&with(&[("a.yaml", ONE)]), &["a.yaml", "--only", "single-point"]);
    assert_eq!((status, lines), (0, vec![SINGLE.to_owned()]));
}

#[test]
fn a_comment_accepts_what_begins_on_its_line() {
    for (before, beside, line) in [
        ("", " # haplan: ignore[single-point] phase 2", 3),
        ("", " # haplan: ignore[no-uplinks, single-point]: phase 2", 3),
        ("  # haplan: ignore[ single-point ] phase 2\n", "", 4),
        ("# haplan:ignore [single-point] — phase 2\n\n  # another\n", "", 6),
        ("", "\t#haplan: ignore[single-point] phase 2\r", 3),
    ] {
        let folder = commented(before, beside);
        let (status, text) = check(
            &folder,
            &["a.yaml", "-f", "json", "--fail-on", "warning", "--ignore", "unused-waiver"],
        );
        let json: Value = serde_json::from_str(&text).unwrap();
        let found = json["files"][0]["findings"].as_array().unwrap();
        let single: Vec<_> = found.iter().filter(|it| it["rule"] == "single-point").collect();
        assert!(!single.is_empty(), "{text}");
        for it in single {
            assert_eq!(it["waived"]["reason"], "phase 2", "{before}{beside}: {it}");
            assert_eq!(it["waived"]["in_source"], true);
            assert_eq!(it["waived"]["until"], Value::Null);
            assert_eq!(it["spans"][0]["line"], line);
        }
        assert_eq!(status, 0, "{text}");
    }
    let folder = commented("", " # haplan: ignore[single-point] phase 2");
    let (_, sarif) = check(&folder, &["a.yaml", "-f", "sarif"]);
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let suppression = &sarif["runs"][0]["results"][0]["suppressions"][0];
    assert_eq!(
        (&suppression["kind"], &suppression["justification"]),
        (&"inSource".into(), &"phase 2".into())
    );
}

#[test]
fn what_is_no_comment_or_stands_elsewhere_accepts_nothing() {
    for text in [
        ONE.replace("haplan: 1\n", "haplan: 1\ntitle: \"x # haplan: ignore[single-point] y\"\n"),
        ONE.replace(
            "haplan: 1\n",
            "haplan: 1\ntitle: |\n  x\n  # haplan: ignore[single-point] y\n",
        ),
        ONE.replace("haplan: 1\n", "haplan: 1\ntitle: 'x\n  # haplan: ignore[single-point] y'\n"),
        ONE.replace("servers:\n", "servers: # haplan ignore[single-point] y\n"),
    ] {
        let (_, lines) = concise(&with(&[("a.yaml", &text)]), &["a.yaml"]);
        assert!(lines.iter().any(|it| it.contains(": warning[single-point]: ")), "{text}{lines:?}");
        assert!(!lines.iter().any(|it| it.contains("unused-waiver")), "{text}{lines:?}");
    }
}

#[test]
fn a_comment_that_accepts_nothing_is_a_finding() {
    let only = ["a.yaml", "--only", "single-point,unused-waiver,ignore-without-reason"];
    let said = |before: &str, beside: &str| concise(&commented(before, beside), &only).1;
    assert_eq!(said("", " # haplan: ignore[single-point]"), [
        SINGLE.to_owned(),
        "a.yaml:3:32: warning[ignore-without-reason]: this comment ignores single-point without a reason".to_owned(),
    ]);
    assert_eq!(
        said("", " # haplan: ignore[sinlge-point] phase 2"),
        [
            SINGLE.to_owned(),
            "a.yaml:3:49: warning[unused-waiver]: there is no rule \"sinlge-point\"".to_owned(),
        ]
    );
    assert_eq!(said("", " # haplan: ignore[no-uplinks,single-point] phase 2"), [
        SINGLE.replace("warning", "waived"),
        "a.yaml:3:49: warning[unused-waiver]: this comment ignores \"no-uplinks\", and there is no such finding on its line".to_owned(),
    ]);
    for form in ["ignore single-point phase 2", "ignore[] phase 2", "ignore[single-point phase 2"] {
        assert_eq!(
            said("", &format!(" # haplan: {form}")),
            [
                SINGLE.to_owned(),
                "a.yaml:3:32: warning[unused-waiver]: this comment names no rule to ignore"
                    .to_owned(),
            ]
        );
    }
    // Other comments are left alone, also those that come near.
    assert_eq!(said("# haplan: 1 is the version\n", " # haplan: ignored on purpose").len(), 1);
    // What reports a waiver can be accepted itself.
    let unused = "waivers: # haplan: ignore[unused-waiver] kept as an example\n  # haplan: ignore[unused-waiver] kept as an example\n  - {rule: no-uplinks, reason: x}\n";
    let folder = with(&[("a.yaml", &format!("{ONE}{unused}"))]);
    let (_, lines) = concise(&folder, &only);
    assert!(
        lines.contains(
            &"a.yaml:8:5: waived[unused-waiver]: this waiver of \"no-uplinks\" matches no finding"
                .to_owned()
        ),
        "{lines:#?}"
    );
    assert!(
        lines.iter().any(|it| it.starts_with("a.yaml:6:27: warning[unused-waiver]: ")),
        "{lines:#?}"
    );
}

#[test]
fn comments_of_included_files_count() {
    let part = "haplan: 1\nservers:\n  # haplan: ignore[single-point] phase 2\n  db1: {model: generic/server}\n";
    let whole = "haplan: 1\ninclude: parts/servers.yaml\nservices:\n  erp: {home: db1}\n";
    let folder = with(&[("a.yaml", whole), ("parts/servers.yaml", part)]);
    let (_, lines) = concise(&folder, &["a.yaml", "--only", "single-point,unused-waiver"]);
    assert_eq!(
        lines,
        ["parts/servers.yaml:4:3: waived[single-point]: \"db1\" alone stops \"erp\""]
    );
}

#[test]
fn levels_are_those_of_the_nearest_haplan_toml() {
    let folder = with(&[
        ("haplan.toml", "[rules]\nsingle-point = \"error\"\n"),
        ("a.yaml", ONE),
        (
            "b/haplan.toml",
            "\u{feff}[rules]\r\nsingle-point = \"note\"\r\nno-uplinks = 'off'\r\n[check]\r\nfail-on = \"note\"\r\n",
        ),
        ("b/c/a.yaml", ONE),
        ("d/.git/config", ""),
        ("d/a.yaml", ONE),
    ]);
    let only = |file: &str| concise(&folder, &[file, "--only", "single-point"]);
    let said =
        |file: &str, weight: &str| vec![SINGLE.replace("a.yaml", file).replace("warning", weight)];
    assert_eq!(only("a.yaml"), (1, said("a.yaml", "error")));
    assert_eq!(only("b/c/a.yaml"), (1, said("b/c/a.yaml", "note")));
    assert_eq!(only("d/a.yaml"), (0, said("d/a.yaml", "warning")));
    // The command line wins.
    let lenient = ["b/c/a.yaml", "--only", "single-point", "--fail-on", "warning"];
    assert_eq!(concise(&folder, &lenient).0, 0);
    let together =
        concise(&folder, &["a.yaml", "b/c/a.yaml", "d/a.yaml", "--only", "single-point"]);
    assert_eq!(together.0, 1);
    assert_eq!(together.1.len(), 3);
    let verbose = haplan(folder.path(), &["check", "-v", "-f", "concise", "a.yaml", "b/c/a.yaml"]);
    let told = String::from_utf8(verbose.stderr).unwrap();
    assert_eq!(
        told,
        "haplan: levels from \"haplan.toml\"\nhaplan: levels from \"b/haplan.toml\"\n"
    );
}

#[test]
fn what_is_off_is_left_out_unless_asked_for_by_name() {
    let folder = with(&[("haplan.toml", "rules.single-point = \"off\""), ("a.yaml", ONE)]);
    let (status, lines) = concise(&folder, &["a.yaml", "--fail-on", "warning"]);
    assert!(status == 0 && !lines.iter().any(|it| it.contains("single-point")), "{lines:?}");
    let asked = ["a.yaml", "--only", "single-point", "--fail-on", "warning"];
    assert_eq!(concise(&folder, &asked).0, 1);
    // Errors of reading have no level, and what is off does not hide them.
    fs::write(folder.path().join("a.yaml"), "haplan: 1\nnothing: 1\n").unwrap();
    assert_eq!(concise(&folder, &["a.yaml"]).0, 2);
}

#[test]
fn a_haplan_toml_that_is_not_understood_stops_the_run() {
    let said = |text: &str| {
        let folder = with(&[("haplan.toml", text), ("a.yaml", ONE)]);
        refused(&folder, &["check", "a.yaml"])
    };
    for (text, told) in [
        ("[rule]\n", "1:2: there is no key \"rule\" here; did you mean \"rules\"?"),
        (
            "\n[rules]\nsingle-pont = \"off\"\n",
            "3:1: there is no rule \"single-pont\"; did you mean \"single-point\"?",
        ),
        (
            "[rules]\nsingle-point = \"of\"\n",
            "2:16: \"single-point\" takes one of error, warning, note, off, in quotes; did you mean \"off\"?",
        ),
        (
            "[rules]\nsingle-point = false\n",
            "2:16: \"single-point\" takes one of error, warning, note, off, in quotes",
        ),
        (
            "[rules]\nunknown-key = \"off\"\n",
            "2:1: \"unknown-key\" is an error of reading, and has no level: without the file there is nothing to judge",
        ),
        (
            "[check]\nfail-on = \"fatal\"\n",
            "2:11: \"fail-on\" takes one of error, warning, note, in quotes",
        ),
        (
            "[check]\nfailon = \"error\"\n",
            "2:1: there is no key \"failon\" here; did you mean \"fail-on\"?",
        ),
        ("rules = 1\n", "1:1: \"rules\" is a table: write [rules] with its keys below"),
    ] {
        assert_eq!(said(text), (2, format!("haplan: haplan.toml:{told}\n")));
    }
    for text in
        ["[rules\n", "[rules]\na = \n", "[rules]\nno-uplinks = \"off\"\nno-uplinks = \"off\"\n"]
    {
        let (status, told) = said(text);
        assert!(status == 2 && told.starts_with("haplan: haplan.toml:"), "{told}");
        assert!(told.contains(": this is no TOML: "), "{told}");
    }
    let two = said("[rules]\na-rule = 1\nb-rule = 1\n").1;
    assert_eq!(two.lines().count(), 2, "{two}");
}

#[test]
fn very_many_mistakes_are_told_in_few_words() {
    let mut text = "[rules]\n".to_owned();
    for i in 0..5000 {
        text.push_str(&format!("rule-{i} = 1\n"));
    }
    let folder = with(&[("haplan.toml", &text), ("a.yaml", ONE)]);
    let (status, told) = refused(&folder, &["check", "a.yaml"]);
    assert!(status == 2 && told.lines().count() <= 20, "{told}");
    fs::write(folder.path().join("haplan.toml"), format!("a = {}", "[".repeat(200_000))).unwrap();
    let (status, told) = refused(&folder, &["check", "a.yaml"]);
    assert!(status == 2 && told.lines().count() <= 3, "{told}");

    let rules: Vec<String> = (0..50_000).map(|i| format!("rule-{i}")).collect();
    let folder = commented("", &format!(" # haplan: ignore[{}] x", rules.join(",")));
    let only = ["a.yaml", "--only", "unused-waiver"];
    let told = "this comment names more than 100 rules, and ignores none of them";
    assert_eq!(concise(&folder, &only).1, [format!("a.yaml:3:32: warning[unused-waiver]: {told}")]);
    let folder = commented("", &format!(" # haplan: ignore[{}] x", "single-point,".repeat(50_000)));
    assert_eq!(concise(&folder, &only).1, [""; 0]);
}

/// The same with a second server that stops a second service.
fn two() -> String {
    ONE.replace("services:\n", "  db2: {model: generic/server}\nservices:\n  crm: {home: db2}\n")
}

#[test]
fn only_what_the_baseline_does_not_have_fails() {
    let folder = with(&[("a.yaml", ONE)]);
    for (format, name) in [("json", "before.json"), ("sarif", "before.sarif")] {
        fs::write(folder.path().join("a.yaml"), ONE).unwrap();
        let args = ["a.yaml", "--only", "single-point", "--fail-on", "warning"];
        let base = [&args[..], &["--baseline", name]].concat();
        let (status, text) = check(&folder, &[&args[..], &["-f", format]].concat());
        assert_eq!(status, 1);
        fs::write(folder.path().join(name), text).unwrap();
        let known = vec![SINGLE.replace("warning", "known")];
        assert_eq!(concise(&folder, &base), (0, known.clone()));

        // Lines that move change nothing; a new finding fails.
        fs::write(folder.path().join("a.yaml"), format!("# moved\n{}", two())).unwrap();
        let (status, lines) = concise(&folder, &base);
        let new = "a.yaml:5:3: warning[single-point]: \"db2\" alone stops \"crm\"";
        assert_eq!(status, 1);
        assert_eq!(lines, [known[0].replace(":3:3", ":4:3"), new.to_owned()]);
        let (_, text) = check(&folder, &base);
        assert!(text.contains("0 errors, 2 warnings, 0 notes, 0 waived, 2 known"), "{text}");
        assert!(text.ends_with("against the baseline: 2 new, 2 known, 0 fixed since\n"), "{text}");
        assert!(text.contains("known[single-point]: \"db1\" alone stops \"erp\""), "{text}");
        let (_, text) = check(&folder, &[&base[..], &["-f", "json"]].concat());
        let json: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(
            json["summary"],
            serde_json::json!({"error": 0, "warning": 2, "note": 0, "waived": 0, "known": 2})
        );
        assert_eq!(json["files"][0]["findings"][0]["known"], true);
        let schema = haplan::cli::schema::text("check", "2020-12");
        let schema: Value = serde_json::from_str(&schema).unwrap();
        jsonschema::validate(&schema, &json).unwrap();
        let (_, text) = check(&folder, &[&base[..], &["-f", "sarif"]].concat());
        let sarif: Value = serde_json::from_str(&text).unwrap();
        let states: Vec<_> = sarif["runs"][0]["results"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| &it["baselineState"])
            .collect();
        assert_eq!(states, ["unchanged", "unchanged", "new", "new"]);
        let (_, github) = check(&folder, &[&base[..], &["-f", "github"]].concat());
        assert_eq!(github.lines().count(), 2);
        let (_, comment) = check(&folder, &[&base[..], &["-f", "markdown"]].concat());
        assert!(comment.contains("| warning | note | waived | known |\n"), "{comment}");

        // What weighs more than it did is new.
        fs::write(folder.path().join("a.yaml"), ONE).unwrap();
        let worse = [&base[..], &["--target", "any_one_fault=failover"]].concat();
        assert_eq!(concise(&folder, &worse), (1, vec![SINGLE.replace("warning", "error")]));

        // What is gone is counted.
        let second = ONE.replace("home: db1", "home: db1, cluster: ha").replace("services:", "  db2: {model: generic/server}\nclusters:\n  ha: {nodes: [db1, db2], mode: active-standby}\nservices:");
        fs::write(folder.path().join("a.yaml"), second).unwrap();
        let (_, text) = check(&folder, &base);
        assert!(text.ends_with("against the baseline: 0 new, 0 known, 2 fixed since\n"), "{text}");
    }
}

#[test]
fn a_finding_that_was_waived_counts_once_it_is_no_more() {
    let folder = commented("", " # haplan: ignore[single-point] phase 2");
    let args = ["a.yaml", "--only", "single-point", "--fail-on", "warning"];
    let (_, text) = check(&folder, &[&args[..], &["-f", "json"]].concat());
    fs::write(folder.path().join("before.json"), text).unwrap();
    let base = [&args[..], &["--baseline", "before.json"]].concat();
    assert_eq!(concise(&folder, &base), (0, vec![SINGLE.replace("warning", "waived")]));
    fs::write(folder.path().join("a.yaml"), ONE).unwrap();
    assert_eq!(concise(&folder, &base), (1, vec![SINGLE.to_owned()]));
}

#[test]
fn a_baseline_accounts_for_as_many_as_it_has() {
    // Two files with designs of one name have the same findings.
    let named = ONE.replace("haplan: 1\n", "haplan: 1\nname: s\n");
    let folder = with(&[("a.yaml", &named)]);
    let (_, text) = check(&folder, &["a.yaml", "-f", "json"]);
    fs::write(folder.path().join("before.json"), text).unwrap();
    fs::write(folder.path().join("b.yaml"), &named).unwrap();
    let args = ["--only", "single-point", "--fail-on", "warning", "--baseline", "before.json"];
    let (status, lines) = concise(&folder, &[&["a.yaml", "b.yaml"], &args[..]].concat());
    assert_eq!(status, 1);
    assert!(lines[0].contains("known[") && lines[1].contains("warning["), "{lines:?}");
}

#[test]
fn what_one_file_had_is_not_taken_for_the_like_in_another() {
    // Designs of one name in two files, as when a folder is copied; `db1` stops only one of them at first.
    let named = ONE.replace("haplan: 1\n", "haplan: 1\nname: s\n");
    let sound = named.split("services:").next().unwrap();
    let folder = with(&[("a.yaml", sound), ("b.yaml", &named)]);
    let (_, text) = check(&folder, &["a.yaml", "b.yaml", "-f", "json"]);
    fs::write(folder.path().join("before.json"), text).unwrap();
    fs::write(folder.path().join("a.yaml"), &named).unwrap();
    let args = ["--only", "single-point", "--fail-on", "warning", "--baseline", "before.json"];
    let (status, lines) = concise(&folder, &[&["a.yaml", "b.yaml"], &args[..]].concat());
    assert_eq!(status, 1);
    assert!(
        lines[0].starts_with("a.yaml:4:3: warning[") && lines[1].contains(": known["),
        "{lines:?}"
    );
    // The same in parts.
    let part = |shard: &str| {
        concise(&folder, &[&["a.yaml", "b.yaml", "--shard", shard], &args[..]].concat())
    };
    assert_eq!(part("1/2"), (1, vec![lines[0].clone()]));
    assert_eq!(part("2/2"), (0, vec![lines[1].clone()]));
    // A file that was renamed keeps what it had.
    fs::rename(folder.path().join("b.yaml"), folder.path().join("c.yaml")).unwrap();
    let (status, lines) = concise(&folder, &[&["c.yaml"], &args[..]].concat());
    assert!(status == 0 && lines[0].starts_with("c.yaml:4:3: known["), "{lines:?}");
}

#[test]
fn a_file_that_cannot_be_read_fails_whatever_the_baseline_has() {
    let folder = with(&[("a.yaml", "haplan: 1\nnothing: 1\n")]);
    let (_, text) = check(&folder, &["a.yaml", "-f", "json"]);
    fs::write(folder.path().join("before.json"), text).unwrap();
    assert_eq!(concise(&folder, &["a.yaml", "--baseline", "before.json"]).0, 2);
}

#[test]
fn what_is_no_baseline_stops_the_run() {
    let foreign =
        r#"{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "other"}}, "results": []}]}"#;
    let folder = with(&[
        ("a.yaml", ONE),
        ("empty.json", ""),
        ("half.json", "{\n  \"version\": 1,"),
        ("no.json", "[1]"),
        ("foreign.sarif", foreign),
        ("other.json", "{\"version\": 1, \"lockfileVersion\": 3}"),
        ("later.json", "{\"version\": 2, \"files\": []}"),
        (
            "hash.json",
            r#"{"version": 1, "today": "2026-11-22", "files": [{"path": "a", "topology": null, "verdict": "fail", "fail_on": "error", "findings": [{"rule": "x", "severity": "error", "fingerprint": "+123456789abcdef", "message": "", "spans": []}], "not_considered": [], "assumptions": []}], "summary": {"error": 0, "warning": 0, "note": 0, "waived": 0}}"#,
        ),
    ]);
    for (name, told) in [
        ("a.yaml", "a.yaml:1:1: the baseline cannot be used: this is no JSON"),
        ("empty.json", "empty.json:1:1: the baseline cannot be used: the JSON ends too early"),
        ("half.json", "half.json:2:15: the baseline cannot be used: the JSON ends too early"),
        (
            "no.json",
            "the baseline \"no.json\" cannot be used: this is no document of haplan check -f json",
        ),
        (
            "foreign.sarif",
            "the baseline \"foreign.sarif\" cannot be used: this SARIF file was not written by haplan",
        ),
        (
            "other.json",
            "the baseline \"other.json\" cannot be used: this is no document of haplan check -f json",
        ),
        (
            "later.json",
            "the baseline \"later.json\" cannot be used: this document has version 2, and this haplan reads version 1",
        ),
        (
            "hash.json",
            "the baseline \"hash.json\" cannot be used: \"+123456789abcdef\" is no fingerprint of haplan: ",
        ),
        ("gone.json", "there is no file \"gone.json\""),
        (".", "\".\" is a folder, and a file is needed"),
    ] {
        let (status, said) = refused(&folder, &["check", "a.yaml", "--baseline", name]);
        assert!(said.starts_with(&format!("haplan: {told}")), "{name}: {said}");
        assert_eq!((status, said.lines().count()), (2, 1), "{name}: {said}");
    }
}
