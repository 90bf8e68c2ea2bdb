//! Fences, ties and heartbeats of two and three nodes.

use crate::oracle::Oracle;

/// Two servers on one array, each behind its own PDU, with a heartbeat between them and a LAN for management.
fn pair(cluster: &str, links: &str) -> String {
    format!(
        "
haplan: 1
parts:
  t/server:
    kind: server
    ports:
      - {{names: [h1], protocol: fc}}
      - {{names: \"nic[1-2]\", protocol: ethernet}}
      - {{names: [com1], protocol: serial}}
      - {{names: [ilo], protocol: ethernet, role: bmc}}
    psus: {{count: 1, needed: 1}}
  t/array: {{kind: array, ports: [{{names: \"[1-4]\", protocol: fc}}]}}
  t/lan: {{kind: switch, ports: [{{names: \"[1-8]\", protocol: ethernet}}]}}
  t/pdu: {{kind: pdu, ports: [{{names: [net], protocol: ethernet, role: management}}]}}
servers:
  s1: {{model: t/server, power: {{psu1: pdu-1}}}}
  s2: {{model: t/server, power: {{psu1: pdu-2}}}}
  wit: {{model: t/server}}
power: {{\"pdu-[1-2]\": {{kind: pdu, model: t/pdu}}}}
switches: {{lan: {{model: t/lan}}}}
arrays: {{a: {{model: t/array, volumes: {{v: {{raid: raid5, drives: 3}}, q: {{raid: raid1, drives: 2}}}}}}}}
networks: {{beat: {{role: heartbeat}}, mgmt: {{role: management}}, tty: {{role: heartbeat}}}}
links:
  - s[1-2]:h1 -- a:[1-2]
  - {{link: s1:nic1 -- s2:nic1, network: beat, label: cross}}
  - {{link: \"s[1-2]:nic2 -- lan:[1-2]\", network: mgmt}}
  - {{link: \"s[1-2]:ilo -- lan:[3-4]\", network: mgmt}}
{links}
clusters: {{ha: {{nodes: [s1, s2], {cluster}}}}}
services: {{svc: {{cluster: ha, home: s1, volumes: [\"a:v\"]}}}}
"
    )
}

/// The pair with a heartbeat of its own network and fences of one kind.
fn fenced(more: &str, s1: &str, s2: &str, links: &str) -> String {
    let fencing = format!("fencing: {{s1: [{s1}], s2: [{s2}]}}");
    pair(&format!("heartbeat: [beat], {fencing}{more}"), links)
}

fn by_bmc(more: &str) -> String {
    fenced(more, "{bmc: ilo}", "{bmc: ilo, network: mgmt}", "")
}

fn by_reserve() -> String {
    fenced("", "{reserve: \"a:q\"}", "{reserve: \"a:q\"}", "")
}

fn by_outlets(links: &str) -> String {
    fenced("", "{outlets: [pdu-1]}", "{outlets: [pdu-2]}", links)
}

fn by_two_methods() -> String {
    fenced("", "{bmc: ilo}, {reserve: \"a:q\"}", "{bmc: ilo}", "")
}

const OUTLETS_CABLED: &str = "  - {link: \"pdu-[1-2]:net -- lan:[5-6]\", network: mgmt}";
const WITNESS_CABLED: &str = "  - {link: wit:nic1 -- lan:7, network: mgmt}";
const SERIAL: &str = "  - {link: s1:com1 -- s2:com1, network: tty, label: null-modem}";

fn by_server(more: &str) -> String {
    pair(&format!("heartbeat: [beat], quorum: {{server: wit}}{more}"), WITNESS_CABLED)
}

/// Three servers that hear each other over one switch and fence each other over it.
fn three() -> String {
    "
haplan: 1
parts:
  t/server: {kind: server, ports: [{names: [h1], protocol: fc}, {names: [nic1], protocol: ethernet}, {names: [ilo], protocol: ethernet, role: bmc}]}
  t/array: {kind: array, ports: [{names: \"[1-4]\", protocol: fc}]}
  t/lan: {kind: switch, ports: [{names: \"[1-8]\", protocol: ethernet}]}
servers: {\"s[1-3]\": {model: t/server}}
switches: {lan: {model: t/lan}}
arrays: {a: {model: t/array, volumes: {v: {raid: raid5, drives: 3}}}}
networks: {beat: {role: heartbeat}}
links:
  - s[1-3]:h1 -- a:[1-3]
  - {link: \"s[1-3]:nic1 -- lan:[1-3]\", network: beat}
  - {link: \"s[1-3]:ilo -- lan:[4-6]\", network: beat}
clusters: {ha: {nodes: [\"s[1-3]\"], heartbeat: beat, fencing: {\"s[1-3]\": [{bmc: ilo}]}}}
services: {svc: {cluster: ha, home: s1, volumes: [\"a:v\"]}}
"
    .to_owned()
}

/// Two servers on each of two switches that one cable joins, with a quorum; `fenced` are those that can be fenced.
fn four(fenced: &str, more: &str) -> String {
    format!(
        "
haplan: 1
parts:
  t/server: {{kind: server, ports: [{{names: [h1], protocol: fc}}, {{names: [nic1], protocol: ethernet}}]}}
  t/array: {{kind: array, ports: [{{names: \"[1-4]\", protocol: fc}}]}}
  t/lan: {{kind: switch, ports: [{{names: \"[1-8]\", protocol: ethernet}}]}}
servers: {{\"s[1-4]\": {{model: t/server}}}}
switches: {{\"lan-[1-2]\": {{model: t/lan}}}}
arrays: {{a: {{model: t/array, volumes: {{v: {{raid: raid5, drives: 3}}, q: {{raid: raid5, drives: 3}}}}}}}}
networks: {{beat: {{role: heartbeat}}}}
links:
  - s[1-4]:h1 -- a:[1-4]
  - {{link: \"s[1-2]:nic1 -- lan-1:[1-2]\", network: beat}}
  - {{link: \"s[3-4]:nic1 -- lan-2:[3-4]\", network: beat}}
  - {{link: lan-1:8 -- lan-2:8, network: beat, label: trunk}}
clusters:
  ha: {{nodes: [\"s[1-4]\"], heartbeat: beat, quorum: {{volume: \"a:q\"}}, arbitration: fenced, fencing: {{\"{fenced}\": [{{reserve: \"a:v\"}}]}}{more}}}
services: {{svc: {{cluster: ha, home: s1, volumes: [\"a:v\"]}}}}
"
    )
}

/// Every design below with what it is about.
pub fn designs() -> Vec<(&'static str, String)> {
    vec![
        ("fenced by bmc", by_bmc("")),
        ("fenced by bmc, the home first", by_bmc(", tie_break: home")),
        ("fenced by bmc, all at once", by_bmc(", mode: dual-active").replace("home: s1, ", "")),
        ("fenced by reservation", by_reserve()),
        ("fenced by outlets", by_outlets("")),
        ("fenced by outlets over the LAN", by_outlets(OUTLETS_CABLED)),
        ("fenced by one of two", by_two_methods()),
        ("fenced among three", three()),
        ("fenced among four", four("s[1-4]", "")),
        ("fenced among four, all but one", four("s[1,3-4]", "")),
        ("fenced among four, the home first", four("s[1-4]", ", tie_break: home")),
        ("a quorum server", by_server("")),
        ("a quorum server, the home first", by_server(", tie_break: home")),
        ("all at once without arbitration", all_at_once("heartbeat: [beat]")),
        ("all at once with a quorum", all_at_once("heartbeat: [beat], quorum: {volume: \"a:q\"}")),
        ("a heartbeat over a volume", pair("heartbeat: [beat, {volume: \"a:q\"}]", "")),
        ("a serial heartbeat", pair("heartbeat: [beat, tty]", SERIAL)),
    ]
}

fn all_at_once(cluster: &str) -> String {
    pair(&format!("mode: dual-active, {cluster}"), "").replace("home: s1, ", "")
}

fn says(oracle: &Oracle, faults: &[&str]) -> (&'static str, &'static str) {
    let outcome = oracle.effect("svc", faults);
    (outcome.effect, outcome.state)
}

fn effect(oracle: &Oracle, faults: &[&str]) -> &'static str {
    oracle.effect("svc", faults).effect
}

#[test]
fn a_side_takes_over_only_if_it_can_fence_the_rest() {
    let bmc = Oracle::load(&by_bmc(""));
    assert_eq!(effect(&bmc, &[]), "none");
    // Either shoots first.
    assert_eq!(effect(&bmc, &["cross"]), "failover");
    assert_eq!(bmc.effect("svc", &["cross"]).node.as_deref(), Some("s2"));
    // The board is dead, but its bmc answers; without power neither does.
    assert_eq!(effect(&bmc, &["s1"]), "failover");
    assert_eq!(effect(&bmc, &["s1/os"]), "failover");
    assert_eq!(effect(&bmc, &["pdu-1"]), "outage");
    assert_eq!(effect(&bmc, &["s1/psu1"]), "outage");
    assert_eq!(effect(&bmc, &["s1:ilo"]), "degraded");
    assert_eq!(effect(&bmc, &["s1:ilo", "s1"]), "outage");
    assert_eq!(effect(&bmc, &["s2"]), "degraded");
    // Who cannot shoot waits, and the home keeps its service.
    assert_eq!(says(&bmc, &["lan", "cross"]), ("failover", "degraded"));
    assert_eq!(effect(&bmc, &["lan", "s1"]), "outage");
    // On one side no fence is needed.
    assert_eq!(effect(&bmc, &["s1:h1"]), "failover");
    assert_eq!(effect(&bmc, &["s1:h1", "lan"]), "failover");
    assert_eq!(effect(&bmc, &["s1:h1", "cross"]), "failover");
    assert_eq!(effect(&bmc, &["s1:h1", "cross", "lan"]), "outage");
    // A side that wins and has no fit node runs it nowhere.
    assert_eq!(effect(&bmc, &["s2:h1", "cross"]), "outage");
}

#[test]
fn tie_break_home_wins_the_race_of_a_fit_home() {
    let bmc = Oracle::load(&by_bmc(", tie_break: home"));
    assert_eq!(effect(&bmc, &["cross"]), "degraded");
    assert_eq!(effect(&bmc, &["s2:h1", "cross"]), "degraded");
    assert_eq!(effect(&bmc, &["s1"]), "failover");
    assert_eq!(effect(&bmc, &["pdu-1"]), "outage");
    assert_eq!(effect(&bmc, &["cross", "s1:h1"]), "failover");
}

#[test]
fn reservations_and_outlets_fence_in_their_own_ways() {
    let reserve = Oracle::load(&by_reserve());
    assert_eq!(effect(&reserve, &["pdu-1"]), "failover");
    assert_eq!(effect(&reserve, &["cross"]), "failover");
    assert_eq!(says(&reserve, &["cross", "s2:h1"]), ("failover", "degraded"));
    assert_eq!(effect(&reserve, &["a/q/drive1"]), "degraded");
    assert_eq!(effect(&reserve, &["a/q/drive1", "a/q/drive2", "s1"]), "outage");
    let outlets = Oracle::load(&by_outlets(""));
    assert_eq!(effect(&outlets, &["s1"]), "failover");
    assert_eq!(effect(&outlets, &["lan"]), "none");
    // The outlet that should cut it off is dead too.
    assert_eq!(effect(&outlets, &["pdu-1"]), "outage");
    let cabled = Oracle::load(&by_outlets(OUTLETS_CABLED));
    assert_eq!(effect(&cabled, &["s1"]), "failover");
    assert_eq!(effect(&cabled, &["lan"]), "degraded");
    assert_eq!(effect(&cabled, &["pdu-1:net"]), "degraded");
    assert_eq!(effect(&cabled, &["pdu-1:net", "s1"]), "outage");
    let two = Oracle::load(&by_two_methods());
    assert_eq!(effect(&two, &["pdu-1"]), "failover");
    assert_eq!(effect(&two, &["pdu-1", "s2:h1"]), "outage");
}

#[test]
fn among_three_a_side_needs_a_majority_to_fence() {
    let oracle = Oracle::load(&three());
    assert_eq!(effect(&oracle, &["s1"]), "failover");
    assert_eq!(effect(&oracle, &["s1", "s2"]), "outage");
    assert_eq!(effect(&oracle, &["s2", "s3"]), "degraded");
    // Cut off from the others the home can be shot, but not while they cannot reach its bmc.
    assert_eq!(effect(&oracle, &["s1:nic1"]), "failover");
    assert_eq!(says(&oracle, &["s1:nic1", "s1:ilo"]), ("failover", "degraded"));
    assert_eq!(effect(&oracle, &["s3:nic1"]), "degraded");
    assert_eq!(effect(&oracle, &["lan"]), "degraded");
}

#[test]
fn among_four_the_quorum_decides_who_may_fence() {
    let all = Oracle::load(&four("s[1-4]", ""));
    assert_eq!(effect(&all, &["trunk"]), "failover");
    assert_eq!(all.effect("svc", &["trunk"]).node.as_deref(), Some("s3"));
    // With the home unfit either side may win, and of equal outcomes the first node is told.
    assert_eq!(all.effect("svc", &["trunk", "s1:h1"]).node.as_deref(), Some("s2"));
    // Nobody has a majority without the quorum, so nobody may shoot.
    assert_eq!(all.effect("svc", &["trunk", "a/q/drive1", "a/q/drive2"]).state, "degraded");
    // The home is shot, but the other side cannot be sure of s2.
    let but_one = Oracle::load(&four("s[1,3-4]", ""));
    assert_eq!(effect(&but_one, &["trunk"]), "outage");
    assert_eq!(says(&but_one, &["trunk", "s1:h1"]), ("outage", "failover"));
    let home_first = Oracle::load(&four("s[1-4]", ", tie_break: home"));
    assert_eq!(effect(&home_first, &["trunk"]), "degraded");
}

#[test]
fn all_nodes_at_once_split_as_their_arbitration_lets_them() {
    let load = |text: String| Oracle::load(&text);
    let open = load(all_at_once("heartbeat: [beat]"));
    assert_eq!(effect(&open, &["cross"]), "split-brain");
    assert_eq!(effect(&open, &["s1"]), "degraded");
    assert_eq!(open.effect("svc", &["s1"]).node.as_deref(), Some("s2"));
    let votes = load(all_at_once("heartbeat: [beat], quorum: {volume: \"a:q\"}"));
    assert_eq!(effect(&votes, &["cross"]), "degraded");
    assert_eq!(votes.effect("svc", &["cross"]).node.as_deref(), Some("s1"));
    assert_eq!(effect(&votes, &["cross", "s1:h1"]), "degraded");
    let fences = load(by_bmc(", mode: dual-active").replace("home: s1, ", ""));
    assert_eq!(effect(&fences, &["cross"]), "degraded");
    // The side that wins may be the one that cannot run it.
    assert_eq!(effect(&fences, &["cross", "s1:h1"]), "outage");
    assert_eq!(effect(&fences, &["s1:h1"]), "degraded");
    assert_eq!(effect(&fences, &["s1"]), "degraded");
    assert_eq!(effect(&fences, &["pdu-1"]), "outage");
    // Neither can shoot, so both wait, and a side that waits stops.
    assert_eq!(effect(&fences, &["cross", "lan"]), "outage");
}

#[test]
fn a_quorum_server_gives_its_vote_to_one_side() {
    let oracle = Oracle::load(&by_server(""));
    assert_eq!(effect(&oracle, &["cross"]), "failover");
    for part in ["wit", "wit/os", "wit:nic1", "lan"] {
        assert_eq!(effect(&oracle, &[part]), "degraded");
        assert_eq!(effect(&oracle, &[part, "cross"]), "outage");
    }
    assert_eq!(effect(&oracle, &["s1"]), "failover");
    assert_eq!(effect(&oracle, &["s1", "wit"]), "outage");
    let home_first = Oracle::load(&by_server(", tie_break: home"));
    assert_eq!(effect(&home_first, &["cross"]), "degraded");
    assert_eq!(effect(&home_first, &["cross", "s1:nic2"]), "failover");
}

#[test]
fn nodes_hear_each_other_over_volumes_and_serial_cables() {
    let volume = Oracle::load(&pair("heartbeat: [beat, {volume: \"a:q\"}]", ""));
    assert_eq!(effect(&volume, &["cross"]), "degraded");
    assert_eq!(effect(&volume, &["a/q/drive1"]), "degraded");
    assert_eq!(effect(&volume, &["cross", "a/q/drive1", "a/q/drive2"]), "split-brain");
    // The one that no longer reaches the heartbeat does not reach the disk either.
    assert_eq!(effect(&volume, &["cross", "s2:h1"]), "degraded");
    let serial = Oracle::load(&pair("heartbeat: [beat, tty]", SERIAL));
    assert_eq!(effect(&serial, &["cross"]), "degraded");
    assert_eq!(effect(&serial, &["null-modem"]), "degraded");
    assert_eq!(effect(&serial, &["cross", "s1:com1"]), "split-brain");
}
