//! A comparison and its scorecard as tables.

use std::collections::BTreeSet;

use super::figures::FIGURES;
use super::{Comparison, NOTHING};
use crate::facts::Load;
use crate::sheet::scorecard::{Value, card};
use crate::sheet::table::{Cell, Column, Layout, Row, Table, rate};
use crate::words::{Lang, Msg, Word, comparing as words, effects, msg};

/// How a comparison is shown.
#[derive(Clone, Copy, Debug)]
pub struct View {
    /// The language.
    pub lang: Lang,
    /// How wide it may be.
    pub layout: Layout,
    /// Only what differs between the designs.
    pub differences: bool,
}

/// How many designs stand side by side on a screen.
const ABREAST: usize = 4;

/// What stands before a row whose cells differ, on a screen.
const DIFFERS: &str = "≠";

/// A row before it is cut for the screen.
struct Line {
    /// What is over the rows from here on.
    group: Option<&'static Word>,
    key: String,
    heading: &'static Word,
    cells: Vec<Cell>,
}

impl Line {
    fn differs(&self) -> bool {
        self.cells.windows(2).any(|pair| pair[0] != pair[1])
    }
}

impl Comparison {
    /// The tables: for a screen a few designs each, for paper the comparison and the scorecard, for programs one
    /// with the rows of both.
    pub fn tables(&self, view: View) -> Vec<Table> {
        let (figures, traits) = (self.figures(view.lang), self.traits(view.lang));
        if view.layout == Layout::Full {
            let all: Vec<Line> = figures.into_iter().chain(traits).collect();
            return vec![self.lay(&words::COMPARISON, &all, 0..self.designs.len(), view)];
        }
        let abreast = match view.layout {
            Layout::Narrow => ABREAST,
            _ => self.designs.len().max(1),
        };
        let mut tables = Vec::new();
        for (word, lines) in [(&words::COMPARISON, &figures), (&words::SCORECARD, &traits)] {
            // The first stands with its notes even where nothing differs.
            let empty = view.differences && !lines.iter().any(Line::differs);
            if empty && std::ptr::eq(word, &words::SCORECARD) {
                continue;
            }
            for from in (0..self.designs.len()).step_by(abreast) {
                let some = from..(from + abreast).min(self.designs.len());
                tables.push(self.lay(word, lines, some, view));
            }
            // What holds for all stands once, below the last of them.
            if let Some(last) = tables.last_mut().filter(|_| std::ptr::eq(word, &words::COMPARISON))
            {
                last.notes = self.notes(view.lang);
            }
        }
        tables
    }

    /// Keys of the figures in which the designs differ, in order.
    pub fn differences(&self) -> Vec<String> {
        let lines = self.figures(Lang::En).into_iter().chain(self.traits(Lang::En));
        lines.filter(Line::differs).map(|it| it.key).collect()
    }

    fn figures(&self, lang: Lang) -> Vec<Line> {
        let shown = FIGURES.iter().copied().flatten().filter(|figure| self.shows(figure));
        let line = |figure: &super::figures::Figure| Line {
            group: None,
            key: figure.key.to_owned(),
            heading: figure.word,
            cells: (0..self.designs.len()).map(|at| (figure.cell)(self, at, lang)).collect(),
        };
        shown.map(line).collect()
    }

    fn traits(&self, lang: Lang) -> Vec<Line> {
        let cards: Vec<_> = self.designs.iter().map(card).collect();
        let Some(first) = cards.first() else { return Vec::new() };
        let line = |(at, fact): (usize, &crate::sheet::scorecard::Fact)| Line {
            group: Some(fact.of.word()),
            key: format!("{}.{}", fact.of.id(), fact.key),
            heading: fact.word,
            cells: cards.iter().map(|card| shown(card[at].value, lang)).collect(),
        };
        first.iter().enumerate().map(line).collect()
    }

    fn lay(
        &self,
        word: &'static Word,
        lines: &[Line],
        some: std::ops::Range<usize>,
        view: View,
    ) -> Table {
        let (lang, full) = (view.lang, view.layout == Layout::Full);
        let mut columns = vec![Column::text("figure", words::FIGURE.text(lang))];
        if view.layout == Layout::Narrow {
            columns.insert(0, Column::mark("differs", ""));
        }
        if full {
            columns.insert(0, Column::text("key", words::KEY.text(lang)));
            columns.push(Column::text("differs", words::DIFFERS.text(lang)));
        }
        for design in &self.designs[some.clone()] {
            columns.push(Column::text("design", design.name.as_str()));
        }
        let mut table = Table::new(word, "", lang, columns);
        table.title = word.text(lang).into();
        let mut group: Option<&str> = None;
        for line in lines {
            let differs = line.differs();
            if view.differences && !differs {
                continue;
            }
            let own = line.group.map(|it| it.text(lang)).filter(|_| !full);
            if own != group {
                table.rows.extend(own.map(|it| Row::Group(it.to_owned())));
                group = own;
            }
            let heading = line.heading.text(lang);
            let mut cells = match view.layout {
                Layout::Full => {
                    let yes = if differs { "1" } else { "0" };
                    vec![line.key.as_str().into(), heading.into(), yes.into()]
                }
                Layout::Narrow => {
                    let sign = if differs { DIFFERS } else { "" };
                    vec![sign.into(), heading.into()]
                }
                Layout::Print => vec![heading.into()],
            };
            cells.extend_from_slice(&line.cells[some.clone()]);
            if differs {
                table.marked.push(table.rows.len());
            }
            table.line(0, cells);
        }
        table
    }

