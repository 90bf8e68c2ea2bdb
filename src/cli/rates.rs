//! Rates: read one after another, later ones over earlier ones.

use std::path::{Path, PathBuf};

use super::Context;
use super::input::{Loader, Wanted};
use crate::finding::Finding;
use crate::sheet::rates::Rates;
use crate::spec::rates::{self, Rate};
use crate::words::{Msg, rates as words};
use crate::yaml;

/// The rates in some files; their errors are printed.
///
/// # Errors
/// A file without rates, or not with sound ones.
pub fn load(paths: &[PathBuf], loader: &mut Loader, context: &Context) -> Result<Rates, Msg> {
    let files = loader.each(paths, &words::INVALID_RATES, context, file)?;
    Ok(Rates::new(files))
}

/// What a file of rates is told apart by.
const RATES: Wanted = Wanted {
    kind: "rates",
    other: &words::NOT_RATES,
    none: &words::NO_RATES,
    begin: &words::BEGIN_RATES,
};

fn file(path: &Path, loader: &mut Loader, findings: &mut Vec<Finding>) -> Option<Vec<Rate>> {
    let id = loader.source(path, findings)?;
    let tree = yaml::Tree::parse(id, &loader.sources.get(id).text, &loader.bounds.yaml, findings)?;
    RATES.is(&tree, findings).then(|| rates::read(&tree, findings))
}
