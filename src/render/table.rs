//! Text for a terminal: columns two spaces apart, no lines between them, folded to a width.
//!
//! Chinese characters count as two columns.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::sheet::table::{Align, Cell, Row, Table};

/// Columns of a terminal that says nothing else.
pub const WIDTH: usize = 80;

const GAP: usize = 2;

/// How many columns a text takes.
pub(super) fn columns(text: &str) -> usize {
    text.width()
}

/// Tables as text, one below the other.
pub fn tables(tables: &[Table], width: usize) -> String {
    tables.iter().map(|it| table(it, width)).collect::<Vec<_>>().join("\n")
}

/// A table as text, at most so wide where its columns allow it.
pub fn table(table: &Table, width: usize) -> String {
    let widths = widths(table, width);
    let total = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let mut out = String::new();
    if !table.title.is_empty() {
        for line in fold(&table.title, width.max(1)) {
            out += &line;
            out.push('\n');
        }
        out.push('\n');
    }
    let headings = table.columns.iter().map(|column| one_line(&column.full_heading(table.lang)));
    let headings: Vec<Vec<String>> =
        headings.zip(&widths).map(|(words, &width)| fold(&words, width)).collect();
    print(table, &headings, &widths, &mut out);
    out += &"─".repeat(total);
    out.push('\n');
    for row in &table.rows {
        match row {
            Row::Group(name) => {
                for line in fold(name, total.max(width)) {
                    out += &line;
                    out.push('\n');
                }
            }
            Row::Line { cells, .. } | Row::Total(cells) => {
                let depth = if let Row::Line { depth, .. } = row { *depth } else { 0 };
                let lines: Vec<Vec<String>> = cells
                    .iter()
                    .zip(&widths)
                    .enumerate()
                    .map(|(i, (cell, &width))| {
                        let indent = indent(table, i, depth);
                        fold(&plain(cell), width.saturating_sub(indent).max(1))
                            .into_iter()
                            .map(|line| " ".repeat(indent) + &line)
                            .collect()
                    })
                    .collect();
                print(table, &lines, &widths, &mut out);
            }
        }
    }
    if !table.notes.is_empty() {
        out += &"─".repeat(total);
        out.push('\n');
    }
    for note in &table.notes {
        for line in fold(note, width.max(1)) {
            out += &line;
            out.push('\n');
        }
    }
    out
}

/// A cell on one line, without characters that move a terminal's cursor.
fn plain(cell: &Cell) -> String {
    one_line(&cell.text())
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn indent(table: &Table, column: usize, depth: u8) -> usize {
    if table.indent == Some(column) { 2 * usize::from(depth) } else { 0 }
}

/// Prints one row of folded cells.
fn print(table: &Table, cells: &[Vec<String>], widths: &[usize], out: &mut String) {
    let height = cells.iter().map(Vec::len).max().unwrap_or(0);
    for at in 0..height {
        let mut line = String::new();
        for ((cell, &width), column) in cells.iter().zip(widths).zip(&table.columns) {
            let text = cell.get(at).map_or("", String::as_str);
            let free = width.saturating_sub(text.width());
            let left = match column.align {
                Align::Left => 0,
                Align::Right => free,
                Align::Center => free / 2,
            };
            line += &" ".repeat(left);
            line += text;
            line += &" ".repeat(free - left + GAP);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

/// The width of each column: as its widest cell, and where that is too wide in all, the widest columns
/// give way first, none below its widest piece that should not be broken.
fn widths(table: &Table, width: usize) -> Vec<usize> {
    /// Columns are not made narrower than this for a piece that could be broken after all.
    const LEAST: usize = 20;
    let mut natural = Vec::new();
    let mut least = Vec::new();
    for (i, column) in table.columns.iter().enumerate() {
        let cells: Vec<(usize, String)> = table
            .lines()
            .map(|(depth, cells)| (indent(table, i, depth), plain(&cells[i])))
            .collect();
        let widest = cells.iter().map(|(indent, cell)| indent + cell.width()).max().unwrap_or(0);
        let piece = |text: &str| pieces(text).map(|it| it.trim_end().width()).max().unwrap_or(0);
        let whole = cells.iter().map(|(indent, cell)| indent + piece(cell)).max().unwrap_or(0);
        let heading = column.full_heading(table.lang);
        let heading = heading.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0);
        natural.push(widest.max(heading).max(1));
        least.push(whole.min(LEAST).max(heading).max(1));
    }
    let room = width.saturating_sub(GAP * natural.len().saturating_sub(1));
    while natural.iter().sum::<usize>() > room {
        let widest = (0..natural.len())
            .filter(|&i| natural[i] > least[i])
            .max_by_key(|&i| (natural[i], std::cmp::Reverse(i)));
        match widest {
            Some(i) => natural[i] -= 1,
            None => break,
        }
    }
    // What room is left goes to headings that would fold otherwise.
    for (column, width) in table.columns.iter().zip(0..) {
        let wanted = column.heading.width().saturating_sub(natural[width]);
        if natural.iter().sum::<usize>() + wanted <= room {
            natural[width] += wanted;
        }
    }
    natural
}

/// Pieces of a text between which a line may break: after a space and around Chinese characters, but not
/// before closing punctuation or a no-break space.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let pairs = rest.chars().zip(rest.char_indices().skip(1));
        let at =
            pairs.filter(|&(last, (_, next))| breaks(last, next)).map(|(_, (at, _))| at).next();
        let (piece, after) = rest.split_at(at.unwrap_or(rest.len()));
        rest = after;
        (!piece.is_empty()).then_some(piece)
    })
}

