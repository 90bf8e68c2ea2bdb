//! The power view: sources from the top, what they feed at the bottom, a line for each cord.
//!
//! The file names no outlets, so the end of a cord at a source is called by what it feeds.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::names::natural;
use crate::sheet::fold;
use crate::spec::PowerKind;
use crate::topology::{CompId, DeviceId, DeviceKind, PowerId, SupplyId, Topology};
use crate::words::{Word, drawing};

use super::CableKind;
use super::model::{BOTTOM, Body, Group, Link, Node, Pin, Plan, Socket, TOP};
use super::pages::{Line, Part};
use super::{alike, build};

/// What a source is.
pub(super) fn word(kind: PowerKind) -> &'static Word {
    match kind {
        PowerKind::Feed => &drawing::POWER_FEED,
        PowerKind::Generator => &drawing::POWER_GENERATOR,
        PowerKind::Ups => &drawing::POWER_UPS,
        PowerKind::Pdu => &drawing::POWER_PDU,
        PowerKind::Ats => &drawing::POWER_ATS,
    }
}

/// Where the power of each source comes from in the end, by name.
fn roots(topology: &Topology) -> Vec<Vec<PowerId>> {
    let all = 0..topology.power.len() as u32;
    all.map(|number| {
        let mut seen = vec![false; topology.power.len()];
        let mut open = vec![PowerId(number)];
        let mut found = Vec::new();
        while let Some(id) = open.pop() {
            if std::mem::replace(&mut seen[id.index()], true) {
                continue;
            }
            let feeds = &topology[id].feeds;
            if feeds.is_empty() {
                found.push(id);
            }
            open.extend(feeds);
        }
        found.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
        found
    })
    .collect()
}

/// The sides, from the left: what hangs on the same sources in the end is of one side. Each by its sources.
pub(super) fn sides(topology: &Topology) -> (Vec<usize>, Vec<Vec<PowerId>>) {
    let roots = roots(topology);
    let names = |set: &[PowerId]| {
        set.iter().map(|&id| topology[id].name.to_string()).collect::<Vec<_>>().join("\n")
    };
    let mut sides = roots.clone();
    // What hangs on one source comes before what hangs on several.
    sides.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| natural(&names(a), &names(b))));
    sides.dedup();
    let side = |set: &Vec<PowerId>| sides.iter().position(|it| it == set).unwrap_or(0);
    (roots.iter().map(side).collect(), sides)
}

/// How many sources stand above each.
fn depths(topology: &Topology) -> Vec<usize> {
    let mut depths = vec![0; topology.power.len()];
    // Each round settles one more level; sources do not feed each other in a circle.
    for _ in 0..topology.power.len() {
        let mut settled = true;
        for (at, power) in topology.power.iter().enumerate() {
            let depth = power.feeds.iter().map(|feed| depths[feed.index()] + 1).max().unwrap_or(0);
            settled &= depths[at] == depth;
            depths[at] = depth;
        }
        if settled {
            break;
        }
    }
    depths
}

