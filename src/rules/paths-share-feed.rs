//! Switches of different fabrics that all hang on one power source.

use std::collections::{BTreeMap, BTreeSet};

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{DeviceId, DeviceKind, PowerId, ServiceId};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "paths-share-feed",
        severity: Severity::Warning,
        page: include_str!("paths-share-feed.md"),
    },
    check,
};

words! {
    ONE_SOURCE: "the switches {switches} all hang on \"{source}\", and with it go all paths of \"{server}\" to \"{array}\"", "交换机 {switches} 都由“{source}”供电，一旦失电“{server}”到“{array}”的所有路径都会中断";
    PLUGGED: "this supply", "此电源";
    AND_THIS_ONE: "and this one", "与此电源";
    HELP_PLUG: "plug {supply} into \"{source}\", which hangs on another feed", "请将 {supply} 改接到另一路供电的“{source}”";
    HELP_FEED: "plug {supply} into a power source on another feed", "请将 {supply} 改接到另一路供电的电源";
}

/// The source that takes all of these switches down: the one that they are plugged into, or the feed behind.
fn common_source(case: &Case, switches: &BTreeSet<DeviceId>) -> Option<PowerId> {
    let one = |of: BTreeSet<PowerId>| if of.len() == 1 { of.into_iter().next() } else { None };
    let supplies = switches.iter().map(|&it| &case.topology[it].supplies);
    if supplies.clone().any(|supplies| supplies.is_empty()) {
        return None;
    }
    let sources = supplies.flatten().map(|&supply| case.topology[supply].source);
    one(sources.collect()).or_else(|| {
        one(switches.iter().flat_map(|&it| case.facts.roots_of(it)).collect())
    })
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut sets: BTreeMap<BTreeSet<DeviceId>, (DeviceId, DeviceId, ServiceId)> = BTreeMap::new();
    for reach in case.facts.reaches() {
        let ends = reach.initiators().into_iter().map(|(port, _)| case.facts.neighbour(port));
        let switches: Option<BTreeSet<DeviceId>> = ends.collect();
        let Some(switches) = switches.filter(|it| it.len() > 1) else { continue };
        if switches.iter().all(|&it| topology[it].kind == DeviceKind::Switch) {
            sets.entry(switches).or_insert((reach.server, reach.array, reach.service));
        }
    }
    for (switches, (server, array, service)) in sets {
        let Some(source) = common_source(case, &switches) else { continue };
        let names: Vec<&str> = switches.iter().map(|&it| case.name(it)).collect();
        let supplies = switches.iter().filter_map(|&it| topology[it].supplies.last());
        let supplies: Vec<_> = supplies.map(|&supply| &topology[supply]).collect();
        let (Some(first), Some(last)) = (supplies.first(), supplies.last()) else { continue };
        let supply = topology.id(last.comp);
        let help = match case.facts.source_apart(last.source) {
            Some(apart) => {
                msg!(HELP_PLUG, supply = supply, source = topology[apart].name.as_str())
            }
            None => msg!(HELP_FEED, supply = supply),
        };
        let message = msg!(
            ONE_SOURCE,
            switches = names.clone(),
            source = topology[source].name.as_str(),
            server = case.name(server),
            array = case.name(array)
        );
        let found = finding(&RULE, last.span, message).severity(case.advice(service)).help(help);
        let found = found.here(&PLUGGED).there(first.span, &AND_THIS_ONE);
        findings.push(found.about(names));
    }
}
