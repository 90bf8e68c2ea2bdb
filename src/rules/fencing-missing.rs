//! A cluster whose software must be able to stop a node, and which cannot stop every node.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fencing-missing",
        severity: Severity::Warning,
        page: include_str!("fencing-missing.md"),
    },
    check,
};

words! {
    MISSING: "\"{cluster}\" has no way to fence {nodes}", "“{cluster}”没有隔离 {nodes} 的手段";
    HELP_BMC: "name a way: fencing: {example}", "请写明隔离方式：fencing: {example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cluster in &topology.clusters {
        let needs = cluster.software.as_ref().is_some_and(|it| it.clustering.needs_fencing);
        let some = cluster.fencing.iter().any(|ways| !ways.is_empty());
        if !(needs || some) || cluster.nodes.len() < 2 {
            continue;
        }
        let ways = cluster.fencing.iter().map(Some).chain(std::iter::repeat(None));
        let without = cluster.nodes.iter().zip(ways);
        let without = without.filter(|(_, ways)| ways.is_none_or(|ways| ways.is_empty()));
        let nodes: Vec<&str> = without.map(|(&node, _)| case.name(node)).collect();
        let Some(&first) = nodes.first() else { continue };
        let port = cluster.nodes.first().and_then(|&node| topology.bmc_of(node));
        let way = match port {
            Some(port) => format!("{{bmc: {port}}}"),
            None => "{reserve: \"ARRAY:VOLUME\"}".to_owned(),
        };
        let help = msg!(HELP_BMC, example = format!("{{{first}: [{way}], …}}"));
        let message = msg!(MISSING, cluster = cluster.name.as_str(), nodes = nodes.clone());
        findings.push(finding(&RULE, cluster.span, message).help(help).about(nodes));
    }
}
