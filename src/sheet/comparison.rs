//! Designs side by side: what each survives, what it takes, what is left.

use super::bom::{self, Bom};
use super::story;
use super::table::{Cell, Column, Table};
use crate::catalog::Protocol;
use crate::facts::{Effect, Facts};
use crate::topology::{DeviceKind, Service, Topology, VolumeId};
use crate::words::{Lang, Msg, Word, comparing as words, effects, output};

/// Designs side by side.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The designs, in the order given.
    pub designs: Vec<Design>,
}

/// How servers hang on their storage.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Attach {
    /// Over switches.
    Switched,
    /// Cable to cable.
    Direct,
    /// Some so, some so.
    Mixed,
    /// On local drives alone.
    None,
}

impl Attach {
    /// As in JSON.
    pub fn id(self) -> &'static str {
        match self {
            Attach::Switched => "switched",
            Attach::Direct => "direct",
            Attach::Mixed => "mixed",
            Attach::None => "none",
        }
    }

    fn word(self) -> &'static Word {
        match self {
            Attach::Switched => &words::SWITCHED,
            Attach::Direct => &words::DIRECT,
            Attach::Mixed => &words::MIXED,
            Attach::None => &words::LOCAL,
        }
    }
}

/// One design. Of several services the worst figures count.
#[derive(Clone, Debug)]
pub struct Design {
    /// Its name.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// What storage runs over: fc, sas, iscsi, several joined by `+`; empty without.
    pub protocol: String,
    /// How servers hang on it.
    pub attach: Attach,
    /// HP's level, 1 to 4.
    pub level: Option<u8>,
    /// The worst that one fault does.
    pub worst: Effect,
    /// How many components have each effect at worst, in the order of [`Effect::ALL`].
    pub counts: [usize; Effect::ALL.len()],
    /// Components that alone stop a service, or worse.
    pub single_points: Vec<String>,
    /// Components that only takeover covers.
    pub takeover_only: Vec<String>,
    /// Storage paths of the home.
    pub paths: Option<usize>,
    /// Those that share nothing.
    pub disjoint: Option<usize>,
    /// Storage bandwidth of the node that runs the service in Mbit/s, by line rate; `None` if not known.
    pub bandwidth: Option<u32>,
    /// The least of it in Mbit/s after a fault that the service survives.
    pub bandwidth_after: Option<u32>,
    /// Ordered things other than cables.
    pub parts: u32,
    /// Ordered cables.
    pub cables: u32,
    /// Ordered switches.
    pub switches: usize,
    /// Ports at which a host can still be attached to storage: licensed ones of Fibre Channel and SAS switches
    /// where hosts hang on switches, host ports of arrays where they hang on these.
    pub ports_left: usize,
    /// Sum of the heights of the ordered devices in rack units; `None` if one is not known.
    pub rack_units: Option<u32>,
    /// What it is, survives and does not survive, a sentence each.
    pub story: Vec<Msg>,
}

/// Protocols as people write them.
pub(super) fn protocol_name(protocols: &str) -> String {
    protocols.to_uppercase().replace("ISCSI", "iSCSI")
}

/// Compares designs.
pub fn compare(topologies: &[Topology]) -> Comparison {
    Comparison { designs: topologies.iter().map(design).collect() }
}

fn design(topology: &Topology) -> Design {
    let facts = Facts::new(topology);
    let worst = story::worst(&facts);
    let (mut level, mut paths, mut disjoint) = (None, None, None);
    let (mut bandwidth, mut bandwidth_after) = (None, None);
    let least = |so_far: &mut Option<usize>, value: usize| {
        *so_far = Some(so_far.map_or(value, |it| it.min(value)));
    };
    for id in topology.service_ids() {
        let service = facts.service(id);
        level = [level, service.level].into_iter().flatten().min();
        if let Some((_, Some(home))) = service.nodes.get(topology[id].home) {
            least(&mut paths, home.paths);
            least(&mut disjoint, home.disjoint);
        }
        let (nominal, after) = facts.bandwidth(id);
        bandwidth = [bandwidth, nominal].into_iter().flatten().min();
        bandwidth_after = [bandwidth_after, after].into_iter().flatten().min();
    }
    let mut counts = [0; Effect::ALL.len()];
    for effect in worst.values() {
        counts[*effect as usize] += 1;
    }
    let named = |wanted: &dyn Fn(Effect) -> bool| {
        let ids = worst.iter().filter(|(_, effect)| wanted(**effect));
        let mut ids: Vec<String> = ids.map(|(&comp, _)| topology.id(comp).to_owned()).collect();
        ids.sort_unstable();
        ids
    };
    let (protocol, attach) = storage(topology, &facts);
    let bom = bom::bom(topology);
    let (parts, cables) = quantities(&bom);
    let ordered = || topology.devices.iter().filter(|device| !device.existing);
    Design {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        protocol,
        attach,
        level,
        worst: worst.values().copied().max().unwrap_or(Effect::None),
        counts,
        single_points: named(&|it| it >= Effect::Outage),
        takeover_only: named(&|it| it == Effect::Failover),
        paths,
        disjoint,
        bandwidth,
        bandwidth_after,
        parts,
        cables,
        switches: ordered().filter(|device| device.kind == DeviceKind::Switch).count(),
        ports_left: facts.ports_left(
            matches!(attach, Attach::Switched | Attach::Mixed),
            matches!(attach, Attach::Direct | Attach::Mixed),
        ),
        // What sits in an enclosure takes no units of its own.
        rack_units: ordered()
            .filter(|device| device.enclosure.is_none())
            .map(|device| device.part.rack_units)
            .sum(),
        story: story::tell(&facts, &worst),
    }
}

