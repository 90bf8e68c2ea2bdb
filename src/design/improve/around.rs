//! Steps around storage: power, the clients' network, a second array.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Fresh, Reached, unplaced};
use super::no_port;
use crate::catalog::Protocol;
use crate::topology::{DeviceId, DeviceKind, NetworkId, PowerId, SupplyId, VolumeId};
use crate::words::{Msg, improve as words, msg};
use crate::yaml::write::{Node, Value};

/// A second feed: the second supply of each device that runs with one of two goes there, and every second switch of
/// those with one supply.
pub(super) fn power(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    if t.supplies.is_empty() {
        return Err((&words::W_NO_POWER).into());
    }
    let mut plugs: BTreeMap<DeviceId, Vec<(String, String)>> = BTreeMap::new();
    let mut singles: BTreeMap<(bool, BTreeSet<PowerId>), Vec<DeviceId>> = BTreeMap::new();
    let mut sources: BTreeMap<PowerId, String> = BTreeMap::new();
    for device in t.device_ids() {
        let it = &t[device];
        let roots = draft.facts.roots_of(device);
        let ([first, ..], 1) = (&it.supplies[..], roots.len()) else { continue };
        let fitted = it.part.psus.unwrap_or(it.supplies.len() as u32);
        let needed = it.part.psus_needed.unwrap_or(fitted);
        if fitted < 2 || needed * 2 > fitted {
            if it.kind == DeviceKind::Switch {
                let storage = !draft.storage_of(device).is_empty();
                singles.entry((storage, roots)).or_default().push(device);
            }
            continue;
        }
        let source = t[*first].source;
        let to = apart(draft, source, &mut sources);
        let moved: Vec<(String, String)> = match &it.supplies[..] {
            [only] => {
                let own = t[*only].name.as_str();
                let name = if own == "psu2" { "psu1" } else { "psu2" };
                vec![(name.to_owned(), to)]
            }
            many => {
                let name = |it: &SupplyId| (t[*it].name.to_string(), to.clone());
                many[many.len().div_ceil(2)..].iter().map(name).collect()
            }
        };
        plugs.insert(device, moved);
    }
    for device in singles.values().flat_map(|all| all.iter().skip(1).step_by(2)) {
        let Some(&supply) = t[*device].supplies.first() else { continue };
        let to = apart(draft, t[supply].source, &mut sources);
        plugs.insert(*device, vec![(t[supply].name.to_string(), to)]);
    }
    if plugs.is_empty() {
        return Err((&words::W_POWER).into());
    }
    let plugs: BTreeMap<(&str, String), Vec<(String, String)>> = plugs
        .into_iter()
        .map(|(device, plugs)| ((draft.section(device), draft.name(device).to_owned()), plugs))
        .collect();
    for section in ["servers", "switches", "arrays", "shelves", "enclosures"] {
        let own = plugs.keys().filter(|(of, _)| *of == section);
        let names: Vec<String> = own.map(|(_, name)| name.clone()).collect();
        draft.edit(section, &names, |name, node| {
            let Some(plugs) = plugs.get(&(section, name.to_owned())) else { return };
            for (supply, source) in plugs {
                if let Some(power) = node.section("power") {
                    power.set(supply.as_str(), source.as_str());
                }
            }
        });
    }
    Ok(())
}

/// A source on another feed: one that is there, else one like it behind a new feed.
fn apart(draft: &mut Draft, source: PowerId, known: &mut BTreeMap<PowerId, String>) -> String {
    if let Some(name) = known.get(&source) {
        return name.clone();
    }
    let t = draft.t;
    let name = match draft.facts.source_apart(source) {
        Some(other) => t[other].name.to_string(),
        None => behind_new_feed(draft, source, known),
    };
    known.insert(source, name.clone());
    name
}

