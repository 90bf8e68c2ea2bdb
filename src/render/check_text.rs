//! `check` for people: findings with their lines and paths, then a verdict for each service.

use unicode_width::UnicodeWidthStr;

use super::style::{self, Style, WIDTH, list, plain, printable, table, wrapped};
use super::{snippet, wording};
use crate::finding::{Hop, Severity};
use crate::report::{FileReport, Outcome, Report, Reported, ServiceReport, Waived};
use crate::source::Sources;
use crate::words::{Lang, Msg, Word, effects, msg, output as words};

/// How much is said.
#[derive(Clone, Copy, Debug)]
pub struct Detail {
    /// Only findings that fail, and the verdict.
    pub quiet: bool,
    /// Every note with its place and paths.
    pub verbose: bool,
}

/// Most findings of one rule and file that are drawn.
const MOST_OF_A_RULE: usize = 12;

/// Renders a report.
pub fn render(
    report: &Report,
    sources: &Sources,
    color: bool,
    lang: Lang,
    detail: Detail,
) -> String {
    let style = Style { color };
    let mut text = String::new();
    for file in &report.files {
        text.push_str(&self::file(file, sources, style, lang, detail));
    }
    if report.files.len() > 1 {
        let count = |outcome| report.files.iter().filter(|file| file.verdict == outcome).count();
        let summary = msg!(
            words::FILES,
            files = report.files.len(),
            pass = count(Outcome::Pass),
            fail = count(Outcome::Fail),
            invalid = count(Outcome::Invalid)
        );
        text.push_str(&format!("{}\n", style.bold(&summary.text(lang))));
    }
    printable(text, color)
}

fn file(file: &FileReport, sources: &Sources, style: Style, lang: Lang, detail: Detail) -> String {
    let mut text = String::new();
    let title = file.title.as_ref().map_or(String::new(), |title| format!("  {}", plain(title)));
    text.push_str(&format!("{}{title}\n\n", style.bold(&plain(&file.path))));
    let mut drawn: Vec<(&str, usize)> = Vec::new();
    let mut hidden_notes = false;
    let mut known = 0;
    for it in &file.findings {
        let note = it.finding.severity == Severity::Note || !it.stands();
        // Known notes are hidden as others are.
        let heavy = it.finding.severity > Severity::Note;
        if it.known && heavy && it.waived.is_none() && !detail.verbose {
            known += 1;
            if !detail.quiet && known <= MOST_OF_A_RULE {
                text.push_str(&one_line(it, sources, style, lang));
            }
            continue;
        }
        if detail.quiet && note {
            continue;
        }
        if note && !detail.verbose {
            // Single points and takeover-only parts stand in the table of their service.
            if it.waived.is_none() && it.finding.effect.is_none() {
                text.push_str(&one_line(it, sources, style, lang));
            }
            hidden_notes |= it.finding.effect.is_some();
            continue;
        }
        let count = match drawn.iter_mut().find(|(rule, _)| *rule == it.finding.rule) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                drawn.push((it.finding.rule, 1));
                1
            }
        };
        if count <= MOST_OF_A_RULE || detail.verbose {
            text.push_str(&finding(it, sources, style, lang));
        }
    }
    for (rule, count) in drawn {
        if count > MOST_OF_A_RULE && !detail.verbose {
            let more = msg!(words::MORE_OF_RULE, count = count - MOST_OF_A_RULE, rule = rule);
            text.push_str(&format!("  {}\n\n", style.dim(&more.text(lang))));
        }
    }
    if known > MOST_OF_A_RULE && !detail.quiet {
        let more = msg!(words::MORE_KNOWN, count = known - MOST_OF_A_RULE);
        text.push_str(&format!("  {}\n\n", style.dim(&more.text(lang))));
    }
    if !detail.quiet && file.topology.is_some() {
        if !file.services.is_empty() {
            text.push_str(&services(file, style, lang));
        }
        for (heading, remarks) in wording::remarks(file) {
            text.push_str(&format!("  {}\n", style.dim(heading.text(lang))));
            for remark in remarks {
                let remark = wrapped(&remark.text(lang), 6);
                text.push_str(&format!("    - {}", remark.trim_start()));
            }
        }
        text.push('\n');
    }
    text.push_str(&verdict(file, style, lang));
    if hidden_notes && !detail.quiet {
        text.push_str(&format!("  {}\n", style.dim(words::NOTES_HIDDEN.text(lang))));
    }
    text.push('\n');
    text
}