/// The volumes that a service needs; a mirror is reached by way of its legs.
pub(super) fn volumes(topology: &Topology, service: &Service) -> Vec<VolumeId> {
    let legs = service.mirrors.iter().flat_map(|&mirror| topology[mirror].volumes());
    service.volumes.iter().copied().chain(legs).collect()
}

/// What the storage of the services runs over, and how servers hang on it.
pub(super) fn storage(topology: &Topology, facts: &Facts) -> (String, Attach) {
    let (mut protocols, mut attach) = (Vec::new(), None);
    for service in &topology.services {
        let volumes = volumes(topology, service);
        for &node in &service.nodes {
            for access in facts.wiring.storage_accesses(topology, node, &volumes) {
                let direct = access.is_direct();
                let this = if direct { Attach::Direct } else { Attach::Switched };
                attach =
                    Some(attach.map_or(this, |it| if it == this { it } else { Attach::Mixed }));
                protocols.push(match topology[access.cable].protocol {
                    Protocol::Fc => "fc",
                    Protocol::Sas => "sas",
                    Protocol::Ethernet => "iscsi",
                    Protocol::Serial => "serial",
                });
            }
        }
    }
    protocols.sort_unstable();
    protocols.dedup();
    (protocols.join("+"), attach.unwrap_or(Attach::None))
}

/// Ordered things other than cables, and cables.
fn quantities(bom: &Bom) -> (u32, u32) {
    let sum = |cables: bool| {
        let lines = bom.lines.iter().filter(|line| (line.section == bom::Section::Cable) == cables);
        lines.map(|line| line.quantity).sum()
    };
    (sum(false), sum(true))
}

impl Comparison {
    /// Tables of so many designs each, for a terminal.
    pub fn tables(&self, lang: Lang, of: usize) -> Vec<Table> {
        let part = |designs: &[Design]| Self { designs: designs.to_vec() }.table(lang);
        self.designs.chunks(of.max(1)).map(part).collect()
    }

    /// One row a figure, one column a design.
    pub fn table(&self, lang: Lang) -> Table {
        let mut columns = vec![Column::text("figure", words::FIGURE.text(lang))];
        for design in &self.designs {
            columns.push(Column::text("design", design.name.as_str()));
        }
        let mut table = Table::new(&words::COMPARISON, "", lang, columns);
        table.title = words::COMPARISON.text(lang).into();
        let mut row = |heading: &'static Word, cell: &dyn Fn(&Design) -> Cell| {
            let mut cells = vec![Cell::from(heading.text(lang))];
            cells.extend(self.designs.iter().map(cell));
            table.line(0, cells);
        };
        let unknown = || Cell::from(words::UNKNOWN.text(lang));
        let number = |value: Option<usize>| {
            value.map_or_else(|| Cell::from("–"), |it| Cell::Integer(it as u64))
        };
        let gbit = |mbit: Option<u32>| {
            mbit.map_or_else(unknown, |it| Cell::from(format!("{}", f64::from(it) / 1000.0)))
        };
        row(&words::PROTOCOL, &|it| Cell::from(protocol_name(&it.protocol)));
        row(&words::ATTACH, &|it| Cell::from(it.attach.word().text(lang)));
        row(&output::LEVEL, &|it| number(it.level.map(usize::from)));
        row(&output::WORST, &|it| Cell::from(effects::of(it.worst.id()).text(lang)));
        row(&words::SINGLE, &|it| Cell::Integer(it.single_points.len() as u64));
        row(&words::NAMED, &|it| Cell::List(it.single_points.clone()));
        row(&output::TAKEOVER_ONLY, &|it| Cell::Integer(it.takeover_only.len() as u64));
        row(&output::PATHS, &|it| number(it.paths));
        row(&output::DISJOINT, &|it| number(it.disjoint));
        row(&words::BANDWIDTH, &|it| gbit(it.bandwidth));
        row(&words::BANDWIDTH_AFTER, &|it| gbit(it.bandwidth_after));
        row(&words::PARTS, &|it| Cell::Integer(it.parts.into()));
        row(&words::CABLES, &|it| Cell::Integer(it.cables.into()));
        row(&words::SWITCHES, &|it| Cell::Integer(it.switches as u64));
        row(&words::PORTS_LEFT, &|it| Cell::Integer(it.ports_left as u64));
        row(&words::RACK_UNITS, &|it| {
            it.rack_units.map_or_else(unknown, |it| Cell::Integer(it.into()))
        });
        table
    }
}
