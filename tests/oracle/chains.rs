//! Simple chains over cables, found by walking every one of them.

use super::bits::{Bits, Ways, lean};
use super::file::{File, Kind, Link, Port};

/// A chain from a device to where it leads; it works if all its parts do.
#[derive(Clone, Debug)]
pub struct Chain {
    /// Every component on it in order: adapter, port, cable, port, switch, …
    pub parts: Vec<usize>,
    /// The first and the last port.
    pub first: usize,
    pub last: usize,
    /// Devices of the switches on it, access gateways apart.
    pub switches: Vec<usize>,
    pub gateways: Vec<usize>,
    pub protocol: String,
    /// Networks that every link of it carries.
    pub networks: Vec<String>,
    /// Of a storage chain: the controller it ends on.
    pub controller: Option<usize>,
}

impl Chain {
    pub fn bits(&self, file: &File) -> Bits {
        Bits::of(file.components.len(), &self.parts)
    }

    /// Whether it runs over one network, this one if one is stated.
    fn over(&self, network: Option<&String>) -> bool {
        ["ethernet", "serial"].contains(&self.protocol.as_str())
            && match network {
                Some(network) => self.networks.contains(network),
                None => !self.networks.is_empty(),
            }
    }
}

/// The chains as ways that are open or not.
pub fn ways(file: &File, chains: &[Chain]) -> Ways {
    lean(chains.iter().map(|chain| chain.bits(file)).collect())
}

/// All chains from a server to ports of other devices; each prefix that ends at a port is one.
pub fn from_node(file: &File, node: usize) -> Vec<Chain> {
    from_device(file, node, |port| port.role != "bmc")
}

/// The same from an array to whatever it talks to but its shelves.
pub fn from_array(file: &File, array: usize) -> Vec<Chain> {
    from_device(file, array, talks)
}

/// Whether a port of an array is one for other arrays and witnesses.
fn talks(port: &Port) -> bool {
    port.role == "host" || port.role == "management"
}

fn from_device(file: &File, device: usize, may_start: impl Fn(&Port) -> bool) -> Vec<Chain> {
    let mut found = Vec::new();
    for (at, port) in file.ports.iter().enumerate() {
        if port.device != device || !may_start(port) {
            continue;
        }
        let start = Chain {
            parts: port.adapter.into_iter().collect(),
            first: at,
            last: at,
            switches: Vec::new(),
            gateways: Vec::new(),
            protocol: port.protocol.clone(),
            networks: file.networks.keys().cloned().collect(),
            controller: None,
        };
        step(file, device, &start, at, &mut found);
    }
    found
}

/// Leaves a device through a port and goes on from wherever its cable leads.
fn step(file: &File, start: usize, before: &Chain, out: usize, found: &mut Vec<Chain>) {
    for link in &file.links {
        let Some(side) = link.ends.iter().position(|end| *end == out) else { continue };
        let far = link.ends[1 - side];
        let port = &file.ports[far];
        if port.protocol != before.protocol || port.device == start {
            continue;
        }
        let mut chain = before.clone();
        chain.networks.retain(|network| link.networks.contains(network));
        if !chain.cross(file, link, side) {
            continue;
        }
        chain.last = far;
        found.push(chain.clone());
        let device = &file.devices[port.device];
        if device.kind != Kind::Switch || chain.parts.contains(&device.component) {
            continue;
        }
        chain.parts.push(device.component);
        let passed = if device.gateway { &mut chain.gateways } else { &mut chain.switches };
        passed.push(port.device);
        for (next, other) in file.ports.iter().enumerate() {
            let passes = !device.gateway || uplink(file, far) != uplink(file, next);
            if other.device == port.device
                && next != far
                && other.protocol == chain.protocol
                && passes
            {
                step(file, start, &chain, next, found);
            }
        }
    }
}

