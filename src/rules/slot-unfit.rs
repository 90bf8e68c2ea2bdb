//! An adapter in a slot that its server does not have, that is taken, or that has too few lanes.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ModuleKind;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "slot-unfit",
        severity: Severity::Error,
        page: include_str!("slot-unfit.md"),
    },
    check,
};

words! {
    NO_SLOT: "\"{adapter}\" sits in slot {slot}, and {model} has {count}", "“{adapter}”位于插槽 {slot}，而 {model} 只有 {count} 个插槽";
    TAKEN: "\"{adapter}\" and \"{other}\" both sit in slot {slot}", "“{adapter}”与“{other}”都位于插槽 {slot}";
    NARROW: "\"{adapter}\" needs {need} lanes, and slot {slot} has {have}", "“{adapter}”需要 {need} 条通道，而插槽 {slot} 只有 {have} 条";
    SITS: "this card", "此卡";
    AS_DOES: "and this one share a slot", "与此卡共用一个插槽";
    HELP_FREE: "put \"{adapter}\" into slot {free}, which is free", "请将“{adapter}”改插到空闲的插槽 {free}";
    HELP_FULL: "choose a server with more slots, or leave \"{adapter}\" out", "请选用插槽更多的服务器，或去掉“{adapter}”";
    HELP_WIDE: "put \"{adapter}\" into a slot with {need} lanes", "请将“{adapter}”改插到有 {need} 条通道的插槽";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for device in &topology.devices {
        let mut taken: BTreeMap<u32, (&str, crate::source::Span)> = BTreeMap::new();
        let in_slots = |&module: &crate::topology::ModuleId| match topology[module].kind {
            ModuleKind::Adapter { slot: Some(slot), .. } => Some(slot),
            _ => None,
        };
        let all: Vec<u32> = device.modules.iter().filter_map(in_slots).collect();
        for &id in &device.modules {
            let module = &topology[id];
            let ModuleKind::Adapter { part, slot: Some(slot), .. } = &module.kind else { continue };
            let adapter = topology.id(module.comp);
            let known = device.part.slot_table.iter().find(|it| it.number == *slot);
            let count = device.part.slots.unwrap_or(u32::MAX);
            let listed = device.part.slot_table.iter().map(|it| it.number);
            let numbers = listed.chain(1..=device.part.slots.unwrap_or(0).min(64));
            let mut fits = numbers.filter(|it| !all.contains(it));
            let message = if known.is_none() && !(1..=count).contains(slot) {
                let model = device.part.title();
                msg!(NO_SLOT, adapter = adapter, slot = *slot, model = model, count = count)
            } else if let Some((other, _)) = taken.get(slot) {
                msg!(TAKEN, adapter = adapter, other = *other, slot = *slot)
            } else {
                taken.insert(*slot, (adapter, module.span));
                let have = known.and_then(|it| it.lanes);
                if let (Some(have), Some(need)) = (have, part.lanes)
                    && need > have
                {
                    let message =
                        msg!(NARROW, adapter = adapter, need = need, slot = *slot, have = have);
                    let found = finding(&RULE, module.span, message).severity(Severity::Warning);
                    let help = msg!(HELP_WIDE, adapter = adapter, need = need);
                    findings.push(found.help(help).about([adapter]));
                }
                continue;
            };
            let help = match fits.next() {
                Some(free) => msg!(HELP_FREE, adapter = adapter, free = free),
                None => msg!(HELP_FULL, adapter = adapter),
            };
            let mut found = finding(&RULE, module.span, message).help(help).about([adapter]);
            if let Some((_, span)) = taken.get(slot) {
                found = found.here(&SITS).there(*span, &AS_DOES);
            }
            findings.push(found);
        }
    }
}
