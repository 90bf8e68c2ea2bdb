//! Servers that are wired alike: in a large design one box stands for a range of them.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::names::natural;
use crate::sheet::fold;
use crate::topology::{
    CableId, CompId, DeviceId, DeviceKind, Module, ModuleKind, PortId, Topology,
};

use super::model::Body;
use super::pages::{Line, Part};
use super::tiers::Neighbours;
use super::{CableKind, Mark};

/// Up to so many servers each have a box of their own.
pub(super) const FEW: usize = 12;
/// Fewer servers than this in a row each have a box of their own.
pub(super) const RUN: usize = 3;

/// What stands for what. Whatever stands for nothing is not drawn, or something else stands for it.
#[derive(Clone, Debug)]
pub(super) struct Alike {
    /// Devices for each device, itself first.
    pub devices: Vec<Vec<DeviceId>>,
    /// Ports for each port.
    pub ports: Vec<Vec<PortId>>,
    /// Links for each link.
    pub cables: Vec<Vec<CableId>>,
    /// What devices are called that stand for others.
    pub names: BTreeMap<DeviceId, String>,
}

impl Alike {
    /// Lets the first cable between two devices stand for all others of its kind between them, and its ports for
    /// theirs.
    pub fn merge(&mut self, topology: &Topology, kind: impl Fn(CableId) -> CableKind) {
        // Of cards and controllers each keeps its own, since a box for two of them would lie.
        let mut groups: BTreeMap<_, Vec<CableId>> = BTreeMap::new();
        for id in topology.cable_ids().filter(|id| !self.cables[id.index()].is_empty()) {
            let mut ends =
                topology[id].ends.map(|end| (topology[end].device, topology[end].module));
            ends.sort_unstable();
            groups.entry((ends, kind(id))).or_default().push(id);
        }
        for mut group in groups.into_values().filter(|group| group.len() > 1) {
            group.sort_by(|&a, &b| {
                natural(topology.id(topology[a].comp), topology.id(topology[b].comp))
            });
            let first = group[0];
            let near = topology[topology[first].ends[0]].device;
            for &other in &group[1..] {
                let cables = std::mem::take(&mut self.cables[other.index()]);
                self.cables[first.index()].extend(cables);
                let turned = topology[topology[other].ends[0]].device != near;
                for (end, port) in topology[other].ends.into_iter().enumerate() {
                    let into = topology[first].ends[if turned { 1 - end } else { end }];
                    let ports = std::mem::take(&mut self.ports[port.index()]);
                    self.ports[into.index()].extend(ports);
                }
            }
        }
    }

    /// Leaves out everything.
    pub fn none(&mut self, topology: &Topology) {
        self.in_racks(topology);
        self.devices.iter_mut().for_each(Vec::clear);
    }

    /// Leaves out all cables, and devices that stand in no rack; each of the others stands for itself.
    pub fn in_racks(&mut self, topology: &Topology) {
        self.cables.iter_mut().for_each(Vec::clear);
        self.ports.iter_mut().for_each(Vec::clear);
        self.names.clear();
        for (id, members) in topology.device_ids().zip(&mut self.devices) {
            let here = topology[id].location.rack.is_some();
            *members = if here { vec![id] } else { Vec::new() };
        }
    }

    /// Leaves out all cables but some, the ports of the others, and devices that have none of them.
    pub fn keep(&mut self, topology: &Topology, cable: impl Fn(CableId) -> bool) {
        let mut used = vec![false; topology.devices.len()];
        for id in topology.cable_ids() {
            if !cable(id) {
                self.cables[id.index()].clear();
            }
        }
        for (port, members) in topology.ports.iter().zip(&mut self.ports) {
            match port.cable.filter(|id| !self.cables[id.index()].is_empty()) {
                Some(_) => used[port.device.index()] |= !members.is_empty(),
                None => members.clear(),
            }
        }
        let nodes = topology.clusters.iter().flat_map(|cluster| &cluster.nodes);
        nodes.for_each(|node| used[node.index()] = true);
        for (members, used) in self.devices.iter_mut().zip(used) {
            if !used {
                members.clear();
            }
        }
    }

    /// Leaves out what a page does not show: cables and uplinks of others, their ports, ports without either of
    /// devices that are at home on others, and devices that are left with nothing.
    pub fn restrict(&mut self, topology: &Topology, part: &Part) {
        for id in topology.cable_ids() {
            if !part.lines.contains(&Line::Cable(id)) {
                self.cables[id.index()].clear();
            }
        }
        let mut used = vec![false; topology.devices.len()];
        for home in &part.homes {
            if let Body::Device(id) = home {
                used[id.index()] = true;
            }
        }
        let mut uplinks = vec![false; topology.ports.len()];
        let named = topology.networks.iter().flat_map(|network| &network.uplinks);
        named.for_each(|port| uplinks[port.index()] = true);
        for ((port, members), number) in topology.ports.iter().zip(&mut self.ports).zip(0..) {
            let id = PortId(number);
            let here = match port.cable {
                Some(cable) => !self.cables[cable.index()].is_empty(),
                None if uplinks[id.index()] => part.lines.contains(&Line::Uplink(id)),
                None => part.homes.contains(&Body::Device(port.device)),
            };
            if here {
                used[port.device.index()] |= !members.is_empty();
            } else {
                members.clear();
            }
        }
        for (members, used) in self.devices.iter_mut().zip(used) {
            if !used {
                members.clear();
            }
        }
    }

