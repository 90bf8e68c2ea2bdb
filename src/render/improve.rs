//! The upgrade ladder, for a terminal and as Markdown.

use super::style::colon;
use super::{markdown as md, table};
use crate::sheet::ladder::Ladder;
use crate::sheet::table::{Cell, Table};
use crate::words::Lang;

/// For a terminal: a block for each step, since its lists are long; `all` says why others are not proposed.
pub fn text(ladder: &Ladder, all: bool, lang: Lang) -> String {
    let mut out = String::new();
    for table in ladder.tables(lang) {
        out += &format!("{}\n\n", table.title);
        for (_, cells) in table.lines() {
            out += &block(&table, cells, lang);
            out.push('\n');
        }
    }
    for line in ladder.remarks(all) {
        for line in table::fold(&line.text(lang), table::WIDTH) {
            out += &line;
            out.push('\n');
        }
    }
    out
}

/// A line of a table as lines of its own, each under its heading; empty cells are left out.
fn block(of: &Table, cells: &[Cell], lang: Lang) -> String {
    let mut out = String::new();
    for (at, (column, cell)) in of.columns.iter().zip(cells).enumerate() {
        let value = cell.text();
        if value.is_empty() {
            continue;
        }
        let (line, indent) = match at {
            0 => (value, 0),
            _ => (format!("{}{}{value}", column.heading, colon(lang)), 2),
        };
        for (number, line) in table::fold(&line, table::WIDTH - 6).into_iter().enumerate() {
            let more = if number > 0 { 2 } else { 0 };
            out += &format!("{}{line}\n", " ".repeat(indent + more));
        }
    }
    out
}

/// As Markdown: a table, and what it comes to in a list.
pub fn markdown(ladder: &Ladder, all: bool, lang: Lang) -> String {
    let mut out = md::tables(&ladder.tables(lang));
    if !out.is_empty() {
        out.push('\n');
    }
    for line in ladder.remarks(all) {
        out += &format!("- {}\n", md::escaped(&line.text(lang)));
    }
    out
}
