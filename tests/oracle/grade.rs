//! Disjoint paths and the grade.

use std::collections::{BTreeMap, BTreeSet};

use super::chains::Chain;
use super::file::{File, Kind, Link};
use super::service::Case;
use super::works::World;

/// A vertex of the flow network: a component has a way in and a way out, with one unit between them.
type Vertex = (usize, bool);
const SOURCE: Vertex = (usize::MAX, false);
const SINK: Vertex = (usize::MAX, true);

/// The most of these paths that have nothing in common.
pub fn max_flow(paths: &[&Chain]) -> usize {
    let mut room: BTreeMap<Vertex, BTreeMap<Vertex, usize>> = BTreeMap::new();
    let mut join = |from: Vertex, to: Vertex, capacity: usize| {
        room.entry(from).or_default().insert(to, capacity);
        room.entry(to).or_default().entry(from).or_insert(0);
    };
    for path in paths {
        let mut before = SOURCE;
        for part in &path.parts {
            join(before, (*part, false), 1);
            join((*part, false), (*part, true), 1);
            before = (*part, true);
        }
        join(before, SINK, 1);
    }
    let mut flow = 0;
    while augment(&mut room, SOURCE, &mut BTreeSet::new()) {
        flow += 1;
    }
    flow
}

fn augment(
    room: &mut BTreeMap<Vertex, BTreeMap<Vertex, usize>>,
    at: Vertex,
    seen: &mut BTreeSet<Vertex>,
) -> bool {
    if at == SINK {
        return true;
    }
    seen.insert(at);
    let next: Vec<Vertex> = match room.get(&at) {
        Some(edges) => edges.iter().filter(|e| *e.1 > 0).map(|e| *e.0).collect(),
        None => return false,
    };
    for to in next {
        if !seen.contains(&to) && augment(room, to, seen) {
            *room.get_mut(&at).unwrap().get_mut(&to).unwrap() -= 1;
            *room.get_mut(&to).unwrap().get_mut(&at).unwrap() += 1;
            return true;
        }
    }
    false
}

/// The grade by the home's storage paths, in dual-active the worst node's; nothing for a service that names no
/// volume itself.
pub fn level(file: &File, case: &Case) -> Option<u8> {
    if case.volumes.is_empty() {
        return None;
    }
    let all = 0..case.nodes.len();
    let nodes = all.filter(|node| case.dual_active || *node == case.home);
    nodes.map(|node| level_of(file, case, node)).min()
}

fn level_of(file: &File, case: &Case, node: usize) -> u8 {
    let reaches = |faults: &[usize]| {
        let world = World::of_storage(file, faults);
        let reach = |disk: &usize| case.disks[*disk].reached(file, &world, node);
        world.node_works(case.nodes[node]) && case.volumes.iter().all(reach)
    };
    // The enclosure of the home is like its board.
    let own = file.devices[case.nodes[node]].enclosure.map(|it| file.devices[it].component);
    let survives = |kinds: &[Kind]| {
        let mut faults = (0..file.components.len())
            .filter(|c| kinds.contains(&file.components[*c].kind) && Some(*c) != own);
        reaches(&[]) && faults.all(|fault| reaches(&[fault]))
    };
    let apart = case.volumes.iter().all(|disk| {
        let chains = &case.disks[*disk].chains[node];
        let lanes: BTreeSet<String> = chains.iter().flat_map(|c| lanes(file, c)).collect();
        lanes.len() > 1
    });
    let most = [
        Kind::Port,
        Kind::Cable,
        Kind::Panel,
        Kind::Switch,
        Kind::Controller,
        Kind::Shelf,
        Kind::Enclosure,
    ];
    if survives(&most) {
        if apart && survives(&[Kind::Adapter, Kind::Fabric]) { 4 } else { 3 }
    } else if in_one_resilient_fabric(file, case, node) {
        2
    } else {
        1
    }
}

/// What a chain runs in: fabric, networks, or, without a switch, the controller it ends on.
fn lanes(file: &File, chain: &Chain) -> Vec<String> {
    if chain.switches.is_empty() && chain.gateways.is_empty() {
        let last = &file.ports[chain.last];
        return vec![format!("controller {:?} of {}", chain.controller, last.device)];
    }
    if chain.protocol == "ethernet" {
        return chain.networks.clone();
    }
    let gateways = chain.switches.is_empty();
    let isls = isls(file, &chain.protocol, None, gateways);
    let switch = chain.switches.first().unwrap_or_else(|| &chain.gateways[0]);
    let fabric = fabric_of(file, *switch, &isls);
    vec![format!("fabric {:?}", fabric.first())]
}

/// Links between two switches of one protocol, on Ethernet those of one network; access gateways join no fabrics
/// and are apart.
fn isls<'a>(
    file: &'a File,
    protocol: &str,
    network: Option<&String>,
    gateways: bool,
) -> Vec<&'a Link> {
    let switch = |device: usize| {
        let device = &file.devices[device];
        device.kind == Kind::Switch && device.gateway == gateways
    };
    let between = |link: &&Link| {
        let ends = link.ends.map(|end| &file.ports[end]);
        ends.iter().all(|port| port.protocol == protocol && switch(port.device))
            && ends[0].device != ends[1].device
            && network.is_none_or(|network| link.networks.contains(network))
    };
    file.links.iter().filter(between).collect()
}

/// All switches that links join to one, by position.
fn fabric_of(file: &File, switch: usize, links: &[&Link]) -> BTreeSet<usize> {
    let mut fabric = BTreeSet::from([switch]);
    loop {
        let before = fabric.len();
        for link in links {
            let ends = link.ends.map(|end| file.ports[end].device);
            if ends.iter().any(|end| fabric.contains(end)) {
                fabric.extend(ends);
            }
        }
        if fabric.len() == before {
            return fabric;
        }
    }
}

/// Whether one fabric of two or more switches serves every volume and stands any lost link inside it.
fn in_one_resilient_fabric(file: &File, case: &Case, node: usize) -> bool {
    let world = World::of_storage(file, &[]);
    let storage = file.networks.iter().filter(|n| n.1.0 == "storage").map(|n| Some(n.0));
    let ethernet = storage.map(|network| ("ethernet", network));
    let kinds: Vec<_> = [("fc", None), ("sas", None)].into_iter().chain(ethernet).collect();
    for (protocol, network) in kinds {
        let links = isls(file, protocol, network, false);
        for switch in 0..file.devices.len() {
            let fabric = fabric_of(file, switch, &links);
            let inside = |chain: &&Chain| {
                chain.protocol == protocol
                    && !chain.switches.is_empty()
                    && chain.switches.iter().all(|s| fabric.contains(s))
                    && network.is_none_or(|network| chain.networks.contains(network))
            };
            let reach = |disk: &usize| {
                let works = world.node_works(case.nodes[node]);
                let chains = case.disks[*disk].working_chains(file, &world, node);
                works && chains.into_iter().any(|chain| inside(&chain))
            };
            let in_one_piece = (0..links.len()).all(|cut| {
                let mut left = links.clone();
                left.remove(cut);
                fabric_of(file, switch, &left) == fabric
            });
            if fabric.len() > 1 && case.volumes.iter().all(reach) && in_one_piece {
                return true;
            }
        }
    }
    false
}
