//! A design told in sentences: what it is, what it survives, what it does not, and for whom that is right.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::{protocol_name, storage as protocols, volumes};
use super::fold::fold;
use super::table::rate;
use crate::facts::{Effect, Facts};
use crate::spec::Mode;
use crate::topology::{
    CompId, ComponentKind, DeviceId, DeviceKind, ModuleKind, Service, ServiceId, Topology,
};
use crate::words::{Msg, Value, Word, msg, story as words};

/// So many names of one kind are written out.
const NAMED: usize = 6;

/// The worst that each component does to any service when it fails alone; faults of logic are left out.
pub fn worst(facts: &Facts) -> BTreeMap<CompId, Effect> {
    // What a service has nothing to do with leaves it as it is.
    let services: Vec<ServiceId> = facts.topology.service_ids().collect();
    let nominal = services.iter().map(|&id| facts.nominal(id).state).max();
    let listed = facts.listed().iter().filter(|&&it| !facts.is_logical(it));
    let mut worst: BTreeMap<CompId, Effect> = match nominal {
        Some(nominal) => listed.map(|&it| (it, nominal)).collect(),
        None => BTreeMap::new(),
    };
    let mut felt = |comp, effect: Effect| {
        if let Some(worst) = worst.get_mut(&comp) {
            *worst = effect.max(*worst);
        }
    };
    for id in services {
        facts.felt(id).into_iter().for_each(|comp| felt(comp, Effect::Degraded));
    }
    for serious in facts.serious().iter().flatten() {
        felt(serious.component, serious.effect);
    }
    worst
}

/// The story of a design, a sentence each.
pub fn story(topology: &Topology) -> Vec<Msg> {
    let facts = Facts::new(topology);
    tell(&facts, &worst(&facts), bandwidth(&facts))
}

/// The same from what is known already.
pub(super) fn tell(
    facts: &Facts,
    worst: &BTreeMap<CompId, Effect>,
    bandwidth: (Option<u32>, Option<u32>),
) -> Vec<Msg> {
    let topology = facts.topology;
    if topology.services.is_empty() {
        return vec![(&words::NOTHING_JUDGED).into()];
    }
    let mut story = who(topology);
    story.extend(storage(facts));
    let tales = [
        (Effect::Degraded, &words::CARRIES_ON),
        (Effect::Failover, &words::TAKEOVER),
        (Effect::Outage, &words::STOPS),
        (Effect::SplitBrain, &words::SPLITS),
        (Effect::DataLoss, &words::LOSES),
    ];
    for (effect, word) in tales {
        let parts = parts(topology, worst, effect);
        let parts = parts.into_iter().reduce(|a, b| msg!(words::AND, a = a, b = b));
        story.extend(parts.map(|parts| Msg::new(word, vec![("parts", parts.into())])));
    }
    let most = worst.values().copied().max().unwrap_or(Effect::None);
    if most < Effect::Outage {
        story.push((&words::NO_SINGLE).into());
    }
    story.extend(told_bandwidth(bandwidth));
    story.push(fit(topology, most));
    story
}

/// Who runs what: a sentence for each set of nodes.
fn who(topology: &Topology) -> Vec<Msg> {
    let mut of: Vec<(&[DeviceId], &Service, Vec<&str>)> = Vec::new();
    for service in &topology.services {
        match of.iter_mut().find(|it| it.0 == service.nodes && it.1.cluster == service.cluster) {
            Some((_, _, names)) => names.push(&service.name),
            None => of.push((&service.nodes, service, vec![&service.name])),
        }
    }
    let told = of.iter().take(NAMED).map(|(nodes, service, names)| {
        let (nodes, services) = (devices(topology, nodes.iter().copied()), few(fold(names)));
        let Some(cluster) = service.cluster else {
            return msg!(words::ALONE, nodes = nodes, services = services);
        };
        let mode = match topology[cluster].mode {
            Mode::ActiveStandby if topology[cluster].nodes.len() == 2 => &words::ACTIVE_STANDBY,
            Mode::ActiveStandby => &words::ACTIVE_STANDBY_OF_MANY,
            Mode::Mutual => &words::MUTUAL,
            Mode::DualActive => &words::DUAL_ACTIVE,
        };
        msg!(words::CLUSTER, nodes = nodes, services = services, mode = mode)
    });
    told.collect()
}

