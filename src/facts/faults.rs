//! What each fault and each set of faults does to each service.
//!
//! A fault can only change a verdict if it hits what the verdict rests on, so only those are judged: the
//! work grows with what services rest on, not with the size of the design. Faults are taken one after
//! another and every service that rests on one is judged while it is down.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::alike::Alike;
use super::judge::{Basis, Effect, Judge};
use super::mirrors::Past;
use super::paths::{self, NodePaths};
use super::reach::{Presence, Reach};
use super::threads::runs;
use super::verdict::Verdict;
use super::wiring::{Wiring, is_logical};
use super::{grade, keeps};
use crate::graph::{Lists, Support, Vertex};
use crate::topology::{CompId, PortId, Service, ServiceId, Topology};

/// What is computed of a design.
#[derive(Debug)]
pub struct Facts<'t> {
    /// The design.
    pub topology: &'t Topology,
    /// The design as vertices.
    pub wiring: Wiring,
    listed: Vec<bool>,
    nominal: Vec<Verdict>,
    /// What the fault-free state leaves behind for the first fault, for services with mirrors.
    pasts: FxHashMap<ServiceId, Past>,
    order: OnceLock<Order>,
    pub(super) alike: OnceLock<Alike>,
    pub(super) reaches: OnceLock<Vec<Reach>>,
    pub(super) presences: OnceLock<Vec<Presence>>,
    pub(super) ports: OnceLock<Vec<Vec<PortId>>>,
}

/// Listed components by id in code-point order, and the place of each there.
#[derive(Debug)]
struct Order {
    ids: Vec<CompId>,
    ranks: Vec<u32>,
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
    /// `None` if it has none to count.
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
    /// The components that it has to do with, by id in code-point order; every other listed one leaves it in
    /// its fault-free state.
    pub faults: Vec<Fault>,
}

impl<'t> Facts<'t> {
    /// Lays the design out; the rest is computed when asked for.
    pub fn new(topology: &'t Topology) -> Self {
        let wiring = Wiring::new(topology);
        let listed = keeps::listed(topology, &wiring);
        let judge = Judge::new(topology, &wiring);
        let mut nominal = Vec::with_capacity(topology.services.len());
        let mut pasts = FxHashMap::default();
        for id in topology.service_ids() {
            let (verdict, left) = judge.judge(id, &Past::default(), &mut Basis::unasked());
            nominal.push(verdict);
            if !left.is_clear() {
                pasts.insert(id, left);
            }
        }
        Self {
            topology,
            wiring,
            listed,
            nominal,
            pasts,
            order: OnceLock::new(),
            alike: OnceLock::new(),
            reaches: OnceLock::new(),
            presences: OnceLock::new(),
            ports: OnceLock::new(),
        }
    }

