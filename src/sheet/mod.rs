//! What is handed over, laid out and free of any output format: fault lists, parts lists, cabling lists, drawings.

pub mod acceptance;
pub mod addresses;
pub mod bom;
pub mod cabling;
pub mod comparison;
pub mod cost;
pub mod diff;
pub mod faults;
mod fold;
pub mod import;
pub mod labels;
pub mod ladder;
pub mod lengths;
pub mod marks;
pub mod parts;
mod plugs;
pub mod prices;
pub mod rates;
pub mod scene;
pub mod scorecard;
pub mod story;
pub mod table;
pub mod whatif;
pub mod zones;
