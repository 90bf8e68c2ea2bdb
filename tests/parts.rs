//! `haplan parts`: what it finds, what it shows, and that what it offers can be pasted.
#![cfg(test)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use unicode_width::UnicodeWidthStr;

fn parts(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan")).arg("parts").args(args).output().unwrap()
}

fn text(args: &[&str]) -> String {
    let output = parts(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The ids of a list, each at the beginning of its line.
fn ids(list: &str) -> Vec<&str> {
    let lines = list.lines().filter_map(|line| line.strip_prefix("  "));
    lines.filter_map(|line| line.split(' ').next()).filter(|it| it.contains('/')).collect()
}

#[test]
fn words_find_names_numbers_protocols_and_rates() {
    let of_rate = text(&["fc", "8", "--kind", "switch"]);
    let found = ids(&of_rate);
    assert!(found.contains(&"hp/8-8-san-switch") && found.contains(&"cisco/mds-9148"), "{of_rate}");
    assert!(!found.contains(&"cisco/mds-9124"), "it goes to 4 Gbit/s: {of_rate}");
    assert_eq!(ids(&text(&["fc", "8G", "--kind", "switch"])), found);
    assert!(text(&["ae311a"]).starts_with("hp/fc1142sr\n"));
    assert_eq!(ids(&text(&["iscsi"])), ["generic/iscsi-array", "hp/msa2012i", "hp/msa2312i"]);
    assert!(ids(&text(&["msa2012"])).contains(&"hp/msa2012sa-single"));
}

#[test]
fn lists_and_parts_fit_a_terminal_in_both_languages() {
    for lang in ["en", "zh"] {
        for args in [vec![], vec!["fc", "8"], vec!["hp/msa2012fc"], vec!["generic/fc-array-32g"]] {
            let args = [&["--lang", lang], &args[..]].concat();
            for line in text(&args).lines() {
                assert!(line.width() <= 80, "{args:?}: {line}");
            }
        }
    }
    assert!(text(&["hp/6gb-sas-switch"]).contains("part_number     to be confirmed"));
    let chinese = text(&["hp/6gb-sas-switch", "--lang", "zh"]);
    assert!(chinese.contains("part_number     待确认") && !chinese.contains("to be confirmed"));
}

#[test]
fn a_part_shows_each_fact_with_where_it_comes_from() {
    let shown = text(&["hp/fc1142sr"]);
    let expected = "  part_number     AE311A
                  [source: pci.ids 2023.04.10, 1077:2432 subsystem 103c:7040]
  ports           1 fc 4/2/1 Gbit/s lc
                  [source: pci.ids 2023.04.10, 1077:2432 subsystem 103c:7040]
                  [source of ports.speeds: HP SAN Design Reference Guide, part 2
                  (785352-001), p. 74]
  lanes           x4
                  [to be confirmed: recalled]
  power_draw      to be confirmed
  end_of_support  to be confirmed

3 of 4 known fields rest on sources in full; 2 fields are not known yet
";
    assert!(shown.contains(expected), "{shown}");
    assert!(shown.contains("servers (") && shown.contains("switches ("), "{shown}");
    assert!(!shown.contains("shelves"), "{shown}");
}

#[test]
fn what_connects_has_a_protocol_and_a_rate_in_common() {
    let json: serde_json::Value =
        serde_json::from_str(&text(&["hp/fc1242sr", "-f", "json"])).unwrap();
    let part = &json["parts"][0];
    let peers = |kind: &str| -> Vec<&str> {
        let of_kind = part["connects"].as_array().unwrap().iter().find(|it| it["kind"] == kind);
        let parts = of_kind.map(|it| it["parts"].as_array().unwrap()).into_iter().flatten();
        parts.map(|it| it.as_str().unwrap()).collect()
    };
    assert!(peers("switch").contains(&"hp/8-8-san-switch"));
    assert!(peers("switch").contains(&"brocade/g610"), "it takes 4 Gbit/s as well");
    assert!(!peers("switch").contains(&"brocade/g720"), "4 Gbit/s is too slow for it");
    assert!(peers("array").contains(&"hp/msa2012fc") && !peers("array").contains(&"hp/msa2012sa"));
    assert!(peers("cable").contains(&"hp/221692-b22") && !peers("cable").contains(&"generic/cat6"));
    assert!(peers("server").contains(&"hp/proliant-dl580-g5"));
    assert!(peers("adapter").is_empty());
    let sas: serde_json::Value = serde_json::from_str(&text(&["hp/sc08ge", "-f", "json"])).unwrap();
    let kinds: Vec<_> = sas["parts"][0]["connects"].as_array().unwrap().iter().collect();
    assert!(kinds.iter().all(|it| it["kind"] != "optic"), "copper needs none: {kinds:?}");
    // Light of one mode goes into fibre of that mode.
    let longwave = text(&["generic/fc-sfp-lw-8g", "-f", "json"]);
    assert!(longwave.contains("generic/fc-lc-lc-os2") && !longwave.contains("hp/221692-b22"));
    // Widths of slots that are not known refuse no card.
    assert!(text(&["dell/poweredge-r760", "-f", "json"]).contains("\"hp/fc1242sr\""));
}

#[test]
fn an_unknown_part_is_answered_with_near_ones_and_lines_that_can_be_pasted() {
    let folder = folder("parts-new");
    for (wanted, near, kind) in [
        (&["hp/fc1241sr"][..], "hp/fc1242sr, hp/fc1142sr", "adapter"),
        (&["brocade/g6200"], "brocade/g620", "switch"),
        (&["acme/wonder", "--kind", "array"], "", "array"),
        (&["acme/box", "--kind", "server"], "", "server"),
        (&["acme/wire", "--kind", "cable"], "", "cable"),
        (&["acme/什么: x", "--kind", "software"], "", "software"),
    ] {
        let output = parts(wanted);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(output.stdout.is_empty());
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(near), "{told}");
        let lines: Vec<&str> = told.lines().filter(|line| !line.starts_with("haplan:")).collect();
        assert!(lines[1].ends_with(&format!("kind: {kind}")), "{told}");
        for (name, head) in [
            ("topology.yaml", "haplan: 1\nparts:\n"),
            ("own.yaml", "haplan: 1\nkind: catalogue\nparts:\n"),
        ] {
            let path = folder.join(name);
            fs::write(&path, format!("{head}{}\n", lines.join("\n"))).unwrap();
            if name == "own.yaml" {
                fs::write(folder.join("main.yaml"), "haplan: 1\ninclude: own.yaml\n").unwrap();
            }
            let path = if name == "own.yaml" { folder.join("main.yaml") } else { path };
            let checked = Command::new(env!("CARGO_BIN_EXE_haplan"))
                .args(["check", "-f", "concise"])
                .arg(&path)
                .output()
                .unwrap();
            assert_eq!(checked.status.code(), Some(0), "{told}\n{checked:?}");
        }
    }
    // One part that is like no word of it is said once, in Chinese too.
    let told = String::from_utf8(parts(&["--lang", "zh", "zzzz"]).stderr).unwrap();
    assert!(told.starts_with("haplan: 没有匹配“zzzz”的部件\n"), "{told}");
}

#[test]
fn a_part_to_differ_from_can_be_pasted_and_is_the_part() {
    let folder = folder("parts-like");
    for id in ["hp/8-8-san-switch", "hp/msa2012fc", "generic/fc-switch-24", "hp/221692-b22"] {
        let lines = text(&[id, "-f", "yaml"]);
        let (_, name) = id.split_once('/').unwrap();
        assert!(lines.contains(&format!("\n  site/{name}:\n    like: {id}\n")), "{lines}");
        assert!(!lines.contains("provenance") && !lines.contains("kind:"), "{lines}");
        let path = folder.join("topology.yaml");
        fs::write(&path, format!("haplan: 1\nparts:\n{lines}")).unwrap();
        let check = |path: &PathBuf| {
            Command::new(env!("CARGO_BIN_EXE_haplan")).arg("check").arg(path).output().unwrap()
        };
        assert_eq!(check(&path).status.code(), Some(0), "{lines}");
        // With the marks off: the same part again, but for its kind.
        let bare = lines.lines().filter(|line| !line.contains("take the mark"));
        let bare: Vec<String> = bare
            .map(|line| line.strip_prefix("    # ").map_or(line.into(), |it| format!("    {it}")))
            .collect();
        fs::write(&path, format!("haplan: 1\nparts:\n{}\n", bare.join("\n"))).unwrap();
        assert_eq!(check(&path).status.code(), Some(0), "{bare:?}");
    }
}
