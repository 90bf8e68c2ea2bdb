//! Two networks with the same VLAN.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "vlan-shared",
        severity: Severity::Note,
        page: include_str!("vlan-shared.md"),
    },
    check,
};

words! {
    SHARED: "\"{a}\" and \"{b}\" both use VLAN {vlan}", "“{a}”与“{b}”都使用 VLAN {vlan}";
    THIS: "this network", "此网络";
    OTHER: "uses the VLAN of this one", "使用了此网络的 VLAN";
    HELP: "give \"{b}\" a VLAN of its own, or make them one network", "请为“{b}”使用独立的 VLAN，或将两者合并为一个网络";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let mut taken = BTreeMap::new();
    for network in &case.topology.networks {
        let Some(vlan) = network.vlan else { continue };
        let Some(first) = taken.insert(vlan, network) else { continue };
        let (a, b) = (first.name.as_str(), network.name.as_str());
        let found = finding(&RULE, network.span, msg!(SHARED, a = a, b = b, vlan = vlan));
        findings.push(found.here(&THIS).there(first.span, &OTHER).help(msg!(HELP, b = b)));
    }
}
