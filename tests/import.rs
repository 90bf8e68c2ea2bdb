//! Cabling sheets of others: what is read, what is left out, what is refused.
#![cfg(test)]

mod common;

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::{Command, Output};

use common::{read, references};
use haplan::render;
use haplan::render::cells::{Limits, Refused, sheets};
use haplan::sheet::cabling::cabling;
use haplan::sheet::import::{Import, import};
use haplan::sheet::table::Layout;
use haplan::topology::{DeviceKind, Topology};
use haplan::words::Lang;

const LIMITS: Limits = Limits { bytes: 1 << 20, rows: 1000, columns: 50 };

fn of(csv: &str) -> Option<Import> {
    import(&sheets(csv.as_bytes(), LIMITS).unwrap()[0].rows)
}

/// The skeleton, which must be read without a word.
fn topology(import: &Import) -> Topology {
    let yaml = import.yaml("a.csv", Lang::Zh);
    let (topology, findings) = read("a", &yaml);
    assert!(findings.is_empty(), "{findings:#?}\n{yaml}");
    topology
}

fn haplan(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan")).args(args).env("LC_ALL", "C").output().unwrap()
}

const ROWS: &str =
    "srv1,hba1,fc-a,3\nfc-a,3,srv1,hba1\nsrv1,hba1,fc-a,4\n,hba2,fc-b,0\nsrv2,,fc-a,1\n";

#[test]
fn heads_are_understood_in_any_words_and_order() {
    let expected = ["srv1:hba1 -- fc-a:3", "srv1:hba2 -- fc-b:0"];
    for heads in [
        "本端设备,本端端口,对端设备,对端端口",
        "A端设备,A端端口,B端设备,B端端口",
        "Source device,Source port,Destination device,Destination port",
        "From Device,From Port,To Device,To Port",
        "device a,port a,device b,port b",
        "设备,端口,设备,端口",
        "本端,,对端,\n设备,端口,设备,端口",
        "A title,,,\n,,,\n源设备名称,源端口(面板),目的设备名称,目的端口(面板)",
    ] {
        let import = of(&format!("{heads}\n{ROWS}")).unwrap_or_else(|| panic!("{heads}"));
        let yaml = import.yaml("a.csv", Lang::En);
        for link in expected {
            assert!(yaml.contains(link), "{heads}\n{yaml}");
        }
        assert_eq!(import.placed(), 2, "{heads}");
        let first = 1 + heads.lines().count();
        let reasons = import.reasons(Lang::En);
        assert_eq!(
            reasons,
            [
                format!("row {}: the same cable as in row {first}", first + 1),
                format!("row {}: \"srv1:hba1\" has the cable of row {first} already", first + 2),
                format!("row {}: the near end has no port", first + 4)
            ]
        );
        assert!(reasons.iter().all(|it| yaml.contains(&format!("# {it}\n"))), "{yaml}");
    }
    let turned = of("对端端口;长度;本端设备;对端设备;本端端口\n3;5米;srv1;fc-a;hba1\n").unwrap();
    assert!(turned.yaml("a", Lang::En).contains("srv1:hba1 -- fc-a:3\", length: 5 m}"));
    assert!(of("name,port\na,b\n").is_none());
    assert!(of("").is_none());
}

#[test]
fn kinds_and_protocols_are_guessed_and_the_skeleton_is_read() {
    let text = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/handover/presales.csv"),
    )
    .unwrap();
    let topology = topology(&of(&text).unwrap());
    let kinds: Vec<(&str, DeviceKind)> =
        topology.devices.iter().map(|it| (&*it.name, it.kind)).collect();
    assert_eq!(
        kinds,
        [
            ("数据库服务器1", DeviceKind::Server),
            ("LAN交换机", DeviceKind::Switch),
            ("光纤交换机A", DeviceKind::Switch)
        ]
    );
    let protocols: Vec<&str> = topology.cables.iter().map(|it| it.protocol.id()).collect();
    assert_eq!(protocols, ["fc", "ethernet"]);
    let lengths: Vec<u32> = topology.cables.iter().map(|it| it.length.unwrap().mm).collect();
    assert_eq!(lengths, [5000, 3000]);
}

#[test]
fn gb18030_is_recognised() {
    let text = fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/handover/presales.csv"))
        .unwrap();
    let text = String::from_utf8(text).unwrap();
    let plain = sheets(text.as_bytes(), LIMITS).unwrap();
    let (chinese, _, _) = encoding_rs::GB18030.encode(&text);
    assert_ne!(chinese, text.as_bytes());
    assert_eq!(sheets(&chinese, LIMITS).unwrap(), plain);
    let mut wide = vec![0xff, 0xfe];
    wide.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(sheets(&wide, LIMITS).unwrap(), plain);
    let marked = format!("\u{feff}{text}");
    assert_eq!(sheets(marked.as_bytes(), LIMITS).unwrap(), plain);
}

