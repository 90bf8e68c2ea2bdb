//! What-if: the gates of a design against the engine, read from the JSON by a small evaluator here and by the one
//! of the page in a browser.
#![cfg(test)]

mod common;
#[path = "whatif/evaluator.rs"]
mod evaluator;
mod oracle;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use common::{haplan, read, references};
use evaluator::{Answer, Gates};
use haplan::cli::schema;
use haplan::facts::{Effect, Facts, SetEffect, Sets};
use haplan::render::{json, whatif};
use haplan::sheet::whatif as gates;
use haplan::topology::{CompId, Topology};
use haplan::words::Lang;
use oracle::whole::{self, Size};
use serde_json::{Value, json};

/// The document of a design.
fn document(topology: &Topology) -> Value {
    let sheet = gates::whatif(topology).expect("few enough gates");
    serde_json::from_str(&json::whatif(&sheet)).unwrap()
}

fn answer(it: SetEffect) -> Answer {
    (it.effect.id(), it.state.id(), it.node, it.paths)
}

/// The components in the order of the document.
fn order(topology: &Topology) -> Vec<CompId> {
    let mut all: Vec<CompId> = topology.component_ids().collect();
    all.sort_by(|&a, &b| topology.id(a).cmp(topology.id(b)));
    all
}

/// Their numbers there.
fn numbers(order: &[CompId], set: &[CompId]) -> Vec<usize> {
    set.iter().map(|comp| order.iter().position(|it| it == comp).unwrap()).collect()
}

/// The ids of the components that working ways of a node cross after some faults that leave nothing behind.
fn carrying(topology: &Topology, failed: &[&str], service: usize, node: usize) -> BTreeSet<String> {
    let gates = Gates::new(&document(topology));
    let order = order(topology);
    let failed: Vec<CompId> = failed.iter().map(|id| topology.component(id).unwrap()).collect();
    let value = gates.values(&numbers(&order, &failed), &BTreeSet::new());
    let carries = gates.services[service].homes[0].carries[node].iter();
    let carries = carries.filter(|it| value[it.1]).map(|it| order[it.0]);
    carries.map(|it| topology.id(it).to_owned()).collect()
}

/// By hand, from the drawings of the designs.
#[test]
fn what_carries_a_service_lies_on_its_ways() {
    let references = references();
    let of = |name: &str| &references.iter().find(|it| it.name == name).unwrap().topology;
    let set = |ids: &[&str]| ids.iter().map(|it| (*it).to_owned()).collect::<BTreeSet<String>>();
    let s1 = of("s1-complete");
    let clients = set(&[
        "db1",
        "db1:nic1",
        "db1:nic1--lan-1:1",
        "lan-1:1",
        "lan-1",
        "lan-1:24",
        "lan-1:23",
        "lan-1:23--lan-2:23",
        "lan-2:23",
        "lan-2",
        "lan-2:24",
    ]);
    let over_a = set(&[
        "db1",
        "db1/hba1",
        "db1:hba1/1",
        "db1:hba1/1--fc-a:0",
        "fc-a:0",
        "fc-a",
        "fc-a:2",
        "fc-a:2--msa:A0",
        "msa:A0",
        "msa/A",
        "msa",
    ]);
    let over_b = set(&[
        "db1",
        "db1/hba1",
        "db1:hba1/2",
        "db1:hba1/2--fc-b:0",
        "fc-b:0",
        "fc-b",
        "fc-b:2",
        "fc-b:2--msa:A1",
        "msa:A1",
        "msa/A",
        "msa",
    ]);
    assert_eq!(carrying(s1, &[], 0, 0), &(&clients | &over_a) | &over_b);
    assert_eq!(carrying(s1, &["fc-a"], 0, 0), &clients | &over_b);
    assert_eq!(carrying(s1, &["fc-a", "lan-1:1"], 0, 0), over_b);
    assert_eq!(carrying(s1, &["msa"], 0, 0), clients);
    // Of the switches only those on the shortest ways from srv001 to the array: one at the edge, the core.
    let large = of("edge-core-200");
    let orders = large.service_ids().position(|id| large[id].name == "orders").unwrap();
    let switches = |failed: &[&str]| -> Vec<String> {
        let ids = carrying(large, failed, orders, 0).into_iter();
        ids.filter(|id| (id.starts_with("edge") || id.starts_with("core")) && !id.contains(':'))
            .collect()
    };
    let intact = ["core-a1", "core-a2", "core-b1", "core-b2", "edge-a1", "edge-b1"];
    assert_eq!(switches(&[]), intact);
    assert_eq!(switches(&["core-a1", "edge-b1"]), ["core-a2", "edge-a1"]);
    // To the ports on core-a1 there is still a way, over another switch at the edge and core-a2.
    let around = switches(&["ISL-A1-1", "T-A2-1", "edge-b1"]);
    assert!(
        ["core-a1", "core-a2", "edge-a1", "edge-a2"]
            .iter()
            .all(|it| around.contains(&it.to_string()))
    );
}

