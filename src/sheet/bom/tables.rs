//! The parts list as tables.

use std::collections::BTreeMap;

use super::columns::{Context, Wording, cell, column, point};
use super::{Bom, GroupBy, Line, Section};
use crate::names::natural;
use crate::sheet::fold::fold;
use crate::sheet::prices::{Totals, money, percent};
use crate::sheet::table::{Cell, Column, Layout, Row, Table};
use crate::words::{Lang, Msg, Value, msg, sheets};

/// Columns for a terminal.
const NARROW: &[&str] = &["line", "description", "part_number", "quantity", "unit", "designators"];

/// Columns for a terminal where there are prices.
const NARROW_PRICED: &[&str] =
    &["line", "description", "part_number", "quantity", "unit_price", "extended_price"];

/// Columns that people read on paper; those of prices only where there are any.
const PRINT: &[&str] = &[
    "line",
    "section",
    "description",
    "manufacturer",
    "part_number",
    "unit",
    "quantity",
    "list_price",
    "discount",
    "unit_price",
    "extended_price",
    "currency",
    "designators",
    "remarks",
];

/// Columns for programs.
const FULL: &[&str] = &[
    "line",
    "parent",
    "section",
    "description",
    "manufacturer",
    "part_number",
    "unit",
    "quantity",
    "list_price",
    "discount",
    "unit_price",
    "extended_price",
    "currency",
    "tax_rate",
    "designators",
    "provenance",
    "remarks",
];

/// Columns that say something only where there are price books.
const PRICES: &[&str] =
    &["list_price", "discount", "unit_price", "extended_price", "currency", "tax_rate"];

impl Bom {
    /// Everything: what is bought, what is there already, what is to be confirmed. A list that would be
    /// empty is left out, but for the first.
    pub fn tables(&self, lang: Lang, layout: Layout) -> Vec<Table> {
        self.with_rest(self.table(lang, layout), self.existing_table(lang, layout), lang, layout)
    }

