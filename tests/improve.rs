//! The upgrade ladder: worked out by hand for three designs, and held against the files it writes for every
//! reference and for random designs.
#![cfg(test)]

mod common;
mod oracle;

use std::collections::{BTreeMap, BTreeSet};

use common::{golden, haplan, read, references};
use haplan::catalog::Catalog;
use haplan::design::{self, Base, Improved, Wanted, improve};
use haplan::finding::Severity;
use haplan::report::{FileReport, Outcome, Settings};
use haplan::sheet::diff::{Action, parts};
use haplan::sheet::ladder::{Added, Rung, State};
use haplan::sheet::prices::Prices;
use haplan::sheet::rates::Rates;
use haplan::source::{Source, SourceId};
use haplan::spec::Promise;
use haplan::topology::Topology;
use haplan::yaml::values::Date;
use haplan::{spec, yaml};
use oracle::whole::{self, Size};
use serde_json::Value;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };
const PRICES: &str = include_str!("../topologies/two-node-brief/prices.yaml");

fn prices() -> Prices {
    let source = Source::new("t", PRICES);
    let mut findings = Vec::new();
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings);
    let book = spec::prices::read(&tree.unwrap(), &mut findings);
    assert!(findings.is_empty(), "{findings:?}");
    Prices::new(vec![book])
}

fn ladder(name: &str, text: &str, to: Option<Promise>, prices: &Prices) -> Improved {
    let wanted = Wanted { to, prices, rates: &Rates::default(), today: TODAY };
    improve(&mut base(name, text), &mut Catalog::default(), &wanted)
}

fn base(name: &str, text: &str) -> Base {
    let topology = design::read(name, text, &mut Catalog::default()).unwrap();
    Base::new(text, topology).unwrap()
}

fn of(name: &str, to: Option<Promise>, prices: &Prices) -> Improved {
    let reference = references().into_iter().find(|it| it.name == name).unwrap();
    ladder(name, &reference.text, to, prices)
}

fn rung<'i>(improved: &'i Improved, step: &str) -> &'i Rung {
    let mut steps = improved.ladder.steps.iter();
    steps.find(|it| it.steps == [step]).unwrap_or_else(|| panic!("{step} is not proposed"))
}

fn ids(improved: &Improved) -> Vec<&str> {
    improved.ladder.steps.iter().map(|it| it.steps[0]).collect()
}

/// What a rung buys: how many of each thing, by its number or else its description.
fn buys(rung: &Rung) -> Vec<(String, u32)> {
    let bought = rung.diff.parts.iter().filter(|it| it.buy > 0);
    let name = |it: &haplan::sheet::diff::PartChange| match &it.part_number {
        Some(number) => number.clone(),
        None => it.description.text(haplan::words::Lang::En),
    };
    bought.map(|it| (name(it), it.buy)).collect()
}

/// One switch carries every path: a second one takes the switch, its supply, its PDU and its feed off the list. A
/// second card gives the home a second path: the card, its port, its fibre and the switch port no longer need a
/// takeover. The board has two network ports, and both have a cable.
#[test]
fn the_ladder_of_s2() {
    let found = of("s2", None, &Prices::default());
    assert_eq!(ids(&found), ["adapter", "storage-switch"]);
    let switch = rung(&found, "storage-switch");
    assert_eq!(switch.single_points_gone, ["fc-a", "fc-a/psu1", "pdu-a", "utility-1"]);
    assert_eq!(switch.after.single_points, BTreeSet::from(["msa".to_owned()]));
    assert_eq!(switch.meets, Some(true));
    // The standby's fibre, and one of each controller, move over; nothing new is cabled.
    let of = |rung: &Rung, action| rung.diff.cables_to(action);
    assert_eq!((of(switch, Action::Move), of(switch, Action::Add)), (3, 0));
    assert!(switch.diff.things.iter().any(|it| it.name == "fc-b" && it.action == Action::Add));
    let adapter = rung(&found, "adapter");
    assert_eq!(
        adapter.takeover_only_gone,
        ["db1/hba1", "db1:hba1/1", "db1:hba1/1--fc-a:0", "fc-a:0"]
    );
    assert_eq!((of(adapter, Action::Move), of(adapter, Action::Add)), (0, 2));
    assert_eq!(adapter.meets, Some(false));
    assert_eq!(buys(adapter)[0].1, 2);
    let sequence = found.ladder.sequence.as_ref().unwrap();
    assert_eq!(sequence.steps, ["storage-switch"]);
}

