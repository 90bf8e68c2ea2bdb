//! A device that no cable leads to and that nothing names.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "unused-device",
        severity: Severity::Note,
        page: include_str!("unused-device.md"),
    },
    check,
};

words! {
    UNUSED: "nothing leads to \"{device}\"", "没有任何线缆通往“{device}”";
    HELP: "cable \"{device}\", or remove it", "请为“{device}”接线，或将其删除";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for id in case.facts.unused_devices() {
        let name = case.name(id);
        let found = finding(&RULE, case.topology[id].span, msg!(UNUSED, device = name));
        findings.push(found.help(msg!(HELP, device = name)).about([name]));
    }
}
