//! What a design says about performance, availability, management and growth: facts of the model, and no marks
//! given for them.

use super::comparison::{Attach, Design};
use crate::catalog::PortRole;
use crate::facts::{Effect, Facts, Load};
use crate::topology::{Device, DeviceKind, ModuleKind, Topology};
use crate::words::{Word, comparing as words, output};

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Trait {
    /// How fast it is.
    Performance,
    /// How long it runs.
    Availability,
    /// How it is looked after.
    Manageability,
    /// How it grows.
    Scalability,
}

impl Trait {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Self::Performance => "performance",
            Self::Availability => "availability",
            Self::Manageability => "manageability",
            Self::Scalability => "scalability",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static Word {
        match self {
            Self::Performance => &words::PERFORMANCE,
            Self::Availability => &words::TRAIT_AVAILABILITY,
            Self::Manageability => &words::MANAGEABILITY,
            Self::Scalability => &words::SCALABILITY,
        }
    }
}

/// What a fact amounts to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Value {
    /// So many.
    Count(u64),
    /// So many of so many.
    Of(u64, u64),
    /// A rate in Mbit/s.
    Rate(u32),
    /// A share of processors.
    Cpus(Load),
    /// A share of memory, in bytes.
    Memory(Load),
    /// The worst that one fault does.
    Effect(Effect),
    /// The file or the catalogue does not say.
    Unknown,
    /// There is no such thing.
    Nothing,
}

/// A line of the card.
#[derive(Clone, Copy, Debug)]
pub struct Fact {
    /// What it is about.
    pub of: Trait,
    /// As in JSON.
    pub key: &'static str,
    /// Its heading.
    pub word: &'static Word,
    /// What it amounts to.
    pub value: Value,
}

/// The facts that are on the card alone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scorecard {
    /// The largest share of the processors of a node that takes over.
    pub cpus: Value,
    /// The same of its memory.
    pub memory: Value,
    /// Devices that run on when one of their supplies fails, of those whose supplies are given.
    pub spare_supplies: Value,
    /// Arrays with more than one controller, of all arrays.
    pub second_controllers: Value,
    /// Drives that wait as spares.
    pub spare_drives: Value,
    /// Servers whose port for remote management is cabled, of all servers.
    pub remote_management: Value,
    /// Switches and arrays whose management port is cabled, of those that have one.
    pub device_management: Value,
    /// Slots of servers without a card, of all.
    pub free_slots: Value,
    /// Drive bays of servers without a drive, of all.
    pub server_bays: Value,
    /// Drive bays of arrays and their shelves without a drive, of all.
    pub array_bays: Value,
    /// Shelves that can still be put behind the arrays, of all that they take.
    pub shelves: Value,
}

/// The facts of a design.
pub fn scorecard(facts: &Facts) -> Scorecard {
    let topology = facts.topology;
    let of_kind = |kinds: &'static [DeviceKind]| {
        topology.devices.iter().filter(move |it| kinds.contains(&it.kind))
    };
    let servers = || of_kind(&[DeviceKind::Server]);
    let storage: &[DeviceKind] = &[DeviceKind::Array, DeviceKind::Shelf];
    let arrays = || of_kind(&[DeviceKind::Array]);
    let load = facts.takeover_load();
    let share =
        |of: fn(crate::facts::TakeoverLoad) -> Option<Load>, as_: fn(Load) -> Value| match load {
            None => Value::Nothing,
            Some(load) => of(load).map_or(Value::Unknown, as_),
        };
    let powered = || topology.devices.iter().filter(|it| !it.supplies.is_empty());
    let spare = powered().filter(|it| it.supplies.len() as u64 > it.needs_supplies().into());
    let managed = |role: PortRole, kinds: &[DeviceKind]| {
        let (mut cabled, mut all) = (0, 0);
        for id in topology.device_ids().filter(|&id| kinds.contains(&topology[id].kind)) {
            if role == PortRole::Management
                && !topology.port_types(id).any(|port| port.role == Some(role))
            {
                continue;
            }
            all += 1;
            cabled += u64::from(facts.has_cable(id, |port| port.role == Some(role)));
        }
        of(cabled, all)
    };
    let spares: u32 = topology.drive_sets.iter().map(|set| set.spares).sum();
    let shelves = of_kind(&[DeviceKind::Shelf]).count() as u64;
    let most = sum(arrays().map(|it| it.part.max_shelves));
    Scorecard {
        cpus: share(|it| it.cpus, Value::Cpus),
        memory: share(|it| it.memory, Value::Memory),
        spare_supplies: of(spare.count() as u64, powered().count() as u64),
        second_controllers: of(
            arrays().filter(|it| it.controllers().len() > 1).count() as u64,
            arrays().count() as u64,
        ),
        spare_drives: match topology.drive_sets.is_empty() {
            true => Value::Nothing,
            false => Value::Count(spares.into()),
        },
        remote_management: managed(PortRole::Bmc, &[DeviceKind::Server]),
        device_management: managed(PortRole::Management, &[DeviceKind::Switch, DeviceKind::Array]),
        free_slots: free(servers().map(|it| it.part.slots), cards(topology)),
        server_bays: free(
            servers().map(|it| it.part.drive_bays),
            drives(topology, &[DeviceKind::Server]),
        ),
        array_bays: free(of_kind(storage).map(|it| it.part.drive_bays), drives(topology, storage)),
        shelves: match arrays().count() {
            0 => Value::Nothing,
            _ => most.map_or(Value::Unknown, |most| of(most.saturating_sub(shelves), most)),
        },
    }
}

