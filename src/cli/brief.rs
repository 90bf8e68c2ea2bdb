//! Briefs: read, looked up, with the price books that they name.

use std::path::{Component, Path, PathBuf};

use super::input::{Loader, Wanted};
use super::read::{self, shown};
use super::{Context, include};
use crate::catalog::Catalog;
use crate::design::{Brief, Own};
use crate::finding::{Finding, Severity};
use crate::sheet::prices::Prices;
use crate::source::{Source, SourceId};
use crate::words::{Msg, brief as words, msg};
use crate::{spec, yaml};

/// A brief with what its parts cost.
pub struct Asked {
    /// What is wanted.
    pub brief: Brief,
    /// By its own price books, and those of the command line over them.
    pub prices: Prices,
}

/// Whether a file says that it is a brief; a file that cannot be read says nothing.
pub fn is_brief(path: &Path, context: &Context) -> bool {
    if path == Path::new("-") {
        return false;
    }
    let Ok(bytes) = read::bytes(path, &shown(path), context.bounds.bytes) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    if !text.contains("brief") {
        return false;
    }
    let source = Source::new(shown(path), text);
    let (id, limits) = (SourceId::default(), &context.bounds.yaml);
    let tree = yaml::Tree::parse(id, &source.text, limits, &mut Vec::new());
    tree.is_some_and(|tree| spec::kind_of(&tree).is_some_and(|(kind, _)| kind == "brief"))
}

/// Reads a brief; its errors are printed.
///
/// # Errors
/// A file that is no sound brief, or price books that are not.
pub fn load(
    path: &Path,
    books: &[PathBuf],
    catalog: &mut Catalog,
    context: &Context,
) -> Result<Asked, Msg> {
    let mut loader = Loader::new(&context.bounds);
    let mut findings = Vec::new();
    let brief = brief(path, &mut loader, catalog, &mut findings);
    let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    let (Some(brief), false) = (brief, errors) else {
        let name = shown(path);
        loader.tell(&name, findings, context);
        return Err(msg!(words::INVALID_BRIEF, path = name));
    };
    let folder = path.parent().unwrap_or(Path::new(""));
    let own = brief.prices.iter().map(|book| folder.join(book.value.as_str()));
    let all: Vec<PathBuf> = own.chain(books.iter().cloned()).collect();
    let prices = super::prices::load(&all, &mut loader, context)?;
    if let (Some(budget), false) = (&brief.require.budget, prices.given()) {
        let finding = Finding::error("missing-key", budget.span, &words::BUDGET_WITHOUT_PRICES);
        let name = shown(path);
        let findings = vec![finding.help(&words::BUDGET_WITHOUT_PRICES_HELP)];
        loader.tell(&name, findings, context);
        return Err(msg!(words::INVALID_BRIEF, path = name));
    }
    Ok(Asked { brief, prices })
}

/// What a brief is told apart by.
const BRIEF: Wanted = Wanted {
    kind: "brief",
    other: &words::NOT_BRIEF,
    none: &words::NO_KIND,
    begin: &words::BEGIN_BRIEF,
};

fn brief(
    path: &Path,
    loader: &mut Loader,
    catalog: &mut Catalog,
    findings: &mut Vec<Finding>,
) -> Option<Brief> {
    let id = loader.source(path, findings)?;
    let text = &loader.sources.get(id).text;
    let tree = yaml::Tree::parse(id, text, &loader.bounds.yaml, findings)?;
    if !BRIEF.is(&tree, findings) {
        return None;
    }
    let mut limits = loader.bounds.yaml;
    limits.spent = (tree.alias_node_count(), tree.node_count());
    let size = text.len() as u64;
    let mut spec = spec::brief::read(&tree, findings)?;
    let mut parts = spec.take_parts();
    if !parts.include.is_empty() {
        let asked = include::Asked::Brief;
        parts = include::join(loader, path, (parts, asked), (size, limits), findings);
    }
    let texts = (&loader.sources, &loader.bounds.yaml);
    let own = Own::new(&parts, texts, catalog, findings);
    for book in &spec.prices {
        // As with included files: a file from elsewhere does not say what is read on this machine.
        let path = Path::new(book.value.as_str());
        let below =
            path.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir));
        if !below {
            let message = msg!(words::BOOK_ELSEWHERE, path = book.value.clone());
            let finding = Finding::error("bad-value", book.span, message);
            findings.push(finding.help(&words::BOOK_ELSEWHERE_HELP));
        }
    }
    let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    Brief::new(&spec, (&stem, own), catalog, findings)
}
