//! The parts list as tables.

use std::collections::BTreeMap;

use super::{Bom, Field, Line};
use crate::sheet::fold::fold;
use crate::sheet::table::{Cell, Column, Layout, Row, Table};
use crate::words::{Lang, Msg, Value, msg, sheets};

impl Bom {
    /// Everything: what is bought, what is there already, what is to be confirmed. A list that would be
    /// empty is left out, but for the first.
    pub fn tables(&self, lang: Lang, layout: Layout) -> Vec<Table> {
        let mut tables = vec![self.table(lang, layout)];
        if !self.existing.is_empty() {
            tables.push(self.existing_table(lang, layout));
        }
        if !self.to_confirm.is_empty() {
            tables.push(self.to_confirm_table(lang, layout));
        }
        tables
    }

    /// What is bought.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        let mut table = Table::new(&sheets::SHEET_BOM, self.heading(), lang, Vec::new());
        fill(&mut table, &self.lines, lang, layout, true);
        if layout == Layout::Print {
            table.drop_column("parent");
        }
        let open: usize = self.lines.iter().map(|line| line.to_confirm.len()).sum();
        if open > 0 {
            let lines = self.lines.iter().filter(|line| !line.to_confirm.is_empty()).count();
            let note = match layout {
                Layout::Narrow => msg!(sheets::N_TO_CONFIRM, count = open, lines = lines),
                Layout::Print | Layout::Full => {
                    msg!(sheets::N_TO_CONFIRM_PLAIN, count = open, lines = lines)
                }
            };
            table.notes.push(note.text(lang));
        }
        let not_listed = self.to_confirm.iter().filter(|point| point.line.is_none());
        let names: Vec<&str> =
            not_listed.flat_map(|point| point.designators.iter().map(String::as_str)).collect();
        if !names.is_empty() {
            table.notes.push(msg!(sheets::N_NOT_LISTED, names = names).text(lang));
        }
        table.notes.push(sheets::N_NO_PRICES.text(lang).into());
        table.notes.push(sheets::N_NOT_COVERED.text(lang).into());
        if self.panels {
            table.notes.push(sheets::N_PANELS.text(lang).into());
        }
        if self.lines.iter().any(|line| line.section == super::Section::Optic) {
            table.notes.push(sheets::N_OPTICS.text(lang).into());
        }
        if !self.existing.is_empty() {
            let note = match self.existing.len() {
                1 => (&sheets::N_EXISTING_ONE).into(),
                count => msg!(sheets::N_EXISTING, count = count),
            };
            table.notes.push(note.text(lang));
        }
        table
    }

    /// What is there already.
    pub fn existing_table(&self, lang: Lang, layout: Layout) -> Table {
        let mut table = Table::new(&sheets::SHEET_EXISTING, self.heading(), lang, Vec::new());
        fill(&mut table, &self.existing, lang, layout, false);
        if layout != Layout::Full {
            for key in ["parent", "manufacturer", "part_number", "remarks"] {
                table.drop_if_empty(key);
            }
        }
        table
    }

    /// What is to be confirmed: one row for each point, or one for each line when narrow.
    pub fn to_confirm_table(&self, lang: Lang, layout: Layout) -> Table {
        let columns = match layout {
            Layout::Narrow => vec![
                Column::integer("line", sheets::H_LINE.text(lang)),
                Column::text("description", sheets::H_DESCRIPTION.text(lang)),
                Column::text("field", sheets::SHEET_TO_CONFIRM.text(lang)),
            ],
            Layout::Print | Layout::Full => vec![
                Column::integer("line", sheets::H_LINE.text(lang)),
                Column::text("description", sheets::H_DESCRIPTION.text(lang)),
                Column::text("field", sheets::H_FIELD.text(lang)),
                Column::text("reason", sheets::H_REASON.text(lang)),
                Column::text("designators", sheets::H_DESIGNATORS.text(lang)),
            ],
        };
        let mut table = Table::new(&sheets::SHEET_TO_CONFIRM, self.heading(), lang, columns);
        let text = |msg: &Msg| msg.text(lang);
        match layout {
            Layout::Print | Layout::Full => {
                for point in &self.to_confirm {
                    let nameless = || match layout {
                        Layout::Print => fold(&point.designators).join(", "),
                        _ => String::new(),
                    };
                    table.line(
                        0,
                        vec![
                            point.line.into(),
                            point.description.as_ref().map_or_else(nameless, text).into(),
                            point.field.word().text(lang).into(),
                            point.reason.word().text(lang).into(),
                            Cell::List(point.designators.clone()),
                        ],
                    );
                }
                // On paper the number of the line says where.
                if layout == Layout::Print {
                    table.drop_column("designators");
                }
            }
            Layout::Narrow => {
                // Points of one line stand together; those of no line each for itself.
                let mut groups: Vec<(Option<u32>, String, Vec<Msg>)> = Vec::new();
                for point in &self.to_confirm {
                    let reason = self::point(&(point.field, point.reason));
                    match groups.last_mut() {
                        Some(last) if point.line.is_some() && last.0 == point.line => {
                            last.2.push(reason);
                        }
                        _ => {
                            let what = point.description.as_ref().map(text);
                            let what = what.unwrap_or_else(|| fold(&point.designators).join(", "));
                            groups.push((point.line, what, vec![reason]));
                        }
                    }
                }
                for (line, what, reasons) in groups {
                    let reasons = msg!(sheets::PLAIN, text = Value::from(reasons)).text(lang);
                    table.line(0, vec![line.into(), what.into(), reasons.into()]);
                }
            }
        }
        table
    }

    fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

