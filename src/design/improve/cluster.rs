//! Steps at the cluster: separate heartbeats, a tie-breaker.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::no_port;
use crate::catalog::{Arbitration, Protocol};
use crate::topology::{Cluster, DeviceId, DeviceKind, NetworkId};
use crate::words::{Msg, improve as words, msg};
use crate::yaml::write::{Node, Value};

/// A direct cable between the two nodes of each cluster of two, as one more heartbeat.
pub(super) fn heartbeat_cable(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let mut any = false;
    for cluster in t.clusters.iter().filter(|it| it.nodes.len() == 2 && !it.heartbeats.is_empty()) {
        room_for_heartbeat(cluster)?;
        let mut ports = Vec::new();
        for &node in &cluster.nodes {
            let beats = cluster.heartbeats.iter().flat_map(|&it| draft.network_of(node, it));
            let used: BTreeSet<_> = beats.map(|it| t[it.port].module).collect();
            let storage = draft.storage_of(node);
            let storage: BTreeSet<_> = storage.iter().map(|it| t[it.port].module).collect();
            let mut free = draft.free(node, Protocol::Ethernet);
            free.sort_by_key(|port| {
                let card = draft.card_of(node, port);
                (card.is_some() && storage.contains(&card), used.contains(&card))
            });
            let port = free.into_iter().next();
            let port = port.ok_or_else(|| no_port(draft.name(node), Protocol::Ethernet))?;
            draft.take(&port);
            ports.push(port);
        }
        let network = draft.fresh_in("networks", "beat");
        draft.add("networks", &network, Node::map().with("role", "heartbeat"));
        if let [a, b] = &ports[..] {
            draft.link(a, b, std::slice::from_ref(&network));
        }
        hear_over(draft, cluster, &[network]);
        any = true;
    }
    if any { Ok(()) } else { Err((&words::W_HEARTBEAT_NODES).into()) }
}

/// The networks of a cluster's clients as heartbeats.
pub(super) fn heartbeat_clients(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let mut any = false;
    for (number, cluster) in t.clusters.iter().enumerate().filter(|(_, it)| it.has_heartbeat()) {
        let of = t.services.iter().filter(|it| it.cluster.is_some_and(|it| it.index() == number));
        let networks: BTreeSet<NetworkId> = of.filter_map(|it| it.clients).collect();
        let new = networks.into_iter().filter(|it| !cluster.heartbeats.contains(it));
        let new: Vec<String> = new.map(|it| t[it].name.to_string()).collect();
        if !new.is_empty() {
            room_for_heartbeat(cluster)?;
            hear_over(draft, cluster, &new);
            any = true;
        }
    }
    if any { Ok(()) } else { Err((&words::W_HEARTBEAT_CLIENTS).into()) }
}

fn room_for_heartbeat(cluster: &Cluster) -> Result<(), Msg> {
    let most = cluster.software.as_ref().and_then(|it| it.clustering.max_heartbeats);
    let full = most.filter(|&most| cluster.heartbeats.len() >= most as usize);
    full.map_or(Ok(()), |most| Err(msg!(words::W_HEARTBEATS, most = most)))
}

/// Adds heartbeats to a cluster.
fn hear_over(draft: &mut Draft, cluster: &Cluster, networks: &[String]) {
    draft.edit("clusters", &[cluster.name.to_string()], |_, node| {
        let mut all = match node.get("heartbeat") {
            Some(Node { value: Value::List(all), .. }) => all.clone(),
            Some(one) => vec![one.clone()],
            None => Vec::new(),
        };
        all.extend(networks.iter().map(|it| Node::from(it.as_str())));
        node.set("heartbeat", Value::List(all));
    });
}

