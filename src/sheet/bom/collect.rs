//! From the design to lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::{Draft, Drafts, title};
use super::{Field, Reason, Section, ToConfirm, cables};
use crate::catalog::{LicencePer, Licensed, Part, Protocol};
use crate::names::natural;
use crate::sheet::plugs::{self, Optic, Socket};
use crate::spec::PowerKind;
use crate::topology::{Device, DeviceId, DeviceKind, DriveSetId, ModuleKind, PortId, Topology};
use crate::words::{Msg, msg, sheets};
use crate::yaml::values::Size;

/// Every line of a design.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) new: Drafts,
    pub(super) existing: Drafts,
    /// What should be bought and cannot be listed.
    pub(super) not_listed: Vec<ToConfirm>,
}

impl Collected {
    pub(super) fn push(&mut self, existing: bool, draft: Draft) {
        if existing { self.existing.push(draft) } else { self.new.push(draft) }
    }

    fn not_listed(&mut self, mut names: Vec<String>) {
        if !names.is_empty() {
            names.sort_by(|a, b| natural(a, b));
            self.not_listed.push(ToConfirm {
                line: None,
                field: Field::Model,
                reason: Reason::NoneGiven,
                description: None,
                designators: names,
            });
        }
    }
}

pub(super) fn collect(topology: &Topology) -> Collected {
    let mut out = Collected::default();
    devices(topology, &mut out);
    power(topology, &mut out);
    optics(topology, &mut out);
    cables::collect(topology, &mut out);
    software(topology, &mut out);
    licences(topology, &mut out);
    out
}

fn devices(topology: &Topology, out: &mut Collected) {
    let mut drives: Vec<Vec<Draft>> = vec![Vec::new(); topology.devices.len()];
    let mut spares = BTreeMap::new();
    for set in (0..topology.drive_sets.len() as u32).map(DriveSetId) {
        self::drives(topology, set, &mut spares, &mut drives);
    }
    for (id, drives) in topology.device_ids().zip(drives) {
        let device = &topology[id];
        if device.kind == DeviceKind::Outlet {
            // Counted as a power source, with the others.
            continue;
        }
        let (mut new, mut existing) =
            if device.existing { (Vec::new(), drives) } else { (drives, Vec::new()) };
        for &module in &device.modules {
            if let ModuleKind::Adapter { part, existing: used, .. } = &topology[module].kind {
                let line = Draft::of(Section::Adapter, part, topology.id(topology[module].comp));
                if *used { existing.push(line) } else { new.push(line) }
            }
        }
        let options = device
            .options
            .iter()
            .filter(|(_, count)| *count > 0)
            .map(|(part, count)| Draft::of(Section::Option, part, &*device.name).count(*count));
        if device.existing {
            existing.extend(options);
        } else {
            new.extend(options);
        }
        let (own, apart) = if device.existing { (existing, new) } else { (new, existing) };
        out.push(device.existing, chassis(device).with(own));
        for line in apart {
            out.push(!device.existing, line);
        }
    }
}

/// A device without what sits in it.
fn chassis(device: &Device) -> Draft {
    let section = match device.kind {
        DeviceKind::Server => Section::Server,
        DeviceKind::Switch => Section::Switch,
        DeviceKind::Array => Section::Array,
        DeviceKind::Shelf => Section::Shelf,
        DeviceKind::Enclosure => Section::Enclosure,
        DeviceKind::Panel => Section::Panel,
        DeviceKind::Outlet => Section::Power,
    };
    if section == Section::Panel && device.part.id.is_none() && device.part.name.is_none() {
        return Draft::new(section, None, (&sheets::UNNAMED_PANEL).into(), &*device.name);
    }
    let mut items: Vec<Msg> = Vec::new();
    items.extend(device.cpus.map(|count| msg!(sheets::CPUS, count = count)));
    items.extend(device.memory.map(|size| msg!(sheets::MEMORY, size = size_text(size))));
    if items.is_empty() {
        return Draft::of(section, &device.part, &*device.name);
    }
    let title = msg!(sheets::WITH_CONFIGURATION, title = title(&device.part), items = items);
    Draft::new(section, Some(device.part.clone()), title, &*device.name)
        .open(Field::Configuration, Reason::Options)
}

/// The drives of a set, each to the device that it sits in, and its spares, which have no id of their
/// own in the design, to the device of the set.
fn drives(
    topology: &Topology,
    set: DriveSetId,
    spares: &mut BTreeMap<String, u32>,
    to: &mut [Vec<Draft>],
) {
    let set = &topology[set];
    let line = |id: String| match &set.part {
        Some(part) => Draft::of(Section::Drive, part, id),
        None => Draft::new(Section::Drive, None, (&sheets::UNNAMED_DRIVE).into(), id),
    };
    for (drive, number) in set.drives().zip(0..) {
        to[set.place(number).index()].push(line(topology.id(drive).to_owned()));
    }
    let first = set.drives().next().map(|first| topology.id(first));
    let place = match first.and_then(|first| first.rsplit_once('/')) {
        Some((place, _)) => place.to_owned(),
        None => topology[set.device].name.to_string(),
    };
    let number = spares.entry(place.clone()).or_default();
    let start = *number;
    *number += set.spares;
    let spare = (start..start + set.spares).map(|i| line(format!("{place}/spare{}", i + 1)));
    to[set.device.index()].extend(spare);
}

