//! From places to boxes, lines and words.

use std::collections::BTreeMap;

use crate::catalog::Part;
use crate::sheet::{fold, table};
use crate::topology::{CableId, ModuleKind, PortId, Topology};
use crate::words::{Lang, Word, drawing, msg, sheets};
use crate::yaml::values::Length;

use super::channel::Channel;
use super::model::{
    BADGE_HEIGHT, BOTTOM, Body, Group, MODEL, MODULE_HEIGHT, NAME, Node, PAD, PLACE_HEIGHT,
    PORT_GAP, PORT_HEIGHT, Plan, SMALL, TOP,
};
use super::panel::Panels;
use super::place::MARGIN;
use super::text::width;
use super::{
    Anchor, Badge, CableLine, CloudBox, DeviceBox, FrameBox, Mark, ModuleBox, Point, PortBox, Rect,
    Scene, Text, TitleBlock, Tone, build, frame, power,
};

/// Room between words on one line.
const SPACE: i32 = 50;
/// From the edge of a port to what stands on its cable.
const CHIP_GAP: i32 = 30;

/// A line of text with the room it takes.
pub(super) fn text(at: (i32, i32), anchor: Anchor, size: i32, bold: bool, text: &str) -> Text {
    let w = width(text, size, bold);
    let x = match anchor {
        Anchor::Start => at.0,
        Anchor::Middle => at.0 - w / 2,
    };
    let bounds = Rect { x, y: at.1 - size * 88 / 100, w, h: size * 112 / 100 };
    let at = Point { x: at.0, y: at.1 };
    Text { at, anchor, size, bold, tone: Tone::Ink, text: text.to_owned(), bounds }
}

/// Width of a text in a frame.
pub(super) fn badge_width(words: &str) -> i32 {
    width(words, SMALL, false) + 60
}

/// A text in a frame whose upper left corner is given.
fn badge(x: i32, y: i32, words: &str, mark: Mark) -> Badge {
    let rect = Rect { x, y, w: badge_width(words), h: BADGE_HEIGHT };
    let mut text = text((x + rect.w / 2, y + 87), Anchor::Middle, SMALL, false, words);
    text.tone = Tone::Marked(mark);
    Badge { rect, text, mark }
}

/// What tells a mark apart without colour.
pub(super) fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::None => "",
        Mark::TakeoverOnly => " !",
        Mark::SinglePoint => " !!",
    }
}

/// What stands on a cable at one of its ends: what it is for, its label and length, the port of the panel
/// that it runs to first, and how many it stands for.
pub(super) fn chip(
    plan: &Plan,
    id: Option<CableId>,
    end: PortId,
    letter: &str,
    mark: Mark,
) -> Option<String> {
    let topology = plan.topology;
    let id = id?;
    let cable = &topology[id];
    let members = &plan.alike.cables[id.index()];
    let labels: Vec<&str> =
        members.iter().filter_map(|&id| topology[id].label.as_deref()).collect();
    let label = match &fold::sets(&labels, 2)[..] {
        [(label, _)] if labels.len() == members.len() => Some(label.clone()),
        _ => None,
    };
    let panels = match cable.ends[0] == end {
        true => cable.panels.first(),
        false => cable.panels.last(),
    };
    let panel = panels.map(|(panel, port)| match members.len() {
        1 => format!("{}:{port}", topology[*panel].name),
        _ => topology[*panel].name.to_string(),
    });
    let trunk = cable.assembly.as_ref().map(ToString::to_string);
    let count = (members.len() > 1).then(|| format!("× {}", members.len()));
    let same = members.iter().all(|&id| topology[id].length == cable.length);
    let length = cable.length.filter(|_| same).map(metres);
    let letter = (!letter.is_empty()).then(|| letter.to_owned());
    let words = [letter, trunk, label, length, panel, count];
    let words = words.into_iter().flatten().collect::<Vec<_>>().join(" · ") + sign(mark);
    let words = words.trim();
    (!words.is_empty()).then(|| words.to_owned())
}

/// A length as people write it.
fn metres(length: Length) -> String {
    format!("{} m", table::metres(length.mm))
}

