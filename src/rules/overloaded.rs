//! A node that is asked for more than it has, at home or after a takeover.

use super::{Case, Rule, finding};
use crate::facts::Resource;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{msg, words};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "overloaded",
        severity: Severity::Error,
        page: include_str!("overloaded.md"),
    },
    check,
};

words! {
    CPUS: "processors", "颗处理器";
    GIB: "GiB of memory", "GiB 内存";
    OVERLOADED: "\"{node}\" has {have} {what} and needs {need} for {services}", "“{node}”有 {have} {what}，而 {services} 共需 {need}";
    OVERLOADED_AFTER: "\"{node}\" has {have} {what} and needs {need} once \"{failed}\" has failed, for {services}", "“{node}”有 {have} {what}，而“{failed}”故障后 {services} 在其上共需 {need}";
    HELP_LOAD: "fit \"{node}\" with {need} {what}, or move one of {services} elsewhere", "请为“{node}”配置 {need} {what}，或将 {services} 之一移到别处";
}

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for it in case.facts.overloads() {
        let node = &topology[it.node];
        let services: Vec<&str> =
            it.services.iter().map(|&service| topology[service].name.as_str()).collect();
        let (what, unit) = match it.of {
            Resource::Cpus => (&CPUS, 1),
            Resource::Memory => (&GIB, 1 << 30),
        };
        let (have, need) = (it.have / unit, it.need.div_ceil(unit));
        let name = node.name.as_str();
        let message = match it.failed {
            None => msg!(
                OVERLOADED,
                node = name,
                have = have,
                what = what,
                services = services.clone(),
                need = need
            ),
            Some(failed) => msg!(
                OVERLOADED_AFTER,
                node = name,
                have = have,
                what = what,
                failed = topology[failed].name.as_str(),
                services = services.clone(),
                need = need
            ),
        };
        let help = msg!(HELP_LOAD, node = name, need = need, what = what, services = services.clone());
        // Too much at home is a matter of performance; too much after a takeover defeats it.
        let severity = if it.failed.is_some() { RULE.meta.severity } else { Severity::Warning };
        let found = finding(&RULE, node.span, message).severity(severity);
        let mut found = found.help(help);
        found.components = vec![node.name.to_string()];
        findings.push(found);
    }
}
