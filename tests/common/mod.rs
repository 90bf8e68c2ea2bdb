//! What the tests share: the reference topologies with their answers.
#![allow(clippy::allow_attributes, reason = "what a test leaves unused differs from test to test")]
#![allow(dead_code, reason = "each test uses a part of it")]

use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::process::{Command, Output};

use haplan::catalog::Catalog;
use haplan::finding::{Finding, Severity};
use haplan::names::Pattern;
use haplan::report::{Beside, FileReport, Report, Settings, ignores};
use haplan::source::{Source, SourceId, Sources};
use haplan::topology::{self, Topology};
use haplan::yaml::values::Date;
use haplan::{spec, yaml};

/// A reference topology.
pub struct Reference {
    /// The name of its folder.
    pub name: String,
    /// Its file.
    pub text: String,
    /// As meant.
    pub topology: Topology,
    /// Its answer, worked out by hand.
    pub answer: serde_yaml::Value,
}

/// Reads a topology; what is wrong with it comes back beside it.
pub fn read(name: &str, text: &str) -> (Topology, Vec<Finding>) {
    let source = Source::new(name, text);
    let mut findings = Vec::new();
    let tree =
        yaml::Tree::parse(SourceId::default(), &source.text, &Default::default(), &mut findings);
    let spec = tree.and_then(|tree| spec::read(&tree, &mut findings)).unwrap_or_default();
    let mut catalog = Catalog::default();
    let topology = topology::build(&spec, name, &mut catalog, Default::default(), &mut findings);
    (topology, findings)
}

/// What `check` says of a file that can be read.
pub fn check(name: &str, text: &str) -> Report {
    let (topology, findings) = read(name, text);
    assert!(findings.is_empty(), "{name} cannot be read: {findings:#?}\n{text}");
    let settings = Settings {
        today: Date { year: 2026, month: 11, day: 22 },
        fail_on: Severity::Error,
        only: &[],
        ignore: &[],
    };
    let mut sources = Sources::default();
    sources.add(Source::new(name, text));
    let ignores = ignores(&sources, &Default::default());
    let beside = Beside { ignores: &ignores, levels: None };
    Report { files: vec![FileReport::judged(name.to_owned(), &topology, &beside, &settings)] }
}

/// Every reference topology, by name; each is read without a word.
pub fn references() -> Vec<Reference> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("topologies");
    let mut folders: Vec<_> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.join("topology.yaml").exists())
        .collect();
    folders.sort();
    assert!(folders.len() >= 6);
    folders
        .into_iter()
        .map(|folder| {
            let text = fs::read_to_string(folder.join("topology.yaml")).unwrap();
            let answer = fs::read_to_string(folder.join("answer.yaml")).unwrap();
            let name = folder.file_name().unwrap().to_str().unwrap().to_owned();
            let (topology, findings) = read(&name, &text);
            assert!(findings.is_empty(), "{name}: {findings:#?}");
            Reference { name, text, topology, answer: serde_yaml::from_str(&answer).unwrap() }
        })
        .collect()
}

/// The names that a range stands for.
pub fn expand(name: &str) -> Vec<String> {
    Pattern::parse(name).unwrap().expand().iter().map(ToString::to_string).collect()
}

/// Runs the program in the repository, in English.
pub fn haplan(args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_haplan"))
        .args(args)
        .env("LC_ALL", "C")
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap()
}

/// Holds a text against its golden in `tests/goldens`.
pub fn golden(name: &str, text: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../goldens");
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// A long text in short: where it begins and ends, how many lines lie between, and what all of it comes to.
pub fn short(text: &str) -> String {
    const MOST: usize = 80;
    let lines: Vec<&str> = text.lines().collect();
    if lines.len() <= MOST {
        return text.to_owned();
    }
    let (first, last) = (&lines[..MOST / 2], &lines[lines.len() - MOST / 4..]);
    let between = lines.len() - first.len() - last.len();
    let sum = text.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{}\n… {between} lines, in all {sum:016x} …\n{}", first.join("\n"), last.join("\n"))
}

/// A part of a document of Word.
pub fn part(docx: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// Whether the tags of an XML text stand in one another.
pub fn is_well_formed(xml: &str) -> bool {
    let mut open: Vec<&str> = Vec::new();
    for tag in xml.split('<').skip(1) {
        let (tag, rest) = tag.split_once('>').unwrap();
        if rest.contains('>') {
            return false;
        }
        let name = tag.split(' ').next().unwrap();
        match name.strip_prefix('/') {
            _ if tag.starts_with('?') || tag.ends_with('/') => {}
            Some(name) if open.pop() != Some(name) => return false,
            Some(_) => {}
            None => open.push(name),
        }
    }
    open.is_empty()
}
