//! A device with several supplies that all hang on one power source.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "both-cords-in-one-source",
        severity: Severity::Error,
        page: include_str!("both-cords-in-one-source.md"),
    },
    check,
};

words! {
    THIS_CORD: "this cord", "这根电源线";
    AND_THIS: "and this one hang on one source", "与这根接在同一路供电上";
    BOTH_CORDS: "all cords of \"{device}\" are plugged into \"{source}\"", "“{device}”的所有电源线都接在“{source}”上";
    HELP_PLUG: "plug {supply} into \"{apart}\", which hangs on another feed", "请将 {supply} 改接到另一路供电的“{apart}”";
    HELP_CORDS: "plug {supply} into a power source on another feed", "将 {supply} 改接到另一路供电的电源";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for device in &case.topology.devices {
        let [first, rest @ ..] = &device.supplies[..] else { continue };
        let source = case.topology[*first].source;
        if rest.is_empty() || rest.iter().any(|&supply| case.topology[supply].source != source) {
            continue;
        }
        let supply = &case.topology[rest[0]];
        let message = msg!(
            BOTH_CORDS,
            device = device.name.as_str(),
            source = case.topology[source].name.as_str()
        );
        let id = case.topology.id(supply.comp);
        let help = match case.facts.source_apart(source) {
            Some(apart) => {
                msg!(HELP_PLUG, supply = id, apart = case.topology[apart].name.as_str())
            }
            None => msg!(HELP_CORDS, supply = id),
        };
        let found = finding(&RULE, supply.span, message).help(help).here(&THIS_CORD);
        let found = found.there(case.topology[*first].span, &AND_THIS);
        findings.push(found.about([device.name.as_str()]));
    }
}
