//! A design as vertices: what needs what, and over which planes devices are joined.
//!
//! Vertices are the components, and behind them one for each link (a cable with both its ports), each
//! server as a node, each volume's drives, and each leg of a mirror. A plane is what traffic of one kind can
//! run over: Fibre Channel, SAS, the cables behind arrays, or one network. Its switches are a mesh; servers
//! and arrays hang on it.

mod needs;
mod planes;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::graph::{Classes, Mesh, Needs, Vertex};
use crate::spec::NetworkRole;
use crate::topology::{
    CableId, CompId, ComponentKind, DeviceId, DeviceKind, GroupId, MirrorId, NetworkId, PortId,
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
    pub switches: Vec<Hub>,
    /// The cables between switches, by their numbers in the mesh.
    pub cables: Vec<CableId>,
    /// What is joined when nothing has failed.
    pub classes: Classes,
    /// What the file joins, working or not.
    pub wired: Classes,
}

/// What passes traffic on: a switch, a shelf, or an I/O module of a shelf.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hub {
    /// The device.
    pub device: DeviceId,
    /// What must work.
    pub comp: CompId,
}

/// A kind of traffic.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PlaneKind {
    /// Fibre Channel.
    Fc,
    /// SAS between servers and arrays.
    Sas,
    /// Between arrays and their shelves.
    Expansion,
    /// One network.
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
    /// What it crosses behind its cable: access gateways and their cables.
    hops: Option<u32>,
}

impl Access {
    /// Whether the cable goes straight to another server or array.
    pub fn is_direct(&self) -> bool {
        matches!(self.to, To::Port(_)) && self.hops.is_none()
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
    /// Groups that list a drive, by the drive.
    pub drive_groups: FxHashMap<CompId, Vec<GroupId>>,
    accesses: planes::Accesses,
    vertices: Vertices,
    first_leg: Vec<u32>,
    /// Vertices whose loss may part a mesh, and the planes concerned.
    parting: FxHashMap<Vertex, Vec<u32>>,
    storage: Vec<bool>,
    /// For each port the zones it is in, if there are zones.
    zones: Option<Vec<Vec<u32>>>,
    /// For each shelf that cables lead to, its numbers in the mesh of shelves.
    shelves: FxHashMap<DeviceId, Vec<u32>>,
    /// Power sources that a cable leads to.
    outlets: FxHashSet<DeviceId>,
}

/// The first vertex of each sort.
#[derive(Clone, Copy, Debug)]
struct Vertices {
    links: Vertex,
    nodes: Vertex,
    volumes: Vertex,
    legs: Vertex,
    end: Vertex,
}

/// The plane of Fibre Channel.
pub(super) const FC: usize = 0;
/// The plane of SAS.
pub(super) const SAS: usize = 1;
/// The plane behind arrays; networks follow.
pub(super) const EXPANSION: usize = 2;

fn network_plane(network: NetworkId) -> usize {
    EXPANSION + 1 + network.index()
}

impl Wiring {
    /// Lays a design out.
    pub fn new(topology: &Topology) -> Self {
        let links = topology.components.len() as u32;
        let nodes = links + topology.cables.len() as u32;
        let volumes = nodes + topology.devices.len() as u32;
        let legs = volumes + topology.volumes.len() as u32;
        let mut first_leg = Vec::new();
        let mut end = legs;
        for mirror in &topology.mirrors {
            first_leg.push(end);
            end += mirror.legs.len() as u32;
        }
        let vertices = Vertices { links, nodes, volumes, legs, end };
        let needs = needs::needs(topology, vertices);
        let mut planes = planes::PlanesBuilder::new(topology, links);
        for cable in topology.cable_ids() {
            planes.cable(cable);
        }
        let (planes, accesses) = planes.build(&needs);
        let uplinks = topology
            .networks
            .iter()
            .zip(EXPANSION + 1..)
            .map(|(network, plane)| {
                let switch = |port: PortId| {
                    let device = topology[port].device;
                    let hubs = &planes[plane].switches;
                    hubs.iter().position(|it| it.device == device).map(|i| i as u32)
                };
                network.uplinks.iter().map(|&port| (port, switch(port))).collect()
            })
            .collect();
        let mut parting: FxHashMap<Vertex, Vec<u32>> = FxHashMap::default();
        for (plane, number) in planes.iter().zip(0..) {
            let switches = plane.switches.iter().map(|hub| hub.comp.0);
            let links = plane.cables.iter().map(|cable| links + cable.0);
            for vertex in switches.chain(links) {
                parting.entry(vertex).or_default().push(number);
            }
        }
        let storage = planes
            .iter()
            .map(|plane| match plane.kind {
                PlaneKind::Fc | PlaneKind::Sas => true,
                PlaneKind::Expansion => false,
                PlaneKind::Network(network) => topology[network].role == NetworkRole::Storage,
            })
            .collect();
        let mut drive_groups: FxHashMap<CompId, Vec<GroupId>> = FxHashMap::default();
        for (group, id) in topology.groups.iter().zip(0..) {
            for &member in &group.members {
                if matches!(topology[member].kind, ComponentKind::Drive(..)) {
                    drive_groups.entry(member).or_default().push(GroupId(id));
                }
            }
        }
        let mut shelves: FxHashMap<DeviceId, Vec<u32>> = FxHashMap::default();
        let is_shelf = |device: DeviceId| topology[device].kind == DeviceKind::Shelf;
        let ends = topology.cables.iter().flat_map(|cable| cable.ends);
        let cabled = ends.map(|end| topology[end].device);
        for device in cabled.clone().filter(|&it| is_shelf(it)) {
            shelves.entry(device).or_default();
        }
        let is_outlet = |device: DeviceId| topology[device].kind == DeviceKind::Outlet;
        let outlets = cabled.filter(|&device| is_outlet(device)).collect();
        for (hub, number) in planes[EXPANSION].switches.iter().zip(0..) {
            shelves.entry(hub.device).or_default().push(number);
        }
        Self {
            zones: zones(topology),
            needs,
            planes,
            uplinks,
            drive_groups,
            accesses,
            vertices,
            first_leg,
            parting,
            storage,
            shelves,
            outlets,
        }
    }

