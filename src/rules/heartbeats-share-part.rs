//! Heartbeats that one fault cuts all at once.

use super::{Case, Rule, finding};
use crate::catalog::Protocol;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ClusterId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "heartbeats-share-part",
        severity: Severity::Warning,
        page: include_str!("heartbeats-share-part.md"),
    },
    check,
};

words! {
    HEARTBEATS_SHARE: "all heartbeats of \"{cluster}\" break with any one of: {components}", "集群“{cluster}”的所有心跳会因其中任一部件而中断：{components}";
    HELP_PORTS: "add a heartbeat network over \"{a}\" and \"{b}\", which are free", "请增加一条经由空闲端口“{a}”和“{b}”的心跳网络";
    HELP_HEARTBEATS: "add a heartbeat network over other ports, cables and switches", "增加经由其他端口、线缆和交换机的心跳网络";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for (cluster, id) in case.topology.clusters.iter().zip(0..) {
        let parting = case.facts.parting(ClusterId(id));
        if parting.is_empty() {
            continue;
        }
        let ids: Vec<&str> = parting.iter().map(|&comp| case.topology.id(comp)).collect();
        let name = cluster.name.as_str();
        let message = msg!(HEARTBEATS_SHARE, cluster = name, components = ids.clone());
        // A port that is free, and not on a card that all heartbeats share.
        let free = |node| {
            let ports = case.facts.free_ports(node, Protocol::Ethernet).into_iter();
            let shared = |port: &String| {
                let card = port.split('/').next().unwrap_or_default().replacen(':', "/", 1);
                ids.contains(&card.as_str())
            };
            ports.into_iter().find(|port| !shared(port))
        };
        let help = match cluster.nodes[..] {
            [a, b] => free(a).zip(free(b)).map(|(a, b)| msg!(HELP_PORTS, a = a, b = b)),
            _ => None,
        };
        let help = help.unwrap_or_else(|| (&HELP_HEARTBEATS).into());
        let mut found = finding(&RULE, cluster.span, message).help(help);
        found.components = ids.into_iter().map(str::to_owned).collect();
        findings.push(found);
    }
}
