//! Files as they come: found in folders, read within bounds, decoded, built.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Context;
use crate::catalog::Catalog;
use crate::finding::{Finding, Severity};
use crate::render::concise;
use crate::report::{FileReport, Report};
use crate::source::{Source, SourceId, Sources, Span};
use crate::spec::FileKind;
use crate::topology::{self, Topology};
use crate::words::{Msg, msg, output as words, reading};
use crate::yaml::decode::{nearest, not_supported};
use crate::{spec, yaml};

/// A file that was asked for: its topology, if it is a valid one, and what is wrong with it.
pub struct Loaded {
    /// As the user named it.
    pub path: String,
    /// The design; `None` if there are errors.
    pub topology: Option<Topology>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// Reads files one after another; keeps their texts.
pub struct Loader {
    /// The texts, for showing findings.
    pub sources: Sources,
    catalog: Catalog,
    max_bytes: u64,
}

impl Loader {
    pub fn new(max_file_size: u64) -> Self {
        let max_bytes = max_file_size.saturating_mul(1 << 20).min(u64::from(u32::MAX) - 1);
        Self { sources: Sources::default(), catalog: Catalog::default(), max_bytes }
    }

    /// Reads one file; `-` is standard input.
    pub fn load(&mut self, path: &Path) -> Loaded {
        let shown = shown(path);
        let text = match self.read(path) {
            Ok(text) => text,
            Err((message, help)) => return self.unreadable(shown, message, help),
        };
        self.load_text(shown, text)
    }

    /// The topology of a file that a command needs to be valid; its errors are printed.
    pub fn valid(&mut self, path: &Path, context: &Context) -> Result<Topology, Msg> {
        if path.is_dir() {
            return Err(msg!(words::IS_FOLDER, path = path.display().to_string()));
        }
        let loaded = self.load(path);
        match loaded.topology {
            Some(topology) => Ok(topology),
            None => {
                let mut report = Report::default();
                let path = loaded.path.clone();
                report.files.push(FileReport::invalid(loaded.path, loaded.findings));
                let text = concise::render(&report, &self.sources, context.lang);
                for line in text.lines() {
                    context.out.error(line);
                }
                Err(msg!(words::INVALID_SKIPPED, path = path))
            }
        }
    }

    /// Takes the bytes of a file for what they are.
    fn load_text(&mut self, path: String, bytes: Vec<u8>) -> Loaded {
        let (text, bad) = decode(bytes);
        let id = self.sources.add(Source::new(path.clone(), text));
        let mut findings = Vec::new();
        if let Some((at, message)) = bad {
            let span = Span { source: id, start: at, end: at };
            let help = match message.word().name() {
                "UTF16" => &words::UTF16_HELP,
                _ => &words::NOT_UTF8_HELP,
            };
            findings.push(Finding::error("encoding", span, message).help(help));
            return Loaded { path, topology: None, findings };
        }
        let topology = self.build(id, &path, &mut findings);
        let failed = findings.iter().any(|finding| finding.severity == Severity::Error);
        Loaded { path, topology: topology.filter(|_| !failed), findings }
    }

    fn build(&mut self, id: SourceId, path: &str, findings: &mut Vec<Finding>) -> Option<Topology> {
        let text = &self.sources.get(id).text;
        let tree = yaml::Tree::parse(id, text, &yaml::Limits::default(), findings)?;
        match spec::kind_of(&tree) {
            Some(("topology", _)) => {}
            Some((kind, span)) => {
                findings.push(wrong_kind(kind, span));
                return None;
            }
            None => {
                let start = Span { source: id, start: 0, end: 0 };
                findings.push(
                    Finding::error("not-a-topology", start, &words::NOT_A_TOPOLOGY)
                        .help(&words::NOT_A_TOPOLOGY_HELP),
                );
                return None;
            }
        }
        let spec = spec::read(&tree, findings)?;
        let name = name_of(path);
        let limits = topology::Limits::default();
        Some(topology::build(&spec, &name, &mut self.catalog, limits, findings))
    }

