//! What goes together by a support list.

use compact_str::CompactString;

use crate::source::Span;
use crate::yaml::values::Date;

/// A row of a support list; of what is empty anything goes.
#[derive(Clone, Debug)]
pub struct Support {
    /// Where it stands.
    pub span: Span,
    /// Ids of arrays.
    pub arrays: Vec<CompactString>,
    /// Ids of adapters, or of servers for ports of their own.
    pub hbas: Vec<CompactString>,
    /// Ids of switches: every switch on the way is one of them.
    pub switches: Vec<CompactString>,
    /// Operating systems, as under `os` of a server.
    pub os: Vec<CompactString>,
    /// The list that says so.
    pub source: CompactString,
    /// The day of the list.
    pub date: Option<Date>,
}
