//! Designs side by side: what each survives, what it takes, what is left.

mod figures;
mod rank;
mod tables;

use std::cell::OnceCell;

use super::bom::{self, Bom};
use super::cost::Cost;
use super::ladder::State;
use super::rates::{self, Availability, Rates};
use super::scorecard::{self, Scorecard};
use super::story;
use crate::catalog::Protocol;
use crate::catalog::media::reach;
use crate::facts::{Effect, Facts, carries_storage};
use crate::names::natural;
use crate::topology::{DeviceKind, Service, Topology, VolumeId};
use crate::words::{Msg, Word, comparing as words, msg};
use crate::yaml::values::Length;

pub use figures::{FIGURES, Figure};
pub use tables::View;

/// What stands for something that a design does not have.
const NOTHING: &str = "–";

/// Designs side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The designs, in the order given.
    pub designs: Vec<Design>,
    /// For each design the names of those that are at least as good in everything and better in something.
    pub dominated_by: Vec<Vec<String>>,
    /// For each design its place by price, 1 for the cheapest, equal prices at one place; `None` where the price
    /// is not known, or where there is only one or several currencies.
    pub price_order: Vec<Option<usize>>,
}

/// How servers hang on their storage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Attach {
    /// Over switches.
    Switched,
    /// Cable to cable.
    Direct,
    /// Some so, some so.
    Mixed,
    /// On local drives alone.
    None,
}

impl Attach {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Attach::Switched => "switched",
            Attach::Direct => "direct",
            Attach::Mixed => "mixed",
            Attach::None => "none",
        }
    }

    /// As people read it.
    pub fn word(self) -> &'static Word {
        match self {
            Attach::Switched => &words::SWITCHED,
            Attach::Direct => &words::DIRECT,
            Attach::Mixed => &words::MIXED,
            Attach::None => &words::LOCAL,
        }
    }
}

/// One design. Of several services the worst figures count.
#[derive(Clone, Debug)]
pub struct Design {
    /// Its name.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What storage runs over: fc, sas, iscsi, several joined by `+`; empty without.
    pub protocol: String,
    /// How servers hang on it.
    pub attach: Attach,
    /// HP's level, 1 to 4.
    pub level: Option<u8>,
    /// The worst that one fault does.
    pub worst: Effect,
    /// How many components have each effect at worst, in the order of [`Effect::ALL`].
    pub counts: [usize; Effect::ALL.len()],
    /// Components that alone stop a service, or worse.
    pub single_points: Vec<String>,
    /// Components that only takeover covers.
    pub takeover_only: Vec<String>,
    /// Storage paths of the home.
    pub paths: Option<usize>,
    /// Those that share nothing.
    pub disjoint: Option<usize>,
    /// Storage bandwidth of the node that runs the service in Mbit/s, by line rate; `None` if not known.
    pub bandwidth: Option<u32>,
    /// The least of it in Mbit/s after a fault that the service survives.
    pub bandwidth_after: Option<u32>,
    /// Line rates of the host ports over which the arrays are reached, in Mbit/s; `None` if not known.
    pub array_bandwidth: Option<u32>,
    /// The least of them in Mbit/s after a fault that the service survives.
    pub array_bandwidth_after: Option<u32>,
    /// How available its services are; `None` without rates.
    pub availability: Option<Availability>,
    /// Ordered things other than cables.
    pub parts: u32,
    /// Ordered cables.
    pub cables: u32,
    /// Ordered switches.
    pub switches: usize,
    /// Ports at which a host can still be attached to storage: licensed ones of Fibre Channel and SAS switches
    /// where hosts hang on switches, host ports of arrays where they hang on these.
    pub ports_left: usize,
    /// Sum of the heights of the ordered devices in rack units; `None` if one is not known.
    pub rack_units: Option<u32>,
    /// Sum of what the ordered devices draw at most, in watts; `None` if one is not known.
    pub watts: Option<u32>,
    /// What it costs; `None` without a price book.
    pub cost: Option<Cost>,
    /// How long each storage cable may be: the least that any of their media reaches at its speed; `None` if one
    /// is not known, or without such cables.
    pub distance: Option<Length>,
    /// Names of devices that are there already.
    pub existing: Vec<String>,
    /// Facts by what they say about performance, availability, management and growth.
    pub traits: Scorecard,
    /// What it is, survives and does not survive, a sentence each.
    pub story: Vec<Msg>,
}

