//! The verdicts on a design compiled into gates, so that others can judge any set of faults without this program.
//!
//! What [`Judge`](super::Judge) finds for one state, these say for all of them: inputs are the components, each
//! true as long as it has not failed itself, and what earlier states have left out of date. Everything is a plain
//! gate but what is joined over switches in a circle, which is meant as a least fixed point. The worst of the
//! subsets is for the reader of the gates to find, as [`Sets`](super::Sets) does.

mod court;
mod net;
mod reach;
mod routes;

use rustc_hash::FxHashMap;

use self::court::{Court, Outcomes, Sides};
use self::net::{FALSE, Finished, Signal, TRUE};
use self::reach::Reach;
use super::faults::Facts;
use super::judge::{Effect, Judge};
use super::keeps;
use super::paths;
use super::places::Place;
use super::wiring::FC;
use crate::spec::MirrorBy;
use crate::topology::{ClusterId, CompId, DeviceId, Leg, MirrorId, Service, ServiceId};

pub use self::net::Gate;
pub use self::routes::Routes;

/// Most gates of a structure; beyond that it is of no use to a page.
const MOST_GATES: usize = 200_000;
/// Most nodes of a cluster: gates grow with their cube.
const MOST_NODES: usize = 48;

/// A design as gates. The first signals are the components in order, each true as long as it has not failed
/// itself; then one for each entry of `remember`; then the gates.
#[derive(Clone, Debug)]
pub struct Structure {
    /// The components, by id in code-point order.
    pub components: Vec<CompId>,
    /// For each component the signal that says whether it works.
    pub works: Vec<Signal>,
    /// For each thing that a state may leave behind the signal that says so: once true, it is true in every later
    /// state.
    pub remember: Vec<Signal>,
    /// The gates. Each reads inputs and gates before it, but for those within a loop.
    pub gates: Vec<Gate>,
    /// From which signal on, and up to which, signals rest on each other: their least fixed point is meant.
    pub loops: Vec<(Signal, Signal)>,
    /// The services, in the order of the topology.
    pub services: Vec<Compiled>,
}

/// A service as gates.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// Whether it has paths that can be counted.
    pub counted: bool,
    /// Everything that it uses or keeps works.
    pub keeps: Signal,
    /// What happens, once for each node that may be taken for the home: the worst of them is the state, and of
    /// equally bad ones that whose node comes first, then the first.
    pub homes: Vec<Home>,
}

/// What happens when one node is taken for the home of a service.
#[derive(Clone, Debug)]
pub struct Home {
    /// Its data are lost, whoever runs it.
    pub lost: Signal,
    /// What it may come to, the worst first: the first whose signal holds is the state.
    pub outcomes: Vec<Outcome>,
    /// For each node of the service how it reaches its data.
    pub nodes: Vec<Routes>,
}

/// What a service may come to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// It comes to this, unless to something that is worse.
    pub signal: Signal,
    /// The state.
    pub state: Effect,
    /// The node that runs the service: index into its nodes.
    pub node: Option<usize>,
}

