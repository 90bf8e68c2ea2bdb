//! An adapter that no cable leads to.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "unused-adapter",
        severity: Severity::Note,
        page: include_str!("unused-adapter.md"),
    },
    check,
};

words! {
    UNUSED: "no cable leads to the adapter \"{adapter}\"", "没有线缆接到适配器“{adapter}”";
    HELP_CABLE: "cable \"{port}\", or remove the adapter", "请为“{port}”接线，或删除该适配器";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for id in case.facts.unused_adapters() {
        let module = &topology[id];
        let adapter = topology.id(module.comp);
        let port = match &module.kind {
            crate::topology::ModuleKind::Adapter { part, .. } => part.ports.first(),
            crate::topology::ModuleKind::Controller(_) => None,
        };
        let Some(port) = port else { continue };
        let port = format!("{}:{}/{}", case.name(module.device), module.name, port.name);
        let found = finding(&RULE, module.span, msg!(UNUSED, adapter = adapter));
        findings.push(found.help(msg!(HELP_CABLE, port = port)).about([adapter]));
    }
}
