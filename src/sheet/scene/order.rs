//! The order of devices within a tier and of ports on a side, so that few cables cross.

use super::model::{Body, Group, Plan};

/// How a tier is spread while only the order counts.
const SCALE: i64 = 1 << 20;

/// Orders all tiers; the natural order stays unless another has fewer crossings. Switches stand by their fabrics
/// from the left, unless pairs of them side by side have less than half the crossings.
pub(super) fn tiers(plan: &mut Plan) {
    let natural = plan.tiers.clone();
    let by_fabric = sweeps(plan, true);
    if plan.nodes.iter().all(|node| node.rank == 0) || by_fabric < FEW {
        return;
    }
    let sorted = std::mem::replace(&mut plan.tiers, natural);
    if sweeps(plan, false) * 2 < by_fabric {
        for node in &mut plan.nodes {
            node.rank = 0;
        }
    } else {
        plan.tiers = sorted;
    }
}

/// With more links than this neighbours are swapped by the links alone.
const MANY: usize = 70;

/// With fewer crossings than this fabrics stay apart.
const FEW: usize = 200;

/// Sorts the tiers by turns, down and up; gives the crossings of the best order.
fn sweeps(plan: &mut Plan, ranked: bool) -> usize {
    let mut at = positions(plan);
    for tier in 0..plan.tiers.len() {
        let lanes_at = lane_targets(plan, &at);
        sort(plan, tier, &lanes_at, ranked);
    }
    at = positions(plan);
    let mut best = (crossings(plan, &at), plan.tiers.clone());
    let count = plan.tiers.len();
    for _ in 0..4 {
        for tier in (0..count).chain((0..count).rev()) {
            let wanted = barycentres(plan, &at, tier);
            sort(plan, tier, &wanted, ranked);
            at = positions(plan);
        }
        let found = crossings(plan, &at);
        if found < best.0 {
            best = (found, plan.tiers.clone());
        }
    }
    plan.tiers = best.1;
    // Of a few links the routed lines are looked at, see `improve`.
    if plan.links.len() > MANY {
        transpose(plan, ranked);
    }
    crossings(plan, &positions(plan))
}

/// Swaps neighbours within a tier as long as fewer of their own links cross.
fn transpose(plan: &mut Plan, ranked: bool) {
    // What each node is linked to above and below.
    let mut joined: Vec<[Vec<usize>; 2]> = vec![[Vec::new(), Vec::new()]; plan.nodes.len()];
    for step in plan.links.iter().flat_map(|link| &link.steps) {
        let [a, b] = step.pins.map(|pin| plan.pins[pin].node);
        if plan.nodes[a].tier < plan.nodes[b].tier {
            joined[a][1].push(b);
            joined[b][0].push(a);
        }
    }
    let mut at = positions(plan);
    for _ in 0..8 {
        let mut better = false;
        for tier in 0..plan.tiers.len() {
            for left in 1..plan.tiers[tier].len() {
                let pair = [plan.tiers[tier][left - 1], plan.tiers[tier][left]];
                if !may_swap(plan, pair, ranked) {
                    continue;
                }
                let (mut now, mut swapped) = (0, 0);
                for side in [0, 1] {
                    let [a, b] = pair.map(|node| {
                        let mut places: Vec<i64> =
                            joined[node][side].iter().map(|&other| at[other]).collect();
                        places.sort_unstable();
                        places
                    });
                    for place in a {
                        let below = b.partition_point(|&other| other < place);
                        let up_to = b.partition_point(|&other| other <= place);
                        now += below;
                        swapped += b.len() - up_to;
                    }
                }
                if swapped < now {
                    plan.tiers[tier].swap(left - 1, left);
                    at.swap(pair[0], pair[1]);
                    better = true;
                }
            }
        }
        if !better {
            break;
        }
    }
}

/// Whether two neighbours may change places: lanes with everything, boxes within their place and, if `ranked`,
/// their fabric.
pub(super) fn may_swap(plan: &Plan, pair: [usize; 2], ranked: bool) -> bool {
    let [a, b] = pair.map(|node| &plan.nodes[node]);
    let lane = a.body == Body::Lane || b.body == Body::Lane;
    lane || a.zone == b.zone && (!ranked || a.rank == b.rank)
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

/// Sorts a tier: devices by site, enclosure and, if `ranked`, fabric, then by where they want to be; lanes where
/// they want to be.
fn sort(plan: &mut Plan, tier: usize, wanted: &[i64], ranked: bool) {
    let (mut devices, mut lanes): (Vec<usize>, Vec<usize>) =
        plan.tiers[tier].iter().partition(|&&node| plan.nodes[node].body != Body::Lane);
    devices.sort_by_key(|&index| {
        let node = &plan.nodes[index];
        let rank = if ranked { node.rank } else { 0 };
        (node.zone, rank, wanted[index], node.rank)
    });
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
    steps.into_iter().map(inversions).sum()
}

/// How many pairs have their first and second places in opposite orders.
fn inversions(mut pairs: Vec<(i64, i64)>) -> usize {
    pairs.sort_unstable();
    let mut places: Vec<i64> = pairs.iter().map(|pair| pair.1).collect();
    places.sort_unstable();
    places.dedup();
    // How many of those before stand at each place, summed up as a Fenwick tree does.
    let mut sums = vec![0; places.len() + 1];
    let mut count = 0;
    for (before, group) in pairs.chunk_by(|a, b| a.0 == b.0).scan(0, |before, group| {
        let own = *before;
        *before += group.len();
        Some((own, group))
    }) {
        let rank = |place: i64| places.partition_point(|&other| other < place) + 1;
        for &(_, place) in group {
            let (mut at, mut no_more) = (rank(place), 0);
            while at > 0 {
                no_more += sums[at];
                at &= at - 1;
            }
            count += before - no_more;
        }
        for &(_, place) in group {
            let mut at = rank(place);
            while at < sums.len() {
                sums[at] += 1;
                at += at & at.wrapping_neg();
            }
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