fn sum(of: impl Iterator<Item = Option<u32>>) -> Option<u64> {
    of.map(|it| it.map(u64::from)).sum()
}

fn of(some: u64, all: u64) -> Value {
    if all == 0 { Value::Nothing } else { Value::Of(some, all) }
}

/// What is left of places, if their number is known everywhere.
fn free(places: impl Iterator<Item = Option<u32>>, taken: u64) -> Value {
    match sum(places) {
        None => Value::Unknown,
        Some(all) => of(all.saturating_sub(taken), all),
    }
}

/// Cards in servers.
fn cards(topology: &Topology) -> u64 {
    let card = |device: &Device| {
        let modules = device.modules.iter().map(|&id| &topology[id].kind);
        modules.filter(|kind| matches!(kind, ModuleKind::Adapter { .. })).count()
    };
    let servers = topology.devices.iter().filter(|it| it.kind == DeviceKind::Server);
    servers.map(|it| card(it) as u64).sum()
}

/// Drives of devices of some kinds, spares included.
fn drives(topology: &Topology, kinds: &[DeviceKind]) -> u64 {
    let sets = topology.drive_sets.iter();
    let sets = sets.filter(|set| kinds.contains(&topology[set.device].kind));
    sets.map(|set| u64::from(set.count) + u64::from(set.spares)).sum()
}

/// The card of a design, in order: what it shares with the comparison, and what it has of its own.
pub fn card(design: &Design) -> Vec<Fact> {
    let rate = |mbit: Option<u32>| match mbit {
        Some(mbit) => Value::Rate(mbit),
        None if design.attach == Attach::None => Value::Nothing,
        None => Value::Unknown,
    };
    let count = |count: usize| Value::Count(count as u64);
    let own = &design.traits;
    use Trait::{Availability, Manageability, Performance, Scalability};
    // No shared storage has no ports.
    let ports = match design.attach {
        Attach::None => Value::Nothing,
        _ => count(design.ports_left),
    };
    let facts = [
        (Performance, "bandwidth_gbps", &words::BANDWIDTH, rate(design.bandwidth)),
        (
            Performance,
            "bandwidth_after_one_fault_gbps",
            &words::BANDWIDTH_AFTER,
            rate(design.bandwidth_after),
        ),
        (Performance, "cpus_after_takeover", &words::CPUS_AFTER, own.cpus),
        (Performance, "memory_after_takeover", &words::MEMORY_AFTER, own.memory),
        (Availability, "worst_effect", &output::WORST, Value::Effect(design.worst)),
        (Availability, "single_points", &words::SINGLE, count(design.single_points.len())),
        (Availability, "takeover_only", &output::TAKEOVER_ONLY, count(design.takeover_only.len())),
        (Availability, "spare_supplies", &words::SPARE_SUPPLIES, own.spare_supplies),
        (Availability, "second_controllers", &words::SECOND_CONTROLLERS, own.second_controllers),
        (Availability, "spare_drives", &words::SPARE_DRIVES, own.spare_drives),
        (Manageability, "remote_management", &words::REMOTE_MANAGEMENT, own.remote_management),
        (Manageability, "device_management", &words::DEVICE_MANAGEMENT, own.device_management),
        (Scalability, "ports_left", &words::PORTS_LEFT, ports),
        (Scalability, "free_slots", &words::FREE_SLOTS, own.free_slots),
        (Scalability, "free_server_bays", &words::SERVER_BAYS, own.server_bays),
        (Scalability, "free_array_bays", &words::ARRAY_BAYS, own.array_bays),
        (Scalability, "shelves_to_add", &words::SHELVES_TO_ADD, own.shelves),
    ];
    facts.into_iter().map(|(of, key, word, value)| Fact { of, key, word, value }).collect()
}
