//! The cabling list: one row for each cable, in the order in which a technician walks the racks.

mod color;
mod tables;

use std::cmp::Ordering;

use crate::catalog::{PortRole, Protocol};
use crate::names::natural;
use crate::sheet::plugs::{self, Optic};
use crate::spec::NetworkRole;
use crate::topology::{CableId, DeviceKind, FabricId, ModuleKind, NetworkId, PortId, Topology};
use crate::words::{Msg, Value, Word, msg, sheets};

pub use color::Color;

/// The optic at the end of a cable.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EndOptic {
    /// Part of the card.
    BuiltIn,
    /// A Fibre Channel transceiver in a cage.
    FcSfp,
    /// An Ethernet transceiver in a cage.
    EthernetSfp,
}

impl EndOptic {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            EndOptic::BuiltIn => "built-in",
            EndOptic::FcSfp => "fc-sfp",
            EndOptic::EthernetSfp => "ethernet-sfp",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static Word {
        match self {
            EndOptic::BuiltIn => &sheets::BUILT_IN,
            EndOptic::FcSfp => &sheets::FC_SFP,
            EndOptic::EthernetSfp => &sheets::ETHERNET_SFP,
        }
    }
}

/// Where the length of a cable comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LengthSource {
    /// The file gives it, and no part says the same.
    Given,
    /// The part is of this length.
    Part,
}

impl LengthSource {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            LengthSource::Given => "given",
            LengthSource::Part => "part",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static Word {
        match self {
            LengthSource::Given => &sheets::LENGTH_GIVEN,
            LengthSource::Part => &sheets::LENGTH_OF_PART,
        }
    }
}

/// One end of a cable.
#[derive(Clone, Debug)]
pub struct End {
    /// The device.
    pub device: String,
    /// The slot of the card, or the controller.
    pub slot: Option<String>,
    /// The port within the device: `hba1/1`, `nic2`, `A0`.
    pub port: String,
    /// The site.
    pub site: Option<String>,
    /// The rack.
    pub rack: Option<String>,
    /// The lowest rack unit of the device.
    pub unit: Option<u32>,
    /// The optic; `None` for copper.
    pub optic: Option<EndOptic>,
}

impl End {
    /// Where it is as a label says it: `RACK-UNIT:PORT` where both are known, else `DEVICE:PORT`.
    fn place(&self) -> String {
        match (&self.rack, self.unit) {
            (Some(rack), Some(unit)) => format!("{rack}-{unit:02}:{}", self.port),
            _ => format!("{}:{}", self.device, self.port),
        }
    }
}

/// A cable.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id: its label if it has one, else its ends.
    pub id: String,
    /// What the file says is printed on it.
    pub label: Option<String>,
    /// What is printed at end `a`: near end, then far end.
    pub label_a: String,
    /// What is printed at end `b`: near end, then far end.
    pub label_b: String,
    /// The end that comes first on the walk: servers, then switches, then arrays.
    pub a: End,
    /// The other end.
    pub b: End,
    /// What it is made of, if known: `fibre`, `om3`, `twisted-pair`, `sas-copper`, ….
    pub medium: Option<String>,
    /// Its connectors, if known: `lc`, or `sff-8088-sff-8644` where they differ.
    pub connector: Option<String>,
    /// Its length in millimetres; never an estimate.
    pub length_mm: Option<u32>,
    /// Where the length comes from.
    pub length_source: Option<LengthSource>,
    /// Its colour.
    pub color: Color,
    /// The label of the fabric it belongs to.
    pub fabric: Option<String>,
    /// What runs over it; `None` if the file does not say.
    pub purpose: Option<Msg>,
    /// The maker's order number.
    pub part_number: Option<String>,
    /// Whether it is there already: both its ends are.
    pub existing: bool,
}

/// The cabling list of a design.
#[derive(Clone, Debug)]
pub struct Cabling {
    /// The name of the design.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// Every cable once.
    pub cables: Vec<Row>,
}

