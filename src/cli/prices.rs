//! Price books: read one after another, later ones over earlier ones.

use std::path::{Path, PathBuf};

use super::Context;
use super::input::{Loader, failed};
use super::read::{self, shown};
use crate::finding::{Finding, Severity};
use crate::sheet::prices::Prices;
use crate::source::{Source, Span};
use crate::spec::prices::{self, PriceBook};
use crate::words::{Msg, msg, prices as words};
use crate::{spec, yaml};

/// The price books in some files; their errors are printed.
///
/// # Errors
/// A file that is no price book, or not a sound one.
pub fn load(paths: &[PathBuf], loader: &mut Loader, context: &Context) -> Result<Prices, Msg> {
    let mut books = Vec::new();
    let mut wrong = None;
    for path in paths {
        let mut findings = Vec::new();
        let book = book(path, loader, &mut findings);
        let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
        if errors {
            loader.tell(&shown(path), findings, context);
            wrong.get_or_insert_with(|| shown(path));
        }
        books.push(book);
    }
    match wrong {
        Some(path) => Err(msg!(words::INVALID_BOOK, path = path)),
        None => Ok(Prices::new(books)),
    }
}

fn book(path: &Path, loader: &mut Loader, findings: &mut Vec<Finding>) -> PriceBook {
    let name = shown(path);
    let read = read::bytes(path, &name, loader.bounds.bytes).map_err(|failure| {
        let source = loader.sources.add(Source::new(name.clone(), ""));
        Box::new(failed("cannot-read", Span { source, start: 0, end: 0 }, failure))
    });
    let id = match read.and_then(|bytes| loader.take(&name, bytes)) {
        Ok(id) => id,
        Err(finding) => {
            findings.push(*finding);
            return PriceBook::default();
        }
    };
    let text = &loader.sources.get(id).text;
    if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv")) {
        return prices::read_csv(id, text, findings);
    }
    let Some(tree) = yaml::Tree::parse(id, text, &loader.bounds.yaml, findings) else {
        return PriceBook::default();
    };
    match spec::kind_of(&tree) {
        Some(("prices", _)) => return prices::read(&tree, findings),
        Some((kind, span)) => {
            let finding = Finding::error("wrong-kind", span, msg!(words::NOT_PRICES, kind = kind));
            findings.push(finding.help(&words::BEGIN_PRICES));
        }
        None => {
            let start = Span { source: id, start: 0, end: 0 };
            let finding = Finding::error("wrong-kind", start, &words::NO_KIND);
            findings.push(finding.help(&words::BEGIN_PRICES));
        }
    }
    PriceBook::default()
}
