//! What works and what reaches what, as signals: the gates of what [`Judge`](super::super::Judge) finds in one
//! state.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::net::{FALSE, Net, Origin, Signal, TRUE, Way};
use crate::catalog::Access as Serving;
use crate::facts::judge::takes_over_at;
use crate::facts::places::Place;
use crate::facts::wiring::{Access, EXPANSION, To, Wiring};
use crate::graph::Vertex;
use crate::spec::{Raid, RaidLevel};
use crate::topology::{
    CompId, DeviceId, DriveSet, DriveSetId, ModuleId, NetworkId, PortId, Topology, VolumeId,
    Witness,
};

/// A storage path between two ports, by the accesses with which it begins and ends, and whether it works.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pair<'t> {
    pub from: &'t Access,
    pub to: Option<&'t Access>,
    /// It works, whichever controller serves.
    pub works: Signal,
}

/// A way to clients, and whether it works.
#[derive(Clone, Copy, Debug)]
pub(super) struct ClientWay<'t> {
    pub access: &'t Access,
    /// The uplink and its switch, where there are any.
    pub uplink: Option<(PortId, u32)>,
    pub works: Signal,
}

/// Builds signals; what is asked again is known.
pub(super) struct Reach<'t> {
    pub topology: &'t Topology,
    pub wiring: &'t Wiring,
    pub net: Net,
    works: FxHashMap<Vertex, Signal>,
    /// By plane and root: for each switch whether it works and is joined to the root.
    joined: FxHashMap<(usize, u32), Rc<[Signal]>>,
    serve: FxHashMap<VolumeId, Rc<Serve>>,
    pairs: FxHashMap<(DeviceId, VolumeId), Rc<[Pair<'t>]>>,
}

/// Who serves a volume: each controller (one `None` for an array without any), when, and whether it has then
/// taken over from the owner.
struct Serve(Vec<(Option<ModuleId>, Signal, bool)>);

impl<'t> Reach<'t> {
    /// With components, and so many signals of what was left behind, for inputs.
    pub fn new(topology: &'t Topology, wiring: &'t Wiring, memory: u32, most: usize) -> Self {
        Self {
            topology,
            wiring,
            net: Net::new(topology.components.len() as u32 + memory, most),
            works: FxHashMap::default(),
            joined: FxHashMap::default(),
            serve: FxHashMap::default(),
            pairs: FxHashMap::default(),
        }
    }

    /// Whether a vertex works.
    pub fn works(&mut self, vertex: Vertex) -> Signal {
        let needs = &self.wiring.needs;
        let mut open = vec![vertex];
        let mut begun: FxHashSet<Vertex> = FxHashSet::default();
        while let Some(&at) = open.last() {
            if self.works.contains_key(&at) {
                open.pop();
                continue;
            }
            let inputs = needs.gates(at).flat_map(|(_, inputs)| inputs);
            let unknown: Vec<Vertex> =
                inputs.copied().filter(|input| !self.works.contains_key(input)).collect();
            // Nothing needs itself in the end; if it did, this would not go round for ever.
            if !unknown.is_empty() && begun.insert(at) {
                open.extend(unknown);
                continue;
            }
            let mut all = vec![if self.wiring.component(at).is_some() { at } else { TRUE }];
            for (least, inputs) in needs.gates(at) {
                let inputs: Vec<Signal> =
                    inputs.iter().map(|it| self.works.get(it).copied().unwrap_or(TRUE)).collect();
                all.push(self.net.at_least(least as usize, inputs));
            }
            let works = self.net.all(all);
            self.works.insert(at, works);
        }
        self.works[&vertex]
    }

    pub fn comp(&mut self, comp: CompId) -> Signal {
        self.works(comp.0)
    }

    pub fn node(&mut self, server: DeviceId) -> Signal {
        self.works(self.wiring.node(server))
    }

    /// Whether all that an access crosses works.
    pub fn up(&mut self, access: &Access) -> Signal {
        let wiring = self.wiring;
        let all: Vec<Signal> = wiring.crosses(access).map(|it| self.works(it)).collect();
        self.net.all(all)
    }

