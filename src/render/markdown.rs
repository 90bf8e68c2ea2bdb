//! Markdown: a heading, a table, notes.

use crate::sheet::table::{Align, Row, Table};

/// Tables as Markdown, one below the other.
pub fn tables(tables: &[Table]) -> String {
    tables.iter().map(table).collect::<Vec<_>>().join("\n")
}

/// A table as Markdown.
pub fn table(table: &Table) -> String {
    let mut out = format!("## {}\n\n", escaped(&table.title));
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out += &line(table.columns.iter().map(|column| escaped(&column.heading)).collect());
    let rule = table.columns.iter().map(|column| match column.align {
        Align::Left => "---",
        Align::Right => "---:",
        Align::Center => ":---:",
    });
    out += &line(rule.map(str::to_owned).collect());
    for row in &table.rows {
        out += &line(match row {
            Row::Group(name) => {
                let mut cells = vec![String::new(); table.columns.len()];
                if let Some(cell) = cells.get_mut(table.indent.unwrap_or(0)) {
                    *cell = format!("**{}**", escaped(name));
                }
                cells
            }
            Row::Line { depth, cells } => cells
                .iter()
                .enumerate()
                .map(|(i, cell)| {
                    let indent = if table.indent == Some(i) { *depth } else { 0 };
                    "&emsp;".repeat(indent.into()) + &escaped(&cell.text())
                })
                .collect(),
        });
    }
    if !table.notes.is_empty() {
        out.push('\n');
    }
    for note in &table.notes {
        out += &format!("- {}\n", escaped(note));
    }
    out
}

/// Text that Markdown prints as it is.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => out.push(' '),
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '~' => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
    }
    out
}
