//! What `parts` says, as JSON.

use schemars::JsonSchema;
use serde::Serialize;

use super::document;
use crate::catalog::Provenance;
use crate::sheet::parts::PartSheet;

/// The answer of `parts -f json`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct PartsDocument<'p> {
    version: u32,
    parts: Vec<Part<'p>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Part<'p> {
    id: &'p str,
    kind: &'p str,
    vendor: Option<&'p str>,
    /// Every field that it has or could have.
    fields: Vec<Field<'p>>,
    /// How many fields are known.
    known: usize,
    /// How many of these rest on sources in full.
    sourced: usize,
    /// How many fields are not known.
    to_confirm: usize,
    /// What it connects to, by kind.
    connects: Vec<Peers<'p>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Field<'p> {
    field: &'p str,
    /// Its value in few words; null if it is not known.
    value: Option<&'p str>,
    provenance: Vec<Origin<'p>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Origin<'p> {
    /// The field, or the part of it, that this is about.
    of: &'p str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'p str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unverified: Option<&'p str>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Peers<'p> {
    kind: &'p str,
    parts: Vec<&'p str>,
}

/// The document.
pub fn parts(sheets: &[PartSheet]) -> String {
    document(&PartsDocument { version: 1, parts: sheets.iter().map(part).collect() })
}

fn part<'p>(sheet: &'p PartSheet) -> Part<'p> {
    let part = sheet.part;
    let field = |known: &'p crate::catalog::Known<'p>| Field {
        field: known.field,
        value: known.value.as_deref(),
        provenance: known
            .provenance
            .iter()
            .map(|(of, from)| match from {
                Provenance::Source(source) => Origin { of, source: Some(source), unverified: None },
                Provenance::Unverified(how) => Origin { of, source: None, unverified: Some(how) },
            })
            .collect(),
    };
    let peers = |it: &'p crate::catalog::Peers| Peers {
        kind: it.kind.id(),
        parts: it.parts.iter().filter_map(|part| part.id.as_deref()).collect(),
    };
    Part {
        id: part.id.as_deref().unwrap_or_default(),
        kind: part.kind.id(),
        vendor: part.vendor.as_deref(),
        fields: sheet.fields.iter().map(field).collect(),
        known: sheet.counts.known,
        sourced: sheet.counts.sourced,
        to_confirm: sheet.counts.unknown,
        connects: sheet.peers.iter().map(peers).collect(),
    }
}
