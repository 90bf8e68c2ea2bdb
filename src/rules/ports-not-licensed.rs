//! A switch that uses more ports than come licensed.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "ports-not-licensed",
        severity: Severity::Warning,
        page: include_str!("ports-not-licensed.md"),
    },
    check,
};

words! {
    NOT_LICENSED: "\"{switch}\" uses {used} ports and has licences for {licensed}", "“{switch}”使用了 {used} 个端口，而自带许可为 {licensed} 个";
    HELP_LICENCE: "order a port licence, or free {count} of its ports", "请订购端口许可，或空出 {count} 个端口";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for (device, used, licensed) in case.facts.licensed_ports() {
        let device = &case.topology[device];
        let Some(over) = used.checked_sub(licensed).filter(|&over| over > 0) else { continue };
        let name = device.name.as_str();
        let message = msg!(NOT_LICENSED, switch = name, used = used, licensed = licensed);
        let help = msg!(HELP_LICENCE, count = over);
        let mut found = finding(&RULE, device.span, message).help(help);
        found.components = vec![device.name.to_string()];
        findings.push(found);
    }
}
