//! The figures of a comparison, in the order in which they are shown.

use super::{Attach, Comparison, Design, protocol_name};
use crate::sheet::fold::fold;
use crate::sheet::prices::money;
use crate::sheet::rates;
use crate::sheet::table::{Cell, rate};
use crate::words::{Lang, Word, brief, comparing as words, effects, msg, output};

/// A figure.
pub struct Figure {
    /// As in JSON.
    pub key: &'static str,
    /// Its heading.
    pub word: &'static Word,
    /// Of a design, by its number.
    pub(super) cell: fn(&Comparison, usize, Lang) -> Cell,
}

impl std::fmt::Debug for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key)
    }
}

macro_rules! figures {
    ($($key:literal, $word:expr, |$it:pat_param, $lang:pat_param| $cell:expr;)*) => {
        /// Every figure of a design that does not depend on the others.
        const OWN: &[Figure] = &[$( Figure { key: $key, word: $word, cell: |all, at, $lang| {
            let $it = &all.designs[at];
            $cell
        } } ),*];
    };
}

figures! {
    "protocol", &words::PROTOCOL, |it, _| match it.protocol.as_str() {
        "" => nothing(),
        protocol => Cell::from(protocol_name(protocol)),
    };
    "attach", &words::ATTACH, |it, lang| Cell::from(it.attach.word().text(lang));
    "level", &output::LEVEL, |it, _| number(it.level.map(usize::from));
    "worst_effect", &output::WORST, |it, lang| Cell::from(effects::of(it.worst.id()).text(lang));
    "single_points", &words::SINGLE, |it, _| count(it.single_points.len());
    "single_point_names", &words::NAMED, |it, _| names(&it.single_points);
    "takeover_only", &output::TAKEOVER_ONLY, |it, _| count(it.takeover_only.len());
    "paths", &output::PATHS, |it, _| number(it.paths);
    "disjoint", &output::DISJOINT, |it, _| number(it.disjoint);
    "bandwidth_gbps", &words::BANDWIDTH, |it, lang| gbit(it, it.bandwidth, lang);
    "bandwidth_after_one_fault_gbps", &words::BANDWIDTH_AFTER,
        |it, lang| gbit(it, it.bandwidth_after, lang);
    "array_bandwidth_gbps", &words::ARRAY_BANDWIDTH, |it, lang| gbit(it, it.array_bandwidth, lang);
    "array_bandwidth_after_one_fault_gbps", &words::ARRAY_BANDWIDTH_AFTER,
        |it, lang| gbit(it, it.array_bandwidth_after, lang);
    "availability", &words::AVAILABILITY, |it, lang| down(it, rates::percent, lang);
    "downtime_minutes_per_year", &words::DOWNTIME_A_YEAR, |it, lang| down(it, rates::minutes, lang);
    "parts", &words::PARTS, |it, _| count(it.parts as usize);
    "cables", &words::CABLES, |it, _| count(it.cables as usize);
    "switches", &words::SWITCHES, |it, _| count(it.switches);
    "ports_left", &words::PORTS_LEFT, |it, _| match it.attach {
        // No shared storage has no ports.
        Attach::None => nothing(),
        _ => count(it.ports_left),
    };
    "rack_units", &words::RACK_UNITS, |it, lang| known(it.rack_units.map(Cell::from), lang);
    "watts", &words::WATTS, |it, lang| known(it.watts.map(Cell::from), lang);
    "distance_limit_m", &words::DISTANCE, |it, lang| match it.distance {
        None if it.attach == Attach::None => nothing(),
        distance => known(distance.map(|it| Cell::Length(it.mm)), lang),
    };
    "existing", &words::EXISTING, |it, _| names(&it.existing);
    "cost", &brief::COST, |it, lang| {
        let sum = it.cost.as_ref().and_then(|it| it.sum());
        let shown = sum.map(|(currency, sum)| {
            msg!(brief::AMOUNT, amount = money(sum), currency = currency.as_str()).text(lang)
        });
        known(shown.map(Cell::from), lang)
    };
}

/// Every figure, in order; whether designs are dominated and what they cost is shown where it is known.
pub static FIGURES: &[&[Figure]] = &[OWN, OF_SEVERAL];

const OF_SEVERAL: &[Figure] = &[
    Figure {
        key: "price_order",
        word: &words::PRICE_ORDER,
        cell: |all, at, _| number(all.price_order[at]),
    },
    Figure {
        key: "dominated_by",
        word: &words::DOMINATED,
        cell: |all, at, _| names(&all.dominated_by[at]),
    },
];

impl Comparison {
    /// Whether a figure is shown at all.
    pub(super) fn shows(&self, figure: &Figure) -> bool {
        match figure.key {
            "cost" => self.designs.iter().any(|it| it.cost.is_some()),
            "downtime_minutes_per_year" => self.designs.iter().any(|it| it.availability.is_some()),
            "price_order" => self.price_order.iter().any(Option::is_some),
            _ => true,
        }
    }
}

/// That there is no such thing.
fn nothing() -> Cell {
    Cell::from(super::NOTHING)
}

fn count(count: usize) -> Cell {
    Cell::Integer(count as u64)
}

fn number(number: Option<usize>) -> Cell {
    number.map_or_else(nothing, count)
}

fn known(cell: Option<Cell>, lang: Lang) -> Cell {
    cell.unwrap_or_else(|| Cell::from(words::UNKNOWN.text(lang)))
}

fn down(design: &Design, shown: fn(f64) -> String, lang: Lang) -> Cell {
    match &design.availability {
        None => nothing(),
        Some(it) => known(it.worst().map(|down| Cell::from(shown(down))), lang),
    }
}

fn names(names: &[String]) -> Cell {
    if names.is_empty() { nothing() } else { Cell::List(fold(names)) }
}

fn gbit(design: &Design, mbit: Option<u32>, lang: Lang) -> Cell {
    match mbit {
        None if design.attach == Attach::None => nothing(),
        mbit => known(mbit.map(|it| Cell::from(rate(it))), lang),
    }
}
