//! The minimal sets of faults that stop a service.
//!
//! Every such set hits what each state on the way to it rests on, so that is where the next fault is looked
//! for. What a mirror's legs have missed in an earlier state counts as well: there the next fault may also
//! hit what one of the earlier states rested on.

use rustc_hash::FxHashMap;

use super::faults::Facts;
use super::judge::{Basis, Effect, Judge};
use super::mirrors::Past;
use crate::topology::{CompId, ServiceId};

impl Facts<'_> {
    /// The minimal sets of at most `order` components whose effect is an outage or worse, smaller ones first,
    /// then by ids in code-point order; logical components are left out.
    pub fn cut_sets(&self, id: ServiceId, order: usize) -> Vec<Vec<CompId>> {
        let like = self.like(id);
        let kept = like.as_ref().and_then(|like| Some((like, like.cut_sets.get(order - 1)?)));
        let mut sets = match kept {
            None => self.find_cut_sets(id, order),
            Some((like, kept)) => {
                let found = kept.get_or_init(|| self.find_cut_sets(like.id, order));
                let translate = |set: &Vec<CompId>| -> Vec<CompId> {
                    set.iter().map(|&comp| like.translate(comp)).collect()
                };
                found.iter().map(translate).collect()
            }
        };
        for set in &mut sets {
            set.sort_unstable_by_key(|&comp| self.rank(comp));
        }
        let key = |set: &Vec<CompId>| {
            let ranks: Vec<u32> = set.iter().map(|&comp| self.rank(comp)).collect();
            (set.len(), ranks)
        };
        sets.sort_by_cached_key(key);
        sets
    }

    fn find_cut_sets(&self, id: ServiceId, order: usize) -> Vec<Vec<CompId>> {
        let mut judge = self.judge();
        if self.nominal(id).state >= Effect::Outage {
            return vec![Vec::new()];
        }
        let mut pasts = Pasts::new(!self.topology[id].mirrors.is_empty());
        let mut found: Vec<Vec<CompId>> = Vec::new();
        let mut open: Vec<Vec<CompId>> = vec![Vec::new()];
        let mut smaller = Index::default();
        for size in 1..=order {
            let mut tried = Vec::new();
            for set in open {
                for component in self.next(&mut judge, id, &mut pasts, &set) {
                    if set.contains(&component) || self.is_logical(component) {
                        continue;
                    }
                    let mut larger = set.clone();
                    larger.push(component);
                    larger.sort_unstable();
                    tried.push(larger);
                }
            }
            tried.sort_unstable();
            tried.dedup();
            open = Vec::new();
            let known = found.len();
            for set in tried {
                if smaller.has_part_of(&set) {
                    continue;
                }
                let past = pasts.before(&mut judge, id, &set);
                judge.fail(&set);
                if judge.verdict(id, &past).state >= Effect::Outage {
                    found.push(set);
                } else if size < order {
                    open.push(set);
                }
            }
            for set in &found[known..] {
                smaller.add(set);
            }
        }
        found
    }

    /// The components one of which is in every set that contains these faults and stops the service.
    fn next(
        &self,
        judge: &mut Judge,
        id: ServiceId,
        pasts: &mut Pasts,
        set: &[CompId],
    ) -> Vec<CompId> {
        if !pasts.matter {
            judge.fail(set);
            return self.components(&judge.support(id, &Past::default())).collect();
        }
        let mut next = Vec::new();
        let mut subset = Vec::new();
        for bits in 0..1usize << set.len() {
            subset.clear();
            subset.extend((0..set.len()).filter(|i| bits >> i & 1 == 1).map(|i| set[i]));
            let before = pasts.before(judge, id, &subset);
            let after = pasts.after(judge, id, &subset);
            judge.fail(&subset);
            // Any further fault makes an earlier state of this one.
            if judge.verdict(id, &after).state >= Effect::Outage {
                return self.listed().to_vec();
            }
            next.extend(self.components(&judge.support(id, &before)));
            next.extend(self.components(&judge.support(id, &after)));
        }
        next.sort_unstable();
        next.dedup();
        next
    }
}

/// Sets that are found, to tell whether another contains one of them.
#[derive(Default)]
struct Index {
    /// Those that begin with a component, by that.
    by_first: FxHashMap<CompId, Vec<Vec<CompId>>>,
}

impl Index {
    fn add(&mut self, set: &[CompId]) {
        self.by_first.entry(set[0]).or_default().push(set.to_vec());
    }

    fn has_part_of(&self, set: &[CompId]) -> bool {
        set.iter().any(|first| {
            let parts = self.by_first.get(first).into_iter().flatten();
            parts.into_iter().any(|part| part.iter().all(|comp| set.contains(comp)))
        })
    }
}

/// What sets of faults have left behind, computed once each.
struct Pasts {
    matter: bool,
    after: FxHashMap<Vec<CompId>, Past>,
}

impl Pasts {
    fn new(matter: bool) -> Self {
        Self { matter, after: FxHashMap::default() }
    }

    /// What the proper subsets of a set leave behind.
    fn before(&mut self, judge: &mut Judge, id: ServiceId, set: &[CompId]) -> Past {
        let mut past = Past::default();
        if self.matter {
            for left_out in 0..set.len() {
                let mut subset = set.to_vec();
                subset.remove(left_out);
                past.add(&self.after(judge, id, &subset));
            }
        }
        past
    }

    /// What a set and its subsets leave behind.
    fn after(&mut self, judge: &mut Judge, id: ServiceId, set: &[CompId]) -> Past {
        let mut key = set.to_vec();
        key.sort_unstable();
        if let Some(past) = self.after.get(&key) {
            return past.clone();
        }
        let mut past = self.before(judge, id, set);
        judge.fail(set);
        past.add(&judge.judge(id, &past, &mut Basis::unasked()).1);
        self.after.insert(key, past.clone());
        past
    }
}
