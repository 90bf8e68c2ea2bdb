//! Price books: what they may say, what is wrong with them and where, and what a list costs by them.

use std::fs;
use std::process::{Command, Output};

use haplan::cli::schema;
use haplan::finding::Finding;
use haplan::render;
use haplan::sheet::bom::{Bom, GroupBy, Options, bom_with};
use haplan::sheet::prices::{Prices, money};
use haplan::sheet::table::{Cell, Layout};
use haplan::source::{Source, SourceId};
use haplan::spec::prices::{self, PriceBook};
use haplan::words::Lang;
use haplan::yaml::Tree;

use crate::common::read;

fn yaml(text: &str) -> (PriceBook, Vec<Finding>) {
    let mut findings = Vec::new();
    let tree = Tree::parse(SourceId::default(), text, &Default::default(), &mut findings);
    let book = tree.map(|tree| prices::read(&tree, &mut findings)).unwrap_or_default();
    (book, findings)
}

fn csv(text: &str) -> (PriceBook, Vec<Finding>) {
    let mut findings = Vec::new();
    let book = prices::read_csv(SourceId::default(), text, &mut findings);
    (book, findings)
}

/// Rule, line and column, and what the place holds.
fn told(text: &str, findings: &[Finding]) -> Vec<String> {
    let source = Source::new("p", text);
    let place = |finding: &Finding| {
        let span = finding.labels[0].span;
        let at = source.position(span.start);
        let held = &source.text[span.start as usize..span.end as usize];
        assert!(finding.help.is_some(), "no way out: {finding:?}");
        format!("{}:{} {} {held}", at.line, at.column, finding.rule)
    };
    findings.iter().map(place).collect()
}

const DESIGN: &str = "\
haplan: 1
name: t
parts:
  my/server: {kind: server, vendor: My, name: Server, part_number: S1, psus: {count: 1, needed: 1}}
  my/drive: {kind: drive, vendor: My, name: =1+1, part_number: D1, pack: 4}
servers:
  'a[1-3]': {model: my/server, drives: [{model: my/drive, count: 2, raid: raid1, use: system}]}
";

