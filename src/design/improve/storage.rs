//! Steps at the storage attachment: a second card, a second path, a second switch.

use std::collections::{BTreeMap, BTreeSet};

use super::draft::{Draft, Fresh, Reached};
use super::no_port;
use crate::catalog::Protocol;
use crate::topology::{DeviceId, DeviceKind, ModuleId, ModuleKind};
use crate::words::{Msg, improve as words, msg};
use crate::yaml::write::Node;

/// A second storage adapter in each server that has all its storage paths on one: some of them move over, or it gets
/// a path of its own.
pub(super) fn adapter(draft: &mut Draft) -> Result<(), Msg> {
    let mut cards: BTreeMap<String, (String, Node)> = BTreeMap::new();
    for server in draft.nodes() {
        let cables = draft.storage_of(server);
        let modules: BTreeSet<Option<ModuleId>> =
            cables.iter().map(|it| draft.t[it.port].module).collect();
        let ([first, ..], Some(&Some(module)), 1) = (&cables[..], modules.first(), modules.len())
        else {
            continue;
        };
        let (name, node, mut card) = second_card(draft, server, module, first)?;
        let device = draft.name(server).to_owned();
        let own = |port: &str| format!("{device}:{name}/{port}");
        match &cables[..] {
            [only] => {
                let port = own(&card.next()?);
                let to = beside(draft, server, only)?;
                draft.link(&port, &to, &draft.networks(only.cable));
                let old = draft.t.port_id(only.port).to_owned();
                draft.rezone(&old, &port, false);
            }
            all => {
                for it in &all[all.len().div_ceil(2)..] {
                    draft.loose(it.cable)?;
                    let port = own(&card.next()?);
                    let old = draft.t.port_id(it.port).to_owned();
                    draft.rezone(&old, &port, true);
                    draft.plug(it.cable, it.end, port);
                }
            }
        }
        cards.insert(device, (name, node));
    }
    if cards.is_empty() {
        return Err((&words::W_TWO_ADAPTERS).into());
    }
    let names: Vec<String> = cards.keys().cloned().collect();
    draft.edit("servers", &names, |name, node| {
        if let (Some((card, new)), Some(all)) = (cards.get(name), node.section("adapters")) {
            all.set(card.as_str(), new.clone());
        }
    });
    Ok(())
}

/// A card like another one of a server: its name, what the file says of it, its ports.
fn second_card(
    draft: &Draft,
    server: DeviceId,
    module: ModuleId,
    like: &Reached,
) -> Result<(String, Node, Fresh), Msg> {
    let t = draft.t;
    let device = &t[server];
    let adapters = || device.modules.iter().map(|&it| &t[it]);
    let fitted = adapters().filter(|it| matches!(it.kind, ModuleKind::Adapter { .. })).count();
    let full = || msg!(words::W_NO_SLOT, server = device.name.as_str());
    if device.part.slots.is_some_and(|slots| fitted >= slots as usize) {
        return Err(full());
    }
    let card = &t[module];
    let ModuleKind::Adapter { part, slot, .. } = &card.kind else {
        return Err((&words::W_TWO_ADAPTERS).into());
    };
    let section = draft.entry("servers", &device.name).and_then(|it| it.get("adapters"));
    let entries = section.map(Node::entries).unwrap_or_default();
    let written =
        entries.iter().find(|(key, _)| super::draft::expand(key).contains(&card.name.to_string()));
    let model = written.and_then(|(_, node)| node.get("model")).cloned();
    let mut node = Node::map().maybe("model", model);
    if slot.is_some() {
        let used: BTreeSet<u32> = adapters()
            .filter_map(|it| match it.kind {
                ModuleKind::Adapter { slot, .. } => slot,
                ModuleKind::Controller(_) => None,
            })
            .collect();
        let all = device.part.all_slots().into_iter().filter(|it| it.takes(part.lanes));
        let all: Vec<u32> = all.map(|it| it.number).collect();
        // Slots that nobody counts are not chosen: the file then says nothing of them.
        let free = all.iter().find(|it| !used.contains(it)).copied();
        if free.is_none() && !all.is_empty() {
            return Err(full());
        }
        node = node.maybe("slot", free);
    }
    let taken: Vec<&str> = adapters().map(|it| it.name.as_str()).collect();
    let stem = card.name.trim_end_matches(|c: char| c.is_ascii_digit());
    let mut names = (2..u32::MAX).map(|it| format!("{stem}{it}"));
    let name = names.find(|it| !taken.contains(&it.as_str())).unwrap_or_default();
    let protocol = draft.t[like.cable].protocol;
    let ports = Fresh::new(format!("{}:{name}", device.name), part, protocol);
    Ok((name, node, ports))
}

