//! What is handed over: the parts list and the cabling list, free of any output format.

pub mod bom;
pub mod cabling;
mod plugs;
pub mod table;
