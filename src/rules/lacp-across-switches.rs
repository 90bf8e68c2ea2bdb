//! A bond with LACP, or a static one, whose ports end in two switches that are not one for it.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::spec::BondMode;
use crate::topology::DeviceId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "lacp-across-switches",
        severity: Severity::Warning,
        page: include_str!("lacp-across-switches.md"),
    },
    check,
};

words! {
    ACROSS: "the bond \"{bond}\" of \"{server}\" aggregates links to \"{a}\" and \"{b}\", which are not one switch", "“{server}”的绑定“{bond}”把到“{a}”和“{b}”的链路聚合在一起，而它们不是同一台交换机";
    HELP: "use mode: active-backup, or make the switches a pair: mlag: {b} on \"{a}\"", "请改用 mode: active-backup，或在“{a}”上写 mlag: {b} 使两台交换机成对";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for server in &topology.devices {
        for bond in &server.bonds {
            if !matches!(bond.mode, Some(BondMode::Lacp | BondMode::Static)) {
                continue;
            }
            let mut switches = bond.ports.iter().filter_map(|&port| case.facts.neighbour(port));
            let Some(first) = switches.next() else { continue };
            let pair = |a: DeviceId, b: DeviceId| topology[a].mlag == Some(b) || topology[b].mlag == Some(a);
            let Some(other) = switches.find(|&it| it != first && !pair(it, first)) else { continue };
            let (a, b) = (case.name(first), case.name(other));
            let (name, bond_name) = (server.name.as_str(), bond.name.as_str());
            let message = msg!(ACROSS, bond = bond_name, server = name, a = a, b = b);
            let found = finding(&RULE, bond.span, message).help(msg!(HELP, a = a, b = b));
            findings.push(found.about([name]));
        }
    }
}
