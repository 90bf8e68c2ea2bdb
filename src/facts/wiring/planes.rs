//! What traffic of one kind can run over: switches joined by cables, and what hangs on them.

use rustc_hash::FxHashMap;

use super::{Access, EXPANSION, FC, Hub, Plane, PlaneKind, SAS, To};
use crate::catalog::{PortRole, Protocol};
use crate::graph::{Mesh, Needs, Vertex};
use crate::topology::{CableId, CompId, DeviceId, DeviceKind, NetworkId, PortId, Topology};

/// Collects the planes cable by cable.
pub(super) struct PlanesBuilder<'t> {
    topology: &'t Topology,
    first_link: u32,
    kinds: Vec<PlaneKind>,
    numbers: Vec<FxHashMap<CompId, u32>>,
    hubs: Vec<Vec<Hub>>,
    edges: Vec<Vec<(u32, u32)>>,
    cables: Vec<Vec<CableId>>,
    /// Cables of access gateways: to devices, and to switches with the port there.
    gateways: FxHashMap<DeviceId, Gateway>,
    accesses: Accesses,
}

/// What lies between the first cable of an access and its end, as vertices.
pub(super) type Hops = Vec<Vertex>;

/// By what devices hang on the planes.
#[derive(Debug, Default)]
pub(super) struct Accesses {
    /// For each device, the cables that carry its data.
    pub data: Vec<Vec<Access>>,
    /// For each device, the cables by which it is managed.
    pub managed: FxHashMap<DeviceId, Vec<Access>>,
    /// For each array, the cables to its shelves.
    pub expansion: FxHashMap<DeviceId, Vec<Access>>,
    /// What accesses through gateways cross.
    pub hops: Vec<Hops>,
}

#[derive(Default)]
struct Gateway {
    /// Cables to servers and arrays, with the port there.
    devices: Vec<(CableId, PortId)>,
    /// Cables to switches and other gateways.
    uplinks: Vec<(CableId, DeviceId)>,
}

/// What a cable ends at.
enum End {
    /// Something that passes traffic on.
    Hub(Hub),
    Gateway(DeviceId),
    /// A port for data of a server or array.
    Leaf(PortId),
    /// A port by which something is managed.
    Managed(PortId),
    /// A port of an array to its shelves.
    Expansion(PortId),
    /// Nothing that traffic could use.
    Nothing,
}

impl<'t> PlanesBuilder<'t> {
    pub(super) fn new(topology: &'t Topology, first_link: u32) -> Self {
        let networks = (0..topology.networks.len() as u32).map(NetworkId).map(PlaneKind::Network);
        let fixed = [PlaneKind::Fc, PlaneKind::Sas, PlaneKind::Expansion];
        let kinds: Vec<PlaneKind> = fixed.into_iter().chain(networks).collect();
        Self {
            topology,
            first_link,
            numbers: vec![FxHashMap::default(); kinds.len()],
            hubs: vec![Vec::new(); kinds.len()],
            edges: vec![Vec::new(); kinds.len()],
            cables: vec![Vec::new(); kinds.len()],
            gateways: FxHashMap::default(),
            accesses: Accesses {
                data: vec![Vec::new(); topology.devices.len()],
                ..Accesses::default()
            },
            kinds,
        }
    }

    fn end(&self, port: PortId) -> End {
        let topology = self.topology;
        let it = &topology[port];
        let device = &topology[it.device];
        let role = topology.port_type(port).role;
        let is_data = matches!(role, None | Some(PortRole::Host));
        match device.kind {
            DeviceKind::Switch if !is_data => End::Managed(port),
            DeviceKind::Switch if device.gateway => End::Gateway(it.device),
            DeviceKind::Switch => End::Hub(Hub { device: it.device, comp: device.comp }),
            DeviceKind::Shelf if role != Some(PortRole::Management) => {
                let seat = it.module.map_or(device.comp, |module| topology[module].comp);
                End::Hub(Hub { device: it.device, comp: seat })
            }
            DeviceKind::Panel => End::Nothing,
            _ if role == Some(PortRole::Expansion) => End::Expansion(port),
            _ if is_data => End::Leaf(port),
            _ => End::Managed(port),
        }
    }

    /// Lays a cable on the planes whose traffic it carries.
    pub(super) fn cable(&mut self, id: CableId) {
        let cable = &self.topology[id];
        let is_shelf =
            |end: PortId| self.topology[self.topology[end].device].kind == DeviceKind::Shelf;
        if cable.ends.iter().any(|&end| is_shelf(end)) {
            return self.carry(EXPANSION, id);
        }
        match cable.protocol {
            Protocol::Fc => self.carry(FC, id),
            Protocol::Sas => self.carry(SAS, id),
            Protocol::Ethernet | Protocol::Serial => {
                let mut networks = cable.networks.clone();
                networks.sort();
                networks.dedup();
                for network in networks {
                    self.carry(super::network_plane(network), id);
                }
            }
        }
    }

