//! A quorum server that is a node of the cluster that it is to judge.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::Quorum;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "quorum-on-node",
        severity: Severity::Warning,
        page: include_str!("quorum-on-node.md"),
    },
    check,
};

words! {
    ON_NODE: "the quorum server of \"{cluster}\" is its own node \"{node}\"", "“{cluster}”的仲裁服务器就是它自己的节点“{node}”";
    HELP: "name a server outside the cluster, or a volume: quorum: {example}", "请改用集群之外的服务器，或改用卷：quorum: {example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cluster in &topology.clusters {
        let Some(Quorum::Server(witness)) = cluster.quorum else { continue };
        if !cluster.nodes.contains(&witness.server) {
            continue;
        }
        let node = case.name(witness.server);
        let array = topology.volumes.first().map_or("ARRAY", |it| case.name(it.array));
        let help = msg!(HELP, example = format!("{{volume: \"{array}:quorum\"}}"));
        let message = msg!(ON_NODE, cluster = cluster.name.as_str(), node = node);
        findings.push(finding(&RULE, cluster.span, message).help(help).about([node]));
    }
}
