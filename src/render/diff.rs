//! What changes from one design to another, for a terminal and as the comment on a pull request.

use super::{markdown, table};
use crate::sheet::diff::Diff;
use crate::sheet::table::Table;
use crate::words::Lang;

/// Most bytes of a comment: services take 65,536 characters.
const MOST: usize = 60_000;

/// Most lines of a table in a comment.
const MOST_ROWS: usize = 60;

/// Tables of more lines than this are folded away in a comment.
const OPEN_ROWS: usize = 12;

/// For a terminal.
pub fn text(diff: &Diff, lang: Lang) -> String {
    let mut out = format!("{}\n\n", diff.title().text(lang));
    for line in diff.summary() {
        out += &format!("  {}\n", line.text(lang));
    }
    let tables = diff.tables(lang, usize::MAX);
    if !tables.is_empty() {
        out.push('\n');
    }
    out + &table::tables(&tables, table::WIDTH)
}

/// As the comment on a pull request.
pub fn markdown(diff: &Diff, lang: Lang) -> String {
    let mut out = format!("### {}\n\n", markdown::escaped(&diff.title().text(lang)));
    for line in diff.summary() {
        out += &format!("- {}\n", markdown::escaped(&line.text(lang)));
    }
    let mut rows = MOST_ROWS;
    let parts = |rows| -> String { diff.tables(lang, rows).iter().map(section).collect() };
    let mut body = parts(rows);
    // Long names can fill a comment with few lines.
    while out.len() + body.len() > MOST && rows > 1 {
        rows /= 2;
        body = parts(rows);
    }
    out + &body
}

fn section(table: &Table) -> String {
    let text = markdown::table(table);
    let (head, body) = text.split_once("\n\n").unwrap_or(("", &text));
    let head = head.trim_start_matches("## ");
    match table.rows.len() > OPEN_ROWS {
        false => format!("\n#### {head}\n\n{body}"),
        true => format!("\n<details><summary>{head}</summary>\n\n{body}\n</details>\n"),
    }
}