/// Words in frames beside a name: already there, and the mark.
pub(super) fn tags(plan: &Plan, existing: bool, mark: Mark) -> Vec<(String, Mark)> {
    let mut tags = Vec::new();
    let mut tag = |word: &Word, mark| tags.push((word.text(plan.lang).to_owned(), mark));
    if existing {
        tag(&drawing::EXISTING, Mark::None);
    }
    match mark {
        Mark::None => {}
        Mark::TakeoverOnly => tag(&drawing::TAKEOVER_ONLY_BADGE, mark),
        Mark::SinglePoint => tag(&drawing::SINGLE_POINT_BADGE, mark),
    }
    tags
}

/// Those of a device: how many it stands for, and whether it is a gateway, come first.
fn device_tags(plan: &Plan, node: &Node) -> Vec<(String, Mark)> {
    let mut all = Vec::new();
    if let Body::Device(id) = node.body {
        let count = plan.alike.devices[id.index()].len();
        if count > 1 {
            all.push((format!("× {count}"), Mark::None));
        }
        if plan.topology[id].gateway {
            all.push((drawing::GATEWAY.text(plan.lang).to_owned(), Mark::None));
        }
    }
    all.extend(tags(plan, existing(plan, node), mark(plan, node)));
    all
}

/// Words in frames from a place on the line of a name.
pub(super) fn badges(mut x: i32, y: i32, tags: Vec<(String, Mark)>) -> Vec<Badge> {
    let mut badges = Vec::new();
    for (words, mark) in tags {
        badges.push(badge(x + SPACE, y, &words, mark));
        x += SPACE + badge_width(&words);
    }
    badges
}

/// Name, model, whether already there, and mark of a module.
fn module_words(plan: &Plan, group: &Group) -> Option<(String, String, bool, Mark, String)> {
    let module = &plan.topology[group.module?];
    let mark = (plan.mark)(module.comp);
    let id = plan.topology.id(module.comp).to_owned();
    Some(match &module.kind {
        ModuleKind::Adapter { part, slot, existing, .. } => {
            let name = match slot {
                Some(slot) => {
                    msg!(drawing::SLOT, name = &*module.name, slot = *slot).text(plan.lang)
                }
                None => module.name.to_string(),
            };
            (name, short(&shown(part, plan.lang), true), *existing, mark, id)
        }
        ModuleKind::Controller(_) => {
            let name = msg!(drawing::CONTROLLER, name = &*module.name).text(plan.lang);
            (name, String::new(), false, mark, id)
        }
    })
}

/// The name of a part: a generic one has one in every language.
fn shown(part: &Part, lang: Lang) -> String {
    let generic = part.id.as_deref().and_then(sheets::generic);
    generic.map_or(part.title(), |word| word.text(lang)).to_owned()
}

/// The short name of a model: up to the first comma; of a card, its code if it begins with one.
fn short(title: &str, card: bool) -> String {
    let title = title.split_once(',').map_or(title, |(short, _)| short);
    let first = title.split(' ').next().unwrap_or(title);
    let has = |test: fn(char) -> bool| first.chars().any(test);
    let code = has(|c| c.is_ascii_digit()) && has(|c| c.is_ascii_uppercase());
    if card && code { first.to_owned() } else { title.to_owned() }
}

fn existing(plan: &Plan, node: &Node) -> bool {
    match node.body {
        Body::Device(id) => plan.topology[id].existing,
        Body::Source(id) => plan.topology[id].existing,
        Body::Cloud | Body::Lane => false,
    }
}

fn mark(plan: &Plan, node: &Node) -> Mark {
    match node.body {
        Body::Device(id) => (plan.mark)(plan.topology[id].comp),
        Body::Source(id) => (plan.mark)(plan.topology[id].comp),
        Body::Cloud | Body::Lane => Mark::None,
    }
}

/// The short name of a device's model.
pub(super) fn model_of(part: &Part, lang: Lang) -> String {
    short(&shown(part, lang), false)
}

fn model(topology: &Topology, node: &Node, lang: Lang) -> String {
    match node.body {
        Body::Device(id) => model_of(&topology[id].part, lang),
        Body::Source(id) => {
            let word = power::word(topology[id].kind).text(lang);
            let part = topology[id].part.as_ref().map(|part| model_of(part, lang));
            part.map_or_else(|| word.to_owned(), |part| format!("{word} · {part}"))
        }
        Body::Cloud | Body::Lane => String::new(),
    }
}

fn cloud_words(plan: &Plan, node: &Node) -> String {
    msg!(drawing::CLIENTS_OF, names = &node.name).text(plan.lang)
}

