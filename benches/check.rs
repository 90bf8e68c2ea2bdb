//! The whole of `check` on a large file beside the time that `serde_yaml` takes to parse the same text.
//!
//! `cargo bench --bench check [SERVERS]`: both in turn, medians and their ratio. The file is long form: every
//! server, cable and service written out, two fabrics, two feeds.
#![expect(clippy::print_stdout, clippy::expect_used, reason = "a program of its own")]

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use haplan::catalog::Catalog;
use haplan::finding::Severity;
use haplan::report::{FileReport, Settings};
use haplan::source::{Source, SourceId};
use haplan::yaml::values::Date;
use haplan::{spec, topology, yaml};

/// A design of dual-homed servers with one service each, written out in full.
fn long_form(servers: usize) -> String {
    let per_switch = 500;
    let edges = servers.div_ceil(per_switch);
    let mut text = String::from("haplan: 1\nname: large\nparts:\n");
    let part = "  site/lan: {kind: switch, ports: [{names: \"[1-1100]\", protocol: ethernet, speeds: [1]}], psus: {count: 2, needed: 1}}\n  \
        site/server: {kind: server, ports: [{names: \"nic[1-2]\", protocol: ethernet, speeds: [1]}, {names: [ilo], protocol: ethernet, speeds: [1], role: bmc}], psus: {count: 2, needed: 1}}\n  \
        site/hba: {kind: adapter, ports: [{names: [\"1\"], protocol: fc, speeds: [16, 8]}]}\n  \
        site/switch: {kind: switch, ports: [{names: \"[0-599]\", protocol: fc, speeds: [16, 8]}], psus: {count: 2, needed: 1}}\n  \
        site/array: {kind: array, controllers: {A: {ports: [{names: \"A[0-199]\", protocol: fc, speeds: [16]}]}, B: {ports: [{names: \"B[0-199]\", protocol: fc, speeds: [16]}]}}, access: alua, controller_failover: true, psus: {count: 2, needed: 1}}\n";
    text.push_str(part);
    text.push_str("servers:\n");
    for i in 0..servers {
        let _ = write!(
            text,
            "  srv{i:05}:\n    model: site/server\n    cpus: 2\n    memory: 256 GiB\n    adapters:\n      hba1:\n        model: site/hba\n        slot: 1\n      hba2:\n        model: site/hba\n        slot: 2\n    drives:\n      - model: generic/drive\n        count: 2\n        raid: raid1\n        use: system\n    power:\n      psu1: pdu-a\n      psu2: pdu-b\n    rack:\n      in: R{}\n      unit: {}\n",
            i / 20,
            1 + 2 * (i % 20)
        );
    }
    text.push_str("switches:\n");
    for fabric in ["a", "b"] {
        for edge in 0..edges {
            let _ = writeln!(
                text,
                "  fc-{fabric}{edge}: {{model: site/switch, fabric: {fabric}, power: {{psu1: pdu-a, psu2: pdu-b}}}}"
            );
        }
    }
    for edge in 0..edges {
        for side in ["a", "b", "mgmt"] {
            let _ = writeln!(
                text,
                "  lan-{side}{edge}: {{model: site/lan, existing: true, power: {{psu1: pdu-a, psu2: pdu-b}}}}"
            );
        }
    }
    text.push_str("arrays:\n  arr:\n    model: site/array\n    power: {psu1: pdu-a, psu2: pdu-b}\n    volumes:\n");
    for i in 0..servers {
        let _ = writeln!(
            text,
            "      vol{i:05}:\n        owner: {}\n      log{i:05}:\n        owner: {}",
            ["A", "B"][i % 2],
            ["B", "A"][i % 2]
        );
    }
    text.push_str("power:\n  feed-1: {kind: feed}\n  feed-2: {kind: feed}\n  pdu-a: {kind: pdu, feed: feed-1}\n  pdu-b: {kind: pdu, feed: feed-2}\nracks:\n");
    for rack in 0..servers.div_ceil(20) {
        let _ = writeln!(text, "  R{rack}: {{units: 42}}");
    }
    text.push_str("networks:\n  mgmt: {role: management}\n");
    for edge in 0..edges {
        let _ = writeln!(
            text,
            "  office-{edge}: {{role: clients, uplinks: [\"lan-a{edge}:1100\", \"lan-b{edge}:1100\"]}}"
        );
    }
    text.push_str("links:\n");
    for i in 0..servers {
        let (edge, port) = (i / per_switch, i % per_switch);
        for (card, fabric) in [(1, "a"), (2, "b")] {
            let _ = write!(
                text,
                "  - link: \"srv{i:05}:hba{card}/1 -- fc-{fabric}{edge}:{port}\"\n    cable: generic/fc-lc-lc-om3\n    length: 10 m\n    label: \"F-{fabric}-{i:05}\"\n"
            );
        }
        let _ = write!(
            text,
            "  - link: \"srv{i:05}:ilo -- lan-mgmt{edge}:{}\"\n    cable: generic/cat6\n    length: 5 m\n    label: \"M-{i:05}\"\n    network: mgmt\n",
            port + 1
        );
        for (nic, side) in [(1, "a"), (2, "b")] {
            let _ = write!(
                text,
                "  - link: \"srv{i:05}:nic{nic} -- lan-{side}{edge}:{}\"\n    cable: generic/cat6\n    length: 5 m\n    label: \"E-{side}-{i:05}\"\n    network:\n      - office-{edge}\n",
                port + 1
            );
        }
    }
    for (fabric, controllers) in [("a", ["A", "B"]), ("b", ["B", "A"])] {
        for edge in 0..edges {
            for (k, controller) in controllers.iter().enumerate() {
                let shift = if fabric == "a" { 0 } else { 100 };
                let _ = writeln!(
                    text,
                    "  - arr:{controller}{} -- fc-{fabric}{edge}:{}",
                    edge + shift,
                    590 + k
                );
            }
        }
    }
    text.push_str("services:\n");
    for i in 0..servers {
        let edge = i / per_switch;
        for (service, volume) in [("app", "vol"), ("log", "log")] {
            let _ = write!(
                text,
                "  {service}{i:05}:\n    home: srv{i:05}\n    volumes:\n      - \"arr:{volume}{i:05}\"\n    clients: office-{edge}\n    vip: 10.{}.{}.{}\n    load:\n      cpus: 1\n      memory: 64 GiB\n",
                i / 65536,
                i / 256 % 256,
                i % 256
            );
        }
    }
    text
}

