//! Renderers: one file per format. They print what a sheet holds and compute nothing.

pub mod svg;
