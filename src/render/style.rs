//! Colour where it is wanted, and text tables that line up whatever the script.

use comfy_table::{ContentArrangement, Table, presets};

use crate::facts::Effect;
use crate::finding::Severity;
use crate::words::{Lang, Word, effects, output as words};

/// Width of what is printed for people, in columns.
pub const WIDTH: usize = 80;

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

/// A table for the terminal: no frame but a line under its head.
pub fn table(head: &[String], rows: &[Vec<String>]) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_content_arrangement(ContentArrangement::Dynamic).set_width(WIDTH as u16 - 2);
    table.set_header(head);
    for row in rows {
        table.add_row(row);
    }
    let text = table.to_string();
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
