//! docs/handover.md prints what it shows.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::Command;

/// Runs each `$ haplan …` of the page from the root of the repository and compares what it prints;
/// `| head -n N` cuts it short. `UPDATE=1` writes the page anew.
#[test]
fn every_example_prints_what_it_shows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = root.join("docs/handover.md");
    let page = fs::read_to_string(&path).unwrap();
    let mut updated = page.clone();
    let folder = tempfile::tempdir().unwrap();
    let mut examples = 0;
    for block in page.split("\n```").skip(1).step_by(2) {
        let Some(console) = block.strip_prefix("console\n$ haplan ") else { continue };
        let (line, shown) = console.split_once('\n').unwrap_or((console, ""));
        let (command, end) = match line.split_once(" | head -n ") {
            Some((command, lines)) => (command, lines.parse().unwrap()),
            None => (line, usize::MAX),
        };
        // What stands in quotes is one argument.
        let args = command.split('"').enumerate().flat_map(|(at, piece)| match at % 2 {
            0 => piece.split_whitespace().collect(),
            _ => vec![piece],
        });
        let args = args.map(|it| match it.strip_prefix("out/") {
            Some(name) => folder.path().join(name).display().to_string(),
            None => it.to_owned(),
        });
        let output = Command::new(env!("CARGO_BIN_EXE_haplan"))
            .args(args)
            .env("LC_ALL", "C")
            .current_dir(root)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{line}: {output:?}");
        let printed = String::from_utf8(output.stdout).unwrap();
        let printed: Vec<&str> = printed.lines().take(end).map(str::trim_end).collect();
        let printed = printed.join("\n");
        let shown = shown.trim_end();
        examples += 1;
        if std::env::var_os("UPDATE").is_some() {
            let new = format!("console\n$ haplan {line}\n{}", printed.trim_end());
            updated = updated.replacen(block, new.trim_end(), 1);
        } else {
            assert_eq!(printed.trim_end(), shown, "{line}");
        }
    }
    if updated != page {
        fs::write(path, updated).unwrap();
    }
    assert!(examples >= 1);
}
