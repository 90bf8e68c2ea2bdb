//! Colour where it is wanted, and text tables that line up whatever the script.

use crate::facts::Effect;
use crate::finding::Severity;
use crate::sheet::table::{Cell, Column, Row, Table};
use crate::words::{Lang, Word, effects, output as words};

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

    pub fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    pub fn dim(self, text: &str) -> String {
        self.wrap("2", text)
    }

    pub fn red(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    pub fn green(self, text: &str) -> String {
        self.wrap("1;32", text)
    }

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

/// The word for a severity.
pub fn severity_word(severity: Severity) -> &'static Word {
    match severity {
        Severity::Error => &words::ERROR,
        Severity::Warning => &words::WARNING,
        Severity::Note => &words::NOTE,
    }
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
        columns,
        indent: None,
        rows: lines.collect(),
        notes: Vec::new(),
    };
    let text = super::table::table(&table, WIDTH - 2);
    text.lines().map(|line| format!("  {}\n", line.trim_end())).collect()
}

/// Words joined by commas and wrapped under a heading: `heading: a, b, c`.
pub fn list(heading: &str, items: &[String], lang: Lang) -> String {
    use unicode_width::UnicodeWidthStr;
    let (colon, comma) = match lang {
        Lang::En => (": ", ", "),
        Lang::Zh => ("：", "、"),
    };
    let mut text = format!("  {heading}{colon}");
    let mut column = text.width();
    for (i, item) in items.iter().enumerate() {
        let last = i + 1 == items.len();
        let width = item.width() + if last { 0 } else { comma.trim_end().width() };
        if column + width > WIDTH && column > 4 {
            while text.ends_with(' ') {
                text.pop();
            }
            text.push_str("\n    ");
            column = 4;
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
