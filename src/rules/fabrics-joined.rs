//! Switches of two fabrics that are joined.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fabrics-joined",
        severity: Severity::Error,
        page: include_str!("fabrics-joined.md"),
    },
    check,
};

words! {
    THIS_CABLE: "this cable", "这根线缆";
    LEADS_FROM: "leads from this switch of one fabric", "从一个 Fabric 的这台交换机";
    LEADS_TO: "to this one of the other", "通到另一个 Fabric 的这台";
    FABRICS_JOINED: "\"{cable}\" joins the fabric \"{a}\" to the fabric \"{b}\"", "“{cable}”将 Fabric“{a}”与 Fabric“{b}”连在了一起";
    HELP_FABRICS: "pull this cable: two fabrics share no link from server to array", "拔掉此线缆：两个 Fabric 之间不应有任何链路";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (cable, a, b) in case.facts.joined_fabrics() {
        let mut names = [topology[a].name.as_str(), topology[b].name.as_str()];
        names.sort_unstable();
        let id = topology.id(topology[cable].comp);
        let message = msg!(FABRICS_JOINED, cable = id, a = names[0], b = names[1]);
        let found = finding(&RULE, topology[cable].span, message).help(&HELP_FABRICS);
        let [from, to] = topology[cable].ends.map(|end| topology[topology[end].device].span);
        let found = found.here(&THIS_CABLE).there(from, &LEADS_FROM).there(to, &LEADS_TO);
        findings.push(found.about([id]));
    }
}
