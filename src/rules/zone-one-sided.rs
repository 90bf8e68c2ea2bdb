//! A zone without an initiator or without a target.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "zone-one-sided",
        severity: Severity::Warning,
        page: include_str!("zone-one-sided.md"),
    },
    check,
};

words! {
    NO_TARGET: "the zone \"{zone}\" has no target: no host port of an array on the fabric", "zone“{zone}”中没有目标端，即 Fabric 上的阵列主机端口";
    NO_INITIATOR: "the zone \"{zone}\" has no initiator: no server port on the fabric", "zone“{zone}”中没有启动端，即 Fabric 上的服务器端口";
    HELP_TARGET: "add a host port of an array to it, or remove the zone", "请加入阵列的主机端口，或删除该 zone";
    HELP_INITIATOR: "add a port of a server to it, or remove the zone", "请加入服务器的端口，或删除该 zone";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let zones = case.topology.zones.iter().flatten();
    for (zone, ports) in zones.zip(case.facts.zone_ports()) {
        let name = zone.name.as_str();
        let (message, help) = match (ports.initiators.is_empty(), ports.targets.is_empty()) {
            (false, false) => continue,
            (true, _) => (msg!(NO_INITIATOR, zone = name), &HELP_INITIATOR),
            (false, true) => (msg!(NO_TARGET, zone = name), &HELP_TARGET),
        };
        findings.push(finding(&RULE, zone.span, message).help(help));
    }
}
