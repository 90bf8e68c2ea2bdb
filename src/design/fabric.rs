//! Fabrics of many switches: servers on edge switches, arrays on core switches, sized by ratio, fan-in, hops and
//! domain IDs, and split into several pairs of fabrics where one pair does not hold all.

use compact_str::CompactString;

use super::brief::{Brief, Fabric, data_ports, host_ports};
use super::choice::Choice;
use super::wire::{raid, sides};
use crate::catalog::{Access, Part, PortType, Protocol};
use crate::words::{Lang, Msg, brief as words, msg};
use crate::yaml::write::{Node, Value};

/// Most pairs of fabrics that are tried.
const MOST_PAIRS: u32 = 100;

/// Letters of the two fabrics of a pair.
const LETTERS: [&str; 2] = ["a", "b"];

/// How many switches one fabric takes, and what hangs on each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Size {
    /// Pairs of fabrics.
    pub pairs: u32,
    /// Edge switches in each fabric.
    pub edges: u32,
    /// Core switches in each fabric.
    pub cores: u32,
    /// ISLs from each edge switch to each core switch.
    pub isls: u32,
    /// Arrays in all.
    pub arrays: u32,
}

/// What bounds the size of a fabric.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    edge_ports: u32,
    core_ports: u32,
    /// Line rates in Mbit/s.
    host: u32,
    isl: u32,
    ratio: u32,
    domains: u32,
    /// Ports of an array on one fabric.
    array_ports: u32,
}

/// Whether a choice takes more than one switch a fabric, and the brief says how these are to be.
pub(super) fn is_large(brief: &Brief, choice: &Choice) -> bool {
    let ports = choice.switch.as_ref().map_or(0, |it| alike(it).len() as u32);
    brief.fabric.is_some()
        && choice.attach.own_switches() == 2
        && brief.count.saturating_add(4) > ports
}

/// The ports of a switch that are like its first one.
fn alike(part: &Part) -> Vec<&PortType> {
    let mut ports = data_ports(part, Protocol::Fc);
    if let Some(first) = ports.first().map(|it| (it.speeds.clone(), it.connector.clone())) {
        ports.retain(|it| (it.speeds.clone(), it.connector.clone()) == first);
    }
    ports
}

fn speed(ports: &[&PortType]) -> u32 {
    ports.iter().filter_map(|it| it.speeds.first()).map(|it| it.mbit).min().unwrap_or(0)
}

/// The smallest fabrics that hold so many servers and arrays.
fn size_of(servers: u32, arrays: u32, bounds: &Bounds) -> Option<Size> {
    (1..=MOST_PAIRS).find_map(|pairs| {
        let (servers, arrays_each) = (servers.div_ceil(pairs), arrays.div_ceil(pairs));
        one(servers, arrays_each, bounds).map(|(edges, cores, isls)| Size {
            pairs,
            edges,
            cores,
            isls,
            arrays,
        })
    })
}

/// Edge switches, core switches, and ISLs between two of them, of one fabric.
fn one(servers: u32, arrays: u32, bounds: &Bounds) -> Option<(u32, u32, u32)> {
    (1..bounds.edge_ports).find_map(|cores| {
        // Each edge switch reaches every core switch, so that a lost one leaves the others.
        let fits = |hosts: u32| {
            let wanted = (u64::from(hosts) * u64::from(bounds.host))
                .div_ceil(u64::from(bounds.ratio) * u64::from(bounds.isl.max(1)));
            let isls = (wanted as u32).div_ceil(cores).max(1);
            (hosts + isls * cores <= bounds.edge_ports).then_some(isls)
        };
        let (hosts, _) = (1..bounds.edge_ports).rev().find_map(|it| Some((it, fits(it)?)))?;
        let edges = servers.div_ceil(hosts).max(1);
        // The servers are dealt out evenly, so that fewer ISLs may do.
        let isls = fits(servers.div_ceil(edges))?;
        let of_arrays = (arrays * bounds.array_ports).div_ceil(cores);
        let fits = edges * isls + of_arrays <= bounds.core_ports && edges + cores <= bounds.domains;
        fits.then_some((edges, cores, isls))
    })
}

