//! Two ports that share no line rate.

use super::{Case, Rule, finding, thousands};
use crate::finding::{Finding, Label, Meta, Severity};
use crate::topology::PortId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-common-speed",
        severity: Severity::Error,
        page: include_str!("no-common-speed.md"),
    },
    check,
};

words! {
    NO_COMMON_SPEED: "\"{a}\" and \"{b}\" have no speed in common: {p} and {q} Gbit/s", "“{a}”与“{b}”没有共同速率：{p} 与 {q} Gbit/s";
    HELP_SPEED: "use for \"{slow}\" a part that runs at {speeds} Gbit/s, or connect it to another port", "请为“{slow}”换用支持 {speeds} Gbit/s 的部件，或改接到其他端口";
}

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
            NO_COMMON_SPEED,
            a = topology.port_id(a),
            b = topology.port_id(b),
            p = speeds(a),
            q = speeds(b)
        );
        let top = |port: PortId| topology.port_type(port).speeds.iter().max().copied();
        let (slow, fast) = if top(a) <= top(b) { (a, b) } else { (b, a) };
        let help = msg!(HELP_SPEED, slow = topology.port_id(slow), speeds = speeds(fast));
        let mut found = finding(&RULE, cable.end_spans[0], message).help(help);
        found.labels.push(Label { span: cable.end_spans[1], text: None });
        found.components = vec![topology.id(cable.comp).to_owned()];
        findings.push(found);
    }
}
