//! Records and closed sets of words: struct or enum, decoder and schema from one declaration.

use schemars::{Schema, json_schema};

use super::decode::{Reader, distance, nearest, not_supported};
use super::{Kind, NodeId};
use crate::finding::Finding;
use crate::words::{msg, reading};

/// Declares a record: struct, decoder and schema from one vocabulary.
///
/// Each field is `"key" name: Type` with `Type` an `Option`, a `Vec` (one or several) or a [`Table`];
/// `required` after it makes the key a must; `later [..]` names keys that the format has and this
/// version refuses.
macro_rules! record {
    ($(#[doc = $about:literal])* $record:literal pub struct $Name:ident {
        $( $(#[doc = $doc:literal])* $key:literal $field:ident: $ty:ty $(=> $required:ident)? ),* $(,)?
    } $(later [$($later:literal),* $(,)?])?) => {
        $(#[doc = $about])*
        #[derive(Clone, Debug, Default)]
        pub struct $Name {
            /// Where the record stands.
            pub span: $crate::source::Span,
            $( $(#[doc = $doc])* pub $field: $ty, )*
        }

        impl $Name {
            /// Takes what another record says wherever this one says nothing.
            pub fn inherit(&mut self, other: &Self) {
                $( $crate::yaml::decode::Field::inherit(&mut self.$field, &other.$field); )*
            }

            /// The keys that it gives, in the order of the record.
            pub fn given(&self) -> Vec<&'static str> {
                let all = [$( ($key, $crate::yaml::decode::Field::is_given(&self.$field)) ),*];
                all.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect()
            }
        }

        impl schemars::JsonSchema for $Name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Name).trim_end_matches("Spec").into()
            }
            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let mut schema = $crate::yaml::decode::RecordSchema::new(concat!($($about),*));
                $(
                    let of_field = <$ty as $crate::yaml::decode::Field>::schema(generator);
                    schema.key($key, concat!($($doc),*), of_field);
                    $( schema.$required($key); )?
                )*
                schema.finish()
            }
        }

        impl $crate::yaml::decode::Decode for $Name {
            fn decode(reader: &mut $crate::yaml::decode::Reader, id: $crate::yaml::NodeId) -> Option<Self> {
                let name = reader.take_name();
                let mut it = Self { span: reader.tree.span(id), ..Self::default() };
                // Required keys that were meant by others that are unknown: one mistake, one finding.
                let mut meant: Vec<&str> = Vec::new();
                let $crate::yaml::Kind::Map(entries) = reader.tree.kind(id) else {
                    reader.wrong_type(id, &$crate::words::reading::A_MAPPING);
                    return None;
                };
                for &(key, value) in entries {
                    let $crate::yaml::Kind::Scalar { text, .. } = reader.tree.kind(key) else { continue };
                    match text {
                        $( $key => $crate::yaml::decode::Field::read(&mut it.$field, reader, value), )*
                        _ => meant.extend(
                            reader.unknown_key(key, $record, &[$($key),*], &[$($($later),*)?]),
                        ),
                    }
                }
                $( $( $crate::yaml::decode::$required(reader, (id, name), $record, $key, &meant); )? )*
                let _ = (name, meant);
                Some(it)
            }
        }
    };
}
pub(crate) use record;

/// The schema of a record, key by key.
pub(crate) struct RecordSchema {
    description: String,
    properties: Schema,
    required: Vec<&'static str>,
    unless_like: Vec<&'static str>,
}

impl RecordSchema {
    pub(crate) fn new(description: &str) -> Self {
        let description = description.trim().to_owned();
        Self {
            description,
            properties: json_schema!({}),
            required: Vec::new(),
            unless_like: Vec::new(),
        }
    }

    /// Adds a key; the description of the field goes before that of its type.
    pub(crate) fn key(&mut self, key: &str, description: &str, schema: Schema) {
        let mut schema = schema;
        let description = description.trim();
        let of_type = schema.get("description").and_then(|it| it.as_str());
        let is_choice = schema.get("enum").is_some();
        let plain = match of_type {
            Some(of_type) if is_choice => format!("{description} {of_type}"),
            _ => description.to_owned(),
        };
        schema.insert("description".to_owned(), plain.into());
        // Without this, editors show the back quotes of a description as they are.
        if is_choice || description.contains('`') {
            schema.insert("markdownDescription".to_owned(), description.into());
        }
        self.properties.insert(key.to_owned(), schema.into());
    }

    pub(crate) fn required(&mut self, key: &'static str) {
        self.required.push(key);
    }

    /// A key that may be left out by a record that is like another.
    pub(crate) fn unless_like(&mut self, key: &'static str) {
        self.unless_like.push(key);
    }

    pub(crate) fn finish(self) -> Schema {
        let mut schema = json_schema!({
            "description": self.description,
            "type": "object",
            "properties": self.properties,
            "additionalProperties": false
        });
        if !self.required.is_empty() {
            schema.insert("required".to_owned(), self.required.into());
        }
        if !self.unless_like.is_empty() {
            let ways = vec![
                json_schema!({ "required": ["like"] }),
                json_schema!({ "required": self.unless_like }),
            ];
            schema.insert("anyOf".to_owned(), ways.into());
        }
        schema
    }
}

