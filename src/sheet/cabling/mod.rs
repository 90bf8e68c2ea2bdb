//! The cabling list: one row for each cable, in the order in which a technician walks the racks.

mod color;
mod netbox;
mod tables;

use std::cmp::Ordering;

use crate::catalog::{PortRole, Protocol};
use crate::names::natural;
use crate::sheet::lengths;
use crate::sheet::plugs::{self, Optic, Piece, Socket, link_name};
use crate::spec::NetworkRole;
use crate::topology::{
    CableId, Device, DeviceKind, FabricId, ModuleKind, NetworkId, PortId, Topology,
};
use crate::words::{Msg, Value, Word, msg, sheets};

pub use super::lengths::LengthSource;
pub use color::Color;
pub use tables::FIELDS;

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

/// What a cable is plugged into.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Side {
    /// A port of a device.
    Port,
    /// The front of a panel: towards the nearer device.
    Front,
    /// The rear of a panel: towards the other panels, or of a single panel towards the second device.
    Rear,
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
    /// What the operating system calls the port.
    pub alias: Option<String>,
    /// The site.
    pub site: Option<String>,
    /// The rack.
    pub rack: Option<String>,
    /// The lowest rack unit of the device.
    pub unit: Option<u32>,
    /// The enclosure that the device sits in.
    pub enclosure: Option<String>,
    /// The bay of the enclosure.
    pub bay: Option<u32>,
    /// The optic; `None` for copper.
    pub optic: Option<EndOptic>,
    /// The name of the optic that the file gives for it.
    pub optic_part: Option<String>,
    /// What it is plugged into.
    pub side: Side,
}

impl End {
    /// Where it is as a label says it: `RACK-UNIT:PORT` where both are known, else `DEVICE:PORT`.
    fn place(&self) -> String {
        match (&self.rack, self.unit) {
            (Some(rack), Some(unit)) => format!("{rack}-{unit:02}:{}", self.port),
            _ => format!("{}:{}", self.device, self.port),
        }
    }

    /// The port, with its other name if it has one.
    fn port(&self) -> String {
        match &self.alias {
            Some(alias) => format!("{} ({alias})", self.port),
            None => self.port.clone(),
        }
    }

    /// The enclosure and the bay.
    fn within(&self) -> Option<Msg> {
        let name = self.enclosure.as_ref()?;
        Some(match self.bay {
            Some(bay) => msg!(sheets::IN_BAY, name = name, bay = bay),
            None => msg!(sheets::PLAIN, text = name),
        })
    }
}

/// A cable.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id: its label if it has one, else its ends; between panels with its number, `F-09#2`; of a
    /// trunk or breakout cable the trunk's.
    pub id: String,
    /// Its short name, if it has one: its label with its number; of a trunk the trunk's, with the label.
    pub label: Option<String>,
    /// The link that it is a part of, where that is more than this row or only a leg of its cable.
    pub link: Option<String>,
    /// The trunk or breakout cable that it is a leg of.
    pub assembly: Option<String>,
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
    /// Its length in millimetres; an estimate where the source says so.
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
    /// Every cable once, piece by piece, and every leg of a trunk.
    pub cables: Vec<Row>,
    /// How many links are traces inside enclosures, and in no row.
    pub internal: usize,
    /// Links through panels whose length is given for all their pieces together, with it in millimetres.
    pub together: Vec<(String, u32)>,
}

