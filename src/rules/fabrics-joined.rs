//! Switches of two fabrics that are joined.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fabrics-joined",
        severity: Severity::Error,
        page: include_str!("fabrics-joined.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (cable, a, b) in case.facts.joined_fabrics() {
        let mut names = [topology[a].name.as_str(), topology[b].name.as_str()];
        names.sort_unstable();
        let id = topology.id(topology[cable].comp);
        let message = msg!(words::FABRICS_JOINED, cable = id, a = names[0], b = names[1]);
        let mut found = finding(&RULE, topology[cable].span, message).help(&words::HELP_FABRICS);
        found.components = vec![id.to_owned()];
        findings.push(found);
    }
}