/// A brochure's design: the array, the LAN switch and the heartbeat.
#[test]
fn the_ladder_of_s1_as_the_brief_has_it() {
    let found = of("s1-brief", None, &Prices::default());
    assert_eq!(
        ids(&found),
        ["adapter", "client-switch", "heartbeat-clients", "tie-breaker", "mirror"]
    );
    let beat = ["db1:nic2", "db1:nic2--db2:nic2", "db2:nic2"];
    assert_eq!(rung(&found, "heartbeat-clients").single_points_gone, beat);
    assert!(buys(rung(&found, "heartbeat-clients")).is_empty());
    assert_eq!(rung(&found, "tie-breaker").single_points_gone, beat);
    assert_eq!(rung(&found, "tie-breaker").added.parts, 2);
    assert_eq!(rung(&found, "client-switch").single_points_gone, ["lan-1"]);
    assert_eq!(rung(&found, "mirror").single_points_gone, ["msa"]);
    assert_eq!(rung(&found, "adapter").takeover_only_gone, ["db1/hba1"]);
    // The array, the switch and the heartbeat are each to be dealt with, and the heartbeat costs least over the LAN.
    let sequence = found.ladder.sequence.as_ref().unwrap();
    assert_eq!(sequence.steps, ["client-switch", "heartbeat-clients", "mirror"]);
    assert!(sequence.after.single_points.is_empty());
    let why = |step: &str| {
        let refused = found.ladder.not_possible.iter().find(|it| it.step == step).unwrap();
        refused.why.text(haplan::words::Lang::En)
    };
    assert_eq!(why("power"), "the file gives no power");
    assert_eq!(why("storage-switch"), "there is more than one storage switch");
}

/// S3 keeps its promise. Measured by more, the array has no port left, so that storage stays as it is, and a server
/// that fails always costs a takeover.
#[test]
fn the_ladder_of_s3() {
    let met = of("s3", None, &Prices::default());
    assert_eq!(met.ladder.meets, Some(true));
    assert!(met.ladder.steps.is_empty() && met.file.is_none() && met.files.is_empty());
    let more = of("s3", Some(Promise::Degraded), &Prices::default());
    assert_eq!(more.ladder.meets, Some(false));
    assert!(more.ladder.sequence.is_none());
    let refused: Vec<&str> = more.ladder.not_possible.iter().map(|it| it.step).collect();
    for step in ["storage-path", "storage-switch", "power", "mirror", "client-link"] {
        assert!(refused.contains(&step), "{step}");
    }
}

fn errors(topology: &Topology) -> (bool, BTreeSet<String>) {
    let settings = Settings { today: TODAY, fail_on: Severity::Error, only: &[], ignore: &[] };
    let report = FileReport::of("t".to_owned(), topology, &settings);
    let stands = report.findings.iter().filter(|it| it.stands());
    let errors = stands.filter(|it| it.finding.severity == Severity::Error);
    let errors = errors.map(|it| {
        let finding = &it.finding;
        let rule = match finding.rule {
            "single-point" | "takeover-only" | "not-running" => "fault",
            rule => rule,
        };
        format!("{rule} {:?} {:?}", finding.components, finding.service)
    });
    (report.verdict == Outcome::Pass, errors.collect())
}

