//! A server port on a zoned fabric that no zone lists.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "initiator-outside-zones",
        severity: Severity::Warning,
        page: include_str!("initiator-outside-zones.md"),
    },
    check,
};

words! {
    OUTSIDE: "\"{port}\" is on the fabric and in no zone", "“{port}”已接入 Fabric，却不在任何 zone 中";
    HELP: "add a zone for it: {example}", "请为其增加 zone：{example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let target = case.facts.zone_ports().into_iter().find_map(|zone| zone.targets.first().copied());
    let target = target.map_or("ARRAY", |port| case.name(topology[port].device));
    for port in case.facts.initiators_outside_zones() {
        let id = topology.port_id(port);
        let name = id.replace([':', '/'], "-");
        let help = msg!(HELP, example = format!("{name}: {{members: [\"{id}\", {target}]}}"));
        let message = msg!(OUTSIDE, port = id);
        findings.push(finding(&RULE, topology[port].span, message).help(help).about([id]));
    }
}
