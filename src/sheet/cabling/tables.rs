//! The cabling list as a table.

use super::{Cabling, End, LengthSource, Row};
use crate::names::natural;
use crate::sheet::table::Row::Group;
use crate::sheet::table::{Cell, Column, Layout, Table, metres};
use crate::words::{Lang, Msg, Word, msg, sheets};

/// What stands in a box to be ticked.
const BOX: &str = "☐";

/// Keys of all columns, in the order of the whole list; any may be asked for.
pub const FIELDS: &[&str] = &[
    "line",
    "id",
    "link",
    "a_site",
    "a_rack",
    "a_unit",
    "a_in",
    "a_device",
    "a_slot",
    "a_port",
    "a_optic",
    "b_site",
    "b_rack",
    "b_unit",
    "b_in",
    "b_device",
    "b_slot",
    "b_port",
    "b_optic",
    "type",
    "connector",
    "length_m",
    "length_source",
    "color",
    "fabric",
    "purpose",
    "part_number",
    "label_a",
    "label_b",
    "done",
];

/// The columns of a 连线表.
const PRESET: &[&str] = &[
    "id",
    "a_rack",
    "a_unit",
    "a_device",
    "a_slot",
    "a_port",
    "a_optic",
    "b_rack",
    "b_unit",
    "b_device",
    "b_slot",
    "b_port",
    "b_optic",
    "type",
    "length_m",
    "length_source",
    "color",
    "purpose",
    "part_number",
    "done",
];