/// Holds every step of a ladder against the file that it writes.
fn holds(name: &str, text: &str, to: Option<Promise>) -> usize {
    let prices = Prices::default();
    let found = ladder(name, text, to, &prices);
    let (mut old, _) = read(name, text);
    to.into_iter().for_each(|to| old.promise_all(to));
    let before = State::of(&old);
    assert_eq!(found.ladder.before, before, "{name}");
    if found.ladder.meets == Some(true) {
        assert!(found.ladder.steps.is_empty() && found.ladder.sequence.is_none(), "{name}");
    }
    if to.is_none() {
        let again = ladder(name, text, to, &prices);
        assert_eq!((&found.files, &found.file), (&again.files, &again.file), "{name}");
    }
    assert_eq!(found.files.len(), found.ladder.steps.len());
    let sequence = found.ladder.sequence.iter().zip(&found.file);
    for (rung, file) in found.ladder.steps.iter().zip(&found.files).chain(sequence) {
        let at = format!("{name}: {:?}\n{file}", rung.steps);
        let (mut new, findings) = read(name, file);
        let wrong = findings.iter().any(|it| it.severity == Severity::Error);
        assert!(!wrong, "{at}: {findings:#?}");
        to.into_iter().for_each(|to| new.promise_all(to));
        let after = State::of(&new);
        assert_eq!(after, rung.after, "{at}");
        let effects = |it: &State| -> Vec<usize> { it.counts[2..].iter().rev().copied().collect() };
        let single = rung.steps.len() == 1
            && found.ladder.sequence.as_ref().is_none_or(|it| !std::ptr::eq(it, rung));
        assert!(!single || effects(&after) < effects(&before), "{at}");
        for gone in &rung.single_points_gone {
            assert!(before.single_points.contains(gone) && !after.single_points.contains(gone));
        }
        let ((_, had), (_, has)) = (errors(&old), errors(&new));
        assert!(has.is_subset(&had), "{at}: {:?}", has.difference(&had).collect::<Vec<_>>());
        assert_eq!(Added::of(&new, &parts(&old, &new), &prices), rung.added, "{at}");
        let by_id = design::applied(&base(name, text), &rung.steps, &mut Catalog::default());
        assert_eq!(by_id.unwrap(), *file, "{at}");
    }
    if let Some(rung) = &found.ladder.sequence {
        assert_eq!(rung.meets, Some(true), "{name}");
    }
    found.ladder.steps.len()
}

const TARGETS: [Option<Promise>; 3] = [None, Some(Promise::Failover), Some(Promise::Degraded)];

#[test]
fn steps_of_the_references_do_what_they_say() {
    let mut steps = 0;
    // The large design is one of many services that each lose their only server.
    for reference in references().iter().filter(|it| it.name != "edge-core-200") {
        for to in TARGETS {
            steps += holds(&reference.name, &reference.text, to);
        }
    }
    assert!(steps > 30, "{steps}");
}

#[test]
fn steps_of_random_designs_do_what_they_say() {
    let mut steps = 0;
    for seed in 0..12 {
        let text = whole::topology(seed, Size::Small);
        for to in [None, Some(Promise::Degraded)] {
            steps += holds("random", &text, to);
        }
    }
    for seed in 0..12 {
        steps += holds("random", &oracle::random::topology(seed), Some(Promise::Failover));
    }
    assert!(steps > 8, "{steps}");
}

const ALL: [&str; 10] = [
    "adapter",
    "storage-path",
    "storage-switch",
    "client-switch",
    "client-link",
    "power",
    "heartbeat-cable",
    "heartbeat-clients",
    "tie-breaker",
    "mirror",
];

/// Every set of at most four steps, taken and judged one by one: the cheapest by each book.
fn exhaustive(
    name: &str,
    text: &str,
    to: Promise,
    books: &[Prices],
) -> Vec<Option<Vec<&'static str>>> {
    let catalog = &mut Catalog::default();
    let mut old = design::read(name, text, catalog).unwrap();
    old.promise_all(to);
    let had = errors(&old).1;
    let mut best = vec![None; books.len()];
    let mut files = BTreeMap::from([(0, text.to_owned())]);
    for bits in 1_u32..1 << ALL.len() {
        let set: Vec<usize> = (0..ALL.len()).filter(|at| bits >> at & 1 == 1).collect();
        if set.len() > 4 {
            continue;
        }
        let ids: Vec<&str> = set.iter().map(|&at| ALL[at]).collect();
        // Steps are taken in their order, so the file before the last one is that of the set without it.
        let last = set[set.len() - 1];
        let Some(before) = files.get(&(bits ^ 1 << last)) else { continue };
        let Ok(file) = design::applied(&base(name, before), &[ALL[last]], catalog) else {
            continue;
        };
        let mut new = design::read(name, &file, catalog).unwrap();
        files.insert(bits, file);
        new.promise_all(to);
        let has = errors(&new).1;
        if has.iter().any(|it| it.starts_with("fault") || !had.contains(it)) {
            continue;
        }
        let parts = parts(&old, &new);
        for (prices, best) in books.iter().zip(&mut best) {
            let added = Added::of(&new, &parts, prices);
            let sum = added.sum();
            let pieces = added.parts + added.cables;
            let key = (sum.is_none(), sum.unwrap_or_default(), pieces, set.len(), set.clone());
            if best.as_ref().is_none_or(|(so_far, _)| key < *so_far) {
                *best = Some((key, ids.clone()));
            }
        }
    }
    best.into_iter().map(|it| it.map(|it| it.1)).collect()
}

