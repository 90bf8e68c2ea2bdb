//! A drawing on one sheet, or on as many pages as paper of a given size wants.
//!
//! Servers are dealt to pages in their order, with all their cables; what they are cabled to is repeated on each
//! page with the ports used there. Cables between other devices stand on pages of their own, the first ones.
//! Every cable is on exactly one page, and every port without a cable on the first page of its device.

use std::collections::{BTreeMap, BTreeSet};

use crate::topology::{CableId, CompId, DeviceKind, PortId, PowerId, RackId, SupplyId, Topology};
use crate::words::{Lang, drawing, msg};

use super::model::{Body, Link, Plan, SMALL};
use super::{
    Mark, Scene, TitleBlock, View, build, channel, frame, improve, order, paint, panel, place, rack,
};

/// How far boxes of a tier may stand apart.
const GAPS: [i32; 8] = [1600, 1300, 1000, 800, 600, 450, 330, 240];

/// The least size in points of text on paper.
const LEAST: i32 = 7;

/// Sheets of paper, landscape.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Paper {
    /// 297 by 210 mm.
    #[default]
    A4,
    /// 420 by 297 mm.
    A3,
    /// 841 by 594 mm.
    A1,
}

impl Paper {
    /// Width and height in points, rounded down.
    pub fn size(self) -> (i32, i32) {
        match self {
            Paper::A4 => (841, 595),
            Paper::A3 => (1190, 841),
            Paper::A1 => (2383, 1683),
        }
    }

    /// Whether the smallest text is large enough if a drawing fills the paper.
    pub fn holds(self, scene: &Scene) -> bool {
        let (width, height) = self.size();
        SMALL * width >= LEAST * scene.width && SMALL * height >= LEAST * scene.height
    }
}

/// What is drawn, and how.
#[derive(Clone, Copy)]
struct Job<'a> {
    topology: &'a Topology,
    view: View,
    mark: &'a dyn Fn(CompId) -> Mark,
    title: &'a TitleBlock,
    lang: Lang,
    paper: Paper,
}

impl Job<'_> {
    /// Whether a box is dealt to pages with its lines: servers, and in the power view all that has supplies.
    fn is_dealt(&self, body: Body) -> bool {
        match body {
            Body::Device(id) => {
                self.view == View::Power || self.topology[id].kind == DeviceKind::Server
            }
            Body::Source(_) | Body::Cloud | Body::Lane => false,
        }
    }
}

/// What a line stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Line {
    Cable(CableId),
    /// Of a port.
    Uplink(PortId),
    /// To a power supply.
    Supply(SupplyId),
    /// To a source, from one of its own, by its number.
    Feed(PowerId, usize),
}

/// What a page shows of a drawing.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Its number, from 1, and how many there are.
    pub number: usize,
    pub count: usize,
    /// Its lines.
    pub lines: BTreeSet<Line>,
    /// Boxes whose ports without a cable stand here.
    pub homes: BTreeSet<Body>,
    /// Where else devices stand, in words.
    pub notes: BTreeMap<Body, String>,
    /// Whether each device is in a box of any page.
    pub boxed: Vec<bool>,
}

/// Lays out a view of a design on one sheet.
///
/// `mark` says how the failure of each component is judged.
pub fn draw(
    topology: &Topology,
    view: View,
    mark: &dyn Fn(CompId) -> Mark,
    title: &TitleBlock,
    lang: Lang,
) -> Scene {
    sheet(&Job { topology, view, mark, title, lang, paper: Paper::A4 })
}

/// Lays out a view of a design on as many pages as it takes for the smallest text to have 7 points on paper of a
/// size, but that no page can show less than one cable or one rack.
pub fn pages(
    topology: &Topology,
    view: View,
    mark: &dyn Fn(CompId) -> Mark,
    title: &TitleBlock,
    lang: Lang,
    paper: Paper,
) -> Vec<Scene> {
    let job = Job { topology, view, mark, title, lang, paper };
    let whole = sheet(&job);
    if paper.holds(&whole) {
        return vec![whole];
    }
    let pages = if view == View::Rack { racks(&job) } else { cut(&job) };
    if pages.len() > 1 { pages } else { vec![whole] }
}

