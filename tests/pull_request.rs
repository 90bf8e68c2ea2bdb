//! A pull request that joins two fabrics by one cable: what the check beside it says, and that a revert passes.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

/// Runs git with what this test sets up and nothing of the user's.
fn git(folder: &Path, args: &[&str]) -> Option<Output> {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=A. Tester", "-c", "user.email=tester@example.com"])
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "core.autocrlf=false",
            "-c",
            "core.hooksPath=none",
        ])
        .args(args)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .ok()?;
    assert!(output.status.success(), "git {args:?}: {output:?}");
    Some(output)
}

const CHECK: [&str; 4] = ["check", "--today", "2026-11-22", "--baseline"];

fn check(folder: &Path, format: &str) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder)
        .args(CHECK)
        .args(["haplan-baseline.json", "-f", format, "--color", "never"])
        .env_remove("LC_ALL")
        .env("LANG", "C")
        .output()
        .unwrap();
    assert!(output.stderr.is_empty(), "{output:?}");
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

const DESIGN: &str = "sites/alpha.haplan.yaml";

/// The cable that the branch adds, below this line of the design.
const CABLE: &str = "  - san-a:23 -- san-b:23";
const ABOVE: &str = "  - store:[A-B]1 -- san-b:[2-3]";

/// A repository on its branch, with the line that the cable came to stand on. `None` where there is no git.
fn pull_request(folder: &Path) -> Option<usize> {
    let design = concat!(env!("CARGO_MANIFEST_DIR"), "/topologies/fc-32g-alua/topology.yaml");
    let design = fs::read_to_string(design).unwrap();
    git(folder, &["init", "--quiet", "--initial-branch=main"])?;
    fs::create_dir(folder.join("sites")).unwrap();
    fs::write(folder.join(DESIGN), &design).unwrap();
    let baseline = Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder)
        .args(["check", "--today", "2026-11-22", "-o", "haplan-baseline.json"])
        .output()
        .unwrap();
    assert!(baseline.status.success(), "{baseline:?}");
    git(folder, &["add", "--all"])?;
    git(folder, &["commit", "--quiet", "--message", "alpha: two fabrics"])?;

    git(folder, &["checkout", "--quiet", "-b", "more-ports"])?;
    let with = design.replacen(ABOVE, &format!("{ABOVE}\n{CABLE}"), 1);
    assert_ne!(with, design);
    fs::write(folder.join(DESIGN), &with).unwrap();
    git(
        folder,
        &["commit", "--quiet", "--all", "--message", "alpha: a cable between the switches"],
    )?;
    let diff = git(folder, &["diff", "--numstat", "main"])?;
    assert_eq!(String::from_utf8(diff.stdout).unwrap(), format!("1\t0\t{DESIGN}\n"));
    Some(with.lines().position(|line| line == CABLE).unwrap() + 1)
}

#[test]
fn a_cable_that_joins_two_fabrics_does_not_pass_and_its_revert_does() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let Some(line) = pull_request(folder) else {
        eprintln!("skipped: there is no git");
        return;
    };
    let message = "\"san-a:23--san-b:23\" joins the fabric \"A\" to the fabric \"B\"";
    let place = format!("{DESIGN}:{line}:5");

    let (status, text) = check(folder, "text");
    assert_eq!(status, 1, "{text}");
    let unfolded = text.replace("\n  │ ", " ");
    assert!(unfolded.contains(&format!("error[fabrics-joined]: {message}")), "{text}");
    assert!(text.contains(&format!("[{place}]")), "{text}");
    assert!(text.contains("against the baseline: "), "{text}");

    let (status, text) = check(folder, "concise");
    let failing: Vec<&str> = text.lines().filter(|it| it.contains(": error[")).collect();
    assert_eq!(
        (status, failing),
        (1, vec![format!("{place}: error[fabrics-joined]: {message}").as_str()])
    );

    let (status, text) = check(folder, "sarif");
    let sarif: Value = serde_json::from_str(&text).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let new = |it: &&Value| it["baselineState"] == "new" && it["level"] == "error";
    let new: Vec<&Value> = results.iter().filter(new).collect();
    let [result] = new[..] else { panic!("{new:#?}") };
    assert_eq!(status, 1);
    assert_eq!(result["ruleId"], "fabrics-joined");
    assert!(result["message"]["text"].as_str().unwrap().starts_with(message));
    let at = &result["locations"][0]["physicalLocation"];
    assert_eq!(at["artifactLocation"]["uri"], DESIGN);
    assert_eq!(
        (&at["region"]["startLine"], &at["region"]["startColumn"]),
        (&line.into(), &5.into())
    );
    let flags = &sarif["runs"][0]["invocations"][0];
    assert_eq!((&flags["exitCode"], &flags["executionSuccessful"]), (&1.into(), &true.into()));

    let (status, xml) = check(folder, "junit");
    let report = quick_junit::Report::deserialize_from_str(&xml).unwrap();
    assert_eq!((status, report.failures), (1, 1));
    let failed =
        report.test_suites[0].test_cases.iter().find(|it| it.name.as_str() == "fabrics-joined");
    let quick_junit::TestCaseStatus::NonSuccess { description, .. } = &failed.unwrap().status
    else {
        panic!("{xml}")
    };
    let description = description.as_ref().unwrap().as_str();
    assert!(description.starts_with(&format!("{place}: error: {message}\n  help: ")), "{xml}");

    let (status, text) = check(folder, "github");
    let failing: Vec<&str> = text.lines().filter(|it| it.starts_with("::error ")).collect();
    let end = CABLE.len() + 1;
    let annotation = format!(
        "::error file={DESIGN},line={line},col=5,endLine={line},endColumn={end},title=fabrics-joined::{message}%0Ahelp: "
    );
    assert_eq!((status, failing.len()), (1, 1), "{text}");
    assert!(failing[0].starts_with(&annotation), "{text}");

    let (status, comment) = check(folder, "markdown");
    assert!(
        status == 1 && comment.contains("joins the fabric \"A\" to the fabric \"B\""),
        "{comment}"
    );

    git(folder, &["revert", "--no-edit", "HEAD"]).unwrap();
    for format in ["text", "concise", "sarif", "junit", "github", "markdown", "json"] {
        let (status, text) = check(folder, format);
        assert_eq!(status, 0, "{text}");
        assert!(!text.contains("fabrics-joined\"") || format == "sarif", "{text}");
    }
    let (_, text) = check(folder, "text");
    assert!(text.ends_with("0 fixed since\n"), "{text}");
}
