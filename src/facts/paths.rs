//! How many storage paths a node has, and how many of them share nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::judge::{Basis, Judge};
use super::mirrors::Legs;
use super::wiring::{Access, To};
use crate::catalog::Access as Serving;
use crate::graph::disjoint_paths;
use crate::topology::{
    CableId, CompId, DeviceId, Leg, MirrorId, PortId, Service, Topology, VolumeId,
};

/// Storage paths of a node; of several volumes the smallest figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct NodePaths {
    /// Pairs of an initiator port and a host port that a working path joins: what `multipath -ll` shows.
    pub paths: usize,
    /// Those of them that end on a controller which does not own the volume.
    pub non_optimized: usize,
    /// Paths that have nothing in common but the node's own and the array's enclosure.
    pub disjoint: usize,
}

/// Whether a service has paths that can be counted: to a volume, or to a leg of a mirror that is one.
pub(super) fn are_counted(topology: &Topology, service: &Service) -> bool {
    let on_volumes =
        |&mirror: &MirrorId| topology[mirror].legs.iter().any(|leg| matches!(leg, Leg::Volume(_)));
    !service.volumes.is_empty() || service.mirrors.iter().any(on_volumes)
}

/// The paths of a node to the volumes of a service, the smallest figures of all, a mirror's being the sum of the
/// legs that serve; `None` if it has none.
pub(super) fn of_node(
    judge: &Judge,
    service: &Service,
    node: usize,
    stale: &[Legs],
) -> Option<NodePaths> {
    let device = service.nodes[node];
    let of_volume = |volume: VolumeId| {
        let (paths, non_optimized) = pairs(judge, device, volume);
        NodePaths { paths, non_optimized, disjoint: disjoint(judge, device, volume) }
    };
    let volumes = service.volumes.iter().map(|&volume| of_volume(volume));
    let legs = judge.legs_that_serve(service, stale);
    let mirrors = legs.into_iter().flatten().map(|legs| {
        let none = NodePaths { paths: 0, non_optimized: 0, disjoint: 0 };
        legs.into_iter().map(of_volume).fold(none, |a, b| NodePaths {
            paths: a.paths + b.paths,
            non_optimized: a.non_optimized + b.non_optimized,
            disjoint: a.disjoint + b.disjoint,
        })
    });
    volumes.chain(mirrors).reduce(|a, b| {
        let (paths, non_optimized) = (a.paths, a.non_optimized).min((b.paths, b.non_optimized));
        NodePaths { paths, non_optimized, disjoint: a.disjoint.min(b.disjoint) }
    })
}

fn pairs(judge: &Judge, node: DeviceId, volume: VolumeId) -> (usize, usize) {
    let topology = judge.topology;
    let array = &topology[topology[volume].array];
    let owner = topology[volume].owner.map(|owner| array.controllers()[owner]);
    let mut all = FxHashSet::default();
    let mut optimized = FxHashSet::default();
    judge.storage_paths(node, volume, &mut Basis::unasked(), |path| {
        let pair = (path.from.port, path.port());
        all.insert(pair);
        if array.access != Some(Serving::Alua) || path.controller == owner {
            optimized.insert(pair);
        }
        false
    });
    (all.len(), all.len() - optimized.len())
}

/// The graph of the components on working storage paths, for the maximum flow.
#[derive(Default)]
struct Steps {
    numbers: FxHashMap<CompId, u32>,
    steps: Vec<(u32, u32)>,
    seen: FxHashSet<(u32, u32)>,
}

/// The node and the array as vertices.
const NODE: u32 = 0;
const ARRAY: u32 = 1;

impl Steps {
    fn number(&mut self, comp: CompId) -> u32 {
        let next = self.numbers.len() as u32 + 2;
        *self.numbers.entry(comp).or_insert(next)
    }

    fn step(&mut self, from: u32, to: u32) {
        if self.seen.insert((from, to)) {
            self.steps.push((from, to));
        }
    }

    /// From one vertex over components in order to another.
    fn run(&mut self, from: u32, over: impl Iterator<Item = CompId>, to: u32) {
        let mut at = from;
        for comp in over {
            let next = self.number(comp);
            self.step(at, next);
            at = next;
        }
        self.step(at, to);
    }
}

/// What a port sits in, the outermost first: on a node its card, on an array a card within a controller.
fn seats(topology: &Topology, port: PortId) -> Vec<CompId> {
    let own = topology[port].module;
    let controller = topology.controller_of(port).filter(|&it| Some(it) != own);
    controller.into_iter().chain(own).map(|module| topology[module].comp).collect()
}

