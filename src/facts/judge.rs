//! Who runs a service when some components have failed: the rules of fitness, sides and votes.

use super::wiring::{Access, To, Wiring};
use crate::catalog::{Access as Serving, Arbitration};
use crate::graph::{Classes, State, Vertex};
use crate::topology::{
    ClusterId, CompId, ComponentKind, DeviceId, ModuleId, ModuleKind, NetworkId, PortId, Service,
    ServiceId, Topology, VolumeId,
};

/// What a set of faults means for one service, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// Nothing that it uses or keeps is lost.
    None,
    /// It runs on without a break, with less in reserve.
    Degraded,
    /// Another node runs it, or might.
    Failover,
    /// No node runs it, or might not.
    Outage,
    /// Two sides run it on the same volumes.
    SplitBrain,
    /// More drives are lost than their protection survives.
    DataLoss,
}

impl Effect {
    /// Every effect, the worst last.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Degraded,
        Self::Failover,
        Self::Outage,
        Self::SplitBrain,
        Self::DataLoss,
    ];

    /// As in files and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Degraded => "degraded",
            Self::Failover => "failover",
            Self::Outage => "outage",
            Self::SplitBrain => "split-brain",
            Self::DataLoss => "data-loss",
        }
    }
}

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
}

/// Judges one set of faults after another.
#[derive(Debug)]
pub struct Judge<'t> {
    pub(super) topology: &'t Topology,
    pub(super) wiring: &'t Wiring,
    state: State,
    pub(super) faults: Vec<CompId>,
    /// Classes of the planes that the faults may have parted; the others are as without faults.
    parted: Vec<(usize, Classes)>,
}

/// A node that is down is on no side.
pub(super) const NO_SIDE: usize = usize::MAX;

impl<'t> Judge<'t> {
    /// With nothing failed.
    pub fn new(topology: &'t Topology, wiring: &'t Wiring) -> Self {
        let state = wiring.needs.state();
        Self { topology, wiring, state, faults: Vec::new(), parted: Vec::new() }
    }

    /// Lets these and no other components fail.
    pub fn fail(&mut self, faults: &[CompId]) {
        let wiring = self.wiring;
        wiring.needs.fail(&mut self.state, faults.iter().map(|fault| fault.0));
        self.faults.clear();
        self.faults.extend(faults);
        self.parted.clear();
        let mut parted: Vec<u32> =
            self.state.down().iter().flat_map(|&v| wiring.parted_by(v)).copied().collect();
        parted.sort_unstable();
        parted.dedup();
        for number in parted {
            let plane = &wiring.planes[number as usize];
            let classes = plane.mesh.classes(
                |switch| self.works(self.topology[plane.switches[switch as usize]].comp.0),
                |edge| self.works(wiring.link(plane.cables[edge as usize])),
            );
            self.parted.push((number as usize, classes));
        }
    }

    /// Whether a vertex works.
    pub fn works(&self, vertex: Vertex) -> bool {
        self.wiring.needs.works_in(&self.state, vertex)
    }

    /// Everything that the faults have taken down, themselves included.
    pub fn down(&self) -> &[Vertex] {
        self.state.down()
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn classes(&self, plane: usize) -> &Classes {
        let parted = self.parted.iter().find(|(number, _)| *number == plane);
        parted.map_or(&self.wiring.planes[plane].classes, |(_, classes)| classes)
    }

    fn cabled(&self, device: DeviceId) -> impl Iterator<Item = &'t Access> {
        let accesses = self.wiring.accesses(device).iter();
        accesses.filter(|access| self.works(self.wiring.link(access.cable)))
    }

    /// The controller that serves a volume whose array serves by its owner alone: its module, and whether it
    /// has taken over.
    pub(super) fn serving(&self, volume: VolumeId) -> Option<(ModuleId, bool)> {
        let volume = &self.topology[volume];
        let array = &self.topology[volume.array];
        let owner = volume.owner?;
        let works = |index: usize| self.works(self.topology[array.modules[index]].comp.0);
        if works(owner) {
            return Some((array.modules[owner], false));
        }
        if array.part.controller_failover != Some(true) {
            return None;
        }
        let count = array.modules.len();
        let next = (1..count).map(|step| (owner + step) % count).find(|&index| works(index))?;
        Some((array.modules[next], true))
    }

    /// Whether a volume is served at a host port, as far as controllers go.
    fn served_at(&self, volume: VolumeId, port: PortId, serving: Option<(ModuleId, bool)>) -> bool {
        let topology = self.topology;
        let array = &topology[topology[volume].array];
        match (topology[port].module, array.modules.is_empty()) {
            (None, no_controllers) => no_controllers,
            (Some(module), _) => match array.access.unwrap_or(Serving::Owner) {
                Serving::Symmetric | Serving::Alua => true,
                Serving::Owner => serving.is_some_and(|(serving, taken_over)| {
                    serving == module && (!taken_over || takes_over_at(topology, port))
                }),
            },
        }
    }

