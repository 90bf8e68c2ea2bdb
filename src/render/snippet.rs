//! A finding with the lines of the file that it speaks of, drawn by miette over our own line table.

use std::fmt;
use std::ops::Range;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::style::{Style, WIDTH, printable, shortened, wrapped};
use super::wording;
use crate::finding::{Finding, Label, Severity};
use crate::source::{Source, Sources};
use crate::words::Lang;

/// A finding in one language, as miette wants it.
struct Shown<'a> {
    finding: &'a Finding,
    head: String,
    view: View<'a>,
    lang: Lang,
}

/// The lines that a finding speaks of and no others: each cut to what has room around its marks, and
/// with nothing in it that a terminal would obey. Its bytes are counted through all of its lines.
struct View<'a> {
    source: &'a Source,
    text: String,
    lines: Vec<ViewLine>,
    /// One for each label of the finding that lies in this source.
    marks: Vec<Mark<'a>>,
    /// Width of the frame before a line.
    gutter: usize,
}

struct ViewLine {
    number: usize,
    start: usize,
}

struct Mark<'a> {
    label: &'a Label,
    range: Range<usize>,
    /// Column in the file, from 0.
    column: usize,
    /// Width of what stands before it in its line, and of what it marks.
    before: usize,
    width: usize,
}

/// Width of the sign before a message.
const HEAD: usize = 4;

/// Room kept to the right of what is marked.
const TAIL: usize = 12;

impl<'a> View<'a> {
    fn new(source: &'a Source, finding: &'a Finding) -> Self {
        let mut labels: Vec<(usize, usize, usize, &Label)> = Vec::new();
        let here = finding.labels.first().map(|label| label.span.source);
        for label in finding.labels.iter().filter(|label| Some(label.span.source) == here) {
            let number = source.position(label.span.start).line;
            let line = source.line_start(number)..source.line_start(number + 1);
            // What runs over several lines is marked in its first.
            let written = source.text[line.clone()].trim_end().len() + line.start;
            let start = source.text.floor_char_boundary(label.span.start as usize);
            let end = (label.span.end as usize).min(written).max(start);
            labels.push((number, start, source.text.floor_char_boundary(end), label));
        }
        let last = labels.iter().map(|it| it.0).max().unwrap_or(1);
        let gutter = last.to_string().len() + 4;
        let mut view =
            Self { source, text: String::new(), lines: Vec::new(), marks: Vec::new(), gutter };
        let mut numbers: Vec<usize> = labels.iter().map(|it| it.0).collect();
        numbers.sort_unstable();
        numbers.dedup();
        for number in numbers {
            let of_line: Vec<_> = labels.iter().filter(|it| it.0 == number).copied().collect();
            view.line(number, &of_line);
        }
        // As in the finding: the first is the one that the head of the drawing names.
        view.marks
            .sort_by_key(|mark| finding.labels.iter().position(|it| std::ptr::eq(it, mark.label)));
        view
    }

