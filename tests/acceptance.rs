//! The acceptance sheet: a test for each thing that can be pulled, with what must happen then.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use common::{golden, is_well_formed, part, read, references, short};
use haplan::facts::Effect;
use haplan::render;
use haplan::render::docx::{Block, document};
use haplan::sheet::acceptance::{Acceptance, Step, acceptance};
use haplan::sheet::faults::{Question, faults};
use haplan::sheet::table::Layout;
use haplan::topology::{ComponentKind, Topology};
use haplan::words::Lang;

fn topology(name: &str) -> Topology {
    references().into_iter().find(|it| it.name == name).unwrap().topology
}

fn step<'a>(sheet: &'a Acceptance, component: &str) -> &'a Step {
    sheet.steps.iter().find(|it| it.component == component).unwrap()
}

#[test]
fn s1_says_what_a_technician_does_and_what_must_happen() {
    let sheet = acceptance(&topology("s1-complete"));
    let server = step(&sheet, "db1");
    assert_eq!(
        server.action.text(Lang::En),
        "switch db1 off hard: hold its power button, or pull all its cords"
    );
    let [erp] = &server.expected[..] else { panic!("{server:#?}") };
    assert_eq!((erp.effect, erp.node.as_deref()), (Effect::Failover, Some("db2")));
    assert_eq!((erp.paths_before, erp.paths_after), (Some(2), Some(2)));
    assert_eq!(erp.takeover, Some(60));
    assert_eq!(
        server.rollback.text(Lang::En),
        "switch it on again; wait until there are 2 paths; then move the services back to their home"
    );
    let cable = step(&sheet, "db1:hba1/1--fc-a:0");
    assert_eq!(cable.action.text(Lang::En), "pull the cable at db1:hba1/1 (to fc-a:0)");
    let [erp] = &cable.expected[..] else { panic!("{cable:#?}") };
    assert_eq!((erp.effect, erp.node.as_deref()), (Effect::Degraded, Some("db1")));
    assert_eq!((erp.paths_before, erp.paths_after), (Some(2), Some(1)));
    assert_eq!(cable.rollback.text(Lang::En), "plug it in again; wait until there are 2 paths");
    let labelled = step(&sheet, "F-08").action.text(Lang::Zh);
    assert_eq!(labelled, "在 fc-b:3 处拔掉线缆 F-08（通向 msa:B0）");
    let card = step(&sheet, "db1/hba1").action.text(Lang::En);
    assert_eq!(card, "pull all cables of the card hba1 of db1 at once: hba1/1, hba1/2");
    // What clients come through has no cable in the file, and can be pulled all the same.
    let uplink = step(&sheet, "lan-1:24").action.text(Lang::En);
    assert_eq!(uplink, "pull what is plugged into lan-1:24");
    assert_eq!(sheet.steps.last().unwrap().component, "msa", "the worst comes last");
    assert!(sheet.steps.iter().all(|it| !it.component.starts_with("fabric:")));
    assert_eq!(sheet.logical, 2);
}

/// Each listed component has its test once, or is a port that is tried with its cable, or is logic.
#[test]
fn every_listed_component_is_tried_once_with_the_effect_of_its_fault() {
    for reference in references() {
        let topology = &reference.topology;
        let sheet = acceptance(topology);
        let services: Vec<_> = topology.service_ids().collect();
        let answers = faults(topology, &services, &Question::Order(1));
        let tried: BTreeSet<&str> = sheet.steps.iter().map(|it| &*it.component).collect();
        assert_eq!(tried.len(), sheet.steps.len(), "{}", reference.name);
        let (mut ports, mut logical) = (0, 0);
        for listed in &answers.components {
            if listed.logical {
                logical += 1;
                assert!(!tried.contains(&*listed.id), "{}", listed.id);
            } else if !tried.contains(&*listed.id) {
                let comp = topology.component(&listed.id).unwrap();
                let ComponentKind::Port(port) = topology[comp].kind else {
                    panic!("{}: {} is not tried", reference.name, listed.id)
                };
                let cable = &topology[topology[port].cable.unwrap()];
                assert!(cable.internal || tried.contains(topology.id(cable.comp)), "{}", listed.id);
                ports += 1;
            }
        }
        assert_eq!((ports, logical), (sheet.with_cable, sheet.logical), "{}", reference.name);
        for service in &answers.services {
            for (listed, row) in answers.every(service).filter(|(it, _)| tried.contains(&*it.id)) {
                let row = row.unwrap_or(&service.nominal);
                let step = step(&sheet, &listed.id);
                let expected = step.expected.iter().find(|it| it.services.contains(&service.name));
                let (effect, node, paths) = match expected {
                    Some(it) => (it.effect, &it.node, it.paths_after),
                    None => {
                        let nominal = &service.nominal;
                        (nominal.effect, &nominal.node, nominal.paths)
                    }
                };
                assert_eq!(
                    (effect, node, paths),
                    (row.effect, &row.node, row.paths),
                    "{}",
                    listed.id
                );
            }
        }
        let worst: Vec<Effect> =
            sheet.steps.iter().map(|it| it.worst.max(Effect::Degraded)).collect();
        assert!(worst.is_sorted(), "{}: worst effects last", reference.name);
        let numbers = sheet.steps.iter().map(|it| it.number as usize);
        assert!(numbers.eq(1..=sheet.steps.len()), "{}", reference.name);
        for lang in [Lang::En, Lang::Zh] {
            for layout in [Layout::Narrow, Layout::Print, Layout::Full] {
                let table = sheet.table(lang, layout);
                assert_eq!(table.lines().count(), sheet.steps.len());
            }
        }
    }
}

