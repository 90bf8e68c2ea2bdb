//! The laid-out drawing in the forms of others: SVG and a page with it, diagrams.net, and the languages of Graphviz,
//! Mermaid and D2. All draw the same boxes, ports and cables; only the first three keep the layout.

pub mod d2;
pub mod dot;
pub mod drawio;
pub mod html;
pub mod mermaid;
#[cfg(feature = "png")]
pub mod png;
pub mod svg;
pub mod word;

use std::collections::BTreeMap;

use crate::sheet::scene::{CableKind, CableLine, DeviceBox, Mark, Scene};

/// The colour of a cable, and whether and how it is broken up: lengths of line and gap, in points.
fn stroke(kind: CableKind) -> (&'static str, &'static [u32]) {
    match kind {
        CableKind::Fabric(rank) => {
            let all: [(_, &[u32]); 4] = [
                ("#0550ae", &[]),
                ("#d1540a", &[7, 3]),
                ("#1a7f37", &[7, 2, 2, 2]),
                ("#8250df", &[3, 2]),
            ];
            all[rank % 4]
        }
        CableKind::FibreChannel => ("#00677f", &[]),
        CableKind::Sas => ("#7a3ea8", &[]),
        CableKind::Clients => ("#1a7f37", &[4, 2]),
        CableKind::Heartbeat => ("#bf3989", &[2, 2]),
        CableKind::Storage(rank) => {
            let all: [(_, &[u32]); 2] = [("#0a7d8c", &[7, 2, 2, 2]), ("#9a5b00", &[7, 2, 2, 2])];
            all[rank % 2]
        }
        CableKind::Replication => ("#8250df", &[6, 2, 2, 2]),
        CableKind::Management => ("#6e7781", &[2, 3]),
        CableKind::Ethernet | CableKind::Serial => ("#57606a", &[4, 2]),
        CableKind::Uplink => ("#1a7f37", &[]),
        CableKind::Power(rank) => stroke(CableKind::Fabric(rank)),
    }
}

/// Fill and line of a box by its mark.
fn colors(mark: Mark) -> (&'static str, &'static str) {
    match mark {
        Mark::None => ("#f6f8fa", "#57606a"),
        Mark::TakeoverOnly => ("#fff2cf", "#b26a00"),
        Mark::SinglePoint => ("#ffe3e0", "#c4161c"),
    }
}

/// The sign of a mark, which survives prints without colour.
fn sign(mark: Mark) -> &'static str {
    match mark {
        Mark::None => "",
        Mark::TakeoverOnly => "! ",
        Mark::SinglePoint => "!! ",
    }
}

/// What stands in a device's box, a line each: its name, model and place.
fn lines(device: &DeviceBox) -> Vec<String> {
    let mut lines: Vec<String> = device.texts.iter().map(|text| text.text.clone()).collect();
    if let Some(first) = lines.first_mut() {
        first.insert_str(0, sign(device.mark));
    }
    lines
}

/// The name of a port in its device: `hba1/1`.
fn port_name(id: &str) -> &str {
    id.split_once(':').map_or(id, |(_, name)| name)
}

/// What is written on a cable: its label, if it has one.
fn label(cable: &CableLine) -> Option<&str> {
    (!cable.id.contains("--") && cable.kind != CableKind::Uplink).then_some(cable.id.as_str())
}

/// Short names for what cables end on, since no form takes every name: devices, their ports, and clouds.
struct Names<'s> {
    ends: BTreeMap<&'s str, End>,
}

/// An end of a cable: the number of its device and port, or of a cloud.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    Port(usize, usize),
    Cloud(usize),
}

impl<'s> Names<'s> {
    fn new(scene: &'s Scene) -> Self {
        let clouds = scene.clouds.iter().zip(0..);
        let mut ends: BTreeMap<&str, End> =
            clouds.map(|(cloud, at)| (cloud.id.as_str(), End::Cloud(at))).collect();
        for (device, at) in scene.boxes.iter().zip(0..) {
            for (port, number) in device.ports.iter().zip(0..) {
                ends.insert(&port.id, End::Port(at, number));
            }
        }
        Self { ends }
    }

    /// Both ends of a cable.
    fn of(&self, cable: &CableLine) -> Option<[End; 2]> {
        let [a, b] = cable.ends.each_ref().map(|end| self.ends.get(end.as_str()).copied());
        Some([a?, b?])
    }
}
