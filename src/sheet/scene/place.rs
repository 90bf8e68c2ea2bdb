//! Where nodes stand: across by the places of what they are linked to, down by tiers and channels.

use super::channel::Channel;
use super::model::{Body, HEAD_HEIGHT, LANE, MODULE_HEIGHT, PLACE_HEIGHT, PORT_HEIGHT, Plan};
use super::{Rect, frame, order};

/// Room at the edge of the sheet.
pub(super) const MARGIN: i32 = 200;
/// Room between a box and a lane.
const BESIDE_LANE: i32 = 140;

/// Gives every node its place across; boxes stand at least `gap` apart.
pub(super) fn across(plan: &mut Plan, gap: i32) {
    for tier in 0..plan.tiers.len() {
        let own: Vec<i64> = vec![0; plan.tiers[tier].len()];
        settle(plan, tier, gap, &own);
    }
    for round in 0..3 {
        order::ports(plan, round > 0);
        for tier in 0..plan.tiers.len() {
            let wanted = wanted(plan, tier);
            settle(plan, tier, gap, &wanted);
        }
        let count = plan.tiers.len();
        for tier in (0..count).rev().chain(0..count) {
            let wanted = wanted(plan, tier);
            settle(plan, tier, gap, &wanted);
        }
    }
    if !plan.frames.is_empty() {
        frame::separate(plan);
        // Clouds have no place of their own, and stand over what they are joined to.
        for tier in 0..plan.tiers.len() {
            let cloud = |&node: &usize| plan.nodes[node].body == Body::Cloud;
            if plan.tiers[tier].iter().all(cloud) {
                let wanted = wanted(plan, tier);
                settle(plan, tier, gap, &wanted);
            }
        }
        order::ports(plan, true);
    }
    let left = plan.nodes.iter().map(|node| node.x).min().unwrap_or(0);
    for node in &mut plan.nodes {
        node.x += MARGIN - left;
    }
}

/// Where the middle of each node of a tier would best be: its links would run straight.
fn wanted(plan: &Plan, tier: usize) -> Vec<i64> {
    plan.tiers[tier]
        .iter()
        .map(|&index| {
            let node = &plan.nodes[index];
            let groups = node.across.iter().chain(node.rows.iter().flatten());
            let mates: Vec<(usize, usize)> = groups
                .flat_map(|group| group.pins.iter().flatten())
                .filter_map(|&pin| Some((pin, plan.pins[pin].mate?)))
                .filter(|&(_, mate)| plan.nodes[plan.pins[mate].node].tier != tier)
                .collect();
            // Clouds follow their switches, not the other way round.
            let cloud = |mate: usize| plan.nodes[plan.pins[mate].node].body == Body::Cloud;
            let only = mates.iter().all(|&(_, mate)| cloud(mate));
            let (mut sum, mut count) = (0, 0);
            for (pin, mate) in mates.into_iter().filter(|&(_, mate)| only || !cloud(mate)) {
                let far = &plan.nodes[plan.pins[mate].node];
                sum += i64::from(far.x + plan.middle(mate) - plan.middle(pin) + node.w / 2);
                count += 1;
            }
            if count == 0 { i64::from(node.x + node.w / 2) } else { sum / count }
        })
        .collect()
}

/// Moves the nodes of a tier as near as possible to where their middles are wanted: least squares
/// under "in this order and at least so far apart", by pooling neighbours that would collide.
fn settle(plan: &mut Plan, tier: usize, gap: i32, wanted: &[i64]) {
    let nodes = plan.tiers[tier].clone();
    let mut offsets = Vec::with_capacity(nodes.len());
    let mut at = 0;
    for (index, &node) in nodes.iter().enumerate() {
        if index > 0 {
            let before = &plan.nodes[nodes[index - 1]];
            let lane = |body| body == Body::Lane;
            let between = match (lane(before.body), lane(plan.nodes[node].body)) {
                (true, true) => 0,
                (false, false) => gap,
                _ => BESIDE_LANE,
            };
            at += i64::from(before.w / 2 + between + plan.nodes[node].w - plan.nodes[node].w / 2);
        }
        offsets.push(at);
    }
    let mut pools: Vec<(i64, i64)> = Vec::new();
    for (want, offset) in wanted.iter().zip(&offsets) {
        pools.push((want - offset, 1));
        while let [.., a, b] = pools[..] {
            if a.0 * b.1 < b.0 * a.1 {
                break;
            }
            pools.truncate(pools.len() - 2);
            pools.push((a.0 + b.0, a.1 + b.1));
        }
    }
    let mut index = 0;
    for (sum, count) in pools {
        for _ in 0..count {
            let middle = sum.div_euclid(count) + offsets[index];
            let node = &mut plan.nodes[nodes[index]];
            node.x = i32::try_from(middle).unwrap_or(i32::MAX / 2) - node.w / 2;
            index += 1;
        }
    }
}

/// Gives every node its place down; the area that tiers and channels fill.
pub(super) fn down(plan: &mut Plan, channels: &[Channel]) -> Rect {
    let mut y = MARGIN;
    let (mut left, mut right) = (i32::MAX, MARGIN);
    for (tier, channel) in channels.iter().enumerate() {
        y += channel.height;
        for net in &channel.nets {
            left = left.min(net.from);
            right = right.max(net.to);
        }
        let Some(nodes) = plan.tiers.get(tier).cloned() else { break };
        let height = nodes.iter().map(|&node| height(plan, node)).max().unwrap_or(0);
        for node in nodes {
            let node = &mut plan.nodes[node];
            (node.y, node.h) = (y, height);
            left = left.min(node.x);
            right = right.max(node.x + node.w);
        }
        y += height;
    }
    let left = left.min(right);
    Rect { x: left, y: MARGIN, w: right - left, h: y - MARGIN }
}

fn height(plan: &Plan, index: usize) -> i32 {
    let node = &plan.nodes[index];
    match node.body {
        Body::Lane => 0,
        Body::Cloud => 3 * LANE,
        Body::Device(_) | Body::Source(_) => {
            let rows = node.rows.each_ref().map(|row| {
                let modules = row.iter().any(|group| group.module.is_some());
                match row.is_empty() {
                    true => 0,
                    false if modules => PORT_HEIGHT + MODULE_HEIGHT,
                    false => PORT_HEIGHT,
                }
            });
            let across = if node.across.is_empty() { 0 } else { 2 * PORT_HEIGHT + MODULE_HEIGHT };
            let place = frame::place(plan, index).map_or(0, |_| PLACE_HEIGHT);
            (rows[0] + rows[1] + HEAD_HEIGHT + place).max(across)
        }
    }
}
