//! Small designs whose effects can be seen at a glance: the evaluator judged by hand, rule by rule.
//!
//! [`designs`] gives them to whoever wants to be judged by them too.

pub mod fences;
pub mod mirrors;
pub mod wiring;

use super::{Oracle, expand, names::natural};

/// One server with two FC ports on an array; `array` and `volume` fill in what is judged.
fn one_server(array: &str, volume: &str, links: &str) -> String {
    format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: \"h[1-4]\", protocol: fc}}]}}
  t/array: {{kind: array, {array}}}
  t/switch: {{kind: switch, ports: [{{names: \"[0-7]\", protocol: fc}}]}}
servers: {{s: {{model: t/server}}}}
switches: {{x: {{model: t/switch, fabric: A}}, y: {{model: t/switch, fabric: B}}, z: {{model: t/switch}}}}
arrays: {{a: {{model: t/array, volumes: {{v: {{{volume}}}}}}}}}
links: [{links}]
services: {{svc: {{home: s, volumes: [\"a:v\"]}}}}
"
    )
}

const TWO: &str = "controllers: {A: {ports: [{names: \"A[0-1]\", protocol: fc}]}, \
                   B: {ports: [{names: \"B[0-1]\", protocol: fc}], takeover_ports: [B0]}}";

/// One server on an array whose volume its owner alone serves; `second` is the second cable.
fn owned(failover: &str, second: &str) -> String {
    let array = format!("access: owner, {failover}{TWO}");
    one_server(&array, "raid: raid5, drives: 3", &format!("s:h1 -- a:A0, {second}"))
}

/// One server that reaches its array over given links between, where every controller serves.
fn linked(links: &str) -> String {
    one_server(&format!("access: symmetric, {TWO}"), "raid: raid5, drives: 3", links)
}

/// Two cables each over two switches.
const APART: &str = "s:h1 -- x:0, s:h2 -- y:0, a:A0 -- x:1, a:B0 -- y:1";
/// One cable each over two switches.
const ONE_PATH: &str = "s:h1 -- x:0, a:A0 -- y:1, x:2 -- y:2";

fn effect(oracle: &Oracle, faults: &[&str]) -> &'static str {
    oracle.effect("svc", faults).effect
}

/// Two servers on one array with power and clients; `cluster` and `service` fill in what is judged.
fn two_servers(cluster: &str, service: &str) -> String {
    format!(
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
    )
}

/// Some servers on one array, with a second one that `links` may join; `quorum` decides who goes on.
fn several(count: usize, quorum: &str, links: &str) -> String {
    format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: \"h[1-2]\", protocol: fc}}, {{names: [nic1], protocol: ethernet}}]}}
  t/array: {{kind: array, ports: [{{names: \"[1-4]\", protocol: fc}}]}}
  t/lan: {{kind: switch, ports: [{{names: \"[1-8]\", protocol: ethernet}}]}}
servers: {{\"s[1-{count}]\": {{model: t/server}}}}
switches: {{\"lan-[1-2]\": {{model: t/lan}}}}
arrays:
  a: {{model: t/array, volumes: {{v: {{raid: raid5, drives: 3}}, q: {{raid: raid1, drives: 2}}}}}}
  b: {{model: t/array, volumes: {{q: {{raid: raid1, drives: 2}}}}}}
networks: {{beat: {{role: heartbeat}}}}
links: [\"s[1-{count}]:h1 -- a:[1-{count}]\", {links}]
clusters: {{ha: {{nodes: [\"s[1-{count}]\"], heartbeat: [beat], quorum: {{volume: \"{quorum}\"}}}}}}
services: {{svc: {{cluster: ha, home: s1, volumes: [\"a:v\"]}}}}
"
    )
}

/// Three servers of which the last alone reaches the quorum.
fn three_servers() -> String {
    let beat = "{link: \"s[1-3]:nic1 -- lan-1:[1-3]\", network: beat}";
    several(3, "b:q", &format!("\"s3:h2 -- b:1\", {beat}"))
}

/// Two servers on each of two switches, which one cable joins.
fn four_servers() -> String {
    let beat = "{link: \"s[1-2]:nic1 -- lan-1:[1-2]\", network: beat}, \
                {link: \"s[3-4]:nic1 -- lan-2:[3-4]\", network: beat}, \
                {link: \"lan-1:8 -- lan-2:8\", network: beat, label: trunk}";
    several(4, "a:q", beat)
}

/// A server whose only cable ends on the controller that does not own its volume, and a group of its drives.
fn not_running() -> String {
    let array = format!("access: owner, {TWO}");
    let text = one_server(&array, "drives: 2, raid: raid1, owner: B", "s:h1 -- a:A0");
    text + "groups: {shelf: {members: [a/v/drive1, a/v/drive2], reason: one shelf}}\n"
}

/// Every design below with what it is about.
pub fn designs() -> Vec<(&'static str, String)> {
    let symmetric = format!("access: symmetric, {TWO}");
    let alua = format!("access: alua, {TWO}");
    let both = "s:h1 -- a:A0, s:h2 -- a:B0";
    let disk = "volumes: [\"a:v\"]";
    vec![
        ("takeover", owned("controller_failover: true, ", "s:h2 -- a:B0")),
        ("no takeover at this port", owned("controller_failover: true, ", "s:h2 -- a:B1")),
        ("takeover unknown", owned("", "s:h2 -- a:B0")),
        ("ALUA", one_server(&alua, "raid: raid5, drives: 3", both)),
        ("RAID 10", one_server(&symmetric, "raid: raid10, drives: 4", both)),
        ("one drive", one_server(&symmetric, "drives: 1", "s:h1 -- a:A0")),
        ("two fabrics", linked(APART)),
        ("two islands of one fabric", linked(APART).replace("fabric: B", "fabric: A")),
        ("two fabrics joined", linked(&format!("{APART}, x:2 -- y:2"))),
        ("one path", linked(ONE_PATH)),
        ("one path and two links", linked(&format!("{ONE_PATH}, x:3 -- y:3"))),
        ("a bridge beside", linked(&format!("{ONE_PATH}, x:3 -- y:3, y:4 -- z:4"))),
        ("not running", not_running()),
        ("a quorum", two_servers("quorum: {volume: \"a:q\"}", disk)),
        ("votes alone", two_servers("arbitration: votes", disk)),
        ("no arbitration", two_servers("arbitration: none", disk)),
        ("no volumes", two_servers("arbitration: none", "clients: office")),
        ("three servers", three_servers()),
        ("four servers", four_servers()),
    ]
}

/// The designs of what came to the model later: fences and heartbeats, mirrors, and more kinds of gear.
pub fn more_designs() -> Vec<(&'static str, String)> {
    [fences::designs(), mirrors::designs(), wiring::designs()].concat()
}

#[test]
fn owner_access_moves_a_volume_only_when_its_owner_has_failed() {
    let good = Oracle::load(&owned("controller_failover: true, ", "s:h2 -- a:B0"));
    assert_eq!(effect(&good, &["a/A"]), "degraded");
    assert_eq!(effect(&good, &["s:h1"]), "outage");
    assert_eq!(effect(&good, &["s:h2"]), "degraded");
    assert_eq!(good.nominal("svc")["s"].paths, Some(1));
    let wrong_port = Oracle::load(&owned("controller_failover: true, ", "s:h2 -- a:B1"));
    assert_eq!(effect(&wrong_port, &["a/A"]), "outage");
    assert_eq!(effect(&wrong_port, &["s:h2"]), "none");
    let unknown = Oracle::load(&owned("", "s:h2 -- a:B0"));
    assert_eq!(effect(&unknown, &["a/A"]), "outage");
    assert_eq!(effect(&unknown, &["a/B"]), "none");
}

#[test]
fn every_controller_serves_under_alua_and_symmetric() {
    for (access, slow) in [("alua", 1), ("symmetric", 0)] {
        let links = "s:h1 -- a:A0, s:h2 -- a:B0";
        let array = format!("access: {access}, {TWO}");
        let oracle = Oracle::load(&one_server(&array, "raid: raid5, drives: 3", links));
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
    let ten = Oracle::load(&one_server(&array, "raid: raid10, drives: 4", links));
    assert_eq!(effect(&ten, &["a/v/drive1", "a/v/drive3"]), "degraded");
    assert_eq!(effect(&ten, &["a/v/drive1", "a/v/drive2"]), "data-loss");
    assert_eq!(effect(&ten, &["a/v/drive1", "a"]), "outage");
    let none = Oracle::load(&one_server(&array, "drives: 1", links));
    assert_eq!(effect(&none, &["a/v/drive1"]), "data-loss");
    // Board, os, port, cable, host port, controller, array, drive.
    assert_eq!(none.cut_sets("svc", 1).len(), 8);
}

#[test]
fn grades_of_fabrics() {
    let level = |text: &str| Oracle::load(text).level("svc");
    assert_eq!(level(&linked(APART)), Some(4));
    assert_eq!(level(&linked(&format!("{APART}, x:2 -- y:2"))), Some(3));
    // Two islands with one label share the fate of its zoning.
    assert_eq!(level(&linked(APART).replace("fabric: B", "fabric: A")), Some(3));
    assert_eq!(level(&linked(ONE_PATH)), Some(1));
    assert_eq!(level(&linked(&format!("{ONE_PATH}, x:3 -- y:3"))), Some(2));
    assert_eq!(level(&linked(&format!("{ONE_PATH}, x:3 -- y:3, y:4 -- z:4"))), Some(1));
    assert_eq!(level(&linked("s:h1 -- x:0, a:A0 -- x:1, a:B0 -- x:2")), Some(1));
}

#[test]
fn a_service_that_does_not_run_can_still_lose_its_data() {
    let oracle = Oracle::load(&not_running());
    assert_eq!(effect(&oracle, &[]), "outage");
    assert_eq!(effect(&oracle, &["a/v/drive1"]), "outage");
    assert_eq!(effect(&oracle, &["group:shelf"]), "data-loss");
}

#[test]
fn a_quorum_has_no_vote_among_three() {
    let oracle = Oracle::load(&three_servers());
    assert_eq!(effect(&oracle, &["s3"]), "degraded");
    assert_eq!(effect(&oracle, &["s1"]), "failover");
    assert_eq!(effect(&oracle, &["s2", "s3"]), "outage");
    assert_eq!(effect(&oracle, &["s1", "s2"]), "outage");
}

#[test]
fn of_two_sides_that_may_go_on_the_first_node_counts() {
    let oracle = Oracle::load(&four_servers());
    assert_eq!(oracle.effect("svc", &["trunk"]).node.as_deref(), Some("s3"));
    let without_home = oracle.effect("svc", &["trunk", "s1:h1"]);
    assert_eq!((without_home.state, without_home.node.as_deref()), ("failover", Some("s2")));
}

#[test]
fn arbitration_decides_what_a_split_does() {
    let disk = "volumes: [\"a:v\"]";
    let race = Oracle::load(&two_servers("quorum: {volume: \"a:q\"}", disk));
    assert_eq!(effect(&race, &["cross"]), "failover");
    assert_eq!(race.effect("svc", &["cross"]).node.as_deref(), Some("s2"));
    assert_eq!(effect(&race, &["cross", "s2:h1"]), "failover");
    assert_eq!(race.effect("svc", &["cross", "s2:h1"]).state, "degraded");
    assert_eq!(effect(&race, &["a/q/drive1", "a/q/drive2"]), "degraded");
    assert_eq!(effect(&race, &["s2"]), "degraded");
    let lone = Oracle::load(&two_servers("arbitration: votes", disk));
    assert_eq!(effect(&lone, &["s2"]), "outage");
    let open = Oracle::load(&two_servers("arbitration: none", disk));
    assert_eq!(effect(&open, &["cross"]), "split-brain");
    assert_eq!(open.effect("svc", &["cross", "s1/os"]).state, "failover");
    assert_eq!(effect(&open, &["cross", "s1/os"]), "split-brain");
    let no_volumes = Oracle::load(&two_servers("arbitration: none", "clients: office"));
    assert_eq!(effect(&no_volumes, &["cross"]), "degraded");
    assert_eq!(effect(&no_volumes, &["cross", "s1:nic1"]), "failover");
    assert_eq!(effect(&no_volumes, &["lan"]), "outage");
    assert_eq!(no_volumes.effect("svc", &[]).paths, None);
}

#[test]
fn power_and_groups_count_through_what_they_take_down() {
    let oracle = Oracle::load(&two_servers("arbitration: none", "volumes: [\"a:v\"]"));
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
