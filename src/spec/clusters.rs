//! Clusters, mirrors and services as written.

use super::several::Heartbeat;
use super::{Mode, TargetSpec};
use crate::catalog::{Arbitration, Model};
use crate::yaml::decode::{Several, Spanned, Table, Text, choice, record};
use crate::yaml::values::{Duration, Size};

choice! {
    /// How the ports of a bond share the traffic.
    pub enum BondMode {
        /// One port carries it, the others wait.
        ActiveBackup = "active-backup",
        /// Link aggregation by LACP, with one switch or an MLAG pair.
        Lacp = "lacp",
        /// Link aggregation without a protocol.
        Static = "static",
    }
}

choice! {
    /// Who writes both legs of a mirror.
    pub enum MirrorBy {
        /// The nodes.
        Host = "host",
        /// The arrays.
        Array = "array",
    }
}

choice! {
    /// Who is preferred when several sides have the same right.
    pub enum TieBreak {
        /// The side of the home.
        Home = "home",
    }
}

record! {
    /// What decides when nodes do not hear each other: a volume or a server.
    "quorum" pub struct QuorumSpec {
        /// A volume that all nodes reach, as `array:volume`.
        "volume" volume: Option<Text>,
        /// A server that all nodes reach.
        "server" server: Option<Text>,
        /// The network over which they reach it; any if left out.
        "network" network: Option<Text>,
    }
}

record! {
    /// One way to stop a node for certain: by `bmc`, `outlets` or `reserve`.
    "fence" pub struct FenceSpec {
        /// The port of the node's remote management.
        "bmc" bmc: Option<Text>,
        /// The network over which it is reached; any if left out.
        "network" network: Option<Text>,
        /// The power distribution units that are switched off.
        "outlets" outlets: Vec<Text>,
        /// The volume that is reserved, as `array:volume`.
        "reserve" reserve: Option<Text>,
    }
}

record! {
    /// Nodes that stand in for each other.
    "cluster" pub struct ClusterSpec {
        /// Its servers, in the order in which they take over.
        "nodes" nodes: Vec<Text> => required,
        /// How they share the work.
        "mode" mode: Option<Spanned<Mode>>,
        /// The cluster software.
        "software" software: Option<Model>,
        /// The networks over which the nodes hear each other, or `{volume: "array:volume"}`.
        "heartbeat" heartbeat: Vec<Heartbeat>,
        /// What decides when they do not.
        "quorum" quorum: Option<QuorumSpec>,
        /// How each node can be stopped for certain; the first way that works is taken.
        "fencing" fencing: Table<Several<FenceSpec>>,
        /// Who is preferred when several sides have the same right.
        "tie_break" tie_break: Option<Spanned<TieBreak>>,
        /// How it is decided who runs a service, where it differs from the software's way.
        "arbitration" arbitration: Option<Spanned<Arbitration>>,
        /// How long a takeover lasts.
        "takeover" takeover: Option<Spanned<Duration>>,
    }
}

record! {
    /// Who decides between the legs of a mirror.
    "witness" pub struct WitnessSpec {
        /// The server it runs on.
        "server" server: Option<Text> => required,
        /// The network over which the arrays reach it; any if left out.
        "network" network: Option<Text>,
    }
}

record! {
    /// The same data in several places.
    "mirror" pub struct MirrorSpec {
        /// Nodes with drives of their own, or volumes as `array:volume`.
        "legs" legs: Vec<Text> => required,
        /// Who writes them.
        "by" by: Option<Spanned<MirrorBy>> => required,
        /// The networks over which they are kept alike, or `fc`.
        "over" over: Vec<Text>,
        /// Who decides when arrays do not hear each other.
        "witness" witness: Option<WitnessSpec>,
        /// The leg that goes on then; the first if left out.
        "prefer" prefer: Option<Text>,
    }
}

record! {
    /// What a service needs of the node that runs it.
    "load" pub struct LoadSpec {
        /// Processors.
        "cpus" cpus: Option<Spanned<u32>>,
        /// Memory.
        "memory" memory: Option<Spanned<Size>>,
    }
}

record! {
    /// A service that must keep running.
    "service" pub struct ServiceSpec {
        /// The cluster it runs on; without one, its home is its only node.
        "cluster" cluster: Option<Text>,
        /// The node it runs on when all is well; the first of the cluster if left out.
        "home" home: Option<Text>,
        /// The volumes it needs, as `array:volume` or `mirror:NAME`.
        "volumes" volumes: Vec<Text>,
        /// The network its clients come over.
        "clients" clients: Option<Text>,
        /// Its virtual address.
        "vip" vip: Option<Text>,
        /// What it needs of its node.
        "load" load: Option<LoadSpec>,
        /// What is promised for this service, where it differs from the file's target.
        "target" target: Option<TargetSpec>,
    }
}
