//! The forms of a drawing: each has every device, port and cable of the layout, whatever the names.
//!
//! Where `dot` is on the path, it is asked whether it understands ours; the tools of Mermaid and D2 are asked by the
//! command in docs/development.md.
#![cfg(test)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::process::{Command, Stdio};

use common::{read, references};
use haplan::render::diagram::{d2, dot, drawio, html, mermaid, svg};
use haplan::sheet::scene::{self, Mark, Scene, TitleBlock, View, cabling};
use haplan::topology::Topology;
use haplan::words::Lang;
use quick_xml::Reader;
use quick_xml::events::Event;

const NAMES: &str = "haplan: 1
name: s1
title: 'A \"quoted\" <b>title</b> & ${more} # `code` \\'
servers:
  db.1-x: {model: generic/server}
  服务器甲: {model: generic/server}
switches:
  lan_1: {model: generic/ethernet-switch-24, existing: true}
networks:
  办公.net: {role: clients, uplinks: [\"lan_1:24\"]}
links:
  - {link: \"db.1-x:nic1 -- lan_1:1\", network: 办公.net, label: L.01-甲}
  - {link: \"服务器甲:nic1 -- lan_1:2\", network: 办公.net}
services:
  web: {home: db.1-x, clients: 办公.net}
";

fn draw(topology: &Topology) -> Scene {
    let title = topology.title.as_ref().map_or_else(String::new, ToString::to_string);
    let title = TitleBlock { title, name: topology.name.to_string(), ..TitleBlock::default() };
    cabling(topology, &|_| Mark::None, &title, Lang::Zh)
}

/// Every reference, and one with odd names.
fn scenes() -> Vec<(String, Scene)> {
    let mut scenes: Vec<(String, Scene)> =
        references().into_iter().map(|it| (it.name.clone(), draw(&it.topology))).collect();
    for it in references().iter().filter(|it| it.name.starts_with('s')) {
        let title = TitleBlock { name: it.name.clone(), ..TitleBlock::default() };
        let scene = scene::draw(&it.topology, View::Power, &|_| Mark::None, &title, Lang::En);
        scenes.push((format!("power of {}", it.name), scene));
    }
    let (topology, findings) = read("names", NAMES);
    assert!(findings.is_empty(), "{findings:#?}");
    scenes.push(("names".to_owned(), draw(&topology)));
    scenes
}

/// Elements of an XML text: name and attributes, with those that it stands in.
fn elements(xml: &str) -> Vec<(String, BTreeMap<String, String>)> {
    let mut reader = Reader::from_str(xml);
    let mut found = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(it) | Event::Empty(it) => {
                let attributes = it.attributes().map(|attribute| {
                    let attribute = attribute.unwrap();
                    let key = String::from_utf8(attribute.key.as_ref().to_vec()).unwrap();
                    (
                        key,
                        attribute
                            .normalized_value(quick_xml::XmlVersion::Implicit1_0)
                            .unwrap()
                            .into_owned(),
                    )
                });
                let name = String::from_utf8(it.name().as_ref().to_vec()).unwrap();
                found.push((name, attributes.collect()));
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn edges_of_drawio_hang_on_ports_of_their_devices() {
    for (name, scene) in scenes() {
        let all = elements(&drawio::render(&scene));
        let ports: BTreeMap<&str, &str> = all
            .iter()
            .filter(|(element, _)| element == "object")
            .map(|(_, it)| (it["id"].as_str(), it["component"].as_str()))
            .collect();
        let ids: Vec<&str> =
            all.iter().filter_map(|(_, it)| Some(it.get("id")?.as_str())).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{name}: an id stands twice");
        let clouds: Vec<&str> = ids.iter().copied().filter(|id| id.starts_with('n')).collect();
        let edges: Vec<[&str; 2]> = all
            .iter()
            .filter(|(element, it)| element == "mxCell" && it.contains_key("edge"))
            .map(|(_, it)| [it["source"].as_str(), it["target"].as_str()])
            .collect();
        assert_eq!(edges.len(), scene.cables.len(), "{name}");
        for (ends, cable) in edges.iter().zip(&scene.cables) {
            for (end, id) in ends.iter().zip(&cable.ends) {
                let found = ports.get(end).copied();
                let at_cloud = clouds.contains(end) && scene.clouds.iter().any(|it| it.id == *id);
                assert!(found == Some(id.as_str()) || at_cloud, "{name}: {end} is not {id}");
            }
        }
        let parents = all.iter().filter_map(|(_, it)| it.get("parent"));
        for parent in parents {
            assert!(unique.contains(parent.as_str()), "{name}: nothing is {parent}");
        }
    }
}

#[test]
fn every_form_has_every_device_port_and_cable() {
    for (name, scene) in scenes() {
        let ports: usize = scene.boxes.iter().map(|device| device.ports.len()).sum();
        let count = |text: &str, what: &str| text.matches(what).count();
        let text = dot::render(&scene);
        assert_eq!(count(&text, " -- "), scene.cables.len(), "{name}: dot");
        assert_eq!(count(&text, "PORT=\""), ports, "{name}: dot");
        assert_eq!(count(&text, "<TABLE "), scene.boxes.len(), "{name}: dot");
        let text = mermaid::render(&scene);
        assert_eq!(count(&text, " ---"), scene.cables.len(), "{name}: mermaid");
        assert_eq!(count(&text, "\n  subgraph "), scene.boxes.len(), "{name}: mermaid");
        let text = d2::render(&scene);
        assert_eq!(
            count(&text, "\nd") + count(&text, "\nn"),
            scene.boxes.len() + scene.clouds.len() + scene.cables.len(),
            "{name}: d2"
        );
        let page = html::render(&scene);
        assert!(page.contains(&svg::render(&scene)), "{name}");
        assert!(!page.contains("src=") && !page.contains("href="), "{name} fetches something");
    }
}

#[test]
fn odd_names_survive() {
    let (topology, _) = read("names", NAMES);
    let scene = draw(&topology);
    let d2 = d2::render(&scene);
    assert!(d2.contains("\\${more}") && d2.contains("\\\"quoted\\\""), "{d2}");
    for name in ["db.1-x", "服务器甲", "lan_1", "L.01-甲"] {
        for text in [&d2, &dot::render(&scene), &mermaid::render(&scene), &drawio::render(&scene)] {
            assert!(text.contains(name), "{name} is lost: {text}");
        }
    }
    assert!(mermaid::render(&scene).starts_with("---\ntitle: \"A \\\"quoted\\\" <b>"));
}

#[test]
fn graphviz_understands_it() {
    let version = Command::new("dot").arg("-V").output();
    if version.is_err() {
        eprintln!("skipped: there is no dot on the path");
        return;
    }
    for (name, scene) in scenes() {
        if scene.cables.len() > 500 {
            continue;
        }
        let mut dot = Command::new("dot")
            .arg("-Tplain")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let text = dot::render(&scene);
        let mut input = dot.stdin.take().unwrap();
        let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
        let output = dot.wait_with_output().unwrap();
        writer.join().unwrap().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !said.contains("Error"), "{name}: {said}");
        let plain = String::from_utf8_lossy(&output.stdout);
        let edges = plain.lines().filter(|line| line.starts_with("edge ")).count();
        assert_eq!(edges, scene.cables.len(), "{name}");
    }
}

#[cfg(feature = "png")]
#[test]
fn a_picture_without_its_words_is_not_drawn() {
    use haplan::render::diagram::png::{PngError, render};
    let (topology, _) = read("names", NAMES);
    let scene = draw(&topology);
    let picture = render(&svg::render(&scene)).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 5000);
    let odd = svg::render(&scene).replace("服务器甲", "服\u{10fffd}器");
    let missing = PngError::NoGlyphs("\u{10fffd}".to_owned());
    assert!(render(&odd) == Err(missing), "a character without a glyph is drawn as nothing");
}

#[test]
fn pages_are_files_and_documents() {
    let folder = tempfile::tempdir().unwrap();
    let file = "topologies/stretched-pair/topology.yaml";
    let run = |name: &str, more: &[&str]| {
        let path = folder.path().join(name);
        let args = ["diagram", file, "--lang", "en", "-o", path.to_str().unwrap()];
        common::haplan(&[&args[..], more].concat())
    };
    for name in ["x.y.svg", "x.html", "x.drawio", "x.dot"] {
        let output = run(name, &["--paper", "a4"]);
        assert!(output.status.success(), "{name}: {output:?}");
    }
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|it| it.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let count = names.len() - 3;
    let mut expected: Vec<String> = (1..=count).map(|page| format!("x.y-{page}.svg")).collect();
    expected.extend(["x.html", "x.drawio", "x.dot"].map(str::to_owned));
    expected.sort();
    assert_eq!(names, expected);
    assert!(count > 1);
    // All of each drawing, in its order, one to a sheet of paper.
    let html = read("x.html");
    assert!(html.contains("@page{size:297mm 210mm;margin:0}"));
    assert_eq!(html.matches("<section>").count(), count);
    let drawio = read("x.drawio");
    let diagrams = elements(&drawio).into_iter().filter(|(name, _)| name == "diagram").count();
    assert_eq!(diagrams, count);
    for page in 1..=count {
        let svg = read(&format!("x.y-{page}.svg"));
        assert!(html.contains(&svg), "page {page}");
        assert!(svg.contains(&format!("· {page} / {count}</title>")), "page {page}");
    }
    // What is legible on one sheet stays one; pages without a file to go to are refused.
    assert!(run("whole.svg", &["--paper", "a1"]).status.success());
    assert!(read("whole.svg").contains("<svg"));
    assert!(run("same.svg", &["--pages"]).status.success());
    assert_eq!(read("same-1.svg"), read("x.y-1.svg"));
    let refused = common::haplan(&["diagram", file, "--pages"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&refused.stderr).contains("pages: write them to files with -o")
    );
}
