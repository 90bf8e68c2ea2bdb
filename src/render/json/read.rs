//! The documents of `check` read back: to join those of several runs, and as a baseline.

use std::cmp::Ordering;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::error::Category;

use super::check::{CheckDocument, File, VERSION, Weight};
use crate::report::{Earlier, Fingerprint};
use crate::words::{Msg, msg, output as words};

/// Why a text is no document of `check`, and where: line and column from 1, or 0 where no place is to blame.
#[derive(Debug)]
pub struct Refused {
    /// Why.
    pub message: Msg,
    /// Line, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
}

impl Refused {
    fn whole(message: impl Into<Msg>) -> Self {
        Self { message: message.into(), line: 0, column: 0 }
    }
}

impl From<serde_json::Error> for Refused {
    fn from(error: serde_json::Error) -> Self {
        let (line, column) = (error.line(), error.column());
        let message = match error.classify() {
            Category::Eof => (&words::JSON_ENDS).into(),
            Category::Syntax | Category::Io => (&words::NO_JSON).into(),
            // The reader's own words name the key; its place is told apart.
            Category::Data => {
                let text = error.to_string();
                let detail = text.split(" at line ").next().unwrap_or_default();
                msg!(words::NO_DOCUMENT, detail = detail)
            }
        };
        Self { message, line, column }
    }
}

/// The name of this program in the documents of others.
pub(in crate::render) const TOOL: &str = "haplan";

/// What is looked at before the whole: whose document it is, and of which version.
#[derive(Deserialize)]
struct Head {
    version: Option<serde_json::Value>,
    files: Option<serde::de::IgnoredAny>,
    runs: Option<serde::de::IgnoredAny>,
}

/// Reads a document of `check -f json`.
///
/// # Errors
/// The text is no JSON, no document of `check`, or one of another version.
pub fn read(text: &str) -> Result<CheckDocument, Refused> {
    let text = text.trim_start_matches('\u{feff}');
    of_this_version(&head(text)?)?;
    Ok(serde_json::from_str(text)?)
}

fn head(text: &str) -> Result<Head, Refused> {
    serde_json::from_str(text).map_err(|error: serde_json::Error| match error.classify() {
        Category::Data => Refused::whole(&words::NOT_OF_CHECK),
        _ => error.into(),
    })
}

fn of_this_version(head: &Head) -> Result<(), Refused> {
    match &head.version {
        Some(version) if head.files.is_some() => match version.as_u64() == Some(VERSION.into()) {
            true => Ok(()),
            false => {
                let version = version.to_string();
                let message = msg!(words::OTHER_VERSION, version = version, own = VERSION);
                Err(Refused::whole(message))
            }
        },
        _ => Err(Refused::whole(&words::NOT_OF_CHECK)),
    }
}

/// Joins the documents of several runs into that of one run over all their files, by path.
///
/// # Errors
/// Their days differ, or two of them hold one path.
pub fn join(documents: Vec<CheckDocument>) -> Result<CheckDocument, Msg> {
    let mut days: Vec<String> = documents.iter().map(|it| it.today.clone()).collect();
    days.sort_unstable();
    days.dedup();
    if let [first, .., last] = &days[..] {
        return Err(msg!(words::DAYS_DIFFER, a = first, b = last));
    }
    // A part without files does not say whether there was a baseline.
    let baseline = |it: &CheckDocument| it.summary.known.is_some();
    let against_baseline = documents.iter().any(baseline);
    if against_baseline && !documents.iter().all(|it| it.files.is_empty() || baseline(it)) {
        return Err((&words::BASELINES_DIFFER).into());
    }
    let mut files: Vec<File> = documents.into_iter().flat_map(|it| it.files).collect();
    files.sort_by(|a, b| by_path(&a.path, &b.path));
    if let Some(pair) = files.windows(2).find(|pair| pair[0].path == pair[1].path) {
        return Err(msg!(words::PATH_TWICE, path = &pair[0].path));
    }
    let today = days.pop().unwrap_or_default();
    Ok(CheckDocument::of(today, files, against_baseline))
}

/// As a folder is walked: folder by folder, so that `a/b` stands before `a-b`.
fn by_path(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}

#[derive(Deserialize)]
struct Sarif {
    runs: Vec<Run>,
}

#[derive(Deserialize)]
struct Run {
    tool: Tool,
    #[serde(default)]
    results: Vec<RunResult>,
}

#[derive(Deserialize)]
struct Tool {
    driver: Driver,
}

#[derive(Deserialize)]
struct Driver {
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RunResult {
    locations: [Location; 1],
    level: Weight,
    partial_fingerprints: Fingerprints,
    #[serde(default)]
    suppressions: Vec<serde::de::IgnoredAny>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    physical_location: Physical,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
}

#[derive(Deserialize)]
struct Artifact {
    uri: String,
}

#[derive(Deserialize)]
struct Fingerprints {
    #[serde(rename = "haplan/v1")]
    own: String,
}

/// Reads a baseline: a document of `check -f json`, or of `-f sarif`.
///
/// # Errors
/// The text is neither, or is that of another program.
pub fn baseline(text: &str) -> Result<Vec<Earlier>, Refused> {
    let text = text.trim_start_matches('\u{feff}');
    let head = head(text)?;
    let mut found = Vec::new();
    if head.runs.is_some() {
        let sarif: Sarif = serde_json::from_str(text).map_err(|error| match error.classify() {
            Category::Data => Refused::whole(&words::FOREIGN_SARIF),
            _ => error.into(),
        })?;
        if sarif.runs.iter().any(|run| run.tool.driver.name != TOOL) {
            return Err(Refused::whole(&words::FOREIGN_SARIF));
        }
        for it in sarif.runs.into_iter().flat_map(|run| run.results) {
            let [Location { physical_location: Physical { artifact_location } }] = it.locations;
            let uri = artifact_location.uri;
            let path = uri.strip_prefix("file://").unwrap_or(&uri);
            let path = percent_decode_str(path).decode_utf8_lossy().into_owned();
            let waived = !it.suppressions.is_empty();
            found.push(earlier(&it.partial_fingerprints.own, it.level, waived, path)?);
        }
    } else {
        of_this_version(&head)?;
        let document: CheckDocument = serde_json::from_str(text)?;
        for file in document.files {
            for it in &file.findings {
                let (waived, path) = (it.waived.is_some(), file.path.clone());
                found.push(earlier(&it.fingerprint, it.severity, waived, path)?);
            }
        }
    }
    Ok(found)
}

fn earlier(print: &str, weight: Weight, waived: bool, path: String) -> Result<Earlier, Refused> {
    let hex = print.len() == 16 && print.bytes().all(|it| it.is_ascii_hexdigit());
    let number = u64::from_str_radix(print, 16).ok().filter(|_| hex);
    let number =
        number.ok_or_else(|| Refused::whole(msg!(words::NO_FINGERPRINT, fingerprint = print)))?;
    let fingerprint = Fingerprint(number);
    Ok(Earlier { fingerprint, severity: weight.into(), waived, path })
}
