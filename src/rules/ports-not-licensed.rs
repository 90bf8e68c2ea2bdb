//! A switch that uses more ports than come licensed.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "ports-not-licensed",
        severity: Severity::Warning,
        page: include_str!("ports-not-licensed.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for (device, used, licensed) in case.facts.licensed_ports() {
        let device = &case.topology[device];
        let Some(over) = used.checked_sub(licensed).filter(|&over| over > 0) else { continue };
        let name = device.name.as_str();
        let message = msg!(words::NOT_LICENSED, switch = name, used = used, licensed = licensed);
        let help = msg!(words::HELP_LICENCE, count = over);
        let mut found = finding(&RULE, device.span, message).help(help);
        found.components = vec![device.name.to_string()];
        findings.push(found);
    }
}
