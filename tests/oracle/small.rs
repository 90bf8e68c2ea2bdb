//! Small designs whose effects can be seen at a glance: the evaluator judged by hand, rule by rule.

use super::{Oracle, expand, names::natural};

/// One server with two FC ports on an array; `array` and `volume` fill in what is judged.
fn one_server(array: &str, volume: &str, links: &str) -> Oracle {
    Oracle::load(&format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: \"h[1-4]\", protocol: fc}}]}}
  t/array: {{kind: array, {array}}}
  t/switch: {{kind: switch, ports: [{{names: \"[0-7]\", protocol: fc}}]}}
servers: {{s: {{model: t/server}}}}
switches: {{x: {{model: t/switch, fabric: A}}, y: {{model: t/switch, fabric: B}}}}
arrays: {{a: {{model: t/array, volumes: {{v: {{{volume}}}}}}}}}
links: [{links}]
services: {{svc: {{home: s, volumes: [\"a:v\"]}}}}
"
    ))
}

const TWO: &str = "controllers: {A: {ports: [{names: \"A[0-1]\", protocol: fc}]}, \
                   B: {ports: [{names: \"B[0-1]\", protocol: fc}], takeover_ports: [B0]}}";

fn effect(oracle: &Oracle, faults: &[&str]) -> &'static str {
    oracle.effect("svc", faults).effect
}

#[test]
fn owner_access_moves_a_volume_only_when_its_owner_has_failed() {
    let to = |port: &str, failover: &str| {
        let array = format!("access: owner, {failover}{TWO}");
        one_server(&array, "raid: raid5, drives: 3", &format!("s:h1 -- a:A0, s:h2 -- a:{port}"))
    };
    let good = to("B0", "controller_failover: true, ");
    assert_eq!(effect(&good, &["a/A"]), "degraded");
    assert_eq!(effect(&good, &["s:h1"]), "outage");
    assert_eq!(effect(&good, &["s:h2"]), "degraded");
    assert_eq!(good.nominal("svc")["s"].paths, Some(1));
    let wrong_port = to("B1", "controller_failover: true, ");
    assert_eq!(effect(&wrong_port, &["a/A"]), "outage");
    assert_eq!(effect(&wrong_port, &["s:h2"]), "none");
    let unknown = to("B0", "");
    assert_eq!(effect(&unknown, &["a/A"]), "outage");
    assert_eq!(effect(&unknown, &["a/B"]), "none");
}

#[test]
fn every_controller_serves_under_alua_and_symmetric() {
    for (access, slow) in [("alua", 1), ("symmetric", 0)] {
        let links = "s:h1 -- a:A0, s:h2 -- a:B0";
        let array = format!("access: {access}, {TWO}");
        let oracle = one_server(&array, "raid: raid5, drives: 3", links);
        let figures = &oracle.nominal("svc")["s"];
        assert_eq!((figures.paths, figures.non_optimized), (Some(2), Some(slow)));
        assert_eq!(figures.disjoint, Some(2));
        assert_eq!(oracle.level("svc"), Some(4));
        assert_eq!(effect(&oracle, &["a/A"]), "degraded");
    }
}

#[test]
fn raid_decides_between_degraded_and_data_loss() {
    let links = "s:h1 -- a:A0";
    let array = format!("access: symmetric, {TWO}");
    let ten = one_server(&array, "raid: raid10, drives: 4", links);
    assert_eq!(effect(&ten, &["a/v/drive1", "a/v/drive3"]), "degraded");
    assert_eq!(effect(&ten, &["a/v/drive1", "a/v/drive2"]), "data-loss");
    assert_eq!(effect(&ten, &["a/v/drive1", "a"]), "outage");
    let none = one_server(&array, "drives: 1", links);
    assert_eq!(effect(&none, &["a/v/drive1"]), "data-loss");
    // Board, os, port, cable, host port, controller, array, drive.
    assert_eq!(none.cut_sets("svc", 1).len(), 8);
}

#[test]
fn grades_of_one_fabric() {
    let array = format!("access: symmetric, {TWO}");
    let ends = "s:h1 -- x:0, s:h2 -- y:0, a:A0 -- x:1, a:B0 -- y:1";
    let level = |links: &str| one_server(&array, "raid: raid5", links).level("svc");
    assert_eq!(level(ends), Some(4));
    assert_eq!(level(&format!("{ends}, x:2 -- y:2")), Some(3));
    let one_path = "s:h1 -- x:0, a:A0 -- y:1, x:2 -- y:2";
    assert_eq!(level(one_path), Some(1));
    assert_eq!(level(&format!("{one_path}, x:3 -- y:3")), Some(2));
    assert_eq!(level("s:h1 -- x:0, a:A0 -- x:1, a:B0 -- x:2"), Some(1));
}

/// Two servers on one array with power and clients; `cluster` and `service` fill in what is judged.
fn two_servers(cluster: &str, service: &str) -> Oracle {
    Oracle::load(&format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: [h1], protocol: fc}}, {{names: \"nic[1-2]\", protocol: ethernet}}], psus: {{count: 2, needed: 1}}}}
  t/array: {{kind: array, ports: [{{names: \"[1-2]\", protocol: fc}}]}}
  t/lan: {{kind: switch, ports: [{{names: \"[1-8]\", protocol: ethernet}}]}}
servers: {{\"s[1-2]\": {{model: t/server, power: {{psu1: ats, psu2: ups}}}}}}
switches: {{lan: {{model: t/lan}}}}
arrays: {{a: {{model: t/array, volumes: {{v: {{raid: raid5, drives: 3}}, q: {{raid: raid1, drives: 2}}}}}}}}
power:
  feed-1: {{kind: feed}}
  feed-2: {{kind: feed}}
  ats: {{kind: ats, feed: [feed-1, feed-2]}}
  ups: {{kind: ups, feed: feed-1}}
networks: {{office: {{role: clients}}, beat: {{role: heartbeat}}}}
links:
  - s[1-2]:h1 -- a:[1-2]
  - {{link: \"s[1-2]:nic1 -- lan:[1-2]\", network: office}}
  - {{link: s1:nic2 -- s2:nic2, network: beat, label: cross}}
groups: {{both: {{members: [\"a:1--s1:h1\", \"s1/psu1\"]}}}}
clusters: {{ha: {{nodes: [s1, s2], heartbeat: [beat], {cluster}}}}}
services: {{svc: {{cluster: ha, home: s1, {service}}}}}
"
    ))
}

#[test]
fn arbitration_decides_what_a_split_does() {
    let disk = "volumes: [\"a:v\"]";
    let race = two_servers("quorum: {volume: \"a:q\"}", disk);
    assert_eq!(effect(&race, &["cross"]), "failover");
    assert_eq!(race.effect("svc", &["cross"]).node.as_deref(), Some("s2"));
    assert_eq!(effect(&race, &["cross", "s2:h1"]), "failover");
    assert_eq!(race.effect("svc", &["cross", "s2:h1"]).state, "degraded");
    assert_eq!(effect(&race, &["a/q/drive1", "a/q/drive2"]), "degraded");
    assert_eq!(effect(&race, &["s2"]), "degraded");
    let lone = two_servers("arbitration: votes", disk);
    assert_eq!(effect(&lone, &["s2"]), "outage");
    let open = two_servers("arbitration: none", disk);
    assert_eq!(effect(&open, &["cross"]), "split-brain");
    assert_eq!(open.effect("svc", &["cross", "s1/os"]).state, "failover");
    assert_eq!(effect(&open, &["cross", "s1/os"]), "split-brain");
    let no_volumes = two_servers("arbitration: none", "clients: office");
    assert_eq!(effect(&no_volumes, &["cross"]), "degraded");
    assert_eq!(effect(&no_volumes, &["cross", "s1:nic1"]), "failover");
    assert_eq!(effect(&no_volumes, &["lan"]), "outage");
    assert_eq!(no_volumes.effect("svc", &[]).paths, None);
}

#[test]
fn power_and_groups_count_through_what_they_take_down() {
    let oracle = two_servers("arbitration: none", "volumes: [\"a:v\"]");
    assert_eq!(effect(&oracle, &["feed-2"]), "none");
    assert_eq!(effect(&oracle, &["feed-1"]), "degraded");
    assert_eq!(effect(&oracle, &["feed-1", "feed-2"]), "outage");
    assert_eq!(effect(&oracle, &["ats", "ups"]), "outage");
    assert_eq!(effect(&oracle, &["group:both"]), "failover");
    assert!(oracle.components().contains(&"cross".to_owned()) && !oracle.logical("cross"));
}

#[test]
fn names_expand_and_sort() {
    assert_eq!(expand("r[1-2]p[a,c]"), ["r1pa", "r1pc", "r2pa", "r2pc"]);
    assert_eq!(expand("[08-10]"), ["08", "09", "10"]);
    let mut names = ["fc-a:10", "a", "fc-a:2", "fc-a:02", "1"];
    names.sort_by(|a, b| natural(a, b));
    assert_eq!(names, ["1", "a", "fc-a:02", "fc-a:2", "fc-a:10"]);
}
