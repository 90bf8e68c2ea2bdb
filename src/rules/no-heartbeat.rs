//! A cluster that declares no heartbeat.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-heartbeat",
        severity: Severity::Warning,
        page: include_str!("no-heartbeat.md"),
    },
    check,
};

words! {
    NO_HEARTBEAT: "the cluster \"{cluster}\" declares no heartbeat", "集群“{cluster}”没有声明心跳";
    HELP_NO_HEARTBEAT: "name the networks over which its nodes hear each other: heartbeat: [NETWORK, …]", "写明节点之间的心跳网络：heartbeat: [网络名, …]";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for cluster in &case.topology.clusters {
        if cluster.nodes.len() < 2 || cluster.has_heartbeat() {
            continue;
        }
        let message = msg!(NO_HEARTBEAT, cluster = cluster.name.as_str());
        findings.push(finding(&RULE, cluster.span, message).help(&HELP_NO_HEARTBEAT));
    }
}