fn behind_new_feed(
    draft: &mut Draft,
    source: PowerId,
    known: &mut BTreeMap<PowerId, String>,
) -> String {
    let it = &draft.t[source];
    let mut node = draft.entry("power", &it.name).cloned().unwrap_or_else(Node::map);
    unplaced(&mut node);
    if let Value::Map(entries) = &mut node.value {
        entries.retain(|(key, _)| !["existing", "ports", "feed"].contains(&key.as_str()));
    }
    if let Some(&feed) = it.feeds.first() {
        let behind = match known.get(&feed) {
            Some(name) => name.clone(),
            None => behind_new_feed(draft, feed, known),
        };
        known.insert(feed, behind.clone());
        node.set("feed", behind);
    }
    let name = draft.fresh(&it.name);
    draft.add("power", &name, node);
    name
}

/// The networks that clients come over, in file order.
fn client_networks(draft: &Draft) -> BTreeSet<NetworkId> {
    draft.t.services.iter().filter_map(|it| it.clients).collect()
}

/// The switches of a network.
fn switches_of(draft: &Draft, network: NetworkId) -> BTreeSet<DeviceId> {
    let t = draft.t;
    let cables = t.cables.iter().filter(|it| it.networks.contains(&network));
    let ports = cables.flat_map(|it| it.ends).chain(t[network].uplinks.iter().copied());
    ports.map(|it| draft.device(it)).filter(|&it| t[it].kind == DeviceKind::Switch).collect()
}

/// A second switch for the clients of a network that has one: servers with two links have one on each, those with
/// one are dealt out in turn.
pub(super) fn client_switch(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let single = client_networks(draft).into_iter().find_map(|network| {
        let switches = switches_of(draft, network);
        let first = switches.first().copied();
        first.filter(|_| switches.len() == 1).map(|it| (network, it))
    });
    let Some((network, first)) = single else { return Err((&words::W_CLIENT_SWITCHES).into()) };
    let own = t[network].name.to_string();
    let (name, node) = draft.twin(first)?;
    let mut fresh = Fresh::new(name.clone(), &t[first].part, Protocol::Ethernet);
    let mut alone = 0;
    for server in t.device_ids().filter(|&it| t[it].kind == DeviceKind::Server) {
        let is_node = t.services.iter().any(|it| it.nodes.contains(&server));
        let mut cables = draft.network_of(server, network);
        cables.retain(|it| draft.device(it.far) == first);
        let over: Vec<Reached> = match cables.len() {
            0 => continue,
            1 if !is_node => continue,
            1 => {
                alone += 1;
                if alone % 2 == 0 { cables } else { continue }
            }
            many => cables.split_off(many.div_ceil(2)),
        };
        for it in over {
            draft.loose(it.cable)?;
            let port = fresh.next()?;
            draft.plug(it.cable, 1 - it.end, format!("{name}:{port}"));
        }
    }
    if t[network].uplinks.iter().any(|&it| draft.device(it) == first) {
        let uplink = format!("{name}:{}", fresh.last()?);
        let section = draft.file.get_mut("networks").and_then(|it| it.get_mut(&own));
        match section.and_then(|it| it.get_mut("uplinks")) {
            Some(Node { value: Value::List(all), .. }) => all.push(uplink.into()),
            Some(one) => {
                one.value = Value::List(vec![one.text().unwrap_or_default().into(), uplink.into()])
            }
            None => {}
        }
    }
    let here = draft.free(first, Protocol::Ethernet).pop();
    let here = here.ok_or_else(|| no_port(draft.name(first), Protocol::Ethernet))?;
    draft.take(&here);
    let there = format!("{name}:{}", fresh.last()?);
    draft.link(&here, &there, &[own]);
    draft.add("switches", &name, node);
    Ok(())
}

