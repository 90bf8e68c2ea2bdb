//! A network of clients without uplinks.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::NetworkId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-uplinks",
        severity: Severity::Note,
        page: include_str!("no-uplinks.md"),
    },
    check,
};

words! {
    NO_UPLINKS: "the network \"{network}\" has no uplinks, so any switch counts as the clients", "网络“{network}”没有写明上联口，故任一交换机都视为已到达客户端";
    HELP_UPLINKS: "name the switch ports behind which the clients are: uplinks: [SWITCH:PORT, …]", "写明客户端所在的交换机端口：uplinks: [交换机:端口, …]";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (network, id) in topology.networks.iter().zip(0..) {
        let used = topology.services.iter().any(|service| service.clients == Some(NetworkId(id)));
        if used && network.uplinks.is_empty() {
            let message = msg!(NO_UPLINKS, network = network.name.as_str());
            findings.push(finding(&RULE, network.span, message).help(&HELP_UPLINKS));
        }
    }
}
