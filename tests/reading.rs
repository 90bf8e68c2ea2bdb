//! Every reference topology is read without a word.

use std::fs;
use std::path::Path;

use haplan::catalog::Catalog;
use haplan::source::{Source, SourceId};
use haplan::topology::{self, Topology};
use haplan::{spec, yaml};

fn read(name: &str, text: &str) -> (Topology, Vec<haplan::finding::Finding>) {
    let source = Source::new(name, text);
    let mut findings = Vec::new();
    let tree =
        yaml::Tree::parse(SourceId::default(), &source.text, &Default::default(), &mut findings);
    let spec = tree.and_then(|tree| spec::read(&tree, &mut findings)).unwrap_or_default();
    let mut catalog = Catalog::default();
    let topology = topology::build(&spec, name, &mut catalog, Default::default(), &mut findings);
    (topology, findings)
}

#[test]
fn reference_topologies_are_sound() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("topologies");
    let mut seen = 0;
    for folder in fs::read_dir(root).unwrap() {
        let file = folder.unwrap().path().join("topology.yaml");
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let (topology, findings) = read(&file.display().to_string(), &text);
        assert!(findings.is_empty(), "{}: {findings:#?}", file.display());
        if topology.name == "s1-complete" {
            // model.md: 79 components that are counted, and two logical ones.
            assert_eq!(topology.components.len(), 79 + 2);
            assert_eq!(topology.component("fc-b:3 -- msa:B0"), topology.component("F-08"));
        }
        seen += 1;
    }
    assert!(seen >= 6);
}
