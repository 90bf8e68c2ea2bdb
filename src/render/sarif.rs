//! `check` as SARIF 2.1.0: what code scanning services and editors read.
//!
//! Places are relative to the folder that the program ran in, and there are no times, so that the same files
//! give the same bytes everywhere.

mod rules;
mod types;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::json::check::{File, Found, Place, Verdict, Waived};
use super::json::read::TOOL;
use super::json::{CheckDocument, document};
use super::style::{colon, plain};
use crate::words::{Lang, msg, output as words};
use rules::Rules;
use types::*;

/// Where the official schema of the format stands.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Characters of a path that a URI takes as they are.
const PATH: &AsciiSet =
    &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// Renders a document; its texts are in `lang` already.
pub fn render(checked: &CheckDocument, lang: Lang) -> String {
    let rules = Rules::of(checked, lang);
    let results = checked.files.iter().flat_map(|file| {
        let rules = &rules;
        file.findings.iter().map(move |found| result(found, file, rules, checked, lang))
    });
    let worst = checked.files.iter().map(|it| it.verdict).max();
    let exit_code = match worst {
        None | Some(Verdict::Pass) => 0,
        Some(Verdict::Fail) => 1,
        Some(Verdict::Invalid) => 2,
    };
    let run = Run {
        results: results.collect(),
        tool: Tool {
            driver: Driver {
                name: TOOL,
                version: env!("CARGO_PKG_VERSION"),
                semantic_version: env!("CARGO_PKG_VERSION"),
                language: if lang == Lang::Zh { "zh-CN" } else { "en-US" },
                rules: rules.list,
            },
        },
        invocations: [Invocation { execution_successful: exit_code < 2, exit_code }],
        artifacts: checked
            .files
            .iter()
            .map(|file| Artifact { location: artifact(&file.path) })
            .collect(),
        column_kind: "utf16CodeUnits",
    };
    document(&Log { schema: SCHEMA, version: "2.1.0", runs: [run] })
}

fn result(
    found: &Found,
    file: &File,
    rules: &Rules,
    checked: &CheckDocument,
    lang: Lang,
) -> SarifResult {
    let mut message = plain(&found.message);
    if let Some(help) = &found.help {
        let (word, colon) = (words::HELP.text(lang), colon(lang));
        message.push_str(&format!("\n\n{word}{colon}{}", plain(help)));
    }
    let mut location = Location::at(found.place().map(physical));
    location.logical_locations = found.components.iter().map(|id| logical(id)).collect();
    let others = found.spans.iter().skip(1).zip(1..);
    SarifResult {
        rule_id: found.rule.clone(),
        rule_index: rules.index(&found.rule),
        level: found.severity,
        message: Message { text: message },
        locations: vec![location],
        related_locations: others.map(|(place, id)| related(place, id)).collect(),
        code_flows: flows(found, file, lang),
        partial_fingerprints: Fingerprints { own: found.fingerprint.clone() },
        // All results or none say so, as the format asks.
        suppressions: found.waived.iter().map(suppression).collect(),
        baseline_state: checked.summary.known.map(|_| match found.known {
            true => "unchanged",
            false => "new",
        }),
    }
}

fn related(place: &Place, id: usize) -> Location {
    let text = place.label.as_deref().map(plain);
    Location {
        id: Some(id),
        message: text.map(|text| Message { text }),
        ..Location::at(Some(physical(place)))
    }
}

fn suppression(waived: &Waived) -> Suppression {
    Suppression {
        kind: if waived.in_source { "inSource" } else { "external" },
        status: "accepted",
        justification: plain(&waived.reason),
    }
}

/// The paths of a finding: one code flow, a thread flow a path, a location a hop.
fn flows(found: &Found, file: &File, lang: Lang) -> Vec<CodeFlow> {
    let hop = |id: &String| {
        let breaks = found.components.contains(id);
        let text = match breaks {
            true => msg!(words::PATH_BREAKS, component = id).text(lang),
            false => id.clone(),
        };
        let place = file.components.get(id).or_else(|| found.place());
        let mut location = Location::at(place.map(physical));
        location.logical_locations = vec![logical(id)];
        location.message = Some(Message { text: plain(&text) });
        FlowLocation { location, importance: if breaks { "essential" } else { "important" } }
    };
    let paths = found.witness.iter().filter(|path| !path.is_empty());
    let thread_flows: Vec<ThreadFlow> =
        paths.map(|path| ThreadFlow { locations: path.iter().map(hop).collect() }).collect();
    let none = thread_flows.is_empty();
    (!none).then_some(CodeFlow { thread_flows }).into_iter().collect()
}

fn physical(place: &Place) -> Physical {
    let [start, end] = place.utf16.unwrap_or([place.column, place.end_column]);
    let region = Region {
        start_line: place.line,
        start_column: start,
        end_line: place.end_line,
        end_column: end,
    };
    Physical { artifact_location: artifact(&place.path), region }
}

fn logical(id: &str) -> Logical {
    Logical { fully_qualified_name: id.to_owned(), kind: "component" }
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation { uri: uri(path) }
}

/// A path as a URI: relative as it was given, absolute only if it was.
fn uri(path: &str) -> String {
    let encoded = |path: &str| utf8_percent_encode(path, PATH).to_string();
    let drive = |path: &str| matches!(path.as_bytes(), [a, b':', ..] if a.is_ascii_alphabetic());
    match path.strip_prefix("./") {
        Some(relative) => encoded(relative),
        None if path.starts_with('/') => format!("file://{}", encoded(path)),
        None if cfg!(windows) && drive(path) => {
            format!("file:///{}:{}", &path[..1], encoded(&path[2..]))
        }
        None => encoded(path),
    }
}

#[cfg(test)]
mod tests {
    use super::uri;

    #[test]
    fn paths_become_uris() {
        assert_eq!(uri("a/b.yaml"), "a/b.yaml");
        assert_eq!(uri("./a b.yaml"), "a%20b.yaml");
        assert_eq!(uri("机房/x.yaml"), "%E6%9C%BA%E6%88%BF/x.yaml");
        assert_eq!(uri("a:b#?%\n.yaml"), "a%3Ab%23%3F%25%0A.yaml");
        assert_eq!(uri("/srv/a.yaml"), "file:///srv/a.yaml");
        assert_eq!(uri("../a.yaml"), "../a.yaml");
    }
}
