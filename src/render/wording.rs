//! What renderers for people say alike: words for what is named in reports, and figures that may be missing.

use super::json::check::Found;
use super::style::colon;
use crate::finding::{Finding, Label, Severity};
use crate::report::{FileReport, Outcome, ServiceReport};
use crate::source::{Sources, Span};
use crate::words::{Lang, Msg, Word, effects, msg, output as words};

/// The word for a severity.
pub fn severity(severity: Severity) -> &'static Word {
    match severity {
        Severity::Error => &words::ERROR,
        Severity::Warning => &words::WARNING,
        Severity::Note => &words::NOTE,
    }
}

/// The word for an outcome.
pub fn outcome(outcome: Outcome) -> &'static Word {
    match outcome {
        Outcome::Pass => &words::PASS,
        Outcome::Fail => &words::FAIL,
        Outcome::Invalid => &words::INVALID,
    }
}

/// What is promised for a service, in a word.
pub fn promise(service: &ServiceReport, lang: Lang) -> &'static str {
    service.promise.map_or(&words::NOTHING, |promise| effects::of(promise.id())).text(lang)
}

/// A figure, or a dash where there is none.
pub fn figure(value: Option<impl ToString>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| value.to_string())
}

/// What stands below a verdict: headings with what was left out and what was assumed, none of them empty.
pub fn remarks(file: &FileReport) -> impl Iterator<Item = (&'static Word, &[Msg])> {
    let remarks = [
        (&words::NOT_CONSIDERED, &file.not_considered[..]),
        (&words::ASSUMED, &file.assumptions[..]),
    ];
    remarks.into_iter().filter(|(_, remarks)| !remarks.is_empty())
}

/// Where a finding stands: `PATH:LINE:COLUMN`, from 1.
pub fn place(finding: &Finding, sources: &Sources) -> String {
    place_of(finding.labels.first().map(|label| label.span).unwrap_or_default(), sources)
}

fn place_of(span: Span, sources: &Sources) -> String {
    let source = sources.get(span.source);
    let at = source.position(span.start);
    format!("{}:{}:{}", source.path, at.line, at.column)
}

/// What is said of a place, with the place if it lies in another file than the finding.
pub fn label(label: &Label, finding: &Finding, sources: &Sources, lang: Lang) -> Option<String> {
    let text = label.text.as_ref()?.text(lang);
    let here = finding.labels.first().map(|label| label.span.source);
    Some(match here == Some(label.span.source) {
        true => text,
        false => format!("{text}{}{}", colon(lang), place_of(label.span, sources)),
    })
}

/// Why a finding does not count: who accepts it and until when, or that the baseline has it.
pub fn accepted(found: &Found, lang: Lang) -> Option<String> {
    match (&found.waived, found.known) {
        (Some(waived), _) => {
            let reason = match &waived.until {
                None => waived.reason.clone(),
                Some(until) => {
                    msg!(words::WAIVED_UNTIL, reason = &waived.reason, until = until).text(lang)
                }
            };
            Some(format!("{}{}{reason}", words::WAIVED.text(lang), colon(lang)))
        }
        (None, true) => {
            let (known, it) = (words::KNOWN.text(lang), words::IN_BASELINE.text(lang));
            Some(format!("{known}{}{it}", colon(lang)))
        }
        (None, false) => None,
    }
}
