//! What holds of several servers alike is said once, with the names of the others.

use std::collections::{BTreeMap, BTreeSet};

use super::Case;
use crate::facts::Reach;
use crate::finding::Finding;
use crate::names::natural;
use crate::topology::{CompId, DeviceId, ServiceId};
use crate::words::{findings as words, msg};

/// Findings about what servers reach: those for one array, service and shared part together.
#[derive(Default)]
pub(super) struct Alike<'c> {
    groups: BTreeMap<(DeviceId, ServiceId, Option<u32>), Vec<Found<'c>>>,
}

/// A finding about a server.
struct Found<'c> {
    reach: &'c Reach,
    shared: CompId,
    finding: Finding,
}

/// Most names that a message lists.
const SHOWN: usize = 6;

impl<'c> Alike<'c> {
    /// Takes a finding about a server whose paths all cross a part of its own, by whatever name.
    pub(super) fn own(&mut self, reach: &'c Reach, shared: CompId, finding: Finding) {
        self.push(None, Found { reach, shared, finding });
    }

    /// Takes a finding about a server whose paths all cross what others may share: its number tells those that
    /// do not.
    pub(super) fn shared(&mut self, reach: &'c Reach, of: u32, shared: CompId, finding: Finding) {
        self.push(Some(of), Found { reach, shared, finding });
    }

    fn push(&mut self, key: Option<u32>, found: Found<'c>) {
        let key = (found.reach.array, found.reach.service, key);
        self.groups.entry(key).or_default().push(found);
    }

    /// The findings: that of the first server by name, with its paths drawn and the names of the others.
    pub(super) fn finish(self, case: &Case, findings: &mut Vec<Finding>) {
        for mut group in self.groups.into_values() {
            group.sort_by(|a, b| natural(case.name(a.reach.server), case.name(b.reach.server)));
            let mut all = group.into_iter();
            let Some(Found { reach, shared, mut finding }) = all.next() else { continue };
            finding.witness = case.drawn(&case.facts.ways_of(reach), |comp| comp == shared);
            let mut others: Vec<String> = Vec::new();
            for it in all {
                others.push(case.name(it.reach.server).to_owned());
                finding.components.extend(it.finding.components);
            }
            // What they share is named once.
            let mut seen = BTreeSet::new();
            finding.components.retain(|component| seen.insert(component.clone()));
            if !others.is_empty() {
                if others.len() > SHOWN {
                    let left = others.len() - SHOWN;
                    others.truncate(SHOWN);
                    others.push(format!("… (+{left})"));
                }
                finding.message = msg!(words::LIKEWISE, message = finding.message, others = others);
            }
            findings.push(finding);
        }
    }
}
