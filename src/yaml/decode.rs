//! From the spanned tree to typed values: the vocabulary of a record is stated once, and decoder, "did you
//! mean" and JSON Schema all follow from it.
//!
//! Nothing stops at the first mistake: what cannot be read is reported and left out.

use std::borrow::Cow;

use compact_str::CompactString;
use rustc_hash::FxHashSet;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::{Kind, NodeId, Tree};
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{Msg, Word, msg, reading, records};

/// A value and where it stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

/// A scalar as written and where it stands: YAML readers may take `0012` or `on` for something else, this
/// one never does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// The scalar.
    pub value: CompactString,
    /// Its place.
    pub span: Span,
}

impl Text {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.value
    }
}

/// The entries of a mapping whose keys are the user's names, in file order, and what of it is missing.
#[derive(Clone, Debug)]
pub struct Table<T>(pub Vec<(Text, T)>, pub Unread);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new(), Unread::default())
    }
}

/// Names that the file gives and whose entries could not be read: what refers to them is not unknown.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// The names.
    pub names: Vec<Text>,
    /// Any name may be among them.
    pub any: bool,
}

/// Reads one tree and collects what is wrong with it.
pub struct Reader<'r, 's> {
    /// The tree that is read.
    pub tree: &'r Tree<'s>,
    /// What was found.
    pub findings: &'r mut Vec<Finding>,
    /// The name under which the record that is read next stands.
    name: Option<NodeId>,
    /// Unknown keys that were reported: merge keys bring the same one to several places.
    told: FxHashSet<Span>,
}

impl<'r, 's> Reader<'r, 's> {
    /// A reader of a tree.
    pub fn new(tree: &'r Tree<'s>, findings: &'r mut Vec<Finding>) -> Self {
        Self { tree, findings, name: None, told: FxHashSet::default() }
    }

    /// The name of the record that begins here, if it stands under one.
    pub(crate) fn take_name(&mut self) -> Option<NodeId> {
        self.name.take()
    }

    /// Reports an error.
    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Reports a value of the wrong shape.
    pub fn wrong_type(&mut self, id: NodeId, expected: &'static Word) {
        if self.tree.is_hole(id) {
            return;
        }
        if let Some(finding) = self.tree.fullwidth(id) {
            return self.report(finding);
        }
        let found = match self.tree.kind(id) {
            Kind::Scalar { text: "", plain: true } => &reading::NOTHING,
            Kind::Scalar { .. } => &reading::A_SCALAR,
            Kind::Map(_) => &reading::A_MAPPING,
            Kind::Seq(_) => &reading::A_LIST,
        };
        let span = self.tree.span(id);
        let message = msg!(reading::WRONG_TYPE, expected = expected, found = found);
        let mut finding = Finding::error("wrong-type", span, message);
        finding.help = match self.tree.kind(id) {
            Kind::Scalar { text: "", plain: true } => Some((&reading::GIVE_A_VALUE).into()),
            Kind::Seq(_) if expected.key == reading::A_MAPPING.key => {
                Some((&reading::NAMES_AS_KEYS).into())
            }
            Kind::Seq(_) => Some((&reading::WRITE_ONE_VALUE).into()),
            Kind::Map(_) if expected.key == reading::A_LIST.key => {
                Some((&reading::WRITE_A_LIST).into())
            }
            Kind::Scalar { .. } if expected.key == reading::A_MAPPING.key => {
                Some((&reading::KEYS_BENEATH).into())
            }
            _ => None,
        };
        self.report(finding);
    }

    /// Reports a scalar that is none of the values allowed.
    pub fn bad_value(&mut self, id: NodeId, message: Msg) -> Finding {
        Finding::error("bad-value", self.tree.span(id), message)
    }

    /// The text of a scalar; anything else is reported.
    pub fn scalar(&mut self, id: NodeId, expected: &'static Word) -> Option<&str> {
        match self.tree.kind(id) {
            Kind::Scalar { text: "", plain: true } => {}
            Kind::Scalar { text, .. } => return Some(text),
            _ => {}
        }
        self.wrong_type(id, expected);
        None
    }

    /// Reports a key that the record does not know; gives the one that was meant, if there is one like it.
    pub fn unknown_key(
        &mut self,
        key: NodeId,
        record: &str,
        known: &[&'static str],
        later: &[&str],
    ) -> Option<&'static str> {
        let Kind::Scalar { text, .. } = self.tree.kind(key) else { return None };
        let (text, span) = (text.to_owned(), self.tree.span(key));
        if !self.told.insert(span) {
            return nearest(&text, known.iter().copied());
        }
        if later.contains(&text.as_str()) {
            let message = msg!(reading::KEY_NOT_YET, key = &text, record = records::word(record));
            self.report(not_supported(span, message));
            return None;
        }
        let message = msg!(reading::UNKNOWN_KEY, key = &text, record = records::word(record));
        let finding = Finding::error("unknown-key", span, message);
        let near = nearest(&text, known.iter().copied());
        self.report(match near {
            Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
            None => finding.help(msg!(reading::KNOWN_KEYS, keys = known.to_vec())),
        });
        near
    }