/// Protocols as people write them.
pub(super) fn protocol_name(protocols: &str) -> String {
    protocols.to_uppercase().replace("ISCSI", "iSCSI")
}

impl Comparison {
    /// Puts designs side by side.
    pub fn new(designs: Vec<Design>) -> Self {
        let (dominated_by, price_order) = (rank::dominated_by(&designs), rank::by_price(&designs));
        Self { designs, dominated_by, price_order }
    }
}

/// What is compared of a design, without its price and its availability.
pub fn design(topology: &Topology) -> Design {
    judged(topology, None, &Rates::default())
}

/// What is compared of a design, given its cost and how often parts fail.
pub fn judged(topology: &Topology, cost: Option<Cost>, rates: &Rates) -> Design {
    let facts = Facts::new(topology);
    let worst = story::worst(&facts);
    let (mut level, mut paths, mut disjoint) = (None, None, None);
    let (bandwidth, bandwidth_after) = story::bandwidth(&facts);
    let (mut array_bandwidth, mut array_bandwidth_after) = (None, None);
    let least = |so_far: &mut Option<usize>, value: usize| {
        *so_far = Some(so_far.map_or(value, |it| it.min(value)));
    };
    let judge = facts.judge();
    for id in topology.service_ids() {
        level = [level, facts.level(id)].into_iter().flatten().min();
        if let Some(home) = facts.paths(&judge, id, topology[id].home) {
            least(&mut paths, home.paths);
            least(&mut disjoint, home.disjoint);
        }
        let (nominal, after) = facts.array_bandwidth(id);
        array_bandwidth = [array_bandwidth, nominal].into_iter().flatten().min();
        array_bandwidth_after = [array_bandwidth_after, after].into_iter().flatten().min();
    }
    let state = State::told(topology, &worst);
    let availability = rates.given().then(|| Availability::of(&facts, rates));
    let (protocol, attach) = storage(topology, &facts);
    let ports_left = ports_left(&facts, attach);
    let mut story = story::tell(&facts, &worst, (bandwidth, bandwidth_after));
    // Before for whom it is right.
    let last = story.len().saturating_sub(1);
    story.splice(last..last, room(attach, ports_left).into_iter().chain(downtime(&availability)));
    let bom = bom::bom(topology);
    let (parts, cables) = quantities(&bom);
    let ordered = || topology.devices.iter().filter(|device| !device.existing);
    Design {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        protocol,
        attach,
        level,
        worst: state.worst,
        counts: state.counts,
        single_points: state.single_points.into_iter().collect(),
        takeover_only: state.takeover_only.into_iter().collect(),
        paths,
        disjoint,
        bandwidth,
        bandwidth_after,
        array_bandwidth,
        array_bandwidth_after,
        availability,
        parts,
        cables,
        switches: ordered().filter(|device| device.kind == DeviceKind::Switch).count(),
        ports_left,
        // What sits in an enclosure takes no units of its own.
        rack_units: ordered()
            .filter(|device| device.enclosure.is_none())
            .map(|device| device.part.rack_units)
            .sum(),
        // Panels draw nothing.
        watts: ordered()
            .filter(|device| device.kind != DeviceKind::Panel)
            .map(|device| device.part.power_draw)
            .sum(),
        cost,
        distance: distance(topology),
        existing: {
            let existing = topology.devices.iter().filter(|device| device.existing);
            let mut names: Vec<String> = existing.map(|it| it.name.to_string()).collect();
            names.sort_by(|a, b| natural(a, b));
            names
        },
        traits: scorecard::scorecard(&facts),
        story,
    }
}

/// Single figures of a design, where not all are wanted: each is computed when it is asked for.
pub struct Measures<'t> {
    topology: &'t Topology,
    facts: OnceCell<Facts<'t>>,
}

