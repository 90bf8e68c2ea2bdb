//! One file for each output format; each prints a sheet and computes nothing.

pub mod csv;
pub mod json;
pub mod markdown;
pub mod table;
pub mod xlsx;
