//! What a service uses or keeps, and which components are joined to any service at all.

use rustc_hash::FxHashSet;

use super::judge::{Judge, takes_over_at};
use super::places::Place;
use super::wiring::{Access, FC, To, Wiring};
use crate::catalog::Access as Serving;
use crate::graph::UnionFind;
use crate::spec::MirrorBy;
use crate::topology::{
    CableId, Cluster, CompId, ComponentKind, DeviceId, Fence, Leg, Mirror, ModuleId, ModuleKind,
    NetworkId, PortId, Quorum, ServiceId, Topology, VolumeId, Witness,
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
    let mut roots: Vec<DeviceId> =
        topology.services.iter().flat_map(|service| service.nodes.iter().copied()).collect();
    for service in &topology.services {
        let quorum = service.cluster.and_then(|cluster| topology[cluster].quorum);
        roots.extend(quorum.and_then(|quorum| match quorum {
            Quorum::Server(witness) => Some(witness.server),
            Quorum::Volume(_) => None,
        }));
        let mirrors = service.mirrors.iter().map(|&mirror| &topology[mirror]);
        roots.extend(mirrors.filter_map(|mirror| mirror.witness).map(|it| it.server));
    }
    for root in roots {
        with_node[joined.find(root.0) as usize] = true;
    }
    let mut is_in: Vec<bool> =
        topology.device_ids().map(|device| with_node[joined.find(device.0) as usize]).collect();
    // What listed things need is listed too, and a device with all that sits in it.
    loop {
        let listed = with_needs(topology, wiring, &is_in);
        let now: Vec<bool> = topology.devices.iter().map(|it| listed[it.comp.index()]).collect();
        if is_in.iter().zip(&now).all(|(before, now)| before == now) {
            return listed;
        }
        is_in = now;
    }
}

