//! An inter-switch link that is slower than a port it serves.

use std::collections::BTreeMap;

use super::{Case, Rule, finding, thousands};
use crate::catalog::Protocol;
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{CableId, DeviceId, DeviceKind};
use crate::words::{msg, words};
use crate::yaml::values::Speed;

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "slow-isl",
        severity: Severity::Note,
        page: include_str!("slow-isl.md"),
    },
    check,
};

words! {
    SLOW: "the link \"{isl}\" runs at {slow} Gbit/s, and \"{cable}\" on the same switch at {fast}", "级联“{isl}”的速率为 {slow} Gbit/s，而同一交换机上的“{cable}”为 {fast}";
    THIS_LINK: "this link", "这条级联";
    FASTER: "is slower than this cable", "比这根线缆慢";
    HELP: "join the switches at the speed of their fastest ports, or put the faster switch in the middle", "请以最快端口的速率级联，或将较快的交换机放在核心";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let isls = case.facts.isls();
    if isls.is_empty() {
        return;
    }
    let is_switch = |device: DeviceId| topology[device].kind == DeviceKind::Switch;
    // The fastest cable of a server or array on each switch.
    let mut fastest: BTreeMap<DeviceId, (Speed, CableId)> = BTreeMap::new();
    for cable in topology.cable_ids().filter(|&it| topology[it].protocol == Protocol::Fc) {
        let devices = topology[cable].ends.map(|end| topology[end].device);
        let (Some(speed), false) = (topology.speed(cable), devices.into_iter().all(is_switch)) else {
            continue;
        };
        for switch in devices.into_iter().filter(|&it| is_switch(it)) {
            let best = fastest.entry(switch).or_insert((speed, cable));
            if speed > best.0 {
                *best = (speed, cable);
            }
        }
    }
    for &isl in isls {
        let Some(own) = topology.speed(isl) else { continue };
        let switches = topology[isl].ends.map(|end| topology[end].device);
        let faster = switches.into_iter().filter_map(|it| fastest.get(&it).copied());
        let Some((speed, cable)) = faster.filter(|it| it.0 > own).max_by_key(|it| it.0) else {
            continue;
        };
        let message = msg!(
            SLOW,
            isl = case.cable(isl),
            slow = thousands(own.mbit),
            cable = case.cable(cable),
            fast = thousands(speed.mbit)
        );
        let found = finding(&RULE, topology[isl].span, message).here(&THIS_LINK);
        let found = found.there(topology[cable].span, &FASTER).help(&HELP);
        findings.push(found.about([case.cable(isl)]));
    }
}
