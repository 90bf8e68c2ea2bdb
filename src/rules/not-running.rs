//! A service that does not run at its home even when nothing has failed.

use super::{Case, Rule, finding};
use crate::facts::Effect;
use crate::finding::{Finding, Severity};
use crate::words::{effects, findings as words, msg};

pub static RULE: Rule = Rule {
    id: "not-running",
    severity: Severity::Warning,
    page: include_str!("not-running.md"),
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    for id in case.topology.service_ids() {
        let state = case.facts.nominal(id).state;
        if state < Effect::Failover {
            continue;
        }
        let service = &case.topology[id];
        let message = msg!(
            words::NOT_RUNNING,
            service = service.name.as_str(),
            effect = effects::of(state.id())
        );
        let severity = case.weight(id, state);
        let mut found = finding(&RULE, service.span, message).severity(severity);
        found.help = Some((&words::HELP_NOT_RUNNING).into());
        found.service = Some(service.name.to_string());
        found.effect = Some(state.id());
        findings.push(found);
    }
}
