//! Price books: what parts cost, by part number or by the id of a part, in YAML or CSV.

mod csv;

use std::borrow::Cow;

use compact_str::CompactString;
use rust_decimal::Decimal;
use rustc_hash::FxHashMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::check_version;
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{Word, msg, prices as words, reading};
use crate::yaml::decode::{Decode, Reader, Spanned, Table, Text, record};
use crate::yaml::values::{Date, from_str};
use crate::yaml::{NodeId, Tree};

pub use csv::read_csv;

/// An amount of money: at most twelve digits, and six more behind the point; never negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amount {
    /// The amount, exact.
    pub value: Decimal,
}

impl std::str::FromStr for Amount {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
        };
        if !digits(whole, 12) || !digits(part, 6) {
            return Err(());
        }
        Ok(Self { value: Decimal::from_str_exact(text).map_err(|_| ())? })
    }
}

/// A share, 0 to 1; written `35 %`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Percent {
    /// The share of the whole, exact.
    pub share: Decimal,
}

impl Percent {
    /// The share as the nearest number of floating point.
    pub fn nearest(self) -> f64 {
        self.share.to_string().parse().unwrap_or_default()
    }
}

impl std::str::FromStr for Percent {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let number = text.strip_suffix(['%', '％']).ok_or(())?.trim_end();
        let share = number.parse::<Amount>()?.value / Decimal::ONE_HUNDRED;
        if share > Decimal::ONE { Err(()) } else { Ok(Self { share }) }
    }
}

/// What is taken off a price, as a share of it; written `35 %`, or `6.5 折` for a price of 65 %.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Discount {
    /// The share that is taken off.
    pub share: Decimal,
}

impl std::str::FromStr for Discount {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let Some(tenths) = text.strip_suffix('折') else {
            return text.parse().map(|Percent { share }| Self { share });
        };
        let left = tenths.trim_end().parse::<Amount>()?.value / Decimal::TEN;
        if left > Decimal::ONE { Err(()) } else { Ok(Self { share: Decimal::ONE - left }) }
    }
}

/// A currency by its three letters, as in ISO 4217; some are known by their Chinese names.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Currency {
    /// The code in capitals.
    pub code: CompactString,
}

impl std::str::FromStr for Currency {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let code: CompactString = match text {
            "人民币" => "CNY".into(),
            "美元" => "USD".into(),
            "欧元" => "EUR".into(),
            _ => text.to_uppercase().into(),
        };
        let code = if code == "RMB" { "CNY".into() } else { code };
        match code.len() == 3 && code.bytes().all(|it| it.is_ascii_uppercase()) {
            true => Ok(Self { code }),
            false => Err(()),
        }
    }
}

macro_rules! scalar {
    ($($Name:ident: $expected:ident, $example:literal, $pattern:literal;)*) => { $(
        impl Decode for Spanned<$Name> {
            const MAPPING: bool = false;

            fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
                from_str(reader, id, (&words::$expected, $example), &[])
            }
        }

        impl JsonSchema for $Name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($Name).into()
            }
            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "examples": [$example] })
            }
        }
    )* };
}
scalar! {
    Percent: A_PERCENTAGE, "13 %", r"^(100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?)\s*[%％]$";
    Discount: A_DISCOUNT, "35 %", r"^((100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?)\s*[%％]|(10(\.0{1,6})?|[0-9](\.[0-9]{1,6})?)\s*折)$";
    Currency: A_CURRENCY, "CNY", r"^([A-Za-z]{3}|人民币|美元|欧元)$";
}

impl Decode for Spanned<Amount> {
    const MAPPING: bool = false;

    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        from_str(reader, id, (&words::AN_AMOUNT, "12000.00"), &[])
    }
}

impl JsonSchema for Amount {
    fn schema_name() -> Cow<'static, str> {
        "Amount".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // A number as well: editors take an amount without quotes for one, and this reader never does.
        json_schema!({ "type": ["string", "number"], "pattern": r"^[0-9]{1,12}(\.[0-9]{1,6})?$", "minimum": 0, "exclusiveMaximum": 1_000_000_000_000_u64, "examples": ["12000.00"] })
    }
}

record! {
    /// What a part costs. An entry with a price stands alone; one without changes what an earlier book says.
    "price" pub struct PriceSpec {
        /// The list price of one, tax included.
        "price" price: Option<Spanned<Amount>>,
        /// What is taken off the list price.
        "discount" discount: Option<Spanned<Discount>>,
        /// The currency; that of the book if left out.
        "currency" currency: Option<Spanned<Currency>>,
        /// The rate of the tax that the price includes; that of the book if left out.
        "tax" tax: Option<Spanned<Percent>>,
        /// Where the price comes from; the source of the book if left out.
        "source" source: Option<Text>,
        /// The day of the price; that of the book if left out.
        "date" date: Option<Spanned<Date>>,
    }
}

record! {
    /// A price book: `{haplan: 1, kind: prices, currency: CNY, prices: {…}}`.
    "prices" pub struct PricesSpec {
        /// Version of the format; 1.
        "haplan" haplan: Option<Spanned<u32>> => required,
        /// `prices`.
        "kind" kind: Option<Text> => required,
        /// The currency of its prices.
        "currency" currency: Option<Spanned<Currency>>,
        /// Where its prices come from.
        "source" source: Option<Text>,
        /// The day of its prices.
        "date" date: Option<Spanned<Date>>,
        /// The rate of the tax that its prices include.
        "tax" tax: Option<Spanned<Percent>>,
        /// The prices, by part number or by the id of a part.
        "prices" prices: Table<PriceSpec> => required,
    }
}

