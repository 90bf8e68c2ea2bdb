//! placeholder

/// The evaluator.
pub const JUDGE: &str = include_str!("whatif/judge.js");