    fn carry(&mut self, plane: usize, id: CableId) {
        let ends = self.topology[id].ends.map(|end| self.end(end));
        let access = |port, to| Access { plane, cable: id, port, to, hops: None };
        match ends {
            [End::Hub(a), End::Hub(b)]
                // A switch cabled to itself joins nothing.
                if a.comp != b.comp => {
                    let edge = (self.hub(plane, a), self.hub(plane, b));
                    self.edges[plane].push(edge);
                    self.cables[plane].push(id);
                }
            [End::Hub(hub), End::Leaf(port)] | [End::Leaf(port), End::Hub(hub)]
                if plane != EXPANSION => {
                    let to = To::Switch(self.hub(plane, hub));
                    self.data(access(port, to));
                }
            [End::Hub(hub), End::Managed(port)] | [End::Managed(port), End::Hub(hub)] => {
                let to = To::Switch(self.hub(plane, hub));
                self.managed(access(port, to));
            }
            [End::Hub(hub), End::Expansion(port)] | [End::Expansion(port), End::Hub(hub)]
                if plane == EXPANSION => {
                    let to = To::Switch(self.hub(plane, hub));
                    let device = self.topology[port].device;
                    self.accesses.expansion.entry(device).or_default().push(access(port, to));
                }
            [End::Leaf(a), End::Leaf(b)] => {
                self.data(access(a, To::Port(b)));
                self.data(access(b, To::Port(a)));
            }
            [End::Managed(a), End::Managed(b)] => {
                self.managed(access(a, To::Port(b)));
                self.managed(access(b, To::Port(a)));
            }
            [End::Leaf(a), End::Managed(b)] | [End::Managed(b), End::Leaf(a)] => {
                self.managed(access(b, To::Port(a)));
            }
            [End::Gateway(gateway), End::Leaf(port)] | [End::Leaf(port), End::Gateway(gateway)] => {
                self.gateways.entry(gateway).or_default().devices.push((id, port));
            }
            [End::Gateway(gateway), End::Hub(hub)] | [End::Hub(hub), End::Gateway(gateway)] => {
                self.hub(plane, hub);
                self.gateways.entry(gateway).or_default().uplinks.push((id, hub.device));
            }
            [End::Gateway(a), End::Gateway(b)] => {
                self.gateways.entry(a).or_default().uplinks.push((id, b));
                self.gateways.entry(b).or_default().uplinks.push((id, a));
            }
            _ => {}
        }
    }

    fn data(&mut self, access: Access) {
        let device = self.topology[access.port].device;
        self.accesses.data[device.index()].push(access);
    }

    fn managed(&mut self, access: Access) {
        let device = self.topology[access.port].device;
        self.accesses.managed.entry(device).or_default().push(access);
    }

    fn hub(&mut self, plane: usize, hub: Hub) -> u32 {
        *self.numbers[plane].entry(hub.comp).or_insert_with(|| {
            self.hubs[plane].push(hub);
            (self.hubs[plane].len() - 1) as u32
        })
    }

    /// What hangs on gateways hangs, through each of their uplinks, on the switch behind it, or behind
    /// another gateway on what hangs there.
    fn through_gateways(&mut self) {
        let topology = self.topology;
        let mut gateways: Vec<DeviceId> = self.gateways.keys().copied().collect();
        gateways.sort_unstable();
        for id in gateways {
            let gateway = &self.gateways[&id];
            let (devices, uplinks) = (gateway.devices.clone(), gateway.uplinks.clone());
            for (cable, port) in devices {
                for &(uplink, behind) in &uplinks {
                    let mut hops = vec![topology[id].comp.0, self.first_link + uplink.0];
                    if !topology[behind].gateway {
                        let comp = topology[behind].comp;
                        let to = To::Switch(self.hub(FC, Hub { device: behind, comp }));
                        self.hopping(cable, port, to, hops);
                        continue;
                    }
                    hops.push(topology[behind].comp.0);
                    let beyond = self.gateways.get(&behind).map(|it| it.devices.clone());
                    for (last, other) in beyond.unwrap_or_default() {
                        let mut hops = hops.clone();
                        hops.push(self.first_link + last.0);
                        self.hopping(cable, port, To::Port(other), hops);
                    }
                }
            }
        }
    }

    fn hopping(&mut self, cable: CableId, port: PortId, to: To, hops: Hops) {
        let number = self.accesses.hops.len() as u32;
        self.accesses.hops.push(hops);
        self.data(Access { plane: FC, cable, port, to, hops: Some(number) });
    }

    pub(super) fn build(mut self, needs: &Needs) -> (Vec<Plane>, Accesses) {
        self.through_gateways();
        let first_link = self.first_link;
        let planes = self
            .kinds
            .into_iter()
            .zip(self.hubs)
            .zip(self.edges)
            .zip(self.cables)
            .map(|(((kind, switches), edges), cables)| {
                let mesh = Mesh::new(switches.len(), edges);
                let classes = mesh.classes(
                    |switch| needs.works(switches[switch as usize].comp.0),
                    |edge| needs.works(first_link + cables[edge as usize].0),
                );
                let wired = mesh.classes(|_| true, |_| true);
                Plane { kind, mesh, switches, cables, classes, wired }
            })
            .collect();
        (planes, self.accesses)
    }
}
