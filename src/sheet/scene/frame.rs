//! Frames around what stands together: a site, or an enclosure with what sits in it.
//!
//! A frame is drawn where it can hold its own and nothing else; where one cannot, the words in the boxes
//! say what stands where.

use crate::topology::CompId;
use crate::words::{Word, drawing, msg, sheets};

use super::channel::{Channel, Net};
use super::model::{BADGE_HEIGHT, Body, MODEL, NAME, Plan};
use super::text::width;
use super::tiers::Zones;
use super::{Anchor, FrameBox, Rect, Tone, paint};

/// From a frame to the boxes in it, left and right.
const SIDE: i32 = 100;
/// From the boxes in a frame to its lower edge: below what stands on their cables.
const BELOW: i32 = 170;
/// From the boxes in a frame to its upper edge: its title stands above what stands on their cables.
const ABOVE: i32 = 330;
/// How far a frame around frames stands off them.
const AROUND: i32 = 190;
/// Between the words of a title.
const GAP: i32 = 40;
/// Between two frames.
const BETWEEN: i32 = 100;

/// What stands together.
#[derive(Clone, Debug)]
pub(super) struct Together {
    /// The site or enclosure.
    pub comp: CompId,
    /// What it is.
    pub word: &'static Word,
    /// Its name, and the model of an enclosure.
    pub name: String,
    pub model: String,
    /// Whether it is there already.
    pub existing: bool,
    /// Whether frames may stand in it.
    pub outer: bool,
    /// Its boxes.
    pub nodes: Vec<usize>,
}

/// Sites, then enclosures, each from the left.
pub(super) fn groups(plan: &Plan, zones: &Zones) -> Vec<Together> {
    let topology = plan.topology;
    let nodes = |own: &dyn Fn((usize, usize)) -> bool| -> Vec<usize> {
        let device = |at: &usize| matches!(plan.nodes[*at].body, Body::Device(_));
        (0..plan.nodes.len()).filter(device).filter(|&at| own(plan.nodes[at].zone)).collect()
    };
    let sites = zones.sites.iter().enumerate().map(|(rank, &site)| Together {
        comp: topology[site].comp,
        word: &drawing::SITE,
        name: topology[site].name.to_string(),
        model: String::new(),
        existing: false,
        outer: !zones.enclosures.is_empty(),
        nodes: nodes(&|zone| zone.0 == rank),
    });
    let enclosures = zones.enclosures.iter().enumerate().map(|(rank, &enclosure)| Together {
        comp: topology[enclosure].comp,
        word: &drawing::ENCLOSURE,
        name: topology[enclosure].name.to_string(),
        model: paint::model_of(&topology[enclosure].part, plan.lang),
        existing: topology[enclosure].existing,
        outer: false,
        nodes: nodes(&|zone| zone.1 == rank),
    });
    sites.chain(enclosures).filter(|it| !it.nodes.is_empty()).collect()
}

impl Together {
    /// Its first and last tier.
    fn span(&self, plan: &Plan) -> (usize, usize) {
        let tiers = self.nodes.iter().map(|&node| plan.nodes[node].tier);
        (tiers.clone().min().unwrap_or(0), tiers.max().unwrap_or(0))
    }

    fn around(&self) -> i32 {
        if self.outer { AROUND } else { 0 }
    }
}

/// How much room frames need above and below each tier, from its boxes to the lines of the channels.
pub(super) fn rooms(plan: &Plan) -> Vec<[i32; 2]> {
    let mut rooms = vec![[0; 2]; plan.tiers.len()];
    for frame in &plan.frames {
        let (first, last) = frame.span(plan);
        let (above, below) = (ABOVE + frame.around() + 60, BELOW + frame.around() + 60);
        rooms[first][0] = rooms[first][0].max(above);
        rooms[last][1] = rooms[last][1].max(below);
    }
    rooms
}

/// Moves apart what stands at different places, so that frames find room. Within each tier everything to
/// the right of what moves goes with it.
pub(super) fn separate(plan: &mut Plan) {
    // Inner ones first: an outer one moves with all that is in it.
    let (outer, inner): (Vec<_>, Vec<_>) =
        plan.frames.clone().into_iter().partition(|frame| frame.word.key == drawing::SITE.key);
    for frames in [inner, outer] {
        separate_all(plan, &frames);
    }
}

