//! What a service uses or keeps, and which components are joined to any service at all.

use rustc_hash::FxHashSet;

use super::judge::{Judge, takes_over_at};
use super::wiring::{Access, To, Wiring};
use crate::catalog::Access as Serving;
use crate::graph::UnionFind;
use crate::topology::{
    CableId, CompId, ComponentKind, DeviceId, NetworkId, PortId, ServiceId, Topology, VolumeId,
};

/// Which components are listed: those of the devices that cables join to a node of a service, and what
/// these need.
pub(super) fn listed(topology: &Topology, wiring: &Wiring) -> Vec<bool> {
    let mut joined = UnionFind::<u32>::new(topology.devices.len());
    for cable in &topology.cables {
        let [a, b] = cable.ends.map(|end| topology[end].device.0);
        joined.union(a, b);
    }
    let mut with_node = vec![false; topology.devices.len()];
    for &node in topology.services.iter().flat_map(|service| &service.nodes) {
        with_node[joined.find(node.0) as usize] = true;
    }
    let is_joined = |device: DeviceId| with_node[joined.find(device.0) as usize];
    let own = topology.component_ids().filter(|&comp| match topology[comp].kind {
        ComponentKind::Device(device) | ComponentKind::Os(device) => is_joined(device),
        ComponentKind::Supply(supply) => is_joined(topology[supply].device),
        ComponentKind::Module(module) => is_joined(topology[module].device),
        ComponentKind::Port(port) => is_joined(topology[port].device),
        ComponentKind::Cable(cable) => is_joined(topology[topology[cable].ends[0]].device),
        ComponentKind::Drive(set, _) => is_joined(topology[set].device),
        _ => false,
    });
    let mut listed = vec![false; topology.components.len()];
    for vertex in wiring.needs.causes(own.map(|comp| comp.0)) {
        if let Some(comp) = wiring.component(vertex) {
            listed[comp.index()] = true;
        }
    }
    listed
}

/// The components that a service uses or keeps and that work when nothing has failed, in order.
pub(super) fn kept(judge: &Judge, id: ServiceId) -> Vec<CompId> {
    let (topology, wiring) = (judge.topology, judge.wiring);
    let service = &topology[id];
    let cluster = service.cluster.map(|cluster| &topology[cluster]);
    let mut kept =
        Kept { topology, wiring, comps: FxHashSet::default(), between: FxHashSet::default() };
    let quorum = cluster.and_then(|cluster| cluster.quorum);
    for &node in &service.nodes {
        kept.device(node);
        kept.comps.extend(topology[node].os);
        for &set in &topology[node].drive_sets {
            kept.comps.extend(topology[set].drives());
        }
        for &volume in service.volumes.iter().chain(&quorum) {
            kept.chains_to_volume(node, volume);
        }
        if let Some(network) = service.clients {
            kept.chains_to_clients(node, network);
        }
        for &network in cluster.iter().flat_map(|cluster| &cluster.heartbeats) {
            kept.chains_to_nodes(node, network, &service.nodes);
        }
    }
    for &volume in service.volumes.iter().chain(&quorum) {
        if let Some(set) = topology[volume].drives {
            kept.comps.extend(topology[set].drives());
        }
    }
    let mut comps: Vec<CompId> =
        kept.comps.into_iter().filter(|comp| wiring.needs.works(comp.0)).collect();
    comps.sort_unstable();
    comps
}

struct Kept<'t> {
    topology: &'t Topology,
    wiring: &'t Wiring,
    comps: FxHashSet<CompId>,
    /// Pairs of switches of a plane whose simple paths are in already.
    between: FxHashSet<(usize, u32, u32)>,
}

