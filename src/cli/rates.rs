//! Rates: read one after another, later ones over earlier ones.

use std::path::{Path, PathBuf};

use super::Context;
use super::input::{Loader, failed};
use super::read::{self, shown};
use crate::finding::{Finding, Severity};
use crate::sheet::rates::Rates;
use crate::source::{Source, Span};
use crate::spec::rates::{self, Rate};
use crate::words::{Msg, msg, rates as words};
use crate::{spec, yaml};

/// The rates in some files; their errors are printed.
///
/// # Errors
/// A file without rates, or not with sound ones.
pub fn load(paths: &[PathBuf], loader: &mut Loader, context: &Context) -> Result<Rates, Msg> {
    let mut files = Vec::new();
    let mut wrong = None;
    for path in paths {
        let mut findings = Vec::new();
        let rates = file(path, loader, &mut findings);
        if findings.iter().any(|finding| finding.severity == Severity::Error) {
            loader.tell(&shown(path), findings, context);
            wrong.get_or_insert_with(|| shown(path));
        }
        files.push(rates);
    }
    match wrong {
        Some(path) => Err(msg!(words::INVALID_RATES, path = path)),
        None => Ok(Rates::new(files)),
    }
}

fn file(path: &Path, loader: &mut Loader, findings: &mut Vec<Finding>) -> Vec<Rate> {
    let name = shown(path);
    let read = read::bytes(path, &name, loader.bounds.bytes).map_err(|failure| {
        let source = loader.sources.add(Source::new(name.clone(), ""));
        Box::new(failed("cannot-read", Span { source, start: 0, end: 0 }, failure))
    });
    let id = match read.and_then(|bytes| loader.take(&name, bytes)) {
        Ok(id) => id,
        Err(finding) => {
            findings.push(*finding);
            return Vec::new();
        }
    };
    let text = &loader.sources.get(id).text;
    let Some(tree) = yaml::Tree::parse(id, text, &loader.bounds.yaml, findings) else {
        return Vec::new();
    };
    match spec::kind_of(&tree) {
        Some(("rates", _)) => return rates::read(&tree, findings),
        Some((kind, span)) => {
            let finding = Finding::error("wrong-kind", span, msg!(words::NOT_RATES, kind = kind));
            findings.push(finding.help(&words::BEGIN_RATES));
        }
        None => {
            let start = Span { source: id, start: 0, end: 0 };
            let finding = Finding::error("wrong-kind", start, &words::NO_RATES);
            findings.push(finding.help(&words::BEGIN_RATES));
        }
    }
    Vec::new()
}