/// Columns and lines of a list; what is to be confirmed is shown for lines that are bought.
fn fill(table: &mut Table, lines: &[Line], lang: Lang, layout: Layout, bought: bool) {
    let depth: BTreeMap<u32, u8> = {
        let mut depths = BTreeMap::new();
        for line in lines {
            let depth = line.parent.and_then(|it| depths.get(&it)).map_or(0, |it: &u8| it + 1);
            depths.insert(line.line, depth);
        }
        depths
    };
    let head = |word: &crate::words::Word| word.text(lang).to_owned();
    table.columns = match layout {
        Layout::Narrow => vec![
            Column::integer("line", head(&sheets::H_LINE)),
            Column::text("description", head(&sheets::H_DESCRIPTION)),
            Column::text("part_number", head(&sheets::H_PART_NUMBER)),
            Column::integer("quantity", head(&sheets::H_QUANTITY)),
            Column::text("unit", head(&sheets::H_UNIT)),
            Column::text("designators", head(&sheets::H_DESIGNATORS)),
        ],
        Layout::Print | Layout::Full => vec![
            Column::integer("line", head(&sheets::H_LINE)),
            Column::integer("parent", head(&sheets::H_PARENT)),
            Column::text("section", head(&sheets::H_SECTION)),
            Column::text("description", head(&sheets::H_DESCRIPTION)),
            Column::text("manufacturer", head(&sheets::H_MANUFACTURER)),
            Column::text("part_number", head(&sheets::H_PART_NUMBER)),
            Column::text("unit", head(&sheets::H_UNIT)),
            Column::integer("quantity", head(&sheets::H_QUANTITY)),
            Column::text("designators", head(&sheets::H_DESIGNATORS)),
            Column::text("remarks", head(&sheets::H_REMARKS)),
        ],
    };
    table.indent = table.columns.iter().position(|column| column.key == "description");
    let mut section = None;
    for line in lines {
        let depth = depth.get(&line.line).copied().unwrap_or(0);
        if layout == Layout::Narrow && depth == 0 && section != Some(line.section) {
            section = Some(line.section);
            table.rows.push(Row::Group(head(line.section.word())));
        }
        let mark = |field| if bought && line.is_open(field) { "\u{a0}?" } else { "" };
        let known = |text: &Option<String>| match text {
            Some(text) => Cell::Text(text.clone()),
            None if bought => Cell::from(sheets::TBC.text(lang)),
            None => Cell::Empty,
        };
        let description = line.description.text(lang);
        let unit = Cell::from(line.section.unit().word().text(lang));
        let cells = match layout {
            Layout::Narrow => {
                let open = [Field::Description, Field::Configuration, Field::Length];
                let open = open.iter().map(|&field| mark(field)).find(|mark| !mark.is_empty());
                let number = match &line.part_number {
                    Some(number) => format!("{number}{}", mark(Field::PartNumber)),
                    None if bought => sheets::TBC.text(lang).to_owned(),
                    None => String::new(),
                };
                let quantity = match mark(Field::Quantity) {
                    "" => Cell::from(line.quantity),
                    mark => Cell::Text(format!("{}{mark}", line.quantity)),
                };
                vec![
                    line.line.into(),
                    format!("{description}{}", open.unwrap_or("")).into(),
                    number.into(),
                    quantity,
                    unit,
                    Cell::List(places(line)),
                ]
            }
            Layout::Print | Layout::Full => {
                let fields: Vec<Msg> = match bought {
                    true => line.to_confirm.iter().map(point).collect(),
                    false => Vec::new(),
                };
                let remarks = (!fields.is_empty())
                    .then(|| msg!(sheets::TBC_LIST, fields = Value::from(fields)).text(lang));
                vec![
                    line.line.into(),
                    line.parent.into(),
                    line.section.word().text(lang).into(),
                    description.into(),
                    known(&line.manufacturer),
                    known(&line.part_number),
                    unit,
                    line.quantity.into(),
                    Cell::List(match layout {
                        Layout::Full => line.designators.clone(),
                        _ => places(line),
                    }),
                    remarks.into(),
                ]
            }
        };
        table.line(depth, cells);
    }
}

fn point(&(field, reason): &(Field, super::Reason)) -> Msg {
    msg!(sheets::TBC_FIELD, field = field.word(), reason = reason.word())
}

/// Where things are, many names in few words: of drives, what they sit in.
fn places(line: &Line) -> Vec<String> {
    if line.section != super::Section::Drive {
        return fold(&line.designators);
    }
    let place =
        |id: &String| id.rsplit_once('/').map_or(id.as_str(), |(place, _)| place).to_owned();
    let mut places: Vec<String> = line.designators.iter().map(place).collect();
    places.dedup();
    fold(&places)
}
