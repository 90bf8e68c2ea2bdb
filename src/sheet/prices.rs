//! What things cost, by the price books of the user: nothing else knows a price.

use std::collections::BTreeMap;

use compact_str::CompactString;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::catalog::Part;
use crate::spec::prices::{Entry, ListPrice, PriceBook};
use crate::yaml::values::Date;

/// Price books, one over the other.
#[derive(Clone, Debug, Default)]
pub struct Prices {
    /// How many books there are.
    books: usize,
    /// By part, in small letters: what each book says, with its number.
    entries: BTreeMap<String, Vec<(usize, Entry)>>,
}

/// What so many of a part cost.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Price {
    /// Of one, before the discount.
    pub list: Decimal,
    /// The share that is taken off.
    pub discount: Option<Decimal>,
    /// Of one, after the discount, rounded half up to as many places as the list price has and at least two.
    pub unit: Decimal,
    /// Of all.
    pub extended: Decimal,
    /// Three letters.
    pub currency: CompactString,
    /// The rate of the tax in it.
    pub tax: Option<Decimal>,
    /// Where the list price comes from.
    pub source: Option<CompactString>,
    /// The day of the list price.
    pub date: Option<Date>,
}

impl Prices {
    /// Books in the order in which they count: an entry of a later one goes before that of an earlier one.
    pub fn new(books: Vec<PriceBook>) -> Self {
        let mut prices = Self { books: books.len(), ..Self::default() };
        for (book, number) in books.into_iter().zip(0..) {
            for entry in book.entries {
                prices.entries.entry(entry.part.clone()).or_default().push((number, entry));
            }
        }
        prices
    }

    /// Whether there are any books.
    pub fn given(&self) -> bool {
        self.books > 0
    }

    /// What so many of a part cost, by its id or its part number; `None` if no book has a price.
    pub fn of(&self, part: &Part, quantity: u32) -> Option<Price> {
        let names = [part.id.as_deref(), part.part_number.as_deref()];
        let found = names.iter().flatten().filter_map(|it| self.entries.get(&it.to_lowercase()));
        let mut found: Vec<&(usize, Entry)> = found.flatten().collect();
        found.sort_by_key(|(book, _)| *book);
        let mut list: Option<ListPrice> = None;
        let (mut discount, mut tax) = (None, None);
        for (_, entry) in found {
            match &entry.price {
                Some(price) => {
                    (list, discount) = (Some(price.clone()), entry.discount);
                    tax = price.tax;
                }
                None => {
                    discount = entry.discount.or(discount);
                    tax = entry.tax.or(tax);
                }
            }
        }
        let list = list?;
        let left = Decimal::ONE - discount.unwrap_or_default();
        let places = list.amount.scale().max(2);
        let unit = (list.amount * left)
            .round_dp_with_strategy(places, RoundingStrategy::MidpointAwayFromZero);
        Some(Price {
            list: list.amount,
            discount,
            unit,
            extended: unit.saturating_mul(quantity.into()),
            currency: list.currency,
            tax,
            source: list.source,
            date: list.date,
        })
    }
}

/// Sums by currency, and what has no price.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Totals {
    /// By currency; they are never added to each other.
    pub sums: BTreeMap<CompactString, Decimal>,
    /// Lines without a price, in no sum.
    pub missing: usize,
}

impl Totals {
    /// The sums of some lines.
    pub fn of<'p>(prices: impl IntoIterator<Item = Option<&'p Price>>) -> Self {
        let mut totals = Self::default();
        for price in prices {
            match price {
                Some(price) => {
                    let sum = totals.sums.entry(price.currency.clone()).or_default();
                    *sum = sum.saturating_add(price.extended);
                }
                None => totals.missing += 1,
            }
        }
        totals
    }
}

/// An amount as it is written, without separators: `12000.00`.
pub fn money(amount: Decimal) -> String {
    let mut amount = amount.normalize();
    amount.rescale(amount.scale().max(2));
    amount.to_string()
}

/// A share as people read it: `35 %`.
pub fn percent(share: Decimal) -> String {
    format!("{} %", (share * Decimal::ONE_HUNDRED).normalize())
}

/// What is left of a price after a discount, in tenths: `6.5` of 35 %.
pub fn tenths_left(off: Decimal) -> String {
    ((Decimal::ONE - off) * Decimal::TEN).normalize().to_string()
}

/// A share as programs read it: `0.35`.
pub fn share(share: Decimal) -> String {
    share.normalize().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::PartKind;

    fn entry(part: &str, price: Option<&str>, discount: Option<&str>) -> Entry {
        let decimal = |text: &str| Decimal::from_str_exact(text).unwrap_or_default();
        let price = price.map(|amount| ListPrice {
            amount: decimal(amount),
            currency: "CNY".into(),
            tax: None,
            source: None,
            date: None,
        });
        Entry { part: part.into(), price, discount: discount.map(decimal), tax: None }
    }

    #[test]
    fn later_books_go_over_earlier_ones() {
        let book = |entries: Vec<Entry>| PriceBook { entries };
        let prices = Prices::new(vec![
            book(vec![entry("a1", Some("100.01"), Some("0.1")), entry("b1", None, Some("0.5"))]),
            book(vec![entry("x/a", None, Some("0.35"))]),
        ]);
        let part = |id: &str, number: &str| Part {
            id: Some(id.into()),
            part_number: Some(number.into()),
            ..Part::unknown(PartKind::Adapter)
        };
        let price = prices
            .of(&part("x/a", "A1"), 3)
            .map(|it| [money(it.list), money(it.unit), money(it.extended)].join(" "));
        // 100.01 × 0.65 = 65.0065.
        assert_eq!(price.as_deref(), Some("100.01 65.01 195.03"));
        assert_eq!(prices.of(&part("x/b", "B1"), 1), None, "a discount is no price");
        let over = Prices::new(vec![
            book(vec![entry("a1", Some("100"), Some("0.1"))]),
            book(vec![entry("a1", Some("90.125"), None)]),
        ]);
        let price = over.of(&part("x/a", "A1"), 2).map(|it| (money(it.unit), money(it.extended)));
        assert_eq!(price, Some(("90.125".into(), "180.25".into())), "its discount went with it");
    }

    #[test]
    fn amounts_have_two_places_at_least() {
        let money = |text: &str| Decimal::from_str_exact(text).map(super::money);
        assert_eq!(money("12000"), Ok("12000.00".into()));
        assert_eq!(money("0.125000"), Ok("0.125".into()));
        assert_eq!(Decimal::from_str_exact("0.350").map(percent), Ok("35 %".into()));
    }
}
