//! A storage path over more switches than the fabric supports.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "too-many-hops",
        severity: Severity::Warning,
        page: include_str!("too-many-hops.md"),
    },
    check,
};

words! {
    HOPS: "the way from \"{initiator}\" to \"{host}\" crosses {count} switches, and {most} are supported", "从“{initiator}”到“{host}”要经过 {count} 台交换机，而最多支持 {most} 台";
    HELP: "cable \"{server}\" or \"{array}\" to a switch that is nearer to the other, or join the switches in a star", "请将“{server}”或“{array}”改接到离对方更近的交换机，或将交换机改为星形级联";
}

/// Most switches on a way where the model does not say.
const MOST: u32 = 7;

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for reach in case.facts.reaches() {
        let Some(worst) = reach.pairs.iter().max_by_key(|pair| pair.switches) else { continue };
        let switch = case.facts.neighbour(worst.initiator);
        let limit = switch.and_then(|it| topology[it].part.max_switches_in_path);
        let most = limit.unwrap_or(MOST);
        if worst.switches <= most {
            continue;
        }
        let (initiator, host) = (topology.port_id(worst.initiator), topology.port_id(worst.host));
        let message =
            msg!(HOPS, initiator = initiator, host = host, count = worst.switches, most = most);
        let (server, array) = (case.name(reach.server), case.name(reach.array));
        let help = msg!(HELP, server = server, array = array);
        let found = finding(&RULE, topology[worst.cable].span, message).help(help);
        findings.push(found.about([initiator, host]).of_service(&topology[reach.service]));
    }
}
