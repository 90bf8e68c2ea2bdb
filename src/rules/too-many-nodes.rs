//! A cluster with more nodes than its software, or its kind of quorum, supports.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "too-many-nodes",
        severity: Severity::Warning,
        page: include_str!("too-many-nodes.md"),
    },
    check,
};

words! {
    TOO_MANY: "\"{cluster}\" has {count} nodes, and {software} supports {most}", "“{cluster}”有 {count} 个节点，而 {software} 最多支持 {most} 个";
    TOO_MANY_LOCK: "\"{cluster}\" has {count} nodes, and with a quorum volume {software} supports {most}", "“{cluster}”有 {count} 个节点，而 {software} 使用仲裁卷时最多支持 {most} 个";
    HELP: "make two clusters of it, or use other software", "请拆分为两个集群，或改用其他集群软件";
    HELP_LOCK: "use a quorum server instead: quorum: {example}", "请改用仲裁服务器：quorum: {example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for cluster in &case.topology.clusters {
        let Some(software) = &cluster.software else { continue };
        let (count, limits) = (cluster.nodes.len(), &software.clustering);
        let beyond = |most: Option<u32>| most.filter(|&most| count > most as usize);
        let lock = limits.quorum_volume_nodes.filter(|_| cluster.quorum_volume().is_some());
        let (name, title) = (cluster.name.as_str(), software.title());
        let (message, help) = match (beyond(limits.max_nodes), beyond(lock)) {
            (Some(most), _) => {
                let message =
                    msg!(TOO_MANY, cluster = name, count = count, software = title, most = most);
                (message, (&HELP).into())
            }
            (None, Some(most)) => {
                let message =
                    msg!(TOO_MANY_LOCK, cluster = name, count = count, software = title, most = most);
                (message, msg!(HELP_LOCK, example = "{server: SERVER, network: NETWORK}"))
            }
            (None, None) => continue,
        };
        findings.push(finding(&RULE, cluster.span, message).help(help));
    }
}
