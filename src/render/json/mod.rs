//! JSON: types of their own, stable and versioned, so that a change inside the program changes no document.

mod acceptance;
pub(super) mod check;
mod compare;
mod diff;
mod faults;
mod improve;
mod labels;
mod parts;
pub(super) mod read;
mod sheets;
mod whatif;
mod zones;

use serde::Serialize;

pub use acceptance::{AcceptanceDocument, acceptance};
pub use check::{CheckDocument, check};
pub use compare::{CompareDocument, comparison};
pub use diff::{DiffDocument, diff};
pub use faults::{FaultsDocument, faults};
pub use improve::{ImproveDocument, improve};
pub use labels::{LabelsDocument, labels};
pub use parts::{PartsDocument, parts};
pub use read::{Refused, baseline, join, read};
pub use sheets::{bom, cabling};
pub use whatif::{WhatIfDocument, whatif};
pub use zones::{AddressesDocument, ZonesDocument, addresses, zones};

/// A document, indented, with a line break at its end.
pub fn document(value: &impl Serialize) -> String {
    // None of these documents has a map whose keys are not strings, the only way to fail.
    let mut text = serde_json::to_string_pretty(value).unwrap_or_default();
    text.push('\n');
    text
}
