//! Text to records: what cannot be read is reported at a place that exists, in words of both languages.

#![no_main]

use haplan::source::{Source, Sources};
use haplan::words::Lang;
use haplan::{spec, yaml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("fuzzed.yaml", text));
    let text = &sources.get(id).text;
    let mut findings = Vec::new();
    if let Some(tree) = yaml::Tree::parse(id, text, &Default::default(), &mut findings) {
        let sound = findings.is_empty();
        let topology = spec::read(&tree, &mut findings);
        assert!(topology.is_some() || !findings.is_empty(), "refused without a word");
        if sound && topology.is_some() && findings.is_empty() {
            assert!(spec::kind_of(&tree).is_some(), "without a version");
        }
        spec::read_catalogue(&tree, &mut Vec::new());
        spec::includes_of(&tree);
    }
    for finding in findings.iter().take(100) {
        for label in &finding.labels {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            assert!(text.get(start..end).is_some(), "{label:?}");
        }
        let (en, zh) = (finding.message.text(Lang::En), finding.message.text(Lang::Zh));
        assert!(!en.is_empty() && !zh.is_empty());
    }
});