/// Nodes, pins and links of the power view, into a plan that has none.
pub(super) fn fill(plan: &mut Plan, part: Option<&Part>) {
    let topology = plan.topology;
    devices(plan);
    let here = |line: Line| part.is_none_or(|part| part.lines.contains(&line));
    let home = |body: Body| part.is_none_or(|part| part.homes.contains(&body));
    let mut lines: Vec<(Line, PowerId, Body)> = Vec::new();
    for (id, power) in (0..).map(PowerId).zip(&topology.power) {
        for (feed, number) in power.feeds.iter().zip(0..) {
            lines.push((Line::Feed(id, number), *feed, Body::Source(id)));
        }
    }
    for id in topology.device_ids().filter(|id| !plan.alike.devices[id.index()].is_empty()) {
        for &supply in &topology[id].supplies {
            lines.push((Line::Supply(supply), topology[supply].source, Body::Device(id)));
        }
    }
    lines.retain(|it| here(it.0));
    let used = |body: Body| {
        home(body) || lines.iter().any(|it| it.2 == body || Body::Source(it.1) == body)
    };
    let nodes = nodes(plan, &used);
    for (line, source, body) in lines {
        let (Some(&from), Some(&to)) = (nodes.get(&Body::Source(source)), nodes.get(&body)) else {
            continue;
        };
        cord(plan, (line, source, body), [from, to]);
    }
    // Supplies that the part has and the file plugs into nothing.
    for (&body, &node) in &nodes {
        let Body::Device(id) = body else { continue };
        if home(body) {
            for number in 1..=topology[id].part.psus.unwrap_or(0).min(MOST_SUPPLIES) {
                let name = format!("psu{number}");
                if topology[id].supplies.iter().all(|&it| topology[it].name != name) {
                    let idle = drawing::NOT_CABLED.text(plan.lang).to_owned();
                    let id = format!("{}/{name}", plan.nodes[node].name);
                    let socket = Socket { id: id.clone(), ids: vec![id], comp: None };
                    let socket = (name, idle, socket);
                    pin(plan, node, TOP, socket);
                }
            }
        }
    }
}

/// No device has more, whatever its part says.
const MOST_SUPPLIES: u32 = 64;

/// Which devices are drawn: those with supplies that are plugged in, many alike in one box.
fn devices(plan: &mut Plan) {
    let topology = plan.topology;
    plan.alike.none(topology);
    let mark = |comp: CompId| (plan.mark)(comp);
    let fed = |id: &DeviceId| !topology[*id].supplies.is_empty();
    let many =
        topology.devices.iter().filter(|it| it.kind == DeviceKind::Server).count() > alike::FEW;
    let mut classes: BTreeMap<String, Vec<DeviceId>> = BTreeMap::new();
    for id in topology.device_ids().filter(fed) {
        let device = &topology[id];
        let mut class = String::new();
        if many && device.kind == DeviceKind::Server {
            // Writing to a string cannot fail.
            let _ = write!(
                class,
                "{} {:?} {:?} {:?} {:?} {:?}",
                device.part.title(),
                device.part.id,
                device.existing,
                device.location,
                device.enclosure.map(|it| it.0),
                mark(device.comp)
            );
            for &supply in &device.supplies {
                let it = &topology[supply];
                let _ = write!(class, "\n{} {:?} {:?}", it.name, it.source, mark(it.comp));
            }
        } else {
            class = format!("\n{}", device.name);
        }
        classes.entry(class).or_default().push(id);
    }
    for class in classes.into_values() {
        let names: Vec<&str> = class.iter().map(|&id| topology[id].name.as_str()).collect();
        for (name, members) in fold::sets(&names, alike::RUN) {
            let members: Vec<DeviceId> = members.iter().map(|&at| class[at]).collect();
            if members.len() >= alike::RUN {
                let first = members[0];
                plan.alike.names.insert(first, name);
                plan.alike.devices[first.index()] = members;
            } else {
                members.iter().for_each(|&id| plan.alike.devices[id.index()] = vec![id]);
            }
        }
    }
}

