//! The acceptance sheet: what to pull, switch off or stop, and what must happen then.

mod actions;
mod tables;

use std::cmp::Ordering;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::facts::{Effect, Facts, SetEffect};
use crate::names::natural;
use crate::sheet::cabling::{self, End};
use crate::topology::{CompId, ComponentKind, DeviceId, Location, ModuleId, PortId, Topology};
use crate::words::{Msg, handover as words, msg};

/// The acceptance sheet of a design.
#[derive(Clone, Debug)]
pub struct Acceptance {
    /// The name of the design.
    pub name: String,
    /// Its title for people.
    pub title: Option<String>,
    /// The services, by name, as they are before each test.
    pub services: Vec<Before>,
    /// What to do, in order: the harmless first; what is alike in that by place.
    pub steps: Vec<Step>,
    /// How many components are ports that are tried with their cable.
    pub with_cable: usize,
    /// How many components nobody can pull: faults of logic, such as a fabric.
    pub logical: usize,
}

/// A service with nothing failed.
#[derive(Clone, Debug)]
pub struct Before {
    /// Its name.
    pub name: String,
    /// The nodes it runs on.
    pub home: Vec<String>,
    /// Storage paths of its home; `None` without volumes.
    pub paths: Option<usize>,
    /// How long a takeover of its cluster lasts, in seconds, where the file says so.
    pub takeover: Option<u32>,
}

/// Where something is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Spot {
    /// The site.
    pub site: Option<String>,
    /// The rack.
    pub rack: Option<String>,
    /// The lowest rack unit.
    pub unit: Option<u32>,
    /// The device, where it is one.
    pub device: Option<String>,
}

/// One test.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its number, from 1.
    pub number: u32,
    /// Id of the component that it tries.
    pub component: String,
    /// Where to go.
    pub spot: Spot,
    /// What to do.
    pub action: Msg,
    /// What to do afterwards.
    pub rollback: Msg,
    /// The worst that it does to a service.
    pub worst: Effect,
    /// What must happen to each service that feels it; those of equal fate together.
    pub expected: Vec<Expected>,
}

/// What must happen to some services.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Expected {
    /// Their names.
    pub services: Vec<String>,
    /// The worst on the way.
    pub effect: Effect,
    /// The state in the end.
    pub state: Effect,
    /// The node that runs them then; `None` if none does.
    pub node: Option<String>,
    /// Storage paths before; `None` without volumes.
    pub paths_before: Option<usize>,
    /// Storage paths of the node that runs them then.
    pub paths_after: Option<usize>,
    /// How long the takeover may last, in seconds, where they move and the file says so.
    pub takeover: Option<u32>,
}

/// What the sheet is made from.
struct Maker<'t> {
    topology: &'t Topology,
    /// Cables by the id of their component.
    cables: FxHashMap<String, Vec<(End, End)>>,
    /// The ports of each card that have cables.
    cabled: FxHashMap<ModuleId, Vec<PortId>>,
}

/// The acceptance sheet of a design: a test for each listed component that can be pulled, switched off or
/// stopped. A port with a cable is tried with its cable.
pub fn acceptance(topology: &Topology) -> Acceptance {
    let facts = Facts::new(topology);
    let mut cables: FxHashMap<String, Vec<(End, End)>> = FxHashMap::default();
    for row in cabling::cabling(topology).cables {
        cables.entry(row.id).or_default().push((row.a, row.b));
    }
    let mut cabled: FxHashMap<ModuleId, Vec<PortId>> = FxHashMap::default();
    for (port, id) in topology.ports.iter().zip(0..) {
        if let (Some(module), Some(_)) = (port.module, port.cable) {
            cabled.entry(module).or_default().push(PortId(id));
        }
    }
    let listed: FxHashSet<CompId> = facts.listed().iter().copied().collect();
    let maker = Maker { topology, cables, cabled };
    let services: Vec<_> = topology.service_ids().map(|id| (id, facts.service(id))).collect();
    let before: Vec<Before> = services
        .iter()
        .map(|(id, faults)| {
            let service = &topology[*id];
            let homes = service.homes().iter();
            Before {
                name: service.name.to_string(),
                home: homes.map(|&home| topology[home].name.to_string()).collect(),
                paths: faults.nominal.paths,
                takeover: service.cluster.and_then(|it| topology[it].takeover),
            }
        })
        .collect();
    // What each component does to services, in their order.
    let mut felt: FxHashMap<CompId, Vec<(usize, SetEffect)>> = FxHashMap::default();
    for (number, (_, faults)) in services.iter().enumerate() {
        for fault in faults.faults.iter().filter(|it| it.effect != faults.nominal) {
            felt.entry(fault.component).or_default().push((number, fault.effect));
        }
    }
    let (mut with_cable, mut logical) = (0, 0);
    let mut steps: Vec<Step> = Vec::new();
    for &comp in facts.listed() {
        if facts.is_logical(comp) {
            logical += 1;
            continue;
        }
        if is_tried_with_cable(topology, &listed, comp) {
            with_cable += 1;
            continue;
        }
        let mut expected: Vec<Expected> = Vec::new();
        for &(number, effect) in felt.get(&comp).into_iter().flatten() {
            let (id, faults) = &services[number];
            let node = effect.node.map(|it| topology[topology[*id].nodes[it]].name.to_string());
            let moves = effect.effect == Effect::Failover;
            let one = Expected {
                services: Vec::new(),
                effect: effect.effect,
                state: effect.state,
                node,
                paths_before: faults.nominal.paths,
                paths_after: effect.paths,
                takeover: before[number].takeover.filter(|_| moves),
            };
            let name = before[number].name.clone();
            match expected
                .iter_mut()
                .find(|it| Expected { services: Vec::new(), ..(*it).clone() } == one)
            {
                Some(same) => same.services.push(name),
                None => expected.push(Expected { services: vec![name], ..one }),
            }
        }
        expected.sort_by_key(|it| std::cmp::Reverse(it.effect));
        let worst = expected.iter().map(|it| it.effect).max().unwrap_or(Effect::None);
        let (action, back) = maker.action(comp);
        let moved = worst == Effect::Failover;
        steps.push(Step {
            number: 0,
            component: topology.id(comp).to_owned(),
            spot: maker.spot(comp),
            action,
            rollback: rollback(back, moved, &before),
            worst,
            expected,
        });
    }
    steps.sort_by(order);
    for (step, number) in steps.iter_mut().zip(1..) {
        step.number = number;
    }
    Acceptance {
        name: topology.name.to_string(),
        title: topology.title.as_ref().map(ToString::to_string),
        services: before,
        steps,
        with_cable,
        logical,
    }
}