pub(super) fn tags_width(tags: &[(String, Mark)]) -> i32 {
    tags.iter().map(|(words, _)| SPACE + badge_width(words)).sum()
}

/// Width of the line that names a module.
fn module_width(plan: &Plan, group: &Group) -> i32 {
    let Some((name, model, existing, mark, _)) = module_words(plan, group) else { return 0 };
    let more = if model.is_empty() { 0 } else { SPACE + width(&model, SMALL, false) };
    width(&name, SMALL, true) + more + tags_width(&tags(plan, existing, mark))
}

/// Gives devices of one model in a tier, and their modules, the same room for words.
pub(super) fn align(plan: &mut Plan) {
    let mut widest: BTreeMap<(usize, String, String), i32> = BTreeMap::new();
    let name = |group: &Group| {
        group.module.map(|module| format!("/{}", plan.topology[module].name)).unwrap_or_default()
    };
    let mut nodes = plan.nodes.clone();
    for pass in 0..2 {
        for node in
            nodes.iter_mut().filter(|node| matches!(node.body, Body::Device(_) | Body::Source(_)))
        {
            let model = model(plan.topology, node, plan.lang);
            let groups = node.across.iter_mut().chain(node.rows.iter_mut().flatten());
            let groups = groups.filter(|group| group.module.is_some());
            let heads = groups.map(|group| (name(group), &mut group.head));
            for (part, head) in heads.chain([(String::new(), &mut node.head)]) {
                let widest = widest.entry((node.tier, model.clone(), part)).or_default();
                *widest = (*widest).max(*head);
                if pass == 1 {
                    *head = *widest;
                }
            }
        }
    }
    plan.nodes = nodes;
}

/// How wide the words of a node, its modules and its ports are.
pub(super) fn heads(plan: &mut Plan, index: usize) {
    let node = &plan.nodes[index];
    let mut head = match node.body {
        Body::Lane => 0,
        Body::Cloud => width(&cloud_words(plan, node), MODEL, true) + 2 * PAD,
        Body::Device(_) | Body::Source(_) => {
            let name = width(&node.name, NAME, true) + tags_width(&device_tags(plan, node));
            let model = width(&model(plan.topology, node, plan.lang), MODEL, false);
            let place = frame::place(plan, index).map_or(0, |it| width(&it, SMALL, false));
            name.max(model).max(place)
        }
    };
    if matches!(node.body, Body::Device(_) | Body::Source(_)) {
        head = head.max(900);
    }
    let mut across = node.across.clone();
    let mut rows = node.rows.clone();
    for group in across.iter_mut().chain(rows.iter_mut().flatten()) {
        group.head = module_width(plan, group);
        for &pin in group.pins.iter().flatten() {
            let mark = pin_mark(plan, pin);
            let pin = &mut plan.pins[pin];
            if let Some(mark) = mark {
                pin.name.push_str(sign(mark));
                pin.w = build::port_width(&pin.name, &pin.peer, pin.chip.as_deref());
            }
        }
    }
    let node = &mut plan.nodes[index];
    (node.head, node.across, node.rows) = (head, across, rows);
}

/// Everything in its place, with legend and title block beside or below.
pub(super) fn scene(
    plan: &Plan,
    channels: &[Channel],
    area: Rect,
    frames: Vec<FrameBox>,
    panels: &Panels,
    title: &TitleBlock,
) -> Scene {
    let mut scene = panels.sheet(area, title, plan.lang);
    scene.frames = frames;
    let mut shifted = plan.clone();
    let (dx, dy) = panels.shift(area);
    for node in &mut shifted.nodes {
        node.x += dx;
        node.y += dy;
    }
    for pin in &mut shifted.pins {
        pin.x += dx;
    }
    let plan = &shifted;
    for &index in plan.tiers.iter().flatten() {
        match plan.nodes[index].body {
            Body::Device(_) | Body::Source(_) => scene.boxes.push(device(plan, index)),
            Body::Cloud => scene.clouds.push(cloud(plan, index)),
            Body::Lane => {}
        }
    }
    for frame in &mut scene.frames {
        frame.move_by((dx, dy));
    }
    let tracks = tracks(plan, channels, &tops(plan, channels, MARGIN + dy));
    scene.cables = (0..plan.links.len()).map(|link| cable(plan, link, &tracks[link])).collect();
    scene
}

