//! By which ways a node reaches its data and its clients, as signals.

use std::collections::BTreeMap;

use super::net::{FALSE, Signal, TRUE};
use super::reach::ClientWay;
use super::{Compiler, Data};
use crate::facts::paths::crossed;
use crate::facts::wiring::To;
use crate::topology::{CompId, Leg, Service, VolumeId};

/// How a node of a service reaches its data.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    /// For each volume and mirror a signal for each pair of an initiator port and a host port. Paths are the fewest
    /// pairs that any of these lists has; without a list there are none to count.
    pub paths: Vec<Vec<Signal>>,
    /// Components, and the signal that says whether a way that works crosses them: to the data or the clients.
    pub carries: Vec<(Signal, Vec<CompId>)>,
}

impl Routes {
    /// Puts into order what has none of its own: pairs and signals by number, components by rank.
    pub(super) fn sort(&mut self, ranks: &[Signal]) {
        self.paths.iter_mut().for_each(|pairs| pairs.sort_unstable());
        self.carries.sort_unstable_by_key(|it| it.0);
        for (_, comps) in &mut self.carries {
            comps.sort_unstable_by_key(|comp| ranks[comp.index()]);
        }
    }
}

/// For each component the signals of the ways that cross it.
type Crossed = BTreeMap<CompId, Vec<Signal>>;

/// For each pair of switches of a plane the signals of the ways that run between them.
type Between = BTreeMap<(usize, u32, u32), Vec<Signal>>;

