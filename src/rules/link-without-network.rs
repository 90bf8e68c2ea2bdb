//! An Ethernet cable that carries no network.

use super::{Case, Rule, finding};
use crate::catalog::{PortRole, Protocol};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "link-without-network",
        severity: Severity::Warning,
        page: include_str!("link-without-network.md"),
    },
    check,
};

words! {
    HELP_LINK_NETWORK: "name what it carries: network: {networks}", "写明它承载的网络：network: {networks}";
    LINK_WITHOUT_NETWORK: "the cable \"{cable}\" carries no network", "线缆“{cable}”没有承载任何网络";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cable in &topology.cables {
        let managed = cable.ends.iter().any(|&end| {
            matches!(topology.port_type(end).role, Some(PortRole::Bmc | PortRole::Management))
        });
        if cable.protocol != Protocol::Ethernet || !cable.networks.is_empty() || managed {
            continue;
        }
        let id = topology.id(cable.comp);
        let names: Vec<&str> = topology.networks.iter().map(|it| it.name.as_str()).collect();
        let names = if names.is_empty() { vec!["NAME"] } else { names };
        let help = msg!(HELP_LINK_NETWORK, networks = names);
        let message = msg!(LINK_WITHOUT_NETWORK, cable = id);
        let mut found = finding(&RULE, cable.span, message).help(help);
        found.components = vec![id.to_owned()];
        findings.push(found);
    }
}
