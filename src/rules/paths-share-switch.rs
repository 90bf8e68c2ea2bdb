//! A server whose storage paths all run through one switch although it has cables for two.

use super::alike::Alike;
use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::DeviceKind;
use crate::words::{findings, msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "paths-share-switch",
        severity: Severity::Warning,
        page: include_str!("paths-share-switch.md"),
    },
    check,
};

words! {
    ONE_SWITCH: "every path of \"{server}\" to \"{array}\" runs through the switch \"{switch}\"", "“{server}”到“{array}”的所有路径都经过交换机“{switch}”";
    THIS_SWITCH: "this switch", "此交换机";
    HELP_MOVE: "move \"{end}\" from \"{from}\" to \"{port}\", which is free", "请将“{end}”从“{from}”改接到空闲端口“{port}”";
    HELP_ADD: "add a second switch, and move \"{end}\" and a port of each controller of \"{array}\" to it", "请增加第二台交换机，并将“{end}”以及“{array}”每个控制器的一个端口改接到该交换机";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let switch_at = |port| {
        let far = case.facts.neighbour(port)?;
        (topology[far].kind == DeviceKind::Switch).then_some(far)
    };
    let mut alike = Alike::default();
    for reach in case.facts.reaches() {
        let initiators = reach.initiators();
        let near = reach.common(|pair| switch_at(pair.initiator));
        let shared = near.or_else(|| reach.common(|pair| switch_at(pair.host)));
        let (Some(switch), [(_, first), .., (initiator, cable)]) = (shared, &initiators[..]) else {
            continue;
        };
        let end = topology.port_id(*initiator);
        let far = topology[*cable].ends.into_iter().find(|end| end != initiator);
        let from = far.map_or("", |far| topology.port_id(far));
        let (array, it) = (case.name(reach.array), &topology[switch]);
        let protocol = topology[*cable].protocol;
        let free = case.facts.free_beside(switch, reach.array, protocol).filter(|_| near.is_some());
        let help = match free {
            Some(port) => msg!(HELP_MOVE, end = end, from = from, port = port),
            None => msg!(HELP_ADD, end = end, array = array),
        };
        let message = msg!(
            ONE_SWITCH,
            server = case.name(reach.server),
            array = array,
            switch = it.name.as_str()
        );
        let found = finding(&RULE, it.span, message).severity(case.advice(reach.service));
        let found = found.help(help).here(&THIS_SWITCH).of_service(&topology[reach.service]);
        let found = found.there(topology[*first].span, &findings::CARRIES_THIS);
        let found = found.there(topology[*cable].span, &findings::AND_THIS);
        let found = found.about([case.name(switch), case.name(reach.server)]);
        alike.shared(reach, switch.0, it.comp, found);
    }
    alike.finish(case, findings);
}
