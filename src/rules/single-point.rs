//! A component whose fault alone stops a service, or worse.

use super::{Case, Rule};
use crate::facts::{Cause, Effect, Explained};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{ComponentKind, DeviceKind, ModuleKind};
use crate::words::{Msg, Word, findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "single-point",
        severity: Severity::Warning,
        page: include_str!("single-point.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for it in case.faults {
        if it.fault.effect < Effect::Outage || case.facts.is_logical(it.fault.component) {
            continue;
        }
        let message: &'static Word = match it.fault.effect {
            Effect::SplitBrain => &words::SPLITS,
            Effect::DataLoss => &words::LOSES_DATA,
            _ => &words::STOPS,
        };
        findings.push(case.about_fault(&RULE, message, it, help(case, it)));
    }
}

fn help(case: &Case, it: &Explained) -> Msg {
    let topology = case.topology;
    let Explained { service, fault, witness } = it;
    let word = match (witness.cause, topology[fault.component].kind) {
        (Cause::Parted, _) => &words::HELP_HEARTBEAT,
        (Cause::NoClients(network), ComponentKind::Device(_) | ComponentKind::Port(_)) => {
            let network = topology[network].name.as_str();
            return msg!(words::HELP_SECOND_LAN, network = network);
        }
        (Cause::DrivesGone(_), ComponentKind::Drive(..)) => &words::HELP_RAID,
        (_, ComponentKind::Group(_)) => &words::HELP_GROUP,
        (_, ComponentKind::Supply(_) | ComponentKind::Power(_)) => {
            let last = witness.chain.last().map_or("", |&comp| topology.id(comp));
            return msg!(words::HELP_SECOND_FEED, chain = last);
        }
        (Cause::NodeDown, _) if topology[*service].nodes.len() < 2 => &words::HELP_CLUSTER,
        (Cause::NodeDown, _) => &words::HELP_SECOND_NODE,
        (_, ComponentKind::Device(device)) => match topology[device].kind {
            DeviceKind::Array => &words::HELP_SECOND_ARRAY,
            DeviceKind::Switch => &words::HELP_SECOND_SWITCH,
            DeviceKind::Server => &words::HELP_CLUSTER,
            DeviceKind::Shelf => &words::HELP_SECOND_SHELF,
            DeviceKind::Enclosure => &words::HELP_SECOND_ENCLOSURE,
            DeviceKind::Panel | DeviceKind::Outlet => &words::HELP_SECOND_PATH,
        },
        (_, ComponentKind::Module(module)) => match topology[module].kind {
            ModuleKind::Controller(_) => &words::HELP_SECOND_CONTROLLER,
            ModuleKind::Adapter { .. } => &words::HELP_SECOND_CARD,
        },
        _ => &words::HELP_SECOND_PATH,
    };
    word.into()
}
