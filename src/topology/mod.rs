//! A design as meant: ranges expanded, names resolved to typed ids, every component numbered.
//!
//! Behind this gate nothing can fail and no reference is looked up again.

mod build;

use std::sync::Arc;

use compact_str::CompactString;
use rustc_hash::FxHashMap;

use crate::catalog::{Access, Arbitration, Part, PortRole, PortType, Protocol};
use crate::source::Span;
use crate::spec::{Mode, NetworkRole, PowerKind, Promise, Raid, RaidLevel};
use crate::yaml::values::{Date, Length, Size, Speed};

pub use build::{Limits, build};

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
    /// A server, switch or array.
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
    /// A cluster.
    ClusterId => clusters: Cluster;
    /// A service.
    ServiceId => services: Service;
}

/// What a component is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ComponentKind {
    /// The board, backplane or chassis of a device.
    Device(DeviceId),
    /// The software of a server.
    Os(DeviceId),
    /// A power supply.
    Supply(SupplyId),
    /// An adapter or controller.
    Module(ModuleId),
    /// A port with its optic.
    Port(PortId),
    /// A cable.
    Cable(CableId),
    /// A drive, by its number in the set from 0.
    Drive(DriveSetId, u32),
    /// A place in the power chain.
    Power(PowerId),
    /// A rack that is shared fate.
    Rack(RackId),
    /// A site.
    Site(SiteId),
    /// Things that fail together.
    Group(GroupId),
    /// A fabric: a fault of its zoning, merge or firmware; logical.
    Fabric(FabricId),
}

/// Something that can fail.
#[derive(Clone, Debug)]
pub struct Component {
    /// Its id, unique in the topology.
    pub id: CompactString,
    /// What it is.
    pub kind: ComponentKind,
    /// Where the file introduces it.
    pub span: Span,
}

/// What sort of device.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum DeviceKind {
    /// A server.
    Server,
    /// A switch.
    Switch,
    /// A disk array.
    Array,
}

/// Where something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Location {
    /// Its rack, with the lowest unit it takes where that is known.
    pub rack: Option<(RackId, Option<u32>)>,
    /// Its site.
    pub site: Option<SiteId>,
}

/// A server, switch or array.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// What sort.
    pub kind: DeviceKind,
    /// What is known of its model.
    pub part: Arc<Part>,
    /// The chassis.
    pub comp: CompId,
    /// The software, of a server.
    pub os: Option<CompId>,
    /// Its adapters or controllers, in file order.
    pub modules: Vec<ModuleId>,
    /// Its plugged supplies; empty if power is not given.
    pub supplies: Vec<SupplyId>,
    /// How many supplies it needs to run.
    pub supplies_needed: u32,
    /// The fabric label, of a switch.
    pub fabric: Option<FabricId>,
    /// Where it stands.
    pub location: Location,
    /// In the graph and not in the bill of materials.
    pub existing: bool,
    /// Processors fitted, of a server.
    pub cpus: Option<u32>,
    /// Memory fitted, of a server.
    pub memory: Option<Size>,
    /// Its own drives: system drives of a server.
    pub drive_sets: Vec<DriveSetId>,
    /// Which controllers serve a volume, of an array.
    pub access: Option<Access>,
}

/// An adapter or an array controller.
#[derive(Clone, Debug)]
pub struct Module {
    /// The device it sits in.
    pub device: DeviceId,
    /// Its name in the device.
    pub name: CompactString,
    /// Where the file introduces it; the array's place for a controller.
    pub span: Span,
    /// Itself as a component.
    pub comp: CompId,
    /// What sort.
    pub kind: ModuleKind,
}

/// What sort of module.
#[derive(Clone, Debug)]
pub enum ModuleKind {
    /// A card in a server.
    Adapter {
        /// What is known of its model.
        part: Arc<Part>,
        /// The slot it sits in.
        slot: Option<u32>,
        /// In the graph and not in the bill of materials.
        existing: bool,
    },
    /// A controller: index into the controllers of the array's part.
    Controller(usize),
}

/// A power supply that is plugged in.
#[derive(Clone, Debug)]
pub struct Supply {
    /// The device it feeds.
    pub device: DeviceId,
    /// `psu1`, ….
    pub name: CompactString,
    /// Where the file names it.
    pub span: Span,
    /// Itself as a component.
    pub comp: CompId,
    /// What it is plugged into.
    pub source: PowerId,
}

