//! A design as vertices: what needs what, and over which planes devices are joined.
//!
//! Vertices are the components, and behind them one for each link (a cable with both its ports), each
//! server as a node, and each volume's drives. A plane is what traffic of one kind can run over: Fibre
//! Channel, SAS, or one Ethernet network. Its switches are a mesh; servers and arrays hang on it.

use rustc_hash::FxHashMap;

use crate::catalog::{PortRole, Protocol};
use crate::graph::{Classes, Mesh, Needs, NeedsBuilder, Vertex};
use crate::spec::{NetworkRole, PowerKind, Raid, RaidLevel};
use crate::topology::{
    CableId, CompId, ComponentKind, DeviceId, DeviceKind, DriveSet, Location, NetworkId, PortId,
    Topology, VolumeId,
};

/// What traffic of one kind can run over.
#[derive(Debug)]
pub struct Plane {
    /// Which kind.
    pub kind: PlaneKind,
    /// Its switches, joined by the cables between them.
    pub mesh: Mesh,
    /// The switches, by their numbers in the mesh.
    pub switches: Vec<DeviceId>,
    /// The cables between switches, by their numbers in the mesh.
    pub cables: Vec<CableId>,
    /// What is joined when nothing has failed.
    pub classes: Classes,
    /// What the file joins, working or not.
    pub wired: Classes,
}

/// A kind of traffic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlaneKind {
    /// Fibre Channel.
    Fc,
    /// SAS.
    Sas,
    /// One Ethernet network.
    Network(NetworkId),
}

/// A cable by which a server or array hangs on a plane.
#[derive(Clone, Copy, Debug)]
pub struct Access {
    /// Which plane.
    pub plane: usize,
    /// The cable.
    pub cable: CableId,
    /// The port of the server or array.
    pub port: PortId,
    /// What is at the other end.
    pub to: To,
}

impl Access {
    /// Whether the cable goes straight to another server or array.
    pub fn is_direct(&self) -> bool {
        matches!(self.to, To::Port(_))
    }

    /// The port at which a path ends that begins with this access: that of the last access, or, of a direct
    /// path, the one at the other end of its cable.
    pub(super) fn end(&self, last: Option<&Access>) -> PortId {
        match (last, self.to) {
            (Some(last), _) => last.port,
            (None, To::Port(port)) => port,
            (None, To::Switch(_)) => self.port,
        }
    }
}

/// The other end of an access.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum To {
    /// A switch, by its number in the mesh.
    Switch(u32),
    /// A port of another server or array.
    Port(PortId),
}

/// A design as vertices and planes.
#[derive(Debug)]
pub struct Wiring {
    /// What needs what.
    pub needs: Needs,
    /// The planes; see [`Wiring::storage`] and [`Wiring::network`].
    pub planes: Vec<Plane>,
    /// For each network its uplinks: the port and its switch in the mesh, if that carries the network.
    pub uplinks: Vec<Vec<(PortId, Option<u32>)>>,
    accesses: Vec<Vec<Access>>,
    first_link: u32,
    first_node: u32,
    first_volume: u32,
    /// Vertices whose loss may part a mesh, and the planes concerned.
    parting: FxHashMap<Vertex, Vec<u32>>,
    storage: Vec<bool>,
}

/// The plane of Fibre Channel.
const FC: usize = 0;
/// The plane of SAS; networks follow.
const SAS: usize = 1;

impl Wiring {
    /// Lays a design out.
    pub fn new(topology: &Topology) -> Self {
        let first_link = topology.components.len() as u32;
        let first_node = first_link + topology.cables.len() as u32;
        let first_volume = first_node + topology.devices.len() as u32;
        let needs = needs(topology, first_link, first_node, first_volume);
        let mut planes = PlanesBuilder::new(topology);
        for cable in topology.cable_ids() {
            planes.cable(cable);
        }
        let (planes, accesses) = planes.build(&needs, first_link);
        let uplinks = topology
            .networks
            .iter()
            .zip(SAS + 1..)
            .map(|(network, plane)| {
                let switch = |port: PortId| {
                    let device = topology[port].device;
                    planes[plane].switches.iter().position(|&it| it == device).map(|i| i as u32)
                };
                network.uplinks.iter().map(|&port| (port, switch(port))).collect()
            })
            .collect();
        let mut parting: FxHashMap<Vertex, Vec<u32>> = FxHashMap::default();
        for (plane, number) in planes.iter().zip(0..) {
            let switches = plane.switches.iter().map(|&switch| topology[switch].comp.0);
            let links = plane.cables.iter().map(|cable| first_link + cable.0);
            for vertex in switches.chain(links) {
                parting.entry(vertex).or_default().push(number);
            }
        }
        let storage = planes
            .iter()
            .map(|plane| match plane.kind {
                PlaneKind::Fc | PlaneKind::Sas => true,
                PlaneKind::Network(network) => topology[network].role == NetworkRole::Storage,
            })
            .collect();
        Self {
            needs,
            planes,
            uplinks,
            accesses,
            first_link,
            first_node,
            first_volume,
            parting,
            storage,
        }
    }

