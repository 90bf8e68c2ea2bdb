//! Files as they come: read within bounds, decoded, put together with what they include, built.

use std::path::{Path, PathBuf};

use super::Context;
pub use super::find::find;
use super::include;
use super::read::{self, Failure, shown};
use crate::catalog::Catalog;
use crate::finding::{Finding, Severity};
use crate::render::concise;
use crate::report::{FileReport, Report};
use crate::source::{Source, SourceId, Sources, Span};
use crate::spec::{FileKind, TopologySpec};
use crate::topology::{self, Topology};
use crate::words::{Msg, Word, msg, output as words, reading};
use crate::yaml::decode::{nearest, not_supported};
use crate::{spec, yaml};

/// What a design may demand before it is refused, and where its files may lie.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Bytes of all its files together.
    pub bytes: u64,
    /// Of each file.
    pub yaml: yaml::Limits,
    /// Of the whole.
    pub topology: topology::Limits,
    /// A folder whose files may be included from anywhere.
    pub include_root: Option<PathBuf>,
}

/// A file that was asked for: its topology, if it is a valid one, and what is wrong with it.
pub struct Loaded {
    /// As the user named it.
    pub path: String,
    /// The design; `None` if there are errors, or if the file is a catalogue.
    pub topology: Option<Topology>,
    /// Where a catalogue says that it is one; `None` for any other file.
    pub catalogue: Option<Span>,
    /// What was found on the way.
    pub findings: Vec<Finding>,
}

/// Reads files one after another; keeps their texts.
pub struct Loader {
    /// The texts, for showing findings.
    pub sources: Sources,
    pub(super) bounds: Bounds,
    catalog: Catalog,
}

impl Loader {
    pub fn new(bounds: &Bounds) -> Self {
        let bounds = bounds.clone();
        Self { sources: Sources::default(), bounds, catalog: Catalog::default() }
    }

    /// Reads one file; `-` is standard input.
    pub fn load(&mut self, path: &Path) -> Loaded {
        let (mut findings, mut catalogue) = (Vec::new(), None);
        let id = self.source(path, &mut findings);
        let topology = id.and_then(|id| self.build(path, id, &mut catalogue, &mut findings));
        let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
        let valid = !wrong && catalogue.is_none();
        Loaded { path: shown(path), topology: topology.filter(|_| valid), catalogue, findings }
    }

    /// Reads a file and keeps its text; gives nothing if it cannot be read, which is a finding then.
    pub(super) fn source(&mut self, path: &Path, findings: &mut Vec<Finding>) -> Option<SourceId> {
        let name = shown(path);
        let read = read::bytes(path, &name, self.bounds.bytes).map_err(|failure| {
            let source = self.sources.add(Source::new(name.clone(), ""));
            Box::new(failed("cannot-read", Span { source, start: 0, end: 0 }, failure))
        });
        let id = read.and_then(|bytes| self.take(&name, bytes));
        id.map_err(|finding| findings.push(*finding)).ok()
    }

    /// The topology of a file that a command needs to be valid; its errors are printed.
    pub fn valid(&mut self, path: &Path, context: &Context) -> Result<Topology, Msg> {
        if path.is_dir() {
            return Err(msg!(words::IS_FOLDER, path = path.display().to_string()));
        }
        let mut loaded = self.load(path);
        if let Some(span) = loaded.catalogue {
            loaded.findings.push(wrong_kind("catalogue", span));
        }
        match loaded.topology {
            Some(topology) => Ok(topology),
            None => {
                self.tell(&loaded.path, loaded.findings, context);
                Err(msg!(words::INVALID_SKIPPED, path = loaded.path))
            }
        }
    }

    /// What each of some files holds, none of them missing; their errors are printed.
    ///
    /// # Errors
    /// `invalid` of the first that is not sound.
    pub(super) fn each<T>(
        &mut self,
        paths: &[PathBuf],
        invalid: &'static Word,
        context: &Context,
        read: impl Fn(&Path, &mut Self, &mut Vec<Finding>) -> Option<T>,
    ) -> Result<Vec<T>, Msg> {
        let (mut all, mut wrong) = (Vec::new(), None);
        for path in paths {
            let mut findings = Vec::new();
            all.extend(read(path, self, &mut findings));
            if findings.iter().any(|finding| finding.severity == Severity::Error) {
                self.tell(&shown(path), findings, context);
                wrong.get_or_insert_with(|| shown(path));
            }
        }
        match wrong {
            Some(path) => Err(msg!(*invalid, path = path)),
            None => Ok(all),
        }
    }

