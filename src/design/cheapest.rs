//! The cheapest design that meets what is wanted: every choice is priced, and the cheapest are judged first.

use rust_decimal::Decimal;

use super::brief::Brief;
use super::choice::{Choice, Unbuildable, all};
use super::judged::{Built, Cost, Design, Judging, Requirement, Unmet, built, judge};
use crate::catalog::Catalog;

/// What the search came to.
#[derive(Debug)]
pub struct Cheapest {
    /// The cheapest design that meets every requirement.
    pub best: Option<Design>,
    /// Those that are cheaper, or all that can be built if none meets them, the cheapest first.
    pub rejected: Vec<Rejected>,
    /// Of designs that meet the others no one meets these together; empty where there is a best one.
    pub conflict: Vec<Requirement>,
    /// Designs without a price of their own: chosen products that no book knows, or several currencies.
    pub unpriced: Vec<(Choice, Cost)>,
    /// What cannot be built.
    pub unbuildable: Vec<Unbuildable>,
}

/// A design that does not do.
#[derive(Debug)]
pub struct Rejected {
    /// What was chosen.
    pub choice: Choice,
    /// What it costs.
    pub cost: Cost,
    /// Why it does not do.
    pub unmet: Vec<Unmet>,
}

/// Looks through every choice of a brief.
pub fn cheapest(brief: &Brief, catalog: &mut Catalog, judging: &Judging) -> Cheapest {
    let mut found = Cheapest {
        best: None,
        rejected: Vec::new(),
        conflict: Vec::new(),
        unpriced: Vec::new(),
        unbuildable: Vec::new(),
    };
    let mut priced: Vec<(Decimal, Choice, Built)> = Vec::new();
    let mut currency = None;
    for choice in all(brief) {
        match built(brief, &choice, catalog, judging) {
            Err(reason) => found.unbuildable.push(reason),
            Ok(built) => match built.2.sum() {
                // Of unlike currencies none is the cheaper one.
                Some((of, sum)) if *currency.get_or_insert_with(|| of.clone()) == *of => {
                    priced.push((sum, choice, built));
                }
                _ => found.unpriced.push((choice, built.2)),
            },
        }
    }
    priced.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.name.cmp(&b.1.name)));
    for (_, choice, built) in priced {
        let design = judge(brief, choice, built, judging);
        if design.unmet.is_empty() {
            found.best = Some(design);
            return found;
        }
        let Design { choice, cost, unmet, .. } = design;
        found.rejected.push(Rejected { choice, cost, unmet });
    }
    found.conflict = conflict(&found.rejected);
    found
}

/// The fewest requirements of which every design misses at least one.
fn conflict(rejected: &[Rejected]) -> Vec<Requirement> {
    let misses = |it: &Rejected, set: &[Requirement]| {
        it.unmet.iter().any(|unmet| set.contains(&unmet.requirement))
    };
    let mut sets: Vec<Vec<Requirement>> = (1..1_u32 << Requirement::ALL.len())
        .map(|bits| {
            let all = Requirement::ALL.iter().enumerate();
            all.filter(|(at, _)| bits >> at & 1 == 1).map(|(_, it)| *it).collect()
        })
        .collect();
    sets.sort_by_key(Vec::len);
    let all_miss = |set: &Vec<Requirement>| rejected.iter().all(|it| misses(it, set));
    if rejected.is_empty() {
        Vec::new()
    } else {
        sets.into_iter().find(all_miss).unwrap_or_default()
    }
}
