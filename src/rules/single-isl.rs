//! Two switches of a fabric with nothing but one cable between them.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "single-isl",
        severity: Severity::Warning,
        page: include_str!("single-isl.md"),
    },
    check,
};

words! {
    SINGLE: "\"{cable}\" is the only link between \"{a}\" and \"{b}\"", "“{cable}”是“{a}”与“{b}”之间唯一的链路";
    HELP_PORTS: "cable a second one: \"{p}\" to \"{q}\"", "请再连接一条：“{p}”到“{q}”";
    HELP: "cable a second one beside it, once a port is free on both", "待两端都有空闲端口后，请再并行连接一条";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (cable, a, b) in case.facts.lone_isls() {
        let (id, protocol) = (case.cable(cable), topology[cable].protocol);
        let message = msg!(SINGLE, cable = id, a = case.name(a), b = case.name(b));
        let free = [a, b].map(|it| case.facts.free_ports(it, protocol).pop());
        let help = match free {
            [Some(p), Some(q)] => msg!(HELP_PORTS, p = p, q = q),
            _ => (&HELP).into(),
        };
        let found = finding(&RULE, topology[cable].span, message);
        let found = found.severity(case.advice_in_general());
        findings.push(found.help(help).about([id]));
    }
}