impl Facts<'_> {
    /// The design as gates; `None` if they would be too many.
    pub fn structure(&self) -> Option<Structure> {
        let topology = self.topology;
        let mut components: Vec<CompId> = topology.component_ids().collect();
        components.sort_by(|&a, &b| topology.id(a).cmp(topology.id(b)));
        let services: Vec<ServiceId> = topology.service_ids().collect();
        self.compile(components, &services, false)
    }

    /// What stops one service, as gates: no paths, nothing that it merely keeps, components by their numbers; `None` if
    /// they would be too many.
    pub(super) fn outages(&self, service: ServiceId) -> Option<Structure> {
        self.compile(self.topology.component_ids().collect(), &[service], true)
    }

    fn compile(
        &self,
        components: Vec<CompId>,
        asked: &[ServiceId],
        outages: bool,
    ) -> Option<Structure> {
        let topology = self.topology;
        if topology.clusters.iter().any(|cluster| cluster.nodes.len() > MOST_NODES) {
            return None;
        }
        let legs = |service: &Service| -> usize {
            service.mirrors.iter().map(|&mirror| topology[mirror].legs.len()).sum()
        };
        let of = asked.iter().map(|&id| &topology[id]);
        let memory: usize = of.map(|it| homes(it).len() * legs(it)).sum();
        let mut compiler = Compiler {
            facts: self,
            judge: self.judge(),
            reach: Reach::new(topology, &self.wiring, memory as u32, MOST_GATES),
            sides: FxHashMap::default(),
            remember: Vec::new(),
            outages,
        };
        let mut services: Vec<Compiled> = Vec::new();
        for &id in asked {
            services.push(compiler.service(id));
            if compiler.reach.net.overflows() {
                return None;
            }
        }
        let mut works: Vec<Signal> = Vec::new();
        if !outages {
            compiler.keeps(&mut services);
            works.extend(components.iter().map(|&comp| compiler.reach.comp(comp)));
        }
        let Compiler { reach, mut remember, .. } = compiler;
        if reach.net.overflows() {
            return None;
        }
        let mut ranks: Vec<Signal> = (0..(topology.components.len() + memory) as u32).collect();
        for (&comp, rank) in components.iter().zip(0..) {
            ranks[comp.index()] = rank;
        }
        let Finished { gates, loops } = reach.net.finish(&ranks, |each| {
            works.iter_mut().chain(&mut remember).for_each(&mut *each);
            for service in &mut services {
                each(&mut service.keeps);
                for home in &mut service.homes {
                    each(&mut home.lost);
                    home.outcomes.iter_mut().for_each(|it| each(&mut it.signal));
                    for routes in &mut home.nodes {
                        routes.paths.iter_mut().flatten().for_each(&mut *each);
                        routes.carries.iter_mut().for_each(|(signal, _)| each(signal));
                    }
                }
            }
        });
        for routes in services.iter_mut().flat_map(|it| &mut it.homes).flat_map(|it| &mut it.nodes)
        {
            routes.sort(&ranks);
        }
        Some(Structure { components, works, remember, gates, loops, services })
    }
}

/// The nodes that are taken for the home, one after another.
fn homes(service: &Service) -> std::ops::Range<usize> {
    if service.everywhere && !service.mirrors.is_empty() {
        0..service.nodes.len()
    } else {
        service.home..service.home + 1
    }
}

struct Compiler<'f> {
    facts: &'f Facts<'f>,
    /// With nothing failed.
    judge: Judge<'f>,
    reach: Reach<'f>,
    sides: FxHashMap<ClusterId, Sides>,
    remember: Vec<Signal>,
    /// Whether nothing is asked but what stops services.
    outages: bool,
}

/// The mirrors of a service, leg by leg: which are out of date, and which serve.
struct Data {
    stale: Vec<Vec<Signal>>,
    serving: Vec<Vec<Signal>>,
}

impl<'f> Compiler<'f> {
    fn service(&mut self, id: ServiceId) -> Compiled {
        let topology = self.facts.topology;
        let service = &topology[id];
        let homes = homes(service).map(|home| self.home(service, home)).collect();
        Compiled { counted: paths::are_counted(topology, service), keeps: TRUE, homes }
    }

    fn home(&mut self, service: &Service, home: usize) -> Home {
        let topology = self.facts.topology;
        let mut next = (topology.components.len() + self.remember.len()) as u32;
        let stale: Vec<Vec<Signal>> = service
            .mirrors
            .iter()
            .map(|&mirror| {
                let legs = topology[mirror].legs.len() as u32;
                next += legs;
                (next - legs..next).collect()
            })
            .collect();
        let serving = service.mirrors.iter().zip(&stale);
        let serving = serving.map(|(&mirror, stale)| self.serving(mirror, stale)).collect();
        let data = Data { stale, serving };
        let fit: Vec<Signal> =
            service.nodes.iter().map(|&node| self.fit(service, node, &data)).collect();
        let found = match service.cluster {
            None => {
                let runs: Vec<Vec<Signal>> = fit.iter().map(|&it| vec![it]).collect();
                let nobody = vec![self.reach.net.not(fit[home])];
                let split = vec![Vec::new(); runs.len()];
                Outcomes { nobody, one: runs.clone(), split, runs }
            }
            Some(cluster) => {
                let sides = match self.sides.get(&cluster) {
                    Some(known) => known.clone(),
                    None => {
                        let sides = Sides::new(&mut self.reach, &topology[cluster]);
                        self.sides.insert(cluster, sides.clone());
                        sides
                    }
                };
                Court::new(&mut self.reach, &topology[cluster], &sides, service, &fit).outcomes()
            }
        };
        let home_runs = self.reach.net.any(found.runs[home].iter().copied());
        self.left_behind(service, home, home_runs, &data);
        let lost = self.lost(service, &data);
        let nodes = if self.outages { 0..0 } else { 0..fit.len() };
        let nodes = nodes.map(|node| self.routes(service, node, &data)).collect();
        Home { lost, outcomes: self.outcomes(service, found), nodes }
    }

