//! A volume that services of two clusters use.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "volume-shared-by-clusters",
        severity: Severity::Warning,
        page: include_str!("volume-shared-by-clusters.md"),
    },
    check,
};

words! {
    SHARED: "\"{a}\" and \"{b}\" share no cluster and both use \"{volume}\"", "“{a}”与“{b}”不在同一集群，却都使用“{volume}”";
    THIS: "this service uses a volume", "此服务使用的卷";
    OTHER: "that this one of another cluster uses", "另一集群的此服务也在使用";
    HELP: "give \"{b}\" a volume of its own on \"{array}\"", "请在“{array}”上为“{b}”划分独立的卷";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut users = BTreeMap::new();
    for service in &topology.services {
        for &volume in &service.volumes {
            let first = *users.entry(volume).or_insert(service);
            let alone = service.cluster.is_none() && first.nodes == service.nodes;
            if first.cluster == service.cluster && (service.cluster.is_some() || alone) {
                continue;
            }
            let (a, b) = (first.name.as_str(), service.name.as_str());
            let id = topology.volume_name(volume);
            let help = msg!(HELP, b = b, array = case.name(topology[volume].array));
            let message = msg!(SHARED, a = a, b = b, volume = id);
            let found = finding(&RULE, service.span, message).help(help).here(&THIS);
            findings.push(found.there(first.span, &OTHER).of_service(service));
        }
    }
}
