//! Findings that were there before, so that only new ones count.

use std::collections::{BTreeMap, BTreeSet};

use super::{Fingerprint, Report, Reported};
use crate::finding::Severity;

/// A finding of an earlier run.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Earlier {
    /// Its name.
    pub fingerprint: Fingerprint,
    /// What it weighed.
    pub severity: Severity,
    /// Whether it was waived: then it counts as soon as nobody accepts it any more.
    pub waived: bool,
    /// The file in which it was.
    pub path: String,
}

/// The findings of an earlier run.
#[derive(Clone, Default, Debug)]
pub struct Baseline(BTreeMap<Fingerprint, Vec<Earlier>>);

impl Baseline {
    /// Takes the findings of the earlier run; one that stands there twice accounts for two.
    pub fn new(mut earlier: Vec<Earlier>) -> Self {
        earlier.sort_unstable();
        let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for it in earlier {
            all.entry(it.fingerprint).or_default().push(it);
        }
        Self(all)
    }

    /// Marks what is known, and judges anew; gives how many findings of the files judged are there no more.
    ///
    /// `run` are the paths of all files of the run, also of those that are judged elsewhere: what was found in
    /// one of them is kept for it, and does not account for the like of it in another file. What was found in a
    /// file that is gone accounts for the like anywhere, since files are renamed.
    ///
    /// A finding that weighs more than it did is new.
    pub fn apply<'p>(mut self, report: &mut Report, run: impl Iterator<Item = &'p str>) -> usize {
        let run: BTreeSet<&str> = run.map(plain).collect();
        for file in &mut report.files {
            for it in &mut file.findings {
                it.known = self.take(it, plain(&file.path), &run);
            }
            file.against_baseline = true;
            file.judge();
        }
        let judged: BTreeSet<&str> = report.files.iter().map(|it| plain(&it.path)).collect();
        let fixed = |it: &&Earlier| !it.waived && judged.contains(plain(&it.path));
        self.0.values().flatten().filter(fixed).count()
    }

    /// Whether a finding was there, which it then accounts for.
    fn take(&mut self, found: &Reported, path: &str, run: &BTreeSet<&str>) -> bool {
        let Some(earlier) = self.0.get_mut(&found.fingerprint) else { return false };
        let waived = found.waived.is_some();
        let fits = |it: &&(usize, &Earlier)| {
            let weighs = waived || (!it.1.waived && it.1.severity >= found.finding.severity);
            weighs && (plain(&it.1.path) == path || !run.contains(plain(&it.1.path)))
        };
        let all: Vec<(usize, &Earlier)> = earlier.iter().enumerate().collect();
        // The lightest of those that are most like it: a heavy one may be needed for a heavy finding.
        let best = all
            .iter()
            .filter(fits)
            .min_by_key(|(_, it)| (plain(&it.path) != path, it.waived != waived, it.severity));
        let best = best.map(|(place, _)| *place);
        best.map(|place| earlier.remove(place)).is_some()
    }
}

/// A path without what says nothing.
fn plain(path: &str) -> &str {
    path.strip_prefix("./").unwrap_or(path)
}
