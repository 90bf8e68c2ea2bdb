//! A topology file as written: every field with its place, names not yet looked up.
//!
//! The records here are the vocabulary of the format; the decoder, "did you mean" and the JSON Schema
//! are derived from them.

mod link;
mod several;

use crate::catalog::{Access, Arbitration, Model, PartSpec};
use crate::source::Span;
use crate::words::{msg, reading};
use crate::yaml::decode::{Decode, Reader, Spanned, Table, Text, Unread, choice, record};
use crate::yaml::values::{Date, Duration, Size};
use crate::yaml::{Kind, Tree};

pub use several::{Heartbeat, Place, Raid};

pub use link::{End, LinkSpec, LongLinkSpec};

choice! {
    /// What a file is.
    pub enum FileKind {
        /// A design: servers, switches, arrays, links.
        Topology = "topology",
        /// Parts.
        Catalogue = "catalogue",
    } later ["brief", "prices", "rates"]
}

choice! {
    /// The worst that one fault may do, by promise.
    pub enum Promise {
        /// Services run on without a break.
        Degraded = "degraded",
        /// Another node takes over.
        Failover = "failover",
        /// Services may stop.
        Outage = "outage",
    }
}

choice! {
    /// How the nodes of a cluster share the work.
    pub enum Mode {
        /// One node works, the others wait.
        ActiveStandby = "active-standby",
        /// Each node works and stands by for the others.
        Mutual = "mutual",
    } later ["dual-active"]
}

choice! {
    /// What a network is for.
    pub enum NetworkRole {
        /// Clients reach the services here.
        Clients = "clients",
        /// Nodes hear each other here.
        Heartbeat = "heartbeat",
        /// iSCSI.
        Storage = "storage",
        /// Devices are managed here.
        Management = "management",
    } later ["replication"]
}

choice! {
    /// What stands at a place in the power chain.
    pub enum PowerKind {
        /// A utility feed.
        Feed = "feed",
        /// A generator.
        Generator = "generator",
        /// An uninterruptible power supply.
        Ups = "ups",
        /// A power distribution unit.
        Pdu = "pdu",
        /// An automatic transfer switch.
        Ats = "ats",
    }
}

choice! {
    /// What drives of a server are for.
    pub enum DriveUse {
        /// The operating system.
        System = "system",
    }
}

choice! {
    /// A RAID level by name.
    pub enum RaidLevel {
        /// Striping; survives no loss.
        Raid0 = "raid0",
        /// Mirroring; survives all but one.
        Raid1 = "raid1",
        /// Mirrored pairs, striped; survives one loss in each pair.
        Raid10 = "raid10",
        /// Single parity.
        Raid5 = "raid5",
        /// Double parity.
        Raid6 = "raid6",
        /// Striped single parity; counted as surviving one loss.
        Raid50 = "raid50",
        /// Striped double parity; counted as surviving two losses.
        Raid60 = "raid60",
    }
}

record! {
    /// Protection by the number of drives that may be lost.
    "raid" pub struct SurvivesSpec {
        /// How many drives may be lost.
        "survives" survives: Option<Spanned<u32>> => required,
    }
}

record! {
    /// What the design promises.
    "target" pub struct TargetSpec {
        /// The worst that any one fault may do.
        "any_one_fault" any_one_fault: Option<Spanned<Promise>>,
    }
}

record! {
    /// A card in a server.
    "adapter" pub struct AdapterSpec {
        /// Which card.
        "model" model: Option<Model> => required,
        /// The slot it sits in.
        "slot" slot: Option<Spanned<u32>>,
        /// Already there: in the graph, not in the bill of materials.
        "existing" existing: Option<Spanned<bool>>,
    } later ["controller", "alias"]
}

record! {
    /// Drives of a server that are alike.
    "drives" pub struct DrivesSpec {
        /// Which drive.
        "model" model: Option<Model>,
        /// How many.
        "count" count: Option<Spanned<u32>>,
        /// How they are protected; without it, none may be lost.
        "raid" raid: Option<Spanned<Raid>>,
        /// What they are for.
        "use" purpose: Option<Spanned<DriveUse>>,
        /// How many more wait as spares.
        "spares" spares: Option<Spanned<u32>>,
    }
}