    /// A judge with nothing failed.
    pub fn judge(&self) -> Judge<'_> {
        Judge::new(self.topology, &self.wiring)
    }

    /// Listed components by id in code-point order.
    pub fn listed(&self) -> &[CompId] {
        &self.order().ids
    }

    fn order(&self) -> &Order {
        self.order.get_or_init(|| {
            let topology = self.topology;
            let mut ids: Vec<CompId> =
                topology.component_ids().filter(|comp| self.listed[comp.index()]).collect();
            ids.sort_by(|&a, &b| topology.id(a).cmp(topology.id(b)));
            let mut ranks = vec![u32::MAX; topology.components.len()];
            for (&comp, rank) in ids.iter().zip(0..) {
                ranks[comp.index()] = rank;
            }
            Order { ids, ranks }
        })
    }

    /// The place of a listed component by id in code-point order.
    pub(super) fn rank(&self, comp: CompId) -> u32 {
        self.order().ranks[comp.index()]
    }

    /// Whether a component stands in for shared logic: a fabric.
    pub fn is_logical(&self, comp: CompId) -> bool {
        is_logical(self.topology, comp)
    }

    /// The fault-free verdict on a service: `Failover` or worse, or `None`.
    pub fn nominal(&self, service: ServiceId) -> Verdict {
        self.nominal[service.index()]
    }

    /// What the fault-free state leaves behind for the first fault.
    fn past(&self, service: ServiceId) -> Past {
        self.pasts.get(&service).cloned().unwrap_or_default()
    }

    /// The verdict on a service in the state of a judge with one fault at most.
    pub fn verdict(&self, judge: &Judge, service: ServiceId) -> Verdict {
        if judge.faults.is_empty() {
            return self.nominal(service);
        }
        judge.verdict(service, &self.past(service))
    }

    /// HP's level of the storage paths of a service's home, 1 to 4; `None` if it has no volumes.
    pub fn level(&self, service: ServiceId) -> Option<u8> {
        grade::level(self, service)
    }

    /// The storage paths of a node of a service in the state that a judge is in, with no past.
    pub fn paths(&self, judge: &Judge, service: ServiceId, node: usize) -> Option<NodePaths> {
        let service = &self.topology[service];
        paths::of_node(judge, service, node, &vec![0; service.mirrors.len()])
    }

    /// The components whose loss costs a service something that it uses or keeps.
    pub fn felt(&self, id: ServiceId) -> Vec<CompId> {
        let needs = &self.wiring.needs;
        let keeps: FxHashSet<Vertex> =
            keeps::kept(&self.judge(), id).into_iter().map(|comp| comp.0).collect();
        let causes = needs.causes(keeps.iter().copied());
        let mut state = needs.state();
        let felt = causes.into_iter().filter(|&cause| {
            needs.fail(&mut state, std::iter::once(cause));
            state.down().iter().any(|it| keeps.contains(it))
        });
        felt.filter_map(|vertex| self.wiring.component(vertex)).collect()
    }

    /// For each service the single faults that do more than cost redundancy, by id in code-point order.
    pub fn serious(&self) -> Vec<Vec<Serious>> {
        let topology = self.topology;
        let services = topology.services.len();
        let rests_on = runs(services, |run| {
            let judge = self.judge();
            let mut pairs: Vec<(Vertex, u32)> = Vec::new();
            for service in run.map(|number| ServiceId(number as u32)) {
                let hits = self.first_hits(&judge, service);
                pairs.extend(hits.into_iter().map(|comp| (comp.0, service.0)));
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
                    let effect = self.verdict(&judge, service).state;
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

    pub(super) fn components<'s>(
        &'s self,
        support: &'s Support,
    ) -> impl Iterator<Item = CompId> + 's {
        support.members().iter().filter_map(|&vertex| self.wiring.component(vertex))
    }

    /// The fault of every listed component, by id in code-point order.
    pub fn every<'f>(&'f self, of: &'f ServiceFaults) -> impl Iterator<Item = Fault> + 'f {
        let mut touched = of.faults.iter().copied().peekable();
        self.listed().iter().map(move |&component| {
            let own = touched.next_if(|fault| fault.component == component);
            own.unwrap_or(Fault { component, effect: of.nominal })
        })
    }

    /// The components whose loss alone may change the verdict on a service. The judge has nothing failed.
    pub(super) fn first_hits(&self, judge: &Judge, id: ServiceId) -> Vec<CompId> {
        let support = judge.support(id, &Past::default());
        let mut hits: Vec<CompId> = self.components(&support).collect();
        if let Some(past) = self.pasts.get(&id) {
            // Any fault at all makes an earlier state of the fault-free one.
            if judge.verdict(id, past) != self.nominal(id) {
                return self.listed().to_vec();
            }
            hits.extend(self.components(&judge.support(id, past)));
            hits.sort_unstable();
            hits.dedup();
        }
        hits
    }

    /// Everything about one service: the fault-free state, every single fault, paths and grade.
    pub fn service(&self, id: ServiceId) -> ServiceFaults {
        match self.like(id) {
            None => self.judge_service(id),
            Some(like) => {
                let mut of_like = like.faults.get_or_init(|| self.judge_service(like.id)).clone();
                for fault in &mut of_like.faults {
                    fault.component = like.translate(fault.component);
                }
                of_like.faults.sort_unstable_by_key(|fault| self.rank(fault.component));
                of_like
            }
        }
    }

    fn judge_service(&self, id: ServiceId) -> ServiceFaults {
        let service = &self.topology[id];
        let mut judge = self.judge();
        let clear = Past::default();
        let nominal = self.end_state(&judge, id, &clear, false);
        let nodes = (0..service.nodes.len())
            .map(|node| {
                let paths = paths::of_node(&judge, service, node, &vec![0; service.mirrors.len()]);
                (judge.is_fit(service, node, &clear), paths)
            })
            .collect();
        let keeps = keeps::kept(&judge, id);
        let mut touched = self.first_hits(&judge, id);
        // An owner that fails may even add paths: those of the one that takes over.
        let owners = self.controllers(service).map(|comp| comp.0);
        let costs = self.wiring.needs.causes(keeps.iter().map(|comp| comp.0).chain(owners));
        touched.extend(costs.into_iter().filter_map(|vertex| self.wiring.component(vertex)));
        touched.retain(|comp| self.listed[comp.index()]);
        touched.sort_unstable_by_key(|&comp| self.rank(comp));
        touched.dedup();
        let past = self.past(id);
        let faults = touched
            .into_iter()
            .map(|component| {
                let mut effect = self.after(&mut judge, id, &past, &keeps, &[component]);
                effect.effect = effect.state.max(nominal.effect);
                Fault { component, effect }
            })
            .collect();
        let level = grade::level(self, id);
        ServiceFaults { nominal, nodes, level, faults }
    }

    /// The controllers of the arrays that a service has data on.
    pub(super) fn controllers<'s>(
        &'s self,
        service: &'s Service,
    ) -> impl Iterator<Item = CompId> + 's {
        let topology = self.topology;
        let legs = service.mirrors.iter().flat_map(|&mirror| topology[mirror].volumes());
        let volumes = service.volumes.iter().copied().chain(legs);
        let arrays = volumes.map(|volume| topology[volume].array);
        arrays
            .flat_map(|array| topology[array].controllers())
            .map(|&controller| topology[controller].comp)
    }

    /// The state once these faults and no others have happened; `keeps` is what the service uses or keeps.
    fn after(
        &self,
        judge: &mut Judge,
        id: ServiceId,
        past: &Past,
        keeps: &[CompId],
        faults: &[CompId],
    ) -> SetEffect {
        judge.fail(faults);
        let lost = keeps.iter().any(|comp| !judge.works(comp.0));
        self.end_state(judge, id, past, lost)
    }

    pub(super) fn end_state(
        &self,
        judge: &Judge,
        id: ServiceId,
        past: &Past,
        lost: bool,
    ) -> SetEffect {
        let Verdict { state, node, home } = judge.verdict(id, past);
        let state = if lost { state.max(Effect::Degraded) } else { state };
        let service = &self.topology[id];
        let paths = match node {
            _ if !paths::are_counted(self.topology, service) => None,
            None => Some(0),
            Some(node) => {
                let stale = past.stale(home, service.mirrors.len());
                paths::of_node(judge, service, node, &stale).map(|it| it.paths)
            }
        };
        SetEffect { effect: state, state, node, paths }
    }
}
