//! What goes into a port: which ports take an optic, and which plug a cable brings.
//!
//! A port with a cage (`sfp…`, `qsfp…`, `xfp`, `gbic`) takes a transceiver that is ordered apart,
//! wherever it is. A Fibre Channel port that names the plug of its optic (`lc`, `sc`, `mpo`) or nothing
//! takes one too on a switch or an array, where optics are pluggable as a rule; on an adapter the
//! optic is built in. A cable with its ends moulded on (direct-attach copper, active optical) needs
//! no optic and counts once.

use crate::catalog::{Part, Protocol};
use crate::topology::{CableId, ModuleKind, PortId, Topology};

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
    let cable = topology[port].cable.and_then(|cable| topology[cable].part.as_ref());
    if cable.is_some_and(|part| moulded(part)) {
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
        _ => None,
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

/// The connectors of a cable, `lc` or `sff-8644-sff-8088`: what the part says, else what its ports take.
pub(super) fn connector(topology: &Topology, cable: CableId) -> Option<String> {
    let cable = &topology[cable];
    if let Some(connector) = cable.part.as_ref().and_then(|part| part.connector.as_deref()) {
        return Some(connector.to_lowercase());
    }
    let [a, b] = cable.ends.map(|end| plug(topology, end));
    let (a, b) = (a?, b?);
    Some(match a.cmp(&b) {
        std::cmp::Ordering::Equal => a,
        std::cmp::Ordering::Less => format!("{a}-{b}"),
        std::cmp::Ordering::Greater => format!("{b}-{a}"),
    })
}

/// What a cable is made of: what the part says, else what its connectors leave open no doubt about.
pub(super) fn medium(topology: &Topology, cable: CableId) -> Option<String> {
    let part = topology[cable].part.as_ref();
    if let Some(medium) = part.and_then(|part| part.medium.as_deref()) {
        return Some(medium.to_lowercase());
    }
    match connector(topology, cable)?.as_str() {
        "rj45" => Some("twisted-pair".into()),
        "sff-8088" => Some("sas-copper".into()),
        connector if optical(connector) => Some("fibre".into()),
        _ => None,
    }
}

/// Whether both ends of a cable sit in gear that is there already, and so the cable too.
pub(super) fn existing(topology: &Topology, cable: CableId) -> bool {
    topology[cable].ends.iter().all(|&end| port_existing(topology, end))
}

/// Whether the card or device of a port is there already.
pub(super) fn port_existing(topology: &Topology, port: PortId) -> bool {
    let port = &topology[port];
    match port.module.map(|module| &topology[module].kind) {
        Some(ModuleKind::Adapter { existing, .. }) => *existing,
        _ => topology[port.device].existing,
    }
}
