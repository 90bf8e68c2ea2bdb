//! What the parser's errors mean to someone who writes the file.

use granit_parser::{ErrorKind, ScanError};

use super::{Limits, punctuation};
use crate::finding::Finding;
use crate::source::{SourceId, Span};
use crate::words::{Msg, Word, msg, reading};

/// Longest key that YAML allows without `?`, in characters.
const KEY: usize = 1024;

/// What was known when the parser gave up.
pub(super) struct Mark<'s> {
    pub(super) source: SourceId,
    pub(super) text: &'s str,
    /// Start of the last scalar it gave.
    pub(super) last: usize,
    /// The innermost bracket that is open.
    pub(super) bracket: Option<u32>,
}

impl Mark<'_> {
    fn span(&self, start: usize, end: usize) -> Span {
        Span { source: self.source, start: start as u32, end: end as u32 }
    }

    /// The character at a byte; nothing at the end of a line.
    fn char(&self, at: usize) -> Span {
        let wide = self.text[at..].chars().next().filter(|c| !matches!(c, '\n' | '\r'));
        self.span(at, at + wide.map_or(0, char::len_utf8))
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |line| line + 1)
    }

    /// From a byte to the end of its line, blanks left out.
    fn rest(&self, at: usize) -> Span {
        let line = self.text[at..].split('\n').next().unwrap_or_default();
        self.span(at, at + line.trim_end().len())
    }

    /// The line's text before a byte, blanks at its start left out.
    fn before(&self, at: usize) -> (usize, &str) {
        let start = self.line_start(at);
        let text = self.text[start..at].trim_start();
        (at - text.len(), text)
    }
}

