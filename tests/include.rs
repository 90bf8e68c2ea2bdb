//! Files that include others: what joins, whose place is shown, and what is refused.
#![cfg(test)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn haplan(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder)
        .args(args)
        .args(["--lang", "en", "--color", "never"])
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// What `check` says of a file, a line each: `PLACE RULE MESSAGE`.
fn found(folder: &Path, args: &[&str]) -> Vec<String> {
    let mut all = vec!["check", "-f", "concise"];
    all.extend(args);
    let output = haplan(folder, &all);
    stdout(&output).lines().map(str::to_owned).collect()
}

const MAIN: &str = "haplan: 1\ninclude: [net/lan.yaml, parts.yaml]\nname: main\nservers:\n  db1: {model: acme/srv}\nservices:\n  erp: {home: db1, clients: office}\nlinks:\n  - {link: db1:nic1 -- lan:1, network: office}\n";
const LAN: &str = "haplan: 1\nname: ignored\ntitle: Ignored\ntarget: {any_one_fault: degraded}\ninclude: ../parts.yaml\nswitches:\n  lan: {model: acme/sw}\nnetworks:\n  office: {role: clients, uplinks: \"lan:2\"}\n";
const PARTS: &str = "haplan: 1\nkind: catalogue\nparts:\n  acme/srv: {kind: server, ports: [{names: [nic1], protocol: ethernet, speeds: [1]}]}\n  acme/sw: {kind: switch, ports: [{names: \"[1-4]\", protocol: ethernet, speeds: [1]}]}\n";

#[test]
fn files_join_and_the_first_one_gives_name_and_target() {
    let folder = folder_with(&[("main.yaml", MAIN), ("net/lan.yaml", LAN), ("parts.yaml", PARTS)]);
    let output = haplan(folder.path(), &["check", "-f", "json", "main.yaml"]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let file = &json["files"][0];
    assert_eq!((&file["path"], &file["topology"]), (&"main.yaml".into(), &"main".into()));
    // A fault in the included switch is found, and shown where the switch stands.
    let of_lan = file["findings"].as_array().unwrap().iter().find(|it| {
        it["rule"] == "single-point" && it["components"].as_array().unwrap().contains(&"lan".into())
    });
    let span = &of_lan.unwrap()["spans"][0];
    assert_eq!((&span["path"], &span["line"]), (&"net/lan.yaml".into(), &7.into()), "{span}");
    // No promise was made by the file that was asked for.
    assert_eq!(json["summary"]["error"], 0);
    let faults = haplan(folder.path(), &["faults", "main.yaml"]);
    assert!(faults.status.success() && stdout(&faults).contains("lan"), "{faults:?}");
    for command in ["bom", "cables", "diagram", "compare"] {
        let output = haplan(folder.path(), &[command, "main.yaml"]);
        assert!(output.status.success(), "{command}: {output:?}");
    }
}

#[test]
fn links_and_waivers_of_all_files_count() {
    let part = "haplan: 1\nswitches: {lan: {model: generic/ethernet-switch-24}}\nnetworks: {n: {role: heartbeat}}\nlinks: [{link: \"db1:nic1 -- lan:1\", network: n}]\nwaivers: [{rule: no-heartbeat, reason: known}]\n";
    let main = "haplan: 1\ninclude: part.yaml\nservers: {\"db[1-2]\": {model: generic/server}}\nlinks: [{link: \"db2:nic1 -- lan:2\", network: n}]\nwaivers: [{rule: no-uplinks, reason: known}]\n";
    let folder = folder_with(&[("main.yaml", main), ("part.yaml", part)]);
    let output = haplan(folder.path(), &["cables", "-f", "json", "main.yaml"]);
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["cables"].as_array().unwrap().len(), 2, "{json}");
    // Both waivers match nothing, and that is said at the place of each.
    let unused = found(folder.path(), &["main.yaml"]);
    let places: Vec<_> = unused.iter().filter(|it| it.contains("waiver")).collect();
    assert!(places.iter().any(|it| it.starts_with("main.yaml:5:")), "{unused:?}");
    assert!(places.iter().any(|it| it.starts_with("part.yaml:5:")), "{unused:?}");
}