fn power(topology: &Topology, out: &mut Collected) {
    let mut unnamed = Vec::new();
    for power in &topology.power {
        match &power.part {
            Some(part) => {
                out.push(power.existing, Draft::of(Section::Power, part, &*power.name));
            }
            None if matches!(power.kind, PowerKind::Feed | PowerKind::Generator) => {}
            None if !power.existing => unnamed.push(power.name.to_string()),
            None => {}
        }
    }
    out.not_listed(unnamed);
}

/// One for each pluggable port in use: with a cable in it, or an uplink.
fn optics(topology: &Topology, out: &mut Collected) {
    let mut uplink = vec![false; topology.ports.len()];
    for port in topology.networks.iter().flat_map(|network| &network.uplinks) {
        uplink[port.index()] = true;
    }
    for port in (0..topology.ports.len() as u32).map(PortId) {
        let cable = topology[port].cable;
        let used = cable.is_some() || uplink[port.index()];
        if !used || plugs::optic(topology, port) != Some(Optic::Pluggable) {
            continue;
        }
        let place = &topology[port];
        let device = match place.module.map(|module| &topology[module].kind) {
            Some(ModuleKind::Adapter { part, .. }) => title(part),
            _ => title(&topology[place.device].part),
        };
        let description = match topology.port_type(port).protocol {
            Protocol::Fc => msg!(sheets::FC_OPTIC, device = device),
            Protocol::Ethernet => msg!(sheets::ETHERNET_OPTIC, device = device),
            Protocol::Sas | Protocol::Serial => msg!(sheets::OTHER_OPTIC, device = device),
        };
        let line = Draft::new(Section::Optic, None, description, topology.port_id(port));
        let there = plugs::port_existing(topology, port);
        let pieces = cable.into_iter().flat_map(|cable| plugs::pieces(topology, cable));
        let mut here = pieces.filter(|piece| piece.ends.contains(&Socket::Port(port)));
        let existing = here.next().map_or(there, |piece| plugs::existing(topology, &piece));
        let reason = if there { Reason::MayExist } else { Reason::MayBeIncluded };
        out.push(existing, line.open(Field::Quantity, reason));
    }
}

fn software(topology: &Topology, out: &mut Collected) {
    let mut unnamed = Vec::new();
    for cluster in &topology.clusters {
        let Some(part) = &cluster.software else {
            unnamed.push(cluster.name.to_string());
            continue;
        };
        if part.licence_per == Some(LicencePer::Cluster) {
            out.push(false, Draft::of(Section::Software, part, &*cluster.name));
            continue;
        }
        for &node in &cluster.nodes {
            let os = topology[node].os.unwrap_or(topology[node].comp);
            let line = Draft::of(Section::Software, part, topology.id(os));
            let line = match part.licence_per {
                None => line.open(Field::Quantity, Reason::LicenceMetric),
                Some(_) => line,
            };
            out.push(false, line);
        }
    }
    out.not_listed(unnamed);
}

/// Ports in use beyond those that come licensed, by switch.
fn licences(topology: &Topology, out: &mut Collected) {
    let mut used: Vec<Vec<PortId>> = vec![Vec::new(); topology.devices.len()];
    for port in (0..topology.ports.len() as u32).map(PortId) {
        used[topology[port].device.index()].push(port);
    }
    for id in topology.device_ids() {
        let device = &topology[id];
        for licensed in &device.part.licensed {
            let extra = count_used(topology, &used[id.index()], licensed);
            if extra > 0 {
                out.push(false, licence(topology, id, &device.part, extra));
            }
        }
    }
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

fn licence(topology: &Topology, device: DeviceId, part: &Arc<Part>, extra: u32) -> Draft {
    let description = msg!(sheets::PORT_LICENCE, device = title(part));
    let name = &*topology[device].name;
    let reason = if topology[device].existing { Reason::MayExist } else { Reason::PackSize };
    Draft::new(Section::Licence, None, description, name).count(extra).open(Field::Quantity, reason)
}

fn size_text(size: Size) -> String {
    const UNITS: &[(&str, u64)] = &[
        ("TiB", 1 << 40),
        ("TB", 1_000_000_000_000),
        ("GiB", 1 << 30),
        ("GB", 1_000_000_000),
        ("MiB", 1 << 20),
        ("MB", 1_000_000),
    ];
    let fits = |unit: u64| size.bytes >= unit && size.bytes.is_multiple_of(unit);
    match UNITS.iter().find(|(_, unit)| fits(*unit)) {
        Some((name, unit)) => format!("{} {name}", size.bytes / unit),
        None => format!("{} B", size.bytes),
    }
}
