//! Which components a verdict speaks of.

use std::collections::BTreeSet;

use super::file::{File, Quorum};

/// The devices that cables join to a node of a service, the quorum and witness servers, and all that these need,
/// with everything that sits in any of them.
pub fn listed(file: &File) -> Vec<usize> {
    let mut devices: BTreeSet<usize> = BTreeSet::new();
    for service in file.services.values() {
        devices.extend(&service.nodes);
        if let Some(Quorum::Server(judge)) = &service.quorum {
            devices.insert(judge.server);
        }
        let witnesses =
            service.mirrors.iter().filter_map(|name| file.mirrors[name].witness.as_ref());
        devices.extend(witnesses.map(|witness| witness.server));
    }
    loop {
        let before = devices.len();
        for link in &file.links {
            let ends = link.ends.map(|end| file.ports[end].device);
            if ends.iter().any(|device| devices.contains(device)) {
                devices.extend(ends);
            }
        }
        let needed = needed(file, &devices);
        let whole = |device: &usize| needed.contains(&file.board(*device));
        devices.extend((0..file.devices.len()).filter(whole));
        if devices.len() == before {
            return needed.into_iter().collect();
        }
    }
}

/// Everything in these devices, their cables, and what all of it needs.
fn needed(file: &File, devices: &BTreeSet<usize>) -> BTreeSet<usize> {
    let mut open: Vec<usize> = Vec::new();
    let arrays = file.volumes.values().filter(|volume| devices.contains(&volume.array));
    open.extend(arrays.flat_map(|volume| &volume.drives.drives));
    for (at, component) in file.components.iter().enumerate() {
        if component.device.is_some_and(|device| devices.contains(&device)) {
            open.push(at);
        }
    }
    for link in &file.links {
        if devices.contains(&file.ports[link.ends[0]].device) {
            open.extend(link.cables.iter().chain(&link.panels));
        }
    }
    let mut needed = BTreeSet::new();
    while let Some(next) = open.pop() {
        if needed.insert(next) {
            let component = &file.components[next];
            open.extend(component.needs.iter().chain(&component.any_of).chain(&component.supplies));
            // A drive is of its array, and stands in its shelf.
            open.extend(component.device.map(|device| file.board(device)));
        }
    }
    needed
}
