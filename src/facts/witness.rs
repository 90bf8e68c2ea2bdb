//! Why a fault does what it does: what the home loses, and the paths that all cross the fault.

use super::faults::{Facts, Serious};
use super::judge::{Basis, Judge};
use super::reach::Reach;
use super::threads::runs;
use crate::graph::Vertex;
use crate::topology::{
    CompId, ComponentKind, DeviceId, Leg, MirrorId, NetworkId, ServiceId, VolumeId,
};

/// What a service loses by a fault.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cause {
    /// The home itself is down.
    NodeDown,
    /// The home reaches the volume no more.
    NoPath(VolumeId),
    /// The drives of the volume hold no more.
    DrivesGone(VolumeId),
    /// The home reaches the data of the mirror no more.
    NoMirror(MirrorId),
    /// No leg of the mirror that is up to date has its drives left.
    MirrorLost(MirrorId),
    /// The home reaches the clients no more.
    NoClients(NetworkId),
    /// Nodes hear each other no more.
    Parted,
}

/// A cause with the paths that show it, as components in order.
#[derive(Clone, Debug)]
pub struct Witness {
    /// What is lost.
    pub cause: Cause,
    /// Paths that all cross the fault.
    pub paths: Vec<Vec<CompId>>,
    /// How the fault takes down what the paths cross: from it to the first of them; empty if it is on them.
    pub chain: Vec<CompId>,
}

/// A serious fault of a service, and why it is one.
#[derive(Clone, Debug)]
pub struct Explained {
    /// The service.
    pub service: ServiceId,
    /// The fault and what it does.
    pub fault: Serious,
    /// Why.
    pub witness: Witness,
}

/// Most paths that a witness shows.
const MOST_PATHS: usize = 4;

