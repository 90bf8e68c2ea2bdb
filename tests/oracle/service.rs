//! One service: who is fit, who may run it, and what state a fault set leaves it in.

use std::collections::{BTreeMap, BTreeSet};

use super::chains::{self, Chain};
use super::reading::{File, Service};
use super::works::World;

/// The state of one fault set, its worst outcome if there are several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct State {
    pub rank: usize,
    pub node: Option<usize>,
    pub paths: Option<usize>,
}

/// A service with every chain that it may use.
pub struct Case {
    pub nodes: Vec<usize>,
    pub home: usize,
    pub volumes: Vec<String>,
    clustered: bool,
    votes: bool,
    quorum: Option<String>,
    /// Chains from each node to the array of each volume, the quorum volume among them.
    storage: BTreeMap<(usize, String), Vec<Chain>>,
    clients: Option<BTreeMap<usize, Vec<Chain>>>,
    /// Chains between pairs of nodes; nothing if the nodes are taken to hear each other.
    heartbeat: Option<BTreeMap<(usize, usize), Vec<Chain>>>,
    used: Vec<usize>,
}

impl Case {
    /// Finds the chains and what of them the service uses or keeps.
    pub fn new(file: &File, service: &Service) -> Case {
        let nodes = service.nodes.clone();
        let from: BTreeMap<usize, Vec<Chain>> =
            nodes.iter().map(|node| (*node, chains::from_node(file, *node))).collect();
        let mut storage = BTreeMap::new();
        for volume in service.volumes.iter().chain(&service.quorum) {
            let array = file.volumes[volume].array;
            for node in &nodes {
                let found = chains::to_array(file, &from[node], array);
                storage.insert((*node, volume.clone()), found);
            }
        }
        let clients = service.clients.as_ref().map(|network| {
            let lead = |node: &usize| (*node, chains::to_clients(file, &from[node], network));
            nodes.iter().map(lead).collect()
        });
        let heartbeat = service.heartbeat.as_ref().map(|networks| {
            let mut pairs = BTreeMap::new();
            for a in &nodes {
                for b in nodes.iter().filter(|b| *b != a) {
                    pairs.insert((*a, *b), chains::to_node(file, &from[a], *b, networks));
                }
            }
            pairs
        });
        let mut case = Case {
            nodes,
            home: service.home,
            volumes: service.volumes.clone(),
            clustered: service.clustered,
            votes: service.votes,
            quorum: service.quorum.clone(),
            storage,
            clients,
            heartbeat,
            used: Vec::new(),
        };
        case.used = case.uses_or_keeps(file);
        case
    }

    /// Everything the service uses or keeps that works with nothing failed.
    fn uses_or_keeps(&self, file: &File) -> Vec<usize> {
        let mut used: BTreeSet<usize> = BTreeSet::new();
        let mut all: Vec<&Chain> = Vec::new();
        for (_, volume) in self.storage.keys() {
            used.extend(&file.volumes[volume].drives.drives);
        }
        for node in &self.nodes {
            let device = &file.devices[*node];
            used.insert(device.component);
            used.extend(device.os);
            used.extend(device.system.iter().flat_map(|drives| &drives.drives));
        }
        for ((_, volume), found) in &self.storage {
            all.extend(found.iter().filter(|chain| may_serve(file, volume, chain.last)));
        }
        all.extend(self.clients.iter().flat_map(|clients| clients.values()).flatten());
        all.extend(self.heartbeat.iter().flat_map(|pairs| pairs.values()).flatten());
        for chain in all {
            used.extend(&chain.parts);
            let devices = chain.parts.iter().filter_map(|part| file.components[*part].device);
            used.extend(devices.map(|device| file.devices[device].component));
        }
        let boards: Vec<usize> = used.iter().copied().collect();
        used.extend(boards.iter().flat_map(|board| {
            let c = &file.components[*board];
            let is_device = c.device.is_some_and(|d| file.devices[d].component == *board);
            if is_device { c.supplies.clone() } else { Vec::new() }
        }));
        let world = World::new(file, &[]);
        used.into_iter().filter(|component| world.works(*component)).collect()
    }

