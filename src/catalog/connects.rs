//! What a part connects to: by protocol, a line rate that both have, and connectors that go together.

use std::sync::Arc;

use super::part::{Part, PortType};
use super::spec::{PartKind, PortRole};

/// Parts of one kind that a part connects to, by id.
#[derive(Clone, Debug)]
pub struct Peers {
    /// Their kind.
    pub kind: PartKind,
    /// They.
    pub parts: Vec<Arc<Part>>,
}

/// The kinds that are looked through, in the order in which they are shown.
const KINDS: &[PartKind] = &[
    PartKind::Server,
    PartKind::Adapter,
    PartKind::Switch,
    PartKind::Array,
    PartKind::Shelf,
    PartKind::Optic,
    PartKind::Cable,
];

/// What of all parts connects to a part, kind by kind; kinds without any are left out.
///
/// What is not known of a port connects to nothing: this list says what goes together, not what might. Of
/// slots little is known, so a server takes every card that its known slots do not refuse.
pub fn connects(part: &Part, all: &[Arc<Part>]) -> Vec<Peers> {
    let found = |kind: &PartKind| {
        let parts: Vec<Arc<Part>> = all
            .iter()
            .filter(|other| other.kind == *kind && other.id != part.id && goes(part, other))
            .cloned()
            .collect();
        (!parts.is_empty()).then_some(Peers { kind: *kind, parts })
    };
    KINDS.iter().filter_map(found).collect()
}

/// Whether two parts go together, in either order.
fn goes(a: &Part, b: &Part) -> bool {
    use PartKind::{Adapter, Array, Cable, Optic, Server, Shelf, Switch};
    match (a.kind, b.kind) {
        (Server, Adapter) => fits(a, b),
        (Adapter, Server) => fits(b, a),
        (Cable, Cable) | (Optic, Optic) => false,
        (Cable, Optic) => {
            let alike = mode(a).zip(mode(b)).is_none_or(|(a, b)| a == b);
            alike && ends(a).any(|end| Some(end) == b.connector.as_deref())
        }
        (Optic, Cable) => goes(b, a),
        (Cable, _) => data_ports(b).any(|port| {
            port.connector.as_deref().is_some_and(|of_port| ends(a).any(|end| plugs(end, of_port)))
        }),
        (_, Cable) => goes(b, a),
        (Optic, _) => data_ports(b).any(|port| carries(port, a)),
        (_, Optic) => goes(b, a),
        (Adapter | Server | Switch, Switch | Array)
        | (Switch | Array, Adapter | Server)
        | (Array, Switch) => {
            a.fabric_os.as_ref().zip(b.fabric_os.as_ref()).is_none_or(|(a, b)| a == b)
                && meet(a, b, &|port| port.role != Some(PortRole::Expansion))
        }
        (Array, Shelf) | (Shelf, Array | Shelf) => {
            meet(a, b, &|port| port.role == Some(PortRole::Expansion))
        }
        _ => false,
    }
}

/// Ports that carry data: not those of management.
fn data_ports(part: &Part) -> impl Iterator<Item = &PortType> {
    let managed = [Some(PortRole::Management), Some(PortRole::Bmc)];
    part.all_ports().filter(move |port| !managed.contains(&port.role))
}

/// Whether a port of each, of those wanted, speak to each other.
fn meet(a: &Part, b: &Part, wanted: &dyn Fn(&PortType) -> bool) -> bool {
    data_ports(a).filter(|port| wanted(port)).any(|a| {
        data_ports(b).filter(|port| wanted(port)).any(|b| {
            a.protocol == b.protocol
                && a.speeds.iter().any(|speed| b.speeds.contains(speed))
                && match (a.connector.as_deref(), b.connector.as_deref()) {
                    (Some(a), Some(b)) => a == b || (is_optical(a) && is_optical(b)),
                    _ => false,
                }
        })
    })
}

/// Whether a connector is a cage for optics, or that of the fibre that goes into one.
fn is_optical(connector: &str) -> bool {
    connector == "lc" || connector.starts_with("sfp") || connector.starts_with("qsfp")
}

/// The connectors of a cable.
fn ends(cable: &Part) -> impl Iterator<Item = &str> {
    cable.connector.iter().chain(&cable.connectors).map(|it| it.as_str())
}

/// Whether the fibre of a cable or an optic is multimode (`om`) or single mode (`os`), if it says so.
fn mode(part: &Part) -> Option<&str> {
    part.medium.as_deref().and_then(|it| it.get(..2)).filter(|it| matches!(*it, "om" | "os"))
}

/// Whether the end of a cable goes into a port, with an optic between if it is a fibre.
fn plugs(end: &str, port: &str) -> bool {
    end == port || (end == "lc" && port.starts_with("sfp"))
}

/// Whether an optic goes into a port and takes its highest line rate.
fn carries(port: &PortType, optic: &Part) -> bool {
    port.connector.as_deref().is_some_and(|it| it == "lc" || it.starts_with("sfp"))
        && port.speeds.first().is_some_and(|highest| optic.speeds.contains(highest))
}

/// Whether a card fits a server: no more lanes than its widest slot, as far as both are known.
fn fits(server: &Part, card: &Part) -> bool {
    let expansion = |port: &PortType| port.role == Some(PortRole::Expansion);
    let (Some(lanes), false) = (card.lanes, card.all_ports().any(expansion)) else { return false };
    let widest = server.slot_table.iter().map(|slot| slot.lanes);
    match widest.collect::<Option<Vec<u32>>>() {
        Some(known) => known.is_empty() || known.iter().any(|slot| *slot >= lanes),
        None => true,
    }
}
