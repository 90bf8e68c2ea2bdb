//! A component whose fault alone stops a service, or worse.

use super::{Case, Rule};
use crate::facts::{Cause, Effect, Explained};
use crate::finding::{Finding, Meta, Severity};
use crate::catalog::Protocol;
use crate::topology::{ComponentKind, DeviceId, DeviceKind, ModuleKind, ServiceId};
use crate::words::{Msg, Word, findings, msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "single-point",
        severity: Severity::Warning,
        page: include_str!("single-point.md"),
    },
    check,
};

words! {
    SPLITS: "\"{component}\" alone makes \"{service}\" run twice on the same data", "“{component}”单点故障会使“{service}”在同一份数据上运行两份（脑裂）";
    LOSES_DATA: "\"{component}\" alone loses data of \"{service}\"", "“{component}”单点故障会丢失“{service}”的数据";
    STOPS: "\"{component}\" alone stops \"{service}\"", "“{component}”单点故障会使“{service}”停止";
    HELP_HEARTBEAT: "add a heartbeat network over other parts, and a quorum volume as tie-breaker", "增加经由其他部件的心跳网络，并设置仲裁卷";
    HELP_SECOND_LAN: "give each node a cable to a second switch of \"{network}\" with an uplink of its own", "让每个节点再接一根线缆到“{network}”的第二台交换机，且该交换机有自己的上联";
    HELP_CABLE_LAN: "cable \"{from}\" to \"{to}\", both free, and give that switch an uplink of \"{network}\"", "请将空闲的“{from}”连接到“{to}”，并让该交换机有“{network}”的上联";
    HELP_CABLE: "cable \"{from}\" to \"{to}\", both free, and a port of each controller to that switch", "请将空闲的“{from}”连接到“{to}”，并让每个控制器各接一个端口到该交换机";
    HELP_RAID: "use a RAID level that survives the loss of a drive", "改用能承受磁盘损坏的 RAID 级别";
    HELP_GROUP: "route one of the members another way", "让其中一个成员走别的路由";
    HELP_FEED: "give {chain} a second supply on \"{source}\", which hangs on another feed", "请为 {chain} 增加接在另一路供电“{source}”上的第二个电源";
    HELP_SECOND_FEED: "plug {chain} into another feed, or give it a second supply on one", "将 {chain} 改接另一路供电，或为其增加接在另一路供电上的电源";
    HELP_CLUSTER: "put the service on a cluster of two nodes", "将该服务放到双节点集群上";
    HELP_SECOND_NODE: "give another node of the cluster what the service needs", "让集群中的另一节点具备该服务所需的条件";
    HELP_SECOND_ARRAY: "mirror the volume to a second array, or accept it with a waiver", "将该卷镜像到第二台阵列，或用豁免（waivers）接受此风险";
    HELP_SECOND_SWITCH: "add a second switch and give each node and the array a cable to it", "增加第二台交换机，并让每个节点和阵列各接一根线缆到它";
    HELP_SECOND_SHELF: "spread the volume over two shelves, so that its RAID survives the loss of one", "请把该卷分布在两台扩展柜上，使 RAID 能承受其中一台的损失";
    HELP_SECOND_ENCLOSURE: "put the other node into another enclosure", "请把另一节点放入另一机箱";
    HELP_SECOND_CONTROLLER: "fit a second controller and cable it to every node", "加装第二个控制器，并连接到每个节点";
    HELP_SECOND_CARD: "fit a second adapter and move one of its cables to it", "加装第二块适配器，并将其中一根线缆改接到新卡";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for it in case.faults {
        if it.fault.effect < Effect::Outage || case.facts.is_logical(it.fault.component) {
            continue;
        }
        let message: &'static Word = match it.fault.effect {
            Effect::SplitBrain => &SPLITS,
            Effect::DataLoss => &LOSES_DATA,
            _ => &STOPS,
        };
        findings.push(case.about_fault(&RULE, message, it, help(case, it)));
    }
}

/// Where a second cable of the home would go, if there are free ports for it.
fn second_switch(case: &Case, service: ServiceId, switch: DeviceId) -> Msg {
    let topology = case.topology;
    let service = &topology[service];
    let home = service.nodes[service.home];
    let volume = service.volumes.first().map(|&volume| topology[volume].array);
    let protocol = topology[switch].part.ports.first().map(|port| port.protocol);
    let cable = volume.zip(protocol).and_then(|(array, protocol)| {
        let from = case.facts.free_ports(home, protocol).into_iter().next()?;
        Some((from, case.facts.free_beside(switch, array, protocol)?))
    });
    match cable {
        Some((from, to)) => msg!(HELP_CABLE, from = from, to = to),
        None => (&HELP_SECOND_SWITCH).into(),
    }
}

fn help(case: &Case, it: &Explained) -> Msg {
    let topology = case.topology;
    let Explained { service, fault, witness } = it;
    let word = match (witness.cause, topology[fault.component].kind) {
        (Cause::Parted, _) => &HELP_HEARTBEAT,
        (Cause::NoClients(network), ComponentKind::Device(_) | ComponentKind::Port(_)) => {
            let name = topology[network].name.as_str();
            let home = topology[*service].nodes[topology[*service].home];
            let lost = topology.device_of(fault.component);
            let second = case.facts.free_on_network(network, lost);
            let from = case.facts.free_ports(home, Protocol::Ethernet).into_iter().next();
            return match from.zip(second) {
                Some((from, to)) => msg!(HELP_CABLE_LAN, from = from, to = to, network = name),
                None => msg!(HELP_SECOND_LAN, network = name),
            };
        }
        (Cause::DrivesGone(_), ComponentKind::Drive(..)) => &HELP_RAID,
        (_, ComponentKind::Group(_)) => &HELP_GROUP,
        (_, ComponentKind::Supply(_) | ComponentKind::Power(_)) => {
            let last = witness.chain.last().map_or("", |&comp| topology.id(comp));
            let source = witness.chain.last().and_then(|&comp| topology.device_of(comp));
            let source = source.and_then(|it| topology[it].supplies.first().copied());
            let apart = source.and_then(|it| case.facts.source_apart(topology[it].source));
            return match apart {
                Some(apart) => {
                    msg!(HELP_FEED, chain = last, source = topology[apart].name.as_str())
                }
                None => msg!(HELP_SECOND_FEED, chain = last),
            };
        }
        (Cause::NodeDown, _) if topology[*service].nodes.len() < 2 => &HELP_CLUSTER,
        (Cause::NodeDown, _) => &HELP_SECOND_NODE,
        (_, ComponentKind::Device(device)) => match topology[device].kind {
            DeviceKind::Array => &HELP_SECOND_ARRAY,
            DeviceKind::Switch => return second_switch(case, *service, device),
            DeviceKind::Server => &HELP_CLUSTER,
            DeviceKind::Shelf => &HELP_SECOND_SHELF,
            DeviceKind::Enclosure => &HELP_SECOND_ENCLOSURE,
            DeviceKind::Panel | DeviceKind::Outlet => &findings::HELP_SECOND_PATH,
        },
        (_, ComponentKind::Module(module)) => match topology[module].kind {
            ModuleKind::Controller(_) => &HELP_SECOND_CONTROLLER,
            ModuleKind::Adapter { .. } => &HELP_SECOND_CARD,
        },
        _ => &findings::HELP_SECOND_PATH,
    };
    word.into()
}
