//! Which nodes hear each other and who may run a service, as signals: the gates of `sides`.

use super::net::{FALSE, Signal, TRUE};
use super::reach::Reach;
use crate::catalog::Arbitration;
use crate::facts::places::Place;
use crate::facts::wiring::To;
use crate::topology::{Cluster, DeviceId, Fence, Quorum, Service};

/// The nodes of a cluster: which hear each other.
#[derive(Clone, Debug)]
pub(super) struct Sides {
    /// For each pair whether both work and are on one side; a node is on its own if it works.
    pub hear: Vec<Vec<Signal>>,
    /// For each node whether it is the first of its side, which goes by it.
    first: Vec<Signal>,
}

impl Sides {
    /// Those of a cluster.
    pub fn new(reach: &mut Reach, cluster: &Cluster) -> Self {
        let nodes = &cluster.nodes;
        let up: Vec<Signal> = nodes.iter().map(|&node| reach.node(node)).collect();
        let count = nodes.len();
        let mut hear = vec![vec![FALSE; count]; count];
        for i in 0..count {
            hear[i][i] = up[i];
            for j in i + 1..count {
                let way = hears(reach, cluster, nodes[i], nodes[j]);
                let both = reach.net.all([up[i], up[j], way]);
                (hear[i][j], hear[j][i]) = (both, both);
            }
        }
        // Over each node in turn.
        for over in (0..count).filter(|_| cluster.has_heartbeat()) {
            for i in (0..count).filter(|&i| i != over) {
                for j in (i + 1..count).filter(|&j| j != over) {
                    let way = reach.net.all([hear[i][over], hear[over][j]]);
                    let joined = reach.net.any([hear[i][j], way]);
                    (hear[i][j], hear[j][i]) = (joined, joined);
                }
            }
        }
        let first = (0..count).map(|i| {
            let earlier = reach.net.any((0..i).map(|j| hear[i][j]));
            reach.net.but(up[i], earlier)
        });
        let first = first.collect();
        Self { hear, first }
    }
}

/// Whether a way joins two nodes over a heartbeat network, or through a volume that both reach.
fn hears(reach: &mut Reach, cluster: &Cluster, a: DeviceId, b: DeviceId) -> Signal {
    if !cluster.has_heartbeat() {
        return TRUE;
    }
    let (topology, wiring) = (reach.topology, reach.wiring);
    let mut ways = Vec::new();
    for &network in &cluster.heartbeats {
        let plane = wiring.network(network);
        let of = |node| wiring.accesses(node).iter().filter(move |it| it.plane == plane);
        for (here, there) in [(a, b), (b, a)] {
            for access in of(here) {
                if matches!(access.to, To::Port(port) if topology[port].device == there) {
                    ways.push(reach.up(access));
                }
            }
        }
        for from in of(a) {
            for to in of(b) {
                let (To::Switch(entry), To::Switch(exit)) = (from.to, to.to) else { continue };
                let joined = reach.joined(plane, entry.min(exit), entry.max(exit));
                let ends = [reach.up(from), reach.up(to)];
                ways.push(reach.net.all([joined, ends[0], ends[1]]));
            }
        }
    }
    for &volume in &cluster.heartbeat_volumes {
        let both = [reach.reaches(a, volume), reach.reaches(b, volume)];
        ways.push(reach.net.all(both));
    }
    reach.net.any(ways)
}

/// The ways in which it may turn out who runs a service, each by what must hold for it.
#[derive(Default, Debug)]
pub(super) struct Outcomes {
    /// Nobody runs it.
    pub nobody: Vec<Signal>,
    /// One side alone runs it, and of its nodes that run it, this is the first.
    pub one: Vec<Vec<Signal>>,
    /// Several sides run it, and this is the node that counts.
    pub split: Vec<Vec<Signal>>,
    /// For each node: it is among those that run it.
    pub runs: Vec<Vec<Signal>>,
}

