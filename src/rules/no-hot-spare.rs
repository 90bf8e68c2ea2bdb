//! An array whose volumes have drives and no hot spare.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{DeviceId, VolumeId};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "no-hot-spare",
        severity: Severity::Note,
        page: include_str!("no-hot-spare.md"),
    },
    check,
};

words! {
    NO_SPARE: "\"{array}\" has {drives} drives and no hot spare", "“{array}”有 {drives} 块硬盘，却没有热备盘";
    HELP: "keep one in reserve: spares: 1 on \"{volume}\"", "请预留一块：在“{volume}”上写 spares: 1";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut arrays: BTreeMap<DeviceId, (u32, u32, VolumeId)> = BTreeMap::new();
    for (volume, id) in topology.volumes.iter().zip(0..) {
        let Some(set) = volume.drives.map(|it| &topology[it]).filter(|it| it.survives() > 0) else {
            continue;
        };
        let entry = arrays.entry(volume.array).or_insert((0, 0, VolumeId(id)));
        entry.0 += set.count;
        entry.1 += set.spares;
    }
    for (array, (drives, spares, volume)) in arrays {
        if spares > 0 {
            continue;
        }
        let name = case.name(array);
        let help = msg!(HELP, volume = topology.volume_name(volume));
        let message = msg!(NO_SPARE, array = name, drives = drives);
        findings.push(finding(&RULE, topology[array].span, message).help(help).about([name]));
    }
}
