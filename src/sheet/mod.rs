//! The deliverables as data: what a renderer prints, computed from a design and its verdicts.

pub mod scene;
