//! What is laid out: nodes in tiers, pins on their upper and lower sides, links from pin to pin.

use crate::sheet::fold;
use crate::topology::{CableId, CompId, DeviceId, FabricId, ModuleId, PortId, PowerId, Topology};
use crate::words::Lang;

use super::alike::Alike;
use super::frame::Together;
use super::pages::{Line, Part};
use super::tiers::Zone;
use super::{CableKind, Mark, View};

/// The upper side of a node.
pub(super) const TOP: usize = 0;
/// The lower side of a node.
pub(super) const BOTTOM: usize = 1;

/// Ordinary small text; nothing on the drawing is smaller.
pub(super) const SMALL: i32 = 80;
/// Names of models.
pub(super) const MODEL: i32 = 85;
/// Names of devices.
pub(super) const NAME: i32 = 110;
/// Height of a port.
pub(super) const PORT_HEIGHT: i32 = 235;
/// Height of the line above the ports of a module.
pub(super) const MODULE_HEIGHT: i32 = 145;
/// Height of the lines that name a device.
pub(super) const HEAD_HEIGHT: i32 = 330;
/// Height of the line that says where a device stands.
pub(super) const PLACE_HEIGHT: i32 = 110;
/// Room at the left and right edge of a device.
pub(super) const PAD: i32 = 80;
/// Room between the ports of a module.
pub(super) const PORT_GAP: i32 = 30;
/// Room between modules, and beside ports that are on the board.
pub(super) const GROUP_GAP: i32 = 60;
/// Width of the lane of a cable that passes a tier.
pub(super) const LANE: i32 = 100;
/// Height of a text in a frame.
pub(super) const BADGE_HEIGHT: i32 = 115;

/// The whole of it.
#[derive(Clone)]
pub(super) struct Plan<'a> {
    pub topology: &'a Topology,
    pub view: View,
    pub mark: &'a dyn Fn(CompId) -> Mark,
    pub lang: Lang,
    /// Which boxes, ports and lines stand for others.
    pub alike: Alike,
    /// The fabric of each device.
    pub fabrics: Vec<Option<FabricId>>,
    /// Rank of each fabric by its name.
    pub ranks: Vec<usize>,
    pub nodes: Vec<Node>,
    pub pins: Vec<Pin>,
    pub links: Vec<Link>,
    /// Nodes of each tier from the left.
    pub tiers: Vec<Vec<usize>>,
    /// What stands together at a site or in an enclosure.
    pub frames: Vec<Together>,
    /// Whether all of them have a frame, so that no box need say where it stands.
    pub framed: bool,
    /// Which page of a drawing it is.
    pub part: Option<Part>,
}

/// What a node is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Body {
    Device(DeviceId),
    /// A place in the power chain.
    Source(PowerId),
    Cloud,
    /// A cable passes the tier here.
    Lane,
}

#[derive(Clone, Debug)]
pub(super) struct Node {
    pub body: Body,
    /// Its name; of a cloud, the names of its networks.
    pub name: String,
    pub tier: usize,
    /// Where it stands, which comes before all else in the order of a tier.
    pub zone: Zone,
    /// Rank of its fabric, which comes next.
    pub rank: usize,
    /// Modules with ports above and below, at the left.
    pub across: Vec<Group>,
    /// Modules and single ports above and below.
    pub rows: [Vec<Group>; 2],
    /// Width of its own words.
    pub head: i32,
    /// Where its own words have room: from its left edge, and how wide.
    pub room: (i32, i32),
    pub x: i32,
    pub y: i32,
    pub w: i32,
    pub h: i32,
}

/// A module with its ports, or a port on the board.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub module: Option<ModuleId>,
    /// Its pins above and below.
    pub pins: [Vec<usize>; 2],
    /// Width of its own words.
    pub head: i32,
    /// From the left edge of the node.
    pub dx: i32,
    pub w: i32,
}

/// Where a link meets a node.
#[derive(Clone, Debug)]
pub(super) struct Pin {
    pub node: usize,
    pub side: usize,
    pub port: Option<PortId>,
    /// What it is, if it is no port.
    pub socket: Option<Socket>,
    /// Name of the port as it stands in its module.
    pub name: String,
    /// Where the cable goes.
    pub peer: String,
    /// What stands on the cable here.
    pub chip: Option<String>,
    /// Left edge of its port from the left edge of the node.
    pub dx: i32,
    /// Width of its port.
    pub w: i32,
    /// Where the line leaves.
    pub x: i32,
    /// The other end of the step of its link, if it has a link.
    pub mate: Option<usize>,
}