    /// Prints what is wrong with a file: a line for each finding, and one for its way out.
    pub(super) fn tell(&self, path: &str, findings: Vec<Finding>, context: &Context) {
        let mut report = Report::default();
        report.files.push(FileReport::invalid(path.to_owned(), findings));
        let text = concise::with_help(&report, &self.sources, context.lang);
        for line in text.lines() {
            context.out.error(line);
        }
    }

    fn build(
        &mut self,
        path: &Path,
        id: SourceId,
        catalogue: &mut Option<Span>,
        findings: &mut Vec<Finding>,
    ) -> Option<Topology> {
        let size = self.sources.get(id).text.len() as u64;
        let mut limits = self.bounds.yaml;
        let mut spec = match decode(&self.sources, id, &mut limits, findings)? {
            File::Topology(spec) => *spec,
            File::Catalogue(spec) => {
                *catalogue = spec.kind.as_ref().map(|kind| kind.span);
                spec.into()
            }
        };
        if !spec.include.is_empty() {
            let asked = match catalogue {
                Some(_) => include::Asked::Catalogue,
                None => include::Asked::Topology,
            };
            spec = include::join(self, path, (spec, asked), (size, limits), findings);
        }
        if catalogue.is_some() {
            findings.extend(crate::catalog::lint(&spec.parts.0, &mut self.catalog));
        }
        let limits = self.bounds.topology;
        Some(topology::build(&spec, &name_of(&shown(path)), &mut self.catalog, limits, findings))
    }

    /// Keeps the text in the bytes of a file; fails if they are none.
    pub(super) fn take(&mut self, name: &str, bytes: Vec<u8>) -> Result<SourceId, Box<Finding>> {
        let (text, bad) = read::text(bytes);
        let id = self.sources.add(Source::new(name, text));
        match bad {
            None => Ok(id),
            Some((at, why)) => {
                Err(Box::new(failed("encoding", Span { source: id, start: at, end: at }, why)))
            }
        }
    }
}

/// What a file is, as written.
pub(super) enum File {
    Topology(Box<TopologySpec>),
    Catalogue(spec::CatalogueSpec),
}

/// Reads a text as a file of the format: a topology or a catalogue.
///
/// What it demands is counted, since the limits hold for a design and not for each of its files.
pub(super) fn decode(
    sources: &Sources,
    id: SourceId,
    limits: &mut yaml::Limits,
    findings: &mut Vec<Finding>,
) -> Option<File> {
    // By itself: the reader looks at what it said before, and that must be of this file.
    let mut own = Vec::new();
    let file = decode_alone(sources, id, limits, &mut own);
    findings.append(&mut own);
    file
}

fn decode_alone(
    sources: &Sources,
    id: SourceId,
    limits: &mut yaml::Limits,
    findings: &mut Vec<Finding>,
) -> Option<File> {
    let tree = yaml::Tree::parse(id, &sources.get(id).text, limits, findings)?;
    limits.spent.0 = limits.spent.0.saturating_add(tree.alias_node_count());
    limits.spent.1 = limits.spent.1.saturating_add(tree.node_count());
    match spec::kind_of(&tree) {
        Some(("topology", _)) => {
            spec::read(&tree, findings).map(|spec| File::Topology(Box::new(spec)))
        }
        Some(("catalogue", _)) => spec::read_catalogue(&tree, findings).map(File::Catalogue),
        Some((kind, span)) => {
            findings.push(wrong_kind(kind, span));
            None
        }
        None => {
            let start = Span { source: id, start: 0, end: 0 };
            findings.push(
                Finding::error("not-a-topology", start, &words::NOT_A_TOPOLOGY)
                    .help(&words::NOT_A_TOPOLOGY_HELP),
            );
            None
        }
    }
}

/// That a file cannot be read, as a finding.
pub(super) fn failed(rule: &'static str, span: Span, (message, help): Failure) -> Finding {
    let mut finding = Finding::error(rule, span, message);
    finding.help = help;
    finding
}

/// A kind that a file must be of, and what is said where it is not.
pub(super) struct Wanted {
    /// As in the file.
    pub kind: &'static str,
    /// That it is of another `kind`.
    pub other: &'static Word,
    /// That it says none.
    pub none: &'static Word,
    /// How such a file begins.
    pub begin: &'static Word,
}

impl Wanted {
    /// Whether a file is of this kind; a finding if not.
    pub fn is(&self, tree: &yaml::Tree, findings: &mut Vec<Finding>) -> bool {
        let (span, message) = match spec::kind_of(tree) {
            Some((kind, _)) if kind == self.kind => return true,
            Some((kind, span)) => (span, Msg::new(self.other, vec![("kind", kind.into())])),
            None => {
                let source = tree.span(tree.root()).source;
                (Span { source, start: 0, end: 0 }, self.none.into())
            }
        };
        findings.push(Finding::error("wrong-kind", span, message).help(self.begin));
        false
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
