//! A fabric, or storage network, that leads to one controller of an array only.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fabric-reaches-one-controller",
        severity: Severity::Warning,
        page: include_str!("fabric-reaches-one-controller.md"),
    },
    check,
};

words! {
    ONE_CONTROLLER: "the fabric of \"{switch}\" reaches only controller {controller} of \"{array}\"", "“{switch}”所在的 Fabric 只能到达“{array}”的控制器 {controller}";
    ENDS_HERE: "this cable of the fabric ends on controller {controller}", "该 Fabric 的这根线缆接在控制器 {controller} 上";
    AS_THIS: "as does this one", "这根也是";
    HELP_SWAP: "swap the ends of \"{a}\" and \"{b}\" at the array, so that each fabric reaches both controllers", "请对调“{a}”与“{b}”在阵列一侧的接口，使每个 Fabric 都到达两个控制器";
    HELP_CABLE: "cable \"{port}\" of the other controller to \"{switch}\"", "请将另一控制器的“{port}”连接到“{switch}”";
    HELP_OTHER: "give controller {other} a cable to this fabric too", "请让控制器 {other} 也接一根线缆到该 Fabric";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let presences = case.facts.presences();
    for it in presences {
        let controllers = topology[it.array].controllers();
        let (1, 2.., Some(&one)) = (it.controllers.len(), controllers.len(), it.controllers.first())
        else {
            continue;
        };
        let Some(&last) = it.cables.last() else { continue };
        let name = topology[one].name.as_str();
        // Another fabric that has nothing but another controller: then two cables are swapped.
        let twin = presences.iter().find(|twin| {
            twin.array == it.array
                && twin.controllers.len() == 1
                && twin.controllers.first() != Some(&one)
        });
        let Some(&other) = controllers.iter().find(|&&it| it != one) else { continue };
        let free = case.facts.free_ports(it.array, topology[last].protocol);
        let free = free.into_iter().find(|id| case.facts.is_port_of(it.array, other, id));
        let help = match (twin.and_then(|twin| twin.cables.last()), free) {
            (Some(&cable), _) if it.cables.len() > 1 => {
                msg!(HELP_SWAP, a = case.cable(last), b = case.cable(cable))
            }
            (_, Some(port)) => msg!(HELP_CABLE, port = port, switch = case.name(it.switch)),
            _ => msg!(HELP_OTHER, other = topology[other].name.as_str()),
        };
        let (switch, array) = (case.name(it.switch), case.name(it.array));
        let message = msg!(ONE_CONTROLLER, switch = switch, controller = name, array = array);
        let found = finding(&RULE, topology[last].span, message).help(help);
        let found = found.here(msg!(ENDS_HERE, controller = name));
        let found = found.there(topology[it.cables[0]].span, &AS_THIS);
        findings.push(found.about([switch, topology.id(topology[one].comp)]));
    }
}
