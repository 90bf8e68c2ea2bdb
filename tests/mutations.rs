//! Small mistakes in sound files: whatever they are, the program says something and does not fall over.
#![cfg(test)]

mod common;

use haplan::catalog::Catalog;
use haplan::finding::Severity;
use haplan::render::{check_text, concise, json};
use haplan::report::{FileReport, Report, Settings};
use haplan::source::{Source, Sources};
use haplan::words::Lang;
use haplan::yaml::values::Date;
use haplan::{spec, topology, yaml};

/// Numbers that look drawn by lot and are the same each time.
struct Lot(u64);

impl Lot {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % most.max(1)
    }
}

/// One small mistake.
fn mutate(text: &str, lot: &mut Lot) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let line = lot.below(lines.len());
    let place = |lot: &mut Lot| {
        let at = lot.below(text.len());
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap()
    };
    match lot.below(9) {
        0 => lines.iter().enumerate().filter(|(i, _)| *i != line).map(|it| *it.1).collect(),
        1 => {
            let twice = |(i, it): (usize, &&str)| it.repeat(1 + usize::from(i == line));
            lines.iter().enumerate().map(twice).collect()
        }
        2 => {
            let other = lot.below(lines.len());
            let mut lines = lines.clone();
            lines.swap(line, other);
            lines.concat()
        }
        3 => {
            let word = |c: char| !(c.is_alphanumeric() || c == '-');
            let words: Vec<&str> = text.split(word).filter(|it| it.len() > 1).collect();
            let (a, b) = (words[lot.below(words.len())], words[lot.below(words.len())]);
            text.replacen(a, "\u{1}", 1).replacen(b, a, 1).replace('\u{1}', b)
        }
        4 => text[..place(lot)].to_owned(),
        5 => {
            let at = place(lot);
            let wide = text[at..].chars().next().map_or(0, char::len_utf8);
            const SIGNS: &[&str] = &[
                "", ":", "[", "]", "{", "}", "\"", "'", "\t", "：", "-", "#", "*", "&", "0", "\\",
                "，",
            ];
            format!("{}{}{}", &text[..at], SIGNS[lot.below(SIGNS.len())], &text[at + wide..])
        }
        6 => {
            // A key of another section, or a value of another kind.
            const PAIRS: &[&str] = &[
                "like: generic/server",
                "on: {msa: 4}",
                "behind: db1",
                "via: [\"pp:1\"]",
                "assembly: T",
                "in: {enclosure: encl, bay: 1}",
                "fencing: {db1: {bmc: ilo}}",
                "quorum: {server: db1}",
                "legs: [db1, \"msa:data\"]",
                "role: access-gateway",
                "controller: B",
                "include: none.yaml",
                "use: \"mirror:data\"",
                "tie_break: home",
                "ports: {nic1: {alias: nic2}}",
                "<<: *x",
            ];
            let pair = PAIRS[lot.below(PAIRS.len())];
            let indent = lines[line].len() - lines[line].trim_start().len();
            let inside = lines[line].replacen('{', &format!("{{{pair}, "), 1);
            let changed = match lot.below(2) {
                0 if inside != lines[line] => inside,
                _ => format!("{}{pair}\n{}", " ".repeat(indent), lines[line]),
            };
            lines.iter().enumerate().map(|(i, it)| if i == line { &changed } else { *it }).collect()
        }
        7 => {
            // Every use of a name, or all but the first.
            let word = |c: char| !(c.is_alphanumeric() || c == '-');
            let words: Vec<&str> = text.split(word).filter(|it| it.len() > 1).collect();
            let name = words[lot.below(words.len())];
            let (head, tail) = text.split_once(name).unwrap();
            match lot.below(2) {
                0 => text.replace(name, "x9"),
                _ => format!("{head}{name}{}", tail.replace(name, "x9")),
            }
        }
        _ => {
            let digits = ["[1-2]", "[9-1]", "[1-99999999]", "99999999999", "-1", "0"];
            let at = place(lot);
            format!("{}{}{}", &text[..at], digits[lot.below(digits.len())], &text[at..])
        }
    }
}

/// From text to every form of the answer; whether it is a sound file.
fn run(text: &str, catalog: &mut Catalog) -> bool {
    let today: Date = "2026-11-22".parse().unwrap();
    let mut sources = Sources::default();
    let id = sources.add(Source::new("mutated.yaml", text));
    let mut findings = Vec::new();
    let text = &sources.get(id).text;
    let limits = topology::Limits { names: 20_000 };
    let built = yaml::Tree::parse(id, text, &Default::default(), &mut findings)
        .and_then(|tree| spec::read(&tree, &mut findings))
        .map(|spec| topology::build(&spec, "mutated", catalog, limits, &mut findings));
    for finding in &findings {
        for label in &finding.labels {
            let span = label.span;
            assert!(span.start <= span.end && span.end as usize <= text.len(), "{finding:?}");
            assert!(text.is_char_boundary(span.start as usize), "{finding:?}");
            assert!(text.is_char_boundary(span.end as usize), "{finding:?}");
        }
    }
    let sound = findings.iter().all(|it| it.severity != Severity::Error);
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let file = match built.filter(|_| sound) {
        Some(topology) => FileReport::of("mutated.yaml".to_owned(), &topology, &settings),
        None => {
            assert!(!findings.is_empty(), "refused without a word");
            FileReport::invalid("mutated.yaml".to_owned(), findings)
        }
    };
    let report = Report { files: vec![file] };
    for (lang, color) in [(Lang::En, false), (Lang::Zh, true)] {
        let detail = check_text::Detail { quiet: false, verbose: true };
        let text = check_text::render(&report, &sources, color, lang, detail);
        assert!(!text.is_empty());
        concise::render(&report, &sources, lang);
    }
    let json: serde_json::Value =
        serde_json::from_str(&json::check(&report, &sources, today)).unwrap();
    assert_eq!(json["version"], 1);
    sound
}

#[test]
fn a_small_mistake_never_brings_the_program_down() {
    let mut lot = Lot(0x5eed_2026_1122);
    let mut catalog = Catalog::default();
    let references = common::references();
    // More of them: HAPLAN_SEEDS=20000 cargo test --test mutations
    let wanted = std::env::var("HAPLAN_SEEDS").ok().and_then(|it| it.parse().ok()).unwrap_or(500);
    let each = wanted / references.len() + 1;
    let (mut sound, mut broken) = (0, 0);
    for reference in &references {
        for _ in 0..each {
            let text = mutate(&reference.text, &mut lot);
            match run(&text, &mut catalog) {
                true => sound += 1,
                false => broken += 1,
            }
        }
    }
    assert!(sound > 20 && broken > 100, "{sound} sound, {broken} broken");
}

#[test]
fn every_beginning_of_a_file_is_a_file_or_a_finding() {
    let mut catalog = Catalog::default();
    let text = &common::references()[0].text;
    let cuts = text.char_indices().map(|it| it.0).step_by(23);
    for at in cuts {
        run(&text[..at], &mut catalog);
    }
}
