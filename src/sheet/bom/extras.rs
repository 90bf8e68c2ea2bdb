//! What is ordered with a device beside what the file draws: options, services, power cords, optics, licences.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::draft::{Draft, title};
use super::{Field, Reason, Section};
use crate::catalog::{LicencePer, Licensed, Part, PartKind};
use crate::facts::Wiring;
use crate::sheet::comparison::volumes as volumes_of;
use crate::sheet::plugs::{self, Optic, Socket};
use crate::topology::{
    Device, DeviceId, DeviceKind, ModuleKind, PortId, SupplyId, Topology, VolumeId,
};
use crate::words::{Msg, Value, msg, sheets};
use crate::yaml::values::Speed;

/// A part that another names under `bundled` or `options`.
fn related<'t>(topology: &'t Topology, id: &str) -> Option<&'t Arc<Part>> {
    topology.related.get(id.to_lowercase().as_str())
}

/// Parts by their ids, each with how often it is named.
pub(super) fn named<'t>(
    topology: &'t Topology,
    ids: &[compact_str::CompactString],
) -> Vec<(&'t Arc<Part>, u32)> {
    let mut found: Vec<(&Arc<Part>, u32)> = Vec::new();
    for part in ids.iter().filter_map(|id| related(topology, id)) {
        match found.iter_mut().find(|(it, _)| it.id == part.id) {
            Some((_, count)) => *count += 1,
            None => found.push((part, 1)),
        }
    }
    found
}

/// Whether a part is a power cord.
fn is_cord(part: &Part) -> bool {
    part.kind == PartKind::Cable
        && part.medium.as_deref().is_some_and(|it| it.eq_ignore_ascii_case("power"))
}

/// A part that is ordered with something else.
pub(super) fn option(part: &Arc<Part>, at: &str, count: u32) -> Draft {
    let section = match part.kind {
        PartKind::Adapter => Section::Adapter,
        PartKind::Drive => Section::Drive,
        PartKind::Optic => Section::Optic,
        PartKind::Cable if is_cord(part) => Section::Cord,
        PartKind::Cable => Section::Cable,
        PartKind::Pdu | PartKind::Ups => Section::Power,
        PartKind::Software | PartKind::Multipath => Section::Software,
        PartKind::Licence => Section::Licence,
        PartKind::Service => Section::Service,
        _ => Section::Option,
    };
    let description = match (part.term, &part.level) {
        (Some(1), None) => msg!(sheets::FOR_A_YEAR, title = title(part)),
        (Some(years), None) => msg!(sheets::FOR_YEARS, title = title(part), years = years),
        (Some(1), Some(level)) => {
            msg!(sheets::AT_LEVEL_FOR_A_YEAR, title = title(part), level = level.as_str())
        }
        (Some(years), Some(level)) => msg!(
            sheets::AT_LEVEL_FOR_YEARS,
            title = title(part),
            level = level.as_str(),
            years = years
        ),
        (None, Some(level)) => msg!(sheets::AT_LEVEL, title = title(part), level = level.as_str()),
        (None, None) => title(part),
    };
    let count = match part.kind {
        PartKind::Licence => count.div_ceil(part.pack.unwrap_or(1)),
        _ => count,
    };
    Draft::new(section, Some(part.clone()), description, at).count(count)
}

/// What of the options of a device is maintenance: level and years.
pub(super) fn maintenance(options: &[(Arc<Part>, u32)]) -> Vec<Msg> {
    let of = |(part, count): &(Arc<Part>, u32)| {
        let years = match (part.term, &part.level) {
            (Some(years), _) => years.saturating_mul(*count),
            (None, Some(_)) => *count,
            (None, None) => return None,
        };
        let years = match years {
            1 => (&sheets::A_YEAR).into(),
            years => msg!(sheets::YEARS, count = years),
        };
        Some(match &part.level {
            Some(level) => msg!(sheets::LEVEL_AND_YEARS, level = level.as_str(), years = years),
            None => years,
        })
    };
    options.iter().filter(|it| it.0.kind == PartKind::Service && it.1 > 0).filter_map(of).collect()
}

/// What a device comes with, in words.
pub(super) fn comes_with(topology: &Topology, part: &Part) -> Option<Msg> {
    let controllers = part.controllers.iter().flat_map(|it| it.ports.iter());
    let mut of_ports: Vec<_> =
        part.ports.iter().chain(controllers).flat_map(|port| port.bundled.clone()).collect();
    of_ports.sort();
    of_ports.dedup();
    let own = named(topology, &part.bundled).into_iter().map(|(part, count)| match count {
        1 => title(part),
        count => msg!(sheets::TIMES, title = title(part), count = count),
    });
    let of_ports = named(topology, &of_ports);
    let of_ports =
        of_ports.into_iter().map(|(part, _)| msg!(sheets::IN_EACH_PORT, title = title(part)));
    let items: Vec<Msg> = own.chain(of_ports).collect();
    (!items.is_empty()).then(|| msg!(sheets::COMES_WITH, items = Value::from(items)))
}

