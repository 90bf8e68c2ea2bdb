//! Figures of the engine that the evaluator by brute force does not know, on designs made for them.
#![cfg(test)]

mod common;

use common::read;
use haplan::facts::Facts;
use haplan::topology::Topology;

fn sound(text: &str) -> Topology {
    let (topology, findings) = read("design", text);
    assert!(findings.is_empty(), "{findings:#?}\n{text}");
    topology
}

/// One server with a fast and a slow cable to an array, both straight or both over one switch.
fn two_cables(protocol: &str, links: &str) -> Topology {
    sound(&format!(
        "
haplan: 1
parts:
  t/server:
    kind: server
    ports: [{{names: [h1], protocol: {protocol}, speeds: [8]}}, {{names: [h2], protocol: {protocol}, speeds: [4]}}]
  t/array: {{kind: array, access: symmetric, ports: [{{names: \"[1-4]\", protocol: {protocol}, speeds: [8, 4], role: host}}]}}
  t/switch:
    kind: switch
    ports: [{{names: \"[0-7]\", protocol: {protocol}, speeds: [8, 4], licensed: 5}}]
servers: {{s: {{model: t/server}}}}
switches: {{x: {{model: t/switch}}}}
arrays: {{a: {{model: t/array, volumes: {{v: {{raid: raid5, drives: 3}}}}}}}}
links: [{links}]
services: {{svc: {{home: s, volumes: [\"a:v\"]}}}}
"
    ))
}

#[test]
fn bandwidth_is_the_sum_of_the_cables_and_after_a_fault_the_least() {
    let direct = two_cables("fc", "s:h1 -- a:1, s:h2 -- a:2");
    let facts = Facts::new(&direct);
    let id = direct.service_ids().next().unwrap();
    assert_eq!(facts.bandwidth(id), (Some(12_000), Some(4_000)));
    // One cable of the array bounds both of the server.
    let switched = two_cables("fc", "s:h1 -- x:0, s:h2 -- x:1, a:1 -- x:2");
    assert_eq!(Facts::new(&switched).bandwidth(id), (Some(8_000), Some(4_000)));
    // How many lanes a SAS cable has is not known.
    let sas = two_cables("sas", "s:h1 -- a:1, s:h2 -- a:2");
    assert_eq!(Facts::new(&sas).bandwidth(id), (None, None));
}

#[test]
fn ports_are_left_on_what_hosts_hang_on() {
    let direct = two_cables("fc", "s:h1 -- a:1, s:h2 -- a:2");
    assert_eq!(Facts::new(&direct).ports_left(false, true), 2);
    let switched = two_cables("fc", "s:h1 -- x:0, s:h2 -- x:1, a:1 -- x:2");
    let facts = Facts::new(&switched);
    assert_eq!((facts.ports_left(true, false), facts.ports_left(true, true)), (2, 2 + 3));
}

#[test]
fn a_node_that_is_just_big_enough_is_not_overloaded() {
    let overloads = |cpus: u32| {
        let topology = sound(&format!(
            "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: [h1], protocol: fc}}]}}
  t/array: {{kind: array, ports: [{{names: \"[1-2]\", protocol: fc}}]}}
servers: {{\"s[1-2]\": {{model: t/server, cpus: 4}}}}
arrays: {{a: {{model: t/array, volumes: {{\"v[1-2]\": {{raid: raid5, drives: 3}}}}}}}}
links: [\"s[1-2]:h1 -- a:[1-2]\"]
clusters: {{ha: {{nodes: [s1, s2], mode: mutual}}}}
services:
  one: {{cluster: ha, home: s1, volumes: [\"a:v1\"], load: {{cpus: {cpus}}}}}
  two: {{cluster: ha, home: s2, volumes: [\"a:v2\"], load: {{cpus: 2}}}}
"
        ));
        let overloads = Facts::new(&topology).overloads();
        overloads.iter().map(|it| (it.have, it.need, it.failed.is_some())).collect::<Vec<_>>()
    };
    assert_eq!(overloads(2), []);
    assert_eq!(overloads(3), [(4, 5, true), (4, 5, true)]);
    assert_eq!(overloads(5), [(4, 5, false), (4, 7, true), (4, 7, true)]);
}
