//! What the two rules about faults share: the reason in a line, and paths as they are drawn:
//! `[db1] hba1/1 ── 0 [fc-a] 2 ── A0 [msa]`.

use compact_str::{CompactString, format_compact};

use super::{Case, Rule, finding};
use crate::facts::{Cause, Effect, Explained, Witness};
use crate::finding::{Finding, Hop};
use crate::topology::{CompId, ComponentKind, ModuleKind};
use crate::words::{Msg, Word, findings as words, msg};

impl Case<'_> {
    /// A finding about one fault and one service: its place, its reason and its paths.
    pub(super) fn about_fault(
        &self,
        rule: &'static Rule,
        message: &'static Word,
        it: &Explained,
        help: Msg,
    ) -> Finding {
        let Explained { service, fault, witness } = it;
        let severity = self.weight(*service, fault.effect);
        let topology = self.topology;
        let (id, name) = (topology.id(fault.component), topology[*service].name.as_str());
        let span = topology[fault.component].span;
        let text = Msg::new(message, vec![("component", id.into()), ("service", name.into())]);
        let mut finding = finding(rule, span, text).severity(severity).help(help);
        finding.labels[0].text = Some(self.because(it));
        finding.service = Some(name.to_owned());
        finding.components = vec![id.to_owned()];
        finding.effect = Some(fault.effect.id());
        finding.witness = self.hops(witness, fault.component);
        finding
    }

    /// Why the fault does what it does, in one line.
    fn because(&self, it: &Explained) -> Msg {
        let Explained { service, fault, witness } = it;
        let topology = self.topology;
        let service = &topology[*service];
        let home = topology[service.nodes[service.home]].name.as_str();
        let chain = witness.chain.last().map(|&comp| topology.id(comp));
        match (witness.cause, chain) {
            (Cause::NodeDown, _) => msg!(words::BECAUSE_NODE, home = home),
            (Cause::DrivesGone(volume), _) => {
                msg!(words::BECAUSE_DRIVES, volume = topology.volume_name(volume))
            }
            (Cause::NoMirror(mirror), _) => {
                let mirror = topology[mirror].name.as_str();
                msg!(words::BECAUSE_MIRROR, home = home, mirror = mirror)
            }
            (Cause::MirrorLost(mirror), _) => {
                msg!(words::BECAUSE_MIRROR_LOST, mirror = topology[mirror].name.as_str())
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
                    Some(chain) => {
                        msg!(words::BECAUSE_PATH_CHAIN, chain = chain, home = home, volume = volume)
                    }
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
            (Cause::Parted, _) if fault.effect == Effect::SplitBrain => {
                (&words::BECAUSE_PARTED).into()
            }
            (Cause::Parted, _) => (&words::BECAUSE_NO_MAJORITY).into(),
        }
    }

    /// The paths of a witness, and how the fault comes to break them.
    pub(super) fn hops(&self, witness: &Witness, fault: CompId) -> Vec<Vec<Hop>> {
        let broken = |comp: CompId| comp == fault || witness.chain.last() == Some(&comp);
        let mut hops = self.drawn(&witness.paths, broken);
        if !witness.chain.is_empty() {
            let mut drawn = self.drawn(std::slice::from_ref(&witness.chain), broken);
            let mut chain = drawn.pop().unwrap_or_default();
            for hop in chain.iter_mut().skip(1) {
                hop.drawn.insert_str(0, "→ ");
            }
            hops.push(chain);
        }
        hops
    }

    /// Paths as they are drawn, with the components that break them.
    pub(super) fn drawn(
        &self,
        paths: &[Vec<CompId>],
        broken: impl Fn(CompId) -> bool,
    ) -> Vec<Vec<Hop>> {
        let hop = |&comp: &CompId| self.hop(comp, broken(comp));
        paths.iter().map(|path| path.iter().map(hop).collect()).collect()
    }

    fn hop(&self, comp: CompId, broken: bool) -> Hop {
        let topology = self.topology;
        let id = topology[comp].id.clone();
        let drawn = match topology[comp].kind {
            ComponentKind::Device(_) => format_compact!("[{id}]"),
            ComponentKind::Port(port) => topology[port].name.clone(),
            ComponentKind::Cable(cable) => match &topology[cable].label {
                Some(label) => format_compact!("─{label}─"),
                None => CompactString::const_new("──"),
            },
            // A card shows in the name of its ports, a controller in the array it sits in.
            ComponentKind::Module(_) if !broken => CompactString::default(),
            ComponentKind::Module(module) => topology[module].name.clone(),
            _ => id.clone(),
        };
        Hop { id, drawn, broken }
    }
}
