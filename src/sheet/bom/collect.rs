//! From the design to lines.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::draft::{Draft, Drafts, title};
use super::{Field, GroupBy, Reason, Section, ToConfirm, cables, extras};
use crate::catalog::{LicencePer, Part};
use crate::names::natural;
use crate::spec::PowerKind;
use crate::topology::{Device, DeviceId, DeviceKind, DriveSetId, ModuleKind, Topology};
use crate::words::{Msg, msg, sheets};

/// Every line of a design.
#[derive(Debug, Default)]
pub(super) struct Collected {
    pub(super) new: Drafts,
    pub(super) existing: Drafts,
    /// What should be bought and cannot be listed.
    pub(super) not_listed: Vec<ToConfirm>,
    /// Where all of a device stands together: what is bought for each device, and what is there.
    own: Option<Vec<[Vec<Draft>; 2]>>,
}

impl Collected {
    pub(super) fn push(&mut self, existing: bool, draft: Draft) {
        if existing { self.existing.push(draft) } else { self.new.push(draft) }
    }

    /// Adds a line that hangs on a device.
    fn push_of(&mut self, device: DeviceId, existing: bool, draft: Draft) {
        match &mut self.own {
            Some(own) => own[device.index()][usize::from(existing)].push(draft),
            None => self.push(existing, draft),
        }
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

pub(super) fn collect(topology: &Topology, group_by: GroupBy) -> Collected {
    let mut out = Collected::default();
    if group_by == GroupBy::Device {
        out.own = Some(topology.devices.iter().map(|_| Default::default()).collect());
    }
    for (device, existing, optic) in extras::optics(topology) {
        out.push_of(device, existing, optic);
    }
    for (device, licence) in extras::licences(topology) {
        out.push_of(device, false, licence);
    }
    software(topology, &mut out);
    devices(topology, &mut out);
    power(topology, &mut out);
    cables::collect(topology, &mut out);
    out
}

/// An option of a device: the part, how many, and whether it is there already.
type Ordered = (Arc<Part>, u32, bool);

/// All that is ordered with a device: its options, and those of its parts.
fn ordered(topology: &Topology, device: &Device) -> Vec<Ordered> {
    let own = device.options.iter().map(|(part, count)| (part.clone(), *count, device.existing));
    let of = |part: &Part, existing| {
        let parts = extras::named(topology, &part.options).into_iter();
        parts.map(move |(part, count)| (part.clone(), count, existing)).collect::<Vec<_>>()
    };
    let of_device = of(&device.part, device.existing);
    let of_cards = device.modules.iter().flat_map(|&module| match &topology[module].kind {
        ModuleKind::Adapter { part, existing, .. } => of(part, *existing),
        ModuleKind::Controller(_) => Vec::new(),
    });
    own.chain(of_device).chain(of_cards).filter(|(_, count, _)| *count > 0).collect()
}

fn devices(topology: &Topology, out: &mut Collected) {
    let mut drives: Vec<Vec<Draft>> = vec![Vec::new(); topology.devices.len()];
    let mut spares = BTreeMap::new();
    for set in (0..topology.drive_sets.len() as u32).map(DriveSetId) {
        self::drives(topology, set, &mut spares, &mut drives);
    }
    let mut clusters = vec![None; topology.devices.len()];
    for (cluster, number) in topology.clusters.iter().zip(0..) {
        for node in &cluster.nodes {
            clusters[node.index()] = clusters[node.index()].or(Some(number));
        }
    }
    // Bought once for a cluster, whichever of its nodes name it.
    let mut shared: BTreeMap<usize, Vec<Ordered>> = BTreeMap::new();
    let mut together = out.own.take();
    let apart = together.is_some();
    for (id, drives) in topology.device_ids().zip(drives) {
        let device = &topology[id];
        // By whether it is there already.
        let mut lines: [Vec<Draft>; 2] = Default::default();
        if let Some(own) = &mut together {
            lines = std::mem::take(&mut own[id.index()]);
        }
        if device.kind == DeviceKind::Outlet {
            // Counted as a power source, with the others.
            for (lines, existing) in lines.into_iter().zip([false, true]) {
                lines.into_iter().for_each(|line| out.push(existing, line));
            }
            continue;
        }
        lines[usize::from(device.existing)].extend(drives);
        for &module in &device.modules {
            if let ModuleKind::Adapter { part, existing, .. } = &topology[module].kind {
                let line = Draft::of(Section::Adapter, part, topology.id(topology[module].comp));
                lines[usize::from(*existing)].push(line);
            }
        }
        let options = ordered(topology, device);
        for (part, count, existing) in &options {
            match clusters[id.index()].filter(|_| extras::per_cluster(part)) {
                Some(cluster) => {
                    let known = shared.entry(cluster).or_default();
                    if !known.iter().any(|(it, ..)| it == part) {
                        known.push((part.clone(), *count, *existing));
                    }
                }
                None => {
                    let line = extras::option(part, &device.name, *count);
                    lines[usize::from(*existing)].push(line);
                }
            }
        }
        if !device.existing {
            lines[0].extend(extras::rails(topology, id));
            lines[0].extend(extras::cords(topology, id));
        }
        let options: Vec<_> = options.into_iter().map(|(part, count, _)| (part, count)).collect();
        // What is sold in packs is bought once for all devices, so that no pack is opened for one of them.
        let [new, old] = [0, 1].map(|old| {
            let lines = std::mem::take(&mut lines[old]);
            let (shared, own): (Vec<_>, Vec<_>) = lines.into_iter().partition(Draft::is_shared_out);
            shared.into_iter().for_each(|line| out.push(old == 1, line));
            own
        });
        let (own, others) = if device.existing { (old, new) } else { (new, old) };
        let chassis = chassis(topology, device, &options).with(own);
        match (apart, device.existing) {
            (true, true) => out.existing.push_apart(chassis),
            (true, false) => out.new.push_apart(chassis),
            (false, existing) => out.push(existing, chassis),
        }
        others.into_iter().for_each(|line| out.push(!device.existing, line));
    }
    for (cluster, parts) in shared {
        for (part, count, existing) in parts {
            let name = &topology.clusters[cluster].name;
            out.push(existing, extras::option(&part, name, count));
        }
    }
}

/// A device without what sits in it.
fn chassis(topology: &Topology, device: &Device, options: &[(Arc<Part>, u32)]) -> Draft {
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
    items.extend(device.memory.map(|size| msg!(sheets::MEMORY, size = size.to_string())));
    let configured = !items.is_empty();
    let description = match configured {
        true => {
            let items = items.clone();
            msg!(sheets::WITH_CONFIGURATION, title = title(&device.part), items = items)
        }
        false => title(&device.part),
    };
    items.extend(extras::comes_with(topology, &device.part));
    let mut draft = Draft::new(section, Some(device.part.clone()), description, &*device.name);
    if configured {
        draft = draft.open(Field::Configuration, Reason::Options);
    }
    let maintenance = extras::maintenance(options);
    if maintenance.is_empty() && section != Section::Panel {
        draft = draft.open(Field::Maintenance, Reason::NoneGiven);
    }
    draft.fitted(items).maintained(maintenance)
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
                let options = extras::named(topology, &part.options);
                let options = options.iter().map(|(part, n)| extras::option(part, &power.name, *n));
                let draft = Draft::of(Section::Power, part, &*power.name);
                out.push(power.existing, draft.with(options.collect()));
            }
            None if matches!(power.kind, PowerKind::Feed | PowerKind::Generator) => {}
            None if !power.existing => unnamed.push(power.name.to_string()),
            None => {}
        }
    }
    out.not_listed(unnamed);
}

fn software(topology: &Topology, out: &mut Collected) {
    let mut unnamed = Vec::new();
    for cluster in &topology.clusters {
        let Some(part) = &cluster.software else {
            unnamed.push(cluster.name.to_string());
            continue;
        };
        // What a node orders by itself is not ordered again.
        let has = |node: DeviceId| {
            let options = ordered(topology, &topology[node]);
            part.id.is_some() && options.iter().any(|(it, ..)| it.id == part.id)
        };
        if part.licence_per == Some(LicencePer::Cluster) {
            if cluster.nodes.iter().any(|&node| has(node)) {
                continue;
            }
            out.push(false, Draft::of(Section::Software, part, &*cluster.name));
            continue;
        }
        for &node in cluster.nodes.iter().filter(|&&node| !has(node)) {
            let os = topology[node].os.unwrap_or(topology[node].comp);
            let line = Draft::of(Section::Software, part, topology.id(os));
            let line = match part.licence_per {
                None => line.open(Field::Quantity, Reason::LicenceMetric),
                Some(_) => line,
            };
            out.push_of(node, false, line);
        }
    }
    out.not_listed(unnamed);
    for (node, line) in extras::multipath(topology) {
        out.push_of(node, false, line);
    }
}
