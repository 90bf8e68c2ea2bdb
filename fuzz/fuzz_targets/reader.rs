//! Text to tree: every node lies within the text, and what is refused is refused with a finding.

#![no_main]

use haplan::source::{Source, Sources};
use haplan::yaml::{Kind, NodeId, Tree};
use libfuzzer_sys::fuzz_target;

fn walk(tree: &Tree, id: NodeId, text: &str, depth: usize, left: &mut usize) {
    assert!(depth <= 65, "deeper than the limit");
    if *left == 0 {
        return;
    }
    *left -= 1;
    let span = tree.span(id);
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?}");
    match tree.kind(id) {
        Kind::Scalar { .. } => {}
        Kind::Seq(items) => items.iter().for_each(|&it| walk(tree, it, text, depth + 1, left)),
        Kind::Map(pairs) => {
            for &(key, value) in pairs {
                walk(tree, key, text, depth + 1, left);
                walk(tree, value, text, depth + 1, left);
            }
        }
    }
}

fuzz_target!(|text: &str| {
    let mut sources = Sources::default();
    let id = sources.add(Source::new("fuzzed.yaml", text));
    let text = &sources.get(id).text;
    let mut findings = Vec::new();
    match Tree::parse(id, text, &Default::default(), &mut findings) {
        None => assert!(!findings.is_empty(), "refused without a word"),
        Some(tree) => walk(&tree, tree.root(), text, 0, &mut 100_000),
    }
    for label in findings.iter().flat_map(|it| &it.labels) {
        let (start, end) = (label.span.start as usize, label.span.end as usize);
        assert!(text.get(start..end).is_some(), "{label:?}");
    }
});
