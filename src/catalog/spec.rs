//! A part as a catalogue file writes it.

use crate::source::Span;
use crate::yaml::decode::{Decode, Reader, Spanned, Table, Text, choice, record};
use crate::yaml::values::{Date, Length, Size, Speed};
use crate::yaml::{Kind, NodeId};

choice! {
    /// What sort of thing a part is.
    pub enum PartKind {
        /// A server.
        Server = "server",
        /// A card for a server: HBA or network adapter.
        Adapter = "adapter",
        /// A switch: Fibre Channel, SAS or Ethernet.
        Switch = "switch",
        /// A disk array with its controllers.
        Array = "array",
        /// A disk shelf behind an array.
        Shelf = "shelf",
        /// A blade enclosure.
        Enclosure = "enclosure",
        /// A drive.
        Drive = "drive",
        /// A pluggable transceiver.
        Optic = "optic",
        /// A cable.
        Cable = "cable",
        /// A power distribution unit.
        Pdu = "pdu",
        /// An uninterruptible power supply.
        Ups = "ups",
        /// A patch panel.
        Panel = "panel",
        /// Software.
        Software = "software",
        /// Software that joins the storage paths of a server.
        Multipath = "multipath",
        /// A licence.
        Licence = "licence",
        /// Rails that hold a device in a rack.
        Rail = "rail",
        /// Anything else that is ordered.
        Accessory = "accessory",
        /// Work or support that is ordered.
        Service = "service",
    }
}

choice! {
    /// What a port speaks.
    pub enum Protocol {
        /// Fibre Channel.
        Fc = "fc",
        /// Serial Attached SCSI.
        Sas = "sas",
        /// Ethernet.
        Ethernet = "ethernet",
        /// A serial line, for heartbeats.
        Serial = "serial",
    } later ["fcoe", "roce", "infiniband"]
}

choice! {
    /// What a port is for.
    pub enum PortRole {
        /// Hosts reach the array here.
        Host = "host",
        /// Shelves hang here.
        Expansion = "expansion",
        /// The device itself is managed here.
        Management = "management",
        /// The server's remote management processor.
        Bmc = "bmc",
    }
}

choice! {
    /// Which controllers of an array serve a volume.
    pub enum Access {
        /// All, alike.
        Symmetric = "symmetric",
        /// All; paths through another than the owner are non-optimized.
        Alua = "alua",
        /// The owner alone, or the one that takes over from it.
        Owner = "owner",
    }
}

choice! {
    /// How a cluster decides which side may run a service.
    pub enum Arbitration {
        /// A majority of votes.
        Votes = "votes",
        /// A node takes over once it has stopped the other for certain.
        Fenced = "fenced",
        /// Nothing decides.
        None = "none",
    }
}

choice! {
    /// What a licence is counted by.
    pub enum LicencePer {
        /// One for each node.
        Node = "node",
        /// One for the cluster.
        Cluster = "cluster",
    }
}

record! {
    /// Ports that are alike.
    "ports" pub struct PortsSpec {
        /// Names as on the silkscreen; ranges expand.
        "names" names: Vec<Text> => required,
        /// What they speak.
        "protocol" protocol: Option<Spanned<Protocol>> => required,
        /// Line rates in Gbit/s, highest first.
        "speeds" speeds: Vec<Spanned<Speed>>,
        /// Connector or cage.
        "connector" connector: Option<Text>,
        /// What they are for.
        "role" role: Option<Spanned<PortRole>>,
        /// How many of them may be used without a further licence.
        "licensed" licensed: Option<Spanned<u32>>,
        /// Ids of the parts that each of them is delivered with, such as its optic.
        "bundled" bundled: Vec<Text>,
    } later ["splits_into"]
}

record! {
    /// A controller of an array.
    "controller" pub struct ControllerSpec {
        /// Its ports.
        "ports" ports: Vec<PortsSpec>,
        /// Those of its host ports that serve another controller's volumes after a takeover; all if absent.
        "takeover_ports" takeover_ports: Vec<Text>,
    }
}

record! {
    /// Power supplies: `psu1`, `psu2`, ….
    "psus" pub struct PsusSpec {
        /// How many the device has.
        "count" count: Option<Spanned<u32>> => required,
        /// How many it needs to run; unknown is judged as all.
        "needed" needed: Option<Spanned<u32>>,
    }
}