/// A price with all that belongs to it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListPrice {
    /// Of one, tax included.
    pub amount: Decimal,
    /// Three letters.
    pub currency: CompactString,
    /// The rate of the tax in it, as a share of the price without tax.
    pub tax: Option<Decimal>,
    /// Where it comes from.
    pub source: Option<CompactString>,
    /// Its day.
    pub date: Option<Date>,
}

/// What a price book says of one part.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// A part number or the id of a part, in small letters.
    pub part: String,
    /// The price; `None` in an entry that changes another book's.
    pub price: Option<ListPrice>,
    /// The share that is taken off.
    pub discount: Option<Decimal>,
    /// The tax of an entry without a price.
    pub tax: Option<Decimal>,
}

/// A price book.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PriceBook {
    /// What it says, in its order; each part once.
    pub entries: Vec<Entry>,
}

/// Reads a price book; what cannot be read is reported and left out.
pub fn read(tree: &Tree, findings: &mut Vec<Finding>) -> PriceBook {
    let before = findings.len();
    let spec = PricesSpec::decode(&mut Reader::new(tree, findings), tree.root());
    let Some(book) = spec else { return PriceBook::default() };
    check_version(book.haplan, findings);
    // What could not be read is not missing.
    let mut entries = Entries { unsure: findings.len() > before, ..Entries::default() };
    for (key, spec) in &book.prices.0 {
        let spec = PriceSpec {
            currency: spec.currency.clone().or_else(|| book.currency.clone()),
            tax: spec.tax.or(spec.price.and(book.tax)),
            source: spec.source.clone().or_else(|| book.source.clone()),
            date: spec.date.or(book.date),
            ..spec.clone()
        };
        entries.add(key, &spec, findings);
    }
    entries.book
}

/// The entries of a book under way, and where each stands.
#[derive(Default)]
struct Entries {
    book: PriceBook,
    seen: FxHashMap<String, Span>,
    /// Whether something of the book could not be read, and was reported.
    unsure: bool,
}

impl Entries {
    fn add(&mut self, key: &Text, spec: &PriceSpec, findings: &mut Vec<Finding>) {
        let part = key.value.trim().to_lowercase();
        let error = |rule, word: &'static Word| {
            Finding::error(rule, key.span, msg!(*word, part = key.as_str()))
        };
        if let Some(&first) = self.seen.get(&part) {
            let finding = error("duplicate-key", &words::PRICED_TWICE);
            findings.push(finding.label(first, &reading::FIRST_GIVEN).help(&reading::REMOVE_ONE));
            return;
        }
        self.seen.insert(part.clone(), key.span);
        let discount = spec.discount.map(|it| it.value.share);
        let own_tax = spec.tax.map(|it| it.value.share);
        let price = match (spec.price, &spec.currency) {
            _ if self.unsure && (spec.price.is_none() || spec.currency.is_none()) => return,
            (None, _) if discount.is_none() && own_tax.is_none() => {
                let finding = error("missing-key", &words::NO_PRICE_GIVEN);
                findings.push(finding.help(&words::GIVE_PRICE));
                return;
            }
            (None, _) => None,
            (Some(_), None) => {
                let finding = error("missing-key", &words::NO_CURRENCY);
                findings.push(finding.help(&words::GIVE_CURRENCY));
                return;
            }
            (Some(price), Some(currency)) => Some(ListPrice {
                amount: price.value.value,
                currency: currency.value.code.clone(),
                tax: own_tax,
                source: spec.source.as_ref().map(|it| it.value.clone()),
                date: spec.date.map(|it| it.value),
            }),
        };
        let tax = if price.is_some() { None } else { own_tax };
        self.book.entries.push(Entry { part, price, discount, tax });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_shares_are_exact() {
        let amount = |text: &str| text.parse::<Amount>().map(|it| it.value.to_string());
        assert_eq!(amount("12000.00"), Ok("12000.00".into()));
        assert_eq!(amount("0.1"), Ok("0.1".into()));
        for wrong in ["", "-1", "+1", "1,000", "1.", ".5", "1e3", "1234567890123", "NaN", "１"] {
            assert_eq!(amount(wrong), Err(()), "{wrong}");
        }
        let off = |text: &str| text.parse::<Discount>().map(|it| it.share.normalize().to_string());
        assert_eq!(off("35 %"), Ok("0.35".into()));
        assert_eq!(off("6.5折"), Ok("0.35".into()), "of which 65 % is paid");
        assert_eq!(off("100%"), Ok("1".into()));
        for wrong in ["35", "0.35", "101 %", "65折", "-5 %"] {
            assert_eq!(off(wrong), Err(()), "{wrong}");
        }
        let code = |text: &str| text.parse::<Currency>().map(|it| it.code);
        assert_eq!(code("rmb"), Ok("CNY".into()));
        assert_eq!(code("人民币"), Ok("CNY".into()));
        assert_eq!(code("yuan"), Err(()));
    }
}
