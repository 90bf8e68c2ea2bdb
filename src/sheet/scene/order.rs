//! The order of devices within a tier and of ports on a side, so that few cables cross.

use super::model::{Body, Group, Plan};

/// How a tier is spread while only the order counts.
const SCALE: i64 = 1 << 20;

/// Orders all tiers; the natural order stays unless another has fewer crossings.
pub(super) fn tiers(plan: &mut Plan) {
    let mut at = positions(plan);
    for tier in 0..plan.tiers.len() {
        let lanes_at = lane_targets(plan, &at);
        sort(plan, tier, &lanes_at);
    }
    at = positions(plan);
    let mut best = (crossings(plan, &at), plan.tiers.clone());
    let count = plan.tiers.len();
    for _ in 0..4 {
        for tier in (0..count).chain((0..count).rev()) {
            let wanted = barycentres(plan, &at, tier);
            sort(plan, tier, &wanted);
            at = positions(plan);
        }
        let found = crossings(plan, &at);
        if found < best.0 {
            best = (found, plan.tiers.clone());
        }
    }
    plan.tiers = best.1;
}

/// Where each node stands in its tier, from 0 to `SCALE`.
fn positions(plan: &Plan) -> Vec<i64> {
    let mut at = vec![0; plan.nodes.len()];
    for tier in &plan.tiers {
        let devices = tier.len() as i64;
        for (index, &node) in tier.iter().enumerate() {
            at[node] = (2 * index as i64 + 1) * SCALE / (2 * devices);
        }
    }
    at
}

/// Devices where they are, lanes between the ends of their links.
fn lane_targets(plan: &Plan, at: &[i64]) -> Vec<i64> {
    let mut wanted = at.to_vec();
    for link in &plan.links {
        let (Some(first), Some(last)) = (link.steps.first(), link.steps.last()) else { continue };
        let middle = (at[plan.pins[first.pins[0]].node] + at[plan.pins[last.pins[1]].node]) / 2;
        for step in &link.steps {
            for pin in step.pins {
                let node = plan.pins[pin].node;
                if plan.nodes[node].body == Body::Lane {
                    wanted[node] = middle;
                }
            }
        }
    }
    wanted
}

/// The mean place of what each node of a tier is linked to; its own if nothing.
fn barycentres(plan: &Plan, at: &[i64], tier: usize) -> Vec<i64> {
    let mut sums = vec![(0, 0); plan.nodes.len()];
    for link in &plan.links {
        for step in &link.steps {
            let [a, b] = step.pins.map(|pin| plan.pins[pin].node);
            if plan.nodes[a].tier != plan.nodes[b].tier {
                for (own, other) in [(a, b), (b, a)] {
                    sums[own].0 += at[other];
                    sums[own].1 += 1;
                }
            }
        }
    }
    let mut wanted = at.to_vec();
    for &node in &plan.tiers[tier] {
        let (sum, count) = sums[node];
        if count > 0 {
            wanted[node] = sum / count;
        }
    }
    wanted
}

/// Sorts a tier: devices by site, enclosure and fabric, then by where they want to be; lanes where they want to be.
fn sort(plan: &mut Plan, tier: usize, wanted: &[i64]) {
    let (mut devices, mut lanes): (Vec<usize>, Vec<usize>) =
        plan.tiers[tier].iter().partition(|&&node| plan.nodes[node].body != Body::Lane);
    devices.sort_by_key(|&node| (plan.nodes[node].zone, plan.nodes[node].rank, wanted[node]));
    lanes.sort_by_key(|&node| wanted[node]);
    let count = devices.len() as i64;
    let mut order = Vec::new();
    let mut lanes = lanes.into_iter().peekable();
    for (index, device) in devices.into_iter().enumerate() {
        let place = (2 * index as i64 + 1) * SCALE / (2 * count);
        while let Some(lane) = lanes.next_if(|&lane| wanted[lane] < place) {
            order.push(lane);
        }
        order.push(device);
    }
    order.extend(lanes);
    plan.tiers[tier] = order;
}

/// Pairs of links that cross if each runs straight from node to node.
fn crossings(plan: &Plan, at: &[i64]) -> usize {
    let mut steps: Vec<Vec<(i64, i64)>> = vec![Vec::new(); plan.tiers.len() + 1];
    for step in plan.links.iter().flat_map(|link| &link.steps) {
        let [a, b] = step.pins.map(|pin| plan.pins[pin].node);
        if plan.nodes[a].tier != plan.nodes[b].tier {
            steps[step.channel].push((at[a], at[b]));
        }
    }
    let mut count = 0;
    for steps in &mut steps {
        steps.sort_unstable();
        for (i, a) in steps.iter().enumerate() {
            count += steps[i + 1..].iter().filter(|b| a.0 < b.0 && a.1 > b.1).count();
        }
    }
    count
}

/// Puts the ports on the board of every device in the order of what they are linked to. `exact`:
/// by the places of the ports at the other end, else by those of the devices.
pub(super) fn ports(plan: &mut Plan, exact: bool) {
    for node in 0..plan.nodes.len() {
        if plan.nodes[node].body == Body::Lane {
            continue;
        }
        for side in 0..2 {
            let row = std::mem::take(&mut plan.nodes[node].rows[side]);
            let (mut single, modules): (Vec<Group>, Vec<Group>) =
                row.into_iter().partition(|group| group.module.is_none());
            single.sort_by_cached_key(|group| key(plan, node, group.pins[side][0], exact));
            single.extend(modules);
            plan.nodes[node].rows[side] = single;
        }
        plan.arrange(node);
    }
}

/// Where the other end of a pin's link is. Links within a tier nest.
fn key(plan: &Plan, node: usize, pin: usize, exact: bool) -> (i32, i32) {
    let Some(mate) = plan.pins[pin].mate else { return (i32::MAX, 0) };
    let other = plan.pins[mate].node;
    let far = &plan.nodes[other];
    let middle = far.x + far.w / 2;
    let port = if exact { far.x + plan.middle(mate) } else { 0 };
    if far.tier == plan.nodes[node].tier {
        (middle, if far.x < plan.nodes[node].x { -port } else { 0 })
    } else if exact {
        (port, 0)
    } else {
        (middle, 0)
    }
}