    /// Whether two switches of a plane work and are joined. One root for many others makes fewer gates.
    pub fn joined(&mut self, plane: usize, root: u32, other: u32) -> Signal {
        if let Some(known) = self.joined.get(&(plane, root)) {
            return known[other as usize];
        }
        let known: Rc<[Signal]> = self.all_joined(plane, root).into();
        let joined = known[other as usize];
        self.joined.insert((plane, root), known);
        joined
    }

    /// For each switch of a plane whether it is joined to one of them. A link that works has both its switches
    /// working, so that only links are asked for.
    fn all_joined(&mut self, plane: usize, root: u32) -> Vec<Signal> {
        let wiring = self.wiring;
        let it = &wiring.planes[plane];
        let count = it.mesh.count();
        let mut links: Vec<Vec<(u32, Signal)>> = vec![Vec::new(); count];
        let mut parallel: FxHashMap<(u32, u32), Vec<Signal>> = FxHashMap::default();
        for (&(a, b), &cable) in it.mesh.edges().iter().zip(&it.cables) {
            if it.wired.joined(a, root) {
                let link = self.works(wiring.link(cable));
                parallel.entry((a.min(b), a.max(b))).or_default().push(link);
            }
        }
        let mut pairs: Vec<((u32, u32), Vec<Signal>)> = parallel.into_iter().collect();
        pairs.sort_unstable();
        for ((a, b), each) in pairs {
            let link = self.net.any(each);
            if link != FALSE {
                links[a as usize].push((b, link));
                links[b as usize].push((a, link));
            }
        }
        // What hangs on by one neighbour comes after that; what is left lies on circles.
        let mut degree: Vec<usize> = links.iter().map(Vec::len).collect();
        let mut peeled: Vec<u32> = Vec::new();
        let mut is_peeled = vec![false; count];
        let leaf = |v: u32, degree: &[usize]| v != root && degree[v as usize] == 1;
        let mut open: Vec<u32> = (0..count as u32).filter(|&v| leaf(v, &degree)).collect();
        while let Some(v) = open.pop() {
            if !leaf(v, &degree) {
                continue;
            }
            is_peeled[v as usize] = true;
            peeled.push(v);
            degree[v as usize] = 0;
            for &(other, _) in links[v as usize].iter().filter(|it| !is_peeled[it.0 as usize]) {
                degree[other as usize] -= 1;
                open.push(other);
            }
        }
        let mut joined = vec![FALSE; count];
        joined[root as usize] = self.comp(it.switches[root as usize].comp);
        let core: Vec<u32> =
            (0..count as u32).filter(|&v| v != root && degree[v as usize] > 0).collect();
        let mut place = vec![None; count];
        for (number, &v) in core.iter().enumerate() {
            place[v as usize] = Some(number);
        }
        let members: Vec<Vec<Way>> = core
            .iter()
            .map(|&v| {
                let ways = links[v as usize].iter().filter_map(|&(from, condition)| {
                    let from = match place[from as usize] {
                        Some(member) => Origin::Member(member),
                        None if from == root => Origin::Begin(joined[root as usize]),
                        None => return None,
                    };
                    Some(Way { condition, from })
                });
                ways.collect()
            })
            .collect();
        if !members.is_empty() {
            for (&v, signal) in core.iter().zip(self.net.circle(&members)) {
                joined[v as usize] = signal;
            }
        }
        for &v in peeled.iter().rev() {
            is_peeled[v as usize] = false;
            let before = links[v as usize].iter().find(|it| !is_peeled[it.0 as usize]);
            if let Some(&(from, link)) = before {
                joined[v as usize] = self.net.all([link, joined[from as usize]]);
            }
        }
        joined
    }

    /// Whether so many drives of a set are there as their protection asks for.
    pub fn drives_hold(
        &mut self,
        set: &DriveSet,
        mut there: impl FnMut(&mut Self, CompId, u32) -> Signal,
    ) -> Signal {
        let drives = set.drives().zip(0..);
        let there: Vec<Signal> = drives.map(|(drive, i)| there(self, drive, i)).collect();
        if set.raid == Some(Raid::Level(RaidLevel::Raid10)) {
            let pairs: Vec<Signal> =
                there.chunks(2).map(|pair| self.net.any(pair.iter().copied())).collect();
            return self.net.all(pairs);
        }
        self.net.at_least(set.count.saturating_sub(set.survives()) as usize, there)
    }

