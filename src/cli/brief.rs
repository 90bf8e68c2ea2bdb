//! Briefs: read, looked up, with the price books that they name.

use std::path::{Component, Path, PathBuf};

use super::input::{Loader, Wanted};
use super::read::{self, shown};
use super::{Context, include};
use crate::catalog::Catalog;
use crate::design::{Brief, Own};
use crate::finding::{Finding, Severity};
use crate::sheet::prices::Prices;
use crate::sheet::rates::Rates;
use crate::source::{Source, SourceId};
use crate::words::{Msg, Word, brief as words, msg, output};
use crate::yaml::decode::Text;
use crate::{spec, yaml};

/// A brief with what its parts cost.
pub struct Asked {
    /// What is wanted.
    pub brief: Brief,
    /// By its own price books, and those of the command line over them.
    pub prices: Prices,
    /// By its own files, and those of the command line over them.
    pub rates: Rates,
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
    (books, rates): (&[PathBuf], &[PathBuf]),
    catalog: &mut Catalog,
    context: &Context,
) -> Result<Asked, Msg> {
    let mut loader = Loader::new(&context.bounds);
    let mut findings = Vec::new();
    let brief = brief(path, &mut loader, catalog, &mut findings);
    let errors = findings.iter().any(|finding| finding.severity == Severity::Error);
    let invalid = |loader: &Loader, findings| {
        let name = shown(path);
        loader.tell(&name, findings, context);
        msg!(words::INVALID_BRIEF, path = name)
    };
    let (Some(brief), false) = (brief, errors) else { return Err(invalid(&loader, findings)) };
    let folder = path.parent().unwrap_or(Path::new(""));
    let beside = |own: &[Text], more: &[PathBuf]| -> Vec<PathBuf> {
        let own = own.iter().map(|it| folder.join(it.value.as_str()));
        own.chain(more.iter().cloned()).collect()
    };
    let prices = super::prices::load(&beside(&brief.prices, books), &mut loader, context)?;
    let rates = super::rates::load(&beside(&brief.rates, rates), &mut loader, context)?;
    let missing = |span, word: &'static Word, help: &'static Word| {
        Finding::error("missing-key", span, word).help(help)
    };
    let require = &brief.require;
    let budget = require.budget.as_ref().filter(|_| !prices.given()).map(|it| {
        missing(it.span, &words::BUDGET_WITHOUT_PRICES, &words::BUDGET_WITHOUT_PRICES_HELP)
    });
    let availability = require.availability.filter(|_| !rates.given()).map(|it| {
        let help = &words::AVAILABILITY_WITHOUT_RATES_HELP;
        missing(it.span, &words::AVAILABILITY_WITHOUT_RATES, help)
    });
    let findings: Vec<Finding> = budget.into_iter().chain(availability).collect();
    if !findings.is_empty() {
        return Err(invalid(&loader, findings));
    }
    Ok(Asked { brief, prices, rates })
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
    let prices = spec.prices.iter().map(|it| (it, "prices"));
    for (book, option) in prices.chain(spec.rates.iter().map(|it| (it, "rates"))) {
        // As with included files: a file from elsewhere does not say what is read on this machine.
        let named = Path::new(book.value.as_str());
        let below =
            named.components().all(|it| matches!(it, Component::Normal(_) | Component::CurDir));
        let beside = path.parent().unwrap_or(Path::new("")).join(named);
        let (rule, message) = match below {
            true if beside.exists() => continue,
            true => ("cannot-read", msg!(output::NO_SUCH_FILE, path = shown(&beside))),
            false => ("bad-value", msg!(words::BOOK_ELSEWHERE, path = book.value.clone())),
        };
        let finding = Finding::error(rule, book.span, message);
        findings.push(finding.help(msg!(words::BOOK_ELSEWHERE_HELP, option = option)));
    }
    let stem = path.file_stem().map(|it| it.to_string_lossy().into_owned()).unwrap_or_default();
    Brief::new(&spec, (&stem, own), catalog, findings)
}