fn check(
    text: String,
    phases: &mut Vec<(&'static str, Duration)>,
    components: &mut usize,
) -> usize {
    let mut last = Instant::now();
    let mut phase = |name| {
        phases.push((name, last.elapsed()));
        last = Instant::now();
    };
    let source = Source::new("large", text);
    let mut findings = Vec::new();
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings);
    phase("tree");
    let spec = spec::read(&tree.expect("a tree"), &mut findings).expect("a topology");
    phase("spec");
    let mut catalog = Catalog::default();
    let design =
        topology::build(&spec, "large", &mut catalog, topology::Limits::default(), &mut findings);
    phase("topology");
    assert!(findings.is_empty(), "{:?}", &findings[..findings.len().min(3)]);
    let today = Date { year: 2026, month: 11, day: 22 };
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    *components = design.components.len();
    let count = FileReport::of("large".into(), &design, &settings).findings.len();
    phase("facts, rules and report");
    count
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn main() {
    // Cargo gives `--bench` itself.
    let servers = std::env::args().skip(1).find_map(|it| it.parse().ok()).unwrap_or(6000);
    let text = long_form(servers);
    if let Ok(path) = std::env::var("HAPLAN_BENCH_WRITE") {
        std::fs::write(path, &text).expect("the file is written");
    }
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut findings, mut components) = (0, 0);
    let mut phases = Vec::new();
    for _ in 0..7 {
        phases.clear();
        let copy = text.clone();
        let (time, count) = timed(|| check(copy, &mut phases, &mut components));
        ours.push(time);
        findings = count;
        let (time, parsed) = timed(|| serde_yaml::from_str::<serde_yaml::Value>(&text));
        assert!(parsed.is_ok());
        theirs.push(time);
    }
    ours.sort();
    theirs.sort();
    let (ours, theirs) = (ours[3], theirs[3]);
    println!(
        "{servers} servers, {components} components, {:.1} MB, {findings} findings",
        text.len() as f64 / 1e6
    );
    for (name, time) in phases {
        println!("  {name}: {time:.1?}");
    }
    println!(
        "check {ours:.1?}, serde_yaml parse {theirs:.1?}, ratio {:.2}",
        ours.as_secs_f64() / theirs.as_secs_f64()
    );
}
