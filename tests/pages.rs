//! Every rule has a page, and what the page shows is what the program does.
#![cfg(test)]

mod common;

use common::check;
use haplan::finding::{Meta, Severity};
use haplan::render::concise;
use haplan::report::metas;
use haplan::rules::RULES;
use haplan::source::{Source, Sources};
use haplan::words::Lang;

const SECTIONS: &[&str] = &[
    "## What it does",
    "## Why it matters",
    "## Fails",
    "## Output",
    "## Passes",
    "## References",
    "## 中文",
];

/// What stands under a heading.
fn section<'p>(rule: &Meta, heading: &str) -> &'p str {
    let start = rule.page.find(&format!("\n{heading}\n"));
    let start = start.unwrap_or_else(|| panic!("{}: no section {heading}", rule.id));
    let text = &rule.page[start + heading.len() + 2..];
    text.split("\n## ").next().unwrap().trim()
}

/// The one block of a section.
fn block(rule: &Meta, heading: &str, kind: &str) -> String {
    let text = section(rule, heading);
    let inner = text.strip_prefix(&format!("```{kind}\n")).and_then(|it| it.strip_suffix("```"));
    let inner = inner.unwrap_or_else(|| panic!("{}: {heading} is not one {kind} block", rule.id));
    assert!(!inner.contains("```"), "{}: {heading} is more than one block", rule.id);
    inner.to_owned()
}

#[test]
fn ids_are_unique_and_rules_sorted() {
    assert!(RULES.is_sorted_by(|a, b| a.meta.id < b.meta.id));
    assert!(metas().is_sorted_by(|a, b| a.id < b.id));
}

#[test]
fn pages_have_their_sections_in_order() {
    for rule in metas() {
        let id = rule.id;
        assert!(
            rule.page.starts_with(&format!("# {id}\n\n{}\n\n## ", rule.summary(Lang::En))),
            "{id}"
        );
        let summary = rule.summary(Lang::En);
        assert!(summary.len() <= 60 && !summary.ends_with('.'), "{id}: {summary}");
        assert!(summary.starts_with(|c: char| c.is_lowercase()), "{id}: {summary}");
        let headings: Vec<&str> =
            rule.page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, SECTIONS, "{id}");
        for heading in SECTIONS {
            assert!(!section(rule, heading).is_empty(), "{id}: {heading} is empty");
        }
        let (chinese, rest) = section(rule, "## 中文").split_once("\n\n").unwrap();
        assert_eq!(chinese, rule.summary(Lang::Zh), "{id}");
        assert!(chinese.chars().count() <= 24 && !chinese.ends_with('。'), "{id}: {chinese}");
        assert!(rest.ends_with('。') && !rest.contains('\n'), "{id}: {rest}");
    }
}

#[test]
fn what_fails_raises_the_rule_and_no_other_error() {
    for rule in metas() {
        let text = block(rule, "## Fails", "yaml");
        let report = check("fails.yaml", &text);
        for it in &report.files[0].findings {
            let finding = &it.finding;
            let other = finding.rule != rule.id && finding.severity == Severity::Error;
            assert!(!other, "{}: {finding:#?}", rule.id);
        }
        let mut sources = Sources::default();
        sources.add(Source::new("fails.yaml", &text));
        let printed: String = concise::render(&report, &sources, Lang::En)
            .lines()
            .filter(|line| line.contains(&format!("[{}]:", rule.id)))
            .map(|line| format!("{line}\n"))
            .collect();
        assert!(!printed.is_empty(), "{} is not raised", rule.id);
        assert_eq!(block(rule, "## Output", "text"), printed, "{}", rule.id);
    }
}

#[test]
fn what_passes_raises_neither_the_rule_nor_an_error() {
    for rule in metas() {
        let text = block(rule, "## Passes", "yaml");
        for it in &check("passes.yaml", &text).files[0].findings {
            let (finding, stands) = (&it.finding, it.waived.is_none());
            let wrong = finding.rule == rule.id || finding.severity == Severity::Error;
            assert!(!(wrong && stands), "{}: {finding:#?}", rule.id);
        }
    }
}
