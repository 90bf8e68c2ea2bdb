//! `check` as JUnit XML: a suite a file, a case a rule that found something.
//!
//! There are no times and no machine names in it.

use std::collections::BTreeMap;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use super::json::CheckDocument;
use super::json::check::{File, Found, Verdict};
use super::json::read::TOOL;
use super::style::{colon, plain};
use super::wording;
use crate::finding::Severity;
use crate::words::{Lang, msg, output as words};

/// What a file without findings is called as a case.
const CLEAN: &str = "check";

/// Renders a document; its texts are in `lang` already.
pub fn render(checked: &CheckDocument, lang: Lang) -> String {
    let mut report = Report::new(TOOL);
    report.add_test_suites(checked.files.iter().map(|file| suite(file, lang)));
    // Nothing is written to but memory, and no name in it is the user's: there is no way to fail.
    report.to_string().unwrap_or_default()
}

fn suite(file: &File, lang: Lang) -> TestSuite {
    let path = plain(&file.path);
    let mut rules: BTreeMap<&str, Vec<&Found>> = BTreeMap::new();
    for found in &file.findings {
        rules.entry(&found.rule).or_default().push(found);
    }
    let mut cases: Vec<TestCase> =
        rules.iter().map(|(rule, found)| case(rule, found, file, lang)).collect();
    if cases.is_empty() {
        cases.push(TestCase::new(CLEAN, TestCaseStatus::success()));
    }
    let mut suite = TestSuite::new(path.as_str());
    for mut case in cases {
        case.set_classname(path.as_str());
        case.extra.insert("file".into(), path.as_str().into());
        suite.add_test_case(case);
    }
    suite
}

/// What one rule found in a file: a failure if some of it fails the file, skipped if all of it is accepted.
fn case(rule: &str, findings: &[&Found], file: &File, lang: Lang) -> TestCase {
    let fails = |it: &&&Found| it.stands() && it.severity >= file.fail_on;
    let failing: Vec<&Found> = findings.iter().filter(fails).copied().collect();
    let others = findings.iter().filter(|it| !fails(it));
    let others: Vec<String> = others.map(|it| lines(it, lang)).collect();
    let out = (!others.is_empty()).then(|| others.concat());
    let mut case = if let Some(first) = failing.first() {
        let mut status = TestCaseStatus::non_success(match file.verdict {
            Verdict::Invalid => NonSuccessKind::Error,
            _ => NonSuccessKind::Failure,
        });
        let message = match failing.len() {
            1 => first.message.clone(),
            count => {
                msg!(words::AND_MORE_SUCH, first = &first.message, count = count - 1).text(lang)
            }
        };
        status.set_message(plain(&message));
        status.set_type(Severity::from(first.severity).id());
        status.set_description(failing.iter().map(|it| lines(it, lang)).collect::<String>());
        TestCase::new(rule, status)
    } else if findings.iter().any(|it| it.stands()) {
        TestCase::new(rule, TestCaseStatus::success())
    } else {
        let mut status = TestCaseStatus::skipped();
        let mut reasons: Vec<String> =
            findings.iter().filter_map(|it| wording::accepted(it, lang)).collect();
        reasons.dedup();
        status.set_message(plain(&reasons.join("; ")));
        TestCase::new(rule, status)
    };
    if let Some(out) = out {
        case.set_system_out(out);
    }
    case
}

/// A finding with its place and the way out.
fn lines(found: &Found, lang: Lang) -> String {
    let word = wording::severity(found.severity.into()).text(lang);
    let colon = colon(lang);
    let mut text = format!("{}: {word}{colon}{}\n", plain(&found.at()), plain(&found.message));
    if let Some(accepted) = wording::accepted(found, lang) {
        text.push_str(&format!("  {}\n", plain(&accepted)));
    } else if let Some(help) = &found.help {
        text.push_str(&format!("  {}{colon}{}\n", words::HELP.text(lang), plain(help)));
    }
    text
}
