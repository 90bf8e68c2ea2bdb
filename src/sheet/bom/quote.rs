//! The parts list as it is quoted in China: 配置清单, with what is there already and what is to be confirmed.

use super::columns::{Context, Wording, cell};
use super::tables::add_totals;
use super::{Bom, GroupBy};
use crate::sheet::prices::Totals;
use crate::sheet::table::{Layout, Table};
use crate::words::Lang;

/// The columns of what is bought.
const BOUGHT: &[&str] = &[
    "line",
    "section",
    "product",
    "manufacturer",
    "model",
    "part_number",
    "configuration",
    "unit",
    "quantity",
    "list_price",
    "discount",
    "unit_price",
    "extended_price",
    "maintenance",
    "remarks",
];

/// The columns of what is there already.
const THERE: &[&str] = &[
    "line",
    "section",
    "product",
    "manufacturer",
    "model",
    "part_number",
    "configuration",
    "unit",
    "quantity",
    "designators",
];

impl Bom {
    /// The three sheets of a quote, also those that are empty: what is bought with a sum for each group and of
    /// all, what is there already, what is to be confirmed.
    pub fn quote(&self, lang: Lang) -> Vec<Table> {
        let mut context = Context::new(self, lang, Wording::Print, true);
        // A quote without prices misses them.
        context.priced = true;
        let mut list = self.list(BOUGHT, &context, false);
        list.rows.clear();
        for (name, lines) in self.groups(&self.lines, lang) {
            for (depth, line) in &lines {
                list.line(*depth, BOUGHT.iter().map(|key| cell(key, line, &context)).collect());
            }
            let totals = Totals::of(lines.iter().map(|(_, line)| line.price.as_ref()));
            add_totals(&mut list, &totals, Some(&name), lang);
        }
        add_totals(&mut list, &self.totals(), None, lang);
        self.notes(&mut list, lang, false);
        let context = Context::new(self, lang, Wording::Print, false);
        let there = self.list(THERE, &context, self.group_by != GroupBy::Section);
        vec![list, there, self.to_confirm_table(lang, Layout::Print)]
    }
}