record! {
    /// A place in a rack.
    "place" pub struct PlaceSpec {
        /// Name of the rack.
        "in" rack: Option<Text> => required,
        /// Lowest rack unit, from the bottom.
        "unit" unit: Option<Spanned<u32>>,
    }
}

record! {
    /// A server.
    "server" pub struct ServerSpec {
        /// Which server.
        "model" model: Option<Model> => required,
        /// Processors fitted.
        "cpus" cpus: Option<Spanned<u32>>,
        /// Memory fitted.
        "memory" memory: Option<Spanned<Size>>,
        /// Its cards, by name.
        "adapters" adapters: Table<AdapterSpec>,
        /// Its local drives.
        "drives" drives: Vec<DrivesSpec>,
        /// What each supply is plugged into: `{psu1: pdu-a, psu2: pdu-b}`.
        "power" power: Table<Text>,
        /// Where it stands.
        "rack" rack: Option<Place>,
        /// The site it stands at.
        "site" site: Option<Text>,
        /// Already there: in the graph, not in the bill of materials.
        "existing" existing: Option<Spanned<bool>>,
    } later ["bonds", "options", "in"]
}

record! {
    /// A switch: Fibre Channel, SAS or Ethernet.
    "switch" pub struct SwitchSpec {
        /// Which switch.
        "model" model: Option<Model> => required,
        /// The fabric it belongs to, such as A or B.
        "fabric" fabric: Option<Text>,
        /// What each supply is plugged into.
        "power" power: Table<Text>,
        /// Where it stands.
        "rack" rack: Option<Place>,
        /// The site it stands at.
        "site" site: Option<Text>,
        /// Already there: in the graph, not in the bill of materials.
        "existing" existing: Option<Spanned<bool>>,
    } later ["adapters", "options", "in", "role", "mlag"]
}

record! {
    /// A volume of an array.
    "volume" pub struct VolumeSpec {
        /// How its drives are protected.
        "raid" raid: Option<Spanned<Raid>>,
        /// How many drives; left out, drives are not considered.
        "drives" drives: Option<Spanned<u32>>,
        /// Which drive.
        "drive" drive: Option<Model>,
        /// How many more wait as spares.
        "spares" spares: Option<Spanned<u32>>,
        /// The controller that owns it; the first if left out.
        "owner" owner: Option<Text>,
    } later ["on"]
}

record! {
    /// A disk array.
    "array" pub struct ArraySpec {
        /// Which array.
        "model" model: Option<Model> => required,
        /// Which controllers serve a volume, where its settings differ from the model's.
        "access" access: Option<Spanned<Access>>,
        /// Its volumes, by name.
        "volumes" volumes: Table<VolumeSpec>,
        /// What each supply is plugged into.
        "power" power: Table<Text>,
        /// Where it stands.
        "rack" rack: Option<Place>,
        /// The site it stands at.
        "site" site: Option<Text>,
        /// Already there: in the graph, not in the bill of materials.
        "existing" existing: Option<Spanned<bool>>,
    } later ["adapters", "options", "in"]
}

record! {
    /// A place in the power chain.
    "power" pub struct PowerSpec {
        /// What it is.
        "kind" kind: Option<Spanned<PowerKind>> => required,
        /// What it is fed from; for an ats a list.
        "feed" feed: Vec<Text>,
        /// Which part it is, if it is to be ordered.
        "model" model: Option<Model>,
        /// Where it stands.
        "rack" rack: Option<Place>,
        /// The site it stands at.
        "site" site: Option<Text>,
        /// Already there: in the graph, not in the bill of materials.
        "existing" existing: Option<Spanned<bool>>,
    }
}

record! {
    /// A rack.
    "rack" pub struct RackSpec {
        /// Its height in rack units.
        "units" units: Option<Spanned<u32>>,
        /// Whether all in it fails together.
        "shared_fate" shared_fate: Option<Spanned<bool>>,
    }
}

