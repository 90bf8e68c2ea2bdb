//! Switches of unlike operating systems in one fabric.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::DeviceId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "mixed-fabric",
        severity: Severity::Warning,
        page: include_str!("mixed-fabric.md"),
    },
    check,
};

words! {
    MIXED: "\"{a}\" ({p}) and \"{b}\" ({q}) are joined in one fabric", "“{a}”（{p}）与“{b}”（{q}）连在同一个 Fabric 中";
    THIS_SWITCH: "this switch", "此交换机";
    AND_THIS: "and this one run unlike systems", "与此交换机运行不同的系统";
    HELP: "use switches of one family, or let \"{b}\" work as an access gateway: role: access-gateway", "请使用同一系列的交换机，或让“{b}”工作在接入网关模式：role: access-gateway";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for fabric in case.facts.fc_fabrics() {
        let system = |it: DeviceId| topology[it].part.fabric_os.as_deref().map(str::to_lowercase);
        let mut known = fabric.iter().copied().filter(|&it| system(it).is_some());
        let Some(first) = known.next() else { continue };
        let Some(other) = known.find(|&it| system(it) != system(first)) else { continue };
        let text = |it: DeviceId| topology[it].part.fabric_os.as_deref().unwrap_or_default();
        let (a, b) = (case.name(first), case.name(other));
        let message = msg!(MIXED, a = a, p = text(first), b = b, q = text(other));
        let found = finding(&RULE, topology[other].span, message).here(&THIS_SWITCH);
        let found = found.there(topology[first].span, &AND_THIS);
        findings.push(found.help(msg!(HELP, b = b)).about([a, b]));
    }
}
