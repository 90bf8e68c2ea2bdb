//! A service that does not run at its home even when nothing has failed.

use super::{Case, Rule, finding};
use crate::facts::{Cause, Effect};
use crate::finding::{Finding, Meta, Severity};
use crate::topology::ServiceId;
use crate::words::{Msg, effects, findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "not-running",
        severity: Severity::Warning,
        page: include_str!("not-running.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let judge = case.facts.judge();
    for id in case.topology.service_ids() {
        let state = case.facts.nominal(id).state;
        if state < Effect::Failover {
            continue;
        }
        let service = &case.topology[id];
        let (reason, help) = lacks(case, id, case.facts.cause(&judge, id, None), state);
        let message = msg!(
            words::NOT_RUNNING,
            service = service.name.as_str(),
            effect = effects::of(state.id()),
            reason = reason
        );
        let severity = case.weight(id, state);
        let mut found = finding(&RULE, service.span, message).severity(severity).help(help);
        found.service = Some(service.name.to_string());
        found.effect = Some(state.id());
        findings.push(found);
    }
}

/// What the service lacks, and the way out.
fn lacks(case: &Case, id: ServiceId, cause: Cause, state: Effect) -> (Msg, Msg) {
    let topology = case.topology;
    let service = &topology[id];
    let home = topology[service.nodes[service.home]].name.as_str();
    match cause {
        Cause::NodeDown => {
            (msg!(words::LACKS_NODE, home = home), msg!(words::HELP_LACKS_NODE, home = home))
        }
        Cause::NoPath(volume) | Cause::DrivesGone(volume) => (
            msg!(words::LACKS_PATH, home = home, volume = topology.volume_name(volume)),
            msg!(words::HELP_LACKS_PATH, home = home),
        ),
        Cause::NoMirror(mirror) | Cause::MirrorLost(mirror) => {
            let mirror = topology[mirror].name.as_str();
            (
                msg!(words::LACKS_MIRROR, home = home, mirror = mirror),
                msg!(words::HELP_LACKS_MIRROR, mirror = mirror),
            )
        }
        Cause::NoClients(network) => {
            let network = topology[network].name.as_str();
            (
                msg!(words::LACKS_CLIENTS, home = home, network = network),
                msg!(words::HELP_LACKS_CLIENTS, home = home, network = network),
            )
        }
        Cause::Parted if state == Effect::SplitBrain => {
            ((&words::LACKS_HEARTBEAT).into(), (&words::HELP_LACKS_HEARTBEAT).into())
        }
        Cause::Parted => ((&words::LACKS_MAJORITY).into(), (&words::HELP_LACKS_HEARTBEAT).into()),
    }
}
