//! A virtual address outside the subnet of its network.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "vip-outside-subnet",
        severity: Severity::Warning,
        page: include_str!("vip-outside-subnet.md"),
    },
    check,
};

words! {
    VIP_OUTSIDE: "the address {vip} lies outside the subnet {subnet} of \"{network}\"", "地址 {vip} 不在“{network}”的子网 {subnet} 内";
    HELP_VIP: "give \"{service}\" an address of that subnet, or correct the subnet", "请为“{service}”改用该子网内的地址，或更正子网";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for service in &case.topology.services {
        let (Some((vip, span)), Some(network)) = (service.vip, service.clients) else { continue };
        let network = &case.topology[network];
        let Some((address, prefix)) = network.subnet else { continue };
        if network.holds(vip) != Some(false) {
            continue;
        }
        let message = msg!(
            VIP_OUTSIDE,
            vip = vip.to_string(),
            subnet = format!("{address}/{prefix}"),
            network = network.name.as_str()
        );
        let help = msg!(HELP_VIP, service = service.name.as_str());
        let mut found = finding(&RULE, span, message).help(help);
        found.service = Some(service.name.to_string());
        findings.push(found);
    }
}
