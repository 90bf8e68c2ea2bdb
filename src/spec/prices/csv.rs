//! Price books as spreadsheets keep them: a head, then a row for each part.

use std::str::FromStr;

use super::{Amount, Currency, Discount, Entries, Percent, PriceBook, PriceSpec};
use crate::finding::Finding;
use crate::source::{SourceId, Span};
use crate::words::{Word, msg, prices as words, reading};
use crate::yaml::decode::{Spanned, Text, nearest};
use crate::yaml::values::Date;

/// What a column holds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Part,
    Price,
    Currency,
    Discount,
    Tax,
    Source,
    Date,
    /// For people, and not read.
    Other,
}

/// The heads of columns, in small letters.
const HEADS: &[(Column, &[&str])] = &[
    (Column::Part, &["part number", "part_number", "part", "部件号"]),
    (Column::Price, &["price", "list price", "list_price", "目录价"]),
    (Column::Currency, &["currency", "币种"]),
    (Column::Discount, &["discount", "折扣"]),
    (Column::Tax, &["tax", "tax rate", "tax_rate", "税率"]),
    (Column::Source, &["source", "来源"]),
    (Column::Date, &["date", "日期"]),
    (
        Column::Other,
        &["description", "manufacturer", "unit", "remarks", "产品名称", "品牌", "单位", "备注"],
    ),
];

/// Reads a price book in CSV, its head in English or Chinese; commas, semicolons or tabs between cells.
///
/// Rows that hold nothing are passed over. What cannot be read is reported and left out.
pub fn read_csv(source: SourceId, text: &str, findings: &mut Vec<Finding>) -> PriceBook {
    let head = text.lines().next().unwrap_or_default();
    let between = [b',', b'\t', b';'].into_iter().find(|&it| head.as_bytes().contains(&it));
    let between = between.unwrap_or(b',');
    let mut reader = ::csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        .from_reader(text.as_bytes());
    let mut columns: Option<Vec<Column>> = None;
    let mut entries = Entries::default();
    // Text in memory that is UTF-8 and may be of any width: nothing in it fails.
    for record in reader.records().flatten() {
        let start = record.position().map_or(0, |at| at.byte() as usize);
        let cells = Cells { source, text, start, between, record: &record };
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        match &columns {
            Some(columns) => row(&cells, columns, &mut entries, findings),
            None => match self::head(&cells, findings) {
                Some(found) => columns = Some(found),
                None => return PriceBook::default(),
            },
        }
    }
    if columns.is_none() {
        let span = Span { source, start: 0, end: 0 };
        let finding = Finding::error("missing-column", span, &words::EMPTY_BOOK);
        findings.push(finding.help(&words::BEGIN_BOOK));
    }
    entries.book
}

/// A row and its place.
struct Cells<'a> {
    source: SourceId,
    text: &'a str,
    start: usize,
    between: u8,
    record: &'a ::csv::StringRecord,
}

impl Cells<'_> {
    /// The text of a cell, without blanks around it; `None` if that is nothing.
    fn get(&self, at: usize) -> Option<&str> {
        self.record.get(at).map(str::trim).filter(|it| !it.is_empty())
    }

    /// Where a cell stands, with its quotes.
    fn span(&self, at: usize) -> Span {
        let bytes = self.text.as_bytes();
        let blank = |it: &u8| matches!(it, b'\n' | b'\r');
        let mut i = self.start + bytes[self.start..].iter().take_while(|it| blank(it)).count();
        let (mut cell, mut first, mut quoted) = (0, i, false);
        while i < bytes.len() {
            match bytes[i] {
                b'"' => quoted = !quoted,
                it if !quoted && (it == self.between || blank(&it)) => {
                    if cell == at || blank(&it) {
                        break;
                    }
                    (cell, first) = (cell + 1, i + 1);
                }
                _ => {}
            }
            i += 1;
        }
        Span { source: self.source, start: first as u32, end: i as u32 }
    }

    fn text(&self, at: usize) -> Option<Text> {
        self.get(at).map(|text| Text { value: text.into(), span: self.span(at) })
    }

    fn value<T: FromStr>(
        &self,
        at: usize,
        (expected, example): (&'static Word, &str),
        findings: &mut Vec<Finding>,
    ) -> Option<Spanned<T>> {
        let text = self.get(at)?;
        let span = self.span(at);
        if let Ok(value) = text.parse() {
            return Some(Spanned { value, span });
        }
        let message = msg!(reading::NOT_A, text = text, expected = expected);
        let finding = Finding::error("bad-value", span, message);
        findings.push(finding.help(msg!(reading::WRITE_LIKE, example = example)));
        None
    }
}

