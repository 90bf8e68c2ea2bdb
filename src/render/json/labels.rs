//! Labels, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::sheet::labels::Labels;

/// The answer of `labels -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct LabelsDocument<'l> {
    version: u32,
    topology: &'l str,
    title: Option<&'l str>,
    labels: Vec<Label<'l>>,
    /// Labels in which something is not known.
    incomplete: usize,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Label<'l> {
    cable: &'l str,
    /// a for the end that the cabling list names first, b for the other.
    end: &'static str,
    device: &'l str,
    port: &'l str,
    text: &'l str,
    lines: &'l [String],
    /// Places in it that are not known, printed as ?.
    unknown: usize,
}

/// Renders labels.
pub fn labels(labels: &Labels) -> String {
    document(&LabelsDocument {
        version: 1,
        topology: &labels.name,
        title: labels.title.as_deref(),
        labels: labels
            .labels
            .iter()
            .map(|it| Label {
                cable: &it.cable,
                end: if it.end == 0 { "a" } else { "b" },
                device: &it.device,
                port: &it.port,
                text: &it.text,
                lines: &it.lines,
                unknown: it.unknown,
            })
            .collect(),
        incomplete: labels.incomplete(),
    })
}
