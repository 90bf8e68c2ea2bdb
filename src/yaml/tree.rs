//! The tree: nodes in one arena, children in flat lists, scalars borrowed from the text.

use crate::source::{SourceId, Span};

/// One node of a [`Tree`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct NodeId(pub(super) u32);

/// What a node is, aliases followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind<'t> {
    /// Text. A value left out is an empty plain scalar.
    Scalar {
        /// As written, or without its quotes and escapes.
        text: &'t str,
        /// Neither quoted, nor a block, nor tagged as a string.
        plain: bool,
    },
    /// Keys and values in the order of the file, merged ones last. Keys are scalars and unique.
    Map(&'t [(NodeId, NodeId)]),
    /// Items in the order of the file.
    Seq(&'t [NodeId]),
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Content {
    /// Bytes of the source.
    Borrowed { start: u32, end: u32, plain: bool },
    /// Bytes of `Tree::owned`.
    Owned { start: u32, end: u32, plain: bool },
    /// A range of `Tree::pairs`.
    Map { start: u32, end: u32 },
    /// A range of `Tree::items`.
    Seq { start: u32, end: u32 },
    /// Never points to another alias.
    Alias(NodeId),
    /// Something wrong stood here and has been reported.
    Hole,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) content: Content,
}

/// A file as a tree of nodes that know their places.
#[derive(Debug)]
pub struct Tree<'s> {
    pub(super) source: SourceId,
    pub(super) text: &'s str,
    pub(super) nodes: Vec<Node>,
    pub(super) pairs: Vec<(NodeId, NodeId)>,
    pub(super) items: Vec<NodeId>,
    pub(super) owned: String,
    pub(super) root: NodeId,
    pub(super) reached: usize,
}

impl<'s> Tree<'s> {
    pub(super) fn new(source: SourceId, text: &'s str) -> Self {
        Self {
            source,
            text,
            // Topologies hold a node per 8 to 16 bytes; growing by doubling copies each time.
            nodes: Vec::with_capacity((text.len() / 8).min(1 << 22)),
            pairs: Vec::with_capacity((text.len() / 16).min(1 << 21)),
            items: Vec::with_capacity((text.len() / 64).min(1 << 20)),
            owned: String::new(),
            root: NodeId(0),
            reached: 0,
        }
    }

    /// The outermost node.
    pub fn root(&self) -> NodeId {
        self.root
    }

    /// What the node is; that of an alias is the content of its target.
    pub fn kind(&self, id: NodeId) -> Kind<'_> {
        let scalar = |text, plain| Kind::Scalar { text, plain };
        match self.node(self.target(id)).content {
            Content::Borrowed { start, end, plain } => {
                scalar(&self.text[start as usize..end as usize], plain)
            }
            Content::Owned { start, end, plain } => {
                scalar(&self.owned[start as usize..end as usize], plain)
            }
            Content::Map { start, end } => Kind::Map(&self.pairs[start as usize..end as usize]),
            Content::Seq { start, end } => Kind::Seq(&self.items[start as usize..end as usize]),
            Content::Alias(_) | Content::Hole => scalar("", true),
        }
    }

    /// The place of the node: a scalar with its quotes, a list or mapping from its first to its
    /// last byte, the `*name` for an alias and for each value that a `<<: *name` brought in.
    pub fn span(&self, id: NodeId) -> Span {
        let node = self.node(id);
        self.place(node.start, node.end)
    }

    /// Where the content is written when the node is an alias or merged through one.
    pub fn definition(&self, id: NodeId) -> Option<Span> {
        match self.node(id).content {
            Content::Alias(target) => Some(self.span(target)),
            _ => None,
        }
    }

    /// Where the alias is used when the node is one: its span.
    pub fn alias(&self, id: NodeId) -> Option<Span> {
        self.definition(id).map(|_| self.span(id))
    }

    /// The node that holds the content: the target of an alias, any other node itself. Two nodes
    /// with one target share their content, so what was said of it need not be said again.
    pub fn target(&self, id: NodeId) -> NodeId {
        match self.node(id).content {
            Content::Alias(target) => target,
            _ => id,
        }
    }

    /// Whether something stood here that has been reported: nothing more need be said of it.
    pub fn is_hole(&self, id: NodeId) -> bool {
        matches!(self.node(self.target(id)).content, Content::Hole)
    }

    /// The text of a scalar, nothing for lists and mappings.
    pub fn scalar(&self, id: NodeId) -> Option<&str> {
        match self.kind(id) {
            Kind::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Keys and values of a mapping; none for other nodes.
    pub fn entries(&self, id: NodeId) -> &[(NodeId, NodeId)] {
        match self.kind(id) {
            Kind::Map(pairs) => pairs,
            _ => &[],
        }
    }

    /// Key and value under a name, looked up one by one.
    pub fn get(&self, id: NodeId, key: &str) -> Option<(NodeId, NodeId)> {
        self.entries(id).iter().copied().find(|&(name, _)| self.scalar(name) == Some(key))
    }

    /// The text the tree was read from.
    pub fn source_text(&self) -> &'s str {
        self.text
    }

    /// Number of nodes, aliases counted once.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// Number of nodes that aliases would be if they were written out.
    pub fn alias_node_count(&self) -> usize {
        self.reached
    }

    pub(super) fn node(&self, id: NodeId) -> Node {
        self.nodes[id.0 as usize]
    }

    pub(super) fn place(&self, start: u32, end: u32) -> Span {
        Span { source: self.source, start, end }
    }

    pub(super) fn push(&mut self, node: Node) -> NodeId {
        let id = NodeId(self.nodes.len() as u32);
        self.nodes.push(node);
        id
    }
}