/// Whether a component is a port whose cable has a test of its own.
fn is_tried_with_cable(topology: &Topology, listed: &FxHashSet<CompId>, comp: CompId) -> bool {
    let ComponentKind::Port(port) = topology[comp].kind else { return false };
    let cable = topology[port].cable.map(|cable| &topology[cable]);
    // A trace in an enclosure is no cable that one pulls: its port is not tried apart either.
    cable.is_some_and(|it| it.internal || listed.contains(&it.comp))
}

/// What to do afterwards, and what to wait for.
fn rollback(back: Msg, moved: bool, before: &[Before]) -> Msg {
    let paths: Vec<usize> = before.iter().filter_map(|it| it.paths).collect();
    let wait = match paths[..] {
        [paths] => msg!(words::WAIT_PATHS, back = back, paths = paths),
        _ => msg!(words::WAIT_ALL, back = back),
    };
    if moved { msg!(words::MOVE_HOME, first = wait) } else { wait }
}

/// The harmless first; then so that one walks little; what is in the same device by its name.
fn order(a: &Step, b: &Step) -> Ordering {
    let names = |a: &Option<String>, b: &Option<String>| match (a, b) {
        (Some(a), Some(b)) => natural(a, b),
        (a, b) => a.is_none().cmp(&b.is_none()),
    };
    class(a.worst)
        .cmp(&class(b.worst))
        .then_with(|| names(&a.spot.site, &b.spot.site))
        .then_with(|| names(&a.spot.rack, &b.spot.rack))
        .then_with(|| b.spot.unit.cmp(&a.spot.unit))
        .then_with(|| names(&a.spot.device, &b.spot.device))
        .then_with(|| natural(&a.component, &b.component))
}

/// Effects that stand under one heading.
fn class(effect: Effect) -> Effect {
    if effect == Effect::None { Effect::Degraded } else { effect }
}

impl Maker<'_> {
    /// Where to go for a component.
    fn spot(&self, comp: CompId) -> Spot {
        let topology = self.topology;
        let of_location = |at: Location, device: Option<String>| Spot {
            site: at.site.map(|site| topology[site].name.to_string()),
            rack: at.rack.map(|(rack, _)| topology[rack].name.to_string()),
            unit: at.rack.and_then(|(_, unit)| unit),
            device,
        };
        match topology[comp].kind {
            ComponentKind::Cable(_) => {
                let end = self.cables.get(topology.id(comp)).and_then(|ends| ends.first());
                end.map_or_else(Spot::default, |(near, _)| Spot {
                    site: near.site.clone(),
                    rack: near.rack.clone(),
                    unit: near.unit,
                    device: Some(near.device.clone()),
                })
            }
            ComponentKind::Drive(set, number) => self.spot_of(topology[set].place(number)),
            ComponentKind::Power(power) => {
                let it = &topology[power];
                of_location(it.location, Some(it.name.to_string()))
            }
            ComponentKind::Rack(rack) => Spot {
                site: topology[rack].site.map(|site| topology[site].name.to_string()),
                rack: Some(topology[rack].name.to_string()),
                ..Spot::default()
            },
            ComponentKind::Site(site) => {
                Spot { site: Some(topology[site].name.to_string()), ..Spot::default() }
            }
            _ => topology.device_of(comp).map_or_else(Spot::default, |it| self.spot_of(it)),
        }
    }

    fn spot_of(&self, device: DeviceId) -> Spot {
        let topology = self.topology;
        let it = &topology[device];
        // What sits in an enclosure is where that is.
        let at = match it.enclosure {
            Some((enclosure, _)) if it.location.rack.is_none() => topology[enclosure].location,
            _ => it.location,
        };
        Spot {
            site: topology.site_of(device).map(|site| topology[site].name.to_string()),
            rack: at.rack.map(|(rack, _)| topology[rack].name.to_string()),
            unit: at.rack.and_then(|(_, unit)| unit),
            device: Some(it.name.to_string()),
        }
    }
}
