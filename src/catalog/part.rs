//! A part as meant: names expanded, nothing left to look up.

use std::collections::BTreeMap;

use compact_str::CompactString;

use super::spec::{Access, Arbitration, LicencePer, PartKind, PortRole, Protocol};
use crate::yaml::values::{Date, Length, Size, Speed};

/// One port of a part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortType {
    /// As on the silkscreen.
    pub name: CompactString,
    /// What it speaks.
    pub protocol: Protocol,
    /// Line rates, highest first; empty if unknown.
    pub speeds: Vec<Speed>,
    /// Connector or cage, if known.
    pub connector: Option<CompactString>,
    /// What it is for; `None` for a plain port.
    pub role: Option<PortRole>,
    /// Ids of the parts that it is delivered with.
    pub bundled: Vec<CompactString>,
}

/// The ports of a part or controller, found by name whatever the capitals.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ports {
    list: Vec<PortType>,
    by_name: Vec<(CompactString, u32)>,
}

impl Ports {
    pub(super) fn new(list: Vec<PortType>) -> Self {
        let mut by_name: Vec<_> =
            list.iter().zip(0..).map(|(port, i)| (port.name.to_lowercase(), i)).collect();
        by_name.sort();
        Self { list, by_name }
    }

    /// The index of the port with a name.
    pub fn find(&self, name: &str) -> Option<usize> {
        let lower = CompactString::from_str_to_lowercase(name);
        let found = self.by_name.binary_search_by(|(name, _)| name.cmp(&lower)).ok()?;
        Some(self.by_name[found].1 as usize)
    }
}

impl std::ops::Deref for Ports {
    type Target = [PortType];
    fn deref(&self) -> &[PortType] {
        &self.list
    }
}

/// One controller of an array part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControllerType {
    /// `A`, `B`, ….
    pub name: CompactString,
    /// Its ports.
    pub ports: Ports,
    /// Indices into `ports` that serve after a takeover; `None` for all host ports.
    pub takeover_ports: Option<Vec<usize>>,
}

/// Ports of one kind of which only some may be used without a further licence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Licensed {
    /// Names of the ports concerned.
    pub ports: Vec<CompactString>,
    /// How many of them come licensed.
    pub count: u32,
}

/// What is known of one adapter slot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its number.
    pub number: u32,
    /// PCI Express lanes that are wired.
    pub lanes: Option<u32>,
    /// The riser it stands on.
    pub riser: Option<CompactString>,
    /// The processor it hangs on.
    pub cpu: Option<u32>,
}

impl Slot {
    /// A slot of which nothing else is known.
    fn numbered(number: u32) -> Self {
        Self { number, lanes: None, riser: None, cpu: None }
    }

    /// Whether it is wide enough for a card that asks for so many lanes, as far as both are known.
    pub fn takes(&self, lanes: Option<u32>) -> bool {
        self.lanes.zip(lanes).is_none_or(|(has, needs)| has >= needs)
    }
}

/// What cluster software asks of a cluster.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Clustering {
    /// Most nodes.
    pub max_nodes: Option<u32>,
    /// Fewest heartbeat networks.
    pub min_heartbeats: Option<u32>,
    /// Most heartbeat networks.
    pub max_heartbeats: Option<u32>,
    /// Most nodes that a quorum volume decides for.
    pub quorum_volume_nodes: Option<u32>,
    /// Whether it must be able to stop a node for certain.
    pub needs_fencing: bool,
}

/// Where a fact comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// A document that says so.
    Source(CompactString),
    /// Nothing that could be read says so; the text says how it came in.
    Unverified(CompactString),
}

