//! The cells of CSV files and workbooks of others, within bounds.

use std::io::{self, Cursor, Read};

use calamine::{Data, DataRef, Reader, Xlsx};

/// What a file may hold before it is refused.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a workbook once unpacked.
    pub bytes: u64,
    /// Rows of a sheet.
    pub rows: usize,
    /// Columns of a sheet.
    pub columns: usize,
}

/// Why cells cannot be read.
#[derive(Debug)]
pub enum Refused {
    /// More than the limits allow.
    TooLarge,
    /// No CSV or no workbook; in the words of the reader.
    Broken(String),
}

/// A sheet: its name, and its rows from the first on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// Its name; empty for CSV.
    pub name: String,
    /// Its rows, each with the number that people know it by and its cells as text.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// The sheets of a file: a workbook if it is a ZIP file, else CSV.
///
/// # Errors
/// What is wrong with it.
pub fn sheets(bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, Refused> {
    match bytes.starts_with(b"PK\x03\x04") {
        true => workbook(bytes, limits),
        false => Ok(vec![csv(bytes, limits)?]),
    }
}

/// Text of UTF-8, UTF-16 with its mark, or else GB18030, in which Chinese spreadsheets write CSV.
fn text(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn csv(bytes: &[u8], limits: Limits) -> Result<Sheet, Refused> {
    let text = text(bytes);
    // The sign that parts the cells is the one that stands most often in the first lines.
    let first: String = text.lines().take(20).collect();
    let signs = [b',', b';', b'\t'];
    let count = |sign: u8| first.bytes().filter(|&it| it == sign).count();
    let sign = signs.into_iter().max_by_key(|&it| (count(it), it == b',')).unwrap_or(b',');
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(sign)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| Refused::Broken(error.to_string()))?;
        if rows.len() >= limits.rows || record.len() > limits.columns {
            return Err(Refused::TooLarge);
        }
        let line = record.position().map_or(rows.len() as u64 + 1, csv::Position::line);
        rows.push((line as usize, record.iter().map(str::to_owned).collect()));
    }
    Ok(Sheet { name: String::new(), rows })
}

fn workbook(bytes: &[u8], limits: Limits) -> Result<Vec<Sheet>, Refused> {
    unpack(bytes, limits)?;
    let broken = |error: calamine::XlsxError| Refused::Broken(error.to_string());
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut rows: Vec<(usize, Vec<String>)> = Vec::new();
        // Cell by cell: a sheet with one cell in its last corner is small, its rectangle is not.
        let mut cells = match book.worksheet_cells_reader(&name) {
            Ok(cells) => cells,
            // A chart is no sheet of cells.
            Err(_) => continue,
        };
        while let Some(cell) = cells.next_cell().map_err(broken)? {
            let ((row, column), value) = (cell.get_position(), written(cell.get_value()));
            let (number, column) = (row as usize + 1, column as usize);
            if value.is_empty() {
                continue;
            }
            if column >= limits.columns || rows.len() >= limits.rows {
                return Err(Refused::TooLarge);
            }
            if rows.last().is_none_or(|(last, _)| *last != number) {
                rows.push((number, Vec::new()));
            }
            if let Some((_, cells)) = rows.last_mut() {
                if cells.len() <= column {
                    cells.resize(column + 1, String::new());
                }
                cells[column] = value;
            }
        }
        sheets.push(Sheet { name, rows });
    }
    Ok(sheets)
}

/// Unpacks a workbook into nothing, to see how large it is: what its index says may be a lie.
fn unpack(bytes: &[u8], limits: Limits) -> Result<(), Refused> {
    let broken = |error: zip::result::ZipError| Refused::Broken(error.to_string());
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).map_err(broken)?;
    if zip.len() > 10_000 {
        return Err(Refused::TooLarge);
    }
    let mut left = limits.bytes;
    for at in 0..zip.len() {
        let file = zip.by_index(at).map_err(broken)?;
        let read = io::copy(&mut file.take(left + 1), &mut io::sink())
            .map_err(|error| Refused::Broken(error.to_string()))?;
        left = left.checked_sub(read).ok_or(Refused::TooLarge)?;
    }
    Ok(())
}

/// A cell as people see it: whole numbers without a point.
fn written(value: &DataRef) -> String {
    match Data::from(value.clone()) {
        Data::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            format!("{number:.0}")
        }
        Data::Error(_) | Data::Empty => String::new(),
        other => other.to_string().trim().to_owned(),
    }
}