/// Where a second path of a server can go: to another switch or controller than its first if there is one.
fn beside(draft: &mut Draft, server: DeviceId, first: &Reached) -> Result<String, Msg> {
    draft.loose(first.cable)?;
    let t = draft.t;
    let (there, protocol) = (draft.device(first.far), t[first.cable].protocol);
    let none = || msg!(words::W_NO_PORT_BESIDE, server = draft.name(server));
    let free = match t[there].kind {
        DeviceKind::Switch => {
            let mut switches = storage_switches(draft, protocol);
            // Over Ethernet a path stays in its network.
            let networks = &t[first.cable].networks;
            switches.retain(|&switch| {
                let carries =
                    |it: &Reached| networks.iter().any(|n| t[it.cable].networks.contains(n));
                networks.is_empty() || draft.cables_at(switch).iter().any(carries)
            });
            switches.sort_by_key(|&it| (it == there, it));
            switches.into_iter().find_map(|it| draft.free(it, protocol).into_iter().next())
        }
        DeviceKind::Array => {
            let own = t.controller_of(first.far);
            let mut free = draft.free(there, protocol);
            free.sort_by_key(|port| {
                own.is_some_and(|own| draft.facts.is_port_of(there, own, port))
            });
            free.into_iter().next()
        }
        _ => None,
    };
    let port = free.ok_or_else(none)?;
    draft.take(&port);
    Ok(port)
}

/// Switches between servers and arrays.
fn storage_switches(draft: &Draft, protocol: Protocol) -> Vec<DeviceId> {
    let t = draft.t;
    let mut found = BTreeSet::new();
    for cable in t.cable_ids().filter(|&it| t[it].protocol == protocol && draft.is_storage(it)) {
        let devices = t[cable].ends.map(|it| draft.device(it));
        found.extend(devices.into_iter().filter(|&it| t[it].kind == DeviceKind::Switch));
    }
    found.into_iter().collect()
}

/// A second path for each server that has one only, from a free port of a card.
pub(super) fn path(draft: &mut Draft) -> Result<(), Msg> {
    let mut any = false;
    for server in draft.nodes() {
        let cables = draft.storage_of(server);
        let [only] = cables[..] else { continue };
        let port = spare_port(draft, server, &only)?;
        let to = beside(draft, server, &only)?;
        draft.take(&port);
        draft.link(&port, &to, &draft.networks(only.cable));
        let old = draft.t.port_id(only.port).to_owned();
        draft.rezone(&old, &port, false);
        any = true;
    }
    if any { Ok(()) } else { Err((&words::W_TWO_PATHS).into()) }
}

/// A free port on the card of a storage path, or on another card for the same.
fn spare_port(draft: &Draft, server: DeviceId, first: &Reached) -> Result<String, Msg> {
    let module = draft.t[first.port].module;
    let free = draft.free(server, draft.t[first.cable].protocol);
    let fits = |port: &String| module.is_some() && draft.card_of(server, port) == module;
    let port = free.into_iter().find(fits);
    port.ok_or_else(|| no_port(draft.name(server), draft.t[first.cable].protocol))
}

