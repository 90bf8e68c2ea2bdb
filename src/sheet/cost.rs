//! What a design costs, and what is left out of the sum.

use std::collections::{BTreeMap, BTreeSet};

use compact_str::CompactString;
use rust_decimal::Decimal;

use super::bom::{self, Options};
use super::prices::{Prices, Totals};
use crate::topology::Topology;

/// What a design costs by the price books.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Cost {
    /// Sums by currency.
    pub sums: BTreeMap<CompactString, Decimal>,
    /// Chosen products without a price.
    pub missing: BTreeSet<String>,
    /// Lines for which no product is chosen yet.
    pub open: usize,
    /// Where the prices come from, as the books say it.
    pub sources: BTreeSet<CompactString>,
}

impl Cost {
    /// What a design costs.
    pub fn of(topology: &Topology, prices: &Prices) -> Self {
        let options = Options { prices: prices.clone(), ..Options::default() };
        let list = bom::bom_with(topology, &options);
        let totals = Totals::of(list.lines.iter().map(|line| line.price.as_ref()));
        let unpriced = || list.lines.iter().filter(|line| line.price.is_none());
        let missing = unpriced().filter_map(|line| line.model.clone()).collect();
        let open = unpriced().filter(|line| line.model.is_none()).count();
        let prices = list.lines.iter().filter_map(|line| line.price.as_ref());
        let sources = prices.filter_map(|price| price.source.clone()).collect();
        Self { sums: totals.sums, missing, open, sources }
    }

    /// The one sum, if every chosen product has a price and all in one currency.
    pub fn sum(&self) -> Option<(&CompactString, Decimal)> {
        let mut sums = self.sums.iter();
        let first = sums.next().filter(|_| self.missing.is_empty() && self.sums.len() == 1)?;
        Some((first.0, *first.1))
    }
}