/// Wires a large choice.
///
/// # Errors
/// Why it cannot be built.
pub(super) fn wire(brief: &Brief, choice: &Choice, lang: Lang) -> Result<Node, Msg> {
    let (Some(fabric), Some(switch), Some(array)) = (&brief.fabric, &choice.switch, &choice.array)
    else {
        return Err((&words::NO_FABRIC).into());
    };
    let edge = fabric.edge.as_ref().unwrap_or(switch);
    let core = fabric.core.as_ref().unwrap_or(edge);
    let hosts = data_ports(&choice.adapter, Protocol::Fc);
    let paths = server_ports(choice, &hosts);
    if paths.len() < 2 {
        return Err(msg!(words::ONE_PORT, adapter = choice.adapter.title()));
    }
    if let Some(most) = edge.max_switches_in_path.filter(|&it| it < 2) {
        return Err(msg!(words::TOO_MANY_HOPS, switch = edge.title(), most = most));
    }
    let controllers = host_ports(array, Protocol::Fc);
    let controllers: Vec<Vec<String>> = controllers
        .into_iter()
        .map(|ports| ports.into_iter().map(|it| it.name.to_string()).collect())
        .collect();
    let targets = sides(&controllers, array);
    let on_side = |side: usize| targets.iter().filter(|it| it.1 == side).count() as u32;
    let arrays = arrays(brief, fabric, array, on_side(0).min(on_side(1)))?;
    let (edges, cores) = (alike(edge), alike(core));
    let isl = speed(&edges).min(speed(&cores));
    let bounds = Bounds {
        edge_ports: edges.len() as u32,
        core_ports: cores.len() as u32,
        host: speed(&hosts).min(speed(&edges)),
        isl,
        ratio: fabric.isl_ratio,
        domains: fabric.domains,
        array_ports: on_side(0).max(on_side(1)),
    };
    let size = size_of(brief.count, arrays, &bounds)
        .ok_or_else(|| msg!(words::NO_SIZE, servers = brief.count, switch = edge.title()))?;
    let mut plan = Plan {
        brief,
        choice,
        size,
        parts: (edge, core),
        ports: (names(&edges), names(&cores)),
        paths,
        targets,
        links: Vec::new(),
    };
    plan.file(array, lang)
}

/// One port of each server for each side.
fn server_ports(choice: &Choice, ports: &[&PortType]) -> Vec<String> {
    match choice.adapters {
        1 => ports.iter().take(2).map(|it| format!("hba1/{}", it.name)).collect(),
        _ => {
            let first = ports.first().map(|it| it.name.as_str()).unwrap_or_default();
            (1..=2).map(|card| format!("hba{card}/{first}")).collect()
        }
    }
}

/// How many arrays: as told, if the fan-in allows it, else as many as the fan-in asks for.
fn arrays(brief: &Brief, fabric: &Fabric, array: &Part, ports: u32) -> Result<u32, Msg> {
    let title = array.title();
    let least =
        array.max_fan_in.map(|most| brief.count.div_ceil(most.max(1) * ports.max(1)).max(1));
    match (fabric.arrays, least) {
        (Some(given), Some(least)) if given < least => {
            Err(msg!(words::FAN_IN, array = title, given = given, least = least))
        }
        (Some(given), _) => Ok(given),
        (None, Some(least)) => Ok(least),
        (None, None) => Err(msg!(words::ARRAYS_UNKNOWN, array = title)),
    }
}

fn names(ports: &[&PortType]) -> Vec<CompactString> {
    ports.iter().map(|it| it.name.clone()).collect()
}

struct Plan<'p> {
    brief: &'p Brief,
    choice: &'p Choice,
    size: Size,
    parts: (&'p Part, &'p Part),
    ports: (Vec<CompactString>, Vec<CompactString>),
    paths: Vec<String>,
    /// Host ports of an array, each with its side.
    targets: Vec<(String, usize)>,
    links: Vec<Node>,
}

