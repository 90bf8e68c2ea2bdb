//! Many files: found in folders, judged in parts by several processes, and joined again.
#![cfg(test)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn command(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_haplan"));
    command.current_dir(folder).args(args).args(["--color", "never"]);
    command.env_remove("LC_ALL").env("LANG", "C");
    command
}

fn haplan(folder: &Path, args: &[&str]) -> Output {
    command(folder, args).output().unwrap()
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

const CHECK: [&str; 3] = ["check", "--today", "2026-11-22"];

/// Forms that a join can take.
const FORMS: [&str; 6] = ["json", "concise", "sarif", "junit", "github", "markdown"];

/// What a run says in each form, and how it ends.
fn whole(args: &[&str]) -> (Vec<Vec<u8>>, Option<i32>) {
    let mut status = None;
    let forms = FORMS.map(|form| {
        let output = haplan(root(), &[&CHECK, args, &["-f", form]].concat());
        assert!(output.stderr.is_empty(), "{output:?}");
        status = output.status.code();
        output.stdout
    });
    (forms.into(), status)
}

/// The documents of `count` processes that run at once, each with a part of the files.
fn parts(args: &[&str], count: usize, folder: &Path) -> Vec<String> {
    let run = |number: usize| {
        let shard = format!("{number}/{count}");
        let document = folder.join(format!("part-{number}.json")).to_str().unwrap().to_owned();
        let more = ["-f", "json", "--shard", &shard, "-o", &document];
        let child = command(root(), &[&CHECK, args, &more].concat()).stdout(Stdio::null()).spawn();
        (child.unwrap(), document)
    };
    let running: Vec<_> = (1..=count).map(run).collect();
    let ended = |(mut child, document): (std::process::Child, String)| {
        assert!(child.wait().unwrap().code().is_some_and(|it| it <= 2));
        document
    };
    running.into_iter().map(ended).collect()
}

#[test]
fn parts_joined_are_the_whole_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let before = folder.path().join("before.json").to_str().unwrap().to_owned();
    let some = [&CHECK[..], &["topologies/s1-brief", "-f", "json", "-o", &before]].concat();
    assert_eq!(haplan(root(), &some).status.code(), Some(1));
    // More parts than files as well.
    for (args, count) in [
        (vec!["tests/broken", "topologies"], 3),
        (vec!["topologies", "--baseline", &before], 4),
        (vec!["topologies/s1-brief", "topologies/s4"], 5),
    ] {
        let (whole, status) = whole(&args);
        let mut documents = parts(&args, count, folder.path());
        // The order in which they are given does not matter.
        documents.reverse();
        for (form, whole) in FORMS.iter().zip(&whole) {
            let mut merge = vec!["merge", "-f", form];
            merge.extend(documents.iter().map(String::as_str));
            let merged = haplan(root(), &merge);
            assert!(merged.stderr.is_empty(), "{merged:?}");
            assert_eq!(merged.status.code(), status, "{args:?} as {form}");
            assert!(merged.stdout == *whole, "{args:?} as {form} differs");
            assert!(whole.len() > 100, "{form} is empty");
        }
    }
}

#[test]
fn every_file_is_in_one_part() {
    let folder = tempfile::tempdir().unwrap();
    let mut paths = Vec::new();
    for document in parts(&["topologies"], 4, folder.path()) {
        let text = fs::read_to_string(document).unwrap();
        let document: Value = serde_json::from_str(&text).unwrap();
        let files = document["files"].as_array().unwrap();
        assert!((4..=5).contains(&files.len()), "{}", files.len());
        paths.extend(files.iter().map(|it| it["path"].as_str().unwrap().to_owned()));
    }
    paths.sort();
    paths.dedup();
    let topologies = fs::read_dir(root().join("topologies")).unwrap();
    let holds = |folder: &fs::DirEntry| folder.path().join("topology.yaml").exists();
    let all = topologies.filter(|it| it.as_ref().is_ok_and(holds)).count();
    assert_eq!(paths.len(), all);
}

