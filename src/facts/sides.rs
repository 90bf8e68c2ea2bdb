//! Which nodes of a cluster hear each other, and which of the sides that they form may run a service.

use super::judge::{Basis, Judge};
use super::places::Place;
use super::wiring::{Access, To};
use crate::catalog::Arbitration;
use crate::graph::Vertex;
use crate::topology::{Cluster, ClusterId, DeviceId, Fence, Quorum, VolumeId};

/// A node that is down is on no side.
pub(super) const NO_SIDE: usize = usize::MAX;

/// Nodes of a cluster by their sides.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    /// For each node the first node of its side.
    pub of: Vec<usize>,
}

impl Sides {
    /// The sides, each by its first node.
    pub fn all(&self) -> Vec<usize> {
        (0..self.of.len()).filter(|&node| self.of[node] == node).collect()
    }

    /// The nodes of a side.
    pub fn nodes(&self, side: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.of.len()).filter(move |&node| self.of[node] == side)
    }

    /// Joins the sides of two nodes; whether they were two.
    fn join(&mut self, a: usize, b: usize) -> bool {
        let (a, b) = (self.of[a].min(self.of[b]), self.of[a].max(self.of[b]));
        if a != b {
            self.of.iter_mut().filter(|side| **side == b).for_each(|side| *side = a);
        }
        a != b
    }
}

impl Judge<'_> {
    /// The sides of a cluster; calls back with each way by which one node hears another.
    pub(super) fn sides(
        &self,
        id: ClusterId,
        basis: &mut Basis,
        mut heard: impl FnMut(Vec<Vertex>),
    ) -> Sides {
        let cluster = &self.topology[id];
        let node = |number: usize| self.wiring.node(cluster.nodes[number]);
        let up: Vec<bool> =
            (0..cluster.nodes.len()).map(|number| self.holds(node(number), basis)).collect();
        let of = up.iter().enumerate().map(|(number, up)| if *up { number } else { NO_SIDE });
        let mut sides = Sides { of: of.collect() };
        let mut join = |sides: &mut Sides, a: usize, b: usize, way: &dyn Fn() -> Vec<Vertex>| {
            if sides.join(a, b) {
                let way = way();
                way.iter().for_each(|&vertex| {
                    self.holds(vertex, basis);
                });
                heard(way);
            }
        };
        if !cluster.has_heartbeat() {
            let all = sides.all();
            all.iter().for_each(|&side| join(&mut sides, all[0], side, &Vec::new));
            return sides;
        }
        for &network in &cluster.heartbeats {
            let plane = self.wiring.network(network);
            let classes = self.classes(plane);
            let mut first: Vec<(u32, usize, &Access)> = Vec::new();
            for number in (0..up.len()).filter(|&number| up[number]) {
                for access in self.cabled(cluster.nodes[number]).filter(|it| it.plane == plane) {
                    match access.to {
                        To::Port(port) => {
                            let other = self.topology[port].device;
                            let other = cluster.nodes.iter().position(|&it| it == other);
                            if let Some(other) = other.filter(|&other| up[other]) {
                                join(&mut sides, number, other, &|| self.way(access, None));
                            }
                        }
                        To::Switch(switch) => {
                            let Some(class) = classes.of(switch) else { continue };
                            match first.iter().find(|(it, _, _)| *it == class) {
                                Some(&(_, other, from)) => {
                                    let way = || self.way(from, Some(access));
                                    join(&mut sides, number, other, &way);
                                }
                                None => first.push((class, number, access)),
                            }
                        }
                    }
                }
            }
        }
        for &volume in &cluster.heartbeat_volumes {
            let reaches = |number: &usize| {
                up[*number] && self.reaches(cluster.nodes[*number], volume, &mut Basis::unasked())
            };
            let there: Vec<usize> = (0..up.len()).filter(reaches).collect();
            for &number in there.iter().skip(1) {
                let way = || self.over_volume(cluster, there[0], number, volume);
                join(&mut sides, there[0], number, &way);
            }
        }
        sides
    }

    /// How two nodes hear each other through a volume.
    fn over_volume(&self, cluster: &Cluster, a: usize, b: usize, volume: VolumeId) -> Vec<Vertex> {
        let mut basis = Basis::asked();
        for number in [a, b] {
            self.reaches(cluster.nodes[number], volume, &mut basis);
        }
        basis.into_support().members().to_vec()
    }
}