impl Plan<'_> {
    fn file(&mut self, array: &Part, lang: Lang) -> Result<Node, Msg> {
        let (brief, choice, size) = (self.brief, self.choice, self.size);
        let head = msg!(words::WIRED_FROM, brief = brief.name.clone()).text(lang);
        let shape = msg!(
            words::SHAPE,
            servers = brief.count,
            arrays = size.arrays,
            pairs = size.pairs,
            edges = size.edges,
            cores = size.cores,
            isls = size.isls
        );
        let mut file = Node::map();
        file.set("haplan", Node::from(1).because(head).because(shape.text(lang)));
        file.set("name", choice.name.as_str());
        file = file.maybe("title", choice.title.as_deref().or(brief.title.as_deref()));
        if let Some(promise) = brief.require.any_one_fault {
            file.set("target", Node::map().with("any_one_fault", promise.id()));
        }
        let mut adapters = Node::map();
        for card in 1..=choice.adapters {
            let id = choice.adapter.id.as_deref().unwrap_or_default();
            adapters.set(format!("hba{card}"), Node::map().with("model", id));
        }
        let server = Node::map()
            .with("model", choice.server.id.as_deref().unwrap_or_default())
            .maybe("cpus", choice.cpus)
            .maybe("memory", choice.memory.map(|it| it.to_string()))
            .with("adapters", adapters);
        file.set("servers", Node::map().with(range("srv", 1, brief.count, brief.count), server));
        file.set("switches", self.switches());
        file.set("arrays", self.arrays(array)?);
        for pair in 0..size.pairs {
            self.pair(pair, lang);
        }
        file.set("links", Value::List(std::mem::take(&mut self.links)));
        file.set("services", self.services(lang));
        Ok(file)
    }

    fn switches(&self) -> Node {
        let mut switches = Node::map();
        for pair in 0..self.size.pairs {
            for letter in LETTERS {
                let fabric = self.fabric(pair, letter);
                for (tier, part, count) in [
                    ("edge", self.parts.0, self.size.edges),
                    ("core", self.parts.1, self.size.cores),
                ] {
                    let node = Node::map()
                        .with("model", part.id.as_deref().unwrap_or_default())
                        .with("fabric", fabric.to_uppercase());
                    switches.set(range(&format!("{tier}-{fabric}-"), 1, count, count), node);
                }
            }
        }
        switches
    }

    /// The name of a fabric: its letter, and its pair where there are several.
    fn fabric(&self, pair: u32, letter: &str) -> String {
        if self.size.pairs == 1 { letter.to_owned() } else { format!("{letter}{}", pair + 1) }
    }

    fn arrays(&self, array: &Part) -> Result<Node, Msg> {
        let brief = self.brief;
        let each = brief.usable.bytes.div_ceil(u64::from(self.size.arrays.max(1)));
        let drives = brief.drives(each)?;
        let total = drives.saturating_add(brief.spares);
        if let Some(bays) = array.drive_bays.filter(|&bays| total > bays) {
            let device = array.title();
            return Err(msg!(words::TOO_FEW_BAYS, device = device, drives = total, bays = bays));
        }
        let owner = array.controllers.first().map(|it| it.name.as_str());
        let owner = owner.filter(|_| array.access != Some(Access::Symmetric));
        let volume = Node::map()
            .with("raid", raid(brief.raid))
            .with("drives", drives)
            .with("drive", brief.drive.id.as_deref().unwrap_or_default())
            .maybe("spares", (brief.spares > 0).then_some(brief.spares))
            .maybe("owner", owner);
        let node = Node::map()
            .with("model", array.id.as_deref().unwrap_or_default())
            .with("volumes", Node::map().with("data", volume));
        let all = self.size.arrays;
        Ok(Node::map().with(range("arr", 1, all, all), node))
    }

    /// The cables of a pair of fabrics.
    fn pair(&mut self, pair: u32, lang: Lang) {
        let size = self.size;
        let (first, count) = share(self.brief.count, size.pairs, pair);
        let (first_array, arrays) = share(size.arrays, size.pairs, pair);
        for (side, letter) in LETTERS.iter().enumerate() {
            let fabric = self.fabric(pair, letter);
            let start = self.links.len();
            // The next free port of each core switch.
            let mut core = vec![0_usize; size.cores as usize];
            for edge in 0..size.edges {
                let name = one_of(&format!("edge-{fabric}-"), edge + 1, size.edges);
                let (from, many) = share(count, size.edges, edge);
                if many > 0 {
                    let (from, to) = (first + from + 1, first + from + many);
                    let servers = range("srv", from, to, self.brief.count);
                    let ports = port_range(&self.ports.0[..many as usize]);
                    self.links
                        .push(format!("{servers}:{} -- {name}:{ports}", self.paths[side]).into());
                }
                for (at, next) in core.iter_mut().enumerate() {
                    let own = self.ports.0.len() - (at + 1) * size.isls as usize;
                    let own = port_range(&self.ports.0[own..own + size.isls as usize]);
                    let far = port_range(&self.ports.1[*next..*next + size.isls as usize]);
                    *next += size.isls as usize;
                    let core = one_of(&format!("core-{fabric}-"), at as u32 + 1, size.cores);
                    self.links.push(format!("{name}:{own} -- {core}:{far}").into());
                }
            }
            for array in 0..arrays {
                let name = one_of("arr", first_array + array + 1, size.arrays);
                let targets: Vec<_> = self.targets.iter().filter(|it| it.1 == side).collect();
                for (number, (port, _)) in targets.iter().enumerate() {
                    // In turn, so that every core switch has as many.
                    let at = (array as usize * targets.len() + number) % core.len();
                    let far = &self.ports.1[core[at]];
                    core[at] += 1;
                    let core = one_of(&format!("core-{fabric}-"), at as u32 + 1, size.cores);
                    self.links.push(format!("{name}:{port} -- {core}:{far}").into());
                }
            }
            if let Some(link) = self.links.get_mut(start) {
                let upper = fabric.to_uppercase();
                link.comment.push(msg!(words::FABRIC_LINKS, fabric = upper).text(lang));
            }
        }
    }

    /// A service on the first server of each pair of fabrics: all others are wired as it is.
    fn services(&self, lang: Lang) -> Node {
        let (brief, size) = (self.brief, self.size);
        let mut services = Node::map();
        for pair in 0..size.pairs {
            let (first, _) = share(brief.count, size.pairs, pair);
            let (first_array, _) = share(size.arrays, size.pairs, pair);
            let volume = format!("{}:data", one_of("arr", first_array + 1, size.arrays));
            let mut node = Node::map()
                .with("home", one_of("srv", first + 1, brief.count))
                .with("volumes", Value::List(vec![volume.into()]));
            if pair == 0 {
                node = node.because(words::ONE_STANDS_FOR_ALL.text(lang));
            }
            services.set(one_of("app", pair + 1, size.pairs), node);
        }
        services
    }
}

