//! A laid-out drawing: where every box, port, cable and word stands. Renderers only print it.
//!
//! Lengths are whole tenths of a point, y grows downwards. The same design gives the same scene,
//! whatever the order in which its file names things.

mod build;
mod channel;
mod model;
mod order;
mod paint;
mod panel;
mod place;
mod text;

use crate::topology::{CompId, Topology};
use crate::words::Lang;

/// How the failure of a part is judged.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub enum Mark {
    /// Nothing to point out.
    #[default]
    None,
    /// Its failure is covered by takeover only.
    TakeoverOnly,
    /// Its failure alone stops or endangers a service.
    SinglePoint,
}

/// What the title block says besides the counts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TitleBlock {
    /// Title for people.
    pub title: String,
    /// Name of the topology.
    pub name: String,
    /// Date of the drawing, as given.
    pub date: Option<String>,
    /// Revision of the drawing, as given.
    pub revision: Option<String>,
}

/// A place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Point {
    /// From the left edge.
    pub x: i32,
    /// From the upper edge.
    pub y: i32,
}

/// An upright rectangle.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub struct Rect {
    /// Left edge.
    pub x: i32,
    /// Upper edge.
    pub y: i32,
    /// Width.
    pub w: i32,
    /// Height.
    pub h: i32,
}

impl Rect {
    /// Right edge.
    pub fn right(&self) -> i32 {
        self.x + self.w
    }

    /// Lower edge.
    pub fn bottom(&self) -> i32 {
        self.y + self.h
    }

    /// Whether the insides of two rectangles share a point.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right()
            && other.x < self.right()
            && self.y < other.bottom()
            && other.y < self.bottom()
    }

    /// Whether another lies within, edges included.
    pub fn contains(&self, other: &Rect) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }
}

/// Which point of a line of text is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Anchor {
    /// Its left end.
    Start,
    /// Its middle.
    Middle,
}

/// How loud text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tone {
    /// As everything else.
    Ink,
    /// In the background.
    Muted,
    /// In the colour of a mark.
    Marked(Mark),
}

/// A line of text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// The anchor on the base line.
    pub at: Point,
    /// What the anchor is.
    pub anchor: Anchor,
    /// Font size.
    pub size: i32,
    /// Whether bold.
    pub bold: bool,
    /// How loud.
    pub tone: Tone,
    /// The text.
    pub text: String,
    /// The room it takes at most.
    pub bounds: Rect,
}

/// A short text in a frame of its own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Badge {
    /// The frame.
    pub rect: Rect,
    /// What it says.
    pub text: Text,
    /// In which colour.
    pub mark: Mark,
}

/// A port with its name and the other end of its cable.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PortBox {
    /// Where; one edge lies on an edge of the device.
    pub rect: Rect,
    /// Component id.
    pub id: String,
    /// How its failure is judged.
    pub mark: Mark,
    /// Its name, and where its cable goes.
    pub texts: Vec<Text>,
}

/// An adapter or controller in its device.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ModuleBox {
    /// Where.
    pub rect: Rect,
    /// Component id.
    pub id: String,
    /// How its failure is judged.
    pub mark: Mark,
    /// Whether it is already there.
    pub existing: bool,
    /// Its name, slot and model.
    pub texts: Vec<Text>,
    /// The mark in words.
    pub badges: Vec<Badge>,
}

/// A server, switch or array.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceBox {
    /// Where.
    pub rect: Rect,
    /// Component id.
    pub id: String,
    /// How its failure is judged.
    pub mark: Mark,
    /// Whether it is already there.
    pub existing: bool,
    /// Its name and model.
    pub texts: Vec<Text>,
    /// The mark and "existing" in words.
    pub badges: Vec<Badge>,
    /// Its adapters or controllers.
    pub modules: Vec<ModuleBox>,
    /// Its ports, those of modules too.
    pub ports: Vec<PortBox>,
}

/// What lies behind the uplinks: people and machines of the client networks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CloudBox {
    /// Where.
    pub rect: Rect,
    /// Names of the networks.
    pub id: String,
    /// What is written in it.
    pub text: Text,
}