/// A second link for the clients of each server that has one, to another switch if there is one.
pub(super) fn client_link(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let mut any = false;
    for network in client_networks(draft) {
        let switches = switches_of(draft, network);
        for server in draft.nodes() {
            let cables = draft.network_of(server, network);
            let [only] = cables[..] else { continue };
            draft.loose(only.cable)?;
            let (here, there) = (t[only.port].module, draft.device(only.far));
            let storage: BTreeSet<_> =
                draft.storage_of(server).iter().map(|it| t[it.port].module).collect();
            let mut free = draft.free(server, Protocol::Ethernet);
            free.sort_by_key(|port| {
                let card = draft.card_of(server, port);
                (card.is_some() && storage.contains(&card), card == here)
            });
            let port = free.into_iter().next();
            let port = port.ok_or_else(|| no_port(draft.name(server), Protocol::Ethernet))?;
            draft.take(&port);
            let mut others: Vec<DeviceId> = switches.iter().copied().collect();
            others.sort_by_key(|&it| (it == there, it));
            let to = others
                .into_iter()
                .find_map(|it| draft.free(it, Protocol::Ethernet).into_iter().next());
            let to =
                to.ok_or_else(|| msg!(words::W_NO_PORT_BESIDE, server = draft.name(server)))?;
            draft.take(&to);
            draft.link(&port, &to, &draft.networks(only.cable));
            any = true;
        }
    }
    if any { Ok(()) } else { Err((&words::W_CLIENT_LINKS).into()) }
}

/// A second array like the first, cabled to the same switches, and every volume that a service uses on both: the
/// servers write to either.
pub(super) fn mirror(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let volumes: BTreeSet<VolumeId> =
        t.services.iter().flat_map(|it| it.volumes.iter().copied()).collect();
    let arrays: BTreeSet<DeviceId> = volumes.iter().map(|&it| t[it].array).collect();
    let (Some(&array), 1) = (arrays.first(), arrays.len()) else {
        return Err((&words::W_MIRROR).into());
    };
    let own = draft.name(array).to_owned();
    let cards = t[array].modules.len() > t[array].controllers().len();
    if cards || t.devices.iter().any(|it| it.behind == Some(array)) {
        return Err(msg!(words::W_SHELVES, array = own));
    }
    let (name, mut node) = draft.twin(array)?;
    let wanted: Vec<String> = volumes.iter().map(|&it| t[it].name.to_string()).collect();
    if let Some(Node { value: Value::Map(entries), .. }) = node.get_mut("volumes") {
        entries.retain(|(key, _)| wanted.contains(key));
        if entries.len() != wanted.len() {
            return Err((&words::W_VOLUME_RANGE).into());
        }
    }
    for it in draft.storage_of(array) {
        draft.loose(it.cable)?;
        let there = draft.device(it.far);
        let to = draft.take_at(there, t[it.cable].protocol)?;
        let port = format!("{name}:{}", t[it.port].name);
        draft.link(&port, &to, &draft.networks(it.cable));
        let old = t.port_id(it.port).to_owned();
        draft.rezone(&old, &port, false);
        let server = t.port_id(it.far).to_owned();
        draft.rezone(&server, &to, false);
    }
    draft.add("arrays", &name, node);
    let mut renamed: BTreeMap<String, String> = BTreeMap::new();
    for volume in &wanted {
        let mirror = draft.fresh_in("mirrors", volume);
        let legs = [format!("{own}:{volume}"), format!("{name}:{volume}")];
        let legs = legs.map(Node::from).to_vec();
        let node = Node::map().with("legs", Value::List(legs)).with("by", "host");
        draft.add("mirrors", &mirror, node);
        renamed.insert(format!("{own}:{volume}"), format!("mirror:{mirror}"));
    }
    let services: Vec<String> = t.services.iter().map(|it| it.name.to_string()).collect();
    draft.edit("services", &services, |_, node| {
        let Some(Node { value: Value::List(all), .. }) = node.get_mut("volumes") else { return };
        for it in all {
            if let Some(new) = it.text().and_then(|text| renamed.get(text)) {
                *it = new.as_str().into();
            }
        }
    });
    Ok(())
}
