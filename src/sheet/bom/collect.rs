//! From the design to lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::{Draft, Drafts, title};
use super::{Field, Reason, Section, ToConfirm};
use crate::catalog::{LicencePer, Licensed, Part, Protocol};
use crate::names::natural;
use crate::sheet::plugs::{self, Optic};
use crate::sheet::table::metres;
use crate::spec::PowerKind;
use crate::topology::{
    CableId, Device, DeviceId, DeviceKind, DriveSetId, ModuleKind, PortId, Topology,
};
use crate::words::{Msg, msg, sheets};
use crate::yaml::values::{Length, Size};

/// Every line of a design.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) new: Drafts,
    pub(super) existing: Drafts,
    /// What should be bought and cannot be listed.
    pub(super) not_listed: Vec<ToConfirm>,
}

impl Collected {
    fn push(&mut self, existing: bool, draft: Draft) {
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
    for cable in topology.cable_ids() {
        out.push(plugs::existing(topology, cable), self::cable(topology, cable));
    }
    software(topology, &mut out);
    licences(topology, &mut out);
    out
}

fn devices(topology: &Topology, out: &mut Collected) {
    let mut drives: Vec<Vec<Draft>> = vec![Vec::new(); topology.devices.len()];
    let mut spares = BTreeMap::new();
    for set in (0..topology.drive_sets.len() as u32).map(DriveSetId) {
        drives[topology[set].device.index()].extend(self::drives(topology, set, &mut spares));
    }
    for (id, drives) in topology.device_ids().zip(drives) {
        let device = &topology[id];
        let (mut new, mut existing) =
            if device.existing { (Vec::new(), drives) } else { (drives, Vec::new()) };
        for &module in &device.modules {
            if let ModuleKind::Adapter { part, existing: used, .. } = &topology[module].kind {
                let line = Draft::of(Section::Adapter, part, topology.id(topology[module].comp));
                if *used { existing.push(line) } else { new.push(line) }
            }
        }
        let options = device.options.iter().flat_map(|(part, count)| {
            (0..*count).map(|_| Draft::of(Section::Option, part, &*device.name))
        });
        if device.existing {
            existing.extend(options);
        } else {
            new.extend(options);
        }
        if device.kind == DeviceKind::Outlet {
            // The power source itself is counted with the others.
            new.into_iter().for_each(|line| out.push(device.existing, line));
            existing.into_iter().for_each(|line| out.push(true, line));
            continue;
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

/// The drives of a set with its spares, which have no id of their own in the design.
fn drives(
    topology: &Topology,
    set: DriveSetId,
    spares: &mut BTreeMap<String, u32>,
) -> impl Iterator<Item = Draft> {
    let set = &topology[set];
    let first = set.drives().next().map(|first| topology.id(first));
    let place = match first.and_then(|first| first.rsplit_once('/')) {
        Some((place, _)) => place.to_owned(),
        None => topology[set.device].name.to_string(),
    };
    let number = spares.entry(place.clone()).or_default();
    let start = *number;
    *number += set.spares;
    let spare = (start..start + set.spares).map(move |i| format!("{place}/spare{}", i + 1));
    set.drives().map(|comp| topology.id(comp).to_owned()).chain(spare).map(|id| match &set.part {
        Some(part) => Draft::of(Section::Drive, part, id),
        None => Draft::new(Section::Drive, None, (&sheets::UNNAMED_DRIVE).into(), id),
    })
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
        let existing = cable.map_or(there, |cable| plugs::existing(topology, cable));
        let reason = if there { Reason::MayExist } else { Reason::MayBeIncluded };
        out.push(existing, line.open(Field::Quantity, reason));
    }
}

fn cable(topology: &Topology, id: CableId) -> Draft {
    let cable = &topology[id];
    let of_part = cable.part.as_ref().and_then(|part| part.length);
    let name = match &cable.part {
        Some(part) => title(part),
        None => generic_cable(topology, id),
    };
    let description = match cable.length {
        Some(length) if of_part != Some(length) => {
            msg!(sheets::OF_LENGTH, cable = name, length = length_text(length))
        }
        Some(_) => name,
        None if plugs::existing(topology, id) => name,
        None => msg!(sheets::OF_UNKNOWN_LENGTH, cable = name),
    };
    let line = Draft::new(Section::Cable, cable.part.clone(), description, topology.id(cable.comp));
    match (cable.length, of_part) {
        (None, _) => line.open(Field::Length, Reason::Missing),
        (Some(given), Some(part)) if given != part => {
            line.open(Field::Length, Reason::LengthsDiffer)
        }
        _ => line,
    }
}

fn generic_cable(topology: &Topology, cable: CableId) -> Msg {
    let protocol = topology[cable].protocol;
    match (protocol, plugs::connector(topology, cable).as_deref()) {
        (Protocol::Fc | Protocol::Ethernet, Some("lc")) => (&sheets::FIBRE_CABLE).into(),
        (_, Some("rj45")) => (&sheets::PATCH_CABLE).into(),
        (Protocol::Sas, Some("sff-8088")) => (&sheets::MINI_SAS_CABLE).into(),
        (_, connector) => msg!(
            sheets::OTHER_CABLE,
            protocol = protocol.id().to_uppercase(),
            ends = connector.unwrap_or("").to_uppercase()
        ),
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

fn length_text(length: Length) -> String {
    format!("{} m", metres(length.mm))
}