#[test]
fn a_part_without_files_is_clean() {
    for form in ["text", "json", "concise", "sarif", "junit", "github", "markdown"] {
        let args = [&CHECK[..], &["topologies/s1-brief", "--shard", "2/2", "-f", form]].concat();
        let output = haplan(root(), &args);
        assert!(output.status.success() && output.stderr.is_empty(), "{form}: {output:?}");
        if form == "json" {
            let document: Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(document["files"], serde_json::json!([]));
        }
    }
    for shard in ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3"] {
        let shard = format!("--shard={shard}");
        let args = [&CHECK[..], &["topologies", &shard]].concat();
        assert_eq!(haplan(root(), &args).status.code(), Some(2), "{shard}");
    }
}

#[test]
fn what_does_not_belong_together_is_not_joined() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    let write = |name: &str, args: &[&str]| {
        let path = at.join(name).to_str().unwrap().to_owned();
        let args = [&["check", "-f", "json", "-o", &path], args].concat();
        assert!(haplan(root(), &args).status.code().is_some_and(|it| it < 2));
    };
    write("a.json", &["--today", "2026-11-22", "topologies/s4"]);
    write("b.json", &["--today", "2026-11-23", "topologies/s3"]);
    write("c.json", &["--today", "2026-11-22", "topologies/s4", "topologies/s3"]);
    write(
        "d.json",
        &[
            "--today",
            "2026-11-22",
            "topologies/s2",
            "--baseline",
            at.join("a.json").to_str().unwrap(),
        ],
    );
    write("text.txt", &["--today", "2026-11-22", "topologies/s2"]);
    let later = fs::read_to_string(at.join("a.json")).unwrap();
    fs::write(at.join("later.json"), later.replacen("\"version\": 1", "\"version\": 2", 1))
        .unwrap();
    fs::write(at.join("short.json"), later.replacen("\"path\": ", "\"paht\": ", 1)).unwrap();
    fs::write(at.join("bom.json"), format!("\u{feff}{later}")).unwrap();
    fs::write(at.join("topology.yaml"), "haplan: 1\n").unwrap();
    for (files, told) in [
        (
            &["a.json", "b.json"][..],
            "the documents judge waivers by different days, 2026-11-22 and 2026-11-23; give every run the same --today\n",
        ),
        (
            &["a.json", "c.json"],
            "two documents hold \"topologies/s4/topology.yaml\"; give each run another shard of the same files\n",
        ),
        (&["a.json", "a.json"], "two documents hold \"topologies/s4/topology.yaml\"; "),
        (
            &["a.json", "d.json"],
            "some of the documents were made with a baseline and some without; ",
        ),
        (
            &["later.json"],
            "\"later.json\" cannot be merged: this document has version 2, and this haplan reads version 1\n",
        ),
        (&["topology.yaml"], "topology.yaml:1:1: this cannot be merged: this is no JSON\n"),
        (&["gone.json"], "there is no file \"gone.json\"\n"),
        (&["short.json"], "short.json:"),
    ] {
        let output = haplan(at, &[&["merge"], files].concat());
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{files:?}: {said}");
        assert!(said.starts_with(&format!("haplan: {told}")), "{files:?}: {said}");
        assert!(output.stdout.is_empty());
    }
    assert_eq!(haplan(at, &["merge", "bom.json"]).status.code(), Some(0));
    assert_eq!(haplan(at, &["merge", "a.json", "-f", "text"]).status.code(), Some(2));
    assert_eq!(haplan(at, &["merge"]).status.code(), Some(2));
}

