//! Parts as data: what is known of servers, adapters, switches, arrays, cables and software.
//!
//! The shipped parts are the YAML files in `data/`, one for each vendor, and are read when the first
//! part of that vendor is asked for. A fact without a source is marked so; what is not known is absent.

pub mod media;
mod part;

use std::collections::BTreeMap;
use std::sync::Arc;

use compact_str::CompactString;

pub use part::{
    Access, Arbitration, CatalogueSpec, ControllerSpec, LicencePer, Model, PartKind, PartSpec,
    PortGroupSpec, PortRole, PortsSpec, Protocol, ProvenanceSpec, PsusSpec, SlotsSpec,
};

use crate::finding::Finding;
use crate::names::Pattern;
use crate::source::{Source, SourceId};
use crate::words::{msg, reading};
use crate::yaml::decode::{Decode, Reader, Spanned, Text};
use crate::yaml::values::{Date, Length, Size, Speed};
use crate::yaml::{Limits, Tree};

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
    fn new(list: Vec<PortType>) -> Self {
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

    /// A part of which nothing but its kind is known.
    pub fn unknown(kind: PartKind) -> Self {
        Self {
            id: None,
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

    /// Turns a part as written into a part as meant, and reports what is wrong with it.
    pub fn from_spec(
        id: Option<&str>,
        spec: &PartSpec,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let text = |text: &Option<Text>| text.as_ref().map(|text| text.value.clone());
        let number = |number: Option<Spanned<u32>>| number.map(|it| it.value);
        let mut licensed = Vec::new();
        let role = match spec.kind?.value {
            PartKind::Array => Some(PortRole::Host),
            PartKind::Shelf => Some(PortRole::Expansion),
            PartKind::Pdu | PartKind::Ups | PartKind::Enclosure => Some(PortRole::Management),
            _ => None,
        };
        let ports = ports(&spec.ports, role, &mut licensed, findings);
        let mut controllers = Vec::new();
        for (name, controller) in &spec.controllers.0 {
            let ports =
                self::ports(&controller.ports, Some(PortRole::Host), &mut licensed, findings);
            let mut takeover = Vec::new();
            let names: Vec<Text> =
                controller.takeover_ports.iter().flat_map(|name| expand(name, findings)).collect();
            for name in names {
                match ports.find(&name.value) {
                    Some(port) => takeover.push(port),
                    None => findings.push(Finding::error(
                        "unknown-port",
                        name.span,
                        msg!(reading::CONTROLLER_WITHOUT_PORT, port = name.value),
                    )),
                }
            }
            controllers.push(ControllerType {
                name: name.value.clone(),
                takeover_ports: (!takeover.is_empty()).then_some(takeover),
                ports,
            });
        }
        let same_fabric = groups(&spec.same_fabric, &controllers, findings);
        let failover_pairs = groups(&spec.failover_pairs, &controllers, findings);
        let provenance = spec.provenance.0.iter().filter_map(|(field, from)| {
            let from = match (&from.source, &from.unverified) {
                (Some(source), _) => Provenance::Source(source.value.clone()),
                (None, Some(how)) => Provenance::Unverified(how.value.clone()),
                (None, None) => return None,
            };
            Some((field.value.clone(), from))
        });
        Some(Self {
            id: id.map(CompactString::from),
            kind: spec.kind?.value,
            vendor: text(&spec.vendor),
            name: text(&spec.name),
            part_number: text(&spec.part_number),
            ports,
            controllers,
            access: spec.access.map(|it| it.value),
            controller_failover: spec.controller_failover.map(|it| it.value),
            psus: spec.psus.as_ref().and_then(|it| it.count).map(|it| it.value),
            psus_needed: spec.psus.as_ref().and_then(|it| it.needed).map(|it| it.value),
            rack_units: spec.rack_units.map(|it| it.value),
            slots: number(spec.slots),
            slot_table: slot_table(&spec.slot_table, findings),
            lanes: number(spec.lanes),
            power_draw: number(spec.power_draw),
            rating: number(spec.rating),
            end_of_support: spec.end_of_support.map(|it| it.value),
            direct_attach: number(spec.direct_attach),
            max_fan_in: number(spec.max_fan_in),
            same_fabric,
            failover_pairs,
            volumes_per_controller: number(spec.volumes_per_controller),
            max_shelves: number(spec.max_shelves),
            multipath: text(&spec.multipath),
            fabric_os: text(&spec.fabric_os),
            max_switches_in_path: number(spec.max_switches_in_path),
            interface: text(&spec.interface),
            clustering: Clustering {
                max_nodes: number(spec.max_nodes),
                min_heartbeats: number(spec.min_heartbeats),
                max_heartbeats: number(spec.max_heartbeats),
                quorum_volume_nodes: number(spec.quorum_volume_nodes),
                needs_fencing: spec.needs_fencing.is_some_and(|it| it.value),
            },
            drive_bays: spec.drive_bays.map(|it| it.value),
            bays: spec.bays.map(|it| it.value),
            length: spec.length.map(|it| it.value),
            medium: text(&spec.medium),
            connector: text(&spec.connector),
            connectors: spec.connectors.iter().map(|it| it.value.clone()).collect(),
            speeds: spec.speeds.iter().map(|it| it.value).collect(),
            capacity: spec.capacity.map(|it| it.value),
            arbitration: spec.arbitration.map(|it| it.value),
            licence_per: spec.licence_per.map(|it| it.value),
            bundled: ids(&spec.bundled),
            options: ids(&spec.options),
            pack: pack(spec.pack, findings),
            term: number(spec.term),
            level: text(&spec.level),
            licensed,
            provenance: provenance.collect(),
        })
    }
}

/// Ids as they are looked up.
fn ids(texts: &[Text]) -> Vec<CompactString> {
    texts.iter().map(|it| it.value.clone()).collect()
}

fn pack(pack: Option<Spanned<u32>>, findings: &mut Vec<Finding>) -> Option<u32> {
    let pack = pack?;
    if pack.value == 0 {
        let finding = Finding::error("bad-value", pack.span, &reading::EMPTY_PACK);
        findings.push(finding.help(&reading::FILL_PACK));
    }
    (pack.value > 0).then_some(pack.value)
}

/// The slots of a table, by number.
fn slot_table(specs: &[SlotsSpec], findings: &mut Vec<Finding>) -> Vec<Slot> {
    let mut slots = Vec::new();
    for spec in specs {
        let names: Vec<Text> = spec.slots.iter().flat_map(|name| expand(name, findings)).collect();
        for name in names {
            match name.value.parse() {
                Ok(number) => slots.push(Slot {
                    number,
                    lanes: spec.lanes.map(|it| it.value),
                    riser: spec.riser.as_ref().map(|it| it.value.clone()),
                    cpu: spec.cpu.map(|it| it.value),
                }),
                Err(_) => findings.push(Finding::error(
                    "bad-value",
                    name.span,
                    msg!(reading::NOT_A_NUMBER, text = name.value),
                )),
            }
        }
    }
    slots.sort_by_key(|slot: &Slot| slot.number);
    slots
}

/// Groups of ports of controllers, by the names that these have.
fn groups(
    specs: &[PortGroupSpec],
    controllers: &[ControllerType],
    findings: &mut Vec<Finding>,
) -> Vec<Vec<CompactString>> {
    let mut groups = Vec::new();
    for spec in specs {
        let mut group = Vec::new();
        let names: Vec<Text> = spec.ports.iter().flat_map(|name| expand(name, findings)).collect();
        for name in names {
            let ports = controllers.iter().map(|controller| &controller.ports);
            let found =
                ports.clone().find_map(|ports| ports.find(&name.value).map(|it| &ports[it]));
            match found {
                Some(port) => group.push(port.name.clone()),
                None => findings.push(Finding::error(
                    "unknown-port",
                    name.span,
                    msg!(reading::CONTROLLER_WITHOUT_PORT, port = name.value),
                )),
            }
        }
        groups.push(group);
    }
    groups
}

/// Most ports that one part may have.
const MOST_PORTS: u64 = 100_000;

fn expand(name: &Text, findings: &mut Vec<Finding>) -> Vec<Text> {
    match Pattern::parse(&name.value) {
        Ok(pattern) if pattern.count() <= MOST_PORTS => {
            pattern.expand().into_iter().map(|value| Text { value, span: name.span }).collect()
        }
        Ok(_) => {
            findings.push(Finding::error(
                "expansion-limit",
                name.span,
                msg!(reading::TOO_MANY_PORTS, name = &*name.value, most = MOST_PORTS),
            ));
            Vec::new()
        }
        Err(_) => {
            findings.push(Finding::error(
                "bad-range",
                name.span,
                msg!(reading::BAD_PORT_RANGE, text = &*name.value),
            ));
            Vec::new()
        }
    }
}

fn ports(
    specs: &[PortsSpec],
    default_role: Option<PortRole>,
    licensed: &mut Vec<Licensed>,
    findings: &mut Vec<Finding>,
) -> Ports {
    let mut ports: Vec<PortType> = Vec::new();
    for spec in specs {
        let Some(protocol) = spec.protocol else { continue };
        let first = ports.len();
        for name in spec.names.iter().flat_map(|name| expand(name, findings)) {
            ports.push(PortType {
                name: name.value,
                protocol: protocol.value,
                speeds: spec.speeds.iter().map(|it| it.value).collect(),
                connector: spec.connector.as_ref().map(|it| it.value.clone()),
                role: spec.role.map(|it| it.value).or(default_role),
                bundled: ids(&spec.bundled),
            });
        }
        if let Some(count) = spec.licensed {
            licensed.push(Licensed {
                ports: ports[first..].iter().map(|port| port.name.clone()).collect(),
                count: count.value,
            });
        }
    }
    Ports::new(ports)
}

/// The shipped vendors and their files, by name.
static DATA: &[(&str, &str)] =
    &[("generic", include_str!("data/generic.yaml")), ("hp", include_str!("data/hp.yaml"))];

/// The shipped parts, read vendor by vendor when first asked for.
#[derive(Debug, Default)]
pub struct Catalog {
    vendors: BTreeMap<&'static str, Shipped>,
}

/// The parts of one vendor, as written and as meant.
#[derive(Debug, Default)]
struct Shipped {
    specs: BTreeMap<CompactString, PartSpec>,
    parts: BTreeMap<CompactString, Arc<Part>>,
}

impl Catalog {
    /// The part with an id such as `hp/fc1242sr`; capitals do not matter.
    pub fn part(&mut self, id: &str) -> Option<Arc<Part>> {
        let id = id.to_lowercase();
        let (vendor, _) = id.split_once('/')?;
        self.vendor(vendor)?.parts.get(id.as_str()).cloned()
    }

    /// The part with an id as written, for others to be like it.
    pub fn spec(&mut self, id: &str) -> Option<&PartSpec> {
        let id = id.to_lowercase();
        let (vendor, _) = id.split_once('/')?;
        self.vendor(vendor)?.specs.get(id.as_str())
    }

    /// Every shipped part, by id.
    pub fn all(&mut self) -> Vec<Arc<Part>> {
        DATA.iter()
            .filter_map(|(v, _)| Some(self.vendor(v)?.parts.values().cloned().collect::<Vec<_>>()))
            .flatten()
            .collect()
    }

    fn vendor(&mut self, name: &str) -> Option<&Shipped> {
        let (name, text) = DATA.iter().find(|(vendor, _)| *vendor == name)?;
        Some(self.vendors.entry(name).or_insert_with(|| read(name, text).0))
    }
}

/// Reads a shipped file; its findings are for the test that there are none.
fn read(name: &str, text: &str) -> (Shipped, Vec<Finding>) {
    let mut findings = Vec::new();
    let source = Source::new(name, text);
    let mut shipped = Shipped::default();
    let spec = Tree::parse(SourceId::default(), &source.text, &Limits::default(), &mut findings)
        .and_then(|tree| {
            let mut reader = Reader::new(&tree, &mut findings);
            CatalogueSpec::decode(&mut reader, tree.root())
        });
    for (id, spec) in spec.into_iter().flat_map(|spec| spec.parts.0) {
        shipped.specs.insert(id.value, spec);
    }
    let ids: Vec<CompactString> = shipped.specs.keys().cloned().collect();
    for id in ids {
        let like = like(&shipped.specs[&id], |like| shipped.specs.get(like).cloned());
        let part = like.ok().and_then(|spec| Part::from_spec(Some(&id), &spec, &mut findings));
        shipped.parts.extend(part.map(|part| (id, Arc::new(part))));
    }
    (shipped, findings)
}

/// Most parts that one may be like, one after another.
pub const MOST_LIKE: usize = 32;

/// Why a part cannot be like another.
#[derive(Debug)]
pub enum LikeError {
    /// There is no part with this id.
    Unknown(Text),
    /// The parts are like each other in a circle.
    Circle(Text),
}

/// A part with all that it takes from those it is like.
///
/// # Errors
///
/// If one of them is not known, or is like the part itself in the end.
pub fn like(
    spec: &PartSpec,
    mut find: impl FnMut(&str) -> Option<PartSpec>,
) -> Result<PartSpec, LikeError> {
    let mut whole = spec.clone();
    let mut next = whole.like.take();
    for _ in 0..MOST_LIKE {
        let Some(id) = next else { return Ok(whole) };
        let mut other = find(&id.value).ok_or_else(|| LikeError::Unknown(id))?;
        next = other.like.take();
        // The source of a fact goes with the fact.
        let own = whole.provenance.0.len();
        for (field, from) in &other.provenance.0 {
            if !whole.provenance.0[..own].iter().any(|(it, _)| it.value == field.value) {
                whole.provenance.0.push((field.clone(), from.clone()));
            }
        }
        whole.inherit(&other);
    }
    Err(LikeError::Circle(next.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_parts_are_sound() {
        for (vendor, text) in DATA {
            let (shipped, findings) = read(vendor, text);
            assert!(findings.is_empty(), "{vendor}: {findings:#?}");
            assert_eq!(shipped.parts.len(), shipped.specs.len());
            for (id, part) in shipped.parts {
                assert!(id.starts_with(&format!("{vendor}/")), "{id}");
                assert_eq!(id, id.to_lowercase(), "ids are looked up without capitals");
                assert!(*vendor != "generic" || part.part_number.is_none(), "{id}");
            }
        }
    }
}
