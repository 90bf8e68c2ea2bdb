//! Heartbeats that one fault cuts all at once.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ClusterId;
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "heartbeats-share-part",
        severity: Severity::Warning,
        page: include_str!("heartbeats-share-part.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for (cluster, id) in case.topology.clusters.iter().zip(0..) {
        let parting = case.facts.parting(ClusterId(id));
        if parting.is_empty() {
            continue;
        }
        let ids: Vec<&str> = parting.iter().map(|&comp| case.topology.id(comp)).collect();
        let name = cluster.name.as_str();
        let message = msg!(words::HEARTBEATS_SHARE, cluster = name, components = ids.clone());
        let mut found = finding(&RULE, cluster.span, message).help(&words::HELP_HEARTBEATS);
        found.components = ids.into_iter().map(str::to_owned).collect();
        findings.push(found);
    }
}
