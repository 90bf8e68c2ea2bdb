//! Topology planner and validator for high-availability storage clusters.
//!
//! The modules read from top to bottom as the pipeline; `docs/architecture.md` says which floor may
//! use which.

pub mod catalog;
pub mod cli;
pub mod design;
pub mod facts;
pub mod finding;
pub mod graph;
pub mod names;
pub mod render;
pub mod report;
pub mod rules;
pub mod sheet;
pub mod source;
pub mod spec;
pub mod topology;
pub mod words;
pub mod yaml;
