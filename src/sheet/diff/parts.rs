//! Parts to buy and parts that are left over.

use std::collections::{BTreeMap, BTreeSet};

use super::PartChange;
use crate::names::natural;
use crate::sheet::bom::{Bom, Line};
use crate::words::Lang;

/// What makes two lines the same part: section, order number, description, maker.
type Key = (&'static str, Option<String>, String, Option<String>);

/// What a design holds of a part.
#[derive(Default)]
struct Stock<'b> {
    ordered: u32,
    there: u32,
    ids: BTreeSet<&'b str>,
}

fn key(line: &Line) -> Key {
    let text = line.description.text(Lang::En);
    (line.section.id(), line.part_number.clone(), text, line.manufacturer.clone())
}

fn stocks(bom: &Bom) -> BTreeMap<Key, Stock<'_>> {
    let mut stocks: BTreeMap<Key, Stock> = BTreeMap::new();
    let ordered = bom.lines.iter().map(|line| (line, true));
    for (line, ordered) in ordered.chain(bom.existing.iter().map(|line| (line, false))) {
        let stock = stocks.entry(key(line)).or_default();
        match ordered {
            true => stock.ordered += line.quantity,
            false => stock.there += line.quantity,
        }
        stock.ids.extend(line.designators.iter().map(String::as_str));
    }
    stocks
}

/// Whether an id is one of these things, as its rails have it, or that of a part of one: `fc-a/psu1` of `fc-a`.
fn belongs(id: &str, things: &BTreeSet<&str>) -> bool {
    things.contains(id.split_once('/').map_or(id, |(thing, _)| thing))
}

/// The parts of which more or fewer are needed, in the order of the parts list, those that go last.
///
/// What the old design holds is taken to be there, whether it was bought for it or not. So a thing that the
/// old design orders and the new one calls existing is neither bought nor left over.
pub(super) fn changes(old: &Bom, new: &Bom) -> Vec<PartChange> {
    let (before, after) = (stocks(old), stocks(new));
    let (none, mut seen) = (Stock::default(), BTreeSet::new());
    let there: BTreeSet<&str> =
        new.existing.iter().flat_map(|line| &line.designators).map(String::as_str).collect();
    let lines = new.lines.iter().chain(&new.existing).chain(&old.lines).chain(&old.existing);
    let mut changes = Vec::new();
    for line in lines {
        let key = key(line);
        if !seen.insert(key.clone()) {
            continue;
        }
        let (old, new) = (before.get(&key).unwrap_or(&none), after.get(&key).unwrap_or(&none));
        let stock = old.ordered + old.there;
        let buy = new.ordered.saturating_sub(stock.saturating_sub(new.there));
        // What sits in a thing that is there now stays with it, though no list names it any more.
        let stays = old.ids.difference(&new.ids).filter(|id| belongs(id, &there)).count() as u32;
        let spare = stock.saturating_sub(new.ordered + new.there).saturating_sub(stays);
        if buy == 0 && spare == 0 {
            continue;
        }
        let without = |ids: &Stock, others: &Stock| {
            let mut ids: Vec<String> =
                ids.ids.difference(&others.ids).map(|&id| id.to_owned()).collect();
            ids.sort_by(|a, b| natural(a, b));
            ids
        };
        changes.push(PartChange {
            section: line.section.id(),
            part_number: line.part_number.clone(),
            description: line.description.clone(),
            manufacturer: line.manufacturer.clone(),
            unit: line.section.unit(),
            old: stock,
            new: new.ordered + new.there,
            buy,
            spare,
            added: without(new, old),
            removed: without(old, new),
        });
    }
    changes
}
