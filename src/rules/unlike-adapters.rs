//! Nodes of a cluster with unlike storage adapters.

use super::{Case, Rule, finding};
use crate::catalog::Protocol;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{DeviceId, ModuleKind};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "unlike-adapters",
        severity: Severity::Warning,
        page: include_str!("unlike-adapters.md"),
    },
    check,
};

words! {
    UNLIKE: "\"{node}\" has {b} for storage, and \"{first}\" of the same cluster {a}", "“{node}”的存储适配器为 {b}，而同一集群的“{first}”为 {a}";
    THIS_NODE: "this node", "此节点";
    UNLIKE_THIS: "has other adapters than this one", "与此节点的适配器不同";
    HELP: "fit \"{node}\" with the same adapters as \"{first}\": {a}", "请为“{node}”配置与“{first}”相同的适配器：{a}";
}

/// The storage adapters of a node by model, in order of name.
fn storage_adapters(case: &Case, node: DeviceId) -> Vec<String> {
    let topology = case.topology;
    let storage = |protocol| matches!(protocol, Protocol::Fc | Protocol::Sas);
    let adapters = topology[node].modules.iter().filter_map(|&id| match &topology[id].kind {
        ModuleKind::Adapter { part, .. } => Some(part),
        ModuleKind::Controller(_) => None,
    });
    let mut names: Vec<String> = adapters
        .filter(|part| part.ports.iter().any(|port| storage(port.protocol)))
        .map(|part| part.title().to_owned())
        .collect();
    names.sort_unstable();
    names
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for cluster in &case.topology.clusters {
        let Some((&first, others)) = cluster.nodes.split_first() else { continue };
        let like = storage_adapters(case, first);
        for &node in others {
            let own = storage_adapters(case, node);
            if own == like || own.is_empty() || like.is_empty() {
                continue;
            }
            let (name, first_name) = (case.name(node), case.name(first));
            let message =
                msg!(UNLIKE, node = name, b = own, first = first_name, a = like.clone());
            let found = finding(&RULE, case.topology[node].span, message).here(&THIS_NODE);
            let found = found.there(case.topology[first].span, &UNLIKE_THIS);
            let help = msg!(HELP, node = name, first = first_name, a = like.clone());
            findings.push(found.help(help).about([name]));
        }
    }
}