    /// Whether so many of some drives are lost, and not merely out of reach, that they hold no more.
    pub fn lost(&mut self, set: DriveSetId) -> Signal {
        let (topology, wiring) = (self.topology, self.wiring);
        let kept = self.drives_hold(&topology[set], |this, drive, _| {
            let groups = wiring.drive_groups.get(&drive).into_iter().flatten();
            let failing = groups.map(|&group| topology[group].comp.0);
            this.net.all(failing.chain([drive.0]))
        });
        self.net.not(kept)
    }

    /// Whether enough of a volume's drives are within reach of a controller, over the cables to its shelves.
    fn reaches_drives(&mut self, volume: VolumeId, controller: Option<ModuleId>) -> Signal {
        let (topology, wiring) = (self.topology, self.wiring);
        let volume = &topology[volume];
        let Some(set) = volume.drives.map(|set| &topology[set]) else { return TRUE };
        let mut shelves: Vec<DeviceId> = set.places.clone();
        shelves.sort_unstable();
        shelves.dedup();
        shelves.retain(|&place| place != volume.array && wiring.shelf(place).is_some());
        if shelves.is_empty() {
            return TRUE;
        }
        let within: Vec<Signal> = shelves
            .iter()
            .map(|&shelf| self.reaches_shelf(volume.array, controller, shelf))
            .collect();
        self.drives_hold(set, |this, drive, number| {
            let shelf = shelves.iter().position(|&it| it == set.place(number));
            let works = this.comp(drive);
            this.net.all([works].into_iter().chain(shelf.map(|it| within[it])))
        })
    }

    fn reaches_shelf(
        &mut self,
        array: DeviceId,
        controller: Option<ModuleId>,
        shelf: DeviceId,
    ) -> Signal {
        let (topology, wiring) = (self.topology, self.wiring);
        let mut ways = Vec::new();
        for access in wiring.expansion(array) {
            let To::Switch(entry) = access.to else { continue };
            let own = topology.controller_of(access.port);
            if own.is_some() && own != controller {
                continue;
            }
            let up = self.up(access);
            for &exit in wiring.shelf(shelf).unwrap_or_default() {
                let joined = self.joined(EXPANSION, exit, entry);
                ways.push(self.net.all([up, joined]));
            }
        }
        self.net.any(ways)
    }

    fn serve(&mut self, volume: VolumeId) -> Rc<Serve> {
        if let Some(known) = self.serve.get(&volume) {
            return Rc::clone(known);
        }
        let topology = self.topology;
        let array = &topology[topology[volume].array];
        let controllers = array.controllers();
        let serves = |this: &mut Self, controller: ModuleId| {
            let works = this.comp(topology[controller].comp);
            let drives = this.reaches_drives(volume, Some(controller));
            this.net.all([works, drives])
        };
        let mut serve = Vec::new();
        if controllers.is_empty() {
            serve.push((None, self.reaches_drives(volume, None), false));
        } else if array.access.unwrap_or(Serving::Owner) == Serving::Owner {
            if let Some(owner) = topology[volume].owner {
                let count = controllers.len();
                let takes_over = array.part.controller_failover == Some(true);
                let mut nobody = TRUE;
                for step in 0..if takes_over { count } else { 1 } {
                    let controller = controllers[(owner + step) % count];
                    let able = serves(self, controller);
                    let serving = self.net.all([able, nobody]);
                    serve.push((Some(controller), serving, step > 0));
                    nobody = self.net.but(nobody, able);
                }
            }
        } else {
            for &controller in controllers {
                serve.push((Some(controller), serves(self, controller), false));
            }
        }
        let serve = Rc::new(Serve(serve));
        self.serve.insert(volume, Rc::clone(&serve));
        serve
    }

    /// Whether a controller serves a volume at a port: its own, or any where it sits in the chassis.
    fn served_at(&mut self, volume: VolumeId, port: PortId) -> Signal {
        let topology = self.topology;
        let own = topology.controller_of(port);
        let serve = self.serve(volume);
        let here = serve.0.iter().filter(|&&(controller, _, taken_over)| {
            let Some(controller) = controller else { return true };
            own.is_none_or(|own| own == controller)
                && (!taken_over || takes_over_at(topology, port, controller))
        });
        let here: Vec<Signal> = here.map(|it| it.1).collect();
        self.net.any(here)
    }