    /// The vertex of a link: its cable and both its ports.
    pub fn link(&self, cable: CableId) -> Vertex {
        self.first_link + cable.0
    }

    /// The vertex of a server as a node: its board, software and system drives.
    pub fn node(&self, server: DeviceId) -> Vertex {
        self.first_node + server.0
    }

    /// The vertex of a volume's drives.
    pub fn volume(&self, volume: VolumeId) -> Vertex {
        self.first_volume + volume.0
    }

    /// The component behind a vertex, if it is one.
    pub fn component(&self, vertex: Vertex) -> Option<CompId> {
        (vertex < self.first_link).then_some(CompId(vertex))
    }

    /// The cables by which a server or array hangs on planes.
    pub fn accesses(&self, device: DeviceId) -> &[Access] {
        &self.accesses[device.index()]
    }

    /// The host ports of an array that a storage cable of a server leads to, as the file wires it: the one at its
    /// other end, or those that its switch is joined to.
    pub fn wired_ends<'w>(
        &'w self,
        topology: &'w Topology,
        from: &'w Access,
        array: DeviceId,
    ) -> impl Iterator<Item = PortId> {
        let (direct, entry) = match from.to {
            To::Port(port) => (Some(port).filter(|&it| topology[it].device == array), None),
            To::Switch(entry) => (None, Some(entry)),
        };
        let switched = self.accesses(array).iter().filter(move |to| {
            matches!((entry, to.to), (Some(entry), To::Switch(exit))
                if to.plane == from.plane && self.planes[to.plane].wired.joined(entry, exit))
        });
        direct.into_iter().chain(switched.map(|to| to.port))
    }

    /// The cables by which a server reaches for the arrays of some volumes: straight to one of them, or to a
    /// switch that is joined to one.
    pub fn storage_accesses<'w>(
        &'w self,
        topology: &'w Topology,
        server: DeviceId,
        volumes: &'w [VolumeId],
    ) -> impl Iterator<Item = &'w Access> {
        self.accesses(server).iter().filter(move |access| {
            self.storage(access.plane)
                && volumes.iter().any(|&volume| {
                    self.wired_ends(topology, access, topology[volume].array).next().is_some()
                })
        })
    }

    /// Whether a plane carries storage traffic.
    pub fn storage(&self, plane: usize) -> bool {
        self.storage[plane]
    }

    /// The plane of a network.
    pub fn network(&self, network: NetworkId) -> usize {
        SAS + 1 + network.index()
    }

    /// The planes that may come apart when a vertex is lost.
    pub fn parted_by(&self, vertex: Vertex) -> &[u32] {
        self.parting.get(&vertex).map_or(&[], Vec::as_slice)
    }
}

fn needs(topology: &Topology, first_link: u32, first_node: u32, first_volume: u32) -> Needs {
    let mut needs = NeedsBuilder::new(first_volume + topology.volumes.len() as u32);
    let place = |needs: &mut NeedsBuilder, comp: CompId, location: &Location| {
        let rack = location.rack.and_then(|(rack, _)| topology[rack].comp);
        let site = location.site.map(|site| topology[site].comp);
        needs.all(comp.0, rack.into_iter().chain(site).map(|it| it.0));
    };
    for device in &topology.devices {
        place(&mut needs, device.comp, &device.location);
        if !device.supplies.is_empty() {
            let supplies = device.supplies.iter().map(|&supply| topology[supply].comp.0);
            needs.at_least(device.comp.0, device.supplies_needed, supplies);
        }
        needs.all(device.comp.0, device.fabric.map(|fabric| topology[fabric].comp.0));
    }
    for supply in &topology.supplies {
        needs.all(supply.comp.0, [topology[supply.source].comp.0]);
    }
    for module in &topology.modules {
        needs.all(module.comp.0, [topology[module.device].comp.0]);
    }
    for (port, id) in topology.ports.iter().zip(0..) {
        let device = &topology[port.device];
        if topology.port_type(PortId(id)).role == Some(PortRole::Bmc) {
            place(&mut needs, port.comp, &device.location);
            if !device.supplies.is_empty() {
                let supplies = device.supplies.iter().map(|&supply| topology[supply].comp.0);
                needs.at_least(port.comp.0, 1, supplies);
            }
        } else {
            let seat = port.module.map_or(device.comp, |module| topology[module].comp);
            needs.all(port.comp.0, [seat.0]);
        }
    }
    for power in &topology.power {
        place(&mut needs, power.comp, &power.location);
        let feeds = power.feeds.iter().map(|&feed| topology[feed].comp.0);
        match power.kind {
            PowerKind::Ats => needs.at_least(power.comp.0, 1, feeds),
            _ => needs.all(power.comp.0, feeds),
        }
    }
    for group in &topology.groups {
        for member in &group.members {
            needs.all(member.0, [group.comp.0]);
        }
    }
    for set in &topology.drive_sets {
        for drive in set.drives() {
            needs.all(drive.0, [topology[set.device].comp.0]);
        }
    }
    for (cable, link) in topology.cables.iter().zip(first_link..) {
        let ports = cable.ends.map(|end| topology[end].comp.0);
        needs.all(link, ports.into_iter().chain([cable.comp.0]));
    }
    for (device, node) in topology.devices.iter().zip(first_node..) {
        needs.all(node, [device.comp].into_iter().chain(device.os).map(|it| it.0));
        for &set in &device.drive_sets {
            raid(&mut needs, node, &topology[set]);
        }
    }
    for (volume, vertex) in topology.volumes.iter().zip(first_volume..) {
        needs.all(vertex, [topology[volume.array].comp.0]);
        if let Some(set) = volume.drives {
            raid(&mut needs, vertex, &topology[set]);
        }
    }
    needs.build()
}