/// The cabling list of a design.
///
/// Rows follow the walk past end `a`: by site, rack and rack unit from the top (what has none comes
/// last), then servers before switches before arrays, by device and by port in natural order. A link
/// through panels is a row for each piece, a trunk one for each leg, a trace inside an enclosure none.
pub fn cabling(topology: &Topology) -> Cabling {
    let colors = color::Colors::new(topology);
    let fabrics = plugs::fabrics(topology);
    let laid = || topology.cable_ids().filter(|&id| !topology[id].internal);
    let mut rows: Vec<([Socket; 2], Row)> = laid()
        .flat_map(|id| plugs::pieces(topology, id))
        .map(|piece| {
            let mut ends = piece.ends;
            ends.sort_by(|&a, &b| {
                let rank = |end: Socket| topology[end.device(topology)].kind;
                rank(a).cmp(&rank(b)).then_with(|| walk(topology, a, b))
            });
            let fabric = fabric(topology, piece.cable, &fabrics);
            (ends, row(topology, &Piece { ends, ..piece }, &piece, fabric, &colors))
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| {
        walk(topology, a[0], b[0]).then_with(|| walk(topology, a[1], b[1]))
    });
    let mut together: Vec<(String, u32)> = laid()
        .map(|id| (id, &topology[id]))
        .filter(|(_, cable)| cable.pieces.len() > 1)
        .filter(|(_, cable)| cable.part.as_ref().is_none_or(|part| part.length.is_none()))
        .filter_map(|(id, cable)| Some((link_name(topology, id), cable.length?.mm)))
        .collect();
    together.sort_by(|a, b| natural(&a.0, &b.0));
    Cabling {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        cables: rows.into_iter().map(|(_, row)| row).collect(),
        internal: topology.cables.len() - laid().count(),
        together,
    }
}

/// Which end a technician meets first.
fn walk(topology: &Topology, a: Socket, b: Socket) -> Ordering {
    let (x, y) = (&topology[a.device(topology)], &topology[b.device(topology)]);
    let by_name = |a: Option<&str>, b: Option<&str>| match (a, b) {
        (Some(a), Some(b)) => natural(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    let site = |it: &Device| it.location.site.map(|site| &*topology[site].name);
    let rack = |it: &Device| it.location.rack.map(|(rack, _)| &*topology[rack].name);
    let unit = |it: &Device| it.location.rack.and_then(|(_, unit)| unit);
    by_name(site(x), site(y))
        .then_with(|| by_name(rack(x), rack(y)))
        .then_with(|| unit(y).cmp(&unit(x)))
        .then_with(|| x.kind.cmp(&y.kind))
        .then_with(|| natural(&x.name, &y.name))
        .then_with(|| natural(socket_name(topology, a), socket_name(topology, b)))
}

fn socket_name<'t>(topology: &'t Topology, socket: Socket<'t>) -> &'t str {
    match socket {
        Socket::Port(port) => &topology[port].name,
        Socket::Panel(_, name) => name,
    }
}

/// A row; `walked` is the piece with the end first that comes first on the walk.
fn row(
    topology: &Topology,
    walked: &Piece,
    piece: &Piece,
    fabric: Option<FabricId>,
    colors: &color::Colors,
) -> Row {
    let id = piece.cable;
    let cable = &topology[id];
    let [a, b] = walked.ends.map(|socket| end(topology, socket, side(topology, piece, socket)));
    let (near, far) = (a.place(), b.place());
    let part = cable.part.as_deref();
    let length = lengths::length(topology, piece);
    let name = topology.id(piece.comp).to_owned();
    let label = match (&cable.assembly, &cable.label) {
        (Some(_), Some(label)) => Some(format!("{name} ({label})")),
        (Some(_), None) | (None, Some(_)) => Some(name.clone()),
        (None, None) => None,
    };
    let link =
        (piece.number.is_some() || cable.assembly.is_some()).then(|| link_name(topology, id));
    Row {
        id: name,
        label,
        link,
        assembly: cable.assembly.as_ref().map(ToString::to_string),
        label_a: format!("{near} / {far}"),
        label_b: format!("{far} / {near}"),
        a,
        b,
        medium: plugs::medium(topology, piece),
        connector: plugs::connector(topology, piece),
        length_mm: length.map(|(length, _)| length.mm),
        length_source: length.map(|(_, source)| source),
        color: colors.of(topology, id, fabric),
        fabric: fabric.map(|fabric| topology[fabric].name.to_string()),
        purpose: purpose(topology, id, fabric),
        part_number: part.and_then(|part| part.part_number.as_ref()).map(ToString::to_string),
        existing: plugs::existing(topology, piece),
    }
}

/// Which side of a panel a piece comes to.
fn side(topology: &Topology, piece: &Piece, socket: Socket) -> Side {
    if let Socket::Port(_) = socket {
        return Side::Port;
    }
    let leaves = piece.ends[0] == socket;
    // Of the panels of the link, counted from 1, that which the piece comes to or leaves.
    let panel = piece.number.unwrap_or(1) - usize::from(leaves);
    let near_first = 2 * panel <= topology[piece.cable].pieces.len();
    if near_first == leaves { Side::Rear } else { Side::Front }
}

fn end(topology: &Topology, socket: Socket, side: Side) -> End {
    let device = &topology[socket.device(topology)];
    let (slot, optic, alias) = match socket {
        Socket::Port(port) => of_port(topology, port),
        Socket::Panel(..) => (None, None, None),
    };
    End {
        device: device.name.to_string(),
        slot,
        port: socket_name(topology, socket).to_owned(),
        alias,
        site: device.location.site.map(|site| topology[site].name.to_string()),
        rack: device.location.rack.map(|(rack, _)| topology[rack].name.to_string()),
        unit: device.location.rack.and_then(|(_, unit)| unit),
        enclosure: device.enclosure.map(|(enclosure, _)| topology[enclosure].name.to_string()),
        bay: device.enclosure.and_then(|(_, bay)| bay),
        optic,
        optic_part: match (socket, optic) {
            (Socket::Port(port), Some(EndOptic::FcSfp | EndOptic::EthernetSfp)) => {
                plugs::given_optic(topology, port).map(|part| part.title().to_owned())
            }
            _ => None,
        },
        side,
    }
}

/// Slot or controller, optic and other name of a device's port.
fn of_port(
    topology: &Topology,
    port: PortId,
) -> (Option<String>, Option<EndOptic>, Option<String>) {
    let protocol = topology.port_type(port).protocol;
    let optic = plugs::optic(topology, port).map(|optic| match (optic, protocol) {
        (Optic::BuiltIn, _) => EndOptic::BuiltIn,
        (Optic::Pluggable, Protocol::Ethernet) => EndOptic::EthernetSfp,
        (Optic::Pluggable, _) => EndOptic::FcSfp,
    });
    let port = &topology[port];
    let slot = port.module.and_then(|module| match &topology[module].kind {
        ModuleKind::Adapter { slot, .. } => slot.map(|slot| slot.to_string()),
        ModuleKind::Controller(_) => Some(topology[module].name.to_string()),
    });
    (slot, optic, port.alias.as_ref().map(ToString::to_string))
}

/// The fabric of a switch at either end; of two, the first by name.
fn fabric(topology: &Topology, cable: CableId, by: &[Option<FabricId>]) -> Option<FabricId> {
    let fabrics = topology[cable].ends.iter().filter_map(|&end| by[topology[end].device.index()]);
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
        } else if matches!(topology[cable].protocol, Protocol::Fc | Protocol::Sas) {
            of.push(match fabric {
                Some(fabric) => msg!(sheets::P_STORAGE_FABRIC, name = &*topology[fabric].name),
                None => (&sheets::P_STORAGE).into(),
            });
        }
    }
    let between = ends.iter().all(|&end| topology[topology[end].device].kind == DeviceKind::Switch);
    match (between, of.is_empty()) {
        (true, true) => Some((&sheets::P_INTER_SWITCH).into()),
        (true, false) => Some(msg!(sheets::P_INTER_SWITCH_OF, of = of)),
        (false, true) => None,
        (false, false) => Some(msg!(sheets::PLAIN, text = Value::from(of))),
    }
}