/// A port that the file names.
#[derive(Clone, Debug)]
pub struct Port {
    /// The device it belongs to.
    pub device: DeviceId,
    /// The adapter or controller it sits in.
    pub module: Option<ModuleId>,
    /// Index into the ports of its part or controller.
    pub index: usize,
    /// Its name within the device: `hba1/1`, `nic2`, `A0`.
    pub name: CompactString,
    /// Where the file names it first.
    pub span: Span,
    /// Itself as a component.
    pub comp: CompId,
    /// The cable in it.
    pub cable: Option<CableId>,
}

/// A cable.
#[derive(Clone, Debug)]
pub struct Cable {
    /// Where the file gives it.
    pub span: Span,
    /// The two ports it joins.
    pub ends: [PortId; 2],
    /// Where each end is written.
    pub end_spans: [Span; 2],
    /// Networks it carries.
    pub networks: Vec<NetworkId>,
    /// Which cable, where the file says so.
    pub part: Option<Arc<Part>>,
    /// Its length, where the file or its part says so.
    pub length: Option<Length>,
    /// What is printed on it.
    pub label: Option<CompactString>,
    /// Itself as a component.
    pub comp: CompId,
    /// What runs over it.
    pub protocol: Protocol,
}

/// Drives under one protection.
#[derive(Clone, Debug)]
pub struct DriveSet {
    /// The server or array they sit in.
    pub device: DeviceId,
    /// How they are protected.
    pub raid: Option<Raid>,
    /// The first of them; the others follow.
    pub first: CompId,
    /// How many.
    pub count: u32,
    /// How many more wait as spares.
    pub spares: u32,
    /// Which drive.
    pub part: Option<Arc<Part>>,
    /// Where the file gives them.
    pub span: Span,
}

impl DriveSet {
    /// The drives.
    pub fn drives(&self) -> impl DoubleEndedIterator<Item = CompId> + use<> {
        (self.first.0..self.first.0 + self.count).map(CompId)
    }

    /// How many of the drives may be lost, whichever they are; of RAID 10, one of each pair.
    pub fn survives(&self) -> u32 {
        match self.raid {
            None | Some(Raid::Level(RaidLevel::Raid0)) => 0,
            Some(Raid::Level(RaidLevel::Raid1)) => self.count.saturating_sub(1),
            Some(Raid::Level(RaidLevel::Raid10 | RaidLevel::Raid5 | RaidLevel::Raid50)) => 1,
            Some(Raid::Level(RaidLevel::Raid6 | RaidLevel::Raid60)) => 2,
            Some(Raid::Survives { survives }) => survives,
        }
    }

    /// Whether the drives hold when the given ones are gone.
    pub fn holds(&self, gone: impl Fn(CompId) -> bool) -> bool {
        if self.raid == Some(Raid::Level(RaidLevel::Raid10)) {
            let drives: Vec<CompId> = self.drives().collect();
            return drives.chunks(2).all(|pair| pair.iter().any(|&drive| !gone(drive)));
        }
        self.drives().filter(|&drive| gone(drive)).count() <= self.survives() as usize
    }
}

/// A place in the power chain.
#[derive(Clone, Debug)]
pub struct Power {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// What it is.
    pub kind: PowerKind,
    /// What it is fed from; any one of them will do for an ATS, others have one at most.
    pub feeds: Vec<PowerId>,
    /// Which part it is.
    pub part: Option<Arc<Part>>,
    /// Where it stands.
    pub location: Location,
    /// In the graph and not in the bill of materials.
    pub existing: bool,
    /// Itself as a component.
    pub comp: CompId,
}

/// A rack.
#[derive(Clone, Debug)]
pub struct Rack {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Its height in rack units.
    pub units: Option<u32>,
    /// Itself as a component, if all in it fails together.
    pub comp: Option<CompId>,
    /// Whether all in it fails together.
    pub shared_fate: bool,
}

/// A site.
#[derive(Clone, Debug)]
pub struct Site {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Itself as a component.
    pub comp: CompId,
}

/// Things that fail together.
#[derive(Clone, Debug)]
pub struct Group {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Itself as a component.
    pub comp: CompId,
    /// What it takes down.
    pub members: Vec<CompId>,
    /// Why.
    pub reason: Option<CompactString>,
}

/// A label that switches share.
#[derive(Clone, Debug)]
pub struct Fabric {
    /// The label.
    pub name: CompactString,
    /// Where the file gives it first.
    pub span: Span,
    /// Itself as a component.
    pub comp: CompId,
}

