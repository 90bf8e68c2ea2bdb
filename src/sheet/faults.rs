//! What each fault, or one set of faults, does to each service.

use crate::facts::{Effect, Facts, ServiceFaults, SetEffect};
use crate::topology::{CompId, ServiceId, Topology};

/// The answer of `haplan faults`.
#[derive(Clone, Debug)]
pub struct FaultSheet {
    /// Name of the topology.
    pub topology: String,
    /// Sets of up to so many faults were looked at.
    pub order: usize,
    /// Every listed component, by id in code-point order.
    pub components: Vec<Listed>,
    /// Services, by name.
    pub services: Vec<ServiceSheet>,
}

/// A component.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id.
    pub id: String,
    /// Whether it stands in for shared logic.
    pub logical: bool,
}

/// One service.
#[derive(Clone, Debug)]
pub struct ServiceSheet {
    /// Its name.
    pub name: String,
    /// The nodes it runs on when all is well.
    pub home: Vec<String>,
    /// HP's level, 1 to 4; `None` without volumes.
    pub level: Option<u8>,
    /// The fault-free state.
    pub nominal: Row,
    /// Its nodes in the fault-free state, in order.
    pub nodes: Vec<NodeRow>,
    /// One row for each fault that it has to do with, by id; any other listed one leaves it in the fault-free
    /// state. One row in all for a given set.
    pub faults: Vec<Row>,
    /// How many single faults have each effect, the worst last; logical ones are not counted.
    pub counts: [usize; Effect::ALL.len()],
    /// Minimal sets of components that stop it; `None` for a given set.
    pub cut_sets: Option<Vec<Vec<String>>>,
}

/// What some faults do.
#[derive(Clone, Debug)]
pub struct Row {
    /// The components that fail.
    pub components: Vec<String>,
    /// Whether one stands in for shared logic.
    pub logical: bool,
    /// The worst on the way.
    pub effect: Effect,
    /// The state in the end.
    pub state: Effect,
    /// The node that runs the service in the end, if one does.
    pub node: Option<String>,
    /// Storage paths of that node; 0 if no node runs it, `None` without volumes.
    pub paths: Option<usize>,
}

/// A node in the fault-free state.
#[derive(Clone, Debug)]
pub struct NodeRow {
    /// Its name.
    pub name: String,
    /// Whether it could run the service.
    pub fit: bool,
    /// Paths, those of them not optimized, and those that share nothing.
    pub paths: Option<(usize, usize, usize)>,
}

/// Which question is asked.
pub enum Question<'q> {
    /// Each single fault, and minimal sets of up to so many; from 1.
    Order(usize),
    /// These faults together.
    Set(&'q [CompId]),
}

impl FaultSheet {
    /// The fault of every listed component, in order: those that a service has to do with, and all others, which
    /// leave it as it is.
    pub fn every<'s>(
        &'s self,
        service: &'s ServiceSheet,
    ) -> impl Iterator<Item = (&'s Listed, Option<&'s Row>)> {
        let mut touched = service.faults.iter().peekable();
        self.components
            .iter()
            .map(move |it| (it, touched.next_if(|row| row.components.first() == Some(&it.id))))
    }
}

/// Answers for some services of a design.
pub fn faults(topology: &Topology, services: &[ServiceId], question: &Question) -> FaultSheet {
    let facts = Facts::new(topology);
    let listed = facts.listed().iter();
    FaultSheet {
        components: listed
            .map(|&comp| Listed {
                id: topology.id(comp).to_owned(),
                logical: facts.is_logical(comp),
            })
            .collect(),
        topology: topology.name.to_string(),
        order: match question {
            Question::Order(order) => *order,
            Question::Set(set) => set.len(),
        },
        services: services.iter().map(|&id| service(&facts, id, question)).collect(),
    }
}

fn service(facts: &Facts, id: ServiceId, question: &Question) -> ServiceSheet {
    let topology = facts.topology;
    let service = &topology[id];
    let ServiceFaults { nominal, nodes, level, faults } = facts.service(id);
    let row = |components: &[CompId], effect: SetEffect| {
        let mut ids: Vec<String> =
            components.iter().map(|&it| topology.id(it).to_owned()).collect();
        ids.sort_unstable();
        Row {
            logical: components.iter().any(|&it| facts.is_logical(it)),
            components: ids,
            effect: effect.effect,
            state: effect.state,
            node: effect.node.map(|node| topology[service.nodes[node]].name.to_string()),
            paths: effect.paths,
        }
    };
    let mut counts = [0; Effect::ALL.len()];
    let physical = |comp: &&CompId| !facts.is_logical(**comp);
    counts[nominal.effect as usize] = facts.listed().iter().filter(physical).count();
    for fault in faults.iter().filter(|fault| !facts.is_logical(fault.component)) {
        counts[nominal.effect as usize] -= 1;
        counts[fault.effect.effect as usize] += 1;
    }
    let (rows, cut_sets) = match question {
        Question::Order(order) => {
            let rows = faults.iter().map(|it| row(&[it.component], it.effect)).collect();
            let sets = facts.cut_sets(id, *order);
            let ids =
                |set: &Vec<CompId>| set.iter().map(|&it| topology.id(it).to_owned()).collect();
            (rows, Some(sets.iter().map(ids).collect()))
        }
        Question::Set(set) => (vec![row(set, facts.set(id, set))], None),
    };
    ServiceSheet {
        name: service.name.to_string(),
        home: service.homes().iter().map(|&home| topology[home].name.to_string()).collect(),
        level,
        nominal: row(&[], nominal),
        nodes: service
            .nodes
            .iter()
            .zip(nodes)
            .map(|(&node, (fit, paths))| NodeRow {
                name: topology[node].name.to_string(),
                fit,
                paths: paths.map(|it| (it.paths, it.non_optimized, it.disjoint)),
            })
            .collect(),
        faults: rows,
        counts,
        cut_sets,
    }
}
