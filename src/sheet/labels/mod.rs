//! Labels for both ends of each cable.
//!
//! The form of TIA-606 names the cabinet, the rack unit counted from the bottom and the port of the near
//! end, then those of the far end: `4BK01-55:50/DC.C03-14:04` (ANSI/TIA-606-A-1 and later). The form of
//! H3C names rack, chassis, slot and port with two digits each, `A01-03-01-12`, the chassis counted from
//! the top, without a slot where a device has none (H3C S12500R installation, "Information on a label").

mod template;
mod wrap;

use rustc_hash::FxHashMap;

use crate::sheet::cabling::{self, End};
use crate::sheet::table::{Cell, Column, Layout, Table};
use crate::topology::{DeviceId, DeviceKind, RackId, Topology};
use crate::words::{Lang, handover as words, msg};

pub use template::{Template, Unknown};
use wrap::wrap;

/// How a label reads.
#[derive(Clone, Debug)]
pub enum Form {
    /// `cabinet-unit:port/cabinet-unit:port`.
    Tia606,
    /// `rack-chassis-slot-port`, then the same of the far end.
    H3c,
    /// As the user says.
    Template(Template),
}

/// The labels of a design.
#[derive(Clone, Debug)]
pub struct Labels {
    /// The name of the design.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// Two for each cable, in the order of the cabling list.
    pub labels: Vec<Label>,
}

/// A label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Label {
    /// Id of the cable, or its label.
    pub cable: String,
    /// The end that it is put on: 0 for the one that the cabling list names first.
    pub end: usize,
    /// The device at that end.
    pub device: String,
    /// The port at that end.
    pub port: String,
    /// What is printed, in one line.
    pub text: String,
    /// What is printed, in lines that are short enough.
    pub lines: Vec<String>,
    /// How many places in it are not known.
    pub unknown: usize,
}

/// A label that cannot be printed in lines of a width.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TooLong {
    /// The label.
    pub text: String,
    /// The piece of it that does not fit in a line.
    pub piece: String,
}

/// What a label can say of an end; `None` is not known.
struct Place<'t> {
    device: &'t str,
    site: Option<&'t str>,
    rack: Option<&'t str>,
    /// Its lowest rack unit, from 1 at the bottom.
    unit: Option<u32>,
    /// Its number in the rack, from 1 at the top.
    chassis: Option<usize>,
    slot: Slot<'t>,
    port: &'t str,
}

/// The slot of a port.
#[derive(Clone, Copy)]
enum Slot<'t> {
    /// This one, or the controller.
    In(&'t str),
    /// It sits in a card whose slot is not given.
    Unknown,
    /// It is on the device itself.
    None,
}

/// What is not known.
const UNKNOWN: &str = "?";

/// The devices of a design by name, and the number of each in its rack.
struct Places<'t> {
    topology: &'t Topology,
    by_name: FxHashMap<&'t str, DeviceId>,
    chassis: FxHashMap<DeviceId, usize>,
}

impl<'t> Places<'t> {
    fn new(topology: &'t Topology) -> Self {
        let by_name = topology.device_ids().map(|id| (&*topology[id].name, id)).collect();
        let mut racks: FxHashMap<RackId, Vec<(Option<u32>, DeviceId)>> = FxHashMap::default();
        for id in topology.device_ids() {
            let it = &topology[id];
            if let (Some((rack, unit)), true) = (it.location.rack, it.kind != DeviceKind::Outlet) {
                racks.entry(rack).or_default().push((unit, id));
            }
        }
        let mut chassis = FxHashMap::default();
        for rack in (0..topology.racks.len() as u32).map(RackId) {
            let Some(mut devices) = racks.remove(&rack) else { continue };
            // Where one has no unit nobody can count.
            if devices.iter().all(|(unit, _)| unit.is_some()) {
                devices.sort_by_key(|it| std::cmp::Reverse(it.0));
                chassis.extend(devices.iter().zip(1..).map(|(&(_, id), number)| (id, number)));
            }
        }
        Self { topology, by_name, chassis }
    }

    fn of<'p>(&self, end: &'p End) -> Place<'p>
    where
        't: 'p,
    {
        let topology = self.topology;
        let id = self.by_name.get(end.device.as_str()).copied();
        // What sits in an enclosure is where that is.
        let holder = id.map(|id| match topology[id].enclosure {
            Some((enclosure, _)) if topology[id].location.rack.is_none() => enclosure,
            _ => id,
        });
        let rack = holder.and_then(|id| topology[id].location.rack);
        let site = id.and_then(|id| topology.site_of(id));
        Place {
            device: &end.device,
            site: site.map(|site| &*topology[site].name),
            rack: rack.map(|(rack, _)| &*topology[rack].name),
            unit: rack.and_then(|(_, unit)| unit),
            chassis: holder.and_then(|id| self.chassis.get(&id).copied()),
            slot: match &end.slot {
                Some(slot) => Slot::In(slot),
                None if end.port.contains('/') => Slot::Unknown,
                None => Slot::None,
            },
            port: &end.port,
        }
    }
}