/// A design with more components is judged in part, but for a run of its own.
const LARGE: usize = 400;

/// Compares the gates of a design with the engine on all sets of so many faults at most.
fn compare(at: &str, topology: &Topology, most: usize) {
    let facts = Facts::new(topology);
    let mut gates = Gates::new(&document(topology));
    let mut engine: Vec<Sets> = topology.service_ids().map(|id| facts.sets(id)).collect();
    let mut judge = facts.judge();
    let order = order(topology);
    let mut open: Vec<Vec<CompId>> = vec![Vec::new()];
    while let Some(set) = open.pop() {
        agree(at, topology, &order, &mut gates, &mut engine, &set);
        if set.len() < 2 {
            judge.fail(&set);
            let (_, works, _) = gates.judge(&numbers(&order, &set));
            for (&comp, works) in order.iter().zip(works) {
                let id = topology.id(comp);
                assert_eq!(works, judge.works(comp.0), "{at}: {set:?}: {id}");
            }
        }
        if set.len() < most {
            let next =
                topology.component_ids().filter(|it| set.last().is_none_or(|last| it > last));
            open.extend(next.map(|it| [set.clone(), vec![it]].concat()));
        }
    }
}

/// What the engine says of a set of faults, with which the gates agree.
fn agree(
    at: &str,
    topology: &Topology,
    order: &[CompId],
    gates: &mut Gates,
    engine: &mut [Sets],
    set: &[CompId],
) -> Vec<Answer> {
    let mut numbers = numbers(order, set);
    numbers.sort_unstable();
    let (found, ..) = gates.judge(&numbers);
    let expected: Vec<Answer> = engine.iter_mut().map(|it| answer(it.effect(set))).collect();
    let ids = || set.iter().map(|&it| topology.id(it)).collect::<Vec<_>>();
    assert_eq!(found, expected, "{at}: {:?}: gates and engine", ids());
    expected
}

#[test]
fn small_designs_agree_on_every_pair_of_faults() {
    for (name, text) in oracle::small::designs().into_iter().chain(oracle::small::more_designs()) {
        let (topology, findings) = read(name, &text);
        assert!(findings.is_empty(), "{name}: {findings:#?}");
        compare(name, &topology, 2);
    }
}

#[test]
fn random_designs_agree_on_every_pair_of_faults() {
    let seeds = std::env::var("HAPLAN_SEEDS").ok().and_then(|it| it.parse().ok());
    for seed in 0..seeds.unwrap_or(200) {
        let text = whole::topology(seed, Size::Small);
        let (topology, findings) = read("random", &text);
        assert!(findings.is_empty(), "seed {seed}: {findings:#?}");
        let order = if seed % 100 == 0 { 3 } else { 2 };
        compare(&format!("seed {seed}:\n{text}"), &topology, order);
    }
}

/// What a browser is asked: pairs of a row and what stands behind it among some components.
struct Job<'t> {
    name: String,
    topology: &'t Topology,
    order: Vec<CompId>,
    rows: Vec<usize>,
    /// All of them, if not given.
    seconds: Option<Vec<usize>>,
}

impl<'t> Job<'t> {
    fn new(
        name: &str,
        topology: &'t Topology,
        rows: Vec<usize>,
        seconds: Option<Vec<usize>>,
    ) -> Self {
        Self { name: name.to_owned(), topology, order: order(topology), rows, seconds }
    }

