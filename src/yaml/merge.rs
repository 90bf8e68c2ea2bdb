//! The entries of one mapping: keys that are names, each once, with `<<` resolved.

use rustc_hash::FxHashMap;

use super::build::Builder;
use super::punctuation;
use super::tree::{Content, Kind, Node, NodeId, Tree};
use crate::finding::Finding;
use crate::words::{msg, reading};

/// Up to here keys are compared one by one; a hash table costs more.
const FEW: usize = 16;

impl Builder<'_, '_> {
    /// Writes the entries of a mapping, given as key, value, key, value …, to the tree.
    pub(super) fn entries(&mut self, children: &[NodeId]) {
        self.kept.clear();
        let mut merges = None;
        let tree = &self.tree;
        let mut seen = Seen::new(children.len() / 2);
        for pair in children.chunks_exact(2) {
            let (key, value) = (pair[0], pair[1]);
            let Kind::Scalar { text, plain } = tree.kind(key) else {
                self.findings.push(
                    Finding::error("complex-key", tree.span(key), &reading::COMPLEX_KEY)
                        .help(&reading::QUOTE_KEY),
                );
                continue;
            };
            if tree.is_hole(key) {
                continue;
            }
            if plain && !text.is_ascii() && tree.definition(key).is_none() {
                let misread = punctuation::check(tree, key, self.misread, self.findings);
                self.misread += usize::from(misread);
            }
            if let Some(first) = seen.find(tree, text, &self.kept, merges) {
                let message = msg!(reading::DUPLICATE_KEY, key = text);
                self.findings.push(
                    Finding::error("duplicate-key", tree.span(key), message)
                        .label(tree.span(first), &reading::FIRST_GIVEN),
                );
            } else if plain && text == "<<" {
                merges = Some((key, value));
            } else {
                seen.add(text, key);
                self.kept.push((key, value));
            }
        }
        if let Some((_, value)) = merges {
            self.merge(value);
        }
        self.tree.pairs.extend_from_slice(&self.kept);
    }

    /// Adds what `<<` brings: own keys win, then earlier sources.
    fn merge(&mut self, value: NodeId) {
        let sources = match self.tree.kind(value) {
            Kind::Seq(items) => items.to_vec(),
            _ => vec![value],
        };
        let mut brought = Vec::new();
        let total: usize = sources.iter().map(|&id| self.tree.entries(id).len()).sum();
        let tree = &self.tree;
        let mut seen = Seen::new(self.kept.len() + total);
        for &(key, _) in &self.kept {
            seen.add(tree.scalar(key).unwrap_or_default(), key);
        }
        for source in sources {
            let Kind::Map(pairs) = tree.kind(source) else {
                if !tree.is_hole(source) {
                    self.findings.push(
                        Finding::error("merge-value", tree.span(source), &reading::MERGE_VALUE)
                            .help(&reading::MERGE_HOW),
                    );
                }
                continue;
            };
            // Values that come through an alias, of the source or of the whole list, keep the
            // place of their use.
            let used = [source, value].into_iter().find(|&id| tree.definition(id).is_some());
            for &(key, value) in pairs {
                let text = tree.scalar(key).unwrap_or_default();
                if seen.find(tree, text, &self.kept, None).is_none() {
                    seen.add(text, key);
                    self.kept.push((key, value));
                    brought.extend(used.map(|used| (self.kept.len() - 1, used)));
                }
            }
        }
        for (index, used) in brought {
            let Node { start, end, .. } = self.tree.node(used);
            let content = Content::Alias(self.tree.target(self.kept[index].1));
            self.kept[index].1 = self.tree.push(Node { start, end, content });
        }
    }
}

/// The keys of a mapping so far.
enum Seen<'t> {
    /// Few: those of the entries kept.
    Few,
    Many(FxHashMap<&'t str, NodeId>),
}

impl<'t> Seen<'t> {
    fn new(keys: usize) -> Self {
        if keys <= FEW {
            return Seen::Few;
        }
        Seen::Many(FxHashMap::with_capacity_and_hasher(keys, Default::default()))
    }

    fn add(&mut self, text: &'t str, key: NodeId) {
        if let Seen::Many(keys) = self {
            keys.insert(text, key);
        }
    }

    fn find(
        &self,
        tree: &Tree<'_>,
        text: &str,
        kept: &[(NodeId, NodeId)],
        merge: Option<(NodeId, NodeId)>,
    ) -> Option<NodeId> {
        if let (Some((key, _)), "<<") = (merge, text) {
            return Some(key);
        }
        match self {
            Seen::Few => {
                kept.iter().map(|&(key, _)| key).find(|&key| tree.scalar(key) == Some(text))
            }
            Seen::Many(keys) => keys.get(text).copied(),
        }
    }
}
