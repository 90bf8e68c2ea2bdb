//! A node that is not cabled to the quorum volume of its cluster.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "quorum-out-of-reach",
        severity: Severity::Warning,
        page: include_str!("quorum-out-of-reach.md"),
    },
    check,
};

words! {
    OUT_OF_REACH: "\"{node}\" does not reach the quorum volume \"{volume}\" of \"{cluster}\"", "“{node}”到不了“{cluster}”的仲裁卷“{volume}”";
    HELP_PORT: "cable \"{port}\" to a host port of \"{array}\", or to a switch of its fabric", "请将“{port}”连接到“{array}”的主机端口，或其 Fabric 的交换机";
    HELP: "cable \"{node}\" to \"{array}\"", "请将“{node}”连接到“{array}”";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cluster in &topology.clusters {
        let Some(volume) = cluster.quorum_volume() else { continue };
        let array = topology[volume].array;
        for &node in &cluster.nodes {
            if case.facts.leads_to(node, volume) {
                continue;
            }
            let (name, to) = (case.name(node), case.name(array));
            let id = topology.volume_name(volume);
            let message =
                msg!(OUT_OF_REACH, node = name, volume = id, cluster = cluster.name.as_str());
            let protocol = topology.port_types(array).next().map(|port| port.protocol);
            let free = protocol.and_then(|it| case.facts.free_ports(node, it).into_iter().next());
            let help = match free {
                Some(port) => msg!(HELP_PORT, port = port, array = to),
                None => msg!(HELP, node = name, array = to),
            };
            findings.push(finding(&RULE, cluster.span, message).help(help).about([name]));
        }
    }
}
