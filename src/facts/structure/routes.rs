//! By which ways a node reaches its data and its clients, as signals.

use std::collections::BTreeMap;

use super::net::{FALSE, Signal};
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
        for (access, uplink, works) in self.reach.client_ways(node, network) {
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

    /// What lies between switches: whatever the file puts there, as long as it works and is joined to the end of the
    /// way.
    fn switches(&mut self, over: &mut Crossed, between: Between) {
        let (topology, wiring) = (self.facts.topology, &self.facts.wiring);
        for ((plane, entry, exit), ways) in between {
            let works = self.reach.net.any(ways);
            let it = &wiring.planes[plane];
            let (mut switches, mut cables) = (Vec::new(), Vec::new());
            it.mesh.between(entry, exit, |v| switches.push(v), |edge| cables.push(edge));
            switches.sort_unstable();
            switches.dedup();
            for switch in switches {
                let hub = it.switches[switch as usize];
                let joined = self.reach.joined(plane, exit, switch);
                let crossed = self.reach.net.all([works, joined]);
                for comp in [hub.comp, topology[hub.device].comp] {
                    over.entry(comp).or_default().push(crossed);
                }
            }
            for edge in cables {
                let cable = it.cables[edge as usize];
                let link = self.reach.works(wiring.link(cable));
                let joined = self.reach.joined(plane, exit, it.mesh.edges()[edge as usize].0);
                let crossed = self.reach.net.all([works, link, joined]);
                let cable = &topology[cable];
                let panels = cable.panels.iter().map(|&(panel, _)| topology[panel].comp);
                let ports = cable.ends.map(|end| topology[end].comp);
                for comp in cable.pieces.iter().copied().chain(panels).chain(ports) {
                    over.entry(comp).or_default().push(crossed);
                }
            }
        }
    }
}