fn sheet(job: &Job) -> Scene {
    if job.view == View::Rack {
        let plan = plan(job, None, false);
        return rack::scene(&plan, job.title, &rack::used(&plan));
    }
    finish(job, None, 1)
}

fn plan<'a>(job: &Job<'a>, part: Option<&Part>, framed: bool) -> Plan<'a> {
    build::plan((job.topology, job.view), job.mark, job.lang, framed, part)
}

/// The drawing, or a page of it, in its best form; `share`: of so many pages.
fn finish(job: &Job, part: Option<&Part>, share: usize) -> Scene {
    let mut ordered = plan(job, part, false);
    order::tiers(&mut ordered);
    let sorted = ordered.tiers.clone();
    improve::tiers(&mut ordered, share);
    let mut plain = lay_out(job, &ordered);
    // A page that was found to fit must fit in the end.
    if part.is_some() && !job.paper.holds(&plain) && ordered.tiers != sorted {
        ordered.tiers = sorted;
        plain = lay_out(job, &ordered);
    }
    let frames = plain.frames.len();
    if frames == 0 || frames < ordered.frames.len() {
        return plain;
    }
    // Every place has its frame, so that the boxes need not say where they stand.
    let mut without = plan(job, part, true);
    without.tiers = ordered.tiers;
    let framed = lay_out(job, &without);
    let worse = job.paper.holds(&plain) && !job.paper.holds(&framed);
    if framed.frames.len() == frames && !worse { framed } else { plain }
}

/// The drawing of ordered tiers with boxes so far apart.
fn spread(job: &Job, plan: &Plan, gap: i32) -> Scene {
    let mut plan = plan.clone();
    place::across(&mut plan, gap);
    let channels = channel::route(&mut plan);
    let area = place::down(&mut plan, &channels);
    let tops = paint::tops(&plan, &channels, place::MARGIN);
    let frames = frame::frames(&plan, &channels, &tops);
    let area = frames.iter().fold(area, |area, frame| area.with(&frame.rect));
    let panels = panel::Panels::new(&plan, &frames, job.title);
    paint::scene(&plan, &channels, area, frames, &panels, job.title)
}

/// The drawing of ordered tiers: as wide apart as the sheet stays no wider than landscape paper, and legible if
/// any is.
fn lay_out(job: &Job, plan: &Plan) -> Scene {
    let fits = |scene: &Scene| i64::from(scene.width) * 595 <= i64::from(scene.height) * 842;
    let legible = |scene: &Scene| job.paper.holds(scene);
    let narrow = spread(job, plan, GAPS[GAPS.len() - 1]);
    if !fits(&narrow) {
        return narrow;
    }
    let scenes: Vec<Scene> = GAPS.iter().map(|&gap| spread(job, plan, gap)).collect();
    let best = scenes
        .iter()
        .position(|scene| fits(scene) && legible(scene))
        .or_else(|| scenes.iter().position(legible))
        .or_else(|| scenes.iter().position(fits));
    best.and_then(|at| scenes.into_iter().nth(at)).unwrap_or(narrow)
}

/// What stays on one page if it can: a server with its lines, any other line, or a device without lines.
#[derive(Clone, Debug, Default)]
struct Unit {
    lines: Vec<Line>,
    /// Boxes at their ends.
    boxes: BTreeSet<Body>,
}

