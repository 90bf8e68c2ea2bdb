//! HP's four levels of SAN availability, by the storage paths of a service's home alone.

use super::faults::Facts;
use super::judge::{Basis, Judge};
use super::keeps::may_serve_at;
use super::wiring::{PlaneKind, To};
use crate::topology::{
    CompId, ComponentKind, DeviceId, DeviceKind, ModuleKind, Service, ServiceId, VolumeId,
};

/// The level of a service, 1 to 4; `None` if it has no volumes.
pub(super) fn level(facts: &Facts, id: ServiceId) -> Option<u8> {
    let service = &facts.topology[id];
    if service.volumes.is_empty() {
        return None;
    }
    service.homes().iter().map(|&home| level_of(facts, service, home)).min()
}

fn level_of(facts: &Facts, service: &Service, home: DeviceId) -> u8 {
    let mut judge = facts.judge();
    let basis = &mut Basis::unasked();
    let mut reaches =
        |judge: &Judge| service.volumes.iter().all(|&volume| judge.reaches(home, volume, basis));
    if !reaches(&judge) {
        return 1;
    }
    let fatal: Vec<CompId> = storage_components(facts, &judge, service, home)
        .into_iter()
        .filter(|&comp| {
            judge.fail(&[comp]);
            !reaches(&judge)
        })
        .collect();
    judge.fail(&[]);
    let is_adapter_or_fabric = |comp: &CompId| match facts.topology[*comp].kind {
        ComponentKind::Fabric(_) => true,
        ComponentKind::Module(module) => {
            matches!(facts.topology[module].kind, ModuleKind::Adapter { .. })
        }
        _ => false,
    };
    let apart = || service.volumes.iter().all(|&volume| chains_lie_apart(facts, home, volume));
    if fatal.is_empty() && apart() {
        4
    } else if fatal.iter().all(is_adapter_or_fabric) {
        3
    } else if resilient_fabric(facts, &judge, home, &service.volumes) {
        2
    } else {
        1
    }
}

/// Adapters, ports, cables, switches, controllers and fabrics that hold the home's storage paths; no other
/// fault of one of these could cut one.
fn storage_components(
    facts: &Facts,
    judge: &Judge,
    service: &Service,
    home: DeviceId,
) -> Vec<CompId> {
    let topology = facts.topology;
    let mut basis = Basis::asked();
    for &volume in &service.volumes {
        judge.reaches(home, volume, &mut basis);
    }
    let support = basis.into_support();
    let own = topology[home].enclosure.map(|(enclosure, _)| enclosure);
    let counts = |comp: &CompId| match topology[*comp].kind {
        ComponentKind::Module(_)
        | ComponentKind::Port(_)
        | ComponentKind::Cable(_)
        | ComponentKind::Fabric(_) => true,
        ComponentKind::Device(device) => match topology[device].kind {
            DeviceKind::Switch | DeviceKind::Shelf | DeviceKind::Panel => true,
            // That of the home is like its board.
            DeviceKind::Enclosure => Some(device) != own,
            DeviceKind::Server | DeviceKind::Array | DeviceKind::Outlet => false,
        },
        _ => false,
    };
    let comps = support.members().iter().filter_map(|&vertex| facts.wiring.component(vertex));
    comps.filter(counts).collect()
}

/// Whether the chains from a node to a volume run in two fabrics or networks or, direct, end on two
/// controllers, as the file wires them.
fn chains_lie_apart(facts: &Facts, node: DeviceId, volume: VolumeId) -> bool {
    let (topology, wiring) = (facts.topology, &facts.wiring);
    let array = topology[volume].array;
    let mut tags = Vec::new();
    for from in wiring.accesses(node).iter().filter(|access| wiring.storage(access.plane)) {
        let mut ends = wiring.wired_ends(topology, from, array);
        let Some(end) = ends.find(|&port| may_serve_at(topology, volume, port)) else { continue };
        let plane = &wiring.planes[from.plane];
        tags.push(match (from.to, plane.kind) {
            // Behind access gateways alone: in the fabric of these.
            (To::Port(_), _) if !from.is_direct() => (usize::MAX - 1, 0),
            (To::Port(_), _) => (usize::MAX, topology.controller_of(end).map_or(0, |it| it.0 + 1)),
            // Networks are apart by name, fabrics by having no switch in common.
            (To::Switch(_), PlaneKind::Network(_)) => (from.plane, 0),
            (To::Switch(entry), PlaneKind::Fc | PlaneKind::Sas | PlaneKind::Expansion) => {
                (from.plane, plane.wired.of(entry).unwrap_or(0))
            }
        });
    }
    tags.sort_unstable();
    tags.dedup();
    tags.len() > 1
}

/// Whether the home reaches every volume within one fabric of two or more switches that stays in one piece
/// whichever single link between two of them is taken out.
fn resilient_fabric(facts: &Facts, judge: &Judge, home: DeviceId, volumes: &[VolumeId]) -> bool {
    let wiring = &facts.wiring;
    let mut in_all: Option<Vec<(usize, u32)>> = None;
    for &volume in volumes {
        let mut fabrics = Vec::new();
        judge.storage_paths(home, volume, &mut Basis::unasked(), |path| {
            if let To::Switch(entry) = path.from.to
                && let Some(class) = judge.classes(path.from.plane).of(entry)
            {
                fabrics.push((path.from.plane, class));
            }
            false
        });
        in_all = Some(match in_all {
            None => fabrics,
            Some(before) => before.into_iter().filter(|it| fabrics.contains(it)).collect(),
        });
    }
    in_all.unwrap_or_default().into_iter().any(|(plane, class)| {
        let it = &wiring.planes[plane];
        let classes = judge.classes(plane);
        let inside = |&(a, _): &(u32, u32)| classes.of(a) == Some(class);
        let switches =
            (0..it.mesh.count() as u32).filter(|&v| classes.of(v) == Some(class)).count();
        let bridge = |edge: usize| it.mesh.is_bridge(edge as u32);
        let mut edges = it.mesh.edges().iter().enumerate().filter(|(_, edge)| inside(edge));
        switches > 1 && !edges.any(|(number, _)| bridge(number))
    })
}
