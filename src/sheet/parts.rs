//! The catalogue as it is searched, and one part of it with all that is known of it.

use std::sync::Arc;

use super::table::{Cell, Column, Row, Table};
use crate::catalog::{Known, Part, PartKind, Peers, connects};
use crate::words::{Lang, msg, parts as words};

/// The parts as a table, by kind, then id.
pub fn list(parts: &[Arc<Part>], lang: Lang) -> Table {
    let mut table = Table {
        name: words::ID.text(lang).into(),
        title: String::new(),
        lang,
        columns: vec![
            Column::text("id", words::ID.text(lang)),
            Column::text("part_number", words::PART_NUMBER.text(lang)),
            Column::text("name", words::NAME.text(lang)),
        ],
        indent: Some(0),
        rows: Vec::new(),
        marked: Vec::new(),
        notes: vec![msg!(words::COUNT, count = parts.len()).text(lang)],
    };
    for kind in PartKind::ALL {
        let of_kind: Vec<&Arc<Part>> = parts.iter().filter(|part| part.kind == *kind).collect();
        if of_kind.is_empty() {
            continue;
        }
        table.rows.push(Row::Group(kind_name(*kind, lang)));
        for part in of_kind {
            let text = |text: Option<&str>| Cell::Text(text.unwrap_or("–").to_owned());
            let cells = [part.id.as_deref(), part.part_number.as_deref(), Some(name(part, lang))];
            table.line(1, cells.map(text).into());
        }
    }
    table
}

/// What parts of a kind are called.
pub fn kind_name(kind: PartKind, lang: Lang) -> String {
    words::kind(kind.id()).map_or(kind.id(), |word| word.text(lang)).to_owned()
}

/// The name of a part: a generic one is called by what it is, in the reader's language.
pub fn name(part: &Part, lang: Lang) -> &str {
    let generic = part.id.as_deref().and_then(crate::words::sheets::generic);
    generic.map_or_else(|| part.name.as_deref().unwrap_or_default(), |word| word.text(lang))
}

/// One part with all that is known of it.
#[derive(Debug)]
pub struct PartSheet<'p> {
    /// The part.
    pub part: &'p Part,
    /// Whether it stands for common equipment and not for a product.
    pub generic: bool,
    /// Its fields, those too that are not known.
    pub fields: Vec<Known<'p>>,
    /// How many fields are known, how many of these rest on sources in full, how many are not known.
    pub counts: Counts,
    /// What it connects to, by kind.
    pub peers: Vec<Peers>,
}

/// How much is known of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Fields with a value.
    pub known: usize,
    /// Those of them that rest on sources in full.
    pub sourced: usize,
    /// Fields without a value.
    pub unknown: usize,
}

/// Looks a part up in all of them.
pub fn sheet<'p>(part: &'p Part, all: &[Arc<Part>]) -> PartSheet<'p> {
    let generic = part.id.as_deref().is_some_and(|id| id.starts_with("generic/"));
    let fields: Vec<Known> =
        part.fields().into_iter().filter(|it| !generic || it.value.is_some()).collect();
    let known = fields.iter().filter(|it| it.value.is_some()).count();
    let counts = Counts {
        known,
        sourced: fields.iter().filter(|it| it.is_sourced()).count(),
        unknown: fields.len() - known,
    };
    PartSheet { part, generic, fields, counts, peers: connects(part, all) }
}