/// The part of so many things that falls to one of several: how many come before it, and how many it is.
fn share(all: u32, of: u32, number: u32) -> (u32, u32) {
    let (each, more) = (all / of, all % of);
    (each * number + number.min(more), each + u32::from(number < more))
}

/// A name with its number, as wide as the largest.
fn one_of(prefix: &str, number: u32, largest: u32) -> String {
    let width = largest.to_string().len();
    format!("{prefix}{number:0width$}")
}

/// Names in a row, as the format writes them.
fn range(prefix: &str, from: u32, to: u32, largest: u32) -> String {
    let width = largest.to_string().len();
    match from == to {
        true => format!("{prefix}{from:0width$}"),
        false => format!("{prefix}[{from:0width$}-{to:0width$}]"),
    }
}

/// Ports in a row, as the format writes them: a range where their names are numbers that follow each other.
fn port_range(ports: &[CompactString]) -> String {
    let numbers: Option<Vec<u32>> = ports.iter().map(|it| it.parse().ok()).collect();
    match (ports, numbers) {
        ([one], _) => one.to_string(),
        (_, Some(numbers)) if numbers.windows(2).all(|it| it[0] + 1 == it[1]) => {
            format!("[{}-{}]", numbers[0], numbers[numbers.len() - 1])
        }
        _ => format!("[{}]", ports.join(",")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worked out by hand: 48 ports, 7 to 1 at one rate. 42 servers take 6 ISLs, which fills an edge switch.
    #[test]
    fn sizes_are_those_worked_out_by_hand() {
        let bounds = Bounds {
            edge_ports: 48,
            core_ports: 48,
            host: 32_000,
            isl: 32_000,
            ratio: 7,
            domains: 239,
            array_ports: 2,
        };
        // 40 servers: one edge switch with 6 ISLs to one core switch, 6 + 2 ports of it.
        assert_eq!(one(40, 1, &bounds), Some((1, 1, 6)));
        // 84 servers: two edge switches of 42, 12 + 2 ports.
        assert_eq!(one(84, 1, &bounds), Some((2, 1, 6)));
        // 400 servers: ten edge switches of 40 with 6 ISLs; 60 ports are too many for one core switch, and
        // with two each gets 3 of every edge switch: 30 + 5 ports.
        assert_eq!(one(400, 5, &bounds), Some((10, 2, 3)));
        // Half the rate of the servers takes half the ISLs.
        assert_eq!(one(40, 1, &Bounds { host: 16_000, ..bounds }), Some((1, 1, 3)));
        // Three domain IDs hold one core switch and two edge switches.
        assert_eq!(one(126, 1, &Bounds { domains: 3, ..bounds }), None);
        assert_eq!(size_of(126, 2, &Bounds { domains: 3, ..bounds }).map(|it| it.pairs), Some(2));
    }

    #[test]
    fn shares_are_even_and_complete() {
        let shares: Vec<_> = (0..3).map(|it| share(8, 3, it)).collect();
        assert_eq!(shares, [(0, 3), (3, 3), (6, 2)]);
    }
}