/// On one processor and on all of them.
#[cfg(target_os = "linux")]
#[test]
fn the_number_of_threads_does_not_matter() {
    if Command::new("taskset").arg("-V").output().is_err() {
        eprintln!("skipped: no taskset");
        return;
    }
    for form in ["text", "json", "concise"] {
        let args = [&CHECK[..], &["-f", form, "topologies", "tests/broken"]].concat();
        let one = Command::new("taskset")
            .args(["-c", "0", env!("CARGO_BIN_EXE_haplan")])
            .args(&args)
            .args(["--color", "never"])
            .current_dir(root())
            .env_remove("LC_ALL")
            .env("LANG", "C")
            .output()
            .unwrap();
        let several = haplan(root(), &args);
        assert_eq!(one.status.code(), several.status.code());
        assert!(one.stdout == several.stdout, "{form} depends on the number of threads");
        assert!(one.stdout.len() > 1000);
    }
}

#[test]
fn a_folder_is_walked_as_git_sees_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    };
    let design = "haplan: 1\nservers:\n  db1: {model: generic/server}\n";
    for path in [
        "a.haplan.yaml",
        "b/plain.yaml",
        "b/c/d.haplan.yml",
        "b-c/e.haplan.yaml",
        "out/ignored.haplan.yaml",
        "b/tmp/ignored.haplan.yaml",
        "b/tmp/kept.haplan.yaml",
        "c/tmp/here.haplan.yaml",
        ".hidden/ignored.haplan.yaml",
        "b/.ignored.haplan.yaml",
        "机房/一.haplan.yaml",
    ] {
        write(path, design);
    }
    write("b/other.yaml", "kind: Deployment\n");
    write("b/parts.yaml", "haplan: 1\nkind: catalogue\nparts: {}\n");
    write(".gitignore", "/out/\n");
    write("b/.gitignore", "tmp/*\n!tmp/kept.haplan.yaml\n");
    let paths = |args: &[&str]| -> Vec<String> {
        let output = haplan(folder.path(), &[&["check", "-f", "json"], args].concat());
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let files = document["files"].as_array().unwrap();
        files.iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect()
    };
    let expected = [
        "a.haplan.yaml",
        "b/c/d.haplan.yml",
        "b/plain.yaml",
        "b/tmp/kept.haplan.yaml",
        "b-c/e.haplan.yaml",
        "c/tmp/here.haplan.yaml",
        "机房/一.haplan.yaml",
    ];
    assert_eq!(paths(&[]), expected);
    // What is named is checked, ignored or not, and once.
    assert_eq!(
        paths(&["out/ignored.haplan.yaml", "out/ignored.haplan.yaml"]),
        ["out/ignored.haplan.yaml"]
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink("..", folder.path().join("b/loop")).unwrap();
        symlink("a.haplan.yaml", folder.path().join("link.haplan.yaml")).unwrap();
        symlink("itself.haplan.yaml", folder.path().join("itself.haplan.yaml")).unwrap();
        symlink("gone", folder.path().join("gone.haplan.yaml")).unwrap();
        symlink("gone", folder.path().join("gone.yaml")).unwrap();
        let mut more: Vec<&str> = expected.to_vec();
        more.extend(["gone.haplan.yaml", "itself.haplan.yaml", "link.haplan.yaml"]);
        more.sort_by(|a, b| Path::new(a).cmp(Path::new(b)));
        assert_eq!(paths(&[]), more);
        let output = haplan(folder.path(), &["check", "-f", "concise"]);
        assert_eq!(output.status.code(), Some(2));
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("gone.haplan.yaml:1:1: error[cannot-read]: "), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_nobody_may_look_into_is_not_passed_over() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let shut = folder.path().join("shut");
    fs::create_dir(&shut).unwrap();
    fs::write(folder.path().join("a.haplan.yaml"), "haplan: 1\n").unwrap();
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&shut).is_ok() {
        eprintln!("skipped: this user may look into everything");
        return;
    }
    let output = haplan(folder.path(), &["check", "-f", "concise"]);
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(output.status.code(), Some(2));
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text, "shut:1:1: error[cannot-read]: \"shut\" may not be read by this user\n");
}