/// A network.
#[derive(Clone, Debug)]
pub struct Network {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// What it is for.
    pub role: NetworkRole,
    /// Its subnet: address and prefix length.
    pub subnet: Option<(std::net::IpAddr, u8)>,
    /// Switch ports through which the clients come.
    pub uplinks: Vec<PortId>,
}

/// A volume of an array.
#[derive(Clone, Debug)]
pub struct Volume {
    /// The array.
    pub array: DeviceId,
    /// Its name in the array.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Its owner: index into the array's modules; `None` if the array has no controllers.
    pub owner: Option<usize>,
    /// Its drives, if any are given.
    pub drives: Option<DriveSetId>,
}

/// Nodes that stand in for each other.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Its servers, in the order in which they take over.
    pub nodes: Vec<DeviceId>,
    /// How they share the work.
    pub mode: Mode,
    /// The cluster software.
    pub software: Option<Arc<Part>>,
    /// Networks over which the nodes hear each other; empty: taken to hear each other.
    pub heartbeats: Vec<NetworkId>,
    /// The volume that decides when they do not.
    pub quorum: Option<VolumeId>,
    /// How it is decided who runs a service.
    pub arbitration: Arbitration,
    /// How long a takeover lasts, in seconds.
    pub takeover: Option<u32>,
}

/// A service that must keep running.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// The cluster it runs on; without one, its home is its only node.
    pub cluster: Option<ClusterId>,
    /// The nodes that may run it, in the order in which they take over.
    pub nodes: Vec<DeviceId>,
    /// The node it runs on when all is well: index into `nodes`.
    pub home: usize,
    /// The volumes it needs.
    pub volumes: Vec<VolumeId>,
    /// The network its clients come over.
    pub clients: Option<NetworkId>,
    /// Its virtual address and where it is written.
    pub vip: Option<(std::net::IpAddr, Span)>,
    /// Processors it needs.
    pub cpus: Option<u32>,
    /// Memory it needs.
    pub memory: Option<Size>,
    /// What is promised for it.
    pub target: Option<Promise>,
}

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where it stands.
    pub span: Span,
    /// Id of the rule.
    pub rule: CompactString,
    /// The component concerned.
    pub at: Option<CompactString>,
    /// The service concerned; all if `None`.
    pub service: Option<CompactString>,
    /// Why it is accepted.
    pub reason: CompactString,
    /// The last day on which it holds.
    pub until: Option<Date>,
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
    /// Clusters.
    pub clusters: Vec<Cluster>,
    /// Services, by name.
    pub services: Vec<Service>,
    /// Waivers.
    pub waivers: Vec<Waiver>,
    /// Everything that can fail.
    pub components: Vec<Component>,
    by_id: FxHashMap<CompactString, CompId>,
}

impl Topology {
    /// The component with an id; a cable also by its label or by its ends in either order.
    pub fn component(&self, id: &str) -> Option<CompId> {
        self.by_id.get(id).copied().or_else(|| {
            let (a, b) = id.split_once("--")?;
            let (a, b) = (a.trim(), b.trim());
            let cable = self[self.port(a)?].cable?;
            self[cable].ends.contains(&self.port(b)?).then(|| self[cable].comp)
        })
    }

    /// The port behind a component id such as `db1:nic1`.
    fn port(&self, id: &str) -> Option<PortId> {
        match self[*self.by_id.get(id)?].kind {
            ComponentKind::Port(port) => Some(port),
            _ => None,
        }
    }

    /// Numbers of a kind of thing, in order.
    pub fn device_ids(&self) -> impl Iterator<Item = DeviceId> + use<> {
        (0..self.devices.len() as u32).map(DeviceId)
    }

    /// All cables.
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
        let part = &self[port.device].part;
        match port.module.map(|module| &self[module].kind) {
            None => &part.ports[port.index],
            Some(ModuleKind::Adapter { part, .. }) => &part.ports[port.index],
            Some(ModuleKind::Controller(controller)) => {
                &part.controllers[*controller].ports[port.index]
            }
        }
    }

    /// Whether traffic of hosts may use a port: not one of management, expansion or remote control.
    pub fn carries_data(&self, port: PortId) -> bool {
        matches!(self.port_type(port).role, None | Some(PortRole::Host))
    }

    /// The highest line rate that both ends of a cable have.
    pub fn speed(&self, cable: CableId) -> Option<Speed> {
        let [a, b] = self[cable].ends.map(|end| &self.port_type(end).speeds);
        a.iter().filter(|speed| b.contains(speed)).max().copied()
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
