//! Markdown: a heading, a table, notes.

use crate::sheet::table::{Align, Cell, Row, Table};

/// Tables as Markdown, one below the other.
pub fn tables(tables: &[Table]) -> String {
    tables.iter().map(table).collect::<Vec<_>>().join("\n")
}

/// A table as Markdown.
pub fn table(table: &Table) -> String {
    let mut out = format!("## {}\n\n", escaped(&table.title));
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    out += &line(
        table.columns.iter().map(|column| escaped(&column.full_heading(table.lang))).collect(),
    );
    let rule = table.columns.iter().map(|column| match column.align {
        Align::Left => "---",
        Align::Right => "---:",
        Align::Center => ":---:",
    });
    out += &line(rule.map(str::to_owned).collect());
    for (number, row) in table.rows.iter().enumerate() {
        let marked = table.marked.binary_search(&number).is_ok();
        out += &line(match row {
            Row::Group(name) => {
                let mut cells = vec![String::new(); table.columns.len()];
                if let Some(cell) = cells.get_mut(table.indent.unwrap_or(0)) {
                    *cell = format!("**{}**", escaped(name));
                }
                cells
            }
            Row::Total(cells) => {
                let cell = |cell: &Cell| match cell.text().as_str() {
                    "" => String::new(),
                    text => format!("**{}**", escaped(text)),
                };
                cells.iter().map(cell).collect()
            }
            Row::Line { depth, cells } => cells
                .iter()
                .enumerate()
                .map(|(i, cell)| {
                    let indent = if table.indent == Some(i) { *depth } else { 0 };
                    let text = escaped(&cell.text());
                    // Of a marked row what it is about stands out.
                    let text = if marked && i == 0 { format!("**{text}**") } else { text };
                    "&emsp;".repeat(indent.into()) + &text
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
