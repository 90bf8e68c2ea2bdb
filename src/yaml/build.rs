//! Events of the parser → [`Tree`].

mod alias;

use std::borrow::Cow;

use granit_parser::{
    Event, Options, Parser, ScalarStyle, ScanError, Span as Place, StrInput, StructureStyle, Tag,
};
use rustc_hash::FxHashMap;

use self::alias::Anchor;
use super::tree::{Content, Node, NodeId, Tree};
use super::{Limits, parts, punctuation, syntax};
use crate::finding::Finding;
use crate::source::{SourceId, Span};
use crate::words::{msg, reading};

impl<'s> Tree<'s> {
    /// Reads a text, which has no byte-order mark, and tells what is wrong with it.
    ///
    /// `None` when no structure can be trusted: a syntax error, an empty file, a limit on depth or
    /// size passed, or full-width punctuation in keys. All else leaves a tree with holes.
    pub fn parse(
        source: SourceId,
        text: &'s str,
        limits: &Limits,
        findings: &mut Vec<Finding>,
    ) -> Option<Tree<'s>> {
        let in_one_piece =
            |text, findings: &mut Vec<Finding>| Tree::in_one_piece(source, text, limits, findings);
        parts::parse(source, text, limits, in_one_piece).or_else(|| in_one_piece(text, findings))
    }

    fn in_one_piece(
        source: SourceId,
        text: &'s str,
        limits: &Limits,
        findings: &mut Vec<Finding>,
    ) -> Option<Tree<'s>> {
        let mut builder = Builder::new(Tree::new(source, text), *limits, findings);
        match builder.run() {
            Ok(()) => builder.finish(),
            Err(Stop::Reported) => None,
            Err(Stop::Syntax(error)) => {
                let mark = syntax::Mark {
                    source,
                    text,
                    last: builder.last_start as usize,
                    bracket: builder.open_bracket(),
                };
                syntax::report(&error, &mark, limits, builder.findings);
                None
            }
        }
    }
}

/// The parser, set up as we need it.
pub(super) fn parser<'s>(text: &'s str, limits: &Limits) -> Parser<'s, StrInput<'s>> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_unresolved_aliases = true;
    options.flow_nesting_limit = limits.depth;
    options.block_nesting_limit = limits.depth;
    Parser::new_from_str_with_options(text, options)
}

enum Stop {
    Reported,
    Syntax(Box<ScanError>),
}

/// A list or mapping that is still open.
struct Frame {
    node: NodeId,
    anchor: usize,
    map: bool,
    flow: bool,
    /// First of its children in `Builder::children`.
    first: usize,
    /// Nodes beneath, aliases written out.
    weight: u64,
    /// Levels beneath.
    height: usize,
}

pub(super) struct Builder<'s, 'f> {
    pub(super) tree: Tree<'s>,
    pub(super) findings: &'f mut Vec<Finding>,
    /// Room for the entries of the mapping that ends, kept from one to the next.
    pub(super) kept: Vec<(NodeId, NodeId)>,
    limits: Limits,
    frames: Vec<Frame>,
    children: Vec<NodeId>,
    anchors: FxHashMap<usize, Anchor>,
    root: Option<NodeId>,
    /// Nodes reached through aliases so far.
    reached: u64,
    over_reached: bool,
    /// Start of the last scalar, and end of the last thing with an extent.
    last_start: u32,
    last_end: u32,
    /// Full-width punctuation found in keys.
    pub(super) misread: usize,
}

impl<'s, 'f> Builder<'s, 'f> {
    fn new(tree: Tree<'s>, limits: Limits, findings: &'f mut Vec<Finding>) -> Self {
        Self {
            tree,
            findings,
            kept: Vec::new(),
            limits,
            frames: Vec::new(),
            children: Vec::new(),
            anchors: FxHashMap::default(),
            root: None,
            reached: limits.spent.0 as u64,
            over_reached: false,
            last_start: 0,
            last_end: 0,
            misread: 0,
        }
    }

