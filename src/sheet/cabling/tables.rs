//! The cabling list as a table.

use super::{Cabling, End, Row};
use crate::names::natural;
use crate::sheet::table::Row::Group;
use crate::sheet::table::{Cell, Column, Layout, Table, metres};
use crate::words::{Lang, Msg, Word, msg, sheets};

/// What stands in a box to be ticked.
const BOX: &str = "☐";

impl Cabling {
    /// The list: when narrow with the ends as `DEVICE:PORT`, else with a column for each fact. What is
    /// printed leaves out what its other columns say, and the labels.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        let design = self.title.as_deref().unwrap_or(&self.name);
        let columns = match layout {
            Layout::Narrow => narrow_columns(lang),
            Layout::Print | Layout::Full => full_columns(lang),
        };
        let mut table = Table::new(&sheets::SHEET_CABLING, design, lang, columns);
        let placed = |end: &End| end.rack.is_some() || end.site.is_some();
        let places = self.cables.iter().any(|row| placed(&row.a) || placed(&row.b));
        let mut last = None;
        for (row, number) in self.cables.iter().zip(1..) {
            let place = (&row.a.site, &row.a.rack);
            if places && layout == Layout::Narrow && last != Some(place) {
                table.rows.push(Group(rack(&row.a, lang)));
                last = Some(place);
            }
            let cells = match layout {
                Layout::Narrow => narrow(row, number, lang),
                Layout::Print | Layout::Full => full(row, number, lang),
            };
            table.line(0, cells);
        }
        if layout == Layout::Print {
            for key in ["line", "connector", "fabric", "label_a", "label_b"] {
                table.drop_column(key);
            }
            // A piece has the name of its link; a leg of a trunk has not.
            if self.cables.iter().all(|row| row.assembly.is_none()) {
                table.drop_column("link");
            }
            let facts = ["site", "rack", "unit", "in", "slot", "optic"];
            let ends = ["a", "b"];
            let columns = table.columns.iter().map(|column| column.key);
            let optional: Vec<&str> = columns
                .filter(|key| {
                    let fact = key.split_once('_').filter(|(end, _)| ends.contains(end));
                    *key == "length_source" || fact.is_some_and(|(_, fact)| facts.contains(&fact))
                })
                .collect();
            optional.into_iter().for_each(|key| table.drop_if_empty(key));
        }
        let count = self.cables.len();
        let unknown =
            self.cables.iter().filter(|row| !row.existing && row.length_mm.is_none()).count();
        table.notes.push(match unknown {
            0 => msg!(sheets::N_CABLES, count = count).text(lang),
            _ => msg!(sheets::N_UNKNOWN_LENGTHS, count = count, unknown = unknown).text(lang),
        });
        for (link, mm) in &self.together {
            let length = format!("{} m", metres(*mm));
            table.notes.push(msg!(sheets::N_TOGETHER, link = link, length = length).text(lang));
        }
        let mut trunks: Vec<&str> =
            self.cables.iter().filter_map(|row| row.assembly.as_deref()).collect();
        trunks.sort_by(|a, b| natural(a, b));
        trunks.dedup();
        if !trunks.is_empty() {
            table.notes.push(msg!(sheets::N_TRUNKS, names = trunks).text(lang));
        }
        if self.internal > 0 {
            table.notes.push(msg!(sheets::N_INTERNAL, count = self.internal).text(lang));
        }
        table
    }
}

fn narrow_columns(lang: Lang) -> Vec<Column> {
    let head = |word: &Word| word.text(lang).to_owned();
    vec![
        Column::text("id", head(&sheets::H_CABLE)),
        Column::text("a", head(&sheets::H_NEAR)),
        Column::text("b", head(&sheets::H_FAR)),
        Column::text("type", head(&sheets::H_TYPE)),
        Column::length("length_m", head(&sheets::H_LENGTH_SHORT)),
        Column::text("color", head(&sheets::H_COLOR)),
        Column::text("purpose", head(&sheets::H_PURPOSE)),
        Column::mark("done", head(&sheets::H_DONE)),
    ]
}