    /// Calls back with every storage path from a node to a volume, as the accesses it begins and ends with
    /// (one access, if they are one cable), until the callback has seen enough and says so.
    pub(super) fn storage_paths(
        &self,
        node: DeviceId,
        volume: VolumeId,
        mut found: impl FnMut(&Access, Option<&Access>) -> bool,
    ) {
        if !self.works(self.wiring.volume(volume)) {
            return;
        }
        let array = self.topology[volume].array;
        let serving = self.serving(volume);
        for from in self.cabled(node).filter(|access| self.wiring.storage(access.plane)) {
            match from.to {
                To::Port(port) => {
                    if self.topology[port].device == array
                        && self.served_at(volume, port, serving)
                        && found(from, None)
                    {
                        return;
                    }
                }
                To::Switch(entry) => {
                    let classes = self.classes(from.plane);
                    for to in self.cabled(array).filter(|access| access.plane == from.plane) {
                        if let To::Switch(exit) = to.to
                            && classes.joined(entry, exit)
                            && self.served_at(volume, to.port, serving)
                            && found(from, Some(to))
                        {
                            return;
                        }
                    }
                }
            }
        }
    }

    /// Whether a node has a storage path to a volume.
    pub fn reaches(&self, node: DeviceId, volume: VolumeId) -> bool {
        let mut reached = false;
        self.storage_paths(node, volume, |_, _| {
            reached = true;
            true
        });
        reached
    }

    /// Whether a node has a way to the clients of a network.
    pub fn reaches_clients(&self, node: DeviceId, network: NetworkId) -> bool {
        self.way_to_clients(node, network).is_some()
    }

    /// The access by which a node reaches clients, and the uplink where there are any.
    pub(super) fn way_to_clients(
        &self,
        node: DeviceId,
        network: NetworkId,
    ) -> Option<(&'t Access, Option<(PortId, u32)>)> {
        let plane = self.wiring.network(network);
        let uplinks = &self.wiring.uplinks[network.index()];
        let classes = self.classes(plane);
        self.cabled(node).filter(|access| access.plane == plane).find_map(|access| {
            let To::Switch(entry) = access.to else { return None };
            if uplinks.is_empty() {
                return Some((access, None));
            }
            uplinks.iter().find_map(|&(port, switch)| {
                let switch = switch.filter(|&switch| classes.joined(entry, switch))?;
                self.works(self.topology[port].comp.0).then_some((access, Some((port, switch))))
            })
        })
    }

    /// Whether a node can run a service: it works, and reaches every volume and the clients.
    pub fn fit(&self, service: &Service, node: DeviceId) -> bool {
        self.works(self.wiring.node(node))
            && service.volumes.iter().all(|&volume| self.reaches(node, volume))
            && service.clients.is_none_or(|network| self.reaches_clients(node, network))
    }

    /// For each node of a cluster the number of its side, the first node of the side; calls back with each
    /// way by which a node is heard by one before it.
    pub(super) fn sides(
        &self,
        cluster: ClusterId,
        mut heard: impl FnMut(&Access, Option<&Access>),
    ) -> Vec<usize> {
        let cluster = &self.topology[cluster];
        let up = |node: usize| self.works(self.wiring.node(cluster.nodes[node]));
        let mut side: Vec<usize> =
            (0..cluster.nodes.len()).map(|node| if up(node) { node } else { NO_SIDE }).collect();
        if cluster.heartbeats.is_empty() {
            let first = side.iter().copied().find(|&side| side != NO_SIDE);
            for side in side.iter_mut().filter(|side| **side != NO_SIDE) {
                *side = first.unwrap_or(NO_SIDE);
            }
            return side;
        }
        let join = |side: &mut Vec<usize>, a: usize, b: usize| {
            let (a, b) = (side[a].min(side[b]), side[a].max(side[b]));
            if a != b {
                side.iter_mut().filter(|side| **side == b).for_each(|side| *side = a);
            }
            a != b
        };
        for &network in &cluster.heartbeats {
            let plane = self.wiring.network(network);
            let classes = self.classes(plane);
            let mut first: Vec<(u32, usize, &Access)> = Vec::new();
            for node in (0..side.len()).filter(|&node| up(node)) {
                for access in self.cabled(cluster.nodes[node]).filter(|it| it.plane == plane) {
                    match access.to {
                        To::Port(port) => {
                            let other = self.topology[port].device;
                            if let Some(other) = cluster.nodes.iter().position(|&it| it == other)
                                && up(other)
                                && join(&mut side, node, other)
                            {
                                heard(access, None);
                            }
                        }
                        To::Switch(switch) => {
                            let Some(class) = classes.of(switch) else { continue };
                            match first.iter().find(|(it, _, _)| *it == class) {
                                Some(&(_, other, way)) => {
                                    if join(&mut side, node, other) {
                                        heard(way, Some(access));
                                    }
                                }
                                None => first.push((class, node, access)),
                            }
                        }
                    }
                }
            }
        }
        side
    }

