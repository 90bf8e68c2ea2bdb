//! A fault that takes a node down and with it what would let another take over.

use std::collections::BTreeSet;

use super::{Case, Rule, finding};
use crate::catalog::Arbitration;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "takeover-blocked",
        severity: Severity::Error,
        page: include_str!("takeover-blocked.md"),
    },
    check,
};

words! {
    NO_FENCE: "\"{component}\" takes \"{home}\" down and with it what would fence it, so \"{waits}\" never takes over", "“{component}”故障会使“{home}”宕机，其隔离手段也随之失效，“{waits}”因此无法接管";
    NO_VOTE: "\"{component}\" takes \"{home}\" down and with it the tie-breaker, so \"{waits}\" never takes over", "“{component}”故障会使“{home}”宕机，仲裁也随之失效，“{waits}”因此无法接管";
    WAITS: "this cluster waits", "此集群将一直等待";
    WITH_THIS: "when this fails", "当此部件故障时";
    HELP_FENCE: "give \"{home}\" a second way of fencing that survives it, such as {reserve} or the outlets of its PDU", "请为“{home}”增加不受其影响的第二种隔离方式，例如 {reserve} 或其 PDU 插座";
    HELP_QUORUM: "feed or house the tie-breaker apart from \"{home}\"", "请让仲裁的供电和位置与“{home}”分开";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut told = BTreeSet::new();
    for it in case.facts.blocked_takeovers(case.faults) {
        let service = &topology[it.service];
        let Some(cluster) = service.cluster else { continue };
        let home = service.nodes[service.home];
        if !told.insert((cluster, home, it.fault)) {
            continue;
        }
        let cluster = &topology[cluster];
        let (component, home, waits) = (topology.id(it.fault), case.name(home), case.name(it.waits));
        let volume = service.volumes.first().map(|&volume| topology.volume_name(volume));
        let (message, help) = if cluster.arbitration == Arbitration::Fenced {
            let reserve = volume.unwrap_or_else(|| "ARRAY:VOLUME".to_owned());
            let reserve = format!("{{reserve: \"{reserve}\"}}");
            let message = msg!(NO_FENCE, component = component, home = home, waits = waits);
            (message, msg!(HELP_FENCE, home = home, reserve = reserve))
        } else {
            let message = msg!(NO_VOTE, component = component, home = home, waits = waits);
            (message, msg!(HELP_QUORUM, home = home))
        };
        let found = finding(&RULE, cluster.span, message).help(help).here(&WAITS);
        let found = found.there(topology[it.fault].span, &WITH_THIS);
        findings.push(found.about([component]).of_service(service));
    }
}