    fn run(&mut self) -> Result<(), Stop> {
        let text = self.tree.text;
        if u32::try_from(text.len()).is_err() {
            let message = msg!(reading::FILE_TOO_LONG, limit = u32::MAX);
            self.findings.push(Finding::error("size-limit", self.tree.place(0, 0), message));
            return Err(Stop::Reported);
        }
        if let Some(finding) = syntax::control_character(self.tree.source, text) {
            self.findings.push(finding);
            return Err(Stop::Reported);
        }
        let mut parser = parser(text, &self.limits);
        let mut documents = 0;
        while let Some(next) = parser.next_event() {
            let (event, place) = next.map_err(|error| Stop::Syntax(Box::new(error)))?;
            let (start, end) = bytes(&place);
            match event {
                Event::Scalar(value, style, anchor, tag) => {
                    let tagged = tag.is_some_and(|tag| self.tag(&tag, &place));
                    let plain = style == ScalarStyle::Plain && !tagged;
                    self.scalar(value, style, plain, (start, end));
                    self.leaf(anchor)?;
                }
                Event::MappingStart(style, anchor, tag) => {
                    self.tag_of(tag, &place);
                    self.open(true, style, anchor, (start, end))?;
                }
                Event::SequenceStart(style, anchor, tag) => {
                    self.tag_of(tag, &place);
                    let start = self.first_dash(style, start);
                    self.open(false, style, anchor, (start, end))?;
                }
                Event::MappingEnd | Event::SequenceEnd => self.close((start, end)),
                Event::Alias(id) => self.alias(id, (start, end))?,
                Event::UnresolvedAlias(name) => self.unresolved(&name, (start, end))?,
                Event::DocumentStart(..) => {
                    documents += 1;
                    if documents > 1 {
                        let place = self.tree.place(start, end);
                        self.findings.push(
                            Finding::error("several-documents", place, &reading::SEVERAL_DOCUMENTS)
                                .help(&reading::ONE_DOCUMENT),
                        );
                        break;
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The finished tree, unless there is nothing in it or its keys are not what they look like.
    fn finish(mut self) -> Option<Tree<'s>> {
        let empty = |node: Node| node.start == node.end && !matches!(node.content, Content::Hole);
        match self.root {
            Some(root) if !empty(self.tree.node(root)) => {
                self.tree.root = root;
                let reached = usize::try_from(self.reached).unwrap_or(usize::MAX);
                self.tree.reached = reached.saturating_sub(self.limits.spent.0);
                // A whole file that is one plain scalar is a key whose colon is not one.
                if let Content::Borrowed { plain: true, .. } | Content::Owned { plain: true, .. } =
                    self.tree.node(root).content
                {
                    let misread = punctuation::check(&self.tree, root, self.misread, self.findings);
                    self.misread += usize::from(misread);
                }
                (self.misread == 0).then_some(self.tree)
            }
            _ => {
                let place = self.tree.place(0, 0);
                self.findings.push(
                    Finding::error("empty-file", place, &reading::EMPTY_FILE)
                        .help(&reading::BEGIN_FILE),
                );
                None
            }
        }
    }

    /// The bracket of the innermost flow collection that is open.
    fn open_bracket(&self) -> Option<u32> {
        let frame = self.frames.iter().rev().find(|frame| frame.flow)?;
        let start = self.tree.node(frame.node).start;
        matches!(self.tree.text.as_bytes().get(start as usize), Some(b'[' | b'{')).then_some(start)
    }

    /// Adds the content of a scalar to the arena: a range of the text where it stands there as it
    /// is, else of the texts we own.
    fn scalar(&mut self, value: Cow<'s, str>, style: ScalarStyle, plain: bool, at: (u32, u32)) {
        let (mut start, mut end) = at;
        let content = if style == ScalarStyle::Plain && start == end {
            // A value left out stands right behind its colon.
            let rest = &self.tree.text.as_bytes()[start as usize..];
            let blanks = rest.iter().take_while(|&&byte| byte == b' ').count();
            if rest.get(blanks) == Some(&b':') && !self.at_key() {
                start += blanks as u32 + 1;
                end = start;
            }
            Content::Borrowed { start, end, plain }
        } else {
            let within = match &value {
                Cow::Borrowed(part) => offset_in(self.tree.text, part),
                Cow::Owned(_) => None,
            };
            match within {
                Some(from) => {
                    Content::Borrowed { start: from, end: from + value.len() as u32, plain }
                }
                None => {
                    let from = self.tree.owned.len() as u32;
                    self.tree.owned.push_str(&value);
                    Content::Owned { start: from, end: self.tree.owned.len() as u32, plain }
                }
            }
        };
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            let block = &self.tree.text[start as usize..end as usize];
            end = start + block.trim_end_matches(['\n', '\r', ' ']).len() as u32;
        }
        self.last_start = start;
        self.last_end = end;
        self.tree.push(Node { start, end, content });
    }

    /// Where a list begins. The parser puts one that is not indented beneath its key behind its
    /// first dash.
    fn first_dash(&self, style: StructureStyle, start: u32) -> u32 {
        let beneath_key = self.frames.last().is_some_and(|frame| frame.map && !frame.flow);
        if style == StructureStyle::Flow || !beneath_key {
            return start;
        }
        let mut from = self.last_end as usize;
        for line in self.tree.text[from..start as usize].split_inclusive('\n') {
            let blanks = line.len() - line.trim_start().len();
            if from > self.last_end as usize && line[blanks..].starts_with('-') {
                return (from + blanks) as u32;
            }
            from += line.len();
        }
        start
    }

    /// Whether the next child of the innermost mapping is a key.
    fn at_key(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| frame.map && (self.children.len() - frame.first).is_multiple_of(2))
    }

    /// Gives the newest node, a scalar, to its parent.
    fn leaf(&mut self, anchor: usize) -> Result<(), Stop> {
        let node = NodeId(self.tree.nodes.len() as u32 - 1);
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { node, size: Some((1, 0)) });
        }
        self.child(node, 1, 0);
        self.room()
    }

