//! Legend and title block, and the sheet that holds them beside or below the drawing.

use std::collections::{BTreeMap, BTreeSet};

use crate::names::natural;
use crate::sheet::fold;
use crate::spec::NetworkRole;
use crate::topology::{CompId, ComponentKind, DeviceId, ModuleKind};
use crate::words::{Lang, Msg, drawing, msg};

use super::model::{Link, NAME, PAD, Plan, SMALL};
use super::paint::text;
use super::place::MARGIN;
use super::text::wrap;
use super::{
    Anchor, CableKind, FrameBox, LegendEntry, Mark, Panel, Rect, Sample, Scene, TitleBlock, Tone,
    power, tiers,
};

/// Width of each panel.
const WIDTH: i32 = 2150;
/// Width of the samples of the legend.
const SAMPLE: i32 = 340;
/// Width of the left column of the title block.
const LABELS: i32 = 740;
/// From line to line.
const LINE: i32 = 115;
/// From entry to entry.
const ENTRY: i32 = 45;
/// Room between panels and drawing.
const BESIDE: i32 = 300;
/// Most names listed of what is not in view.
const NAMES: usize = 8;

/// Legend and title block, not yet in place: their upper left corners lie at 0.
pub(super) struct Panels {
    view: super::View,
    legend: (Panel, Vec<LegendEntry>),
    title: Panel,
}

impl Panels {
    pub(super) fn new(plan: &Plan, frames: &[FrameBox], title: &TitleBlock) -> Self {
        let mut boxed = vec![false; plan.topology.devices.len()];
        plan.alike.devices.iter().flatten().for_each(|id| boxed[id.index()] = true);
        let view = View { plan, frames, boxed };
        Self { view: plan.view, legend: legend(&view), title: title_block(&view, title) }
    }

    /// A sheet for a drawing that fills an area: legend and title block stand where the sheet
    /// shrinks least on landscape paper.
    pub(super) fn sheet(&self, area: Rect, title: &TitleBlock, lang: Lang) -> Scene {
        let (width, height) = self.size(area);
        let (legend, block) = (self.legend.0.rect, self.title.rect);
        let (legend_at, title_at) = if self.beside(area) {
            let x = width - MARGIN - WIDTH;
            ((x, MARGIN), (x, height - MARGIN - block.h))
        } else {
            let y = height - MARGIN - legend.h.max(block.h);
            ((MARGIN, y), (width - MARGIN - WIDTH, y))
        };
        let mut panels = vec![self.legend.0.clone(), self.title.clone()];
        move_panel(&mut panels[0], legend_at);
        move_panel(&mut panels[1], title_at);
        let mut entries = self.legend.1.clone();
        for entry in &mut entries {
            entry.rect.move_by(legend_at);
            entry.texts.iter_mut().for_each(|text| text.move_by(legend_at));
        }
        let name = if title.title.is_empty() { &title.name } else { &title.title };
        Scene {
            width,
            height,
            lang,
            title: format!("{name} · {}", self.view.word().text(lang)),
            frames: Vec::new(),
            boxes: Vec::new(),
            clouds: Vec::new(),
            cables: Vec::new(),
            legend: entries,
            panels,
        }
    }

    /// How far the drawing moves to stand in the middle of its room.
    pub(super) fn shift(&self, area: Rect) -> (i32, i32) {
        let (width, height) = self.size(area);
        let (w, h) = if self.beside(area) {
            (width - 2 * MARGIN - BESIDE - WIDTH, height - 2 * MARGIN)
        } else {
            (width - 2 * MARGIN, area.h)
        };
        (MARGIN + (w - area.w) / 2 - area.x, MARGIN + (h - area.h) / 2 - area.y)
    }

    fn size(&self, area: Rect) -> (i32, i32) {
        let (beside, below) = self.sizes(area);
        if self.beside(area) { beside } else { below }
    }

