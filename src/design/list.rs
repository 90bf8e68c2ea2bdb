//! What a search for designs came to, in a table and in lines.

use std::collections::BTreeSet;

use compact_str::CompactString;

use super::brief::Brief;
use super::cheapest::Cheapest;
use super::choice::Unbuildable;
use super::judged::{Cost, Design, Unmet, unknown};
use crate::sheet::prices::money;
use crate::sheet::rates::Rates;
use crate::sheet::table::{Cell, Column, Table};
use crate::words::{Lang, Msg, Value, Word, brief as words, effects, msg, output};

/// So many cheaper designs are told one by one.
const TOLD: usize = 3;

/// The variants of a brief: how good each is, what it costs, and underneath what it does not meet.
pub fn list(
    brief: &Brief,
    designs: &[Design],
    unbuildable: &[Unbuildable],
    priced: bool,
    lang: Lang,
) -> Table {
    let currencies: BTreeSet<&CompactString> =
        designs.iter().filter_map(|it| Some(it.cost.sum()?.0)).collect();
    let one = currencies.first().filter(|_| currencies.len() == 1);
    let price = match one {
        Some(currency) => msg!(words::COST_IN, currency = currency.as_str()).text(lang),
        None => words::COST.text(lang).to_owned(),
    };
    let columns = vec![
        Column::text("variant", words::VARIANT.text(lang)),
        Column::text("worst_effect", words::WORST.text(lang)),
        Column::integer("single_points", words::SINGLE.text(lang)),
        Column::integer("takeover_only", words::TAKEOVER.text(lang)),
        Column::text("level", output::LEVEL.text(lang)),
        Column::money("cost", price),
        Column::text("meets", words::MET.text(lang)),
    ];
    let mut table =
        Table::new(&words::VARIANTS, brief.title.as_deref().unwrap_or(&brief.name), lang, columns);
    for it in designs {
        let figures = it.figures(&Rates::default());
        let met = if it.unmet.is_empty() { &output::YES } else { &words::NO };
        table.line(
            0,
            vec![
                Cell::from(it.choice.name.as_str()),
                Cell::from(effects::of(figures.worst.id()).text(lang)),
                Cell::Integer(figures.single_points.len() as u64),
                Cell::Integer(figures.takeover_only.len() as u64),
                Cell::from(figures.level.map_or_else(|| "–".to_owned(), |it| it.to_string())),
                match (it.cost.sum(), one) {
                    (Some((_, sum)), Some(_)) => Cell::Money(sum),
                    _ => Cell::from(cost(&it.cost).text(lang)),
                },
                Cell::from(met.text(lang)),
            ],
        );
    }
    for it in unbuildable {
        let mut cells = vec![Cell::from(words::NOT_WIRED.text(lang)); 7];
        cells[0] = Cell::from(it.name.as_str());
        table.line(0, cells);
    }
    table.notes = notes(brief, designs, unbuildable, priced, lang);
    table
}

