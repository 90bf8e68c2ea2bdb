//! A device with one supply plugged in and another not.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "supply-unplugged",
        severity: Severity::Error,
        page: include_str!("supply-unplugged.md"),
    },
    check,
};

words! {
    SUPPLY_UNPLUGGED: "\"{device}\" leaves {supplies} unplugged", "“{device}”的 {supplies} 没有接电";
    HELP_PLUG: "plug it in: power: {example}", "请接电：power: {example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for device in &case.topology.devices {
        let Some(count) = device.part.psus.filter(|_| !device.supplies.is_empty()) else { continue };
        let plugged = |name: &str| {
            device.supplies.iter().any(|&supply| case.topology[supply].name == name)
        };
        let missing: Vec<String> =
            (1..=count).map(|i| format!("psu{i}")).filter(|name| !plugged(name)).collect();
        if missing.is_empty() {
            continue;
        }
        let first = case.topology[device.supplies[0]].source;
        let apart = case.facts.source_apart(first);
        let source = apart.map_or("SOURCE", |apart| case.topology[apart].name.as_str());
        let example = format!("{{{}: {source}}}", missing[0]);
        let message = msg!(
            SUPPLY_UNPLUGGED,
            supplies = missing,
            device = device.name.as_str()
        );
        let help = msg!(HELP_PLUG, example = example);
        let span = case.topology[device.supplies[0]].span;
        let mut found = finding(&RULE, span, message).help(help);
        found.components = vec![device.name.to_string()];
        findings.push(found);
    }
}