record! {
    /// A site: all at it fails together.
    "site" pub struct SiteSpec {
        /// Its name for people.
        "title" title: Option<Text>,
    }
}

record! {
    /// Things that fail together.
    "group" pub struct GroupSpec {
        /// Cables or parts.
        "members" members: Vec<Text> => required,
        /// Why they do.
        "reason" reason: Option<Text>,
    }
}

record! {
    /// A network.
    "network" pub struct NetworkSpec {
        /// What it is for.
        "role" role: Option<Spanned<NetworkRole>> => required,
        /// Its subnet, such as `10.1.1.0/24`.
        "subnet" subnet: Option<Text>,
        /// Switch ports through which the clients come.
        "uplinks" uplinks: Vec<Text>,
    } later ["vlan"]
}

record! {
    /// What decides when nodes do not hear each other.
    "quorum" pub struct QuorumSpec {
        /// A volume that all nodes reach, as `array:volume`.
        "volume" volume: Option<Text>,
    } later ["server", "network"]
}

record! {
    /// Nodes that stand in for each other.
    "cluster" pub struct ClusterSpec {
        /// Its servers, in the order in which they take over.
        "nodes" nodes: Vec<Text> => required,
        /// How they share the work.
        "mode" mode: Option<Spanned<Mode>>,
        /// The cluster software.
        "software" software: Option<Model>,
        /// The networks over which the nodes hear each other.
        "heartbeat" heartbeat: Vec<Heartbeat>,
        /// What decides when they do not.
        "quorum" quorum: Option<QuorumSpec>,
        /// How it is decided who runs a service, where it differs from the software's way.
        "arbitration" arbitration: Option<Spanned<Arbitration>>,
        /// How long a takeover lasts.
        "takeover" takeover: Option<Spanned<Duration>>,
    } later ["fencing", "tie_break"]
}

record! {
    /// What a service needs of the node that runs it.
    "load" pub struct LoadSpec {
        /// Processors.
        "cpus" cpus: Option<Spanned<u32>>,
        /// Memory.
        "memory" memory: Option<Spanned<Size>>,
    }
}

record! {
    /// A service that must keep running.
    "service" pub struct ServiceSpec {
        /// The cluster it runs on; without one, its home is its only node.
        "cluster" cluster: Option<Text>,
        /// The node it runs on when all is well; the first of the cluster if left out.
        "home" home: Option<Text>,
        /// The volumes it needs, as `array:volume`.
        "volumes" volumes: Vec<Text>,
        /// The network its clients come over.
        "clients" clients: Option<Text>,
        /// Its virtual address.
        "vip" vip: Option<Text>,
        /// What it needs of its node.
        "load" load: Option<LoadSpec>,
        /// What is promised for this service, where it differs from the file's target.
        "target" target: Option<TargetSpec>,
    }
}

record! {
    /// A finding that is accepted.
    "waiver" pub struct WaiverSpec {
        /// Id of the rule.
        "rule" rule: Option<Text> => required,
        /// The component concerned.
        "at" at: Option<Text>,
        /// The service concerned; all if left out.
        "service" service: Option<Text>,
        /// Why it is accepted.
        "reason" reason: Option<Text> => required,
        /// The last day on which it holds.
        "until" until: Option<Spanned<Date>>,
    }
}