/// What stands under the list: why requirements are not met, what is accepted, and what has no price.
fn notes(
    brief: &Brief,
    designs: &[Design],
    unbuildable: &[Unbuildable],
    priced: bool,
    lang: Lang,
) -> Vec<String> {
    let mut notes = Vec::new();
    // Designs of one reason share a line.
    let mut tell = |word: &'static Word, whys: Vec<(&str, String)>| {
        let mut told: Vec<&String> = Vec::new();
        for (_, why) in &whys {
            if told.contains(&why) {
                continue;
            }
            told.push(why);
            let names: Vec<&str> = whys.iter().filter(|it| it.1 == *why).map(|it| it.0).collect();
            let args = vec![("variants", names.into()), ("why", why.as_str().into())];
            notes.push(Msg::new(word, args).text(lang));
        }
    };
    let unmet = designs
        .iter()
        .filter_map(|it| Some((it.choice.name.as_str(), reasons(&it.unmet)?.text(lang))));
    tell(&words::WHY_NOT, unmet.collect());
    let lacking = unbuildable.iter().map(|it| (it.name.as_str(), it.reason.text(lang)));
    tell(&words::NOT_BUILT, lacking.collect());
    if priced {
        let without = designs.iter().filter(|it| it.cost.sum().is_none());
        let without = without.map(|it| (it.choice.name.as_str(), unknown(&it.cost).text(lang)));
        tell(&words::WHY_UNKNOWN, without.collect());
    }
    let waived = designs.iter().any(|it| it.choice.array.is_some());
    if let Some(accept) = brief.require.accept_array.as_ref().filter(|_| waived) {
        let reason = accept.reason.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
        let accepted = match accept.until {
            None => msg!(words::ACCEPTED, reason = reason),
            Some(day) => {
                msg!(words::ACCEPTED_UNTIL, until = day.value.to_string(), reason = reason)
            }
        };
        notes.push(accepted.text(lang));
    }
    if !priced && !designs.is_empty() {
        notes.push(words::NO_BOOK.text(lang).to_owned());
    }
    if designs.iter().any(|it| it.cost.open > 0 && it.cost.sum().is_some()) {
        notes.push(words::OPEN.text(lang).to_owned());
    }
    notes
}

/// What a search for the cheapest design came to, a line each.
pub fn account(found: &Cheapest, lang: Lang) -> Vec<String> {
    let mut lines: Vec<Msg> = Vec::new();
    let told = |it: &super::cheapest::Rejected, word| {
        let why = reasons(&it.unmet).unwrap_or_else(|| (&words::NOT_READ).into());
        let args = vec![
            ("variant", Value::from(it.choice.name.as_str())),
            ("cost", cost(&it.cost).into()),
            ("why", why.into()),
        ];
        Msg::new(word, args)
    };
    match &found.best {
        Some(best) => {
            let name = best.choice.name.as_str();
            lines.push(msg!(words::CHEAPEST, variant = name, cost = cost(&best.cost)));
            if best.cost.open > 0 {
                lines.push(msg!(words::OPEN_LINES, count = best.cost.open));
            }
            // The next cheaper one first: what rules it out is what the money is paid for.
            lines
                .extend(found.rejected.iter().rev().take(TOLD).map(|it| told(it, &words::CHEAPER)));
            if found.rejected.len() > TOLD {
                lines.push(msg!(words::MORE_CHEAPER, count = found.rejected.len() - TOLD));
            }
        }
        None if found.rejected.is_empty() => {
            if let Some(first) = found.unbuildable.first() {
                lines.push(msg!(words::NOTHING_BUILT, why = first.reason.clone()));
            }
        }
        None => {
            let keys: Vec<&str> = found.conflict.iter().map(|it| it.key()).collect();
            let word = if keys.len() > 1 { &words::NONE_MEETS } else { &words::ALONE_UNMET };
            let count = found.rejected.len();
            let args = vec![("count", count.into()), ("requirements", keys.into())];
            lines.push(Msg::new(word, args));
            let nearest = found.rejected.iter().min_by_key(|it| it.unmet.len());
            lines.extend(nearest.map(|it| told(it, &words::NEAREST)));
        }
    }
    if let Some((choice, cost)) = found.unpriced.first() {
        let (count, name) = (found.unpriced.len(), choice.name.as_str());
        lines.push(msg!(words::UNPRICED, count = count, variant = name, why = unknown(cost)));
    }
    lines.iter().map(|it| it.text(lang)).collect()
}

/// Why requirements are not met, as one message.
fn reasons(unmet: &[Unmet]) -> Option<Msg> {
    let join = |a: Msg, b: Msg| msg!(crate::words::story::AND, a = a, b = b);
    unmet.iter().map(|it| it.why.clone()).reduce(join)
}

/// What a design costs, in words.
fn cost(cost: &Cost) -> Msg {
    match cost.sum() {
        Some((currency, sum)) => {
            msg!(words::AMOUNT, amount = money(sum), currency = currency.as_str())
        }
        None => (&words::COST_UNKNOWN).into(),
    }
}