impl Kept<'_> {
    fn device(&mut self, device: DeviceId) {
        let topology = self.topology;
        if self.comps.insert(topology[device].comp) {
            self.comps
                .extend(topology[device].supplies.iter().map(|&supply| topology[supply].comp));
        }
    }

    fn port(&mut self, port: PortId) {
        let topology = self.topology;
        self.comps.insert(topology[port].comp);
        self.comps.extend(topology[port].module.map(|module| topology[module].comp));
        self.device(topology[port].device);
    }

    fn cable(&mut self, cable: CableId) {
        self.comps.insert(self.topology[cable].comp);
        for end in self.topology[cable].ends {
            self.port(end);
        }
    }

    /// Whatever lies on a simple path between two switches of a plane.
    fn through(&mut self, plane: usize, entry: u32, exit: u32) {
        if !self.between.insert((plane, entry.min(exit), entry.max(exit))) {
            return;
        }
        let it = &self.wiring.planes[plane];
        let (mut switches, mut cables) = (Vec::new(), Vec::new());
        it.mesh.between(entry, exit, |v| switches.push(v), |edge| cables.push(edge));
        for switch in switches {
            self.device(it.switches[switch as usize]);
        }
        for cable in cables {
            self.cable(it.cables[cable as usize]);
        }
    }

    fn chain(&mut self, plane: usize, from: &Access, entry: u32, exit: u32, to: Option<&Access>) {
        if self.wired_joins(plane, entry, exit) {
            self.cable(from.cable);
            self.through(plane, entry, exit);
            if let Some(to) = to {
                self.cable(to.cable);
            }
        }
    }

    fn wired_joins(&self, plane: usize, a: u32, b: u32) -> bool {
        self.wiring.planes[plane].wired.joined(a, b)
    }

    fn chains_to_volume(&mut self, node: DeviceId, volume: VolumeId) {
        let array = self.topology[volume].array;
        let wiring = self.wiring;
        for from in wiring.accesses(node).iter().filter(|access| wiring.storage(access.plane)) {
            match from.to {
                To::Port(port) => {
                    if self.topology[port].device == array
                        && may_serve_at(self.topology, volume, port)
                    {
                        self.cable(from.cable);
                    }
                }
                To::Switch(entry) => {
                    for to in wiring.accesses(array).iter().filter(|it| it.plane == from.plane) {
                        if let To::Switch(exit) = to.to
                            && may_serve_at(self.topology, volume, to.port)
                        {
                            self.chain(from.plane, from, entry, exit, Some(to));
                        }
                    }
                }
            }
        }
    }

    fn chains_to_clients(&mut self, node: DeviceId, network: NetworkId) {
        let plane = self.wiring.network(network);
        let wiring = self.wiring;
        let uplinks = &wiring.uplinks[network.index()];
        for from in wiring.accesses(node).iter().filter(|access| access.plane == plane) {
            let To::Switch(entry) = from.to else { continue };
            if uplinks.is_empty() {
                for exit in 0..wiring.planes[plane].mesh.count() as u32 {
                    self.chain(plane, from, entry, exit, None);
                }
            }
            for &(port, switch) in uplinks {
                if let Some(exit) = switch
                    && self.wired_joins(plane, entry, exit)
                {
                    self.chain(plane, from, entry, exit, None);
                    self.port(port);
                }
            }
        }
    }

    fn chains_to_nodes(&mut self, node: DeviceId, network: NetworkId, nodes: &[DeviceId]) {
        let plane = self.wiring.network(network);
        let wiring = self.wiring;
        for from in wiring.accesses(node).iter().filter(|access| access.plane == plane) {
            match from.to {
                To::Port(port) => {
                    let other = self.topology[port].device;
                    if other != node && nodes.contains(&other) {
                        self.cable(from.cable);
                    }
                }
                To::Switch(entry) => {
                    for &other in nodes.iter().filter(|&&other| other != node) {
                        for to in wiring.accesses(other).iter().filter(|it| it.plane == plane) {
                            if let To::Switch(exit) = to.to {
                                self.chain(plane, from, entry, exit, Some(to));
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether a host port belongs to the owner of a volume or to a controller that may serve it or take it over,
/// through that port.
pub(super) fn may_serve_at(topology: &Topology, volume: VolumeId, port: PortId) -> bool {
    let volume = &topology[volume];
    let array = &topology[volume.array];
    match topology[port].module {
        None => array.modules.is_empty(),
        Some(module) => match array.access.unwrap_or(Serving::Owner) {
            Serving::Symmetric | Serving::Alua => true,
            Serving::Owner => {
                let owner = volume.owner.map(|owner| array.modules[owner]);
                owner == Some(module)
                    || (array.part.controller_failover == Some(true)
                        && takes_over_at(topology, port))
            }
        },
    }
}
