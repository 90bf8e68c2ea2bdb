//! Designs side by side: what the brief of the eight designs comes to, prices, what differs, what is dominated.
#![cfg(test)]

mod common;

use std::fs;
use std::path::Path;

use common::{golden, haplan, read};
use haplan::facts::Effect;
use haplan::sheet::comparison::{self, Comparison, View};
use haplan::sheet::cost::Cost;
use haplan::sheet::scorecard::{Value, card};
use haplan::sheet::table::Layout;
use haplan::words::Lang;
use serde_json::Value as Json;

const BRIEF: &str = "topologies/two-node-brief/brief.yaml";
const BOOK: &str = "topologies/two-node-brief/prices.yaml";

fn printed(args: &[&str]) -> String {
    let run = haplan(args);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    String::from_utf8(run.stdout).unwrap()
}

fn json(args: &[&str]) -> Json {
    serde_json::from_str(&printed(&[&["compare", "-f", "json"], args].concat())).unwrap()
}

fn of<'d>(document: &'d Json, name: &str) -> &'d Json {
    let designs = document["designs"].as_array().unwrap();
    designs.iter().find(|it| it["name"] == name).unwrap()
}

/// The value of a fact of the scorecard, with that of which it is a part.
fn fact(design: &Json, wanted: &str) -> (Json, Json) {
    let facts = design["traits"].as_array().unwrap();
    let it = facts.iter().find(|it| it["fact"] == wanted).unwrap();
    (it["value"].clone(), it["of"].clone())
}

/// The story of the brief; every figure here was counted by hand in `brief.yaml` and `prices.yaml`.
#[test]
fn the_brief_tells_its_story() {
    let all = json(&[BRIEF]);
    let s = |name: &str| of(&all, name);
    assert!(s("s2")["single_points"].as_array().unwrap().contains(&"fc-a".into()));
    assert_eq!(s("s3")["ports_left"], 0);
    for figure in ["parts", "cables"] {
        assert!(s("s4")[figure].as_u64() < s("s1")[figure].as_u64(), "{figure}");
    }
    // Without the cluster software: SAS 2 x (20000 + 2 x 1500 + 2000) + 30000 + 9 x 3000, and so on. The one
    // order: mirrored, SAS, iSCSI on small servers, iSCSI on large ones, Fibre Channel with fewer switches first.
    let designs = all["designs"].as_array().unwrap();
    let mut order: Vec<(u64, &str)> = designs
        .iter()
        .map(|it| (it["price_order"].as_u64().unwrap(), it["name"].as_str().unwrap()))
        .collect();
    order.sort_unstable();
    let names: Vec<&str> = order.iter().map(|it| it.1).collect();
    assert_eq!(names, ["mirror", "s4", "s6", "s5", "s3", "s2", "s1", "s1-two-cards"]);
    assert_eq!(s("s1")["currency"], "CNY");
    // Two controllers with two ports of 4 Gbit/s, of which those of the owner serve; a lost switch takes half.
    assert_eq!(s("s3")["ports_left"], 0);
    assert_eq!(s("s1")["array_bandwidth_gbps"], 8.0);
    assert_eq!(s("s1")["array_bandwidth_after_one_fault_gbps"], 4.0);
    assert_eq!(s("s5")["array_bandwidth_gbps"], 2.0);
    // How many lanes a SAS port has is not known; there is no storage network at all beside it.
    assert!(s("s4")["array_bandwidth_gbps"].is_null() && s("mirror")["bandwidth_gbps"].is_null());
    assert!(designs.iter().all(|it| it["availability"].is_null()));
    assert_eq!(s("s1")["existing"], serde_json::json!(["lan-1", "lan-2"]));
    assert_eq!(s("mirror")["existing"], serde_json::json!(["arbiter", "lan-1", "lan-2"]));
    // No figure of any other is beaten in all of these.
    assert!(designs.iter().all(|it| it["dominated_by"].as_array().unwrap().is_empty()));

    // Twelve bays, ten drives and a spare; four processors or two, of which the service takes two.
    assert_eq!(fact(s("s1"), "free_array_bays"), (1.into(), 12.into()));
    assert_eq!(fact(s("s1"), "spare_drives").0, 1);
    assert_eq!(fact(s("s1"), "cpus_after_takeover"), (2.into(), 4.into()));
    assert_eq!(fact(s("s4"), "cpus_after_takeover"), (2.into(), 2.into()));
    assert_eq!(
        fact(s("s1"), "memory_after_takeover"),
        ((32_u64 << 30).into(), (64_u64 << 30).into())
    );
    // Servers and array have two supplies, the four switches one each.
    assert_eq!(fact(s("s1"), "spare_supplies"), (3.into(), 7.into()));
    assert_eq!(fact(s("s1"), "remote_management"), (0.into(), 2.into()));
    assert_eq!(fact(s("mirror"), "second_controllers"), (Json::Null, Json::Null));
    assert_eq!(fact(s("s1"), "worst_effect").0, "outage");
    assert!(all["differences"].as_array().unwrap().contains(&"scalability.ports_left".into()));
    assert!(!all["differences"].as_array().unwrap().contains(&"availability".into()));
}