fn separate_all(plan: &mut Plan, frames: &[Together]) {
    for (at, frame) in frames.iter().enumerate() {
        let (first, last) = frame.span(plan);
        let room = 2 * (SIDE + frame.around()) + BETWEEN;
        let right = frame.nodes.iter().map(|&node| plan.nodes[node].x + plan.nodes[node].w);
        let right = right.max().unwrap_or(0) + room;
        // Frames beside this one move as one.
        for other in frames.iter().skip(at + 1) {
            let (a, b) = other.span(plan);
            let left = other.nodes.iter().map(|&node| plan.nodes[node].x).min().unwrap_or(0);
            if a <= last && first <= b && left < right {
                for tier in 0..plan.tiers.len() {
                    let position = plan.tiers[tier].iter().position(|it| other.nodes.contains(it));
                    push(plan, tier, position, right - left);
                }
            }
        }
        // What stands in no such frame.
        for tier in first..=last {
            let ends = plan.tiers[tier].iter().rposition(|it| frame.nodes.contains(it));
            let device = |node: &usize| matches!(plan.nodes[*node].body, Body::Device(_));
            let from = ends.map_or(0, |end| end + 1);
            let next = plan.tiers[tier].iter().skip(from).position(device).map(|it| it + from);
            let Some(position) = next.filter(|_| ends.is_some()) else { continue };
            let x = plan.nodes[plan.tiers[tier][position]].x;
            if x < right {
                push(plan, tier, Some(position), right - x);
            }
        }
    }
}

fn push(plan: &mut Plan, tier: usize, from: Option<usize>, by: i32) {
    for node in plan.tiers[tier].clone().into_iter().skip(from.unwrap_or(usize::MAX)) {
        plan.nodes[node].x += by;
    }
}

/// The frames that can be drawn: each holds its own boxes and no part of any other, and leaves a place for
/// its title that no cable crosses.
pub(super) fn frames(plan: &Plan, channels: &[Channel], tops: &[i32]) -> Vec<FrameBox> {
    let mut all: Vec<FrameBox> = Vec::new();
    // Below the last tier every line belongs to what stands above it.
    let foot = |frame: &Together| {
        let (Some(channel), Some(top)) = (channels.get(plan.tiers.len()), tops.last()) else {
            return 0;
        };
        let own = |net: &&Net| {
            let pins = plan.links[net.link].steps[net.step].pins;
            pins.iter().all(|&pin| frame.nodes.contains(&plan.pins[pin].node))
        };
        let tracks = channel.nets.iter().filter(own).map(|net| top + channel.track(net.track));
        tracks.max().map_or(0, |track| track + 60 + frame.around())
    };
    let rect = |frame: &Together| {
        let mut rect = rect(plan, frame);
        rect.h = rect.h.max(foot(frame) - rect.y);
        rect
    };
    let rects: Vec<Rect> = plan.frames.iter().map(rect).collect();
    for (at, frame) in plan.frames.iter().enumerate() {
        let own = rects[at];
        let stranger = |index: usize| {
            let node = &plan.nodes[index];
            let solid = !frame.nodes.contains(&index) && node.body != Body::Lane;
            solid && own.overlaps(&Rect { x: node.x, y: node.y, w: node.w, h: node.h })
        };
        let nested = |a: &Rect, b: &Rect| a.contains(b) || b.contains(a);
        let beside = rects
            .iter()
            .enumerate()
            .all(|(i, it)| i == at || !it.overlaps(&own) || nested(it, &own));
        if !beside || plan.tiers.iter().flatten().any(|&index| stranger(index)) {
            continue;
        }
        all.extend(titled(plan, frame, own, channels, tops));
    }
    all
}

fn rect(plan: &Plan, frame: &Together) -> Rect {
    let nodes = || frame.nodes.iter().map(|&node| &plan.nodes[node]);
    let (side, around) = (SIDE + frame.around(), frame.around());
    let left = nodes().map(|it| it.x).min().unwrap_or(0) - side;
    let right = nodes().map(|it| it.x + it.w).max().unwrap_or(0) + side;
    let top = nodes().map(|it| it.y).min().unwrap_or(0) - ABOVE - around;
    let bottom = nodes().map(|it| it.y + it.h).max().unwrap_or(0) + BELOW + around;
    Rect { x: left, y: top, w: right - left, h: bottom - top }
}