/// What is known of one model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its id, such as `hp/fc1242sr`; `None` for a part in place.
    pub id: Option<CompactString>,
    /// The parts that it is like, the nearest first.
    pub like: Vec<CompactString>,
    /// What sort of thing it is.
    pub kind: PartKind,
    /// Who makes it.
    pub vendor: Option<CompactString>,
    /// Its name for people.
    pub name: Option<CompactString>,
    /// The maker's order number.
    pub part_number: Option<CompactString>,
    /// Ports on the part itself.
    pub ports: Ports,
    /// Controllers, in file order.
    pub controllers: Vec<ControllerType>,
    /// Which controllers serve a volume.
    pub access: Option<Access>,
    /// Whether another controller takes over.
    pub controller_failover: Option<bool>,
    /// Number of power supplies.
    pub psus: Option<u32>,
    /// Number of supplies it needs to run.
    pub psus_needed: Option<u32>,
    /// Height in rack units.
    pub rack_units: Option<u32>,
    /// Number of adapter slots.
    pub slots: Option<u32>,
    /// What is known of each adapter slot, by number.
    pub slot_table: Vec<Slot>,
    /// PCI Express lanes that a card needs.
    pub lanes: Option<u32>,
    /// Most power it draws, in watts.
    pub power_draw: Option<u32>,
    /// Most power that a power source gives, in watts.
    pub rating: Option<u32>,
    /// The last day on which the maker supports it.
    pub end_of_support: Option<Date>,
    /// How many servers an array takes without a switch; 0 for none.
    pub direct_attach: Option<u32>,
    /// Most initiator ports that one host port of an array serves.
    pub max_fan_in: Option<u32>,
    /// Host ports, by name, that the maker cables to one fabric.
    pub same_fabric: Vec<Vec<CompactString>>,
    /// Host ports, by name, of which each takes over the addresses of the other.
    pub failover_pairs: Vec<Vec<CompactString>>,
    /// Most volumes that one controller owns.
    pub volumes_per_controller: Option<u32>,
    /// Most shelves behind an array.
    pub max_shelves: Option<u32>,
    /// How multipath software treats an array.
    pub multipath: Option<CompactString>,
    /// The operating system of a switch: switches of unlike ones do not form a fabric.
    pub fabric_os: Option<CompactString>,
    /// Most switches on the way from a server to an array, of a switch.
    pub max_switches_in_path: Option<u32>,
    /// What a drive speaks: `sas`, `sata`, `nvme`, ….
    pub interface: Option<CompactString>,
    /// What cluster software asks of a cluster.
    pub clustering: Clustering,
    /// Number of drive bays.
    pub drive_bays: Option<u32>,
    /// Number of bays of an enclosure.
    pub bays: Option<u32>,
    /// Length of a cable.
    pub length: Option<Length>,
    /// What a cable is made of.
    pub medium: Option<CompactString>,
    /// Connector of a cable or optic.
    pub connector: Option<CompactString>,
    /// The two connectors of a cable whose ends differ; else empty.
    pub connectors: Vec<CompactString>,
    /// Line rates of an optic.
    pub speeds: Vec<Speed>,
    /// Capacity of a drive.
    pub capacity: Option<Size>,
    /// How cluster software decides.
    pub arbitration: Option<Arbitration>,
    /// What a licence is counted by.
    pub licence_per: Option<LicencePer>,
    /// Ids of the parts that it is delivered with, once for each piece.
    pub bundled: Vec<CompactString>,
    /// Ids of the parts that are ordered with each of it, once for each piece.
    pub options: Vec<CompactString>,
    /// How many pieces are sold together; at least one.
    pub pack: Option<u32>,
    /// Years that a service is bought for.
    pub term: Option<u32>,
    /// What a maintenance service promises.
    pub level: Option<CompactString>,
    /// Ports that come licensed in part.
    pub licensed: Vec<Licensed>,
    /// Where each field comes from, by field.
    pub provenance: BTreeMap<CompactString, Provenance>,
}

impl Part {
    /// Its name for people: name, else id, else kind.
    pub fn title(&self) -> &str {
        self.name.as_deref().or(self.id.as_deref()).unwrap_or(self.kind.id())
    }

    /// Its slots: those of the table, else as many as there are, of which nothing else is known.
    pub fn all_slots(&self) -> Vec<Slot> {
        match self.slot_table.is_empty() {
            true => (1..=self.slots.unwrap_or(0)).map(Slot::numbered).collect(),
            false => self.slot_table.clone(),
        }
    }

    /// Whether an id is its own or that of a part that it is like; capitals do not matter.
    pub fn is(&self, id: &str) -> bool {
        self.id.iter().chain(&self.like).any(|own| own.eq_ignore_ascii_case(id))
    }

    /// Its ports and those of its controllers.
    pub fn all_ports(&self) -> impl Iterator<Item = &PortType> {
        self.ports.iter().chain(self.controllers.iter().flat_map(|it| it.ports.iter()))
    }

    /// A part of which nothing but its kind is known.
    pub fn unknown(kind: PartKind) -> Self {
        Self {
            id: None,
            like: Vec::new(),
            kind,
            vendor: None,
            name: None,
            part_number: None,
            ports: Ports::default(),
            controllers: Vec::new(),
            access: None,
            controller_failover: None,
            psus: None,
            psus_needed: None,
            rack_units: None,
            slots: None,
            slot_table: Vec::new(),
            lanes: None,
            power_draw: None,
            rating: None,
            end_of_support: None,
            direct_attach: None,
            max_fan_in: None,
            same_fabric: Vec::new(),
            failover_pairs: Vec::new(),
            volumes_per_controller: None,
            max_shelves: None,
            multipath: None,
            fabric_os: None,
            max_switches_in_path: None,
            interface: None,
            clustering: Clustering::default(),
            drive_bays: None,
            bays: None,
            length: None,
            medium: None,
            connector: None,
            connectors: Vec::new(),
            speeds: Vec::new(),
            capacity: None,
            arbitration: None,
            licence_per: None,
            bundled: Vec::new(),
            options: Vec::new(),
            pack: None,
            term: None,
            level: None,
            licensed: Vec::new(),
            provenance: BTreeMap::new(),
        }
    }
}