    /// Adds a line, cut so that its first mark is seen whole if that can be.
    fn line(&mut self, number: usize, labels: &[(usize, usize, usize, &'a Label)]) {
        let source = self.source;
        let whole = source.line_start(number)..source.line_start(number + 1);
        let line = source.text[whole.clone()].trim_end_matches(['\n', '\r']);
        let room = WIDTH.saturating_sub(self.gutter);
        let first = labels.iter().map(|it| it.1).min().unwrap_or(whole.start) - whole.start;
        let last = labels.iter().map(|it| it.2).max().unwrap_or(whole.start) - whole.start;
        let (from, to) = window(line, first.min(line.len()), last.min(line.len()), room);
        let line_start = self.text.len();
        self.lines.push(ViewLine { number, start: line_start });
        if from > 0 {
            self.text.push('…');
        }
        // Where each byte of the file's line that starts a character came to stand.
        let mut places: Vec<(usize, usize)> = Vec::new();
        for (at, c) in line[from..to].char_indices() {
            places.push((from + at, self.text.len()));
            match c {
                '\t' => self.text.push_str("    "),
                c if super::style::is_unprintable(c) => self.text.push('\u{fffd}'),
                c => self.text.push(c),
            }
        }
        places.push((to, self.text.len()));
        if to < line.len() {
            self.text.push('…');
        }
        let end = self.text.len();
        let place = |byte: usize| {
            let index = places.partition_point(|&(from, _)| from < byte);
            places.get(index).map_or(end, |&(_, to)| to)
        };
        for &(_, start, stop, label) in labels {
            let range = place(start - whole.start)..place(stop - whole.start);
            let before = self.text[line_start..range.start].width();
            let width = self.text[range.clone()].width();
            let column = source.position(start as u32).column - 1;
            self.marks.push(Mark { label, range, column, before, width });
        }
        self.text.push('\n');
    }

    /// Whether a label's text has room to the right of what it marks.
    fn fits(&self, mark: &Mark, text: &str) -> bool {
        // The frame, and the corner that leads to the text.
        self.gutter + mark.before + mark.width / 2 + 4 + text.width() <= WIDTH
    }
}

/// The bytes of a line that are shown when it has more than there is room for.
fn window(line: &str, first: usize, last: usize, room: usize) -> (usize, usize) {
    // A character is at most two columns wide and a tab four: most lines need no counting.
    if line.len() <= room && !line.contains('\t') || line.len() < 4 * room && wide(line) <= room {
        return (0, line.len());
    }
    let room = room.saturating_sub(2);
    // From the mark to the left: what is left of the room beside the mark and a little behind it.
    let marked = line[first..last].chars().take(room).map(width_of).sum::<usize>();
    let mut left = room.saturating_sub(marked + TAIL);
    let mut from = first;
    for (at, c) in line[..first].char_indices().rev() {
        let Some(rest) = left.checked_sub(width_of(c)) else { break };
        (left, from) = (rest, at);
    }
    let mut left = room;
    let mut to = from;
    for (at, c) in line[from..].char_indices() {
        let Some(rest) = left.checked_sub(width_of(c)) else { break };
        (left, to) = (rest, from + at + c.len_utf8());
    }
    (from, to)
}

fn wide(line: &str) -> usize {
    line.chars().map(width_of).sum()
}

fn width_of(c: char) -> usize {
    if c == '\t' { 4 } else { c.width().unwrap_or(1) }
}

impl SourceCode for View<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        _: usize,
        _: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let line = |byte: usize| self.lines.partition_point(|it| it.start <= byte).max(1) - 1;
        let (first, last) = (line(span.offset()), line(span.offset() + span.len()));
        // Lines that do not follow one another are drawn apart.
        if self.lines[last].number - self.lines[first].number != last - first {
            return Err(MietteError::OutOfBounds);
        }
        let end = self.lines.get(last + 1).map_or(self.text.len(), |it| it.start);
        let range = self.lines[first].start..end;
        let column = self.marks.iter().find(|it| it.range.start == span.offset());
        Ok(Box::new(MietteSpanContents::new_named(
            self.source.path.chars().map(super::style::printable_char).collect(),
            self.text[range.clone()].as_bytes(),
            SourceSpan::new(range.start.into(), range.len()),
            self.lines[first].number - 1,
            column.map_or(0, |mark| mark.column),
            last - first + 1,
        )))
    }
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.head)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        (!self.view.source.text.is_empty()).then_some(&self.view)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let primary = self.finding.labels.first()?;
        Some(Box::new(self.view.marks.iter().map(move |mark| {
            let text = mark.label.text.as_ref().map(|it| printable(it.text(self.lang), false));
            // What would run over the edge is said below instead; see `beside`.
            let text = text.filter(|it| self.view.fits(mark, it));
            let range = mark.range.clone();
            match std::ptr::eq(primary, mark.label) {
                true => LabeledSpan::new_primary_with_span(text, range),
                false => LabeledSpan::new_with_span(text, range),
            }
        })))
    }
}

/// The texts of labels that have no room in the drawing.
pub fn beside(finding: &Finding, sources: &Sources, lang: Lang) -> Vec<String> {
    let Some(first) = finding.labels.first() else { return Vec::new() };
    let source = sources.get(first.span.source);
    let view = View::new(source, finding);
    let drawn = |label: &Label, text: &str| {
        view.marks.iter().any(|it| std::ptr::eq(it.label, label) && view.fits(it, text))
    };
    let texts = finding.labels.iter().filter_map(|label| {
        let text = wording::label(label, finding, sources, lang)?;
        (!drawn(label, &text)).then_some(text)
    });
    texts.collect()
}

/// Draws a finding: its message, the lines it speaks of, its paths, the way out.
pub fn draw(finding: &Finding, sources: &Sources, style: Style, lang: Lang) -> String {
    let word = wording::severity(finding.severity).text(lang);
    let message = printable(shortened(finding.message.text(lang)), false);
    let head = wrapped(&format!("{word}[{}]: {message}", finding.rule), HEAD);
    let head = head
        .lines()
        .map(|line| line.get(HEAD..).unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    let first = finding.labels.first().map(|label| label.span).unwrap_or_default();
    let view = View::new(sources.get(first.source), finding);
    let shown = Shown { finding, head, view, lang };
    let theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_context_lines(0)
        .with_wrap_lines(false)
        .with_links(false);
    let mut text = String::new();
    if handler.render_report(&mut text, &shown).is_err() {
        text = shown.head.clone();
    }
    let mut out = String::new();
    for line in text.lines() {
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
