//! Broken files, each with the whole of what `check` says of it.
//!
//! `UPDATE=1 cargo test --test broken` writes the goldens anew; read them before they are kept.
#![cfg(test)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

fn check(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder())
        .args(["check", "--today", "2026-11-22", "--color", "never"])
        .args(args)
        .output()
        .unwrap()
}

fn files() -> Vec<String> {
    let mut files: Vec<String> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml"))
        .collect();
    files.sort();
    files
}

/// Files that are sound as files and break a rule, and one that has nothing wrong but its form.
const VALID: &[(&str, i32)] =
    &[("catalogue-mistakes.yaml", 1), ("rule-broken.yaml", 1), ("unknown-in-waivers.yaml", 0)];

#[test]
fn every_broken_file_says_what_is_wrong_with_it() {
    let files = files();
    assert!(files.len() >= 45, "{}", files.len());
    let mut wrong = Vec::new();
    for name in &files {
        for (lang, ending) in [("en", "txt"), ("zh", "zh.txt")] {
            let output = check(&["--lang", lang, name]);
            let status = VALID.iter().find(|(valid, _)| valid == name).map_or(2, |it| it.1);
            assert_eq!(output.status.code(), Some(status), "{name}: {output:?}");
            assert!(output.stderr.is_empty(), "{name}: {output:?}");
            let text = String::from_utf8(output.stdout).unwrap();
            let golden = folder().join(name).with_extension(ending);
            // The Chinese text is kept for the files that say the most.
            if lang == "zh" && !golden.exists() {
                assert!(text.chars().any(|c| ('一'..='龥').contains(&c)), "{name}: {text}");
                continue;
            }
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&golden, &text).unwrap();
            } else if fs::read_to_string(&golden).unwrap_or_default() != text {
                wrong.push(format!("{name} ({lang}):\n{text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "UPDATE=1 renews the goldens\n{}", wrong.join("\n"));
}

#[test]
fn each_file_is_broken_in_its_own_way() {
    let mut texts: Vec<(Vec<u8>, String)> =
        files().into_iter().map(|name| (fs::read(folder().join(&name)).unwrap(), name)).collect();
    texts.sort();
    for pair in texts.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
    }
    // What the goldens say is different too, even where the files are broken alike.
    let mut goldens: Vec<(String, String)> = files()
        .into_iter()
        .map(|name| {
            let golden = fs::read_to_string(folder().join(&name).with_extension("txt")).unwrap();
            (golden.replace(&name, ""), name)
        })
        .collect();
    goldens.sort();
    for pair in goldens.windows(2) {
        assert_ne!(pair[0].0, pair[1].0, "{} and {}", pair[0].1, pair[1].1);
    }
    for name in fs::read_dir(folder()).unwrap().map(|it| it.unwrap().path()) {
        if name.is_dir() {
            continue;
        }
        let name = name.file_name().unwrap().to_str().unwrap().to_owned();
        let stem = name.trim_end_matches(".txt").trim_end_matches(".zh");
        let of = folder().join(stem).with_extension("yaml");
        assert!(name.ends_with(".yaml") || of.exists(), "{name} belongs to no file");
    }
}

/// Files with the mistake of another one, in another place or shape.
const SAME: &[&str] = &[
    "comment-only.yaml",
    "full-width-brackets.yaml",
    "gbk.yaml",
    "include-a-brief.yaml",
    "include-a-broken-file.yaml",
    "include-no-haplan-file.yaml",
    "list-at-top.yaml",
];

/// A message that says the same of two mistakes says too little of one of them.
#[test]
fn no_message_is_that_of_another_mistake() {
    let mut messages: Vec<(String, String)> = Vec::new();
    for name in files().into_iter().filter(|it| !SAME.contains(&it.as_str())) {
        let json: serde_json::Value =
            serde_json::from_slice(&check(&["-f", "json", &name]).stdout).unwrap();
        let findings = json["files"][0]["findings"].as_array().unwrap();
        // Files of one mistake; the others gather several of a kind.
        if let [finding] = &findings[..] {
            messages.push((finding["message"].as_str().unwrap().to_owned(), name));
        }
    }
    assert!(messages.len() >= 100, "{}", messages.len());
    messages.sort();
    let alike = |pair: &&[(String, String)]| pair[0].0 == pair[1].0;
    let alike: Vec<_> = messages.windows(2).filter(alike).collect();
    assert!(alike.is_empty(), "{alike:#?}");
}

#[test]
fn all_formats_tell_the_same_findings() {
    for name in files() {
        let concise = String::from_utf8(check(&["-f", "concise", &name]).stdout).unwrap();
        let json: serde_json::Value =
            serde_json::from_slice(&check(&["-f", "json", &name]).stdout).unwrap();
        let findings = json["files"][0]["findings"].as_array().unwrap();
        assert_eq!(concise.lines().count(), findings.len(), "{name}");
        for (line, finding) in concise.lines().zip(findings) {
            let rule = finding["rule"].as_str().unwrap();
            assert!(line.contains(&format!("[{rule}]")), "{name}: {line}");
            let message = finding["message"].as_str().unwrap();
            assert!(!message.ends_with('.') && !message.contains('\n'), "{name}: {message}");
            let place = &finding["spans"][0];
            let path = place["path"].as_str().unwrap();
            let place = format!("{path}:{}:{}: ", place["line"], place["column"]);
            assert!(line.starts_with(&place), "{name}: {line} is not at {place}");
        }
    }
}

#[test]
fn a_folder_of_broken_files_is_checked_to_its_end() {
    let output = check(&["-f", "json", "."]);
    assert_eq!(output.status.code(), Some(2));
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let checked = json["files"].as_array().unwrap();
    // Files without the key in their first line are no topologies when a folder is searched.
    assert!(checked.len() >= 45, "{}", checked.len());
    assert!(checked.iter().any(|file| file["verdict"] == "fail"));
}

#[test]
fn nesting_without_end_is_refused_at_once() {
    for open in ["[", "{a: ", "- ", "? "] {
        let text = format!("haplan: 1\nname: {}", open.repeat(100_000));
        let mut child = Command::new(env!("CARGO_BIN_EXE_haplan"))
            .args(["check", "-", "--color", "never", "--lang", "en"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let _ = child.stdin.take().unwrap().write_all(text.as_bytes());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{open}");
        assert!(output.stderr.is_empty(), "{open}: {output:?}");
        assert!(output.stdout.len() < 2_000, "{open}: {} bytes", output.stdout.len());
    }
}
