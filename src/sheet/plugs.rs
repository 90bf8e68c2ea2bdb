//! What goes into a port: which ports take an optic, and which plug a cable brings.
//!
//! A port with a cage (`sfp…`, `qsfp…`, `xfp`, `gbic`) takes a transceiver that is ordered apart,
//! wherever it is. A Fibre Channel port that names the plug of its optic (`lc`, `sc`, `mpo`) or nothing
//! takes one too on a switch or an array, where optics are pluggable as a rule; on an adapter the
//! optic is built in. A cable with its ends moulded on (direct-attach copper, active optical) needs
//! no optic and counts once, and a trace inside an enclosure has no plugs at all.

use std::sync::Arc;

use crate::catalog::{Part, Protocol};
use crate::names::natural;
use crate::topology::{Cable, CableId, CompId, DeviceId, FabricId, ModuleKind, PortId, Topology};

/// The optic of a port.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Optic {
    /// Ordered apart and plugged in.
    Pluggable,
    /// Part of the card.
    BuiltIn,
}

fn caged(connector: &str) -> bool {
    let connector = connector.to_lowercase();
    ["sfp", "qsfp", "osfp", "xfp", "cfp", "gbic"].iter().any(|cage| connector.starts_with(cage))
}

fn optical(connector: &str) -> bool {
    let connector = connector.to_lowercase();
    ["lc", "sc", "mpo", "mtp", "cs", "sn"].contains(&connector.as_str())
}

/// Whether a cable brings its own ends.
fn moulded(part: &Part) -> bool {
    let medium = part.medium.as_deref().unwrap_or_default().to_lowercase();
    ["dac", "aoc", "twinax"].contains(&medium.as_str())
        || part.connector.as_deref().is_some_and(caged)
}

/// The optic of a port with what is plugged into it; `None` for copper.
pub(super) fn optic(topology: &Topology, port: PortId) -> Option<Optic> {
    let cable = topology[port].cable.map(|cable| &topology[cable]);
    let bare = |cable: &Cable| cable.internal || cable.part.as_ref().is_some_and(|it| moulded(it));
    if cable.is_some_and(bare) {
        return None;
    }
    let kind = topology.port_type(port);
    let adapter = topology[port]
        .module
        .is_some_and(|module| matches!(topology[module].kind, ModuleKind::Adapter { .. }));
    match kind.connector.as_deref() {
        Some(connector) if caged(connector) => Some(Optic::Pluggable),
        Some(connector) if optical(connector) && adapter => Some(Optic::BuiltIn),
        Some(connector) if optical(connector) => Some(Optic::Pluggable),
        None if kind.protocol == Protocol::Fc && adapter => Some(Optic::BuiltIn),
        None if kind.protocol == Protocol::Fc => Some(Optic::Pluggable),
        // Nothing says that the port is for copper, and the file names an optic.
        None if given_optic(topology, port).is_some() => Some(Optic::Pluggable),
        _ => None,
    }
}

/// The optic that the file names for a port.
pub(super) fn given_optic(topology: &Topology, port: PortId) -> Option<&Arc<Part>> {
    let cable = &topology[topology[port].cable?];
    let [a, b] = cable.optics.as_ref()?;
    Some(if cable.ends[0] == port { a } else { b })
}

/// Where a cable ends.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Socket<'t> {
    /// A port of a device.
    Port(PortId),
    /// A port of a panel, by its name.
    Panel(DeviceId, &'t str),
}

impl Socket<'_> {
    /// The device that it is on.
    pub(super) fn device(self, topology: &Topology) -> DeviceId {
        match self {
            Socket::Port(port) => topology[port].device,
            Socket::Panel(panel, _) => panel,
        }
    }
}

/// One cable of a link: the whole link, or what lies between two panels of its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Piece<'t> {
    /// The link.
    pub(super) cable: CableId,
    /// Itself as a component; the links of a trunk share it.
    pub(super) comp: CompId,
    /// Its number, from 1; `None` if it is the only one.
    pub(super) number: Option<usize>,
    /// Where it ends, in the order of the link.
    pub(super) ends: [Socket<'t>; 2],
}

/// The cables that a link is made of, from its first end to its second.
pub(super) fn pieces(topology: &Topology, id: CableId) -> impl Iterator<Item = Piece<'_>> {
    let cable = &topology[id];
    let [first, last] = cable.ends.map(Socket::Port);
    let panels = || cable.panels.iter().map(|(panel, port)| Socket::Panel(*panel, port.as_str()));
    let from = std::iter::once(first).chain(panels());
    let to = panels().chain([last]);
    let several = cable.pieces.len() > 1;
    cable.pieces.iter().zip(from.zip(to)).zip(1..).map(move |((&comp, (a, b)), number)| Piece {
        cable: id,
        comp,
        number: several.then_some(number),
        ends: [a, b],
    })
}