/// Who runs what: the sides of a cluster before its arbitration.
pub(super) struct Court<'c, 't> {
    judge: &'c Judge<'t>,
    cluster: &'c Cluster,
    sides: &'c Sides,
    /// The node that is preferred; without one every fit node of a side that may runs the service.
    home: Option<usize>,
    /// Which nodes are fit.
    fit: &'c [bool],
    basis: &'c mut Basis,
}

impl<'c, 't> Court<'c, 't> {
    pub(super) fn new(
        judge: &'c Judge<'t>,
        id: ClusterId,
        sides: &'c Sides,
        home: Option<usize>,
        fit: &'c [bool],
        basis: &'c mut Basis,
    ) -> Self {
        Self { judge, cluster: &judge.topology[id], sides, home, fit, basis }
    }

    /// The nodes that run the service, one set for each way it may turn out.
    pub(super) fn outcomes(&mut self) -> Vec<Vec<usize>> {
        let mut outcomes = match self.cluster.arbitration {
            Arbitration::None => {
                vec![self.sides.all().into_iter().flat_map(|side| self.runs_on(side)).collect()]
            }
            Arbitration::Votes => {
                let majorities = self.majorities();
                majorities.into_iter().map(|side| self.runs_on_any(side)).collect()
            }
            // Two nodes may fence each other; of more only a majority may fence.
            Arbitration::Fenced if self.cluster.nodes.len() < 3 => self.fenced(None),
            Arbitration::Fenced => {
                let majorities = self.majorities();
                majorities.into_iter().flat_map(|side| self.fenced(Some(side))).collect()
            }
        };
        outcomes.iter_mut().for_each(|runs: &mut Vec<usize>| runs.sort_unstable());
        outcomes.sort_unstable();
        outcomes.dedup();
        outcomes
    }

    /// The nodes of a side that run the service if it may: the home, else the first fit one.
    fn runs_on(&self, side: usize) -> Vec<usize> {
        let fit = self.sides.nodes(side).filter(|&node| self.fit[node]);
        match self.home {
            None => fit.collect(),
            Some(home) if self.sides.of[home] == side && self.fit[home] => vec![home],
            Some(_) => fit.take(1).collect(),
        }
    }

    fn runs_on_any(&self, side: Option<usize>) -> Vec<usize> {
        side.map_or_else(Vec::new, |side| self.runs_on(side))
    }

    /// The side with more than half of all votes, once for each way it may turn out.
    fn majorities(&mut self) -> Vec<Option<usize>> {
        let nodes = self.cluster.nodes.len();
        let size = |side: usize| self.sides.nodes(side).count();
        let has_vote = self.cluster.quorum.is_some() && nodes.is_multiple_of(2);
        let total = nodes + usize::from(has_vote);
        let all = self.sides.all();
        if let Some(&majority) = all.iter().find(|&&side| 2 * size(side) > total) {
            return vec![Some(majority)];
        }
        let close: Vec<usize> =
            all.into_iter().filter(|&side| has_vote && 2 * (size(side) + 1) > total).collect();
        let contenders: Vec<usize> =
            close.into_iter().filter(|&side| self.reaches_quorum(side)).collect();
        let home = self.home.map(|home| self.sides.of[home]);
        let preferred = home.filter(|side| self.cluster.home_first && contenders.contains(side));
        match preferred {
            Some(side) => vec![Some(side)],
            None if contenders.is_empty() => vec![None],
            None => contenders.into_iter().map(Some).collect(),
        }
    }

