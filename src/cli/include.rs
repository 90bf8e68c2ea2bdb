//! What a file includes, read one file after another and put together.
//!
//! A file may come from somebody who should not learn what else is on the machine: what it includes lies
//! below the folder of the file that was asked for, symbolic links followed, or below `--include-root`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use super::input::{File, Loader, decode, failed};
use super::read::{self, shown};
use crate::finding::Finding;
use crate::spec::{Joined, TopologySpec};
use crate::words::{Msg, brief, msg, output, parts as words, reading};
use crate::yaml;
use crate::yaml::decode::Text;

/// Most files that make one design.
const MOST_FILES: usize = 1000;

/// What a file is that includes others.
#[derive(Clone, Copy, Debug)]
pub enum Asked {
    /// It goes on in topologies and catalogues.
    Topology,
    /// It has no place for a design.
    Catalogue,
    /// It has no place for a design either: it says what one is to be.
    Brief,
}

/// A file whose includes are being read.
struct Open {
    /// As it is shown.
    name: String,
    /// Which file it is, whatever it is called; none for standard input.
    identity: Option<PathBuf>,
    /// Its folder, as named and as it is.
    folder: (PathBuf, PathBuf),
    rest: std::vec::IntoIter<Text>,
}

/// Reads what a file includes, and puts all together. `spent` is what the file has taken of the bounds: its
/// bytes, and the limits with what it has spent.
pub fn join(
    loader: &mut Loader,
    path: &Path,
    (mut first, asked): (TopologySpec, Asked),
    spent: (u64, yaml::Limits),
    findings: &mut Vec<Finding>,
) -> TopologySpec {
    let includes = std::mem::take(&mut first.include);
    let from_stdin = path == Path::new("-");
    let folder = if from_stdin { PathBuf::new() } else { folder_of(path) };
    let real = canonical_folder(&folder);
    let mut roots = vec![real.clone()];
    roots.extend(loader.bounds.include_root.clone());
    let identity = if from_stdin { None } else { fs::canonicalize(path).ok() };
    let open = Open {
        name: shown(path),
        identity: identity.clone(),
        folder: (folder, real),
        rest: includes.into_iter(),
    };
    let mut files = Reading {
        loader,
        findings,
        joined: Joined::new(first),
        roots,
        seen: identity.into_iter().collect(),
        open: vec![open],
        asked,
        count: 1,
        bytes: spent.0,
        limits: spent.1,
    };
    while let Some(top) = files.open.last_mut() {
        match top.rest.next() {
            None => {
                files.open.pop();
            }
            Some(place) => {
                if let Err(finding) = files.include(&place) {
                    files.findings.push(*finding);
                    files.joined.missing();
                }
            }
        }
        if files.count > MOST_FILES {
            break;
        }
    }
    files.joined.finish()
}

struct Reading<'l> {
    loader: &'l mut Loader,
    findings: &'l mut Vec<Finding>,
    joined: Joined,
    roots: Vec<PathBuf>,
    seen: BTreeSet<PathBuf>,
    /// The file that was asked for, and those that lead from it to the one at hand.
    open: Vec<Open>,
    /// What the file is that was asked for.
    asked: Asked,
    count: usize,
    bytes: u64,
    limits: yaml::Limits,
}