/// `owner` needs as many of the drives as their protection asks for.
fn raid(needs: &mut NeedsBuilder, owner: Vertex, set: &DriveSet) {
    let drives: Vec<Vertex> = set.drives().map(|drive| drive.0).collect();
    if set.raid == Some(Raid::Level(RaidLevel::Raid10)) {
        for pair in drives.chunks(2) {
            needs.at_least(owner, 1, pair.iter().copied());
        }
    } else {
        needs.at_least(owner, set.count.saturating_sub(set.survives()), drives);
    }
}

struct PlanesBuilder<'t> {
    topology: &'t Topology,
    kinds: Vec<PlaneKind>,
    numbers: Vec<FxHashMap<DeviceId, u32>>,
    switches: Vec<Vec<DeviceId>>,
    edges: Vec<Vec<(u32, u32)>>,
    cables: Vec<Vec<CableId>>,
    accesses: Vec<Vec<Access>>,
}

impl<'t> PlanesBuilder<'t> {
    fn new(topology: &'t Topology) -> Self {
        let networks = (0..topology.networks.len() as u32).map(NetworkId).map(PlaneKind::Network);
        let kinds: Vec<PlaneKind> =
            [PlaneKind::Fc, PlaneKind::Sas].into_iter().chain(networks).collect();
        Self {
            topology,
            numbers: vec![FxHashMap::default(); kinds.len()],
            switches: vec![Vec::new(); kinds.len()],
            edges: vec![Vec::new(); kinds.len()],
            cables: vec![Vec::new(); kinds.len()],
            accesses: vec![Vec::new(); topology.devices.len()],
            kinds,
        }
    }

    fn cable(&mut self, id: CableId) {
        let cable = &self.topology[id];
        if !cable.ends.iter().all(|&end| self.topology.carries_data(end)) {
            return;
        }
        match cable.protocol {
            Protocol::Fc => self.carry(FC, id),
            Protocol::Sas => self.carry(SAS, id),
            Protocol::Ethernet => {
                let mut networks = cable.networks.clone();
                networks.sort();
                networks.dedup();
                for network in networks {
                    self.carry(SAS + 1 + network.index(), id);
                }
            }
        }
    }

    fn carry(&mut self, plane: usize, id: CableId) {
        let ends = self.topology[id].ends;
        let [a, b] = ends.map(|end| self.topology[end].device);
        let is_switch = |device: DeviceId| self.topology[device].kind == DeviceKind::Switch;
        match (is_switch(a), is_switch(b)) {
            (true, true) => {
                let edge = (self.switch(plane, a), self.switch(plane, b));
                // A switch cabled to itself joins nothing.
                if a != b {
                    self.edges[plane].push(edge);
                    self.cables[plane].push(id);
                }
            }
            (true, false) => self.access(plane, id, ends[1], a),
            (false, true) => self.access(plane, id, ends[0], b),
            (false, false) => {
                for (port, other) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                    let access = Access { plane, cable: id, port, to: To::Port(other) };
                    self.accesses[self.topology[port].device.index()].push(access);
                }
            }
        }
    }

    fn access(&mut self, plane: usize, cable: CableId, port: PortId, switch: DeviceId) {
        let to = To::Switch(self.switch(plane, switch));
        let device = self.topology[port].device;
        self.accesses[device.index()].push(Access { plane, cable, port, to });
    }

    fn switch(&mut self, plane: usize, device: DeviceId) -> u32 {
        *self.numbers[plane].entry(device).or_insert_with(|| {
            self.switches[plane].push(device);
            (self.switches[plane].len() - 1) as u32
        })
    }

    fn build(self, needs: &Needs, first_link: u32) -> (Vec<Plane>, Vec<Vec<Access>>) {
        let topology = self.topology;
        let planes = self
            .kinds
            .into_iter()
            .zip(self.switches)
            .zip(self.edges)
            .zip(self.cables)
            .map(|(((kind, switches), edges), cables)| {
                let mesh = Mesh::new(switches.len(), edges);
                let classes = mesh.classes(
                    |switch| needs.works(topology[switches[switch as usize]].comp.0),
                    |edge| needs.works(first_link + cables[edge as usize].0),
                );
                let wired = mesh.classes(|_| true, |_| true);
                Plane { kind, mesh, switches, cables, classes, wired }
            })
            .collect();
        (planes, self.accesses)
    }
}

/// Whether a component stands in for shared logic rather than a thing: a fabric.
pub fn is_logical(topology: &Topology, comp: CompId) -> bool {
    matches!(topology[comp].kind, ComponentKind::Fabric(_))
}
