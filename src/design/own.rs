//! Parts of a brief's own, those of the catalogues that it includes among them, and how they come into designs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use compact_str::CompactString;

use crate::catalog::{Catalog, Part};
use crate::finding::Finding;
use crate::source::{SourceId, Sources, Span};
use crate::spec::TopologySpec;
use crate::topology::own_parts;
use crate::words::{Lang, brief as words};
use crate::yaml::write::{Node, Value};
use crate::yaml::{Kind, Limits, Tree};

/// Parts of a brief's own, each as meant and as written, and what is known to work together.
#[derive(Clone, Debug, Default)]
pub struct Own {
    parts: Vec<(Arc<Part>, Node)>,
    supports: Vec<Node>,
    /// Ids of parts with mistakes of their own.
    unsure: BTreeSet<CompactString>,
    /// Whether any id may be that of a part that could not be read.
    any_unsure: bool,
}

impl Own {
    /// The parts of a brief and of what it includes, put together in `spec`, checked as a topology's own are.
    ///
    /// `sources` holds the texts in which they stand, and each of them has been read within `limits`.
    pub fn new(
        spec: &TopologySpec,
        (sources, limits): (&Sources, &Limits),
        catalog: &mut Catalog,
        findings: &mut Vec<Finding>,
    ) -> Self {
        if spec.parts.0.is_empty() && spec.supports.is_empty() && !spec.parts.1.any {
            let unsure = spec.parts.1.names.iter().map(|it| it.value.clone()).collect();
            return Self { unsure, ..Self::default() };
        }
        let checked = own_parts(spec, catalog, findings);
        let written = Written::new(spec, sources, limits);
        let parts = checked.parts.into_iter().filter_map(|(id, part)| {
            let node = written.parts.get(&(id.span.source, id.value))?;
            Some((part, node.clone()))
        });
        let rows = spec.supports.iter();
        Self {
            parts: parts.collect(),
            supports: rows.filter_map(|row| written.supports.get(&row.span).cloned()).collect(),
            unsure: checked.unsure,
            any_unsure: checked.any_unsure,
        }
    }

    /// The part with an id.
    pub fn part(&self, id: &str) -> Option<&Arc<Part>> {
        self.all().find(|part| part.id.as_deref() == Some(id))
    }

    /// Every part, in the order of the files.
    pub fn all(&self) -> impl Iterator<Item = &Arc<Part>> {
        self.parts.iter().map(|(part, _)| part)
    }

    /// Whether a part that is not found may be one with mistakes, which have been reported.
    pub fn may_be(&self, id: &str) -> bool {
        self.any_unsure || self.unsure.contains(id)
    }

    /// Gives a file the parts that it names and those that these name, so that it can be read wherever it lies.
    pub(super) fn write(&self, file: &mut Node, lang: Lang) {
        let ids = self.parts.iter().enumerate();
        let ids = ids.filter_map(|(at, (part, _))| Some((part.id.as_deref()?, at)));
        let ids: BTreeMap<&str, usize> = ids.collect();
        let mut used = BTreeSet::new();
        let mut open: Vec<&Node> = self.supports.iter().collect();
        open.push(file);
        while let Some(node) = open.pop() {
            match &node.value {
                // Whatever reads like an id is taken for one: a part too many does no harm, one too few does.
                Value::Scalar(text) => {
                    if let Some(&at) = ids.get(text.as_str())
                        && used.insert(at)
                    {
                        open.push(&self.parts[at].1);
                    }
                }
                Value::List(items) => open.extend(items),
                Value::Map(entries) => open.extend(entries.iter().map(|(_, node)| node)),
            }
        }
        let mut parts = Node::map().because(words::OWN_PARTS.text(lang));
        for &at in &used {
            let (part, node) = &self.parts[at];
            parts.set(part.id.as_deref().unwrap_or_default(), node.clone());
        }
        if !used.is_empty() {
            file.set("parts", parts);
        }
        if !self.supports.is_empty() {
            file.set("supports", Value::List(self.supports.clone()));
        }
    }
}

/// Parts and rows of support lists as written, by where they stand.
struct Written {
    parts: BTreeMap<(SourceId, CompactString), Node>,
    supports: BTreeMap<Span, Node>,
}

impl Written {
    fn new(spec: &TopologySpec, sources: &Sources, limits: &Limits) -> Self {
        let mut it = Self { parts: BTreeMap::new(), supports: BTreeMap::new() };
        let of_parts = spec.parts.0.iter().map(|(id, _)| id.span.source);
        let of_rows = spec.supports.iter().map(|row| row.span.source);
        for source in of_parts.chain(of_rows).collect::<BTreeSet<_>>() {
            // What is wrong with it was told when it was read.
            let text = &sources.get(source).text;
            let Some(tree) = Tree::parse(source, text, limits, &mut Vec::new()) else { continue };
            let file = Node::of_tree(&tree);
            for (id, part) in file.get("parts").map(Node::entries).unwrap_or_default() {
                it.parts.insert((source, id.as_str().into()), part.clone());
            }
            if let Some((_, rows)) = tree.get(tree.root(), "supports") {
                let alone = [rows];
                let rows = match tree.kind(rows) {
                    Kind::Seq(items) => items,
                    _ => &alone[..],
                };
                let own = file.get("supports");
                let nodes = own.map(|it| match it.value {
                    Value::List(_) => it.items(),
                    _ => std::slice::from_ref(it),
                });
                for (&row, node) in rows.iter().zip(nodes.unwrap_or_default()) {
                    it.supports.insert(tree.span(row), node.clone());
                }
            }
        }
        it
    }
}
