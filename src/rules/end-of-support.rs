//! A part that its maker no longer supports.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::catalog::Part;
use crate::finding::{Finding, Meta, Severity};
use crate::source::Span;
use crate::topology::ModuleKind;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "end-of-support",
        severity: Severity::Warning,
        page: include_str!("end-of-support.md"),
    },
    check,
};

words! {
    ENDED: "support of {part} ended on {date}; it is used by {devices}", "{part} 已于 {date} 停止支持，用于 {devices}";
    HELP: "replace it by a model that is supported, or accept it with a waiver", "请换用仍受支持的型号，或用豁免（waivers）接受";
}

/// Most names that a message lists.
const SHOWN: usize = 6;

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let ended = |part: &Part| part.end_of_support.is_some_and(|date| date < case.today);
    let mut used: BTreeMap<&str, (&Part, Span, Vec<&str>)> = BTreeMap::new();
    let mut note = |part, span, id| {
        if ended(part) {
            used.entry(part.title()).or_insert((part, span, Vec::new())).2.push(id);
        }
    };
    for device in &topology.devices {
        note(&device.part, device.span, device.name.as_str());
    }
    for module in &topology.modules {
        if let ModuleKind::Adapter { part, .. } = &module.kind {
            note(part, module.span, topology.id(module.comp));
        }
    }
    for (title, (part, span, mut ids)) in used {
        let Some(date) = part.end_of_support else { continue };
        let all: Vec<String> = ids.iter().map(ToString::to_string).collect();
        if ids.len() > SHOWN {
            ids.truncate(SHOWN);
            ids.push("…");
        }
        let message = msg!(ENDED, part = title, date = date.to_string(), devices = ids);
        findings.push(finding(&RULE, span, message).help(&HELP).about(all));
    }
}
