//! What the benches share.

use haplan::catalog::Catalog;
use haplan::source::{Source, SourceId};
use haplan::topology::Topology;
use haplan::{spec, topology, yaml};

/// Reads a topology without a word against it.
pub fn read(name: &str, text: &str) -> Topology {
    let mut findings = Vec::new();
    let source = Source::new(name, text);
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings)
        .expect("a tree");
    let spec = spec::read(&tree, &mut findings).expect("a topology");
    let mut catalog = Catalog::default();
    let topology =
        topology::build(&spec, name, &mut catalog, topology::Limits::default(), &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    topology
}