/// An end of a power cord.
#[derive(Clone, Debug)]
pub(super) struct Socket {
    /// Its id; of several alike, their ids in few words.
    pub id: String,
    /// Ids of all that it stands for.
    pub ids: Vec<String>,
    /// The power supply.
    pub comp: Option<CompId>,
}

#[derive(Clone, Debug)]
pub(super) struct Link {
    pub id: String,
    /// Which line of the design it is, or the first of those that it stands for.
    pub line: Line,
    /// The link, or the first of those that it stands for; `None` for an uplink.
    pub cable: Option<CableId>,
    /// Names of all links that it stands for.
    pub links: Vec<String>,
    pub kind: CableKind,
    pub mark: Mark,
    pub ends: [String; 2],
    pub steps: Vec<Step>,
}

/// The part of a link within a channel. Channel `n` lies above tier `n`.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub channel: usize,
    pub pins: [usize; 2],
}

impl Plan<'_> {
    /// The channel that a pin faces.
    pub fn channel_of(&self, pin: usize) -> usize {
        let pin = &self.pins[pin];
        self.nodes[pin.node].tier + pin.side
    }

    /// Ids of the ports that a port stands for, in few words.
    pub fn port_ids(&self, port: PortId) -> Vec<String> {
        let ids: Vec<&str> = self.alike.ports[port.index()]
            .iter()
            .map(|&port| self.topology.port_id(port))
            .collect();
        fold::sets(&ids, 2).into_iter().map(|(name, _)| name).collect()
    }

    /// Height that the pins of a node's side lie at.
    pub fn edge(&self, pin: usize) -> i32 {
        let pin = &self.pins[pin];
        let node = &self.nodes[pin.node];
        if pin.side == TOP { node.y } else { node.y + node.h }
    }

    /// Puts ports and modules of a node in their places; gives it its width.
    pub fn arrange(&mut self, node: usize) {
        let mut across = std::mem::take(&mut self.nodes[node].across);
        let mut rows = std::mem::take(&mut self.nodes[node].rows);
        if self.nodes[node].body == Body::Lane {
            for row in &rows {
                for &pin in row.iter().flat_map(|group| group.pins.iter().flatten()) {
                    (self.pins[pin].dx, self.pins[pin].w) = (0, LANE);
                }
            }
            self.nodes[node].w = LANE;
        } else {
            let mut left = PAD;
            for group in &mut across {
                self.set(group, left);
                left += group.w + GROUP_GAP;
            }
            let widths = rows.each_mut().map(|row| {
                let mut at = 0;
                for group in row.iter_mut() {
                    self.set(group, at);
                    at += group.w + GROUP_GAP;
                }
                (at - GROUP_GAP).max(0)
            });
            let room = widths[0].max(widths[1]).max(self.nodes[node].head);
            for (row, width) in rows.iter_mut().zip(widths) {
                for group in row {
                    let at = left + (room - width) / 2 + group.dx;
                    self.set(group, at);
                }
            }
            self.nodes[node].room = (left, room);
            self.nodes[node].w = left + room + PAD;
        }
        self.nodes[node].across = across;
        self.nodes[node].rows = rows;
    }

    fn set(&mut self, group: &mut Group, dx: i32) {
        let pad = if group.module.is_some() { PORT_GAP } else { 0 };
        let row = |pins: &[usize], plan: &Self| {
            pins.iter().map(|&pin| plan.pins[pin].w + PORT_GAP).sum::<i32>() - PORT_GAP
        };
        let widths = [row(&group.pins[0], self), row(&group.pins[1], self)];
        group.dx = dx;
        group.w = widths[0].max(widths[1]).max(group.head) + 2 * pad;
        for (pins, width) in group.pins.iter().zip(widths) {
            let mut at = dx + (group.w - width) / 2;
            for &pin in pins {
                self.pins[pin].dx = at;
                at += self.pins[pin].w + PORT_GAP;
            }
        }
    }

    /// Middle of a pin's port from the left edge of its node.
    pub fn middle(&self, pin: usize) -> i32 {
        self.pins[pin].dx + self.pins[pin].w / 2
    }
}