    /// The sets of a row: the first component by itself, then with each that comes later.
    fn sets(&self, row: usize) -> Vec<Vec<CompId>> {
        let every = || (0..self.order.len()).collect();
        let seconds = self.seconds.clone().unwrap_or_else(every);
        let first = self.order[row];
        let pairs = seconds.into_iter().filter(|&it| it > row);
        let pairs = pairs.map(|it| vec![first, self.order[it]]);
        std::iter::once(vec![first]).chain(pairs).collect()
    }
}

/// The answers as the page writes them: places of effect and state, node and paths from 1, 0 for none.
fn plain(answers: &[Answer]) -> Vec<Vec<usize>> {
    let place = |id: &str| Effect::ALL.iter().position(|it| it.id() == id).unwrap();
    let one = |&(effect, state, node, paths): &Answer| {
        let of = |it: Option<usize>| it.map_or(0, |it| it + 1);
        vec![place(effect), place(state), of(node), of(paths)]
    };
    answers.iter().map(one).collect()
}

/// One number for all answers of a row.
fn hash(hash: u32, answers: &[Answer]) -> u32 {
    let all = plain(answers).into_iter().flatten();
    all.fold(hash, |hash, it| (hash ^ it as u32).wrapping_mul(0x0100_0193))
}

const EMPTY: u32 = 0x811c_9dc5;

/// What Chromium makes of a page; nothing where there is no Chromium.
fn browse(page: &Path, hash: &str) -> Option<String> {
    let profile = tempfile::tempdir().unwrap();
    let url = format!("file://{}{hash}", page.display());
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let run = |name: &&str| {
        Command::new(name)
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--dump-dom"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg(&url)
            .output()
            .ok()
    };
    let Some(output) = names.iter().find_map(run) else {
        eprintln!("skipped: there is no Chromium on the path");
        return None;
    };
    Some(String::from_utf8(output.stdout).unwrap())
}

/// What the evaluator of the page says to the jobs: for each row one number, or spelt out.
fn ask(jobs: &[Job], spell: bool) -> Option<Value> {
    let folder = tempfile::tempdir().unwrap();
    let mut page =
        format!("<!DOCTYPE html><meta charset=utf-8><body><script>{}</script>", whatif::JUDGE);
    for (place, job) in jobs.iter().enumerate() {
        let design = json::whatif(&gates::whatif(job.topology).unwrap());
        page.push_str(&format!(
            "<script type=\"application/json\" id=\"design-{place}\">{design}</script>"
        ));
    }
    let asked =
        jobs.iter().map(|it| json!({"rows": it.rows, "seconds": it.seconds, "spell": spell}));
    let asked = Value::from(asked.collect::<Vec<_>>());
    page.push_str(&format!(
        "<script type=\"application/json\" id=\"asked\">{asked}</script><script>{}</script>",
        include_str!("whatif/pairs.js")
    ));
    let path = folder.path().join("page.html");
    fs::write(&path, page).unwrap();
    let dom = browse(&path, "")?;
    let found = dom.split("BEGIN[").nth(1).and_then(|it| it.split("]END").next());
    let found = found.unwrap_or_else(|| panic!("the page did not get through: {dom:.400}"));
    Some(serde_json::from_str(&format!("[{found}]")).unwrap())
}

/// Holds what the page says of each row against the engine; a row that differs is spelt out. Gives how many sets
/// there were.
fn hold(jobs: Vec<Job>, expected: &mut dyn FnMut(&Job, usize) -> u32) -> Option<()> {
    let found = ask(&jobs, false)?;
    for (mut job, found) in jobs.into_iter().zip(found.as_array().unwrap()) {
        for (row, found) in job.rows.clone().into_iter().zip(found.as_array().unwrap()) {
            if found.as_u64() == Some(expected(&job, row).into()) {
                continue;
            }
            job.rows = vec![row];
            let spelt = ask(std::slice::from_ref(&job), true)?;
            let facts = Facts::new(job.topology);
            for (set, found) in job.sets(row).iter().zip(spelt[0][0].as_array().unwrap()) {
                let answers: Vec<Answer> =
                    (job.topology.service_ids()).map(|id| answer(facts.set(id, set))).collect();
                let ids: Vec<&str> = set.iter().map(|&it| job.topology.id(it)).collect();
                assert_eq!(*found, json!(plain(&answers)), "{}: {ids:?}: page, engine", job.name);
            }
            panic!("{}: row {row} differs in no answer", job.name);
        }
    }
    Some(())
}

