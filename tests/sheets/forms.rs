//! What the forms of a sheet have in common: text, CSV, Markdown, XLSX.

use haplan::render;
use haplan::sheet::bom::{Bom, GroupBy, Options, bom, bom_with};
use haplan::sheet::cabling::cabling;
use haplan::sheet::prices::Prices;
use haplan::sheet::table::{Cell, Layout, Row, Table};
use haplan::source::SourceId;
use haplan::spec::prices;
use haplan::topology::Topology;
use haplan::words::Lang;

use crate::common::{Reference, read, references};
use crate::{LANGUAGES, MIXED};

#[test]
fn texts_fit_a_terminal() {
    use unicode_width::UnicodeWidthStr;
    for Reference { name, topology, .. } in references() {
        for (_, lang) in LANGUAGES {
            let mut tables = bom(&topology).tables(lang, Layout::Narrow);
            tables.extend(priced(&topology).tables(lang, Layout::Narrow));
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
    let head = table.columns.iter().map(|column| column.full_heading(table.lang)).collect();
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

/// What a spreadsheet shows: as the CSV, but for thousands in amounts; where neighbours share a heading, in two
/// rows.
fn shown(table: &Table) -> Vec<Vec<String>> {
    let over = |column: &haplan::sheet::table::Column| column.over.clone();
    let mut shown = Vec::new();
    if table.columns.iter().any(|column| column.over.is_some()) {
        let mut last = None;
        shown.push(
            table
                .columns
                .iter()
                .map(|column| {
                    let over = over(column);
                    let first = over != last;
                    last.clone_from(&over);
                    if first { over.unwrap_or_default() } else { String::new() }
                })
                .collect(),
        );
    }
    shown.push(table.columns.iter().map(|column| column.heading.clone()).collect());
    shown.extend(table.rows.iter().map(|row| match row {
        Row::Group(name) => {
            let mut cells = vec![String::new(); table.columns.len()];
            cells[0].clone_from(name);
            cells
        }
        Row::Line { cells, .. } | Row::Total(cells) => cells.iter().map(Cell::text).collect(),
    }));
    shown
}

/// Run with `cargo test --test sheets -- --ignored` where LibreOffice is installed.
#[test]
#[ignore = "needs LibreOffice"]
fn workbooks_read_back_equal_to_the_csv() {
    let folder = tempfile::tempdir().unwrap();
    let (lang, print) = (Lang::Zh, Layout::Print);
    for Reference { name, topology, .. } in references() {
        let list = priced(&topology);
        let cables = cabling(&topology);
        let tables = [
            ("bom", list.tables(lang, Layout::Full)),
            ("device", list.tables(lang, print)),
            ("quote", list.quote(lang)),
            ("cables", vec![cables.table(lang, Layout::Full)]),
            ("preset", vec![cables.preset(lang)]),
        ];
        for (kind, tables) in tables {
            let path = folder.path().join(format!("{name}-{kind}.xlsx"));
            std::fs::write(&path, render::xlsx::workbook(&tables).unwrap()).unwrap();
        }
    }
    // Comma, double quotes, UTF-8, cells as shown, every sheet.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1";
    let books = std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let output = std::process::Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}/profile", folder.path().display()))
        .args(["--headless", "--convert-to", filter, "--outdir"])
        .arg(folder.path())
        .args(books)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    let mut compared = 0;
    for Reference { name, topology, .. } in references() {
        let list = priced(&topology);
        let cables = cabling(&topology);
        for (kind, tables) in [
            ("bom", list.tables(lang, Layout::Full)),
            ("device", list.tables(lang, print)),
            ("quote", list.quote(lang)),
            ("cables", vec![cables.table(lang, Layout::Full)]),
            ("preset", vec![cables.preset(lang)]),
        ] {
            for table in &tables {
                let file = folder.path().join(format!("{name}-{kind}-{}.csv", table.name));
                let text = std::fs::read_to_string(&file).unwrap();
                let mut reader = csv::ReaderBuilder::new()
                    .has_headers(false)
                    .flexible(true)
                    .from_reader(text.as_bytes());
                let expected = shown(table);
                let mut read: Vec<Vec<String>> = reader
                    .records()
                    .map(|record| record.unwrap().iter().map(str::to_owned).collect())
                    .take(expected.len())
                    .collect();
                let heads = expected.len() - table.rows.len();
                for (row, shown) in table.rows.iter().zip(&mut read[heads..]) {
                    let (Row::Line { cells, .. } | Row::Total(cells)) = row else { continue };
                    for (text, cell) in shown.iter_mut().zip(cells) {
                        if matches!(cell, Cell::Money(_)) {
                            *text = text.replace(',', "");
                        }
                    }
                }
                assert_eq!(read, expected, "{name}-{kind}: {}", table.name);
                compared += 1;
            }
        }
    }
    println!("{compared} sheets read back");
}

/// A list by device with some prices, of two currencies, one of them in thousandths.
fn priced(topology: &Topology) -> Bom {
    let book = "部件号,目录价,币种,折扣,来源\nAE312A,\"12,000.00\",CNY,35 %,x\nAM867A,0.125,USD,,\nhp/sas-300g-15k,1234567.5,CNY,2.5 %,x\n";
    let mut findings = Vec::new();
    let book = prices::read_csv(SourceId::default(), book, &mut findings);
    assert!(findings.is_empty(), "{findings:#?}");
    let options = Options { group_by: GroupBy::Device, prices: Prices::new(vec![book]) };
    bom_with(topology, &options)
}
