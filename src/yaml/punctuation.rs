//! Full-width punctuation and odd spaces where YAML needs their ASCII twins.
//!
//! In values they are prose, so nothing is said of them there. They are blamed in plain keys, and
//! when the file cannot be read and can be once they are replaced: the parser itself is asked.

use super::build::parser;
use super::tree::{Content, NodeId, Tree};
use super::{Limits, syntax::Mark};
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{Word, msg, reading};

/// A character, what to type in its place, and its name where it cannot be seen.
struct Twin {
    wrong: char,
    right: &'static str,
    name: Option<&'static Word>,
}

const fn twin(wrong: char, right: &'static str) -> Twin {
    Twin { wrong, right, name: None }
}

static TWINS: &[Twin] = &[
    twin('：', ":"),
    twin('，', ","),
    twin('［', "["),
    twin('］', "]"),
    twin('｛', "{"),
    twin('｝', "}"),
    twin('“', "\""),
    twin('”', "\""),
    twin('‘', "'"),
    twin('’', "'"),
    twin('－', "-"),
    Twin { wrong: '\u{3000}', right: " ", name: Some(&reading::IDEOGRAPHIC_SPACE) },
    Twin { wrong: '\u{a0}', right: " ", name: Some(&reading::NO_BREAK_SPACE) },
];

/// Places named in one file before we stop: the rest are the same slip.
const PLACES: usize = 20;

/// Lines tried when the file cannot be read; each costs reading it again up to the error.
const TRIALS: usize = 4;

fn twin_of(c: char) -> Option<&'static Twin> {
    if c.is_ascii() { None } else { TWINS.iter().find(|twin| twin.wrong == c) }
}

fn finding(twin: &Twin, span: Span) -> Finding {
    let message = match twin.name {
        Some(name) => msg!(reading::ODD_SPACE, name = name),
        None => msg!(reading::FULLWIDTH, wrong = twin.wrong, right = twin.right),
    };
    let help = match twin.right {
        ":" => msg!(reading::TYPE_COLON),
        " " => msg!(reading::TYPE_SPACE),
        right => msg!(reading::TYPE_ASCII, right = right),
    };
    Finding::error("fullwidth-punctuation", span, message).help(help)
}

fn first_in(tree: &Tree<'_>, id: NodeId) -> Option<Finding> {
    if !matches!(tree.node(id).content, Content::Borrowed { plain: true, .. }) {
        return None;
    }
    let span = tree.span(id);
    first_of(&tree.text[span.start as usize..span.end as usize], span)
}

fn first_of(text: &str, Span { source, start, .. }: Span) -> Option<Finding> {
    let (at, twin) = text.char_indices().find_map(|(at, c)| Some((at as u32, twin_of(c)?)))?;
    let from = start + at;
    Some(finding(twin, Span { source, start: from, end: from + twin.wrong.len_utf8() as u32 }))
}

/// The finding that names full-width punctuation in a text whose every character has a meaning,
/// such as the end of a link.
pub fn fullwidth_in(text: &str, span: Span) -> Option<Finding> {
    let exact = (span.end - span.start) as usize == text.len();
    let mut finding = first_of(text, span)?;
    let twin = text.chars().find_map(twin_of)?;
    if twin.right != " " {
        finding.help = Some(msg!(reading::TYPE_ASCII, right = twin.right));
    }
    if !exact {
        finding.labels[0].span = span;
    }
    Some(finding)
}

/// Whether a plain key holds such a character; reported while `told` keys before it are few.
pub(super) fn check(
    tree: &Tree<'_>,
    key: NodeId,
    told: usize,
    findings: &mut Vec<Finding>,
) -> bool {
    let finding = first_in(tree, key);
    let found = finding.is_some();
    if told < PLACES {
        findings.extend(finding);
    }
    found
}

impl Tree<'_> {
    /// For a plain scalar that stands where a list, a mapping or an endpoint is expected: the
    /// finding that names its full-width punctuation. In prose there is nothing wrong with it.
    pub fn fullwidth(&self, id: NodeId) -> Option<Finding> {
        first_in(self, self.target(id))
    }
}

/// Finds the characters whose replacement lets the parser get past its error at byte `at`.
pub(super) fn blame(at: usize, mark: &Mark<'_>, limits: &Limits) -> Vec<Finding> {
    let text = mark.text;
    let from = text[..mark.last.min(at)].rfind('\n').map_or(0, |line| line + 1);
    let to = text[at..].find('\n').map_or(text.len(), |line| at + line);
    let mut lines: Vec<Vec<(usize, &Twin)>> = Vec::new();
    let mut start = from;
    for line in text[from..to].split_inclusive('\n') {
        let found = suspects(line, start);
        if !found.is_empty() {
            lines.push(found);
        }
        start += line.len();
    }
    // The last lines are the likeliest; the first one is where a broken key may stand.
    let first = lines.len().saturating_sub(TRIALS).min(1);
    let tail = lines.iter().skip(first).rev().take(TRIALS);
    for line in tail.chain(lines.iter().take(first)) {
        if gets_further(text, line, at, limits) {
            let place = |&(at, twin): &(usize, &Twin)| {
                let end = at + twin.wrong.len_utf8();
                finding(twin, Span { source: mark.source, start: at as u32, end: end as u32 })
            };
            return line.iter().take(PLACES).map(place).collect();
        }
    }
    Vec::new()
}

/// The characters of a line that are neither in ASCII quotes nor in a comment.
fn suspects(line: &str, start: usize) -> Vec<(usize, &'static Twin)> {
    let mut found = Vec::new();
    if line.is_ascii() {
        return found;
    }
    let mut quote = None;
    let mut before = ' ';
    for (at, c) in line.char_indices() {
        match quote {
            Some(open) => {
                if c == open && before != '\\' {
                    quote = None;
                }
            }
            None if matches!(c, '"' | '\'') && !before.is_alphanumeric() => quote = Some(c),
            None if c == '#' && before.is_whitespace() => break,
            None => found.extend(twin_of(c).map(|twin| (start + at, twin))),
        }
        before = c;
    }
    found
}

/// Whether the parser passes byte `at` once the characters are replaced.
fn gets_further(text: &str, wrong: &[(usize, &Twin)], at: usize, limits: &Limits) -> bool {
    let mut mended = String::with_capacity(text.len() + 2 * wrong.len());
    let mut done = 0;
    let mut moved = at;
    for &(place, twin) in wrong {
        mended.push_str(&text[done..place]);
        done = place + twin.wrong.len_utf8();
        // A colon or comma in full width carries the space that YAML wants after it.
        let space = matches!(twin.right, ":" | ",") && !text[done..].starts_with([' ', '\n', '\r']);
        mended.push_str(twin.right);
        mended.push_str(if space || twin.wrong == '\u{3000}' { " " } else { "" });
        if place < at {
            moved = mended.len() + (at.max(done) - done);
        }
    }
    mended.push_str(&text[done..]);
    let mut events = parser(&mended, limits);
    while let Some(next) = events.next_event() {
        match next {
            Err(error) => return error.marker().byte_offset().unwrap_or(0) > moved,
            Ok((_, place)) if place.start.byte_offset().unwrap_or(0) > moved => return true,
            Ok(_) => {}
        }
    }
    true
}
