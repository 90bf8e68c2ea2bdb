//! A design as meant: ranges expanded, names resolved to typed ids, every component numbered.
//!
//! Behind this gate nothing can fail and no reference is looked up again.

mod build;
mod clusters;
mod support;
mod things;

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::catalog::{Part, PortRole, PortType};
use crate::source::Span;
use crate::spec::Promise;
use crate::yaml::values::Speed;

pub use build::{Limits, OwnParts, build, own_parts, parse_subnet, unfit_name};
pub use clusters::{Cluster, Fence, Leg, Mirror, Quorum, Service, Waiver, Witness};
pub use support::Support;
pub use things::{
    Bond, Cable, Component, ComponentKind, Device, DeviceKind, DriveSet, Fabric, Group, Location,
    Module, ModuleKind, Network, Port, Power, Rack, Site, Supply, Volume, Zone,
};

macro_rules! ids {
    ($($(#[doc = $doc:literal])* $Id:ident => $field:ident: $T:ty;)*) => { $(
        $(#[doc = $doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub struct $Id(pub u32);

        impl $Id {
            /// As an index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }

        impl std::ops::Index<$Id> for Topology {
            type Output = $T;
            fn index(&self, id: $Id) -> &$T {
                &self.$field[id.index()]
            }
        }

        impl std::ops::IndexMut<$Id> for Topology {
            fn index_mut(&mut self, id: $Id) -> &mut $T {
                &mut self.$field[id.index()]
            }
        }
    )* };
}

ids! {
    /// A component: something that can fail.
    CompId => components: Component;
    /// A server, switch, array or other device.
    DeviceId => devices: Device;
    /// An adapter or an array controller.
    ModuleId => modules: Module;
    /// A power supply.
    SupplyId => supplies: Supply;
    /// A port that the file names.
    PortId => ports: Port;
    /// A cable.
    CableId => cables: Cable;
    /// A set of drives under one protection.
    DriveSetId => drive_sets: DriveSet;
    /// A place in the power chain.
    PowerId => power: Power;
    /// A rack.
    RackId => racks: Rack;
    /// A site.
    SiteId => sites: Site;
    /// Things that fail together.
    GroupId => groups: Group;
    /// A label that switches share.
    FabricId => fabrics: Fabric;
    /// A network.
    NetworkId => networks: Network;
    /// A volume of an array.
    VolumeId => volumes: Volume;
    /// A mirror.
    MirrorId => mirrors: Mirror;
    /// A cluster.
    ClusterId => clusters: Cluster;
    /// A service.
    ServiceId => services: Service;
}

/// A design as meant.
#[derive(Debug, Default)]
pub struct Topology {
    /// Its name.
    pub name: CompactString,
    /// Its title for people.
    pub title: Option<CompactString>,
    /// Where its name stands, else the start of the file.
    pub span: Span,
    /// What it promises for every service that has no promise of its own.
    pub target: Option<Promise>,
    /// Servers, switches and arrays, in file order.
    pub devices: Vec<Device>,
    /// Adapters and controllers.
    pub modules: Vec<Module>,
    /// Plugged supplies.
    pub supplies: Vec<Supply>,
    /// Ports that the file names.
    pub ports: Vec<Port>,
    /// Cables, in file order.
    pub cables: Vec<Cable>,
    /// Drives.
    pub drive_sets: Vec<DriveSet>,
    /// The power chain.
    pub power: Vec<Power>,
    /// Racks.
    pub racks: Vec<Rack>,
    /// Sites.
    pub sites: Vec<Site>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Fabric labels.
    pub fabrics: Vec<Fabric>,
    /// Networks.
    pub networks: Vec<Network>,
    /// Volumes.
    pub volumes: Vec<Volume>,
    /// Mirrors.
    pub mirrors: Vec<Mirror>,
    /// Which ports of a fabric may see each other; `None`: all.
    pub zones: Option<Vec<Zone>>,
    /// Clusters.
    pub clusters: Vec<Cluster>,
    /// Services, by name.
    pub services: Vec<Service>,
    /// Waivers.
    pub waivers: Vec<Waiver>,
    /// The parts that others are delivered or ordered with, by id in small letters.
    pub related: BTreeMap<CompactString, Arc<Part>>,
    /// What goes together by support lists.
    pub supports: Vec<Support>,
    /// Everything that can fail.
    pub components: Vec<Component>,
    by_id: FxHashMap<CompactString, CompId>,
    /// Cables by a name that is no component's id: those in several pieces, and parts of trunks.
    by_link: FxHashMap<CompactString, CableId>,
}

impl Topology {
    /// The component with an id; a cable also by its label or by its ends in either order.
    pub fn component(&self, id: &str) -> Option<CompId> {
        self.by_id.get(id).copied().or_else(|| self.cable_of(id).map(|cable| self[cable].comp))
    }

    /// The components with an id: of a cable through panels that is named as a whole, all its pieces.
    pub fn members(&self, id: &str) -> Vec<CompId> {
        match (self.by_id.get(id), self.cable_of(id)) {
            (Some(&comp), _) => vec![comp],
            (None, Some(cable)) => self[cable].pieces.clone(),
            (None, None) => Vec::new(),
        }
    }

    /// The cable with a label or with ends in either order.
    fn cable_of(&self, id: &str) -> Option<CableId> {
        self.by_link.get(id).copied().or_else(|| {
            let (a, b) = id.split_once("--")?;
            let cable = self[self.port(a.trim())?].cable?;
            self[cable].ends.contains(&self.port(b.trim())?).then_some(cable)
        })
    }

    /// The port behind a component id such as `db1:nic1`.
    fn port(&self, id: &str) -> Option<PortId> {
        match self[*self.by_id.get(id)?].kind {
            ComponentKind::Port(port) => Some(port),
            _ => None,
        }
    }

    /// All devices, in file order.
    pub fn device_ids(&self) -> impl Iterator<Item = DeviceId> + use<> {
        (0..self.devices.len() as u32).map(DeviceId)
    }

    /// All cables, in file order.
    pub fn cable_ids(&self) -> impl Iterator<Item = CableId> + use<> {
        (0..self.cables.len() as u32).map(CableId)
    }

    /// All services, by name.
    pub fn service_ids(&self) -> impl Iterator<Item = ServiceId> + use<> {
        (0..self.services.len() as u32).map(ServiceId)
    }

    /// All components, in no meaningful order.
    pub fn component_ids(&self) -> impl Iterator<Item = CompId> + use<> {
        (0..self.components.len() as u32).map(CompId)
    }

    /// What is known of a port.
    pub fn port_type(&self, port: PortId) -> &PortType {
        let port = &self[port];
        self.type_of(port.device, port.module, port.index)
    }

    fn type_of(&self, device: DeviceId, module: Option<ModuleId>, index: usize) -> &PortType {
        let part = &self[device].part;
        match module.map(|module| &self[module].kind) {
            None => &part.ports[index],
            Some(ModuleKind::Adapter { part, .. }) => &part.ports[index],
            Some(ModuleKind::Controller(controller)) => &part.controllers[*controller].ports[index],
        }
    }

    /// The name of a port within its device: `hba1/1`, `nic2`, `A0`.
    fn port_name(&self, device: DeviceId, module: Option<ModuleId>, index: usize) -> CompactString {
        let name = &self.type_of(device, module, index).name;
        match module.map(|module| &self[module]) {
            Some(Module { kind: ModuleKind::Adapter { .. }, name: adapter, .. }) => {
                compact_str::format_compact!("{adapter}/{name}")
            }
            _ => name.clone(),
        }
    }

    /// The controller that a port belongs to, itself or the card in it.
    pub fn controller_of(&self, port: PortId) -> Option<ModuleId> {
        let module = self[port].module?;
        match self[module].kind {
            ModuleKind::Controller(_) => Some(module),
            ModuleKind::Adapter { controller, .. } => controller,
        }
    }

    /// Whether traffic of hosts may use a port: not one of management, expansion or remote control.
    pub fn carries_data(&self, port: PortId) -> bool {
        matches!(self.port_type(port).role, None | Some(PortRole::Host))
    }

    /// The highest line rate that both ends of a cable have; `None` if they share none or one is not known.
    pub fn speed(&self, cable: CableId) -> Option<Speed> {
        let [a, b] = self[cable].ends.map(|end| &self.port_type(end).speeds);
        a.iter().filter(|speed| b.contains(speed)).max().copied()
    }

    /// The site a device stands at: its own, or that of its rack or enclosure.
    pub fn site_of(&self, device: DeviceId) -> Option<SiteId> {
        let it = &self[device];
        let of_rack = || self[it.location.rack?.0].site;
        let of_enclosure = || self.site_of(it.enclosure?.0);
        it.location.site.or_else(of_rack).or_else(of_enclosure)
    }

    /// What is known of all ports that a device has of its own and in its controllers.
    pub fn port_types(&self, device: DeviceId) -> impl Iterator<Item = &PortType> {
        let part = &self[device].part;
        let of_controllers = part.controllers.iter().flat_map(|it| it.ports.iter());
        of_controllers.chain(part.ports.iter())
    }

    /// The name of the port for remote management of a server, if it has one.
    pub fn bmc_of(&self, server: DeviceId) -> Option<&str> {
        let mut ports = self[server].part.ports.iter();
        ports.find(|port| port.role == Some(PortRole::Bmc)).map(|port| port.name.as_str())
    }

    /// The device that a component is, or that it belongs to.
    pub fn device_of(&self, comp: CompId) -> Option<DeviceId> {
        match self[comp].kind {
            ComponentKind::Device(device) | ComponentKind::Os(device) => Some(device),
            ComponentKind::Supply(supply) => Some(self[supply].device),
            ComponentKind::Module(module) => Some(self[module].device),
            ComponentKind::Port(port) => Some(self[port].device),
            _ => None,
        }
    }

    /// `DEVICE:PORT` of a port.
    pub fn port_id(&self, port: PortId) -> &str {
        &self[self[port].comp].id
    }

    /// The id of a component.
    pub fn id(&self, comp: CompId) -> &str {
        &self[comp].id
    }

    /// Measures every service by one promise, whatever the file says.
    pub fn promise_all(&mut self, promise: Promise) {
        self.target = Some(promise);
        self.services.iter_mut().for_each(|service| service.target = None);
    }

    /// The promise that a service is measured by.
    pub fn promise(&self, service: ServiceId) -> Option<Promise> {
        self[service].target.or(self.target)
    }

    /// A volume as `array:volume`.
    pub fn volume_name(&self, volume: VolumeId) -> String {
        format!("{}:{}", self[self[volume].array].name, self[volume].name)
    }
}
