//! A power source whose loss takes down exactly half of the nodes of a cluster.

use super::{Case, Rule, finding};
use crate::catalog::Arbitration;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ClusterId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "half-on-one-feed",
        severity: Severity::Note,
        page: include_str!("half-on-one-feed.md"),
    },
    check,
};

words! {
    HALF: "\"{source}\" takes down half of \"{cluster}\" with it: {nodes}", "“{source}”失电会使“{cluster}”的一半节点宕机：{nodes}";
    HALF_CLUSTER: "this cluster", "此集群";
    HANGS: "has half of its nodes on this source", "有一半节点接在此供电上";
    HELP: "give \"{node}\" a second supply on another feed, such as \"{apart}\"", "请为“{node}”增加接在另一路供电（例如“{apart}”）上的第二个电源";
    HELP_FEED: "give \"{node}\" a second supply on another feed", "请为“{node}”增加接在另一路供电上的第二个电源";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (cluster, id) in topology.clusters.iter().zip(0..) {
        if cluster.arbitration != Arbitration::Votes {
            continue;
        }
        for (source, nodes) in case.facts.halves_on_one_source(ClusterId(id)) {
            let Some(&first) = nodes.first() else { continue };
            let names: Vec<&str> = nodes.iter().map(|&node| case.name(node)).collect();
            let it = &topology[source];
            let message = msg!(
                HALF,
                source = it.name.as_str(),
                cluster = cluster.name.as_str(),
                nodes = names
            );
            let node = case.name(first);
            let help = match case.facts.source_apart(source) {
                Some(apart) => msg!(HELP, node = node, apart = topology[apart].name.as_str()),
                None => msg!(HELP_FEED, node = node),
            };
            let found = finding(&RULE, cluster.span, message).help(help).here(&HALF_CLUSTER);
            findings.push(found.there(it.span, &HANGS).about([it.name.as_str()]));
        }
    }
}
