//! A cable longer than its medium reaches at its speed.

use super::{Case, Rule, finding, thousands};
use crate::catalog::media::reach;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "cable-too-long",
        severity: Severity::Error,
        page: include_str!("cable-too-long.md"),
    },
    check,
};

words! {
    TOO_LONG: "the cable \"{cable}\" is {length} m long, and {medium} reaches {most} m at {speed} Gbit/s", "线缆“{cable}”长 {length} 米，而 {medium} 在 {speed} Gbit/s 下最远 {most} 米";
    HELP_TOO_LONG: "use a shorter cable or a better fibre", "改用更短的线缆或更高等级的光纤";
}

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
            TOO_LONG,
            cable = topology.id(cable.comp),
            length = thousands(length.mm),
            medium = medium.to_uppercase(),
            most = thousands(most.mm),
            speed = thousands(speed.mbit)
        );
        let mut found = finding(&RULE, cable.span, message).help(&HELP_TOO_LONG);
        found.components = vec![topology.id(cable.comp).to_owned()];
        findings.push(found);
    }
}
