//! Mistakes of the field, each a small file: what the program says of them stands in docs/gallery.md, to be read
//! without the files. `UPDATE=1` writes it.
#![cfg(test)]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::Path;

use haplan::finding::Finding;
use haplan::words::Lang;

const INTRO: &str = "# Gallery of mistakes

What `haplan check` says of mistakes that are made in the field, English and Chinese, without the file: each
message and its help should tell an engineer what to do. The files are in [tests/gallery](../tests/gallery);
`UPDATE=1 cargo test --test gallery` writes this page.

常见的现场错误，以及 `haplan check` 对每一个错误所说的话：不看文件，只看消息和建议，就应当知道该怎么做。
";

/// The findings of a file.
fn findings(name: &str, text: &str) -> Vec<Finding> {
    let (_, wrong) = common::read(name, text);
    if !wrong.is_empty() {
        return wrong;
    }
    let report = common::check(name, text);
    report.files.into_iter().flat_map(|it| it.findings).map(|it| it.finding).collect()
}

#[test]
fn every_mistake_is_found_and_the_page_says_how() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> =
        fs::read_dir(root.join("tests/gallery")).unwrap().map(|it| it.unwrap().path()).collect();
    files.sort();
    assert!(files.len() >= 30);
    let mut page = INTRO.to_owned();
    for (path, number) in files.iter().zip(1..) {
        let name = path.file_name().unwrap().to_str().unwrap();
        let text = fs::read_to_string(path).unwrap();
        let mut heads = text.lines().map(|line| line.strip_prefix("# ").unwrap_or_default());
        let (en, zh) = (heads.next().unwrap(), heads.next().unwrap());
        let rule = heads.next().unwrap().strip_prefix("rule: ").unwrap();
        let all = findings(name, &text);
        let found = all.iter().find(|it| it.rule == rule);
        let found = found.unwrap_or_else(|| panic!("{name}: {rule} is not raised: {all:#?}"));
        let help = found.help.as_ref().unwrap_or_else(|| panic!("{name}: no help"));
        writeln!(page, "\n## {number}. {en} · {zh}\n").unwrap();
        writeln!(page, "[`{name}`](../tests/gallery/{name})\n").unwrap();
        for lang in [Lang::En, Lang::Zh] {
            let severity = found.severity.id();
            writeln!(page, "- **{severity}[{rule}]** {}", found.message.text(lang)).unwrap();
            writeln!(page, "  → {}", help.text(lang)).unwrap();
        }
    }
    let path = root.join("docs/gallery.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(path, page).unwrap();
    } else {
        let kept = fs::read_to_string(path).unwrap_or_default();
        assert!(kept == page, "docs/gallery.md is stale: UPDATE=1 renews it");
    }
}
