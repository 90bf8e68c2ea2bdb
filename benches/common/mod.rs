//! What the benches share.

use std::time::{Duration, Instant};

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

/// Least, median and most of so many runs, in milliseconds.
pub fn times(rounds: usize, mut run: impl FnMut()) -> String {
    run();
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    let ms = |time: Duration| time.as_secs_f64() * 1e3;
    let (least, most) = (ms(times[0]), ms(times[rounds - 1]));
    format!("{:8.1}  ({least:.1} to {most:.1})", ms(times[rounds / 2]))
}
