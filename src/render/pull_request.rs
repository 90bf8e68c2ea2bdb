//! `check` as the comment on a pull request: a table of verdicts, then what counts, then the rest folded.

use super::json::CheckDocument;
use super::json::check::{File, Found, Verdict, Weight};
use super::markdown::escaped;
use super::style::{colon, plain};
use super::wording;
use crate::words::{Lang, Msg, Word, msg, output as words};

/// Most bytes of a comment: services take 65,536 characters.
const MOST: usize = 60_000;

/// Most files that all have a row; of more, those that pass are counted.
const MOST_ROWS: usize = 50;

/// Renders a document; its texts are in `lang` already.
pub fn render(checked: &CheckDocument, lang: Lang) -> String {
    let worst = checked.files.iter().map(|it| it.verdict).max().unwrap_or(Verdict::Pass);
    let verdict = wording::outcome(worst.into()).text(lang);
    let mut text = format!("### haplan{}{verdict}\n\n", colon(lang));
    text.push_str(&table(checked, lang));
    let (mut shown, mut left) = (0, 0);
    for file in &checked.files {
        let mut part = String::new();
        let counts = |it: &&Found| it.stands() && it.severity > Weight::Note;
        for found in file.findings.iter().filter(counts) {
            let entry = entry(found, true, lang);
            if left > 0 || text.len() + part.len() + entry.len() > MOST {
                left += 1;
            } else {
                part.push_str(&entry);
                shown += 1;
            }
        }
        if !part.is_empty() {
            text.push_str(&format!("\n#### {}\n\n{part}", code(&file.path)));
        }
    }
    if shown == 0 && left == 0 {
        text.push_str(&format!("\n{}\n", words::NOTHING_COUNTS.text(lang)));
    }
    let (folded, more) = folded(checked, MOST.saturating_sub(text.len()), lang);
    text.push_str(&folded);
    if left + more > 0 {
        let more = msg!(words::MORE_FINDINGS, count = left + more);
        text.push_str(&format!("\n{}\n", more.text(lang)));
    }
    text
}

fn table(checked: &CheckDocument, lang: Lang) -> String {
    let known = checked.summary.known.is_some();
    let mut heads = vec![
        &words::FILE,
        &words::TOPOLOGY,
        &words::VERDICT,
        &words::ERROR,
        &words::WARNING,
        &words::NOTE,
        &words::WAIVED,
    ];
    heads.extend(known.then_some(&words::KNOWN));
    let row = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    let mut text = row(heads.iter().map(|it: &&Word| it.text(lang).to_owned()).collect());
    let rule = |i: usize| if i < 3 { "---" } else { "---:" }.to_owned();
    text.push_str(&row((0..heads.len()).map(rule).collect()));
    let all = checked.files.len() <= MOST_ROWS;
    let (mut passed, mut left) = (0_usize, 0_usize);
    for file in &checked.files {
        if !all && file.verdict == Verdict::Pass {
            passed += 1;
            continue;
        }
        let cells = row(cells(file, known, lang));
        if left > 0 || text.len() + cells.len() > MOST / 2 {
            left += 1;
        } else {
            text.push_str(&cells);
        }
    }
    for (word, count) in [(&words::MORE_FILES, left), (&words::MORE_FILES_PASS, passed)] {
        if count > 0 {
            let more = Msg::new(word, vec![("count", count.into())]);
            text.push_str(&row(vec![more.text(lang)]));
        }
    }
    text
}

fn cells(file: &File, known: bool, lang: Lang) -> Vec<String> {
    let count = |counts: &dyn Fn(&Found) -> bool| {
        file.findings.iter().filter(|it| counts(it)).count().to_string()
    };
    let of = |weight| count(&|it: &Found| it.stands() && it.severity == weight);
    let mut cells = vec![
        code(&file.path),
        safe(file.topology.as_deref().unwrap_or("–")),
        wording::outcome(file.verdict.into()).text(lang).to_owned(),
        of(Weight::Error),
        of(Weight::Warning),
        of(Weight::Note),
        count(&|it| it.waived.is_some()),
    ];
    if known {
        cells.push(count(&|it| it.waived.is_none() && it.known));
    }
    cells
}

/// Notes, and what is accepted, in a block that can be unfolded; and how many had no room.
fn folded(checked: &CheckDocument, room: usize, lang: Lang) -> (String, usize) {
    let all = checked.files.iter().flat_map(|file| &file.findings);
    let rest = all.filter(|it| !it.stands() || it.severity == Weight::Note);
    let (mut lines, mut count, mut left) = (String::new(), 0_usize, 0);
    for found in rest {
        count += 1;
        let entry = entry(found, false, lang);
        if left > 0 || lines.len() + entry.len() > room {
            left += 1;
        } else {
            lines.push_str(&entry);
        }
    }
    if lines.is_empty() {
        return (String::new(), left);
    }
    let summary = msg!(words::NOTES_AND_ACCEPTED, count = count).text(lang);
    (format!("\n<details><summary>{summary}</summary>\n\n{lines}\n</details>\n"), left)
}

/// A finding as an item of a list, with its paths if it is not folded away already.
fn entry(found: &Found, whole: bool, lang: Lang) -> String {
    let colon = colon(lang);
    let word = wording::severity(found.severity.into()).text(lang);
    let (rule, at, message) = (code(&found.rule), code(&found.at()), safe(&found.message));
    let mut text = format!("- **{word}** {rule} {at}<br>{message}");
    if let Some(accepted) = wording::accepted(found, lang) {
        text.push_str(&format!("<br>{}", safe(&accepted)));
    } else if let Some(help) = &found.help {
        text.push_str(&format!("<br>{}{colon}{}", words::HELP.text(lang), safe(help)));
    }
    text.push('\n');
    let paths: Vec<_> = found.witness.iter().filter(|path| path.len() > 1).collect();
    if whole && !paths.is_empty() {
        let summary = msg!(words::PATHS_SHOWN, count = paths.len()).text(lang);
        text.push_str(&format!("  <details><summary>{summary}</summary>\n\n"));
        for path in paths {
            let hop = |id: &String| match found.components.contains(id) {
                true => format!("**{}**", safe(id)),
                false => safe(id),
            };
            let hops: Vec<String> = path.iter().map(hop).collect();
            text.push_str(&format!("  - {}\n", hops.join(" → ")));
        }
        text.push_str("\n  </details>\n\n");
    }
    text
}

/// A text of the user's that Markdown and HTML print as it is, and that calls nobody's attention.
fn safe(text: &str) -> String {
    let text = escaped(&plain(text)).replace('>', "&gt;").replace('#', "\\#").replace('$', "\\$");
    // An empty comment parts the sign from the name that it would notify.
    text.replace('@', "@<!-- -->")
}

/// The same in the letters of code. A code span would end at a backtick of the user's.
fn code(text: &str) -> String {
    format!("<code>{}</code>", safe(text))
}