    /// Every storage path from a node to a volume that may ever work.
    pub fn pairs(&mut self, node: DeviceId, volume: VolumeId) -> Rc<[Pair<'t>]> {
        if let Some(known) = self.pairs.get(&(node, volume)) {
            return Rc::clone(known);
        }
        let (topology, wiring) = (self.topology, self.wiring);
        let array = topology[volume].array;
        let there = self.works(wiring.volume(volume));
        let mut pairs = Vec::new();
        for from in wiring.accesses(node).iter().filter(|it| wiring.storage(it.plane)) {
            let up = self.up(from);
            let ends: &[Access] = match from.to {
                To::Port(_) => std::slice::from_ref(from),
                To::Switch(_) => wiring.accesses(array),
            };
            for to in ends {
                let (to, way) = match (from.to, to.to) {
                    (To::Port(port), _) if topology[port].device == array => (None, TRUE),
                    (To::Switch(entry), To::Switch(exit)) if to.plane == from.plane => {
                        let joined = self.joined(from.plane, exit, entry);
                        let up = self.up(to);
                        (Some(to), self.net.all([joined, up]))
                    }
                    _ => continue,
                };
                if way == FALSE || !wiring.allows(from, to) {
                    continue;
                }
                let served = self.served_at(volume, from.end(to));
                let works = self.net.all([there, up, way, served]);
                if works != FALSE {
                    pairs.push(Pair { from, to, works });
                }
            }
        }
        let pairs: Rc<[Pair]> = pairs.into();
        self.pairs.insert((node, volume), Rc::clone(&pairs));
        pairs
    }

    /// Whether a node has a storage path to a volume.
    pub fn reaches(&mut self, node: DeviceId, volume: VolumeId) -> Signal {
        let pairs = self.pairs(node, volume);
        self.net.any(pairs.iter().map(|it| it.works))
    }

    /// Every way from a node to the clients of a network.
    pub fn client_ways(&mut self, node: DeviceId, network: NetworkId) -> Vec<ClientWay<'t>> {
        let (topology, wiring) = (self.topology, self.wiring);
        let plane = wiring.network(network);
        let uplinks = &wiring.uplinks[network.index()];
        let mut ways = Vec::new();
        for access in wiring.accesses(node).iter().filter(|it| it.plane == plane) {
            let To::Switch(entry) = access.to else { continue };
            let up = self.up(access);
            if uplinks.is_empty() {
                ways.push(ClientWay { access, uplink: None, works: up });
            }
            for &(port, switch) in uplinks {
                let Some(switch) = switch else { continue };
                let joined = self.joined(plane, switch, entry);
                let works = self.comp(topology[port].comp);
                let works = self.net.all([up, joined, works]);
                ways.push(ClientWay { access, uplink: Some((port, switch)), works });
            }
        }
        ways
    }

    /// Whether a way joins two places over one of the planes.
    pub fn joins(&mut self, a: Place, b: Place, planes: &std::ops::Range<usize>) -> Signal {
        let (topology, wiring) = (self.topology, self.wiring);
        let of =
            |place: Place| place.accesses(topology, wiring).filter(|it| planes.contains(&it.plane));
        let mut ways = Vec::new();
        for from in of(a) {
            match from.to {
                To::Port(port) if b.has(topology, port) => ways.push(self.up(from)),
                To::Port(_) => {}
                To::Switch(entry) => {
                    for to in of(b).filter(|to| to.plane == from.plane) {
                        let To::Switch(exit) = to.to else { continue };
                        if wiring.allows(from, Some(to)) {
                            let joined = self.joined(from.plane, exit, entry);
                            let ends = [self.up(from), self.up(to)];
                            ways.push(self.net.all([joined, ends[0], ends[1]]));
                        }
                    }
                }
            }
        }
        for to in of(b) {
            if matches!(to.to, To::Port(port) if a.has(topology, port)) {
                ways.push(self.up(to));
            }
        }
        self.net.any(ways)
    }

    /// Whether a device has a way over a network, or over any, to a server that works.
    pub fn reaches_server(&mut self, device: DeviceId, witness: Witness) -> Signal {
        let Witness { server, network } = witness;
        let works = self.node(server);
        if device == server {
            return works;
        }
        let planes = self.wiring.networks(network);
        let way = self.joins(Place::Speaking(device), Place::Listening(server), &planes);
        self.net.all([works, way])
    }
}
