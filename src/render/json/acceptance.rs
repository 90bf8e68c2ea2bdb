//! The acceptance sheet, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::sheet::acceptance::{self, Acceptance};
use crate::words::Lang;

/// The answer of `tests -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct AcceptanceDocument {
    version: u32,
    topology: String,
    title: Option<String>,
    services: Vec<Service>,
    tests: Vec<Test>,
    /// Ports that are tried with the cable in them.
    with_cable: usize,
    /// Faults of logic, which nobody can pull.
    logical: usize,
}

/// A service with nothing failed.
#[derive(Serialize, JsonSchema, Debug)]
struct Service {
    name: String,
    home: Vec<String>,
    paths: Option<usize>,
    takeover_seconds: Option<u32>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Test {
    number: u32,
    component: String,
    site: Option<String>,
    rack: Option<String>,
    unit: Option<u32>,
    device: Option<String>,
    action: String,
    rollback: String,
    worst_effect: &'static str,
    /// Services that feel it; all others stay as they are.
    expected: Vec<Expected>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Expected {
    services: Vec<String>,
    effect: &'static str,
    state: &'static str,
    node: Option<String>,
    paths_before: Option<usize>,
    paths_after: Option<usize>,
    takeover_seconds: Option<u32>,
}

/// Renders an acceptance sheet.
pub fn acceptance(sheet: &Acceptance) -> String {
    document(&AcceptanceDocument {
        version: 1,
        topology: sheet.name.clone(),
        title: sheet.title.clone(),
        services: sheet
            .services
            .iter()
            .map(|it| Service {
                name: it.name.clone(),
                home: it.home.clone(),
                paths: it.paths,
                takeover_seconds: it.takeover,
            })
            .collect(),
        tests: sheet.steps.iter().map(test).collect(),
        with_cable: sheet.with_cable,
        logical: sheet.logical,
    })
}

fn test(it: &acceptance::Step) -> Test {
    Test {
        number: it.number,
        component: it.component.clone(),
        site: it.spot.site.clone(),
        rack: it.spot.rack.clone(),
        unit: it.spot.unit,
        device: it.spot.device.clone(),
        action: it.action.text(Lang::En),
        rollback: it.rollback.text(Lang::En),
        worst_effect: it.worst.id(),
        expected: it
            .expected
            .iter()
            .map(|it| Expected {
                services: it.services.clone(),
                effect: it.effect.id(),
                state: it.state.id(),
                node: it.node.clone(),
                paths_before: it.paths_before,
                paths_after: it.paths_after,
                takeover_seconds: it.takeover,
            })
            .collect(),
    }
}