impl Compiler<'_> {
    pub(super) fn routes(&mut self, service: &Service, node: usize, data: &Data) -> Routes {
        let topology = self.facts.topology;
        let (mut over, mut between) = (Crossed::new(), Between::new());
        let mut paths = Vec::new();
        for &volume in &service.volumes {
            paths.push(self.pairs(service, node, volume, None, (&mut over, &mut between)));
        }
        for (&mirror, serving) in service.mirrors.iter().zip(&data.serving) {
            let mut sum: Option<Vec<Signal>> = None;
            for (leg, &serving) in topology[mirror].legs.iter().zip(serving) {
                if let Leg::Volume(volume) = leg {
                    let found = (&mut over, &mut between);
                    let pairs = self.pairs(service, node, *volume, Some(serving), found);
                    sum.get_or_insert_default().extend(pairs);
                }
            }
            paths.extend(sum);
        }
        self.clients(service, node, (&mut over, &mut between));
        self.switches(&mut over, between);
        let mut carries: BTreeMap<Signal, Vec<CompId>> = BTreeMap::new();
        for (comp, ways) in over {
            let signal = self.reach.net.any(ways);
            if signal != FALSE {
                carries.entry(signal).or_default().push(comp);
            }
        }
        Routes { paths, carries: carries.into_iter().collect() }
    }

    /// A signal for each pair of ports by which a node reaches a volume, if that serves.
    fn pairs(
        &mut self,
        service: &Service,
        node: usize,
        volume: VolumeId,
        serving: Option<Signal>,
        (over, between): (&mut Crossed, &mut Between),
    ) -> Vec<Signal> {
        let topology = self.facts.topology;
        let node = service.nodes[node];
        let ends = [topology[node].comp, topology[topology[volume].array].comp];
        let mut by_ports = BTreeMap::new();
        for pair in self.reach.pairs(node, volume).iter() {
            let works = self.reach.net.all([pair.works].into_iter().chain(serving));
            let ports = (pair.from.port, pair.from.end(pair.to));
            by_ports.entry(ports).or_insert_with(Vec::new).push(works);
            let ways = std::iter::once(pair.from).chain(pair.to);
            for comp in ways.flat_map(|access| crossed(&self.judge, access)).chain(ends) {
                over.entry(comp).or_default().push(works);
            }
            if pair.to.is_none() {
                let module = topology.controller_of(ports.1).map(|it| topology[it].comp);
                module.into_iter().for_each(|it| over.entry(it).or_default().push(works));
            }
            if let (To::Switch(entry), Some(To::Switch(exit))) =
                (pair.from.to, pair.to.map(|it| it.to))
            {
                between.entry((pair.from.plane, entry, exit)).or_default().push(works);
            }
        }
        by_ports.into_values().map(|each| self.reach.net.any(each)).collect()
    }

    fn clients(
        &mut self,
        service: &Service,
        node: usize,
        (over, between): (&mut Crossed, &mut Between),
    ) {
        let Some(network) = service.clients else { return };
        let topology = self.facts.topology;
        let node = service.nodes[node];
        for ClientWay { access, uplink, works } in self.reach.client_ways(node, network) {
            let To::Switch(entry) = access.to else { continue };
            let port = uplink.map(|it| topology[it.0].comp);
            for comp in
                crossed(&self.judge, access).into_iter().chain([topology[node].comp]).chain(port)
            {
                over.entry(comp).or_default().push(works);
            }
            let exit = uplink.map_or(entry, |it| it.1);
            between.entry((access.plane, entry, exit)).or_default().push(works);
        }
    }

    /// What lies between switches: the shortest ways that work or, where none of them does, whatever the file puts
    /// between, as long as it works and is joined to the end of the way.
    fn switches(&mut self, over: &mut Crossed, between: Between) {
        let (topology, wiring) = (self.facts.topology, &self.facts.wiring);
        for ((plane, entry, exit), ways) in between {
            let works = self.reach.net.any(ways);
            let it = &wiring.planes[plane];
            let short = self.shortest(plane, entry, exit);
            let longer = self.reach.net.but(works, short.works);
            let (mut switches, mut cables) = (Vec::new(), Vec::new());
            it.mesh.between(entry, exit, |v| switches.push(v), |edge| cables.push(edge));
            switches.sort_unstable();
            switches.dedup();
            for switch in switches {
                let hub = it.switches[switch as usize];
                let joined = self.reach.joined(plane, exit, switch);
                let around = self.reach.net.all([longer, joined]);
                let on = short.switches.get(&switch).copied().unwrap_or(FALSE);
                let crossed = self.reach.net.all([works, on]);
                for comp in [hub.comp, topology[hub.device].comp] {
                    over.entry(comp).or_default().extend([crossed, around]);
                }
            }
            for edge in cables {
                let cable = it.cables[edge as usize];
                let link = self.reach.works(wiring.link(cable));
                let joined = self.reach.joined(plane, exit, it.mesh.edges()[edge as usize].0);
                let around = self.reach.net.all([longer, link, joined]);
                let on = short.edges.get(&edge).copied().unwrap_or(FALSE);
                let crossed = self.reach.net.all([works, on]);
                let cable = &topology[cable];
                let panels = cable.panels.iter().map(|&(panel, _)| topology[panel].comp);
                let ports = cable.ends.map(|end| topology[end].comp);
                for comp in cable.pieces.iter().copied().chain(panels).chain(ports) {
                    over.entry(comp).or_default().extend([crossed, around]);
                }
            }
        }
    }

    /// The shortest ways between two switches of a plane, and which of what lies on them one that works crosses.
    fn shortest(&mut self, plane: usize, entry: u32, exit: u32) -> Shortest {
        let wiring = &self.facts.wiring;
        let it = &wiring.planes[plane];
        let mut steps: Vec<Vec<(u32, u32)>> = vec![Vec::new(); it.mesh.count()];
        for (&(a, b), edge) in it.mesh.edges().iter().zip(0..) {
            steps[a as usize].push((edge, b));
            steps[b as usize].push((edge, a));
        }
        let mut far = vec![usize::MAX; steps.len()];
        far[exit as usize] = 0;
        // Those nearer to the exit come first.
        let mut order = vec![exit];
        let mut next = 0;
        while let Some(&at) = order.get(next) {
            next += 1;
            for &(_, other) in &steps[at as usize] {
                if far[other as usize] == usize::MAX {
                    far[other as usize] = far[at as usize] + 1;
                    order.push(other);
                }
            }
        }
        let nearer = |far: &[usize], from: u32, to: u32| {
            far[from as usize] != usize::MAX && far[to as usize] + 1 == far[from as usize]
        };
        let mut links: BTreeMap<u32, Signal> = BTreeMap::new();
        for (&cable, edge) in it.cables.iter().zip(0..) {
            links.insert(edge, self.reach.works(wiring.link(cable)));
        }
        let mut onward = vec![FALSE; steps.len()];
        onward[exit as usize] = TRUE;
        for &at in order.iter().skip(1) {
            let steps = steps[at as usize].iter().filter(|it| nearer(&far, at, it.1));
            let ways: Vec<Signal> = steps
                .map(|&(edge, to)| self.reach.net.all([links[&edge], onward[to as usize]]))
                .collect();
            onward[at as usize] = self.reach.net.any(ways);
        }
        let mut back = vec![FALSE; steps.len()];
        back[entry as usize] = TRUE;
        let mut short = Shortest { works: onward[entry as usize], ..Shortest::default() };
        for &at in order.iter().rev() {
            if back[at as usize] == FALSE {
                continue;
            }
            let on = self.reach.net.all([back[at as usize], onward[at as usize]]);
            short.switches.insert(at, on);
            for &(edge, to) in steps[at as usize].iter().filter(|it| nearer(&far, at, it.1)) {
                let here = self.reach.net.all([back[at as usize], links[&edge]]);
                let on = self.reach.net.all([here, onward[to as usize]]);
                short.edges.insert(edge, on);
                back[to as usize] = self.reach.net.any([back[to as usize], here]);
            }
        }
        short
    }
}

/// The shortest ways between two switches.
#[derive(Default)]
struct Shortest {
    /// One of them works.
    works: Signal,
    /// For each switch on one of them whether one that works crosses it.
    switches: BTreeMap<u32, Signal>,
    /// For each cable between switches the same.
    edges: BTreeMap<u32, Signal>,
}
