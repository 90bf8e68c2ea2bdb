//! Services that are wired alike: what is true of one is true of the others under other names.
//!
//! What belongs to the nodes of a service alone (their parts, their cables, the ports at the far ends) is told
//! by its place in a walk over the nodes; everything else is told by itself. Two services whose walks read the
//! same differ in names only.

use std::sync::OnceLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::faults::{Facts, ServiceFaults};
use super::wiring::{Access, To, Wiring};
use crate::graph::Vertex;
use crate::topology::{
    CompId, DeviceId, DeviceKind, Fence, PortId, Quorum, Service, ServiceId, Topology, VolumeId,
};

/// Which services are alike.
#[derive(Debug, Default)]
pub(super) struct Alike {
    /// For each service its class and what is its own, in the order of the walk.
    of: Vec<(u32, Vec<CompId>)>,
    classes: Vec<Class>,
}

/// Services that are alike, and what was found out about the first of them.
#[derive(Debug)]
struct Class {
    first: ServiceId,
    count: usize,
    faults: OnceLock<ServiceFaults>,
    /// By order, from 1.
    cut_sets: [OnceLock<Vec<Vec<CompId>>>; ORDERS],
}

/// Orders of cut sets that are kept in mind.
const ORDERS: usize = 3;

/// A service as another one under other names.
pub(super) struct Like<'a> {
    /// The service that stands for it.
    pub id: ServiceId,
    /// What is known about that.
    pub faults: &'a OnceLock<ServiceFaults>,
    /// Its cut sets by order, from 1.
    pub cut_sets: &'a [OnceLock<Vec<Vec<CompId>>>],
    names: FxHashMap<CompId, CompId>,
}

impl Like<'_> {
    /// A component of the service that stands for it, as one of its own.
    pub fn translate(&self, comp: CompId) -> CompId {
        self.names.get(&comp).copied().unwrap_or(comp)
    }
}

impl Facts<'_> {
    /// The service that stands for this one, if there are others like it.
    pub(super) fn like(&self, id: ServiceId) -> Option<Like<'_>> {
        let alike = self.alike.get_or_init(|| classify(self.topology, &self.wiring));
        let (class, own) = alike.of.get(id.index())?;
        let class = &alike.classes[*class as usize];
        if class.count < 2 {
            return None;
        }
        let (_, first) = &alike.of[class.first.index()];
        Some(Like {
            id: class.first,
            faults: &class.faults,
            cut_sets: &class.cut_sets,
            names: first.iter().copied().zip(own.iter().copied()).collect(),
        })
    }
}

fn classify(topology: &Topology, wiring: &Wiring) -> Alike {
    let uplinks: FxHashSet<PortId> =
        topology.networks.iter().flat_map(|network| network.uplinks.iter().copied()).collect();
    let mut alike = Alike::default();
    let mut numbers: FxHashMap<Vec<u32>, u32> = FxHashMap::default();
    for id in topology.service_ids() {
        let mut walk = Walk {
            topology,
            wiring,
            uplinks: &uplinks,
            service: &topology[id],
            read: Vec::new(),
            own: FxHashMap::default(),
            comps: Vec::new(),
        };
        walk.service();
        let Walk { read, comps, .. } = walk;
        let next = alike.classes.len() as u32;
        let number = *numbers.entry(read).or_insert(next);
        if number == next {
            let (faults, cut_sets) = (OnceLock::new(), Default::default());
            alike.classes.push(Class { first: id, count: 0, faults, cut_sets });
        }
        alike.classes[number as usize].count += 1;
        alike.of.push((number, comps));
    }
    alike
}

/// What begins a new thing in what a walk reads.
const MARK: u32 = u32::MAX;

struct Walk<'w> {
    topology: &'w Topology,
    wiring: &'w Wiring,
    uplinks: &'w FxHashSet<PortId>,
    service: &'w Service,
    read: Vec<u32>,
    /// Vertices of its own, by their places in the walk.
    own: FxHashMap<Vertex, u32>,
    comps: Vec<CompId>,
}