    /// Everything, with the given columns in what is bought and what is there already.
    pub fn tables_of(&self, fields: &[&'static str], lang: Lang, layout: Layout) -> Vec<Table> {
        let table = |bought| {
            let wording = match layout {
                Layout::Full => Wording::Whole,
                Layout::Narrow | Layout::Print => Wording::Print,
            };
            let context = Context::new(self, lang, wording, bought);
            self.list(fields, &context, layout != Layout::Full)
        };
        let mut bought = table(true);
        self.notes(&mut bought, lang, false);
        self.with_rest(bought, table(false), lang, layout)
    }

    fn with_rest(&self, list: Table, existing: Table, lang: Lang, layout: Layout) -> Vec<Table> {
        let mut tables = vec![list];
        if !self.existing.is_empty() {
            tables.push(existing);
        }
        if !self.to_confirm.is_empty() {
            tables.push(self.to_confirm_table(lang, layout));
        }
        tables
    }

    /// What is bought.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        let (fields, wording) = match layout {
            Layout::Narrow if self.priced => (NARROW_PRICED.to_vec(), Wording::Short),
            Layout::Narrow => (NARROW.to_vec(), Wording::Short),
            Layout::Print => (PRINT.to_vec(), Wording::Print),
            Layout::Full => (FULL.to_vec(), Wording::Whole),
        };
        let unpriced = layout == Layout::Print && !self.priced;
        let fields: Vec<_> =
            fields.into_iter().filter(|key| !unpriced || !PRICES.contains(key)).collect();
        let context = Context::new(self, lang, wording, true);
        let mut table = self.list(&fields, &context, layout != Layout::Full);
        self.notes(&mut table, lang, layout == Layout::Narrow);
        table
    }

    /// What is there already.
    pub fn existing_table(&self, lang: Lang, layout: Layout) -> Table {
        let (fields, wording) = match layout {
            Layout::Narrow => (NARROW, Wording::Short),
            Layout::Print => (PRINT, Wording::Print),
            Layout::Full => (FULL, Wording::Whole),
        };
        let fields: Vec<_> = fields.iter().copied().filter(|key| !PRICES.contains(key)).collect();
        let context = Context::new(self, lang, wording, false);
        let mut table = self.list(&fields, &context, layout == Layout::Narrow);
        if layout != Layout::Full {
            for key in ["parent", "manufacturer", "part_number", "remarks"] {
                table.drop_if_empty(key);
            }
        }
        table
    }

    /// The lines of what is bought or there already, in some columns, with headings and sums of groups.
    pub(super) fn list(&self, fields: &[&'static str], of: &Context, grouped: bool) -> Table {
        let (sheet, lines) = match of.bought {
            true => (&sheets::SHEET_BOM, &self.lines),
            false => (&sheets::SHEET_EXISTING, &self.existing),
        };
        let columns: Vec<Column> = fields.iter().map(|key| column(key, of)).collect();
        let mut table = Table::new(sheet, self.heading(), of.lang, columns);
        table.indent = fields.iter().position(|key| ["description", "product"].contains(key));
        let sums = of.bought && of.priced && grouped;
        // A heading for each group where a column does not say the same.
        let headed = grouped && !(self.group_by == GroupBy::Section && fields.contains(&"section"));
        for (name, lines) in self.groups(lines, of.lang) {
            if headed {
                table.rows.push(Row::Group(name.clone()));
            }
            for (depth, line) in &lines {
                let cells = fields.iter().map(|key| cell(key, line, of)).collect();
                table.line(*depth, cells);
            }
            if sums && self.group_by != GroupBy::Section {
                let totals = Totals::of(lines.iter().map(|(_, line)| line.price.as_ref()));
                add_totals(&mut table, &totals, Some(&name), of.lang);
            }
        }
        if sums {
            add_totals(&mut table, &self.totals(), None, of.lang);
        }
        table
    }

    /// The lines in groups with their names, each line with how far it is indented.
    pub(super) fn groups<'b>(
        &self,
        lines: &'b [Line],
        lang: Lang,
    ) -> Vec<(String, Vec<(u8, &'b Line)>)> {
        let mut groups: Vec<(String, Vec<(u8, &Line)>)> = Vec::new();
        if self.group_by == GroupBy::Manufacturer {
            let mut by: BTreeMap<Option<&String>, Vec<(u8, &Line)>> = BTreeMap::new();
            for line in lines {
                by.entry(line.manufacturer.as_ref()).or_default().push((0, line));
            }
            let nobody = by.remove(&None);
            groups.extend(
                by.into_iter().map(|(name, lines)| (name.cloned().unwrap_or_default(), lines)),
            );
            groups.sort_by(|a, b| natural(&a.0, &b.0));
            groups.extend(nobody.map(|lines| (sheets::NO_MANUFACTURER.text(lang).into(), lines)));
            return groups;
        }
        for line in lines {
            let depth = line.line.matches('.').count() as u8;
            let device = self.group_by == GroupBy::Device && is_device(line.section);
            let name = match (device, line.designators.first()) {
                (true, Some(name)) => name.clone(),
                _ => line.section.word().text(lang).to_owned(),
            };
            match groups.last_mut() {
                Some((_, lines)) if depth > 0 => lines.push((depth, line)),
                Some((last, lines)) if *last == name => lines.push((depth, line)),
                _ => groups.push((name, vec![(depth, line)])),
            }
        }
        groups
    }

    /// What stands under the list.
    pub(super) fn notes(&self, table: &mut Table, lang: Lang, marked: bool) {
        let summed = table.rows.iter().any(|row| matches!(row, Row::Total(_)));
        let mut note = |msg: Msg| table.notes.push(msg.text(lang));
        let open: usize = self.lines.iter().map(|line| line.to_confirm.len()).sum();
        if open > 0 {
            let lines = self.lines.iter().filter(|line| !line.to_confirm.is_empty()).count();
            note(match marked {
                true => msg!(sheets::N_TO_CONFIRM, count = open, lines = lines),
                false => msg!(sheets::N_TO_CONFIRM_PLAIN, count = open, lines = lines),
            });
        }
        let not_listed = self.to_confirm.iter().filter(|point| point.line.is_none());
        let names: Vec<&str> =
            not_listed.flat_map(|point| point.designators.iter().map(String::as_str)).collect();
        if !names.is_empty() {
            note(msg!(sheets::N_NOT_LISTED, names = names));
        }
        if self.priced {
            self.price_notes(summed, &mut note);
        } else {
            note((&sheets::N_NO_PRICES).into());
        }
        note((&sheets::N_NOT_COVERED).into());
        if self.panels {
            note((&sheets::N_PANELS).into());
        }
        if self.lines.iter().any(|line| line.section == Section::Optic) {
            note((&sheets::N_OPTICS).into());
        }
        match self.existing.len() {
            0 => {}
            1 => note((&sheets::N_EXISTING_ONE).into()),
            count => note(msg!(sheets::N_EXISTING, count = count)),
        }
    }

    fn price_notes(&self, summed: bool, note: &mut impl FnMut(Msg)) {
        let totals = self.totals();
        for (currency, sum) in totals.sums.iter().filter(|_| !summed) {
            note(msg!(sheets::N_TOTAL, currency = currency.as_str(), sum = money(*sum)));
        }
        if totals.missing > 0 {
            note(msg!(sheets::N_MISSING, count = totals.missing));
        }
        if totals.sums.len() > 1 {
            note((&sheets::N_CURRENCIES).into());
        }
        let priced: Vec<_> = self.lines.iter().filter_map(|line| line.price.as_ref()).collect();
        let mut rates: Vec<_> = priced.iter().filter_map(|price| price.tax).collect();
        rates.sort();
        rates.dedup();
        let rates: Vec<String> = rates.into_iter().map(percent).collect();
        if !rates.is_empty() {
            note(msg!(sheets::N_TAX, rates = rates));
        }
        let untaxed = priced.iter().filter(|price| price.tax.is_none()).count();
        if untaxed > 0 {
            note(msg!(sheets::N_NO_TAX, count = untaxed));
        }
    }

    /// What is to be confirmed: one row for each point, or one for each line when narrow.
    pub fn to_confirm_table(&self, lang: Lang, layout: Layout) -> Table {
        let columns = match layout {
            Layout::Narrow => vec![
                Column::text("line", sheets::H_LINE.text(lang)),
                Column::text("description", sheets::H_DESCRIPTION.text(lang)),
                Column::text("field", sheets::SHEET_TO_CONFIRM.text(lang)),
            ],
            Layout::Print | Layout::Full => vec![
                Column::text("line", sheets::H_LINE.text(lang)),
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
                            point.line.clone().into(),
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
                let mut groups: Vec<(Option<&String>, String, Vec<Msg>)> = Vec::new();
                for point in &self.to_confirm {
                    let reason = self::point(&(point.field, point.reason));
                    match groups.last_mut() {
                        Some(last) if point.line.is_some() && last.0 == point.line.as_ref() => {
                            last.2.push(reason);
                        }
                        _ => {
                            let what = point.description.as_ref().map(text);
                            let what = what.unwrap_or_else(|| fold(&point.designators).join(", "));
                            groups.push((point.line.as_ref(), what, vec![reason]));
                        }
                    }
                }
                for (line, what, reasons) in groups {
                    let reasons = msg!(sheets::PLAIN, text = Value::from(reasons)).text(lang);
                    table.line(0, vec![line.cloned().into(), what.into(), reasons.into()]);
                }
            }
        }
        table
    }

    fn heading(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

fn is_device(section: Section) -> bool {
    matches!(
        section,
        Section::Server
            | Section::Switch
            | Section::Array
            | Section::Shelf
            | Section::Enclosure
            | Section::Panel
    )
}

/// Adds a sum for each currency, of a group or of all, with what is in no sum.
pub(super) fn add_totals(table: &mut Table, totals: &Totals, group: Option<&str>, lang: Lang) {
    let at = |keys: &[&str]| {
        keys.iter().find_map(|key| table.columns.iter().position(|it| it.key == *key))
    };
    let Some(sum_at) = at(&["extended_price"]) else { return };
    let label_at = at(&["product", "description", "section", "line"]);
    let currency_at = at(&["currency"]);
    let remarks_at = at(&["remarks"]);
    let count = table.columns.len();
    let missing =
        (totals.missing > 0).then(|| msg!(sheets::N_MISSING, count = totals.missing).text(lang));
    let sums = totals.sums.iter().map(|(currency, sum)| (Some(currency), Some(*sum)));
    let none = totals.sums.is_empty().then_some((None, None));
    for (currency, sum) in sums.chain(none).collect::<Vec<_>>() {
        let code = currency.map_or(sheets::NO_PRICE.text(lang), |it| it.as_str());
        let label = match group {
            Some(of) => msg!(sheets::SUBTOTAL, of = of, currency = code),
            None => msg!(sheets::TOTAL, currency = code),
        };
        let mut cells = vec![Cell::Empty; count];
        if let Some(at) = label_at {
            cells[at] = label.text(lang).into();
        }
        cells[sum_at] = match sum {
            Some(sum) => Cell::Money(sum),
            None => sheets::NO_PRICE.text(lang).into(),
        };
        if let Some(at) = currency_at {
            cells[at] = currency.map(ToString::to_string).into();
        }
        if let Some(at) = remarks_at {
            cells[at] = missing.clone().into();
        }
        table.total(cells);
    }
}