const BOOK: &str = "\
haplan: 1
kind: prices
currency: CNY
source: price list 7
date: 2026-11-01
tax: 13 %
prices:
  S1: {price: \"12000.00\", discount: 35 %}
  my/drive: {price: \"99.99\"}
";

fn priced(books: Vec<PriceBook>) -> Bom {
    let (topology, findings) = read("t", DESIGN);
    assert!(findings.is_empty(), "{findings:#?}");
    let options = Options { group_by: GroupBy::Section, prices: Prices::new(books) };
    bom_with(&topology, &options)
}

#[test]
fn a_list_costs_what_the_book_says() {
    let (book, findings) = yaml(BOOK);
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = priced(vec![book]);
    let costs: Vec<String> = bom
        .lines
        .iter()
        .map(|line| {
            let price = line.price.as_ref().unwrap();
            format!(
                "{} {} × {} = {}",
                line.line,
                line.quantity,
                money(price.unit),
                money(price.extended)
            )
        })
        .collect();
    // 12000.00 less 35 % is 7800.00. Six drives are two packs of four.
    assert_eq!(costs, ["1 3 × 7800.00 = 23400.00", "2 2 × 99.99 = 199.98"]);
    let totals = bom.totals();
    let sums: Vec<String> =
        totals.sums.iter().map(|(code, sum)| format!("{code} {}", money(*sum))).collect();
    assert_eq!((sums, totals.missing), (vec!["CNY 23599.98".to_owned()], 0));

    let json: serde_json::Value = serde_json::from_str(&render::json::bom(&bom)).unwrap();
    let line = &json["lines"][0];
    for (key, value) in [
        ("line", "1"),
        ("list_price", "12000.00"),
        ("discount", "0.35"),
        ("unit_price", "7800.00"),
        ("tax_rate", "0.13"),
        ("extended_price", "23400.00"),
        ("currency", "CNY"),
    ] {
        assert_eq!(line[key], value, "{key}");
    }
    assert_eq!(line["provenance"]["price"]["source"], "price list 7");
    assert_eq!(json["totals"]["CNY"], "23599.98");
}

#[test]
fn a_missing_price_is_no_zero() {
    let (book, _) = yaml(&BOOK.replace("my/drive", "my/other"));
    let bom = priced(vec![book]);
    assert_eq!((bom.lines[1].price.clone(), bom.totals().missing), (None, 1));
    let table = bom.table(Lang::En, Layout::Narrow);
    let text = render::table::table(&table, 80);
    assert!(text.contains("1 lines have no price and are in no sum"), "{text}");
    let at = table.columns.iter().position(|it| it.key == "extended_price").unwrap();
    let cells: Vec<Cell> = table.lines().map(|(_, cells)| cells[at].clone()).collect();
    assert_eq!(cells[1], Cell::Text("no price".into()));
    let json: serde_json::Value = serde_json::from_str(&render::json::bom(&bom)).unwrap();
    assert!(json["lines"][1]["extended_price"].is_null());
    assert_eq!(json["lines_without_price"], 1);
    for csv in [
        render::csv::table(&bom.table(Lang::Zh, Layout::Full), Default::default()),
        render::csv::table(&bom.quote(Lang::Zh)[0], Default::default()),
    ] {
        assert!(csv.contains("缺价") && !csv.contains(",0.00,"), "{csv}");
    }
}

#[test]
fn currencies_are_never_added() {
    let (book, _) = yaml(BOOK);
    let (other, findings) = csv("部件号,目录价,币种,来源\nD1,10,USD,询价\n");
    assert!(findings.is_empty(), "{findings:#?}");
    let bom = priced(vec![book, other]);
    let sums: Vec<String> = bom.totals().sums.keys().map(ToString::to_string).collect();
    assert_eq!(sums, ["CNY", "USD"]);
    let quote = render::csv::table(&bom.quote(Lang::Zh)[0], Default::default());
    for row in ["合计（CNY）,,,,,,,,,,23400.00", "合计（USD）,,,,,,,,,,20.00", "币种 USD"]
    {
        assert!(quote.contains(row), "{row}: {quote}");
    }
    let notes = bom.table(Lang::En, Layout::Print).notes.join("\n");
    assert!(notes.contains("never converted") && notes.contains("13 %"), "{notes}");
}

#[test]
fn the_quote_has_the_usual_columns_and_sheets() {
    let (book, _) = yaml(BOOK);
    let sheets = priced(vec![book]).quote(Lang::Zh);
    let names: Vec<&str> = sheets.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["配置清单", "利旧设备", "待确认"]);
    let csv = render::csv::table(&sheets[0], Default::default());
    let expected = "\
序号,类别,产品名称,品牌,型号,部件号,配置描述,单位,数量,目录价,折扣,单价(含税),合价,维保,备注
1,服务器,服务器,My,Server,S1,,台,3,12000.00,6.5 折,7800.00,23400.00,待确认,待确认：维保（未给出，故未列入清单）
,,小计 服务器（CNY）,,,,,,,,,,23400.00,,
2,硬盘,硬盘,My,'=1+1,D1,,块,2,99.99,,99.99,199.98,,
,,小计 硬盘（CNY）,,,,,,,,,,199.98,,
,,合计（CNY）,,,,,,,,,,23599.98,,
";
    assert_eq!(csv, expected);
}

#[test]
fn books_in_csv_have_heads_in_either_language() {
    let english = "Part number,Price,Currency,Discount,Tax,Source,Date,Description\nS1,\"12,000.00\",cny,35%,13%,list,2026-11-01,a server\n";
    let chinese = "部件号\t目录价\t币种\t折扣\t税率\t来源\t日期\t备注\r\nS1\t12000.00\t人民币\t6.5折\t13％\tlist\t2026-11-01\t服务器\r\n\r\n";
    let [a, b] = [english, chinese].map(|text| {
        let (book, findings) = csv(text);
        assert!(findings.is_empty(), "{findings:#?}");
        book
    });
    let same = "haplan: 1\nkind: prices\nprices: {S1: {price: '12000.00', currency: CNY, discount: 35 %, tax: 13 %, source: list, date: 2026-11-01}}\n";
    assert_eq!(
        Prices::new(vec![a]).of(&server(), 2),
        Prices::new(vec![yaml(same).0]).of(&server(), 2)
    );
    assert_eq!(
        Prices::new(vec![b]).of(&server(), 2),
        Prices::new(vec![yaml(same).0]).of(&server(), 2)
    );
}

fn server() -> haplan::catalog::Part {
    let mut part = haplan::catalog::Part::unknown(haplan::catalog::PartKind::Server);
    part.part_number = Some("S1".into());
    part
}

#[test]
fn what_is_wrong_with_a_csv_book_is_told_by_line_and_column() {
    let text = "\
部件号,目录价,币种,折扣,日期
A1,\"12,00\",CNY,,
A2,100,,,
A3,100,yuan,,
A4,100,CNY,35,
\"A\n5\",100,CNY,,2026-02-30
,100,CNY,,
A6,100,CNY,,,extra
a7,,CNY,,
A8,100,CNY,,
a8,100,CNY,,
";
    let (book, findings) = csv(text);
    let expected = [
        "2:4 bad-value \"12,00\"",
        "3:1 missing-key A2",
        "4:8 bad-value yuan",
        "5:12 bad-value 35",
        "7:13 bad-value 2026-02-30",
        "8:1 missing-key ",
        "9:14 bad-value extra",
        "10:1 missing-key a7",
        "12:1 duplicate-key a8",
    ];
    assert_eq!(told(text, &findings), expected);
    let parts: Vec<&str> = book.entries.iter().map(|it| it.part.as_str()).collect();
    assert_eq!(parts, ["a8"]);
    for (text, expected) in [
        ("", "1:1 missing-column "),
        ("price,currency\n", "1:1 missing-column price"),
        ("part number,prise,currency\n", "1:13 unknown-column prise"),
        ("部件号,目录价,price\n", "1:9 duplicate-key price"),
    ] {
        assert_eq!(told(text, &csv(text).1), [expected], "{text}");
    }
}

#[test]
fn what_is_wrong_with_a_yaml_book_is_told_by_line_and_column() {
    let text = "\
haplan: 1
kind: prices
tax: 130 %
prices:
  A1: {price: -5, currency: CNY}
  A2: {prise: 5, currency: CNY}
  A3: {price: 5.5, currency: CNY, discount: 0.35}
";
    let expected = [
        "3:6 bad-value 130 %",
        "5:15 bad-value -5",
        "6:8 unknown-key prise",
        "7:45 bad-value 0.35",
    ];
    assert_eq!(told(text, &yaml(text).1), expected);
    let text = "haplan: 1\nkind: prices\nprices:\n  A1: {price: 5}\n  B1: {}\n";
    assert_eq!(told(text, &yaml(text).1), ["4:3 missing-key A1", "5:3 missing-key B1"]);
}

fn haplan(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .args(args)
        .env_remove("LC_ALL")
        .env("LANG", "C")
        .output()
        .unwrap()
}

#[test]
fn the_program_refuses_what_is_no_price_book() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    for (name, text) in [
        ("t.yaml", DESIGN),
        ("bad.csv", "part number,price,currency\nA1,x,CNY\n"),
        ("bad.yaml", "haplan: 1\nkind: prices\nprices: 5\n"),
        ("rates.yaml", "haplan: 1\nkind: rates\n"),
        ("empty.yaml", ""),
        ("good.yaml", BOOK),
    ] {
        fs::write(at(name), text).unwrap();
    }
    fs::write(at("gbk.csv"), b"\xb2\xbf\xbc\xfe\xba\xc5,price\n").unwrap();
    let bom = |book: &str| haplan(&["bom", &at("t.yaml"), "--prices", &at(book)]);
    for (book, said) in [
        ("bad.csv", "bad.csv:2:4: error[bad-value]"),
        ("bad.yaml", "bad.yaml:3:9: error[wrong-type]"),
        ("rates.yaml", "rates.yaml:2:7: error[wrong-kind]: this file is no price book"),
        ("empty.yaml", "empty.yaml:1:1: error["),
        ("gbk.csv", "gbk.csv:1:1: error[encoding]"),
        ("none.csv", "none.csv:1:1: error[cannot-read]: there is no file"),
        ("t.yaml", "t.yaml:1:9: error[wrong-kind]"),
    ] {
        let output = bom(book);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{book}");
        assert!(errors.contains(said), "{book}: {errors}");
        assert!(output.stdout.is_empty(), "{book}");
    }
    assert_eq!(bom("good.yaml").status.code(), Some(0));
    let check = haplan(&["check", &at("good.yaml")]);
    let said = String::from_utf8_lossy(&check.stdout).into_owned();
    assert!(said.contains("kind prices, and a topology is needed"), "{said}");
}