fn full_columns(lang: Lang) -> Vec<Column> {
    let head = |word: &Word| word.text(lang).to_owned();
    let mut columns = vec![
        Column::integer("line", head(&sheets::H_LINE)),
        Column::text("id", head(&sheets::H_CABLE)),
        Column::text("link", head(&sheets::H_LINK)),
    ];
    let ends: [(&'static Word, [&'static str; 8]); 2] = [
        (
            &sheets::H_NEAR,
            ["a_site", "a_rack", "a_unit", "a_in", "a_device", "a_slot", "a_port", "a_optic"],
        ),
        (
            &sheets::H_FAR,
            ["b_site", "b_rack", "b_unit", "b_in", "b_device", "b_slot", "b_port", "b_optic"],
        ),
    ];
    for (end, keys) in ends {
        let fields: [&'static Word; 8] = [
            &sheets::H_SITE,
            &sheets::H_RACK,
            &sheets::H_U,
            &sheets::H_IN,
            &sheets::H_DEVICE,
            &sheets::H_SLOT,
            &sheets::H_PORT,
            &sheets::H_OPTIC,
        ];
        for (field, key) in fields.into_iter().zip(keys) {
            let heading = msg!(sheets::H_END, end = end, field = field).text(lang);
            columns.push(match key {
                "a_unit" | "b_unit" => Column::integer(key, heading),
                _ => Column::text(key, heading),
            });
        }
    }
    columns.extend([
        Column::text("type", head(&sheets::H_TYPE)),
        Column::text("connector", head(&sheets::H_CONNECTOR)),
        Column::length("length_m", head(&sheets::H_LENGTH)),
        Column::text("length_source", head(&sheets::H_LENGTH_SOURCE)),
        Column::text("color", head(&sheets::H_COLOR)),
        Column::text("fabric", head(&sheets::H_FABRIC)),
        Column::text("purpose", head(&sheets::H_PURPOSE)),
        Column::text("part_number", head(&sheets::H_PART_NUMBER)),
        Column::text("label_a", head(&sheets::H_LABEL_NEAR)),
        Column::text("label_b", head(&sheets::H_LABEL_FAR)),
        Column::mark("done", head(&sheets::H_DONE)),
    ]);
    columns
}

fn narrow(row: &Row, number: u32, lang: Lang) -> Vec<Cell> {
    let elsewhere = (&row.a.site, &row.a.rack) != (&row.b.site, &row.b.rack);
    vec![
        row.label.clone().unwrap_or_else(|| number.to_string()).into(),
        end(&row.a, false, lang),
        end(&row.b, elsewhere, lang),
        medium(row, lang),
        row.length_mm.map_or_else(|| Cell::from("?"), Cell::Length),
        row.color.word().text(lang).into(),
        purpose(row, lang),
        BOX.into(),
    ]
}

/// Rack, unit and bay where they are known and not said already, then `DEVICE:PORT`.
fn end(end: &End, rack: bool, lang: Lang) -> Cell {
    let rack = end.rack.as_ref().or(end.site.as_ref()).filter(|_| rack);
    let rack = rack.map(|rack| format!("{rack} "));
    let unit = end.unit.map(|unit| format!("U{unit} "));
    let within = end.within().map(|within| within.text(lang) + " ");
    let place = [rack, unit, within].map(Option::unwrap_or_default).concat();
    Cell::Text(format!("{place}{}:{}", end.device, end.port()))
}

fn rack(end: &End, lang: Lang) -> String {
    match (&end.site, &end.rack) {
        (Some(site), Some(rack)) => msg!(sheets::IN_SITE, site = site, rack = rack).text(lang),
        (_, Some(rack)) => msg!(sheets::IN_RACK, rack = rack).text(lang),
        (Some(site), None) => site.clone(),
        (None, None) => sheets::NO_RACK.text(lang).into(),
    }
}

fn full(row: &Row, number: u32, lang: Lang) -> Vec<Cell> {
    let mut cells = vec![Cell::from(number), row.id.clone().into(), row.link.clone().into()];
    for end in [&row.a, &row.b] {
        cells.extend([
            end.site.clone().into(),
            end.rack.clone().into(),
            end.unit.into(),
            end.within().map(|it| it.text(lang)).into(),
            end.device.clone().into(),
            end.slot.clone().into(),
            end.port().into(),
            end.optic.map(|optic| optic.word().text(lang)).into(),
        ]);
    }
    let open = if row.existing { &sheets::EXISTING } else { &sheets::TBC };
    let part_number = row.part_number.clone().unwrap_or_else(|| open.text(lang).into());
    let unknown = || Cell::from(sheets::UNKNOWN.text(lang));
    cells.extend([
        medium(row, lang),
        row.connector.as_deref().map(str::to_uppercase).map_or_else(unknown, Cell::from),
        row.length_mm.map_or_else(unknown, Cell::Length),
        row.length_source.map(|source| source.word().text(lang)).into(),
        row.color.word().text(lang).into(),
        row.fabric.clone().into(),
        purpose(row, lang),
        part_number.into(),
        row.label_a.clone().into(),
        row.label_b.clone().into(),
        BOX.into(),
    ]);
    cells
}

fn medium(row: &Row, lang: Lang) -> Cell {
    match row.medium.as_deref() {
        Some("fibre") => sheets::M_FIBRE.text(lang).into(),
        Some("twisted-pair") => sheets::M_TWISTED_PAIR.text(lang).into(),
        Some("sas-copper") => sheets::M_SAS_COPPER.text(lang).into(),
        Some(medium) => medium.to_uppercase().into(),
        None => sheets::UNKNOWN.text(lang).into(),
    }
}

fn purpose(row: &Row, lang: Lang) -> Cell {
    row.purpose.as_ref().map(|purpose: &Msg| purpose.text(lang)).into()
}
