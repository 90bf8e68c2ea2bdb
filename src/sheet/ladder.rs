//! The upgrade ladder of a design: what each step makes better, what it adds and what it costs.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use rust_decimal::Decimal;

use super::bom::{self, Options, Section};
use super::diff::{Action, CableChange, Diff, PartChange};
use super::prices::{Prices, money};
use super::rates::{self, Availability};
use super::story;
use super::table::{Cell, Column, Table};
use crate::facts::{Effect, Facts};
use crate::topology::{CompId, Topology};
use crate::words::{Lang, Msg, comparing, effects, improve as words, msg};

/// What single faults do to a design, of all its services together; faults of logic are left out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct State {
    /// The worst that one fault does.
    pub worst: Effect,
    /// How many components have each effect at worst, in the order of [`Effect::ALL`].
    pub counts: [usize; Effect::ALL.len()],
    /// Components that alone stop a service, or worse, by id.
    pub single_points: BTreeSet<String>,
    /// Components that only takeover covers, by id.
    pub takeover_only: BTreeSet<String>,
}

impl State {
    /// What single faults do to a design.
    pub fn of(topology: &Topology) -> Self {
        Self::told(topology, &story::worst(&Facts::new(topology)))
    }

    /// The same where the worst that the fault of each component does is known.
    pub(super) fn told(topology: &Topology, all: &BTreeMap<CompId, Effect>) -> Self {
        let mut counts = [0; Effect::ALL.len()];
        for effect in all.values() {
            counts[*effect as usize] += 1;
        }
        let named = |wanted: &dyn Fn(Effect) -> bool| {
            let ids = all.iter().filter(|(_, effect)| wanted(**effect));
            ids.map(|(&comp, _)| topology.id(comp).to_owned()).collect()
        };
        Self {
            worst: all.values().copied().max().unwrap_or(Effect::None),
            counts,
            single_points: named(&|it| it >= Effect::Outage),
            takeover_only: named(&|it| it == Effect::Failover),
        }
    }

    /// Whether faults do less than in another state: fewer components of the worst effect, or as many of it and
    /// fewer of the next, down to takeovers.
    pub fn is_better_than(&self, other: &Self) -> bool {
        let serious = |it: &Self| -> Vec<usize> {
            let counts = Effect::ALL.iter().zip(it.counts).rev();
            counts.filter(|(effect, _)| **effect >= Effect::Failover).map(|it| it.1).collect()
        };
        serious(self) < serious(other)
    }

    /// How many components stop a service alone, or worse.
    fn outages(&self) -> usize {
        self.single_points.len()
    }
}

/// What the parts cost that a step adds.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Added {
    /// Sums by currency of what has a price.
    pub sums: BTreeMap<CompactString, Decimal>,
    /// Chosen products without a price.
    pub missing: BTreeSet<String>,
    /// Lines for which no product is chosen yet.
    pub open: usize,
    /// Parts to buy, cables apart.
    pub parts: u32,
    /// Cables to buy.
    pub cables: u32,
    /// Whether there are price books.
    pub priced: bool,
}

impl Added {
    /// What is to be bought for the way from one design to another.
    pub fn of(new: &Topology, parts: &[PartChange], prices: &Prices) -> Self {
        let options = Options { prices: prices.clone(), ..Options::default() };
        let list = bom::bom_with(new, &options);
        let mut added = Self { priced: prices.given(), ..Self::default() };
        for part in parts.iter().filter(|it| it.buy > 0) {
            match part.section == Section::Cable.id() {
                true => added.cables += part.buy,
                false => added.parts += part.buy,
            }
            let text = part.description.text(Lang::En);
            let line = list.lines.iter().find(|line| {
                line.section.id() == part.section
                    && line.part_number == part.part_number
                    && line.manufacturer == part.manufacturer
                    && line.description.text(Lang::En) == text
            });
            let price = line.and_then(|line| line.price.as_ref());
            match (price, line.and_then(|line| line.model.clone())) {
                (Some(price), _) => {
                    let sum = added.sums.entry(price.currency.clone()).or_default();
                    *sum = sum.saturating_add(price.unit.saturating_mul(part.buy.into()));
                }
                (None, Some(model)) => drop(added.missing.insert(model)),
                (None, None) => added.open += 1,
            }
        }
        added
    }

