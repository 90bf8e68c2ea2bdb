//! What changes from one design to another, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::sheet::diff::{self, Diff};
use crate::words::{Lang, Msg};

/// The answer of `diff -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct DiffDocument {
    version: u32,
    /// Name of the design as it was.
    old: String,
    /// Name of the design as it is to be.
    new: String,
    /// Whether anything is different.
    changed: bool,
    parts: Vec<Part>,
    cables: Vec<Cable>,
    things: Vec<Thing>,
    services: Vec<Service>,
    findings: Vec<Finding>,
}

/// A part of which more or fewer are needed.
#[derive(Serialize, JsonSchema, Debug)]
struct Part {
    section: &'static str,
    part_number: Option<String>,
    description: String,
    manufacturer: Option<String>,
    unit: &'static str,
    old: u32,
    new: u32,
    /// How many to buy.
    buy: u32,
    /// How many are left over.
    spare: u32,
    added: Vec<String>,
    removed: Vec<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Cable {
    /// remove, move, add or change.
    action: &'static str,
    old: Option<CableState>,
    new: Option<CableState>,
    changes: Vec<Change>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct CableState {
    id: String,
    /// DEVICE:PORT at each end.
    ends: [String; 2],
    medium: Option<String>,
    length_m: Option<f64>,
    part_number: Option<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Change {
    key: String,
    old: Option<String>,
    new: Option<String>,
}

/// A device or another thing with a name.
#[derive(Serialize, JsonSchema, Debug)]
struct Thing {
    /// remove, move, add or change.
    action: &'static str,
    kind: &'static str,
    name: String,
    changes: Vec<Change>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Service {
    name: String,
    old: Option<ServiceState>,
    new: Option<ServiceState>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct ServiceState {
    worst_effect: &'static str,
    nominal: &'static str,
    home: Vec<String>,
    level: Option<u8>,
    paths: Option<usize>,
    disjoint: Option<usize>,
    single_points: Vec<String>,
    takeover_only: Vec<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Finding {
    /// new, changed or gone.
    fate: &'static str,
    fingerprint: String,
    rule: &'static str,
    message: String,
    service: Option<String>,
    components: Vec<String>,
    old: Option<FindingState>,
    new: Option<FindingState>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct FindingState {
    severity: &'static str,
    waived: bool,
}

/// Renders what changes.
pub fn diff(diff: &Diff) -> String {
    document(&DiffDocument {
        version: 1,
        old: diff.old.name.clone(),
        new: diff.new.name.clone(),
        changed: !diff.is_empty(),
        parts: diff.parts.iter().map(part).collect(),
        cables: diff.cables.iter().map(cable).collect(),
        things: diff.things.iter().map(thing).collect(),
        services: diff.services.iter().map(service).collect(),
        findings: diff.findings.iter().map(finding).collect(),
    })
}

/// JSON is in English whatever the language of the tables.
fn text(msg: &Msg) -> String {
    msg.text(Lang::En)
}

fn part(it: &diff::PartChange) -> Part {
    Part {
        section: it.section,
        part_number: it.part_number.clone(),
        description: text(&it.description),
        manufacturer: it.manufacturer.clone(),
        unit: it.unit.id(),
        old: it.old,
        new: it.new,
        buy: it.buy,
        spare: it.spare,
        added: it.added.clone(),
        removed: it.removed.clone(),
    }
}

fn cable(it: &diff::CableChange) -> Cable {
    let state = |it: &diff::CableState| CableState {
        id: it.id.clone(),
        ends: it.ends.clone(),
        medium: it.medium.clone(),
        length_m: it.length_mm.map(|mm| f64::from(mm) / 1000.0),
        part_number: it.part_number.clone(),
    };
    Cable {
        action: it.action.id(),
        old: it.old.as_ref().map(state),
        new: it.new.as_ref().map(state),
        changes: changes(&it.changes),
    }
}

fn changes(all: &[diff::Change]) -> Vec<Change> {
    let change = |it: &diff::Change| Change {
        key: it.key.clone(),
        old: it.old.as_ref().map(text),
        new: it.new.as_ref().map(text),
    };
    all.iter().map(change).collect()
}

fn thing(it: &diff::ThingChange) -> Thing {
    Thing {
        action: it.action.id(),
        kind: it.kind,
        name: it.name.clone(),
        changes: changes(&it.changes),
    }
}

fn service(it: &diff::ServiceChange) -> Service {
    let state = |it: &diff::ServiceState| ServiceState {
        worst_effect: it.worst.id(),
        nominal: it.nominal.id(),
        home: it.home.clone(),
        level: it.level,
        paths: it.paths,
        disjoint: it.disjoint,
        single_points: it.single_points.clone(),
        takeover_only: it.takeover_only.clone(),
    };
    Service {
        name: it.name.clone(),
        old: it.old.as_ref().map(state),
        new: it.new.as_ref().map(state),
    }
}

fn finding(it: &diff::FindingChange) -> Finding {
    let state =
        |it: &diff::FindingState| FindingState { severity: it.severity.id(), waived: it.waived };
    Finding {
        fate: it.fate.id(),
        fingerprint: it.fingerprint.clone(),
        rule: it.rule,
        message: text(&it.message),
        service: it.service.clone(),
        components: it.components.clone(),
        old: it.old.as_ref().map(state),
        new: it.new.as_ref().map(state),
    }
}
