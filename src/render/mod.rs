//! Results as text, JSON and files; one module a format. They see reports and sheets, nothing below.

pub mod check_text;
pub mod concise;
pub mod faults_text;
pub mod json;
mod snippet;
mod style;
