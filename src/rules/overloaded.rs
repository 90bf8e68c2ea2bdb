//! A node that is asked for more than it has, at home or after a takeover.

use super::{Case, Rule, finding};
use crate::facts::Resource;
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "overloaded",
        severity: Severity::Error,
        page: include_str!("overloaded.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    for it in case.facts.overloads() {
        let node = &topology[it.node];
        let services: Vec<&str> =
            it.services.iter().map(|&service| topology[service].name.as_str()).collect();
        let (what, unit) = match it.of {
            Resource::Cpus => (&words::CPUS, 1),
            Resource::Memory => (&words::GIB, 1 << 30),
        };
        let (have, need) = (it.have / unit, it.need.div_ceil(unit));
        let name = node.name.as_str();
        let message = match it.failed {
            None => msg!(
                words::OVERLOADED,
                node = name,
                have = have,
                what = what,
                services = services,
                need = need
            ),
            Some(failed) => msg!(
                words::OVERLOADED_AFTER,
                node = name,
                have = have,
                what = what,
                failed = topology[failed].name.as_str(),
                services = services,
                need = need
            ),
        };
        // Too much at home is a matter of performance; too much after a takeover defeats it.
        let severity = if it.failed.is_some() { RULE.meta.severity } else { Severity::Warning };
        let found = finding(&RULE, node.span, message).severity(severity);
        let mut found = found.help(&words::HELP_LOAD);
        found.components = vec![node.name.to_string()];
        findings.push(found);
    }
}
