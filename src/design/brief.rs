//! The brief as meant: every part looked up, every default filled in.

use std::sync::Arc;

use compact_str::CompactString;

use super::own::Own;
use super::sound::{Sound, written_out};
use crate::catalog::{Arbitration, Catalog, Part, PartKind, PortRole, PortType, Protocol};
use crate::finding::Finding;
use crate::spec::brief::{AcceptSpec, Attach, BriefRackSpec, BriefSpec, Budget, VariantSpec};
use crate::spec::prices::Percent;
use crate::spec::{Mode, Promise, Raid, RaidLevel};
use crate::words::{Msg, Word, brief as words, msg, reading};
use crate::yaml::decode::{Spanned, Text, nearest};
use crate::yaml::values::Size;

/// Most servers of a brief.
pub const MOST_SERVERS: u32 = 10_000;

/// What is wanted.
#[derive(Clone, Debug)]
pub struct Brief {
    /// Its name.
    pub name: CompactString,
    /// Its title for people.
    pub title: Option<CompactString>,
    /// Models of servers to choose from; never empty.
    pub servers: Vec<Arc<Part>>,
    /// How many.
    pub count: u32,
    /// Processors fitted in each.
    pub cpus: Option<u32>,
    /// Memory fitted in each.
    pub memory: Option<Size>,
    /// The drive of which each has two for its system.
    pub system_drive: Option<Arc<Part>>,
    /// How the nodes share the work.
    pub mode: Mode,
    /// The cluster software.
    pub software: Option<Arc<Part>>,
    /// How long a takeover lasts, in seconds.
    pub takeover: Option<u32>,
    /// Arrays to choose from.
    pub arrays: Vec<Arc<Part>>,
    /// Cards to choose from.
    pub adapters: Vec<Arc<Part>>,
    /// Switches to choose from.
    pub switches: Vec<Arc<Part>>,
    /// What the services can use of it.
    pub usable: Size,
    /// How the drives are protected.
    pub raid: Raid,
    /// The drive.
    pub drive: Arc<Part>,
    /// Spare drives.
    pub spares: u32,
    /// The subnet of the clients.
    pub subnet: Option<CompactString>,
    /// Virtual addresses of the services, in the order of their names.
    pub vips: Vec<CompactString>,
    /// The model of the clients' switches, which are there already.
    pub client_switch: Arc<Part>,
    /// How many there are: 1 or 2.
    pub client_switches: u32,
    /// Where the devices go.
    pub rack: Option<BriefRackSpec>,
    /// The services, by name.
    pub services: Vec<Service>,
    /// What every design must meet.
    pub require: Require,
    /// How a fabric of many switches is to be.
    pub fabric: Option<Fabric>,
    /// The variants that it names.
    pub variants: Vec<VariantSpec>,
    /// Price books beside the brief.
    pub prices: Vec<Text>,
    /// Files of rates beside the brief.
    pub rates: Vec<Text>,
    /// Parts of its own.
    pub own: Own,
}

/// A service that is to run.
#[derive(Clone, Debug)]
pub struct Service {
    /// Its name.
    pub name: CompactString,
    /// Processors it needs.
    pub cpus: Option<u32>,
    /// Memory it needs.
    pub memory: Option<Size>,
}

/// What every design must meet.
#[derive(Clone, Debug, Default)]
pub struct Require {
    /// The worst that any one fault may do.
    pub any_one_fault: Option<Promise>,
    /// That the array itself is a single point is accepted: why.
    pub accept_array: Option<AcceptSpec>,
    /// Ports for more hosts that are left.
    pub ports_left: Option<u32>,
    /// Storage bandwidth after one fault, in Mbit/s.
    pub bandwidth_after: Option<u32>,
    /// The most that it may cost.
    pub budget: Option<Spanned<Budget>>,
    /// The share of time for which the worst service must run.
    pub availability: Option<Spanned<Percent>>,
}

/// How a fabric of many switches is to be.
#[derive(Clone, Debug)]
pub struct Fabric {
    /// How many servers' bandwidth may share that of one ISL.
    pub isl_ratio: u32,
    /// How many arrays.
    pub arrays: Option<u32>,
    /// The switch at the edge.
    pub edge: Option<Arc<Part>>,
    /// The switch in the core.
    pub core: Option<Arc<Part>>,
    /// Most switches in one fabric.
    pub domains: u32,
}

/// Looks parts up and reports those that there are not.
struct Resolver<'r> {
    own: &'r Own,
    catalog: &'r mut Catalog,
    findings: &'r mut Vec<Finding>,
}

