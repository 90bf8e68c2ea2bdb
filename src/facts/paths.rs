//! How many storage paths a node has, and how many of them share nothing.

use rustc_hash::{FxHashMap, FxHashSet};

use super::judge::Judge;
use super::wiring::To;
use crate::catalog::{Access as Serving, Protocol};
use crate::graph::{disjoint_paths, flow};
use crate::topology::{
    CableId, CompId, ComponentKind, DeviceId, PortId, Service, Topology, VolumeId,
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

/// The paths of a node to the volumes of a service; `None` if it has none.
pub(super) fn of_node(judge: &Judge, service: &Service, node: DeviceId) -> Option<NodePaths> {
    let all = service.volumes.iter().map(|&volume| {
        let (paths, non_optimized) = pairs(judge, node, volume);
        (paths, non_optimized, disjoint(judge, node, volume))
    });
    all.reduce(|a, b| {
        let fewer = (a.0, a.1).min((b.0, b.1));
        (fewer.0, fewer.1, a.2.min(b.2))
    })
    .map(|(paths, non_optimized, disjoint)| NodePaths { paths, non_optimized, disjoint })
}

fn pairs(judge: &Judge, node: DeviceId, volume: VolumeId) -> (usize, usize) {
    let topology = judge.topology;
    let array = &topology[topology[volume].array];
    let owner = topology[volume].owner.map(|owner| array.modules[owner]);
    let mut seen = FxHashSet::default();
    let mut non_optimized = 0;
    judge.storage_paths(node, volume, |from, to| {
        let port = from.end(to);
        if seen.insert((from.port, port)) {
            let other = topology[port].module != owner;
            non_optimized += usize::from(array.access == Some(Serving::Alua) && other);
        }
        false
    });
    (seen.len(), non_optimized)
}

/// The graph of the components on working storage paths, for the maximum flow.
struct Steps<'t> {
    topology: &'t Topology,
    numbers: FxHashMap<CompId, u32>,
    steps: Vec<(u32, u32)>,
    seen: FxHashSet<(u32, u32)>,
}

/// The node and the array as vertices.
const NODE: u32 = 0;
const ARRAY: u32 = 1;

impl Steps<'_> {
    fn number(&mut self, comp: CompId) -> u32 {
        let next = self.numbers.len() as u32 + 2;
        *self.numbers.entry(comp).or_insert(next)
    }

    fn step(&mut self, from: u32, to: u32) {
        if self.seen.insert((from, to)) {
            self.steps.push((from, to));
        }
    }

    /// Through a module if the port sits in one, then the port; or the other way round.
    fn seat(&mut self, outer: u32, port: PortId, outward: bool) -> u32 {
        let module = self.topology[port].module.map(|module| self.topology[module].comp);
        let module = module.map(|comp| self.number(comp));
        let port = self.number(self.topology[port].comp);
        for (a, b) in module.map_or(vec![(outer, port)], |it| vec![(outer, it), (it, port)]) {
            if outward { self.step(a, b) } else { self.step(b, a) }
        }
        port
    }

    /// Over a cable from one of its ends to the other.
    fn cable(&mut self, cable: CableId, from: u32, to: u32) {
        let cable = self.number(self.topology[cable].comp);
        self.step(from, cable);
        self.step(cable, to);
    }
}

/// All components and steps of working storage paths from a node to a volume.
fn steps<'t>(judge: &Judge<'t>, node: DeviceId, volume: VolumeId) -> Steps<'t> {
    let (topology, wiring) = (judge.topology, judge.wiring);
    let mut graph = Steps {
        topology,
        numbers: FxHashMap::default(),
        steps: Vec::new(),
        seen: FxHashSet::default(),
    };
    let other_end = |cable: CableId, port: PortId| {
        let [a, b] = topology[cable].ends;
        if a == port { b } else { a }
    };
    let mut planes: Vec<usize> = Vec::new();
    judge.storage_paths(node, volume, |from, to| {
        let first = graph.seat(NODE, from.port, true);
        let last = graph.seat(ARRAY, from.end(to), false);
        let (Some(to), To::Switch(entry)) = (to, from.to) else {
            graph.cable(from.cable, first, last);
            return false;
        };
        let To::Switch(exit) = to.to else { return false };
        let plane = &wiring.planes[from.plane];
        let switch = |it: u32| topology[plane.switches[it as usize]].comp;
        let (entry, exit) = (graph.number(switch(entry)), graph.number(switch(exit)));
        let inward = graph.number(topology[other_end(from.cable, from.port)].comp);
        graph.cable(from.cable, first, inward);
        graph.step(inward, entry);
        let outward = graph.number(topology[other_end(to.cable, to.port)].comp);
        graph.step(exit, outward);
        graph.cable(to.cable, outward, last);
        planes.push(from.plane);
        false
    });
    planes.sort_unstable();
    planes.dedup();
    for plane in planes.into_iter().map(|plane| &wiring.planes[plane]) {
        for &cable in plane.cables.iter().filter(|&&cable| judge.works(wiring.link(cable))) {
            let ends = topology[cable].ends;
            let [a, b] = ends.map(|end| graph.number(topology[end].comp));
            let [x, y] = ends.map(|end| graph.number(topology[topology[end].device].comp));
            graph.cable(cable, a, b);
            graph.cable(cable, b, a);
            for (switch, port) in [(x, a), (y, b)] {
                graph.step(switch, port);
                graph.step(port, switch);
            }
        }
    }
    graph
}

fn disjoint(judge: &Judge, node: DeviceId, volume: VolumeId) -> usize {
    let graph = steps(judge, node, volume);
    disjoint_paths(graph.numbers.len() + 2, &graph.steps, NODE, ARRAY)
}

/// What storage traffic a node can have with a service's volumes, in Mbit/s by line rate; the smallest over
/// the volumes. `None` without volumes, or where the rate of a cable is not known.
pub(super) fn bandwidth(judge: &Judge, service: &Service, node: DeviceId) -> Option<u32> {
    let of_volume = |&volume: &VolumeId| {
        let graph = steps(judge, node, volume);
        // Only cables bound the flow; what they plug into keeps up with them.
        let mut capacities = vec![u32::MAX / 4; graph.numbers.len() + 2];
        let mut known = true;
        #[expect(
            clippy::iter_over_hash_type,
            reason = "each number is set once, in whatever order"
        )]
        for (&comp, &number) in &graph.numbers {
            if let ComponentKind::Cable(cable) = judge.topology[comp].kind {
                // A SAS port is several lanes wide, and how many the catalogue does not say.
                let wide = judge.topology[cable].protocol == Protocol::Sas;
                let speed = judge.topology.speed(cable).filter(|_| !wide);
                known &= speed.is_some();
                capacities[number as usize] = speed.map_or(0, |speed| speed.mbit);
            }
        }
        known.then(|| flow(&capacities, &graph.steps, NODE, ARRAY))
    };
    service.volumes.iter().map(of_volume).reduce(|a, b| Some(a?.min(b?))).flatten()
}