/// The components of some devices and of the cables between them, and what these need.
fn with_needs(topology: &Topology, wiring: &Wiring, devices: &[bool]) -> Vec<bool> {
    let is_in = |device: DeviceId| devices[device.index()];
    let own = topology.component_ids().filter(|&comp| match topology[comp].kind {
        ComponentKind::Device(device) | ComponentKind::Os(device) => is_in(device),
        ComponentKind::Supply(supply) => is_in(topology[supply].device),
        ComponentKind::Module(module) => is_in(topology[module].device),
        ComponentKind::Port(port) => is_in(topology[port].device),
        ComponentKind::Drive(set, _) => is_in(topology[set].device),
        ComponentKind::Power(power) => topology[power].device.is_some_and(is_in),
        ComponentKind::Cable(_)
        | ComponentKind::Rack(_)
        | ComponentKind::Site(_)
        | ComponentKind::Group(_)
        | ComponentKind::Fabric(_) => false,
    });
    // A trunk is listed with any of its links, a panel with what runs through it.
    let cables = topology.cables.iter().filter(|it| is_in(topology[it.ends[0]].device));
    let of_cables = cables.flat_map(|cable| {
        let panels = cable.panels.iter().map(|&(panel, _)| topology[panel].comp);
        cable.pieces.iter().copied().chain(panels)
    });
    let mut listed = vec![false; topology.components.len()];
    for vertex in wiring.needs.causes(own.chain(of_cables).map(|comp| comp.0)) {
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
    let mut volumes = service.volumes.clone();
    if let Some(cluster) = cluster {
        volumes.extend(cluster.quorum_volume());
        volumes.extend(&cluster.heartbeat_volumes);
        kept.fences(cluster);
        volumes.extend(cluster.fencing.iter().flatten().filter_map(|fence| match fence {
            Fence::Reserve(volume) => Some(*volume),
            Fence::Bmc(..) | Fence::Outlets(_) => None,
        }));
        if let Some(Quorum::Server(witness)) = cluster.quorum {
            kept.chains_to_server(&cluster.nodes, witness);
        }
    }
    for &mirror in &service.mirrors {
        volumes.extend(kept.mirror(&topology[mirror]));
    }
    for &node in &service.nodes {
        kept.node(node);
        for &volume in &volumes {
            kept.chains_to_volume(node, volume);
        }
        if let Some(network) = service.clients {
            kept.chains_to_clients(node, network);
        }
        for &network in cluster.iter().flat_map(|cluster| &cluster.heartbeats) {
            kept.chains_to_nodes(node, network, &service.nodes);
        }
    }
    for &volume in &volumes {
        kept.drives(volume);
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
            if let Some((enclosure, _)) = topology[device].enclosure {
                self.device(enclosure);
            }
        }
    }

    /// A server with its software and system drives.
    fn node(&mut self, server: DeviceId) {
        let topology = self.topology;
        self.device(server);
        self.comps.extend(topology[server].os);
        for &set in &topology[server].drive_sets {
            self.comps.extend(topology[set].drives());
        }
    }

    fn module(&mut self, module: ModuleId) {
        self.comps.insert(self.topology[module].comp);
        if let ModuleKind::Adapter { controller: Some(it), .. } = self.topology[module].kind {
            self.comps.insert(self.topology[it].comp);
        }
    }

    fn port(&mut self, port: PortId) {
        let topology = self.topology;
        self.comps.insert(topology[port].comp);
        topology[port].module.iter().for_each(|&module| self.module(module));
        self.device(topology[port].device);
    }

    fn cable(&mut self, cable: CableId) {
        let cable = &self.topology[cable];
        self.comps.extend(&cable.pieces);
        for &(panel, _) in &cable.panels {
            self.device(panel);
        }
        for end in cable.ends {
            self.port(end);
        }
    }

    /// The cables and access gateways that an access crosses.
    fn access(&mut self, access: &Access) {
        let wiring = self.wiring;
        for vertex in wiring.crosses(access) {
            match wiring.cable(vertex) {
                Some(cable) => self.cable(cable),
                None => {
                    let comp = wiring.component(vertex).map(|comp| self.topology[comp].kind);
                    if let Some(ComponentKind::Device(device)) = comp {
                        self.device(device);
                    }
                }
            }
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
            let hub = it.switches[switch as usize];
            self.device(hub.device);
            self.comps.insert(hub.comp);
        }
        for cable in cables {
            self.cable(it.cables[cable as usize]);
        }
    }

    fn chain(&mut self, plane: usize, from: &Access, entry: u32, exit: u32, to: Option<&Access>) {
        if self.wired_joins(plane, entry, exit) {
            self.access(from);
            self.through(plane, entry, exit);
            if let Some(to) = to {
                self.access(to);
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
                        && wiring.allows(from, None)
                        && may_serve_at(self.topology, volume, port)
                    {
                        self.access(from);
                        self.controllers_at(volume, port);
                    }
                }
                To::Switch(entry) => {
                    for to in wiring.accesses(array).iter().filter(|it| it.plane == from.plane) {
                        if let To::Switch(exit) = to.to
                            && self.wired_joins(from.plane, entry, exit)
                            && wiring.allows(from, Some(to))
                            && may_serve_at(self.topology, volume, to.port)
                        {
                            self.chain(from.plane, from, entry, exit, Some(to));
                            self.controllers_at(volume, to.port);
                        }
                    }
                }
            }
        }
    }

    /// The controllers that may serve a volume at a port: one in the chassis leads to all of them.
    fn controllers_at(&mut self, volume: VolumeId, port: PortId) {
        let topology = self.topology;
        if topology.controller_of(port).is_none() {
            for &controller in topology[topology[volume].array].controllers() {
                if may_serve(topology, volume, controller)
                    && (is_owner(topology, volume, controller)
                        || takes_over_at(topology, port, controller))
                {
                    self.module(controller);
                }
            }
        }
    }

    /// The drives of a volume, the shelves they sit in and the cables to those.
    fn drives(&mut self, volume: VolumeId) {
        let (topology, wiring) = (self.topology, self.wiring);
        let it = &topology[volume];
        let Some(set) = it.drives.map(|set| &topology[set]) else { return };
        self.comps.extend(set.drives());
        for &place in &set.places {
            self.device(place);
            let Some(modules) = wiring.shelf(place) else { continue };
            for access in wiring.expansion(it.array) {
                let To::Switch(entry) = access.to else { continue };
                let serves = match topology.controller_of(access.port) {
                    Some(controller) => may_serve(topology, volume, controller),
                    None => true,
                };
                for &exit in modules.iter().filter(|_| serves) {
                    self.chain(access.plane, access, entry, exit, None);
                }
            }
        }
    }

    /// What joins two places over planes, whatever works.
    fn chains_between(&mut self, a: Place, b: Place, planes: &std::ops::Range<usize>) {
        let (topology, wiring) = (self.topology, self.wiring);
        let of =
            |place: Place| place.accesses(topology, wiring).filter(|it| planes.contains(&it.plane));
        for from in of(a) {
            match from.to {
                To::Port(port) if b.has(topology, port) => self.access(from),
                To::Port(_) => {}
                To::Switch(entry) => {
                    for to in of(b).filter(|to| to.plane == from.plane) {
                        if let To::Switch(exit) = to.to
                            && wiring.allows(from, Some(to))
                        {
                            self.chain(from.plane, from, entry, exit, Some(to));
                        }
                    }
                }
            }
        }
        for to in of(b) {
            if matches!(to.to, To::Port(port) if a.has(topology, port)) {
                self.access(to);
            }
        }
    }

    fn chains_to_server(&mut self, from: &[DeviceId], witness: Witness) {
        let server = witness.server;
        self.device(server);
        self.comps.extend(self.topology[server].os);
        let planes = self.wiring.networks(witness.network);
        for &device in from {
            self.chains_between(Place::Speaking(device), Place::Listening(server), &planes);
        }
    }

    /// The ports, outlets and ways by which nodes of a cluster stop each other.
    fn fences(&mut self, cluster: &Cluster) {
        let (topology, wiring) = (self.topology, self.wiring);
        for fence in cluster.fencing.iter().flatten() {
            match fence {
                Fence::Bmc(port, network) => {
                    let own = topology[*port].device;
                    for &node in cluster.nodes.iter().filter(|&&node| node != own) {
                        let (from, to) = (Place::Data(node), Place::Port(*port));
                        self.chains_between(from, to, &wiring.networks(*network));
                    }
                }
                Fence::Outlets(outlets) => {
                    for &outlet in outlets {
                        self.comps.insert(topology[outlet].comp);
                        let Some(device) = topology[outlet].device else { continue };
                        for &node in &cluster.nodes {
                            let (from, to) = (Place::Data(node), Place::Managed(device));
                            self.chains_between(from, to, &wiring.networks(None));
                        }
                    }
                }
                Fence::Reserve(_) => {}
            }
        }
    }

    /// What keeps the legs of a mirror alike, and its witness; gives the volumes among its legs.
    fn mirror(&mut self, mirror: &Mirror) -> Vec<VolumeId> {
        let (topology, wiring) = (self.topology, self.wiring);
        let mut ends: Vec<DeviceId> = Vec::new();
        let mut volumes = Vec::new();
        for leg in &mirror.legs {
            match leg {
                Leg::Node(node, sets) => {
                    self.device(*node);
                    for &set in sets {
                        self.comps.extend(topology[set].drives());
                    }
                    ends.push(*node);
                }
                Leg::Volume(volume) => {
                    volumes.push(*volume);
                    if mirror.by == MirrorBy::Array {
                        self.device(topology[*volume].array);
                        ends.push(topology[*volume].array);
                    }
                }
            }
        }
        let fc = mirror.over_fc.then_some(FC..FC + 1);
        let networks = mirror.over.iter().map(|&network| wiring.networks(Some(network)));
        for planes in networks.chain(fc) {
            let place = match mirror.by {
                MirrorBy::Array if planes.start != FC => Place::Speaking,
                MirrorBy::Array | MirrorBy::Host => Place::Data,
            };
            for (number, &a) in ends.iter().enumerate() {
                for &b in &ends[number + 1..] {
                    self.chains_between(place(a), place(b), &planes);
                }
            }
        }
        if let Some(witness) = mirror.witness {
            self.chains_to_server(&ends, witness);
        }
        volumes
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
                        self.access(from);
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
    let controllers = topology[topology[volume].array].controllers();
    let own = topology.controller_of(port);
    let serves = |controller: ModuleId| {
        may_serve(topology, volume, controller)
            && (!by_owner(topology, volume)
                || is_owner(topology, volume, controller)
                || takes_over_at(topology, port, controller))
    };
    match own {
        _ if controllers.is_empty() => true,
        Some(controller) => serves(controller),
        // What sits in the chassis leads to every controller.
        None => controllers.iter().any(|&it| serves(it)),
    }
}

fn by_owner(topology: &Topology, volume: VolumeId) -> bool {
    topology[topology[volume].array].access.unwrap_or(Serving::Owner) == Serving::Owner
}

fn is_owner(topology: &Topology, volume: VolumeId, controller: ModuleId) -> bool {
    let volume = &topology[volume];
    volume.owner.is_some_and(|owner| topology[volume.array].controllers()[owner] == controller)
}

/// Whether a controller owns a volume or may serve it or take it over.
fn may_serve(topology: &Topology, volume: VolumeId, controller: ModuleId) -> bool {
    let array = &topology[topology[volume].array];
    !by_owner(topology, volume)
        || is_owner(topology, volume, controller)
        || array.part.controller_failover == Some(true)
}