impl Resolver<'_> {
    fn part(&mut self, id: &Text, kind: PartKind) -> Option<Arc<Part>> {
        let own = self.own.part(&id.value).cloned();
        if let Some(part) = own.or_else(|| self.catalog.part(&id.value)) {
            if part.kind == kind {
                return Some(part);
            }
            let kinds = (part.kind.id(), kind.id());
            let message =
                msg!(words::OTHER_KIND, part = id.value.clone(), is = kinds.0, kind = kinds.1);
            self.findings.push(Finding::error("wrong-kind", id.span, message));
            return None;
        }
        if self.own.may_be(&id.value) {
            return None;
        }
        let known: Vec<Arc<Part>> = self.catalog.all();
        let ids = known
            .iter()
            .chain(self.own.all())
            .filter(|it| it.kind == kind)
            .filter_map(|it| it.id.as_deref());
        let message = msg!(words::NO_PART, part = id.value.clone());
        let finding = Finding::error("unknown-part", id.span, message);
        self.findings.push(match nearest(&id.value, ids) {
            Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
            None => finding.help(msg!(words::SEARCH_PARTS, kind = kind.id())),
        });
        None
    }

    fn parts(&mut self, ids: &[Text], kind: PartKind) -> Vec<Arc<Part>> {
        ids.iter().filter_map(|id| self.part(id, kind)).collect()
    }
}

impl Brief {
    /// What a brief means, with parts of its own; `None` if something it needs is missing or wrong, which is
    /// reported. `name` is the file's name, for a brief without one.
    pub fn new(
        spec: &BriefSpec,
        (name, own): (&str, Own),
        catalog: &mut Catalog,
        findings: &mut Vec<Finding>,
    ) -> Option<Self> {
        let mut sound = Sound { findings: &mut *findings };
        sound.brief(spec);
        let services = sound.services(spec);
        let within = |it: &mut Resolver, number, least, most| {
            Sound { findings: &mut *it.findings }.within(number, least, most)
        };
        let mut it = Resolver { own: &own, catalog, findings };
        let servers = spec.servers.as_ref()?;
        let (cluster, storage, clients) =
            (spec.cluster.as_ref(), spec.storage.as_ref()?, spec.clients.as_ref()?);
        let count = match servers.count {
            Some(_) => within(&mut it, servers.count, 1, MOST_SERVERS),
            None => Some(2),
        };
        let client_switches = match clients.count {
            Some(_) => within(&mut it, clients.count, 1, 2),
            None => Some(2),
        };
        let models = it.parts(&servers.models, PartKind::Server);
        let software = cluster.and_then(|it| it.software.as_ref());
        let software = software.and_then(|id| it.part(id, PartKind::Software));
        let system_drive = servers.drive.as_ref().and_then(|id| it.part(id, PartKind::Drive));
        let arrays = it.parts(&storage.arrays, PartKind::Array);
        let adapters = it.parts(&spec.adapters, PartKind::Adapter);
        let switches = it.parts(&spec.switches, PartKind::Switch);
        let drive = storage.drive.as_ref().and_then(|id| it.part(id, PartKind::Drive));
        let client_switch = clients.switch.as_ref().and_then(|id| it.part(id, PartKind::Switch));
        Sound { findings: &mut *it.findings }.clients(
            clients,
            client_switch.as_deref(),
            services.len(),
        );
        for variant in &spec.variants {
            let variant = &variant.0;
            if let Some(id) = &variant.server {
                it.part(id, PartKind::Server);
            }
        }
        let fabric = spec.fabric.as_ref().and_then(|fabric| {
            let mut switch =
                |id: &Option<Text>| id.as_ref().and_then(|id| it.part(id, PartKind::Switch));
            let (edge, core) = (switch(&fabric.edge), switch(&fabric.core));
            let isl_ratio = within(&mut it, fabric.isl_ratio, 1, 1000)?;
            let arrays = match fabric.arrays {
                Some(_) => Some(within(&mut it, fabric.arrays, 1, 500)?),
                None => None,
            };
            let domains = match fabric.domains {
                Some(_) => within(&mut it, fabric.domains, 2, 239)?,
                None => 239,
            };
            Some(Fabric { isl_ratio, arrays, edge, core, domains })
        });
        let require = spec.require.as_ref();
        let text = |text: &Option<Text>| text.as_ref().map(|it| it.value.clone());
        Some(Self {
            name: text(&spec.name).unwrap_or_else(|| name.into()),
            title: text(&spec.title),
            servers: if models.is_empty() { return None } else { models },
            count: count?,
            cpus: servers.cpus.map(|it| it.value),
            memory: servers.memory.map(|it| it.value),
            system_drive,
            mode: cluster.and_then(|it| it.mode).map_or(Mode::ActiveStandby, |it| it.value),
            software,
            takeover: cluster.and_then(|it| it.takeover).map(|it| it.value.seconds),
            arrays,
            adapters,
            switches,
            usable: storage.usable?.value,
            raid: storage.raid?.value,
            drive: drive?,
            spares: storage.spares.map_or(0, |it| it.value),
            subnet: text(&clients.subnet),
            vips: clients.vips.iter().map(|it| it.value.clone()).collect(),
            client_switch: client_switch?,
            client_switches: client_switches?,
            rack: spec.rack.clone(),
            services,
            require: Require {
                any_one_fault: require.and_then(|it| it.any_one_fault).map(|it| it.value),
                accept_array: require.and_then(|it| it.accept_array.clone()),
                ports_left: require.and_then(|it| it.ports_left).map(|it| it.value),
                bandwidth_after: require.and_then(|it| it.bandwidth_after).map(|it| it.value.mbit),
                budget: require.and_then(|it| it.budget.clone()),
                availability: require.and_then(|it| it.availability),
            },
            fabric,
            variants: written_out(spec),
            prices: spec.prices.clone(),
            rates: spec.rates.clone(),
            own,
        })
    }

