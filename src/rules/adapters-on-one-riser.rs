//! Two storage adapters of a server on one riser, although it has several.

use super::alike::Alike;
use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{ModuleId, ModuleKind};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "adapters-on-one-riser",
        severity: Severity::Note,
        page: include_str!("adapters-on-one-riser.md"),
    },
    check,
};

words! {
    ONE_RISER: "the storage adapters of \"{server}\" all sit on the riser \"{riser}\"", "“{server}”的存储适配器都插在转接卡“{riser}”上";
    HELP: "put \"{adapter}\" into slot {free} on another riser", "请将“{adapter}”改插到另一转接卡的插槽 {free}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut alike = Alike::default();
    for reach in case.facts.reaches() {
        let device = &topology[reach.server];
        let mut cards: Vec<ModuleId> =
            reach.pairs.iter().filter_map(|pair| topology[pair.initiator].module).collect();
        cards.sort_unstable();
        cards.dedup();
        let [first, .., last] = cards[..] else { continue };
        let riser = |module: ModuleId| {
            let ModuleKind::Adapter { slot, .. } = topology[module].kind else { return None };
            device.part.slot_table.iter().find(|it| Some(it.number) == slot)?.riser.as_ref()
        };
        let Some(one) = riser(first) else { continue };
        if !cards.iter().all(|&card| riser(card) == Some(one)) {
            continue;
        }
        let others = device.part.slot_table.iter().filter(|it| it.riser.as_ref() != Some(one));
        let taken = |number: u32| {
            device.modules.iter().any(|&module| {
                matches!(topology[module].kind, ModuleKind::Adapter { slot, .. } if slot == Some(number))
            })
        };
        let Some(free) = others.map(|it| it.number).find(|&it| !taken(it)) else { continue };
        let (server, adapter) = (case.name(reach.server), topology.id(topology[last].comp));
        let message = msg!(ONE_RISER, server = server, riser = one.as_str());
        let help = msg!(HELP, adapter = adapter, free = free);
        let found = finding(&RULE, topology[last].span, message).help(help).about([adapter]);
        alike.own(reach, topology[last].comp, found);
    }
    alike.finish(case, findings);
}
