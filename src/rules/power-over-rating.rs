//! A power source that has to give more than it may when the other feed is down.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "power-over-rating",
        severity: Severity::Warning,
        page: include_str!("power-over-rating.md"),
    },
    check,
};

words! {
    OVER: "\"{source}\" has to give {load} W when it feeds everything on it alone, and 80 % of its rating is {most} W", "“{source}”独立供电时需提供 {load} W，而其额定功率的 80% 为 {most} W";
    HELP: "move devices with {over} W to other power sources, or use one with a higher rating", "请将 {over} W 的设备改接到其他供电，或换用额定功率更大的电源";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for (source, load) in case.facts.loads() {
        let it = &topology[source];
        let Some(rating) = it.part.as_ref().and_then(|part| part.rating) else { continue };
        let most = u64::from(rating) * 4 / 5;
        if load <= most {
            continue;
        }
        let name = it.name.as_str();
        let message =
            msg!(OVER, source = name, load = load, most = most);
        let help = msg!(HELP, over = load - most);
        findings.push(finding(&RULE, it.span, message).help(help).about([name]));
    }
}
