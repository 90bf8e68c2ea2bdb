//! One service: who is fit, and what state a fault set leaves it in.

use std::collections::BTreeMap;

use super::arbitration::{Beat, Fence, Tie};
use super::bits::{Bits, Ways, open};
use super::chains::{self, Chain};
use super::disk::Disk;
use super::file::{Arbitration, File, Heartbeat, Kind, Legs, Method, Quorum, Service};
use super::grade;
use super::mirrors::{How, LegSet, Pair};
use super::used;
use super::works::World;

/// The state of one fault set, its worst outcome if there are several.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct State {
    pub rank: usize,
    /// The device of the node that runs the service.
    pub node: Option<usize>,
    pub paths: Option<usize>,
}

/// A state with what it leaves behind for later faults.
#[derive(Clone, Debug)]
pub struct Judged {
    pub state: State,
    /// Of each mirror the legs that fall behind.
    pub behind: Vec<LegSet>,
}

/// A service with every chain that it may use. Nodes and disks are positions.
pub struct Case {
    pub nodes: Vec<usize>,
    pub home: usize,
    pub clustered: bool,
    pub dual_active: bool,
    pub arbitration: Arbitration,
    pub tie_break_home: bool,
    /// Every volume that anything about the service asks for.
    pub disks: Vec<Disk>,
    /// Those that the service names itself.
    pub volumes: Vec<usize>,
    pub mirrors: Vec<Pair>,
    clients: Option<Vec<Ways>>,
    /// Nothing if the nodes are taken to hear each other.
    pub beats: Option<Vec<Beat>>,
    pub quorum: Option<Tie>,
    /// Of each node.
    pub fences: Vec<Vec<Fence>>,
    pub(super) used: Bits,
}

impl Case {
    /// Finds the chains and what of them the service uses or keeps.
    pub fn new(file: &File, service: &Service) -> Case {
        let nodes = service.nodes.clone();
        let from: Vec<Vec<Chain>> =
            nodes.iter().map(|node| chains::from_node(file, *node)).collect();
        let names = disk_names(file, service);
        let disks: Vec<Disk> = names.iter().map(|name| Disk::new(file, name, &from)).collect();
        let disk = |name: &String| names.iter().position(|it| it == name).expect("a disk");
        let to_server = |server: usize, network: Option<&String>| {
            let ways = |from: &Vec<Chain>| {
                chains::ways(file, &chains::to_server(file, from, server, network))
            };
            from.iter().map(ways).collect::<Vec<Ways>>()
        };
        let to_port = |port: usize, network: Option<&String>| {
            let ways =
                |from: &Vec<Chain>| chains::ways(file, &chains::to_port(from, port, network));
            from.iter().map(ways).collect::<Vec<Ways>>()
        };
        let clients = service.clients.as_ref().map(|network| {
            let ways =
                |from: &Vec<Chain>| chains::ways(file, &chains::to_clients(file, from, network));
            from.iter().map(ways).collect()
        });
        let beat = |beat: &Heartbeat| match beat {
            Heartbeat::Volume(volume) => Beat::Volume(disk(volume)),
            Heartbeat::Network(network) => {
                let to: Vec<Vec<Ways>> =
                    nodes.iter().map(|node| to_server(*node, Some(network))).collect();
                Beat::Network(
                    (0..nodes.len()).map(|a| to.iter().map(|b| b[a].clone()).collect()).collect(),
                )
            }
        };
        let quorum = service.quorum.as_ref().map(|quorum| match quorum {
            Quorum::Volume(volume) => Tie::Volume(disk(volume)),
            Quorum::Server(judge) => {
                Tie::Server(judge.clone(), to_server(judge.server, judge.network.as_ref()))
            }
        });
        let outlet = |device: &usize| {
            let ports = cabled_ports(file, *device);
            let mut ways = vec![Ways::new(); nodes.len()];
            for port in &ports {
                for (all, more) in ways.iter_mut().zip(to_port(*port, None)) {
                    all.extend(more);
                }
            }
            (file.board(*device), (!ports.is_empty()).then_some(ways))
        };
        let fence = |method: &Method| match method {
            Method::Bmc { port, network } => Fence::Bmc(to_port(*port, network.as_ref())),
            Method::Outlets(outlets) => Fence::Outlets(outlets.iter().map(outlet).collect()),
            Method::Reserve(volume) => Fence::Reserve(disk(volume)),
        };
        let fences = |node: &usize| {
            service.fencing.get(node).into_iter().flatten().map(fence).collect::<Vec<Fence>>()
        };
        Case {
            home: nodes.iter().position(|node| *node == service.home).expect("the home"),
            clustered: service.clustered,
            dual_active: service.dual_active,
            arbitration: service.arbitration,
            tie_break_home: service.tie_break_home,
            volumes: service.volumes.iter().map(disk).collect(),
            mirrors: service.mirrors.iter().map(|name| Pair::new(file, name, disk)).collect(),
            clients,
            beats: service.heartbeat.as_ref().map(|beats| beats.iter().map(beat).collect()),
            quorum,
            fences: nodes.iter().map(fences).collect(),
            used: used::used(file, service, &disks, &from),
            disks,
            nodes,
        }
    }

