//! Which files a command is about: those named, and the topology files in folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::source::SourceId;
use crate::{spec, yaml};

/// The files that paths stand for: files as they are, and the topology files in folders, in order of path.
pub fn find(paths: &[PathBuf]) -> Vec<PathBuf> {
    let here = [PathBuf::from(".")];
    let paths = if paths.is_empty() { &here[..] } else { paths };
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let mut found: Vec<PathBuf> = ignore::WalkBuilder::new(path)
                .require_git(false)
                // What one user ignores everywhere is no matter of the repository.
                .git_global(false)
                .build()
                .filter_map(|entry| match entry {
                    Ok(entry) => Some(entry.into_path()).filter(|it| is_wanted(it)),
                    // It is told when it is read in earnest.
                    Err(error) => unread(&error).map(Path::to_path_buf),
                })
                .map(|it| it.strip_prefix("./").map(Path::to_path_buf).unwrap_or(it))
                .collect();
            found.sort();
            files.extend(found);
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    let named: BTreeSet<&PathBuf> = paths.iter().collect();
    without_parts(files, &named)
}

/// Whether a file in a folder is to be read: a topology, or what is called one and leads nowhere.
fn is_wanted(path: &Path) -> bool {
    match fs::metadata(path) {
        Ok(metadata) => metadata.is_file() && is_topology(path),
        Err(_) => has_its_name(path),
    }
}

/// The folder that could not be walked.
fn unread(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => {
            unread(err)
        }
        _ => None,
    }
}

/// Leaves out what another file among those found in folders includes: it is read as a part of that one, and
/// by itself it may well be half a design. What was named stays.
fn without_parts(files: Vec<PathBuf>, named: &BTreeSet<&PathBuf>) -> Vec<PathBuf> {
    let real = |path: &Path| fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let found = |path: &&PathBuf| !named.contains(*path);
    let includes: BTreeMap<PathBuf, Vec<PathBuf>> =
        files.iter().filter(found).map(|it| (real(it), included_by(it))).collect();
    if includes.values().all(Vec::is_empty) {
        return files;
    }
    // First from the files that nobody includes; what is left then are circles, of which the first file stays.
    let parts: BTreeSet<&PathBuf> = includes.values().flatten().collect();
    let (inner, outer): (Vec<PathBuf>, Vec<PathBuf>) =
        files.iter().filter(found).map(|it| real(it)).partition(|it| parts.contains(it));
    let mut reached: BTreeSet<&PathBuf> = BTreeSet::new();
    let mut kept: BTreeSet<&PathBuf> = BTreeSet::new();
    for start in outer.iter().chain(&inner) {
        if !reached.insert(start) {
            continue;
        }
        kept.insert(start);
        let mut next = vec![start];
        while let Some(file) = next.pop() {
            let inside = includes.get(file).into_iter().flatten();
            next.extend(inside.filter(|it| reached.insert(it)));
        }
    }
    let stays = |it: &PathBuf| named.contains(it) || kept.contains(&real(it));
    files.iter().filter(|it| stays(it)).cloned().collect()
}

/// Largest file in a folder that is looked into for what it includes.
const LOOKED_INTO: u64 = 1 << 24;

/// The files that a file includes.
fn included_by(path: &Path) -> Vec<PathBuf> {
    let read = fs::File::open(path).and_then(|file| {
        let mut text = String::new();
        file.take(LOOKED_INTO).read_to_string(&mut text).map(|_| text)
    });
    let text = read.unwrap_or_default();
    if !text.contains("include") {
        return Vec::new();
    }
    // The findings are told when the file is read in earnest.
    let text = text.trim_start_matches('\u{feff}');
    let limits = yaml::Limits::default();
    let tree = yaml::Tree::parse(SourceId::default(), text, &limits, &mut Vec::new());
    let Some(tree) = tree else { return Vec::new() };
    let names = spec::includes_of(&tree);
    let folder = path.parent().unwrap_or(Path::new(""));
    names.iter().filter_map(|name| fs::canonicalize(folder.join(name)).ok()).collect()
}

/// Whether a file in a folder is a topology: by its name, or by a first key `haplan` without another kind.
fn is_topology(path: &Path) -> bool {
    if has_its_name(path) {
        return true;
    }
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
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

/// Whether a file is called a topology.
fn has_its_name(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    name.ends_with(".haplan.yaml") || name.ends_with(".haplan.yml")
}