impl Facts<'_> {
    /// Why each serious fault is one, by component and service.
    pub fn explain(&self, serious: &[Vec<Serious>]) -> Vec<Explained> {
        let services = serious.iter().zip(self.topology.service_ids());
        let mut faults: Vec<(Serious, ServiceId)> = services
            .flat_map(|(faults, id)| faults.iter().map(move |&fault| (fault, id)))
            .collect();
        faults.sort_by_key(|&(fault, service)| (fault.component, service));
        // A part that many services rest on fails once for all of them.
        let parts: Vec<_> = faults.chunk_by(|a, b| a.0.component == b.0.component).collect();
        let explained = runs(parts.len(), |run| {
            let (calm, mut judge) = (self.judge(), self.judge());
            let mut explained = Vec::new();
            for part in &parts[run] {
                judge.fail(&[part[0].0.component]);
                explained.extend(part.iter().map(|&(fault, service)| {
                    let witness = self.witness(&calm, &judge, service, fault.component);
                    Explained { service, fault, witness }
                }));
            }
            explained
        });
        explained.into_iter().flatten().collect()
    }

    /// Why a fault does what it does, from the state without it and the state with it.
    fn witness(&self, calm: &Judge, judge: &Judge, id: ServiceId, fault: CompId) -> Witness {
        let service = &self.topology[id];
        let home = service.nodes[service.home];
        let cause = self.cause(judge, id, Some(fault));
        let ways: Vec<Vec<Vertex>> = match cause {
            Cause::NodeDown => vec![vec![self.wiring.node(home)]],
            Cause::DrivesGone(volume) => vec![vec![self.wiring.volume(volume)]],
            Cause::NoPath(volume) => self.storage_ways(calm, home, &[volume]),
            Cause::NoMirror(mirror) => {
                let legs = self.topology[mirror].legs.iter().enumerate();
                let volumes: Vec<VolumeId> = self.topology[mirror].volumes().collect();
                let own =
                    legs.filter(|(_, leg)| matches!(leg, Leg::Node(node, _) if *node == home));
                let own = own.map(|(leg, _)| vec![self.wiring.leg(mirror, leg)]);
                own.chain(self.storage_ways(calm, home, &volumes)).collect()
            }
            Cause::MirrorLost(mirror) => (0..self.topology[mirror].legs.len())
                .map(|leg| vec![self.wiring.leg(mirror, leg)])
                .collect(),
            Cause::NoClients(network) => vec![calm.clients_way(home, network)],
            Cause::Parted => {
                let mut ways = Vec::new();
                if let Some(cluster) = service.cluster {
                    calm.sides(cluster, &mut Basis::unasked(), |way| ways.push(way));
                }
                ways
            }
        };
        let first_down = ways.iter().flatten().copied().find(|&vertex| !judge.works(vertex));
        let chain = first_down
            .map(|vertex| self.wiring.needs.chain(judge.state(), fault.0, vertex))
            .unwrap_or_default();
        let paths: Vec<Vec<CompId>> = ways
            .iter()
            .filter(|way| way.iter().any(|&vertex| !judge.works(vertex)))
            .map(|way| self.spelled_out(home, way))
            .collect();
        // The chain leads to the first thing that stands on a path: a switch, not each of its ports.
        let on_path = |comp: &CompId| paths.iter().any(|path| path.contains(comp));
        let mut chain: Vec<CompId> =
            chain.into_iter().filter_map(|vertex| self.wiring.component(vertex)).collect();
        if let Some(first) = chain.iter().position(on_path) {
            chain.truncate(first + 1);
        }
        if on_path(&fault) {
            chain.clear();
        }
        Witness { cause, paths, chain }
    }

    /// A way to each volume for each port of a node, up to as many as a witness shows.
    fn storage_ways(&self, calm: &Judge, node: DeviceId, volumes: &[VolumeId]) -> Vec<Vec<Vertex>> {
        let mut ways = Vec::new();
        for &volume in volumes {
            let mut from_ports = Vec::new();
            calm.storage_paths(node, volume, &mut Basis::unasked(), |path| {
                if ways.len() < MOST_PATHS && !from_ports.contains(&path.from.port) {
                    from_ports.push(path.from.port);
                    let mut way = calm.way(path.from, path.to);
                    way.push(self.topology[self.topology[volume].array].comp.0);
                    ways.push(way);
                }
                ways.len() == MOST_PATHS
            });
        }
        ways
    }

    /// The ways of a server to an array, one for each of its ports, as components in order.
    pub fn ways_of(&self, reach: &Reach) -> Vec<Vec<CompId>> {
        let calm = self.judge();
        let mut ports = Vec::new();
        let mut ways = Vec::new();
        for pair in &reach.pairs {
            if ways.len() == MOST_PATHS || ports.contains(&pair.initiator) {
                continue;
            }
            let accesses = self.wiring.accesses(reach.server).iter();
            let mut from = accesses.filter(|from| {
                let mut ends = self.wiring.wired_ends(self.topology, from, reach.array);
                from.port == pair.initiator && ends.any(|end| end == pair.host)
            });
            let Some(from) = from.next() else { continue };
            let accesses = self.wiring.accesses(reach.array).iter();
            let mut to = accesses.filter(|to| to.plane == from.plane && to.port == pair.host);
            let to = to.next().filter(|_| pair.switches > 0);
            let mut way = calm.way(from, to);
            way.push(self.topology[reach.array].comp.0);
            ports.push(pair.initiator);
            ways.push(self.spelled_out(reach.server, &way));
        }
        ways
    }

    /// What a service lacks in the state of `judge`, which is that after `fault` if there is one.
    pub fn cause(&self, judge: &Judge, id: ServiceId, fault: Option<CompId>) -> Cause {
        let service = &self.topology[id];
        let home = service.nodes[service.home];
        let volumes = || service.volumes.iter().copied();
        let basis = &mut Basis::unasked();
        let mirrors = || service.mirrors.iter().copied();
        let drives = fault.is_some_and(|fault| {
            matches!(self.topology[fault].kind, ComponentKind::Drive(..) | ComponentKind::Group(_))
        });
        if !judge.works(self.wiring.node(home)) {
            Cause::NodeDown
        } else if drives
            && let Some(volume) = volumes().find(|&it| !judge.works(self.wiring.volume(it)))
        {
            Cause::DrivesGone(volume)
        } else if let Some(volume) = volumes().find(|&it| !judge.reaches(home, it, basis)) {
            Cause::NoPath(volume)
        } else if drives && let Some(mirror) = mirrors().find(|&it| judge.mirror_lost(it, 0, basis))
        {
            Cause::MirrorLost(mirror)
        } else if let Some(mirror) = mirrors().find(|&it| !judge.reaches_now(home, it)) {
            Cause::NoMirror(mirror)
        } else if let Some(network) =
            service.clients.filter(|&network| !judge.reaches_clients(home, network, basis))
        {
            Cause::NoClients(network)
        } else {
            Cause::Parted
        }
    }

    /// A way as components: the node, and for each link its ports with the cable between them.
    fn spelled_out(&self, node: DeviceId, way: &[Vertex]) -> Vec<CompId> {
        let topology = self.topology;
        let mut path = vec![topology[node].comp];
        let mut at = node;
        for &vertex in way {
            if let Some(comp) = self.wiring.component(vertex) {
                if path.last() != Some(&comp) {
                    path.push(comp);
                }
                continue;
            }
            let Some(cable) = self.wiring.cable(vertex).map(|cable| &topology[cable]) else {
                continue;
            };
            let turned = topology[cable.ends[0]].device != at;
            let [near, far] = if turned { [cable.ends[1], cable.ends[0]] } else { cable.ends };
            let panels = cable.panels.iter().map(|&(panel, _)| topology[panel].comp);
            let mut laid = vec![cable.pieces[0]];
            laid.extend(panels.zip(&cable.pieces[1..]).flat_map(|(panel, &piece)| [panel, piece]));
            if turned {
                laid.reverse();
            }
            path.extend(topology[near].module.map(|module| topology[module].comp));
            path.push(topology[near].comp);
            path.extend(laid);
            path.push(topology[far].comp);
            path.extend(topology[far].module.map(|module| topology[module].comp));
            at = topology[far].device;
        }
        // A way to clients ends at an uplink, behind the switch that it sits in.
        if !path.contains(&topology[at].comp) {
            path.push(topology[at].comp);
        }
        path
    }
}