/// Our own cabling lists come back: every cable, in both languages, from CSV and XLSX alike.
#[test]
fn our_own_sheets_come_back() {
    let limits = Limits { rows: 5000, bytes: 1 << 26, ..LIMITS };
    for reference in references() {
        let list = cabling(&reference.topology);
        if reference.topology.cables.iter().any(|it| !it.panels.is_empty()) {
            // A port of a panel has a cable on each side, and no sheet says which.
            continue;
        }
        for lang in [Lang::En, Lang::Zh] {
            let table = list.table(lang, Layout::Full);
            let csv = render::csv::table(&table, Default::default());
            let xlsx = render::xlsx::workbook(&[table]).unwrap();
            let of_csv = import(&sheets(csv.as_bytes(), limits).unwrap()[0].rows).unwrap();
            let of_xlsx = import(&sheets(&xlsx, limits).unwrap()[0].rows).unwrap();
            let name = &reference.name;
            assert_eq!(of_csv.placed(), list.cables.len(), "{name}: {:?}", of_csv.left_out);
            assert_eq!(of_xlsx.placed(), list.cables.len(), "{name}: {:?}", of_xlsx.left_out);
            assert_eq!(topology(&of_csv).cables.len(), list.cables.len(), "{name}");
        }
    }
}

/// Names that a topology file does not take are changed, and what they were is said.
#[test]
fn whatever_stands_in_cells_the_skeleton_is_read() {
    let nasty = [
        "a b", "a:b", "a--b", "[1-9]", "x{y}", "\"q\"", "# no", "on", "1", "é", "a/b", "A/B", "-",
        "…", "db1", "SW-1", "=1+1", "'", "null", "os", "rack", "site", "psu1",
    ];
    let mut csv = String::from("本端设备,本端端口,对端设备,对端端口,线缆编号\n");
    for (at, a) in nasty.iter().enumerate() {
        for b in &nasty[at..] {
            let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
            csv += &[*a, *b, *b, *a, *a].map(quoted).join(",");
            csv.push('\n');
        }
    }
    let import = of(&csv).unwrap();
    assert!(import.placed() > 100, "{:?}", import.left_out);
    assert_eq!(topology(&import).cables.len(), import.placed());
}

fn packed(size: usize) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("xl/sharedStrings.xml", options).unwrap();
    zip.write_all(&vec![b' '; size]).unwrap();
    zip.finish().unwrap().into_inner()
}

#[test]
fn bombs_and_huge_sheets_are_refused() {
    let bomb = packed(64 << 20);
    assert!(bomb.len() < 1 << 17);
    assert!(matches!(sheets(&bomb, LIMITS), Err(Refused::TooLarge)));
    assert!(matches!(sheets(&packed(10), LIMITS), Err(Refused::Broken(_))));
    assert!(matches!(sheets(b"PK\x03\x04 nothing", LIMITS), Err(Refused::Broken(_))));
    let rows = "a,b\n".repeat(1001);
    assert!(matches!(sheets(rows.as_bytes(), LIMITS), Err(Refused::TooLarge)));
    let wide = ",".repeat(60);
    assert!(matches!(sheets(wide.as_bytes(), LIMITS), Err(Refused::TooLarge)));
    // One cell in the last corner is a small file and would be a rectangle of 17 billion cells.
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    sheet.write_string(0, 0, "x").unwrap();
    sheet.write_string(1_048_575, 16_383, "x").unwrap();
    let bytes = book.save_to_buffer().unwrap();
    assert!(matches!(sheets(&bytes, LIMITS), Err(Refused::TooLarge)));
}

#[test]
fn the_program_says_what_it_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    fs::write(path("a.csv"), format!("设备,端口,设备,端口\n{ROWS}")).unwrap();
    let output = haplan(&["import", &path("a.csv"), "-o", &path("t.yaml")]);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(errors.lines().count(), 3, "{errors}");
    assert!(errors.contains("a.csv: row 3: the same cable as in row 2"), "{errors}");
    assert_eq!(haplan(&["check", &path("t.yaml"), "-q"]).status.code(), Some(0));
    let again = haplan(&["import", &path("a.csv"), "-o", &path("t.yaml")]);
    assert_eq!(again.status.code(), Some(2), "what is there is not written over");
    fs::write(path("b.csv"), "设备,端口,设备,端口\na,1,,\n").unwrap();
    assert_eq!(haplan(&["import", &path("b.csv")]).status.code(), Some(2));
    fs::write(path("c.csv"), "nothing\n").unwrap();
    let none = haplan(&["import", &path("c.csv")]);
    assert_eq!(none.status.code(), Some(2));
    assert!(String::from_utf8(none.stderr).unwrap().contains("write heads such as"));
    assert_eq!(haplan(&["import", &path("none.csv")]).status.code(), Some(2));
}
