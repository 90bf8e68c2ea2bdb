//! Two ports that share no line rate.

use super::{Case, Rule, finding, thousands};
use crate::finding::{Finding, Label, Meta, Severity};
use crate::topology::PortId;
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-common-speed",
        severity: Severity::Error,
        page: include_str!("no-common-speed.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for id in topology.cable_ids() {
        let cable = &topology[id];
        let known = cable.ends.iter().all(|&end| !topology.port_type(end).speeds.is_empty());
        if !known || topology.speed(id).is_some() {
            continue;
        }
        let speeds = |port: PortId| -> Vec<String> {
            topology.port_type(port).speeds.iter().map(|speed| thousands(speed.mbit)).collect()
        };
        let [a, b] = cable.ends;
        let message = msg!(
            words::NO_COMMON_SPEED,
            a = topology.port_id(a),
            b = topology.port_id(b),
            p = speeds(a),
            q = speeds(b)
        );
        let mut found = finding(&RULE, cable.end_spans[0], message).help(&words::HELP_SPEED);
        found.labels.push(Label { span: cable.end_spans[1], text: None });
        found.components = vec![topology.id(cable.comp).to_owned()];
        findings.push(found);
    }
}
