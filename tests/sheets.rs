//! The parts list and the cabling list of the reference topologies.
#![cfg(test)]

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Reference, read, references};
use haplan::render;
use haplan::sheet::bom::{Bom, Line, Section, bom};
use haplan::sheet::cabling::cabling;
use haplan::sheet::table::{Cell, Layout, Table};
use haplan::topology::{ComponentKind, DeviceKind, ModuleKind, Topology};
use haplan::words::Lang;

fn golden(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("goldens");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

fn shown() -> Vec<Reference> {
    references().into_iter().filter(|it| ["s1-complete", "s4"].contains(&&*it.name)).collect()
}

const LANGUAGES: [(&str, Lang); 2] = [("en", Lang::En), ("zh", Lang::Zh)];

#[test]
fn goldens_of_the_parts_list() {
    for Reference { name, topology, .. } in shown() {
        let bom = bom(&topology);
        golden(&format!("{name}.bom.json"), &render::json::bom(&bom));
        for (code, lang) in LANGUAGES {
            let text =
                render::table::tables(&bom.tables(lang, Layout::Narrow), render::table::WIDTH);
            golden(&format!("{name}.bom.{code}.txt"), &text);
            let csv = render::csv::table(&bom.table(lang, Layout::Full), Default::default());
            golden(&format!("{name}.bom.{code}.csv"), &csv);
        }
    }
}

#[test]
fn goldens_of_the_cabling_list() {
    for Reference { name, topology, .. } in shown() {
        let cabling = cabling(&topology);
        golden(&format!("{name}.cables.json"), &render::json::cabling(&cabling));
        for (code, lang) in LANGUAGES {
            let text =
                render::table::table(&cabling.table(lang, Layout::Narrow), render::table::WIDTH);
            golden(&format!("{name}.cables.{code}.txt"), &text);
            let csv = render::csv::table(&cabling.table(lang, Layout::Full), Default::default());
            golden(&format!("{name}.cables.{code}.csv"), &csv);
        }
    }
}

#[test]
fn goldens_in_markdown() {
    for Reference { name, topology, .. } in shown() {
        let tables = bom(&topology).tables(Lang::Zh, Layout::Full);
        golden(&format!("{name}.bom.zh.md"), &render::markdown::tables(&tables));
        let table = cabling(&topology).table(Lang::En, Layout::Narrow);
        golden(&format!("{name}.cables.en.md"), &render::markdown::table(&table));
    }
}

fn of(bom: &Bom, section: Section) -> impl Iterator<Item = &Line> {
    bom.lines.iter().filter(move |line| line.section == section)
}

fn total<'a>(lines: impl IntoIterator<Item = &'a Line>) -> u32 {
    lines.into_iter().map(|line| line.quantity).sum()
}

#[test]
fn s1_complete_is_what_the_story_says() {
    let all = references();
    let topology = &all.iter().find(|it| it.name == "s1-complete").unwrap().topology;
    let bom = bom(topology);
    let found = |section, text: &str| {
        let mut lines = of(&bom, section)
            .filter(|line| line.description.text(Lang::En).contains(text))
            .map(|line| (line.quantity, line.parent));
        (lines.next(), lines.next())
    };
    assert_eq!(found(Section::Server, "DL580 G5"), (Some((2, None)), None));
    assert_eq!(found(Section::Adapter, "FC1242SR"), (Some((2, Some(1))), None));
    assert_eq!(found(Section::Drive, "146 GB"), (Some((4, Some(1))), None));
    assert_eq!(found(Section::Switch, "SAN Switch"), (Some((2, None)), None));
    assert_eq!(found(Section::Array, "MSA2012fc").0.unwrap().0, 1);
    assert_eq!(found(Section::Drive, "300 GB").0.unwrap().0, 8 + 1 + 2);
    assert_eq!(found(Section::Optic, "SAN Switch").0.unwrap().0, 8);
    assert_eq!(found(Section::Optic, "MSA2012fc").0.unwrap().0, 4);
    assert_eq!(found(Section::Software, "Serviceguard").0.unwrap().0, 2);
    assert_eq!(total(of(&bom, Section::Licence)), 0, "four of eight licensed ports are used");
    let cabling = cabling(topology);
    assert_eq!(cabling.cables.len(), 12);
    let medium = |medium: &[&str]| {
        let with = |row: &&_| -> bool {
            let row: &haplan::sheet::cabling::Row = row;
            row.medium.as_deref().is_some_and(|it| medium.contains(&it))
        };
        cabling.cables.iter().filter(with).count()
    };
    assert_eq!((medium(&["fibre", "om2"]), medium(&["twisted-pair"])), (8, 4));
    let given = cabling.cables.iter().find(|row| row.id == "F-08").unwrap();
    assert_eq!((given.length_mm, given.part_number.as_deref()), (Some(5000), Some("221692-B22")));
    assert!(cabling.cables.iter().filter(|row| row.length_mm.is_some()).count() == 1);
}

