//! A service that does not run at its home even when nothing has failed.

use super::{Case, Rule, finding};
use crate::facts::{Cause, Effect};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ServiceId;
use crate::words::{Msg, effects, msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "not-running",
        severity: Severity::Warning,
        page: include_str!("not-running.md"),
    },
    check,
};

words! {
    NOT_RUNNING: "with nothing failed \"{service}\" is in {effect}: {reason}", "尚无任何故障，“{service}”已处于{effect}状态：{reason}";
    LACKS_NODE: "its home \"{home}\" does not work", "其主节点“{home}”不工作";
    HELP_LACKS_NODE: "plug in the supplies of \"{home}\", or correct what feeds them", "为“{home}”的电源接电，或更正其供电来源";
    LACKS_PATH: "\"{home}\" has no path to \"{volume}\"", "“{home}”没有到“{volume}”的路径";
    HELP_LACKS_PATH: "cable \"{home}\" to a host port of the array, directly or over switches of one fabric", "将“{home}”直接或经同一 Fabric 的交换机连接到阵列的主机端口";
    LACKS_MIRROR: "\"{home}\" reaches no leg of the mirror \"{mirror}\" that is up to date", "“{home}”到不了镜像“{mirror}”的任何最新副本";
    HELP_LACKS_MIRROR: "give the home a leg of \"{mirror}\", or a path to one", "请让主节点拥有“{mirror}”的副本，或通往副本的路径";
    LACKS_CLIENTS: "\"{home}\" has no way to the clients on \"{network}\"", "“{home}”没有通往“{network}”客户端的通路";
    HELP_LACKS_CLIENTS: "cable \"{home}\" to a switch of \"{network}\", and let every cable on the way carry that network", "将“{home}”连接到“{network}”的交换机，并让沿途每根线缆都承载该网络";
    LACKS_HEARTBEAT: "its nodes do not hear each other", "各节点互相听不到心跳";
    HELP_LACKS_HEARTBEAT: "cable a heartbeat network between the nodes", "在节点之间连接心跳网络";
    LACKS_MAJORITY: "no side of its nodes has a majority of votes", "没有任何一方节点拥有多数票";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let judge = case.facts.judge();
    for id in case.topology.service_ids() {
        let state = case.facts.nominal(id).state;
        if state < Effect::Failover {
            continue;
        }
        let service = &case.topology[id];
        let (reason, help) = lacks(case, id, case.facts.cause(&judge, id, None), state);
        let message = msg!(
            NOT_RUNNING,
            service = service.name.as_str(),
            effect = effects::of(state.id()),
            reason = reason
        );
        let severity = case.weight(id, state);
        let mut found = finding(&RULE, service.span, message).severity(severity).help(help);
        found.service = Some(service.name.to_string());
        found.effect = Some(state.id());
        findings.push(found);
    }
}

/// What the service lacks, and the way out.
fn lacks(case: &Case, id: ServiceId, cause: Cause, state: Effect) -> (Msg, Msg) {
    let topology = case.topology;
    let service = &topology[id];
    let home = topology[service.nodes[service.home]].name.as_str();
    match cause {
        Cause::NodeDown => {
            (msg!(LACKS_NODE, home = home), msg!(HELP_LACKS_NODE, home = home))
        }
        Cause::NoPath(volume) | Cause::DrivesGone(volume) => (
            msg!(LACKS_PATH, home = home, volume = topology.volume_name(volume)),
            msg!(HELP_LACKS_PATH, home = home),
        ),
        Cause::NoMirror(mirror) | Cause::MirrorLost(mirror) => {
            let mirror = topology[mirror].name.as_str();
            (
                msg!(LACKS_MIRROR, home = home, mirror = mirror),
                msg!(HELP_LACKS_MIRROR, mirror = mirror),
            )
        }
        Cause::NoClients(network) => {
            let network = topology[network].name.as_str();
            (
                msg!(LACKS_CLIENTS, home = home, network = network),
                msg!(HELP_LACKS_CLIENTS, home = home, network = network),
            )
        }
        Cause::Parted if state == Effect::SplitBrain => {
            ((&LACKS_HEARTBEAT).into(), (&HELP_LACKS_HEARTBEAT).into())
        }
        Cause::Parted => ((&LACKS_MAJORITY).into(), (&HELP_LACKS_HEARTBEAT).into()),
    }
}