    /// Storage paths from a node to a volume that work, with a port each that serves it now.
    pub fn storage_paths(
        &self,
        file: &File,
        world: &World<'_>,
        node: usize,
        volume: &str,
    ) -> Vec<&Chain> {
        if !world.node_works(node) || !world.hold(&file.volumes[volume].drives) {
            return Vec::new();
        }
        let chains = &self.storage[&(node, volume.to_owned())];
        let usable = |chain: &&Chain| {
            chain.parts.iter().all(|part| world.works(*part))
                && serves_now(file, world, volume, chain.last)
        };
        chains.iter().filter(usable).collect()
    }

    /// Chains from a node to a volume whatever works, to every controller that may come to serve it.
    pub fn chains(&self, file: &File, node: usize, volume: &str) -> Vec<&Chain> {
        let chains = &self.storage[&(node, volume.to_owned())];
        chains.iter().filter(|chain| may_serve(file, volume, chain.last)).collect()
    }

    /// Paths and, of the volume that gives them, those that are not optimized.
    pub fn paths(&self, file: &File, world: &World<'_>, node: usize) -> Option<(usize, usize)> {
        let of_volume = |volume: &String| {
            let paths = self.storage_paths(file, world, node, volume);
            let pairs: BTreeSet<(usize, usize)> =
                paths.iter().map(|chain| (chain.first, chain.last)).collect();
            let slow = pairs.iter().filter(|(_, last)| !optimized(file, volume, *last)).count();
            (pairs.len(), slow)
        };
        self.volumes.iter().map(of_volume).min()
    }

    /// Whether a node could run the service.
    pub fn fit(&self, file: &File, world: &World<'_>, node: usize) -> bool {
        let works = |chain: &Chain| chain.parts.iter().all(|part| world.works(*part));
        world.node_works(node)
            && self.volumes.iter().all(|v| !self.storage_paths(file, world, node, v).is_empty())
            && self.clients.as_ref().is_none_or(|clients| clients[&node].iter().any(works))
    }

    /// Working nodes that hear each other, each side in the order of nodes.
    fn sides(&self, world: &World<'_>) -> Vec<Vec<usize>> {
        let alive: Vec<usize> =
            self.nodes.iter().copied().filter(|node| world.node_works(*node)).collect();
        let hear = |a: usize, b: usize| match &self.heartbeat {
            None => true,
            Some(pairs) => pairs[&(a, b)].iter().any(|c| c.parts.iter().all(|p| world.works(*p))),
        };
        let mut sides: Vec<Vec<usize>> = Vec::new();
        for node in &alive {
            if sides.iter().any(|side| side.contains(node)) {
                continue;
            }
            let mut side = vec![*node];
            let mut next = 0;
            while next < side.len() {
                for other in &alive {
                    if !side.contains(other) && hear(side[next], *other) {
                        side.push(*other);
                    }
                }
                next += 1;
            }
            side.sort_by_key(|n| self.nodes.iter().position(|m| m == n));
            sides.push(side);
        }
        sides
    }

    /// Each way the arbitration may go: the sides that may then run the service.
    fn outcomes(&self, file: &File, world: &World<'_>) -> Vec<Vec<Vec<usize>>> {
        if !self.clustered {
            return vec![vec![vec![self.home]]];
        }
        let sides = self.sides(world);
        if !self.votes {
            return vec![sides];
        }
        let quorum = self.quorum.as_ref().filter(|_| self.nodes.len().is_multiple_of(2));
        let all = self.nodes.len() + usize::from(quorum.is_some());
        let reaches = |side: &Vec<usize>| {
            let reach = |node: &usize, volume: &String| {
                !self.storage_paths(file, world, *node, volume).is_empty()
            };
            quorum.is_some_and(|volume| side.iter().any(|node| reach(node, volume)))
        };
        let majority: Vec<Vec<usize>> =
            sides.iter().filter(|side| 2 * side.len() > all).cloned().collect();
        if !majority.is_empty() {
            return vec![majority];
        }
        let contenders: Vec<Vec<usize>> =
            sides.into_iter().filter(|side| reaches(side) && 2 * (side.len() + 1) > all).collect();
        if contenders.is_empty() {
            return vec![Vec::new()];
        }
        contenders.into_iter().map(|side| vec![side]).collect()
    }

