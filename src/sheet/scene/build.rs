//! From a design to nodes, pins and links, in an order that does not depend on its file.

use std::collections::BTreeMap;

use crate::catalog::Protocol;
use crate::names::natural;
use crate::sheet::{fold, plugs};
use crate::topology::{
    CableId, CompId, DeviceId, DeviceKind, ModuleId, NetworkId, PortId, Topology,
};
use crate::words::Lang;

use super::alike::Alike;
use super::model::{BOTTOM, Body, Group, LANE, Link, Node, PORT_GAP, Pin, Plan, SMALL, Step, TOP};
use super::pages::{Line, Part};
use super::text::width;
use super::tiers::{CLOUDS, Neighbours, Zone, Zones, by_fabric, fabric_ranks};
use super::{CableKind, Mark, View, frame, kinds, paint, power, tiers};

/// A line from port to port, or from a port to a cloud.
struct Wire {
    cable: Option<CableId>,
    ports: [Option<PortId>; 2],
    nodes: [usize; 2],
}

/// Everything to be laid out; nothing has a place yet.
pub(super) fn plan<'a>(
    (topology, view): (&'a Topology, View),
    mark: &'a dyn Fn(CompId) -> Mark,
    lang: Lang,
    framed: bool,
    part: Option<&Part>,
) -> Plan<'a> {
    let neighbours = Neighbours::new(topology);
    let mut plan = Plan {
        topology,
        view,
        mark,
        lang,
        alike: Alike::new(topology, &neighbours, mark),
        fabrics: plugs::fabrics(topology),
        ranks: fabric_ranks(topology),
        nodes: Vec::new(),
        pins: Vec::new(),
        links: Vec::new(),
        tiers: Vec::new(),
        frames: Vec::new(),
        framed,
        part: part.cloned(),
    };
    match view {
        View::Cabling | View::Power => {}
        View::Logical => {
            let kind = |id| {
                let fabric = tiers::fabric(topology, &plan.fabrics, &plan.ranks, id);
                kinds::kind(topology, &plan.ranks, fabric, id).0
            };
            plan.alike.merge(topology, kind);
        }
        View::Rack => plan.alike.in_racks(topology),
        View::Heartbeat => {
            let beats = |id: CableId| {
                topology
                    .clusters
                    .iter()
                    .flat_map(|it| &it.heartbeats)
                    .any(|network| topology[id].networks.contains(network))
            };
            plan.alike.keep(topology, beats);
        }
    }
    if view == View::Power {
        power::fill(&mut plan, part);
        return ready(plan);
    }
    if let Some(part) = part {
        plan.alike.restrict(topology, part);
    }
    let nodes = devices(&mut plan, &neighbours);
    let uplinks = clouds(&mut plan);
    compress(&mut plan);
    let wires = wires(&plan, &nodes, &uplinks);
    let pins = ports(&mut plan, &nodes, &uplinks, &wires);
    for wire in &wires {
        link(&mut plan, &pins, wire);
    }
    ready(plan)
}

/// The plan with the sizes of all that stands in it.
fn ready(mut plan: Plan) -> Plan {
    for node in 0..plan.nodes.len() {
        paint::heads(&mut plan, node);
    }
    paint::align(&mut plan);
    for node in 0..plan.nodes.len() {
        plan.arrange(node);
    }
    plan
}

pub(super) fn node(body: Body, name: String, tier: usize) -> Node {
    Node {
        body,
        name,
        tier,
        zone: (0, 0),
        rank: 0,
        across: Vec::new(),
        rows: [Vec::new(), Vec::new()],
        head: 0,
        room: (0, 0),
        x: 0,
        y: 0,
        w: 0,
        h: 0,
    }
}

/// A node for each device that is drawn; gives the node of each.
fn devices(plan: &mut Plan, neighbours: &Neighbours) -> Vec<usize> {
    let topology = plan.topology;
    let drawn: Vec<DeviceId> =
        topology.device_ids().filter(|id| !plan.alike.devices[id.index()].is_empty()).collect();
    let zones = Zones::new(topology, &drawn);
    let rank = |id: DeviceId| {
        plan.fabrics[id.index()].map_or(usize::MAX, |fabric| plan.ranks[fabric.index()])
    };
    let mut ids: Vec<(usize, Zone, DeviceId)> = drawn
        .into_iter()
        .map(|id| (neighbours.tier(topology, id), zones.of(topology, id), id))
        .collect();
    ids.sort_by(|&(tier_a, zone_a, a), &(tier_b, zone_b, b)| {
        (tier_a, zone_a, rank(a))
            .cmp(&(tier_b, zone_b, rank(b)))
            .then_with(|| natural(&topology[a].name, &topology[b].name))
    });
    let mut nodes = vec![usize::MAX; topology.devices.len()];
    let mut made = Vec::new();
    for (tier, zone, id) in ids {
        nodes[id.index()] = made.len();
        let name = plan.alike.names.get(&id).cloned();
        let name = name.unwrap_or_else(|| topology[id].name.to_string());
        let rank = if by_fabric(tier) { rank(id) } else { 0 };
        made.push(Node { zone, rank, ..node(Body::Device(id), name, tier) });
    }
    plan.nodes = made;
    plan.frames = frame::groups(plan, &zones);
    nodes
}

