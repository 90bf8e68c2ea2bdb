//! What still works and who reaches what when some components have failed.
//!
//! Every answer that is yes can leave behind what it rests on: as long as none of that fails, it stays yes.
//! What is no stays no, because losing parts only ever loses more.

use super::places::Place;
use super::wiring::{Access, EXPANSION, To, Wiring};
use crate::catalog::Access as Serving;
use crate::graph::{Classes, State, Support, Vertex};
use crate::topology::{
    CompId, ComponentKind, DeviceId, DriveSetId, ModuleId, ModuleKind, NetworkId, PortId, Topology,
    VolumeId, Witness,
};

/// What a set of faults means for one service, the worst last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// Nothing that it uses or keeps is lost.
    None,
    /// It runs on without a break, with less in reserve.
    Degraded,
    /// Another node runs it, or might.
    Failover,
    /// No node runs it, or might not.
    Outage,
    /// Two sides run it on the same volumes.
    SplitBrain,
    /// More drives are lost than their protection survives.
    DataLoss,
}

impl Effect {
    /// Every effect, the worst last.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::Degraded,
        Self::Failover,
        Self::Outage,
        Self::SplitBrain,
        Self::DataLoss,
    ];

    /// As in files and JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Degraded => "degraded",
            Self::Failover => "failover",
            Self::Outage => "outage",
            Self::SplitBrain => "split-brain",
            Self::DataLoss => "data-loss",
        }
    }
}

/// What answers rest on, where anyone wants to know.
#[derive(Debug, Default)]
pub(super) struct Basis(Option<Support>);

impl Basis {
    /// Nobody wants to know.
    pub fn unasked() -> Self {
        Self(None)
    }

    /// Collects it.
    pub fn asked() -> Self {
        Self(Some(Support::default()))
    }

    /// What was collected.
    pub fn into_support(self) -> Support {
        self.0.unwrap_or_default()
    }

    pub fn is_asked(&self) -> bool {
        self.0.is_some()
    }
}

/// Judges one set of faults after another.
#[derive(Debug)]
pub struct Judge<'t> {
    pub(super) topology: &'t Topology,
    pub(super) wiring: &'t Wiring,
    state: State,
    pub(super) faults: Vec<CompId>,
    /// Whether a drive, or a group that lists one, is among the faults.
    hits_drives: bool,
    /// Classes of the planes that the faults may have parted; the others are as without faults.
    parted: Vec<(usize, Classes)>,
}

/// A storage path: the accesses it begins and ends with (one, if they are one cable), and the controller that
/// serves the volume, if the array has any.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoragePath<'p> {
    pub from: &'p Access,
    pub to: Option<&'p Access>,
    pub controller: Option<ModuleId>,
}

impl StoragePath<'_> {
    /// The host port at which it ends.
    pub fn port(&self) -> PortId {
        self.from.end(self.to)
    }
}

impl<'t> Judge<'t> {
    /// With nothing failed.
    pub fn new(topology: &'t Topology, wiring: &'t Wiring) -> Self {
        let state = wiring.needs.state();
        Self { topology, wiring, state, faults: Vec::new(), hits_drives: false, parted: Vec::new() }
    }

    /// Lets these and no other components fail.
    pub fn fail(&mut self, faults: &[CompId]) {
        let wiring = self.wiring;
        wiring.needs.fail(&mut self.state, faults.iter().map(|fault| fault.0));
        self.faults.clear();
        self.faults.extend(faults);
        self.hits_drives = faults.iter().any(|&fault| {
            matches!(self.topology[fault].kind, ComponentKind::Drive(..) | ComponentKind::Group(_))
        });
        self.parted.clear();
        let mut parted: Vec<u32> =
            self.state.down().iter().flat_map(|&v| wiring.parted_by(v)).copied().collect();
        parted.sort_unstable();
        parted.dedup();
        for number in parted {
            let plane = &wiring.planes[number as usize];
            let classes = plane.mesh.classes(
                |switch| self.works(plane.switches[switch as usize].comp.0),
                |edge| self.works(wiring.link(plane.cables[edge as usize])),
            );
            self.parted.push((number as usize, classes));
        }
    }

    /// Whether a vertex works.
    pub fn works(&self, vertex: Vertex) -> bool {
        self.wiring.needs.works_in(&self.state, vertex)
    }

    /// Whether a vertex works, and what that rests on.
    pub(super) fn holds(&self, vertex: Vertex, basis: &mut Basis) -> bool {
        let works = self.works(vertex);
        if let Some(support) = basis.0.as_mut().filter(|_| works) {
            self.wiring.needs.support(&self.state, vertex, support);
        }
        works
    }