/// The numbers of some components of a large design: of those that its services have to do with, and of the others.
fn some(topology: &Topology) -> Vec<usize> {
    let facts = Facts::new(topology);
    let mut some: Vec<usize> = (0..topology.components.len()).step_by(150).collect();
    for id in topology.service_ids() {
        let faults = facts.service(id).faults;
        let touched: Vec<CompId> = faults.iter().map(|it| it.component).step_by(7).collect();
        some.extend(numbers(&order(topology), &touched));
    }
    some.sort_unstable();
    some.dedup();
    some
}

#[test]
fn references_agree_on_every_pair_of_faults_here_and_in_a_browser() {
    let references = references();
    let mut jobs = Vec::new();
    for it in &references {
        let (name, topology) = (it.name.clone(), &it.topology);
        let every: Vec<usize> = (0..topology.components.len()).collect();
        if every.len() <= LARGE {
            jobs.push(Job::new(&name, topology, every, None));
        } else {
            let some = some(topology);
            jobs.push(Job::new(&name, topology, every, Some(Vec::new())));
            jobs.push(Job::new(&name, topology, some.clone(), Some(some)));
        }
    }
    let mut expected: BTreeMap<(String, usize, bool), u32> = BTreeMap::new();
    let mut count = 0;
    for job in &jobs {
        let facts = Facts::new(job.topology);
        let mut engine: Vec<Sets> = job.topology.service_ids().map(|id| facts.sets(id)).collect();
        let mut gates = Gates::new(&document(job.topology));
        for &row in &job.rows {
            let mut sum = EMPTY;
            for set in job.sets(row) {
                count += 1;
                sum = hash(
                    sum,
                    &agree(&job.name, job.topology, &job.order, &mut gates, &mut engine, &set),
                );
            }
            expected.insert((job.name.clone(), row, job.seconds == Some(Vec::new())), sum);
        }
    }
    assert!(count > 50_000, "{count}");
    hold(jobs, &mut |job, row| expected[&(job.name.clone(), row, job.seconds == Some(Vec::new()))]);
}

/// `cargo test --test whatif -- --ignored --nocapture`
#[test]
#[ignore = "takes long: docs/development.md has the last figures"]
fn large_references_agree_on_every_pair_of_faults_in_a_browser() {
    for it in references().iter().filter(|it| it.topology.components.len() > LARGE) {
        let (name, topology) = (it.name.clone(), &it.topology);
        let rows: Vec<usize> = (0..topology.components.len()).collect();
        let job = Job::new(&name, topology, rows, None);
        let begin = std::time::Instant::now();
        let facts = Facts::new(topology);
        let mut engine: Vec<Sets> = Vec::new();
        let mut count = 0;
        let mut expected = |job: &Job, row: usize| {
            // What is known of pairs is not needed again.
            if row.is_multiple_of(64) {
                eprintln!("row {row} after {} s", begin.elapsed().as_secs());
                engine = topology.service_ids().map(|id| facts.sets(id)).collect();
            }
            let mut sum = EMPTY;
            for set in job.sets(row) {
                count += 1;
                let answers: Vec<Answer> =
                    engine.iter_mut().map(|it| answer(it.effect(&set))).collect();
                sum = hash(sum, &answers);
            }
            sum
        };
        if hold(vec![job], &mut expected).is_some() {
            eprintln!("{}: {count} sets in {} s", it.name, begin.elapsed().as_secs());
        }
    }
}

/// Every mapping turned round; only the order of controllers means something.
fn turned(value: &serde_yaml::Value, keep: bool) -> serde_yaml::Value {
    use serde_yaml::Value;
    match value {
        Value::Mapping(entries) => {
            let turn = |(key, value): (&Value, &Value)| {
                (key.clone(), turned(value, key.as_str() == Some("controllers")))
            };
            let mut entries: Vec<(Value, Value)> = entries.iter().map(turn).collect();
            if !keep {
                entries.reverse();
            }
            Value::Mapping(entries.into_iter().collect())
        }
        Value::Sequence(items) => items.iter().map(|it| turned(it, false)).collect(),
        other => other.clone(),
    }
}

