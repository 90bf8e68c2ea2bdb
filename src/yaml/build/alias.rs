//! Aliases: what they point to, and how much a file may make of them.

use super::{Builder, Stop};
use crate::finding::Finding;
use crate::words::{msg, reading};
use crate::yaml::syntax;
use crate::yaml::tree::{Content, Node, NodeId};

/// A node that aliases may name.
pub(super) struct Anchor {
    pub(super) node: NodeId,
    /// Nodes and levels it stands for; nothing while it is open.
    pub(super) size: Option<(u64, usize)>,
}

impl Builder<'_, '_> {
    /// Puts an alias in place: it points to its target, and counts as all that stands there.
    pub(super) fn alias(&mut self, id: usize, at: (u32, u32)) -> Result<(), Stop> {
        let place = self.tree.place(at.0, at.1);
        let Some(anchor) = self.anchors.get(&id) else { return self.place_leaf(Content::Hole, at) };
        let target = anchor.node;
        let Some((weight, height)) = anchor.size else {
            let name = &self.tree.text[at.0 as usize + 1..at.1 as usize];
            let message = msg!(reading::ALIAS_IN_ITSELF, name = name);
            let start = self.tree.node(target).start;
            let inside = self.tree.place(start, start);
            let finding = Finding::error("unknown-anchor", place, message)
                .label(inside, &reading::ANCHOR_OPENED);
            return self.hole(finding, at);
        };
        if self.frames.len() + height > self.limits.depth {
            return self.hole(syntax::too_deep(place, self.limits.depth), at);
        }
        let reached = self.reached.saturating_add(weight);
        if reached > self.limits.alias_nodes as u64 {
            if !std::mem::replace(&mut self.over_reached, true) {
                let message = msg!(reading::ALIAS_LIMIT, limit = self.limits.alias_nodes);
                let finding = Finding::error("alias-limit", place, message);
                self.findings.push(finding.help(&reading::ALIAS_LIMIT_HELP));
            }
            return self.place_leaf(Content::Hole, at);
        }
        self.reached = reached;
        self.last_start = at.0;
        self.last_end = at.1;
        let node = self.tree.push(Node { start: at.0, end: at.1, content: Content::Alias(target) });
        self.child(node, weight, height);
        self.room()
    }

    fn hole(&mut self, finding: Finding, at: (u32, u32)) -> Result<(), Stop> {
        self.findings.push(finding);
        self.place_leaf(Content::Hole, at)
    }

    fn place_leaf(&mut self, content: Content, (start, end): (u32, u32)) -> Result<(), Stop> {
        self.last_start = start;
        self.last_end = end;
        self.tree.push(Node { start, end, content });
        self.leaf(0)
    }

    /// An alias whose anchor is not defined above it.
    pub(super) fn unresolved(&mut self, name: &str, at: (u32, u32)) -> Result<(), Stop> {
        let message = msg!(reading::UNKNOWN_ANCHOR, name = name);
        let place = self.tree.place(at.0, at.1);
        let finding = Finding::error("unknown-anchor", place, message).help(&reading::QUOTE_STAR);
        self.hole(finding, at)
    }
}