    fn sizes(&self, area: Rect) -> ((i32, i32), (i32, i32)) {
        let (legend, title) = (self.legend.0.rect.h, self.title.rect.h);
        let beside = (
            area.w + BESIDE + WIDTH + 2 * MARGIN,
            area.h.max(legend + title + MARGIN) + 2 * MARGIN,
        );
        let below = (
            area.w.max(2 * WIDTH + MARGIN) + 2 * MARGIN,
            area.h + MARGIN + legend.max(title) + 2 * MARGIN,
        );
        (beside, below)
    }

    fn beside(&self, area: Rect) -> bool {
        let (beside, below) = self.sizes(area);
        let paper = |(w, h): (i32, i32)| (i64::from(w) * 595).max(i64::from(h) * 842);
        paper(beside) <= paper(below)
    }
}

fn move_panel(panel: &mut Panel, by: (i32, i32)) {
    panel.rect.move_by(by);
    for rule in &mut panel.rules {
        *rule += by.1;
    }
    for text in &mut panel.texts {
        text.move_by(by);
    }
}

/// What the kinds of cable are called, with the networks that they carry.
fn kind_words(plan: &Plan, kind: CableKind, names: &BTreeSet<String>) -> String {
    let mut names: Vec<&str> = names.iter().map(String::as_str).collect();
    names.sort_by(|a, b| natural(a, b));
    let names = names.join(", ");
    let words: Msg = match kind {
        CableKind::Fabric(_) => msg!(drawing::FABRIC_LEGEND, name = names),
        CableKind::FibreChannel => (&drawing::FC_LEGEND).into(),
        CableKind::Sas => (&drawing::SAS_LEGEND).into(),
        CableKind::Clients => msg!(drawing::CLIENTS_LEGEND, names = names),
        CableKind::Heartbeat => msg!(drawing::HEARTBEAT_LEGEND, names = names),
        CableKind::Storage(_) => msg!(drawing::STORAGE_LEGEND, names = names),
        CableKind::Management => msg!(drawing::MANAGEMENT_LEGEND, names = names),
        CableKind::Replication => msg!(drawing::REPLICATION_LEGEND, names = names),
        CableKind::Ethernet => (&drawing::ETHERNET_LEGEND).into(),
        CableKind::Serial => (&drawing::SERIAL_LEGEND).into(),
        CableKind::Uplink => (&drawing::UPLINK_LEGEND).into(),
        CableKind::Power(_) => msg!(drawing::POWER_LEGEND, names = names),
    };
    words.text(plan.lang)
}

/// What each kind of cable in use carries by name.
fn kinds(plan: &Plan) -> BTreeMap<CableKind, BTreeSet<String>> {
    let topology = plan.topology;
    let mut kinds: BTreeMap<CableKind, BTreeSet<String>> = BTreeMap::new();
    let (_, sides) = power::sides(topology);
    for link in &plan.links {
        let names = kinds.entry(link.kind).or_default();
        if let CableKind::Power(side) = link.kind {
            let sources = sides.get(side).into_iter().flatten();
            names.extend(sources.map(|&source| topology[source].name.to_string()));
        }
        let Some(cable) = link.cable else { continue };
        let fabric = tiers::fabric(topology, &plan.fabrics, &plan.ranks, cable);
        let role = match link.kind {
            CableKind::Clients => Some(NetworkRole::Clients),
            CableKind::Heartbeat => Some(NetworkRole::Heartbeat),
            CableKind::Storage(_) => Some(NetworkRole::Storage),
            CableKind::Management => Some(NetworkRole::Management),
            CableKind::Replication => Some(NetworkRole::Replication),
            _ => None,
        };
        let networks = topology[cable].networks.iter().map(|&id| &topology[id]);
        let networks = networks.filter(|network| role == Some(network.role));
        match link.kind {
            CableKind::Fabric(_) => {
                names.extend(fabric.map(|fabric| topology[fabric].name.to_string()));
            }
            _ => names.extend(networks.map(|network| network.name.to_string())),
        }
    }
    kinds
}