/// The cabling list of a design.
///
/// Rows follow the walk past end `a`: by site, rack and rack unit from the top (what has none comes
/// last), then servers before switches before arrays, by device and by port in natural order.
pub fn cabling(topology: &Topology) -> Cabling {
    let colors = color::Colors::new(topology);
    let mut rows: Vec<([PortId; 2], Row)> = topology
        .cable_ids()
        .map(|cable| {
            let mut ends = topology[cable].ends;
            ends.sort_by(|&a, &b| {
                rank(topology, a).cmp(&rank(topology, b)).then_with(|| walk(topology, a, b))
            });
            (ends, row(topology, cable, ends, &colors))
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| {
        walk(topology, a[0], b[0]).then_with(|| walk(topology, a[1], b[1]))
    });
    Cabling {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        cables: rows.into_iter().map(|(_, row)| row).collect(),
    }
}

/// Servers before switches before arrays.
fn rank(topology: &Topology, port: PortId) -> DeviceKind {
    topology[topology[port].device].kind
}

/// Which port a technician meets first.
fn walk(topology: &Topology, a: PortId, b: PortId) -> Ordering {
    let (x, y) = (&topology[topology[a].device], &topology[topology[b].device]);
    let by_name = |a: Option<&str>, b: Option<&str>| match (a, b) {
        (Some(a), Some(b)) => natural(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    let site = |it: &crate::topology::Device| it.location.site.map(|site| &*topology[site].name);
    let rack =
        |it: &crate::topology::Device| it.location.rack.map(|(rack, _)| &*topology[rack].name);
    let unit = |it: &crate::topology::Device| it.location.rack.and_then(|(_, unit)| unit);
    by_name(site(x), site(y))
        .then_with(|| by_name(rack(x), rack(y)))
        .then_with(|| unit(y).cmp(&unit(x)))
        .then_with(|| x.kind.cmp(&y.kind))
        .then_with(|| natural(&x.name, &y.name))
        .then_with(|| natural(&topology[a].name, &topology[b].name))
}

fn row(topology: &Topology, id: CableId, ends: [PortId; 2], colors: &color::Colors) -> Row {
    let cable = &topology[id];
    let [a, b] = ends.map(|port| end(topology, port));
    let (near, far) = (a.place(), b.place());
    let part = cable.part.as_deref();
    let of_part = part.and_then(|part| part.length);
    let fabric = fabric(topology, id);
    Row {
        id: topology.id(cable.comp).to_owned(),
        label: cable.label.as_ref().map(ToString::to_string),
        label_a: format!("{near} / {far}"),
        label_b: format!("{far} / {near}"),
        a,
        b,
        medium: plugs::medium(topology, id),
        connector: plugs::connector(topology, id),
        length_mm: cable.length.map(|length| length.mm),
        length_source: cable.length.map(|length| match of_part == Some(length) {
            true => LengthSource::Part,
            false => LengthSource::Given,
        }),
        color: colors.of(topology, id, fabric),
        fabric: fabric.map(|fabric| topology[fabric].name.to_string()),
        purpose: purpose(topology, id, fabric),
        part_number: part.and_then(|part| part.part_number.as_ref()).map(ToString::to_string),
        existing: plugs::existing(topology, id),
    }
}

fn end(topology: &Topology, port: PortId) -> End {
    let kind = topology.port_type(port);
    let optic = plugs::optic(topology, port);
    let port = &topology[port];
    let device = &topology[port.device];
    let slot = port.module.and_then(|module| match &topology[module].kind {
        ModuleKind::Adapter { slot, .. } => slot.map(|slot| slot.to_string()),
        ModuleKind::Controller(_) => Some(topology[module].name.to_string()),
    });
    End {
        device: device.name.to_string(),
        slot,
        port: port.name.to_string(),
        site: device.location.site.map(|site| topology[site].name.to_string()),
        rack: device.location.rack.map(|(rack, _)| topology[rack].name.to_string()),
        unit: device.location.rack.and_then(|(_, unit)| unit),
        optic: optic.map(|optic| match (optic, kind.protocol) {
            (Optic::BuiltIn, _) => EndOptic::BuiltIn,
            (Optic::Pluggable, Protocol::Ethernet) => EndOptic::EthernetSfp,
            (Optic::Pluggable, _) => EndOptic::FcSfp,
        }),
    }
}

/// The fabric label of a switch at either end; of two, the first by name.
fn fabric(topology: &Topology, cable: CableId) -> Option<FabricId> {
    let fabrics =
        topology[cable].ends.iter().filter_map(|&end| topology[topology[end].device].fabric);
    fabrics.min_by(|&a, &b| natural(&topology[a].name, &topology[b].name))
}

/// Networks of a cable, each once, by name.
fn networks(topology: &Topology, cable: CableId) -> Vec<NetworkId> {
    let mut networks = topology[cable].networks.clone();
    networks.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    networks.dedup();
    networks
}

fn purpose(topology: &Topology, cable: CableId, fabric: Option<FabricId>) -> Option<Msg> {
    let ends = topology[cable].ends;
    let has_role = |role| ends.iter().any(|&end| topology.port_type(end).role == Some(role));
    let mut of: Vec<Msg> = networks(topology, cable)
        .into_iter()
        .map(|network| {
            let name = &*topology[network].name;
            match topology[network].role {
                NetworkRole::Clients => msg!(sheets::P_CLIENTS, name = name),
                NetworkRole::Heartbeat => msg!(sheets::P_HEARTBEAT, name = name),
                NetworkRole::Storage => msg!(sheets::P_STORAGE_NETWORK, name = name),
                NetworkRole::Replication => msg!(sheets::P_REPLICATION, name = name),
                NetworkRole::Management => msg!(sheets::P_MANAGEMENT_NETWORK, name = name),
            }
        })
        .collect();
    if of.is_empty() {
        if has_role(PortRole::Expansion) {
            of.push((&sheets::P_EXPANSION).into());
        } else if has_role(PortRole::Management) || has_role(PortRole::Bmc) {
            of.push((&sheets::P_MANAGEMENT).into());
        } else if topology[cable].protocol != Protocol::Ethernet {
            of.push(match fabric {
                Some(fabric) => msg!(sheets::P_STORAGE_FABRIC, name = &*topology[fabric].name),
                None => (&sheets::P_STORAGE).into(),
            });
        }
    }
    let between = ends.iter().all(|&end| rank(topology, end) == DeviceKind::Switch);
    match (between, of.is_empty()) {
        (true, true) => Some((&sheets::P_INTER_SWITCH).into()),
        (true, false) => Some(msg!(sheets::P_INTER_SWITCH_OF, of = of)),
        (false, true) => None,
        (false, false) => Some(msg!(sheets::PLAIN, text = Value::from(of))),
    }
}
