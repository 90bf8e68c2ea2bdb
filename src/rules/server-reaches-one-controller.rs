//! A server that reaches one controller of an array only, although there are more.

use super::alike::Alike;
use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "server-reaches-one-controller",
        severity: Severity::Warning,
        page: include_str!("server-reaches-one-controller.md"),
    },
    check,
};

words! {
    ONE_CONTROLLER: "\"{server}\" reaches only controller {controller} of \"{array}\"", "“{server}”只能到达“{array}”的控制器 {controller}";
    ENDS_THERE: "this path of the server ends on controller {controller}", "服务器的这条路径终止于控制器 {controller}";
    AS_THIS: "as does this one", "这条路径也是";
    HELP_MOVE_TO: "move \"{cable}\" to \"{port}\" on the other controller, which is free", "请将“{cable}”改接到另一控制器的空闲端口“{port}”";
    HELP_OTHER: "cable \"{server}\" to a host port of controller {other} too", "请将“{server}”也连接到控制器 {other} 的主机端口";
    HELP_SWITCH: "cable \"{port}\" of the other controller to \"{switch}\"", "请将另一控制器的“{port}”连接到“{switch}”";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut alike = Alike::default();
    for reach in case.facts.reaches() {
        let controllers = topology[reach.array].controllers();
        let one = reach.common(|pair| topology.controller_of(pair.host));
        let (Some(one), 2..) = (one, controllers.len()) else { continue };
        let (server, array) = (case.name(reach.server), case.name(reach.array));
        let initiators = reach.initiators();
        let (Some(&(_, first)), Some(&(port, cable))) = (initiators.first(), initiators.last())
        else {
            continue;
        };
        let name = topology[one].name.as_str();
        let Some(&other) = controllers.iter().find(|&&it| it != one) else { continue };
        let of_other = |id: &String| case.facts.is_port_of(reach.array, other, id);
        let free = case.facts.free_ports(reach.array, topology[cable].protocol);
        let free = free.into_iter().find(of_other);
        let direct = reach.pairs.iter().all(|pair| pair.switches == 0);
        let help = match (free, case.facts.neighbour(port)) {
            (Some(free), _) if direct && initiators.len() > 1 => {
                msg!(HELP_MOVE_TO, cable = case.cable(cable), port = free)
            }
            (Some(free), Some(switch)) if !direct => {
                msg!(HELP_SWITCH, port = free, switch = case.name(switch))
            }
            _ => msg!(HELP_OTHER, server = server, other = topology[other].name.as_str()),
        };
        let message = msg!(ONE_CONTROLLER, server = server, controller = name, array = array);
        let found = finding(&RULE, topology[cable].span, message);
        let found = found.severity(case.advice(reach.service)).help(help);
        let found = found.here(msg!(ENDS_THERE, controller = name));
        let found = found.there(topology[first].span, &AS_THIS);
        let found = found.of_service(&topology[reach.service]);
        let comp = topology[one].comp;
        alike.shared(reach, one.0, comp, found.about([server, topology.id(comp)]));
    }
    alike.finish(case, findings);
}
