//! Mirrors by hosts and by arrays, and legs that are out of date.

use crate::oracle::Oracle;

/// Two servers that keep their own drives alike over one cable and hear each other over another.
fn on_nodes(cluster: &str, service: &str) -> String {
    format!(
        "
haplan: 1
parts: {{t/server: {{kind: server, ports: [{{names: \"nic[1-2]\", protocol: ethernet}}]}}}}
servers:
  \"s[1-2]\":
    model: t/server
    drives: [{{model: generic/drive, count: 2, raid: raid1, use: \"mirror:data\"}}]
networks: {{beat: {{role: heartbeat}}, repl: {{role: replication}}}}
links:
  - {{link: s1:nic1 -- s2:nic1, network: beat, label: cross}}
  - {{link: s1:nic2 -- s2:nic2, network: repl, label: copy}}
mirrors: {{data: {{legs: [s1, s2], by: host, over: [repl]}}}}
clusters: {{ha: {{nodes: [s1, s2], heartbeat: [beat]{cluster}}}}}
services: {{svc: {{cluster: ha, {service}volumes: [\"mirror:data\"]}}}}
"
    )
}

/// One or two servers, each with a cable to either array; `mirror` says who keeps their volumes alike.
fn on_arrays(servers: usize, mirror: &str) -> String {
    let nodes = if servers == 1 { "[s1]" } else { "[s1, s2]" };
    format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: \"h[1-2]\", protocol: fc}}, {{names: [nic1], protocol: ethernet}}]}}
  t/array: {{kind: array, ports: [{{names: \"[1-2]\", protocol: fc}}, {{names: \"r[1-2]\", protocol: ethernet, role: management}}]}}
  t/lan: {{kind: switch, ports: [{{names: \"[1-8]\", protocol: ethernet}}]}}
servers: {{\"s[1-{servers}]\": {{model: t/server}}, wit: {{model: t/server}}}}
switches: {{lan: {{model: t/lan}}}}
arrays: {{\"[e,w]\": {{model: t/array, volumes: {{v: {{raid: raid5, drives: 3}}}}}}}}
networks: {{repl: {{role: replication}}, far: {{role: management}}}}
links:
  - s[1-{servers}]:h1 -- e:[1-{servers}]
  - s[1-{servers}]:h2 -- w:[1-{servers}]
  - {{link: e:r1 -- w:r1, network: repl, label: copy}}
  - {{link: \"[e,w]:r2 -- lan:[1-2]\", network: far}}
  - {{link: wit:nic1 -- lan:3, network: far}}
mirrors: {{data: {{legs: [\"e:v\", \"w:v\"], {mirror}}}}}
clusters: {{ha: {{nodes: {nodes}, arbitration: none}}}}
services: {{svc: {{cluster: ha, home: s1, volumes: [\"mirror:data\"]}}}}
"
    )
}

const ALONE: &str = "by: array, over: [repl]";
const WITNESSED: &str = "by: array, over: [repl], witness: {server: wit}";
const OTHER_FIRST: &str = "by: array, over: [repl], prefer: \"w:v\"";

/// Every design below with what it is about.
pub fn designs() -> Vec<(&'static str, String)> {
    vec![
        ("a mirror on nodes", on_nodes("", "home: s1, ")),
        ("a mirror on nodes, all at once", on_nodes(", mode: dual-active", "")),
        ("a mirror over volumes", on_arrays(2, "by: host")),
        ("a mirror of arrays", on_arrays(1, ALONE)),
        ("a mirror of arrays with a witness", on_arrays(1, WITNESSED)),
        ("a mirror of arrays, the second preferred", on_arrays(1, OTHER_FIRST)),
        ("a mirror of arrays for two", on_arrays(2, WITNESSED)),
    ]
}

fn effect(oracle: &Oracle, faults: &[&str]) -> &'static str {
    oracle.effect("svc", faults).effect
}

#[test]
fn a_leg_that_fell_behind_is_of_no_use() {
    let oracle = Oracle::load(&on_nodes("", "home: s1, "));
    assert_eq!(effect(&oracle, &[]), "none");
    assert_eq!(effect(&oracle, &["copy"]), "degraded");
    assert_eq!(effect(&oracle, &["s1"]), "failover");
    assert_eq!(effect(&oracle, &["s2"]), "degraded");
    // The copy stopped while s1 went on, and then s1 died.
    assert_eq!(effect(&oracle, &["copy", "s1"]), "outage");
    assert_eq!(oracle.effect("svc", &["copy", "s1"]).state, "outage");
    assert_eq!(effect(&oracle, &["copy", "s2"]), "degraded");
    assert_eq!(effect(&oracle, &["s1/drive1"]), "degraded");
    assert_eq!(effect(&oracle, &["s1/drive1", "s1/drive2"]), "failover");
    assert_eq!(effect(&oracle, &["copy", "s1/drive1", "s1/drive2"]), "data-loss");
    let all = ["s1/drive1", "s1/drive2", "s2/drive1", "s2/drive2"];
    assert_eq!(effect(&oracle, &all), "data-loss");
    // Without arbitration a split writes on both.
    assert_eq!(effect(&oracle, &["cross"]), "split-brain");
    let figures = &oracle.nominal("svc")["s1"];
    assert_eq!((figures.paths, figures.disjoint, oracle.level("svc")), (None, None, None));
}

#[test]
fn where_all_run_either_may_be_the_one_that_went_on() {
    let oracle = Oracle::load(&on_nodes(", mode: dual-active", ""));
    assert_eq!(effect(&oracle, &["copy"]), "degraded");
    assert_eq!(effect(&oracle, &["s1"]), "degraded");
    assert_eq!(effect(&oracle, &["copy", "s1"]), "outage");
    assert_eq!(effect(&oracle, &["copy", "s2"]), "outage");
    assert_eq!(effect(&oracle, &["cross"]), "split-brain");
}

#[test]
fn a_host_writes_on_the_volumes_that_it_reaches() {
    let oracle = Oracle::load(&on_arrays(2, "by: host"));
    let figures = &oracle.nominal("svc")["s1"];
    assert_eq!((figures.paths, figures.disjoint), (Some(2), Some(2)));
    assert_eq!(effect(&oracle, &["e"]), "degraded");
    assert_eq!(oracle.effect("svc", &["e"]).paths, Some(1));
    assert_eq!(effect(&oracle, &["s1:h1"]), "degraded");
    // With e behind, s2 may use w alone.
    assert_eq!(effect(&oracle, &["s1:h1", "s1/os"]), "failover");
    assert_eq!(oracle.effect("svc", &["s1:h1", "s1/os"]).paths, Some(1));
    assert_eq!(effect(&oracle, &["s1:h1", "w"]), "outage");
    assert_eq!(effect(&oracle, &["e", "w"]), "outage");
    assert_eq!(effect(&oracle, &["copy"]), "none");
    let of_e = ["e/v/drive1", "e/v/drive2"];
    assert_eq!(effect(&oracle, &of_e), "degraded");
    assert_eq!(effect(&oracle, &[&of_e[..], &["w/v/drive1", "w/v/drive2"]].concat()), "data-loss");
}

#[test]
fn without_a_witness_the_preferred_array_goes_on() {
    let oracle = Oracle::load(&on_arrays(1, ALONE));
    assert_eq!(oracle.nominal("svc")["s1"].paths, Some(2));
    assert_eq!(effect(&oracle, &["copy"]), "degraded");
    assert_eq!(oracle.effect("svc", &["copy"]).paths, Some(1));
    assert_eq!(effect(&oracle, &["w"]), "degraded");
    assert_eq!(effect(&oracle, &["e"]), "outage");
    assert_eq!(effect(&oracle, &["copy", "s1:h1"]), "outage");
    assert_eq!(effect(&oracle, &["s1:h1"]), "degraded");
    assert_eq!(effect(&oracle, &["wit:nic1"]), "none");
    assert_eq!(effect(&oracle, &["e/v/drive1", "e/v/drive2"]), "degraded");
    assert_eq!(effect(&oracle, &["copy", "e/v/drive1", "e/v/drive2"]), "data-loss");
    let other = Oracle::load(&on_arrays(1, OTHER_FIRST));
    assert_eq!(effect(&other, &["w"]), "outage");
    assert_eq!(effect(&other, &["e"]), "degraded");
}

#[test]
fn a_witness_chooses_the_array_that_goes_on() {
    let oracle = Oracle::load(&on_arrays(1, WITNESSED));
    for part in ["copy", "e", "w", "wit", "wit/os", "lan", "e:r2"] {
        assert_eq!(effect(&oracle, &[part]), "degraded", "{part}");
    }
    assert_eq!(effect(&oracle, &["wit", "copy"]), "outage");
    assert_eq!(effect(&oracle, &["wit", "e"]), "outage");
    assert_eq!(effect(&oracle, &["copy", "w"]), "degraded");
    // w was suspended when the copy stopped; nobody may promote it.
    assert_eq!(effect(&oracle, &["copy", "e"]), "outage");
    assert_eq!(oracle.effect("svc", &["copy", "e"]).state, "outage");
    assert_eq!(effect(&oracle, &["e:r2", "e"]), "degraded");
    // The copy may have stopped first, so that w is behind.
    assert_eq!(effect(&oracle, &["e:r2", "copy"]), "outage");
    // The preferred array never reached the witness.
    let apart = on_arrays(1, WITNESSED).replace("[e,w]:r2 -- lan:[1-2]", "w:r2 -- lan:2");
    let apart = Oracle::load(&apart);
    assert_eq!(effect(&apart, &["copy"]), "degraded");
    assert_eq!(effect(&apart, &["copy", "e"]), "degraded");
    assert_eq!(effect(&apart, &["copy", "s1:h2"]), "outage");
    assert_eq!(effect(&apart, &["copy", "w"]), "outage");
}