/// Who runs what.
pub(super) struct Court<'c, 'r, 't> {
    reach: &'r mut Reach<'t>,
    cluster: &'c Cluster,
    sides: &'c Sides,
    /// The node that is preferred; without one every fit node of a side that may runs the service.
    home: Option<usize>,
    fit: &'c [Signal],
    has_data: bool,
    found: Outcomes,
}

impl<'c, 'r, 't> Court<'c, 'r, 't> {
    pub fn new(
        reach: &'r mut Reach<'t>,
        cluster: &'c Cluster,
        sides: &'c Sides,
        service: &Service,
        fit: &'c [Signal],
    ) -> Self {
        let nothing = vec![Vec::new(); fit.len()];
        let found = Outcomes {
            nobody: Vec::new(),
            one: nothing.clone(),
            split: nothing.clone(),
            runs: nothing,
        };
        let home = (!service.everywhere).then_some(service.home);
        Self { reach, cluster, sides, home, fit, has_data: service.has_data(), found }
    }

    /// Every way in which it may turn out.
    pub fn outcomes(mut self) -> Outcomes {
        match self.cluster.arbitration {
            Arbitration::None => self.everyone(),
            Arbitration::Votes => {
                let may = self.majorities();
                for side in self.all() {
                    self.side_runs(may[side], side);
                }
                let nobody = self.none_of(&may);
                self.found.nobody.push(nobody);
            }
            Arbitration::Fenced if self.cluster.nodes.len() < 3 => {
                let may = self.sides.first.clone();
                self.fenced(&may, false);
            }
            Arbitration::Fenced => {
                let may = self.majorities();
                self.fenced(&may, true);
            }
        }
        self.found
    }

    fn all(&self) -> std::ops::Range<usize> {
        0..self.fit.len()
    }

    fn none_of(&mut self, of: &[Signal]) -> Signal {
        let any = self.reach.net.any(of.iter().copied());
        self.reach.net.not(any)
    }

    /// Whether a side, which goes by its first node, holds a node.
    fn on(&mut self, side: usize, node: usize) -> Signal {
        if node < side {
            return FALSE;
        }
        self.reach.net.all([self.sides.first[side], self.sides.hear[side][node]])
    }

    /// Each side runs it as it sees fit.
    fn everyone(&mut self) {
        let count = self.fit.len();
        let mut runs = Vec::new();
        for i in self.all() {
            let mut other = Vec::new();
            if let Some(home) = self.home.filter(|&home| home != i) {
                let earlier = (0..i).filter(|&j| j != home).chain([home]);
                for j in earlier {
                    other.push(self.reach.net.all([self.sides.hear[i][j], self.fit[j]]));
                }
            }
            let other = self.reach.net.any(other);
            runs.push(self.reach.net.but(self.fit[i], other));
        }
        let mut apart = Vec::new();
        for i in 0..count {
            for j in i + 1..count {
                let both = self.reach.net.all([runs[i], runs[j]]);
                apart.push(self.reach.net.but(both, self.sides.hear[i][j]));
            }
        }
        let several = self.reach.net.any(apart);
        let nobody = self.none_of(&runs);
        self.found.nobody.push(nobody);
        for i in self.all() {
            self.found.runs[i].push(runs[i]);
            let earlier = self.reach.net.any(runs[..i].iter().copied());
            let first = self.reach.net.but(runs[i], earlier);
            let alone = self.reach.net.but(first, several);
            self.found.one[i].push(alone);
            // The node that stands for all: the home, or one on its side, else the first.
            let preferred: Vec<Signal> = match self.home {
                None => vec![FALSE; count],
                Some(home) if self.has_data => {
                    (0..count).map(|j| if j == home { runs[j] } else { FALSE }).collect()
                }
                Some(home) => (0..count)
                    .map(|j| self.reach.net.all([runs[j], self.sides.hear[home][j]]))
                    .collect(),
            };
            let any = self.reach.net.any(preferred.iter().copied());
            let first = self.reach.net.but(first, any);
            let stands = self.reach.net.any([first, preferred[i]]);
            let stands = self.reach.net.all([stands, several]);
            let kind = if self.has_data { &mut self.found.split } else { &mut self.found.one };
            kind[i].push(stands);
        }
    }

