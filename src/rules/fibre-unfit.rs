//! A fibre that does not carry the speed of its ports.

use super::{Case, Rule, finding, thousands};
use crate::catalog::Protocol;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fibre-unfit",
        severity: Severity::Error,
        page: include_str!("fibre-unfit.md"),
    },
    check,
};

words! {
    UNFIT: "the fibre of \"{cable}\" is {medium}, which does not carry {speed} Gbit/s", "“{cable}”的光纤为 {medium}，不支持 {speed} Gbit/s";
    HELP: "lay OM3 or better", "请敷设 OM3 或更高等级的光纤";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for id in topology.cable_ids().filter(|&it| topology[it].protocol == Protocol::Fc) {
        let cable = &topology[id];
        let medium = cable.part.as_ref().and_then(|part| part.medium.as_deref());
        let (Some(medium), Some(speed)) = (medium, topology.speed(id)) else { continue };
        if !medium.eq_ignore_ascii_case("om1") || speed.mbit < 16_000 {
            continue;
        }
        let message = msg!(
            UNFIT,
            cable = case.cable(id),
            medium = medium.to_uppercase(),
            speed = thousands(speed.mbit)
        );
        findings.push(finding(&RULE, cable.span, message).help(&HELP).about([case.cable(id)]));
    }
}
