//! A cluster with fewer or more heartbeat networks than its software takes.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "heartbeat-count",
        severity: Severity::Warning,
        page: include_str!("heartbeat-count.md"),
    },
    check,
};

words! {
    TOO_FEW: "\"{cluster}\" has {count} of the {least} heartbeat networks that {software} asks for", "“{cluster}”有 {count} 个心跳网络，而 {software} 要求至少 {least} 个";
    TOO_MANY: "\"{cluster}\" has {count} heartbeat networks, and {software} takes {most}", "“{cluster}”有 {count} 个心跳网络，而 {software} 最多支持 {most} 个";
    HELP_ADD: "add a heartbeat network over other ports and switches, such as \"{network}\"", "请增加经由其他端口和交换机的心跳网络，例如“{network}”";
    HELP_NEW: "add a heartbeat network over other ports and switches", "请增加经由其他端口和交换机的心跳网络";
    HELP_REMOVE: "take some out of heartbeat:", "请从 heartbeat: 中去掉一些";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cluster in topology.clusters.iter().filter(|it| it.has_heartbeat()) {
        let Some(software) = &cluster.software else { continue };
        let (count, limits) = (cluster.heartbeats.len(), &software.clustering);
        let (name, title) = (cluster.name.as_str(), software.title());
        let least = limits.min_heartbeats.filter(|&least| count < least as usize);
        let most = limits.max_heartbeats.filter(|&most| count > most as usize);
        let (message, help) = match (least, most) {
            (Some(least), _) => {
                let mut networks = topology.networks.iter().zip(0..);
                let unused = networks.find(|(_, id)| {
                    let id = crate::topology::NetworkId(*id);
                    !cluster.heartbeats.contains(&id)
                });
                let help = match unused {
                    Some((network, _)) => msg!(HELP_ADD, network = network.name.as_str()),
                    None => (&HELP_NEW).into(),
                };
                let message =
                    msg!(TOO_FEW, cluster = name, count = count, software = title, least = least);
                (message, help)
            }
            (None, Some(most)) => {
                let message =
                    msg!(TOO_MANY, cluster = name, count = count, software = title, most = most);
                (message, (&HELP_REMOVE).into())
            }
            (None, None) => continue,
        };
        findings.push(finding(&RULE, cluster.span, message).help(help));
    }
}
