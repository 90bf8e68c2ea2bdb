//! XLSX: one sheet for each table, ready to print; the same bytes for the same tables.

use std::io;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use super::table::columns;
use crate::sheet::table::{Align, Cell, ESTIMATED, Kind, Row, Table};

/// Tables as a workbook: headings in the first row, frozen, with a filter; notes two rows below.
///
/// # Errors
/// More rows, columns or characters than a workbook may have.
pub fn workbook(tables: &[Table]) -> io::Result<Vec<u8>> {
    build(tables).map_err(io::Error::other)
}

fn build(tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The day does not matter, only that it is always the same.
    let title = tables.first().map_or("", |table| table.title.as_str());
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&day));
    for table in tables {
        sheet(book.add_worksheet(), table)?;
    }
    book.save_to_buffer()
}

fn sheet(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(&table.name)?;
    let last = (table.columns.len() as u16).saturating_sub(1);
    let widths: Vec<usize> = (0..table.columns.len()).map(|i| width(table, i)).collect();
    let head = self::head(sheet, table, &widths)?;
    let group = cell().set_bold().set_background_color(PALE);
    let formats: Vec<Format> = table
        .columns
        .iter()
        .map(|column| match column.align {
            Align::Left => cell().set_text_wrap(),
            // Apart from the words of the next column.
            Align::Right => cell().set_align(FormatAlign::Right).set_indent(1),
            Align::Center => cell().set_align(FormatAlign::Center),
        })
        .collect();
    let mut at = head;
    for (number, row) in table.rows.iter().enumerate() {
        at += 1;
        let marked = table.marked.binary_search(&number).is_ok();
        let (depth, cells, total) = match row {
            Row::Group(name) => {
                match last {
                    0 => sheet.write_string_with_format(at, 0, name, &group)?,
                    _ => sheet.merge_range(at, 0, at, last, name, &group)?,
                };
                continue;
            }
            Row::Line { depth, cells } => (*depth, cells, false),
            Row::Total(cells) => (0, cells, true),
        };
        let texts = cells.iter().map(|cell| if total { String::new() } else { cell.text() });
        sheet.set_row_height(at, height(texts, &widths))?;
        for ((cell, format), i) in cells.iter().zip(&formats).zip(0..) {
            let below = depth > 0 && table.indent == Some(usize::from(i));
            let format = match below {
                true => format.clone().set_align(FormatAlign::Left).set_indent(depth),
                false => format.clone(),
            };
            let format = match total {
                _ if marked => format.set_background_color(MARKED),
                true => format.set_bold().set_background_color(PALE).unset_text_wrap(),
                false => format,
            };
            write(sheet, (at, i), cell, &format)?;
        }
    }
    sheet.autofilter(head, 0, at, last)?;
    for (note, text) in (at + 2..).zip(&table.notes) {
        sheet.write_string(note, 0, text)?;
    }

    const A4: u8 = 9;
    sheet.set_freeze_panes(head + 1, 0)?;
    sheet.set_repeat_rows(0, head)?;
    sheet.set_paper_size(A4).set_landscape().set_print_fit_to_pages(1, 0);
    sheet.set_margins(0.4, 0.4, 0.7, 0.6, 0.3, 0.3);
    // An ampersand starts a code in headers; two of them print one. A header holds 255 characters.
    let title: String = table.title.chars().take(100).collect::<String>().replace('&', "&&");
    sheet.set_header(format!("&L{title}")).set_footer("&L&A&R&P / &N");
    Ok(())
}

/// Behind groups and sums.
const PALE: &str = "#F4F6F8";

/// Behind rows that are marked.
const MARKED: &str = "#FFF4D6";

fn cell() -> Format {
    // Latin and Chinese letters of a row stand level only in the middle.
    Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter)
}

