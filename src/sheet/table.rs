//! A table in one language: what text, Markdown, CSV and XLSX print alike.

use rust_decimal::Decimal;

use super::prices::{money, percent};
use crate::words::{Lang, Msg, Word, sheets};
use crate::yaml::values::Speed;

/// How wide a table may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Layout {
    /// The columns that matter, for a terminal.
    Narrow,
    /// The columns that people read on paper, for workbooks.
    Print,
    /// Every column, for programs.
    Full,
}

/// On which side the cells of a column stand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// Left.
    Left,
    /// Right.
    Right,
    /// In the middle.
    Center,
}

/// What the cells of a column hold; any cell may hold text instead where the value is not known.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// Words.
    Text,
    /// Whole numbers.
    Integer,
    /// Lengths, shown in metres without a unit.
    Length,
    /// Amounts of money.
    Money,
    /// Shares.
    Percent,
}

/// A column.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Column {
    /// The same in every language.
    pub key: &'static str,
    /// Its heading.
    pub heading: String,
    /// What it and its neighbours are headed by together, above their own headings.
    pub over: Option<String>,
    /// On which side its cells stand.
    pub align: Align,
    /// What its cells hold.
    pub kind: Kind,
}

impl Column {
    /// A column of words.
    pub fn text(key: &'static str, heading: impl Into<String>) -> Self {
        Self { key, heading: heading.into(), over: None, align: Align::Left, kind: Kind::Text }
    }

    /// A column of whole numbers.
    pub fn integer(key: &'static str, heading: impl Into<String>) -> Self {
        Self { align: Align::Right, kind: Kind::Integer, ..Self::text(key, heading) }
    }

    /// A column of lengths.
    pub fn length(key: &'static str, heading: impl Into<String>) -> Self {
        Self { align: Align::Right, kind: Kind::Length, ..Self::text(key, heading) }
    }

    /// A column of amounts.
    pub fn money(key: &'static str, heading: impl Into<String>) -> Self {
        Self { align: Align::Right, kind: Kind::Money, ..Self::text(key, heading) }
    }

    /// A column of shares.
    pub fn percent(key: &'static str, heading: impl Into<String>) -> Self {
        Self { align: Align::Right, kind: Kind::Percent, ..Self::text(key, heading) }
    }

    /// A column of marks, in the middle.
    pub fn mark(key: &'static str, heading: impl Into<String>) -> Self {
        Self { align: Align::Center, ..Self::text(key, heading) }
    }

    /// The same under a heading that its neighbours share.
    pub fn under(mut self, over: impl Into<String>) -> Self {
        self.over = Some(over.into());
        self
    }

    /// Its heading with the one above it, on one line.
    pub fn full_heading(&self, lang: Lang) -> String {
        match &self.over {
            None => self.heading.clone(),
            Some(over) => {
                let args = vec![("end", over.as_str().into()), ("field", (&self.heading).into())];
                Msg::new(&sheets::H_END, args).text(lang)
            }
        }
    }
}

/// What stands before a length that is an estimate.
pub const ESTIMATED: &str = "≈";

/// A cell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A whole number.
    Integer(u64),
    /// A length in millimetres.
    Length(u32),
    /// A length in millimetres that nobody has measured or given: marked wherever it is shown.
    Estimate(u32),
    /// An amount of money.
    Money(Decimal),
    /// A share.
    Percent(Decimal),
    /// Several names.
    List(Vec<String>),
}

impl Cell {
    /// The cell as plain text.
    pub fn text(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Integer(number) => number.to_string(),
            Cell::Length(mm) => metres(*mm),
            Cell::Estimate(mm) => format!("{ESTIMATED}{}", metres(*mm)),
            Cell::Money(amount) => money(*amount),
            Cell::Percent(share) => percent(*share),
            Cell::List(names) => names.join(", "),
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text.into()) }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Cell::Empty, Into::into)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Cell::Integer(number.into())
    }
}

/// A line of a table.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Row {
    /// A heading over the lines that follow.
    Group(String),
    /// A line; those of depth 1 belong to the line of depth 0 above them.
    Line {
        /// How far it is indented.
        depth: u8,
        /// One cell for each column.
        cells: Vec<Cell>,
    },
    /// A sum of lines above it, one cell for each column.
    Total(Vec<Cell>),
}

/// A table in one language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Table {
    /// Short name, such as that of a spreadsheet's tab.
    pub name: String,
    /// Title with the name of the design.
    pub title: String,
    /// The language of its words.
    pub lang: Lang,
    /// The columns.
    pub columns: Vec<Column>,
    /// Index of the column whose cells are indented.
    pub indent: Option<usize>,
    /// The lines.
    pub rows: Vec<Row>,
    /// Which of the rows are marked, by their numbers in order.
    pub marked: Vec<usize>,
    /// What stands underneath.
    pub notes: Vec<String>,
}

impl Table {
    /// An empty table.
    pub fn new(sheet: &'static Word, design: &str, lang: Lang, columns: Vec<Column>) -> Self {
        let args = vec![("sheet", sheet.into()), ("design", design.into())];
        Self {
            name: sheet.text(lang).into(),
            lang,
            title: Msg::new(&sheets::SHEET_TITLE, args).text(lang),
            columns,
            indent: None,
            rows: Vec::new(),
            marked: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a line.
    pub fn line(&mut self, depth: u8, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(Row::Line { depth, cells });
    }

    /// Adds a sum.
    pub fn total(&mut self, cells: Vec<Cell>) {
        debug_assert_eq!(cells.len(), self.columns.len());
        self.rows.push(Row::Total(cells));
    }

    /// Drops a column that no line fills.
    pub fn drop_if_empty(&mut self, key: &str) {
        let Some(at) = self.columns.iter().position(|column| column.key == key) else { return };
        if self.lines().all(|(_, cells)| cells[at] == Cell::Empty) {
            self.drop_column(key);
        }
    }

    /// Drops a column.
    pub fn drop_column(&mut self, key: &str) {
        let Some(at) = self.columns.iter().position(|column| column.key == key) else { return };
        self.columns.remove(at);
        self.indent = self.indent.map(|indent| if indent > at { indent - 1 } else { indent });
        for row in &mut self.rows {
            match row {
                Row::Line { cells, .. } | Row::Total(cells) => drop(cells.remove(at)),
                Row::Group(_) => {}
            }
        }
    }

    /// The lines and sums, without the group headings.
    pub fn lines(&self) -> impl Iterator<Item = (u8, &[Cell])> {
        self.rows.iter().filter_map(|row| match row {
            Row::Group(_) => None,
            Row::Line { depth, cells } => Some((*depth, cells.as_slice())),
            Row::Total(cells) => Some((0, cells.as_slice())),
        })
    }
}

/// A length in metres without a unit: `5`, `0.5`.
pub fn metres(mm: u32) -> String {
    let text = format!("{}.{:03}", mm / 1000, mm % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// A line rate, given in Mbit/s, in Gbit/s without a unit: `8`, `0.1`.
pub fn rate(mbit: u32) -> String {
    Speed { mbit }.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_have_no_needless_zeros() {
        assert_eq!([8000, 100, 8500, 1].map(rate), ["8", "0.1", "8.5", "0.001"]);
    }

    #[test]
    fn lengths_have_no_needless_zeros() {
        assert_eq!(
            [5000, 500, 12_250, 100_000, 1].map(metres),
            ["5", "0.5", "12.25", "100", "0.001"]
        );
    }
}
