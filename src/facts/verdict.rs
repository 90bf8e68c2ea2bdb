//! Who runs a service when some components have failed: fitness, sides and arbitration put together.

use super::judge::{Basis, Effect, Judge};
use super::mirrors::{Legs, Past};
use super::sides::{Court, NO_SIDE, Sides};
use crate::graph::Support;
use crate::spec::MirrorBy;
use crate::topology::{DeviceId, Service, ServiceId};

/// The state of a service: what it amounts to and which node runs it.
///
/// The state of a service at its home is [`Effect::None`] here; whether anything that it keeps is lost is
/// for [`super::Facts`] to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Verdict {
    /// The worst that may be.
    pub state: Effect,
    /// The node that runs the service: index into its nodes.
    pub node: Option<usize>,
    /// The home whose past this is: its number in that.
    pub(super) home: usize,
}

impl Verdict {
    const NOBODY: Self = Self { state: Effect::Outage, node: None, home: 0 };

    /// The worse of two; of equally bad ones that whose node comes first in the order of the nodes.
    fn worse(self, other: Self) -> Self {
        let first = |it: &Self| it.node.unwrap_or(usize::MAX);
        if (other.state, std::cmp::Reverse(first(&other)))
            > (self.state, std::cmp::Reverse(first(&self)))
        {
            other
        } else {
            self
        }
    }
}

/// The data of a service in one state, mirror by mirror.
pub(super) struct Data {
    stale: Vec<Legs>,
    serving: Vec<Legs>,
}

impl Judge<'_> {
    /// The state of a service, after a past that has left legs of its mirrors behind.
    pub(super) fn verdict(&self, id: ServiceId, past: &Past) -> Verdict {
        self.judge(id, past, &mut Basis::unasked()).0
    }

    /// The state of a service, and what this state adds to its past.
    pub(super) fn judge(&self, id: ServiceId, past: &Past, basis: &mut Basis) -> (Verdict, Past) {
        let service = &self.topology[id];
        if service.mirrors.is_empty() {
            return (self.judge_from(service, service.home, &[], basis).0, Past::default());
        }
        // Where every node runs it, each in turn is taken for the one that went on.
        let homes = if service.everywhere {
            0..service.nodes.len()
        } else {
            service.home..service.home + 1
        };
        let mut worst: Option<Verdict> = None;
        let mut left = Past::default();
        for (number, home) in homes.enumerate() {
            let stale = past.stale(number, service.mirrors.len());
            let (mut verdict, runs) = self.judge_from(service, home, &stale, basis);
            verdict.home = number;
            worst = Some(worst.map_or(verdict, |worst| worst.worse(verdict)));
            left.push(self.left_behind(service, home, runs, &stale, basis));
        }
        (worst.unwrap_or(Verdict::NOBODY), left)
    }

    /// What holds the state of a service in place, and what it would leave behind: as long as no more of them
    /// fails, both stay.
    pub(super) fn support(&self, id: ServiceId, past: &Past) -> Support {
        let mut basis = Basis::asked();
        self.judge(id, past, &mut basis);
        basis.into_support()
    }

    /// The mirrors of a service as they are, given the legs that are out of date.
    pub(super) fn data(&self, service: &Service, stale: &[Legs], basis: &mut Basis) -> Data {
        let mirrors = service.mirrors.iter().zip(stale);
        let serving = mirrors.map(|(&id, &stale)| match self.topology[id].by {
            MirrorBy::Array => self.serving_legs(id, stale, basis),
            MirrorBy::Host => 0,
        });
        Data { serving: serving.collect(), stale: stale.to_vec() }
    }

    /// Whether a node can run a service: it works, and reaches all data and the clients.
    pub(super) fn fit(
        &self,
        service: &Service,
        node: DeviceId,
        data: &Data,
        basis: &mut Basis,
    ) -> bool {
        self.works(self.wiring.node(node))
            && service.volumes.iter().all(|&volume| self.reaches(node, volume, basis))
            && service.mirrors.iter().enumerate().all(|(number, &mirror)| {
                let (stale, serving) = (data.stale[number], data.serving[number]);
                self.reaches_mirror(node, mirror, stale, serving, basis)
            })
            && service.clients.is_none_or(|network| self.reaches_clients(node, network, basis))
            && self.holds(self.wiring.node(node), basis)
    }

    /// Whether a node can run a service after a past.
    pub(super) fn is_fit(&self, service: &Service, node: usize, past: &Past) -> bool {
        let basis = &mut Basis::unasked();
        let number = if service.everywhere { node } else { 0 };
        let data = self.data(service, &past.stale(number, service.mirrors.len()), basis);
        self.fit(service, service.nodes[node], &data, basis)
    }

    /// The state of a service with one of its nodes for the home, and whether that runs it in some outcome.
    fn judge_from(
        &self,
        service: &Service,
        home: usize,
        stale: &[Legs],
        basis: &mut Basis,
    ) -> (Verdict, bool) {
        let data = self.data(service, stale, basis);
        let (mut worst, home_runs) = match service.cluster {
            None if self.fit(service, service.nodes[home], &data, basis) => {
                (Verdict { state: Effect::None, node: Some(home), home: 0 }, true)
            }
            None => (Verdict::NOBODY, false),
            Some(cluster) => {
                let sides = self.sides(cluster, basis, |_| ());
                let is_fit = |node: usize| {
                    sides.of[node] != NO_SIDE
                        && self.fit(service, service.nodes[node], &data, basis)
                };
                let fit: Vec<bool> = (0..service.nodes.len()).map(is_fit).collect();
                let preferred = (!service.everywhere).then_some(home);
                let outcomes = Court::new(self, cluster, &sides, preferred, &fit, basis).outcomes();
                let home_runs = outcomes.iter().any(|runs| runs.contains(&home));
                let judged = outcomes.iter().map(|runs| outcome(service, &sides, runs));
                (judged.reduce(Verdict::worse).unwrap_or(Verdict::NOBODY), home_runs)
            }
        };
        let mut lost = service
            .volumes
            .iter()
            .any(|&volume| self.topology[volume].drives.is_some_and(|set| self.lost(set, basis)));
        for (&mirror, &stale) in service.mirrors.iter().zip(stale) {
            lost |= self.mirror_lost(mirror, stale, basis);
        }
        if lost {
            worst.state = Effect::DataLoss;
        }
        (worst, home_runs)
    }
}

/// What becomes of a service when these nodes run it.
fn outcome(service: &Service, sides: &Sides, runs: &[usize]) -> Verdict {
    let is_home = |node: usize| service.everywhere || node == service.home;
    let at = |node: usize| {
        let state = if is_home(node) { Effect::None } else { Effect::Failover };
        Verdict { state, node: Some(node), home: 0 }
    };
    let Some(&first) = runs.first() else { return Verdict::NOBODY };
    let first_home = runs.iter().copied().find(|&node| is_home(node)).unwrap_or(first);
    if runs.iter().all(|&node| sides.of[node] == sides.of[first]) {
        at(first)
    } else if service.has_data() {
        Verdict { state: Effect::SplitBrain, node: Some(first_home), home: 0 }
    } else {
        // Without data two sides do no harm: the home's is judged.
        let with_home =
            |node: &usize| service.everywhere || sides.of[*node] == sides.of[service.home];
        at(runs.iter().copied().find(with_home).unwrap_or(first))
    }
}
