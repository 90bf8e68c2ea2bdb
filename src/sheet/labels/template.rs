//! Labels as the user says: text with placeholders.

use super::{Place, Slot, UNKNOWN, known};

/// What may stand in braces.
const FIELDS: &[&str] = &["site", "rack", "unit", "device", "slot", "port"];

/// A placeholder.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Field {
    Id,
    Label,
    Near(&'static str),
    Far(&'static str),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Field(Field),
}

/// A text with placeholders: `{id}`, `{label}`, `{near.device}`, …; `\n` begins a new line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Template(Vec<Piece>);

/// What is wrong with a template.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// There is no such placeholder.
    Placeholder(String),
    /// A brace is not closed, or closed and not opened.
    Brace,
    /// Nothing is to be printed.
    Empty,
}

impl Template {
    /// Every placeholder, with its braces.
    pub fn placeholders() -> Vec<String> {
        let of = |end: &str| -> Vec<String> {
            FIELDS.iter().map(|field| format!("{{{end}.{field}}}")).collect()
        };
        let whole = ["{id}", "{label}"].map(str::to_owned).to_vec();
        [whole, of("near"), of("far")].concat()
    }

    /// Reads a template.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, Unknown> {
        let text = text.replace("\\n", "\n");
        let (mut pieces, mut rest) = (Vec::new(), text.as_str());
        while !rest.is_empty() {
            let end = rest.find(['{', '}']).unwrap_or(rest.len());
            if end > 0 {
                pieces.push(Piece::Text(rest[..end].to_owned()));
            }
            rest = &rest[end..];
            if rest.is_empty() {
                break;
            }
            let inside = rest.strip_prefix('{').and_then(|it| it.split_once('}'));
            let (name, after) = inside.ok_or(Unknown::Brace)?;
            pieces.push(Piece::Field(field(name)?));
            rest = after;
        }
        match text.trim().is_empty() {
            true => Err(Unknown::Empty),
            false => Ok(Self(pieces)),
        }
    }

    /// The text of one label.
    pub(super) fn fill(
        &self,
        id: &str,
        label: Option<&str>,
        near: &Place,
        far: &Place,
        unknown: &mut usize,
    ) -> String {
        self.0
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => text.clone(),
                Piece::Field(Field::Id) => id.to_owned(),
                Piece::Field(Field::Label) => label.unwrap_or(id).to_owned(),
                Piece::Field(Field::Near(field)) => value(near, field, unknown),
                Piece::Field(Field::Far(field)) => value(far, field, unknown),
            })
            .collect()
    }
}

fn field(name: &str) -> Result<Field, Unknown> {
    let of = |field: &str| FIELDS.iter().copied().find(|it| *it == field);
    let unknown = || Unknown::Placeholder(name.to_owned());
    match name.split_once('.') {
        None if name == "id" => Ok(Field::Id),
        None if name == "label" => Ok(Field::Label),
        Some(("near", field)) => of(field).map(Field::Near).ok_or_else(unknown),
        Some(("far", field)) => of(field).map(Field::Far).ok_or_else(unknown),
        _ => Err(unknown()),
    }
}

fn value(place: &Place, field: &str, unknown: &mut usize) -> String {
    match field {
        "site" => known(place.site, unknown),
        "rack" => known(place.rack, unknown),
        "unit" => known(place.unit.map(|unit| unit.to_string()), unknown),
        "device" => place.device.to_owned(),
        "slot" => match place.slot {
            Slot::In(slot) => slot.to_owned(),
            Slot::None => "-".to_owned(),
            Slot::Unknown => {
                *unknown += 1;
                UNKNOWN.to_owned()
            }
        },
        _ => place.port.to_owned(),
    }
}
