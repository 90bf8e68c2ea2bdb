//! What each fault, each set of faults, and each minimal set of faults does to each service.
//!
//! A fault can only change a verdict if it hits the support of that verdict, so only those are judged: the
//! work grows with what services rest on, not with the size of the design. Faults are taken one after
//! another and every service that rests on one is judged while it is down.

use super::judge::{Effect, Judge, Verdict};
use super::paths::{self, NodePaths};
use super::threads::runs;
use super::wiring::{Wiring, is_logical};
use super::{grade, keeps};
use crate::graph::{Lists, Support, Vertex};
use crate::topology::{CompId, ServiceId, Topology};

/// What is computed of a design.
#[derive(Debug)]
pub struct Facts<'t> {
    /// The design.
    pub topology: &'t Topology,
    /// The design as vertices.
    pub wiring: Wiring,
    listed: Vec<bool>,
    nominal: Vec<Verdict>,
}

/// A single fault that does more than cost redundancy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Serious {
    /// The component.
    pub component: CompId,
    /// What its loss does: `Failover` or worse, and worse than the fault-free state.
    pub effect: Effect,
}

/// What one fault does to a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The component.
    pub component: CompId,
    /// What it does.
    pub effect: SetEffect,
}

/// What a set of faults does to a service.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SetEffect {
    /// The worst state on the way: of any subset.
    pub effect: Effect,
    /// The state in the end.
    pub state: Effect,
    /// The node that runs the service in the end: index into the service's nodes.
    pub node: Option<usize>,
    /// Storage paths of that node in the end, the smallest over the volumes; 0 if no node runs the service,
    /// `None` if it has no volumes.
    pub paths: Option<usize>,
}

/// Everything about one service.
#[derive(Clone, Debug)]
pub struct ServiceFaults {
    /// The fault-free state.
    pub nominal: SetEffect,
    /// Each of its nodes in the fault-free state: whether it is fit, and its paths.
    pub nodes: Vec<(bool, Option<NodePaths>)>,
    /// HP's grade of its storage paths, 1 to 4; `None` without volumes.
    pub level: Option<u8>,
    /// Every listed component, by id in code-point order.
    pub faults: Vec<Fault>,
}

impl<'t> Facts<'t> {
    /// Lays the design out; the rest is computed when asked for.
    pub fn new(topology: &'t Topology) -> Self {
        let wiring = Wiring::new(topology);
        let listed = keeps::listed(topology, &wiring);
        let judge = Judge::new(topology, &wiring);
        let nominal = topology.service_ids().map(|service| judge.verdict(service)).collect();
        Self { topology, wiring, listed, nominal }
    }

