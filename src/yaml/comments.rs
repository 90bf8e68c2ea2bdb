//! Comments: those that speak to this program (`# haplan: …`), and all of them for who writes a file anew.
//!
//! The parser drops comments, so they are looked for in the text, and what lies within a scalar is none: a key,
//! a quoted text or a block may hold the same letters.

use std::collections::BTreeMap;

use super::tree::{Content, Tree};
use crate::source::Span;

/// What such a comment begins with, behind its sign.
const ADDRESS: &str = "haplan:";

/// A comment that speaks to this program.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// From its sign to the end of its line.
    pub span: Span,
    /// What it says to us, behind `haplan:`.
    pub text: String,
    /// First byte of `text`.
    pub start: u32,
    /// The line that it speaks of: its own if something stands before it, else the next one that says something.
    pub line: Span,
}

/// What comments say of a line.
#[derive(Default)]
pub(super) struct Remark {
    /// Above it, a line each.
    pub above: Vec<String>,
    /// Behind it.
    pub aside: Option<String>,
}

impl Tree<'_> {
    /// The first byte of a line, if nothing but dashes of lists stands there before a byte.
    pub(super) fn begun_at(&self, at: usize) -> Option<usize> {
        let start = line_at(self.text, at).0;
        let before = self.text[start..at].trim_start_matches('\u{feff}');
        before.trim_matches([' ', '\t', '-']).is_empty().then_some(start)
    }

    /// The comments that speak to this program, in the order of the file.
    pub fn comments(&self) -> Vec<Comment> {
        let mut found = Vec::new();
        let mut scalars: Option<Vec<(usize, usize)>> = None;
        // Each line and each run of comments is looked at once, however many of them there are.
        let (mut done, mut next) = (0, (0, 0));
        for (at, _) in self.text.match_indices(ADDRESS) {
            let before = self.text[..at].trim_end_matches([' ', '\t']);
            let Some(sign) = before.strip_suffix('#').map(str::len) else { continue };
            let scalars = scalars.get_or_insert_with(|| self.scalars());
            if sign < done || !self.begins_comment(sign, scalars) {
                continue;
            }
            let line = line_at(self.text, sign);
            done = line.1;
            let earlier = self.text[line.0..sign].match_indices('#');
            if earlier.map(|(at, _)| line.0 + at).any(|at| self.begins_comment(at, scalars)) {
                continue;
            }
            let alone = self.text[line.0..sign].trim().is_empty();
            if alone && next.0 < line.1 {
                next = self.next_line(line.1);
            }
            let about = if alone { next } else { line };
            found.push(self.comment(sign, at + ADDRESS.len(), line, about));
        }
        found
    }

    /// All comments, by the first byte of the line that they speak of; those that no line follows by the end of the
    /// text.
    pub(super) fn remarks(&self) -> BTreeMap<usize, Remark> {
        let scalars = self.scalars();
        let mut found: BTreeMap<usize, Remark> = BTreeMap::new();
        let (mut done, mut next) = (0, (0, 0));
        for (at, _) in self.text.match_indices('#') {
            if at < done || !self.begins_comment(at, &scalars) {
                continue;
            }
            let line = line_at(self.text, at);
            done = line.1;
            let text = self.text[at + 1..line.1].trim_end();
            let text = text.strip_prefix(' ').unwrap_or(text).to_owned();
            if self.text[line.0..at].trim().is_empty() {
                if next.0 < line.1 {
                    next = self.next_line(line.1);
                }
                found.entry(next.0).or_default().above.push(text);
            } else {
                found.entry(line.0).or_default().aside = Some(text);
            }
        }
        found
    }

    fn begins_comment(&self, sign: usize, scalars: &[(usize, usize)]) -> bool {
        let free = self.text[..sign].chars().next_back().is_none_or(char::is_whitespace);
        free && !within(scalars, sign)
    }

    fn comment(
        &self,
        sign: usize,
        start: usize,
        line: (usize, usize),
        about: (usize, usize),
    ) -> Comment {
        let end = line.0 + self.text[line.0..line.1].trim_end().len();
        let place = |(start, end): (usize, usize)| self.place(start as u32, end as u32);
        let text = self.text[start.min(end)..end].trim_start();
        Comment {
            span: place((sign, end)),
            text: text.to_owned(),
            start: (end - text.len()) as u32,
            line: place(about),
        }
    }

    /// The first line from a byte on that is neither blank nor a comment; at the end of the text none, which
    /// is an empty line.
    fn next_line(&self, mut from: usize) -> (usize, usize) {
        while from < self.text.len() {
            let line = line_at(self.text, from);
            let said = self.text[line.0..line.1].trim();
            if !said.is_empty() && !said.starts_with('#') {
                return line;
            }
            from = line.1;
        }
        (from, from)
    }

    /// The places of all scalars as bytes, in order. That of a block begins below its header, where a comment
    /// may stand.
    fn scalars(&self) -> Vec<(usize, usize)> {
        let scalars = self.nodes.iter().filter(|node| {
            matches!(node.content, Content::Borrowed { .. } | Content::Owned { .. } | Content::Hole)
        });
        let place = |start: u32, end: u32| {
            let (start, end) = (start as usize, end as usize);
            match self.text[start..end].starts_with(['|', '>']) {
                true => (line_at(self.text, start).1.min(end), end),
                false => (start, end),
            }
        };
        let mut places: Vec<_> = scalars.map(|node| place(node.start, node.end)).collect();
        places.sort_unstable();
        places
    }
}

