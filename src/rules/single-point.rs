//! A component whose fault alone stops a service, or worse.

use super::{Case, Rule, finding};
use crate::facts::{Cause, Effect, Serious, Witness};
use crate::finding::{Finding, Severity};
use crate::topology::{ComponentKind, DeviceKind, ModuleKind, ServiceId};
use crate::words::{Msg, Word, findings as words, msg};

pub static RULE: Rule = Rule {
    id: "single-point",
    severity: Severity::Warning,
    page: include_str!("single-point.md"),
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let mut judge = case.facts.judge();
    for service in case.topology.service_ids() {
        for fault in &case.serious[service.index()] {
            if fault.effect < Effect::Outage || case.facts.is_logical(fault.component) {
                continue;
            }
            let witness = case.facts.witness(&mut judge, service, fault.component);
            let message: &'static Word = match fault.effect {
                Effect::SplitBrain => &words::SPLITS,
                Effect::DataLoss => &words::LOSES_DATA,
                _ => &words::STOPS,
            };
            let severity = case.weight(service, fault.effect);
            let help = help(case, service, fault, &witness);
            findings.push(case.about_fault(&RULE, message, service, fault, &witness, severity, help));
        }
    }
}

fn help(case: &Case, service: ServiceId, fault: &Serious, witness: &Witness) -> Msg {
    let topology = case.topology;
    let word = match (witness.cause, topology[fault.component].kind) {
        (Cause::Parted, _) => &words::HELP_HEARTBEAT,
        (Cause::NoClients(network), ComponentKind::Device(_) | ComponentKind::Port(_)) => {
            let network = topology[network].name.as_str();
            return msg!(words::HELP_SECOND_LAN, network = network);
        }
        (Cause::DrivesGone(_), ComponentKind::Drive(..)) => &words::HELP_RAID,
        (_, ComponentKind::Group(_)) => &words::HELP_GROUP,
        (Cause::NodeDown, _) if topology[service].nodes.len() < 2 => &words::HELP_CLUSTER,
        (Cause::NodeDown, _) => &words::HELP_SECOND_NODE,
        (_, ComponentKind::Supply(_) | ComponentKind::Power(_)) => {
            let last = witness.chain.last().map_or("", |&comp| topology.id(comp));
            return msg!(words::HELP_SECOND_FEED, chain = last);
        }
        (_, ComponentKind::Device(device)) => match topology[device].kind {
            DeviceKind::Array => &words::HELP_SECOND_ARRAY,
            DeviceKind::Switch => &words::HELP_SECOND_SWITCH,
            DeviceKind::Server => &words::HELP_CLUSTER,
        },
        (_, ComponentKind::Module(module)) => match topology[module].kind {
            ModuleKind::Controller(_) => &words::HELP_SECOND_CONTROLLER,
            ModuleKind::Adapter { .. } => &words::HELP_SECOND_CARD,
        },
        _ => &words::HELP_SECOND_PATH,
    };
    word.into()
}

impl Case<'_> {
    /// A finding about one fault and one service: its place, its reason and its paths.
    #[expect(clippy::too_many_arguments, reason = "what makes a finding, once for the two rules that share it")]
    pub(super) fn about_fault(
        &self,
        rule: &'static Rule,
        message: &'static Word,
        service: ServiceId,
        fault: &Serious,
        witness: &Witness,
        severity: Severity,
        help: Msg,
    ) -> Finding {
        let topology = self.topology;
        let (id, name) = (topology.id(fault.component), topology[service].name.as_str());
        let span = topology[fault.component].span;
        let text = Msg::new(message, vec![("component", id.into()), ("service", name.into())]);
        let mut finding = finding(rule, span, text).severity(severity).help(help);
        finding.labels[0].text = Some(self.because(service, fault, witness));
        finding.service = Some(name.to_owned());
        finding.components = vec![id.to_owned()];
        finding.effect = Some(fault.effect.id());
        finding.witness = self.hops(witness, fault.component);
        finding
    }

    /// Why the fault does what it does, in one line.
    fn because(&self, service: ServiceId, fault: &Serious, witness: &Witness) -> Msg {
        let topology = self.topology;
        let it = &topology[service];
        let home = topology[it.nodes[it.home]].name.as_str();
        let chain = witness.chain.last().map(|&comp| topology.id(comp));
        match (witness.cause, chain) {
            (Cause::NodeDown, _) => msg!(words::BECAUSE_NODE, home = home),
            (Cause::DrivesGone(volume), _) => {
                msg!(words::BECAUSE_DRIVES, volume = topology.volume_name(volume))
            }
            (Cause::NoPath(volume), chain) => {
                let volume = topology.volume_name(volume);
                let controller = matches!(topology[fault.component].kind, ComponentKind::Module(module)
                    if matches!(topology[module].kind, ModuleKind::Controller(_)));
                match chain {
                    _ if controller => {
                        msg!(words::BECAUSE_CONTROLLER, volume = volume, home = home)
                    }
                    None => msg!(words::BECAUSE_PATH, home = home, volume = volume),
                    Some(chain) => msg!(
                        words::BECAUSE_PATH_CHAIN,
                        chain = chain,
                        home = home,
                        volume = volume
                    ),
                }
            }
            (Cause::NoClients(network), chain) => {
                let network = topology[network].name.as_str();
                match chain {
                    None => msg!(words::BECAUSE_CLIENTS, home = home, network = network),
                    Some(chain) => msg!(
                        words::BECAUSE_CLIENTS_CHAIN,
                        chain = chain,
                        home = home,
                        network = network
                    ),
                }
            }
            (Cause::Parted, _) if fault.effect == Effect::SplitBrain => (&words::BECAUSE_PARTED).into(),
            (Cause::Parted, _) => (&words::BECAUSE_NO_MAJORITY).into(),
        }
    }
}
