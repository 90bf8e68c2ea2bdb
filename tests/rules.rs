//! What rules say beyond the examples of their pages.
#![cfg(test)]

mod common;

use haplan::words::Lang;

/// The messages of one rule.
fn said(rule: &str, text: &str) -> Vec<String> {
    let report = common::check("t.yaml", text);
    let findings = report.files[0].findings.iter().map(|it| &it.finding);
    findings.filter(|it| it.rule == rule).map(|it| it.message.text(Lang::En)).collect()
}

#[test]
fn fabrics_are_joined_by_way_of_a_switch_without_a_label() {
    let text = "haplan: 1
switches:
  fc-a: {model: generic/fc-switch-24, fabric: A}
  fc-b: {model: generic/fc-switch-24, fabric: B}
  fc-x: {model: generic/fc-switch-24}
links:
  - fc-a:23 -- fc-x:22
  - fc-x:23 -- fc-b:23
";
    let joined = "\"fc-b:23--fc-x:23\" joins the fabric \"A\" to the fabric \"B\"";
    assert_eq!(said("fabrics-joined", text), [joined]);
}

#[test]
fn a_lan_beside_storage_joins_no_fabrics_and_a_cable_joins_them_once() {
    let text = "haplan: 1
switches:
  s-a: {model: generic/ethernet-switch-24, fabric: A}
  s-b: {model: generic/ethernet-switch-24, fabric: B}
networks: {iscsi-1: {role: storage}, iscsi-2: {role: storage}, office: {role: clients}}
links:
  - {link: s-a:22 -- s-b:22, network: office}
";
    assert!(said("fabrics-joined", text).is_empty());
    let both = format!("{text}  - {{link: s-a:23 -- s-b:23, network: [iscsi-1, iscsi-2]}}\n");
    assert_eq!(said("fabrics-joined", &both).len(), 1);
}

