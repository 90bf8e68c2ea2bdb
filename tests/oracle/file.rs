//! What a topology says: components, devices, ports, links, and who relies on them.

use std::collections::BTreeMap;

use serde_yaml::Value;

/// What a component is, as far as any rule asks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    Server,
    Switch,
    Array,
    Shelf,
    Enclosure,
    Panel,
    Software,
    Supply,
    Adapter,
    Controller,
    Port,
    Cable,
    Drive,
    Source,
    Place,
    Group,
    Fabric,
}

/// Something that can fail, and what it needs.
#[derive(Debug)]
pub struct Component {
    pub id: String,
    pub kind: Kind,
    /// Every one of these. Of a drive only what loses it: the groups that list it.
    pub needs: Vec<usize>,
    /// At least one of these, if there are any: an ATS and its feeds.
    pub any_of: Vec<usize>,
    /// Supplies and how many of them it takes.
    pub supplies: Vec<usize>,
    pub supplies_needed: usize,
    /// The device it is, belongs to or, as a drive, stands in.
    pub device: Option<usize>,
}

/// A port that the file names.
#[derive(Debug)]
pub struct Port {
    pub component: usize,
    pub device: usize,
    pub protocol: String,
    pub role: String,
    /// As printed, with its adapter: `A0`, `hba1/1`.
    pub name: String,
    /// The card it sits in.
    pub adapter: Option<usize>,
    /// Position among the array's controllers.
    pub controller: Option<usize>,
}

/// A cable between two ports, or several by way of panels.
#[derive(Debug)]
pub struct Link {
    /// From the first end to the second.
    pub cables: Vec<usize>,
    pub panels: Vec<usize>,
    pub ends: [usize; 2],
    pub networks: Vec<String>,
    /// What a member may call it besides its ends: label and assembly.
    pub names: Vec<String>,
}

/// A controller of an array.
#[derive(Debug)]
pub struct Controller {
    pub name: String,
    pub component: usize,
    /// Names of the ports it serves taken-over volumes through; nothing for all.
    pub takeover_ports: Option<Vec<String>>,
}

/// A card in a device.
#[derive(Debug)]
pub struct Adapter {
    pub name: String,
    pub part: Value,
    pub component: usize,
    /// Of an array: the controller it sits in.
    pub controller: Option<usize>,
}

/// Drives that form a RAID.
#[derive(Debug)]
pub struct Drives {
    pub drives: Vec<usize>,
    pub raid: Raid,
}

#[derive(Clone, Copy, Debug)]
pub enum Raid {
    Survives(usize),
    AllButOne,
    Pairs,
}

/// A volume of an array.
#[derive(Debug)]
pub struct Volume {
    pub array: usize,
    pub owner: Option<String>,
    pub drives: Drives,
}

/// Whatever cables may end on, and enclosures.
#[derive(Debug)]
pub struct Device {
    pub component: usize,
    pub kind: Kind,
    pub part: Value,
    pub os: Option<usize>,
    pub adapters: Vec<Adapter>,
    /// Drives with what they are used for.
    pub drives: Vec<(String, Drives)>,
    pub controllers: Vec<Controller>,
    pub access: String,
    pub controller_failover: bool,
    /// Of a switch: an access gateway.
    pub gateway: bool,
    /// The enclosure it is in.
    pub enclosure: Option<usize>,
    /// Other names of its ports.
    pub aliases: Vec<(String, String)>,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arbitration {
    Votes,
    Fenced,
    None,
}

/// A server and the network it is reached over; any one if none is given.
#[derive(Clone, Debug)]
pub struct Judge {
    pub server: usize,
    pub network: Option<String>,
}

#[derive(Clone, Debug)]
pub enum Quorum {
    Volume(String),
    Server(Judge),
}

#[derive(Clone, Debug)]
pub enum Heartbeat {
    Network(String),
    Volume(String),
}

/// A way to make sure that a node is down.
#[derive(Clone, Debug)]
pub enum Method {
    Bmc { port: usize, network: Option<String> },
    Outlets(Vec<usize>),
    Reserve(String),
}

/// What a mirror is kept on, and by whom.
#[derive(Clone, Debug)]
pub enum Legs {
    /// By the hosts, on drives of their own.
    Nodes(Vec<usize>),
    /// By the hosts, over volumes.
    Volumes(Vec<String>),
    /// By the arrays.
    Arrays(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct Mirror {
    pub legs: Legs,
    /// Networks, or `fc`.
    pub over: Vec<String>,
    pub witness: Option<Judge>,
    /// Position of the preferred leg.
    pub prefer: usize,
}

/// A service with its cluster, or with its home alone.
#[derive(Debug)]
pub struct Service {
    pub nodes: Vec<usize>,
    pub home: usize,
    pub clustered: bool,
    pub dual_active: bool,
    pub arbitration: Arbitration,
    pub tie_break_home: bool,
    /// Nothing: the nodes are taken to hear each other.
    pub heartbeat: Option<Vec<Heartbeat>>,
    pub quorum: Option<Quorum>,
    /// Of each node that can be fenced.
    pub fencing: BTreeMap<usize, Vec<Method>>,
    pub volumes: Vec<String>,
    /// Names of mirrors.
    pub mirrors: Vec<String>,
    pub clients: Option<String>,
}

/// The whole file.
#[derive(Debug, Default)]
pub struct File {
    pub components: Vec<Component>,
    pub by_id: BTreeMap<String, usize>,
    pub devices: Vec<Device>,
    pub device_by_name: BTreeMap<String, usize>,
    pub ports: Vec<Port>,
    pub links: Vec<Link>,
    pub volumes: BTreeMap<String, Volume>,
    /// Role and uplinks (positions among the ports) of each network.
    pub networks: BTreeMap<String, (String, Vec<usize>)>,
    /// Components of each zone; nothing without a section of zones.
    pub zones: Option<Vec<Vec<usize>>>,
    pub mirrors: BTreeMap<String, Mirror>,
    pub services: BTreeMap<String, Service>,
    pub(super) parts: BTreeMap<String, Value>,
}

impl File {
    pub(super) fn add(
        &mut self,
        id: String,
        kind: Kind,
        needs: Vec<usize>,
        device: Option<usize>,
    ) -> usize {
        let at = self.components.len();
        let before = self.by_id.insert(id.clone(), at);
        assert!(before.is_none(), "two components are called {id}");
        let (any_of, supplies, supplies_needed) = (Vec::new(), Vec::new(), 0);
        self.components.push(Component {
            id,
            kind,
            needs,
            any_of,
            supplies,
            supplies_needed,
            device,
        });
        at
    }

    /// The device of a name.
    pub(super) fn device_at(&self, name: &str) -> usize {
        *self.device_by_name.get(name).unwrap_or_else(|| panic!("no device {name}"))
    }

    /// The board of a device.
    pub fn board(&self, device: usize) -> usize {
        self.devices[device].component
    }
}