    pub fn new(
        topology: &Topology,
        neighbours: &Neighbours,
        mark: &dyn Fn(CompId) -> Mark,
    ) -> Self {
        let drawn = |id: DeviceId| neighbours.is_drawn(topology, id);
        let own = |id: DeviceId| if drawn(id) { vec![id] } else { Vec::new() };
        let mut alike = Self {
            devices: topology.device_ids().map(own).collect(),
            ports: (0..topology.ports.len() as u32).map(|id| vec![PortId(id)]).collect(),
            cables: topology.cable_ids().map(|id| vec![id]).collect(),
            names: BTreeMap::new(),
        };
        for (port, members) in topology.ports.iter().zip(&mut alike.ports) {
            if !drawn(port.device) {
                members.clear();
            }
        }
        let servers = topology.devices.iter().filter(|it| it.kind == DeviceKind::Server).count();
        if servers <= FEW {
            return alike;
        }
        let mut classes: BTreeMap<String, Vec<DeviceId>> = BTreeMap::new();
        for id in topology.device_ids().filter(|&id| topology[id].kind == DeviceKind::Server) {
            if let Some(wiring) = wiring(topology, neighbours, mark, id) {
                classes.entry(wiring).or_default().push(id);
            }
        }
        for class in classes.into_values() {
            let names: Vec<&str> = class.iter().map(|&id| topology[id].name.as_str()).collect();
            for (name, members) in fold::sets(&names, RUN) {
                if members.len() >= RUN {
                    let members: Vec<DeviceId> = members.iter().map(|&at| class[at]).collect();
                    alike.fold(neighbours, name, members, topology);
                }
            }
        }
        alike
    }

    /// Lets the first of the devices stand for all, and its ports and links for theirs.
    fn fold(
        &mut self,
        neighbours: &Neighbours,
        name: String,
        members: Vec<DeviceId>,
        topology: &Topology,
    ) {
        let first = members[0];
        let ports: Vec<Vec<PortId>> = members.iter().map(|&id| neighbours.ports(id)).collect();
        for at in 0..ports[0].len() {
            let row: Vec<PortId> = ports.iter().map(|ports| ports[at]).collect();
            let cables: Vec<CableId> =
                row.iter().filter_map(|&port| topology[port].cable).collect();
            let far: Vec<PortId> =
                row.iter().filter_map(|&port| neighbours.far(topology, port)).collect();
            for &port in row.iter().chain(&far) {
                self.ports[port.index()].clear();
            }
            for &cable in &cables {
                self.cables[cable.index()].clear();
            }
            if let (Some(&cable), Some(&far_first)) = (cables.first(), far.first()) {
                self.cables[cable.index()] = cables;
                self.ports[far_first.index()] = far;
            }
            let own = row[0];
            self.ports[own.index()] = row;
        }
        for &id in &members {
            self.devices[id.index()].clear();
        }
        self.names.insert(first, name);
        self.devices[first.index()] = members;
    }
}

/// All that a box and its cables show of a server, so that those of which it is the same can share one;
/// `None` if a cable leads to another server.
fn wiring(
    topology: &Topology,
    neighbours: &Neighbours,
    mark: &dyn Fn(CompId) -> Mark,
    id: DeviceId,
) -> Option<String> {
    let device = &topology[id];
    let mut text = format!(
        "{} {:?} {} {:?} {:?}",
        device.part.title(),
        device.part.id,
        device.existing,
        device.location,
        device.enclosure.map(|(enclosure, _)| enclosure)
    );
    let _ = write!(text, " {:?}", mark(device.comp));
    let mut modules: Vec<&Module> = device.modules.iter().map(|&id| &topology[id]).collect();
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    for module in modules {
        let _ = write!(text, "\n{} {:?}", module.name, mark(module.comp));
        if let ModuleKind::Adapter { part, slot, existing, .. } = &module.kind {
            let _ = write!(text, " {} {:?} {slot:?} {existing}", part.title(), part.id);
        }
    }
    for port in neighbours.ports(id) {
        let at = &topology[port];
        let _ = write!(text, "\n{} {:?} {:?}", at.name, at.alias, mark(at.comp));
        let (Some(cable), Some(far)) = (at.cable, neighbours.far(topology, port)) else { continue };
        let far = &topology[far];
        if topology[far.device].kind == DeviceKind::Server {
            return None;
        }
        let cable = &topology[cable];
        let mut networks = cable.networks.clone();
        networks.sort_unstable();
        let panels: Vec<DeviceId> = cable.panels.iter().map(|&(panel, _)| panel).collect();
        let marks: Vec<Mark> = cable.pieces.iter().map(|&piece| mark(piece)).collect();
        let _ = write!(
            text,
            " {:?} {:?} {:?} {networks:?} {panels:?} {marks:?} {} {:?} {:?} {}",
            far.device,
            far.module,
            mark(far.comp),
            cable.internal,
            cable.assembly,
            cable.length,
            cable.label.is_some()
        );
    }
    Some(text)
}
