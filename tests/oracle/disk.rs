//! A volume as the nodes of a service see it: through which controllers, ports and cables.

use std::collections::BTreeSet;

use super::bits::Bits;
use super::chains::{self, Chain};
use super::file::File;
use super::shelves::Shelf;
use super::works::World;

/// A way from a node to the volume; of ways between the same ports those that have all of another are left out.
struct Way {
    bits: Bits,
    ends: (usize, usize),
    /// Position of the controller, if the array has any.
    controller: Option<usize>,
    /// Whether a controller that takes the volume over would use it.
    takeover: bool,
}

/// A volume with every chain to it.
pub struct Disk {
    pub name: String,
    pub array: usize,
    owner: usize,
    /// Those that hold any of its drives.
    pub shelves: Vec<Shelf>,
    /// Of each node: every chain to a controller that may come to serve the volume.
    pub chains: Vec<Vec<Chain>>,
    ways: Vec<Vec<Way>>,
}

impl Disk {
    /// `from` holds all chains of each node.
    pub fn new(file: &File, name: &str, from: &[Vec<Chain>]) -> Disk {
        let volume = file.volumes.get(name).unwrap_or_else(|| panic!("no volume {name}"));
        let array = &file.devices[volume.array];
        let named = |name: &String| array.controllers.iter().position(|c| c.name == *name);
        let owner = volume.owner.as_ref().map_or(0, |name| named(name).expect("the owner"));
        let places = volume.drives.drives.iter().filter_map(|it| file.components[*it].device);
        let shelves: BTreeSet<usize> = places.filter(|place| *place != volume.array).collect();
        let shelves = shelves.iter().map(|shelf| Shelf::new(file, volume.array, *shelf)).collect();
        let mut disk = Disk {
            name: name.to_owned(),
            array: volume.array,
            owner,
            shelves,
            chains: Vec::new(),
            ways: Vec::new(),
        };
        for chains in from {
            let chains = chains::to_array(file, chains, volume.array);
            let chains: Vec<Chain> = chains.into_iter().filter(|c| disk.may_end(file, c)).collect();
            disk.ways.push(disk.lean(file, &chains));
            disk.chains.push(chains);
        }
        disk
    }

    fn lean(&self, file: &File, chains: &[Chain]) -> Vec<Way> {
        let mut ways: Vec<Way> = Vec::new();
        for chain in chains {
            let (bits, ends) = (chain.bits(file), (chain.first, chain.last));
            let alike = |way: &Way| way.ends == ends && way.controller == chain.controller;
            if ways.iter().any(|way| alike(way) && way.bits.within(&bits)) {
                continue;
            }
            ways.retain(|way| !(alike(way) && bits.within(&way.bits)));
            let takeover = takes_over_through(file, chain);
            ways.push(Way { bits, ends, controller: chain.controller, takeover });
        }
        ways
    }

    /// Whether a controller may ever serve the volume: its owner, or one that takes it over.
    pub fn may_serve(&self, file: &File, controller: usize) -> bool {
        let array = &file.devices[self.array];
        array.access != "owner" || controller == self.owner || array.controller_failover
    }

    /// The same for the port that a chain ends on.
    fn may_end(&self, file: &File, chain: &Chain) -> bool {
        let Some(controller) = chain.controller else { return true };
        let owns = file.devices[self.array].access != "owner" || controller == self.owner;
        owns || (self.may_serve(file, controller) && takes_over_through(file, chain))
    }

    /// Controllers that serve the volume now, and whether they took it over; none if the drives do not hold.
    fn serving(&self, file: &File, world: &World<'_>) -> Vec<(Option<usize>, bool)> {
        let drives = &file.volumes[&self.name].drives;
        if !world.hold(drives) {
            return Vec::new();
        }
        let array = &file.devices[self.array];
        let reaches_drives = |at: usize| {
            let away = self.shelves.iter().filter(|shelf| !shelf.reached(at, &world.down));
            let away: Vec<usize> = away.map(|shelf| shelf.device).collect();
            away.is_empty() || world.hold_without(drives, &away)
        };
        let count = array.controllers.len();
        if count == 0 {
            return if reaches_drives(0) { vec![(None, false)] } else { Vec::new() };
        }
        let serves =
            |at: &usize| world.works(array.controllers[*at].component) && reaches_drives(*at);
        if array.access != "owner" {
            return (0..count).filter(serves).map(|at| (Some(at), false)).collect();
        }
        if serves(&self.owner) {
            return vec![(Some(self.owner), false)];
        }
        let next = (1..count).map(|step| (self.owner + step) % count).find(serves);
        let next = next.filter(|_| array.controller_failover);
        next.into_iter().map(|at| (Some(at), true)).collect()
    }

    /// The ways from a node that are storage paths now. The node is taken to work.
    fn open<'a>(
        &'a self,
        world: &'a World<'_>,
        serving: &'a [(Option<usize>, bool)],
        node: usize,
    ) -> impl Iterator<Item = &'a Way> {
        self.ways[node].iter().filter(|way| {
            let through = |it: &&(Option<usize>, bool)| it.0 == way.controller;
            let served = serving.iter().find(through);
            served.is_some_and(|(_, took_over)| !took_over || way.takeover)
                && !way.bits.meets(&world.down)
        })
    }

    /// Whether a working node has a storage path.
    pub fn reached(&self, file: &File, world: &World<'_>, node: usize) -> bool {
        let serving = self.serving(file, world);
        self.open(world, &serving, node).next().is_some()
    }

    /// Pairs of ports that a storage path of a working node joins, and how many of them are not optimized.
    pub fn paths(&self, file: &File, world: &World<'_>, node: usize) -> (usize, usize) {
        let serving = self.serving(file, world);
        let alua = file.devices[self.array].access == "alua";
        let fast = |way: &Way| !alua || way.controller.is_none_or(|at| at == self.owner);
        let (mut pairs, mut optimized) = (BTreeSet::new(), BTreeSet::new());
        for way in self.open(world, &serving, node) {
            pairs.insert(way.ends);
            if fast(way) {
                optimized.insert(way.ends);
            }
        }
        (pairs.len(), pairs.len() - optimized.len())
    }

    /// The storage paths themselves, none left out.
    pub fn working_chains(&self, file: &File, world: &World<'_>, node: usize) -> Vec<&Chain> {
        let serving = self.serving(file, world);
        let open = |chain: &&Chain| {
            let served = serving.iter().find(|it| it.0 == chain.controller);
            served.is_some_and(|(_, took_over)| !took_over || takes_over_through(file, chain))
                && chain.parts.iter().all(|part| world.works(*part))
        };
        self.chains[node].iter().filter(open).collect()
    }
}

fn takes_over_through(file: &File, chain: &Chain) -> bool {
    let port = &file.ports[chain.last];
    let Some(at) = chain.controller else { return true };
    let controller = &file.devices[port.device].controllers[at];
    let same = |name: &String| name.to_lowercase() == port.name.to_lowercase();
    controller.takeover_ports.as_ref().is_none_or(|ports| ports.iter().any(same))
}