impl<'t> Measures<'t> {
    /// Those of a design.
    pub fn of(topology: &'t Topology) -> Self {
        Self { topology, facts: OnceCell::new() }
    }

    fn facts(&self) -> &Facts<'t> {
        self.facts.get_or_init(|| Facts::new(self.topology))
    }

    /// As [`Design::worst`].
    pub fn worst(&self) -> Effect {
        State::told(self.topology, &story::worst(self.facts())).worst
    }

    /// As [`Design::ports_left`].
    pub fn ports_left(&self) -> usize {
        ports_left(self.facts(), storage(self.topology, self.facts()).1)
    }

    /// The share of time for which the worst service stands still, as [`Design::availability`] has it.
    pub fn availability(&self, rates: &Rates) -> Option<f64> {
        rates.given().then(|| Availability::of(self.facts(), rates)).and_then(|it| it.worst())
    }

    /// As [`Design::bandwidth_after`].
    pub fn bandwidth_after(&self) -> Option<u32> {
        story::bandwidth(self.facts()).1
    }
}

/// Whether more hosts can be attached.
fn room(attach: Attach, ports_left: usize) -> Option<Msg> {
    Some(match (attach, ports_left) {
        (Attach::None, _) => return None,
        (Attach::Direct, 0) => (&words::NO_ROOM_DIRECT).into(),
        (_, 0) => (&words::NO_ROOM).into(),
        (_, 1) => (&words::ROOM_FOR_ONE).into(),
        (_, count) => msg!(words::ROOM, count = count),
    })
}

fn downtime(availability: &Option<Availability>) -> Option<Msg> {
    let down = availability.as_ref().and_then(Availability::worst)?;
    Some(msg!(words::DOWNTIME, minutes = rates::minutes(down), share = rates::percent(down)))
}

fn ports_left(facts: &Facts, attach: Attach) -> usize {
    facts.ports_left(
        matches!(attach, Attach::Switched | Attach::Mixed),
        matches!(attach, Attach::Direct | Attach::Mixed),
    )
}

/// The volumes that a service needs; a mirror is reached by way of its legs.
pub(super) fn volumes(topology: &Topology, service: &Service) -> Vec<VolumeId> {
    let legs = service.mirrors.iter().flat_map(|&mirror| topology[mirror].volumes());
    service.volumes.iter().copied().chain(legs).collect()
}

/// What the storage of the services runs over, and how servers hang on it.
pub(super) fn storage(topology: &Topology, facts: &Facts) -> (String, Attach) {
    let (mut protocols, mut attach) = (Vec::new(), None);
    for service in &topology.services {
        let volumes = volumes(topology, service);
        for &node in &service.nodes {
            for access in facts.wiring.storage_accesses(topology, node, &volumes) {
                let direct = access.is_direct();
                let this = if direct { Attach::Direct } else { Attach::Switched };
                attach =
                    Some(attach.map_or(this, |it| if it == this { it } else { Attach::Mixed }));
                protocols.push(match topology[access.cable].protocol {
                    Protocol::Fc => "fc",
                    Protocol::Sas => "sas",
                    Protocol::Ethernet => "iscsi",
                    Protocol::Serial => "serial",
                });
            }
        }
    }
    protocols.sort_unstable();
    protocols.dedup();
    (protocols.join("+"), attach.unwrap_or(Attach::None))
}

/// How long every storage cable may be.
fn distance(topology: &Topology) -> Option<Length> {
    let cables =
        topology.cable_ids().filter(|&id| carries_storage(topology, id) && !topology[id].internal);
    let reaches = cables.map(|id| {
        let cable = &topology[id];
        let medium = cable.part.as_ref()?.medium.as_deref()?;
        reach(cable.protocol, medium, topology.speed(id)?)
    });
    reaches.reduce(|a, b| Some(a?.min(b?))).flatten()
}

/// Ordered things other than cables, and cables.
fn quantities(bom: &Bom) -> (u32, u32) {
    let sum = |cables: bool| {
        let lines = bom.lines.iter().filter(|line| (line.section == bom::Section::Cable) == cables);
        lines.map(|line| line.quantity).sum()
    };
    (sum(false), sum(true))
}