/// The frame with its title where nothing runs through it; `None` if there is no such place.
fn titled(
    plan: &Plan,
    frame: &Together,
    rect: Rect,
    channels: &[Channel],
    tops: &[i32],
) -> Option<FrameBox> {
    let mark = (plan.mark)(frame.comp);
    let tags = paint::tags(plan, frame.existing, mark);
    let name = format!("{} {}", frame.word.text(plan.lang), frame.name);
    let bold = width(&name, NAME, true);
    let lines = lines(plan, channels, tops);
    let y = rect.y + 45;
    let place = |model: &str| {
        let more = if model.is_empty() { 0 } else { GAP + width(model, MODEL, false) };
        let room = bold + more + paint::tags_width(&tags);
        let band = |x: i32| Rect { x: x - 30, y, w: room + 60, h: BADGE_HEIGHT };
        let free = |x: &i32| lines.iter().all(|line| !line.overlaps(&band(*x)));
        let most = rect.right() - room - 60;
        (rect.x + 60..=most).step_by(20).find(free).map(|x| (x, more))
    };
    // The model is left out where there is no room for it.
    let (model, (mut x, more)) = match place(&frame.model) {
        Some(found) => (frame.model.as_str(), found),
        None => ("", place("")?),
    };
    let baseline = y + 92;
    let mut texts = vec![paint::text((x, baseline), Anchor::Start, NAME, true, &name)];
    x += bold;
    if !model.is_empty() {
        let mut text = paint::text((x + GAP, baseline), Anchor::Start, MODEL, false, model);
        text.tone = Tone::Muted;
        texts.push(text);
    }
    let badges = paint::badges(x + more, baseline - 92, tags);
    let id = plan.topology.id(frame.comp).to_owned();
    Some(FrameBox { rect, id, mark, existing: frame.existing, texts, badges })
}

/// The lines of all cables, two points wide.
fn lines(plan: &Plan, channels: &[Channel], tops: &[i32]) -> Vec<Rect> {
    let mut lines = Vec::new();
    let line = |a: (i32, i32), b: (i32, i32)| Rect {
        x: a.0.min(b.0) - 10,
        y: a.1.min(b.1) - 10,
        w: (a.0 - b.0).abs() + 20,
        h: (a.1 - b.1).abs() + 20,
    };
    let tracks = paint::tracks(plan, channels, tops);
    for (link, tracks) in plan.links.iter().zip(&tracks) {
        for (step, track) in link.steps.iter().zip(tracks) {
            let [a, b] = step.pins.map(|pin| (plan.pins[pin].x, plan.edge(pin)));
            match track {
                None => lines.push(line(a, b)),
                Some(y) => {
                    lines.push(line(a, (a.0, *y)));
                    lines.push(line((a.0, *y), (b.0, *y)));
                    lines.push(line((b.0, *y), b));
                }
            }
        }
    }
    lines
}

/// What stands in a device's box of where it is: its enclosure with the bay, its site.
pub(super) fn place(plan: &Plan, index: usize) -> Option<String> {
    let body = plan.nodes[index].body;
    let note = plan.part.iter().find_map(|part| part.notes.get(&body).cloned());
    let Body::Device(id) = body else { return note };
    let topology = plan.topology;
    let device = &topology[id];
    let mut words = Vec::new();
    if let Some((enclosure, _)) = device.enclosure {
        let name = if plan.framed { "" } else { &*topology[enclosure].name };
        let mut bays: Vec<String> = plan.alike.devices[id.index()]
            .iter()
            .filter_map(|&id| Some(topology[id].enclosure?.1?.to_string()))
            .collect();
        bays = crate::sheet::fold::sets(&bays, 2).into_iter().map(|(bay, _)| bay).collect();
        let within = msg!(sheets::IN_BAY, name = name, bay = bays.join(", ")).text(plan.lang);
        let within = if bays.is_empty() { name } else { within.trim() };
        words.push(within.to_owned());
    }
    let said = plan.framed || topology.sites.len() < 2;
    let site = device.location.site.filter(|_| !said);
    words.extend(site.map(|site| topology[site].name.to_string()));
    words.extend(note);
    words.retain(|words| !words.is_empty());
    (!words.is_empty()).then(|| words.join(" · "))
}