    /// What it may come to, the worst first and then by node.
    fn outcomes(&mut self, service: &Service, found: Outcomes) -> Vec<Outcome> {
        let is_home = |node: usize| service.everywhere || node == service.home;
        let mut outcomes = Vec::new();
        let mut add = |of: &[Signal], state, node| {
            let signal = self.reach.net.any(of.iter().copied());
            if signal != FALSE {
                outcomes.push(Outcome { signal, state, node });
            }
        };
        for (node, of) in found.split.iter().enumerate() {
            add(of, Effect::SplitBrain, Some(node));
        }
        add(&found.nobody, Effect::Outage, None);
        for state in [Effect::Failover, Effect::None] {
            for (node, of) in found.one.iter().enumerate() {
                if is_home(node) == (state == Effect::None) {
                    add(of, state, Some(node));
                }
            }
        }
        outcomes
    }

    fn fit(&mut self, service: &Service, node: DeviceId, data: &Data) -> Signal {
        let mut all = vec![self.reach.node(node)];
        for &volume in &service.volumes {
            all.push(self.reach.reaches(node, volume));
        }
        for (number, &mirror) in service.mirrors.iter().enumerate() {
            all.push(self.reaches_mirror(node, mirror, &data.serving[number]));
        }
        if let Some(network) = service.clients {
            let ways = self.reach.client_ways(node, network);
            all.push(self.reach.net.any(ways.into_iter().map(|it| it.works)));
        }
        self.reach.net.all(all)
    }

    /// Whether a node reaches the data of a mirror.
    fn reaches_mirror(&mut self, node: DeviceId, id: MirrorId, serving: &[Signal]) -> Signal {
        let (topology, wiring) = (self.facts.topology, &self.facts.wiring);
        let mut ways = Vec::new();
        for (number, leg) in topology[id].legs.iter().enumerate() {
            let there = match leg {
                Leg::Node(own, _) if *own == node => self.reach.works(wiring.leg(id, number)),
                Leg::Node(..) => FALSE,
                Leg::Volume(volume) => self.reach.reaches(node, *volume),
            };
            ways.push(self.reach.net.all([there, serving[number]]));
        }
        self.reach.net.any(ways)
    }

    /// The legs of a mirror from which it can be read: those that are up to date or, by arrays, those that serve.
    fn serving(&mut self, id: MirrorId, stale: &[Signal]) -> Vec<Signal> {
        let (topology, wiring) = (self.facts.topology, &self.facts.wiring);
        let mirror = &topology[id];
        if mirror.by == MirrorBy::Host {
            return stale.iter().map(|&it| self.reach.net.not(it)).collect();
        }
        let arrays: Vec<DeviceId> = mirror.volumes().map(|it| topology[it].array).collect();
        let mut heard = Vec::new();
        for planes in self.ways_of(id) {
            // Management ports carry the traffic of networks, not of fabrics.
            let place = if planes.start == FC { Place::Data } else { Place::Speaking };
            heard.push(self.reach.joins(place(arrays[0]), place(arrays[1]), &planes));
        }
        let heard = self.reach.net.any(heard);
        let both = [arrays[0], arrays[1]].map(|array| self.reach.comp(topology[array].comp));
        let hear = self.reach.net.all([heard, both[0], both[1]]);
        let goes_on: Vec<Signal> = (0..2)
            .map(|leg| {
                let works = self.reach.works(wiring.leg(id, leg));
                let chosen = match mirror.witness {
                    Some(witness) => self.reach.reaches_server(arrays[leg], witness),
                    None => TRUE,
                };
                let may = self.reach.net.all([works, chosen]);
                self.reach.net.but(may, stale[leg])
            })
            .collect();
        let (prefer, other) = (mirror.prefer, 1 - mirror.prefer);
        let mut alone = [FALSE, FALSE];
        alone[prefer] = goes_on[prefer];
        if mirror.witness.is_some() {
            alone[other] = self.reach.net.but(goes_on[other], goes_on[prefer]);
        }
        alone.map(|alone| self.reach.net.any([hear, alone])).to_vec()
    }

    /// The planes over which the legs of a mirror are kept alike.
    fn ways_of(&self, id: MirrorId) -> Vec<std::ops::Range<usize>> {
        let mirror = &self.facts.topology[id];
        let networks = mirror.over.iter().map(|&it| self.facts.wiring.networks(Some(it)));
        networks.chain(mirror.over_fc.then_some(FC..FC + 1)).collect()
    }

