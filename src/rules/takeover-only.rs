//! A component whose fault is covered by nothing but another node taking over.

use super::{Case, Rule};
use crate::facts::{Cause, Effect};
use crate::finding::{Finding, Severity};
use crate::words::findings as words;

pub static RULE: Rule = Rule {
    id: "takeover-only",
    severity: Severity::Note,
    page: include_str!("takeover-only.md"),
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let mut judge = case.facts.judge();
    for service in case.topology.service_ids() {
        let severity = case.weight(service, Effect::Failover);
        for fault in &case.serious[service.index()] {
            if fault.effect != Effect::Failover || case.facts.is_logical(fault.component) {
                continue;
            }
            let witness = case.facts.witness(&mut judge, service, fault.component);
            let help = match witness.cause {
                Cause::NodeDown => &words::HELP_NODE_MOVES,
                _ => &words::HELP_MOVES,
            };
            let help = help.into();
            let (rule, message) = (&RULE, &words::MOVES);
            findings.push(case.about_fault(rule, message, service, fault, &witness, severity, help));
        }
    }
}