/// Components that are things to buy or to have, by id.
fn things(topology: &Topology) -> BTreeSet<&str> {
    topology
        .components
        .iter()
        .filter(|component| match component.kind {
            ComponentKind::Device(_) | ComponentKind::Drive(..) => true,
            ComponentKind::Cable(cable) => !topology[cable].internal,
            ComponentKind::Module(module) => {
                matches!(topology[module].kind, ModuleKind::Adapter { .. })
            }
            ComponentKind::Power(power) => topology[power].part.is_some(),
            _ => false,
        })
        .map(|component| &*component.id)
        .collect()
}

#[test]
fn every_component_stands_in_exactly_one_line() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        let apart = [Section::Optic, Section::Option, Section::Software, Section::Licence];
        let mut seen = BTreeMap::new();
        let mut spares = 0;
        for line in bom.lines.iter().chain(&bom.existing) {
            if ![Section::Option, Section::Licence].contains(&line.section) {
                assert_eq!(line.quantity as usize, line.designators.len(), "{name}: {line:?}");
            }
            if !apart.contains(&line.section) {
                for id in &line.designators {
                    if id.contains("/spare") {
                        spares += 1;
                    } else {
                        *seen.entry(id.as_str()).or_insert(0) += 1;
                    }
                }
            }
        }
        assert_eq!(seen.keys().copied().collect::<BTreeSet<_>>(), things(&topology), "{name}");
        assert!(seen.values().all(|&count| count == 1), "{name}: {seen:?}");
        assert_eq!(spares, topology.drive_sets.iter().map(|set| set.spares).sum::<u32>(), "{name}");
    }
}

#[test]
fn existing_gear_is_listed_apart() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        for device in &topology.devices {
            let holds = |lines: &[Line]| {
                lines.iter().any(|line| line.designators.iter().any(|id| *id == device.name))
            };
            assert_eq!(holds(&bom.existing), device.existing, "{name}: {}", device.name);
            assert_eq!(holds(&bom.lines), !device.existing, "{name}: {}", device.name);
        }
        let lan =
            bom.existing.iter().any(|l| l.designators.iter().any(|id| id == "lan-1:23--lan-2:23"));
        assert_eq!(lan, topology.component("lan-1:23--lan-2:23").is_some(), "{name}");
    }
}

#[test]
fn optics_are_counted_by_port_in_use() {
    for Reference { name, topology, .. } in references() {
        let bom = bom(&topology);
        // In these files the optical ports are those of Fibre Channel, and none is in a cage.
        let used: BTreeSet<&str> = topology
            .cables
            .iter()
            .filter(|cable| !cable.internal)
            .flat_map(|cable| cable.ends)
            .filter(|&port| {
                topology.port_type(port).connector.as_deref() == Some("lc")
                    && topology[topology[port].device].kind != DeviceKind::Server
            })
            .map(|port| topology.port_id(port))
            .collect();
        let optics: Vec<&Line> = of(&bom, Section::Optic).collect();
        assert_eq!(total(optics.iter().copied()) as usize, used.len(), "{name}");
        let listed = optics.iter().flat_map(|line| line.designators.iter().map(String::as_str));
        assert_eq!(listed.collect::<BTreeSet<_>>(), used, "{name}");
    }
}

