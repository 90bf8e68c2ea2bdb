//! A finding with the lines of the file that it speaks of, drawn by miette over our own line table.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError,
    MietteSpanContents, SourceCode, SourceSpan, SpanContents,
};

use unicode_width::UnicodeWidthStr;

use super::style::{Style, WIDTH, severity_word};
use crate::finding::{Finding, Label, Severity};
use crate::source::{Source, Sources};
use crate::words::Lang;

/// A finding in one language, as miette wants it.
struct Shown<'a> {
    finding: &'a Finding,
    head: String,
    source: Lines<'a>,
    lang: Lang,
}

/// A source whose lines are found by its table instead of by reading it from the start.
struct Lines<'a>(&'a Source);

impl SourceCode for Lines<'_> {
    fn read_span<'b>(
        &'b self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'b> + 'b>, MietteError> {
        let source = self.0;
        let end = (span.offset() + span.len()).min(source.text.len());
        let first = source.position(span.offset() as u32).line.saturating_sub(before).max(1);
        let last = source.position(end as u32).line + after;
        let range = source.line_start(first)..source.line_start(last + 1);
        let data = source.text[range.clone()].as_bytes();
        let span = SourceSpan::new(range.start.into(), range.len());
        Ok(Box::new(MietteSpanContents::new_named(
            source.path.clone(),
            data,
            span,
            first - 1,
            0,
            source.line_count(),
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
        (!self.source.0.text.is_empty()).then_some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let first = self.finding.labels.first()?.span;
        let here =
            self.finding.labels.iter().filter(move |label| label.span.source == first.source);
        Some(Box::new(here.map(|label| {
            let range = label.span.start as usize..label.span.end as usize;
            let text = label.text.as_ref().map(|it| it.text(self.lang));
            // What would run over the edge is said below instead; see `beside`.
            LabeledSpan::new_with_span(text.filter(|it| fits(self.source.0, label, it)), range)
        })))
    }
}

/// Whether a label's text has room to the right of what it marks.
fn fits(source: &Source, label: &Label, text: &str) -> bool {
    let start = source.position(label.span.start);
    let line = source.line_start(start.line)..label.span.start as usize;
    let end = label.span.end.min(source.line_start(start.line + 1) as u32);
    let marked = source.text[label.span.start as usize..end.max(label.span.start) as usize].width();
    // The line number with its frame, and the corner that leads to the text.
    let gutter = source.line_count().to_string().len() + 4;
    gutter + source.text[line].width() + marked / 2 + 4 + text.width() <= WIDTH
}

/// The texts of labels that have no room in the drawing.
pub fn beside(finding: &Finding, sources: &Sources, lang: Lang) -> Vec<String> {
    let texts = finding.labels.iter().filter_map(|label| {
        let text = label.text.as_ref()?.text(lang);
        (!fits(sources.get(label.span.source), label, &text)).then_some(text)
    });
    texts.collect()
}

/// Draws a finding: its message, the lines it speaks of, its paths, the way out.
pub fn draw(finding: &Finding, sources: &Sources, style: Style, lang: Lang) -> String {
    let word = severity_word(finding.severity).text(lang);
    let head = format!("{word}[{}]: {}", finding.rule, finding.message.text(lang));
    let first = finding.labels.first().map(|label| label.span).unwrap_or_default();
    let source = Lines(sources.get(first.source));
    let shown = Shown { finding, head, source, lang };
    let theme =
        if style.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(WIDTH)
        .with_context_lines(0)
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
