//! A host port of an array that serves more initiator ports than it should.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{PortId, ServiceId};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fan-in-too-high",
        severity: Severity::Note,
        page: include_str!("fan-in-too-high.md"),
    },
    check,
};

words! {
    FAN_IN: "\"{port}\" serves {count} initiator ports, and {most} is the most for it", "“{port}”服务于 {count} 个启动端口，而其上限为 {most}";
    FAN_IN_GENERAL: "\"{port}\" serves {count} initiator ports, and {most} is the most in general", "“{port}”服务于 {count} 个启动端口，而通用上限为 {most}";
    HELP: "zone some of the servers to other host ports, or cable \"{free}\" too", "请用 zone 将部分服务器分到其他主机端口，或再连接“{free}”";
    HELP_ZONE: "zone some of the servers to other host ports of \"{array}\"", "请用 zone 将部分服务器分到“{array}”的其他主机端口";
}

/// Most initiator ports for a host port in general.
const GENERAL: u32 = 12;

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut served: BTreeMap<PortId, (Vec<PortId>, ServiceId)> = BTreeMap::new();
    for reach in case.facts.reaches() {
        for pair in &reach.pairs {
            let entry = served.entry(pair.host).or_insert((Vec::new(), reach.service));
            entry.0.push(pair.initiator);
        }
    }
    for (host, (mut initiators, service)) in served {
        initiators.sort_unstable();
        initiators.dedup();
        let port = &topology[host];
        let array = &topology[port.device];
        let most = array.part.max_fan_in.unwrap_or(GENERAL);
        if initiators.len() <= most as usize {
            continue;
        }
        let id = topology.port_id(host);
        let (word, severity) = match array.part.max_fan_in {
            Some(_) => (&FAN_IN, Severity::Warning),
            None => (&FAN_IN_GENERAL, Severity::Note),
        };
        let message = msg!(*word, port = id, count = initiators.len(), most = most);
        let free = case.facts.free_ports(port.device, topology.port_type(host).protocol);
        let help = match free.into_iter().next() {
            Some(free) => msg!(HELP, free = free),
            None => msg!(HELP_ZONE, array = array.name.as_str()),
        };
        let found = finding(&RULE, port.span, message).severity(severity).help(help);
        findings.push(found.about([id]).of_service(&topology[service]));
    }
}