record! {
    /// Slots that are alike.
    "slots" pub struct SlotsSpec {
        /// Their numbers; ranges expand.
        "slots" slots: Vec<Text> => required,
        /// PCI Express lanes that are wired.
        "lanes" lanes: Option<Spanned<u32>>,
        /// The riser they stand on.
        "riser" riser: Option<Text>,
        /// The processor they hang on.
        "cpu" cpu: Option<Spanned<u32>>,
    }
}

record! {
    /// Host ports that belong together.
    "portgroup" pub struct PortGroupSpec {
        /// Their names; ranges expand.
        "ports" ports: Vec<Text> => required,
    }
}

record! {
    /// Where a fact of a part comes from.
    "provenance" pub struct ProvenanceSpec {
        /// The document, page or file.
        "source" source: Option<Text>,
        /// Why it is not certain, such as `recalled`.
        "unverified" unverified: Option<Text>,
    }
}

record! {
    /// A part: what is known of a model. An unknown field is left out, never zero.
    "part" pub struct PartSpec {
        /// What sort of thing it is.
        "kind" kind: Option<Spanned<PartKind>> => unless_like,
        /// The part that it is like in all that it does not say itself.
        "like" like: Option<Text>,
        /// Who makes it.
        "vendor" vendor: Option<Text>,
        /// Its name for people.
        "name" name: Option<Text>,
        /// The maker's order number.
        "part_number" part_number: Option<Text>,
        /// Its ports.
        "ports" ports: Vec<PortsSpec>,
        /// Controllers of an array, by name.
        "controllers" controllers: Table<ControllerSpec>,
        /// Which controllers serve a volume.
        "access" access: Option<Spanned<Access>>,
        /// Whether another controller takes over from one that failed.
        "controller_failover" controller_failover: Option<Spanned<bool>>,
        /// Its power supplies.
        "psus" psus: Option<PsusSpec>,
        /// Height in rack units.
        "rack_units" rack_units: Option<Spanned<u32>>,
        /// Number of adapter slots.
        "slots" slots: Option<Spanned<u32>>,
        /// What is known of each adapter slot.
        "slot_table" slot_table: Vec<SlotsSpec>,
        /// Most power it draws, in watts.
        "power_draw" power_draw: Option<Spanned<u32>>,
        /// Most power that a power source gives, in watts.
        "rating" rating: Option<Spanned<u32>>,
        /// The last day on which the maker supports it.
        "end_of_support" end_of_support: Option<Spanned<Date>>,
        /// How many servers an array takes without a switch; 0 for none.
        "direct_attach" direct_attach: Option<Spanned<u32>>,
        /// Most initiator ports that one host port of an array serves.
        "max_fan_in" max_fan_in: Option<Spanned<u32>>,
        /// Host ports that the maker cables to one fabric, group by group.
        "same_fabric" same_fabric: Vec<PortGroupSpec>,
        /// Host ports of which each takes over the addresses of the other, pair by pair.
        "failover_pairs" failover_pairs: Vec<PortGroupSpec>,
        /// Most volumes that one controller owns.
        "volumes_per_controller" volumes_per_controller: Option<Spanned<u32>>,
        /// Most shelves behind an array.
        "max_shelves" max_shelves: Option<Spanned<u32>>,
        /// How multipath software treats an array.
        "multipath" multipath: Option<Text>,
        /// The operating system of a switch: switches of unlike ones do not form a fabric.
        "fabric_os" fabric_os: Option<Text>,
        /// Most switches on the way from a server to an array, of a switch.
        "max_switches_in_path" max_switches_in_path: Option<Spanned<u32>>,
        /// What a drive speaks: sas, sata, nvme, ….
        "interface" interface: Option<Text>,
        /// Most nodes of a cluster, of cluster software.
        "max_nodes" max_nodes: Option<Spanned<u32>>,
        /// Fewest heartbeat networks, of cluster software.
        "min_heartbeats" min_heartbeats: Option<Spanned<u32>>,
        /// Most heartbeat networks, of cluster software.
        "max_heartbeats" max_heartbeats: Option<Spanned<u32>>,
        /// Most nodes that a quorum volume decides for, of cluster software.
        "quorum_volume_nodes" quorum_volume_nodes: Option<Spanned<u32>>,
        /// Whether cluster software must be able to stop a node for certain.
        "needs_fencing" needs_fencing: Option<Spanned<bool>>,
        /// Number of drive bays.
        "drive_bays" drive_bays: Option<Spanned<u32>>,
        /// Number of bays of an enclosure.
        "bays" bays: Option<Spanned<u32>>,
        /// Length of a cable.
        "length" length: Option<Spanned<Length>>,
        /// What a cable is made of or an optic is for: om2, om3, os2, sas-copper, cat6, ….
        "medium" medium: Option<Text>,
        /// Connector of a cable or optic.
        "connector" connector: Option<Text>,
        /// The two connectors of a cable whose ends differ.
        "connectors" connectors: Vec<Text>,
        /// Line rates of an optic in Gbit/s.
        "speeds" speeds: Vec<Spanned<Speed>>,
        /// Capacity of a drive.
        "capacity" capacity: Option<Spanned<Size>>,
        /// Lanes a card needs.
        "lanes" lanes: Option<Spanned<u32>>,
        /// How cluster software decides.
        "arbitration" arbitration: Option<Spanned<Arbitration>>,
        /// What a licence is counted by.
        "licence_per" licence_per: Option<Spanned<LicencePer>>,
        /// Ids of the parts that it is delivered with; an id stands once for each piece.
        "bundled" bundled: Vec<Text>,
        /// Ids of the parts that are ordered with each of it; an id stands once for each piece.
        "options" options: Vec<Text>,
        /// How many pieces are sold together.
        "pack" pack: Option<Spanned<u32>>,
        /// Years that a service is bought for; left out where it is bought year by year or is no maintenance.
        "term" term: Option<Spanned<u32>>,
        /// What a maintenance service promises, such as `24x7, 4 h on site`.
        "level" level: Option<Text>,
        /// Where each field comes from.
        "provenance" provenance: Table<ProvenanceSpec>,
    } later ["rates"]
}