/// The first character that no YAML file may hold. The parser takes some of them, and NUL for the
/// end of the file.
pub(super) fn control_character(source: SourceId, text: &str) -> Option<Finding> {
    let bad = |byte: u8| (byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r')) || byte == 0x7f;
    let at = text.bytes().position(bad)?;
    let code = format!("U+{:04X}", text.as_bytes()[at]);
    let span = Span { source, start: at as u32, end: at as u32 + 1 };
    let message = msg!(reading::CONTROL_CHARACTER, code = code);
    Some(Finding::error("yaml-syntax", span, message).help(&reading::REMOVE_CHARACTER))
}

pub(super) fn too_deep(span: Span, limit: usize) -> Finding {
    Finding::error("nesting-limit", span, msg!(reading::NESTING_LIMIT, limit = limit))
        .help(&reading::NESTING_LIMIT_HELP)
}

/// Says what is wrong at the place where the parser gave up.
pub(super) fn report(
    error: &ScanError,
    mark: &Mark<'_>,
    limits: &Limits,
    findings: &mut Vec<Finding>,
) {
    let mut at = error.marker().byte_offset().unwrap_or(0).min(mark.text.len());
    while !mark.text.is_char_boundary(at) {
        at -= 1;
    }
    if *error.kind() == ErrorKind::RecursionLimitExceeded {
        findings.push(too_deep(mark.char(at), limits.depth));
        return;
    }
    if let Some(finding) = tab(error.kind(), at, mark) {
        findings.push(finding);
        return;
    }
    let blamed = punctuation::blame(at, mark, limits);
    if blamed.is_empty() {
        findings.push(explain(error.kind(), at, mark));
    } else {
        findings.extend(blamed);
    }
}

/// The tab behind an error that is about one, or that follows a line indented with one.
fn tab(kind: &ErrorKind, at: usize, mark: &Mark<'_>) -> Option<Finding> {
    use ErrorKind as E;
    let named = matches!(
        kind,
        E::TabNotAllowed
            | E::TabInBlockIndentation
            | E::TabInIndentation
            | E::TabInPlainScalar
            | E::TabAtBlockScalarStart
    );
    let line = mark.line_start(at);
    let indent = |line: usize| {
        let rest = &mark.text[line..];
        let blanks = &rest[..rest.len() - rest.trim_start_matches([' ', '\t']).len()];
        blanks.find('\t').map(|tab| line + tab)
    };
    let place = indent(line)
        .or_else(|| named.then(|| mark.text[at..].find('\t').map(|tab| at + tab)).flatten())?;
    let indents = indent(mark.line_start(place)) == Some(place);
    let span = mark.span(place, place + 1);
    Some(if indents {
        Finding::error("tab-indentation", span, &reading::TAB_INDENTATION)
            .help(&reading::TYPE_SPACES)
    } else {
        Finding::error("yaml-syntax", span, &reading::TAB_HERE).help(&reading::TYPE_SPACES)
    })
}

fn explain(kind: &ErrorKind, at: usize, mark: &Mark<'_>) -> Finding {
    use ErrorKind as E;
    let here = mark.char(at);
    let error = |span, message: Msg| Finding::error("yaml-syntax", span, message);
    let plain = |word: &'static Word| error(here, Msg::from(word));
    match kind {
        E::UnclosedQuotedScalar => plain(&reading::UNCLOSED_QUOTE).help(&reading::CLOSE_QUOTE),
        E::DocumentIndicatorInQuotedScalar => {
            let marker = ["\n---", "\n..."];
            let found = marker.iter().filter_map(|m| mark.text[at..].find(m)).min();
            let inside = found.map_or(here, |found| mark.rest(at + found + 1));
            error(inside, msg!(reading::UNCLOSED_QUOTE)).label(here, &reading::QUOTE_OPENED)
        }
        E::UnclosedFlowCollection { open } => error(here, msg!(reading::UNCLOSED, open = *open))
            .help(msg!(reading::CLOSE_BRACKET, close = closing(*open))),
        E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping => in_brackets(mark.text.len(), mark),
        E::MismatchedFlowCollectionEnd { open, close } => {
            error(here, msg!(reading::MISMATCHED, open = *open, close = *close))
        }
        E::MisplacedFlowCollectionEnd => {
            let close = mark.text[at..].chars().next().unwrap_or(']');
            error(here, msg!(reading::CLOSES_NOTHING, close = close))
        }
        E::FlowMappingValueAdjacentCollection => {
            error(here, msg!(reading::COLON_BEFORE_BRACKET)).help(&reading::QUOTE_BOTH_ENDS)
        }
        E::InvalidColonPlacement
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::InvalidFlowScalarIndent
        | E::BlockEntryInFlowCollection => in_brackets(at, mark),
        E::MappingValueNotAllowed => {
            let (start, key) = mark.before(at);
            if key.chars().nth(KEY).is_some() {
                error(mark.span(start, at), msg!(reading::KEY_TOO_LONG, limit = KEY))
            } else if key.contains(": ") {
                error(here, msg!(reading::TWO_COLONS)).help(&reading::SECOND_KEY)
            } else if let Some(colon) = colon_without_space(start, mark) {
                error(mark.char(colon), msg!(reading::COLON_WITHOUT_SPACE))
                    .help(&reading::SPACE_AFTER_COLON)
            } else {
                error(mark.span(start, at.max(start)), msg!(reading::KEY_UNDER_VALUE))
                    .help(&reading::ALIGN_KEY)
            }
        }
        E::ExpectedBlockMappingKey | E::InvalidIndentation | E::ExpectedBlockSequenceEntry => {
            let (start, before) = mark.before(at);
            let item = before == "-" || before == "- " || mark.text[at..].starts_with("- ");
            if matches!(kind, E::ExpectedBlockSequenceEntry) && before.is_empty() && !item {
                error(mark.rest(at), msg!(reading::KEY_IN_LIST)).help(&reading::ALIGN_LINE)
            } else if item {
                error(mark.rest(start), msg!(reading::ITEM_AMONG_KEYS)).help(&reading::ALIGN_LINE)
            } else if before.is_empty() {
                error(mark.rest(at), msg!(reading::BAD_INDENTATION)).help(&reading::ALIGN_LINE)
            } else {
                error(mark.rest(at), msg!(reading::TEXT_HERE)).help(&reading::QUOTE_VALUE)
            }
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => {
            error(mark.rest(at), msg!(reading::NO_COLON)).help(&reading::TYPE_COLON)
        }
        E::UnexpectedCharacter { character } => {
            error(here, msg!(reading::BAD_START, character = *character))
                .help(&reading::QUOTE_VALUE)
        }
        E::UnknownQuotedScalarEscape => {
            error(bad_escape(at, mark), msg!(reading::UNKNOWN_ESCAPE)).help(&reading::BACKSLASH)
        }
        E::InvalidTrailingSingleQuotedScalar => {
            error(mark.rest(at), msg!(reading::AFTER_QUOTE)).help(&reading::DOUBLE_QUOTE)
        }
        E::InvalidTrailingDoubleQuotedScalar => {
            error(mark.rest(at), msg!(reading::AFTER_QUOTE)).help(&reading::BACKSLASH_QUOTE)
        }
        E::CommentInterceptedScalar => plain(&reading::COMMENT_IN_TEXT).help(&reading::QUOTE_VALUE),
        E::CommentNotSeparated => plain(&reading::COMMENT_TOO_CLOSE),
        E::BlockSequenceEntryNotAllowed => {
            error(mark.rest(at), msg!(reading::LIST_ON_KEY_LINE)).help(&reading::LIST_BELOW)
        }
        E::MissingAnchorOrAliasName => plain(&reading::NO_ANCHOR_NAME).help(&reading::QUOTE_VALUE),
        E::BomInsideDocument => plain(&reading::BOM_INSIDE).help(&reading::REMOVE_CHARACTER),
        E::UndeclaredTagHandle | E::InvalidTagTerminator => {
            let tag = mark.text[at..].split_whitespace().next().unwrap_or_default();
            let message = msg!(reading::UNKNOWN_TAG, tag = tag);
            Finding::error("unknown-tag", mark.span(at, at + tag.len()), message)
                .help(&reading::REMOVE_TAG)
        }
        other => error(here, msg!(reading::YAML_SYNTAX, detail = other.to_string())),
    }
}

/// The colon in the line above that would end a key beside this one if a space followed it.
fn colon_without_space(key: usize, mark: &Mark<'_>) -> Option<usize> {
    let line = mark.line_start(key);
    let above = mark.line_start(line.checked_sub(1)?);
    let text = mark.text[above..line].trim_end();
    let indent = text.len() - text.trim_start().len();
    let colon = text.find(':')?;
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let like_a_key = indent == key - line && text[indent..colon].chars().all(word);
    (like_a_key && colon > indent && colon + 1 < text.len()).then_some(above + colon)
}

fn closing(open: char) -> char {
    if open == '[' { ']' } else { '}' }
}

/// The first backslash with its character that means nothing; the parser gives the quote.
fn bad_escape(quote: usize, mark: &Mark<'_>) -> Span {
    let mut chars = mark.text[quote..].char_indices();
    while let Some((at, c)) = chars.next() {
        let Some((next, escaped)) = (c == '\\').then(|| chars.next()).flatten() else { continue };
        if !"0abt\tnvfre \"/\\N_LPxuU\r\n".contains(escaped) {
            return mark.span(quote + at, quote + next + escaped.len_utf8());
        }
    }
    mark.char(quote)
}

/// Something is missing between brackets: a comma, or the bracket that closes them.
fn in_brackets(at: usize, mark: &Mark<'_>) -> Finding {
    let open = mark.bracket.map(|start| start as usize);
    let bracket = open.and_then(|start| mark.text[start..].chars().next()).unwrap_or('{');
    let message = msg!(reading::COMMA_OR_BRACKET, close = closing(bracket));
    // What follows the gap is the whole key when the parser stumbles over its colon.
    let here = if mark.text[at..].starts_with(':') {
        let key =
            mark.text[..at].trim_end_matches(|c: char| !c.is_whitespace() && !",[]{}".contains(c));
        mark.span(key.len(), at)
    } else {
        mark.char(at)
    };
    let finding = Finding::error("yaml-syntax", here, message);
    match open {
        Some(start) => finding.label(mark.char(start), &reading::BRACKET_OPENED),
        None => finding,
    }
}