fn breaks(last: char, next: char) -> bool {
    let wide = |c: char| c.width() == Some(2);
    let closing = "，。、；：？！）”》】";
    let opening = "（“《【";
    if [' ', NO_BREAK].contains(&next) || closing.contains(next) || opening.contains(last) {
        return false;
    }
    last == ' ' || (last != NO_BREAK && (wide(last) || wide(next)))
}

/// A space at which no line breaks; printed as a space.
const NO_BREAK: char = '\u{a0}';

/// Breaks a text into lines of a width. A piece that is wider than a line is cut, after `--` if that helps, else
/// behind a hyphen.
pub(super) fn fold(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for piece in pieces(text) {
        let size = piece.trim_end().width();
        if used > 0 && used + size > width {
            lines.push(String::new());
            used = 0;
        }
        if size <= width {
            push(&mut lines, piece);
            used += piece.width();
            continue;
        }
        let piece = match piece.find("--").map(|at| piece.split_at(at + 2)) {
            Some((head, tail)) if head.width() <= width && tail.trim_end().width() <= width => {
                push(&mut lines, head);
                lines.push(String::new());
                tail
            }
            _ => piece,
        };
        let mut rest = piece;
        while !rest.is_empty() {
            let mut end = 0;
            for (at, c) in rest.char_indices() {
                if end > 0 && rest[..at + c.len_utf8()].trim_end().width() > width {
                    break;
                }
                end = at + c.len_utf8();
            }
            // A name is cut behind one of its hyphens if it has some.
            let hyphen = rest[..end].rfind('-').map(|at| at + 1).filter(|_| end < rest.len());
            let (head, tail) = rest.split_at(hyphen.unwrap_or(end));
            if used > 0 {
                lines.push(String::new());
            }
            push(&mut lines, head);
            (rest, used) = (tail, head.width());
        }
    }
    lines.iter().map(|line| line.trim_end().replace(NO_BREAK, " ")).collect()
}

fn push(lines: &mut [String], text: &str) {
    if let Some(line) = lines.last_mut() {
        line.push_str(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_chinese_characters() {
        assert_eq!(fold("fc-a:0, fc-a:1, fc-b:0", 15), ["fc-a:0, fc-a:1,", "fc-b:0"]);
        assert_eq!(fold("光模块，用于", 7), ["光模", "块，用", "于"]);
        assert_eq!(fold("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(fold("a--b c", 3), ["a--", "b c"]);
        assert_eq!(fold("fc-two-fabrics-2-adapters", 20), ["fc-two-fabrics-2-", "adapters"]);
        assert_eq!(fold("one two\u{a0}?", 7), ["one", "two ?"]);
        assert_eq!(fold("", 3), [""]);
    }
}
