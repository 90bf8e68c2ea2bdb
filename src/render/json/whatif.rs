//! A design as gates, as JSON: what the what-if of a page is judged by.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;
use serde::ser::{SerializeSeq, Serializer};

use crate::sheet::whatif::{GateRow, ServiceGates, WhatIf};

/// A design as gates. Signals are numbered from 0: one for each of `components`, which holds as long as that has
/// not failed itself; one for each of `remember`; one for each of `gates`.
#[derive(Serialize, JsonSchema, Debug)]
pub struct WhatIfDocument<'w> {
    /// Version of the format; 1.
    version: u32,
    /// The name of the topology.
    topology: &'w str,
    /// The ids of all components, in code-point order.
    components: &'w [String],
    /// For each component the signal that says whether it works, and not only has not failed itself.
    works: &'w [u32],
    /// What one state of faults leaves behind for the next: each of these signals that holds in a state of faults
    /// makes the signal of its place hold in every state with more of them.
    remember: &'w [u32],
    /// Each reads signals before it only, but for those within a loop.
    gates: Vec<Gate<'w>>,
    /// From which signal on and up to which, the last not included, gates rest on each other; meant is their least
    /// fixed point. Within a loop no gate is a `not`.
    loops: &'w [(u32, u32)],
    /// The services.
    services: Vec<Service<'w>>,
}

#[derive(Debug)]
struct Gate<'w>(&'w GateRow);

impl Serialize for Gate<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        seq.serialize_element(self.0.kind)?;
        for number in self.0.least.iter().chain(&self.0.of) {
            seq.serialize_element(number)?;
        }
        seq.end()
    }
}

impl JsonSchema for Gate<'_> {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Gate".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A kind and the signals that the gate reads: `and`, `or`, `not`, or `atleast`, behind \
                            which stands of how many of them. `and` of none always holds, `or` of none never.",
            "type": "array",
            "items": { "anyOf": [
                { "type": "string", "enum": ["and", "or", "not", "atleast"] },
                { "type": "integer", "minimum": 0 },
            ] },
            "minItems": 1,
        })
    }
}

#[derive(Serialize, JsonSchema, Debug)]
struct Service<'w> {
    name: &'w str,
    /// In the order in which they take over.
    nodes: &'w [String],
    /// Whether its storage paths can be counted.
    counted: bool,
    /// The signal that everything works which the service uses or keeps: without it the state is at least
    /// `degraded`.
    keeps: u32,
    /// Once for each node that may be taken for the home. The worst state counts, and of equally bad ones that whose
    /// node comes first; nobody comes last.
    homes: Vec<Home<'w>>,
}

#[derive(Serialize, JsonSchema, Debug)]
struct Home<'w> {
    /// The signal that data are lost: then the state is `data-loss`, whichever the outcome.
    lost: u32,
    /// The worst first: the first whose signal holds is the outcome. One always does.
    outcomes: Vec<Outcome>,
    /// The nodes of the service, in order.
    nodes: Vec<Node<'w>>,
}

/// A signal, the state, and the number of the node that runs the service.
#[derive(Serialize, JsonSchema, Debug)]
struct Outcome(u32, &'static str, Option<usize>);

#[derive(Serialize, JsonSchema, Debug)]
struct Node<'w> {
    /// For each volume and mirror the signals of its pairs of an initiator port and a host port. The paths of the
    /// node are the fewest that hold in any of these lists.
    paths: &'w [Vec<u32>],
    /// A signal, and the components that a working way of the node to its data or clients crosses while it holds.
    carries: &'w [(u32, Vec<u32>)],
}

/// The document, on one line, fit to stand in a page: it holds no `<`.
pub fn whatif(it: &WhatIf) -> String {
    let document = WhatIfDocument {
        version: 1,
        topology: &it.topology,
        components: &it.components,
        works: &it.works,
        remember: &it.remember,
        gates: it.gates.iter().map(Gate).collect(),
        loops: &it.loops,
        services: it.services.iter().map(service).collect(),
    };
    // It has no map whose keys are not strings, the only way to fail.
    serde_json::to_string(&document).unwrap_or_default().replace('<', "\\u003c")
}

fn service(it: &ServiceGates) -> Service<'_> {
    let homes = it.homes.iter().map(|home| Home {
        lost: home.lost,
        outcomes: home
            .outcomes
            .iter()
            .map(|&(signal, state, node)| Outcome(signal, state.id(), node))
            .collect(),
        nodes: home
            .nodes
            .iter()
            .map(|node| Node { paths: &node.paths, carries: &node.carries })
            .collect(),
    });
    Service {
        name: &it.name,
        nodes: &it.nodes,
        counted: it.counted,
        keeps: it.keeps,
        homes: homes.collect(),
    }
}
