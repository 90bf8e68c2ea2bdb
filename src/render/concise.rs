//! `check` in one line a finding: `PATH:LINE:COLUMN: SEVERITY[RULE]: MESSAGE`.

use super::json::CheckDocument;
use super::style::{printable, shortened};
use crate::finding::Severity;
use crate::report::Report;
use crate::source::Sources;
use crate::words::{Lang, Msg, output as words};
use crate::yaml::values::Date;

/// Renders a report, with the way out on a line of its own under each finding that has one.
pub fn with_help(report: &Report, sources: &Sources, lang: Lang) -> String {
    lines(&CheckDocument::new(report, sources, NO_DAY, lang), Some(lang))
}

/// No line of this form names the day.
const NO_DAY: Date = Date { year: 1970, month: 1, day: 1 };

/// Renders a report; findings that do not count say why instead of what they weigh.
pub fn render(report: &Report, sources: &Sources, lang: Lang) -> String {
    document(&CheckDocument::new(report, sources, NO_DAY, lang))
}

/// Renders a document.
pub fn document(document: &CheckDocument) -> String {
    lines(document, None)
}

/// Help is told in the language that is given, if one is.
fn lines(document: &CheckDocument, help: Option<Lang>) -> String {
    let mut text = String::new();
    for it in document.files.iter().flat_map(|file| &file.findings) {
        // Not translated, like the severities that they stand for.
        let weight = match (&it.waived, it.known) {
            (Some(_), _) => "waived",
            (None, true) => "known",
            (None, false) => Severity::from(it.severity).id(),
        };
        // A file may be called anything, and has one line all the same.
        let line = |text: &str| text.replace(['\n', '\r'], " ");
        let (at, message) = (line(&it.at()), line(&shortened(it.message.clone())));
        text.push_str(&format!("{at}: {weight}[{}]: {message}\n", it.rule));
        if let (Some(lang), Some(help)) = (help, &it.help) {
            let args = vec![("help", line(help).into())];
            text.push_str(&Msg::new(&words::HELP_LINE, args).text(lang));
            text.push('\n');
        }
    }
    printable(text, false)
}