/// A cloud for each client network with uplinks; networks that share an uplink share a cloud.
/// Gives the cloud of each uplink.
fn clouds(plan: &mut Plan) -> BTreeMap<PortId, usize> {
    let topology = plan.topology;
    let mut ids: Vec<NetworkId> = (0..topology.networks.len() as u32).map(NetworkId).collect();
    ids.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    let mut uplinks = BTreeMap::new();
    for id in ids {
        let network = &topology[id];
        let free = |port: &&PortId| {
            topology[**port].cable.is_none() && !plan.alike.ports[port.index()].is_empty()
        };
        let Some(first) = network.uplinks.iter().find(free) else { continue };
        let shared = network.uplinks.iter().find_map(|port| uplinks.get(port).copied());
        let cloud = shared.unwrap_or_else(|| {
            plan.nodes.push(node(Body::Cloud, String::new(), CLOUDS));
            plan.nodes.len() - 1
        });
        let name = &mut plan.nodes[cloud].name;
        if !name.is_empty() {
            name.push_str(", ");
        }
        name.push_str(&network.name);
        uplinks.entry(*first).or_insert(cloud);
        for port in network.uplinks.iter().filter(free) {
            uplinks.entry(*port).or_insert(cloud);
        }
    }
    uplinks
}

/// Leaves out empty tiers.
pub(super) fn compress(plan: &mut Plan) {
    let mut used: Vec<usize> = plan.nodes.iter().map(|node| node.tier).collect();
    used.sort_unstable();
    used.dedup();
    plan.tiers = vec![Vec::new(); used.len()];
    for (index, node) in plan.nodes.iter_mut().enumerate() {
        node.tier = used.partition_point(|&tier| tier < node.tier);
        plan.tiers[node.tier].push(index);
    }
}

/// Cables and uplinks by the names of their ports, the upper or lesser end first.
fn wires(plan: &Plan, nodes: &[usize], uplinks: &BTreeMap<PortId, usize>) -> Vec<Wire> {
    let topology = plan.topology;
    let of = |port: PortId| nodes[topology[port].device.index()];
    let mut wires: Vec<Wire> = topology
        .cable_ids()
        .filter(|id| !plan.alike.cables[id.index()].is_empty())
        .map(|id| {
            let mut ports = topology[id].ends;
            ports.sort_by(|&a, &b| natural(topology.port_id(a), topology.port_id(b)));
            Wire { cable: Some(id), ports: ports.map(Some), nodes: ports.map(of) }
        })
        .collect();
    wires.extend(uplinks.iter().map(|(&port, &cloud)| Wire {
        cable: None,
        ports: [Some(port), None],
        nodes: [of(port), cloud],
    }));
    let name = |wire: &Wire| wire.ports[0].map_or("", |port| topology.port_id(port));
    wires.sort_by(|a, b| natural(name(a), name(b)));
    wires
}

