//! A zone with more ports than supported.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "zone-too-large",
        severity: Severity::Warning,
        page: include_str!("zone-too-large.md"),
    },
    check,
};

words! {
    LARGE: "the zone \"{zone}\" has {count} ports, and {most} is the most", "zone“{zone}”有 {count} 个端口，而上限为 {most}";
    HELP: "split it into zones of one initiator each", "请拆分为每个启动端一个 zone";
}

/// Most ports of a zone.
const MOST: usize = 40;

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let zones = case.topology.zones.iter().flatten();
    for (zone, ports) in zones.zip(case.facts.zone_ports()) {
        let count = ports.initiators.len() + ports.targets.len();
        if count > MOST {
            let message = msg!(LARGE, zone = zone.name.as_str(), count = count, most = MOST);
            findings.push(finding(&RULE, zone.span, message).help(&HELP));
        }
    }
}
