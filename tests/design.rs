//! From a brief to wired designs: the brief of the eight designs, random briefs, and briefs that are wrong.
#![cfg(test)]

mod common;

use std::collections::BTreeSet;

use common::{golden, haplan, references};
use haplan::catalog::Catalog;
use haplan::design::{self, Brief, Choice, Design, Judging, Own, all, cheapest, choices};
use haplan::finding::Severity;
use haplan::report::{FileReport, Outcome, Settings};
use haplan::sheet::comparison;
use haplan::sheet::prices::Prices;
use haplan::source::{Source, SourceId};
use haplan::words::Lang;
use haplan::yaml::values::Date;
use haplan::{spec, yaml};
use rust_decimal::Decimal;

const TODAY: Date = Date { year: 2026, month: 11, day: 22 };
const BRIEF: &str = include_str!("../topologies/two-node-brief/brief.yaml");
const PRICES: &str = include_str!("../topologies/two-node-brief/prices.yaml");

fn tree<T>(text: &str, read: impl FnOnce(&yaml::Tree) -> T) -> T {
    let source = Source::new("t", text);
    let mut findings = Vec::new();
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings);
    assert!(findings.is_empty(), "{findings:?}\n{text}");
    read(&tree.unwrap())
}

fn brief(text: &str) -> Brief {
    let mut findings = Vec::new();
    let spec = tree(text, |tree| spec::brief::read(tree, &mut findings)).unwrap();
    let brief = Brief::new(&spec, ("t", Own::default()), &mut Catalog::default(), &mut findings);
    assert!(findings.is_empty(), "{findings:#?}\n{text}");
    brief.unwrap()
}

fn prices(text: &str) -> Prices {
    let mut findings = Vec::new();
    let book = tree(text, |tree| spec::prices::read(tree, &mut findings));
    assert!(findings.is_empty(), "{findings:#?}");
    Prices::new(vec![book])
}

fn designs(brief: &Brief, prices: &Prices) -> Vec<Design> {
    let judging = Judging { prices, today: TODAY, lang: Lang::En };
    let choices = choices(brief).into_iter().map(Result::unwrap);
    choices
        .map(|it| design::design(brief, it, &mut Catalog::default(), &judging).unwrap())
        .collect()
}

/// What the story says of its designs, the references say too; theirs were answered by hand.
#[test]
fn one_brief_gives_the_designs_of_the_story() {
    let designs = designs(&brief(BRIEF), &prices(PRICES));
    let references = references();
    for (name, reference) in [
        ("s1", "s1-complete"),
        ("s2", "s2"),
        ("s3", "s3"),
        ("s4", "s4"),
        ("s5", "s5"),
        ("s6", "s6"),
    ] {
        let own = &designs.iter().find(|it| it.choice.name == name).unwrap().figures();
        let other = references.iter().find(|it| it.name == reference).unwrap();
        let other = comparison::design(&other.topology);
        let figures = |it: &comparison::Design| {
            (
                (it.protocol.clone(), it.attach, it.worst, it.takeover_only.len()),
                (it.paths, it.disjoint, it.bandwidth, it.bandwidth_after),
                (it.parts, it.cables, it.switches, it.rack_units),
            )
        };
        assert_eq!(figures(own), figures(&other), "{name}");
        // S6 as it was told has one cable between the switches that are there; the planner takes two, as S5 has.
        let more = |it: &comparison::Design| (it.level, it.counts, it.ports_left);
        assert_eq!(more(own) == more(&other), name != "s6", "{name}");
        let renamed: BTreeSet<String> =
            own.single_points.iter().map(|it| it.replace("store", "msa")).collect();
        assert_eq!(renamed, other.single_points.into_iter().collect(), "{name}");
    }
    let of = |name: &str| designs.iter().find(|it| it.choice.name == name).unwrap();
    // One switch is a single point; direct attachment uses the ports up; two cards leave the servers alone.
    assert!(of("s2").figures().single_points.iter().any(|it| it == "fc-a"));
    assert_eq!(of("s3").figures().ports_left, 0);
    assert_eq!(of("s1-two-cards").figures().takeover_only, ["db1", "db1/os"]);
    assert!(of("mirror").figures().single_points.is_empty());
    // SAS is the cheapest, iSCSI lies between, Fibre Channel costs most, server for server.
    let cost = |name: &str| of(name).cost.sum().unwrap().1;
    assert!(cost("s4") < cost("s6") && cost("s5") < cost("s3") && cost("s3") < cost("s1"));
    assert!(cost("s2") < cost("s1"));
    let unmet: Vec<&str> = designs
        .iter()
        .filter(|it| !it.unmet.is_empty())
        .map(|it| it.choice.name.as_str())
        .collect();
    assert_eq!(unmet, ["s2"]);
}