#[test]
fn every_cable_stands_in_exactly_one_row() {
    for Reference { name, topology, .. } in references() {
        let cabling = cabling(&topology);
        let laid = || topology.cables.iter().filter(|cable| !cable.internal);
        let pieces: usize = laid().map(|cable| cable.pieces.len()).sum();
        assert_eq!(cabling.cables.len(), pieces, "{name}");
        assert_eq!(cabling.internal, topology.cables.len() - laid().count(), "{name}");
        let ids: BTreeSet<&str> = cabling.cables.iter().map(|row| row.id.as_str()).collect();
        let all = laid().flat_map(|cable| &cable.pieces).map(|&piece| topology.id(piece));
        assert_eq!(ids, all.collect::<BTreeSet<_>>(), "{name}");
        let mut ends: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for row in &cabling.cables {
            for end in [&row.a, &row.b] {
                *ends.entry((&end.device, &end.port)).or_default() += 1;
            }
            assert_eq!(row.length_mm.is_some(), row.length_source.is_some());
        }
        // A cable comes to a panel's port from either side.
        let panel =
            |name| topology.devices.iter().any(|d| d.name == name && d.kind == DeviceKind::Panel);
        for ((device, port), count) in ends {
            assert_eq!(count, 1 + usize::from(panel(device)), "{name}: {device}:{port}");
        }
    }
}

#[test]
fn texts_fit_a_terminal() {
    use unicode_width::UnicodeWidthStr;
    for Reference { name, topology, .. } in references() {
        for (_, lang) in LANGUAGES {
            let mut tables = bom(&topology).tables(lang, Layout::Narrow);
            tables.push(cabling(&topology).table(lang, Layout::Narrow));
            for line in render::table::tables(&tables, 80).lines() {
                assert!(line.width() <= 80, "{name}: {line}");
            }
        }
    }
}

#[test]
fn workbooks_have_the_same_bytes_each_time_and_the_sheets_in_chinese() {
    for Reference { name, topology, .. } in references() {
        let make = || {
            let tables = bom(&topology).tables(Lang::Zh, Layout::Print);
            let names: Vec<String> = tables.iter().map(|table| table.name.clone()).collect();
            let existing = topology.devices.iter().any(|device| device.existing);
            let sheets = ["配置清单", "利旧设备", "待确认"];
            let sheets = sheets.into_iter().filter(|&sheet| existing || sheet != "利旧设备");
            assert_eq!(names, sheets.collect::<Vec<_>>(), "{name}");
            render::xlsx::workbook(&tables).unwrap()
        };
        let first = make();
        std::thread::sleep(std::time::Duration::from_millis(20));
        assert!(first == make(), "{name}");
        let table = cabling(&topology).table(Lang::Zh, Layout::Print);
        assert_eq!(table.name, "连线表");
        assert!(render::xlsx::workbook(&[table]).is_ok());
    }
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    let forwards = "\
haplan: 1
name: t
servers: {b: {model: generic/server}, a: {model: generic/server, adapters: {h: {model: generic/fc-hba-1}}}}
switches: {y: {model: generic/fc-switch-24, fabric: Y}, x: {model: generic/fc-switch-24, fabric: X}}
links: ['a:h/1 -- x:0', 'x:1 -- y:1', 'y:9 -- x:10', 'x:9 -- y:10']
";
    let backwards = "\
haplan: 1
name: t
switches: {x: {model: generic/fc-switch-24, fabric: X}, y: {model: generic/fc-switch-24, fabric: Y}}
links: ['y:10 -- x:9', 'x:10 -- y:9', 'y:1 -- x:1', 'x:0 -- a:h/1']
servers: {a: {model: generic/server, adapters: {h: {model: generic/fc-hba-1}}}, b: {model: generic/server}}
";
    let both = [forwards, backwards].map(|text| {
        let (topology, findings) = read("t", text);
        assert!(findings.is_empty(), "{findings:#?}");
        (render::json::bom(&bom(&topology)), render::json::cabling(&cabling(&topology)))
    });
    assert_eq!(both[0], both[1]);
    let order = cabling(&read("t", forwards).0).cables;
    let order: Vec<String> =
        order.iter().map(|it| format!("{}:{}", it.a.device, it.a.port)).collect();
    assert_eq!(order, ["a:h/1", "x:1", "x:9", "x:10"], "ports in natural order");
}