#[test]
fn the_cheapest_sequence_is_that_of_an_exhaustive_search() {
    let books = [Prices::default(), prices()];
    let mut found = 0;
    for name in ["s1-brief", "s2", "s4-one-controller"] {
        let reference = references().into_iter().find(|it| it.name == name).unwrap();
        let expected = exhaustive(name, &reference.text, Promise::Failover, &books);
        for (prices, expected) in books.iter().zip(expected) {
            let own = ladder(name, &reference.text, Some(Promise::Failover), prices);
            let own = own.ladder.sequence.map(|it| it.steps);
            assert_eq!(own, expected, "{name}");
            found += usize::from(expected.is_some());
        }
    }
    assert!(found >= 4, "{found}");
}

#[test]
fn the_command_writes_what_it_proposes() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("improved.yaml");
    let out = out.to_str().unwrap();
    let file = "topologies/s2/topology.yaml";
    let run = |args: &[&str]| haplan(&[&["improve", file, "--today", "2026-11-22"], args].concat());
    let written = run(&["-o", out]);
    assert_eq!(written.status.code(), Some(0), "{written:?}");
    assert!(String::from_utf8_lossy(&written.stderr).contains("comments"));
    let check = haplan(&["check", out, "--today", "2026-11-22"]);
    assert_eq!(check.status.code(), Some(0), "{check:?}");
    // What is reached needs no more.
    let again = haplan(&["improve", out, "--today", "2026-11-22"]);
    assert_eq!(again.status.code(), Some(0));
    assert!(String::from_utf8_lossy(&again.stdout).contains("meets its target"));
    golden("improve.s2.yaml", &std::fs::read_to_string(out).unwrap());
    assert_eq!(run(&["--to", "degraded"]).status.code(), Some(1));
    assert_eq!(run(&["--to", "degraded", "-o", out]).status.code(), Some(2));
    assert_eq!(run(&["--step", "adapter", "-o", out]).status.code(), Some(0));
    assert!(std::fs::read_to_string(out).unwrap().contains("hba2"));
    assert_eq!(run(&["--step", "ladder", "-o", out]).status.code(), Some(2));
    assert_eq!(run(&["-f", "csv"]).status.code(), Some(2));
    for (form, lang, name) in
        [("text", "en", "en.txt"), ("markdown", "zh", "zh.md"), ("json", "zh", "json")]
    {
        let book = "topologies/two-node-brief/prices.yaml";
        let shown = run(&["-v", "--prices", book, "-f", form, "--lang", lang]);
        golden(&format!("improve.s2.{name}"), &String::from_utf8(shown.stdout).unwrap());
    }
    let json = run(&["-f", "json"]);
    let document: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(document["sequence"]["steps"][0], "storage-switch");
    assert_eq!(document["sequence"]["price"]["known"], false);
    let schema = haplan::cli::schema::text("improve", "2020-12");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    assert!(jsonschema::validator_for(&schema).unwrap().is_valid(&document));
}

#[test]
fn files_in_several_parts_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let reference = references().into_iter().find(|it| it.name == "s2").unwrap();
    std::fs::write(folder.path().join("base.yaml"), &reference.text).unwrap();
    let top = folder.path().join("topology.yaml");
    std::fs::write(&top, "haplan: 1\nname: whole\ninclude: base.yaml\n").unwrap();
    let run = haplan(&["improve", top.to_str().unwrap()]);
    assert_eq!(run.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&run.stderr).contains("includes other files"));
}

#[test]
fn comments_stay_in_the_written_file() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("better.yaml");
    let file = "topologies/s2/topology.yaml";
    let run = haplan(&["improve", file, "-o", out.to_str().unwrap(), "--lang", "en"]);
    assert_eq!(run.status.code(), Some(0), "{run:?}");
    let told = String::from_utf8(run.stderr).unwrap();
    assert!(told.contains("are kept as they are"), "{told}");
    let text = std::fs::read_to_string(&out).unwrap();
    let line = text.lines().find(|it| it.contains("fc-a: {")).unwrap();
    assert!(line.ends_with("# one supply, and no twin"), "{line}");
}
