//! Racks from the front: what stands at which unit, and what has no unit yet.

use crate::names::natural;
use crate::topology::{DeviceId, RackId};
use crate::words::{drawing, msg};

use super::model::{NAME, PAD, Plan, SMALL};
use super::paint::{sign, text};
use super::panel::Panels;
use super::text::{width, wrap};
use super::{Anchor, DeviceBox, FrameBox, Mark, Rect, Scene, Text, TitleBlock, Tone};

/// Least width of a device.
const DEVICE: i32 = 2800;
/// Width of the column of unit numbers.
const NUMBERS: i32 = 230;
/// Height of a rack unit.
const UNIT: i32 = 140;
/// Room above the units, for the name of the rack.
const HEAD: i32 = 260;
/// From rack to rack.
const GAP: i32 = 300;
/// Racks beside each other.
const ABREAST: usize = 5;
/// Units of a rack that does not say, if nothing stands higher.
const UNITS: u32 = 42;
/// Most units that are drawn.
const MOST_UNITS: u32 = 100;
/// From line to line.
const LINE: i32 = 110;

/// The racks that something stands in, by name.
pub(super) fn used(plan: &Plan) -> Vec<RackId> {
    let topology = plan.topology;
    let mut racks: Vec<RackId> = (0..topology.racks.len() as u32).map(RackId).collect();
    racks.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    racks.retain(|&rack| {
        let inside = Inside::new(plan, rack);
        !inside.placed.is_empty() || !inside.others.is_empty()
    });
    racks
}

/// Draws some racks.
pub(super) fn scene(plan: &Plan, title: &TitleBlock, racks: &[RackId]) -> Scene {
    let topology = plan.topology;
    // As wide as the longest name, and all alike.
    let racked = topology.devices.iter().filter(|it| it.location.rack.is_some());
    let names = racked.map(|it| width(&it.name, SMALL, true) + 3 * PAD);
    let wide = names.max().unwrap_or(0).max(DEVICE);
    let mut frames = Vec::new();
    let mut boxes = Vec::new();
    let (mut x, mut y, mut lowest) = (0, 0, 0);
    for (drawn, &rack) in racks.iter().enumerate() {
        let inside = Inside::new(plan, rack);
        if drawn > 0 && drawn % ABREAST == 0 {
            (x, y) = (0, lowest + GAP);
        }
        let bottom = inside.draw(plan, (x, y), wide, &mut frames, &mut boxes);
        lowest = lowest.max(bottom);
        x += NUMBERS + wide + 2 * PAD + GAP;
    }
    let area = frames.iter().map(|frame: &FrameBox| frame.rect).reduce(|a, b| a.with(&b));
    let area = area.unwrap_or_default();
    let panels = Panels::new(plan, &frames, title);
    let mut scene = panels.sheet(area, title, plan.lang);
    let by = panels.shift(area);
    frames.iter_mut().for_each(|frame| frame.move_by(by));
    for device in &mut boxes {
        device.rect.move_by(by);
        device.texts.iter_mut().for_each(|text| text.move_by(by));
    }
    (scene.frames, scene.boxes) = (frames, boxes);
    scene
}

/// What stands in a rack.
struct Inside {
    rack: RackId,
    /// Devices with their lowest unit and height.
    placed: Vec<(u32, u32, DeviceId)>,
    /// Names of those whose unit or height is not known, and of power sources.
    others: Vec<String>,
    /// How many units the rack has.
    units: u32,
}

impl Inside {
    fn new(plan: &Plan, rack: RackId) -> Self {
        let topology = plan.topology;
        let mut placed = Vec::new();
        let mut others = Vec::new();
        for id in topology.device_ids().filter(|id| !plan.alike.devices[id.index()].is_empty()) {
            let device = &topology[id];
            let Some((_, unit)) = device.location.rack.filter(|it| it.0 == rack) else { continue };
            match (unit, device.part.rack_units) {
                (Some(unit), Some(height)) if unit > 0 && height > 0 => {
                    placed.push((unit, height, id));
                }
                _ => others.push(device.name.to_string()),
            }
        }
        let sources = topology.power.iter().filter(|it| it.device.is_none());
        let sources = sources.filter(|it| it.location.rack.is_some_and(|it| it.0 == rack));
        others.extend(sources.map(|it| it.name.to_string()));
        others.sort_by(|a, b| natural(a, b));
        let top = placed.iter().map(|it| it.0.saturating_add(it.1 - 1)).max().unwrap_or(0);
        let units = topology[rack].units.unwrap_or(UNITS).max(top).clamp(1, MOST_UNITS);
        placed.retain(|it| it.0.saturating_add(it.1 - 1) <= units);
        Self { rack, placed, others, units }
    }

