//! What needs what: chassis their supplies, ports what they sit in, links their cables and ports.

use super::Vertices;
use crate::catalog::PortRole;
use crate::graph::{Needs, NeedsBuilder, Vertex};
use crate::spec::{PowerKind, Raid, RaidLevel};
use crate::topology::{
    CompId, ComponentKind, Device, DeviceId, DriveSet, Leg, Location, ModuleKind, PortId, Topology,
};

/// The needs of a whole design.
pub(super) fn needs(topology: &Topology, vertices: Vertices) -> Needs {
    let mut it = Builder { topology, needs: NeedsBuilder::new(vertices.end) };
    for device in &topology.devices {
        it.device(device);
    }
    for supply in &topology.supplies {
        it.all(supply.comp, [topology[supply.source].comp]);
    }
    for module in &topology.modules {
        let seat = match module.kind {
            ModuleKind::Adapter { controller: Some(controller), .. } => topology[controller].comp,
            ModuleKind::Adapter { .. } | ModuleKind::Controller(_) => topology[module.device].comp,
        };
        it.all(module.comp, [seat]);
    }
    let mut managed: Vec<(DeviceId, CompId)> = Vec::new();
    for (port, id) in topology.ports.iter().zip(0..) {
        let device = &topology[port.device];
        if topology.port_type(PortId(id)).role == Some(PortRole::Bmc) {
            managed.push((port.device, port.comp));
            it.place(port.comp, &device.location);
            it.enclosure(port.comp, device);
            it.supplies(port.comp, device, device.needs_supplies().min(1));
        } else {
            it.all(port.comp, [port.module.map_or(device.comp, |module| topology[module].comp)]);
        }
    }
    for power in &topology.power {
        it.place(power.comp, &power.location);
        let feeds = power.feeds.iter().map(|&feed| topology[feed].comp.0);
        match power.kind {
            PowerKind::Ats => it.needs.at_least(power.comp.0, 1, feeds),
            _ => it.needs.all(power.comp.0, feeds),
        }
    }
    for rack in &topology.racks {
        if let (Some(comp), Some(site)) = (rack.comp, rack.site) {
            it.all(comp, [topology[site].comp]);
        }
    }
    for group in &topology.groups {
        for &member in &group.members {
            it.all(member, [group.comp]);
            // What happens to a server happens to its remote management too, though that needs no board.
            if let ComponentKind::Device(device) = topology[member].kind {
                for &(_, port) in managed.iter().filter(|(server, _)| *server == device) {
                    it.all(port, [group.comp]);
                }
            }
        }
    }
    for set in &topology.drive_sets {
        for (drive, number) in set.drives().zip(0..) {
            it.all(drive, [topology[set.place(number)].comp]);
        }
    }
    for (cable, link) in topology.cables.iter().zip(vertices.links..) {
        let ends = cable.ends.iter().map(|&end| topology[end].comp);
        let panels = cable.panels.iter().map(|&(panel, _)| topology[panel].comp);
        let parts = ends.chain(cable.pieces.iter().copied()).chain(panels);
        it.needs.all(link, parts.map(|it| it.0));
    }
    for (device, node) in topology.devices.iter().zip(vertices.nodes..) {
        it.needs.all(node, [device.comp].into_iter().chain(device.os).map(|it| it.0));
        for &set in &device.drive_sets {
            it.raid(node, &topology[set]);
        }
    }
    for (volume, vertex) in topology.volumes.iter().zip(vertices.volumes..) {
        it.needs.all(vertex, [topology[volume.array].comp.0]);
        if let Some(set) = volume.drives {
            it.raid(vertex, &topology[set]);
        }
    }
    let legs = topology.mirrors.iter().flat_map(|mirror| &mirror.legs);
    for (leg, vertex) in legs.zip(vertices.legs..) {
        match leg {
            Leg::Node(node, sets) => {
                it.needs.all(vertex, [vertices.nodes + node.0]);
                for &set in sets {
                    it.raid(vertex, &topology[set]);
                }
            }
            Leg::Volume(volume) => it.needs.all(vertex, [vertices.volumes + volume.0]),
        }
    }
    it.needs.build()
}

struct Builder<'t> {
    topology: &'t Topology,
    needs: NeedsBuilder,
}

impl Builder<'_> {
    fn all<const N: usize>(&mut self, owner: CompId, of: [CompId; N]) {
        self.needs.all(owner.0, of.map(|it| it.0));
    }

    fn device(&mut self, device: &Device) {
        // A power source with ports is a device as well: what it needs is said there.
        if matches!(self.topology[device.comp].kind, ComponentKind::Power(_)) {
            return;
        }
        self.place(device.comp, &device.location);
        self.enclosure(device.comp, device);
        self.supplies(device.comp, device, device.needs_supplies());
        self.needs.all(device.comp.0, device.fabric.map(|fabric| self.topology[fabric].comp.0));
    }

    fn place(&mut self, comp: CompId, location: &Location) {
        let rack = location.rack.and_then(|(rack, _)| self.topology[rack].comp);
        let site = location.site.map(|site| self.topology[site].comp);
        self.needs.all(comp.0, rack.into_iter().chain(site).map(|it| it.0));
    }

    fn enclosure(&mut self, comp: CompId, device: &Device) {
        let enclosure = device.enclosure.map(|(enclosure, _)| self.topology[enclosure].comp.0);
        self.needs.all(comp.0, enclosure);
    }

    fn supplies(&mut self, comp: CompId, device: &Device, least: u32) {
        if !device.supplies.is_empty() {
            let supplies = device.supplies.iter().map(|&supply| self.topology[supply].comp.0);
            self.needs.at_least(comp.0, least, supplies);
        }
    }

    /// `owner` needs as many of the drives as their protection asks for.
    fn raid(&mut self, owner: Vertex, set: &DriveSet) {
        let drives: Vec<Vertex> = set.drives().map(|drive| drive.0).collect();
        if set.raid == Some(Raid::Level(RaidLevel::Raid10)) {
            for pair in drives.chunks(2) {
                self.needs.at_least(owner, 1, pair.iter().copied());
            }
        } else {
            self.needs.at_least(owner, set.count.saturating_sub(set.survives()), drives);
        }
    }
}
