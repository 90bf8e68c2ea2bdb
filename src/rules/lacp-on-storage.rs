//! A bond that carries a storage network.

use super::{Case, Rule, finding};
use crate::facts::carries_storage;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "lacp-on-storage",
        severity: Severity::Warning,
        page: include_str!("lacp-on-storage.md"),
    },
    check,
};

words! {
    BONDED: "the bond \"{bond}\" of \"{server}\" carries storage over \"{cable}\"", "“{server}”的绑定“{bond}”通过“{cable}”承载存储流量";
    HELP: "take its ports out of the bond and let multipath use each of them", "请将其端口移出绑定，由多路径软件分别使用";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for server in &topology.devices {
        for bond in &server.bonds {
            let mut cables = bond.ports.iter().filter_map(|&port| topology[port].cable);
            let Some(cable) = cables.find(|&it| carries_storage(topology, it)) else { continue };
            let (name, bond_name) = (server.name.as_str(), bond.name.as_str());
            let message =
                msg!(BONDED, bond = bond_name, server = name, cable = case.cable(cable));
            findings.push(finding(&RULE, bond.span, message).help(&HELP).about([name]));
        }
    }
}