#[test]
fn goldens() {
    for (name, lang) in [("s1", "en"), ("s5", "zh"), ("mirror", "en")] {
        let file = "topologies/two-node-brief/brief.yaml";
        let run =
            haplan(&["design", file, "--variant", name, "--lang", lang, "--today", "2026-11-22"]);
        assert_eq!(run.status.code(), Some(0), "{run:?}");
        golden(&format!("brief.{name}.{lang}.yaml"), &String::from_utf8(run.stdout).unwrap());
    }
    for lang in ["en", "zh"] {
        let run = haplan(&["design", "topologies/two-node-brief/brief.yaml", "--lang", lang]);
        golden(&format!("brief.list.{lang}.txt"), &String::from_utf8(run.stdout).unwrap());
    }
    let run = haplan(&["design", "topologies/two-node-brief/brief.yaml", "--cheapest"]);
    golden("brief.cheapest.en.txt", &String::from_utf8(run.stderr).unwrap());
}

/// A small generator of its own: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }

    fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len() as u64) as usize]
    }

    /// One or two of them.
    fn some(&mut self, of: &[&str]) -> String {
        let (a, b) = (self.one(of), self.one(of));
        if a == b { a.to_owned() } else { format!("{a}, {b}") }
    }
}

fn random(seed: u64) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let servers = dice.some(&["generic/server", "generic/server-10g", "hp/proliant-dl380-g5"]);
    let count = 1 + dice.roll(5);
    let arrays = dice.some(&[
        "generic/fc-array",
        "generic/sas-array",
        "generic/iscsi-array",
        "generic/fc-array-32g",
        "hp/msa2012fc",
        "hp/msa2012i",
    ]);
    let adapters = dice.some(&[
        "generic/nic-1",
        "generic/nic-2",
        "generic/fc-hba-1",
        "generic/fc-hba-2",
        "generic/sas-hba-2",
        "generic/fc-hba-32g-1",
    ]);
    let switches = dice.some(&[
        "generic/fc-switch-24",
        "generic/ethernet-switch-24",
        "generic/fc-switch-32g-24",
    ]);
    let mode = dice.one(&["active-standby", "mutual", "dual-active"]);
    let software =
        dice.one(&["generic/cluster-software", "hp/serviceguard-linux", "clusterlabs/pacemaker"]);
    let raid = dice.one(&["raid1", "raid10", "raid5", "raid6", "{survives: 1}"]);
    let usable = dice.one(&["200 GB", "600 GB", "900 GB"]);
    let mut text = format!(
        "haplan: 1\nkind: brief\nservers: {{models: [{servers}], count: {count}, cpus: 2, memory: 32 GiB, drive: hp/sas-146g-10k}}\n\
         cluster: {{mode: {mode}, software: {software}}}\n\
         storage: {{arrays: [{arrays}], usable: {usable}, raid: {raid}, drive: hp/sas-300g-15k, spares: {}}}\n\
         adapters: [{adapters}]\nswitches: [{switches}]\n\
         clients: {{switch: generic/ethernet-switch-24, count: {}}}\nservices: {{a: {{cpus: 1}}, b: {{}}}}\n",
        dice.roll(2),
        1 + dice.roll(2),
    );
    let mut require = Vec::new();
    if dice.roll(4) > 0 {
        require.push(format!("any_one_fault: {}", dice.one(&["degraded", "failover", "outage"])));
        if dice.roll(3) > 0 {
            require.push("accept_array: {reason: accepted}".to_owned());
        }
    }
    if dice.roll(3) == 0 {
        require.push(format!("ports_left: {}", dice.roll(20)));
    }
    if dice.roll(3) == 0 {
        require.push(format!("bandwidth_after_one_fault: {}", dice.one(&["1", "4", "8", "32"])));
    }
    if dice.roll(3) == 0 {
        require.push(format!("budget: {} CNY", 300 + dice.roll(900)));
        text.push_str("prices: [p.yaml]\n");
    }
    if !require.is_empty() {
        text.push_str(&format!("require: {{{}}}\n", require.join(", ")));
    }
    text
}