/// The cords of the supplies of a device that are plugged in, less those that come with it or are options.
pub(super) fn cords(topology: &Topology, device: DeviceId) -> Vec<Draft> {
    let device = &topology[device];
    let bundled = named(topology, &device.part.bundled);
    let ordered = named(topology, &device.part.options);
    let counted = bundled.into_iter().chain(ordered);
    let counted = counted.chain(device.options.iter().map(|(part, count)| (part, *count)));
    let given: u32 = counted.filter(|(part, _)| is_cord(part)).map(|(_, count)| count).sum();
    let cord = |&supply: &SupplyId| {
        let at = topology.id(topology[supply].comp);
        Draft::new(Section::Cord, None, (&sheets::POWER_CORD).into(), at)
    };
    device.supplies.iter().skip(given as usize).map(cord).collect()
}

/// Whether a part of a kind comes with a device or is among what is ordered with it.
fn given(topology: &Topology, device: &Device, kind: PartKind) -> bool {
    let of_part = device.part.bundled.iter().chain(&device.part.options);
    let mut of_part = of_part.filter_map(|id| related(topology, id));
    of_part.any(|it| it.kind == kind) || device.options.iter().any(|(it, _)| it.kind == kind)
}

/// The rails of a device that stands in a rack, where no part says that it has some.
pub(super) fn rails(topology: &Topology, device: DeviceId) -> Option<Draft> {
    let device = &topology[device];
    let slides = match device.kind {
        DeviceKind::Server | DeviceKind::Array | DeviceKind::Shelf => true,
        DeviceKind::Switch | DeviceKind::Enclosure => true,
        // Screwed to the rack.
        DeviceKind::Panel | DeviceKind::Outlet => false,
    };
    let stands = device.location.rack.is_some() && device.enclosure.is_none();
    (slides && stands && !given(topology, device, PartKind::Rail)).then(|| {
        Draft::new(Section::Option, None, (&sheets::RAILS).into(), &*device.name)
            .open(Field::Quantity, Reason::MayBeIncluded)
    })
}

/// The software that joins the storage paths of each server with several, where no part says that it has some.
pub(super) fn multipath(topology: &Topology) -> Vec<(DeviceId, Draft)> {
    let wiring = Wiring::new(topology);
    let mut volumes: BTreeMap<DeviceId, BTreeSet<VolumeId>> = BTreeMap::new();
    for service in &topology.services {
        for &node in &service.nodes {
            volumes.entry(node).or_default().extend(volumes_of(topology, service));
        }
    }
    let several = |(node, volumes): (DeviceId, BTreeSet<VolumeId>)| {
        let volumes: Vec<VolumeId> = volumes.into_iter().collect();
        let accesses = wiring.storage_accesses(topology, node, &volumes).take(2).count();
        let bought = !topology[node].existing;
        let wanted =
            accesses > 1 && bought && !given(topology, &topology[node], PartKind::Multipath);
        wanted.then(|| {
            let at = topology.id(topology[node].os.unwrap_or(topology[node].comp));
            let what = (&sheets::MULTIPATH_SOFTWARE).into();
            let draft = Draft::new(Section::Software, None, what, at);
            (node, draft.open(Field::Quantity, Reason::OfSystem))
        })
    };
    volumes.into_iter().filter_map(several).collect()
}

