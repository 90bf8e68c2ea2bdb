//! Mirrors: which legs serve, which are out of date, and what earlier faults have to do with it.

use super::judge::{Basis, Judge};
use super::places::Place;
use super::wiring::FC;
use crate::spec::MirrorBy;
use crate::topology::{DeviceId, Leg, Mirror, MirrorId, Service, VolumeId};

/// Legs of a mirror as a set of bits.
pub(super) type Legs = u64;

/// Which legs of a service's mirrors earlier faults have left out of date: for each node that is taken for the
/// home (one, unless every node runs the service), and there for each mirror. Empty: none.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Past(Vec<Vec<Legs>>);

impl Past {
    /// The legs that are out of date, mirror by mirror, when a node is taken for the home.
    pub fn stale(&self, home: usize, mirrors: usize) -> Vec<Legs> {
        self.0.get(home).cloned().unwrap_or_else(|| vec![0; mirrors])
    }

    /// Adds what another past has left behind.
    pub fn add(&mut self, other: &Past) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
            return;
        }
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine |= theirs;
            }
        }
    }

    /// Whether it leaves nothing behind.
    pub fn is_clear(&self) -> bool {
        self.0.iter().flatten().all(|&legs| legs == 0)
    }

    pub(super) fn push(&mut self, stale: Vec<Legs>) {
        self.0.push(stale);
    }
}