#[test]
fn fields_are_chosen_by_their_keys() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("t.yaml").to_str().unwrap().to_owned();
    fs::write(&file, DESIGN).unwrap();
    let run = |args: &[&str]| haplan(&[&[args[0], &file], &args[1..]].concat());
    let output = run(&["bom", "-f", "csv", "--fields", "quantity,line,quantity,description"]);
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(text, "Qty,No.,Description\n3,1,Server\n2,2,\"'=1+1, pack of 4\"\n");
    for (args, said) in [
        (&["bom", "--fields", "quantiy"][..], "did you mean \"quantity\""),
        (&["bom", "--fields", "zzzzzzzz"], "there are line, parent"),
        (&["cables", "--fields", "a_prt"], "did you mean \"a_port\""),
        (&["bom", "--fields", "line", "-f", "json"], "the fields of json are fixed"),
        (&["cables", "--fields", "id", "-f", "netbox"], "the fields of netbox are fixed"),
        (&["bom", "-f", "netbox"], "bom has no format"),
    ] {
        let output = run(args);
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(errors.contains(said), "{args:?}: {errors}");
    }
}

#[test]
fn the_schema_takes_what_the_reader_takes() {
    for draft in schema::DRAFTS {
        let schema: serde_json::Value =
            serde_json::from_str(&schema::text("prices", draft)).unwrap();
        let validator = jsonschema::validator_for(&schema).unwrap();
        for (from, to) in [
            ("S1: ", "S1: "),
            ("\"12000.00\"", "12000.00"),
            ("\"12000.00\"", "\"12,000.00\""),
            ("\"12000.00\"", "-1"),
            ("\"12000.00\"", "1234567890123.0"),
            ("35 %", "6.5 折"),
            ("35 %", "65 折"),
            ("35 %", "0.35"),
            ("35 %", "100 %"),
            ("13 %", "101 %"),
            ("13 %", "13"),
            ("currency: CNY", "currency: yuan"),
            ("currency: CNY", "currency: 人民币"),
            ("2026-11-01", "2026-13-01"),
            ("discount", "discont"),
            ("prices:\n", "price:\n"),
        ] {
            let text = BOOK.replacen(from, to, 1);
            let value: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
            let value = serde_json::to_value(value).unwrap();
            let findings = yaml(&text).1;
            assert_eq!(validator.is_valid(&value), findings.is_empty(), "{to}: {findings:?}");
        }
    }
}
