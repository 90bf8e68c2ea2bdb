//! Who runs what on which data: mirrors, clusters, services, and the findings that are accepted.

use std::net::IpAddr;
use std::sync::Arc;

use compact_str::CompactString;

use super::{ClusterId, DeviceId, DriveSetId, MirrorId, NetworkId, PortId, PowerId, VolumeId};
use crate::catalog::{Arbitration, Part};
use crate::source::Span;
use crate::spec::{MirrorBy, Mode, Promise};
use crate::yaml::values::{Date, Size};

/// The same data in several places.
#[derive(Clone, Debug)]
pub struct Mirror {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Who writes the legs.
    pub by: MirrorBy,
    /// Where the data are: nodes only, or volumes only.
    pub legs: Vec<Leg>,
    /// Networks over which they are kept alike.
    pub over: Vec<NetworkId>,
    /// Whether they are kept alike over Fibre Channel.
    pub over_fc: bool,
    /// Who decides when arrays do not hear each other.
    pub witness: Option<Witness>,
    /// The leg that goes on then: index into `legs`.
    pub prefer: usize,
}

impl Mirror {
    /// The volumes among its legs.
    pub fn volumes(&self) -> impl Iterator<Item = VolumeId> + '_ {
        self.legs.iter().filter_map(|leg| match leg {
            Leg::Volume(volume) => Some(*volume),
            Leg::Node(..) => None,
        })
    }
}

/// One place of a mirror.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Leg {
    /// A node and its drives for the mirror.
    Node(DeviceId, Vec<DriveSetId>),
    /// A volume.
    Volume(VolumeId),
}

/// A server that others rely on, and the network over which they reach it; any if `None`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Witness {
    /// The server.
    pub server: DeviceId,
    /// The network.
    pub network: Option<NetworkId>,
}

/// What decides when nodes do not hear each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Quorum {
    /// A volume that they reach.
    Volume(VolumeId),
    /// A server that they reach.
    Server(Witness),
}

/// One way to stop a node for certain.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fence {
    /// Through its remote management; over any network if `None`.
    Bmc(PortId, Option<NetworkId>),
    /// By switching its outlets off.
    Outlets(Vec<PowerId>),
    /// By reserving a volume.
    Reserve(VolumeId),
}

/// Nodes that stand in for each other.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// Its servers, in the order in which they take over.
    pub nodes: Vec<DeviceId>,
    /// How they share the work.
    pub mode: Mode,
    /// The cluster software.
    pub software: Option<Arc<Part>>,
    /// Networks over which the nodes hear each other; none and no volume: taken to hear each other.
    pub heartbeats: Vec<NetworkId>,
    /// Volumes through which they hear each other.
    pub heartbeat_volumes: Vec<VolumeId>,
    /// What decides when they do not.
    pub quorum: Option<Quorum>,
    /// How each node can be stopped, in the order of `nodes`.
    pub fencing: Vec<Vec<Fence>>,
    /// Whether the side of the home is preferred.
    pub home_first: bool,
    /// How it is decided who runs a service.
    pub arbitration: Arbitration,
    /// How long a takeover lasts, in seconds.
    pub takeover: Option<u32>,
}

impl Cluster {
    /// Whether the file says over what the nodes hear each other.
    pub fn has_heartbeat(&self) -> bool {
        !self.heartbeats.is_empty() || !self.heartbeat_volumes.is_empty()
    }

    /// The volume that decides, if it is one.
    pub fn quorum_volume(&self) -> Option<VolumeId> {
        match self.quorum {
            Some(Quorum::Volume(volume)) => Some(volume),
            _ => None,
        }
    }
}

/// A service that must keep running.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name.
    pub name: CompactString,
    /// Where the file introduces it.
    pub span: Span,
    /// The cluster it runs on; without one, its home is its only node.
    pub cluster: Option<ClusterId>,
    /// The nodes that may run it, in the order in which they take over.
    pub nodes: Vec<DeviceId>,
    /// The node it runs on when all is well: index into `nodes`; where every node runs it, the first.
    pub home: usize,
    /// Whether every node runs it.
    pub everywhere: bool,
    /// The volumes it needs.
    pub volumes: Vec<VolumeId>,
    /// The mirrors it needs.
    pub mirrors: Vec<MirrorId>,
    /// The network its clients come over.
    pub clients: Option<NetworkId>,
    /// Its virtual address and where it is written.
    pub vip: Option<(IpAddr, Span)>,
    /// Processors it needs.
    pub cpus: Option<u32>,
    /// Memory it needs.
    pub memory: Option<Size>,
    /// What is promised for it.
    pub target: Option<Promise>,
}

impl Service {
    /// Whether it needs data at all.
    pub fn has_data(&self) -> bool {
        !self.volumes.is_empty() || !self.mirrors.is_empty()
    }

    /// The nodes that run it when all is well.
    pub fn homes(&self) -> &[DeviceId] {
        if self.everywhere { &self.nodes } else { &self.nodes[self.home..=self.home] }
    }
}

/// A finding that is accepted.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Where it stands.
    pub span: Span,
    /// Id of the rule.
    pub rule: CompactString,
    /// The component concerned.
    pub at: Option<CompactString>,
    /// The service concerned; all if `None`.
    pub service: Option<CompactString>,
    /// Why it is accepted.
    pub reason: CompactString,
    /// The last day on which it holds.
    pub until: Option<Date>,
}
