//! A network of clients without uplinks.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::NetworkId;
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-uplinks",
        severity: Severity::Note,
        page: include_str!("no-uplinks.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (network, id) in topology.networks.iter().zip(0..) {
        let used = topology.services.iter().any(|service| service.clients == Some(NetworkId(id)));
        if used && network.uplinks.is_empty() {
            let message = msg!(words::NO_UPLINKS, network = network.name.as_str());
            findings.push(finding(&RULE, network.span, message).help(&words::HELP_UPLINKS));
        }
    }
}