impl Place<'_> {
    fn tia606(&self, unknown: &mut usize) -> String {
        let rack = known(self.rack, unknown);
        let unit = known(self.unit.map(|unit| format!("{unit:02}")), unknown);
        format!("{rack}-{unit}:{}", two(self.port))
    }

    fn h3c(&self, unknown: &mut usize) -> String {
        let rack = known(self.rack, unknown);
        let chassis = known(self.chassis.map(|it| format!("{it:02}")), unknown);
        // The slot says which card: then the card's own name is not needed.
        let of_card = self.port.rsplit_once('/').map_or(self.port, |(_, port)| port);
        match self.slot {
            Slot::In(slot) => format!("{rack}-{chassis}-{}-{}", two(slot), two(of_card)),
            Slot::None => format!("{rack}-{chassis}-{}", two(self.port)),
            Slot::Unknown => {
                *unknown += 1;
                format!("{rack}-{chassis}-{UNKNOWN}-{}", self.port)
            }
        }
    }
}

/// A number with at least two digits; anything else as it is.
fn two(text: &str) -> String {
    match text.len() == 1 && text.bytes().all(|it| it.is_ascii_digit()) {
        true => format!("0{text}"),
        false => text.to_owned(),
    }
}

/// What is known, or the sign that it is not.
fn known(what: Option<impl Into<String>>, unknown: &mut usize) -> String {
    what.map_or_else(
        || {
            *unknown += 1;
            UNKNOWN.to_owned()
        },
        Into::into,
    )
}

/// The labels of a design, in lines of at most `width` columns if one is given.
///
/// # Errors
/// The first label with a piece that is wider than a line.
pub fn labels(topology: &Topology, form: &Form, width: Option<usize>) -> Result<Labels, TooLong> {
    let places = Places::new(topology);
    let list = cabling::cabling(topology);
    let mut labels = Vec::with_capacity(2 * list.cables.len());
    for row in &list.cables {
        let cable = row.label.as_ref().unwrap_or(&row.id);
        for (end, near, far) in [(0, &row.a, &row.b), (1, &row.b, &row.a)] {
            let (at, to) = (places.of(near), places.of(far));
            let mut unknown = 0;
            let text = match form {
                Form::Tia606 => {
                    format!("{}/{}", at.tia606(&mut unknown), to.tia606(&mut unknown))
                }
                Form::H3c => format!("{} / {}", at.h3c(&mut unknown), to.h3c(&mut unknown)),
                Form::Template(template) => {
                    template.fill(&row.id, row.label.as_deref(), &at, &to, &mut unknown)
                }
            };
            let lines = wrap(&text, width)
                .map_err(|piece| TooLong { text: text.replace('\n', " "), piece })?;
            labels.push(Label {
                cable: cable.clone(),
                end,
                device: near.device.clone(),
                port: near.port.clone(),
                text: text.replace('\n', " "),
                lines,
                unknown,
            });
        }
    }
    Ok(Labels { name: list.name, title: list.title, labels })
}

impl Labels {
    /// How many labels hold something that is not known.
    pub fn incomplete(&self) -> usize {
        self.labels.iter().filter(|it| it.unknown > 0).count()
    }

    /// One row for each label; with every column also a column for each of its lines.
    pub fn table(&self, lang: Lang, layout: Layout) -> Table {
        let design = self.title.as_deref().unwrap_or(&self.name);
        let head = |key, word: &crate::words::Word| Column::text(key, word.text(lang));
        let mut columns = vec![
            head("cable", &words::H_CABLE),
            head("device", &words::H_DEVICE),
            head("port", &words::H_PORT),
            head("label", &words::H_LABEL),
        ];
        const KEYS: [&str; 8] =
            ["line_1", "line_2", "line_3", "line_4", "line_5", "line_6", "line_7", "line_8"];
        let most = self.labels.iter().map(|it| it.lines.len()).max().unwrap_or(0);
        let most = if layout == Layout::Full { most.min(KEYS.len()) } else { 0 };
        for (key, number) in KEYS.into_iter().zip(1..).take(most) {
            let heading = msg!(words::H_LINE_OF, number = number as usize).text(lang);
            columns.push(Column::text(key, heading));
        }
        let mut table = Table::new(&words::SHEET_LABELS, design, lang, columns);
        for it in &self.labels {
            let mut cells: Vec<Cell> = vec![
                it.cable.clone().into(),
                it.device.clone().into(),
                it.port.clone().into(),
                it.text.clone().into(),
            ];
            let lines = (0..most).map(|at| it.lines.get(at).cloned().into());
            cells.extend(lines);
            table.line(0, cells);
        }
        table.notes.push(msg!(words::N_LABELS, count = self.labels.len()).text(lang));
        table.notes.extend(self.warning(lang));
        table
    }

    /// How much is not known, if anything is.
    pub fn warning(&self, lang: Lang) -> Option<String> {
        let count = self.incomplete();
        (count > 0).then(|| msg!(words::N_LABELS_UNKNOWN, count = count).text(lang))
    }
}