    fn child(&mut self, node: NodeId, weight: u64, height: usize) {
        match self.frames.last_mut() {
            Some(frame) => {
                self.children.push(node);
                frame.weight = frame.weight.saturating_add(weight);
                frame.height = frame.height.max(height);
            }
            None => self.root = Some(node),
        }
    }

    fn room(&mut self) -> Result<(), Stop> {
        if self.tree.nodes.len().saturating_add(self.limits.spent.1) <= self.limits.nodes
            && u32::try_from(self.tree.owned.len()).is_ok()
        {
            return Ok(());
        }
        let place = self.tree.place(self.last_start, self.last_end);
        let message = msg!(reading::TOO_MANY_NODES, limit = self.limits.nodes);
        self.findings.push(Finding::error("size-limit", place, message));
        Err(Stop::Reported)
    }

    fn open(
        &mut self,
        map: bool,
        style: StructureStyle,
        anchor: usize,
        (start, end): (u32, u32),
    ) -> Result<(), Stop> {
        if self.frames.len() >= self.limits.depth {
            let place = self.tree.place(start, end);
            self.findings.push(syntax::too_deep(place, self.limits.depth));
            return Err(Stop::Reported);
        }
        let content = Content::Map { start: 0, end: 0 };
        let node = self.tree.push(Node { start, end, content });
        if anchor != 0 {
            self.anchors.insert(anchor, Anchor { node, size: None });
        }
        self.frames.push(Frame {
            node,
            anchor,
            map,
            flow: style == StructureStyle::Flow,
            first: self.children.len(),
            weight: 1,
            height: 0,
        });
        self.room()
    }

    fn close(&mut self, (start, end): (u32, u32)) {
        let Some(frame) = self.frames.pop() else { return };
        let content = if frame.map {
            let first = self.tree.pairs.len() as u32;
            let children = std::mem::take(&mut self.children);
            self.entries(&children[frame.first..]);
            self.children = children;
            Content::Map { start: first, end: self.tree.pairs.len() as u32 }
        } else {
            let first = self.tree.items.len() as u32;
            self.tree.items.extend_from_slice(&self.children[frame.first..]);
            Content::Seq { start: first, end: self.tree.items.len() as u32 }
        };
        self.children.truncate(frame.first);
        if frame.flow && start < end {
            self.last_end = end;
        }
        let node = &mut self.tree.nodes[frame.node.0 as usize];
        node.content = content;
        // A block ends with its last child; the parser says so only at the next token.
        node.end = self.last_end.max(node.start);
        let height = frame.height + 1;
        if let Some(anchor) = self.anchors.get_mut(&frame.anchor) {
            anchor.size = Some((frame.weight, height));
        }
        self.child(frame.node, frame.weight, height);
    }

    fn tag_of(&mut self, tag: Option<Cow<'_, Tag>>, place: &Place) {
        if let Some(tag) = tag {
            self.tag(&tag, place);
        }
    }

    /// Whether the tag makes a string of its scalar.
    fn tag(&mut self, tag: &Tag, place: &Place) -> bool {
        if tag.parts() == ("", "!") {
            return true;
        }
        if let Some(core) = tag.core_suffix() {
            return core == "str";
        }
        let (start, end) = place.tag_span().map_or_else(|| bytes(place), |span| bytes(&span));
        let message = msg!(reading::UNKNOWN_TAG, tag = tag.original());
        let at: Span = self.tree.place(start, end);
        self.findings.push(Finding::error("unknown-tag", at, message).help(&reading::REMOVE_TAG));
        false
    }
}

fn bytes(place: &Place) -> (u32, u32) {
    let start = place.start.byte_offset().unwrap_or(0);
    (start as u32, place.end.byte_offset().unwrap_or(start) as u32)
}

/// Where `part` lies in `text` when it is a slice of it.
fn offset_in(text: &str, part: &str) -> Option<u32> {
    let from = part.as_ptr().addr().checked_sub(text.as_ptr().addr())?;
    (from + part.len() <= text.len()).then_some(from as u32)
}
