//! An array with more shelves than it takes.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{Device, DeviceId};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "too-many-shelves",
        severity: Severity::Warning,
        page: include_str!("too-many-shelves.md"),
    },
    check,
};

words! {
    TOO_MANY: "\"{array}\" has {count} shelves behind it, and {most} is the most", "“{array}”后接了 {count} 台扩展柜，而上限为 {most}";
    FIRST_BEYOND: "the first beyond that", "超出的第一台";
    HELP: "use fewer shelves with larger drives, or another array", "请减少扩展柜并改用更大容量的硬盘，或换用其他阵列";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut shelves: BTreeMap<DeviceId, Vec<&Device>> = BTreeMap::new();
    for device in &topology.devices {
        if let Some(array) = device.behind {
            shelves.entry(array).or_default().push(device);
        }
    }
    for (array, behind) in shelves {
        let Some(most) = topology[array].part.max_shelves else { continue };
        let Some(beyond) = behind.get(most as usize) else { continue };
        let name = case.name(array);
        let message = msg!(TOO_MANY, array = name, count = behind.len(), most = most);
        let found = finding(&RULE, beyond.span, message).here(&FIRST_BEYOND).help(&HELP);
        findings.push(found.about([name, beyond.name.as_str()]));
    }
}