    /// For each side whether it has more than half of all votes, or may get them.
    fn majorities(&mut self) -> Vec<Signal> {
        let cluster = self.cluster;
        let nodes = self.fit.len();
        let has_vote = cluster.quorum.is_some() && nodes.is_multiple_of(2);
        let total = nodes + usize::from(has_vote);
        let hear = &self.sides.hear;
        let mut majority = Vec::new();
        for side in self.all() {
            let enough = self.reach.net.at_least(total / 2 + 1, hear[side].iter().copied());
            majority.push(self.reach.net.all([self.sides.first[side], enough]));
        }
        if !has_vote {
            return majority;
        }
        let none = self.none_of(&majority);
        let quorum: Vec<Signal> = cluster
            .nodes
            .iter()
            .map(|&node| match cluster.quorum {
                Some(Quorum::Volume(volume)) => self.reach.reaches(node, volume),
                Some(Quorum::Server(server)) => self.reach.reaches_server(node, server),
                None => FALSE,
            })
            .collect();
        let mut contends = Vec::new();
        for side in self.all() {
            let mut reaches = Vec::new();
            for node in self.all() {
                let on = self.on(side, node);
                reaches.push(self.reach.net.all([on, quorum[node]]));
            }
            let reaches = self.reach.net.any(reaches);
            let close = self.reach.net.at_least(total / 2, hear[side].iter().copied());
            let first = self.sides.first[side];
            contends.push(self.reach.net.all([first, close, reaches, none]));
        }
        let mut preferred = vec![FALSE; nodes];
        if let Some(home) = self.home.filter(|_| cluster.home_first) {
            for side in self.all() {
                let on = self.on(side, home);
                preferred[side] = self.reach.net.all([contends[side], on]);
            }
        }
        let any = self.reach.net.any(preferred.iter().copied());
        for side in self.all() {
            let open = self.reach.net.but(contends[side], any);
            majority[side] = self.reach.net.any([majority[side], open, preferred[side]]);
        }
        majority
    }

    /// A side runs it on its home or first fit node, everywhere on all that are fit, or nowhere. Gives whether
    /// any of its nodes is fit.
    fn side_runs(&mut self, may: Signal, side: usize) -> Signal {
        let mut fit = Vec::new();
        for node in self.all() {
            let on = self.on(side, node);
            fit.push(self.reach.net.all([on, self.fit[node]]));
        }
        let any = self.reach.net.any(fit.iter().copied());
        let nobody = self.reach.net.but(may, any);
        self.found.nobody.push(nobody);
        for node in self.all() {
            let before = match self.home {
                Some(home) if home == node => FALSE,
                Some(home) => {
                    self.reach.net.any([fit[home]].into_iter().chain(fit[..node].to_vec()))
                }
                None => self.reach.net.any(fit[..node].to_vec()),
            };
            let first = self.reach.net.but(fit[node], before);
            let first = self.reach.net.all([may, first]);
            self.found.one[node].push(first);
            let runs = if self.home.is_none() { fit[node] } else { first };
            let runs = self.reach.net.all([may, runs]);
            self.found.runs[node].push(runs);
        }
        any
    }

