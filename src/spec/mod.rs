//! A topology file as written: every field with its place, names not yet looked up.
//!
//! The records here are the vocabulary of the format; the decoder, "did you mean" and the JSON Schema
//! are derived from them.

pub mod brief;
mod clusters;
mod devices;
mod include;
mod link;
pub mod prices;
pub mod rates;
mod several;

pub use crate::catalog::CatalogueSpec;
use crate::catalog::{Model, PartSpec, SupportSpec};
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{msg, reading};
use crate::yaml::decode::{Decode, Reader, Spanned, Table, Text, Unread, choice, record};
use crate::yaml::values::Date;
use crate::yaml::{Kind, Tree};

pub use clusters::{
    BondMode, ClusterSpec, FenceSpec, LoadSpec, MirrorBy, MirrorSpec, QuorumSpec, ServiceSpec,
    TieBreak, WitnessSpec,
};
pub use devices::{
    AdapterSpec, ArraySpec, BondSpec, CommonSpec, DeviceSpec, DrivesSpec, EnclosureSpec, PanelSpec,
    PortSpec, ServerSpec, ShelfSpec, SwitchRole, SwitchSpec, VolumeSpec,
};
pub use include::Joined;
pub use link::{End, LinkSpec, LongLinkSpec};
pub use several::{
    Bay, BaySpec, CountedOptionSpec, Heartbeat, HeartbeatVolumeSpec, OptionSpec, Place, PlaceSpec,
    Purpose, Raid,
};

choice! {
    /// What a file is.
    pub enum FileKind {
        /// A design: servers, switches, arrays, links.
        Topology = "topology",
        /// Parts.
        Catalogue = "catalogue",
        /// What parts cost.
        Prices = "prices",
        /// What is wanted.
        Brief = "brief",
        /// How often parts fail.
        Rates = "rates",
    }
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
        /// Every node works on the same services.
        DualActive = "dual-active",
    }
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
        /// Mirrors keep their legs alike here.
        Replication = "replication",
        /// Devices are managed here.
        Management = "management",
    }
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
    /// A place in the power chain.
    "power" pub struct PowerSpec {
        /// What it is.
        "kind" kind: Option<Spanned<PowerKind>> => required,
        /// What it is fed from; for an ats a list.
        "feed" feed: Vec<Text>,
        /// Which part it is: to be ordered, and with its management ports.
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
        /// The site it stands at, and with it all that is in it.
        "site" site: Option<Text>,
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
        /// Its VLAN, 1 to 4094.
        "vlan" vlan: Option<Spanned<u32>>,
    }
}

record! {
    /// What may see each other over a fabric.
    "zone" pub struct ZoneSpec {
        /// Ports, adapters, controllers or devices.
        "members" members: Vec<Text> => required,
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
        /// Files that this one goes on in, relative to it: topologies or catalogues.
        "include" include: Vec<Text>,
        /// What the design promises.
        "target" target: Option<TargetSpec>,
        /// Servers, by name; ranges such as `db[1-2]` expand.
        "servers" servers: Table<ServerSpec>,
        /// Switches, by name.
        "switches" switches: Table<SwitchSpec>,
        /// Disk arrays, by name.
        "arrays" arrays: Table<ArraySpec>,
        /// Shelves of drives behind arrays, by name.
        "shelves" shelves: Table<ShelfSpec>,
        /// Enclosures that hold servers and switches, by name.
        "enclosures" enclosures: Table<EnclosureSpec>,
        /// Patch panels, by name.
        "panels" panels: Table<PanelSpec>,
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
        /// Which ports of a fabric may see each other; without it, all.
        "zones" zones: Table<ZoneSpec>,
        /// The cables, one each: `END -- END`.
        "links" links: Vec<LinkSpec>,
        /// Mirrors, by name.
        "mirrors" mirrors: Table<MirrorSpec>,
        /// Clusters, by name.
        "clusters" clusters: Table<ClusterSpec>,
        /// Services, by name.
        "services" services: Table<ServiceSpec>,
        /// Findings that are accepted.
        "waivers" waivers: Vec<WaiverSpec>,
        /// The file's own parts, by id.
        "parts" parts: Table<PartSpec>,
        /// What goes together by a support list of the site's own; without any row, nothing is said of it.
        "supports" supports: Vec<SupportSpec>,
    }
}

impl From<CatalogueSpec> for TopologySpec {
    /// A design of nothing but what a catalogue holds.
    fn from(catalogue: CatalogueSpec) -> Self {
        let CatalogueSpec { span, haplan, include, parts, supports, kind: _ } = catalogue;
        Self { span, haplan, include, parts, supports, ..Self::default() }
    }
}

/// Reads a topology file; what cannot be read is reported and left out.
///
/// Gives nothing if the file is not a topology at all.
pub fn read(tree: &Tree, findings: &mut Vec<Finding>) -> Option<TopologySpec> {
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
        unread.any |= twice.contains(&section);
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
    check_version(spec.haplan, findings);
    Some(spec)
}

/// Reads a catalogue that a topology includes, as [`read`] does a topology.
pub fn read_catalogue(tree: &Tree, findings: &mut Vec<Finding>) -> Option<CatalogueSpec> {
    let spec = CatalogueSpec::decode(&mut Reader::new(tree, findings), tree.root())?;
    check_version(spec.haplan, findings);
    Some(spec)
}

fn check_version(version: Option<Spanned<u32>>, findings: &mut Vec<Finding>) {
    if let Some(version) = version.filter(|it| it.value != 1) {
        let message = msg!(reading::UNKNOWN_VERSION, version = version.value);
        let finding = Finding::error("unknown-version", version.span, message);
        findings.push(finding.help(&reading::USE_VERSION_ONE));
    }
}

impl TopologySpec {
    /// The sections whose keys are names, each with what of it could not be read.
    pub fn unread(&mut self) -> [(&'static str, &mut Unread); 16] {
        [
            ("servers", &mut self.servers.1),
            ("switches", &mut self.switches.1),
            ("arrays", &mut self.arrays.1),
            ("shelves", &mut self.shelves.1),
            ("enclosures", &mut self.enclosures.1),
            ("panels", &mut self.panels.1),
            ("power", &mut self.power.1),
            ("racks", &mut self.racks.1),
            ("sites", &mut self.sites.1),
            ("groups", &mut self.groups.1),
            ("networks", &mut self.networks.1),
            ("zones", &mut self.zones.1),
            ("mirrors", &mut self.mirrors.1),
            ("clusters", &mut self.clusters.1),
            ("services", &mut self.services.1),
            ("parts", &mut self.parts.1),
        ]
    }
}

/// The files that a file names under `include`, whatever else stands in it.
pub fn includes_of<'t>(tree: &'t Tree) -> Vec<&'t str> {
    let Some((_, value)) = tree.get(tree.root(), "include") else { return Vec::new() };
    match tree.kind(value) {
        Kind::Scalar { text, .. } => vec![text],
        Kind::Seq(items) => items.iter().filter_map(|&item| tree.scalar(item)).collect(),
        Kind::Map(_) => Vec::new(),
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
