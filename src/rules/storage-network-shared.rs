//! A port of a server or array that carries storage and other traffic.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::spec::NetworkRole;
use crate::topology::DeviceKind;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "storage-network-shared",
        severity: Severity::Warning,
        page: include_str!("storage-network-shared.md"),
    },
    check,
};

words! {
    SHARED: "\"{cable}\" carries storage (\"{storage}\") and other traffic (\"{other}\")", "“{cable}”同时承载存储（“{storage}”）与其他流量（“{other}”）";
    HELP_FREE: "cable \"{other}\" to \"{port}\", which is free, and leave this port to storage", "请将“{other}”改接到空闲端口“{port}”，本端口只用于存储";
    HELP: "give \"{other}\" a port of its own", "请为“{other}”使用单独的端口";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cable in topology.cables.iter().filter(|it| it.networks.len() > 1) {
        let devices = cable.ends.map(|end| topology[end].device);
        let Some(end) = devices.into_iter().find(|&it| topology[it].kind != DeviceKind::Switch)
        else {
            continue;
        };
        let of = |storage: bool| {
            let mut networks = cable.networks.iter().map(|&id| &topology[id]);
            networks.find(|it| (it.role == NetworkRole::Storage) == storage)
        };
        let (Some(storage), Some(other)) = (of(true), of(false)) else { continue };
        let (id, other) = (topology.id(cable.comp), other.name.as_str());
        let message = msg!(SHARED, cable = id, storage = storage.name.as_str(), other = other);
        let help = match case.facts.free_ports(end, cable.protocol).into_iter().next() {
            Some(port) => msg!(HELP_FREE, other = other, port = port),
            None => msg!(HELP, other = other),
        };
        findings.push(finding(&RULE, cable.span, message).help(help).about([id]));
    }
}