/// Writes the headings, in two rows where neighbours share one; gives the last of these rows.
fn head(sheet: &mut Worksheet, table: &Table, widths: &[usize]) -> Result<u32, XlsxError> {
    let format = cell().set_bold().set_text_wrap().set_background_color("#E7ECF2");
    for (&width, i) in widths.iter().zip(0..) {
        sheet.set_column_width(i, width as f64)?;
    }
    let headings = || table.columns.iter().map(|column| column.heading.clone());
    if table.columns.iter().all(|column| column.over.is_none()) {
        sheet.set_row_height(0, height(headings(), widths))?;
        for (column, i) in table.columns.iter().zip(0..) {
            sheet.write_string_with_format(0, i, &column.heading, &format)?;
        }
        return Ok(0);
    }
    sheet.set_row_height(1, height(headings(), widths))?;
    let middle = format.clone().set_align(FormatAlign::Center);
    let mut first = 0;
    for same in table.columns.chunk_by(|a, b| a.over.is_some() && a.over == b.over) {
        let last = first + same.len() as u16 - 1;
        match &same[0].over {
            Some(over) if same.len() > 1 => {
                sheet.merge_range(0, first, 0, last, over, &middle)?;
            }
            Some(over) => {
                sheet.write_string_with_format(0, first, over, &middle)?;
            }
            // A heading on its own stands in the second row, where the filters are.
            None => {
                sheet.write_blank(0, first, &format)?;
            }
        }
        for (column, i) in same.iter().zip(first..) {
            sheet.write_string_with_format(1, i, &column.heading, &format)?;
        }
        first = last + 1;
    }
    Ok(1)
}

/// How many places a number has behind its point.
fn places(cell: &Cell) -> usize {
    let text = cell.text();
    text.split_once('.').map_or(0, |(_, places)| places.trim_end_matches(" %").len())
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    let metres = |mm: &u32| f64::from(*mm) / 1000.0;
    let shown = |as_: &str| format.clone().set_num_format(as_);
    // A spreadsheet knows no other numbers; all that are shown have fewer digits than these hold.
    let number = |text: String| text.parse::<f64>().unwrap_or_default();
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Integer(number) => {
            sheet.write_number_with_format(row, column, *number as f64, format)?
        }
        Cell::Length(mm) => sheet.write_number_with_format(row, column, metres(mm), format)?,
        Cell::Estimate(mm) => {
            let format = shown(&format!("\"{ESTIMATED}\"General")).set_italic();
            sheet.write_number_with_format(row, column, metres(mm), &format)?
        }
        Cell::Money(amount) => {
            let format = shown(&format!("#,##0.{}", "0".repeat(places(cell))));
            sheet.write_number_with_format(row, column, number(amount.to_string()), &format)?
        }
        Cell::Percent(share) => {
            let format = match places(cell) {
                0 => shown("0 %"),
                places => shown(&format!("0.{} %", "0".repeat(places))),
            };
            sheet.write_number_with_format(row, column, number(share.to_string()), &format)?
        }
        Cell::Text(_) | Cell::List(_) => {
            sheet.write_string_with_format(row, column, cell.text(), format)?
        }
    };
    Ok(())
}

/// The width of a column in characters: of its widest cell or word of its heading, within reason.
fn width(table: &Table, column: usize) -> usize {
    const MOST: usize = 38;
    let heading = table.columns[column].heading.split(' ').map(columns).max().unwrap_or(0);
    let lines = table.rows.iter().filter_map(|row| match row {
        Row::Line { depth, cells } => Some((*depth, cells)),
        // The words of a sum may run over the empty cells beside them.
        Row::Total(cells) if table.columns[column].kind == Kind::Money => Some((0, cells)),
        Row::Total(_) | Row::Group(_) => None,
    });
    let cells = lines.map(|(depth, cells)| {
        let indent = if table.indent == Some(column) { 2 * usize::from(depth) } else { 0 };
        let marks = match &cells[column] {
            // Thousands are set apart, and sums are bold.
            Cell::Money(amount) => 3 + columns(&amount.trunc().to_string()) / 3,
            Cell::Integer(_) | Cell::Length(_) | Cell::Estimate(_) | Cell::Percent(_) => 2,
            _ => 0,
        };
        columns(&cells[column].text()) + indent + marks
    });
    // The sign of the filter stands beside the heading.
    cells.chain([heading + 2]).max().unwrap_or(0).min(MOST) + 1
}

/// The height of a row in points: programs that open the file do not all fold cells by themselves.
fn height(cells: impl Iterator<Item = String>, widths: &[usize]) -> f64 {
    // Chinese lines are taller than Latin ones.
    const LINE: usize = 18;
    // Words leave the end of a line empty, and letters differ in width.
    let lines = cells.zip(widths).map(|(cell, width)| {
        let room = width.saturating_sub(3).max(1);
        if columns(&cell) < *width { 1 } else { columns(&cell).div_ceil(room) }
    });
    const MOST: usize = 27;
    (lines.max().unwrap_or(1).min(MOST) * LINE) as f64
}