/// Where the data lie and how they are reached.
fn storage(facts: &Facts) -> Option<Msg> {
    let topology = facts.topology;
    let (mut arrays, mut switches) = (BTreeSet::new(), BTreeSet::new());
    for service in &topology.services {
        let volumes = volumes(topology, service);
        arrays.extend(volumes.iter().map(|&volume| topology[volume].array));
        for &node in &service.nodes {
            for access in facts.wiring.storage_accesses(topology, node, &volumes) {
                let ends = topology[access.cable].ends.map(|port| topology[port].device);
                switches
                    .extend(ends.into_iter().filter(|&it| topology[it].kind == DeviceKind::Switch));
            }
        }
    }
    if arrays.is_empty() {
        let mirrored = topology.services.iter().any(|it| !it.mirrors.is_empty());
        return mirrored.then(|| (&words::STORAGE_MIRRORED).into());
    }
    let protocol = protocol_name(&protocols(topology, facts).0);
    let arrays = devices(topology, arrays);
    Some(match switches.is_empty() {
        true => msg!(words::STORAGE_DIRECT, arrays = arrays, protocol = protocol),
        false => {
            let switches = devices(topology, switches);
            msg!(words::STORAGE_SWITCHED, arrays = arrays, protocol = protocol, switches = switches)
        }
    })
}

/// Names of devices with their models, those of one model together.
fn devices(topology: &Topology, ids: impl IntoIterator<Item = DeviceId>) -> Vec<Value> {
    let mut of: Vec<(Option<&str>, Vec<&str>)> = Vec::new();
    for id in ids {
        let device = &topology[id];
        let model = device.part.name.as_deref();
        match of.iter_mut().find(|it| it.0 == model) {
            Some((_, names)) => names.push(&device.name),
            None => of.push((model, vec![&device.name])),
        }
    }
    let group = |(model, names): (Option<&str>, Vec<&str>)| {
        let names = few(fold(&names));
        match model {
            Some(model) => msg!(words::WITH_MODEL, names = names, model = model).into(),
            None => Value::from(names),
        }
    };
    of.into_iter().map(group).collect()
}

/// The first of many names.
fn few(mut names: Vec<String>) -> Vec<Value> {
    let more = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    let mut values: Vec<Value> = names.into_iter().map(Value::from).collect();
    if more > 0 {
        values.push(msg!(words::AND_MORE, count = more).into());
    }
    values
}

/// The components of an effect by kind: a kind by its name alone where all of many share it.
fn parts(topology: &Topology, worst: &BTreeMap<CompId, Effect>, effect: Effect) -> Vec<Msg> {
    let mut kinds: BTreeMap<Kind, (usize, Vec<&str>)> = BTreeMap::new();
    for (&comp, &of) in worst {
        let Some(kind) = Kind::of(topology, comp) else { continue };
        let (all, these) = kinds.entry(kind).or_default();
        *all += 1;
        if of == effect {
            these.push(topology.id(comp));
        }
    }
    kinds.retain(|_, (_, these)| !these.is_empty());
    let told = kinds.into_iter().map(|(kind, (all, these))| {
        let kind = kind.word();
        if these.len() == all && all > 2 {
            msg!(words::EVERY, kind = kind, count = all)
        } else {
            msg!(words::PARTS_OF, kind = kind, names = few(fold(&these)))
        }
    });
    told.collect()
}

