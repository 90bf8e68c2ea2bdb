//! Which components a drawing points out, and why.

use std::collections::BTreeMap;

use super::scene::Mark;
use crate::facts::{Effect, Facts};
use crate::names::natural;
use crate::topology::{ServiceId, Topology};
use crate::words::{Lang, drawing, effects, msg};

/// How single faults of components are judged.
#[derive(Clone, Debug)]
pub struct Marks {
    /// For each component, by number, whether its fault alone stops a service, or only takeover covers it.
    pub marks: Vec<Mark>,
    /// For each single point by name: what its fault does to which services.
    pub reasons: Vec<String>,
}

/// Most single points that are given reasons, and most services in each.
const NAMED: usize = 4;

/// Judges every component by itself; the reasons are in words.
pub fn marks(topology: &Topology, lang: Lang) -> Marks {
    let facts = Facts::new(topology);
    let mut worst = vec![Effect::None; topology.components.len()];
    let mut stops: BTreeMap<usize, Vec<(Effect, ServiceId)>> = BTreeMap::new();
    for (service, faults) in topology.service_ids().zip(facts.serious()) {
        for fault in faults.into_iter().filter(|fault| !facts.is_logical(fault.component)) {
            let at = fault.component.index();
            worst[at] = fault.effect.max(worst[at]);
            if mark(fault.effect) == Mark::SinglePoint {
                stops.entry(at).or_default().push((fault.effect, service));
            }
        }
    }
    let mut points: Vec<(&str, Vec<(Effect, ServiceId)>)> =
        stops.into_iter().map(|(at, stops)| (topology.components[at].id.as_str(), stops)).collect();
    points.sort_by(|a, b| natural(a.0, b.0));
    let more = points.len().saturating_sub(NAMED);
    let mut reasons: Vec<String> = points
        .into_iter()
        .take(NAMED)
        .map(|(name, stops)| reason(topology, name, &stops, lang))
        .collect();
    if more > 0 {
        reasons.push(msg!(drawing::MORE_POINTS, count = more).text(lang));
    }
    Marks { marks: worst.into_iter().map(mark).collect(), reasons }
}

fn mark(effect: Effect) -> Mark {
    match effect {
        Effect::None | Effect::Degraded => Mark::None,
        Effect::Failover => Mark::TakeoverOnly,
        Effect::Outage | Effect::SplitBrain | Effect::DataLoss => Mark::SinglePoint,
    }
}

/// What the fault of a component does: its worst effect, and the services that have it.
fn reason(topology: &Topology, name: &str, stops: &[(Effect, ServiceId)], lang: Lang) -> String {
    let worst = stops.iter().map(|it| it.0).max().unwrap_or(Effect::Outage);
    let hit = stops.iter().filter(|it| it.0 == worst);
    let mut services: Vec<&str> = hit.map(|it| topology[it.1].name.as_str()).collect();
    services.sort_by(|a, b| natural(a, b));
    let more = services.len() > NAMED;
    services.truncate(NAMED);
    if more {
        services.push("…");
    }
    let effect = effects::of(worst.id());
    msg!(drawing::POINT_WHY, name = name, effect = effect, services = services).text(lang)
}
