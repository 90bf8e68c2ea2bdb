//! CSV: one table, headings first; group headings and notes are for people and left out.

use crate::sheet::table::{Cell, Table};

/// Whether the file starts with a byte order mark, which some spreadsheets need to read UTF-8.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Bom {
    /// Without.
    #[default]
    Without,
    /// With.
    With,
}

/// A table as CSV.
///
/// Words that a spreadsheet would take for a formula (starting with `=`, `+`, `-`, `@`, a tab or a
/// line break) get a leading apostrophe.
pub fn table(table: &Table, mark: Bom) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and every record has the same length.
    let _ = writer
        .write_record(table.columns.iter().map(|column| guarded(&column.full_heading(table.lang))));
    for (_, cells) in table.lines() {
        let _ = writer.write_record(cells.iter().map(|cell| match cell {
            Cell::Text(_) | Cell::List(_) => guarded(&cell.text()),
            _ => cell.text(),
        }));
    }
    let text = writer.into_inner().unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    match mark {
        Bom::Without => text.into_owned(),
        Bom::With => format!("\u{feff}{text}"),
    }
}

/// Text that a spreadsheet takes as text.
fn guarded(text: &str) -> String {
    match text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}