/// A model: the id of a part, or a part in place.
#[derive(Clone, Debug)]
pub enum Model {
    /// The id of a part of the catalogue or of the file's own `parts`.
    Id(Text),
    /// The part itself.
    InPlace(Box<PartSpec>),
}

impl Model {
    /// Where it stands.
    pub fn span(&self) -> Span {
        match self {
            Model::Id(id) => id.span,
            Model::InPlace(part) => part.span,
        }
    }
}

impl schemars::JsonSchema for Model {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Model".into()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let part = generator.subschema_for::<PartSpec>();
        schemars::json_schema!({
            "anyOf": [{ "type": ["string", "number", "boolean"], "examples": ["hp/proliant-dl580-g5", "generic/server"] }, part]
        })
    }
}

impl Decode for Model {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        match reader.tree.kind(id) {
            Kind::Map(_) => PartSpec::decode(reader, id).map(Box::new).map(Model::InPlace),
            _ => Text::decode(reader, id).map(Model::Id),
        }
    }
}

record! {
    /// A catalogue file: `{haplan: 1, kind: catalogue, parts: {…}}`.
    "catalogue" pub struct CatalogueSpec {
        /// Version of the format; 1.
        "haplan" haplan: Option<Spanned<u32>> => required,
        /// `catalogue`.
        "kind" kind: Option<Text> => required,
        /// Catalogues that this one goes on in, relative to it.
        "include" include: Vec<Text>,
        /// The parts, by id.
        "parts" parts: Table<PartSpec>,
        /// What goes together by a support list of the site's own; without any row, nothing is said of it.
        "supports" supports: Vec<SupportSpec>,
    }
}

record! {
    /// A row of a support list: what is left out may be anything.
    "support" pub struct SupportSpec {
        /// Ids of the arrays.
        "array" array: Vec<Text>,
        /// Ids of the adapters.
        "hba" hba: Vec<Text>,
        /// Ids of the switches on the way.
        "switch" switch: Vec<Text>,
        /// Operating systems of the server, as under `os`.
        "os" os: Vec<Text>,
        /// The list that says so.
        "source" source: Option<Text> => required,
        /// The day of the list.
        "date" date: Option<Spanned<Date>>,
    }
}