    /// What may come of it when sides stop each other; `may` are those that can, and `one` tells that of several
    /// one alone can, whichever.
    fn fenced(&mut self, may: &[Signal], one: bool) {
        let kept = self.home.map_or(FALSE, |home| self.fit[home]);
        let open = self.reach.net.not(kept);
        let stops: Vec<Signal> = self.all().map(|side| self.stops_all_others(side)).collect();
        if let Some(home) = self.home {
            self.found.one[home].push(kept);
            self.found.runs[home].push(kept);
            for side in self.all().filter(|_| !self.cluster.home_first) {
                let own = self.on(side, home);
                let other = self.reach.net.but(may[side], own);
                let shot = self.stops(side, home);
                let shot = self.reach.net.all([kept, other, shot]);
                let goes_on = self.reach.net.all([shot, stops[side]]);
                self.side_runs(goes_on, side);
                let nobody = self.reach.net.but(shot, stops[side]);
                self.found.nobody.push(nobody);
            }
        }
        // On the home's own side another node takes over without stopping anyone.
        let mut own_runs = FALSE;
        let mut takes_over = Vec::new();
        for side in self.all() {
            let own = self.home.map_or(FALSE, |home| self.on(side, home));
            let mut fit = Vec::new();
            for node in self.all() {
                let on = self.on(side, node);
                fit.push(self.reach.net.all([on, self.fit[node]]));
            }
            let fit = self.reach.net.any(fit);
            let runs = self.reach.net.all([open, own, fit]);
            self.side_runs(runs, side);
            own_runs = self.reach.net.any([own_runs, runs]);
            let other = self.reach.net.but(may[side], own);
            takes_over.push(self.reach.net.all([open, other, stops[side]]));
        }
        for side in self.all() {
            self.side_runs(takes_over[side], side);
        }
        let waits = self.reach.net.but(open, own_runs);
        if one {
            for side in self.all() {
                let blocked = self.reach.net.but(may[side], takes_over[side]);
                let nobody = self.reach.net.all([waits, blocked]);
                self.found.nobody.push(nobody);
            }
            let none = self.none_of(may);
            let nobody = self.reach.net.all([waits, none]);
            self.found.nobody.push(nobody);
        } else {
            let none = self.none_of(&takes_over);
            let nobody = self.reach.net.all([waits, none]);
            self.found.nobody.push(nobody);
        }
    }

    fn stops_all_others(&mut self, side: usize) -> Signal {
        let mut all = Vec::new();
        for node in self.all() {
            let on = self.on(side, node);
            let stops = self.stops(side, node);
            all.push(self.reach.net.any([on, stops]));
        }
        self.reach.net.all(all)
    }

    /// Whether a side has a way to stop a node for certain.
    fn stops(&mut self, side: usize, node: usize) -> Signal {
        let cluster = self.cluster;
        let ways: Vec<Signal> =
            cluster.fencing[node].iter().map(|fence| self.fences(side, fence)).collect();
        self.reach.net.any(ways)
    }

    fn fences(&mut self, side: usize, fence: &Fence) -> Signal {
        let (topology, wiring) = (self.reach.topology, self.reach.wiring);
        match fence {
            Fence::Bmc(port, network) => {
                let planes = wiring.networks(*network);
                let works = self.reach.comp(topology[*port].comp);
                let way = self.any_on(side, |reach, node| {
                    reach.joins(Place::Data(node), Place::Port(*port), &planes)
                });
                self.reach.net.all([works, way])
            }
            Fence::Outlets(outlets) => {
                let mut all = Vec::new();
                for &outlet in outlets {
                    let power = &topology[outlet];
                    all.push(self.reach.comp(power.comp));
                    if let Some(device) = power.device.filter(|&device| wiring.is_cabled(device)) {
                        let planes = wiring.networks(None);
                        all.push(self.any_on(side, |reach, node| {
                            reach.joins(Place::Data(node), Place::Managed(device), &planes)
                        }));
                    }
                }
                self.reach.net.all(all)
            }
            Fence::Reserve(volume) => self.any_on(side, |reach, node| reach.reaches(node, *volume)),
        }
    }

    /// Whether something holds of a node of a side.
    fn any_on(
        &mut self,
        side: usize,
        mut holds: impl FnMut(&mut Reach<'t>, DeviceId) -> Signal,
    ) -> Signal {
        let cluster = self.cluster;
        let mut any = Vec::new();
        for node in self.all() {
            let on = self.on(side, node);
            let holds = holds(self.reach, cluster.nodes[node]);
            any.push(self.reach.net.all([on, holds]));
        }
        self.reach.net.any(any)
    }
}
