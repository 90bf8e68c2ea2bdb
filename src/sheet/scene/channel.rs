//! The channels between tiers: where lines leave their ports, and on which track each runs.

use std::collections::BTreeSet;

use super::frame;
use super::model::{Body, Plan};

/// Room for what stands on a cable beside its port.
pub(super) const CHIP_ZONE: i32 = 200;
/// From track to track.
const PITCH: i32 = 90;
/// How near two lines may come.
const NEAR: i32 = 80;
/// How near two lines on one track may come.
const APART: i32 = 150;
/// Height of a channel without tracks.
const PLAIN: i32 = 300;

/// More lines than this in a channel are sorted, without a search for the best order.
const MOST_SIFTED: usize = 300;

/// What runs between two tiers.
#[derive(Clone, Debug, Default)]
pub(super) struct Channel {
    pub height: i32,
    /// Lines that need a track.
    pub nets: Vec<Net>,
    /// Where lines run straight through.
    pub through: Vec<i32>,
    /// Height from the top of the channel to its first track.
    pub first: i32,
}

/// A line that runs along a track.
#[derive(Clone, Debug)]
pub(super) struct Net {
    pub link: usize,
    pub step: usize,
    pub from: i32,
    pub to: i32,
    /// Where it comes from above and from below.
    pub pins: [Vec<i32>; 2],
    pub track: usize,
}

impl Channel {
    /// Height of a track from the top of the channel.
    pub fn track(&self, track: usize) -> i32 {
        self.first + i32::try_from(track).unwrap_or(0) * PITCH
    }

    /// How often its lines cross.
    pub fn crossings(&self) -> usize {
        let mut count = 0;
        for (at, net) in self.nets.iter().enumerate() {
            let within = |xs: &[i32]| xs.iter().filter(|&&x| net.from <= x && x <= net.to).count();
            count += within(&self.through);
            for (other, line) in self.nets.iter().enumerate() {
                if other != at {
                    // Its pins above reach down to its track, those below up to it.
                    count += match line.track.cmp(&net.track) {
                        std::cmp::Ordering::Greater => within(&line.pins[0]),
                        std::cmp::Ordering::Less => within(&line.pins[1]),
                        std::cmp::Ordering::Equal => 0,
                    };
                }
            }
        }
        count
    }
}

/// The places of lines in a channel, each with its link.
type Taken = BTreeSet<(i32, usize)>;

/// Gives every pin its place and every line its track.
pub(super) fn route(plan: &mut Plan) -> Vec<Channel> {
    let count = plan.tiers.len() + 1;
    let mut taken = vec![Taken::new(); count];
    lanes(plan, &mut taken);
    straight(plan, &mut taken);
    rest(plan, &mut taken);
    let rooms = frame::rooms(plan);
    (0..count).map(|channel| tracks(plan, channel, &rooms)).collect()
}

/// How near two lines may come where there is no room for more.
const NEARER: [i32; 4] = [NEAR, 50, 30, 10];

/// Whether a line of a link may stand at a place of a channel, so far from all others.
fn free(taken: &Taken, x: i32, link: usize, near: i32) -> bool {
    taken.range((x - near + 1, 0)..(x + near, 0)).all(|&(_, owner)| owner == link)
}

/// The place nearest to a middle that is good, with others as far away as can be had.
fn nearest(at: i32, slack: i32, good: impl Fn(i32, i32) -> bool) -> i32 {
    let found =
        NEARER.iter().find_map(|&near| offsets(slack).map(|by| at + by).find(|&x| good(x, near)));
    found.unwrap_or(at)
}

/// How far from its middle a pin may be.
fn slack(plan: &Plan, pin: usize) -> i32 {
    let edge = if fixed(plan, pin) { 20 } else { 40 };
    (plan.pins[pin].w / 2 - edge).max(0)
}

fn middle(plan: &Plan, pin: usize) -> i32 {
    plan.nodes[plan.pins[pin].node].x + plan.middle(pin)
}

