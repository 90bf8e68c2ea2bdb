//! The columns of the parts list, each by its key.

use super::{Bom, Field, Line, Reason, Section};
use crate::catalog::Provenance;
use crate::sheet::fold::fold;
use crate::sheet::prices::tenths_left;
use crate::sheet::table::{Cell, Column};
use crate::words::{Lang, Msg, Value, Word, msg, sheets};

/// Keys of all columns, in the order of the whole list; any may be asked for.
pub const FIELDS: &[&str] = &[
    "line",
    "parent",
    "section",
    "product",
    "description",
    "manufacturer",
    "model",
    "part_number",
    "configuration",
    "unit",
    "quantity",
    "list_price",
    "discount",
    "unit_price",
    "extended_price",
    "currency",
    "tax_rate",
    "maintenance",
    "designators",
    "provenance",
    "remarks",
];

/// How cells are worded.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Wording {
    /// In few words: a question mark for what is to be confirmed, many names as ranges.
    Short,
    /// Many names as ranges.
    Print,
    /// Every name.
    Whole,
}

/// What the cells of a list are made with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) lang: Lang,
    pub(super) wording: Wording,
    /// Whether the lines are bought: of what is there already nothing is to be confirmed.
    pub(super) bought: bool,
    /// Whether price books were given.
    pub(super) priced: bool,
    /// Whether the prices are of several currencies.
    pub(super) mixed: bool,
}

impl Context {
    pub(super) fn new(bom: &Bom, lang: Lang, wording: Wording, bought: bool) -> Self {
        let mixed = bom.totals().sums.len() > 1;
        Self { lang, wording, bought, priced: bom.priced, mixed }
    }

    fn text(&self, word: &Word) -> String {
        word.text(self.lang).to_owned()
    }

    /// What is not known and should be.
    fn known(&self, text: Option<&String>) -> Cell {
        match text {
            Some(text) => Cell::Text(text.clone()),
            None if self.bought => Cell::from(self.text(&sheets::TBC)),
            None => Cell::Empty,
        }
    }

    /// The sign of what is to be confirmed, where cells are short.
    fn mark(&self, line: &Line, fields: &[Field]) -> &'static str {
        let open = fields.iter().any(|&field| line.is_open(field));
        if self.wording == Wording::Short && self.bought && open { "\u{a0}?" } else { "" }
    }
}

/// The column with a key.
pub(super) fn column(key: &'static str, of: &Context) -> Column {
    let head = |word: &Word| of.text(word);
    match key {
        "line" => Column::text(key, head(&sheets::H_LINE)),
        "parent" => Column::text(key, head(&sheets::H_PARENT)),
        "section" => Column::text(key, head(&sheets::H_SECTION)),
        "product" => Column::text(key, head(&sheets::H_PRODUCT)),
        "description" => Column::text(key, head(&sheets::H_DESCRIPTION)),
        "manufacturer" => Column::text(key, head(&sheets::H_MANUFACTURER)),
        "model" => Column::text(key, head(&sheets::H_MODEL)),
        "part_number" => Column::text(key, head(&sheets::H_PART_NUMBER)),
        "configuration" => Column::text(key, head(&sheets::H_CONFIGURATION)),
        "unit" => Column::text(key, head(&sheets::H_UNIT)),
        "quantity" => Column::integer(key, head(&sheets::H_QUANTITY)),
        "list_price" => Column::money(key, head(&sheets::H_LIST_PRICE)),
        "discount" => Column::percent(key, head(&sheets::H_DISCOUNT)),
        "unit_price" if of.wording == Wording::Short => {
            Column::money(key, head(&sheets::H_UNIT_PRICE_SHORT))
        }
        "unit_price" => Column::money(key, head(&sheets::H_UNIT_PRICE)),
        "extended_price" => Column::money(key, head(&sheets::H_EXTENDED_PRICE)),
        "currency" => Column::text(key, head(&sheets::H_CURRENCY)),
        "tax_rate" => Column::percent(key, head(&sheets::H_TAX_RATE)),
        "maintenance" => Column::text(key, head(&sheets::H_MAINTENANCE)),
        "designators" => Column::text(key, head(&sheets::H_DESIGNATORS)),
        "provenance" => Column::text(key, head(&sheets::H_PROVENANCE)),
        _ => Column::text(key, head(&sheets::H_REMARKS)),
    }
}

