//! What `check` says, as a document: printed as JSON, read back by `merge` and as a baseline, and what the
//! formats for CI print.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document;
use crate::finding::{Finding, Label, Severity};
use crate::report::{FileReport, Outcome, Report, Reported};
use crate::source::{Source, Sources, Span};
use crate::words::{Lang, Msg};
use crate::yaml::values::Date;

/// The version of the document that this program writes and reads.
pub(in crate::render) const VERSION: u32 = 1;

/// The answer of `check -f json`.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug)]
pub struct CheckDocument {
    pub(in crate::render) version: u32,
    /// The day by which waivers were judged.
    pub(in crate::render) today: String,
    pub(in crate::render) files: Vec<File>,
    pub(in crate::render) summary: Summary,
}

/// How many findings there are: of each severity those that count, and those that do not.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Default, Debug)]
pub(in crate::render) struct Summary {
    pub(in crate::render) error: usize,
    pub(in crate::render) warning: usize,
    pub(in crate::render) note: usize,
    pub(in crate::render) waived: usize,
    /// Findings that the baseline has already; left out where none was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) known: Option<usize>,
}

#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug)]
pub(in crate::render) struct File {
    pub(in crate::render) path: String,
    pub(in crate::render) topology: Option<String>,
    pub(in crate::render) verdict: Verdict,
    /// The least severity that fails it.
    pub(in crate::render) fail_on: Weight,
    pub(in crate::render) findings: Vec<Found>,
    /// Where the file introduces the components that paths of findings cross.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(in crate::render) components: BTreeMap<String, Place>,
    pub(in crate::render) not_considered: Vec<String>,
    pub(in crate::render) assumptions: Vec<String>,
}

/// The outcome for a file.
#[derive(
    Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug,
)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Verdict {
    Pass,
    Fail,
    Invalid,
}

/// What a finding weighs.
#[derive(
    Serialize, Deserialize, JsonSchema, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug,
)]
#[serde(rename_all = "lowercase")]
pub(in crate::render) enum Weight {
    Note,
    Warning,
    Error,
}

#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug)]
pub(in crate::render) struct Found {
    pub(in crate::render) rule: String,
    pub(in crate::render) severity: Weight,
    /// Sixteen hexadecimal digits, the same for the same finding wherever it stands in the file.
    pub(in crate::render) fingerprint: String,
    pub(in crate::render) message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) service: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render) components: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) effect: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) waived: Option<Waived>,
    /// Whether the baseline has it already, so that it does not count.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(in crate::render) known: bool,
    pub(in crate::render) spans: Vec<Place>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(in crate::render) witness: Vec<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) help: Option<String>,
}

#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug)]
pub(in crate::render) struct Waived {
    pub(in crate::render) reason: String,
    pub(in crate::render) until: Option<String>,
    /// Whether a comment beside the finding waives it, and not an entry of `waivers`.
    #[serde(default, skip_serializing_if = "is_false")]
    pub(in crate::render) in_source: bool,
}

/// A place in a file: lines and columns from 1, columns in characters, the end behind the last one.
#[derive(Serialize, Deserialize, JsonSchema, Clone, Debug)]
pub(in crate::render) struct Place {
    pub(in crate::render) path: String,
    pub(in crate::render) line: usize,
    pub(in crate::render) column: usize,
    pub(in crate::render) end_line: usize,
    pub(in crate::render) end_column: usize,
    /// Columns of start and end in UTF-16 code units, where they differ.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) utf16: Option<[usize; 2]>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(in crate::render) label: Option<String>,
    /// Whether it is the place of the finding itself.
    pub(in crate::render) primary: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
fn is_false(it: &bool) -> bool {
    !it
}

impl From<Severity> for Weight {
    fn from(severity: Severity) -> Self {
        match severity {
            Severity::Note => Weight::Note,
            Severity::Warning => Weight::Warning,
            Severity::Error => Weight::Error,
        }
    }
}

impl From<Weight> for Severity {
    fn from(weight: Weight) -> Self {
        match weight {
            Weight::Note => Severity::Note,
            Weight::Warning => Severity::Warning,
            Weight::Error => Severity::Error,
        }
    }
}

impl From<Outcome> for Verdict {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Pass => Verdict::Pass,
            Outcome::Fail => Verdict::Fail,
            Outcome::Invalid => Verdict::Invalid,
        }
    }
}

impl From<Verdict> for Outcome {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Pass => Outcome::Pass,
            Verdict::Fail => Outcome::Fail,
            Verdict::Invalid => Outcome::Invalid,
        }
    }
}

