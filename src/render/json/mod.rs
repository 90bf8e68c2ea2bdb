//! JSON: types of their own, stable and versioned, so that a change inside the program changes no document.

mod compare;
mod parts;
mod sheets;
mod verdicts;

use serde::Serialize;

pub use compare::{CompareDocument, comparison};
pub use parts::{PartsDocument, parts};
pub use sheets::{bom, cabling};
pub use verdicts::{CheckDocument, FaultsDocument, check, faults};

/// A document, indented, with a line break at its end.
pub fn document(value: &impl Serialize) -> String {
    // None of these documents has a map whose keys are not strings, the only way to fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
