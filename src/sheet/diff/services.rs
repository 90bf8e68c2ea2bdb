//! Services whose verdict changes.

use std::collections::{BTreeMap, BTreeSet};

use super::{ServiceChange, ServiceState};
use crate::facts::{Effect, Facts};
use crate::names::natural;
use crate::topology::Topology;

fn states(topology: &Topology) -> BTreeMap<String, ServiceState> {
    let facts = Facts::new(topology);
    let serious = facts.serious();
    let judge = facts.judge();
    topology
        .service_ids()
        .map(|id| {
            let service = &topology[id];
            let real = || serious[id.index()].iter().filter(|it| !facts.is_logical(it.component));
            let ids = |wanted: &dyn Fn(Effect) -> bool| {
                let ids = real().filter(|it| wanted(it.effect));
                let mut ids: Vec<String> =
                    ids.map(|it| topology.id(it.component).to_owned()).collect();
                ids.sort_by(|a, b| natural(a, b));
                ids
            };
            let nominal = facts.nominal(id).state;
            let paths = facts.paths(&judge, id, service.home);
            let worst = real().map(|it| it.effect).max().unwrap_or(Effect::Degraded);
            let homes = service.homes().iter();
            let state = ServiceState {
                worst: worst.max(nominal),
                nominal,
                home: homes.map(|&home| topology[home].name.to_string()).collect(),
                level: facts.level(id),
                paths: paths.map(|it| it.paths),
                disjoint: paths.map(|it| it.disjoint),
                single_points: ids(&|it| it >= Effect::Outage),
                takeover_only: ids(&|it| it == Effect::Failover),
            };
            (service.name.to_string(), state)
        })
        .collect()
}

/// Services whose verdict changes, in natural order.
pub(super) fn changes(old: &Topology, new: &Topology) -> Vec<ServiceChange> {
    let (mut before, mut after) = (states(old), states(new));
    let names: BTreeSet<String> = before.keys().chain(after.keys()).cloned().collect();
    let mut names: Vec<String> = names.into_iter().collect();
    names.sort_by(|a, b| natural(a, b));
    names
        .into_iter()
        .map(|name| {
            let (old, new) = (before.remove(&name), after.remove(&name));
            ServiceChange { name, old, new }
        })
        .filter(|it| it.old != it.new)
        .collect()
}
