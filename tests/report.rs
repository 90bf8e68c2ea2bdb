//! `haplan report`: the story of a design, and the page and the document that hold it.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use common::{golden, haplan, is_well_formed, part, read, references};
use haplan::sheet::cabling::cabling;
use haplan::sheet::story::story;
use haplan::topology::Topology;
use haplan::words::Lang;

fn told(topology: &Topology, lang: Lang) -> String {
    story(topology).iter().map(|it| it.text(lang) + "\n").collect()
}

#[test]
fn stories_of_the_references() {
    for it in references() {
        golden(&format!("{}.story.en.txt", it.name), &told(&it.topology, Lang::En));
        golden(&format!("{}.story.zh.txt", it.name), &told(&it.topology, Lang::Zh));
    }
}

/// By the answers worked out by hand: a sentence that something stops a service stands where something does.
#[test]
fn a_story_says_what_the_answer_says() {
    let mut stopped = 0;
    for it in references() {
        let services = it.answer["services"].as_mapping().unwrap();
        let single = services.values().any(|service| {
            service["single_points"].as_sequence().is_some_and(|list| !list.is_empty())
        });
        let text = told(&it.topology, Lang::En);
        assert_eq!(single, !text.contains("No single fault stops a service."), "{}", it.name);
        stopped += usize::from(single);
    }
    assert!(stopped > 2);
    let all = references();
    let of = |name: &str| told(&all.iter().find(|it| it.name == name).unwrap().topology, Lang::En);
    assert!(of("s1-complete").contains("stops until repair when one of these fails: array msa.\n"));
    assert!(of("s2").contains("reached over FC through"));
    assert!(of("s4").contains("cabled straight to the servers over SAS"));
    assert!(of("m2").contains("mutual takeover") && of("m3").contains("dual-active"));
    assert!(of("i2").contains("there is no shared storage"));
}

#[test]
fn a_design_without_services_promises_nothing() {
    let (topology, _) = read("bare", "haplan: 1\nservers: {a: {model: generic/server}}\n");
    assert_eq!(told(&topology, Lang::Zh), "文件没有写明服务，因此没有可供判断的对象。\n");
}

#[test]
fn page_and_document_hold_story_drawing_and_every_cable() {
    let folder = tempfile::tempdir().unwrap();
    for it in references() {
        let file = format!("topologies/{}/topology.yaml", it.name);
        let [page, document] = ["html", "docx"].map(|form| {
            let path = folder.path().join(&it.name).with_extension(form);
            path.to_str().unwrap().to_owned()
        });
        let run = || {
            let args = ["report", &file, "-o", &page, "-o", &document, "--today", "2026-11-22"];
            assert!(haplan(&args).status.code().is_some_and(|it| it < 2), "{file}");
            (std::fs::read_to_string(&page).unwrap(), std::fs::read(&document).unwrap())
        };
        let (html, docx) = run();
        assert!(run() == (html.clone(), docx.clone()), "{file} differs from run to run");
        assert!(!html.contains("src=") && !html.contains("href="), "the page fetches something");
        let body = part(&docx, "word/document.xml");
        assert!(is_well_formed(&body), "{file}");
        let ids: Vec<&str> =
            body.split(" id=\"").skip(1).filter_map(|it| it.split('"').next()).collect();
        assert_eq!(
            ids.iter().collect::<BTreeSet<_>>().len(),
            ids.len(),
            "{file}: numbers of shapes"
        );
        assert!(body.matches("<wps:wsp>").count() > 20 && html.contains("<svg"), "{file}");
        for sentence in story(&it.topology) {
            let text = sentence.text(Lang::En);
            assert!(html.contains(&text) && body.contains(&text), "{file}: {text}");
        }
        for row in
            cabling(&it.topology).table(Lang::En, haplan::sheet::table::Layout::Narrow).lines()
        {
            let first = row.1[0].text();
            assert!(html.contains(&first) && body.contains(&first), "{file}: {first}");
        }
    }
}

#[test]
fn one_document_holds_one_design() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("all.docx");
    let run = haplan(&["report", "topologies", "-o", path.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2));
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(said.contains("holds one design, and there are"), "{said}");
    assert!(!path.exists());
}