    fn reaches_quorum(&mut self, side: usize) -> bool {
        let judge = self.judge;
        let (cluster, basis) = (self.cluster, &mut *self.basis);
        self.sides.nodes(side).any(|number| match cluster.quorum {
            Some(Quorum::Volume(volume)) => judge.reaches(cluster.nodes[number], volume, basis),
            Some(Quorum::Server(server)) => {
                judge.reaches_server(cluster.nodes[number], server, basis)
            }
            None => false,
        })
    }

    /// What may come of it when sides stop each other; `majority` is the one that may, where votes decide that.
    fn fenced(&mut self, majority: Option<Option<usize>>) -> Vec<Vec<usize>> {
        let may = |side: usize| majority.is_none_or(|it| it == Some(side));
        let shooters: Vec<usize> = self.sides.all().into_iter().filter(|&side| may(side)).collect();
        let home_side = self.home.map(|home| self.sides.of[home]).filter(|&it| it != NO_SIDE);
        if let (Some(home), Some(own)) = (self.home, home_side)
            && self.fit[home]
        {
            let mut outcomes = vec![vec![home]];
            if !self.cluster.home_first {
                for &side in shooters.iter().filter(|&&side| side != own) {
                    if self.can_stop(side, home) {
                        // The race may be lost: then the shooter goes on, if it can stop all others.
                        let goes_on = self.can_stop_all_others(side);
                        outcomes.push(self.runs_on_any(goes_on.then_some(side)));
                    }
                }
            }
            return outcomes;
        }
        let mut outcomes = Vec::new();
        // On the home's own side another node takes over without stopping anyone.
        outcomes.extend(home_side.map(|own| self.runs_on(own)).filter(|runs| !runs.is_empty()));
        for &side in shooters.iter().filter(|&&side| Some(side) != home_side) {
            if self.can_stop_all_others(side) {
                outcomes.push(self.runs_on(side));
            }
        }
        if outcomes.is_empty() {
            outcomes.push(Vec::new());
        }
        outcomes
    }

    fn can_stop_all_others(&mut self, side: usize) -> bool {
        let others = (0..self.sides.of.len()).filter(|&node| self.sides.of[node] != side);
        others.collect::<Vec<_>>().into_iter().all(|node| self.can_stop(side, node))
    }

    /// Whether a side has a way to stop a node for certain.
    fn can_stop(&mut self, side: usize, node: usize) -> bool {
        let cluster = self.cluster;
        let shooters: Vec<DeviceId> =
            self.sides.nodes(side).map(|number| cluster.nodes[number]).collect();
        cluster.fencing[node].iter().any(|fence| self.works(fence, &shooters))
    }

    fn works(&mut self, fence: &Fence, shooters: &[DeviceId]) -> bool {
        let (judge, basis) = (self.judge, &mut *self.basis);
        let (topology, wiring) = (judge.topology, judge.wiring);
        match fence {
            Fence::Bmc(port, network) => {
                let (at, planes) = (Place::Port(*port), wiring.networks(*network));
                judge.works(topology[*port].comp.0)
                    && shooters.iter().any(|&it| judge.joins(Place::Data(it), at, &planes, basis))
                    && judge.holds(topology[*port].comp.0, basis)
            }
            Fence::Outlets(outlets) => outlets.iter().all(|&outlet| {
                let power = &topology[outlet];
                let cabled = power.device.filter(|&device| wiring.is_cabled(device));
                judge.holds(power.comp.0, basis)
                    && cabled.is_none_or(|device| {
                        let (at, planes) = (Place::Managed(device), wiring.networks(None));
                        let mut from = shooters.iter().map(|&it| Place::Data(it));
                        from.any(|from| judge.joins(from, at, &planes, basis))
                    })
            }),
            Fence::Reserve(volume) => shooters.iter().any(|&it| judge.reaches(it, *volume, basis)),
        }
    }
}