/// A finding drawn in full.
fn finding(it: &Reported, sources: &Sources, style: Style, lang: Lang) -> String {
    let mut text = snippet::draw(&it.finding, sources, style, lang);
    let label = |word: &'static Word| {
        let word = word.text(lang);
        let colon = style::colon(lang);
        let pad = " ".repeat(8usize.saturating_sub(word.width() + colon.width()));
        format!("  {pad}{}", style.dim(&format!("{word}{colon}")))
    };
    let say = |word: &'static Word, said: &str| {
        format!("{}{}", label(word), wrapped(&plain(said), 10).trim_start())
    };
    for because in snippet::beside(&it.finding, sources, lang) {
        text.push_str(&say(&words::WHY, &because));
    }
    for path in it.finding.witness.iter().filter(|path| path.len() > 1) {
        let drawn = draw_path(path, style, WIDTH - 9);
        for (i, line) in drawn.iter().enumerate() {
            let head = if i == 0 { label(&words::PATH) } else { " ".repeat(10) };
            text.push_str(&format!("{head}{line}\n"));
        }
    }
    if let Some(waived) = &it.waived {
        text.push_str(&say(&words::WAIVED, &reason(waived, lang)));
    } else if it.known {
        text.push_str(&say(&words::KNOWN, words::IN_BASELINE.text(lang)));
    } else if let Some(help) = &it.finding.help {
        text.push_str(&say(&words::HELP, &help.text(lang)));
    }
    text.push('\n');
    text
}

/// A path in as many lines as it takes, broken between hops.
fn draw_path(path: &[Hop], style: Style, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut column = 0;
    for hop in path.iter().filter(|hop| !hop.drawn.is_empty()) {
        let wide = hop.drawn.width() + 1;
        if column + wide > width && column > 0 {
            lines.push("  ".to_owned());
            column = 2;
        }
        let drawn = if hop.broken { style.red(&hop.drawn) } else { hop.drawn.to_string() };
        if let Some(line) = lines.last_mut() {
            if column > 2 || (column > 0 && !line.ends_with(' ')) {
                line.push(' ');
            }
            line.push_str(&drawn);
        }
        column += wide;
    }
    lines
}

fn one_line(it: &Reported, sources: &Sources, style: Style, lang: Lang) -> String {
    let finding = &it.finding;
    let (word, severity) = match it.known {
        true => (&words::KNOWN, Severity::Note),
        false => (wording::severity(finding.severity), finding.severity),
    };
    let word = word.text(lang);
    let head = style.severity(severity, &format!("{word}[{}]", finding.rule));
    let message = plain(&finding.message.text(lang));
    let place = style.dim(&wording::place(finding, sources));
    // Folded as if plain: colours take no room.
    let plain_head = format!("{word}[{}]", finding.rule);
    let folded = wrapped(&format!("{plain_head}: {message}"), 4);
    let rest = folded.trim_start().strip_prefix(&plain_head).unwrap_or_default();
    format!("  {head}{rest}    {place}\n\n")
}

fn reason(waived: &Waived, lang: Lang) -> String {
    match waived.until {
        None => waived.reason.clone(),
        Some(until) => {
            let reason = waived.reason.as_str();
            msg!(words::WAIVED_UNTIL, reason = reason, until = until.to_string()).text(lang)
        }
    }
}

fn services(file: &FileReport, style: Style, lang: Lang) -> String {
    let word = |word: &'static Word| word.text(lang).to_owned();
    let head = [
        &words::SERVICE,
        &words::HOME,
        &words::LEVEL,
        &words::PATHS,
        &words::WORST,
        &words::PROMISED,
    ]
    .map(word);
    let rows: Vec<Vec<String>> = file
        .services
        .iter()
        .map(|it| {
            let paths = it.paths.map(|(paths, disjoint)| {
                msg!(words::PATHS_APART, paths = paths, disjoint = disjoint).text(lang)
            });
            vec![
                it.name.clone(),
                it.home.clone(),
                wording::figure(it.level),
                wording::figure(paths),
                effects::of(it.worst.id()).text(lang).to_owned(),
                wording::promise(it, lang).to_owned(),
            ]
        })
        .collect();
    let mut text = table(&head, &rows);
    if file.service_count > file.services.len() {
        let more = msg!(words::MORE_SERVICES, count = file.service_count - file.services.len());
        text.push_str(&format!("  {}\n", style.dim(&more.text(lang))));
    }
    text.push('\n');
    // Many services mostly rest on the same parts; their lists would bury the verdict.
    if file.services.len() <= 8 {
        for it in &file.services {
            text.push_str(&weak_points(file, it, lang));
        }
    }
    text
}