/// Storage bandwidth in Mbit/s, as it is and the least after a fault that is survived: that of the service with the
/// least.
pub(super) fn bandwidth(facts: &Facts) -> (Option<u32>, Option<u32>) {
    let figures = facts.topology.service_ids().map(|id| facts.bandwidth(id));
    let least = |a: Option<u32>, b: Option<u32>| [a, b].into_iter().flatten().min();
    figures.reduce(|a, b| (least(a.0, b.0), least(a.1, b.1))).unwrap_or_default()
}

fn told_bandwidth((nominal, after): (Option<u32>, Option<u32>)) -> Option<Msg> {
    let nominal = rate(nominal?);
    Some(match after {
        Some(after) => msg!(words::BANDWIDTH, nominal = nominal, after = rate(after)),
        None => msg!(words::BANDWIDTH_NOMINAL, nominal = nominal),
    })
}

/// For whom a design is right, by the worst that one fault does.
fn fit(topology: &Topology, worst: Effect) -> Msg {
    match worst {
        Effect::None | Effect::Degraded => (&words::FIT_CONTINUOUS).into(),
        Effect::Failover => {
            let times = topology.clusters.iter().map(|it| it.takeover);
            match times.collect::<Option<Vec<u32>>>().and_then(|it| it.into_iter().max()) {
                Some(seconds) => msg!(words::FIT_TAKEOVER_TIME, seconds = seconds),
                None => (&words::FIT_TAKEOVER).into(),
            }
        }
        Effect::Outage => (&words::FIT_REPAIR).into(),
        Effect::SplitBrain | Effect::DataLoss => (&words::FIT_NOT).into(),
    }
}

/// Sorts of components, in the order in which they are told.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Kind {
    Site,
    Rack,
    Group,
    Power,
    Server,
    Software,
    Enclosure,
    Adapter,
    Switch,
    Array,
    Controller,
    Shelf,
    Supply,
    Drive,
    Panel,
    Cable,
    Port,
}

impl Kind {
    fn of(topology: &Topology, comp: CompId) -> Option<Self> {
        Some(match topology[comp].kind {
            ComponentKind::Device(device) => match topology[device].kind {
                DeviceKind::Server => Self::Server,
                DeviceKind::Switch => Self::Switch,
                DeviceKind::Array => Self::Array,
                DeviceKind::Shelf => Self::Shelf,
                DeviceKind::Enclosure => Self::Enclosure,
                DeviceKind::Panel => Self::Panel,
                DeviceKind::Outlet => Self::Power,
            },
            ComponentKind::Os(_) => Self::Software,
            ComponentKind::Supply(_) => Self::Supply,
            ComponentKind::Module(module) => match &topology[module].kind {
                ModuleKind::Controller(_) => Self::Controller,
                ModuleKind::Adapter { .. } => Self::Adapter,
            },
            ComponentKind::Port(_) => Self::Port,
            ComponentKind::Cable(_) => Self::Cable,
            ComponentKind::Drive(..) => Self::Drive,
            ComponentKind::Power(_) => Self::Power,
            ComponentKind::Rack(_) => Self::Rack,
            ComponentKind::Site(_) => Self::Site,
            ComponentKind::Group(_) => Self::Group,
            ComponentKind::Fabric(_) => return None,
        })
    }

    fn word(self) -> &'static Word {
        match self {
            Self::Site => &words::SITE,
            Self::Rack => &words::RACK,
            Self::Group => &words::GROUP,
            Self::Power => &words::POWER,
            Self::Server => &words::SERVER,
            Self::Software => &words::SOFTWARE,
            Self::Enclosure => &words::ENCLOSURE,
            Self::Adapter => &words::ADAPTER,
            Self::Switch => &words::SWITCH,
            Self::Array => &words::ARRAY,
            Self::Controller => &words::CONTROLLER,
            Self::Shelf => &words::SHELF,
            Self::Supply => &words::SUPPLY,
            Self::Drive => &words::DRIVE,
            Self::Panel => &words::PANEL,
            Self::Cable => &words::CABLE,
            Self::Port => &words::PORT,
        }
    }
}
