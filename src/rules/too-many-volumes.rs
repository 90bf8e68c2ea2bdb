//! A controller that owns more volumes than it may.

use std::collections::BTreeMap;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "too-many-volumes",
        severity: Severity::Warning,
        page: include_str!("too-many-volumes.md"),
    },
    check,
};

words! {
    TOO_MANY: "controller {controller} of \"{array}\" owns {count} volumes, and {most} is the most", "“{array}”的控制器 {controller} 拥有 {count} 个卷，而上限为 {most}";
    HELP: "let another controller own {over} of them: owner:", "请将其中 {over} 个划给另一控制器：owner:";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    let mut owned = BTreeMap::new();
    for volume in &topology.volumes {
        if let Some(owner) = volume.owner {
            *owned.entry((volume.array, owner)).or_insert(0_u32) += 1;
        }
    }
    for ((array, owner), count) in owned {
        let device = &topology[array];
        let Some(most) = device.part.volumes_per_controller.filter(|&most| count > most) else {
            continue;
        };
        let controller = &topology[device.controllers()[owner]];
        let (name, of) = (case.name(array), controller.name.as_str());
        let message = msg!(TOO_MANY, controller = of, array = name, count = count, most = most);
        let found = finding(&RULE, device.span, message).help(msg!(HELP, over = count - most));
        findings.push(found.about([topology.id(controller.comp)]));
    }
}
