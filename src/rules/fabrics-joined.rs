//! Switches of two fabrics that are joined.

use super::{Case, Rule, finding};
use crate::finding::{Finding, Severity};
use crate::words::{findings as words, msg};

pub static RULE: Rule = Rule {
    id: "fabrics-joined",
    severity: Severity::Error,
    page: include_str!("fabrics-joined.md"),
    check,
};

fn check(case: &Case, findings: &mut Vec<Finding>) {
    let topology = case.topology;
    // Every cable between switches of two labels joins two fabrics: it is the one to pull.
    for plane in &case.facts.wiring.planes {
        for (&cable, &(a, b)) in plane.cables.iter().zip(plane.mesh.edges()) {
            let labels = [a, b].map(|it| topology[plane.switches[it as usize]].fabric);
            let [Some(a), Some(b)] = labels else { continue };
            if a == b {
                continue;
            }
            let mut names = [topology[a].name.as_str(), topology[b].name.as_str()];
            names.sort_unstable();
            let message = msg!(words::FABRICS_JOINED, fabrics = names.to_vec());
            let mut found = finding(&RULE, topology[cable].span, message).help(&words::HELP_FABRICS);
            found.labels[0].text = Some((&words::JOINED_HERE).into());
            found.components = vec![topology.id(topology[cable].comp).to_owned()];
            findings.push(found);
        }
    }
}