    /// How many drives hold so much, by the level of protection.
    ///
    /// # Errors
    /// Where the capacity of the drive is not known, or the level does not hold so much.
    pub(super) fn drives(&self, usable: u64) -> Result<u32, Msg> {
        let drive = self.drive.title();
        let Some(capacity) = self.drive.capacity else {
            return Err(msg!(words::DRIVES_UNKNOWN, drive = drive));
        };
        let data = u32::try_from(usable.div_ceil(capacity.bytes.max(1))).unwrap_or(u32::MAX).max(1);
        if self.raid == Raid::Level(RaidLevel::Raid1) && data > 1 {
            return Err(msg!(words::RAID1_HOLDS, drive = drive, drives = data));
        }
        self.drives_for(data).ok_or_else(|| msg!(words::TOO_MUCH, drive = drive))
    }

    /// How many drives protect so many without protection; `None` where they are too many to count.
    fn drives_for(&self, data: u32) -> Option<u32> {
        Some(match self.raid {
            Raid::Survives { survives } => data.checked_add(survives)?,
            Raid::Level(RaidLevel::Raid0) => data,
            Raid::Level(RaidLevel::Raid1) => 2,
            // Less than two pairs is no raid10.
            Raid::Level(RaidLevel::Raid10) => data.max(2).checked_mul(2)?,
            Raid::Level(RaidLevel::Raid5) => data.max(2).checked_add(1)?,
            Raid::Level(RaidLevel::Raid6) => data.max(2).checked_add(2)?,
            // Two spans at least, each with its own parity.
            Raid::Level(RaidLevel::Raid50) => {
                data.checked_next_multiple_of(2)?.max(4).checked_add(2)?
            }
            Raid::Level(RaidLevel::Raid60) => {
                data.checked_next_multiple_of(2)?.max(4).checked_add(4)?
            }
        })
    }
}

impl Attach {
    /// What the storage ports speak; `None` where the servers mirror their drives.
    pub fn protocol(self) -> Option<Protocol> {
        match self {
            Self::FcTwoFabrics | Self::FcOneSwitch | Self::FcDirect => Some(Protocol::Fc),
            Self::SasDirect => Some(Protocol::Sas),
            Self::IscsiTwoSwitches | Self::IscsiExisting | Self::IscsiDirect => {
                Some(Protocol::Ethernet)
            }
            Self::HostMirror => None,
        }
    }

    /// Whether servers are cabled straight to the array.
    pub fn is_direct(self) -> bool {
        matches!(self, Self::FcDirect | Self::SasDirect | Self::IscsiDirect)
    }

    /// Storage switches of its own.
    pub fn own_switches(self) -> u32 {
        match self {
            Self::FcTwoFabrics | Self::IscsiTwoSwitches => 2,
            Self::FcOneSwitch => 1,
            _ => 0,
        }
    }
}

/// The ports of a part that carry data over a protocol.
pub(super) fn data_ports(part: &Part, protocol: Protocol) -> Vec<&PortType> {
    let of = |port: &&PortType| port.protocol == protocol && port.role.is_none();
    part.ports.iter().filter(of).collect()
}

/// The ports of each controller at which hosts reach an array.
pub(super) fn host_ports(part: &Part, protocol: Protocol) -> Vec<Vec<&PortType>> {
    let of = |port: &&PortType| {
        port.protocol == protocol && port.role.is_none_or(|role| role == PortRole::Host)
    };
    part.controllers.iter().map(|it| it.ports.iter().filter(of).collect()).collect()
}

/// Whether a node must be stopped for certain before another takes over.
pub(super) fn needs_fencing(software: Option<&Part>) -> bool {
    software.is_some_and(|it| {
        it.arbitration == Some(Arbitration::Fenced) || it.clustering.needs_fencing
    })
}

/// What a protocol is called.
pub(super) fn protocol_word(protocol: Protocol) -> &'static Word {
    match protocol {
        Protocol::Fc => &words::P_FC,
        Protocol::Sas => &words::P_SAS,
        Protocol::Ethernet => &words::P_ETHERNET,
        Protocol::Serial => &words::P_SERIAL,
    }
}
