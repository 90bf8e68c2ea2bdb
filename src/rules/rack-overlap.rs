//! Two devices in the same rack units, or one beyond the top of its rack.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{Device, RackId};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "rack-overlap",
        severity: Severity::Error,
        page: include_str!("rack-overlap.md"),
    },
    check,
};

words! {
    OVERLAP: "\"{a}\" and \"{b}\" overlap at unit {unit} of \"{rack}\"", "“{a}”与“{b}”在“{rack}”的 {unit}U 处重叠";
    BEYOND: "\"{device}\" takes units {from} to {to}, and \"{rack}\" has {units}", "“{device}”占用 {from} 到 {to}U，而“{rack}”只有 {units}U";
    THIS: "this device", "此设备";
    OTHER: "overlaps this one", "与此设备重叠";
    HELP: "move \"{device}\" to unit {free}, where {height} units are free", "请将“{device}”移到 {free}U，该处有 {height}U 空间";
    HELP_FULL: "move \"{device}\" to another rack", "请将“{device}”移到别的机柜";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut racks: BTreeMap<RackId, Vec<(u32, u32, &Device)>> = BTreeMap::new();
    for device in &topology.devices {
        let (Some((rack, Some(unit))), Some(height)) = (device.location.rack, device.part.rack_units)
        else {
            continue;
        };
        if height > 0 {
            racks.entry(rack).or_default().push((unit, unit.saturating_add(height - 1), device));
        }
    }
    for (id, mut inside) in racks {
        let rack = &topology[id];
        let top = rack.units.unwrap_or(u32::MAX);
        inside.sort_by(|a, b| (a.0, a.1, &a.2.name).cmp(&(b.0, b.1, &b.2.name)));
        let free = |height: u32| {
            let mut starts = 1..=top.min(100).saturating_sub(height - 1);
            starts.find(|&unit| inside.iter().all(|it| unit + height - 1 < it.0 || unit > it.1))
        };
        let help = |device: &Device, height| match free(height) {
            Some(free) => {
                msg!(HELP, device = device.name.as_str(), free = free, height = height)
            }
            None => msg!(HELP_FULL, device = device.name.as_str()),
        };
        let mut highest: Option<(u32, &Device)> = None;
        for &(from, to, device) in &inside {
            let height = to - from + 1;
            let name = device.name.as_str();
            if let Some((_, other)) = highest.filter(|&(end, _)| from <= end) {
                let message = msg!(
                    OVERLAP,
                    a = other.name.as_str(),
                    b = name,
                    unit = from,
                    rack = rack.name.as_str()
                );
                let found = finding(&RULE, device.span, message).here(&THIS);
                let found = found.there(other.span, &OTHER).help(help(device, height));
                findings.push(found.about([other.name.as_str(), name]));
            } else if to > top || from == 0 {
                let message = msg!(
                    BEYOND,
                    device = name,
                    from = from,
                    to = to,
                    rack = rack.name.as_str(),
                    units = top
                );
                let found = finding(&RULE, device.span, message).help(help(device, height));
                findings.push(found.about([name]));
            }
            if highest.is_none_or(|(end, _)| to > end) {
                highest = Some((to, device));
            }
        }
    }
}
