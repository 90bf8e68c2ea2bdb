//! Every entry of the catalogue of words, those of the rules among them, is complete in both languages.
#![cfg(test)]

use std::collections::BTreeSet;

use haplan::rules;
use haplan::words::{all, placeholders};

#[test]
fn every_entry_is_complete_in_both_languages() {
    let mut keys = BTreeSet::new();
    for word in all().chain(rules::WORDS.iter().copied().flatten().copied()) {
        assert!(keys.insert(word.key), "{} is declared twice", word.key);
        assert!(!word.en.trim().is_empty() && !word.zh.trim().is_empty(), "{}", word.key);
        let names = |text| placeholders(text).collect::<BTreeSet<_>>();
        assert_eq!(names(word.en), names(word.zh), "placeholders of {}", word.key);
    }
    assert!(keys.len() > 300);
}