const MIXED: &str = "\
haplan: 1
name: t
parts:
  my/switch: {kind: switch, ports: [{names: '[0-7]', protocol: ethernet, speeds: [10], connector: sfp+, licensed: 2}]}
  my/nic: {kind: adapter, ports: [{names: '[1-2]', protocol: ethernet, speeds: [10], connector: sfp+}]}
  my/dac: {kind: cable, name: DAC, part_number: D1, medium: dac, connector: sfp+, length: 3 m}
servers:
  new: {model: generic/server, adapters: {c: {model: my/nic}}, rack: {in: R1, unit: 7}}
  old: {model: generic/server, existing: true, adapters: {c: {model: my/nic, existing: false}, d: {model: my/nic}}}
switches:
  s: {model: my/switch, rack: {in: R1, unit: 40}}
racks: {R1: {units: 42}}
links:
  - {link: 'new:c/1 -- s:0', cable: my/dac}
  - {link: 'new:c/2 -- s:1', cable: my/dac, length: 2.5 m}
  - 'old:c/1 -- s:2'
  - 'old:d/1 -- s:3'
";

#[test]
fn direct_attach_cables_count_once_and_need_no_optics() {
    let (topology, findings) = read("t", MIXED);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = bom(&topology);
    let optics: Vec<&str> =
        of(&bom, Section::Optic).flat_map(|l| l.designators.iter().map(String::as_str)).collect();
    assert_eq!(optics, ["old:c/1", "old:d/1", "s:2", "s:3"]);
    assert_eq!(total(of(&bom, Section::Cable).filter(|l| l.part_number.is_some())), 2);
    let licences: Vec<_> =
        of(&bom, Section::Licence).map(|l| (l.quantity, &l.designators)).collect();
    assert_eq!(licences, [(2, &vec!["s".to_owned()])], "four ports used, two licensed");
    let adapters: Vec<_> =
        of(&bom, Section::Adapter).map(|l| (l.parent, &*l.designators)).collect();
    assert_eq!(adapters.len(), 2, "{adapters:?}");
    assert!(adapters.contains(&(None, &["old/c".to_owned()])), "bought for a server that is there");
    let old = bom.existing.iter().flat_map(|l| &l.designators);
    assert_eq!(old.collect::<Vec<_>>(), ["old", "old/d"]);
    let reasons: BTreeSet<&str> = bom.to_confirm.iter().map(|point| point.reason.id()).collect();
    assert!(reasons.contains("lengths-differ") && reasons.contains("may-exist"), "{reasons:?}");
}

#[test]
fn labels_name_rack_and_unit_where_both_are_known() {
    let cabling = cabling(&read("t", MIXED).0);
    let labels: Vec<_> = cabling.cables.iter().map(|row| row.label_a.as_str()).collect();
    assert_eq!(
        labels,
        ["R1-07:c/1 / R1-40:0", "R1-07:c/2 / R1-40:1", "old:c/1 / R1-40:2", "old:d/1 / R1-40:3"]
    );
    let json = render::json::cabling(&cabling);
    assert!(json.contains("\"length_m\": 3,") && json.contains("\"length_m\": 2.5,"), "{json}");
    let csv = render::csv::table(&cabling.table(Lang::En, Layout::Full), Default::default());
    assert!(!csv.contains(".0"), "{csv}");
}

const PATCHED: &str = "\
haplan: 1
name: t
parts:
  my/pdu: {kind: pdu, name: PDU, ports: [{names: [mgmt], protocol: ethernet, speeds: [0.1], connector: rj45, role: management}]}
  my/rail: {kind: accessory, name: rail kit}
servers:
  'a[1-2]':
    model: generic/server
    adapters: {h: {model: generic/fc-hba-2}}
    ports: {nic1: {alias: eth0}}
    options: [{model: my/rail, count: 2}]
    power: {psu1: p1}
enclosures: {encl: {model: generic/blade-enclosure, rack: R1}}
switches:
  s: {model: generic/fc-switch-24}
  m: {model: generic/ethernet-switch-24, in: {enclosure: encl, bay: 3}}
