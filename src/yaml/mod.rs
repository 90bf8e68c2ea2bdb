//! Text → spanned tree: the only floor that knows the YAML parser.
//!
//! Scalars stay as written (`0012`, `on` and `1e3` are text), every node knows its bytes, and all
//! that is wrong becomes a finding. The parser gives events; bounds on depth, size and aliases are
//! ours, so a hostile file costs no more than an honest one of its length.

mod build;
mod comments;
pub mod decode;
mod merge;
mod parts;
mod punctuation;
mod record;
mod syntax;
#[cfg(test)]
mod tests;
mod tree;
pub mod values;
pub mod write;

pub use comments::Comment;
pub use punctuation::fullwidth_in;
pub use tree::{Kind, NodeId, Tree};

/// What a file may demand before it is refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Lists and mappings within one another, counted through aliases too.
    pub depth: usize,
    /// Nodes reached through aliases, as if every alias were written out.
    pub alias_nodes: usize,
    /// Nodes of the tree.
    pub nodes: usize,
    /// Nodes that other files of the design have reached through aliases, and nodes of their trees.
    pub spent: (usize, usize),
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, alias_nodes: 1_000_000, nodes: 20_000_000, spent: (0, 0) }
    }
}