#[test]
fn a_service_that_does_not_run_says_what_it_lacks() {
    let base = "haplan: 1
servers:
  db[1-2]: {model: generic/server}
switches:
  lan: {model: generic/ethernet-switch-24}
networks:
  office: {role: clients, uplinks: [\"lan:24\"]}
  beat: {role: heartbeat}
clusters:
  ha: {nodes: [db1, db2]}
services:
  erp: {cluster: ha, home: db1, clients: office}
";
    let lacks = |text: &str| said("not-running", text).join("; ");
    assert_eq!(
        lacks(base),
        "with nothing failed \"erp\" is in outage: \"db1\" has no way to the clients on \"office\""
    );
    let second = format!("{base}links:\n  - {{link: \"db2:nic1 -- lan:1\", network: office}}\n");
    assert_eq!(
        lacks(&second),
        "with nothing failed \"erp\" is in failover: \"db1\" has no way to the clients on \"office\""
    );
    let linked =
        format!("{base}links:\n  - {{link: \"db[1-2]:nic1 -- lan:[1-2]\", network: office}}\n");
    assert_eq!(lacks(&linked), "");
    let unheard =
        linked.replace("[db1, db2]}", "[db1, db2], heartbeat: [beat], arbitration: votes}");
    assert_eq!(
        lacks(&unheard),
        "with nothing failed \"erp\" is in outage: no side of its nodes has a majority of votes"
    );
}

const SAN: &str = "haplan: 1
servers:
  esx[1-14]: {model: generic/server, adapters: {hba1: {model: generic/fc-hba-1}}}
switches:
  fc-a: {model: generic/fc-switch-24}
arrays:
  msa: {model: generic/fc-array, volumes: {data: {}}}
links:
  - esx[1-14]:hba1/1 -- fc-a:[0-13]
  - msa:[A,B]0 -- fc-a:[22-23]
services:
  vm[1-14]: {home: \"esx[1-14]\", volumes: [\"msa:data\"]}
";

#[test]
fn servers_count_on_a_host_port_as_they_are_zoned() {
    let all = said("fan-in-too-high", SAN);
    assert_eq!(all.len(), 2, "{all:?}");
    assert!(all[0].starts_with("\"msa:A0\" serves 14 initiator ports"), "{all:?}");
    let zoned = format!(
        "{SAN}zones:\n  a: {{members: [\"esx[1-7]\", \"msa:A0\"]}}\n  b: {{members: [\"esx[8-14]\", \"msa:B0\"]}}\n"
    );
    assert!(said("fan-in-too-high", &zoned).is_empty());
    assert_eq!(said("server-reaches-one-controller", SAN).len(), 0);
    assert_eq!(said("server-reaches-one-controller", &zoned).len(), 14, "one a service");
}

#[test]
fn servers_of_one_line_are_told_once_and_many_are_counted() {
    let shared = SAN.replace(
        "  vm[1-14]: {home: \"esx[1-14]\", volumes: [\"msa:data\"]}\n",
        "  vm: {cluster: ha, home: esx1, volumes: [\"msa:data\"]}\nclusters:\n  ha: {nodes: [\"esx[1-14]\"]}\n",
    );
    let told = said("paths-share-adapter", &shared);
    assert_eq!(
        told,
        ["every path of \"esx1\" to \"msa\" begins at its adapter \"hba1\", and likewise of \
          esx2, esx3, esx4, esx5, esx6, esx7, … (+7)"]
    );
}

#[test]
fn an_array_with_one_controller_is_not_blamed_on_servers_and_fabrics() {
    let single = SAN.replace("msa: {model: generic/fc-array,", "msa: {model: site/array,")
        + "parts:
  site/array: {kind: array, controllers: {A: {ports: [{names: \"[A0,B0]\", protocol: fc, speeds: [8]}]}}}
";
    let single = single.replace("\"[A0,B0]\"", "[A0, B0]");
    assert!(said("server-reaches-one-controller", &single).is_empty());
    assert!(said("fabric-reaches-one-controller", &single).is_empty());
}

#[test]
fn subnets_of_both_families_overlap_only_within_their_own() {
    let networks = |list: &str| format!("haplan: 1\nnetworks:\n{list}");
    let overlap = |list: &str| said("subnets-overlap", &networks(list)).len();
    let (a, b) = ("  a: {role: clients, subnet: ", "}\n");
    assert_eq!(overlap(&format!("{a}0.0.0.0/0{b}  b: {{role: heartbeat, subnet: \"::/0\"}}\n")), 0);
    assert_eq!(
        overlap(&format!("{a}0.0.0.0/0{b}  b: {{role: heartbeat, subnet: 10.0.0.0/8}}\n")),
        1
    );
    let wide = "  a: {role: clients, subnet: 10.0.0.0/8}\n  b: {role: heartbeat, subnet: 10.1.0.0/16}\n  \
                c: {role: heartbeat, subnet: 10.2.0.0/16}\n";
    assert_eq!(overlap(wide), 2, "both lie in the wide one");
    assert_eq!(
        overlap(
            "  a: {role: clients, subnet: \"fd00::/64\"}\n  b: {role: heartbeat, subnet: \"fd00:0:0:1::/64\"}\n"
        ),
        0
    );
}

#[test]
fn a_high_device_overlaps_all_that_stand_in_it() {
    let text = "haplan: 1
enclosures:
  encl: {model: site/encl, rack: {in: R1, unit: 1}}
servers:
  a: {model: site/server, rack: {in: R1, unit: 3}}
  b: {model: site/server, rack: {in: R1, unit: 8}}
  c: {model: site/server, rack: {in: R1, unit: 11}}
racks: {R1: {units: 11}}
parts:
  site/encl: {kind: enclosure, rack_units: 10}
  site/server: {kind: server, rack_units: 1}
";
    let told = said("rack-overlap", text);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told.iter().all(|it| it.starts_with("\"encl\" and")), "{told:?}");
    let beyond = said("rack-overlap", &text.replace("units: 11}", "units: 10}"));
    assert!(beyond.iter().any(|it| it.contains("\"c\" takes units 11 to 11")), "{beyond:?}");
}

#[test]
fn a_takeover_is_not_blocked_where_the_dead_can_still_be_fenced() {
    let text = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/gallery/05-fence-on-own-power.yaml"
    ))
    .unwrap();
    assert_eq!(said("takeover-blocked", &text).len(), 2, "its supply and its source");
    let fed_twice = text
        .replace("power: {psu1: pdu-1}", "power: {psu1: pdu-1, psu2: pdu-2}")
        .replace("power: {psu1: pdu-2}", "power: {psu1: pdu-1, psu2: pdu-2}")
        .replace("psus: {count: 1, needed: 1}", "psus: {count: 2, needed: 1}");
    assert!(said("takeover-blocked", &fed_twice).is_empty());
}

#[test]
fn a_component_that_servers_share_is_named_once() {
    let text = SAN.replace(
        "  vm[1-14]: {home: \"esx[1-14]\", volumes: [\"msa:data\"]}\n",
        "  vm: {cluster: ha, home: esx1, volumes: [\"msa:data\"]}\nclusters:\n  ha: {nodes: [\"esx[1-14]\"]}\n",
    );
    let text = text.replace("  - msa:[A,B]0 -- fc-a:[22-23]\n", "  - msa:A0 -- fc-a:22\n");
    let report = common::check("t.yaml", &text);
    let mut seen = 0;
    for found in &report.files[0].findings {
        let mut components = found.finding.components.clone();
        components.sort_unstable();
        let all = components.len();
        components.dedup();
        assert_eq!(components.len(), all, "{:?}", found.finding);
        seen += usize::from(found.finding.rule == "server-reaches-one-controller");
    }
    assert_eq!(seen, 1);
}