#[test]
fn a_name_in_two_files_is_an_error_with_both_places_in_every_format() {
    let main = "haplan: 1\ninclude: part.yaml\nservers:\n  db1: {model: generic/server}\nparts: {a/b: {kind: optic}}\n";
    let part = "haplan: 1\n# a line\nparts: {a/b: {kind: cable}}\nservers:\n    db1: {model: generic/server}\n";
    let folder = folder_with(&[("main.yaml", main), ("part.yaml", part)]);
    let at = folder.path();
    assert_eq!(
        found(at, &["main.yaml"]),
        [
            "part.yaml:3:9: error[duplicate-name]: the name \"a/b\" is given twice",
            "part.yaml:5:5: error[duplicate-name]: the name \"db1\" is given twice"
        ]
    );
    let text = stdout(&haplan(at, &["check", "main.yaml"]));
    assert!(text.contains("[part.yaml:5:5]"), "{text}");
    assert!(text.contains("5 │     db1: {model"), "{text}");
    assert!(text.contains("first given here: main.yaml:4:3"), "{text}");
    let output = haplan(at, &["check", "-f", "json", "main.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    let json: Value = serde_json::from_slice(&output.stdout).unwrap();
    let spans = &json["files"][0]["findings"][1]["spans"];
    let place = |i: usize| {
        (spans[i]["path"].as_str().unwrap(), spans[i]["line"].as_u64(), spans[i]["column"].as_u64())
    };
    assert_eq!(place(0), ("part.yaml", Some(5), Some(5)));
    assert_eq!(place(1), ("main.yaml", Some(4), Some(3)));
    // Ranges that overlap, and names of different kinds.
    let part = "haplan: 1\nservers: {\"db[1-2]\": {model: generic/server}}\n";
    fs::write(at.join("part.yaml"), part).unwrap();
    let told = found(at, &["main.yaml"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("part.yaml:2:11: error[duplicate-name]"), "{told:?}");
    fs::write(at.join("part.yaml"), "haplan: 1\npower: {db1: {kind: feed}}\n").unwrap();
    let told = found(at, &["main.yaml"]);
    assert!(told.len() == 1 && told[0].contains("duplicate-name"), "{told:?}");
}

#[test]
fn the_page_of_a_report_names_the_file_of_each_finding() {
    let folder = folder_with(&[("main.yaml", MAIN), ("net/lan.yaml", LAN), ("parts.yaml", PARTS)]);
    let output = haplan(folder.path(), &["report", "main.yaml", "-o", "out"]);
    assert!(output.status.success(), "{output:?}");
    let page = fs::read_to_string(folder.path().join("out/main/index.html")).unwrap();
    assert!(page.contains("net/lan.yaml:7:3"), "{page}");
}

#[test]
fn a_circle_is_named_and_a_file_reached_twice_is_read_once() {
    let part = |include: &str, name: &str| {
        format!("haplan: 1\ninclude: {include}\nracks: {{{name}: {{}}}}\n")
    };
    let folder = folder_with(&[
        ("a.yaml", &part("[b.yaml, c.yaml, x/../b.yaml]", "A")),
        ("b.yaml", &part("x/d.yaml", "B")),
        ("c.yaml", &part("./x/d.yaml", "C")),
        ("x/d.yaml", "haplan: 1\nracks: {D: {}}\n"),
        ("one.yaml", &part("x/two.yaml", "A")),
        ("x/two.yaml", &part("three.yaml", "B")),
        ("x/three.yaml", &part("[d.yaml, ../one.yaml]", "C")),
        ("self.yaml", &part("self.yaml", "A")),
    ]);
    let at = folder.path();
    assert_eq!(found(at, &["a.yaml"]), [""; 0]);
    assert_eq!(
        found(at, &["one.yaml"]),
        [
            "x/three.yaml:2:19: error[bad-include]: the files include each other in a circle: one.yaml → x/two.yaml → x/three.yaml → one.yaml"
        ]
    );
    assert_eq!(
        found(at, &["self.yaml"]),
        [
            "self.yaml:2:10: error[bad-include]: the files include each other in a circle: self.yaml → self.yaml"
        ]
    );
}

#[test]
fn what_cannot_be_read_is_said_where_it_is_included_and_names_in_it_are_not_unknown() {
    let main = "haplan: 1\ninclude:\n  - none.yaml\n  - sub\n  - bad.yaml\n  - rates.yaml\n  - gbk.yaml\n  - \"\"\nservices: {erp: {home: db1}}\nservers: {db2: {model: acme/x}}\n";
    let folder = folder_with(&[
        ("main.yaml", main),
        ("sub/x.yaml", ""),
        ("bad.yaml", "haplan: 1\nservers: [\n"),
        ("rates.yaml", "haplan: 1\nkind: rates\n"),
    ]);
    let at = folder.path();
    fs::write(at.join("gbk.yaml"), b"haplan: 1\ntitle: \xbb\xdd\xc6\xd5\n").unwrap();
    let told = found(at, &["main.yaml"]);
    let starts = [
        "main.yaml:3:5: error[cannot-read]: there is no file \"none.yaml\"",
        "main.yaml:4:5: error[cannot-read]: \"sub\" is a folder",
        "main.yaml:8:5: error[cannot-read]: there is no file \"\"",
        "bad.yaml:2:10: error[yaml-syntax]",
        "rates.yaml:2:7: error[wrong-kind]: this file is of kind rates",
        "gbk.yaml:2:8: error[encoding]",
    ];
    assert_eq!(told.len(), starts.len(), "{told:#?}");
    for (told, start) in told.iter().zip(starts) {
        assert!(told.starts_with(start), "{told} is not {start}");
    }
    let text = stdout(&haplan(at, &["check", "main.yaml"]));
    assert!(text.contains("included here: main.yaml:6:5"), "{text}");
}

#[test]
fn nothing_outside_the_folder_is_read_unless_it_is_allowed() {
    let part = "haplan: 1\nracks: {R1: {}}\n";
    let folder = folder_with(&[
        ("top/dots.yaml", "haplan: 1\ninclude: ../part.yaml\n"),
        ("top/none.yaml", "haplan: 1\ninclude: ../none.yaml\n"),
        ("top/in/deep.yaml", "haplan: 1\ninclude: ../../part.yaml\n"),
        ("top/nested.yaml", "haplan: 1\ninclude: in/deep.yaml\n"),
        ("top/up.yaml", "haplan: 1\ninclude: in/up.yaml\n"),
        ("top/in/up.yaml", "haplan: 1\ninclude: ../own.yaml\n"),
        ("top/own.yaml", part),
        ("topper/part.yaml", part),
        ("top/beside.yaml", "haplan: 1\ninclude: ../topper/part.yaml\n"),
        ("part.yaml", part),
    ]);
    let at = folder.path();
    let own = at.join("top/own.yaml").canonicalize().unwrap();
    let own = format!("haplan: 1\ninclude: {}\n", own.display());
    fs::write(at.join("top/absolute.yaml"), own).unwrap();
    let etc = "haplan: 1\ninclude: /etc/hostname\n";
    fs::write(at.join("top/etc.yaml"), etc).unwrap();
    let refused = |file: &str, args: &[&str]| {
        let mut all = vec![file];
        all.extend(args);
        let told = found(at, &all);
        told.len() == 1 && told[0].contains("[bad-include]") && told[0].contains("lies outside")
    };
    for file in ["dots", "none", "nested", "in/deep", "beside", "etc", "in/up"] {
        assert!(refused(&format!("top/{file}.yaml"), &[]), "{file}");
    }
    assert!(found(at, &["top/up.yaml", "top/absolute.yaml"]).is_empty());
    for file in ["dots", "nested", "in/deep", "beside"] {
        let file = format!("top/{file}.yaml");
        assert!(found(at, &[&file, "--include-root", "."]).is_empty(), "{file}");
        assert!(refused(&file, &["--include-root", "top/in"]), "{file}");
    }
    assert!(refused("top/etc.yaml", &["--include-root", "."]));
    let output = haplan(at, &["check", "--include-root", "none", "top/own.yaml"]);
    assert_eq!(output.status.code(), Some(2));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("../part.yaml", at.join("top/link.yaml")).unwrap();
        std::os::unix::fs::symlink("..", at.join("top/out")).unwrap();
        for (name, include) in [("by-link", "link.yaml"), ("by-folder", "out/part.yaml")] {
            let file = format!("top/{name}.yaml");
            fs::write(at.join(&file), format!("haplan: 1\ninclude: {include}\n")).unwrap();
            assert!(refused(&file, &[]), "{name}");
            assert!(found(at, &[&file, "--include-root", "."]).is_empty(), "{name}");
        }
    }
}

#[test]
fn standard_input_includes_from_the_current_folder() {
    let folder = folder_with(&[("net/lan.yaml", LAN), ("parts.yaml", PARTS)]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_haplan"))
        .current_dir(folder.path())
        .args(["check", "-f", "concise", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(MAIN.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert!(stdout(&output).contains("net/lan.yaml:7:3"), "{output:?}");
}

#[test]
fn anchors_are_of_one_file() {
    let folder = folder_with(&[
        ("main.yaml", "haplan: 1\ninclude: part.yaml\nname: &n main\n"),
        ("part.yaml", "haplan: 1\nracks: {R1: {units: 42, site: *n}}\n"),
    ]);
    let told = found(folder.path(), &["main.yaml"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("part.yaml:2:"), "{told:?}");
}

#[test]
fn the_bounds_hold_for_all_files_together() {
    let folder = folder_with(&[]);
    let at = folder.path();
    // A chain of files.
    for i in 0..1200 {
        let text = format!("haplan: 1\ninclude: c{}.yaml\n", i + 1);
        fs::write(at.join(format!("c{i}.yaml")), text).unwrap();
    }
    let told = found(at, &["c0.yaml"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("c999.yaml:2:10: error[include-limit]"), "{told:?}");
    // Bytes.
    let large = format!("haplan: 1\n# {}\n", "x".repeat(600_000));
    fs::write(at.join("large.yaml"), &large).unwrap();
    fs::write(at.join("other.yaml"), &large).unwrap();
    fs::write(at.join("both.yaml"), "haplan: 1\ninclude: [large.yaml, other.yaml]\n").unwrap();
    let told = found(at, &["both.yaml", "--max-file-size", "1"]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("[include-limit]") && told[0].contains("1 MiB"), "{told:?}");
    assert!(found(at, &["both.yaml"]).is_empty());
    // Aliases: each file within its bounds, all together not.
    let mut bomb = String::from("haplan: 1\nservers:\n  s0: &s0 {drives: [x,x,x,x,x,x,x,x,x]}\n");
    for i in 1..6 {
        let list = vec![format!("*s{}", i - 1); 9].join(",");
        bomb.push_str(&format!("  s{i}: &s{i} {{drives: [{list}]}}\n"));
    }
    let mut main = String::from("haplan: 1\ninclude:\n");
    for i in 0..20 {
        fs::write(at.join(format!("bomb{i}.yaml")), &bomb).unwrap();
        main.push_str(&format!("- bomb{i}.yaml\n"));
    }
    fs::write(at.join("bombs.yaml"), main).unwrap();
    let one = found(at, &["bomb0.yaml"]);
    assert!(!one.iter().any(|it| it.contains("[alias-limit]")));
    let all = found(at, &["bombs.yaml"]);
    assert!(all.iter().any(|it| it.contains("[alias-limit]")), "{}", all.len());
    // What is no file is not opened.
    if Path::new("/dev/zero").exists() {
        fs::write(at.join("zero.yaml"), "haplan: 1\ninclude: /dev/zero\n").unwrap();
        let told = found(at, &["zero.yaml", "--include-root", "/dev"]);
        assert!(told.len() == 1 && told[0].contains("neither a file nor a folder"), "{told:?}");
    }
}

#[test]
fn a_folder_is_searched_for_designs_and_not_for_their_parts() {
    let folder = folder_with(&[
        ("a/part.yaml", "haplan: 1\nservices: {erp: {home: db1}}\n"),
        ("main.yaml", "haplan: 1\ninclude: a/part.yaml\nservers: {db1: {model: generic/server}}\n"),
    ]);
    let at = folder.path();
    let checked = |args: &[&str]| -> Vec<String> {
        let mut all = vec!["check", "-f", "json"];
        all.extend(args);
        let json: Value = serde_json::from_slice(&haplan(at, &all).stdout).unwrap();
        let files = json["files"].as_array().unwrap();
        files.iter().map(|it| it["path"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(checked(&[]), ["main.yaml"]);
    assert_eq!(checked(&[".", "a/part.yaml"]), ["a/part.yaml", "main.yaml"]);
    // Of a circle one is looked at, so that the circle is told.
    fs::write(at.join("x.yaml"), "haplan: 1\ninclude: y.yaml\n").unwrap();
    fs::write(at.join("y.yaml"), "haplan: 1\ninclude: x.yaml\n").unwrap();
    assert_eq!(checked(&[]), ["main.yaml", "x.yaml"]);
    assert_eq!(haplan(at, &["check"]).status.code(), Some(2));
}