/// A pin for each port that the file names, on the side where its cable leaves.
fn ports(
    plan: &mut Plan,
    nodes: &[usize],
    uplinks: &BTreeMap<PortId, usize>,
    wires: &[Wire],
) -> Vec<usize> {
    let topology = plan.topology;
    let mut side: Vec<Option<usize>> = vec![None; topology.ports.len()];
    for wire in wires {
        let tiers = wire.nodes.map(|node| plan.nodes[node].tier);
        for (end, port) in wire.ports.iter().enumerate() {
            let Some(port) = port else { continue };
            let device = &topology[topology[*port].device];
            side[port.index()] = Some(match tiers[end].cmp(&tiers[1 - end]) {
                std::cmp::Ordering::Less => BOTTOM,
                std::cmp::Ordering::Greater => TOP,
                std::cmp::Ordering::Equal => beside(topology, device.kind, wire),
            });
        }
    }
    let mut order: Vec<usize> = (0..topology.ports.len()).collect();
    order.retain(|&port| !plan.alike.ports[port].is_empty());
    order.sort_by(|&a, &b| natural(&topology.ports[a].name, &topology.ports[b].name));
    let mut pins = vec![0; topology.ports.len()];
    let mut groups: BTreeMap<(usize, Option<ModuleId>, usize), Group> = BTreeMap::new();
    for index in order {
        let id = PortId(index as u32);
        let port = &topology[id];
        let node = nodes[port.device.index()];
        let protocol = topology.port_type(id).protocol;
        let side = side[index].unwrap_or(match topology[port.device].kind {
            DeviceKind::Server if matches!(protocol, Protocol::Fc | Protocol::Sas) => BOTTOM,
            DeviceKind::Switch => BOTTOM,
            DeviceKind::Panel | DeviceKind::Outlet => BOTTOM,
            DeviceKind::Server | DeviceKind::Array => TOP,
            DeviceKind::Shelf | DeviceKind::Enclosure => TOP,
        });
        let peer = match port.cable {
            Some(cable) => {
                let [a, b] = topology[cable].ends;
                let far = if a == id { b } else { a };
                format!("→ {}", short(plan.port_ids(far)))
            }
            None => match uplinks.get(&id) {
                Some(&cloud) => format!("→ {}", plan.nodes[cloud].name),
                None => crate::words::drawing::NOT_CABLED.text(plan.lang).to_owned(),
            },
        };
        pins[index] = plan.pins.len();
        plan.pins.push(Pin {
            port: Some(id),
            name: port_name(plan, id),
            peer,
            w: 0,
            ..pin(node, side)
        });
        match port.module {
            Some(module) => {
                groups.entry((node, Some(module), 0)).or_default().pins[side].push(pins[index])
            }
            None => {
                let mut group = Group::default();
                group.pins[side].push(pins[index]);
                plan.nodes[node].rows[side].push(group);
            }
        }
    }
    modules(plan, nodes, groups);
    pins
}

/// The name of a port as it stands in its module, with what the operating system calls it; of a port that
/// stands for others, all names.
fn port_name(plan: &Plan, id: PortId) -> String {
    let topology = plan.topology;
    let own = |port: &PortId| {
        let port = &topology[*port];
        let short = port.module.and_then(|module| {
            port.name.strip_prefix(topology[module].name.as_str())?.strip_prefix('/')
        });
        short.unwrap_or(&port.name).to_owned()
    };
    let mut names: Vec<String> = plan.alike.ports[id.index()].iter().map(own).collect();
    names.dedup();
    let name = short(fold::sets(&names, 2).into_iter().map(|(name, _)| name).collect());
    match &topology[id].alias {
        Some(alias) => format!("{name} ({alias})"),
        None => name,
    }
}

/// The first names of a list, with a sign if there are more.
fn short(mut names: Vec<String>) -> String {
    const SHOWN: usize = 2;
    if names.len() > SHOWN {
        names.truncate(SHOWN);
        names.push("…".to_owned());
    }
    names.join(", ")
}

/// Modules in natural order, cabled or not, behind the ports on the board.
fn modules(
    plan: &mut Plan,
    nodes: &[usize],
    mut groups: BTreeMap<(usize, Option<ModuleId>, usize), Group>,
) {
    let topology = plan.topology;
    // On a page that repeats a device only what is used there is shown.
    let homes = plan.part.as_ref().map(|part| part.homes.clone());
    let away = |device: DeviceId| {
        homes.as_ref().is_some_and(|homes| !homes.contains(&Body::Device(device)))
    };
    let mut ids: Vec<ModuleId> = (0..topology.modules.len() as u32).map(ModuleId).collect();
    ids.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    for id in ids {
        let node = nodes[topology[id].device.index()];
        if node == usize::MAX {
            continue;
        }
        let mut group = groups.remove(&(node, Some(id), 0)).unwrap_or_default();
        group.module = Some(id);
        let view = plan.view;
        let at = &mut plan.nodes[node];
        match (group.pins[TOP].is_empty(), group.pins[BOTTOM].is_empty()) {
            (false, false) => at.across.push(group),
            (false, true) => at.rows[TOP].push(group),
            (true, false) => at.rows[BOTTOM].push(group),
            // Where only some cables are shown, a card without one of them says nothing.
            (true, true) if view == View::Heartbeat => {}
            (true, true) if away(topology[id].device) => {}
            (true, true) => {
                let array = topology[topology[id].device].kind == DeviceKind::Array;
                at.rows[if array { TOP } else { BOTTOM }].push(group);
            }
        }
    }
}

