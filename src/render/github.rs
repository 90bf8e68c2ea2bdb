//! `check` as workflow commands of GitHub Actions: each makes an annotation beside its line.

use super::json::CheckDocument;
use super::json::check::{Found, Weight};
use super::style::{colon, plain};
use crate::words::{Lang, output as words};

/// Renders a document; its texts are in `lang` already. Findings that do not count make no annotation: there is
/// room for ten of a kind in a step.
pub fn render(checked: &CheckDocument, lang: Lang) -> String {
    let findings = checked.files.iter().flat_map(|file| &file.findings);
    findings.filter(|it| it.stands()).map(|it| command(it, lang)).collect()
}

fn command(found: &Found, lang: Lang) -> String {
    let command = match found.severity {
        Weight::Error => "error",
        Weight::Warning => "warning",
        Weight::Note => "notice",
    };
    let mut properties = Vec::new();
    if let Some(place) = found.place() {
        properties.push(format!("file={}", property(&place.path)));
        properties.push(format!("line={}", place.line));
        // Columns are taken only for a place within one line.
        if place.line == place.end_line {
            properties.push(format!("col={}", place.column));
            properties.push(format!("endLine={}", place.end_line));
            properties.push(format!("endColumn={}", place.end_column));
        } else {
            properties.push(format!("endLine={}", place.end_line));
        }
    }
    properties.push(format!("title={}", property(&found.rule)));
    let mut text = plain(&found.message);
    if let Some(help) = &found.help {
        text.push_str(&format!("\n{}{}{}", words::HELP.text(lang), colon(lang), plain(help)));
    }
    format!("::{command} {}::{}\n", properties.join(","), data(&text))
}

/// A text where the runner reads a message.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A text where the runner reads a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::{data, property};

    #[test]
    fn what_the_runner_reads_is_escaped() {
        assert_eq!(data("100%\r\na::b,c"), "100%25%0D%0Aa::b,c");
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
    }
}