fn legend(view: &View) -> (Panel, Vec<LegendEntry>) {
    let plan = view.plan;
    let topology = plan.topology;
    let mut lines: Vec<(Sample, String)> = kinds(plan)
        .iter()
        .map(|(&kind, names)| (Sample::Cable(kind), kind_words(plan, kind, names)))
        .collect();
    let trace = |link: &Link| link.cable.is_some_and(|cable| topology[cable].internal);
    if plan.links.iter().any(trace) {
        lines.push((Sample::Trace, drawing::TRACE_LEGEND.text(plan.lang).to_owned()));
    }
    let marks: BTreeSet<Mark> = view.drawn_marks();
    for (mark, sign, words) in [
        (Mark::SinglePoint, "!!", &drawing::SINGLE_POINT_LEGEND),
        (Mark::TakeoverOnly, "!", &drawing::TAKEOVER_ONLY_LEGEND),
    ] {
        if marks.contains(&mark) {
            let words = format!("{sign} {}", words.text(plan.lang));
            lines.push((Sample::Box { mark, existing: false }, words));
        }
    }
    if topology.devices.iter().any(|device| device.existing)
        || topology
            .modules
            .iter()
            .any(|module| matches!(module.kind, ModuleKind::Adapter { existing: true, .. }))
    {
        let words = drawing::EXISTING_LEGEND.text(plan.lang).to_owned();
        lines.push((Sample::Box { mark: Mark::None, existing: true }, words));
    }
    if !plan.alike.names.is_empty() {
        let words = drawing::ALIKE_LEGEND.text(plan.lang).to_owned();
        lines.push((Sample::Box { mark: Mark::None, existing: false }, words));
    }
    let mut y = PAD + NAME;
    let title = text((PAD, y), Anchor::Start, 95, true, drawing::LEGEND.text(plan.lang));
    y += 60;
    let left = PAD + SAMPLE + 90;
    let mut entries = Vec::new();
    for (sample, words) in lines {
        y += ENTRY;
        let rect = Rect { x: PAD, y: y - 5, w: SAMPLE, h: LINE };
        let mut texts = Vec::new();
        for line in wrap(&words, SMALL, false, WIDTH - left - PAD) {
            texts.push(text((left, y + 80), Anchor::Start, SMALL, false, &line));
            y += LINE;
        }
        entries.push(LegendEntry { rect, sample, texts });
    }
    let rect = Rect { x: 0, y: 0, w: WIDTH, h: y + PAD };
    (Panel { rect, rules: Vec::new(), texts: vec![title] }, entries)
}

/// What the drawing shows.
struct View<'v, 'p> {
    plan: &'v Plan<'p>,
    frames: &'v [FrameBox],
    /// Whether each device is in a box.
    boxed: Vec<bool>,
}

impl View<'_, '_> {
    /// The marks of all components but fabrics, which are counted through what they take down.
    fn marks(&self) -> impl Iterator<Item = (Mark, CompId)> {
        let topology = self.plan.topology;
        topology
            .component_ids()
            .filter(|&id| !matches!(topology[id].kind, ComponentKind::Fabric(_)))
            .map(|id| ((self.plan.mark)(id), id))
    }

    fn drawn_marks(&self) -> BTreeSet<Mark> {
        self.marks().filter(|&(_, id)| self.shows(id)).map(|(mark, _)| mark).collect()
    }

    /// Whether a component stands on this drawing.
    fn shows(&self, id: CompId) -> bool {
        self.shows_among(id, &self.boxed)
    }

    fn shows_among(&self, id: CompId, boxed: &[bool]) -> bool {
        let topology = self.plan.topology;
        let boxed = |it: DeviceId| boxed[it.index()];
        let framed = || self.frames.iter().any(|frame| frame.id == topology.id(id));
        match topology[id].kind {
            ComponentKind::Device(device) => boxed(device) || framed(),
            ComponentKind::Power(_) if self.plan.view == super::View::Power => true,
            ComponentKind::Power(power) => topology[power].device.is_some_and(boxed),
            ComponentKind::Supply(supply) => {
                self.plan.view == super::View::Power && boxed(topology[supply].device)
            }
            ComponentKind::Module(_) | ComponentKind::Port(_) | ComponentKind::Cable(_)
                if matches!(self.plan.view, super::View::Power | super::View::Rack) =>
            {
                false
            }
            ComponentKind::Module(module) => boxed(topology[module].device),
            ComponentKind::Port(_) | ComponentKind::Cable(_) => true,
            _ => framed(),
        }
    }