impl Judge<'_> {
    /// Whether two arrays work and hear each other over what a mirror is kept alike by.
    fn hear(&self, mirror: &Mirror, a: DeviceId, b: DeviceId, basis: &mut Basis) -> bool {
        let topology = self.topology;
        let [x, y] = [a, b].map(|array| topology[array].comp.0);
        if !self.works(x) || !self.works(y) {
            return false;
        }
        let heard = self.ways_of(mirror).into_iter().any(|planes| {
            // Management ports carry the traffic of networks, not of fabrics.
            let place = if planes.start == FC { Place::Data } else { Place::Speaking };
            self.joins(place(a), place(b), &planes, basis)
        });
        heard && self.holds(x, basis) && self.holds(y, basis)
    }

    /// The planes over which the legs of a mirror are kept alike.
    fn ways_of(&self, mirror: &Mirror) -> Vec<std::ops::Range<usize>> {
        let networks = mirror.over.iter().map(|&network| self.wiring.networks(Some(network)));
        networks.chain(mirror.over_fc.then_some(FC..FC + 1)).collect()
    }

    /// The legs of a mirror by arrays that serve: all while they hear each other, else one at most.
    pub(super) fn serving_legs(&self, id: MirrorId, stale: Legs, basis: &mut Basis) -> Legs {
        let (topology, wiring) = (self.topology, self.wiring);
        let mirror = &topology[id];
        let arrays: Vec<DeviceId> = mirror.volumes().map(|it| topology[it].array).collect();
        if self.hear(mirror, arrays[0], arrays[1], basis) {
            return 0b11;
        }
        let goes_on = |leg: usize, basis: &mut Basis| {
            stale >> leg & 1 == 0
                && self.works(wiring.leg(id, leg))
                && mirror
                    .witness
                    .is_none_or(|witness| self.reaches_server(arrays[leg], witness, basis))
                && self.holds(wiring.leg(id, leg), basis)
        };
        let prefer = mirror.prefer;
        if goes_on(prefer, basis) {
            return 1 << prefer;
        }
        let other = 1 - prefer;
        match mirror.witness {
            Some(_) if goes_on(other, basis) => 1 << other,
            _ => 0,
        }
    }

    /// Whether a node reaches the data of a mirror, given the legs that are out of date and, of a mirror by
    /// arrays, those that serve.
    pub(super) fn reaches_mirror(
        &self,
        node: DeviceId,
        id: MirrorId,
        stale: Legs,
        serving: Legs,
        basis: &mut Basis,
    ) -> bool {
        let mirror = &self.topology[id];
        mirror.legs.iter().enumerate().any(|(number, leg)| {
            let current = match mirror.by {
                MirrorBy::Host => stale >> number & 1 == 0,
                MirrorBy::Array => serving >> number & 1 == 1,
            };
            current
                && match leg {
                    Leg::Node(own, _) => {
                        *own == node && self.holds(self.wiring.leg(id, number), basis)
                    }
                    Leg::Volume(volume) => self.reaches(node, *volume, basis),
                }
        })
    }

    /// For each mirror of a service the volumes that serve a node; `None` for a mirror on nodes.
    pub(super) fn legs_that_serve(
        &self,
        service: &Service,
        stale: &[Legs],
    ) -> Vec<Option<Vec<VolumeId>>> {
        let of_mirror = |(&id, &stale): (&MirrorId, &Legs)| {
            let mirror = &self.topology[id];
            let serving = match mirror.by {
                MirrorBy::Host => !stale,
                MirrorBy::Array => self.serving_legs(id, stale, &mut Basis::unasked()),
            };
            let volumes = mirror.volumes().enumerate();
            let serving = volumes.filter(|(leg, _)| serving >> leg & 1 == 1);
            matches!(mirror.legs[0], Leg::Volume(_)).then(|| serving.map(|it| it.1).collect())
        };
        service.mirrors.iter().zip(stale).map(of_mirror).collect()
    }

    /// Whether a node reaches the data of a mirror when nothing was left behind.
    pub(super) fn reaches_now(&self, node: DeviceId, id: MirrorId) -> bool {
        let basis = &mut Basis::unasked();
        let serving = match self.topology[id].by {
            MirrorBy::Host => 0,
            MirrorBy::Array => self.serving_legs(id, 0, basis),
        };
        self.reaches_mirror(node, id, 0, serving, basis)
    }

    /// Whether no leg of a mirror that is up to date has its drives left.
    pub(super) fn mirror_lost(&self, id: MirrorId, stale: Legs, basis: &mut Basis) -> bool {
        let topology = self.topology;
        let mut lost = |leg: &Leg| match leg {
            Leg::Node(_, sets) => sets.iter().any(|&set| self.lost(set, basis)),
            Leg::Volume(volume) => {
                topology[*volume].drives.is_some_and(|set| self.lost(set, basis))
            }
        };
        let legs = || topology[id].legs.iter().enumerate();
        // Where every leg has missed something, it takes the loss of one to lose data.
        legs().all(|(number, leg)| stale >> number & 1 == 1 || lost(leg))
            && legs().any(|(_, leg)| lost(leg))
    }

    /// The legs that this state leaves behind: those that are written no more while the service goes on.
    ///
    /// `home_runs` tells whether `home` runs the service in some outcome of this state.
    pub(super) fn left_behind(
        &self,
        service: &Service,
        home: usize,
        home_runs: bool,
        stale: &[Legs],
        basis: &mut Basis,
    ) -> Vec<Legs> {
        let home = service.nodes[home];
        let mirrors = service.mirrors.iter().zip(stale);
        mirrors
            .map(|(&id, &stale)| match self.topology[id].by {
                MirrorBy::Array => match self.serving_legs(id, stale, basis) {
                    0b01 => 0b10,
                    0b10 => 0b01,
                    _ => 0,
                },
                MirrorBy::Host if !home_runs => 0,
                MirrorBy::Host => self.unwritten(id, home, basis),
            })
            .collect()
    }

    /// The legs of a mirror by hosts that a node which runs its service cannot write.
    fn unwritten(&self, id: MirrorId, home: DeviceId, basis: &mut Basis) -> Legs {
        let mirror = &self.topology[id];
        let mut legs = 0;
        for (number, leg) in mirror.legs.iter().enumerate() {
            let written = match leg {
                Leg::Node(node, _) => *node == home || self.replicates(mirror, home, *node, basis),
                Leg::Volume(volume) => self.reaches(home, *volume, basis),
            };
            legs |= u64::from(!written) << number;
        }
        legs
    }

    /// Whether a way for replication joins two nodes that work.
    fn replicates(&self, mirror: &Mirror, a: DeviceId, b: DeviceId, basis: &mut Basis) -> bool {
        let wiring = self.wiring;
        if !self.works(wiring.node(a)) || !self.works(wiring.node(b)) {
            return false;
        }
        let joined = self
            .ways_of(mirror)
            .iter()
            .any(|planes| self.joins(Place::Data(a), Place::Data(b), planes, basis));
        joined && self.holds(wiring.node(a), basis) && self.holds(wiring.node(b), basis)
    }
}