arrays:
  x:
    model: generic/fc-array
    volumes: {v: {raid: raid1, drive: generic/drive, drives: 4, on: {x: 2, sh: 2}, spares: 1}}
shelves: {sh: {model: generic/shelf, behind: x}}
panels: {P: {}, Q: {model: generic/panel, existing: true}}
power: {p1: {kind: pdu, model: my/pdu}}
racks: {R1: {units: 42}}
links:
  - {link: 'a1:h/1 -- s:0', label: F-1, via: ['P:1', 'Q:1'], length: 40 m}
  - {link: 'a[1-2]:h/2 -- s:[1-2]', assembly: T-1, via: ['P:[2-3]']}
  - {link: 'x:A0 -- s:3', internal: true}
  - 'a1:nic1 -- m:1'
  - 'p1:mgmt -- m:2'
";

#[test]
fn pieces_trunks_and_traces_are_bought_and_laid_as_they_are() {
    let (topology, findings) = read("t", PATCHED);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = bom(&topology);
    let ids = |section| -> Vec<&str> {
        of(&bom, section).flat_map(|line| line.designators.iter().map(String::as_str)).collect()
    };
    let mut cables = ids(Section::Cable);
    cables.sort_unstable();
    let expected = ["F-1#1", "F-1#2", "F-1#3", "T-1#1", "T-1#2", "a1:nic1--m:1", "m:2--p1:mgmt"];
    assert_eq!(cables, expected);
    assert_eq!(ids(Section::Optic), ["s:0", "s:1", "s:2"], "none for a trace");
    assert_eq!(ids(Section::Power), ["p1"]);
    assert_eq!(ids(Section::Panel), ["P"]);
    let panel = of(&bom, Section::Panel).next().unwrap();
    assert!(panel.description.text(Lang::En).contains("not given"), "{panel:?}");
    let rails = of(&bom, Section::Option).next().unwrap();
    assert_eq!((rails.quantity, rails.parent), (4, Some(1)));
    let drives: Vec<(u32, Option<u32>)> =
        of(&bom, Section::Drive).map(|line| (line.quantity, line.parent)).collect();
    let number = |section| of(&bom, section).next().map(|line| line.line);
    assert_eq!(drives, [(3, number(Section::Array)), (2, number(Section::Shelf))]);

    let cabling = cabling(&topology);
    let rows: Vec<String> = cabling
        .cables
        .iter()
        .map(|row| {
            let end = |end: &haplan::sheet::cabling::End| format!("{}:{}", end.device, end.port);
            format!("{} {} {}", row.id, end(&row.a), end(&row.b))
        })
        .collect();
    let expected = [
        "m:2--p1:mgmt m:2 p1:mgmt",
        "F-1#1 a1:h/1 P:1",
        "T-1#1 a1:h/2 P:2",
        "a1:nic1--m:1 a1:nic1 m:1",
        "T-1#1 a2:h/2 P:3",
        "F-1#3 s:0 Q:1",
        "T-1#2 s:1 P:2",
        "T-1#2 s:2 P:3",
        "F-1#2 P:1 Q:1",
    ];
    assert_eq!(rows, expected);
    assert_eq!((cabling.internal, &*cabling.together), (1, &[("F-1".to_owned(), 40_000)][..]));
    let text = render::table::table(&cabling.table(Lang::En, Layout::Narrow), 100);
    for said in
        ["a1:nic1 (eth0)", "encl bay 3 m:1", "F-1 is given as 40 m", "in no row: 1", "T-1#1"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    let purpose = |id: &str| {
        let row = cabling.cables.iter().find(|row| row.id == id).unwrap();
        row.purpose.as_ref().map(|it| it.text(Lang::En))
    };
    assert_eq!(purpose("m:2--p1:mgmt").as_deref(), Some("management"));
}

#[test]
fn names_cannot_break_a_format() {
    let mut table = bom(&read("t", MIXED).0).table(Lang::En, Layout::Full);
    table.rows.clear();
    let last = table.columns.len() - 1;
    let nasty = ["=1+1", "+1", "-1", "@x", "\ty", "a|b", "\"q\",\n<b>", "中文&"];
    for text in nasty {
        let mut cells = vec![Cell::Empty; last + 1];
        cells[3] = Cell::Text(text.into());
        table.line(0, cells);
    }
    let csv = render::csv::table(&table, render::csv::Bom::With);
    let bare = csv.strip_prefix('\u{feff}').unwrap();
    let cells: Vec<String> = csv::Reader::from_reader(bare.as_bytes())
        .records()
        .map(|record| record.unwrap()[3].to_owned())
        .collect();
    assert_eq!(cells, ["'=1+1", "'+1", "'-1", "'@x", "'\ty", "a|b", "\"q\",\n<b>", "中文&"]);
    let markdown = render::markdown::table(&table);
    assert!(
        markdown.contains("a\\|b") && markdown.contains("&lt;b>") && !markdown.contains("\n<b")
    );
    for row in markdown.lines().filter(|line| line.starts_with("| ")) {
        let bars = row.replace("\\|", "").matches('|').count();
        assert_eq!(bars, last + 2, "{row}");
    }
    assert!(render::xlsx::workbook(&[table.clone()]).is_ok());
    let text = render::table::table(&table, 80);
    assert!(!text.contains('\t'));
}

/// What a spreadsheet reads: the table as rows of text.
fn rows(table: &Table) -> Vec<Vec<String>> {
    let head = table.columns.iter().map(|column| column.heading.clone()).collect();
    let lines = table.lines().map(|(_, cells)| cells.iter().map(Cell::text).collect());
    [head].into_iter().chain(lines).collect()
}

#[test]
fn csv_holds_the_cells_of_the_table() {
    for Reference { name, topology, .. } in references() {
        for (_, lang) in LANGUAGES {
            for table in [
                bom(&topology).table(lang, Layout::Full),
                cabling(&topology).table(lang, Layout::Full),
            ] {
                let csv = render::csv::table(&table, Default::default());
                let mut reader =
                    csv::ReaderBuilder::new().has_headers(false).from_reader(csv.as_bytes());
                let read: Vec<Vec<String>> = reader
                    .records()
                    .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                    .collect();
                assert_eq!(read, rows(&table), "{name}");
            }
        }
    }
}

/// Run with `cargo test --test sheets -- --ignored` where LibreOffice is installed.
#[test]
#[ignore = "needs LibreOffice"]
fn workbooks_read_back_equal_to_the_csv() {
    let folder = tempfile::tempdir().unwrap();
    for Reference { name, topology, .. } in references() {
        let tables = [
            ("bom", bom(&topology).tables(Lang::Zh, Layout::Full)),
            ("cables", vec![cabling(&topology).table(Lang::Zh, Layout::Full)]),
        ];
        for (kind, tables) in tables {
            let path = folder.path().join(format!("{name}-{kind}.xlsx"));
            std::fs::write(&path, render::xlsx::workbook(&tables).unwrap()).unwrap();
            // Comma, double quotes, UTF-8, cells as shown, every sheet.
            let filter =
                "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
            let status = std::process::Command::new("soffice")
                .args(["--headless", "--convert-to", filter, "--outdir"])
                .arg(folder.path())
                .arg(&path)
                .status()
                .unwrap();
            assert!(status.success());
            for table in &tables {
                let file = folder.path().join(format!("{name}-{kind}-{}.csv", table.name));
                let text = std::fs::read_to_string(&file).unwrap();
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text.as_bytes());
                let read: Vec<Vec<String>> = reader
                    .records()
                    .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                    .take(table.lines().count() + 1)
                    .collect();
                assert_eq!(read, rows(table), "{name}: {}", table.name);
            }
        }
    }
}

/// The names of generic parts in English are those of the catalogue.
#[test]
fn every_generic_part_has_its_name_in_both_languages() {
    for part in haplan::catalog::Catalog::default().all() {
        let id = part.id.as_deref().unwrap();
        if id.starts_with("generic/") {
            let word = haplan::words::sheets::generic(id).unwrap_or_else(|| panic!("{id}"));
            assert_eq!(Some(word.en), part.name.as_deref(), "{id}");
        }
    }
}
