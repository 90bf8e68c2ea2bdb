//! The whole way, from text to every form of the answer.

#![no_main]

use haplan::catalog::Catalog;
use haplan::finding::Severity;
use haplan::render::json::CheckDocument;
use haplan::render::{check_text, concise, github, json, junit, pull_request, sarif};
use haplan::report::{Beside, FileReport, Report, Settings, ignores};
use haplan::source::{Source, Sources};
use haplan::words::Lang;
use haplan::yaml::values::Date;
use haplan::{spec, topology, yaml};
use libfuzzer_sys::fuzz_target;

// A small file may stand for a design that takes minutes to judge, and is then no fault of the program:
// names are bounded as a large design is.
const NAMES: u64 = 500;

thread_local! {
    static CATALOG: std::cell::RefCell<Catalog> = std::cell::RefCell::default();
}

fuzz_target!(|text: &str| {
    let today = Date { year: 2026, month: 11, day: 22 };
    let mut sources = Sources::default();
    let id = sources.add(Source::new("fuzzed.yaml", text));
    let text = &sources.get(id).text;
    let mut findings = Vec::new();
    let limits = topology::Limits { names: NAMES };
    let built = CATALOG.with_borrow_mut(|catalog| {
        let tree = yaml::Tree::parse(id, text, &Default::default(), &mut findings)?;
        let spec = spec::read(&tree, &mut findings)?;
        Some(topology::build(&spec, "fuzzed", catalog, limits, &mut findings))
    });
    for label in findings.iter().flat_map(|it| &it.labels) {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(text.get(start..end).is_some(), "{label:?}");
    }
    let sound = findings.iter().all(|it| it.severity != Severity::Error);
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let file = match built.filter(|_| sound) {
        Some(topology) => {
            let ignores = ignores(&sources, &Default::default());
            let beside = Beside { ignores: &ignores, levels: None };
            FileReport::judged("fuzzed.yaml".to_owned(), &topology, &beside, &settings)
        }
        None => {
            assert!(!findings.is_empty(), "refused without a word");
            FileReport::invalid("fuzzed.yaml".to_owned(), findings)
        }
    };
    let report = Report { files: vec![file] };
    let detail = check_text::Detail { quiet: false, verbose: true };
    for (lang, color) in [(Lang::En, false), (Lang::Zh, true)] {
        assert!(!check_text::render(&report, &sources, color, lang, detail).is_empty());
        concise::render(&report, &sources, lang);
        let document = CheckDocument::new(&report, &sources, today, lang);
        for form in [github::render, junit::render, pull_request::render] {
            form(&document, lang);
        }
        let sarif = sarif::render(&document, lang);
        assert!(serde_json::from_str::<serde_json::Value>(&sarif).is_ok(), "no JSON");
    }
    let json = json::check(&report, &sources, today);
    assert!(json::read(&json).is_ok(), "no document");
});