/// Deals lines to pages.
fn cut(job: &Job) -> Vec<Scene> {
    let whole = plan(job, None, false);
    let of = |node: usize| whole.nodes[node].body;
    let solid = |node: &usize| matches!(of(*node), Body::Device(_) | Body::Source(_));
    let owns = |node: &usize| job.is_dealt(of(*node));
    let mut owners: BTreeMap<usize, Unit> = BTreeMap::new();
    let mut others: Vec<(super::CableKind, usize, Unit)> = Vec::new();
    let mut joined: BTreeSet<Body> = BTreeSet::new();
    for link in &whole.links {
        let (Some(first), Some(last)) = (link.steps.first(), link.steps.last()) else { continue };
        let nodes = [first.pins[0], last.pins[1]].map(|pin| whole.pins[pin].node);
        let boxes: BTreeSet<Body> = nodes.into_iter().filter(solid).map(of).collect();
        joined.extend(&boxes);
        match nodes.into_iter().filter(owns).min() {
            Some(node) => {
                let unit = owners.entry(node).or_default();
                unit.lines.push(link.line);
                unit.boxes.extend(boxes);
            }
            None => {
                let first = nodes.into_iter().filter(solid).min();
                let unit = Unit { lines: vec![link.line], boxes };
                others.push((link.kind, first.unwrap_or(usize::MAX), unit));
            }
        }
    }
    others.sort_by_key(|it| (it.0, it.1));
    let mut others: Vec<Unit> = others.into_iter().map(|it| it.2).collect();
    for node in (0..whole.nodes.len()).filter(solid).filter(|&node| !joined.contains(&of(node))) {
        let alone = Unit { lines: Vec::new(), boxes: [of(node)].into() };
        if owns(&node) {
            owners.insert(node, alone);
        } else {
            others.push(alone);
        }
    }
    let mut boxed = vec![false; job.topology.devices.len()];
    whole.alike.devices.iter().flatten().for_each(|id| boxed[id.index()] = true);
    let ends = |link: &Link| {
        let pins = link.steps.iter().flat_map(|step| step.pins);
        let boxes = pins.map(|pin| whole.pins[pin].node).filter(solid).map(of);
        (link.line, boxes.collect())
    };
    let ends = whole.links.iter().map(ends).collect();
    let mut dealer = Dealer { job, boxed, ends, dealt: BTreeSet::new(), parts: Vec::new() };
    dealer.deal(&others);
    dealer.deal(&owners.into_values().collect::<Vec<_>>());
    dealer.finish()
}

struct Dealer<'j, 'a> {
    job: &'j Job<'a>,
    boxed: Vec<bool>,
    /// The boxes at the ends of each line.
    ends: BTreeMap<Line, BTreeSet<Body>>,
    /// Boxes that are on a page already.
    dealt: BTreeSet<Body>,
    parts: Vec<(Part, BTreeSet<Body>)>,
}

/// As long as page numbers become.
const LONGEST: usize = 8888;

impl Dealer<'_, '_> {
    /// Gives units to pages, as many to each as fit.
    fn deal(&mut self, units: &[Unit]) {
        let mut rest = units;
        let mut guess = rest.len();
        while let Some(first) = rest.first() {
            let mut count = guess.clamp(1, rest.len());
            if self.fits(&rest[..count]) {
                while count < rest.len() && self.fits(&rest[..count + 1]) {
                    count += 1;
                }
            } else {
                // Halves until it fits, then one by one.
                let mut most = count;
                while count > 1 && !self.fits(&rest[..count]) {
                    most = count;
                    count = count.div_ceil(2).min(count - 1);
                }
                while count + 1 < most && self.fits(&rest[..count + 1]) {
                    count += 1;
                }
            }
            if count == 1 && first.lines.len() > 1 && !self.fits(&rest[..1]) {
                let ends = |line: &Line| self.ends.get(line).cloned().unwrap_or_default();
                let single = |line: &Line| Unit { lines: vec![*line], boxes: ends(line) };
                let pieces: Vec<Unit> = first.lines.iter().map(single).collect();
                self.deal(&pieces);
            } else {
                let part = self.part(&rest[..count]);
                self.dealt.extend(&part.1);
                self.parts.push(part);
            }
            rest = &rest[count..];
            guess = count;
        }
    }

