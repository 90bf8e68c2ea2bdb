//! Results as text, JSON and files; one module a format. They see reports and sheets, and compute nothing.

pub mod cells;
pub mod check_text;
pub mod comparison;
pub mod concise;
pub mod csv;
pub mod diagram;
pub mod diff;
pub mod docx;
pub mod faults_text;
pub mod github;
pub mod html;
pub mod improve;
pub mod json;
pub mod junit;
pub mod labels;
pub mod markdown;
pub mod parts_text;
pub mod proposal;
pub mod pull_request;
pub mod sarif;
mod snippet;
pub mod style;

pub mod table;
pub mod whatif;
mod wording;
pub mod xlsx;
pub mod zones;