    fn unreadable(&mut self, path: String, message: Msg, help: Option<Msg>) -> Loaded {
        let id = self.sources.add(Source::new(path.clone(), ""));
        let mut finding =
            Finding::error("cannot-read", Span { source: id, start: 0, end: 0 }, message);
        finding.help = help;
        Loaded { path, topology: None, findings: vec![finding] }
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, (Msg, Option<Msg>)> {
        let shown = shown(path);
        let failed = |error: io::Error| {
            (msg!(words::CANNOT_READ, path = &shown, error = error.to_string()), None)
        };
        let too_large = || {
            let limit = self.max_bytes >> 20;
            let message = msg!(words::TOO_LARGE, path = &shown, limit = limit);
            (message, Some((&words::TOO_LARGE_HELP).into()))
        };
        let mut bytes = Vec::new();
        if path == Path::new("-") {
            let mut stdin = io::stdin().lock().take(self.max_bytes + 1);
            stdin.read_to_end(&mut bytes).map_err(failed)?;
        } else {
            let metadata = fs::metadata(path).map_err(failed)?;
            if metadata.is_dir() {
                return Err((msg!(words::IS_FOLDER, path = &shown), None));
            }
            if metadata.len() > self.max_bytes {
                return Err(too_large());
            }
            // Bounded all the same: a pipe or device has no length.
            let file = fs::File::open(path).map_err(failed)?;
            file.take(self.max_bytes + 1).read_to_end(&mut bytes).map_err(failed)?;
        }
        if bytes.len() as u64 > self.max_bytes {
            return Err(too_large());
        }
        Ok(bytes)
    }
}

/// What is wrong with a file that is no topology: of another kind, of one to come, or of none.
fn wrong_kind(kind: &str, span: Span) -> Finding {
    if FileKind::LATER.contains(&kind) {
        let mut finding = not_supported(span, msg!(reading::KIND_NOT_YET, kind = kind));
        finding.help = None;
        return finding;
    }
    let known = || FileKind::ALL.iter().map(|it| it.id());
    if known().any(|it| it == kind) {
        let message = msg!(words::KIND_NOT_CHECKED, kind = kind);
        return Finding::error("wrong-kind", span, message);
    }
    let finding = Finding::error("bad-value", span, msg!(reading::UNKNOWN_WORD, text = kind));
    match nearest(kind, known()) {
        Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
        None => finding.help(msg!(reading::CHOOSE_ONE_OF, words = known().collect::<Vec<_>>())),
    }
}

/// The text of a file, or as much of it as is UTF-8 with the place and nature of the first bad byte.
fn decode(bytes: Vec<u8>) -> (String, Option<(u32, Msg)>) {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return (String::new(), Some((0, (&words::UTF16).into())));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            // A byte-order mark is dropped from the text, so its bytes do not count.
            let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
            (text, Some((at.saturating_sub(mark) as u32, (&words::NOT_UTF8).into())))
        }
    }
}

/// A path as findings name it: with `/` on every system.
fn shown(path: &Path) -> String {
    if path == Path::new("-") {
        return "<stdin>".to_owned();
    }
    let text = path.display().to_string();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}

/// The name of a topology that gives none: the file's, or its folder's if that says more.
fn name_of(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let file = parts.next().unwrap_or(path);
    let stem = file.trim_end_matches(".yaml").trim_end_matches(".yml").trim_end_matches(".haplan");
    match (stem, parts.next()) {
        ("topology", Some(folder)) if !folder.is_empty() => folder.to_owned(),
        _ => stem.to_owned(),
    }
}

/// The files that paths stand for: files as they are, and the topology files in folders, in order of path.
pub fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut found: Vec<PathBuf> = ignore::WalkBuilder::new(path)
                .require_git(false)
                .build()
                .filter_map(|entry| entry.ok().map(ignore::DirEntry::into_path))
                .filter(|it| it.is_file() && is_topology(it))
                .map(|it| it.strip_prefix("./").map(Path::to_path_buf).unwrap_or(it))
                .collect();
            found.sort();
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    files
}

/// Whether a file in a folder is a topology: by its name, or by a first key `haplan` without another kind.
fn is_topology(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name.ends_with(".haplan.yaml") || name.ends_with(".haplan.yml") {
        return true;
    }
    if !(name.ends_with(".yaml") || name.ends_with(".yml")) {
        return false;
    }
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    let text = String::from_utf8_lossy(&start);
    let lines = text.trim_start_matches('\u{feff}').lines();
    let mut keys =
        lines.filter(|line| !line.trim().is_empty() && !line.starts_with(['#', ' ', '-']));
    let first = keys.next().unwrap_or_default();
    let other_kind = keys.any(|key| {
        key.strip_prefix("kind:").is_some_and(|kind| !kind.trim().starts_with("topology"))
    });
    read.is_ok() && first.starts_with("haplan:") && !other_kind
}
