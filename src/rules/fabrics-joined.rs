//! Switches of two fabrics that are joined.

use rustc_hash::FxHashSet;

use super::{Case, Rule, finding};
use crate::finding::{Finding, Meta, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    meta: Meta {
        id: "fabrics-joined",
        severity: Severity::Error,
        page: include_str!("fabrics-joined.md"),
    },
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    // Every cable between switches of two labels joins two fabrics: it is the one to pull. What a switch
    // of a storage fabric carries for clients or heartbeats beside that joins nothing.
    let wiring = &case.facts.wiring;
    let mut seen = FxHashSet::default();
    for plane in (0..wiring.planes.len()).filter(|&it| wiring.storage(it)) {
        let plane = &wiring.planes[plane];
        for (&cable, &(a, b)) in plane.cables.iter().zip(plane.mesh.edges()) {
            let labels = [a, b].map(|it| topology[plane.switches[it as usize]].fabric);
            let [Some(a), Some(b)] = labels else { continue };
            if a == b || !seen.insert(cable) {
                continue;
            }
            let mut names = [topology[a].name.as_str(), topology[b].name.as_str()];
            names.sort_unstable();
            let id = topology.id(topology[cable].comp);
            let message = msg!(words::FABRICS_JOINED, cable = id, a = names[0], b = names[1]);
            let mut found = finding(&RULE, topology[cable].span, message).help(&words::HELP_FABRICS);
            found.components = vec![id.to_owned()];
            findings.push(found);
        }
    }
}