    /// A judge with nothing failed.
    pub fn judge(&self) -> Judge<'_> {
        Judge::new(self.topology, &self.wiring)
    }

    /// Whether a component is joined to a service at all.
    fn is_listed(&self, comp: CompId) -> bool {
        self.listed[comp.index()]
    }

    /// Whether a component stands in for shared logic: a fabric.
    pub fn is_logical(&self, comp: CompId) -> bool {
        is_logical(self.topology, comp)
    }

    /// The fault-free verdict on a service: `Failover` or worse, or `None`.
    pub fn nominal(&self, service: ServiceId) -> Verdict {
        self.nominal[service.index()]
    }

    /// HP's level of the storage paths of a service's home, 1 to 4; `None` if it has no volumes.
    pub fn level(&self, service: ServiceId) -> Option<u8> {
        grade::level(self, service)
    }

    /// The storage paths of a node of a service in the state that a judge is in.
    pub fn paths(&self, judge: &Judge, service: ServiceId, node: usize) -> Option<NodePaths> {
        let service = &self.topology[service];
        paths::of_node(judge, service, service.nodes[node])
    }

    /// Storage bandwidth of a service in Mbit/s: when nothing has failed, and the least after a single fault
    /// that the service survives.
    pub fn bandwidth(&self, id: ServiceId) -> (Option<u32>, Option<u32>) {
        let service = &self.topology[id];
        let of_running = |judge: &Judge| {
            let node = judge.verdict(id).node?;
            paths::bandwidth(judge, service, service.nodes[node])
        };
        let mut judge = self.judge();
        let nominal = of_running(&judge);
        let kept = keeps::kept(&judge, id);
        let physical = kept.into_iter().filter(|&comp| !self.is_logical(comp));
        let least = physical.filter_map(|comp| {
            judge.fail(&[comp]);
            of_running(&judge)
        });
        (nominal, nominal.and(least.min()))
    }

    /// For each service the single faults that do more than cost redundancy, by id in code-point order.
    pub fn serious(&self) -> Vec<Vec<Serious>> {
        let topology = self.topology;
        let services = topology.services.len();
        let rests_on = runs(services, |run| {
            let judge = self.judge();
            let mut pairs: Vec<(Vertex, u32)> = Vec::new();
            for service in run.map(|number| ServiceId(number as u32)) {
                let support = judge.support(service);
                pairs.extend(self.components(&support).map(|comp| (comp.0, service.0)));
            }
            pairs
        });
        let components = topology.components.len();
        let services_on = Lists::group(components, rests_on.iter().flatten().copied());
        let found = runs(components, |run| {
            let mut judge = self.judge();
            let mut found = Vec::new();
            for component in run.map(|number| CompId(number as u32)) {
                let services = services_on.of(component.0);
                if services.is_empty() {
                    continue;
                }
                judge.fail(&[component]);
                for service in services.iter().copied().map(ServiceId) {
                    let effect = judge.verdict(service).state;
                    if effect >= Effect::Failover && effect > self.nominal(service).state {
                        found.push((service, Serious { component, effect }));
                    }
                }
            }
            found
        });
        let mut serious = vec![Vec::new(); services];
        for (service, fault) in found.into_iter().flatten() {
            serious[service.index()].push(fault);
        }
        for faults in &mut serious {
            faults.sort_by(|a, b| topology.id(a.component).cmp(topology.id(b.component)));
        }
        serious
    }

    fn components<'s>(&'s self, support: &'s Support) -> impl Iterator<Item = CompId> + 's {
        support.members().iter().filter_map(|&vertex| self.wiring.component(vertex))
    }

    /// Everything about one service: the fault-free state, every single fault, paths and grade.
    pub fn service(&self, id: ServiceId) -> ServiceFaults {
        let topology = self.topology;
        let service = &topology[id];
        let mut judge = self.judge();
        let nominal = self.end_state(&judge, id, false);
        let nodes = service
            .nodes
            .iter()
            .map(|&node| (judge.fit(service, node), paths::of_node(&judge, service, node)))
            .collect();
        let keeps = keeps::kept(&judge, id);
        // In order of their numbers.
        let costs = self.wiring.needs.causes(keeps.iter().map(|comp| comp.0));
        let mut ids: Vec<CompId> =
            topology.component_ids().filter(|&comp| self.is_listed(comp)).collect();
        ids.sort_by(|&a, &b| topology.id(a).cmp(topology.id(b)));
        let support = judge.support(id);
        let faults = ids
            .into_iter()
            .map(|component| {
                let touches =
                    costs.binary_search(&component.0).is_ok() || support.contains(component.0);
                if !touches {
                    return Fault { component, effect: nominal };
                }
                let mut effect = self.after(&mut judge, id, &keeps, &[component]);
                effect.effect = effect.state.max(nominal.effect);
                Fault { component, effect }
            })
            .collect();
        let level = grade::level(self, id);
        ServiceFaults { nominal, nodes, level, faults }
    }

    /// What a set of faults does to a service: its own state, and the worst of its subsets.
    ///
    /// The work doubles with each fault; the caller bounds their number.
    pub fn set(&self, id: ServiceId, faults: &[CompId]) -> SetEffect {
        let mut judge = self.judge();
        let keeps = keeps::kept(&judge, id);
        let mut of = |faults: &[CompId]| self.after(&mut judge, id, &keeps, faults);
        let mut worst = of(&[]).state;
        let mut subset = Vec::new();
        for bits in 1..1u64 << faults.len() {
            subset.clear();
            subset.extend((0..faults.len()).filter(|i| bits >> i & 1 == 1).map(|i| faults[i]));
            worst = worst.max(of(&subset).state);
        }
        SetEffect { effect: worst, ..of(faults) }
    }

    /// The state once these faults and no others have happened; `keeps` is what the service uses or keeps.
    fn after(
        &self,
        judge: &mut Judge,
        id: ServiceId,
        keeps: &[CompId],
        faults: &[CompId],
    ) -> SetEffect {
        judge.fail(faults);
        let lost = keeps.iter().any(|comp| !judge.works(comp.0));
        self.end_state(judge, id, lost)
    }

    fn end_state(&self, judge: &Judge, id: ServiceId, lost: bool) -> SetEffect {
        let Verdict { state, node } = judge.verdict(id);
        let state = if lost { state.max(Effect::Degraded) } else { state };
        let service = &self.topology[id];
        let paths = match node {
            _ if service.volumes.is_empty() => None,
            None => Some(0),
            Some(node) => paths::of_node(judge, service, service.nodes[node]).map(|it| it.paths),
        };
        SetEffect { effect: state, state, node, paths }
    }

    /// The minimal sets of at most `order` components whose effect is an outage or worse, smaller ones first,
    /// then by ids in code-point order; logical components are left out.
    ///
    /// Every such set hits the support of each state on the way to it, so that is where the next fault is
    /// looked for.
    pub fn cut_sets(&self, id: ServiceId, order: usize) -> Vec<Vec<CompId>> {
        let mut judge = self.judge();
        if judge.verdict(id).state >= Effect::Outage {
            return vec![Vec::new()];
        }
        let mut found: Vec<Vec<CompId>> = Vec::new();
        let mut open: Vec<Vec<CompId>> = vec![Vec::new()];
        for size in 1..=order {
            let mut tried = Vec::new();
            for set in open {
                judge.fail(&set);
                let support = judge.support(id);
                for component in self.components(&support) {
                    if set.contains(&component) || self.is_logical(component) {
                        continue;
                    }
                    let mut larger = set.clone();
                    larger.push(component);
                    larger.sort_unstable();
                    tried.push(larger);
                }
            }
            tried.sort_unstable();
            tried.dedup();
            open = Vec::new();
            let smaller = found.len();
            for set in tried {
                let known = found[..smaller].iter().any(|cut| cut.iter().all(|c| set.contains(c)));
                if known {
                    continue;
                }
                judge.fail(&set);
                if judge.verdict(id).state >= Effect::Outage {
                    found.push(set);
                } else if size < order {
                    open.push(set);
                }
            }
        }
        for set in &mut found {
            set.sort_by(|&a, &b| self.topology.id(a).cmp(self.topology.id(b)));
        }
        found.sort_by(|a, b| {
            let [a_ids, b_ids] = [a, b].map(|set| set.iter().map(|&comp| self.topology.id(comp)));
            a.len().cmp(&b.len()).then_with(|| a_ids.cmp(b_ids))
        });
        found
    }
}