/// Where each channel begins; the first one as given.
pub(super) fn tops(plan: &Plan, channels: &[Channel], first: i32) -> Vec<i32> {
    let top =
        |channel: usize| match channel.checked_sub(1).and_then(|tier| plan.tiers[tier].first()) {
            Some(&node) => plan.nodes[node].y + plan.nodes[node].h,
            None => first,
        };
    (0..channels.len()).map(top).collect()
}

/// The height of the track of each step of each link.
pub(super) fn tracks(plan: &Plan, channels: &[Channel], tops: &[i32]) -> Vec<Vec<Option<i32>>> {
    let mut tracks: Vec<Vec<Option<i32>>> =
        plan.links.iter().map(|link| vec![None; link.steps.len()]).collect();
    for (channel, top) in channels.iter().zip(tops) {
        for net in &channel.nets {
            tracks[net.link][net.step] = Some(top + channel.track(net.track));
        }
    }
    tracks
}

fn cloud(plan: &Plan, index: usize) -> CloudBox {
    let node = &plan.nodes[index];
    let rect = Rect { x: node.x, y: node.y, w: node.w, h: node.h };
    let at = (node.x + node.w / 2, node.y + node.h / 2 + MODEL / 3);
    let text = text(at, Anchor::Middle, MODEL, true, &cloud_words(plan, node));
    CloudBox { rect, id: node.name.clone(), text }
}

fn device(plan: &Plan, index: usize) -> DeviceBox {
    let node = &plan.nodes[index];
    let rect = Rect { x: node.x, y: node.y, w: node.w, h: node.h };
    let (existing, mark) = (existing(plan, node), mark(plan, node));
    let row = |row: &[Group]| match row.iter().any(|group| group.module.is_some()) {
        _ if row.is_empty() => 0,
        true => PORT_HEIGHT + MODULE_HEIGHT,
        false => PORT_HEIGHT,
    };
    let (top, bottom) = (row(&node.rows[TOP]), row(&node.rows[BOTTOM]));
    let tags = device_tags(plan, node);
    let model = model(plan.topology, node, plan.lang);
    let place = frame::place(plan, index);
    let middle = node.x + node.room.0 + node.room.1 / 2;
    let y = node.y + (top + node.h - bottom) / 2;
    let y = y - if place.is_some() { PLACE_HEIGHT / 2 } else { 0 };
    let name = width(&node.name, NAME, true);
    let x = middle - (name + tags_width(&tags)) / 2;
    let mut texts = vec![text((x + name / 2, y - 20), Anchor::Middle, NAME, true, &node.name)];
    let badges = badges(x + name, y - 20 - 95, tags);
    let mut line = text((middle, y + 95), Anchor::Middle, MODEL, false, &model);
    line.tone = Tone::Muted;
    texts.push(line);
    if let Some(place) = place {
        texts.push(text((middle, y + 95 + PLACE_HEIGHT), Anchor::Middle, SMALL, false, &place));
    }
    let stands_for: Vec<String> = match node.body {
        Body::Device(id) => plan.alike.devices[id.index()]
            .iter()
            .map(|&id| plan.topology.id(plan.topology[id].comp).to_owned())
            .collect(),
        Body::Source(id) => vec![plan.topology.id(plan.topology[id].comp).to_owned()],
        Body::Cloud | Body::Lane => Vec::new(),
    };
    let id = node.name.clone();
    let groups = || node.across.iter().chain(node.rows.iter().flatten());
    let modules = groups().filter_map(|group| module(plan, node, group)).collect();
    let ports = groups()
        .flat_map(|group| group.pins.iter().flatten())
        .filter_map(|&pin| port(plan, node, pin))
        .collect();
    DeviceBox { rect, id, stands_for, mark, existing, texts, badges, modules, ports }
}

