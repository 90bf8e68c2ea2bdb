//! A server whose system drives do not survive the loss of one.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "system-disk-single",
        severity: Severity::Warning,
        page: include_str!("system-disk-single.md"),
    },
    check,
};

words! {
    SINGLE: "\"{server}\" has its system on {count} drives that do not survive the loss of one", "“{server}”的系统装在 {count} 块硬盘上，任何一块损坏都会宕机";
    SINGLE_ONE: "\"{server}\" has its system on a single drive", "“{server}”的系统装在单块硬盘上";
    HELP: "give it two drives as a mirror: {example}", "请用两块硬盘做镜像：{example}";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for server in &topology.devices {
        for &id in server.drive_sets.iter().filter(|&&it| topology[it].survives() == 0) {
            let (set, name) = (&topology[id], server.name.as_str());
            let message = match set.count {
                1 => msg!(SINGLE_ONE, server = name),
                count => msg!(SINGLE, server = name, count = count),
            };
            let help = msg!(HELP, example = "{count: 2, raid: raid1, use: system}");
            let found = finding(&RULE, set.span, message).severity(case.advice_in_general()).help(help);
            findings.push(found.about([name]));
        }
    }
}