record! {
    /// A topology: servers, switches, arrays and the cables between them, and what must keep running.
    "topology" pub struct TopologySpec {
        /// Version of the format; 1.
        "haplan" haplan: Option<Spanned<u32>> => required,
        /// What the file is; a topology if left out.
        "kind" kind: Option<Spanned<FileKind>>,
        /// Its name; the file's name if left out.
        "name" name: Option<Text>,
        /// Its title for people.
        "title" title: Option<Text>,
        /// What the design promises.
        "target" target: Option<TargetSpec>,
        /// Servers, by name; ranges such as `db[1-2]` expand.
        "servers" servers: Table<ServerSpec>,
        /// Switches, by name.
        "switches" switches: Table<SwitchSpec>,
        /// Disk arrays, by name.
        "arrays" arrays: Table<ArraySpec>,
        /// The power chain, by name.
        "power" power: Table<PowerSpec>,
        /// Racks, by name.
        "racks" racks: Table<RackSpec>,
        /// Sites, by name.
        "sites" sites: Table<SiteSpec>,
        /// Things that fail together, by name.
        "groups" groups: Table<GroupSpec>,
        /// Networks, by name.
        "networks" networks: Table<NetworkSpec>,
        /// The cables, one each: `END -- END`.
        "links" links: Vec<LinkSpec>,
        /// Clusters, by name.
        "clusters" clusters: Table<ClusterSpec>,
        /// Services, by name.
        "services" services: Table<ServiceSpec>,
        /// Findings that are accepted.
        "waivers" waivers: Vec<WaiverSpec>,
        /// The file's own parts, by id.
        "parts" parts: Table<PartSpec>,
    } later ["include", "shelves", "enclosures", "panels", "mirrors", "zones"]
}

/// Reads a topology file; what cannot be read is reported and left out.
///
/// Gives nothing if the file is not a topology at all.
pub fn read(tree: &Tree, findings: &mut Vec<crate::finding::Finding>) -> Option<TopologySpec> {
    // What is given twice is read once: names in the other are not unknown.
    let twice: Vec<&str> = findings
        .iter()
        .filter(|it| it.rule == "duplicate-key")
        .map(|it| it.labels[0].span)
        .filter_map(|span| tree.source_text().get(span.start as usize..span.end as usize))
        .collect();
    let mut reader = Reader::new(tree, findings);
    let mut spec = TopologySpec::decode(&mut reader, tree.root())?;
    for (section, unread) in spec.unread() {
        unread.any |= twice.contains(&section) || tree.get(tree.root(), "include").is_some();
    }
    let sections: Vec<&str> = spec.unread().iter().map(|(section, _)| *section).collect();
    for &(key, value) in tree.entries(tree.root()) {
        // A section under a misspelt or later key: what stands in it is not unknown.
        let known = tree.scalar(key).is_some_and(|key| sections.contains(&key));
        if !known {
            for &(name, _) in tree.entries(value) {
                let Some(text) = tree.scalar(name) else { continue };
                let span = tree.span(name);
                spec.servers.1.names.push(Text { value: text.into(), span });
            }
        }
    }
    let mut reader = Reader::new(tree, findings);
    if let Some(version) = spec.haplan
        && version.value != 1
    {
        let message = msg!(reading::UNKNOWN_VERSION, version = version.value);
        let finding = crate::finding::Finding::error("unknown-version", version.span, message);
        reader.report(finding.help(&reading::USE_VERSION_ONE));
    }
    Some(spec)
}

impl TopologySpec {
    /// The sections whose keys are names, each with what of it could not be read.
    pub fn unread(&mut self) -> [(&'static str, &mut Unread); 11] {
        [
            ("servers", &mut self.servers.1),
            ("switches", &mut self.switches.1),
            ("arrays", &mut self.arrays.1),
            ("power", &mut self.power.1),
            ("racks", &mut self.racks.1),
            ("sites", &mut self.sites.1),
            ("groups", &mut self.groups.1),
            ("networks", &mut self.networks.1),
            ("clusters", &mut self.clusters.1),
            ("services", &mut self.services.1),
            ("parts", &mut self.parts.1),
        ]
    }
}

/// What a file says it is, found by its first keys; `None` if it has no `haplan` key.
pub fn kind_of<'t>(tree: &'t Tree) -> Option<(&'t str, Span)> {
    let Kind::Map(entries) = tree.kind(tree.root()) else { return None };
    let value = |name: &str| {
        entries.iter().find_map(|&(key, value)| match (tree.kind(key), tree.kind(value)) {
            (Kind::Scalar { text: key, .. }, Kind::Scalar { text, .. }) if key == name => {
                Some((text, tree.span(value)))
            }
            _ => None,
        })
    };
    let version = value("haplan")?;
    Some(value("kind").unwrap_or(("topology", version.1)))
}