    /// Draws it with its upper left corner at a place; gives its lower edge.
    fn draw(
        &self,
        plan: &Plan,
        (x, y): (i32, i32),
        wide: i32,
        frames: &mut Vec<FrameBox>,
        boxes: &mut Vec<DeviceBox>,
    ) -> i32 {
        let topology = plan.topology;
        let rack = &topology[self.rack];
        let left = x + PAD + NUMBERS;
        let top = y + HEAD;
        let floor = top + self.units as i32 * UNIT;
        let of_unit = |unit: u32| floor - unit as i32 * UNIT;
        let name = match rack.site {
            None => rack.name.to_string(),
            Some(site) => format!("{} · {}", rack.name, topology[site].name),
        };
        let mut texts = vec![text((x + PAD, y + 150), Anchor::Start, NAME, true, &name)];
        for unit in 1..=self.units {
            let at = (x + PAD + NUMBERS / 2 - 30, of_unit(unit) + 100);
            texts.push(muted(text(at, Anchor::Middle, SMALL, false, &unit.to_string())));
        }
        for &(unit, height, id) in &self.placed {
            let rect =
                Rect { x: left, y: of_unit(unit + height - 1), w: wide, h: height as i32 * UNIT };
            boxes.push(device(plan, id, rect));
        }
        let mut at = floor + 60;
        if !self.others.is_empty() {
            let words = msg!(drawing::WITHOUT_UNIT, names = self.others.join(", "));
            for line in wrap(&words.text(plan.lang), SMALL, false, NUMBERS + wide) {
                texts.push(muted(text((x + PAD, at + 80), Anchor::Start, SMALL, false, &line)));
                at += LINE;
            }
        }
        let rect = Rect { x, y, w: NUMBERS + wide + 2 * PAD, h: at + PAD - y };
        let id =
            rack.comp.map_or_else(|| rack.name.to_string(), |comp| topology.id(comp).to_owned());
        let mark = rack.comp.map_or(Mark::None, |comp| (plan.mark)(comp));
        frames.push(FrameBox { rect, id, mark, existing: false, texts, badges: Vec::new() });
        rect.bottom()
    }
}

/// A device at its units: its name and, where there is room, its model and what its failure does.
fn device(plan: &Plan, id: DeviceId, rect: Rect) -> DeviceBox {
    let topology = plan.topology;
    let it = &topology[id];
    let mark = (plan.mark)(it.comp);
    let middle = rect.y + rect.h / 2 + 30;
    let sign = sign(mark);
    let mut name =
        text((rect.x + PAD, middle), Anchor::Start, SMALL, true, &format!("{}{sign}", it.name));
    name.tone = Tone::Marked(mark);
    let mut at = name.bounds.right() + PAD;
    let mut texts = vec![name];
    let mut also = vec![it.part.name.clone().unwrap_or_default().to_string()];
    if it.existing {
        also.push(drawing::EXISTING.text(plan.lang).to_owned());
    }
    for words in also.into_iter().filter(|words| !words.is_empty()) {
        let w = width(&words, SMALL, false);
        if at + w + PAD <= rect.right() {
            texts.push(muted(text((at, middle), Anchor::Start, SMALL, false, &words)));
            at += w + PAD;
        }
    }
    DeviceBox {
        rect,
        id: topology.id(it.comp).to_owned(),
        stands_for: vec![topology.id(it.comp).to_owned()],
        mark,
        existing: it.existing,
        texts,
        badges: Vec::new(),
        modules: Vec::new(),
        ports: Vec::new(),
    }
}

fn muted(mut text: Text) -> Text {
    text.tone = Tone::Muted;
    text
}
