//! Price books: read one after another, later ones over earlier ones.

use std::path::{Path, PathBuf};

use super::Context;
use super::input::{Loader, Wanted};
use crate::finding::Finding;
use crate::sheet::prices::Prices;
use crate::spec::prices::{self, PriceBook};
use crate::words::{Msg, prices as words};
use crate::yaml;

/// The price books in some files; their errors are printed.
///
/// # Errors
/// A file that is no price book, or not a sound one.
pub fn load(paths: &[PathBuf], loader: &mut Loader, context: &Context) -> Result<Prices, Msg> {
    let books = loader.each(paths, &words::INVALID_BOOK, context, book)?;
    Ok(Prices::new(books))
}

/// What a price book is told apart by.
const BOOK: Wanted = Wanted {
    kind: "prices",
    other: &words::NOT_PRICES,
    none: &words::NO_KIND,
    begin: &words::BEGIN_PRICES,
};

fn book(path: &Path, loader: &mut Loader, findings: &mut Vec<Finding>) -> Option<PriceBook> {
    let id = loader.source(path, findings)?;
    let text = &loader.sources.get(id).text;
    if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("csv")) {
        return Some(prices::read_csv(id, text, findings));
    }
    let tree = yaml::Tree::parse(id, text, &loader.bounds.yaml, findings)?;
    BOOK.is(&tree, findings).then(|| prices::read(&tree, findings))
}
