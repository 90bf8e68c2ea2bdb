//! A component whose fault is covered by nothing but another node taking over.

use super::{Case, Rule};
use crate::facts::{Cause, Effect};
use crate::finding::{Finding, Meta, Severity};
use crate::words::findings as words;

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "takeover-only",
        severity: Severity::Note,
        page: include_str!("takeover-only.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for it in case.faults {
        if it.fault.effect != Effect::Failover || case.facts.is_logical(it.fault.component) {
            continue;
        }
        let too_much = case.weight(it.service, it.fault.effect) == Severity::Error;
        let help = match it.witness.cause {
            Cause::NodeDown if too_much => &words::HELP_NODE_MOVES_BROKEN,
            Cause::NodeDown => &words::HELP_NODE_MOVES,
            _ if too_much => &words::HELP_SECOND_PATH,
            _ => &words::HELP_MOVES,
        };
        findings.push(case.about_fault(&RULE, &words::MOVES, it, help.into()));
    }
}
