//! From a design to nodes, pins and links, in an order that does not depend on its file.

use std::collections::BTreeMap;

use crate::catalog::Protocol;
use crate::names::natural;
use crate::spec::NetworkRole;
use crate::topology::{
    CableId, CompId, DeviceId, DeviceKind, ModuleId, Network, NetworkId, PortId, Topology,
};
use crate::words::Lang;

use super::model::{BOTTOM, Body, Group, LANE, Link, Node, PORT_GAP, Pin, Plan, SMALL, Step, TOP};
use super::paint;
use super::text::width;
use super::{CableKind, Mark};

/// Tiers from the top, before empty ones are left out.
const CLOUDS: usize = 0;
const LAN: usize = 1;
const SERVERS: usize = 2;
const SAN: usize = 3;
const ARRAYS: usize = 4;

/// A line from port to port, or from a port to a cloud.
struct Wire {
    cable: Option<CableId>,
    ports: [Option<PortId>; 2],
    nodes: [usize; 2],
}

/// Everything to be laid out; nothing has a place yet.
pub(super) fn plan<'a>(
    topology: &'a Topology,
    mark: &'a dyn Fn(CompId) -> Mark,
    lang: Lang,
) -> Plan<'a> {
    let mut plan = Plan {
        topology,
        mark,
        lang,
        nodes: Vec::new(),
        pins: Vec::new(),
        links: Vec::new(),
        tiers: Vec::new(),
    };
    let nodes = devices(&mut plan);
    let uplinks = clouds(&mut plan);
    compress(&mut plan);
    let wires = wires(topology, &nodes, &uplinks);
    let pins = ports(&mut plan, &nodes, &uplinks, &wires);
    for wire in &wires {
        link(&mut plan, &pins, wire);
    }
    for node in 0..plan.nodes.len() {
        paint::heads(&mut plan, node);
    }
    paint::align(&mut plan);
    for node in 0..plan.nodes.len() {
        plan.arrange(node);
    }
    plan
}

