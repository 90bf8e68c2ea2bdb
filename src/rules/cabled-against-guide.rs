//! Host ports of an array that its maker cables to one fabric, on two.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "cabled-against-guide",
        severity: Severity::Warning,
        page: include_str!("cabled-against-guide.md"),
    },
    check,
};

words! {
    APART: "\"{a}\" and \"{b}\" are on two fabrics, and the maker cables them to one", "“{a}”与“{b}”接在两个 Fabric 上，而厂商指南要求接在同一个";
    THIS_PORT: "this port", "此端口";
    BELONGS: "belongs on the fabric of this one", "应与此端口接在同一 Fabric";
    HELP: "move \"{cable}\" to the fabric of \"{switch}\"", "请将“{cable}”改接到“{switch}”所在的 Fabric";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (a, b) in case.facts.ports_apart(|part| &part.same_fabric) {
        let (Some(first), Some(cable)) = (topology[a].cable, topology[b].cable) else { continue };
        let Some(switch) = case.facts.neighbour(a) else { continue };
        let ids = [a, b].map(|it| topology.port_id(it));
        let message = msg!(APART, a = ids[0], b = ids[1]);
        let found = finding(&RULE, topology[cable].span, message).here(&THIS_PORT);
        let found = found.there(topology[first].span, &BELONGS);
        let help = msg!(HELP, cable = case.cable(cable), switch = case.name(switch));
        findings.push(found.help(help).about(ids));
    }
}
