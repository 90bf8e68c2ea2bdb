//! What a finding of a rule weighs, where somebody says so.

use std::collections::BTreeMap;

use crate::finding::Severity;

/// What becomes of the findings of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// They are left out.
    Off,
    /// They weigh this.
    At(Severity),
}

/// What becomes of the findings of rules; of a rule that is not named, they stay as they are.
#[derive(Clone, PartialEq, Eq, Default, Debug)]
pub struct Levels(BTreeMap<&'static str, Level>);

impl Levels {
    /// Says what becomes of the findings of a rule.
    pub fn set(&mut self, rule: &'static str, level: Level) {
        self.0.insert(rule, level);
    }

    /// What is said of a rule.
    pub fn of(&self, rule: &str) -> Option<Level> {
        self.0.get(rule).copied()
    }
}
