//! Two networks whose subnets overlap.

use std::net::IpAddr;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::Network;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "subnets-overlap",
        severity: Severity::Warning,
        page: include_str!("subnets-overlap.md"),
    },
    check,
};

words! {
    OVERLAP: "the subnets of \"{a}\" ({p}) and \"{b}\" ({q}) overlap", "“{a}”（{p}）与“{b}”（{q}）的子网重叠";
    THIS: "this network", "此网络";
    OTHER: "overlaps this one", "与此网络重叠";
    HELP: "give \"{b}\" a subnet of its own", "请为“{b}”使用独立的子网";
}

/// The first and last address of a subnet, as numbers that keep the two families apart.
fn range(network: &Network) -> Option<((bool, u128), (bool, u128))> {
    let (address, prefix) = network.subnet?;
    let (six, bits, width) = match address {
        IpAddr::V4(it) => (false, u128::from(u32::from(it)), 32),
        IpAddr::V6(it) => (true, u128::from(it), 128),
    };
    let free = width - u32::from(prefix).min(width);
    let mask = if free == 128 { u128::MAX } else { (1_u128 << free) - 1 };
    Some(((six, bits & !mask), (six, bits | mask)))
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let networks = case.topology.networks.iter();
    let mut ranges: Vec<_> = networks.filter_map(|it| Some((range(it)?, it))).collect();
    ranges.sort_by(|a, b| (a.0, &a.1.name).cmp(&(b.0, &b.1.name)));
    let mut widest: Option<(_, &Network)> = None;
    for ((start, end), network) in ranges {
        if let Some((reach, other)) = widest
            && start <= reach
        {
            let text = |it: &Network| it.subnet.map_or(String::new(), |(a, p)| format!("{a}/{p}"));
            let (a, b) = (other.name.as_str(), network.name.as_str());
            let message = msg!(OVERLAP, a = a, p = text(other), b = b, q = text(network));
            let found = finding(&RULE, network.span, message).here(&THIS);
            findings.push(found.there(other.span, &OTHER).help(msg!(HELP, b = b)));
        }
        if widest.is_none_or(|(reach, _)| end > reach) {
            widest = Some((end, network));
        }
    }
}
