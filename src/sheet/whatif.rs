//! A design as gates for whoever wants to ask "what if this fails": names and numbers, free of any format.

use crate::facts::{Compiled, Effect, Facts, Gate, Home, Outcome, Routes};
use crate::topology::{ServiceId, Topology};

/// A design as gates. Signals are numbered: components first, then what `remember` says, then the gates.
#[derive(Clone, Debug)]
pub struct WhatIf {
    /// Name of the topology.
    pub topology: String,
    /// Ids of all components in code-point order; each is a signal that holds as long as it has not failed itself.
    pub components: Vec<String>,
    /// For each component the signal that says whether it works.
    pub works: Vec<u32>,
    /// For each thing that a state may leave behind the signal that says so. It is a signal itself in every later
    /// state.
    pub remember: Vec<u32>,
    /// The gates.
    pub gates: Vec<GateRow>,
    /// From which signal on, and up to which, gates rest on each other.
    pub loops: Vec<(u32, u32)>,
    /// The services, by name.
    pub services: Vec<ServiceGates>,
}

/// A gate.
#[derive(Clone, Debug)]
pub struct GateRow {
    /// `and`, `or`, `not` or `atleast`.
    pub kind: &'static str,
    /// How many of them, for `atleast`.
    pub least: Option<u32>,
    /// The signals that it reads.
    pub of: Vec<u32>,
}

/// A service as gates.
#[derive(Clone, Debug)]
pub struct ServiceGates {
    /// Its name.
    pub name: String,
    /// Its nodes, in order.
    pub nodes: Vec<String>,
    /// Whether its paths can be counted.
    pub counted: bool,
    /// Everything that it uses or keeps works.
    pub keeps: u32,
    /// What happens, once for each node that may be taken for the home.
    pub homes: Vec<HomeGates>,
}

/// What happens when one node is taken for the home.
#[derive(Clone, Debug)]
pub struct HomeGates {
    /// The data are lost.
    pub lost: u32,
    /// The signal, what it then comes to, and the node that runs the service; the first that holds counts.
    pub outcomes: Vec<(u32, Effect, Option<usize>)>,
    /// The nodes, in order.
    pub nodes: Vec<NodeGates>,
}

/// How a node reaches its data.
#[derive(Clone, Debug)]
pub struct NodeGates {
    /// For each volume and mirror the signals of its pairs of ports.
    pub paths: Vec<Vec<u32>>,
    /// A signal, and the components that a working way crosses as long as it holds.
    pub carries: Vec<(u32, Vec<u32>)>,
}

/// The gates of a design; `None` if they would be too many to be of use.
pub fn whatif(topology: &Topology) -> Option<WhatIf> {
    let structure = Facts::new(topology).structure()?;
    let mut places = vec![0; structure.components.len()];
    for (comp, place) in structure.components.iter().zip(0..) {
        places[comp.index()] = place;
    }
    let services = topology.service_ids().zip(structure.services);
    Some(WhatIf {
        topology: topology.name.to_string(),
        components: structure.components.iter().map(|&it| topology.id(it).to_owned()).collect(),
        works: structure.works,
        remember: structure.remember,
        gates: structure.gates.into_iter().map(gate).collect(),
        loops: structure.loops,
        services: services.map(|(id, it)| service(topology, &places, id, it)).collect(),
    })
}

fn gate(gate: Gate) -> GateRow {
    let (kind, least, of) = match gate {
        Gate::All(of) => ("and", None, of),
        Gate::Any(of) => ("or", None, of),
        Gate::AtLeast(least, of) => ("atleast", Some(least), of),
        Gate::Not(of) => ("not", None, vec![of]),
    };
    GateRow { kind, least, of }
}

fn service(topology: &Topology, places: &[u32], id: ServiceId, it: Compiled) -> ServiceGates {
    let service = &topology[id];
    ServiceGates {
        name: service.name.to_string(),
        nodes: service.nodes.iter().map(|&node| topology[node].name.to_string()).collect(),
        counted: it.counted,
        keeps: it.keeps,
        homes: it.homes.into_iter().map(|it| home(places, it)).collect(),
    }
}

fn home(places: &[u32], it: Home) -> HomeGates {
    let outcome = |it: Outcome| (it.signal, it.state, it.node);
    let node = |it: Routes| NodeGates {
        paths: it.paths,
        carries: it
            .carries
            .into_iter()
            .map(|(signal, comps)| {
                (signal, comps.into_iter().map(|comp| places[comp.index()]).collect())
            })
            .collect(),
    };
    HomeGates {
        lost: it.lost,
        outcomes: it.outcomes.into_iter().map(outcome).collect(),
        nodes: it.nodes.into_iter().map(node).collect(),
    }
}
