//! From what is wanted to wired designs: each a topology file that a person can go on editing.
//!
//! A design is written, read back and judged like any other: the planner knows nothing that `check` does not.

mod brief;
mod cheapest;
mod choice;
mod fabric;
mod improve;
mod judged;
mod list;
mod own;
mod sound;
mod wire;

pub use brief::{Brief, Fabric, Require, Service};
pub use cheapest::{Cheapest, Rejected, cheapest};
pub use choice::{Choice, Unbuildable, all, choices};
pub use improve::{Base, Improved, Wanted, applied, improve};
pub use judged::{Cost, Design, Judging, Requirement, Unmet, design, read};
pub use list::{account, list};
pub use own::Own;
pub use wire::{way, wire};