#[test]
fn what_endangers_data_stands_last_and_is_told_so() {
    let reference = references().into_iter().find(|it| it.name == "s1-complete").unwrap();
    let text = reference.text.replace("raid: raid10, drives: 8", "raid: raid0, drives: 8");
    let (topology, findings) = read("t", &text);
    assert!(findings.is_empty(), "{findings:#?}");
    let sheet = acceptance(&topology);
    let last = sheet.steps.last().unwrap();
    assert_eq!((last.component.as_str(), last.worst), ("msa/data/drive8", Effect::DataLoss));
    let text = render::table::table(&sheet.table(Lang::En, Layout::Narrow), 80);
    assert!(text.contains("\nDanger, data are lost: with test data only\n"), "{text}");
}

#[test]
fn goldens() {
    for it in references() {
        let (name, sheet) = (&it.name, acceptance(&it.topology));
        let text = render::table::table(&sheet.table(Lang::En, Layout::Narrow), 80);
        golden(&format!("{name}.tests.en.txt"), &short(&text));
        let print = sheet.table(Lang::Zh, Layout::Print);
        golden(&format!("{name}.tests.zh.md"), &short(&render::markdown::table(&print)));
    }
    let sheet = acceptance(&topology("s1-complete"));
    golden("s1-complete.tests.json", &render::json::acceptance(&sheet));
    let csv = render::csv::table(&sheet.table(Lang::Zh, Layout::Full), Default::default());
    golden("s1-complete.tests.zh.csv", &csv);
    // The large one by what matters: where it begins, and what moves and stops.
    let sheet = acceptance(&topology("edge-core-200"));
    let csv = render::csv::table(&sheet.table(Lang::En, Layout::Full), Default::default());
    let lines: Vec<&str> = csv.lines().collect();
    let shown = [&lines[..12], &lines[lines.len() - 8..]].concat();
    golden("edge-core-200.tests.en.csv", &shown.join("\n"));
}

#[test]
fn docx_is_the_same_each_time_and_holds_every_cell() {
    for name in ["s1-complete", "stretched-pair"] {
        let table = acceptance(&topology(name)).table(Lang::Zh, Layout::Print);
        let blocks = || [Block::Title(table.title.clone()), Block::Table(table.clone())];
        let bytes = document(&table.title, &blocks(), Lang::Zh).unwrap();
        assert!(bytes == document(&table.title, &blocks(), Lang::Zh).unwrap());
        let body = part(&bytes, "word/document.xml");
        for part_of in ["[Content_Types].xml", "_rels/.rels", "word/styles.xml", "word/footer1.xml"]
        {
            assert!(is_well_formed(&part(&bytes, part_of)), "{part_of}");
        }
        assert!(is_well_formed(&body));
        let cells: Vec<&str> = body
            .split("<w:t xml:space=\"preserve\">")
            .skip(1)
            .map(|it| it.split_once("</w:t>").unwrap().0)
            .collect();
        for (_, line) in table.lines() {
            for cell in line {
                let text = cell.text();
                assert!(cells.contains(&text.as_str()), "{text}");
            }
        }
        assert_eq!(body.matches("<w:tblHeader/>").count(), 1, "headings again on every page");
    }
}

#[test]
fn names_that_xml_minds_survive_in_docx() {
    let hostile = "a<b>&\"c\"\u{1}\u{fffe}\n]]>中文";
    let blocks = [
        Block::Heading(hostile.to_owned()),
        Block::Text(hostile.to_owned()),
        Block::Bullet(hostile.to_owned()),
        Block::Signatures(vec![hostile.to_owned()]),
        Block::PageBreak,
    ];
    let bytes = document(hostile, &blocks, Lang::En).unwrap();
    let body = part(&bytes, "word/document.xml");
    assert!(is_well_formed(&body));
    assert_eq!(body.matches("a&lt;b&gt;&amp;&quot;c&quot; ]]&gt;中文").count(), 4);
}
