//! What cables are for, and what stands on them.

use crate::catalog::Protocol;
use crate::names::natural;
use crate::spec::NetworkRole;
use crate::topology::{CableId, FabricId, Topology};

use super::CableKind;

/// What a cable is for, and the letter or name that says so on it.
pub(super) fn kind(
    topology: &Topology,
    ranks: &[usize],
    fabric: Option<FabricId>,
    id: CableId,
) -> (CableKind, String) {
    let cable = &topology[id];
    let mut networks = cable.networks.clone();
    networks.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    let names: Vec<&str> = networks.iter().map(|&id| topology[id].name.as_str()).collect();
    let first = |role| networks.iter().find(|&&id| topology[id].role == role).copied();
    let has = |role| networks.iter().any(|&id| topology[id].role == role);
    let ethernet = if has(NetworkRole::Clients) {
        CableKind::Clients
    } else if let Some(storage) = first(NetworkRole::Storage) {
        let before = |network: &&crate::topology::Network| {
            network.role == NetworkRole::Storage
                && natural(&network.name, &topology[storage].name).is_lt()
        };
        CableKind::Storage(topology.networks.iter().filter(before).count())
    } else if has(NetworkRole::Heartbeat) {
        CableKind::Heartbeat
    } else if has(NetworkRole::Replication) {
        CableKind::Replication
    } else if has(NetworkRole::Management) {
        CableKind::Management
    } else if cable.protocol == Protocol::Serial {
        CableKind::Serial
    } else {
        CableKind::Ethernet
    };
    match (cable.protocol, fabric) {
        (Protocol::Ethernet, Some(fabric)) if matches!(ethernet, CableKind::Storage(_)) => {
            let name = format!("{} {}", topology[fabric].name, names.join("+"));
            (CableKind::Fabric(ranks[fabric.index()]), name)
        }
        (Protocol::Ethernet | Protocol::Serial, _) => (ethernet, names.join("+")),
        (_, Some(fabric)) => {
            (CableKind::Fabric(ranks[fabric.index()]), topology[fabric].name.to_string())
        }
        (Protocol::Fc, None) => (CableKind::FibreChannel, "FC".to_owned()),
        (Protocol::Sas, None) => (CableKind::Sas, "SAS".to_owned()),
    }
}
