//! Large files are read in parts, one a thread: reading is where the time goes.
//!
//! A file is cut before keys of its outermost mapping, where nothing can be open. It is read in one piece
//! after all if it has anchors or several documents, or if anything at all is wrong with a part, so that
//! what is said of a file never depends on how it was read.

use std::ops::Range;

use super::Limits;
use super::tree::{Content, Node, NodeId, Tree};
use crate::finding::Finding;
use crate::source::SourceId;

/// Files below this many bytes are read in one piece.
const LEAST_BYTES: usize = 1 << 20;

/// Reads a text in parts if it is large and that cannot matter; nothing if it is to be read in one piece.
pub(super) fn parse<'s>(
    source: SourceId,
    text: &'s str,
    limits: &Limits,
    in_one_piece: impl Fn(&'s str, &mut Vec<Finding>) -> Option<Tree<'s>> + Sync,
) -> Option<Tree<'s>> {
    if text.len() < LEAST_BYTES {
        return None;
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(8);
    in_parts(source, text, limits, &cuts(text, threads), in_one_piece)
}

/// Reads the parts of a text and puts their trees together; nothing if one is not as it should be.
fn in_parts<'s>(
    source: SourceId,
    text: &'s str,
    limits: &Limits,
    parts: &[Range<usize>],
    in_one_piece: impl Fn(&'s str, &mut Vec<Finding>) -> Option<Tree<'s>> + Sync,
) -> Option<Tree<'s>> {
    if parts.len() < 2 {
        return None;
    }
    let read = |part: Range<usize>| {
        let part = &text[part];
        // Anchors, directives and further documents reach beyond a part.
        let reaches = part.bytes().any(|byte| matches!(byte, b'&' | b'*' | b'%'));
        if reaches || part.contains("\n---") {
            return None;
        }
        let mut findings = Vec::new();
        in_one_piece(part, &mut findings).filter(|_| findings.is_empty())
    };
    let trees: Vec<Option<Tree>> = std::thread::scope(|scope| {
        let others: Vec<_> =
            parts[1..].iter().map(|part| scope.spawn(|| read(part.clone()))).collect();
        let first = read(parts[0].clone());
        std::iter::once(first)
            .chain(others.into_iter().map(|it| it.join().ok().flatten()))
            .collect()
    });
    let mut trees = trees.into_iter().collect::<Option<Vec<Tree>>>()?.into_iter();
    let mut whole = trees.next()?;
    whole.source = source;
    whole.text = text;
    let mut roots = vec![whole.root];
    for (part, tree) in parts[1..].iter().zip(trees) {
        roots.push(whole.append(tree, part.start as u32));
    }
    let nodes: usize = whole.nodes.len();
    (whole.join(&roots) && nodes <= limits.nodes).then_some(whole)
}

/// Parts of about equal length that begin with a key of the outermost mapping.
fn cuts(text: &str, wanted: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for number in 1..wanted {
        let target = text.len() * number / wanted;
        let target = (target..).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len());
        if target <= start {
            continue;
        }
        // The nearest such key on either side, but after the last cut.
        let after = keys_from(text, target).next();
        let before = text[start..target].rmatch_indices('\n').map(|(at, _)| start + at + 1);
        let before = before.filter(|&at| at > start && is_key(&text[at..])).take(1).next();
        let near = |at: &usize| at.abs_diff(target);
        if let Some(cut) = [before, after].into_iter().flatten().min_by_key(near)
            && cut > start
        {
            parts.push(start..cut);
            start = cut;
        }
    }
    parts.push(start..text.len());
    parts
}

fn keys_from(text: &str, from: usize) -> impl Iterator<Item = usize> + '_ {
    let lines = text[from..].match_indices('\n').map(move |(at, _)| from + at + 1);
    lines.filter(|&at| is_key(&text[at..]))
}

/// Whether a line begins, without indentation, with a plain key.
fn is_key(line: &str) -> bool {
    let name = line.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
    let rest = &line.as_bytes()[name..];
    name > 0
        && rest.first() == Some(&b':')
        && matches!(rest.get(1), None | Some(b' ' | b'\n' | b'\r'))
}

