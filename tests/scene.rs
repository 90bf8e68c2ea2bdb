//! The cabling drawing of the reference topologies and of awkward ones keeps its promises.

#![cfg(test)]

#[path = "scene/check.rs"]
mod check;
mod common;
#[path = "scene/graph.rs"]
mod graph;
#[path = "scene/made.rs"]
mod made;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use haplan::names::Pattern;
use haplan::render::diagram::svg;
use haplan::sheet::scene::{self, CableKind, Mark, Paper, Scene, TitleBlock, View};
use haplan::topology::{CompId, NetworkId, Topology};
use haplan::words::Lang;

/// How many random designs are drawn.
const SEEDS: u64 = 50;

fn read(name: &str, text: &str) -> Topology {
    let (topology, findings) = common::read(name, text);
    assert!(findings.is_empty(), "{name}: {findings:#?}");
    topology
}

/// The hand-written judgement of a reference topology.
#[derive(Default)]
struct Answer {
    single: BTreeSet<CompId>,
    takeover: BTreeSet<CompId>,
}

impl Answer {
    fn read(topology: &Topology, text: &str) -> Self {
        let answer: serde_yaml::Value = serde_yaml::from_str(text).unwrap();
        let mut found = Self::default();
        for (_, service) in answer["services"].as_mapping().unwrap() {
            for (key, set) in
                [("single_points", &mut found.single), ("takeover_only", &mut found.takeover)]
            {
                for item in service[key].as_sequence().unwrap() {
                    for name in Pattern::parse(item.as_str().unwrap()).unwrap().expand() {
                        set.insert(topology.component(&name).unwrap());
                    }
                }
            }
        }
        found
    }

    fn mark(&self, id: CompId) -> Mark {
        if self.single.contains(&id) {
            Mark::SinglePoint
        } else if self.takeover.contains(&id) {
            Mark::TakeoverOnly
        } else {
            Mark::None
        }
    }
}

fn references() -> Vec<(String, Topology, Answer)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("topologies");
    let mut folders: Vec<PathBuf> =
        fs::read_dir(root).unwrap().map(|folder| folder.unwrap().path()).collect();
    folders.sort();
    let mut found = Vec::new();
    for folder in folders {
        let Ok(text) = fs::read_to_string(folder.join("topology.yaml")) else { continue };
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let topology = read(&name, &text);
        let answer = fs::read_to_string(folder.join("answer.yaml")).unwrap();
        let answer = Answer::read(&topology, &answer);
        found.push((name, topology, answer));
    }
    assert!(found.len() >= 6);
    found
}

fn draw(topology: &Topology, mark: &dyn Fn(CompId) -> Mark, lang: Lang) -> Scene {
    let title = TitleBlock {
        title: topology.title.as_deref().unwrap_or_default().to_owned(),
        name: topology.name.to_string(),
        date: Some("2026-11-22".to_owned()),
        revision: Some("A".to_owned()),
        reasons: vec!["array: outage of everything that is stored on it, and more".to_owned()],
    };
    scene::cabling(topology, mark, &title, lang)
}

/// Writes a drawing where the environment asks for pictures.
fn look(name: &str, lang: Lang, scene: &Scene) {
    if let Some(folder) = std::env::var_os("HAPLAN_DRAWINGS") {
        let lang = if lang == Lang::Zh { "zh" } else { "en" };
        let file = Path::new(&folder).join(format!("{name}.{lang}.svg"));
        fs::write(file, svg::render(scene)).unwrap();
    }
}

/// Crossings that are fewest, worked out by hand: what two servers with two ways each need at least, the
/// ports of a card in their order.
const LEAST: [(&str, usize); 4] = [("s1-brief", 3), ("s1-complete", 3), ("s3", 1), ("s4", 1)];

