//! A server with Fibre Channel adapters of two makers.

use super::{Case, Rule, finding};
use crate::catalog::Protocol;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{DeviceKind, ModuleKind};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "hba-vendors-mixed",
        severity: Severity::Warning,
        page: include_str!("hba-vendors-mixed.md"),
    },
    check,
};

words! {
    MIXED: "\"{a}\" is made by {p}, and \"{b}\" in the same server by {q}", "“{a}”由 {p} 制造，而同一服务器中的“{b}”由 {q} 制造";
    HELP: "use adapters of one maker in \"{server}\"", "请在“{server}”中使用同一厂商的适配器";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for server in topology.devices.iter().filter(|it| it.kind == DeviceKind::Server) {
        let mut made = server.modules.iter().filter_map(|&id| match &topology[id].kind {
            ModuleKind::Adapter { part, .. } => {
                let fc = part.ports.iter().any(|port| port.protocol == Protocol::Fc);
                Some((id, part.vendor.as_deref().filter(|_| fc)?))
            }
            ModuleKind::Controller(_) => None,
        });
        let Some((first, maker)) = made.next() else { continue };
        let Some((other, another)) = made.find(|it| !it.1.eq_ignore_ascii_case(maker)) else {
            continue;
        };
        let [a, b] = [first, other].map(|it| topology.id(topology[it].comp));
        let message = msg!(MIXED, a = a, p = maker, b = b, q = another);
        let help = msg!(HELP, server = server.name.as_str());
        let found = finding(&RULE, topology[other].span, message).help(help);
        findings.push(found.about([a, b]));
    }
}