fn node(body: Body, name: String, tier: usize, rank: usize) -> Node {
    Node {
        body,
        name,
        tier,
        rank,
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

/// A node for each device; gives the node of each.
fn devices(plan: &mut Plan) -> Vec<usize> {
    let topology = plan.topology;
    let ranks = fabric_ranks(topology);
    let mut ids: Vec<(usize, DeviceId)> =
        topology.device_ids().map(|id| (tier(topology, id), id)).collect();
    let rank = |id: DeviceId| topology[id].fabric.map_or(usize::MAX, |f| ranks[f.index()]);
    ids.sort_by(|&(tier_a, a), &(tier_b, b)| {
        (tier_a, rank(a))
            .cmp(&(tier_b, rank(b)))
            .then_with(|| natural(&topology[a].name, &topology[b].name))
    });
    let mut nodes = vec![0; topology.devices.len()];
    for (tier, id) in ids {
        nodes[id.index()] = plan.nodes.len();
        let rank = if tier == SAN { rank(id) } else { 0 };
        plan.nodes.push(node(Body::Device(id), topology[id].name.to_string(), tier, rank));
    }
    nodes
}

/// Rank of each fabric by its name.
fn fabric_ranks(topology: &Topology) -> Vec<usize> {
    let mut order: Vec<usize> = (0..topology.fabrics.len()).collect();
    order.sort_by(|&a, &b| natural(&topology.fabrics[a].name, &topology.fabrics[b].name));
    let mut ranks = vec![0; order.len()];
    for (rank, index) in order.into_iter().enumerate() {
        ranks[index] = rank;
    }
    ranks
}

/// Which tier a device belongs to. An Ethernet switch counts as one of the storage if it has a
/// fabric label, reaches an array or carries a storage network.
fn tier(topology: &Topology, id: DeviceId) -> usize {
    let device = &topology[id];
    let storage = || {
        let far = |port: PortId, cable: CableId| {
            let [a, b] = topology[cable].ends;
            topology[topology[if a == port { b } else { a }].device].kind
        };
        device.fabric.is_some()
            || device.part.ports.iter().any(|port| port.protocol != Protocol::Ethernet)
            || topology.ports.iter().enumerate().any(|(i, port)| {
                port.device == id
                    && port.cable.is_some_and(|cable| {
                        far(PortId(i as u32), cable) == DeviceKind::Array
                            || topology[cable]
                                .networks
                                .iter()
                                .any(|&network| topology[network].role == NetworkRole::Storage)
                    })
            })
    };
    match device.kind {
        DeviceKind::Server | DeviceKind::Enclosure => SERVERS,
        DeviceKind::Array | DeviceKind::Shelf => ARRAYS,
        DeviceKind::Panel | DeviceKind::Outlet => LAN,
        DeviceKind::Switch if storage() => SAN,
        DeviceKind::Switch => LAN,
    }
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
        let free = |port: &&PortId| topology[**port].cable.is_none();
        let Some(first) = network.uplinks.iter().find(free) else { continue };
        let shared = network.uplinks.iter().find_map(|port| uplinks.get(port).copied());
        let cloud = shared.unwrap_or_else(|| {
            plan.nodes.push(node(Body::Cloud, String::new(), CLOUDS, 0));
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
fn compress(plan: &mut Plan) {
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
fn wires(topology: &Topology, nodes: &[usize], uplinks: &BTreeMap<PortId, usize>) -> Vec<Wire> {
    let of = |port: PortId| nodes[topology[port].device.index()];
    let mut wires: Vec<Wire> = topology
        .cable_ids()
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
    order.sort_by(|&a, &b| natural(&topology.ports[a].name, &topology.ports[b].name));
    let mut pins = vec![0; order.len()];
    let mut groups: BTreeMap<(usize, Option<ModuleId>, usize), Group> = BTreeMap::new();
    for index in order {
        let id = PortId(index as u32);
        let port = &topology[id];
        let node = nodes[port.device.index()];
        let protocol = topology.port_type(id).protocol;
        let side = side[index].unwrap_or(match topology[port.device].kind {
            DeviceKind::Server if protocol != Protocol::Ethernet => BOTTOM,
            DeviceKind::Switch => BOTTOM,
            DeviceKind::Panel | DeviceKind::Outlet => BOTTOM,
            DeviceKind::Server | DeviceKind::Array => TOP,
            DeviceKind::Shelf | DeviceKind::Enclosure => TOP,
        });
        let short = port.module.and_then(|module| {
            port.name.strip_prefix(topology[module].name.as_str())?.strip_prefix('/')
        });
        let peer = match port.cable {
            Some(cable) => {
                let [a, b] = topology[cable].ends;
                format!("→ {}", topology.port_id(if a == id { b } else { a }))
            }
            None => match uplinks.get(&id) {
                Some(&cloud) => format!("→ {}", plan.nodes[cloud].name),
                None => crate::words::drawing::NOT_CABLED.text(plan.lang).to_owned(),
            },
        };
        pins[index] = plan.pins.len();
        plan.pins.push(Pin {
            node,
            side,
            port: Some(id),
            name: short.unwrap_or(&port.name).to_owned(),
            peer,
            chip: None,
            dx: 0,
            w: 0,
            x: 0,
            mate: None,
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

/// Modules in natural order, cabled or not, behind the ports on the board.
fn modules(
    plan: &mut Plan,
    nodes: &[usize],
    mut groups: BTreeMap<(usize, Option<ModuleId>, usize), Group>,
) {
    let topology = plan.topology;
    let mut ids: Vec<ModuleId> = (0..topology.modules.len() as u32).map(ModuleId).collect();
    ids.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    for id in ids {
        let node = nodes[topology[id].device.index()];
        let mut group = groups.remove(&(node, Some(id), 0)).unwrap_or_default();
        group.module = Some(id);
        let at = &mut plan.nodes[node];
        match (group.pins[TOP].is_empty(), group.pins[BOTTOM].is_empty()) {
            (false, false) => at.across.push(group),
            (false, true) => at.rows[TOP].push(group),
            (true, false) => at.rows[BOTTOM].push(group),
            (true, true) => {
                let array = topology[topology[id].device].kind == DeviceKind::Array;
                at.rows[if array { TOP } else { BOTTOM }].push(group);
            }
        }
    }
}

/// On which side a cable between devices of one tier runs.
fn beside(topology: &Topology, kind: DeviceKind, wire: &Wire) -> usize {
    let ethernet = wire.cable.is_some_and(|id| topology[id].protocol == Protocol::Ethernet);
    match kind {
        DeviceKind::Server if ethernet => TOP,
        DeviceKind::Switch if ethernet => TOP,
        _ => BOTTOM,
    }
}

/// A link from pin to pin, with a lane through each tier between.
fn link(plan: &mut Plan, pins: &[usize], wire: &Wire) {
    let topology = plan.topology;
    let (kind, letter) = kind(topology, wire);
    let mark = wire.cable.map_or(Mark::None, |id| (plan.mark)(topology[id].comp));
    let chip = paint::chip(plan, wire.cable, letter, mark);
    let mut ends = [0, 1].map(|end| match wire.ports[end] {
        Some(port) => {
            let pin = pins[port.index()];
            plan.pins[pin].chip.clone_from(&chip);
            (pin, topology.port_id(port).to_owned())
        }
        None => {
            let node = wire.nodes[end];
            let pin = push_pin(plan, node, BOTTOM);
            plan.nodes[node].rows[BOTTOM]
                .push(Group { pins: [Vec::new(), vec![pin]], ..Group::default() });
            (pin, plan.nodes[node].name.clone())
        }
    });
    let id = match wire.cable {
        Some(cable) => topology.id(topology[cable].comp).to_owned(),
        None => format!("{} -- {}", ends[0].1, ends[1].1),
    };
    let tier = |plan: &Plan, pin: usize| plan.nodes[plan.pins[pin].node].tier;
    if tier(plan, ends[0].0) > tier(plan, ends[1].0) {
        ends.swap(0, 1);
    }
    let [(from, first), (to, last)] = ends;
    let mut steps = Vec::new();
    let mut at = from;
    for passed in tier(plan, from) + 1..tier(plan, to) {
        plan.nodes.push(node(Body::Lane, String::new(), passed, 0));
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
    let component = wire.cable.is_some();
    plan.links.push(Link { id, component, kind, mark, ends: [first, last], steps });
}

fn push_pin(plan: &mut Plan, node: usize, side: usize) -> usize {
    let (name, peer) = (String::new(), String::new());
    plan.pins.push(Pin {
        node,
        side,
        port: None,
        name,
        peer,
        chip: None,
        dx: 0,
        w: 2 * LANE,
        x: 0,
        mate: None,
    });
    plan.pins.len() - 1
}

/// What a cable is for, and the letter or name that says so on it.
fn kind(topology: &Topology, wire: &Wire) -> (CableKind, String) {
    let Some(id) = wire.cable else { return (CableKind::Uplink, String::new()) };
    let cable = &topology[id];
    let ranks = fabric_ranks(topology);
    let fabric = cable
        .ends
        .iter()
        .filter_map(|&end| topology[topology[end].device].fabric)
        .min_by_key(|fabric| ranks[fabric.index()]);
    let mut networks = cable.networks.clone();
    networks.sort_by(|&a, &b| natural(&topology[a].name, &topology[b].name));
    let names: Vec<&str> = networks.iter().map(|&id| topology[id].name.as_str()).collect();
    let first = |role| networks.iter().find(|&&id| topology[id].role == role).copied();
    let has = |role| networks.iter().any(|&id| topology[id].role == role);
    let ethernet = if has(NetworkRole::Clients) {
        CableKind::Clients
    } else if let Some(storage) = first(NetworkRole::Storage) {
        let before = |network: &&Network| {
            network.role == NetworkRole::Storage
                && natural(&network.name, &topology[storage].name).is_lt()
        };
        CableKind::Storage(topology.networks.iter().filter(before).count())
    } else if has(NetworkRole::Heartbeat) {
        CableKind::Heartbeat
    } else if has(NetworkRole::Management) {
        CableKind::Management
    } else {
        CableKind::Ethernet
    };
    match (cable.protocol, fabric) {
        (Protocol::Ethernet, Some(fabric)) if matches!(ethernet, CableKind::Storage(_)) => {
            let name = format!("{} {}", topology[fabric].name, names.join("+"));
            (CableKind::Fabric(ranks[fabric.index()]), name)
        }
        (Protocol::Ethernet | Protocol::Serial, _) => (ethernet, names.join("+")),
        (_, Some(fabric)) => {
            (CableKind::Fabric(ranks[fabric.index()]), topology[fabric].name.to_string())
        }
        (Protocol::Fc, None) => (CableKind::FibreChannel, "FC".to_owned()),
        (Protocol::Sas, None) => (CableKind::Sas, "SAS".to_owned()),
    }
}

/// Width of a port: its name, the far end of its cable and what stands on the cable all fit.
pub(super) fn port_width(name: &str, peer: &str, chip: Option<&str>) -> i32 {
    let chip = chip.map_or(0, |chip| paint::badge_width(chip) + 2 * PORT_GAP);
    (width(name, SMALL, true) + 60).max(width(peer, SMALL, false) + 60).max(chip).max(240)
}