    /// Reports a key that a record needs and does not have.
    pub fn missing_key(&mut self, id: NodeId, name: Option<NodeId>, record: &str, key: &str) {
        let record = records::word(record);
        let message = match name.and_then(|name| self.tree.scalar(name)) {
            Some(name) => msg!(reading::MISSING_KEY_OF, name = name, record = record, key = key),
            None => msg!(reading::MISSING_KEY, record = record, key = key),
        };
        let span = self.tree.span(name.unwrap_or(id));
        self.report(
            Finding::error("missing-key", span, message).help(msg!(reading::ADD_KEY, key = key)),
        );
    }
}

/// The error for what the format has and this version does not.
pub fn not_supported(span: Span, message: Msg) -> Finding {
    Finding::error("not-supported-yet", span, message).help(&reading::NOT_SUPPORTED_HELP)
}

impl From<&'static Word> for Box<Msg> {
    fn from(word: &'static Word) -> Self {
        Box::new(word.into())
    }
}

/// The candidate most like a text, if any is like it at all.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.to_lowercase();
    let most = |candidate: &str| match text.len().max(candidate.len()) {
        ..=4 => 1,
        longer => 1 + longer / 4,
    };
    candidates
        // Lengths far apart cannot be near; looking no further keeps large files quick.
        .filter(|candidate| text.len().abs_diff(candidate.len()) <= 4 * most(candidate))
        .map(|candidate| (distance(&text, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= most(candidate))
        .min()
        .map(|(_, candidate)| candidate)
}

/// The candidates near a text, the nearest first; of parts also those that are near but for their vendor.
///
/// At most `most` of them, none twice.
pub fn nearest_few<'a>(
    text: &str,
    candidates: impl Iterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    /// Nobody mistypes a name as long as that.
    const LONGEST: usize = 64;
    if text.len() > 4 * LONGEST {
        return Vec::new();
    }
    let text = text.to_lowercase();
    let close = |a: &str, b: &str| {
        let limit = 1 + a.len().max(b.len()) / 4;
        let far = a.len().abs_diff(b.len()) > 4 * limit;
        Some(if far { usize::MAX } else { distance(a, b) }).filter(|it| *it <= limit)
    };
    let bare = |id: &str| id.split_once('/').map_or(id.to_owned(), |it| it.1.to_owned());
    let of_text = bare(&text);
    let mut near: Vec<(usize, &str)> = candidates
        .filter_map(|candidate| {
            let lower = candidate.to_lowercase();
            // A vendor that is wrong or left out weighs less than a wrong name.
            let by_name = close(&of_text, &bare(&lower)).map(|it| it + 1);
            Some((close(&text, &lower).into_iter().chain(by_name).min()?, candidate))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(most).map(|(_, candidate)| candidate).collect()
}

/// Edit distance in which two neighbours swapped count one; texts above 64 characters count as unlike.
pub(super) fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().max(b.len()) > 64 {
        return usize::MAX;
    }
    let mut before = Vec::new();
    let mut above: Vec<usize> = (0..=b.len()).collect();
    for i in 0..a.len() {
        let mut row = vec![i + 1];
        for j in 0..b.len() {
            let mut best =
                (above[j] + usize::from(a[i] != b[j])).min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] {
                let swapped: &Vec<usize> = &before;
                best = best.min(swapped[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut above, row);
    }
    above[b.len()]
}

/// A value that can be read from a node.
pub trait Decode: Sized {
    /// Whether it may be written as a mapping.
    const MAPPING: bool = true;

    /// Whether it may be written as a list, so that a list of lists is needed for several.
    const LIST: bool = false;

    /// Reads the value, or reports why not and gives nothing.
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self>;
}

/// A field of a record: what is read into it starts as its default.
pub trait Field: Default {
    /// Reads the field from its node.
    fn read(&mut self, reader: &mut Reader, id: NodeId);

    /// Takes what another record says if this one says nothing.
    fn inherit(&mut self, other: &Self);

    /// Whether it says anything.
    fn is_given(&self) -> bool;

    /// What may stand there.
    fn schema(generator: &mut SchemaGenerator) -> Schema;
}

impl<T: Decode + JsonSchema + Clone> Field for Option<T> {
    fn is_given(&self) -> bool {
        self.is_some()
    }

    fn inherit(&mut self, other: &Self) {
        if self.is_none() {
            self.clone_from(other);
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<T>()
    }

    fn read(&mut self, reader: &mut Reader, id: NodeId) {
        *self = T::decode(reader, id);
    }
}

impl<T: Decode + JsonSchema + Clone> Field for Vec<T> {
    fn is_given(&self) -> bool {
        !self.is_empty()
    }

    fn inherit(&mut self, other: &Self) {
        if self.is_empty() {
            self.clone_from(other);
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let one = generator.subschema_for::<T>();
        let alone = match T::LIST {
            // A list is several of them, not one.
            true => json_schema!({ "allOf": [one], "type": ["string", "object"] }),
            false => one.clone(),
        };
        json_schema!({ "anyOf": [{ "type": "array", "items": one }, alone] })
    }

    fn read(&mut self, reader: &mut Reader, id: NodeId) {
        match reader.tree.kind(id) {
            Kind::Seq(items) => {
                *self = items.iter().filter_map(|&item| T::decode(reader, item)).collect();
            }
            Kind::Map(_) if !T::MAPPING => reader.wrong_type(id, &reading::A_LIST),
            _ => self.extend(T::decode(reader, id)),
        }
    }
}

impl<T: Decode + JsonSchema + Clone> Field for Table<T> {
    fn is_given(&self) -> bool {
        !self.0.is_empty()
    }

    fn inherit(&mut self, other: &Self) {
        if self.0.is_empty() {
            self.0.clone_from(&other.0);
        }
    }

    fn schema(generator: &mut SchemaGenerator) -> Schema {
        let value = generator.subschema_for::<T>();
        json_schema!({ "type": "object", "additionalProperties": value })
    }

    fn read(&mut self, reader: &mut Reader, id: NodeId) {
        let Kind::Map(entries) = reader.tree.kind(id) else {
            self.1.any = true;
            return reader.wrong_type(id, &reading::A_MAPPING);
        };
        self.0.reserve(entries.len());
        for &(key_id, value) in entries {
            let Some(key) = Text::decode(reader, key_id) else { continue };
            reader.name = Some(key_id);
            match T::decode(reader, value) {
                Some(value) => self.0.push((key, value)),
                None => self.1.names.push(key),
            }
            reader.name = None;
        }
    }
}

/// One or several, where a single value is expected.
#[derive(Clone, Debug, Default)]
pub struct Several<T>(pub Vec<T>);

impl<T: Decode + JsonSchema + Clone> Decode for Several<T> {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let mut several = Vec::new();
        several.read(reader, id);
        Some(Self(several))
    }
}

impl<T: Decode + JsonSchema + Clone> JsonSchema for Several<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("Several{}", T::schema_name()).into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Vec::<T>::schema(generator)
    }
    fn inline_schema() -> bool {
        true
    }
}

impl Decode for Text {
    const MAPPING: bool = false;

    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        let value = CompactString::from(reader.scalar(id, &reading::A_TEXT)?);
        Some(Text { value, span })
    }
}

impl Decode for Spanned<bool> {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        let text = reader.scalar(id, &reading::A_BOOLEAN)?;
        let value = match text {
            "true" => true,
            "false" => false,
            _ => {
                let message = msg!(reading::NOT_A_BOOLEAN, text = text);
                let meant = |words: &[&str]| words.iter().any(|it| it.eq_ignore_ascii_case(text));
                // What YAML once took for one.
                let help = match text {
                    _ if meant(&["yes", "on", "y", "true"]) => &reading::WRITE_TRUE,
                    _ if meant(&["no", "off", "n", "false"]) => &reading::WRITE_FALSE,
                    _ => &reading::WRITE_TRUE_OR_FALSE,
                };
                let finding = reader.bad_value(id, message).help(help);
                reader.report(finding);
                return None;
            }
        };
        Some(Spanned { value, span })
    }
}

