//! What given sets of faults do to a service.

use rustc_hash::FxHashMap;

use super::faults::{Facts, SetEffect};
use super::judge::{Basis, Judge};
use super::keeps;
use super::mirrors::Past;
use crate::topology::{CompId, ServiceId};

impl<'t> Facts<'t> {
    /// What a set of faults does to a service: its own state, and the worst of its subsets.
    ///
    /// The work doubles with each fault; the caller bounds their number.
    pub fn set(&self, id: ServiceId, faults: &[CompId]) -> SetEffect {
        self.sets(id).effect(faults)
    }

    /// Judges one set of faults after another for a service, and keeps what is known of their subsets in mind.
    pub fn sets(&self, id: ServiceId) -> Sets<'_> {
        let judge = self.judge();
        let keeps = keeps::kept(&judge, id);
        Sets { facts: self, judge, id, keeps, known: FxHashMap::default() }
    }
}

/// Sets of faults and what they do to a service.
#[derive(Debug)]
pub struct Sets<'f> {
    facts: &'f Facts<'f>,
    judge: Judge<'f>,
    id: ServiceId,
    keeps: Vec<CompId>,
    known: FxHashMap<Vec<CompId>, Known>,
}

/// What is known of a set.
#[derive(Clone, Debug)]
struct Known {
    effect: SetEffect,
    /// What it and its subsets leave behind.
    past: Past,
}

impl Sets<'_> {
    /// What a set of faults does: its own state, and the worst of its subsets.
    pub fn effect(&mut self, faults: &[CompId]) -> SetEffect {
        let mut set = faults.to_vec();
        set.sort_unstable();
        set.dedup();
        self.know(&set).effect
    }

    fn know(&mut self, set: &[CompId]) -> Known {
        if let Some(known) = self.known.get(set) {
            return known.clone();
        }
        let mut past = Past::default();
        let mut worst = None;
        for left_out in 0..set.len() {
            let mut subset = set.to_vec();
            subset.remove(left_out);
            let known = self.know(&subset);
            worst = worst.max(Some(known.effect.effect));
            past.add(&known.past);
        }
        self.judge.fail(set);
        let lost = self.keeps.iter().any(|comp| !self.judge.works(comp.0));
        let mut effect = self.facts.end_state(&self.judge, self.id, &past, lost);
        effect.effect = worst.map_or(effect.state, |worst| worst.max(effect.state));
        if !self.facts.topology[self.id].mirrors.is_empty() {
            let (_, left) = self.judge.judge(self.id, &past, &mut Basis::unasked());
            past.add(&left);
        }
        let known = Known { effect, past };
        self.known.insert(set.to_vec(), known.clone());
        known
    }
}