/// Nearest to the middle comes first.
fn offsets(slack: i32) -> impl Iterator<Item = i32> {
    (0..=slack / 10).flat_map(|step| [step * 10, -step * 10])
}

/// Lanes stand still in both channels that they join.
fn lanes(plan: &mut Plan, taken: &mut [Taken]) {
    for link in 0..plan.links.len() {
        let steps = plan.links[link].steps.clone();
        for pair in steps.windows(2) {
            let (upper, lower) = (pair[0].pins[1], pair[1].pins[0]);
            let at = middle(plan, upper);
            let good = |x: i32, near: i32| {
                pair.iter().all(|step| free(&taken[step.channel], x, link, near))
            };
            let x = nearest(at, slack(plan, upper), good);
            for (pin, step) in [(upper, &pair[0]), (lower, &pair[1])] {
                plan.pins[pin].x = x;
                taken[step.channel].insert((x, link));
            }
        }
    }
}

fn fixed(plan: &Plan, pin: usize) -> bool {
    plan.nodes[plan.pins[pin].node].body == Body::Lane
}

/// Lines that can run straight from side to side do.
fn straight(plan: &mut Plan, taken: &mut [Taken]) {
    for link in 0..plan.links.len() {
        for step in plan.links[link].steps.clone() {
            let [a, b] = step.pins;
            if plan.pins[a].side == plan.pins[b].side {
                continue;
            }
            let (lowest, highest) = [a, b]
                .map(|pin| {
                    let (at, by) = match fixed(plan, pin) {
                        true => (plan.pins[pin].x, 0),
                        false => (middle(plan, pin), slack(plan, pin).min(150)),
                    };
                    (at - by, at + by)
                })
                .into_iter()
                .fold((i32::MIN, i32::MAX), |(low, high), (a, b)| (low.max(a), high.min(b)));
            if lowest > highest {
                continue;
            }
            let x = if fixed(plan, a) || fixed(plan, b) {
                lowest
            } else {
                ((middle(plan, a) + middle(plan, b)) / 2).clamp(lowest, highest)
            };
            if free(&taken[step.channel], x, link, NEAR) {
                for pin in step.pins {
                    plan.pins[pin].x = x;
                }
                taken[step.channel].insert((x, link));
            }
        }
    }
}

/// All other ports: as near to their middle as others leave room.
fn rest(plan: &mut Plan, taken: &mut [Taken]) {
    for link in 0..plan.links.len() {
        for step in plan.links[link].steps.clone() {
            let [a, b] = step.pins;
            let opposite = plan.pins[a].side != plan.pins[b].side;
            if opposite && plan.pins[a].x == plan.pins[b].x && plan.pins[a].x != 0 {
                continue;
            }
            for pin in step.pins {
                if fixed(plan, pin) {
                    continue;
                }
                let at = middle(plan, pin);
                let other = plan.pins[if pin == a { b } else { a }].x;
                let good = |x: i32, near: i32| {
                    free(&taken[step.channel], x, link, near)
                        && (x == other || (x - other).abs() >= near)
                };
                plan.pins[pin].x = nearest(at, slack(plan, pin), good);
                taken[step.channel].insert((plan.pins[pin].x, link));
            }
        }
    }
}

