//! Which components a drawing points out.

use super::scene::Mark;
use crate::facts::{Effect, Facts};
use crate::topology::Topology;

/// For each component, by number, whether its fault alone stops a service, or only takeover covers it.
pub fn marks(topology: &Topology) -> Vec<Mark> {
    let facts = Facts::new(topology);
    let mut worst = vec![Effect::None; topology.components.len()];
    for fault in facts.serious().iter().flatten() {
        if !facts.is_logical(fault.component) {
            let worst = &mut worst[fault.component.index()];
            *worst = fault.effect.max(*worst);
        }
    }
    let mark = |effect| match effect {
        Effect::None | Effect::Degraded => Mark::None,
        Effect::Failover => Mark::TakeoverOnly,
        Effect::Outage | Effect::SplitBrain | Effect::DataLoss => Mark::SinglePoint,
    };
    worst.into_iter().map(mark).collect()
}
