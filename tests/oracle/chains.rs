//! Simple chains over cables, found by walking every one of them.

use super::reading::{File, Kind};

/// A chain from a node to where it leads; it works if all its parts do.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Every component on it in order: adapter, port, cable, port, switch, …
    pub parts: Vec<usize>,
    /// The first and the last port.
    pub first: usize,
    pub last: usize,
    /// Devices of the switches on it.
    pub switches: Vec<usize>,
    pub protocol: String,
    /// Networks that every link of it carries.
    pub networks: Vec<String>,
}

/// All chains from a server to ports of other devices; each prefix that ends at a port is one.
pub fn from_node(file: &File, node: usize) -> Vec<Chain> {
    let mut found = Vec::new();
    for (at, port) in file.ports.iter().enumerate() {
        if port.device != node || port.role == "bmc" {
            continue;
        }
        let start = Chain {
            parts: port.adapter.into_iter().collect(),
            first: at,
            last: at,
            switches: Vec::new(),
            protocol: port.protocol.clone(),
            networks: file.networks.keys().cloned().collect(),
        };
        step(file, node, &start, at, &mut found);
    }
    found
}

/// Leaves a device through a port and goes on from wherever its cable leads.
fn step(file: &File, node: usize, before: &Chain, out: usize, found: &mut Vec<Chain>) {
    for link in &file.links {
        let Some(side) = link.ends.iter().position(|end| *end == out) else { continue };
        let far = link.ends[1 - side];
        let port = &file.ports[far];
        if port.protocol != before.protocol || port.device == node {
            continue;
        }
        let mut chain = before.clone();
        chain.networks.retain(|network| link.networks.contains(network));
        let steps = [file.ports[out].component, link.cable, port.component];
        if steps.iter().any(|part| chain.parts.contains(part)) {
            continue;
        }
        chain.parts.extend(steps);
        chain.last = far;
        found.push(chain.clone());
        let device = &file.devices[port.device];
        if device.kind != Kind::Switch || chain.parts.contains(&device.component) {
            continue;
        }
        chain.parts.push(device.component);
        chain.switches.push(port.device);
        for (next, other) in file.ports.iter().enumerate() {
            if other.device == port.device && next != far && other.protocol == chain.protocol {
                step(file, node, &chain, next, found);
            }
        }
    }
}

/// The chains among these that may carry storage traffic to an array.
pub fn to_array(file: &File, chains: &[Chain], array: usize) -> Vec<Chain> {
    let mut found = Vec::new();
    for chain in chains {
        let port = &file.ports[chain.last];
        if port.device != array || port.role != "host" {
            continue;
        }
        let mut chain = chain.clone();
        chain.networks.retain(|network| file.networks[network].0 == "storage");
        if chain.protocol == "ethernet" && chain.networks.is_empty() {
            continue;
        }
        if let Some(controller) = port.controller {
            chain.parts.push(file.devices[array].controllers[controller].component);
        }
        found.push(chain);
    }
    found
}

/// The chains among these that lead to the clients of a network.
pub fn to_clients(file: &File, chains: &[Chain], network: &str) -> Vec<Chain> {
    let uplinks = &file.networks[network].1;
    let mut found = Vec::new();
    for chain in chains {
        let device = file.ports[chain.last].device;
        if !chain.networks.iter().any(|n| n == network) || chain.protocol != "ethernet" {
            continue;
        }
        let switch = &file.devices[device];
        if switch.kind != Kind::Switch || chain.parts.contains(&switch.component) {
            continue;
        }
        if uplinks.is_empty() {
            let mut chain = chain.clone();
            chain.parts.push(switch.component);
            found.push(chain);
        }
        for uplink in uplinks {
            let port = &file.ports[*uplink];
            if *uplink == chain.last {
                found.push(chain.clone());
            } else if port.device == device && !chain.parts.contains(&port.component) {
                let mut chain = chain.clone();
                chain.parts.extend([switch.component, port.component]);
                found.push(chain);
            }
        }
    }
    found
}

/// The chains among these that lead to another server over one of some networks.
pub fn to_node(file: &File, chains: &[Chain], other: usize, networks: &[String]) -> Vec<Chain> {
    let mut found = Vec::new();
    for chain in chains {
        let port = &file.ports[chain.last];
        let carried = networks.iter().any(|network| chain.networks.contains(network));
        if port.device == other && port.role != "bmc" && carried && chain.protocol == "ethernet" {
            let mut chain = chain.clone();
            chain.parts.extend(port.adapter);
            found.push(chain);
        }
    }
    found
}
