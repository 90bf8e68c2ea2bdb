//! A virtual address in the subnet of a network that is not for clients.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::spec::NetworkRole;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "vip-in-private-network",
        severity: Severity::Warning,
        page: include_str!("vip-in-private-network.md"),
    },
    check,
};

words! {
    PRIVATE: "the address {vip} of \"{service}\" lies in the subnet of \"{network}\", which is not for clients", "“{service}”的地址 {vip} 位于“{network}”的子网内，而该网络不面向客户端";
    HELP: "give \"{service}\" an address of its clients' network", "请为“{service}”使用其客户端网络内的地址";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for service in &case.topology.services {
        let Some((vip, span)) = service.vip else { continue };
        let networks = case.topology.networks.iter();
        let mut private = networks.filter(|it| it.role != NetworkRole::Clients);
        let Some(network) = private.find(|it| it.holds(vip) == Some(true)) else { continue };
        let (name, network) = (service.name.as_str(), network.name.as_str());
        let message = msg!(PRIVATE, vip = vip.to_string(), service = name, network = network);
        let found = finding(&RULE, span, message).help(msg!(HELP, service = name));
        findings.push(found.of_service(service));
    }
}
