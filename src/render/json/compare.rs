//! Designs side by side, as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::facts::Effect;
use crate::sheet::comparison::{Comparison, Design};

/// The answer of `compare -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct CompareDocument {
    version: u32,
    designs: Vec<DesignEntry>,
}

/// What this version does not compute is null.
#[derive(Serialize, JsonSchema, Debug)]
struct DesignEntry {
    name: String,
    title: Option<String>,
    protocol: String,
    attach: &'static str,
    level: Option<u8>,
    worst_effect: &'static str,
    counts: BTreeMap<&'static str, usize>,
    single_points: Vec<String>,
    takeover_only: Vec<String>,
    paths: Option<usize>,
    disjoint: Option<usize>,
    bandwidth_gbps: Option<f64>,
    bandwidth_after_one_fault_gbps: Option<f64>,
    availability: Option<f64>,
    parts: u32,
    cables: u32,
    switches: usize,
    ports_left: usize,
    rack_units: Option<u32>,
    watts: Option<u32>,
    cost: Option<String>,
    currency: Option<String>,
}

/// Renders a comparison.
pub fn comparison(comparison: &Comparison) -> String {
    document(&CompareDocument {
        version: 1,
        designs: comparison.designs.iter().map(entry).collect(),
    })
}

fn entry(it: &Design) -> DesignEntry {
    let gbit = |mbit: Option<u32>| mbit.map(|mbit| f64::from(mbit) / 1000.0);
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
        availability: None,
        parts: it.parts,
        cables: it.cables,
        switches: it.switches,
        ports_left: it.ports_left,
        rack_units: it.rack_units,
        watts: None,
        cost: None,
        currency: None,
    }
}