impl Cabling {
    /// The list: when narrow with the ends as `DEVICE:PORT`, else with a column for each fact. What is
    /// printed leaves out what its other columns say, and the labels.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        if layout == Layout::Narrow {
            return self.narrow(lang);
        }
        let mut table = self.table_of(FIELDS, lang);
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
        table
    }

    /// The list as it is usual in China: 连线表.
    pub fn preset(&self, lang: Lang) -> Table {
        self.table_of(PRESET, lang)
    }

    /// The list with the given columns.
    pub fn table_of(&self, fields: &[&'static str], lang: Lang) -> Table {
        let columns = fields.iter().map(|key| column(key, lang)).collect();
        let mut table = Table::new(&sheets::SHEET_CABLING, self.heading(), lang, columns);
        for (row, number) in self.cables.iter().zip(1..) {
            table.line(0, fields.iter().map(|key| cell(key, row, number, lang)).collect());
        }
        self.notes(&mut table, lang);
        table
    }

    fn narrow(&self, lang: Lang) -> Table {
        let columns = narrow_columns(lang);
        let mut table = Table::new(&sheets::SHEET_CABLING, self.heading(), lang, columns);
        let placed = |end: &End| end.rack.is_some() || end.site.is_some();
        let places = self.cables.iter().any(|row| placed(&row.a) || placed(&row.b));
        let mut last = None;
        for (row, number) in self.cables.iter().zip(1..) {
            let place = (&row.a.site, &row.a.rack);
            if places && last != Some(place) {
                table.rows.push(Group(rack(&row.a, lang)));
                last = Some(place);
            }
            table.line(0, narrow(row, number, lang));
        }
        self.notes(&mut table, lang);
        table
    }

    fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }

    fn notes(&self, table: &mut Table, lang: Lang) {
        let mut note = |msg: Msg| table.notes.push(msg.text(lang));
        let count = self.cables.len();
        let of = |source| self.cables.iter().filter(move |row| row.length_source == source);
        let unknown = of(None).filter(|row| !row.existing).count();
        note(match unknown {
            0 => msg!(sheets::N_CABLES, count = count),
            _ => msg!(sheets::N_UNKNOWN_LENGTHS, count = count, unknown = unknown),
        });
        let estimated = of(Some(LengthSource::Estimated)).count();
        if estimated > 0 {
            note(msg!(sheets::N_ESTIMATED, count = estimated));
        }
        for (link, mm) in &self.together {
            let length = format!("{} m", metres(*mm));
            note(msg!(sheets::N_TOGETHER, link = link, length = length));
        }
        let mut trunks: Vec<&str> =
            self.cables.iter().filter_map(|row| row.assembly.as_deref()).collect();
        trunks.sort_by(|a, b| natural(a, b));
        trunks.dedup();
        if !trunks.is_empty() {
            note(msg!(sheets::N_TRUNKS, names = trunks));
        }
        if self.internal > 0 {
            note(msg!(sheets::N_INTERNAL, count = self.internal));
        }
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

/// The column with a key.
fn column(key: &'static str, lang: Lang) -> Column {
    let head = |word: &Word| word.text(lang).to_owned();
    let over = match key.split_at_checked(2) {
        Some(("a_", _)) => Some(&sheets::H_NEAR),
        Some(("b_", _)) => Some(&sheets::H_FAR),
        _ => None,
    };
    if let Some(over) = over {
        let column = match &key[2..] {
            "site" => Column::text(key, head(&sheets::H_SITE)),
            "rack" => Column::text(key, head(&sheets::H_RACK)),
            "unit" => Column::integer(key, head(&sheets::H_U)),
            "in" => Column::text(key, head(&sheets::H_IN)),
            "device" => Column::text(key, head(&sheets::H_DEVICE)),
            "slot" => Column::text(key, head(&sheets::H_SLOT)),
            "port" => Column::text(key, head(&sheets::H_PORT)),
            _ => Column::text(key, head(&sheets::H_OPTIC)),
        };
        return column.under(head(over));
    }
    match key {
        "line" => Column::integer(key, head(&sheets::H_LINE)),
        "id" => Column::text(key, head(&sheets::H_CABLE)),
        "link" => Column::text(key, head(&sheets::H_LINK)),
        "type" => Column::text(key, head(&sheets::H_TYPE)),
        "connector" => Column::text(key, head(&sheets::H_CONNECTOR)),
        "length_m" => Column::length(key, head(&sheets::H_LENGTH)),
        "length_source" => Column::text(key, head(&sheets::H_LENGTH_SOURCE)),
        "color" => Column::text(key, head(&sheets::H_COLOR)),
        "fabric" => Column::text(key, head(&sheets::H_FABRIC)),
        "purpose" => Column::text(key, head(&sheets::H_PURPOSE)),
        "part_number" => Column::text(key, head(&sheets::H_PART_NUMBER)),
        "label_a" => Column::text(key, head(&sheets::H_LABEL_NEAR)),
        "label_b" => Column::text(key, head(&sheets::H_LABEL_FAR)),
        _ => Column::mark(key, head(&sheets::H_DONE)),
    }
}

/// The cell of a cable in the column with a key.
fn cell(key: &str, row: &Row, number: u32, lang: Lang) -> Cell {
    let end = match key.split_at_checked(2) {
        Some(("a_", fact)) => Some((&row.a, fact)),
        Some(("b_", fact)) => Some((&row.b, fact)),
        _ => None,
    };
    if let Some((end, fact)) = end {
        return match fact {
            "site" => end.site.clone().into(),
            "rack" => end.rack.clone().into(),
            "unit" => end.unit.into(),
            "in" => end.within().map(|it| it.text(lang)).into(),
            "device" => end.device.clone().into(),
            "slot" => end.slot.clone().into(),
            "port" => end.port().into(),
            _ => optic(end, lang),
        };
    }
    let unknown = || Cell::from(sheets::UNKNOWN.text(lang));
    match key {
        "line" => number.into(),
        "id" => row.id.clone().into(),
        "link" => row.link.clone().into(),
        "type" => medium(row, lang),
        "connector" => {
            row.connector.as_deref().map(str::to_uppercase).map_or_else(unknown, Cell::from)
        }
        "length_m" => length(row).unwrap_or_else(unknown),
        "length_source" => row.length_source.map(|source| source.word().text(lang)).into(),
        "color" => row.color.word().text(lang).into(),
        "fabric" => row.fabric.clone().into(),
        "purpose" => purpose(row, lang),
        "part_number" => {
            let open = if row.existing { &sheets::EXISTING } else { &sheets::TBC };
            row.part_number.clone().unwrap_or_else(|| open.text(lang).into()).into()
        }
        "label_a" => row.label_a.clone().into(),
        "label_b" => row.label_b.clone().into(),
        _ => BOX.into(),
    }
}

/// The length of a cable, marked where it is an estimate.
fn length(row: &Row) -> Option<Cell> {
    let mm = row.length_mm?;
    Some(match row.length_source {
        Some(LengthSource::Estimated) => Cell::Estimate(mm),
        _ => Cell::Length(mm),
    })
}

fn optic(end: &End, lang: Lang) -> Cell {
    let kind = end.optic.map(|optic| optic.word().text(lang).to_owned());
    end.optic_part.clone().or(kind).into()
}

fn narrow(row: &Row, number: u32, lang: Lang) -> Vec<Cell> {
    let elsewhere = (&row.a.site, &row.a.rack) != (&row.b.site, &row.b.rack);
    vec![
        row.label.clone().unwrap_or_else(|| number.to_string()).into(),
        end(&row.a, false, lang),
        end(&row.b, elsewhere, lang),
        medium(row, lang),
        length(row).unwrap_or_else(|| "?".into()),
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