/// Two racks, with what stands in them.
const RACKS: &str = "haplan: 1
servers:
  db1: {model: hp/proliant-dl580-g5, rack: {in: R1, unit: 10}}
  db2: {model: hp/proliant-dl580-g5, rack: {in: R1, unit: 14}}
  a-server-with-a-name-that-is-far-too-long-for-its-place-in-the-rack: {model: hp/proliant-dl380-g5, rack: {in: R2, unit: 40}}
switches:
  fc-a: {model: hp/8-8-san-switch, rack: {in: R1, unit: 42}}
  lan: {model: generic/ethernet-switch-24, rack: R2, existing: true}
arrays:
  msa: {model: hp/msa2012fc, rack: {in: R2, unit: 1}, existing: true}
power:
  pdu-a: {kind: pdu, rack: R1}
racks: {R1: {units: 42}, R2: {site: east}}
sites: {east: {}}
";

#[test]
fn other_views_are_clean() {
    let mut designs = references();
    designs.push(("racks".to_owned(), read("racks", RACKS), Answer::default()));
    for (name, topology, answer) in designs {
        for view in [View::Logical, View::Heartbeat, View::Rack, View::Power] {
            let title = TitleBlock { name: name.clone(), ..TitleBlock::default() };
            let scene = scene::draw(&topology, view, &|id| answer.mark(id), &title, Lang::Zh);
            check::check_view(&scene)
                .unwrap_or_else(|faults| panic!("{name} {view:?}: {faults:#?}"));
            let links =
                |scene: &Scene| -> usize { scene.cables.iter().map(|it| it.links.len()).sum() };
            match view {
                View::Logical => {
                    let all = draw(&topology, &|id| answer.mark(id), Lang::Zh);
                    assert_eq!(links(&scene), links(&all), "{name}: a cable is lost");
                    assert!(scene.cables.len() <= all.cables.len(), "{name}");
                }
                View::Heartbeat => {
                    let beats = |network: &NetworkId| {
                        topology.clusters.iter().any(|it| it.heartbeats.contains(network))
                    };
                    let cables = topology.cables.iter();
                    let count = cables.filter(|it| it.networks.iter().any(beats)).count();
                    assert_eq!(links(&scene), count, "{name}");
                }
                View::Power => {
                    let feeds: usize = topology.power.iter().map(|it| it.feeds.len()).sum();
                    assert_eq!(links(&scene), feeds + topology.supplies.len(), "{name}");
                }
                _ => {
                    assert!(scene.cables.is_empty(), "{name}");
                    if name == "racks" {
                        assert_eq!(scene.boxes.len(), 5, "{name}: lan has no unit");
                    }
                }
            }
        }
    }
}

#[test]
fn reference_topologies_are_drawn_cleanly() {
    for (name, topology, answer) in references() {
        for lang in [Lang::En, Lang::Zh] {
            let scene = draw(&topology, &|id| answer.mark(id), lang);
            look(&name, lang, &scene);
            check::check(&scene, &topology).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
            if let Some((_, least)) = LEAST.iter().find(|(other, _)| *other == name) {
                assert_eq!(check::crossings(&scene), *least, "crossings of {name}");
            }
        }
    }
}

/// Every drawing whose crossings are compared, by name; the generated ones are found clean as well.
fn compared() -> Vec<(String, Scene)> {
    let mut all: Vec<(String, Scene)> = references()
        .into_iter()
        .map(|(name, topology, answer)| {
            let scene = draw(&topology, &|id| answer.mark(id), Lang::En);
            (name, scene)
        })
        .collect();
    for (servers, alike) in LARGE_FABRICS {
        let name = format!("fabric-{servers}{}", if alike { "-alike" } else { "" });
        let topology = read(&name, &made::fabric(servers, alike));
        let scene = draw(&topology, &|_| Mark::None, Lang::En);
        check::check(&scene, &topology).unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
        all.push((name, scene));
    }
    all
}

/// Generated fabrics: how many servers, and whether they share boxes.
const LARGE_FABRICS: [(usize, bool); 4] = [(200, true), (200, false), (2000, true), (2000, false)];