    /// The sides that may run services, one set for each way it may turn out.
    fn allowed(&self, cluster: ClusterId, side: &[usize]) -> Vec<Vec<usize>> {
        let cluster = &self.topology[cluster];
        let mut sides: Vec<usize> = side.iter().copied().filter(|&it| it != NO_SIDE).collect();
        sides.sort_unstable();
        sides.dedup();
        if cluster.arbitration == Arbitration::None {
            return vec![sides];
        }
        let size = |of: usize| side.iter().filter(|&&it| it == of).count();
        let tie_breaker = cluster.quorum.filter(|_| cluster.nodes.len().is_multiple_of(2));
        let total = cluster.nodes.len() + usize::from(tie_breaker.is_some());
        if let Some(&majority) = sides.iter().find(|&&it| 2 * size(it) > total) {
            return vec![vec![majority]];
        }
        let with_quorum: Vec<Vec<usize>> = sides
            .into_iter()
            .filter(|&it| {
                tie_breaker.is_some_and(|quorum| {
                    2 * (size(it) + 1) > total
                        && side
                            .iter()
                            .zip(&cluster.nodes)
                            .any(|(&of, &node)| of == it && self.reaches(node, quorum))
                })
            })
            .map(|side| vec![side])
            .collect();
        if with_quorum.is_empty() { vec![Vec::new()] } else { with_quorum }
    }

    /// The state of a service.
    pub fn verdict(&self, id: ServiceId) -> Verdict {
        let service = &self.topology[id];
        let fit = |node: usize| self.fit(service, service.nodes[node]);
        let mut worst = match service.cluster {
            None if fit(service.home) => Verdict { state: Effect::None, node: Some(service.home) },
            None => Verdict { state: Effect::Outage, node: None },
            Some(cluster) => {
                let side = self.sides(cluster, |_, _| ());
                let fit: Vec<bool> =
                    (0..side.len()).map(|node| side[node] != NO_SIDE && fit(node)).collect();
                let outcomes = self.allowed(cluster, &side);
                let outcomes =
                    outcomes.iter().map(|allowed| outcome(service, &side, &fit, allowed));
                // Of equally bad ones, the one whose node comes first in the order of the nodes.
                outcomes
                    .reduce(|a, b| {
                        let first = |it: &Verdict| it.node.unwrap_or(usize::MAX);
                        if b.state > a.state || (b.state == a.state && first(&b) < first(&a)) {
                            b
                        } else {
                            a
                        }
                    })
                    .unwrap_or(Verdict { state: Effect::Outage, node: None })
            }
        };
        if service.volumes.iter().any(|&volume| self.lost(volume)) {
            worst.state = Effect::DataLoss;
        }
        worst
    }

    /// Whether a volume's drives are lost: failed themselves or in a group that failed, not merely out of reach.
    pub(super) fn lost(&self, volume: VolumeId) -> bool {
        let Some(set) = self.topology[volume].drives else { return false };
        let hit = self.faults.iter().any(|&fault| {
            matches!(self.topology[fault].kind, ComponentKind::Drive(..) | ComponentKind::Group(_))
        });
        hit && !self.topology[set].holds(|drive| {
            self.faults.iter().any(|&fault| {
                fault == drive
                    || matches!(self.topology[fault].kind, ComponentKind::Group(group)
                        if self.topology[group].members.contains(&drive))
            })
        })
    }
}

/// Whether a port of a controller serves volumes that the controller has taken over.
pub(super) fn takes_over_at(topology: &Topology, port: PortId) -> bool {
    let it = &topology[port];
    let Some(module) = it.module else { return true };
    match topology[module].kind {
        ModuleKind::Controller(index) => topology[it.device].part.controllers[index]
            .takeover_ports
            .as_ref()
            .is_none_or(|ports| ports.contains(&it.index)),
        ModuleKind::Adapter { .. } => false,
    }
}

/// What becomes of a service when these sides may run it.
fn outcome(service: &Service, side: &[usize], fit: &[bool], allowed: &[usize]) -> Verdict {
    // The node that each side runs it on: the home, else its first fit node.
    let mut running: Vec<usize> = allowed
        .iter()
        .filter_map(|&it| {
            let may = |node: usize| side[node] == it && fit[node];
            if may(service.home) {
                Some(service.home)
            } else {
                (0..fit.len()).find(|&node| may(node))
            }
        })
        .collect();
    running.sort_unstable();
    let at = |node: usize| {
        let state = if node == service.home { Effect::None } else { Effect::Failover };
        Verdict { state, node: Some(node) }
    };
    let home = running.iter().copied().find(|&node| node == service.home);
    match running[..] {
        [] => Verdict { state: Effect::Outage, node: None },
        [node] => at(node),
        [first, ..] if !service.volumes.is_empty() => {
            Verdict { state: Effect::SplitBrain, node: Some(home.unwrap_or(first)) }
        }
        // Without volumes two sides do no harm: the home's is judged.
        [first, ..] => {
            let of_home = running.iter().copied().find(|&node| side[node] == side[service.home]);
            at(of_home.unwrap_or(first))
        }
    }
}
