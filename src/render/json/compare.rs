//! Designs side by side, as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::facts::Effect;
use crate::sheet::comparison::{Comparison, Design};
use crate::sheet::prices::money;
use crate::sheet::rates::{Availability, minutes_per_year};
use crate::sheet::scorecard::{Fact, Value, card};

/// The answer of `compare -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct CompareDocument {
    /// Version of the document.
    version: u32,
    /// The designs, in the order given.
    designs: Vec<DesignEntry>,
    /// Keys of the figures, and of the facts as `trait.fact`, in which the designs differ.
    differences: Vec<String>,
}

/// One design; of several services the worst figures count. What is not known is null.
#[derive(Serialize, JsonSchema, Debug)]
struct DesignEntry {
    /// Its name.
    name: String,
    /// Its title for people.
    title: Option<String>,
    /// What storage runs over: fc, sas, iscsi, several joined by `+`; empty without shared storage.
    protocol: String,
    /// How servers hang on it: switched, direct, mixed, none.
    attach: &'static str,
    /// HP's level, 1 to 4.
    level: Option<u8>,
    /// The worst that one fault does.
    worst_effect: &'static str,
    /// How many components have each effect at worst.
    counts: BTreeMap<&'static str, usize>,
    /// Components that alone stop a service, or worse.
    single_points: Vec<String>,
    /// Components that only takeover covers.
    takeover_only: Vec<String>,
    /// Storage paths of the home.
    paths: Option<usize>,
    /// Those that share nothing.
    disjoint: Option<usize>,
    /// Storage bandwidth of the node that runs the service, in Gbit/s, by line rate.
    bandwidth_gbps: Option<f64>,
    /// The least of it after a fault that the service survives.
    bandwidth_after_one_fault_gbps: Option<f64>,
    /// Line rates of the host ports over which the arrays are reached, together, in Gbit/s.
    array_bandwidth_gbps: Option<f64>,
    /// The least of them after a fault that the service survives.
    array_bandwidth_after_one_fault_gbps: Option<f64>,
    /// The share of time for which its worst service runs, 0 to 1; null without rates, and where it is not known.
    availability: Option<f64>,
    /// Minutes of a year of 365 days for which that service stands still.
    downtime_minutes_per_year: Option<f64>,
    /// Kinds of component without a rate, which are taken never to fail, and how many there are; null without rates.
    without_rate: Option<BTreeMap<&'static str, usize>>,
    /// Ordered things other than cables.
    parts: u32,
    /// Ordered cables.
    cables: u32,
    /// Ordered switches.
    switches: usize,
    /// Ports at which a host can still be attached to storage.
    ports_left: usize,
    /// Heights of the ordered devices together.
    rack_units: Option<u32>,
    /// What the ordered devices draw at most, together.
    watts: Option<u32>,
    /// How long each storage cable may be, in metres: the least that their media reach at their speeds.
    distance_limit_m: Option<f64>,
    /// Names of devices that are there already.
    existing: Vec<String>,
    /// The price as text, such as `"7800.00"`; null without a price book, and where a chosen product has no price.
    cost: Option<String>,
    /// The currency of the price, three letters.
    currency: Option<String>,
    /// The place by price, 1 for the cheapest; null without a price book, with one price only, and with prices in
    /// several currencies.
    price_order: Option<usize>,
    /// Chosen products without a price; null without a price book.
    without_price: Option<Vec<String>>,
    /// Lines of the parts list for which no product is chosen, so that they are in no price; null without a price
    /// book.
    lines_without_product: Option<usize>,
    /// Names of the designs that are at least as good in every figure that matters and better in one.
    dominated_by: Vec<String>,
    /// Facts by what they are about.
    traits: Vec<FactEntry>,
}

/// A fact of the scorecard.
#[derive(Serialize, JsonSchema, Debug)]
struct FactEntry {
    /// What it is about: performance, availability, manageability, scalability.
    #[serde(rename = "trait")]
    about: &'static str,
    /// Which fact.
    fact: &'static str,
    /// What it amounts to; null where it is not known, or where there is no such thing. Memory is in bytes.
    value: Amount,
    /// Of how many.
    of: Option<u64>,
}

/// A number, an effect, or null.
#[derive(Serialize, JsonSchema, Debug)]
#[serde(untagged)]
enum Amount {
    Count(u64),
    Rate(f64),
    Effect(&'static str),
    Unknown(Option<u64>),
}

/// Renders a comparison.
pub fn comparison(comparison: &Comparison) -> String {
    document(&CompareDocument {
        version: 1,
        designs: (0..comparison.designs.len()).map(|at| entry(comparison, at)).collect(),
        differences: comparison.differences(),
    })
}

fn fact(it: &Fact) -> FactEntry {
    let (value, of) = match it.value {
        Value::Count(count) => (Amount::Count(count), None),
        Value::Of(some, all) => (Amount::Count(some), Some(all)),
        Value::Rate(mbit) => (Amount::Rate(f64::from(mbit) / 1000.0), None),
        Value::Cpus(it) | Value::Memory(it) => (Amount::Count(it.need), Some(it.have)),
        Value::Effect(effect) => (Amount::Effect(effect.id()), None),
        Value::Unknown | Value::Nothing => (Amount::Unknown(None), None),
    };
    FactEntry { about: it.of.id(), fact: it.key, value, of }
}

fn entry(comparison: &Comparison, at: usize) -> DesignEntry {
    let it: &Design = &comparison.designs[at];
    let gbit = |mbit: Option<u32>| mbit.map(|mbit| f64::from(mbit) / 1000.0);
    let cost = it.cost.as_ref();
    let down = it.availability.as_ref().and_then(Availability::worst);
    let sum = cost.and_then(|cost| cost.sum());
    DesignEntry {
        name: it.name.clone(),
        title: it.title.clone(),
        protocol: it.protocol.clone(),
        attach: it.attach.id(),
        level: it.level,
        worst_effect: it.worst.id(),
        counts: Effect::ALL.iter().map(|it| it.id()).zip(it.counts).collect(),
        single_points: it.single_points.clone(),
        takeover_only: it.takeover_only.clone(),
        paths: it.paths,
        disjoint: it.disjoint,
        bandwidth_gbps: gbit(it.bandwidth),
        bandwidth_after_one_fault_gbps: gbit(it.bandwidth_after),
        array_bandwidth_gbps: gbit(it.array_bandwidth),
        array_bandwidth_after_one_fault_gbps: gbit(it.array_bandwidth_after),
        availability: down.map(|down| 1.0 - down),
        downtime_minutes_per_year: down.map(minutes_per_year),
        without_rate: it.availability.as_ref().map(|it| it.unrated.clone()),
        parts: it.parts,
        cables: it.cables,
        switches: it.switches,
        ports_left: it.ports_left,
        rack_units: it.rack_units,
        watts: it.watts,
        distance_limit_m: it.distance.map(|it| f64::from(it.mm) / 1000.0),
        existing: it.existing.clone(),
        cost: sum.map(|(_, sum)| money(sum)),
        currency: sum.map(|(currency, _)| currency.to_string()),
        price_order: comparison.price_order[at],
        without_price: cost.map(|it| it.missing.iter().cloned().collect()),
        lines_without_product: cost.map(|it| it.open),
        dominated_by: comparison.dominated_by[at].clone(),
        traits: card(it).iter().map(fact).collect(),
    }
}
