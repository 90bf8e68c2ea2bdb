//! A cable with both its ends in one device.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::DeviceKind;
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "cable-to-itself",
        severity: Severity::Warning,
        page: include_str!("cable-to-itself.md"),
    },
    check,
};

words! {
    ITSELF: "the cable \"{cable}\" begins and ends in \"{device}\"", "线缆“{cable}”的两端都在“{device}”上";
    HELP: "move \"{end}\" to the device that it is meant for", "请将“{end}”一端改接到它应连接的设备";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for cable in topology.cables.iter().filter(|cable| !cable.internal) {
        let [a, b] = cable.ends.map(|end| topology[end].device);
        if a != b || topology[a].kind == DeviceKind::Panel {
            continue;
        }
        let (id, end) = (topology.id(cable.comp), topology.port_id(cable.ends[1]));
        let message = msg!(ITSELF, cable = id, device = case.name(a));
        let found = finding(&RULE, cable.span, message).help(msg!(HELP, end = end));
        findings.push(found.about([id]));
    }
}