impl Chain {
    /// Adds a link; false if that has the chain cross itself. A panel may be passed on several links.
    fn cross(&mut self, file: &File, link: &Link, side: usize) -> bool {
        let ends = [side, 1 - side].map(|end| file.ports[link.ends[end]].component);
        let mut between = Vec::new();
        for (n, cable) in link.cables.iter().enumerate() {
            between.push(*cable);
            between.extend(link.panels.get(n));
        }
        if side == 1 {
            between.reverse();
        }
        let fresh = |part: &usize| !self.parts.contains(part);
        if !ends.iter().chain(&link.cables).all(fresh) {
            return false;
        }
        self.parts.push(ends[0]);
        self.parts.extend(between);
        self.parts.push(ends[1]);
        true
    }
}

/// Whether the cable of a gateway's port ends on a switch.
fn uplink(file: &File, port: usize) -> bool {
    file.links.iter().any(|link| {
        let side = link.ends.iter().position(|end| *end == port);
        let far = side.map(|side| file.ports[link.ends[1 - side]].device);
        far.is_some_and(|device| file.devices[device].kind == Kind::Switch)
    })
}

/// Whether zones let the two ends of a chain talk; they restrict what is switched.
fn zoned(file: &File, chain: &Chain) -> bool {
    let direct = chain.switches.is_empty() && chain.gateways.is_empty();
    chain.protocol != "fc" || direct || file.zoned(chain.first, chain.last)
}

/// The chains among these that may carry storage traffic to an array, one for each controller they lead to.
pub fn to_array(file: &File, chains: &[Chain], array: usize) -> Vec<Chain> {
    let mut found = Vec::new();
    for chain in chains {
        let port = &file.ports[chain.last];
        if port.device != array || port.role != "host" || !zoned(file, chain) {
            continue;
        }
        let mut chain = chain.clone();
        chain.networks.retain(|network| file.networks[network].0 == "storage");
        let carries = chain.protocol == "ethernet" && !chain.networks.is_empty();
        if !["fc", "sas"].contains(&chain.protocol.as_str()) && !carries {
            continue;
        }
        chain.parts.extend(port.adapter);
        let controllers = &file.devices[array].controllers;
        // A port of the chassis leads to every controller.
        let ends: Vec<usize> = match port.controller {
            Some(at) => vec![at],
            None => (0..controllers.len()).collect(),
        };
        for at in &ends {
            let mut chain = chain.clone();
            chain.parts.push(controllers[*at].component);
            chain.controller = Some(*at);
            found.push(chain);
        }
        if ends.is_empty() {
            found.push(chain);
        }
    }
    found
}

/// The chains among these that lead to the clients of a network.
pub fn to_clients(file: &File, chains: &[Chain], network: &String) -> Vec<Chain> {
    let uplinks = &file.networks[network].1;
    let mut found = Vec::new();
    for chain in chains.iter().filter(|chain| chain.over(Some(network))) {
        let device = file.ports[chain.last].device;
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

/// The chains among these that lead to a server over a network, or over any one network.
pub fn to_server(
    file: &File,
    chains: &[Chain],
    server: usize,
    network: Option<&String>,
) -> Vec<Chain> {
    let ends = |chain: &&Chain| {
        let port = &file.ports[chain.last];
        port.device == server && port.role != "bmc" && chain.over(network)
    };
    let mut found: Vec<Chain> = chains.iter().filter(ends).cloned().collect();
    for chain in &mut found {
        chain.parts.extend(file.ports[chain.last].adapter);
    }
    found
}

/// The chains among these that lead to a port over a network, or over any one network.
pub fn to_port(chains: &[Chain], port: usize, network: Option<&String>) -> Vec<Chain> {
    chains.iter().filter(|chain| chain.last == port && chain.over(network)).cloned().collect()
}

/// The chains among these that lead to another array over networks or `fc`.
pub fn to_leg(file: &File, chains: &[Chain], array: usize, over: &[String]) -> Vec<Chain> {
    let ends = |chain: &&Chain| {
        let port = &file.ports[chain.last];
        let fc = chain.protocol == "fc" && over.iter().any(|it| it == "fc") && zoned(file, chain);
        let carried = fc || over.iter().any(|network| chain.over(Some(network)));
        port.device == array && talks(port) && carried
    };
    chains.iter().filter(ends).cloned().collect()
}
