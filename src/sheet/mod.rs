//! Laid-out results other than findings: fault lists, comparisons, bills of materials, cabling, drawings.

pub mod faults;
