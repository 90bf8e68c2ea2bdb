//! A cabling sheet of others as the skeleton of a topology file.

mod heads;
mod write;

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::catalog::Protocol;
use crate::topology::DeviceKind;
use crate::words::{Lang, Msg, handover as words, msg};

use heads::{Field, Heads};

/// A row of a sheet: the number that people know it by, and its cells.
pub type Cells = (usize, Vec<String>);

/// What came of a sheet.
#[derive(Clone, Debug)]
pub struct Import {
    devices: BTreeMap<String, Gear>,
    cables: Vec<Cable>,
    /// Rows that are not in the topology, with the reason.
    pub left_out: Vec<(usize, Msg)>,
}

/// A device of the sheet.
#[derive(Clone, Debug)]
struct Gear {
    /// As the sheet calls it.
    written: String,
    kind: DeviceKind,
    /// Ports with what the sheet calls them and what they speak.
    ports: BTreeMap<String, (String, Protocol)>,
    rack: Option<String>,
}

/// A cable of the sheet.
#[derive(Clone, Debug)]
struct Cable {
    row: usize,
    /// Whether a device is that of the row above: the cell is empty.
    filled: bool,
    ends: [(String, String); 2],
    label: Option<String>,
    length: Option<String>,
    kind: Option<String>,
}

/// One end of a row.
#[derive(Default)]
struct End {
    device: String,
    port: String,
    rack: String,
}

/// A name that a topology file takes: letters of any script, digits, `-`, `_` and `.`.
fn name(text: &str) -> String {
    let fit = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = text.trim().chars().take(100).map(fit).collect();
    let mut name = name.trim_matches('-').to_owned();
    // Two dashes join the ends of a link.
    while name.contains("--") {
        name = name.replace("--", "-");
    }
    // Names that a topology file keeps for parts of devices and for groups.
    let supply = name.strip_prefix("psu").is_some_and(|it| it.bytes().all(|c| c.is_ascii_digit()));
    if supply || ["site", "rack", "group", "fabric", "os"].contains(&name.as_str()) {
        name.insert_str(0, "x-");
    }
    name
}

/// Names for what a sheet calls by many: each name in it has one here, and no two the same.
#[derive(Default)]
struct Names {
    of: FxHashMap<String, String>,
    used: BTreeSet<String>,
}

impl Names {
    fn of(&mut self, written: &str) -> String {
        if let Some(name) = self.of.get(written) {
            return name.clone();
        }
        let plain = name(written);
        let mut unique = plain.clone();
        let mut number = 2;
        // Capitals make no difference to people.
        while !self.used.insert(unique.to_lowercase()) {
            unique = format!("{plain}-{number}");
            number += 1;
        }
        self.of.insert(written.to_owned(), unique.clone());
        unique
    }
}

/// Reads a sheet; `None` if no row of it names the columns.
pub fn import(rows: &[Cells]) -> Option<Import> {
    let (heads, first) = Heads::find(rows)?;
    let mut import = Import { devices: BTreeMap::new(), cables: Vec::new(), left_out: Vec::new() };
    let mut devices = Names::default();
    let mut ports: FxHashMap<String, Names> = FxHashMap::default();
    let mut taken: FxHashMap<(String, String), usize> = FxHashMap::default();
    let mut pairs: FxHashMap<[(String, String); 2], usize> = FxHashMap::default();
    let mut labels: BTreeSet<String> = BTreeSet::new();
    let mut above = [String::new(), String::new()];
    for (row, cells) in &rows[first..] {
        let row = *row;
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let mut filled = false;
        let ends = [0, 1].map(|side| {
            let mut end = heads.end(cells, side);
            // A device in merged cells stands in the first of them.
            if end.device.is_empty() && !end.port.is_empty() {
                end.device = above[side].clone();
                filled |= !end.device.is_empty();
            }
            if !end.device.is_empty() {
                above[side] = end.device.clone();
            }
            end
        });
        let missing = ends.iter().zip([&words::I_NEAR, &words::I_FAR]).find_map(|(end, side)| {
            if name(&end.device).is_empty() {
                Some(msg!(words::I_NO_DEVICE, side = side))
            } else if name(&end.port).is_empty() {
                Some(msg!(words::I_NO_PORT, side = side))
            } else {
                None
            }
        });
        if let Some(reason) = missing {
            import.left_out.push((row, reason));
            continue;
        }
        let named = ends.each_ref().map(|end| {
            let device = devices.of(&end.device);
            let port = ports.entry(device.clone()).or_default().of(&end.port);
            (device, port)
        });
        let mut pair = named.clone();
        pair.sort();
        if pair[0] == pair[1] {
            import.left_out.push((row, (&words::I_SAME_PORT).into()));
            continue;
        }
        if let Some(&first) = pairs.get(&pair) {
            import.left_out.push((row, msg!(words::I_SAME_CABLE, row = first)));
            continue;
        }
        if let Some((end, first)) = named.iter().find_map(|it| Some((it, *taken.get(it)?))) {
            let port = format!("{}:{}", end.0, end.1);
            import.left_out.push((row, msg!(words::I_PORT_TAKEN, port = port, row = first)));
            continue;
        }
        let kind = heads.cell(cells, Field::Kind);
        let protocol = heads::protocol(&kind, ends.each_ref().map(|end| end.port.as_str()));
        for (end, (device, port)) in ends.iter().zip(&named) {
            let gear = import.devices.entry(device.clone()).or_insert_with(|| Gear {
                written: end.device.clone(),
                kind: DeviceKind::Server,
                ports: BTreeMap::new(),
                rack: None,
            });
            gear.ports.insert(port.clone(), (end.port.clone(), protocol));
            gear.rack =
                gear.rack.take().or_else(|| Some(name(&end.rack)).filter(|it| !it.is_empty()));
            taken.insert((device.clone(), port.clone()), row);
        }
        pairs.insert(pair, row);
        let label = name(&heads.cell(cells, Field::Label));
        let fresh = !label.is_empty() && labels.insert(label.clone());
        import.cables.push(Cable {
            row,
            filled,
            ends: named,
            label: fresh.then_some(label),
            length: heads::length(&heads.cell(cells, Field::Length)),
            kind: Some(kind).filter(|it| !it.is_empty()),
        });
    }
    // A cable and a device with one name could not be told apart.
    let taken: BTreeSet<String> = import.devices.keys().map(|it| it.to_lowercase()).collect();
    for cable in &mut import.cables {
        cable.label = cable.label.take().filter(|label| !taken.contains(&label.to_lowercase()));
    }
    for gear in import.devices.values_mut() {
        gear.kind = heads::kind(&gear.written, &gear.ports);
    }
    Some(import)
}

impl Import {
    /// How many rows became cables.
    pub fn placed(&self) -> usize {
        self.cables.len()
    }

    /// A line for each row that is left out.
    pub fn reasons(&self, lang: Lang) -> Vec<String> {
        let line = |(row, reason): &(usize, Msg)| {
            msg!(words::I_ROW, row = *row, reason = reason.clone()).text(lang)
        };
        self.left_out.iter().map(line).collect()
    }

    /// The topology file, with a comment for each guess and the rows that are left out at its end.
    pub fn yaml(&self, source: &str, lang: Lang) -> String {
        write::yaml(self, source, lang)
    }
}