/// Reports a key that a record must have and does not.
pub(crate) fn required(
    reader: &mut Reader,
    (id, name): (NodeId, Option<NodeId>),
    record: &str,
    key: &str,
    meant: &[&str],
) {
    let Kind::Map(entries) = reader.tree.kind(id) else { return };
    let present = entries
        .iter()
        .any(|&(k, _)| matches!(reader.tree.kind(k), Kind::Scalar { text, .. } if text == key));
    if !present && !meant.contains(&key) {
        reader.missing_key(id, name, record, key);
    }
}

/// Reports a key that a record must have unless it is like another.
pub(crate) fn unless_like(
    reader: &mut Reader,
    record: (NodeId, Option<NodeId>),
    kind: &str,
    key: &str,
    meant: &[&str],
) {
    if reader.tree.get(record.0, "like").is_none() {
        required(reader, record, kind, key, meant);
    }
}

/// Declares a closed set of words: enum, decoder and schema.
macro_rules! choice {
    ($(#[doc = $about:literal])* pub enum $Name:ident {
        $( $(#[doc = $doc:literal])* $Variant:ident = $id:literal ),* $(,)?
    } $(later [$($later:literal),* $(,)?])?) => {
        $(#[doc = $about])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum $Name { $( $(#[doc = $doc])* $Variant, )* }

        impl schemars::JsonSchema for $Name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($Name).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                let words = [$(concat!("`", $id, "`:", $($doc),*)),*];
                schemars::json_schema!({
                    "description": words.join(" "),
                    // For editors, which show beside each word what it means.
                    "markdownDescription": concat!($($about),*).trim(),
                    "type": "string",
                    "enum": [$($id),*],
                    "enumDescriptions": [$(concat!($($doc),*).trim()),*]
                })
            }
            fn inline_schema() -> bool {
                true
            }
        }

        impl $Name {
            /// Every value, in order.
            pub const ALL: &[Self] = &[$(Self::$Variant),*];

            /// Words that the format has and this version refuses.
            pub const LATER: &[&str] = &[$($($later),*)?];

            /// As in files and JSON.
            pub fn id(self) -> &'static str {
                match self { $(Self::$Variant => $id,)* }
            }
        }

        impl $crate::yaml::decode::Decode for $crate::yaml::decode::Spanned<$Name> {
            fn decode(reader: &mut $crate::yaml::decode::Reader, id: $crate::yaml::NodeId) -> Option<Self> {
                let known: &[&str] = &[$($id),*];
                let index = $crate::yaml::decode::choose(reader, id, known, $Name::LATER)?;
                Some($crate::yaml::decode::Spanned {
                    value: $Name::ALL[index],
                    span: reader.tree.span(id),
                })
            }
        }
    };
}
pub(crate) use choice;

/// Protocols that are no matter of time: what the model says of paths is not true of them.
const REFUSED: &[&str] = &["FCoE", "RoCE", "InfiniBand"];

/// The index of a scalar among known words; anything else is reported.
pub(crate) fn choose(
    reader: &mut Reader,
    id: NodeId,
    known: &[&str],
    later: &[&str],
) -> Option<usize> {
    let text = reader.scalar(id, &reading::A_WORD)?.to_owned();
    if let Some(index) = known.iter().position(|&word| word == text) {
        return Some(index);
    }
    let span = reader.tree.span(id);
    if let Some(name) = REFUSED.iter().find(|name| name.eq_ignore_ascii_case(&text))
        && later.iter().any(|word| word.eq_ignore_ascii_case(&text))
    {
        let message = msg!(reading::REFUSED_PROTOCOL, protocol = *name);
        let finding = Finding::error("refused-protocol", span, message);
        reader.report(finding.help(&reading::REFUSED_PROTOCOL_HELP));
        return None;
    }
    if later.iter().any(|word| word.eq_ignore_ascii_case(&text)) {
        let message = msg!(reading::WORD_NOT_YET, word = &text);
        reader.report(not_supported(span, message));
        return None;
    }
    let finding = reader.bad_value(id, msg!(reading::UNKNOWN_WORD, text = &text));
    let near = nearest(&text, known.iter().copied());
    // Of several that are as near none was meant more than another: raid7 is not raid0.
    let rest = || known.iter().copied().filter(|&word| Some(word) != near);
    let rival = near.and_then(|_| nearest(&text, rest()));
    let like = |word: &str| distance(&text.to_lowercase(), word);
    let sure = near.filter(|near| rival.is_none_or(|rival| like(rival) > like(near)));
    reader.report(match sure {
        Some(near) => finding.help(msg!(reading::DID_YOU_MEAN, near = near)),
        None => finding.help(msg!(reading::CHOOSE_ONE_OF, words = known.to_vec())),
    });
    None
}