    /// Nothing out of date.
    pub fn fresh(&self) -> Vec<LegSet> {
        self.mirrors.iter().map(|mirror| vec![false; mirror.legs()]).collect()
    }

    /// Whether it has anything that two sides could spoil.
    fn keeps_data(&self) -> bool {
        !self.volumes.is_empty() || !self.mirrors.is_empty()
    }

    /// Whether a node could run the service.
    pub fn fit(&self, file: &File, world: &World<'_>, node: usize, stale: &[LegSet]) -> bool {
        let reaches = |disk: &usize| self.disks[*disk].reached(file, world, node);
        let mirrored = |(at, mirror): (usize, &Pair)| {
            let serving = mirror.serving(file, world, &self.disks, &stale[at]);
            let served = |leg: usize| match &mirror.kind {
                How::Nodes { nodes, .. } => nodes[leg] == self.nodes[node],
                How::Volumes { disks } | How::Arrays { disks, .. } => reaches(&disks[leg]),
            };
            (0..serving.len()).any(|leg| serving[leg] && served(leg))
        };
        world.node_works(self.nodes[node])
            && self.volumes.iter().all(reaches)
            && self.clients.as_ref().is_none_or(|ways| open(&ways[node], &world.down))
            && self.mirrors.iter().enumerate().all(mirrored)
    }

    /// The disks of each thing that paths are counted of: one of a volume, those of the serving legs of a mirror.
    pub fn served(&self, file: &File, world: &World<'_>, stale: &[LegSet]) -> Vec<Vec<usize>> {
        let mut served: Vec<Vec<usize>> = self.volumes.iter().map(|disk| vec![*disk]).collect();
        for (mirror, stale) in self.mirrors.iter().zip(stale) {
            if let How::Volumes { disks } | How::Arrays { disks, .. } = &mirror.kind {
                let serving = mirror.serving(file, world, &self.disks, stale);
                let legs = disks.iter().zip(serving).filter(|leg| leg.1);
                served.push(legs.map(|leg| *leg.0).collect());
            }
        }
        served
    }

    /// Paths of a node and, of what gives them, those that are not optimized.
    pub fn paths(
        &self,
        file: &File,
        world: &World<'_>,
        node: usize,
        stale: &[LegSet],
    ) -> Option<(usize, usize)> {
        let works = world.node_works(self.nodes[node]);
        let of = |disks: &Vec<usize>| {
            let of = |disk: &usize| self.disks[*disk].paths(file, world, node);
            let paths: Vec<_> = disks.iter().filter(|_| works).map(of).collect();
            (paths.iter().map(|it| it.0).sum(), paths.iter().map(|it| it.1).sum())
        };
        self.served(file, world, stale).iter().map(of).min()
    }

    /// The same for paths that have nothing in common.
    pub fn disjoint(&self, file: &File, world: &World<'_>, node: usize) -> Option<usize> {
        let works = world.node_works(self.nodes[node]);
        let of = |disks: &Vec<usize>| {
            let chains = |disk: &usize| self.disks[*disk].working_chains(file, world, node);
            disks.iter().filter(|_| works).map(|disk| grade::max_flow(&chains(disk))).sum()
        };
        self.served(file, world, &self.fresh()).iter().map(of).min()
    }

