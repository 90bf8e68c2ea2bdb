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
    let mut wrong = Vec::new();
    for rule in metas() {
        let id = rule.id;
        assert!(
            rule.page.starts_with(&format!("# {id}\n\n{}\n\n## ", rule.summary(Lang::En))),
            "{id}"
        );
        let summary = rule.summary(Lang::En);
        if summary.len() > 60 || summary.ends_with('.') {
            wrong.push(format!("{id}: {summary}"));
        }
        assert!(summary.starts_with(|c: char| c.is_lowercase()), "{id}: {summary}");
        let headings: Vec<&str> =
            rule.page.lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(headings, SECTIONS, "{id}");
        for heading in SECTIONS {
            assert!(!section(rule, heading).is_empty(), "{id}: {heading} is empty");
        }
        let (chinese, rest) = section(rule, "## 中文").split_once("\n\n").unwrap();
        assert_eq!(chinese, rule.summary(Lang::Zh), "{id}");
        if chinese.chars().count() > 24 || chinese.ends_with('。') {
            wrong.push(format!("{id}: {chinese}"));
        }
        assert!(rest.ends_with('。') && !rest.contains('\n'), "{id}: {rest}");
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The findings of the rule in the example that fails, as they are printed; other errors fail the test.
fn printed(rule: &Meta, lang: Lang) -> String {
    let text = block(rule, "## Fails", "yaml");
    let report = check("fails.yaml", &text);
    for it in &report.files[0].findings {
        let finding = &it.finding;
        let other = finding.rule != rule.id && finding.severity == Severity::Error;
        assert!(!other, "{}: {finding:#?}", rule.id);
    }
    let mut sources = Sources::default();
    sources.add(Source::new("fails.yaml", &text));
    concise::render(&report, &sources, lang)
        .lines()
        .filter(|line| line.contains(&format!("[{}]:", rule.id)))
        .map(|line| format!("{line}\n"))
        .collect()
}

/// The page's file, to write what is printed into it.
fn renew(rule: &Meta, output: &str) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["src/rules", "src/report"];
    let path = folders.iter().map(|it| root.join(it).join(format!("{}.md", rule.id)));
    let path = path.into_iter().find(|it| it.exists()).unwrap();
    let page = std::fs::read_to_string(&path).unwrap();
    let old = section(rule, "## Output");
    let (before, after) = page.split_once("\n## Output\n").unwrap();
    let after = after.trim_start().strip_prefix(old).unwrap();
    std::fs::write(path, format!("{before}\n## Output\n\n{output}{after}")).unwrap();
}

#[test]
fn what_fails_raises_the_rule_and_no_other_error() {
    for rule in metas() {
        let [en, zh] = [Lang::En, Lang::Zh].map(|lang| printed(rule, lang));
        assert!(!en.is_empty(), "{} is not raised", rule.id);
        let output = format!("```text\n{en}```\n\n```text\n{zh}```");
        if std::env::var_os("UPDATE").is_some() {
            renew(rule, &output);
        } else {
            assert_eq!(section(rule, "## Output"), output, "{}: UPDATE=1 renews it", rule.id);
        }
    }
}

#[test]
fn what_passes_raises_nothing_that_needs_work() {
    let mut wrong = Vec::new();
    for rule in metas() {
        let text = block(rule, "## Passes", "yaml");
        for it in &check("passes.yaml", &text).files[0].findings {
            let (finding, stands) = (&it.finding, it.waived.is_none());
            if stands && (finding.rule == rule.id || finding.severity > Severity::Note) {
                wrong.push(format!("{}: {}: {:?}", rule.id, finding.rule, finding.message));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
