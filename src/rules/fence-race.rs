//! Two nodes that may fence each other at the same moment.

use super::{Case, Rule, finding};
use crate::catalog::Arbitration;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fence-race",
        severity: Severity::Note,
        page: include_str!("fence-race.md"),
    },
    check,
};

words! {
    RACE: "\"{a}\" and \"{b}\" of \"{cluster}\" may fence each other at the same moment", "“{cluster}”的“{a}”与“{b}”可能同时互相隔离";
    HELP: "let the home win: tie_break: home, and give its fence a delay in the cluster software", "请让主节点胜出：tie_break: home，并在集群软件中为隔离主节点设置延迟";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for cluster in &case.topology.clusters {
        let [a, b] = cluster.nodes[..] else { continue };
        let armed = cluster.fencing.iter().filter(|ways| !ways.is_empty()).count() == 2;
        if cluster.arbitration != Arbitration::Fenced || cluster.home_first || !armed {
            continue;
        }
        let (a, b) = (case.name(a), case.name(b));
        let message = msg!(RACE, a = a, b = b, cluster = cluster.name.as_str());
        findings.push(finding(&RULE, cluster.span, message).help(&HELP).about([a, b]));
    }
}
