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
