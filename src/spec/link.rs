//! A cable as written, in any of its spellings: `END -- END`, `[END, END]`, or a mapping.

use std::borrow::Cow;

use compact_str::CompactString;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::catalog::Model;
use crate::finding::Finding;
use crate::source::Span;
use crate::words::{msg, reading};
use crate::yaml::decode::{Decode, Reader, Spanned, Text, nearest, record};
use crate::yaml::values::Length;
use crate::yaml::{Kind, NodeId};

/// One end of a cable as written: `DEVICE:PORT` or `DEVICE:ADAPTER/PORT`, ranges and all.
pub type End = Text;

/// A cable, or as many as its ranges give.
#[derive(Clone, Debug, Default)]
pub struct LinkSpec {
    /// Where it stands.
    pub span: Span,
    /// The two ends.
    pub ends: Vec<End>,
    /// Networks it carries.
    pub network: Vec<Text>,
    /// Which cable.
    pub cable: Option<Model>,
    /// Which optics its ends sit in: one for both, or one each.
    pub optic: Vec<Model>,
    /// Its length.
    pub length: Option<Spanned<Length>>,
    /// What is printed on it; its id from then on.
    pub label: Option<Text>,
    /// Panel ports it runs through, in order.
    pub via: Vec<Text>,
    /// The trunk or breakout cable that it is a part of.
    pub assembly: Option<Text>,
    /// Whether it is a trace inside an enclosure.
    pub internal: bool,
}

record! {
    /// A cable with more to say of it.
    "link" pub struct LongLinkSpec {
        /// `END -- END`.
        "link" link: Option<Text>,
        /// `[END, END]`.
        "ends" ends: Vec<Text>,
        /// Networks it carries.
        "network" network: Vec<Text>,
        /// Which cable.
        "cable" cable: Option<Model>,
        /// Which optics its ends sit in: one for both, or one each in the order of the ends.
        "optic" optic: Vec<Model>,
        /// Its length.
        "length" length: Option<Spanned<Length>>,
        /// What is printed on it; ranges expand with the ends.
        "label" label: Option<Text>,
        /// The panels it runs through, in order: `[PP-A:3, PP-B:3]`; each is one cable more.
        "via" via: Vec<Text>,
        /// The trunk or breakout cable that it is a part of; all its links are one component.
        "assembly" assembly: Option<Text>,
        /// A trace inside an enclosure: no cable, nothing to order.
        "internal" internal: Option<Spanned<bool>>,
    } later ["color"]
}

/// `DEVICE:PORT -- DEVICE:PORT`, for the schema.
const LINK: &str = "^\\s*[^:]+:((?!--).)+--((?!--).)+:((?!--).)+$";

impl JsonSchema for LinkSpec {
    fn schema_name() -> Cow<'static, str> {
        "AnyLink".into()
    }
    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let end = Text::json_schema(generator);
        let mut long = LongLinkSpec::json_schema(generator);
        if let Some(link) = long.pointer_mut("/properties/link").and_then(|it| it.as_object_mut()) {
            link.insert("pattern".to_owned(), LINK.into());
            link.insert("examples".to_owned(), ["db1:hba1/1 -- fc-a:0"].to_vec().into());
        }
        if let Some(ends) = long.pointer_mut("/properties/ends") {
            *ends = json_schema!({
                "description": "The two ends: `[END, END]`.",
                "markdownDescription": "The two ends: `[END, END]`.",
                "type": "array", "items": end, "minItems": 2, "maxItems": 2
            })
            .into();
        }
        // Its ends stand under one of two keys.
        let ways = [json_schema!({ "required": ["link"] }), json_schema!({ "required": ["ends"] })];
        long.insert("anyOf".to_owned(), ways.to_vec().into());
        long.insert("not".to_owned(), json_schema!({ "required": ["link", "ends"] }).into());
        json_schema!({
            "description": "A cable: `END -- END`, or a mapping with more to say of it.",
            "anyOf": [
                {
                    "description": "`DEVICE:PORT -- DEVICE:PORT`",
                    "markdownDescription": "`DEVICE:PORT -- DEVICE:PORT`",
                    "type": "string",
                    "pattern": LINK,
                    "examples": ["db1:hba1/1 -- fc-a:0"]
                },
                { "description": "`[END, END]`", "type": "array", "items": end, "minItems": 2, "maxItems": 2 },
                long
            ]
        })
    }
}

impl Decode for LinkSpec {
    const LIST: bool = true;