/// Figures of no meaning, so that sums differ.
const BOOK: &str = "haplan: 1\nkind: prices\ncurrency: CNY\nprices:
  generic/server: {price: 101}\n  generic/server-10g: {price: 149}\n  hp/proliant-dl380-g5: {price: 83}
  generic/fc-array: {price: 211}\n  generic/sas-array: {price: 139}\n  generic/iscsi-array: {price: 163}
  generic/fc-array-32g: {price: 307}\n  hp/msa2012fc: {price: 197}\n  hp/msa2012i: {price: 157}
  generic/nic-1: {price: 3}\n  generic/nic-2: {price: 5}\n  generic/fc-hba-1: {price: 17}\n  generic/fc-hba-2: {price: 23}
  generic/sas-hba-2: {price: 11}\n  generic/fc-hba-32g-1: {price: 41}\n  generic/fc-switch-24: {price: 59}
  generic/ethernet-switch-24: {price: 13}\n  generic/fc-switch-32g-24: {price: 97}\n  hp/sas-146g-10k: {price: 2}
  hp/sas-300g-15k: {price: 7}\n  hp/serviceguard-linux: {price: 19}\n  generic/cluster-software: {price: 1}
  clusterlabs/pacemaker: {price: 1}\n";

fn passes(design: &Design) -> bool {
    let settings = Settings { today: TODAY, fail_on: Severity::Error, only: &[], ignore: &[] };
    FileReport::of("t".to_owned(), &design.topology, &settings).verdict == Outcome::Pass
}

/// Whether a design meets what a brief requires, looked up here once more.
fn meets(brief: &Brief, design: &Design) -> bool {
    let require = &brief.require;
    let figures = std::cell::LazyCell::new(|| design.figures());
    (require.any_one_fault.is_none() || passes(design))
        && require.ports_left.is_none_or(|it| figures.ports_left >= it as usize)
        && require
            .bandwidth_after
            .is_none_or(|it| figures.bandwidth_after.is_some_and(|has| has >= it))
        && require.budget.as_ref().is_none_or(|it| {
            design.cost.sum().is_some_and(|(currency, sum)| {
                *currency == it.currency.code && sum <= it.amount.value
            })
        })
}

/// How many random briefs are tried; `HAPLAN_SEEDS` asks for more.
const SEEDS: u64 = 16;