/// What a cable is for: gives its colour and dash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CableKind {
    /// Of a storage fabric, by the rank of its name.
    Fabric(usize),
    /// Fibre Channel without a fabric.
    FibreChannel,
    /// SAS without a fabric.
    Sas,
    /// Ethernet of clients.
    Clients,
    /// Ethernet of heartbeats.
    Heartbeat,
    /// Ethernet of storage without a fabric, by the rank of the network's name.
    Storage(usize),
    /// Ethernet of management.
    Management,
    /// Ethernet that names no network.
    Ethernet,
    /// From a switch to the clients; not a cable of the design.
    Uplink,
}

/// A cable or uplink.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CableLine {
    /// Component id; of an uplink, its port and network.
    pub id: String,
    /// Whether it is a cable of the design rather than an uplink.
    pub component: bool,
    /// What for.
    pub kind: CableKind,
    /// How its failure is judged.
    pub mark: Mark,
    /// Component ids of the ports at its ends; of an uplink, the second is the cloud.
    pub ends: [String; 2],
    /// Its course, from the first end to the second.
    pub points: Vec<Point>,
    /// Short texts on the cable, each near an end.
    pub chips: Vec<Badge>,
}

/// What a line of the legend shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sample {
    /// A cable.
    Cable(CableKind),
    /// A box.
    Box {
        /// With a mark.
        mark: Mark,
        /// As already there.
        existing: bool,
    },
}

/// A line of the legend.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LegendEntry {
    /// Where the sample stands.
    pub rect: Rect,
    /// What it shows.
    pub sample: Sample,
    /// What it means.
    pub texts: Vec<Text>,
}

/// A framed table of words beside the drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Panel {
    /// Its frame.
    pub rect: Rect,
    /// Lines across it, by height.
    pub rules: Vec<i32>,
    /// What is written in it.
    pub texts: Vec<Text>,
}

/// A laid-out drawing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scene {
    /// Width.
    pub width: i32,
    /// Height.
    pub height: i32,
    /// Language of its words.
    pub lang: Lang,
    /// What it is called.
    pub title: String,
    /// Devices, tier by tier from the left.
    pub boxes: Vec<DeviceBox>,
    /// Where the clients are.
    pub clouds: Vec<CloudBox>,
    /// Cables and uplinks.
    pub cables: Vec<CableLine>,
    /// Lines of the legend.
    pub legend: Vec<LegendEntry>,
    /// Frames of legend and title block.
    pub panels: Vec<Panel>,
}

impl Scene {
    /// All text on the drawing.
    pub fn texts(&self) -> Vec<&Text> {
        let mut texts: Vec<&Text> = Vec::new();
        for device in &self.boxes {
            texts.extend(&device.texts);
            texts.extend(device.badges.iter().map(|badge| &badge.text));
            for module in &device.modules {
                texts.extend(&module.texts);
                texts.extend(module.badges.iter().map(|badge| &badge.text));
            }
            texts.extend(device.ports.iter().flat_map(|port| &port.texts));
        }
        texts.extend(self.clouds.iter().map(|cloud| &cloud.text));
        texts.extend(self.cables.iter().flat_map(|cable| &cable.chips).map(|chip| &chip.text));
        texts.extend(self.legend.iter().flat_map(|entry| &entry.texts));
        texts.extend(self.panels.iter().flat_map(|panel| &panel.texts));
        texts
    }
}

/// How far boxes of a tier may stand apart.
const GAPS: [i32; 8] = [1600, 1300, 1000, 800, 600, 450, 330, 240];

/// Lays out the cabling of a design: which port goes to which.
///
/// `mark` says how the failure of each component is judged.
pub fn cabling(
    topology: &Topology,
    mark: &dyn Fn(CompId) -> Mark,
    title: &TitleBlock,
    lang: Lang,
) -> Scene {
    let mut plan = build::plan(topology, mark, lang);
    order::tiers(&mut plan);
    let panels = panel::Panels::new(&plan, title);
    let lay_out = |gap| {
        let mut plan = plan.clone();
        place::across(&mut plan, gap);
        let channels = channel::route(&mut plan);
        let area = place::down(&mut plan, &channels);
        paint::scene(&plan, &channels, area, &panels, title)
    };
    // As wide apart as the sheet stays no wider than landscape paper.
    let fits = |scene: &Scene| i64::from(scene.width) * 595 <= i64::from(scene.height) * 842;
    let narrow = lay_out(GAPS[GAPS.len() - 1]);
    if !fits(&narrow) {
        return narrow;
    }
    GAPS[..GAPS.len() - 1].iter().map(|&gap| lay_out(gap)).find(fits).unwrap_or(narrow)
}
