//! What a design is made of. Where one thing names another, it does so by its number in [`super::Topology`].

use std::net::IpAddr;
use std::sync::Arc;

use compact_str::CompactString;

use super::{
    CableId, CompId, DeviceId, DriveSetId, FabricId, GroupId, ModuleId, NetworkId, PortId, PowerId,
    RackId, SiteId, SupplyId,
};
use crate::catalog::{Access, Part, Protocol};
use crate::source::Span;
use crate::spec::{BondMode, NetworkRole, PowerKind, Raid, RaidLevel};
use crate::yaml::values::{Length, Size};

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
    /// A cable, a piece of one between panels, or a trunk that several links share: then the first of them.
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
    /// A shelf of drives behind an array.
    Shelf,
    /// An enclosure that holds servers and switches.
    Enclosure,
    /// A patch panel.
    Panel,
    /// A power source with ports of its own.
    Outlet,
}

impl DeviceKind {
    /// As in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Server => "server",
            Self::Switch => "switch",
            Self::Array => "array",
            Self::Shelf => "shelf",
            Self::Enclosure => "enclosure",
            Self::Panel => "panel",
            Self::Outlet => "power",
        }
    }
}

/// Where something stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Location {
    /// Its rack, with the lowest unit it takes where that is known.
    pub rack: Option<(RackId, Option<u32>)>,
    /// Its site.
    pub site: Option<SiteId>,
}

/// A server, switch, array, shelf, enclosure or panel, or a power source with ports.
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
    /// Its controllers, then its adapters, in file order.
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
    /// The enclosure it sits in, with the bay where that is known.
    pub enclosure: Option<(DeviceId, Option<u32>)>,
    /// The array it extends, of a shelf.
    pub behind: Option<DeviceId>,
    /// Whether it passes traffic between device ports and uplinks only, of a switch.
    pub gateway: bool,
    /// The switch with which it forms one for link aggregation.
    pub mlag: Option<DeviceId>,
    /// Its domain ID in its fabric and where it is written, of a switch.
    pub domain: Option<(u32, Span)>,
    /// Its operating system as support lists name it, of a server.
    pub os_name: Option<CompactString>,
    /// Ports that work as one, of a server.
    pub bonds: Vec<Bond>,
    /// What else is ordered with it.
    pub options: Vec<(Arc<Part>, u32)>,
}

impl Device {
    /// One of which nothing more is known yet.
    pub(super) fn new(
        name: CompactString,
        span: Span,
        kind: DeviceKind,
        part: Arc<Part>,
        comp: CompId,
    ) -> Self {
        Self {
            name,
            span,
            kind,
            part,
            comp,
            os: None,
            modules: Vec::new(),
            supplies: Vec::new(),
            supplies_needed: 0,
            fabric: None,
            location: Location::default(),
            existing: false,
            cpus: None,
            memory: None,
            drive_sets: Vec::new(),
            access: None,
            enclosure: None,
            behind: None,
            gateway: false,
            mlag: None,
            domain: None,
            os_name: None,
            bonds: Vec::new(),
            options: Vec::new(),
        }
    }

    /// Its controllers, of an array.
    pub fn controllers(&self) -> &[ModuleId] {
        &self.modules[..self.part.controllers.len().min(self.modules.len())]
    }

    /// How many of its supplies must work.
    pub fn needs_supplies(&self) -> u32 {
        if self.supplies.is_empty() { 0 } else { self.supplies_needed }
    }
}

/// Ports that work as one.
#[derive(Clone, Debug)]
pub struct Bond {
    /// Its name.
    pub name: CompactString,
    /// Where the file gives it.
    pub span: Span,
    /// The ports.
    pub ports: Vec<PortId>,
    /// How they share the traffic.
    pub mode: Option<BondMode>,
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
    /// A card.
    Adapter {
        /// What is known of its model.
        part: Arc<Part>,
        /// The slot it sits in.
        slot: Option<u32>,
        /// In the graph and not in the bill of materials.
        existing: bool,
        /// The controller of an array that it sits in.
        controller: Option<ModuleId>,
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
    /// What the operating system calls it.
    pub alias: Option<CompactString>,
    /// Its WWPN as written, of a Fibre Channel port.
    pub wwn: Option<CompactString>,
    /// Its IP address and where it is written, of an Ethernet port.
    pub address: Option<(IpAddr, Span)>,
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
    /// The optics that its ends sit in, where the file says so, in the order of `ends`.
    pub optics: Option<[Arc<Part>; 2]>,
    /// Its length, where the file or its part says so.
    pub length: Option<Length>,
    /// What is printed on it.
    pub label: Option<CompactString>,
    /// Itself as a component; through panels the first piece.
    pub comp: CompId,
    /// The pieces that it is made of, from the first end to the second; one unless it runs through panels.
    pub pieces: Vec<CompId>,
    /// The panels it runs through, in order, with the port of each.
    pub panels: Vec<(DeviceId, CompactString)>,
    /// Whether it is a trace inside an enclosure.
    pub internal: bool,
    /// The trunk or breakout cable that it is a part of.
    pub assembly: Option<CompactString>,
    /// What runs over it.
    pub protocol: Protocol,
}

/// Drives under one protection.
#[derive(Clone, Debug)]
pub struct DriveSet {
    /// The server or array they belong to.
    pub device: DeviceId,
    /// Where each of them sits, if not all in `device`.
    pub places: Vec<DeviceId>,
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

    /// Where a drive sits, by its number from 0.
    pub fn place(&self, drive: u32) -> DeviceId {
        self.places.get(drive as usize).copied().unwrap_or(self.device)
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
    /// Itself as a device, if its part has ports.
    pub device: Option<DeviceId>,
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
    /// The site it stands at.
    pub site: Option<SiteId>,
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
    pub subnet: Option<(IpAddr, u8)>,
    /// Switch ports through which the clients come.
    pub uplinks: Vec<PortId>,
    /// Its VLAN.
    pub vlan: Option<u32>,
}

/// What may see each other over a fabric.
#[derive(Clone, Debug)]
pub struct Zone {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Ports, adapters, controllers or devices.
    pub members: Vec<CompId>,
}

impl Network {
    /// Whether an address lies in its subnet; `None` if that is not given. The two families never meet.
    pub fn holds(&self, address: IpAddr) -> Option<bool> {
        let (subnet, prefix) = self.subnet?;
        let prefix = u32::from(prefix);
        Some(match (subnet, address) {
            (IpAddr::V4(a), IpAddr::V4(b)) => {
                (u32::from(a) ^ u32::from(b)).leading_zeros() >= prefix
            }
            (IpAddr::V6(a), IpAddr::V6(b)) => {
                (u128::from(a) ^ u128::from(b)).leading_zeros() >= prefix
            }
            _ => false,
        })
    }
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
