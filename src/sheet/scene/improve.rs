//! The order of a tier, tried out: what the sorted order leaves crossing is counted on the routed lines, and one
//! thing after another moves to where fewer cross.

use super::model::Plan;
use super::{channel, order, place};

/// How many pairs of lines are looked at at most, in all trials together.
const EFFORT: usize = 120_000;
/// How many orders are tried at most.
const TRIALS: usize = 150;
/// How far apart boxes stand meanwhile.
const GAP: i32 = 240;

/// Moves boxes and lanes within their tiers as long as that makes fewer lines cross. What stands at one place,
/// and the switches of one fabric, stay together. `pages`: that share the effort.
pub(super) fn tiers(plan: &mut Plan, pages: usize) {
    let mut trials = (EFFORT / plan.links.len().pow(2).max(1)).min(TRIALS) / pages.max(1);
    // A search cut short finds little.
    if trials < 20 {
        return;
    }
    let mut bench = Bench { scratch: plan.clone() };
    let mut best = bench.crossings(plan, &plan.tiers);
    loop {
        let before = best;
        for tier in 0..plan.tiers.len() {
            for from in 0..plan.tiers[tier].len() {
                for to in targets(plan, tier, from) {
                    if best == 0 || trials == 0 {
                        return;
                    }
                    trials -= 1;
                    let mut tiers = plan.tiers.clone();
                    let node = tiers[tier].remove(from);
                    tiers[tier].insert(to, node);
                    let found = bench.crossings(plan, &tiers);
                    if found < best {
                        (best, plan.tiers) = (found, tiers);
                        break;
                    }
                }
            }
        }
        if best == before {
            return;
        }
    }
}

/// The places in its tier that a node may move to, the nearest first.
fn targets(plan: &Plan, tier: usize, from: usize) -> Vec<usize> {
    let nodes = &plan.tiers[tier];
    let passes = |at: &usize| order::may_swap(plan, [nodes[from], nodes[*at]], true);
    let left: Vec<usize> = (0..from).rev().take_while(passes).collect();
    let right: Vec<usize> = (from + 1..nodes.len()).take_while(passes).collect();
    let mut all: Vec<usize> = left.into_iter().chain(right).collect();
    all.sort_by_key(|at| at.abs_diff(from));
    all
}

/// Where orders are tried out.
struct Bench<'p> {
    scratch: Plan<'p>,
}

impl Bench<'_> {
    /// How many lines cross in an order.
    fn crossings(&mut self, plan: &Plan, tiers: &[Vec<usize>]) -> usize {
        let scratch = &mut self.scratch;
        scratch.tiers = tiers.to_vec();
        for (node, as_planned) in scratch.nodes.iter_mut().zip(&plan.nodes) {
            node.rows.clone_from(&as_planned.rows);
            node.x = 0;
        }
        for pin in &mut scratch.pins {
            pin.x = 0;
        }
        place::across(scratch, GAP);
        let channels = channel::route(scratch);
        channels.iter().map(channel::Channel::crossings).sum()
    }
}