    /// Adds what a state leaves behind: legs that are written no more while the service goes on.
    fn left_behind(&mut self, service: &Service, home: usize, home_runs: Signal, data: &Data) {
        let topology = self.facts.topology;
        let home = service.nodes[home];
        for (number, &id) in service.mirrors.iter().enumerate() {
            let mirror = &topology[id];
            for (leg, it) in mirror.legs.iter().enumerate() {
                let left = match (mirror.by, it) {
                    (MirrorBy::Array, _) => {
                        let serving = &data.serving[number];
                        self.reach.net.but(serving[1 - leg], serving[leg])
                    }
                    (MirrorBy::Host, Leg::Node(node, _)) if *node == home => FALSE,
                    (MirrorBy::Host, Leg::Node(node, _)) => {
                        let written = self.replicates(id, home, *node);
                        self.reach.net.but(home_runs, written)
                    }
                    (MirrorBy::Host, Leg::Volume(volume)) => {
                        let written = self.reach.reaches(home, *volume);
                        self.reach.net.but(home_runs, written)
                    }
                };
                self.remember.push(left);
            }
        }
    }

    /// Whether a way for replication joins two nodes that work.
    fn replicates(&mut self, id: MirrorId, a: DeviceId, b: DeviceId) -> Signal {
        let mut ways = Vec::new();
        for planes in self.ways_of(id) {
            ways.push(self.reach.joins(Place::Data(a), Place::Data(b), &planes));
        }
        let joined = self.reach.net.any(ways);
        let both = [self.reach.node(a), self.reach.node(b)];
        self.reach.net.all([joined, both[0], both[1]])
    }

    /// Whether data are lost: of a volume, or of every leg of a mirror that is up to date.
    fn lost(&mut self, service: &Service, data: &Data) -> Signal {
        let topology = self.facts.topology;
        let mut lost = Vec::new();
        for &volume in &service.volumes {
            lost.extend(topology[volume].drives.map(|set| self.reach.lost(set)));
        }
        for (&mirror, stale) in service.mirrors.iter().zip(&data.stale) {
            let (mut gone, mut any) = (Vec::new(), Vec::new());
            for (leg, &stale) in topology[mirror].legs.iter().zip(stale) {
                let sets = match leg {
                    Leg::Node(_, sets) => sets.as_slice(),
                    Leg::Volume(volume) => topology[*volume].drives.as_slice(),
                };
                let sets: Vec<Signal> = sets.iter().map(|&set| self.reach.lost(set)).collect();
                let lost = self.reach.net.any(sets);
                gone.push(self.reach.net.any([stale, lost]));
                any.push(lost);
            }
            gone.push(self.reach.net.any(any));
            lost.push(self.reach.net.all(gone));
        }
        self.reach.net.any(lost)
    }

    /// Writes down for each service what it uses or keeps. What the same services keep is one gate for all.
    fn keeps(&mut self, services: &mut [Compiled]) {
        let (facts, needs) = (self.facts, &self.facts.wiring.needs);
        let mut keepers: Vec<Vec<u32>> = vec![Vec::new(); facts.topology.components.len()];
        for id in facts.topology.service_ids() {
            for comp in keeps::kept(&self.judge, id) {
                keepers[comp.index()].push(id.0);
            }
        }
        let mut shared: FxHashMap<&[u32], Vec<CompId>> = FxHashMap::default();
        for (keepers, comp) in keepers.iter().zip(0..).filter(|(it, _)| !it.is_empty()) {
            shared.entry(keepers).or_default().push(CompId(comp));
        }
        let mut shared: Vec<(&[u32], Vec<CompId>)> = shared.into_iter().collect();
        shared.sort_unstable();
        let mut all: Vec<Vec<Signal>> = vec![Vec::new(); services.len()];
        for (keepers, comps) in shared {
            // What another one of them cannot do without says nothing more.
            let mut implied: Vec<u32> = Vec::new();
            for comp in &comps {
                let gates = needs.gates(comp.0);
                let sure = gates.filter(|(least, inputs)| *least as usize == inputs.len());
                implied.extend(sure.flat_map(|it| it.1));
            }
            implied.sort_unstable();
            let own = comps.into_iter().filter(|comp| implied.binary_search(&comp.0).is_err());
            let own: Vec<Signal> = own.map(|comp| self.reach.comp(comp)).collect();
            let works = self.reach.net.all(own);
            for &keeper in keepers {
                all[keeper as usize].push(works);
            }
        }
        for (service, all) in services.iter_mut().zip(all) {
            service.keeps = self.reach.net.all(all);
        }
    }
}