#[test]
fn the_order_of_keys_does_not_matter() {
    let random = (0..20).map(|seed| (format!("seed {seed}"), whole::topology(seed, Size::Small)));
    for (name, text) in references().into_iter().map(|it| (it.name, it.text)).chain(random) {
        let other = turned(&serde_yaml::from_str(&text).unwrap(), false);
        let [one, other] = [text, serde_yaml::to_string(&other).unwrap()].map(|text| {
            let (topology, findings) = read(&name, &text);
            assert!(findings.is_empty(), "{name}: {findings:#?}");
            json::whatif(&gates::whatif(&topology).unwrap())
        });
        assert!(one == other, "{name}\n{one}\n{other}");
    }
}

#[test]
fn the_evaluator_is_short_and_fetches_nothing() {
    assert!(whatif::JUDGE.lines().count() <= 100);
    assert!(whatif::JUDGE.lines().all(|line| line.chars().count() <= 120));
    for reference in references() {
        let sheet = gates::whatif(&reference.topology).unwrap();
        let block = whatif::block(Some(&sheet), Lang::En);
        assert!(block.contains(whatif::JUDGE) && block.contains(&json::whatif(&sheet)));
        for word in ["http:", "https:", "fetch(", "XMLHttpRequest", "import(", "src="] {
            assert!(!block.replace("http://www.w3.org/2000/svg", "").contains(word), "{word}");
        }
    }
}

#[test]
fn a_design_that_is_too_large_for_the_page_says_so() {
    let text = "haplan: 1\nname: wide\nservers:\n  \"n[01-49]\": {model: generic/server}\n\
                clusters:\n  c: {nodes: [\"n[01-49]\"], mode: active-standby}\n\
                services:\n  s: {cluster: c, home: n01}\n";
    let (topology, findings) = read("wide", text);
    assert!(findings.is_empty(), "{findings:#?}");
    assert!(gates::whatif(&topology).is_none());
    let (topology, _) = read("narrow", &text.replace("49", "48"));
    assert!(gates::whatif(&topology).is_some());
    let (en, zh) = (whatif::block(None, Lang::En), whatif::block(None, Lang::Zh));
    assert!(en.contains("haplan faults --fail") && zh.contains("haplan faults --fail"), "{en}{zh}");
    assert!(!en.contains("<script"));
}

#[test]
fn the_document_is_that_of_its_schema() {
    let schema: Value = serde_json::from_str(&schema::text("whatif", "2020-12")).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    for reference in references() {
        let document = document(&reference.topology);
        let wrong: Vec<String> =
            validator.iter_errors(&document).map(|it| it.to_string()).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", reference.name);
    }
}

#[test]
fn a_click_a_key_and_a_link_let_things_fail_in_the_page_of_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let report = haplan(&["report", "topologies/s1-complete/topology.yaml", "-o", out]);
    assert!(report.status.success(), "{report:?}");
    let page = folder.path().join("s1-complete/index.html");
    // A click on a switch, another on a card, a key on that to restore it; the link has failed a port.
    let text = fs::read_to_string(&page).unwrap() + include_str!("whatif/clicks.html");
    fs::write(&page, text).unwrap();
    let Some(dom) = browse(&page, "#fail=db1:nic1") else { return };
    let found = dom.split("BEGIN").nth(1).and_then(|it| it.split("END").next()).unwrap_or(&dom);
    let steps: Value = serde_json::from_str(found).unwrap();
    let expected = json!([
        ["#fail=db1:nic1", "erp|failover|db2|2", ["db1:nic1"]],
        ["#fail=db1%3Anic1,fc-a", "erp|failover|db2|1 of 2", ["db1:nic1", "fc-a"]],
        [
            "#fail=db1%3Anic1,fc-a,db2%2Fhba1",
            "erp|outage|nobody|0 of 2",
            ["db1:nic1", "fc-a", "db2/hba1"]
        ],
        ["#fail=db1%3Anic1,fc-a", "erp|failover|db2|1 of 2", ["db1:nic1", "fc-a"]],
        ["", "erp|none|db1|2", []],
    ]);
    assert_eq!(steps, expected);
}