/// Whatever is asked for: each design is a sound file, the same each time, says truly what it does not meet; and
/// the cheapest one is that of a search through all.
#[test]
fn random_briefs_get_what_a_search_through_all_finds() {
    let book = prices(BOOK);
    let judging = Judging { prices: &book, today: TODAY, lang: Lang::En };
    let (mut found, mut none, mut wired, mut cheaper) = (0, 0, 0, 0);
    let seeds = std::env::var("HAPLAN_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(SEEDS);
    for seed in 1..=seeds {
        let text = random(seed);
        let brief = brief(&text);
        let mut catalog = Catalog::default();
        let mut best: Option<(Decimal, String)> = None;
        let mut ranked = 0;
        for choice in all(&brief) {
            let make = |catalog: &mut Catalog| {
                design::design(&brief, Choice::clone(&choice), catalog, &judging)
            };
            let Ok(design) = make(&mut catalog) else { continue };
            wired += 1;
            let meets = meets(&brief, &design);
            assert_eq!(design.unmet.is_empty(), meets, "{seed}: {text}\n{}", design.text);
            if wired % 50 == 0 {
                assert_eq!(make(&mut catalog).unwrap().text, design.text, "{seed}");
            }
            let (_, cost) = design.cost.sum().unwrap();
            ranked += 1;
            let name = design.choice.name.to_string();
            if meets && best.as_ref().is_none_or(|it| (cost, &name) < (it.0, &it.1)) {
                best = Some((cost, name));
            }
        }
        let search = cheapest(&brief, &mut catalog, &judging);
        let own =
            search.best.as_ref().map(|it| (it.cost.sum().unwrap().1, it.choice.name.to_string()));
        assert_eq!(own, best, "{seed}: {text}");
        match &search.best {
            Some(best) => {
                found += 1;
                cheaper += usize::from(!search.rejected.is_empty());
                let sum = best.cost.sum().unwrap().1;
                for it in &search.rejected {
                    assert!(it.cost.sum().unwrap().1 <= sum && !it.unmet.is_empty(), "{seed}");
                }
            }
            None => {
                none += 1;
                assert_eq!(search.rejected.len(), ranked, "{seed}");
                // Every design misses one of the requirements that are said to conflict, and none is named idly.
                let misses = |set: &[design::Requirement]| {
                    search
                        .rejected
                        .iter()
                        .all(|it| it.unmet.iter().any(|unmet| set.contains(&unmet.requirement)))
                };
                if ranked > 0 {
                    assert!(misses(&search.conflict), "{seed}");
                    for &leave in &search.conflict {
                        let fewer: Vec<_> =
                            search.conflict.iter().copied().filter(|&it| it != leave).collect();
                        assert!(!misses(&fewer), "{seed}: {leave:?} is named idly");
                    }
                }
            }
        }
    }
    assert!(
        found > 0 && none > 2 && cheaper > 0 && wired > 100,
        "{found} {none} {cheaper} {wired}"
    );
}

#[test]
fn what_is_wrong_with_a_brief_is_told_with_its_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("b.yaml");
    let said = |from: &str, to: &str| {
        assert!(BRIEF.contains(from), "{from}");
        std::fs::write(&path, BRIEF.replacen(from, to, 1)).unwrap();
        std::fs::write(folder.path().join("prices.yaml"), PRICES).unwrap();
        let run = haplan(&["design", path.to_str().unwrap()]);
        assert_eq!(run.status.code(), Some(2), "{from} > {to}: {run:?}");
        let text = String::from_utf8(run.stderr).unwrap();
        text.replace(folder.path().to_str().unwrap(), "").lines().next().unwrap().to_owned()
    };
    let told = [
        said("hp/msa2012fc, ", "hp/msa2021fc, "),
        said("adapters: [hp/fc1242sr", "adapters: [hp/msa2012fc"),
        said("count: 2\n  cpus", "count: 10001\n  cpus"),
        said("usable: 1200 GB", "usable: lots"),
        said("prices: [prices.yaml]", "prices: [../prices.yaml]"),
        said("any_one_fault: failover", "any_one_falt: failover"),
        said("kind: brief", "kind: topology"),
        said("attach: fc-direct", "attach: fc-indirect"),
        said("any_one_fault: failover", "availability: 0.9999"),
        said("storage:", "storag:"),
    ];
    golden("brief.wrong.en.txt", &told.join("\n"));
}

