//! Which design is no better than another in anything, and which is cheaper.

use std::cmp::{Ordering, Reverse};

use super::Design;
use crate::sheet::scorecard::{Scorecard, Value};

/// For each design the names of those that dominate it.
///
/// A design dominates another if it is at least as good in every figure that matters and better in one: the
/// worst that one fault does, single points, parts that only takeover covers, paths and those that share
/// nothing, bandwidth after one fault, ports left, availability where there are rates, and the price, or parts and cables where both prices are not
/// known in one currency. A figure that is not known for both leaves it open who is better, so that neither
/// dominates. What is left of a node after a takeover counts where one of the two says it: else a small server
/// would dominate a large one.
pub(super) fn dominated_by(designs: &[Design]) -> Vec<Vec<String>> {
    let better = |of: &Design| {
        let others = designs.iter().filter(|it| dominates(it, of));
        others.map(|it| it.name.clone()).collect()
    };
    designs.iter().map(better).collect()
}

fn dominates(a: &Design, b: &Design) -> bool {
    let compared = compared(a, b);
    compared.iter().all(|it| it.is_some_and(Ordering::is_ge))
        && compared.contains(&Some(Ordering::Greater))
}

/// How one design stands to another in each figure that matters: `Greater` where it is better, `None` where
/// that is not known.
fn compared(a: &Design, b: &Design) -> Vec<Option<Ordering>> {
    let known = |a: Option<u32>, b: Option<u32>| Some(a?.cmp(&b?));
    let paths = |a: Option<usize>, b: Option<usize>| Some(a?.cmp(&b?));
    let fewer = |of: fn(&Design) -> usize| Some(Reverse(of(a)).cmp(&Reverse(of(b))));
    let mut compared = vec![
        Some(b.worst.cmp(&a.worst)),
        fewer(|it| it.single_points.len()),
        fewer(|it| it.takeover_only.len()),
        paths(a.paths, b.paths),
        paths(a.disjoint, b.disjoint),
        known(a.bandwidth_after, b.bandwidth_after),
        Some(a.ports_left.cmp(&b.ports_left)),
    ];
    for load in [|it: &Scorecard| it.cpus, |it: &Scorecard| it.memory] {
        match (load(&a.traits), load(&b.traits)) {
            (Value::Cpus(a), Value::Cpus(b)) | (Value::Memory(a), Value::Memory(b)) => {
                compared.push(Some(a.left().cmp(&b.left())));
            }
            (Value::Unknown | Value::Nothing, Value::Unknown | Value::Nothing) => {}
            _ => compared.push(None),
        }
    }
    if let (Some(a), Some(b)) = (&a.availability, &b.availability) {
        // What differs less is the noise of adding up.
        let nines = |it: f64| (it * 1e12).round();
        compared.push(a.worst().zip(b.worst()).map(|(a, b)| nines(b).total_cmp(&nines(a))));
    }
    let sum = |it: &Design| it.cost.as_ref()?.sum().map(|(of, sum)| (of.clone(), sum));
    match (sum(a), sum(b)) {
        (Some(a), Some(b)) if a.0 == b.0 => compared.push(Some(b.1.cmp(&a.1))),
        _ => compared.extend([fewer(|it| it.parts as usize), fewer(|it| it.cables as usize)]),
    }
    compared
}

/// The place of each design by price, 1 for the cheapest.
pub(super) fn by_price(designs: &[Design]) -> Vec<Option<usize>> {
    let sums: Vec<_> =
        designs.iter().map(|it| it.cost.as_ref().and_then(|cost| cost.sum())).collect();
    let mut known = sums.iter().flatten();
    let first = known.next();
    // Of unlike currencies none is the cheaper one.
    if first.is_none()
        || known.clone().count() == 0
        || known.any(|it| Some(it.0) != first.map(|it| it.0))
    {
        return vec![None; designs.len()];
    }
    let place = |own: &Option<_>| {
        let (_, own) = own.as_ref()?;
        Some(1 + sums.iter().flatten().filter(|(_, sum)| sum < own).count())
    };
    sums.iter().map(place).collect()
}
