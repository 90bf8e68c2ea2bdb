//! What a service uses or keeps.

use std::collections::BTreeSet;

use super::bits::Bits;
use super::chains::{self, Chain};
use super::disk::Disk;
use super::file::{File, Heartbeat, Judge, Kind, Legs, Method, Quorum, Service};
use super::mirrors;
use super::service::cabled_ports;
use super::works::World;

/// Every component that a service uses or keeps and that works with nothing failed.
pub fn used(file: &File, service: &Service, disks: &[Disk], from: &[Vec<Chain>]) -> Bits {
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for node in &service.nodes {
        used.extend(server(file, *node));
    }
    for disk in disks {
        used.extend(of_disk(file, disk));
    }
    for node in from {
        for chain in of_node(file, service, node) {
            used.extend(chain.parts);
        }
    }
    if let Some(Quorum::Server(judge)) = &service.quorum {
        used.extend(server(file, judge.server));
    }
    for method in service.fencing.values().flatten() {
        if let Method::Outlets(outlets) = method {
            used.extend(outlets.iter().map(|outlet| file.board(*outlet)));
        }
    }
    for name in &service.mirrors {
        let mirror = &file.mirrors[name];
        for chain in mirrors::chains(file, mirror) {
            used.extend(chain.parts);
        }
        used.extend(mirror.witness.iter().flat_map(|witness| server(file, witness.server)));
        if let Legs::Nodes(nodes) = &mirror.legs {
            for node in nodes {
                used.extend(mirrors::own_drives(file, *node, name).flat_map(|it| &it.drives));
                used.insert(file.board(*node));
            }
        }
    }
    for part in used.clone() {
        around(file, part, &mut used);
    }
    let world = World::new(file, &[]);
    let works = used.iter().filter(|component| world.works(**component));
    Bits::of(file.components.len(), works)
}

/// A server as a node: board, `os` and system drives.
fn server(file: &File, device: usize) -> Vec<usize> {
    let server = &file.devices[device];
    let system = server.drives.iter().filter(|it| it.0 == "system");
    let drives = system.flat_map(|it| &it.1.drives).copied();
    drives.chain([server.component]).chain(server.os).collect()
}

/// The drives of a volume, the chains to it, and how its controllers reach its shelves.
fn of_disk(file: &File, disk: &Disk) -> Vec<usize> {
    let mut parts = file.volumes[&disk.name].drives.drives.clone();
    parts.extend(disk.chains.iter().flatten().flat_map(|chain| &chain.parts));
    for shelf in &disk.shelves {
        parts.push(file.board(shelf.device));
        for (controller, on_the_way) in shelf.parts.iter().enumerate() {
            let controllers = &file.devices[disk.array].controllers;
            if controllers.is_empty() || disk.may_serve(file, controller) {
                parts.extend(on_the_way);
            }
        }
    }
    parts
}

/// The chains of one node that do not lead to volumes.
fn of_node(file: &File, service: &Service, from: &[Chain]) -> Vec<Chain> {
    let mut all = Vec::new();
    if let Some(network) = &service.clients {
        all.extend(chains::to_clients(file, from, network));
    }
    for beat in service.heartbeat.iter().flatten() {
        if let Heartbeat::Network(network) = beat {
            for other in &service.nodes {
                all.extend(chains::to_server(file, from, *other, Some(network)));
            }
        }
    }
    if let Some(Quorum::Server(Judge { server, network })) = &service.quorum {
        all.extend(chains::to_server(file, from, *server, network.as_ref()));
    }
    for method in service.fencing.values().flatten() {
        match method {
            Method::Bmc { port, network } => {
                all.extend(chains::to_port(from, *port, network.as_ref()));
            }
            Method::Outlets(outlets) => {
                for port in outlets.iter().flat_map(|outlet| cabled_ports(file, *outlet)) {
                    all.extend(chains::to_port(from, port, None));
                }
            }
            Method::Reserve(_) => {}
        }
    }
    all
}

/// What a part sits in: card, controller, device and enclosure, with the supplies of the last two.
fn around(file: &File, part: usize, used: &mut BTreeSet<usize>) {
    let component = &file.components[part];
    let inside = [Kind::Port, Kind::Adapter, Kind::Controller];
    if inside.contains(&component.kind) {
        for need in &component.needs {
            if inside.contains(&file.components[*need].kind) && used.insert(*need) {
                around(file, *need, used);
            }
        }
    }
    // Drives do not take what they stand in with them: a volume out of reach is on no chain.
    if component.kind == Kind::Drive {
        return;
    }
    let mut device = component.device;
    while let Some(at) = device {
        let board = file.board(at);
        used.insert(board);
        used.extend(&file.components[board].supplies);
        device = file.devices[at].enclosure;
    }
}