    /// The state that a fault set leaves the service in.
    pub fn state(&self, file: &File, world: &World<'_>) -> State {
        let has_volumes = !self.volumes.is_empty();
        let lost = self.volumes.iter().any(|v| world.data_lost(&file.volumes[v].drives));
        let order = |node: &usize| self.nodes.iter().position(|n| n == node);
        let mut worst: Option<State> = None;
        for sides in self.outcomes(file, world) {
            let mut runners: Vec<usize> =
                sides.iter().filter_map(|side| self.runner(file, world, side)).collect();
            runners.sort_by_key(order);
            let node = runners.iter().find(|node| **node == self.home).or(runners.first()).copied();
            // Without volumes the home's side is judged, though another node of it run the service.
            let of_home = sides.iter().find(|side| side.contains(&self.home));
            let on_home_side = of_home.and_then(|side| self.runner(file, world, side));
            let node = if has_volumes { node } else { on_home_side.or(node) };
            let rank = if lost {
                5
            } else if runners.len() > 1 && has_volumes {
                4
            } else if node.is_none() {
                3
            } else if node != Some(self.home) {
                2
            } else {
                usize::from(self.used.iter().any(|component| !world.works(*component)))
            };
            let paths = match node {
                Some(node) => self.paths(file, world, node).map(|p| p.0),
                None => has_volumes.then_some(0),
            };
            let state = State { rank, node, paths };
            let key = |s: &State| s.node.as_ref().and_then(order);
            let better = worst.is_some_and(|w| (w.rank, key(&state)) >= (rank, key(&w)));
            if !better {
                worst = Some(state);
            }
        }
        worst.expect("an outcome")
    }

    fn runner(&self, file: &File, world: &World<'_>, side: &[usize]) -> Option<usize> {
        let home = side.iter().filter(|node| **node == self.home);
        home.chain(side).copied().find(|node| self.fit(file, world, *node))
    }
}

/// The position of a volume's owner among the controllers of its array.
fn owner(file: &File, volume: &str) -> usize {
    let volume = &file.volumes[volume];
    let controllers = &file.devices[volume.array].controllers;
    let named = |name: &String| controllers.iter().position(|c| c.name == *name);
    volume.owner.as_ref().map_or(0, |name| named(name).expect("the owner"))
}

fn takes_over_through(file: &File, port: usize) -> bool {
    let port = &file.ports[port];
    let Some(at) = port.controller else { return true };
    let controller = &file.devices[port.device].controllers[at];
    let same = |name: &String| name.to_lowercase() == port.name.to_lowercase();
    controller.takeover_ports.as_ref().is_none_or(|ports| ports.iter().any(same))
}

/// Whether a host port may ever serve a volume: its owner's, or one of a controller that takes over.
fn may_serve(file: &File, volume: &str, port: usize) -> bool {
    let array = &file.devices[file.volumes[volume].array];
    let Some(controller) = file.ports[port].controller else { return true };
    array.access != "owner"
        || controller == owner(file, volume)
        || (array.controller_failover && takes_over_through(file, port))
}

/// Whether a host port serves a volume while this and that has failed.
fn serves_now(file: &File, world: &World<'_>, volume: &str, port: usize) -> bool {
    let array = &file.devices[file.volumes[volume].array];
    let Some(controller) = file.ports[port].controller else { return true };
    if array.access != "owner" {
        return true;
    }
    let owner = owner(file, volume);
    let count = array.controllers.len();
    let works = |at: &usize| world.works(array.controllers[*at].component);
    if works(&owner) {
        return controller == owner;
    }
    let next = (1..count).map(|step| (owner + step) % count).find(works);
    array.controller_failover && next == Some(controller) && takes_over_through(file, port)
}

/// Whether paths to a port are optimized for a volume; only `alua` knows others.
fn optimized(file: &File, volume: &str, port: usize) -> bool {
    let array = &file.devices[file.volumes[volume].array];
    let Some(controller) = file.ports[port].controller else { return true };
    array.access != "alua" || controller == owner(file, volume)
}