/// What elkjs makes of the same graphs; `tests/crossings/measure.mjs` writes it.
const FIGURES: &str = include_str!("crossings/figures.yaml");

#[test]
fn crossings_are_as_few_as_those_of_elkjs() {
    let figures: serde_yaml::Value = serde_yaml::from_str(FIGURES).unwrap();
    let mut missed = Vec::new();
    for (name, scene) in compared() {
        if let Some(folder) = std::env::var_os("HAPLAN_GRAPHS") {
            let file = Path::new(&folder).join(format!("{name}.json"));
            fs::write(file, graph::json(&scene).to_string()).unwrap();
        }
        let ours = check::crossings(&scene);
        let Some(theirs) = figures["crossings"][name.as_str()].as_u64() else {
            missed.push(format!("{name}: no figure of elkjs, see docs/development.md"));
            continue;
        };
        let most = theirs + (theirs / 10).max(2);
        if ours as u64 > most {
            missed.push(format!("{name}: {ours}, and {theirs} of elkjs"));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Cuts a view into pages and holds that each is clean, and that its smallest text has 7 points on paper.
fn on_paper(
    name: &str,
    (topology, view): (&Topology, View),
    mark: &dyn Fn(CompId) -> Mark,
    lang: Lang,
    paper: Paper,
) -> Vec<Scene> {
    let title = TitleBlock { name: name.to_owned(), ..TitleBlock::default() };
    let pages = scene::pages(topology, view, mark, &title, lang, paper);
    let (width, height) = paper.size();
    for (page, number) in pages.iter().zip(1..) {
        look(&format!("{name}-{view:?}-{number}"), lang, page);
        check::check_view(page)
            .unwrap_or_else(|faults| panic!("{name} {view:?} {number}: {faults:#?}"));
        // In points; sizes are tenths of a point.
        let smallest = page.texts().iter().map(|text| text.size).min().unwrap();
        let fits = |paper: i32, size: i32| smallest * paper >= 7 * size;
        assert!(
            fits(width, page.width) && fits(height, page.height),
            "{name} {view:?}: page {number} of {}, {} by {}, is too large for text of {smallest}",
            pages.len(),
            page.width,
            page.height
        );
    }
    // Every cable and every port is on one page, as it is on one sheet.
    let all = |pages: &[Scene]| {
        let cables = pages.iter().flat_map(|page| &page.cables);
        let mut links: Vec<String> = cables.flat_map(|it| it.links.clone()).collect();
        let boxes = pages.iter().flat_map(|page| &page.boxes);
        links.extend(boxes.flat_map(|it| it.ports.iter().flat_map(|it| it.stands_for.clone())));
        links.sort();
        links
    };
    let sheet = scene::draw(topology, view, mark, &title, lang);
    assert_eq!(all(&pages), all(std::slice::from_ref(&sheet)), "{name} {view:?}");
    let devices = |pages: &[Scene]| {
        let boxes = pages.iter().flat_map(|page| &page.boxes);
        boxes.flat_map(|it| it.stands_for.clone()).collect::<BTreeSet<String>>()
    };
    assert_eq!(devices(&pages), devices(&[sheet]), "{name} {view:?}");
    pages
}

#[test]
fn pages_of_a4_show_every_cable_once_and_legibly() {
    for (name, topology, answer) in references() {
        for view in [View::Cabling, View::Logical, View::Heartbeat, View::Rack, View::Power] {
            let mark = |id| answer.mark(id);
            for lang in [Lang::En, Lang::Zh] {
                on_paper(&name, (&topology, view), &mark, lang, Paper::A4);
            }
        }
    }
    for servers in [40, 101] {
        let topology = read("power", &made::power(servers));
        let view = (&topology, View::Power);
        on_paper("power", view, &|_| Mark::None, Lang::Zh, Paper::A4);
    }
    for (servers, alike) in [(200, true), (200, false)] {
        let topology = read("fabric", &made::fabric(servers, alike));
        let pages = on_paper(
            &format!("fabric-{alike}"),
            (&topology, View::Cabling),
            &|_| Mark::None,
            Lang::En,
            Paper::A4,
        );
        let note = |page: &Scene| page.texts().iter().any(|it| it.text.starts_with("continued on"));
        assert!(pages.len() > 1 && pages.iter().all(note));
        let larger = scene::pages(
            &topology,
            View::Cabling,
            &|_| Mark::None,
            &TitleBlock::default(),
            Lang::En,
            Paper::A1,
        );
        assert!(larger.len() < pages.len(), "{} pages of A1", larger.len());
    }
}

#[test]
fn every_cord_is_drawn_from_its_source() {
    let topology = read("power", &made::power(2));
    let mark = |id: CompId| match topology.id(id) {
        "ats" => Mark::SinglePoint,
        "srv1/psu2" => Mark::TakeoverOnly,
        _ => Mark::None,
    };
    let title = TitleBlock { name: "power".to_owned(), ..TitleBlock::default() };
    let scene = scene::draw(&topology, View::Power, &mark, &title, Lang::En);
    look("power", Lang::En, &scene);
    check::check_view(&scene).unwrap();
    let mut cords: Vec<&str> = scene.cables.iter().map(|it| it.id.as_str()).collect();
    cords.sort_unstable();
    let expected = [
        "ats -- pdu-c/input",
        "feed-a -- ats/input 1",
        "feed-a -- ups/input",
        "feed-b -- ats/input 2",
        "feed-b -- pdu-b/input",
        "pdu-a -- srv1/psu1",
        "pdu-a -- srv2/psu1",
        "pdu-b -- srv1/psu2",
        "pdu-b -- srv2/psu2",
        "pdu-c -- sw/psu1",
        "ups -- pdu-a/input",
    ];
    assert_eq!(cords, expected);
    let device = |id: &str| scene.boxes.iter().find(|it| it.id == id).unwrap();
    // Feed A and what hangs on it stand on the left.
    assert!(device("feed-a").rect.x < device("feed-b").rect.x);
    assert!(device("pdu-a").rect.x < device("pdu-b").rect.x);
    assert!(device("feed-a").rect.y < device("ups").rect.y);
    assert!(device("ups").rect.y < device("pdu-a").rect.y);
    assert_eq!(device("ats").mark, Mark::SinglePoint);
    let cord = |id: &str| scene.cables.iter().find(|it| it.id == id).unwrap();
    assert_eq!(cord("pdu-b -- srv1/psu2").mark, Mark::TakeoverOnly);
    let sides = ["pdu-a -- srv1/psu1", "pdu-b -- srv1/psu2", "pdu-c -- sw/psu1"];
    let kinds = sides.map(|id| cord(id).kind);
    assert_eq!(kinds, [CableKind::Power(0), CableKind::Power(1), CableKind::Power(2)]);
    // The switch has a second supply that is plugged into nothing.
    let words: Vec<&str> = device("sw")
        .ports
        .iter()
        .flat_map(|port| port.texts.iter().map(|text| text.text.as_str()))
        .collect();
    assert_eq!(words, ["psu1", "→ pdu-c", "psu2", "no cable"]);
    // Forty servers on the same two units share a box.
    let topology = read("power", &made::power(40));
    let scene = scene::draw(&topology, View::Power, &|_| Mark::None, &title, Lang::En);
    assert!(scene.boxes.iter().any(|it| it.id == "srv[1-40]" && it.stands_for.len() == 40));
    let cord = scene.cables.iter().find(|it| it.links.len() == 40).unwrap();
    assert_eq!(cord.ends, ["pdu-a:srv[1-40]/psu1", "srv[1-40]/psu1"]);
}

#[test]
fn places_have_frames_and_servers_wired_alike_one_box() {
    let all = references();
    let scene = |wanted: &str| {
        let (_, topology, answer) = all.iter().find(|(name, _, _)| name == wanted).unwrap();
        draw(topology, &|id| answer.mark(id), Lang::En)
    };
    let frames = |scene: &Scene| scene.frames.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
    assert_eq!(frames(&scene("stretched-pair")), ["site:east", "site:west", "site:third"]);
    assert_eq!(frames(&scene("blade-enclosure")), ["encl"]);
    assert_eq!(frames(&scene("s1-complete")), [""; 0]);
    let large = scene("edge-core-200");
    let servers: Vec<(&str, usize)> = large
        .boxes
        .iter()
        .filter(|it| it.id.starts_with("srv"))
        .map(|it| (it.id.as_str(), it.stands_for.len()))
        .collect();
    let expected = [
        ("srv001", 1),
        ("srv[002-040]", 39),
        ("srv041", 1),
        ("srv[042-080]", 39),
        ("srv[081-120]", 40),
        ("srv[121-160]", 40),
        ("srv[161-199]", 39),
        ("srv200", 1),
    ];
    assert_eq!(servers, expected);
    let cable = large.cables.iter().find(|it| it.id == "A-[002-040]").unwrap();
    assert_eq!(cable.ends, ["srv[002-040]:hba1/1", "edge-a1:[1-39]"]);
    assert!(cable.chips.iter().all(|chip| chip.text.text == "A · A-[002-040] · × 39"));
}

#[test]
fn awkward_topologies_are_drawn_cleanly() {
    for (name, text) in made::all() {
        let topology = read(name, &text);
        for lang in [Lang::En, Lang::Zh] {
            // Every third part in red, every third in amber: marks change widths.
            let marks = [Mark::None, Mark::TakeoverOnly, Mark::SinglePoint];
            for step in [0, 1] {
                let scene = draw(&topology, &|id| marks[id.index() * step % 3], lang);
                if step == 0 {
                    look(name, lang, &scene);
                }
                check::check(&scene, &topology)
                    .unwrap_or_else(|faults| panic!("{name}: {faults:#?}"));
            }
        }
    }
}

#[test]
fn whatever_is_joined_to_whatever_is_drawn_cleanly() {
    for seed in 0..SEEDS {
        let name = format!("random-{seed}");
        let text = made::random(seed);
        let topology = read(&name, &text);
        let scene = draw(&topology, &|_| Mark::None, Lang::En);
        if seed < 4 {
            look(&name, Lang::En, &scene);
        }
        check::check(&scene, &topology)
            .unwrap_or_else(|faults| panic!("{text}\n{name}: {faults:#?}"));
    }
}

#[test]
fn the_order_of_the_file_does_not_matter() {
    for (name, text) in made::all() {
        let plain = draw(&read(name, &text), &|_| Mark::None, Lang::En);
        for seed in 1..5 {
            let shuffled = made::shuffle(&text, seed);
            let scene = draw(&read(name, &shuffled), &|_| Mark::None, Lang::En);
            assert_eq!(plain, scene, "{name} shuffled by {seed}");
        }
    }
}

#[test]
fn the_svg_is_the_same_each_time_and_escapes_names() {
    for (name, topology, answer) in references() {
        let print = || svg::render(&draw(&topology, &|id| answer.mark(id), Lang::Zh));
        let text = print();
        assert_eq!(text, print(), "{name}");
        assert!(!text.contains("<script") && !text.contains("href"), "{name}");
        // Two hundred servers share boxes and lines.
        for cable in topology.cable_ids().filter(|_| topology.devices.len() < 100) {
            let id = check::name(&topology, cable);
            assert!(text.contains(&format!("<g class=\"cable\" data-id=\"{id}\"")), "{name}: {id}");
        }
    }
    let topology = made::title("a<b & \"c\"");
    let text = svg::render(&draw(&read("quotes", &topology), &|_| Mark::None, Lang::En));
    assert!(text.contains("a&lt;b &amp; &quot;c&quot;"));
    assert!(!text.contains("a<b"));
}
