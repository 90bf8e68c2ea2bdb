//! Two host ports that take over each other's addresses, on different networks.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "failover-pair-split",
        severity: Severity::Warning,
        page: include_str!("failover-pair-split.md"),
    },
    check,
};

words! {
    SPLIT: "\"{a}\" and \"{b}\" take over each other's address, and are on two networks", "“{a}”与“{b}”互相接管对方的地址，却接在两个网络上";
    THIS_PORT: "this port", "此端口";
    TAKES_OVER: "takes over the address of this one", "要接管此端口的地址";
    HELP: "cable both to \"{switch}\", or to switches that are joined, on one network", "请将两者都接到“{switch}”或互相级联的交换机，并使用同一网络";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (a, b) in case.facts.ports_apart(|part| &part.failover_pairs) {
        let (Some(first), Some(cable)) = (topology[a].cable, topology[b].cable) else { continue };
        let Some(switch) = case.facts.neighbour(a) else { continue };
        let ids = [a, b].map(|it| topology.port_id(it));
        let message = msg!(SPLIT, a = ids[0], b = ids[1]);
        let found = finding(&RULE, topology[cable].span, message).here(&THIS_PORT);
        let found = found.there(topology[first].span, &TAKES_OVER);
        let help = msg!(HELP, switch = case.name(switch));
        findings.push(found.help(help).about(ids));
    }
}
