//! What holds of several servers that one line of the file declares is said once, with the names of the others.

use std::collections::BTreeMap;

use super::Case;
use crate::facts::Reach;
use crate::finding::Finding;
use crate::source::Span;
use crate::topology::{CompId, DeviceId, ServiceId};
use crate::words::{findings as words, msg};

/// Findings about what servers reach, those at one place for one array and service together.
#[derive(Default)]
pub(super) struct Alike {
    found: Vec<(Finding, Vec<String>)>,
    places: BTreeMap<(Span, DeviceId, ServiceId), usize>,
}

/// Most names that a message lists.
const SHOWN: usize = 6;

impl Alike {
    /// Takes a finding about what a server reaches, and draws the paths that all cross a component.
    pub(super) fn push(
        &mut self,
        case: &Case,
        reach: &Reach,
        shared: CompId,
        mut finding: Finding,
    ) {
        let place = finding.labels.first().map(|label| label.span).unwrap_or_default();
        let next = self.found.len();
        let at = *self.places.entry((place, reach.array, reach.service)).or_insert(next);
        match self.found.get_mut(at) {
            Some((first, others)) => {
                others.push(case.name(reach.server).to_owned());
                first.components.extend(finding.components);
            }
            None => {
                let ways = case.facts.ways_of(reach);
                finding.witness = case.drawn(&ways, |comp| comp == shared);
                self.found.push((finding, Vec::new()));
            }
        }
    }

    /// The findings, each with the names of the others that it holds of.
    pub(super) fn finish(self, findings: &mut Vec<Finding>) {
        for (mut finding, mut others) in self.found {
            if !others.is_empty() {
                if others.len() > SHOWN {
                    let left = others.len() - SHOWN;
                    others.truncate(SHOWN);
                    others.push(format!("… (+{left})"));
                }
                finding.message = msg!(words::LIKEWISE, message = finding.message, others = others);
            }
            finding.components.dedup();
            findings.push(finding);
        }
    }
}
