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
    /// A finding that weighs more than it did is new.
    pub fn apply(mut self, report: &mut Report) -> usize {
        for file in &mut report.files {
            for it in &mut file.findings {
                it.known = self.take(it);
            }
            file.against_baseline = true;
            file.judge();
        }
        let plain = |path: &'_ str| path.strip_prefix("./").unwrap_or(path).to_owned();
        let judged: BTreeSet<String> = report.files.iter().map(|it| plain(&it.path)).collect();
        let fixed = |it: &&Earlier| !it.waived && judged.contains(&plain(&it.path));
        self.0.values().flatten().filter(fixed).count()
    }

    /// Whether a finding was there, which it then accounts for.
    fn take(&mut self, found: &Reported) -> bool {
        let Some(earlier) = self.0.get_mut(&found.fingerprint) else { return false };
        let waived = found.waived.is_some();
        // From the lightest: a heavy one may be needed for a heavy finding.
        let fits = |it: &Earlier| waived || (!it.waived && it.severity >= found.finding.severity);
        let like = |it: &Earlier| fits(it) && it.waived == waived;
        let place = earlier.iter().position(like).or_else(|| earlier.iter().position(fits));
        place.map(|place| earlier.remove(place)).is_some()
    }
}
