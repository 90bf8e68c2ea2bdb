//! An optical cable shorter than optics need between them.

use super::{Case, Rule, finding, thousands};
use crate::catalog::Protocol;
use crate::catalog::media::mode;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "cable-too-short",
        severity: Severity::Warning,
        page: include_str!("cable-too-short.md"),
    },
    check,
};

words! {
    SHORT: "the fibre \"{cable}\" is {length} m long, and 0.5 m is the least", "光纤“{cable}”长 {length} 米，而最短应为 0.5 米";
    HELP: "use a fibre of 0.5 m or more", "请使用 0.5 米或更长的光纤";
}

/// Least length of an optical cable, in millimetres.
const LEAST: u32 = 500;

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cable in topology.cables.iter().filter(|cable| cable.protocol == Protocol::Fc) {
        let medium = cable.part.as_ref().and_then(|part| part.medium.as_deref());
        let (Some(length), Some(_)) = (cable.length, medium.and_then(mode)) else { continue };
        if length.mm >= LEAST {
            continue;
        }
        let id = topology.id(cable.comp);
        let message = msg!(SHORT, cable = id, length = thousands(length.mm));
        findings.push(finding(&RULE, cable.span, message).help(&HELP).about([id]));
    }
}
