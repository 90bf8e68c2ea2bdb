//! A cable longer than its medium reaches at its speed.

use super::{Case, Rule, finding, thousands};
use crate::catalog::media::reach;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "cable-too-long",
        severity: Severity::Error,
        page: include_str!("cable-too-long.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for id in topology.cable_ids() {
        let cable = &topology[id];
        let medium = cable.part.as_ref().and_then(|part| part.medium.as_deref());
        let (Some(length), Some(medium), Some(speed)) = (cable.length, medium, topology.speed(id))
        else {
            continue;
        };
        let Some(most) = reach(cable.protocol, medium, speed).filter(|&most| length > most) else {
            continue;
        };
        let message = msg!(
            words::TOO_LONG,
            cable = topology.id(cable.comp),
            length = thousands(length.mm),
            medium = medium.to_uppercase(),
            most = thousands(most.mm),
            speed = thousands(speed.mbit)
        );
        let mut found = finding(&RULE, cable.span, message).help(&words::HELP_TOO_LONG);
        found.components = vec![topology.id(cable.comp).to_owned()];
        findings.push(found);
    }
}