/// On which side a cable between devices of one tier runs.
fn beside(topology: &Topology, kind: DeviceKind, wire: &Wire) -> usize {
    let storage =
        wire.cable.is_none_or(|id| matches!(topology[id].protocol, Protocol::Fc | Protocol::Sas));
    match kind {
        DeviceKind::Array | DeviceKind::Shelf => BOTTOM,
        _ if storage => BOTTOM,
        _ => TOP,
    }
}

/// A link from pin to pin, with a lane through each tier between.
fn link(plan: &mut Plan, pins: &[usize], wire: &Wire) {
    let topology = plan.topology;
    let (kind, letter) = match wire.cable {
        Some(id) => {
            let fabric = tiers::fabric(topology, &plan.fabrics, &plan.ranks, id);
            kinds::kind(topology, &plan.ranks, fabric, id)
        }
        None => (CableKind::Uplink, String::new()),
    };
    let pieces = wire.cable.iter().flat_map(|&id| &topology[id].pieces);
    let mark = pieces.map(|&piece| (plan.mark)(piece)).max().unwrap_or_default();
    let ends = [0, 1].map(|end| match wire.ports[end] {
        Some(port) => {
            let pin = pins[port.index()];
            plan.pins[pin].chip = paint::chip(plan, wire.cable, port, &letter, mark);
            (pin, plan.port_ids(port).join(", "))
        }
        None => {
            let node = wire.nodes[end];
            let pin = push_pin(plan, node, BOTTOM);
            plan.nodes[node].rows[BOTTOM]
                .push(Group { pins: [Vec::new(), vec![pin]], ..Group::default() });
            (pin, plan.nodes[node].name.clone())
        }
    });
    let names = |id: CableId| plan.alike.cables[id.index()].iter();
    let links: Vec<String> = wire
        .cable
        .into_iter()
        .flat_map(names)
        .map(|&cable| plugs::link_name(topology, cable))
        .collect();
    let id = match wire.cable {
        Some(_) => fold::sets(&links, 2).into_iter().map(|it| it.0).collect::<Vec<_>>().join(", "),
        None => format!("{} -- {}", ends[0].1, ends[1].1),
    };
    let cable = wire.cable;
    let uplink = wire.ports[0].map(Line::Uplink);
    let Some(line) = cable.map(Line::Cable).or(uplink) else { return };
    let [(from, first), (to, last)] = ends;
    let ends = [first, last];
    let link = Link { id, line, cable, links, kind, mark, ends, steps: Vec::new() };
    join(plan, [from, to], link);
}

/// Leads a link from pin to pin.
pub(super) fn join(plan: &mut Plan, mut pins: [usize; 2], mut link: Link) {
    let tier = |plan: &Plan, pin: usize| plan.nodes[plan.pins[pin].node].tier;
    if tier(plan, pins[0]) > tier(plan, pins[1]) {
        pins.swap(0, 1);
        link.ends.swap(0, 1);
    }
    let [from, to] = pins;
    let mut steps = Vec::new();
    let mut at = from;
    for passed in tier(plan, from) + 1..tier(plan, to) {
        plan.nodes.push(node(Body::Lane, String::new(), passed));
        let lane = plan.nodes.len() - 1;
        plan.tiers[passed].push(lane);
        let upper = push_pin(plan, lane, TOP);
        let lower = push_pin(plan, lane, BOTTOM);
        let group = Group { pins: [vec![upper], vec![lower]], ..Group::default() };
        plan.nodes[lane].rows[TOP].push(group);
        steps.push(Step { channel: passed, pins: [at, upper] });
        at = lower;
    }
    steps.push(Step { channel: plan.channel_of(at), pins: [at, to] });
    for step in &steps {
        plan.pins[step.pins[0]].mate = Some(step.pins[1]);
        plan.pins[step.pins[1]].mate = Some(step.pins[0]);
    }
    link.steps = steps;
    plan.links.push(link);
}

fn push_pin(plan: &mut Plan, node: usize, side: usize) -> usize {
    plan.pins.push(pin(node, side));
    plan.pins.len() - 1
}

/// A pin of nothing that has a name.
pub(super) fn pin(node: usize, side: usize) -> Pin {
    Pin {
        node,
        side,
        port: None,
        socket: None,
        name: String::new(),
        peer: String::new(),
        chip: None,
        dx: 0,
        w: 2 * LANE,
        x: 0,
        mate: None,
    }
}

/// Width of a port: its name, the far end of its cable and what stands on the cable all fit.
pub(super) fn port_width(name: &str, peer: &str, chip: Option<&str>) -> i32 {
    let chip = chip.map_or(0, |chip| paint::badge_width(chip) + 2 * PORT_GAP);
    (width(name, SMALL, true) + 60).max(width(peer, SMALL, false) + 60).max(chip).max(240)
}
