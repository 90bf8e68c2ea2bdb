//! A storage cable of a server or array below 1 Gbit/s.

use super::{Case, Rule, finding, thousands};
use crate::catalog::Protocol;
use crate::facts::carries_storage;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::CableId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "storage-network-slow",
        severity: Severity::Warning,
        page: include_str!("storage-network-slow.md"),
    },
    check,
};

words! {
    SLOW: "\"{cable}\" carries storage at {speed} Gbit/s", "“{cable}”以 {speed} Gbit/s 承载存储流量";
    HELP: "use ports of 1 Gbit/s or faster at both ends", "请在两端使用 1 Gbit/s 或更快的端口";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let ethernet = |id: &CableId| topology[*id].protocol == Protocol::Ethernet;
    for id in topology.cable_ids().filter(ethernet).filter(|&id| carries_storage(topology, id)) {
        let Some(speed) = topology.speed(id).filter(|speed| speed.mbit < 1000) else { continue };
        let message = msg!(SLOW, cable = case.cable(id), speed = thousands(speed.mbit));
        let found = finding(&RULE, topology[id].span, message).help(&HELP);
        findings.push(found.about([case.cable(id)]));
    }
}