/// Orders the lines of a channel so that few cross, and lets those that do not meet share a track.
fn tracks(plan: &Plan, channel: usize, rooms: &[[i32; 2]]) -> Channel {
    let mut nets = Vec::new();
    let mut through = Vec::new();
    let mut chips = [false; 2];
    let mut any = false;
    for (link, step, pins) in plan.links.iter().enumerate().flat_map(|(index, link)| {
        link.steps
            .iter()
            .enumerate()
            .filter(|(_, step)| step.channel == channel)
            .map(move |(number, step)| (index, number, step.pins))
    }) {
        any = true;
        let mut sides = [Vec::new(), Vec::new()];
        for pin in pins.map(|pin| &plan.pins[pin]) {
            // The lower side of a tier is the upper side of the channel below it.
            sides[1 - pin.side].push(pin.x);
            chips[1 - pin.side] |= pin.chip.is_some();
        }
        let [a, b] = pins.map(|pin| plan.pins[pin].x);
        if a == b {
            through.push(a);
        } else {
            let (from, to) = (a.min(b), a.max(b));
            nets.push(Net { link, step, from, to, pins: sides, track: 0 });
        }
    }
    let mut order: Vec<usize> = (0..nets.len()).collect();
    if nets.len() <= MOST_SIFTED {
        order.sort_by_key(|&net| (nets[net].from + nets[net].to, nets[net].link));
        sift(&nets, &mut order);
    } else {
        // Those that run to the left from the left, then those that run to the right from the right: none of
        // either crosses another of them that it need not cross.
        order.sort_by_key(|&net| {
            let (Some(&upper), Some(&lower)) =
                (nets[net].pins[0].first(), nets[net].pins[1].first())
            else {
                return (2, nets[net].from, nets[net].link);
            };
            let right = upper < lower;
            (usize::from(right) as i32, if right { -upper } else { upper }, nets[net].link)
        });
    }
    let mut count = 0;
    for (index, &net) in order.iter().enumerate() {
        let track = order[..index]
            .iter()
            .filter(|&&other| meet(&nets[net], &nets[other]))
            .map(|&other| nets[other].track + 1)
            .max()
            .unwrap_or(0);
        nets[net].track = track;
        count = count.max(track + 1);
    }
    let tiers = plan.tiers.len();
    let zone = |chip: bool, outside: bool| match (chip, outside) {
        (_, true) => 0,
        (true, false) => CHIP_ZONE,
        (false, false) => 130,
    };
    // Frames around the boxes above and below.
    let above = channel.checked_sub(1).map_or(0, |tier| rooms[tier][1]);
    let below = rooms.get(channel).map_or(0, |room| room[0]);
    let first = zone(chips[0], channel == 0).max(above);
    let last = zone(chips[1], channel == tiers).max(below);
    let outside = channel == 0 || channel == tiers;
    let height = match (count, any) {
        (0, false) if outside => 0,
        (0, _) => PLAIN.max(first + last),
        _ => first + last + (i32::try_from(count).unwrap_or(1) - 1) * PITCH,
    };
    Channel { height, nets, through, first }
}

/// Whether two lines come too near for one track.
fn meet(a: &Net, b: &Net) -> bool {
    a.from < b.to + APART && b.from < a.to + APART
}

/// How often two lines cross if the first runs above the second.
fn crossings(a: &Net, b: &Net) -> i32 {
    let within = |pins: &[i32], net: &Net| {
        pins.iter().filter(|&&x| net.from < x && x < net.to).count() as i32
    };
    within(&a.pins[1], b) + within(&b.pins[0], a)
}

/// Moves each line in turn to where it crosses the fewest others, until nothing gets better.
fn sift(nets: &[Net], order: &mut Vec<usize>) {
    for _ in 0..12 {
        let mut better = false;
        for net in 0..nets.len() {
            let Some(was) = order.iter().position(|&other| other == net) else { continue };
            order.remove(was);
            // The cost of each place against the first: passing a line turns "above it" into "below it".
            let (mut cost, mut best, mut own) = (0, (0, 0), 0);
            for (index, &other) in order.iter().enumerate() {
                cost += crossings(&nets[other], &nets[net]) - crossings(&nets[net], &nets[other]);
                if index + 1 == was {
                    own = cost;
                }
                if cost < best.0 {
                    best = (cost, index + 1);
                }
            }
            let to = if best.0 < own { best.1 } else { was };
            better |= to != was;
            order.insert(to, net);
        }
        if !better {
            break;
        }
    }
}
