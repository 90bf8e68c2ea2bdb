//! What a hostile or careless user hands to the program.
#![cfg(test)]

use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs the program in a folder; it must end soon, never by a panic.
fn haplan(folder: &Path, args: &[&str]) -> Output {
    with(folder, args, |command| {
        command.stdin(Stdio::null());
    })
}

fn with(folder: &Path, args: &[&str], more: impl FnOnce(&mut Command)) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_haplan"));
    command.current_dir(folder).args(args).env_remove("NO_COLOR");
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
        command.env_remove(name);
    }
    more(&mut command);
    let began = Instant::now();
    let output = command.output().unwrap();
    assert!(began.elapsed() < Duration::from_secs(20), "{args:?}: {:?}", began.elapsed());
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(!errors.contains("panicked") && output.status.code().is_some(), "{args:?}: {errors}");
    output
}

fn status(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

const SOUND: &str =
    "haplan: 1\nservers:\n  db1: {model: generic/server}\nservices:\n  erp: {home: db1}\n";

fn folder_with(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn what_is_not_there_or_no_file_is_said() {
    let folder = folder_with(&[("sound.yaml", SOUND)]);
    let at = folder.path();
    let missing = haplan(at, &["check", "missing.yaml", "sound.yaml"]);
    assert_eq!(status(&missing), 2);
    assert!(stdout(&missing).contains("missing.yaml") && stdout(&missing).contains("1 pass"));
    fs::create_dir(at.join("empty")).unwrap();
    for args in [["faults", "missing.yaml"], ["faults", "empty"], ["check", "empty"]] {
        let output = haplan(at, &args);
        assert_eq!(status(&output), 2, "{args:?}");
        assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{args:?}: {output:?}");
    }
    assert_eq!(status(&haplan(at, &["check", ""])), 2);
}

#[cfg(unix)]
#[test]
fn unreadable_files_and_loops_of_folders_are_no_trap() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = folder_with(&[("topology.yaml", SOUND), ("secret.yaml", SOUND)]);
    let at = folder.path();
    fs::create_dir(at.join("a")).unwrap();
    symlink("..", at.join("a/up")).unwrap();
    symlink("self", at.join("self")).unwrap();
    let output = haplan(at, &["check", "."]);
    assert_eq!(status(&output), 0, "{output:?}");
    assert_eq!(status(&haplan(at, &["check", "self"])), 2);
    fs::set_permissions(at.join("secret.yaml"), fs::Permissions::from_mode(0o000)).unwrap();
    // Who may read everything is not kept from it.
    if fs::read(at.join("secret.yaml")).is_err() {
        assert_eq!(status(&haplan(at, &["check", "secret.yaml"])), 2);
    }
}

#[test]
fn files_without_end_are_bounded() {
    let folder = folder_with(&[("sound.yaml", SOUND)]);
    let at = folder.path();
    fs::File::create(at.join("huge.yaml")).unwrap().set_len(10 << 30).unwrap();
    let began = Instant::now();
    let output = haplan(at, &["check", "huge.yaml"]);
    assert_eq!(status(&output), 2);
    assert!(began.elapsed() < Duration::from_secs(2));
    assert!(stdout(&output).contains("larger than 256 MiB"), "{output:?}");
    if Path::new("/dev/zero").exists() {
        let output = haplan(at, &["check", "--max-file-size", "1", "/dev/zero"]);
        assert_eq!(status(&output), 2);
        assert!(stdout(&output).contains("larger than 1 MiB"), "{output:?}");
        let zero = || fs::File::open("/dev/zero").unwrap();
        let output = with(at, &["check", "--max-file-size", "1", "-"], |it| {
            it.stdin(zero());
        });
        assert_eq!(status(&output), 2);
    }
    assert_eq!(status(&haplan(at, &["check", "--max-file-size", "0", "sound.yaml"])), 2);
    let most = u64::MAX.to_string();
    assert_eq!(status(&haplan(at, &["check", "--max-file-size", &most, "sound.yaml"])), 0);
}

/// What a file names often is looked up, not searched for.
#[test]
fn many_nodes_fences_and_parts_take_no_longer_than_they_should() {
    let nodes = "haplan: 1\nservers: {\"db[1-40000]\": {model: generic/server}}\nclusters:\n  ha: {nodes: [\"db[1-40000]\"], fencing: {\"db[1-40000]\": {bmc: ilo}}}\n";
    let chain: String = (1..20_000).map(|i| format!("  p/{i}: {{like: p/{}}}\n", i - 1)).collect();
    let like = format!("haplan: 1\nparts:\n  p/0: {{kind: server}}\n{chain}");
    let folder = folder_with(&[("nodes.yaml", nodes), ("like.yaml", &like)]);
    let began = Instant::now();
    assert_eq!(status(&haplan(folder.path(), &["check", "nodes.yaml"])), 0);
    let output = haplan(folder.path(), &["check", "-f", "concise", "like.yaml"]);
    assert_eq!(stdout(&output).lines().count(), 1, "one mistake: {}", stdout(&output));
    assert!(began.elapsed() < Duration::from_secs(15), "{:?}", began.elapsed());
}

#[test]
fn limits_give_way_as_far_as_is_safe() {
    let nested =
        |levels: usize| format!("haplan: 1\nname: {}{}\n", "[".repeat(levels), "]".repeat(levels));
    let mut aliases =
        String::from("haplan: 1\nservers:\n  s0: &s {model: generic/server, cpus: 1}\n");
    aliases.push_str("  s1: *s\n  s2: *s\nservices: {a: {home: s0}}\n");
    let names =
        "haplan: 1\nservers: {\"db[1-20]\": {model: generic/server}}\nservices: {a: {home: db1}}\n";
    let deep = nested(900);
    let folder =
        folder_with(&[("deep.yaml", &deep), ("aliases.yaml", &aliases), ("names.yaml", names)]);
    let at = folder.path();
    let rules = |args: &[&str]| {
        let output = haplan(at, &[&["check", "-f", "concise"], args].concat());
        (status(&output), stdout(&output))
    };
    for (file, flag, few, many, rule) in [
        ("deep.yaml", "--max-depth", "2", "1000", "[nesting-limit]"),
        ("aliases.yaml", "--max-aliases", "3", "100", "[alias-limit]"),
        ("names.yaml", "--max-names", "19", "20", "[expansion-limit]"),
    ] {
        let (status, text) = rules(&[file, flag, few]);
        assert!(status == 2 && text.contains(rule), "{file}: {text}");
        let (_, text) = rules(&[file, flag, many]);
        assert!(!text.contains(rule), "{file}: {text}");
    }
    assert!(rules(&["deep.yaml"]).1.contains("[nesting-limit]"));
    assert_eq!(rules(&["aliases.yaml", "--max-aliases", "0"]).0, 2);
    for args in [
        ["--max-depth", "0"],
        ["--max-depth", "1001"],
        ["--max-aliases", "99999999999"],
        ["--max-names", "0"],
        ["--max-names", "20000001"],
        ["--max-names", "many"],
    ] {
        let output = haplan(at, &["check", args[0], args[1], "names.yaml"]);
        assert_eq!(status(&output), 2, "{args:?}");
        assert!(stderr(&output).contains(args[0]), "{output:?}");
    }
}

/// The deepest that may be allowed, in every shape, on a stack as small as the smallest of a system.
#[cfg(unix)]
#[test]
fn the_deepest_nesting_allowed_fits_a_small_stack() {
    let levels = 997;
    let chain: String = (1..levels).map(|i| format!("a{i}: &a{i} [*a{}]\n", i - 1)).collect();
    let steps: String = (0..levels).map(|i| format!("{}a:\n", " ".repeat(i + 1))).collect();
    let texts = [
        format!("haplan: 1\nname: {}{}\n", "[".repeat(levels), "]".repeat(levels)),
        format!("haplan: 1\nname: {}{}\n", "{a: ".repeat(levels), "}".repeat(levels)),
        format!("haplan: 1\nname:\n  {}x\n", "- ".repeat(levels)),
        format!("haplan: 1\nname:\n  {}x\n", "? ".repeat(levels)),
        format!("haplan: 1\na0: &a0 [x]\n{chain}name: *a{}\n", levels - 1),
        format!("haplan: 1\nname:\n{steps}"),
    ];
    for (i, text) in texts.iter().enumerate() {
        let folder = folder_with(&[("deep.yaml", text)]);
        let program = env!("CARGO_BIN_EXE_haplan");
        let output = Command::new("sh")
            .current_dir(folder.path())
            .args([
                "-c",
                "ulimit -s 1024; exec \"$0\" check --max-depth 1000 -f json deep.yaml",
                program,
            ])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{i}: {}", stderr(&output));
        assert!(!stdout(&output).contains("nesting-limit"), "{i}");
    }
}

#[cfg(unix)]
#[test]
fn a_pipe_is_read_if_somebody_writes_and_given_up_if_nobody_does() {
    let folder = folder_with(&[]);
    let at = folder.path();
    for name in ["with", "without"] {
        let made = Command::new("mkfifo").arg(at.join(name)).status();
        if !made.is_ok_and(|it| it.success()) {
            return;
        }
    }
    let writer = Command::new("sh")
        .current_dir(at)
        .args(["-c", "printf 'haplan: 1\\nracks: {R1: {}}\\n' > with"])
        .spawn();
    assert_eq!(status(&haplan(at, &["check", "with"])), 0);
    writer.unwrap().wait().unwrap();
    let output = haplan(at, &["check", "without", "--lang", "en"]);
    assert_eq!(status(&output), 2);
    assert!(stdout(&output).contains("is a pipe, and nobody writes to it"), "{output:?}");
    // Found in a folder it is no topology, and it is not opened.
    assert_eq!(status(&haplan(at, &["check", "."])), 2);
}

#[test]
fn standard_input_and_a_closed_pipe() {
    let run = |text: String, read: usize| {
        let mut child = Command::new(env!("CARGO_BIN_EXE_haplan"))
            .args(["check", "-", "-f", "concise"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut seen = vec![0; read];
        out.read_exact(&mut seen).unwrap();
        drop(out);
        let output = child.wait_with_output().unwrap();
        assert!(output.stderr.is_empty(), "{output:?}");
        status(&output)
    };
    assert_eq!(run(SOUND.to_owned(), 0), 0);
    // More than a pipe holds: the reader is gone before all is written.
    let keys: String = (0..20_000).map(|i| format!("key{i}: x\n")).collect();
    assert_eq!(run(format!("{SOUND}{keys}"), 10), 2);
}

#[test]
fn colour_and_language_follow_the_environment() {
    let folder = folder_with(&[("bad.yaml", "haplan: 1\nserver: {}\n")]);
    let at = folder.path();
    let plain = haplan(at, &["check", "bad.yaml"]);
    assert!(!stdout(&plain).contains('\x1b') && stdout(&plain).contains("is no key"));
    let colour = haplan(at, &["check", "--color", "always", "bad.yaml"]);
    assert!(stdout(&colour).contains("\x1b["));
    let none = with(at, &["check", "bad.yaml"], |it| {
        it.env("NO_COLOR", "1");
    });
    assert_eq!(none.stdout, plain.stdout);
    for (name, value) in [("LANG", "zh_CN.UTF-8"), ("LC_ALL", "zh_CN"), ("LC_MESSAGES", "zh")] {
        let chinese = with(at, &["check", "bad.yaml"], |it| {
            it.env(name, value);
        });
        assert!(stdout(&chinese).contains("没有"), "{name}: {chinese:?}");
    }
    let english = with(at, &["check", "--lang", "en", "bad.yaml"], |it| {
        it.env("LANG", "zh_CN.UTF-8");
    });
    assert_eq!(english.stdout, plain.stdout);
}

#[test]
fn wrong_arguments_are_two() {
    let folder = folder_with(&[("sound.yaml", SOUND)]);
    for args in [
        &["check", "--colour"][..],
        &["chek"],
        &[],
        &["check", "--only", "single-pont", "sound.yaml"],
        &["check", "--ignore", "nothing", "sound.yaml"],
        &["check", "-f", "jsn", "sound.yaml"],
        &["check", "--today", "2026-02-30", "sound.yaml"],
        &["check", "--target", "any_one_fault=none", "sound.yaml"],
        &["faults", "--fail", "db2", "sound.yaml"],
        &["faults", "--service", "crm", "sound.yaml"],
        &["faults", "--order", "9", "sound.yaml"],
        &["explain", "nothing"],
        &["init", "--from", "s9"],
    ] {
        let output = haplan(folder.path(), args);
        assert_eq!(status(&output), 2, "{args:?}: {output:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
    let near = haplan(folder.path(), &["check", "--only", "single-pont", "sound.yaml"]);
    assert!(stderr(&near).contains("single-point"), "{near:?}");
}

#[test]
fn nothing_is_overwritten_or_left_behind() {
    let folder = folder_with(&[("mine.yaml", "mine")]);
    let at = folder.path();
    let output = haplan(at, &["init", "-o", "mine.yaml"]);
    assert_eq!(status(&output), 2);
    assert_eq!(fs::read_to_string(at.join("mine.yaml")).unwrap(), "mine");
    assert_eq!(status(&haplan(at, &["init", "-o", "new.yaml"])), 0);
    assert_eq!(status(&haplan(at, &["init", "-o", "new.yaml"])), 2);
    assert_eq!(status(&haplan(at, &["init", "-o", "no/such/folder.yaml"])), 2);
    let output = haplan(at, &["check", "new.yaml", "-f", "json", "-o", "no/such/report.json"]);
    assert_eq!(status(&output), 2, "{output:?}");
    let mut names: Vec<_> = fs::read_dir(at)
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names, ["mine.yaml", "new.yaml"]);
}

/// Whether a text holds anything that a terminal obeys but line breaks and our colours.
fn is_tame(text: &str, color: bool) -> bool {
    let text = if color {
        let mut parts = text.split("\x1b[");
        let first = parts.next().unwrap().to_owned();
        parts.fold(first, |all, part| {
            let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';')).unwrap_or(0);
            all + part[end..].strip_prefix('m').unwrap_or("\x1b")
        })
    } else {
        text.to_owned()
    };
    text.chars().all(|c| c == '\n' || !(c.is_control() || ('\u{202a}'..='\u{202e}').contains(&c)))
}

#[test]
fn nothing_from_a_file_commands_the_terminal() {
    let evil = r#"\e[2J\e[31m\e]0;owned\a\u202Eab\x9b1m\r\t'\"|`$(id)\u2028"#;
    let title = format!("haplan: 1\nname: \"{evil}\"\ntitle: \"{evil}\"\n");
    let quoted = [
        format!("{title}{}", &SOUND[10..]),
        format!("{title}servers: {{\"{evil}\": {{model: \"{evil}\"}}}}\nlinks: [\"{evil}\"]\n"),
        format!(
            "{title}servers: {{db1: {{model: {{kind: server, name: \"{evil}\", ports: [{{names: \"{evil}\", protocol: ethernet}}]}}}}}}\n\
             switches: {{s: {{model: generic/fc-switch-24, fabric: \"{evil}\"}}}}\n\
             links: [\"db1:x -- db1:y\"]\nservices: {{erp: {{home: \"{evil}\", vip: \"{evil}\"}}}}\n"
        ),
        format!(
            "{SOUND}waivers: [{{rule: single-point, at: db1, reason: \"{evil}\"}}, {{rule: \"{evil}\", reason: x}}]\n"
        ),
        "haplan: 1\nname: \x1b[31mraw\x07\n".to_owned(),
        "haplan: 1\nname: a\u{9b}31m\u{202e}b\nxx: 1\n".to_owned(),
    ];
    for (i, text) in quoted.iter().enumerate() {
        let folder = folder_with(&[("evil.yaml", text)]);
        for format in ["text", "concise"] {
            for color in ["never", "always"] {
                let args = ["check", "-v", "-f", format, "--color", color, "evil.yaml"];
                let output = haplan(folder.path(), &args);
                assert!(is_tame(&stdout(&output), color == "always"), "{i}: {:?}", stdout(&output));
            }
        }
        let output = haplan(folder.path(), &["faults", "evil.yaml"]);
        assert!(is_tame(&stdout(&output), false), "{i}: {output:?}");
        assert!(is_tame(&stderr(&output), false), "{i}: {output:?}");
    }
    let output = haplan(Path::new("."), &["check", "no\x1b[31msuch\nfile", "--lang", "en"]);
    assert!(is_tame(&stdout(&output), false), "{output:?}");
}

#[test]
fn a_line_of_a_megabyte_makes_a_small_report() {
    let long = "x".repeat(1 << 20);
    let texts = [
        format!("haplan: 1\n{long}: 1\n"),
        format!("{SOUND}title: {long}\n"),
        format!("{SOUND}name: {long}\nxx: 1\n"),
        format!("haplan: 1\nservers: {{db1: {{model: {long}}}}}\n"),
        format!("haplan: 1\nlinks: [\"{long}\"]\n"),
        format!("haplan: 1\nservers: {{{long}: {{model: generic/server}}, {long}: {{}}}}\n"),
        format!("haplan: 1\nname: \"{long}\n"),
        format!("haplan: 1\nname: {long} # {long}\n  a: b\n"),
    ];
    for text in texts {
        let folder = folder_with(&[("long.yaml", &text)]);
        for format in ["text", "concise"] {
            let output = haplan(folder.path(), &["check", "-f", format, "long.yaml"]);
            assert!(output.stdout.len() < 20_000, "{format}: {}", output.stdout.len());
        }
    }
}

#[test]
fn ten_thousand_errors_are_told_in_few_words_and_listed_in_full() {
    let mut text = String::from("haplan: 1\nservers:\n");
    for i in 0..5_000 {
        text.push_str(&format!("  s{i}: {{model: generic/server, colour{i}: red}}\n"));
    }
    text.push_str("links:\n");
    for i in 0..5_000 {
        text.push_str(&format!("  - s{i}:nic1 -- t{i}:nic1\n"));
    }
    let folder = folder_with(&[("many.yaml", &text)]);
    let output = haplan(folder.path(), &["check", "--lang", "en", "many.yaml"]);
    assert_eq!(status(&output), 2);
    assert!(output.stdout.len() < 20_000, "{}", output.stdout.len());
    assert!(stdout(&output).contains("10000 errors"), "{}", stdout(&output));
    let output = haplan(folder.path(), &["check", "-f", "concise", "many.yaml"]);
    assert_eq!(stdout(&output).lines().count(), 10_000);
    let output = haplan(folder.path(), &["check", "-f", "json", "many.yaml"]);
    let json: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(json["summary"]["error"], 10_000);
}