impl Decode for Spanned<u32> {
    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        let text = reader.scalar(id, &reading::A_NUMBER)?;
        match text.parse() {
            Ok(value) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(Spanned { value, span })
            }
            _ => {
                let large = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
                let (message, help) = match large {
                    true => (
                        msg!(reading::NUMBER_TOO_LARGE, text = text),
                        msg!(reading::WRITE_AT_MOST, most = u32::MAX),
                    ),
                    false => {
                        (msg!(reading::NOT_A_NUMBER, text = text), (&reading::WRITE_DIGITS).into())
                    }
                };
                let finding = reader.bad_value(id, message).help(help);
                reader.report(finding);
                None
            }
        }
    }
}

impl<T: JsonSchema> JsonSchema for Spanned<T> {
    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let mut schema = T::json_schema(generator);
        if schema.get("format").is_some_and(|it| it == "uint32") {
            schema.remove("format");
            schema.insert("maximum".to_owned(), u32::MAX.into());
        }
        schema
    }
    fn inline_schema() -> bool {
        true
    }
}

impl JsonSchema for Text {
    fn schema_name() -> Cow<'static, str> {
        "Text".into()
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": ["string", "number", "boolean"] })
    }
    fn inline_schema() -> bool {
        true
    }
}

pub(crate) use super::record::{RecordSchema, choice, choose, record, required, unless_like};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not() {
        let words = ["servers", "switches", "arrays"];
        assert_eq!(nearest("sevrers", words.into_iter()), Some("servers"));
        assert_eq!(nearest("Switchs", words.into_iter()), Some("switches"));
        assert_eq!(nearest("clusters", words.into_iter()), None);
    }
}