/// A node for each source and device that is used, by side, kind and name.
fn nodes(plan: &mut Plan, used: &dyn Fn(Body) -> bool) -> BTreeMap<Body, usize> {
    let topology = plan.topology;
    let (sides, _) = sides(topology);
    let depths = depths(topology);
    let lowest = depths.iter().max().map_or(0, |depth| depth + 1);
    let mut sources: Vec<PowerId> = (0..topology.power.len() as u32).map(PowerId).collect();
    sources.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    let mut devices: Vec<DeviceId> =
        topology.device_ids().filter(|id| !plan.alike.devices[id.index()].is_empty()).collect();
    devices.sort_by(|&a, &b| {
        let (a, b) = (&topology[a], &topology[b]);
        (a.kind as usize).cmp(&(b.kind as usize)).then_with(|| natural(&a.name, &b.name))
    });
    let mut nodes = BTreeMap::new();
    for id in sources.into_iter().filter(|&id| used(Body::Source(id))) {
        nodes.insert(Body::Source(id), plan.nodes.len());
        let node = build::node(Body::Source(id), topology[id].name.to_string(), depths[id.index()]);
        plan.nodes.push(Node { rank: sides[id.index()], ..node });
    }
    for id in devices.into_iter().filter(|&id| used(Body::Device(id))) {
        nodes.insert(Body::Device(id), plan.nodes.len());
        let name = plan.alike.names.get(&id).cloned();
        let name = name.unwrap_or_else(|| topology[id].name.to_string());
        plan.nodes.push(build::node(Body::Device(id), name, lowest));
    }
    build::compress(plan);
    nodes
}

fn pin(plan: &mut Plan, node: usize, side: usize, what: (String, String, Socket)) -> usize {
    let (name, peer, socket) = what;
    let index = plan.pins.len();
    plan.pins.push(Pin { name, peer, socket: Some(socket), ..build::pin(node, side) });
    let mut group = Group::default();
    group.pins[side].push(index);
    plan.nodes[node].rows[side].push(group);
    index
}

/// A cord from a source to what it feeds.
fn cord(plan: &mut Plan, (line, source, body): (Line, PowerId, Body), [from, to]: [usize; 2]) {
    let topology = plan.topology;
    let [source_name, name] = [from, to].map(|node| plan.nodes[node].name.clone());
    let supplies: Vec<SupplyId> = match (line, body) {
        (Line::Supply(first), Body::Device(id)) => plan.alike.devices[id.index()]
            .iter()
            .flat_map(|&member| &topology[member].supplies)
            .copied()
            .filter(|&it| topology[it].name == topology[first].name)
            .collect(),
        _ => Vec::new(),
    };
    let plug = |it: &SupplyId| topology.id(topology[*it].comp).to_owned();
    let several = match body {
        Body::Source(id) => topology[id].feeds.len() > 1,
        _ => false,
    };
    let input = match line {
        Line::Supply(first) => topology[first].name.to_string(),
        Line::Feed(_, number) if several => {
            format!("{} {}", drawing::POWER_INPUT.text(plan.lang), number + 1)
        }
        _ => drawing::POWER_INPUT.text(plan.lang).to_owned(),
    };
    let inlets: Vec<String> = match line {
        Line::Supply(_) => supplies.iter().map(plug).collect(),
        _ => vec![format!("{name}/{input}")],
    };
    let comp = match line {
        Line::Supply(first) => Some(topology[first].comp),
        _ => None,
    };
    let links: Vec<String> =
        inlets.iter().map(|inlet| format!("{source_name} -- {inlet}")).collect();
    let ids: Vec<&str> = inlets.iter().map(String::as_str).collect();
    let inlet = fold::sets(&ids, 2).into_iter().map(|it| it.0).collect::<Vec<_>>().join(", ");
    let outlet = format!("{source_name}:{inlet}");
    let outlets = links.clone();
    let upper =
        (name, format!("→ {input}"), Socket { id: outlet.clone(), ids: outlets, comp: None });
    let lower =
        (input, format!("→ {source_name}"), Socket { id: inlet.clone(), ids: inlets, comp });
    let ends = [pin(plan, from, BOTTOM, upper), pin(plan, to, TOP, lower)];
    let (sides, _) = sides(topology);
    // To a switch between feeds a line is of the side that it comes from.
    let side = sides[source.index()];
    let mark = comp.map_or(super::Mark::None, |comp| (plan.mark)(comp));
    let id = format!("{source_name} -- {inlet}");
    let kind = CableKind::Power(side);
    let link =
        Link { id, line, cable: None, links, kind, mark, ends: [outlet, inlet], steps: Vec::new() };
    build::join(plan, ends, link);
}
