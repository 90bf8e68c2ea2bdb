//! A cluster that declares no heartbeat.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-heartbeat",
        severity: Severity::Warning,
        page: include_str!("no-heartbeat.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for cluster in &case.topology.clusters {
        if cluster.nodes.len() < 2 || cluster.has_heartbeat() {
            continue;
        }
        let message = msg!(words::NO_HEARTBEAT, cluster = cluster.name.as_str());
        findings.push(finding(&RULE, cluster.span, message).help(&words::HELP_NO_HEARTBEAT));
    }
}