/// One optic for each pluggable port in use: with a cable in it, or an uplink. Each with the device and whether
/// it is there already.
pub(super) fn optics(topology: &Topology) -> Vec<(DeviceId, bool, Draft)> {
    let mut uplink = vec![false; topology.ports.len()];
    for port in topology.networks.iter().flat_map(|network| &network.uplinks) {
        uplink[port.index()] = true;
    }
    let mut left: BTreeMap<DeviceId, Vec<(&Arc<Part>, u32)>> = BTreeMap::new();
    let mut out = Vec::new();
    for port in (0..topology.ports.len() as u32).map(PortId) {
        let cable = topology[port].cable;
        let used = cable.is_some() || uplink[port.index()];
        if !used || plugs::optic(topology, port) != Some(Optic::Pluggable) {
            continue;
        }
        let given = plugs::given_optic(topology, port);
        let fits = |part: &Arc<Part>| {
            part.kind == PartKind::Optic && given.is_none_or(|given| given.id == part.id)
        };
        let bundled = named(topology, &topology.port_type(port).bundled);
        if bundled.iter().any(|(part, _)| fits(part)) {
            continue;
        }
        let (device, part) = holder(topology, port);
        let left = left.entry(device).or_insert_with(|| named(topology, &part.bundled));
        if let Some((_, count)) = left.iter_mut().find(|(part, count)| *count > 0 && fits(part)) {
            *count -= 1;
            continue;
        }
        let there = plugs::port_existing(topology, port);
        let pieces = cable.into_iter().flat_map(|cable| plugs::pieces(topology, cable));
        let mut here = pieces.filter(|piece| piece.ends.contains(&Socket::Port(port)));
        let existing = here.next().map_or(there, |piece| plugs::existing(topology, &piece));
        let at = topology.port_id(port);
        let draft = match given {
            Some(given) => {
                let draft = Draft::of(Section::Optic, given, at);
                if there { draft.open(Field::Quantity, Reason::MayExist) } else { draft }
            }
            None => {
                let draft = Draft::new(Section::Optic, None, unchosen(topology, port, part), at);
                let reason = if there { Reason::MayExist } else { Reason::MayBeIncluded };
                draft.open(Field::Quantity, reason)
            }
        };
        out.push((device, existing, draft));
    }
    out
}

/// The device of a port and the part that the port is on: the card's, or the device's.
fn holder(topology: &Topology, port: PortId) -> (DeviceId, &Arc<Part>) {
    let place = &topology[port];
    match place.module.map(|module| &topology[module].kind) {
        Some(ModuleKind::Adapter { part, .. }) => (place.device, part),
        _ => (place.device, &topology[place.device].part),
    }
}

/// The optic of a port for which none is chosen.
fn unchosen(topology: &Topology, port: PortId, part: &Part) -> Msg {
    let kind = topology.port_type(port);
    let protocol = super::cables::named(kind.protocol);
    match kind.speeds.iter().max() {
        Some(&speed) => msg!(
            sheets::OPTIC_AT_SPEED,
            speed = speed_text(speed),
            protocol = protocol,
            device = title(part)
        ),
        None => msg!(sheets::OPTIC_FOR, protocol = protocol, device = title(part)),
    }
}

fn speed_text(speed: Speed) -> String {
    match speed.mbit {
        mbit if mbit < 1000 => format!("{mbit}M"),
        mbit => format!("{}G", super::super::table::metres(mbit)),
    }
}

/// Licences for ports in use beyond those that come licensed and those that licences among the options open,
/// by switch.
pub(super) fn licences(topology: &Topology) -> Vec<(DeviceId, Draft)> {
    let mut used: Vec<Vec<PortId>> = vec![Vec::new(); topology.devices.len()];
    for port in (0..topology.ports.len() as u32).map(PortId) {
        used[topology[port].device.index()].push(port);
    }
    let mut out = Vec::new();
    for id in topology.device_ids() {
        let device = &topology[id];
        let ordered = named(topology, &device.part.options);
        let options = device.options.iter().map(|(part, count)| (part, *count)).chain(ordered);
        let licences = options.filter(|(part, _)| part.kind == PartKind::Licence);
        let mut opened: u32 = licences.map(|(_, count)| count).sum();
        for licensed in &device.part.licensed {
            let extra = count_used(topology, &used[id.index()], licensed);
            let covered = extra.min(opened);
            opened -= covered;
            if extra > covered {
                out.push((id, licence(topology, id, extra - covered)));
            }
        }
    }
    out
}

/// How many ports of the device itself are used beyond those licensed.
fn count_used(topology: &Topology, ports: &[PortId], licensed: &Licensed) -> u32 {
    let used = ports.iter().filter(|&&port| {
        let adapter = topology[port]
            .module
            .is_some_and(|module| matches!(topology[module].kind, ModuleKind::Adapter { .. }));
        !adapter && licensed.ports.contains(&topology.port_type(port).name)
    });
    (used.count() as u32).saturating_sub(licensed.count)
}

fn licence(topology: &Topology, device: DeviceId, extra: u32) -> Draft {
    let device = &topology[device];
    let description = msg!(sheets::PORT_LICENCE, device = title(&device.part));
    let reason = if device.existing { Reason::MayExist } else { Reason::PackSize };
    Draft::new(Section::Licence, None, description, &*device.name)
        .count(extra)
        .open(Field::Quantity, reason)
}

/// Whether an option of a node is bought once for its whole cluster.
pub(super) fn per_cluster(part: &Part) -> bool {
    matches!(part.kind, PartKind::Software | PartKind::Licence)
        && part.licence_per == Some(LicencePer::Cluster)
}