/// Start of the line that a byte lies in, and start of the next one.
fn line_at(text: &str, at: usize) -> (usize, usize) {
    let start = text[..at].rfind('\n').map_or(0, |line| line + 1);
    (start, text[at..].find('\n').map_or(text.len(), |line| at + line + 1))
}

/// Whether a byte lies in one of the places, which are in order and apart.
fn within(places: &[(usize, usize)], at: usize) -> bool {
    let next = places.partition_point(|&(start, _)| start <= at);
    next.checked_sub(1).is_some_and(|last| at < places[last].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;

    fn comments(text: &str) -> Vec<(String, String)> {
        let mut findings = Vec::new();
        let tree = Tree::parse(SourceId::default(), text, &Default::default(), &mut findings);
        let shown = |span: Span| text[span.start as usize..span.end as usize].to_owned();
        let comments = tree.unwrap_or_else(|| panic!("{text}: {findings:?}")).comments();
        comments.into_iter().map(|it| (it.text, shown(it.line))).collect()
    }

    fn one(text: &str, line: &str) -> Vec<(String, String)> {
        vec![(text.to_owned(), line.to_owned())]
    }

    #[test]
    fn beside_something_it_speaks_of_its_line_and_alone_of_the_next() {
        assert_eq!(comments("a: 1 # haplan: x y\nb: 2\n"), one("x y", "a: 1 # haplan: x y\n"));
        assert_eq!(comments("# haplan: x\n\n  # more\nb: 2\n"), one("x", "b: 2\n"));
        assert_eq!(comments("a: 1\n#haplan:x"), one("x", ""));
        assert_eq!(
            comments("a: 1\t#\thaplan: x \r\nb: 1\r\n"),
            one("x", "a: 1\t#\thaplan: x \r\n")
        );
        assert_eq!(comments("a: [1, # haplan: x\n  2]\n"), one("x", "a: [1, # haplan: x\n"));
        assert_eq!(comments("a: | # haplan: x\n  text\n"), one("x", "a: | # haplan: x\n"));
        assert_eq!(comments("a: 1 # haplan:\n"), one("", "a: 1 # haplan:\n"));
    }

    #[test]
    fn what_lies_in_a_scalar_is_no_comment() {
        for text in [
            "a: |\n  x\n  # haplan: x\n  y\nb: 1\n",
            "a: >-\n  # haplan: x\n",
            "a: \"x # haplan: x\"\n",
            "a: 'x\n  # haplan: x'\n",
            "a: x#haplan:1\n",
            "\"a # haplan: b\": 1\n",
            "{\" # haplan: x\": 1, b: 2}\n",
            "a: 1 # say # haplan: x\n",
            "# see haplan: x\na: 1\n",
        ] {
            assert_eq!(comments(text), [], "{text}");
        }
    }
}
