//! A server that reaches its storage over one network although it has several cables.

use super::alike::Alike;
use super::{Case, Rule, finding};
use crate::catalog::Protocol;
use crate::finding::{Finding, Meta, Severity};
use crate::spec::NetworkRole;
use crate::topology::NetworkId;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "single-storage-network",
        severity: Severity::Note,
        page: include_str!("single-storage-network.md"),
    },
    check,
};

words! {
    ONE_NETWORK: "all paths of \"{server}\" to \"{array}\" use the network \"{network}\"", "“{server}”到“{array}”的所有路径都使用网络“{network}”";
    HELP: "let \"{cable}\" carry a second storage network with a subnet of its own, and a port of each controller too", "请让“{cable}”承载第二个存储网络（独立子网），每个控制器也各接一个端口";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let storage = |cable| -> Vec<NetworkId> {
        let it: &crate::topology::Cable = &topology[cable];
        let networks = it.networks.iter().copied();
        networks.filter(|&id| topology[id].role == NetworkRole::Storage).collect()
    };
    let mut alike = Alike::default();
    for reach in case.facts.reaches() {
        let initiators = reach.initiators();
        let [(_, first), .., (_, last)] = initiators[..] else { continue };
        let switched = reach.pairs.iter().all(|pair| pair.switches > 0);
        let ethernet = topology[first].protocol == Protocol::Ethernet;
        let [network] = storage(first)[..] else { continue };
        let same = initiators.iter().all(|&(_, cable)| storage(cable) == [network]);
        if !(switched && ethernet && same) {
            continue;
        }
        let (server, array) = (case.name(reach.server), case.name(reach.array));
        let name = topology[network].name.as_str();
        let message = msg!(ONE_NETWORK, server = server, array = array, network = name);
        let found = finding(&RULE, topology[last].span, message);
        let found = found.help(msg!(HELP, cable = case.cable(last)));
        let found = found.about([server]).of_service(&topology[reach.service]);
        alike.shared(reach, network.0, topology[last].comp, found);
    }
    alike.finish(case, findings);
}