/// The other end of a cable.
pub(super) fn far_end(topology: &Topology, cable: CableId, port: PortId) -> PortId {
    let [a, b] = topology[cable].ends;
    if a == port { b } else { a }
}

/// A cable from one of its ends: its pieces with the panels between them.
fn laid_from(topology: &Topology, cable: CableId, port: PortId) -> Vec<CompId> {
    let it = &topology[cable];
    let panels = it.panels.iter().map(|&(panel, _)| topology[panel].comp);
    let mut laid: Vec<CompId> = vec![it.pieces[0]];
    for (panel, &piece) in panels.zip(&it.pieces[1..]) {
        laid.extend([panel, piece]);
    }
    if it.ends[0] != port {
        laid.reverse();
    }
    laid
}

/// The components that an access crosses, from what its port sits in to the last port before the switch.
pub(super) fn crossed(judge: &Judge, access: &Access) -> Vec<CompId> {
    let (topology, wiring) = (judge.topology, judge.wiring);
    let mut crossed = seats(topology, access.port);
    crossed.push(topology[access.port].comp);
    let mut at = access.port;
    for vertex in wiring.crosses(access) {
        if let Some(comp) = wiring.component(vertex) {
            crossed.push(comp);
        } else if let Some(cable) = wiring.cable(vertex) {
            // Behind a gateway the cable begins at a port of that.
            if !topology[cable].ends.contains(&at) {
                let gateway = topology[at].device;
                let near = topology[cable].ends.into_iter();
                at = near.clone().find(|&it| topology[it].device == gateway).unwrap_or(at);
                crossed.push(topology[at].comp);
            }
            crossed.extend(laid_from(topology, cable, at));
            at = far_end(topology, cable, at);
            crossed.push(topology[at].comp);
        }
    }
    crossed
}

/// All components and steps of working storage paths from a node to a volume.
fn steps(judge: &Judge, node: DeviceId, volume: VolumeId) -> Steps {
    let (topology, wiring) = (judge.topology, judge.wiring);
    let mut graph = Steps::default();
    let mut planes: Vec<usize> = Vec::new();
    judge.storage_paths(node, volume, &mut Basis::unasked(), |path| {
        let last = path.port();
        let mut seats = seats(topology, last);
        if let Some(controller) = path.controller.map(|it| topology[it].comp)
            && !seats.contains(&controller)
        {
            seats.insert(0, controller);
        }
        seats.reverse();
        let mut there = crossed(judge, path.from);
        let (Some(to), To::Switch(entry)) = (path.to, path.from.to) else {
            there.extend(seats);
            graph.run(NODE, there.into_iter(), ARRAY);
            return false;
        };
        let To::Switch(exit) = to.to else { return false };
        let plane = &wiring.planes[path.from.plane];
        let switch = |it: u32| plane.switches[it as usize].comp;
        let (entry, exit) = (graph.number(switch(entry)), graph.number(switch(exit)));
        graph.run(NODE, there.into_iter(), entry);
        let own = self::seats(topology, to.port).len();
        let back = crossed(judge, to).split_off(own);
        graph.run(exit, back.into_iter().rev().chain(seats), ARRAY);
        planes.push(path.from.plane);
        false
    });
    planes.sort_unstable();
    planes.dedup();
    for plane in planes.into_iter().map(|plane| &wiring.planes[plane]) {
        let working = plane.cables.iter().zip(plane.mesh.edges());
        for (&cable, &edge) in working.filter(|&(&it, _)| judge.works(wiring.link(it))) {
            let ends = topology[cable].ends;
            let hubs = [edge.0, edge.1].map(|it| plane.switches[it as usize]);
            for (from, to) in [(0, 1), (1, 0)] {
                let [a, b] = [from, to].map(|side| topology[ends[side]].comp);
                let [x, y] = [from, to].map(|side| hubs[side].comp);
                let laid = laid_from(topology, cable, ends[from]);
                let over = std::iter::once(a).chain(laid).chain([b]);
                let (x, y) = (graph.number(x), graph.number(y));
                graph.run(x, over, y);
            }
        }
    }
    graph
}

fn disjoint(judge: &Judge, node: DeviceId, volume: VolumeId) -> usize {
    let graph = steps(judge, node, volume);
    disjoint_paths(graph.numbers.len() + 2, &graph.steps, NODE, ARRAY)
}