    /// The vertex of a link: its cable and both its ports.
    pub fn link(&self, cable: CableId) -> Vertex {
        self.vertices.links + cable.0
    }

    /// The vertex of a server as a node: its board, software and system drives.
    pub fn node(&self, server: DeviceId) -> Vertex {
        self.vertices.nodes + server.0
    }

    /// The vertex of a volume's drives.
    pub fn volume(&self, volume: VolumeId) -> Vertex {
        self.vertices.volumes + volume.0
    }

    /// The vertex of a leg of a mirror: its node with the drives there, or its volume.
    pub fn leg(&self, mirror: MirrorId, leg: usize) -> Vertex {
        self.first_leg[mirror.index()] + leg as u32
    }

    /// The component behind a vertex, if it is one.
    pub fn component(&self, vertex: Vertex) -> Option<CompId> {
        (vertex < self.vertices.links).then_some(CompId(vertex))
    }

    /// The cable behind a vertex, if it is a link.
    pub fn cable(&self, vertex: Vertex) -> Option<CableId> {
        (self.vertices.links..self.vertices.nodes)
            .contains(&vertex)
            .then(|| CableId(vertex - self.vertices.links))
    }

    /// The cables by which a server or array hangs on planes.
    pub fn accesses(&self, device: DeviceId) -> &[Access] {
        &self.accesses.data[device.index()]
    }

    /// The cables by which a device is managed.
    pub fn managed(&self, device: DeviceId) -> &[Access] {
        self.accesses.managed.get(&device).map_or(&[], Vec::as_slice)
    }

    /// The cables by which an array hangs on its shelves.
    pub fn expansion(&self, array: DeviceId) -> &[Access] {
        self.accesses.expansion.get(&array).map_or(&[], Vec::as_slice)
    }

