//! A zone with more than one initiator port.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "zone-several-initiators",
        severity: Severity::Warning,
        page: include_str!("zone-several-initiators.md"),
    },
    check,
};

words! {
    SEVERAL: "the zone \"{zone}\" has {count} initiators: {initiators}", "zone“{zone}”中有 {count} 个启动端：{initiators}";
    HELP: "make a zone of its own for each initiator, such as \"{first}\" with the targets of \"{zone}\"", "请为每个启动端单独建 zone，例如“{first}”与“{zone}”的目标端";
}

/// Most names that a message lists.
const SHOWN: usize = 4;

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let zones = topology.zones.iter().flatten();
    for (zone, ports) in zones.zip(case.facts.zone_ports()) {
        let [first, _, ..] = ports.initiators[..] else { continue };
        let mut names: Vec<&str> =
            ports.initiators.iter().map(|&port| topology.port_id(port)).take(SHOWN).collect();
        if ports.initiators.len() > SHOWN {
            names.push("…");
        }
        let (name, count) = (zone.name.as_str(), ports.initiators.len());
        let message = msg!(SEVERAL, zone = name, count = count, initiators = names);
        let help = msg!(HELP, first = topology.port_id(first), zone = name);
        findings.push(finding(&RULE, zone.span, message).help(help));
    }
}
