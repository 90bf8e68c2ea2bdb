//! Two services with the same virtual address.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "vip-twice",
        severity: Severity::Warning,
        page: include_str!("vip-twice.md"),
    },
    check,
};

words! {
    TWICE: "\"{a}\" and \"{b}\" both have the address {vip}", "“{a}”与“{b}”的虚拟地址都是 {vip}";
    THIS: "this address", "此地址";
    TAKEN: "is taken here already", "已在此处使用";
    HELP: "give \"{b}\" another address", "请为“{b}”换用别的地址";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let mut taken = BTreeMap::new();
    let mut services: Vec<_> = case.topology.services.iter().collect();
    services.sort_by_key(|service| service.vip.map(|it| it.1));
    for service in services {
        let Some((vip, span)) = service.vip else { continue };
        let Some((first, place)) = taken.insert(vip, (service, span)) else { continue };
        let (a, b) = (first.name.as_str(), service.name.as_str());
        let found = finding(&RULE, span, msg!(TWICE, a = a, b = b, vip = vip.to_string()));
        let found = found.here(&THIS).there(place, &TAKEN).help(msg!(HELP, b = b));
        findings.push(found.of_service(service));
    }
}
