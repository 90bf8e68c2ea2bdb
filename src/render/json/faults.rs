//! What `faults` says, as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::facts::Effect;
use crate::sheet::faults::{FaultSheet, Row, ServiceSheet};

/// The answer of `faults -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct FaultsDocument<'s> {
    version: u32,
    topology: String,
    order: usize,
    services: Vec<Service<'s>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Service<'s> {
    name: String,
    home: Vec<String>,
    level: Option<u8>,
    nominal: Nominal,
    #[schemars(with = "Vec<Fault>")]
    faults: Faults<'s>,
    counts: BTreeMap<&'static str, usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cut_sets: Option<Vec<Vec<String>>>,
}

/// A row for each listed component, made when it is written: there are as many for each service.
#[derive(Debug)]
struct Faults<'s>(&'s FaultSheet, &'s ServiceSheet);

impl Serialize for Faults<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(sheet, service) = self;
        if service.cut_sets.is_none() {
            return serializer.collect_seq(service.faults.iter().map(fault));
        }
        let untouched = fault(&service.nominal);
        serializer.collect_seq(sheet.every(service).map(|(listed, row)| match row {
            Some(row) => fault(row),
            None => Fault {
                components: vec![listed.id.clone()],
                logical: listed.logical,
                ..untouched.clone()
            },
        }))
    }
}

#[derive(Serialize, JsonSchema, Debug)]
struct Nominal {
    effect: &'static str,
    node: Option<String>,
    nodes: BTreeMap<String, Node>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Node {
    fit: bool,
    paths: Option<usize>,
    non_optimized: Option<usize>,
    disjoint: Option<usize>,
}

#[derive(Serialize, JsonSchema, Clone, Debug)]
struct Fault {
    components: Vec<String>,
    logical: bool,
    effect: &'static str,
    /// The state in the end, where it differs from the effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    node: Option<String>,
    paths: Option<usize>,
}

/// Renders what faults do.
pub fn faults(sheet: &FaultSheet) -> String {
    document(&FaultsDocument {
        version: 1,
        topology: sheet.topology.clone(),
        order: sheet.order,
        services: sheet.services.iter().map(|it| service(sheet, it)).collect(),
    })
}

fn service<'s>(sheet: &'s FaultSheet, it: &'s ServiceSheet) -> Service<'s> {
    let node = |row: &crate::sheet::faults::NodeRow| {
        let node = Node {
            fit: row.fit,
            paths: row.paths.map(|it| it.0),
            non_optimized: row.paths.map(|it| it.1),
            disjoint: row.paths.map(|it| it.2),
        };
        (row.name.clone(), node)
    };
    Service {
        name: it.name.clone(),
        home: it.home.clone(),
        level: it.level,
        nominal: Nominal {
            effect: it.nominal.effect.id(),
            node: it.nominal.node.clone(),
            nodes: it.nodes.iter().map(node).collect(),
        },
        faults: Faults(sheet, it),
        counts: Effect::ALL.iter().map(|it| it.id()).zip(it.counts).collect(),
        cut_sets: it.cut_sets.clone(),
    }
}

fn fault(row: &Row) -> Fault {
    Fault {
        components: row.components.clone(),
        logical: row.logical,
        effect: row.effect.id(),
        state: (row.state != row.effect).then_some(row.state.id()),
        node: row.node.clone(),
        paths: row.paths,
    }
}