    /// The state that a fault set leaves the service in, when `home` is the home and some legs are out of date.
    pub fn judge(&self, file: &File, world: &World<'_>, home: usize, stale: &[LegSet]) -> Judged {
        let count = self.nodes.len();
        let fit: Vec<bool> = (0..count).map(|node| self.fit(file, world, node, stale)).collect();
        let lost = self.data_lost(file, world, stale);
        let mut home_runs = false;
        let mut worst: Option<(State, usize)> = None;
        for sides in self.outcomes(file, world, &fit) {
            let runners: Vec<Vec<usize>> =
                sides.iter().map(|side| self.runners(side, &fit)).collect();
            home_runs |= runners.iter().any(|nodes| nodes.contains(&home));
            let running = runners.iter().filter(|nodes| !nodes.is_empty()).count();
            let node = self.node_of(&sides, &runners);
            let rank = if lost {
                5
            } else if running > 1 && self.keeps_data() {
                4
            } else if node.is_none() {
                3
            } else if node != Some(self.home) && !self.dual_active {
                2
            } else {
                usize::from(self.used.meets(&world.down))
            };
            let paths = match node {
                Some(node) => self.paths(file, world, node, stale).map(|p| p.0),
                None => self.served(file, world, stale).first().map(|_| 0),
            };
            let state = State { rank, node: node.map(|node| self.nodes[node]), paths };
            // Of equally bad outcomes the one whose node comes first.
            let place = node.unwrap_or(count);
            if worst.is_none_or(|(w, at)| rank > w.rank || (rank == w.rank && place < at)) {
                worst = Some((state, place));
            }
        }
        let runs = home_runs.then_some((self.nodes[home], home));
        let behind = |(mirror, stale): (&Pair, &LegSet)| {
            mirror.fall_behind(file, world, &self.disks, stale, runs)
        };
        let behind = self.mirrors.iter().zip(stale).map(behind).collect();
        Judged { state: worst.expect("an outcome").0, behind }
    }

    fn data_lost(&self, file: &File, world: &World<'_>, stale: &[LegSet]) -> bool {
        let volume = |disk: &usize| &file.volumes[&self.disks[*disk].name].drives;
        let mut mirrors = self.mirrors.iter().zip(stale);
        self.volumes.iter().any(|disk| world.data_lost(volume(disk)))
            || mirrors.any(|(mirror, stale)| mirror.data_lost(file, world, &self.disks, stale))
    }

    /// The nodes of a side that run the service if the side may.
    fn runners(&self, side: &[usize], fit: &[bool]) -> Vec<usize> {
        let mut able = side.iter().copied().filter(|node| fit[*node]);
        if self.dual_active {
            return able.collect();
        }
        let home = side.contains(&self.home) && fit[self.home];
        if home { vec![self.home] } else { able.next().into_iter().collect() }
    }

    /// The node that stands for an outcome: the home if it runs, else the first that does.
    fn node_of(&self, sides: &[Vec<usize>], runners: &[Vec<usize>]) -> Option<usize> {
        let mut running: Vec<usize> = runners.concat();
        running.sort_unstable();
        let first = running.first().copied();
        if self.dual_active {
            return first;
        }
        if !self.keeps_data() {
            // The home's side is judged, though another node of it run the service.
            let of_home = sides.iter().position(|side| side.contains(&self.home));
            return of_home.and_then(|side| runners[side].first().copied()).or(first);
        }
        running.contains(&self.home).then_some(self.home).or(first)
    }
}

/// Volumes that anything about a service asks for.
fn disk_names(file: &File, service: &Service) -> Vec<String> {
    let mut names = service.volumes.clone();
    for mirror in &service.mirrors {
        if let Legs::Volumes(legs) | Legs::Arrays(legs) = &file.mirrors[mirror].legs {
            names.extend(legs.iter().cloned());
        }
    }
    if let Some(Quorum::Volume(volume)) = &service.quorum {
        names.push(volume.clone());
    }
    for beat in service.heartbeat.iter().flatten() {
        if let Heartbeat::Volume(volume) = beat {
            names.push(volume.clone());
        }
    }
    for method in service.fencing.values().flatten() {
        if let Method::Reserve(volume) = method {
            names.push(volume.clone());
        }
    }
    let distinct: BTreeMap<String, ()> = names.into_iter().map(|name| (name, ())).collect();
    distinct.into_keys().collect()
}

/// Ports of a power source that a cable ends on.
pub fn cabled_ports(file: &File, source: usize) -> Vec<usize> {
    assert_eq!(file.devices[source].kind, Kind::Source);
    let ends = file.links.iter().flat_map(|link| link.ends);
    ends.filter(|end| file.ports[*end].device == source).collect()
}