    /// A page, and its boxes. What else is said of a box is as long as it can become once all pages are dealt.
    fn part(&self, units: &[Unit]) -> (Part, BTreeSet<Body>) {
        let boxes: BTreeSet<Body> =
            units.iter().flat_map(|unit| unit.boxes.iter().copied()).collect();
        let owns = |body: &Body| self.job.is_dealt(*body);
        let note = |&body: &Body| (body, elsewhere(&[LONGEST; SHOWN + 1], self.job.lang));
        let split = units.iter().any(|unit| unit.boxes.iter().filter(|it| owns(it)).count() > 1)
            || units.iter().all(|unit| unit.lines.len() < 2);
        let part = Part {
            number: LONGEST,
            count: LONGEST,
            lines: units.iter().flat_map(|unit| unit.lines.iter().copied()).collect(),
            homes: boxes.difference(&self.dealt).copied().collect(),
            notes: boxes.iter().filter(|body| split || !owns(body)).map(note).collect(),
            boxed: self.boxed.clone(),
        };
        (part, boxes)
    }

    fn fits(&self, units: &[Unit]) -> bool {
        let (part, _) = self.part(units);
        let mut plan = plan(self.job, Some(&part), false);
        order::tiers(&mut plan);
        self.job.paper.holds(&spread(self.job, &plan, GAPS[GAPS.len() - 1]))
    }

    /// All pages, now that it is known what stands where.
    fn finish(self) -> Vec<Scene> {
        let count = self.parts.len();
        let mut on: BTreeMap<Body, Vec<usize>> = BTreeMap::new();
        for (number, (_, devices)) in (1..).zip(&self.parts) {
            for &id in devices {
                on.entry(id).or_default().push(number);
            }
        }
        let finish = |(number, (mut part, devices)): (usize, (Part, BTreeSet<Body>))| {
            (part.number, part.count) = (number, count);
            part.notes = devices
                .into_iter()
                .filter_map(|id| {
                    let others: Vec<usize> =
                        on.get(&id)?.iter().copied().filter(|&it| it != number).collect();
                    (!others.is_empty()).then(|| (id, elsewhere(&others, self.job.lang)))
                })
                .collect();
            numbered(finish(self.job, Some(&part), count), number, count)
        };
        (1..).zip(self.parts).map(finish).collect()
    }
}

fn numbered(mut scene: Scene, number: usize, count: usize) -> Scene {
    scene.title.push_str(&format!(" · {number} / {count}"));
    scene
}

/// How many ranges of pages are named.
const SHOWN: usize = 2;

/// On which other pages a device stands, in few words.
fn elsewhere(pages: &[usize], lang: Lang) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &page in pages {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == page => *last = page,
            _ => ranges.push((page, page)),
        }
    }
    let more = ranges.len() > SHOWN;
    let shown = ranges.into_iter().take(SHOWN).map(|(first, last)| match first == last {
        true if first != LONGEST => first.to_string(),
        _ => format!("{first}–{last}"),
    });
    let mut words = shown.collect::<Vec<_>>().join(", ");
    if more {
        words.push_str(", …");
    }
    msg!(drawing::ALSO_ON, pages = words).text(lang)
}

/// Deals racks to pages.
fn racks(job: &Job) -> Vec<Scene> {
    let whole = plan(job, None, false);
    let all = rack::used(&whole);
    let mut boxed = vec![false; job.topology.devices.len()];
    whole.alike.devices.iter().flatten().for_each(|id| boxed[id.index()] = true);
    let scene = |racks: &[RackId], number: usize, count: usize| {
        let part = Part { number, count, boxed: boxed.clone(), ..Part::default() };
        let mut plan = whole.clone();
        plan.part = Some(part);
        numbered(rack::scene(&plan, job.title, racks), number, count)
    };
    let mut pages: Vec<&[RackId]> = Vec::new();
    let mut rest = &all[..];
    while !rest.is_empty() {
        let fits = |count: &usize| job.paper.holds(&scene(&rest[..*count], LONGEST, LONGEST));
        let count = (2..=rest.len()).take_while(fits).last().unwrap_or(1);
        pages.push(&rest[..count]);
        rest = &rest[count..];
    }
    let count = pages.len();
    (1..).zip(&pages).map(|(number, racks)| scene(racks, number, count)).collect()
}
