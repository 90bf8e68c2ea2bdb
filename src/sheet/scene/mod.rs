//! A laid-out drawing: where every box, port, cable and word stands. Renderers only print it.
//!
//! Lengths are whole tenths of a point, y grows downwards. The same design gives the same scene,
//! whatever the order in which its file names things.

mod alike;
mod build;
mod channel;
mod frame;
mod improve;
mod kinds;
mod model;
mod order;
mod pages;
mod paint;
mod panel;
mod place;
mod power;
mod rack;
mod text;
mod tiers;

pub use pages::{Paper, draw, pages};

use crate::topology::{CompId, Topology};
use crate::words::{Lang, Word, drawing};

/// What a drawing shows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum View {
    /// Every cable from port to port.
    #[default]
    Cabling,
    /// One line for all cables between two devices that are for the same.
    Logical,
    /// The cables over which nodes hear each other.
    Heartbeat,
    /// What stands where in the racks.
    Rack,
    /// The cords from the sources of power to what they feed.
    Power,
}

impl View {
    /// What a drawing of it is called.
    fn word(self) -> &'static Word {
        match self {
            View::Cabling => &drawing::CABLING_DIAGRAM,
            View::Logical => &drawing::LOGICAL_DIAGRAM,
            View::Heartbeat => &drawing::HEARTBEAT_DIAGRAM,
            View::Rack => &drawing::RACK_DIAGRAM,
            View::Power => &drawing::POWER_DIAGRAM,
        }
    }
}

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
    /// Why single points are such, a line each.
    pub reasons: Vec<String>,
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

    fn move_by(&mut self, by: (i32, i32)) {
        self.x += by.0;
        self.y += by.1;
    }

    /// The least rectangle that holds both.
    fn with(&self, other: &Rect) -> Rect {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let (right, bottom) = (self.right().max(other.right()), self.bottom().max(other.bottom()));
        Rect { x, y, w: right - x, h: bottom - y }
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

impl Text {
    fn move_by(&mut self, by: (i32, i32)) {
        self.at.x += by.0;
        self.at.y += by.1;
        self.bounds.move_by(by);
    }
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
    /// Component id; of several alike, their ids in few words.
    pub id: String,
    /// Component ids of all that it stands for.
    pub stands_for: Vec<String>,
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

/// A device, or several that are wired alike.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DeviceBox {
    /// Where.
    pub rect: Rect,
    /// Component id; of several alike, their ids in few words.
    pub id: String,
    /// Component ids of all that it stands for.
    pub stands_for: Vec<String>,
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

/// A frame around what stands together at a site or in an enclosure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FrameBox {
    /// Where.
    pub rect: Rect,
    /// Component id.
    pub id: String,
    /// How its failure is judged.
    pub mark: Mark,
    /// Whether it is already there.
    pub existing: bool,
    /// What it is, and its model.
    pub texts: Vec<Text>,
    /// The mark and "existing" in words.
    pub badges: Vec<Badge>,
}

impl FrameBox {
    fn move_by(&mut self, by: (i32, i32)) {
        self.rect.move_by(by);
        self.texts.iter_mut().for_each(|text| text.move_by(by));
        for badge in &mut self.badges {
            badge.rect.move_by(by);
            badge.text.move_by(by);
        }
    }
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
    /// Ethernet of copies between legs of a mirror.
    Replication,
    /// Ethernet of management.
    Management,
    /// Ethernet that names no network.
    Ethernet,
    /// Serial that names no network.
    Serial,
    /// From a switch to the clients; not a cable of the design.
    Uplink,
    /// Power, by the rank of where it comes from in the end.
    Power(usize),
}

/// A cable or uplink.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CableLine {
    /// Its label, else its ends; of several alike, all in few words; of an uplink, its port and network.
    pub id: String,
    /// Every link that it stands for, by its label, else its ends; none of an uplink.
    pub links: Vec<String>,
    /// Whether it is a trace inside an enclosure.
    pub internal: bool,
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
    /// A trace inside an enclosure.
    Trace,
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
    /// Sites and enclosures, outer ones first.
    pub frames: Vec<FrameBox>,
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
        for frame in &self.frames {
            texts.extend(&frame.texts);
            texts.extend(frame.badges.iter().map(|badge| &badge.text));
        }
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

/// Lays out the cabling of a design: which port goes to which.
///
/// `mark` says how the failure of each component is judged.
pub fn cabling(
    topology: &Topology,
    mark: &dyn Fn(CompId) -> Mark,
    title: &TitleBlock,
    lang: Lang,
) -> Scene {
    draw(topology, View::Cabling, mark, title, lang)
}
