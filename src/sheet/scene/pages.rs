//! A drawing on one sheet, or on as many pages as paper of a given size wants.
//!
//! Servers are dealt to pages in their order, with all their cables; what they are cabled to is repeated on each
//! page with the ports used there. Cables between other devices stand on pages of their own, the first ones.
//! Every cable is on exactly one page, and every port without a cable on the first page of its device.

use std::collections::{BTreeMap, BTreeSet};

use crate::topology::{CableId, CompId, DeviceId, DeviceKind, PortId, RackId, Topology};
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
    fn holds(self, scene: &Scene) -> bool {
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

/// A cable, or the uplink of a port.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Line {
    Cable(CableId),
    Uplink(PortId),
}

/// What a page shows of a drawing.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    /// Its number, from 1, and how many there are.
    pub number: usize,
    pub count: usize,
    /// Its lines.
    pub lines: BTreeSet<Line>,
    /// Devices whose ports without a cable stand here.
    pub homes: BTreeSet<DeviceId>,
    /// Where else devices stand, in words.
    pub notes: BTreeMap<DeviceId, String>,
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
    /// Devices at their ends.
    devices: BTreeSet<DeviceId>,
}

fn line(plan: &Plan, link: &Link) -> Option<Line> {
    let port = || link.steps.iter().flat_map(|step| step.pins).find_map(|pin| plan.pins[pin].port);
    link.cable.map(Line::Cable).or_else(|| port().map(Line::Uplink))
}

/// Deals lines to pages.
fn cut(job: &Job) -> Vec<Scene> {
    let whole = plan(job, None, false);
    let kind = |id: DeviceId| job.topology[id].kind;
    let of = |node: usize| match whole.nodes[node].body {
        Body::Device(id) => Some(id),
        Body::Cloud | Body::Lane => None,
    };
    let mut servers: BTreeMap<usize, Unit> = BTreeMap::new();
    let mut others: Vec<(super::CableKind, usize, Unit)> = Vec::new();
    let mut joined: BTreeSet<DeviceId> = BTreeSet::new();
    for link in &whole.links {
        let (Some(line), Some(first), Some(last)) =
            (line(&whole, link), link.steps.first(), link.steps.last())
        else {
            continue;
        };
        let nodes = [first.pins[0], last.pins[1]].map(|pin| whole.pins[pin].node);
        let devices: BTreeSet<DeviceId> = nodes.into_iter().filter_map(of).collect();
        joined.extend(&devices);
        let server = nodes
            .into_iter()
            .filter(|&node| of(node).is_some_and(|id| kind(id) == DeviceKind::Server))
            .min();
        match server {
            Some(node) => {
                let unit = servers.entry(node).or_default();
                unit.lines.push(line);
                unit.devices.extend(devices);
            }
            None => {
                let first = nodes.into_iter().filter(|&node| of(node).is_some()).min();
                let unit = Unit { lines: vec![line], devices };
                others.push((link.kind, first.unwrap_or(usize::MAX), unit));
            }
        }
    }
    others.sort_by_key(|it| (it.0, it.1));
    let mut others: Vec<Unit> = others.into_iter().map(|it| it.2).collect();
    for node in 0..whole.nodes.len() {
        let Some(id) = of(node).filter(|id| !joined.contains(id)) else { continue };
        let alone = Unit { lines: Vec::new(), devices: [id].into() };
        match kind(id) {
            DeviceKind::Server => drop(servers.insert(node, alone)),
            _ => others.push(alone),
        }
    }
    let mut boxed = vec![false; job.topology.devices.len()];
    whole.alike.devices.iter().flatten().for_each(|id| boxed[id.index()] = true);
    let mut dealer = Dealer { job, boxed, dealt: BTreeSet::new(), parts: Vec::new() };
    dealer.deal(&others);
    dealer.deal(&servers.into_values().collect::<Vec<_>>());
    dealer.finish()
}

struct Dealer<'j, 'a> {
    job: &'j Job<'a>,
    boxed: Vec<bool>,
    /// Devices that are on a page already.
    dealt: BTreeSet<DeviceId>,
    parts: Vec<(Part, BTreeSet<DeviceId>)>,
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
                let single = |&line: &Line| Unit { lines: vec![line], devices: self.ends(line) };
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

    /// The boxes at the ends of a line.
    fn ends(&self, line: Line) -> BTreeSet<DeviceId> {
        let topology = self.job.topology;
        let ports = match line {
            Line::Cable(id) => topology[id].ends.to_vec(),
            Line::Uplink(port) => vec![port],
        };
        ports.into_iter().map(|port| topology[port].device).collect()
    }

    /// A page, and its boxes. A device stands elsewhere too as far as can be said before all pages are dealt.
    fn part(&self, units: &[Unit]) -> (Part, BTreeSet<DeviceId>) {
        let devices: BTreeSet<DeviceId> =
            units.iter().flat_map(|unit| unit.devices.iter().copied()).collect();
        let servers = |id: &DeviceId| self.job.topology[*id].kind == DeviceKind::Server;
        let note = |&id: &DeviceId| (id, elsewhere(&[LONGEST; SHOWN + 1], self.job.lang));
        let split =
            units.iter().any(|unit| unit.devices.iter().filter(|id| servers(id)).count() > 1)
                || units.iter().all(|unit| unit.lines.len() < 2);
        let part = Part {
            number: LONGEST,
            count: LONGEST,
            lines: units.iter().flat_map(|unit| unit.lines.iter().copied()).collect(),
            homes: devices.difference(&self.dealt).copied().collect(),
            notes: devices.iter().filter(|id| split || !servers(id)).map(note).collect(),
            boxed: self.boxed.clone(),
        };
        (part, devices)
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
        let mut on: BTreeMap<DeviceId, Vec<usize>> = BTreeMap::new();
        for (number, (_, devices)) in (1..).zip(&self.parts) {
            for &id in devices {
                on.entry(id).or_default().push(number);
            }
        }
        let finish = |(number, (mut part, devices)): (usize, (Part, BTreeSet<DeviceId>))| {
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
