//! A cable longer than its medium reaches at its speed.

use super::{Case, Rule, finding, thousands};
use crate::catalog::Protocol;
use crate::catalog::media::{reach, reaching};
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
    HELP_BETTER: "use {media}, or a cable of at most {most} m", "请改用 {media}，或不超过 {most} 米的线缆";
    HELP_LONGWAVE: "use longwave optics on OS2 fibre, or a cable of at most {most} m", "请改用长波光模块与 OS2 光纤，或不超过 {most} 米的线缆";
    HELP_SHORTER: "use a cable of at most {most} m", "请改用不超过 {most} 米的线缆";
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
        let most = thousands(most.mm);
        let media = reaching(cable.protocol, length, speed);
        let help = match cable.protocol {
            _ if !media.is_empty() => msg!(HELP_BETTER, media = media, most = most),
            Protocol::Fc => msg!(HELP_LONGWAVE, most = most),
            _ => msg!(HELP_SHORTER, most = most),
        };
        let mut found = finding(&RULE, cable.span, message).help(help);
        found.components = vec![topology.id(cable.comp).to_owned()];
        findings.push(found);
    }
}
