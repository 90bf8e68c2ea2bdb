//! What storage traffic the nodes of a service and its arrays can pass, by line rates, and what one fault leaves.

use rustc_hash::{FxHashMap, FxHashSet};

use super::faults::Facts;
use super::judge::{Basis, Judge};
use super::keeps;
use super::wiring::To;
use crate::catalog::Protocol;
use crate::graph::flow;
use crate::topology::{CableId, CompId, DeviceId, PortId, ServiceId, VolumeId};

/// A rate in Mbit/s, if it is known.
type Rate = Option<u32>;

impl Facts<'_> {
    /// Storage bandwidth of the node that runs a service, in Mbit/s: when nothing has failed, and the least after a
    /// single fault that the service survives. Of several volumes the smallest counts. `None` without volumes, or
    /// where the rate of a cable is not known.
    pub fn bandwidth(&self, id: ServiceId) -> (Rate, Rate) {
        self.with_one_fault(id, &self.of_host(id))
    }

    /// The line rates of the host ports on which storage paths of a service's nodes end, in Mbit/s: when
    /// nothing has failed, and the least after a single fault that the service survives. Of several volumes the
    /// smallest sum counts. `None` without volumes, or where the rate of a port is not known.
    pub fn array_bandwidth(&self, id: ServiceId) -> (Rate, Rate) {
        self.with_one_fault(id, &self.of_array(id))
    }

    fn of_host(&self, id: ServiceId) -> impl Fn(&Judge, usize, &mut Basis) -> Rate {
        let service = &self.topology[id];
        move |judge, node, basis| {
            let node = service.nodes[node];
            let rates = service.volumes.iter().map(|&it| self.host_side(judge, node, it, basis));
            rates.reduce(smaller).flatten()
        }
    }

    fn of_array(&self, id: ServiceId) -> impl Fn(&Judge, usize, &mut Basis) -> Rate {
        let service = &self.topology[id];
        move |judge, _, basis| {
            let nodes = &service.nodes;
            let rates = service.volumes.iter().map(|&it| self.array_side(judge, nodes, it, basis));
            rates.reduce(smaller).flatten()
        }
    }

    /// A rate of a service, given the node that runs it, and the least after one fault.
    fn with_one_fault(
        &self,
        id: ServiceId,
        rate: &impl Fn(&Judge, usize, &mut Basis) -> Rate,
    ) -> (Rate, Rate) {
        let judge = self.judge();
        let mut basis = Basis::asked();
        let node = self.nominal(id).node;
        let Some(nominal) = node.and_then(|node| rate(&judge, node, &mut basis)) else {
            return (None, None);
        };
        for &volume in &self.topology[id].volumes {
            judge.rest_on_serving(volume, &mut basis);
        }
        let mut hits: FxHashSet<CompId> = self.components(&basis.into_support()).collect();
        hits.extend(self.first_hits(&judge, id));
        (Some(nominal), self.least(id, nominal, |comp| hits.contains(&comp), rate))
    }

    /// The least rate after one fault that the service survives. What does not hit the rate leaves it as it is.
    fn least(
        &self,
        id: ServiceId,
        nominal: u32,
        hits: impl Fn(CompId) -> bool,
        rate: &impl Fn(&Judge, usize, &mut Basis) -> Rate,
    ) -> Rate {
        let mut judge = self.judge();
        let mut least = None;
        for comp in keeps::kept(&judge, id).into_iter().filter(|&comp| !self.is_logical(comp)) {
            let mut left = nominal;
            if hits(comp) {
                judge.fail(&[comp]);
                let Some(node) = self.verdict(&judge, id).node else { continue };
                left = rate(&judge, node, &mut Basis::unasked())?;
            }
            least = Some(least.map_or(left, |it: u32| it.min(left)));
        }
        least
    }

    /// What a node can pass to and from a volume: the maximum flow over its storage paths. Only cables bound it; what
    /// they plug into keeps up with them.
    fn host_side(
        &self,
        judge: &Judge,
        node: DeviceId,
        volume: VolumeId,
        basis: &mut Basis,
    ) -> Rate {
        let mut pipes = Pipes::new();
        judge.storage_paths(node, volume, &mut Basis::unasked(), |path| {
            let crossed =
                |access| self.wiring.crosses(access).filter_map(|it| self.wiring.cable(it));
            match (path.from.to, path.to.map(|to| (to, to.to))) {
                (To::Switch(entry), Some((to, To::Switch(exit)))) => {
                    let switches = self.switches(judge, path.from.plane, &mut pipes);
                    pipes.run(self, NODE, crossed(path.from), switches + entry);
                    let back: Vec<CableId> = crossed(to).collect();
                    pipes.run(self, switches + exit, back.into_iter().rev(), ARRAY);
                }
                _ => pipes.run(self, NODE, crossed(path.from), ARRAY),
            }
            false
        });
        if !pipes.known {
            return None;
        }
        let (most, through) = flow(pipes.vertices as usize, &pipes.edges, NODE, ARRAY);
        for (&cable, _) in pipes.cables.iter().zip(&through).filter(|(_, through)| **through > 0) {
            cable.map(|cable| judge.holds(self.wiring.link(cable), basis));
        }
        judge.holds(self.wiring.volume(volume), basis);
        Some(most)
    }

    /// The first of the switches of a plane, which are laid out with the cables between them if they are not yet.
    fn switches(&self, judge: &Judge, number: usize, pipes: &mut Pipes) -> u32 {
        if let Some(&(_, first)) = pipes.planes.iter().find(|(it, _)| *it == number) {
            return first;
        }
        let plane = &self.wiring.planes[number];
        let first = pipes.vertices;
        pipes.vertices += plane.switches.len() as u32;
        pipes.planes.push((number, first));
        let working = plane.cables.iter().zip(plane.mesh.edges());
        for (&cable, &(a, b)) in working.filter(|&(&it, _)| judge.works(self.wiring.link(it))) {
            let rate = self.rate(cable);
            pipes.edge(Some(cable), (first + a, first + b), rate);
            pipes.edge(Some(cable), (first + b, first + a), rate);
        }
        first
    }

    /// What the ports of an array at which nodes reach a volume can pass.
    fn array_side(
        &self,
        judge: &Judge,
        nodes: &[DeviceId],
        volume: VolumeId,
        basis: &mut Basis,
    ) -> Rate {
        let mut ports: FxHashSet<PortId> = FxHashSet::default();
        for &node in nodes {
            judge.storage_paths(node, volume, &mut Basis::unasked(), |path| {
                if ports.insert(path.port()) && basis.is_asked() {
                    judge.rest_on(judge.storage_way_of(&path, volume), basis);
                    judge.holds(self.wiring.node(node), basis);
                }
                false
            });
        }
        let mut ports: Vec<PortId> = ports.into_iter().collect();
        ports.sort_unstable();
        ports.into_iter().map(|port| self.rate(self.topology[port].cable?)).sum()
    }

    /// The rate at which a cable works. A SAS port is several lanes wide, and how many the catalogue does not say.
    fn rate(&self, cable: CableId) -> Rate {
        let topology = self.topology;
        let narrow = topology[cable].protocol != Protocol::Sas;
        narrow.then(|| topology.speed(cable)).flatten().map(|speed| speed.mbit)
    }
}