/// A second storage switch like the first: some paths of each server move over, and some ports of each controller.
/// Servers with one path each are dealt out in turn.
pub(super) fn switch(draft: &mut Draft) -> Result<(), Msg> {
    let t = draft.t;
    let mut all: Vec<(DeviceId, Protocol)> = Vec::new();
    for protocol in [Protocol::Fc, Protocol::Sas, Protocol::Ethernet] {
        all.extend(storage_switches(draft, protocol).into_iter().map(|it| (it, protocol)));
    }
    let (first, protocol) = match all[..] {
        [] => return Err((&words::W_NO_SWITCH).into()),
        [one] => one,
        _ => return Err((&words::W_SWITCHES).into()),
    };
    let (name, node) = draft.twin(first)?;
    let mut fresh = Fresh::new(name.clone(), &t[first].part, protocol);
    let mut networks: BTreeMap<String, String> = BTreeMap::new();
    let mut over: Vec<(Reached, usize)> = Vec::new();
    let mut alone = 0;
    for server in draft.nodes() {
        let cables = to(draft, server, first);
        match &cables[..] {
            [] => {}
            [only] => match spare_port(draft, server, only) {
                Ok(port) => {
                    draft.take(&port);
                    let carried = second_networks(draft, &mut networks, only);
                    let to = format!("{name}:{}", fresh.next()?);
                    draft.link(&port, &to, &carried);
                    let old = t.port_id(only.port).to_owned();
                    draft.rezone(&old, &port, false);
                }
                Err(_) => {
                    if alone % 2 == 1 {
                        over.push((*only, 1 - only.end));
                    }
                    alone += 1;
                }
            },
            many => over.extend(many[many.len().div_ceil(2)..].iter().map(|it| (*it, 1 - it.end))),
        }
    }
    let mut ports: Vec<(String, Vec<String>)> = Vec::new();
    for array in t.device_ids().filter(|&it| t[it].kind == DeviceKind::Array) {
        let cables = to(draft, array, first);
        for &controller in t[array].controllers() {
            let own: Vec<Reached> = cables
                .iter()
                .filter(|it| t.controller_of(it.port) == Some(controller))
                .copied()
                .collect();
            match &own[..] {
                [] => {}
                [only] => {
                    let free = draft.free(array, protocol).into_iter();
                    let mut free = free.filter(|it| draft.facts.is_port_of(array, controller, it));
                    let port = free.next();
                    let port = port.ok_or_else(|| no_port(draft.name(array), protocol))?;
                    draft.take(&port);
                    ports.push((port, second_networks(draft, &mut networks, only)));
                }
                many => over.extend(second_side(draft, array, many).map(|it| (it, 1 - it.end))),
            }
        }
    }
    for (it, end) in over {
        draft.loose(it.cable)?;
        let port = fresh.next()?;
        draft.plug(it.cable, end, format!("{name}:{port}"));
        if protocol == Protocol::Ethernet {
            let carried = second_networks(draft, &mut networks, &it);
            draft.carry(it.cable, carried);
        }
    }
    for (port, carried) in ports {
        let to = format!("{name}:{}", fresh.next()?);
        draft.link(&port, &to, &carried);
    }
    for new in networks.values() {
        draft.add("networks", new, Node::map().with("role", "storage"));
    }
    draft.add("switches", &name, node);
    Ok(())
}

/// The storage cables from a device to a switch.
fn to(draft: &Draft, device: DeviceId, switch: DeviceId) -> Vec<Reached> {
    let mut cables = draft.storage_of(device);
    cables.retain(|it| draft.device(it.far) == switch);
    cables
}

/// The cables of a controller that go to the second side: those whose ports the maker cables there, else half.
fn second_side<'c>(
    draft: &Draft,
    array: DeviceId,
    cables: &'c [Reached],
) -> impl Iterator<Item = Reached> + use<'c> {
    let part = &draft.t[array].part;
    let groups =
        if part.failover_pairs.is_empty() { &part.same_fabric } else { &part.failover_pairs };
    let group = |it: &Reached| {
        let name = &draft.t[it.port].name;
        groups.iter().position(|group| group.iter().any(|port| port == name))
    };
    let sides: Vec<bool> =
        cables.iter().map(|it| group(it).is_some_and(|it| it % 2 == 1)).collect();
    let told = sides.contains(&true) && sides.contains(&false);
    let half = cables.len().div_ceil(2);
    let over = cables.iter().zip(sides).enumerate();
    over.filter(move |(at, (_, second))| if told { *second } else { *at >= half })
        .map(|(_, (it, _))| *it)
}

/// The networks of the second side that go with those of a cable: one new one for each network of storage.
fn second_networks(
    draft: &Draft,
    known: &mut BTreeMap<String, String>,
    cable: &Reached,
) -> Vec<String> {
    let of = draft.t[cable.cable]
        .networks
        .iter()
        .filter(|&&it| draft.t[it].role == crate::spec::NetworkRole::Storage);
    let mut names = Vec::new();
    for &network in of {
        let own = draft.t[network].name.to_string();
        let new = known.entry(own.clone()).or_insert_with(|| {
            let like = if own.ends_with("-a") { own } else { format!("{own}-b") };
            draft.fresh_in("networks", &like)
        });
        names.push(new.clone());
    }
    names
}