    fn notes(&self, lang: Lang) -> Vec<String> {
        let mut notes: Vec<Msg> = Vec::new();
        if !self.differences().is_empty() {
            notes.push((&words::N_MARKED).into());
        } else if self.designs.len() > 1 {
            notes.push((&words::N_ALIKE).into());
        }
        notes.push((&words::N_UNKNOWN).into());
        notes.extend(self.availability_notes());
        if self.dominated_by.iter().any(|it| !it.is_empty()) {
            notes.push((&words::N_DOMINATED).into());
        }
        let mut order: Vec<(usize, &str)> = self
            .price_order
            .iter()
            .zip(&self.designs)
            .filter_map(|(place, it)| Some(((*place)?, it.name.as_str())))
            .collect();
        order.sort_by_key(|(place, _)| *place);
        if !order.is_empty() {
            let names: Vec<&str> = order.into_iter().map(|(_, name)| name).collect();
            notes.push(msg!(words::N_BY_PRICE, designs = names));
        }
        let costs = self.designs.iter().filter_map(|it| it.cost.as_ref());
        let sources: BTreeSet<&str> =
            costs.flat_map(|it| it.sources.iter().map(|it| it.as_str())).collect();
        if !sources.is_empty() {
            let sources: Vec<&str> = sources.into_iter().collect();
            notes.push(msg!(words::N_SOURCES, sources = sources));
        }
        for design in &self.designs {
            let (name, Some(cost)) = (design.name.as_str(), &design.cost) else { continue };
            if !cost.missing.is_empty() {
                let parts: Vec<&String> = cost.missing.iter().collect();
                notes.push(msg!(words::N_NO_PRICE, design = name, parts = parts));
            } else if cost.sums.len() > 1 {
                notes.push(msg!(words::N_CURRENCIES, design = name));
            }
        }
        let open = self.designs.iter().filter_map(|it| {
            let count = it.cost.as_ref().map(|cost| cost.open).filter(|&count| count > 0)?;
            Some(msg!(words::COUNT_OF, design = it.name.as_str(), count = count))
        });
        let open: Vec<Msg> = open.collect();
        if !open.is_empty() {
            notes.push(msg!(words::N_OPEN, designs = open));
        }
        notes.iter().map(|it| it.text(lang)).collect()
    }

    /// What the availability rests on.
    fn availability_notes(&self) -> Vec<Msg> {
        let known: Vec<_> = self.designs.iter().filter_map(|it| it.availability.as_ref()).collect();
        if known.is_empty() {
            return vec![(&words::N_NO_RATES).into()];
        }
        let mut notes: Vec<Msg> = vec![(&words::N_AVAILABILITY).into()];
        let sources: BTreeSet<&str> =
            known.iter().flat_map(|it| it.sources.iter().map(String::as_str)).collect();
        if !sources.is_empty() {
            notes.push(msg!(words::N_RATES, sources = sources.into_iter().collect::<Vec<_>>()));
        }
        let unrated: BTreeSet<&str> =
            known.iter().flat_map(|it| it.unrated.keys().copied()).collect();
        if !unrated.is_empty() {
            notes.push(msg!(words::N_UNRATED, kinds = unrated.into_iter().collect::<Vec<_>>()));
        }
        notes
    }
}

/// A fact as it is read.
fn shown(value: Value, lang: Lang) -> Cell {
    let share = |it: Load, unit: u64| {
        let percent = it.share() / 10_000;
        let amount = |it: u64| (it as f64 / unit as f64).to_string();
        msg!(
            words::SHARE,
            some = amount(it.need),
            all = amount(it.have),
            percent = percent.to_string()
        )
    };
    const GIB: u64 = 1 << 30;
    match value {
        Value::Count(count) => Cell::Integer(count),
        Value::Of(some, all) => Cell::from(msg!(words::OF, some = some, all = all).text(lang)),
        Value::Rate(mbit) => Cell::from(rate(mbit)),
        Value::Cpus(it) => Cell::from(share(it, 1).text(lang)),
        Value::Memory(it) => Cell::from(share(it, GIB).text(lang)),
        Value::Effect(effect) => Cell::from(effects::of(effect.id()).text(lang)),
        Value::Unknown => Cell::from(words::UNKNOWN.text(lang)),
        Value::Nothing => Cell::from(NOTHING),
    }
}
