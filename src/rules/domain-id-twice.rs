//! Two switches of one fabric with the same domain ID.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "domain-id-twice",
        severity: Severity::Error,
        page: include_str!("domain-id-twice.md"),
    },
    check,
};

words! {
    TWICE: "\"{a}\" and \"{b}\" of one fabric both have the domain ID {domain}", "同一 Fabric 的“{a}”与“{b}”的 Domain ID 都是 {domain}";
    THIS_ID: "this domain ID", "此 Domain ID";
    TAKEN: "is taken here already", "已在此处使用";
    HELP: "give \"{b}\" a domain ID that is free in the fabric, such as {free}", "请为“{b}”改用该 Fabric 中未占用的 Domain ID，例如 {free}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for fabric in case.facts.fc_fabrics() {
        let mut taken = BTreeMap::new();
        for &switch in &fabric {
            let Some((domain, span)) = topology[switch].domain else { continue };
            let Some((other, first)) = taken.insert(domain, (switch, span)) else { continue };
            let used = |it: &u32| fabric.iter().any(|&switch| topology[switch].domain.is_some_and(|domain| domain.0 == *it));
            let free = (1..=239).find(|it| !used(it)).unwrap_or(domain);
            let (a, b) = (case.name(other), case.name(switch));
            let message = msg!(TWICE, a = a, b = b, domain = domain);
            let found = finding(&RULE, span, message).here(&THIS_ID).there(first, &TAKEN);
            findings.push(found.help(msg!(HELP, b = b, free = free)).about([a, b]));
        }
    }
}
