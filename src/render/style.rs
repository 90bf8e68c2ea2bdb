//! Colour where it is wanted, and text tables that line up whatever the script.

use unicode_width::UnicodeWidthStr;

use crate::facts::Effect;
use crate::finding::Severity;
use crate::sheet::table::{Cell, Column, Row, Table};
use crate::words::{Lang, effects};

pub use super::table::WIDTH;

/// Colours, or none.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Whether to colour at all.
    pub color: bool,
}

impl Style {
    fn wrap(self, code: &str, text: &str) -> String {
        if self.color { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_owned() }
    }

    /// Text that stands out.
    pub fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    /// Text that stands back.
    pub fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    /// Text that fails.
    pub fn red(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    /// Text that passes.
    pub fn green(self, text: &str) -> String {
        self.wrap("1;32", text)
    }

    /// Text in the colour of a severity.
    pub fn severity(self, severity: Severity, text: &str) -> String {
        match severity {
            Severity::Error => self.red(text),
            Severity::Warning => self.wrap("1;33", text),
            Severity::Note => self.wrap("1;34", text),
        }
    }

    /// An effect in its language and its colour.
    pub fn effect(self, effect: Effect, lang: Lang) -> String {
        let text = effects::of(effect.id()).text(lang);
        match effect {
            Effect::None => self.dim(text),
            Effect::Degraded => text.to_owned(),
            Effect::Failover => self.wrap("33", text),
            _ => self.red(text),
        }
    }
}

/// Text broken at spaces, or between the characters of scripts without them, each line indented.
/// Names and dates are not broken at their hyphens, and no line begins with a comma.
pub fn wrapped(text: &str, indent: usize) -> String {
    let mut out = " ".repeat(indent);
    let mut column = indent;
    for piece in pieces(text) {
        let whole = piece.trim_end().width() <= WIDTH - indent;
        let parts: Vec<String> =
            if whole { vec![piece] } else { piece.chars().map(String::from).collect() };
        for part in parts {
            if column > indent && column + part.trim_end().width() > WIDTH {
                out.truncate(out.trim_end_matches(' ').len());
                out.push('\n');
                out.push_str(&" ".repeat(indent));
                column = indent;
            }
            out.push_str(&part);
            column += part.width();
        }
    }
    let mut out = out.trim_end().to_owned();
    out.push('\n');
    out
}

/// What stays together on a line: a word with the space behind it, or a character of a script without
/// spaces with the punctuation that belongs to it.
fn pieces(text: &str) -> Vec<String> {
    let opens = |c: char| "“（《".contains(c);
    let closes = |c: char| "”）》，。、；：？！…".contains(c);
    let mut pieces: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in text.chars() {
        let word = c.is_ascii() && before.is_ascii() && before != ' ';
        let apart = c != ' ' && !word && !opens(before) && !closes(c);
        match pieces.last_mut() {
            Some(last) if !apart => last.push(c),
            _ => pieces.push(c.into()),
        }
        before = c;
    }
    pieces
}

/// What stands between a heading and what it heads.
pub fn colon(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "：" } else { ": " }
}

/// Words in the brackets of a language, apart from what stands before them.
pub fn bracketed(words: &str, lang: Lang) -> String {
    if lang == Lang::Zh { format!("（{words}）") } else { format!(" ({words})") }
}

/// Whether a character moves the cursor, colours the screen, turns the direction of the text, or cannot
/// be seen at all: what comes from a file never reaches a terminal as one of these.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}')
        || matches!(c, '\u{61c}' | '\u{feff}')
}

/// The character, or a sign that stands for one that is not printed.
pub fn printable_char(c: char) -> char {
    if is_unprintable(c) { '\u{fffd}' } else { c }
}

/// A text for the terminal with what is not printed written as an escape; line breaks stay, and our own
/// colours where there are any.
pub fn printable(text: String, color: bool) -> String {
    let plain = |c: char| c == '\n' || !is_unprintable(c);
    if text.chars().all(plain) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c| !plain(c)) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let code = rest.strip_prefix("\x1b[").and_then(|code| {
            let end = code.find(|c: char| !(c.is_ascii_digit() || c == ';'))?;
            (color && code[end..].starts_with('m')).then_some(end + 3)
        });
        let taken = code.or_else(|| rest.chars().next().map(char::len_utf8)).unwrap_or(rest.len());
        match code {
            Some(_) => out.push_str(&rest[..taken]),
            None => out.extend(rest[..taken].chars().flat_map(char::escape_unicode)),
        }
        rest = &rest[taken..];
    }
    out.push_str(rest);
    out
}

/// A message cut in the middle when a file makes it longer than anyone would read.
pub fn shortened(text: String) -> String {
    const MOST: usize = 600;
    if text.len() <= MOST {
        return text;
    }
    let count = text.chars().count();
    if count <= MOST {
        return text;
    }
    let head: String = text.chars().take(MOST / 2).collect();
    let tail: String = text.chars().skip(count - MOST / 4).collect();
    format!("{head} … {tail}")
}

/// A text of the file's in one line, as it may be shown: of some length, and with nothing that a terminal obeys.
pub fn plain(text: &str) -> String {
    printable(shortened(text.replace(['\n', '\r'], " ")), false)
}

/// A table for the terminal, indented, without a title.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let columns = head.iter().map(|heading| Column::text("", heading.as_str())).collect();
    let lines = rows.iter().map(|row| Row::Line {
        depth: 0,
        cells: row.iter().map(|text| Cell::from(text.as_str())).collect(),
    });
    let table = Table {
        name: String::new(),
        title: String::new(),
        lang: Lang::default(),
        columns,
        indent: None,
        rows: lines.collect(),
        marked: Vec::new(),
        notes: Vec::new(),
    };
    let text = super::table::table(&table, WIDTH - 2);
    text.lines().map(|line| format!("  {}\n", line.trim_end())).collect()
}

/// Words joined by commas after a lead, wrapped between them and indented.
pub fn list(lead: &str, items: &[String], lang: Lang) -> String {
    let comma = if lang == Lang::Zh { "、" } else { ", " };
    let mut text = lead.to_owned();
    let mut column = text.width();
    for (i, item) in items.iter().enumerate() {
        let last = i + 1 == items.len();
        let width = item.width() + if last { 0 } else { comma.trim_end().width() };
        if column + width > WIDTH && column > LIST_INDENT {
            while text.ends_with(' ') {
                text.pop();
            }
            text.push('\n');
            text.push_str(&" ".repeat(LIST_INDENT));
            column = LIST_INDENT;
        }
        text.push_str(item);
        column += item.width();
        if !last {
            text.push_str(comma);
            column += comma.width();
        }
    }
    text.push('\n');
    text
}

/// How far the lines of a list are indented after its first.
const LIST_INDENT: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_names_are_not_broken_at_hyphens() {
        let text = format!("{} 2027-06-30", "x".repeat(WIDTH - 8));
        assert_eq!(wrapped(&text, 2).lines().nth(1), Some("  2027-06-30"));
        let text = format!("{}fc-a/psu1", "供".repeat(WIDTH / 2 - 4));
        assert_eq!(wrapped(&text, 2).lines().nth(1), Some("  fc-a/psu1"));
    }

    #[test]
    fn no_line_begins_with_what_closes() {
        for width in WIDTH - 8..WIDTH {
            let text = format!("{}“供电”，未给出", "x".repeat(width - 2));
            let folded = wrapped(&text, 2);
            for line in folded.lines() {
                assert!(!line.trim_start().starts_with(['”', '，']), "{folded}");
                assert!(!line.ends_with('“') && line.width() <= WIDTH, "{folded}");
            }
        }
    }
}