    /// How many components have a mark, and which of them this drawing does not show.
    fn count(&self, mark: Mark) -> Vec<String> {
        let plan = self.plan;
        let all: Vec<CompId> =
            self.marks().filter(|&(other, _)| other == mark).map(|(_, id)| id).collect();
        // What no page shows is said on the first.
        let part = plan.part.as_ref();
        let anywhere = |id: CompId| match part {
            None => self.shows(id),
            Some(part) => part.number > 1 || self.shows_among(id, &part.boxed),
        };
        let hidden = all.iter().filter(|&&id| !anywhere(id));
        let mut hidden: Vec<&str> = hidden.map(|&id| plan.topology.id(id)).collect();
        hidden.sort_by(|a, b| natural(a, b));
        let mut lines = vec![all.len().to_string()];
        if !hidden.is_empty() {
            let shown = hidden[..hidden.len().min(NAMES)].join(", ");
            let names = match hidden.len().checked_sub(NAMES) {
                None | Some(0) => shown,
                Some(more) => msg!(drawing::MORE, names = shown, count = more).text(plan.lang),
            };
            lines.push(msg!(drawing::NOT_IN_VIEW, names = names).text(plan.lang));
        }
        lines
    }

    /// The panels that cables run through, by name.
    fn panels(&self) -> Vec<String> {
        let topology = self.plan.topology;
        let used = topology.cables.iter().flat_map(|cable| &cable.panels);
        let names: BTreeSet<&str> = used.map(|(panel, _)| &*topology[*panel].name).collect();
        let names: Vec<&str> = names.into_iter().collect();
        let names = fold::fold(&names);
        if names.is_empty() { names } else { vec![names.join(", ")] }
    }
}

fn title_block(view: &View, title: &TitleBlock) -> Panel {
    let lang = view.plan.lang;
    let heading = if title.title.is_empty() { &title.name } else { &title.title };
    let given = |value: &Option<String>| vec![value.clone().unwrap_or_else(|| "—".to_owned())];
    let page = view.plan.part.iter().map(|part| format!("{} / {}", part.number, part.count));
    let mut points = view.count(Mark::SinglePoint);
    points.splice(1..1, title.reasons.iter().cloned());
    let rows = [
        (&drawing::DRAWING_TITLE, vec![heading.clone()], true),
        (&drawing::DRAWING_NAME, vec![title.name.clone()], false),
        (&drawing::DRAWING_DATE, given(&title.date), false),
        (&drawing::DRAWING_REVISION, given(&title.revision), false),
        (&drawing::DRAWING_PAGE, page.collect(), false),
        (&drawing::SINGLE_POINTS_COUNT, points, false),
        (&drawing::TAKEOVER_ONLY_COUNT, view.count(Mark::TakeoverOnly), false),
        (&drawing::DRAWING_PANELS, view.panels(), false),
    ];
    let mut y = PAD + NAME;
    let mut texts = vec![text((PAD, y), Anchor::Start, 95, true, view.plan.view.word().text(lang))];
    y += 60;
    let mut rules = Vec::new();
    for (label, values, bold) in rows {
        if values.is_empty() {
            continue;
        }
        rules.push(y);
        y += ENTRY - 15;
        let mut label = text((PAD, y + 80), Anchor::Start, SMALL, false, label.text(lang));
        label.tone = Tone::Muted;
        texts.push(label);
        for (index, value) in values.iter().enumerate() {
            for line in wrap(value, SMALL, bold, WIDTH - LABELS - 2 * PAD) {
                let at = (PAD + LABELS, y + 80);
                let mut value = text(at, Anchor::Start, SMALL, bold, &line);
                if index > 0 {
                    value.tone = Tone::Muted;
                }
                texts.push(value);
                y += LINE;
            }
        }
        y += ENTRY - 15;
    }
    let rect = Rect { x: 0, y: 0, w: WIDTH, h: y };
    Panel { rect, rules, texts }
}
