//! Findings that the file's author accepts.

use super::{Reported, Waived};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::{Topology, Waiver};
use crate::words::{findings as words, msg, output, reading};
use crate::yaml::decode::nearest;
use crate::yaml::values::Date;

/// A waiver that matches nothing.
pub(super) static UNUSED: Meta = Meta {
    id: "unused-waiver",
    severity: Severity::Warning,
    page: include_str!("unused-waiver.md"),
};

/// A waiver whose day is past.
pub(super) static EXPIRED: Meta = Meta {
    id: "expired-waiver",
    severity: Severity::Warning,
    page: include_str!("expired-waiver.md"),
};

/// Marks the findings that a waiver accepts, and reports waivers that match nothing or have run out.
pub(super) fn apply(topology: &Topology, findings: Vec<Finding>, today: Date) -> Vec<Reported> {
    let mut used = vec![false; topology.waivers.len()];
    let mut reported: Vec<Reported> = findings
        .into_iter()
        .map(|finding| {
            let mut waived = None;
            for (waiver, used) in topology.waivers.iter().zip(&mut used) {
                if matches(waiver, &finding) {
                    *used = true;
                    if !has_run_out(waiver, today) && waived.is_none() {
                        let (reason, until) = (waiver.reason.to_string(), waiver.until);
                        waived = Some(Waived { reason, until, in_source: false });
                    }
                }
            }
            Reported { waived, ..Reported::new(finding) }
        })
        .collect();
    for (waiver, used) in topology.waivers.iter().zip(used) {
        let rule = waiver.rule.as_str();
        let finding = if !used {
            unused(topology, waiver)
        } else if let Some(until) = waiver.until.filter(|_| has_run_out(waiver, today)) {
            let message = msg!(words::WAIVER_EXPIRED, rule = rule, until = until.to_string());
            EXPIRED.finding(waiver.span, message).help(&words::HELP_WAIVER_EXPIRED)
        } else {
            continue;
        };
        reported.push(Reported::new(finding));
    }
    reported
}

/// Why a waiver accepts nothing: a name in it that does not exist, or nothing of the kind was found.
fn unused(topology: &Topology, waiver: &Waiver) -> Finding {
    let found = |message| UNUSED.finding(waiver.span, message);
    let hint = |finding: Finding, near: Option<&str>| match near {
        Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
        None => finding.help(&words::HELP_WAIVER_UNUSED),
    };
    let rule = waiver.rule.as_str();
    let metas = super::metas();
    if !metas.iter().any(|meta| meta.id == rule) {
        let near = nearest(rule, metas.iter().map(|meta| meta.id));
        return hint(found(msg!(output::UNKNOWN_RULE, rule = rule)), near);
    }
    if let Some(at) = &waiver.at
        && topology.component(at).is_none()
    {
        let near = nearest(at, topology.components.iter().map(|it| it.id.as_str()));
        return hint(found(msg!(output::UNKNOWN_COMPONENT, component = at.as_str())), near);
    }
    if let Some(service) = &waiver.service
        && !topology.services.iter().any(|it| it.name == *service)
    {
        let near = nearest(service, topology.services.iter().map(|it| it.name.as_str()));
        return hint(found(msg!(output::UNKNOWN_SERVICE, service = service.as_str())), near);
    }
    found(msg!(words::WAIVER_UNUSED, rule = rule)).help(&words::HELP_WAIVER_UNUSED)
}

fn has_run_out(waiver: &Waiver, today: Date) -> bool {
    waiver.until.is_some_and(|until| until < today)
}

fn matches(waiver: &Waiver, finding: &Finding) -> bool {
    waiver.rule == finding.rule
        && waiver.at.as_ref().is_none_or(|at| finding.components.iter().any(|it| at == it))
        && waiver
            .service
            .as_ref()
            .is_none_or(|service| finding.service.as_deref() == Some(service.as_str()))
}
