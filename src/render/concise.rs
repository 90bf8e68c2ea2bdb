//! `check` in one line a finding: `PATH:LINE:COLUMN: SEVERITY[RULE]: MESSAGE`.

use super::style::{printable, shortened};
use super::wording;
use crate::report::Report;
use crate::source::Sources;
use crate::words::Lang;

/// Renders a report; waived findings say so.
pub fn render(report: &Report, sources: &Sources, lang: Lang) -> String {
    let mut text = String::new();
    for it in report.files.iter().flat_map(|file| &file.findings) {
        let finding = &it.finding;
        let severity = match &it.waived {
            // Not translated, like the severities it stands for.
            Some(_) => "waived",
            None => finding.severity.id(),
        };
        let message = shortened(finding.message.text(lang)).replace(['\n', '\r'], " ");
        let place = wording::place(finding, sources);
        text.push_str(&format!("{place}: {severity}[{}]: {message}\n", finding.rule));
    }
    printable(text, false)
}