    /// Everything that the faults have taken down, themselves included.
    pub fn down(&self) -> &[Vertex] {
        self.state.down()
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn classes(&self, plane: usize) -> &Classes {
        let parted = self.parted.iter().find(|(number, _)| *number == plane);
        parted.map_or(&self.wiring.planes[plane].classes, |(_, classes)| classes)
    }

    /// Whether all that an access crosses works.
    pub(super) fn is_up(&self, access: &Access) -> bool {
        self.wiring.crosses(access).all(|vertex| self.works(vertex))
    }

    pub(super) fn cabled(&self, device: DeviceId) -> impl Iterator<Item = &'t Access> {
        self.wiring.accesses(device).iter().filter(|access| self.is_up(access))
    }

    pub(super) fn rest_on(&self, way: impl IntoIterator<Item = Vertex>, basis: &mut Basis) {
        if let Some(support) = &mut basis.0 {
            for vertex in way {
                self.wiring.needs.support(&self.state, vertex, support);
            }
        }
    }

    /// Whether a controller works and reaches as many of a volume's drives as their protection asks for.
    fn serves(&self, volume: VolumeId, controller: ModuleId, basis: &mut Basis) -> bool {
        self.works(self.topology[controller].comp.0)
            && self.reaches_drives(volume, Some(controller), basis)
            && self.holds(self.topology[controller].comp.0, basis)
    }

    /// Leaves behind what it rests on that the controllers of a volume's array, or the array without any, serve it.
    pub(super) fn rest_on_serving(&self, volume: VolumeId, basis: &mut Basis) {
        let controllers = self.topology[self.topology[volume].array].controllers();
        if controllers.is_empty() {
            self.reaches_drives(volume, None, basis);
        }
        for &controller in controllers {
            self.serves(volume, controller, basis);
        }
    }

    /// Whether enough of a volume's drives are within reach of a controller, over the cables to its shelves.
    fn reaches_drives(
        &self,
        volume: VolumeId,
        controller: Option<ModuleId>,
        basis: &mut Basis,
    ) -> bool {
        let (topology, wiring) = (self.topology, self.wiring);
        let volume = &topology[volume];
        let Some(set) = volume.drives.map(|set| &topology[set]) else { return true };
        let mut shelves: Vec<DeviceId> = set.places.clone();
        shelves.sort_unstable();
        shelves.dedup();
        shelves.retain(|&place| place != volume.array && wiring.shelf(place).is_some());
        if shelves.is_empty() {
            return true;
        }
        let within: Vec<DeviceId> = shelves
            .iter()
            .copied()
            .filter(|&shelf| self.reaches_shelf(volume.array, controller, shelf, basis))
            .collect();
        let gone = |drive: CompId| {
            let place = set.place(drive.0 - set.first.0);
            !self.works(drive.0) || (shelves.contains(&place) && !within.contains(&place))
        };
        let enough = set.holds(gone);
        if enough && basis.is_asked() {
            let drives = set.drives().filter(|&drive| !gone(drive)).map(|drive| drive.0);
            self.rest_on(drives, basis);
        }
        enough
    }

    fn reaches_shelf(
        &self,
        array: DeviceId,
        controller: Option<ModuleId>,
        shelf: DeviceId,
        basis: &mut Basis,
    ) -> bool {
        let (topology, wiring) = (self.topology, self.wiring);
        let classes = self.classes(EXPANSION);
        let modules = wiring.shelf(shelf).unwrap_or_default();
        let accesses = wiring.expansion(array).iter().filter(|access| self.is_up(access));
        for access in accesses {
            let To::Switch(entry) = access.to else { continue };
            // A port of the chassis leads to every controller.
            let own = topology.controller_of(access.port);
            if own.is_some() && own != controller {
                continue;
            }
            if let Some(&exit) = modules.iter().find(|&&exit| classes.joined(entry, exit)) {
                if basis.is_asked() {
                    let mut way: Vec<Vertex> = wiring.crosses(access).collect();
                    self.through(EXPANSION, entry, exit, &mut way);
                    self.rest_on(way, basis);
                }
                return true;
            }
        }
        false
    }