    /// What ranks it: the one sum where each chosen product has a price, all in one currency; nothing to buy is
    /// nothing to pay.
    pub fn sum(&self) -> Option<Decimal> {
        match (self.missing.is_empty() && self.priced, self.sums.len()) {
            (true, 0) => Some(Decimal::ZERO),
            (true, 1) => self.sums.values().next().copied(),
            _ => None,
        }
    }

    /// Whether the sums are all there is to pay.
    pub fn is_known(&self) -> bool {
        let nothing = self.parts + self.cables == 0;
        nothing || (self.priced && self.missing.is_empty() && self.open == 0)
    }

    /// Its price in words; what is not known is said to be unknown.
    pub fn price(&self) -> Msg {
        if self.parts + self.cables == 0 {
            return (&words::NOTHING_TO_BUY).into();
        }
        if !self.priced {
            return (&words::NO_BOOK).into();
        }
        if !self.missing.is_empty() {
            return msg!(words::UNPRICED, parts = self.missing.iter().collect::<Vec<_>>());
        }
        if self.sums.is_empty() {
            return msg!(words::OPEN_ONLY, count = self.open);
        }
        let sums = self.sums.iter().map(|(code, sum)| format!("{} {code}", money(*sum)));
        let price = msg!(words::AMOUNTS, amounts = sums.collect::<Vec<_>>());
        match self.open {
            0 => price,
            open => msg!(words::AND_OPEN, price = price, count = open),
        }
    }
}

/// One step, or a sequence of them, and what it comes to.
#[derive(Clone, Debug)]
pub struct Rung {
    /// Ids of the steps, in the order in which they are taken.
    pub steps: Vec<&'static str>,
    /// What each does.
    pub titles: Vec<Msg>,
    /// What single faults do then.
    pub after: State,
    /// Components that no longer stop a service alone; those that are gone count.
    pub single_points_gone: Vec<String>,
    /// Components that takeover alone covered, and that now cost redundancy only.
    pub takeover_only_gone: Vec<String>,
    /// How available its services are then; `None` without rates.
    pub availability: Option<Availability>,
    /// What changes.
    pub diff: Diff,
    /// What is to be bought.
    pub added: Added,
    /// Whether the target is met then; `None` without a target.
    pub meets: Option<bool>,
}

/// A step that is not proposed.
#[derive(Clone, Debug)]
pub struct Refused {
    /// Its id.
    pub step: &'static str,
    /// Why.
    pub why: Msg,
}

/// The upgrade ladder of a design.
#[derive(Clone, Debug)]
pub struct Ladder {
    /// The name of the design.
    pub name: String,
    /// What one fault may do at most, as in the file or as asked for; `None` if neither says.
    pub target: Option<&'static str>,
    /// Whether the design meets it as it is.
    pub meets: Option<bool>,
    /// What single faults do now.
    pub before: State,
    /// Each step that makes something better, in a fixed order.
    pub steps: Vec<Rung>,
    /// The cheapest sequence to the target.
    pub sequence: Option<Rung>,
    /// Most steps of a sequence.
    pub most: usize,
    /// Steps that are not proposed.
    pub not_possible: Vec<Refused>,
    /// Whether there are price books.
    pub priced: bool,
    /// How available its services are now; `None` without rates.
    pub availability: Option<Availability>,
}

impl Ladder {
    /// The steps, and the sequence, in a table each.
    pub fn tables(&self, lang: Lang) -> Vec<Table> {
        let mut tables = Vec::new();
        if !self.steps.is_empty() {
            let mut table = self.table(&words::LADDER, lang);
            for rung in &self.steps {
                self.line(rung, &mut table);
            }
            tables.push(table);
        }
        if let Some(rung) = &self.sequence {
            let mut table = self.table(&words::SEQUENCE, lang);
            self.line(rung, &mut table);
            tables.push(table);
        }
        tables
    }