/// The cables of storage paths as a network, from the node to the array.
struct Pipes {
    vertices: u32,
    edges: Vec<(u32, u32, u32)>,
    /// The cable that each edge is, if it is one.
    cables: Vec<Option<CableId>>,
    /// Where a cable that servers or arrays hang on begins; it ends at the next vertex.
    ends: FxHashMap<CableId, u32>,
    joined: FxHashSet<(u32, u32)>,
    /// Planes that are laid out, and their first switch.
    planes: Vec<(usize, u32)>,
    /// Whether the rate of every cable is known.
    known: bool,
}

/// The node and the array as vertices.
const NODE: u32 = 0;
const ARRAY: u32 = 1;

impl Pipes {
    fn new() -> Self {
        Self {
            vertices: ARRAY + 1,
            edges: Vec::new(),
            cables: Vec::new(),
            ends: FxHashMap::default(),
            joined: FxHashSet::default(),
            planes: Vec::new(),
            known: true,
        }
    }

    fn edge(&mut self, cable: Option<CableId>, (from, to): (u32, u32), rate: Rate) {
        self.known &= rate.is_some();
        self.edges.push((from, to, rate.unwrap_or_default()));
        self.cables.push(cable);
    }

    fn join(&mut self, from: u32, to: u32) {
        if self.joined.insert((from, to)) {
            self.edge(None, (from, to), Some(PLENTY));
        }
    }

    /// From one vertex over cables in order to another.
    fn run(&mut self, facts: &Facts, from: u32, over: impl Iterator<Item = CableId>, to: u32) {
        let mut at = from;
        for cable in over {
            let begin = match self.ends.get(&cable) {
                Some(&begin) => begin,
                None => {
                    let begin = self.vertices;
                    self.vertices += 2;
                    self.ends.insert(cable, begin);
                    self.edge(Some(cable), (begin, begin + 1), facts.rate(cable));
                    begin
                }
            };
            self.join(at, begin);
            at = begin + 1;
        }
        self.join(at, to);
    }
}

/// More than any cable passes.
const PLENTY: u32 = u32::MAX / 4;

fn smaller(a: Rate, b: Rate) -> Rate {
    Some(a?.min(b?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::source::{Source, SourceId};
    use crate::{spec, topology, yaml};

    #[test]
    fn what_is_not_looked_at_would_change_nothing() {
        let mut rates = 0;
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/topologies");
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path().join("topology.yaml");
            let Ok(text) = std::fs::read_to_string(&path) else { continue };
            let (source, mut findings) = (Source::new("t", &text), Vec::new());
            let limits = yaml::Limits::default();
            let tree = yaml::Tree::parse(SourceId::default(), &source.text, &limits, &mut findings);
            let spec = spec::read(&tree.unwrap(), &mut findings).unwrap();
            let limits = topology::Limits::default();
            let catalog = &mut Catalog::default();
            let topology = topology::build(&spec, "t", catalog, limits, &mut findings);
            if topology.devices.len() > 50 {
                continue;
            }
            let facts = Facts::new(&topology);
            for id in topology.service_ids() {
                if let (Some(nominal), least) = facts.bandwidth(id) {
                    let all = facts.least(id, nominal, |_| true, &facts.of_host(id));
                    assert_eq!(least, all, "{}", path.display());
                    rates += 1;
                }
                if let (Some(nominal), least) = facts.array_bandwidth(id) {
                    let all = facts.least(id, nominal, |_| true, &facts.of_array(id));
                    assert_eq!(least, all, "{}", path.display());
                    rates += 1;
                }
            }
        }
        assert!(rates > 10, "{rates}");
    }
}
