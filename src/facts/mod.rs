//! Everything that is computed of a design: what works, who runs what, what each fault does, how many paths.
//!
//! This is the only place that translates between storage and the algebra of [`crate::graph`].

mod alike;
mod availability;
mod bandwidth;
mod capacity;
mod cuts;
mod fabrics;
mod faults;
mod free;
mod grade;
mod heartbeats;
mod judge;
mod keeps;
mod mirrors;
mod paths;
mod places;
mod ports;
mod reach;
mod sets;
mod sides;
mod structure;
mod supports;
mod takeover;
mod threads;
mod use_of;
mod verdict;
mod ways;
mod wiring;
mod witness;
mod zoning;

pub use capacity::{Load, Overload, Resource, TakeoverLoad};
pub use fabrics::FabricOf;
pub use faults::{Facts, Fault, Serious, ServiceFaults, SetEffect};
pub use judge::{Effect, Judge};
pub use paths::NodePaths;
pub use reach::{Pair, Presence, Reach, carries_storage};
pub use sets::Sets;
pub use structure::{Compiled, Gate, Home, Outcome, Routes, Structure};
pub use supports::{Aspect, Unlisted};
pub use takeover::Blocked;
pub use verdict::Verdict;
pub use wiring::{Plane, PlaneKind, Wiring};
pub use witness::{Cause, Explained, Witness};
pub use zoning::ZonePorts;