/// A tie-breaker for each cluster that decides by votes and has none: a volume on the array of its services, else a
/// server on the clients' network that is in no cluster.
pub(super) fn tie_breaker(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let mut any = false;
    for (number, cluster) in t.clusters.iter().enumerate() {
        let fenced = cluster.arbitration == Arbitration::Fenced;
        if cluster.quorum.is_some() || fenced || !cluster.fencing.iter().all(Vec::is_empty) {
            continue;
        }
        let services = || {
            let of = move |it: &&crate::topology::Service| {
                it.cluster.is_some_and(|it| it.index() == number)
            };
            t.services.iter().filter(of)
        };
        let volumes = services().flat_map(|it| it.volumes.iter());
        let arrays: BTreeSet<DeviceId> = volumes.map(|&it| t[it].array).collect();
        let most = cluster.software.as_ref().and_then(|it| it.clustering.quorum_volume_nodes);
        let few = most.is_none_or(|most| cluster.nodes.len() <= most as usize);
        let bays = arrays.iter().copied().find(|&it| few && has_room(draft, it));
        let quorum = match bays {
            Some(array) => Node::map().with("volume", quorum_volume(draft, array)),
            None => {
                let networks: BTreeSet<NetworkId> =
                    services().filter_map(|it| it.clients).collect();
                let Some((server, network)) = arbiter(draft, &networks) else {
                    return Err(match arrays.first() {
                        Some(&it) => msg!(words::W_NO_BAYS, array = draft.name(it)),
                        None => (&words::W_NO_ARBITER).into(),
                    });
                };
                let network = t[network].name.as_str();
                Node::map().with("server", draft.name(server)).with("network", network)
            }
        };
        draft.edit("clusters", &[cluster.name.to_string()], |_, node| {
            node.set("quorum", quorum.clone());
        });
        any = true;
    }
    if any { Ok(()) } else { Err((&words::W_TIE_BREAKER).into()) }
}

/// Whether two more drives go into an array itself.
fn has_room(draft: &Draft, array: DeviceId) -> bool {
    let t = draft.t;
    let sets = t.drive_sets.iter().filter(|it| it.device == array);
    let used: u32 = sets.map(|it| it.count + it.spares).sum();
    t[array].part.drive_bays.is_none_or(|bays| used + 2 <= bays)
}

/// Adds a small volume to an array: its `ARRAY:VOLUME`.
fn quorum_volume(draft: &mut Draft, array: DeviceId) -> String {
    let t = draft.t;
    let own = draft.name(array).to_owned();
    let written = draft.entry("arrays", &own).and_then(|it| it.get("volumes"));
    let entries = written.map(Node::entries).unwrap_or_default();
    let drive = entries.iter().find_map(|(_, it)| it.get("drive")).cloned();
    let drives = entries.iter().any(|(_, it)| it.get("drives").is_some() || it.get("on").is_some());
    let names = t.volumes.iter().filter(|it| it.array == array).map(|it| it.name.as_str());
    let names: BTreeSet<&str> = names.collect();
    let mut name = "quorum".to_owned();
    let mut number = 2;
    while names.contains(name.as_str()) {
        name = format!("quorum{number}");
        number += 1;
    }
    let mut node = Node::map();
    if drives {
        node = node.with("raid", "raid1").with("drives", 2).maybe("drive", drive);
    }
    // Not with the data: what takes their controller leaves this one its own.
    node = node.maybe("owner", t[array].part.controllers.get(1).map(|it| it.name.as_str()));
    draft.edit("arrays", std::slice::from_ref(&own), |_, array| {
        if let Some(volumes) = array.section("volumes") {
            volumes.set(name.as_str(), node.clone());
        }
    });
    format!("{own}:{name}")
}

/// A server in no cluster on one of some networks.
fn arbiter(draft: &Draft, networks: &BTreeSet<NetworkId>) -> Option<(DeviceId, NetworkId)> {
    let t = draft.t;
    let nodes = draft.nodes();
    let clustered = |it: &DeviceId| t.clusters.iter().any(|cluster| cluster.nodes.contains(it));
    let servers = t.device_ids().filter(|it| t[*it].kind == DeviceKind::Server);
    let mut free = servers.filter(|it| !clustered(it) && !nodes.contains(it));
    free.find_map(|server| {
        let network = networks.iter().find(|&&it| !draft.network_of(server, it).is_empty());
        network.map(|&it| (server, it))
    })
}