/// The components that a service rests on, in lists; those of its findings that are waived are marked.
fn weak_points(file: &FileReport, it: &ServiceReport, lang: Lang) -> String {
    let marked = |id: &String| match file.waived_for(&it.name, id) {
        Some(_) => format!("{id}{}", style::bracketed(words::WAIVED.text(lang), lang)),
        None => id.clone(),
    };
    let single: Vec<String> = it.single_points.iter().map(marked).collect();
    let lists = [
        (&words::SINGLE_POINTS, &single),
        (&words::TAKEOVER_ONLY, &it.takeover_only),
        (&words::LOGICAL, &it.logical),
    ];
    let mut text = String::new();
    for (heading, ids) in lists.into_iter().filter(|(_, ids)| !ids.is_empty()) {
        let whose = match file.services.len() {
            1 => String::new(),
            _ => format!("{} – ", it.name),
        };
        let count = style::bracketed(&ids.len().to_string(), lang);
        let lead = format!("  {whose}{}{count}{}", heading.text(lang), style::colon(lang));
        text.push_str(&list(&lead, &few(ids, lang), lang));
    }
    text
}

fn few(ids: &[String], lang: Lang) -> Vec<String> {
    const SHOWN: usize = 40;
    let mut shown: Vec<String> = ids.iter().take(SHOWN).cloned().collect();
    if ids.len() > SHOWN {
        shown.push(msg!(words::AND_MORE, count = ids.len()).text(lang));
    }
    shown
}

/// How the findings of a run stand to its baseline.
pub fn since_baseline(report: &Report, fixed: usize, lang: Lang) -> String {
    let sum = |count: &dyn Fn(&FileReport) -> usize| report.files.iter().map(count).sum::<usize>();
    let severities = [Severity::Error, Severity::Warning, Severity::Note];
    let new = sum(&|file| severities.iter().map(|&it| file.count(it)).sum());
    let known = sum(&FileReport::known);
    let since = msg!(words::SINCE_BASELINE, new = new, known = known, fixed = fixed);
    format!("{}\n", since.text(lang))
}

/// The verdict on a file in a line.
pub fn verdict_line(file: &FileReport, color: bool, lang: Lang) -> String {
    verdict(file, Style { color }, lang)
}

fn verdict(file: &FileReport, style: Style, lang: Lang) -> String {
    let outcome = wording::outcome(file.verdict).text(lang);
    let outcome = match file.verdict {
        Outcome::Pass => style.green(outcome),
        Outcome::Fail | Outcome::Invalid => style.red(outcome),
    };
    let mut counts = vec![
        ("errors", counted(file.count(Severity::Error), &words::ONE_ERROR, &words::ERRORS).into()),
        (
            "warnings",
            counted(file.count(Severity::Warning), &words::ONE_WARNING, &words::WARNINGS).into(),
        ),
        ("notes", counted(file.count(Severity::Note), &words::ONE_NOTE, &words::NOTES).into()),
        ("waived", file.waived().into()),
    ];
    let summary = match file.against_baseline {
        true => {
            counts.push(("known", file.known().into()));
            &words::SUMMARY_KNOWN
        }
        false => &words::SUMMARY,
    };
    let counts = Msg::new(summary, counts);
    let colon = style::colon(lang);
    let name = file.topology.as_deref().map_or(String::new(), |name| format!("{} – ", plain(name)));
    let counts = style::bracketed(&counts.text(lang), lang);
    format!("  {name}{}{colon}{outcome}{counts}\n", words::VERDICT.text(lang))
}

fn counted(count: usize, one: &'static Word, many: &'static Word) -> Msg {
    if count == 1 { one.into() } else { Msg::new(many, vec![("count", count.into())]) }
}