fn module(plan: &Plan, node: &Node, group: &Group) -> Option<ModuleBox> {
    let (name, model, existing, mark, id) = module_words(plan, group)?;
    let both = group.pins.iter().all(|pins| !pins.is_empty());
    let upper = !group.pins[TOP].is_empty()
        || node.rows[TOP].iter().any(|other| other.module == group.module);
    let height = PORT_HEIGHT + MODULE_HEIGHT;
    let (y, h, line) = if both {
        (node.y, node.h, node.y + node.h / 2 + SMALL / 3)
    } else if upper {
        (node.y, height, node.y + PORT_HEIGHT + 95)
    } else {
        let y = node.y + node.h - height;
        (y, height, y + 105)
    };
    let rect = Rect { x: node.x + group.dx, y, w: group.w, h };
    let mut x = rect.x + (rect.w - module_width(plan, group)) / 2;
    let w = width(&name, SMALL, true);
    let mut texts = vec![text((x + w / 2, line), Anchor::Middle, SMALL, true, &name)];
    x += w;
    if !model.is_empty() {
        let w = width(&model, SMALL, false);
        let at = (x + SPACE + w / 2, line);
        let mut words = text(at, Anchor::Middle, SMALL, false, &model);
        words.tone = Tone::Muted;
        x += SPACE + w;
        texts.push(words);
    }
    let badges = badges(x, line - 87, tags(plan, existing, mark));
    Some(ModuleBox { rect, id, mark, existing, texts, badges })
}

/// How the failure of a port or supply is judged; `None` of a pin that is neither.
fn pin_mark(plan: &Plan, index: usize) -> Option<Mark> {
    let pin = &plan.pins[index];
    match (pin.port, &pin.socket) {
        (Some(port), _) => Some((plan.mark)(plan.topology[port].comp)),
        (None, Some(socket)) => Some(socket.comp.map_or(Mark::None, |comp| (plan.mark)(comp))),
        (None, None) => None,
    }
}

fn port(plan: &Plan, node: &Node, index: usize) -> Option<PortBox> {
    let pin = &plan.pins[index];
    let mark = pin_mark(plan, index)?;
    let y = if pin.side == TOP { node.y } else { node.y + node.h - PORT_HEIGHT };
    let rect = Rect { x: node.x + pin.dx, y, w: pin.w, h: PORT_HEIGHT };
    let middle = rect.x + rect.w / 2;
    let mut name = text((middle, y + 95), Anchor::Middle, SMALL, true, &pin.name);
    let mut peer = text((middle, y + 200), Anchor::Middle, SMALL, false, &pin.peer);
    name.tone = Tone::Marked(mark);
    peer.tone = Tone::Muted;
    let (id, stands_for) = match (pin.port, &pin.socket) {
        (Some(port), _) => {
            let members = plan.alike.ports[port.index()].iter();
            let names = members.map(|&port| plan.topology.port_id(port).to_owned());
            (plan.port_ids(port).join(", "), names.collect())
        }
        (None, socket) => {
            let socket = socket.as_ref()?;
            (socket.id.clone(), socket.ids.clone())
        }
    };
    Some(PortBox { rect, id, stands_for, mark, texts: vec![name, peer] })
}

fn cable(plan: &Plan, index: usize, tracks: &[Option<i32>]) -> CableLine {
    let link = &plan.links[index];
    let mut points: Vec<Point> = Vec::new();
    let mut chips = Vec::new();
    for (step, track) in link.steps.iter().zip(tracks) {
        let [a, b] = step.pins;
        let [from, to] = [a, b].map(|pin| Point { x: plan.pins[pin].x, y: plan.edge(pin) });
        let bends = track.map(|y| [Point { x: from.x, y }, Point { x: to.x, y }]);
        for point in [from].into_iter().chain(bends.into_iter().flatten()).chain([to]) {
            if points.last() == Some(&point) {
                continue;
            }
            if let [.., before, last] = points[..]
                && ((before.x == last.x && last.x == point.x)
                    || (before.y == last.y && last.y == point.y))
            {
                points.pop();
            }
            points.push(point);
        }
        for pin in [a, b] {
            let at = &plan.pins[pin];
            let Some(words) = &at.chip else { continue };
            let left = plan.nodes[at.node].x + at.dx;
            let w = badge_width(words);
            let x = (at.x - w / 2).clamp(left + PORT_GAP, left + at.w - PORT_GAP - w);
            let y = match at.side {
                TOP => plan.edge(pin) - CHIP_GAP - BADGE_HEIGHT,
                _ => plan.edge(pin) + CHIP_GAP,
            };
            chips.push(badge(x, y, words, link.mark));
        }
    }
    CableLine {
        id: link.id.clone(),
        links: link.links.clone(),
        internal: link.cable.is_some_and(|cable| plan.topology[cable].internal),
        kind: link.kind,
        mark: link.mark,
        ends: link.ends.clone(),
        points,
        chips,
    }
}