    /// The controller that serves a volume whose array serves by its owner alone, and whether it has taken
    /// over.
    pub(super) fn serving(&self, volume: VolumeId, basis: &mut Basis) -> Option<(ModuleId, bool)> {
        let topology = self.topology;
        let array = &topology[topology[volume].array];
        let controllers = array.controllers();
        let owner = topology[volume].owner?;
        if self.serves(volume, controllers[owner], basis) {
            return Some((controllers[owner], false));
        }
        if array.part.controller_failover != Some(true) {
            return None;
        }
        let count = controllers.len();
        let others = (1..count).map(|step| controllers[(owner + step) % count]);
        others.into_iter().find(|&it| self.serves(volume, it, basis)).map(|it| (it, true))
    }

    /// Calls back with every storage path from a node to a volume until the callback has seen enough and says
    /// so.
    pub(super) fn storage_paths(
        &self,
        node: DeviceId,
        volume: VolumeId,
        basis: &mut Basis,
        mut found: impl FnMut(StoragePath) -> bool,
    ) {
        if !self.works(self.wiring.volume(volume)) {
            return;
        }
        let service = Serve::new(self, volume, basis);
        let array = self.topology[volume].array;
        for from in self.cabled(node).filter(|access| self.wiring.storage(access.plane)) {
            let ends: &[Access] = match from.to {
                To::Port(_) => std::slice::from_ref(from),
                To::Switch(_) => self.wiring.accesses(array),
            };
            for to in ends {
                let to = match (from.to, to.to) {
                    (To::Port(port), _) if self.topology[port].device == array => None,
                    (To::Switch(entry), To::Switch(exit))
                        if to.plane == from.plane
                            && self.classes(from.plane).joined(entry, exit)
                            && self.is_up(to) =>
                    {
                        Some(to)
                    }
                    _ => continue,
                };
                if !self.wiring.allows(from, to) {
                    continue;
                }
                for &controller in service.at(self.topology, from.end(to)) {
                    if found(StoragePath { from, to, controller }) {
                        return;
                    }
                }
            }
        }
    }

    /// Whether a node has a storage path to a volume.
    pub(super) fn reaches(&self, node: DeviceId, volume: VolumeId, basis: &mut Basis) -> bool {
        let mut reached = None;
        let asked = basis.is_asked();
        self.storage_paths(node, volume, basis, |path| {
            let way = if asked { self.storage_way_of(&path, volume) } else { Vec::new() };
            reached = Some((way, path.controller));
            true
        });
        let Some((way, controller)) = reached else { return false };
        if asked {
            self.rest_on(way, basis);
            if let Some(controller) = controller {
                self.serves(volume, controller, basis);
            }
        }
        true
    }

    /// Whether a node has a way to the clients of a network.
    pub(super) fn reaches_clients(
        &self,
        node: DeviceId,
        network: NetworkId,
        basis: &mut Basis,
    ) -> bool {
        let Some((access, uplink)) = self.way_to_clients(node, network) else { return false };
        if basis.is_asked() {
            self.rest_on(self.clients_way_of(access, uplink), basis);
        }
        true
    }

    /// The access by which a node reaches clients, and the uplink where there are any.
    pub(super) fn way_to_clients(
        &self,
        node: DeviceId,
        network: NetworkId,
    ) -> Option<(&'t Access, Option<(PortId, u32)>)> {
        let plane = self.wiring.network(network);
        let uplinks = &self.wiring.uplinks[network.index()];
        let classes = self.classes(plane);
        self.cabled(node).filter(|access| access.plane == plane).find_map(|access| {
            let To::Switch(entry) = access.to else { return None };
            if uplinks.is_empty() {
                return Some((access, None));
            }
            uplinks.iter().find_map(|&(port, switch)| {
                let switch = switch.filter(|&switch| classes.joined(entry, switch))?;
                self.works(self.topology[port].comp.0).then_some((access, Some((port, switch))))
            })
        })
    }

    /// Whether a way joins two places over one of the planes.
    pub(super) fn joins(
        &self,
        a: Place,
        b: Place,
        planes: &std::ops::Range<usize>,
        basis: &mut Basis,
    ) -> bool {
        let way = self.way_between(a, b, planes);
        let joined = way.is_some();
        if let Some((from, to)) = way.filter(|_| basis.is_asked()) {
            self.rest_on(self.way(from, to), basis);
        }
        joined
    }