/// What each column holds; `None` if the book cannot be read by its head.
fn head(cells: &Cells, findings: &mut Vec<Finding>) -> Option<Vec<Column>> {
    let before = findings.len();
    let mut columns: Vec<Column> = Vec::new();
    for (at, cell) in cells.record.iter().enumerate() {
        let name = cell.trim();
        let lower = name.to_lowercase();
        let found = HEADS.iter().find(|(_, heads)| heads.contains(&lower.as_str()));
        let column = match found {
            Some((column, _)) => *column,
            None if name.is_empty() => Column::Other,
            None => {
                let message = msg!(words::UNKNOWN_COLUMN, column = name);
                let finding = Finding::error("unknown-column", cells.span(at), message);
                let heads = HEADS.iter().flat_map(|(_, heads)| heads.iter().copied());
                findings.push(match nearest(name, heads) {
                    Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
                    None => finding.help(msg!(words::KNOWN_COLUMNS, columns = known())),
                });
                Column::Other
            }
        };
        if column != Column::Other && columns.contains(&column) {
            let message = msg!(words::COLUMN_TWICE, column = name);
            let finding = Finding::error("duplicate-key", cells.span(at), message);
            findings.push(finding.help(&reading::REMOVE_ONE));
        }
        columns.push(column);
    }
    if !columns.contains(&Column::Part) {
        let finding = Finding::error("missing-column", cells.span(0), &words::NO_PART_COLUMN);
        findings.push(finding.help(&words::BEGIN_BOOK));
    }
    (findings.len() == before).then_some(columns)
}

/// The first name of each column that is read.
fn known() -> Vec<&'static str> {
    let read = HEADS.iter().filter(|(column, _)| *column != Column::Other);
    read.filter_map(|(_, heads)| heads.first().copied()).collect()
}

fn row(cells: &Cells, columns: &[Column], entries: &mut Entries, findings: &mut Vec<Finding>) {
    let before = findings.len();
    if let Some(extra) = (columns.len()..cells.record.len()).find(|&at| cells.get(at).is_some()) {
        let message = msg!(words::CELL_WITHOUT_HEAD, count = columns.len());
        let finding = Finding::error("bad-value", cells.span(extra), message);
        findings.push(finding.help(&words::QUOTE_CELL));
        return;
    }
    let mut spec = PriceSpec::default();
    let mut part = None;
    for (at, column) in columns.iter().enumerate() {
        match column {
            Column::Part => part = cells.text(at),
            Column::Price => {
                spec.price = cells
                    .value::<Grouped>(at, AMOUNT, findings)
                    .map(|it| Spanned { value: Amount { value: it.value.0.value }, span: it.span });
            }
            Column::Currency => spec.currency = cells.value::<Currency>(at, CURRENCY, findings),
            Column::Discount => spec.discount = cells.value::<Discount>(at, DISCOUNT, findings),
            Column::Tax => spec.tax = cells.value::<Percent>(at, TAX, findings),
            Column::Source => spec.source = cells.text(at),
            Column::Date => spec.date = cells.value::<Date>(at, DATE, findings),
            Column::Other => {}
        }
    }
    let Some(part) = part else {
        let at = columns.iter().position(|it| *it == Column::Part).unwrap_or(0);
        let finding = Finding::error("missing-key", cells.span(at), &words::ROW_WITHOUT_PART);
        findings.push(finding.help(&words::GIVE_PART));
        return;
    };
    // A row whose cells cannot be read has said so.
    if findings.len() == before {
        entries.add(&part, &spec, findings);
    }
}

const AMOUNT: (&Word, &str) = (&words::AN_AMOUNT, "12000.00");
const CURRENCY: (&Word, &str) = (&words::A_CURRENCY, "CNY");
const DISCOUNT: (&Word, &str) = (&words::A_DISCOUNT, "35 %");
const TAX: (&Word, &str) = (&words::A_PERCENTAGE, "13 %");
const DATE: (&Word, &str) = (&reading::A_DATE, "2027-06-30");

/// An amount as spreadsheets write it, thousands set apart by commas: `12,000.00`.
struct Grouped(Amount);

impl FromStr for Grouped {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (whole, part) = text.split_once('.').map_or((text, None), |(a, b)| (a, Some(b)));
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let apart = whole.contains(',');
        if apart && (first.len() > 3 || first.is_empty() || groups.any(|it| it.len() != 3)) {
            return Err(());
        }
        let plain = whole.replace(',', "");
        match part {
            Some(part) => format!("{plain}.{part}").parse().map(Self),
            None => plain.parse().map(Self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_may_stand_apart_but_not_anything_else() {
        let read = |text: &str| text.parse::<Grouped>().map(|it| it.0.value.to_string());
        assert_eq!(read("12,000.50"), Ok("12000.50".into()));
        assert_eq!(read("1,234,567"), Ok("1234567".into()));
        for wrong in ["12,50", "1,2345", ",500", "1,,000", "1.000,50", "¥5"] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
    }
}
