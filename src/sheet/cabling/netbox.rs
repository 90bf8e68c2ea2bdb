//! The cabling list as NetBox imports cables: one row each, ends by device and port.

use super::{Cabling, Color, End, LengthSource, Row, Side};
use crate::sheet::table::{Cell, Column, Table};
use crate::words::{Lang, sheets};

/// The columns of the import.
const COLUMNS: &[&str] = &[
    "side_a_device",
    "side_a_type",
    "side_a_name",
    "side_b_device",
    "side_b_type",
    "side_b_name",
    "type",
    "status",
    "label",
    "color",
    "length",
    "length_unit",
];

impl Cabling {
    /// The list for NetBox's import of cables. A length that is an estimate stays empty: there it would be
    /// taken for measured.
    pub fn netbox(&self) -> Table {
        let columns = COLUMNS.iter().map(|key| Column::text(key, *key)).collect();
        let mut table = Table::new(&sheets::SHEET_CABLING, &self.name, Lang::En, columns);
        for row in &self.cables {
            let known = row.length_source.is_some_and(|it| it != LengthSource::Estimated);
            let length = row.length_mm.filter(|_| known);
            let [a, b] = [side(&row.a), side(&row.b)];
            let mut cells: Vec<Cell> = a.into_iter().chain(b).collect();
            cells.extend([
                kind(row).map(str::to_owned).into(),
                if row.existing { "connected" } else { "planned" }.into(),
                row.label.clone().into(),
                color(row.color).into(),
                length.map_or(Cell::Empty, Cell::Length),
                length.map(|_| "m".to_owned()).into(),
            ]);
            table.line(0, cells);
        }
        table
    }
}

fn side(end: &End) -> [Cell; 3] {
    let kind = match end.side {
        Side::Port => "dcim.interface",
        Side::Front => "dcim.frontport",
        Side::Rear => "dcim.rearport",
    };
    [end.device.clone().into(), kind.into(), end.port.clone().into()]
}

/// What the cable is made of, in NetBox's words; none for what it does not know, such as SAS copper.
fn kind(row: &Row) -> Option<&'static str> {
    Some(match row.medium.as_deref()? {
        "om1" => "mmf-om1",
        "om2" => "mmf-om2",
        "om3" => "mmf-om3",
        "om4" => "mmf-om4",
        "om5" => "mmf-om5",
        "os1" => "smf-os1",
        "os2" => "smf-os2",
        "cat5" => "cat5",
        "cat5e" => "cat5e",
        "cat6" => "cat6",
        "cat6a" => "cat6a",
        "cat7" => "cat7",
        "cat8" => "cat8",
        "aoc" => "aoc",
        "power" => "power",
        // NetBox knows these as active or passive only, and fibre as one mode or the other.
        _ => return None,
    })
}

/// Red, green and blue, two hexadecimal digits each.
fn color(color: Color) -> &'static str {
    match color {
        Color::Blue => "2196f3",
        Color::Orange => "ff9800",
        Color::Violet => "9c27b0",
        Color::Brown => "795548",
        Color::Aqua => "00bcd4",
        Color::Black => "111111",
        Color::Green => "4caf50",
        Color::Yellow => "ffeb3b",
        Color::Grey => "9e9e9e",
        Color::White => "ffffff",
    }
}