    fn decode(reader: &mut Reader, id: NodeId) -> Option<Self> {
        let span = reader.tree.span(id);
        match reader.tree.kind(id) {
            Kind::Scalar { .. } => {
                let text = Text::decode(reader, id)?;
                Some(Self { span, ends: split(reader, &text)?, ..Self::default() })
            }
            Kind::Seq(items) => {
                let ends = pair(reader, span, items)?;
                Some(Self { span, ends, ..Self::default() })
            }
            Kind::Map(entries) => {
                let tree = reader.tree;
                let known = |&(key, _): &(NodeId, NodeId)| tree.scalar(key).is_some_and(is_key);
                if !entries.is_empty() && !entries.iter().any(known) {
                    reader.report(
                        Finding::error("bad-link", span, &reading::LINK_READ_AS_MAPPING)
                            .help(&reading::QUOTE_THE_LINK),
                    );
                    return None;
                }
                let exact = |&(key, _): &(NodeId, NodeId)| tree.scalar(key).is_some_and(is_exact);
                let misspelt = !entries.iter().all(exact);
                let long = LongLinkSpec::decode(reader, id)?;
                let ends = match (&long.link, long.ends.len()) {
                    (Some(link), 0) => split(reader, link)?,
                    (None, 2) => long.ends,
                    (Some(_), _) => {
                        reader.report(
                            Finding::error("bad-link", span, &reading::LINK_TWICE)
                                .help(&reading::REMOVE_ONE),
                        );
                        return None;
                    }
                    (None, 1 | 3..) => {
                        let message = msg!(reading::NOT_TWO_ENDS, count = long.ends.len());
                        reader.report(
                            Finding::error("bad-link", span, message).help(&reading::WRITE_A_LINK),
                        );
                        return None;
                    }
                    // The ends may stand under the key that was reported.
                    _ if misspelt => return None,
                    _ => {
                        reader.report(
                            Finding::error("bad-link", span, &reading::LINK_WITHOUT_ENDS)
                                .help(&reading::WRITE_A_LINK),
                        );
                        return None;
                    }
                };
                let LongLinkSpec {
                    network,
                    cable,
                    optic,
                    length,
                    label,
                    via,
                    assembly,
                    internal,
                    ..
                } = long;
                let internal = internal.is_some_and(|it| it.value);
                Some(Self {
                    span,
                    ends,
                    network,
                    cable,
                    optic,
                    length,
                    label,
                    via,
                    assembly,
                    internal,
                })
            }
        }
    }
}

/// The keys of a link, known or not supported yet.
const KEYS: &[&str] = &[
    "link", "ends", "network", "cable", "length", "label", "via", "assembly", "internal", "color",
    "optic",
];

fn is_exact(key: &str) -> bool {
    KEYS.contains(&key)
}

/// Whether a key is one of a link's, or like one.
fn is_key(key: &str) -> bool {
    is_exact(key) || nearest(key, KEYS.iter().copied()).is_some()
}

/// The two ends of `END -- END`, each with its own place.
fn split(reader: &mut Reader, text: &Text) -> Option<Vec<End>> {
    let mut parts = text.value.split("--");
    let (Some(a), Some(b), None) = (parts.next(), parts.next(), parts.next()) else {
        let (message, help) = match text.value.split("--").count() {
            1 if text.value.contains(['—', '–', '－', '―']) => {
                (msg!(reading::NOT_A_LINK, text = text.as_str()), &reading::ASCII_DASHES)
            }
            1 => (msg!(reading::NOT_A_LINK, text = text.as_str()), &reading::WRITE_A_LINK),
            count => (msg!(reading::NOT_TWO_ENDS, count = count), &reading::WRITE_A_LINK),
        };
        reader.report(Finding::error("bad-link", text.span, message).help(help));
        return None;
    };
    let source = reader.tree.source_text();
    let end = |part: &str| {
        // Escapes and folding make the text another than its place: then that stands for both ends.
        let place = text.span.start as usize..text.span.end as usize;
        let written = source.get(place).unwrap_or_default();
        let inside = written.strip_prefix(['"', '\'']).and_then(|it| it.strip_suffix(['"', '\'']));
        let quotes = match () {
            () if written == text.value => 0,
            () if inside == Some(text.as_str()) => 1,
            () => return Text { value: part.trim().into(), span: text.span },
        };
        let trimmed = part.trim();
        let offset = trimmed.as_ptr() as usize - text.value.as_ptr() as usize + quotes;
        let start = text.span.start + offset as u32;
        Text {
            value: CompactString::from(trimmed),
            span: Span { start, end: start + trimmed.len() as u32, ..text.span },
        }
    };
    Some(vec![end(a), end(b)])
}

fn pair(reader: &mut Reader, span: Span, items: &[NodeId]) -> Option<Vec<End>> {
    for &item in items {
        if let Kind::Map(_) = reader.tree.kind(item) {
            reader.report(
                Finding::error("bad-link", reader.tree.span(item), &reading::END_READ_AS_MAPPING)
                    .help(&reading::QUOTE_THE_END),
            );
            return None;
        }
    }
    if items.len() != 2 {
        reader.report(
            Finding::error("bad-link", span, msg!(reading::NOT_TWO_ENDS, count = items.len()))
                .help(&reading::WRITE_A_LINK),
        );
        return None;
    }
    items.iter().map(|&item| Text::decode(reader, item)).collect()
}