#[test]
fn prices_and_their_order_are_shown_with_a_book_only() {
    let files = ["topologies/s3/topology.yaml", "topologies/s4/topology.yaml"];
    for form in ["text", "markdown", "html", "csv"] {
        let without = printed(&[&["compare", "-f", form, "--lang", "en"], &files[..]].concat());
        assert!(!without.contains("order by price") && !without.contains("CNY"), "{without}");
        let with =
            [&["compare", "-f", form, "--lang", "en", "--prices", BOOK], &files[..]].concat();
        let with = printed(&with);
        assert!(with.contains("order by price") || form == "text", "{with}");
        assert!(with.contains("260000.00 CNY") && with.contains("153000.00 CNY"), "{with}");
    }
    let without = json(&files);
    let with = json(&[&["--prices", BOOK], &files[..]].concat());
    let prices = |it: &Json| {
        let designs = it["designs"].as_array().unwrap();
        designs.iter().map(|it| (it["cost"].clone(), it["price_order"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(prices(&without), vec![(Json::Null, Json::Null); 2]);
    assert_eq!(prices(&with), [("260000.00".into(), 2.into()), ("153000.00".into(), 1.into())]);

    // A later book goes over that of the brief; what has no price leaves the sum open and is named.
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book.yaml");
    let text = "haplan: 1\nkind: prices\ncurrency: CNY\nprices:\n  hp/msa2012sa: {price: 30001}\n";
    fs::write(&book, text).unwrap();
    let book = book.to_str().unwrap();
    assert_eq!(of(&json(&[BRIEF, "--prices", book]), "s4")["cost"], "153001.00");
    let part = json(&["topologies/s4/topology.yaml", "--prices", book]);
    let s4 = &part["designs"][0];
    assert!(s4["cost"].is_null() && s4["price_order"].is_null());
    let missing = s4["without_price"].as_array().unwrap();
    assert!(missing.contains(&"ProLiant DL380 G5".into()), "{missing:?}");

    let none = haplan(&["compare", files[0], "--prices", "none.yaml"]);
    assert_eq!(none.status.code(), Some(2));
}

/// A design with two servers, an array and as much of a fabric as asked for.
fn pair(name: &str, second_card: bool, switches: u32) -> comparison::Design {
    let switch = |number| format!("  fc-{number}: {{model: generic/fc-switch-24}}\n");
    let fabric: String = (1..=switches).map(switch).collect();
    let mut text = format!(
        "haplan: 1\nname: {name}\nservers:\n  db[1-2]:\n    model: generic/server\n    cpus: 2\n    adapters:\n      hba[1-2]: {{model: generic/fc-hba-1}}\n\
         switches:\n{fabric}arrays:\n  msa: {{model: generic/fc-array, volumes: {{data: {{owner: A}}}}}}\n\
         clusters: {{ha: {{nodes: [db1, db2], mode: active-standby}}}}\n\
         services: {{erp: {{cluster: ha, home: db1, volumes: [\"msa:data\"]}}}}\nlinks:\n"
    );
    for (at, controller) in ["A", "B"].into_iter().enumerate() {
        let switch = 1 + at as u32 % switches;
        text.push_str(&format!("  - msa:{controller}0 -- fc-{switch}:{}\n", 20 + at));
        for server in 1..=2 {
            if at == 0 || second_card {
                let card = at + 1;
                let port = 2 * at + server;
                text.push_str(&format!("  - db{server}:hba{card}/1 -- fc-{switch}:{port}\n"));
            }
        }
    }
    let (topology, findings) = read(name, &text);
    assert!(findings.is_empty(), "{findings:#?}\n{text}");
    comparison::design(&topology)
}

#[test]
fn a_design_that_is_no_better_in_anything_is_dominated() {
    let (one, two) = (pair("one", true, 1), pair("two", true, 1));
    let names = |designs: Vec<comparison::Design>| Comparison::new(designs).dominated_by;
    let nobody = || vec![Vec::<String>::new(); 2];
    // Alike in everything: none is the better one.
    assert_eq!(names(vec![one.clone(), two.clone()]), nobody());
    // Better in one thing, worse in none.
    let mut worse = two.clone();
    worse.takeover_only.push("x".to_owned());
    assert_eq!(names(vec![one.clone(), worse.clone()]), [vec![], vec!["one".to_owned()]]);
    // Worse in one, better in another.
    worse.ports_left += 1;
    assert_eq!(names(vec![one.clone(), worse]), nobody());
    // More is needed for the same.
    let mut dearer = two.clone();
    dearer.cables += 1;
    assert_eq!(names(vec![one.clone(), dearer]), [vec![], vec!["one".to_owned()]]);
    // What is not known may be anything.
    for which in 0..2 {
        let mut designs = vec![one.clone(), two.clone()];
        designs[1].worst = Effect::DataLoss;
        designs[which].bandwidth_after = None;
        assert_eq!(names(designs), nobody());
    }
    // A larger server is not dominated by a smaller one.
    let (mut small, mut large) = (one, two);
    let load = |have| Value::Cpus(haplan::facts::Load { need: 1, have });
    (small.traits.cpus, large.traits.cpus) = (load(2), load(4));
    large.parts += 1;
    assert_eq!(names(vec![small.clone(), large.clone()]), nobody());
    large.traits.cpus = load(2);
    assert_eq!(names(vec![small, large]), [vec![], vec!["one".to_owned()]]);
}

#[test]
fn two_paths_dominate_one_on_the_same_switch() {
    let designs = vec![pair("a", true, 1), pair("b", false, 1)];
    assert!(designs[0].paths > designs[1].paths);
    // The second card's cables are its price: neither dominates.
    assert_eq!(Comparison::new(designs).dominated_by, [Vec::<String>::new(), vec![]]);
}

#[test]
fn only_what_differs_is_marked_and_shown() {
    let alike = Comparison::new(vec![pair("a", true, 2), pair("b", true, 2)]);
    let rows = |comparison: &Comparison, layout, differences| {
        let tables = comparison.tables(View { lang: Lang::En, layout, differences });
        tables.iter().map(|it| it.rows.len()).sum::<usize>()
    };
    assert!(alike.differences().is_empty());
    assert_eq!(rows(&alike, Layout::Print, true), 0);
    let unlike = Comparison::new(vec![pair("a", true, 2), pair("b", true, 1)]);
    // One switch instead of two: a single point, and half of the ports.
    let differ = unlike.differences();
    for key in ["single_points", "single_point_names", "switches", "ports_left", "parts"] {
        assert!(differ.contains(&key.to_owned()), "{key}: {differ:?}");
    }
    for key in ["protocol", "cables", "availability", "watts", "scalability.free_slots"] {
        assert!(!differ.contains(&key.to_owned()), "{key}");
    }
    let full = unlike.tables(View { lang: Lang::En, layout: Layout::Full, differences: false });
    assert_eq!(full[0].marked.len(), differ.len());
    assert_eq!(rows(&unlike, Layout::Full, true), differ.len());
    assert!(rows(&unlike, Layout::Full, false) > differ.len());
    // One design differs from nothing.
    assert!(Comparison::new(vec![pair("a", true, 1)]).differences().is_empty());
}

#[test]
fn the_card_holds_facts_and_no_marks() {
    let facts = card(&pair("a", true, 2));
    let value = |key: &str| facts.iter().find(|it| it.key == key).unwrap().value;
    // No service says what it takes, so that nobody knows how much is left.
    assert_eq!(value("cpus_after_takeover"), Value::Unknown);
    assert_eq!(value("spare_drives"), Value::Nothing);
    assert_eq!(value("second_controllers"), Value::Of(1, 1));
    assert_eq!(value("remote_management"), Value::Of(0, 2));
    assert_eq!(value("worst_effect"), Value::Effect(Effect::Outage));
}

#[test]
fn every_form_is_written_and_begins_as_it_should() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let names = ["c.txt", "c.md", "c.csv", "c.xlsx", "c.json", "c.html"].map(path);
    let mut args = vec!["compare", BRIEF, "--lang", "zh"];
    for name in &names {
        args.extend(["-o", name]);
    }
    printed(&args);
    let bytes = |name: &str| fs::read(Path::new(name)).unwrap();
    assert!(bytes(&names[3]).starts_with(b"PK"));
    let page = String::from_utf8(bytes(&names[5])).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("size:A4 landscape"));
    assert!(page.contains("<tr class=\"differs\"><td class=\"left\">协议</td>"), "{page}");
    assert!(page.contains("方案特性") && page.contains("<h2>方案概述：s4（"), "{page}");
    assert!(!page.contains("http"), "nothing is fetched");
    let again = printed(&["compare", BRIEF, "--lang", "zh", "-f", "html"]);
    assert_eq!(again, page, "the same bytes twice");
    let wrong = haplan(&["compare", BRIEF, "-f", "docx"]);
    assert_eq!(wrong.status.code(), Some(2));
}

#[test]
fn goldens() {
    for (form, extension) in [("text", "txt"), ("markdown", "md"), ("csv", "csv")] {
        for lang in ["en", "zh"] {
            let text = printed(&["compare", BRIEF, "-f", form, "--lang", lang]);
            golden(&format!("brief.compare.{lang}.{extension}"), &text);
        }
    }
    golden("brief.compare.json", &printed(&["compare", BRIEF, "-f", "json"]));
    let text = printed(&["compare", BRIEF, "--differences", "-f", "markdown", "--lang", "en"]);
    golden("brief.compare.differences.en.md", &text);
}

/// A price is a sum over the parts list, and says what is not in it.
#[test]
fn what_is_not_in_the_price_is_said() {
    let text = printed(&["compare", BRIEF, "--lang", "en", "-f", "markdown"]);
    assert!(text.contains("no product is chosen yet are in no price: s1 (13)"), "{text}");
    assert!(text.contains("prices from: illustrative figure, no real price"), "{text}");
    assert_eq!(Cost::default().sum(), None);
}

/// Where no variant can be built, that is what is said, and not that a file is wanted; an extension counts in capitals.
#[test]
fn a_brief_that_comes_to_nothing_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(BRIEF).unwrap();
    let start = text.find("variants:").unwrap();
    let text = text[..start].replace("hp/msa2012fc, hp/msa2012sa, hp/msa2012i", "");
    let path = folder.path().join("b.yaml");
    fs::write(&path, format!("{text}variants: [fc-direct]\n")).unwrap();
    let run = haplan(&["compare", path.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2), "{run:?}");
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("no variant can be built") && !said.contains("init"), "{said}");
    let to = folder.path().join("C.MD");
    printed(&["compare", BRIEF, "-o", to.to_str().unwrap()]);
    assert!(fs::read_to_string(to).unwrap().starts_with("## "));
}

/// Two designs of one name are told apart by their files, also in JSON.
#[test]
fn designs_of_one_name_are_told_apart() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.yaml");
    let file = "topologies/s2/topology.yaml";
    fs::copy(file, &other).unwrap();
    let other = other.to_str().unwrap();
    let both = json(&[file, other]);
    let names: Vec<&str> =
        both["designs"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(names, [format!("s2 ({file})"), format!("s2 ({other})")]);
    // Nothing differs: one table says so, and no empty one follows.
    let text = printed(&["compare", file, other, "--differences"]);
    assert!(text.contains("differ in none") && !text.contains("Scorecard"), "{text}");
    assert_eq!(json(&[file])["designs"][0]["name"], "s2");
}