/// A variant that cannot be built says why, and the others are built all the same.
#[test]
fn what_cannot_be_built_says_why() {
    let text = BRIEF
        .replace("count: 2\n  cpus", "count: 3\n  cpus")
        .replace("usable: 1200 GB", "usable: 1800 GB");
    let brief = brief(&text);
    let book = prices(PRICES);
    let judging = Judging { prices: &book, today: TODAY, lang: Lang::En };
    let told: Vec<String> = choices(&brief)
        .into_iter()
        .map(|choice| {
            let choice = choice.unwrap();
            let name = choice.name.clone();
            match design::design(&brief, choice, &mut Catalog::default(), &judging) {
                Ok(_) => format!("{name}: built"),
                Err(it) => format!("{name}: {}", it.reason.text(Lang::En)),
            }
        })
        .collect();
    golden("brief.unbuildable.en.txt", &told.join("\n"));
}

const FABRIC: &str = include_str!("../topologies/edge-core-brief/brief.yaml");

/// Servers are dealt out evenly, every ISL is there, the ratio and the domain IDs hold, no port is used twice.
#[test]
fn large_fabrics_keep_their_bounds() {
    for (servers, arrays, ratio, domains) in [(60, 1, 7, 239), (400, 20, 7, 239), (700, 9, 12, 12)]
    {
        let text = FABRIC
            .replace("count: 10000", &format!("count: {servers}"))
            .replace("arrays: 500}", &format!("arrays: {arrays}, domains: {domains}}}"))
            .replace("isl_ratio: 7", &format!("isl_ratio: {ratio}"))
            .replace("usable: 500 TB", "usable: 900 GB");
        let brief = brief(&text);
        let choice = choices(&brief).into_iter().next().unwrap().unwrap();
        let text = design::wire(&brief, &choice, Lang::En).unwrap().print();
        assert_eq!(text, design::wire(&brief, &choice, Lang::En).unwrap().print());
        let topology = design::read("t", &text, &mut Catalog::default()).unwrap();
        let mut on_edge = std::collections::BTreeMap::<String, (u32, u32)>::new();
        let mut of_server = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
        let name =
            |port: haplan::topology::PortId| topology[topology[port].device].name.to_string();
        for cable in &topology.cables {
            let [a, b] = cable.ends.map(name);
            if a.starts_with("srv") {
                on_edge.entry(b.clone()).or_default().0 += 1;
                of_server.entry(a).or_default().insert(b[..6].to_owned());
            } else if a.starts_with("edge") {
                assert!(b.starts_with("core") && a[4..6] == b[4..6], "{a} {b}");
                on_edge.entry(a).or_default().1 += 1;
            } else {
                assert!(a.starts_with("arr") && b.starts_with("core"), "{a} {b}");
            }
        }
        assert_eq!(of_server.len(), servers);
        assert!(of_server.values().all(|it| it.len() == 2), "a server is on one fabric only");
        let hosts: Vec<u32> = on_edge.values().map(|it| it.0).collect();
        assert!(hosts.iter().max().unwrap() - hosts.iter().min().unwrap() <= 1, "{hosts:?}");
        for (edge, (hosts, isls)) in on_edge {
            assert!(hosts <= ratio * isls && hosts + isls <= 48, "{edge}: {hosts} over {isls}");
        }
        for fabric in 0..topology.fabrics.len() {
            let on =
                |it: &&haplan::topology::Device| it.fabric.is_some_and(|it| it.index() == fabric);
            assert!(topology.devices.iter().filter(on).count() <= domains, "{servers}");
        }
    }
}

/// Ten thousand servers and five hundred arrays are wired, and the file can be read back.
#[test]
fn ten_thousand_servers_are_wired() {
    let brief = brief(FABRIC);
    let choice = choices(&brief).into_iter().next().unwrap().unwrap();
    let text = design::wire(&brief, &choice, Lang::En).unwrap().print();
    let topology = design::read("t", &text, &mut Catalog::default()).unwrap();
    let count = |kind| topology.devices.iter().filter(|it| it.kind == kind).count();
    assert_eq!(count(haplan::topology::DeviceKind::Server), 10_000);
    assert_eq!(count(haplan::topology::DeviceKind::Array), 500);
}
