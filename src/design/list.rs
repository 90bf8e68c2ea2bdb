//! What a search for designs came to, in a table and in lines.

use super::brief::Brief;
use super::cheapest::Cheapest;
use super::choice::Unbuildable;
use super::judged::{Cost, Design, Unmet};
use crate::sheet::prices::money;
use crate::sheet::table::{Cell, Column, Table};
use crate::words::{Lang, Msg, Value, brief as words, comparing, effects, msg, output};

/// So many cheaper designs are told one by one.
const TOLD: usize = 3;

/// The variants of a brief: how good each is, what it costs, and what it does not meet.
pub fn list(brief: &Brief, designs: &[Design], unbuildable: &[Unbuildable], lang: Lang) -> Table {
    let columns = vec![
        Column::text("variant", words::VARIANT.text(lang)),
        Column::text("worst_effect", output::WORST.text(lang)),
        Column::integer("single_points", comparing::SINGLE.text(lang)),
        Column::integer("takeover_only", output::TAKEOVER_ONLY.text(lang)),
        Column::text("level", output::LEVEL.text(lang)),
        Column::text("cost", words::COST.text(lang)),
        Column::text("meets", words::MEETS.text(lang)),
    ];
    let mut table =
        Table::new(&words::VARIANTS, brief.title.as_deref().unwrap_or(&brief.name), lang, columns);
    for it in designs {
        let figures = it.figures();
        let meets = match reasons(&it.unmet) {
            None => output::YES.text(lang).to_owned(),
            Some(why) => msg!(words::NOT_MET, why = why).text(lang),
        };
        table.line(
            0,
            vec![
                Cell::from(it.choice.name.as_str()),
                Cell::from(effects::of(figures.worst.id()).text(lang)),
                Cell::Integer(figures.single_points.len() as u64),
                Cell::Integer(figures.takeover_only.len() as u64),
                Cell::from(figures.level.map_or_else(|| "–".to_owned(), |it| it.to_string())),
                Cell::from(cost(&it.cost).text(lang)),
                Cell::from(meets),
            ],
        );
    }
    for it in unbuildable {
        let why = msg!(words::NOT_BUILT, why = it.reason.clone()).text(lang);
        let mut cells = vec![Cell::Empty; 7];
        (cells[0], cells[6]) = (Cell::from(it.name.as_str()), Cell::from(why));
        table.line(0, cells);
    }
    table
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
        let parts: Vec<&String> = cost.missing.iter().collect();
        let (count, name) = (found.unpriced.len(), choice.name.as_str());
        lines.push(msg!(words::UNPRICED, count = count, variant = name, parts = parts));
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