impl Reading<'_> {
    /// Reads the file that stands at a place, unless it has been read.
    fn include(&mut self, place: &Text) -> Result<(), Box<Finding>> {
        let wrong = |rule, why| Err(Box::new(failed(rule, place.span, why)));
        let Some(top) = self.open.last() else { return Ok(()) };
        let path = top.folder.0.join(&place.value);
        let name = shown(&path);
        let outside = || {
            let message = msg!(reading::INCLUDE_OUTSIDE, path = place.as_str());
            wrong("bad-include", (message, Some((&reading::INCLUDE_OUTSIDE_HELP).into())))
        };
        // Looked at before the file is, so that nobody learns what there is elsewhere.
        if !self.is_below(&plain(&top.folder.1.join(&place.value))) {
            return outside();
        }
        let identity = match fs::canonicalize(&path) {
            Ok(identity) => identity,
            Err(error) => return wrong("cannot-read", read::cannot_read(&name, &error)),
        };
        if !self.is_below(&identity) {
            return outside();
        }
        let known = |it: &Open| it.identity.as_ref() == Some(&identity);
        if let Some(from) = self.open.iter().position(known) {
            let mut chain: Vec<&str> =
                self.open[from..].iter().map(|it| it.name.as_str()).collect();
            chain.push(chain[0]);
            let message = msg!(reading::INCLUDE_CYCLE, chain = chain.join(" → "));
            return wrong("bad-include", (message, Some((&reading::INCLUDE_CYCLE_HELP).into())));
        }
        if !self.seen.insert(identity.clone()) {
            return Ok(());
        }
        self.count += 1;
        if self.count > MOST_FILES {
            let message = msg!(reading::INCLUDE_TOO_MANY, limit = MOST_FILES);
            return wrong("include-limit", (message, None));
        }
        let metadata = fs::metadata(&identity);
        let metadata = match metadata {
            Ok(metadata) => metadata,
            Err(error) => return wrong("cannot-read", read::cannot_read(&name, &error)),
        };
        if !metadata.is_dir() && !metadata.is_file() {
            return wrong("cannot-read", (msg!(reading::NO_PLAIN_FILE, path = &name), None));
        }
        let left = self.loader.bounds.bytes.saturating_sub(self.bytes);
        if metadata.is_file() && metadata.len() > left {
            let limit = self.loader.bounds.bytes >> 20;
            let message = msg!(reading::INCLUDE_TOO_LARGE, path = &name, limit = limit);
            return wrong("include-limit", (message, Some((&output::TOO_LARGE_HELP).into())));
        }
        let bytes = read::bytes(&identity, &name, left)
            .map_err(|why| Box::new(failed("cannot-read", place.span, why)))?;
        self.bytes += bytes.len() as u64;
        self.take(place, &path, identity, bytes);
        Ok(())
    }

    /// Takes in what a file holds, and goes on with what it includes.
    fn take(&mut self, place: &Text, path: &Path, identity: PathBuf, bytes: Vec<u8>) {
        let name = shown(path);
        let before = self.findings.len();
        let file = match self.loader.take(&name, bytes) {
            Ok(id) => decode(&self.loader.sources, id, &mut self.limits, self.findings),
            Err(finding) => {
                self.findings.push(*finding);
                None
            }
        };
        let refused = match self.asked {
            Asked::Topology => None,
            Asked::Catalogue => Some((&words::INCLUDES_TOPOLOGY, &words::HELP_INCLUDES_TOPOLOGY)),
            Asked::Brief => Some((&brief::INCLUDES_DESIGN, &brief::INCLUDES_DESIGN_HELP)),
        };
        match (file, refused) {
            (Some(File::Topology(_)), Some((word, help))) => {
                let message = Msg::new(word, vec![("path", (&name).into())]);
                self.findings.push(failed("bad-include", place.span, (message, Some(help.into()))));
                self.joined.missing();
            }
            (Some(File::Topology(mut spec)), None) => {
                let rest = std::mem::take(&mut spec.include);
                self.joined.topology(*spec, self.findings);
                self.enter(path, name, identity, rest);
            }
            (Some(File::Catalogue(mut spec)), _) => {
                let rest = std::mem::take(&mut spec.include);
                self.joined.catalogue(spec, self.findings);
                self.enter(path, name, identity, rest);
            }
            (None, _) => {
                self.joined.missing();
                // Who asked for the wrong file finds out where.
                for finding in &mut self.findings[before..] {
                    if finding.labels.iter().all(|label| label.span.source != place.span.source) {
                        let text = Some((&reading::INCLUDED_HERE).into());
                        finding.labels.push(crate::finding::Label { span: place.span, text });
                    }
                }
            }
        }
    }

    /// Goes on with what a file includes.
    fn enter(&mut self, path: &Path, name: String, identity: PathBuf, rest: Vec<Text>) {
        let folder = folder_of(path);
        let real = canonical_folder(&folder);
        let identity = Some(identity);
        self.open.push(Open { name, identity, folder: (folder, real), rest: rest.into_iter() });
    }

    fn is_below(&self, path: &Path) -> bool {
        self.roots.iter().any(|root| path.starts_with(root))
    }
}

fn folder_of(path: &Path) -> PathBuf {
    path.parent().map(Path::to_path_buf).unwrap_or_default()
}

fn canonical_folder(folder: &Path) -> PathBuf {
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    fs::canonicalize(here).unwrap_or_else(|_| here.to_path_buf())
}

/// A path with `.` and `..` carried out, by its letters alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                plain.pop();
            }
            other => plain.push(other),
        }
    }
    plain
}
