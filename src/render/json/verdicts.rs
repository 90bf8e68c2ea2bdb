//! What `check` and `faults` say, as JSON.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::facts::Effect;
use crate::finding::{Finding, Severity};
use crate::report::{FileReport, Report, Reported};
use crate::sheet::faults::{FaultSheet, Row, ServiceSheet};
use crate::source::Sources;
use crate::words::Lang;
use crate::yaml::values::Date;

/// The answer of `check -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct CheckDocument {
    version: u32,
    /// The day by which waivers were judged.
    today: String,
    files: Vec<File>,
    summary: Summary,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Summary {
    error: usize,
    warning: usize,
    note: usize,
    waived: usize,
}

#[derive(Serialize, JsonSchema, Debug)]
struct File {
    path: String,
    topology: Option<String>,
    /// pass, fail or invalid.
    verdict: &'static str,
    findings: Vec<Found>,
    not_considered: Vec<String>,
    assumptions: Vec<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Found {
    rule: &'static str,
    severity: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    service: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    components: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    effect: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<Waived>,
    spans: Vec<Place>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    witness: Vec<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Waived {
    reason: String,
    until: Option<String>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Place {
    path: String,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    primary: bool,
}

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

/// Renders a report.
pub fn check(report: &Report, sources: &Sources, today: Date) -> String {
    let count = |severity| report.files.iter().map(|file| file.count(severity)).sum();
    document(&CheckDocument {
        version: 1,
        today: today.to_string(),
        files: report.files.iter().map(|it| file(it, sources)).collect(),
        summary: Summary {
            error: count(Severity::Error),
            warning: count(Severity::Warning),
            note: count(Severity::Note),
            waived: report.files.iter().map(FileReport::waived).sum(),
        },
    })
}

fn file(file: &FileReport, sources: &Sources) -> File {
    let texts = |all: &[crate::words::Msg]| all.iter().map(|it| it.text(Lang::En)).collect();
    File {
        path: file.path.clone(),
        topology: file.topology.clone(),
        verdict: file.verdict.id(),
        findings: file.findings.iter().map(|it| found(it, sources)).collect(),
        not_considered: texts(&file.not_considered),
        assumptions: texts(&file.assumptions),
    }
}

fn found(it: &Reported, sources: &Sources) -> Found {
    let finding = &it.finding;
    Found {
        rule: finding.rule,
        severity: finding.severity.id(),
        message: finding.message.text(Lang::En),
        service: finding.service.clone(),
        components: finding.components.clone(),
        effect: finding.effect,
        waived: it.waived.as_ref().map(|waived| Waived {
            reason: waived.reason.clone(),
            until: waived.until.map(|until| until.to_string()),
        }),
        spans: places(finding, sources),
        witness: finding
            .witness
            .iter()
            .map(|path| path.iter().map(|hop| hop.id.to_string()).collect())
            .collect(),
        help: finding.help.as_ref().map(|help| help.text(Lang::En)),
    }
}

fn places(finding: &Finding, sources: &Sources) -> Vec<Place> {
    let place = |(i, label): (usize, &crate::finding::Label)| {
        let source = sources.get(label.span.source);
        let (start, end) = (source.position(label.span.start), source.position(label.span.end));
        Place {
            path: source.path.clone(),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            label: label.text.as_ref().map(|text| text.text(Lang::En)),
            primary: i == 0,
        }
    };
    finding.labels.iter().enumerate().map(place).collect()
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