impl Tree<'_> {
    /// Takes over the nodes of a tree of a part that begins at a byte; gives its root.
    fn append(&mut self, part: Tree, at: u32) -> NodeId {
        let first = self.nodes.len() as u32;
        let (pairs, items) = (self.pairs.len() as u32, self.items.len() as u32);
        let owned = self.owned.len() as u32;
        let id = |NodeId(id): NodeId| NodeId(first + id);
        self.nodes.extend(part.nodes.iter().map(|node| Node {
            start: node.start + at,
            end: node.end + at,
            content: match node.content {
                Content::Borrowed { start, end, plain } => {
                    Content::Borrowed { start: start + at, end: end + at, plain }
                }
                Content::Owned { start, end, plain } => {
                    Content::Owned { start: start + owned, end: end + owned, plain }
                }
                Content::Map { start, end } => {
                    Content::Map { start: start + pairs, end: end + pairs }
                }
                Content::Seq { start, end } => {
                    Content::Seq { start: start + items, end: end + items }
                }
                Content::Alias(target) => Content::Alias(id(target)),
                Content::Hole => Content::Hole,
            },
        }));
        self.pairs.extend(part.pairs.iter().map(|&(key, value)| (id(key), id(value))));
        self.items.extend(part.items.iter().map(|&item| id(item)));
        self.owned.push_str(&part.owned);
        id(part.root)
    }

    /// Makes one mapping of several; whether they are mappings and have no key in common.
    fn join(&mut self, roots: &[NodeId]) -> bool {
        let start = self.pairs.len() as u32;
        for &root in roots {
            let Content::Map { start, end } = self.node(root).content else { return false };
            self.pairs.extend_from_within(start as usize..end as usize);
        }
        let mut keys: Vec<&str> =
            self.pairs[start as usize..].iter().filter_map(|&(key, _)| self.scalar(key)).collect();
        keys.sort_unstable();
        if keys.windows(2).any(|pair| pair[0] == pair[1]) {
            return false;
        }
        let end = self.pairs.len() as u32;
        let last = roots.last().map_or(0, |&root| self.node(root).end);
        let root = &mut self.nodes[self.root.0 as usize];
        root.content = Content::Map { start, end };
        root.end = last;
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a tree says: each node's place and text, in the order of the file.
    fn said(tree: &Tree, id: NodeId, out: &mut Vec<String>) {
        let span = tree.span(id);
        out.push(format!("{}..{} {:?}", span.start, span.end, tree.scalar(id)));
        match tree.kind(id) {
            crate::yaml::Kind::Map(pairs) => pairs.iter().for_each(|&(key, value)| {
                said(tree, key, out);
                said(tree, value, out);
            }),
            crate::yaml::Kind::Seq(items) => items.iter().for_each(|&item| said(tree, item, out)),
            crate::yaml::Kind::Scalar { .. } => {}
        }
    }

    fn same_in_parts(text: &str, wanted: usize) -> bool {
        let (source, limits) = (SourceId::default(), Limits::default());
        let one = |text, findings: &mut Vec<Finding>| Tree::parse(source, text, &limits, findings);
        let Some(parts) = in_parts(source, text, &limits, &cuts(text, wanted), one) else {
            return false;
        };
        let whole = one(text, &mut Vec::new()).unwrap();
        let (mut a, mut b) = (Vec::new(), Vec::new());
        said(&whole, whole.root(), &mut a);
        said(&parts, parts.root(), &mut b);
        assert_eq!(a, b);
        true
    }

    const FILE: &str = "haplan: 1\nname: \"x\\ty\"\n# b: c\nservers:\n  a: {model: m}\r\n  \
                        b:\n    - |\n      name: z\n\n    - 2\nlinks:\n- 名:1 -- b:2\n- [c, d]\nlast:\n";

    #[test]
    fn a_file_says_the_same_read_in_parts() {
        for wanted in 2..=6 {
            assert!(same_in_parts(FILE, wanted));
        }
    }

    #[test]
    fn what_could_matter_is_read_in_one_piece() {
        for odd in [
            "a: &x 1\nb: *x\n",
            "a: \"one\nb: two\"\n",
            "a: {x: 1,\nb: 2}\n",
            "a: 1\nb: 2\na: 3\n",
            "a: 1\nb: [\n",
            "a: 1\n---\nb: 2\n",
            "- a\n- b\n",
        ] {
            assert!(!same_in_parts(odd, 2), "{odd:?}");
        }
    }
}
