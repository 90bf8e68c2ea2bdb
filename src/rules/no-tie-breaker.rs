//! A cluster of an even number of nodes in which nothing breaks a tie.

use super::{Case, Rule, finding};
use crate::catalog::Arbitration;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-tie-breaker",
        severity: Severity::Warning,
        page: include_str!("no-tie-breaker.md"),
    },
    check,
};

words! {
    NO_TIE_BREAKER: "nothing breaks a tie between the nodes of \"{cluster}\"", "集群“{cluster}”的节点之间没有仲裁";
    HELP_TIE_BREAKER: "add a quorum volume: quorum: {example}", "增加仲裁卷：quorum: {example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for cluster in &case.topology.clusters {
        // Nodes that fence each other break a tie by that.
        let fenced = cluster.arbitration == Arbitration::Fenced;
        if fenced || cluster.quorum.is_some() || !cluster.nodes.len().is_multiple_of(2) {
            continue;
        }
        let message = msg!(NO_TIE_BREAKER, cluster = cluster.name.as_str());
        let array = case.topology.volumes.first();
        let array = array.map_or("ARRAY", |volume| case.topology[volume.array].name.as_str());
        let example = format!("{{volume: \"{array}:quorum\"}}");
        let help = msg!(HELP_TIE_BREAKER, example = example);
        findings.push(finding(&RULE, cluster.span, message).help(help));
    }
}