impl Found {
    /// Whether it counts: nobody accepted it, and no baseline has it.
    pub(in crate::render) fn stands(&self) -> bool {
        self.waived.is_none() && !self.known
    }

    /// Its primary place.
    pub(in crate::render) fn place(&self) -> Option<&Place> {
        self.spans.first()
    }

    /// Where it stands: `PATH:LINE:COLUMN`, from 1.
    pub(in crate::render) fn at(&self) -> String {
        let place = self.place();
        place.map_or_else(String::new, |it| format!("{}:{}:{}", it.path, it.line, it.column))
    }
}

impl CheckDocument {
    /// The document of a report, its texts in a language.
    pub fn new(report: &Report, sources: &Sources, today: Date, lang: Lang) -> Self {
        let files = report.files.iter().map(|it| file(it, sources, lang)).collect();
        let against_baseline = report.files.iter().any(|it| it.against_baseline);
        Self::of(today.to_string(), files, against_baseline)
    }

    /// The document of files, summed up.
    pub(in crate::render) fn of(today: String, files: Vec<File>, against_baseline: bool) -> Self {
        let mut summary = Summary { known: against_baseline.then_some(0), ..Summary::default() };
        for found in files.iter().flat_map(|file| &file.findings) {
            *match (found.waived.is_some(), &mut summary.known, found.severity) {
                (true, ..) => &mut summary.waived,
                (_, Some(known), _) if found.known => known,
                (.., Weight::Error) => &mut summary.error,
                (.., Weight::Warning) => &mut summary.warning,
                (.., Weight::Note) => &mut summary.note,
            } += 1;
        }
        Self { version: VERSION, today, files, summary }
    }

    /// The worst outcome of its files; `None` if there are none.
    pub fn worst(&self) -> Option<Outcome> {
        self.files.iter().map(|file| file.verdict.into()).max()
    }
}

/// Renders a report, in English.
pub fn check(report: &Report, sources: &Sources, today: Date) -> String {
    document(&CheckDocument::new(report, sources, today, Lang::En))
}

fn file(file: &FileReport, sources: &Sources, lang: Lang) -> File {
    let texts = |all: &[Msg]| all.iter().map(|it| it.text(lang)).collect();
    let components = file.places.iter();
    File {
        path: file.path.clone(),
        topology: file.topology.clone(),
        verdict: file.verdict.into(),
        fail_on: file.fail_on.into(),
        findings: file.findings.iter().map(|it| found(it, sources, lang)).collect(),
        components: components
            .map(|(id, &span)| (id.to_string(), place(span, None, false, sources)))
            .collect(),
        not_considered: texts(&file.not_considered),
        assumptions: texts(&file.assumptions),
    }
}

fn found(it: &Reported, sources: &Sources, lang: Lang) -> Found {
    let finding = &it.finding;
    Found {
        rule: finding.rule.to_owned(),
        severity: finding.severity.into(),
        fingerprint: it.fingerprint.to_string(),
        message: finding.message.text(lang),
        service: finding.service.clone(),
        components: finding.components.clone(),
        effect: finding.effect.map(str::to_owned),
        waived: it.waived.as_ref().map(|waived| Waived {
            reason: waived.reason.clone(),
            until: waived.until.map(|until| until.to_string()),
            in_source: waived.in_source,
        }),
        known: it.known,
        spans: places(finding, sources, lang),
        witness: finding
            .witness
            .iter()
            .map(|path| path.iter().map(|hop| hop.id.to_string()).collect())
            .collect(),
        help: finding.help.as_ref().map(|help| help.text(lang)),
    }
}

fn places(finding: &Finding, sources: &Sources, lang: Lang) -> Vec<Place> {
    let place = |(i, label): (usize, &Label)| {
        let text = label.text.as_ref().map(|text| text.text(lang));
        place(label.span, text, i == 0, sources)
    };
    finding.labels.iter().enumerate().map(place).collect()
}

fn place(span: Span, label: Option<String>, primary: bool, sources: &Sources) -> Place {
    let source = sources.get(span.source);
    let (start, end) = (source.position(span.start), source.position(span.end));
    let utf16 =
        [utf16_column(source, start.line, span.start), utf16_column(source, end.line, span.end)];
    Place {
        path: source.path.clone(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        utf16: (utf16 != [start.column, end.column]).then_some(utf16),
        label,
        primary,
    }
}

/// The column of a byte of a line, from 1, in UTF-16 code units.
fn utf16_column(source: &Source, line: usize, byte: u32) -> usize {
    let byte = source.text.floor_char_boundary(byte as usize);
    let before = source.text.get(source.line_start(line)..byte).unwrap_or_default();
    before.chars().map(char::len_utf16).sum::<usize>() + 1
}
