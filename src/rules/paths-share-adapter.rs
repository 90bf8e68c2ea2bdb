//! A server whose storage paths all begin at one card, or at one port.

use super::alike::Alike;
use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ModuleKind;
use crate::words::{findings, msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "paths-share-adapter",
        severity: Severity::Warning,
        page: include_str!("paths-share-adapter.md"),
    },
    check,
};

words! {
    ONE_CARD: "every path of \"{server}\" to \"{array}\" begins at its adapter \"{card}\"", "“{server}”到“{array}”的所有路径都始于适配器“{card}”";
    ONE_PORT: "every path of \"{server}\" to \"{array}\" begins at its port \"{port}\"", "“{server}”到“{array}”的所有路径都始于端口“{port}”";
    THIS_CARD: "this card", "此卡";
    HELP_FREE: "move \"{cable}\" to \"{port}\", which is free", "请将“{cable}”改接到空闲端口“{port}”";
    HELP_FIT: "fit a second {model} into \"{server}\" and move \"{cable}\" to it", "请在“{server}”上加装第二块 {model}，并将“{cable}”改接到新卡";
    HELP_FIT_CABLE: "fit a second adapter into \"{server}\" and cable it to a free port of another fabric or controller", "请在“{server}”上加装第二块适配器，并连接到另一 Fabric 或另一控制器的空闲端口";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut alike = Alike::default();
    for reach in case.facts.reaches() {
        let card = reach.common(|pair| topology[pair.initiator].module);
        let port = reach.common(|pair| Some(pair.initiator));
        let (server, array) = (case.name(reach.server), case.name(reach.array));
        let (message, span, shared) = match (card, port) {
            (Some(card), _) => {
                let it = &topology[card];
                let message =
                    msg!(ONE_CARD, server = server, array = array, card = it.name.as_str());
                (message, it.span, it.comp)
            }
            (None, Some(port)) => {
                let id = topology.port_id(port);
                let message = msg!(ONE_PORT, server = server, array = array, port = id);
                (message, topology[port].span, topology[port].comp)
            }
            (None, None) => continue,
        };
        let initiators = reach.initiators();
        let Some(&(_, cable)) = initiators.last() else { continue };
        let free = case.facts.free_ports(reach.server, topology[cable].protocol);
        let seat = card.map(|card| format!("{}/", topology.id(topology[card].comp)));
        let seat = seat.map(|seat| seat.replacen('/', ":", 1));
        let on_card = |it: &String| seat.as_ref().is_some_and(|seat| it.starts_with(seat));
        let free = free.into_iter().find(|it| !on_card(it) && initiators.len() > 1);
        let model = card.and_then(|card| match &topology[card].kind {
            ModuleKind::Adapter { part, .. } => Some(part.title().to_owned()),
            ModuleKind::Controller(_) => None,
        });
        let help = match (free, model) {
            (Some(port), _) => msg!(HELP_FREE, cable = case.cable(cable), port = port),
            (None, Some(model)) if initiators.len() > 1 => {
                msg!(HELP_FIT, model = model, server = server, cable = case.cable(cable))
            }
            _ => msg!(HELP_FIT_CABLE, server = server),
        };
        let mut found = finding(&RULE, span, message).severity(case.advice(reach.service));
        found = found.help(help).about([topology.id(shared)]).of_service(&topology[reach.service]);
        if initiators.len() > 1 {
            found = found.here(&THIS_CARD);
            found = found.there(topology[initiators[0].1].span, &findings::CARRIES_THIS);
            found = found.there(topology[cable].span, &findings::AND_THIS);
        }
        alike.own(reach, shared, found);
    }
    alike.finish(case, findings);
}