impl Walk<'_> {
    fn say(&mut self, tokens: impl IntoIterator<Item = u32>) {
        self.read.extend(tokens);
    }

    /// Counts a vertex as the service's own.
    fn own(&mut self, vertex: Vertex) {
        let next = self.own.len() as u32;
        if let std::collections::hash_map::Entry::Vacant(entry) = self.own.entry(vertex) {
            entry.insert(next);
            self.comps.extend(self.wiring.component(vertex));
        }
    }

    /// Names a vertex: one of its own by its place, another by itself.
    fn name(&mut self, vertex: Vertex) {
        match self.own.get(&vertex) {
            Some(&place) => self.say([0, place]),
            None => self.say([1, vertex]),
        }
    }

    fn service(&mut self) {
        let (topology, service) = (self.topology, self.service);
        self.say([service.nodes.len() as u32, service.home as u32, service.everywhere.into()]);
        self.say(service.volumes.iter().map(|it| it.0).chain([MARK]));
        self.say(service.mirrors.iter().map(|it| it.0).chain([MARK]));
        self.say([service.clients.map_or(MARK, |it| it.0)]);
        for &node in &service.nodes {
            self.take_node(node);
        }
        if let Some(cluster) = service.cluster {
            let it = &topology[cluster];
            self.say([MARK, it.arbitration as u32, it.home_first.into()]);
            self.say(it.heartbeats.iter().map(|it| it.0).chain([MARK]));
            self.say(it.heartbeat_volumes.iter().map(|it| it.0).chain([MARK]));
            match it.quorum {
                None => self.say([0]),
                Some(Quorum::Volume(volume)) => self.say([1, volume.0]),
                Some(Quorum::Server(server)) => {
                    self.say([2, server.server.0, server.network.map_or(MARK, |it| it.0)]);
                }
            }
            for fences in &it.fencing {
                self.say([MARK]);
                for fence in fences {
                    self.fence(fence);
                }
            }
        }
        let volumes = self.all_volumes();
        for &node in &service.nodes {
            self.node(node, &volumes);
        }
        // What each thing of its own needs, now that all of them are known.
        let mut own: Vec<(u32, Vertex)> =
            self.own.iter().map(|(&vertex, &place)| (place, vertex)).collect();
        own.sort_unstable();
        let wiring = self.wiring;
        for (_, vertex) in own {
            self.say([MARK]);
            for (least, inputs) in wiring.needs.gates(vertex) {
                self.say([MARK, least]);
                for &input in inputs {
                    self.name(input);
                }
            }
        }
    }

    /// The volumes that its nodes have to reach.
    fn all_volumes(&self) -> Vec<VolumeId> {
        let cluster = self.service.cluster.map(|cluster| &self.topology[cluster]);
        let heartbeats = cluster.iter().flat_map(|it| it.heartbeat_volumes.iter().copied());
        let quorum = cluster.iter().filter_map(|it| it.quorum_volume());
        let fences = cluster.iter().flat_map(|it| it.fencing.iter().flatten());
        let reserves = fences.filter_map(|fence| match fence {
            Fence::Reserve(volume) => Some(*volume),
            Fence::Bmc(..) | Fence::Outlets(_) => None,
        });
        let legs = self.service.mirrors.iter().flat_map(|&it| self.topology[it].volumes());
        let own = self.service.volumes.iter().copied();
        own.chain(heartbeats).chain(quorum).chain(reserves).chain(legs).collect()
    }

    fn fence(&mut self, fence: &Fence) {
        match fence {
            Fence::Bmc(port, network) => {
                let comp = self.topology[*port].comp.0;
                self.own(comp);
                self.say([0, network.map_or(MARK, |it| it.0)]);
                self.name(comp);
            }
            Fence::Outlets(outlets) => self.say(outlets.iter().map(|it| it.0).chain([MARK])),
            Fence::Reserve(volume) => self.say([2, volume.0]),
        }
    }

    /// A node and all that sits in it.
    fn take_node(&mut self, node: DeviceId) {
        let (topology, wiring) = (self.topology, self.wiring);
        let device = &topology[node];
        self.own(wiring.node(node));
        self.own(device.comp.0);
        device.os.iter().for_each(|os| self.own(os.0));
        let supplies = device.supplies.iter().map(|&supply| topology[supply].comp);
        let modules = device.modules.iter().map(|&module| topology[module].comp);
        let sets = device.drive_sets.iter().map(|&set| &topology[set]);
        let parts: Vec<CompId> =
            supplies.chain(modules).chain(sets.flat_map(|set| set.drives())).collect();
        parts.iter().for_each(|comp| self.own(comp.0));
        for set in device.drive_sets.iter().map(|&set| &topology[set]) {
            self.say([set.count, set.survives(), MARK]);
        }
        for access in wiring.accesses(node).iter().chain(wiring.managed(node)) {
            for end in topology[access.cable].ends {
                let at = topology[end].device;
                // Which port of an array it is matters; of a switch, only what it is for.
                let plain = match topology[at].kind {
                    DeviceKind::Switch => !self.uplinks.contains(&end),
                    _ => self.service.nodes.contains(&at),
                };
                if plain {
                    self.own(topology[end].comp.0);
                }
            }
            topology[access.cable].pieces.iter().for_each(|piece| self.own(piece.0));
            self.own(wiring.link(access.cable));
        }
    }

    /// By what a node hangs on the planes.
    fn node(&mut self, node: DeviceId, volumes: &[VolumeId]) {
        let (topology, wiring) = (self.topology, self.wiring);
        self.say([MARK]);
        for access in wiring.accesses(node).iter().chain(wiring.managed(node)) {
            self.say([MARK, access.plane as u32]);
            for vertex in wiring.crosses(access) {
                self.name(vertex);
            }
            self.name(topology[access.port].comp.0);
            match access.to {
                To::Switch(switch) => self.say([0, switch]),
                To::Port(port) => {
                    self.say([1]);
                    self.name(topology[port].comp.0);
                }
            }
            let is_open =
                |to: &&Access| to.plane == access.plane && wiring.allows(access, Some(to));
            for &volume in volumes {
                let ends = wiring.accesses(topology[volume].array).iter();
                self.say([MARK]);
                self.say(ends.filter(is_open).map(|to| to.port.0));
            }
            self.say([u32::from(wiring.allows(access, None))]);
        }
    }
}