/// The fabric of each device, by number: its own label, or for an access gateway that of the switches on it,
/// if that is one.
pub(super) fn fabrics(topology: &Topology) -> Vec<Option<FabricId>> {
    let mut fabrics: Vec<Option<FabricId>> =
        topology.devices.iter().map(|device| device.fabric).collect();
    let mut seen: Vec<Vec<FabricId>> = vec![Vec::new(); fabrics.len()];
    for cable in &topology.cables {
        let [a, b] = cable.ends.map(|end| topology[end].device);
        for (own, far) in [(a, b), (b, a)] {
            if topology[own].gateway {
                seen[own.index()].extend(topology[far].fabric);
            }
        }
    }
    for (fabric, seen) in fabrics.iter_mut().zip(seen) {
        if let [first, rest @ ..] = &seen[..]
            && fabric.is_none()
            && rest.iter().all(|other| other == first)
        {
            *fabric = Some(*first);
        }
    }
    fabrics
}

/// What a link is called: its label, else its two ends.
pub(super) fn link_name(topology: &Topology, id: CableId) -> String {
    let cable = &topology[id];
    match &cable.label {
        Some(label) => label.to_string(),
        None => {
            let mut ends = cable.ends.map(|end| topology.port_id(end));
            ends.sort_by(|a, b| natural(a, b));
            ends.join("--")
        }
    }
}

/// The plug that a port takes, in small letters; `None` if it is not known.
fn plug(topology: &Topology, port: PortId) -> Option<String> {
    let kind = topology.port_type(port);
    match kind.connector.as_deref() {
        Some(connector) if caged(connector) => (kind.protocol == Protocol::Fc).then(|| "lc".into()),
        Some(connector) => Some(connector.to_lowercase()),
        None => (kind.protocol == Protocol::Fc).then(|| "lc".into()),
    }
}

/// The plug that a socket takes. A panel that does not say takes the plug of the nearer device.
fn socket(topology: &Topology, piece: &Piece, end: usize) -> Option<String> {
    let (panel, name) = match piece.ends[end] {
        Socket::Port(port) => return plug(topology, port),
        Socket::Panel(panel, name) => (panel, name),
    };
    let ports = &topology[panel].part.ports;
    let connector = ports.find(name).and_then(|index| ports[index].connector.as_deref());
    let cable = &topology[piece.cable];
    let before = piece.number.unwrap_or(1) + end - 1;
    let nearer = usize::from(2 * before > cable.pieces.len());
    match connector {
        Some(connector) => Some(connector.to_lowercase()),
        None => plug(topology, cable.ends[nearer]),
    }
}

/// The connectors of a cable, `lc` or `sff-8644-sff-8088`: what the part says, else what its ports take.
pub(super) fn connector(topology: &Topology, piece: &Piece) -> Option<String> {
    let cable = &topology[piece.cable];
    if let Some(connector) = cable.part.as_ref().and_then(|part| part.connector.as_deref()) {
        return Some(connector.to_lowercase());
    }
    let [a, b] = [0, 1].map(|end| socket(topology, piece, end));
    let (a, b) = (a?, b?);
    Some(match a.cmp(&b) {
        std::cmp::Ordering::Equal => a,
        std::cmp::Ordering::Less => format!("{a}-{b}"),
        std::cmp::Ordering::Greater => format!("{b}-{a}"),
    })
}

/// What a cable is made of: what the part says, else what its connectors leave open no doubt about.
pub(super) fn medium(topology: &Topology, piece: &Piece) -> Option<String> {
    let part = topology[piece.cable].part.as_ref();
    if let Some(medium) = part.and_then(|part| part.medium.as_deref()) {
        return Some(medium.to_lowercase());
    }
    match connector(topology, piece)?.as_str() {
        "rj45" => Some("twisted-pair".into()),
        "sff-8088" => Some("sas-copper".into()),
        connector if optical(connector) => Some("fibre".into()),
        _ => None,
    }
}

/// Whether both ends of a cable sit in gear that is there already, and so the cable too.
pub(super) fn existing(topology: &Topology, piece: &Piece) -> bool {
    piece.ends.iter().all(|&end| match end {
        Socket::Port(port) => port_existing(topology, port),
        Socket::Panel(panel, _) => topology[panel].existing,
    })
}

/// Whether the card or device of a port is there already.
pub(super) fn port_existing(topology: &Topology, port: PortId) -> bool {
    let port = &topology[port];
    match port.module.map(|module| &topology[module].kind) {
        Some(ModuleKind::Adapter { existing, .. }) => *existing,
        _ => topology[port.device].existing,
    }
}