    /// What an access crosses: its link, then gateways and their links.
    pub fn crosses(&self, access: &Access) -> impl Iterator<Item = Vertex> {
        std::iter::once(self.link(access.cable)).chain(self.hops(access).iter().copied())
    }

    /// The numbers of a shelf in the mesh of shelves; `None` if no cable leads to it.
    pub fn shelf(&self, shelf: DeviceId) -> Option<&[u32]> {
        self.shelves.get(&shelf).map(Vec::as_slice)
    }

    /// Whether a cable leads to a power source.
    pub fn is_cabled(&self, outlet: DeviceId) -> bool {
        self.outlets.contains(&outlet)
    }

    /// The zones that a port is in, by their numbers; none if there are no zones.
    pub fn zones_of(&self, port: PortId) -> &[u32] {
        self.zones.as_ref().map_or(&[], |zones| zones[port.index()].as_slice())
    }

    /// Whether zones let a path over switches run between two ports.
    fn share_zone(&self, a: PortId, b: PortId) -> bool {
        let Some(zones) = &self.zones else { return true };
        zones[a.index()].iter().any(|zone| zones[b.index()].contains(zone))
    }

    /// Whether a path may run that begins with one access and ends with another or, on one cable, is that
    /// alone: zones restrict what crosses a switch of Fibre Channel, and nothing is crossed twice.
    pub fn allows(&self, from: &Access, to: Option<&Access>) -> bool {
        let twice = |to: &Access| self.hops(to).iter().any(|hop| self.hops(from).contains(hop));
        from.plane != FC
            || from.is_direct()
            || (self.share_zone(from.port, from.end(to)) && !to.is_some_and(twice))
    }

    /// What an access crosses behind its cable.
    fn hops(&self, access: &Access) -> &[Vertex] {
        access.hops.map_or(&[], |hops| &self.accesses.hops[hops as usize])
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
        let direct = direct.filter(|_| self.allows(from, None));
        let switched = self.accesses(array).iter().filter(move |to| {
            matches!((entry, to.to), (Some(entry), To::Switch(exit))
                if to.plane == from.plane && self.planes[to.plane].wired.joined(entry, exit))
                && self.allows(from, Some(to))
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
        network_plane(network)
    }

    /// The planes of one network, or of all.
    pub fn networks(&self, network: Option<NetworkId>) -> std::ops::Range<usize> {
        match network {
            Some(network) => network_plane(network)..network_plane(network) + 1,
            None => EXPANSION + 1..self.planes.len(),
        }
    }

    /// The planes that may come apart when a vertex is lost.
    pub fn parted_by(&self, vertex: Vertex) -> &[u32] {
        self.parting.get(&vertex).map_or(&[], Vec::as_slice)
    }
}

/// For each port the zones that list it, its card, its controller or its device.
fn zones(topology: &Topology) -> Option<Vec<Vec<u32>>> {
    let mut of_member: FxHashMap<CompId, Vec<u32>> = FxHashMap::default();
    for (zone, number) in topology.zones.as_ref()?.iter().zip(0..) {
        for &member in &zone.members {
            of_member.entry(member).or_default().push(number);
        }
    }
    let of_port = |port: u32| {
        let (id, port) = (PortId(port), &topology.ports[port as usize]);
        let modules = [port.module, topology.controller_of(id)].into_iter().flatten();
        let seats = modules.map(|module| topology[module].comp);
        let members = seats.chain([port.comp, topology[port.device].comp]);
        members.filter_map(|member| of_member.get(&member)).flatten().copied().collect()
    };
    Some((0..topology.ports.len() as u32).map(of_port).collect())
}

/// Whether a component stands in for shared logic rather than a thing: a fabric.
pub fn is_logical(topology: &Topology, comp: CompId) -> bool {
    matches!(topology[comp].kind, ComponentKind::Fabric(_))
}