/// The cell of a line in the column with a key.
pub(super) fn cell(key: &str, line: &Line, of: &Context) -> Cell {
    let price = line.price.as_ref();
    // A price that is missing is no price of nothing.
    let missing = || match of.bought && of.priced {
        true => Cell::from(of.text(&sheets::NO_PRICE)),
        false => Cell::Empty,
    };
    match key {
        "line" => line.line.clone().into(),
        "parent" => line.parent.clone().into(),
        "section" => of.text(line.section.word()).into(),
        "product" => line.product.text(of.lang).into(),
        "description" => {
            let open = [Field::Description, Field::Configuration, Field::Length];
            format!("{}{}", line.description.text(of.lang), of.mark(line, &open)).into()
        }
        "manufacturer" => of.known(line.manufacturer.as_ref()),
        "model" => of.known(line.model.as_ref()),
        "part_number" => match of.known(line.part_number.as_ref()) {
            Cell::Text(text) if line.part_number.is_some() => {
                format!("{text}{}", of.mark(line, &[Field::PartNumber])).into()
            }
            cell => cell,
        },
        "configuration" => line.configuration.as_ref().map(|it| it.text(of.lang)).into(),
        "unit" => of.text(line.unit.word()).into(),
        "quantity" => match of.mark(line, &[Field::Quantity]) {
            "" => line.quantity.into(),
            mark => Cell::Text(format!("{}{mark}", line.quantity)),
        },
        "list_price" => price.map_or_else(missing, |it| Cell::Money(it.list)),
        "discount" => match (price.and_then(|it| it.discount), of.lang) {
            (None, _) => Cell::Empty,
            (Some(off), Lang::En) => Cell::Percent(off),
            // In Chinese a percentage may be taken for what is left to pay; tenths cannot.
            (Some(off), Lang::Zh) => format!("{} 折", tenths_left(off)).into(),
        },
        "unit_price" => price.map_or_else(missing, |it| Cell::Money(it.unit)),
        "extended_price" => price.map_or_else(missing, |it| Cell::Money(it.extended)),
        "currency" => price.map(|it| it.currency.to_string()).into(),
        "tax_rate" => price.and_then(|it| it.tax).map_or(Cell::Empty, Cell::Percent),
        "maintenance" => maintenance(line, of),
        "designators" => Cell::List(match of.wording {
            Wording::Whole => line.designators.clone(),
            Wording::Short | Wording::Print => places(line, of.lang),
        }),
        "provenance" => provenance(line, of).into(),
        _ => remarks(line, of).into(),
    }
}

fn maintenance(line: &Line, of: &Context) -> Cell {
    if line.maintenance.is_empty() {
        let open = of.bought && line.is_open(Field::Maintenance);
        return open.then(|| of.text(&sheets::TBC)).into();
    }
    let all = Value::from(line.maintenance.clone());
    msg!(sheets::PLAIN, text = all).text(of.lang).into()
}

/// Where each fact of a line comes from.
fn provenance(line: &Line, of: &Context) -> Option<String> {
    let fact = |key: &str| match key {
        "description" => &sheets::F_DESCRIPTION,
        "manufacturer" => &sheets::F_MANUFACTURER,
        "length" => &sheets::F_LENGTH,
        _ => &sheets::F_PART_NUMBER,
    };
    let facts = line.provenance.iter().map(|(field, from)| match from {
        Provenance::Source(source) => {
            msg!(sheets::FROM, fact = fact(field), source = source.as_str())
        }
        Provenance::Unverified(how) => {
            msg!(sheets::FROM_UNVERIFIED, fact = fact(field), how = how.as_str())
        }
    });
    let price = line.price.as_ref().and_then(|price| {
        let source = price.source.as_ref()?.as_str();
        Some(match price.date {
            Some(date) => msg!(sheets::PRICED_ON, source = source, date = date.to_string()),
            None => msg!(sheets::FROM, fact = &sheets::F_PRICE, source = source),
        })
    });
    let all: Vec<String> = facts.chain(price).map(|it| it.text(of.lang)).collect();
    (!all.is_empty()).then(|| all.join(between(of.lang)))
}

fn between(lang: Lang) -> &'static str {
    if lang == Lang::Zh { "；" } else { "; " }
}

/// What is to be confirmed, and the currency where there are several.
fn remarks(line: &Line, of: &Context) -> Option<String> {
    let open: Vec<Msg> = match of.bought {
        true => line.to_confirm.iter().map(point).collect(),
        false => Vec::new(),
    };
    let open = (!open.is_empty()).then(|| msg!(sheets::TBC_LIST, fields = Value::from(open)));
    let currency = line.price.as_ref().filter(|_| of.mixed);
    let currency = currency.map(|it| msg!(sheets::PRICED_IN, currency = it.currency.as_str()));
    let all: Vec<String> = currency.into_iter().chain(open).map(|it| it.text(of.lang)).collect();
    (!all.is_empty()).then(|| all.join(between(of.lang)))
}

/// What is to be confirmed, and why.
pub(super) fn point(&(field, reason): &(Field, Reason)) -> Msg {
    msg!(sheets::TBC_FIELD, field = field.word(), reason = reason.word())
}

/// Where things are, many names in few words: of drives, what they sit in. What is too long for a table
/// is cut; the lists for programs have every name.
fn places(line: &Line, lang: Lang) -> Vec<String> {
    const SHOWN: usize = 24;
    let place =
        |id: &String| id.rsplit_once('/').map_or(id.as_str(), |(place, _)| place).to_owned();
    let mut names = if matches!(line.section, Section::Drive | Section::Cord) {
        let mut places: Vec<String> = line.designators.iter().map(place).collect();
        places.dedup();
        fold(&places)
    } else {
        fold(&line.designators)
    };
    let more = names.len().saturating_sub(SHOWN);
    if more > 1 {
        names.truncate(SHOWN);
        names.push(msg!(sheets::MORE_NAMES, count = more).text(lang));
    }
    names
}