    /// The accesses with which a way between two places begins and ends: one, if they are one cable.
    fn way_between(
        &self,
        a: Place,
        b: Place,
        planes: &std::ops::Range<usize>,
    ) -> Option<(&'t Access, Option<&'t Access>)> {
        let (topology, wiring) = (self.topology, self.wiring);
        let of = |place: Place| {
            let all = place.accesses(topology, wiring);
            all.filter(|it| planes.contains(&it.plane) && self.is_up(it))
        };
        for from in of(a) {
            match from.to {
                To::Port(port) if b.has(topology, port) => return Some((from, None)),
                To::Port(_) => {}
                To::Switch(entry) => {
                    let classes = self.classes(from.plane);
                    let there = of(b).find(|to| {
                        to.plane == from.plane
                            && matches!(to.to, To::Switch(exit) if classes.joined(entry, exit))
                            && wiring.allows(from, Some(to))
                    });
                    if there.is_some() {
                        return there.map(|to| (from, Some(to)));
                    }
                }
            }
        }
        // A cable from a port for data to one of management counts with the latter only.
        let crossed = |to: &&Access| matches!(to.to, To::Port(port) if a.has(topology, port));
        of(b).find(crossed).map(|to| (to, None))
    }

    /// Whether a device has a way over a network, or over any, to a server that works.
    pub(super) fn reaches_server(
        &self,
        device: DeviceId,
        witness: Witness,
        basis: &mut Basis,
    ) -> bool {
        let Witness { server, network } = witness;
        let node = self.wiring.node(server);
        let (from, to) = (Place::Speaking(device), Place::Listening(server));
        self.works(node)
            && (device == server || self.joins(from, to, &self.wiring.networks(network), basis))
            && self.holds(node, basis)
    }

    /// Whether so many of some drives are lost, and not merely out of reach, that they hold no more.
    pub(super) fn lost(&self, set: DriveSetId, basis: &mut Basis) -> bool {
        let (set, groups) = (&self.topology[set], &self.wiring.drive_groups);
        let groups_of = |drive: CompId| groups.get(&drive).map_or(&[][..], Vec::as_slice);
        let failed = |drive: CompId| {
            let group_failed =
                groups_of(drive).iter().any(|&it| self.faults.contains(&self.topology[it].comp));
            self.faults.contains(&drive) || group_failed
        };
        if self.hits_drives && !set.holds(failed) {
            return true;
        }
        if let Some(support) = &mut basis.0 {
            for drive in set.drives().filter(|&drive| !failed(drive)) {
                support.add(drive.0);
                for &group in groups_of(drive) {
                    support.add(self.topology[group].comp.0);
                }
            }
        }
        false
    }
}

/// Who serves a volume at which ports, in one state.
struct Serve {
    /// The controllers that serve it; one `None` for an array without any.
    controllers: Vec<Option<ModuleId>>,
    /// Whether one alone serves and has taken over from the owner.
    taken_over: bool,
}

impl Serve {
    fn new(judge: &Judge, volume: VolumeId, basis: &mut Basis) -> Self {
        let array = &judge.topology[judge.topology[volume].array];
        let mut taken_over = false;
        let controllers = if array.controllers().is_empty() {
            let reached = judge.reaches_drives(volume, None, basis);
            reached.then_some(None).into_iter().collect()
        } else if array.access.unwrap_or(Serving::Owner) == Serving::Owner {
            let serving = judge.serving(volume, basis);
            taken_over = serving.is_some_and(|(_, taken_over)| taken_over);
            serving.map(|(serving, _)| Some(serving)).into_iter().collect()
        } else {
            // What a path rests on is told with the path.
            let basis = &mut Basis::unasked();
            let all = array.controllers().iter().copied();
            all.filter(|&it| judge.serves(volume, it, basis)).map(Some).collect()
        };
        Self { controllers, taken_over }
    }

    /// The controllers that serve at a port: its own, or all where it sits in the chassis or a card there.
    fn at(&self, topology: &Topology, port: PortId) -> &[Option<ModuleId>] {
        let own = topology.controller_of(port);
        match self.controllers[..] {
            [] | [None] => &self.controllers,
            [Some(serving)] if self.taken_over && !takes_over_at(topology, port, serving) => &[],
            _ if own.is_none() => &self.controllers,
            _ => {
                let at = self.controllers.iter().position(|&it| it.is_some() && it == own);
                at.map_or(&[], |at| &self.controllers[at..=at])
            }
        }
    }
}

/// Whether a port serves volumes that a controller has taken over.
pub(super) fn takes_over_at(topology: &Topology, port: PortId, controller: ModuleId) -> bool {
    let ModuleKind::Controller(index) = topology[controller].kind else { return false };
    let it = &topology[port];
    match &topology[it.device].part.controllers[index].takeover_ports {
        None => true,
        Some(ports) => it.module == Some(controller) && ports.contains(&it.index),
    }
}