    /// What it comes to, a line each; with `all`, why each other step is not proposed.
    pub fn remarks(&self, all: bool) -> Vec<Msg> {
        let mut lines: Vec<Msg> = Vec::new();
        let target = self.target.map(effects::of);
        match (target, self.meets, &self.sequence) {
            (Some(_), Some(true), _) => {
                lines.push(msg!(words::MEETS, design = self.name.as_str()));
            }
            (Some(target), _, Some(rung)) => {
                let price = rung.added.price();
                let steps = rung.steps.clone();
                lines.push(msg!(words::REACHED, target = target, steps = steps, price = price));
                match self.priced {
                    false => lines.push((&words::BY_PIECES).into()),
                    true if rung.added.sum().is_none() => lines.push((&words::NOT_RANKED).into()),
                    true => {}
                }
            }
            (Some(target), _, None) => {
                lines.push(msg!(words::NOT_REACHED, target = target, most = self.most));
            }
            (None, ..) => lines.push((&words::NO_TARGET).into()),
        }
        if self.meets != Some(true) && self.steps.is_empty() {
            lines.push(msg!(words::NO_STEP, design = self.name.as_str()));
        }
        if all {
            let why =
                |it: &Refused| msg!(words::NOT_POSSIBLE, step = it.step, why = it.why.clone());
            lines.extend(self.not_possible.iter().map(why));
        }
        lines
    }

    fn table(&self, sheet: &'static crate::words::Word, lang: Lang) -> Table {
        let mut columns = vec![
            Column::text("step", words::STEP.text(lang)),
            Column::text("title", words::WHAT.text(lang)),
            Column::text("worst_effect", words::WORST.text(lang)),
            Column::text("counts", words::COUNTS.text(lang)),
            Column::text("single_points_gone", words::GONE.text(lang)),
            Column::text("takeover_only_gone", words::GONE_TAKEOVER.text(lang)),
            Column::text("added", words::BUY.text(lang)),
            Column::integer("moved", words::MOVE.text(lang)),
            Column::text("price", words::PRICE.text(lang)),
        ];
        if self.availability.is_some() {
            columns.insert(AVAILABILITY, Column::text("availability", words::AVAILABLE.text(lang)));
        }
        Table::new(sheet, &self.name, lang, columns)
    }

    fn line(&self, rung: &Rung, table: &mut Table) {
        let lang = table.lang;
        let worst = |it: &State| effects::of(it.worst.id());
        let change = msg!(words::CHANGE, old = worst(&self.before), new = worst(&rung.after));
        let counts = |it: &State| {
            let failover = it.takeover_only.len();
            msg!(words::PAIR, outage = it.outages(), failover = failover)
        };
        let counted = msg!(words::CHANGE, old = counts(&self.before), new = counts(&rung.after));
        let buy = rung.diff.parts.iter().filter(|it| it.buy > 0);
        let pieces =
            |it: &PartChange| msg!(words::PIECES, count = it.buy, what = it.description.clone());
        // Descriptions hold commas of their own.
        let buy = buy.map(pieces).reduce(|a, b| msg!(words::AND_PIECES, some = a, more = b));
        let moved = rung.diff.cables_to(Action::Move) + rung.diff.cables_to(Action::Remove);
        let moved = if moved > 0 { Cell::Integer(moved as u64) } else { Cell::Empty };
        let list = |of: Vec<String>| Cell::from(msg!(words::LISTED, list = of).text(lang));
        let titles = rung.titles.iter().map(|it| it.text(lang)).collect();
        let steps = rung.steps.iter().map(|it| (*it).to_owned()).collect();
        let mut cells = vec![
            list(steps),
            list(titles),
            Cell::from(change.text(lang)),
            Cell::from(counted.text(lang)),
            list(rung.single_points_gone.clone()),
            list(rung.takeover_only_gone.clone()),
            Cell::from(buy.map(|it| it.text(lang))),
            moved,
            Cell::from(rung.added.price().text(lang)),
        ];
        if let Some(before) = &self.availability {
            cells.insert(AVAILABILITY, available(before, rung.availability.as_ref(), lang));
        }
        table.line(0, cells);
    }
}

/// Where the availability stands in a row, if it does: behind what single faults do.
const AVAILABILITY: usize = 4;

/// How the availability changes.
fn available(before: &Availability, after: Option<&Availability>, lang: Lang) -> Cell {
    let share = |it: &Availability| it.worst().map(rates::percent);
    let change = share(before).zip(after.and_then(share));
    Cell::from(match change {
        Some((old, new)) => msg!(words::CHANGE, old = old, new = new).text(lang),
        None => comparing::UNKNOWN.text(lang).to_owned(),
    })
}

impl Rung {
    /// Cables to add, to move or to pull.
    pub fn cables(&self) -> &[CableChange] {
        &self.diff.cables
    }
}
