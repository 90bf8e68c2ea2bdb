//! A device that could be managed over a network and is not cabled to one.

use super::{Case, Rule, finding};
use crate::catalog::{PortRole, Protocol};
use crate::finding::{Finding, Meta, Severity};
use crate::spec::NetworkRole;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "management-not-cabled",
        severity: Severity::Note,
        page: include_str!("management-not-cabled.md"),
    },
    check,
};

words! {
    NOT_CABLED: "\"{device}\" is not managed over \"{network}\": its port \"{port}\" has no cable", "“{device}”未接入“{network}”：其管理口“{port}”没有接线";
    HELP: "cable \"{port}\" to \"{free}\"", "请将“{port}”连接到“{free}”";
    HELP_SWITCH: "cable \"{port}\" to a switch of \"{network}\"", "请将“{port}”连接到“{network}”的交换机";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let managed = |role: Option<PortRole>| {
        matches!(role, Some(PortRole::Bmc | PortRole::Management))
    };
    let mut networks = topology.networks.iter().zip(0..);
    let Some((network, number)) = networks.find(|it| it.0.role == NetworkRole::Management) else {
        return;
    };
    let id = crate::topology::NetworkId(number);
    let mut carriers = topology.cables.iter().filter(|cable| cable.networks.contains(&id));
    let switch = carriers.find_map(|cable| {
        let mut devices = cable.ends.into_iter().map(|end| topology[end].device);
        devices.find(|&it| topology[it].kind == crate::topology::DeviceKind::Switch)
    });
    let free = switch.and_then(|it| case.facts.free_ports(it, Protocol::Ethernet).into_iter().next());
    for number in topology.device_ids() {
        let device = &topology[number];
        let controllers = device.part.controllers.iter().flat_map(|it| it.ports.iter());
        let own = device.part.ports.iter().chain(controllers);
        let mut ports = own.filter(|port| managed(port.role)).peekable();
        let Some(first) = ports.peek().map(|it| it.name.clone()).filter(|_| !device.existing) else {
            continue;
        };
        if case.facts.has_cable(number, |port| managed(port.role)) {
            continue;
        }
        let (name, port) = (device.name.as_str(), format!("{}:{first}", device.name));
        let of = network.name.as_str();
        let message = msg!(NOT_CABLED, device = name, network = of, port = port.as_str());
        let help = match &free {
            Some(free) => msg!(HELP, port = port.as_str(), free = free.as_str()),
            None => msg!(HELP_SWITCH, port = port.as_str(), network = of),
        };
        findings.push(finding(&RULE, device.span, message).help(help).about([name]));
    }
}
