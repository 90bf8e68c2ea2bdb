//! Every string that a user reads, in English and Chinese, side by side.
//!
//! A [`Word`] is one entry of the catalogue; a [`Msg`] is an entry with its placeholders filled, and
//! becomes text only when a language is chosen. Rule ids, component ids and JSON keys are not words:
//! they are never translated.

use std::fmt;

use compact_str::{CompactString, ToCompactString};

pub mod brief;
pub mod comparing;
pub mod drawing;
pub mod effects;
pub mod findings;
pub mod handover;
pub mod improve;
pub mod output;
pub mod parts;
pub mod prices;
pub mod rates;
pub mod reading;
pub mod records;
pub mod resolving;
pub mod sheets;
pub mod story;
pub mod whatif;

/// A language that the catalogue is complete in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Simplified Chinese.
    Zh,
}

/// One entry of the catalogue. `{name}` in both texts is a placeholder.
#[derive(Debug)]
pub struct Word {
    /// Unique name of the entry.
    pub key: &'static str,
    /// English text.
    pub en: &'static str,
    /// Chinese text.
    pub zh: &'static str,
}

impl Word {
    /// The name of the entry within its part of the catalogue.
    pub fn name(&self) -> &'static str {
        self.key.rsplit(':').next().unwrap_or(self.key)
    }

    /// The raw text, placeholders and all.
    pub fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::Zh => self.zh,
        }
    }
}

/// Declares entries: `NAME: "English", "中文";` and the list `ALL` of them.
macro_rules! words {
    ($( $(#[doc = $doc:literal])* $name:ident: $en:literal, $zh:literal; )*) => {
        $( #[doc = $en] pub static $name: $crate::words::Word =
            $crate::words::Word {
                key: concat!(module_path!(), "::", stringify!($name)),
                en: $en,
                zh: $zh,
            }; )*
        /// Every entry of this part of the catalogue.
        pub static ALL: &[&$crate::words::Word] = &[$(&$name),*];
    };
}
pub(crate) use words;

/// What fills a placeholder.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text of the user's or a number: the same in every language.
    Text(CompactString),
    /// An entry of the catalogue.
    Word(&'static Word),
    /// A message within a message.
    Msg(Box<Msg>),
    /// Several, joined by the language's comma.
    List(Vec<Value>),
}

impl Value {
    fn write(&self, lang: Lang, out: &mut String) {
        match self {
            // A message is one line, whatever a file says.
            Value::Text(text) if text.contains(['\n', '\r']) => {
                out.push_str(&text.replace(['\n', '\r'], " "));
            }
            Value::Text(text) => out.push_str(text),
            Value::Word(word) => out.push_str(word.text(lang)),
            Value::Msg(msg) => msg.write(lang, out),
            Value::List(values) => {
                for (i, value) in values.iter().enumerate() {
                    if i > 0 {
                        out.push_str(match lang {
                            Lang::En => ", ",
                            Lang::Zh => "、",
                        });
                    }
                    value.write(lang, out);
                }
            }
        }
    }
}

impl From<&'static Word> for Value {
    fn from(word: &'static Word) -> Self {
        Value::Word(word)
    }
}

impl From<Msg> for Value {
    fn from(msg: Msg) -> Self {
        Value::Msg(Box::new(msg))
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(values: Vec<T>) -> Self {
        Value::List(values.into_iter().map(Into::into).collect())
    }
}

macro_rules! value_from_display {
    ($($type:ty),*) => { $( impl From<$type> for Value {
        fn from(value: $type) -> Self { Value::Text(value.to_compact_string()) }
    } )* };
}
value_from_display!(&str, String, &String, CompactString, usize, u32, u64, char);

/// An entry of the catalogue with its placeholders filled.
#[derive(Clone)]
pub struct Msg {
    word: &'static Word,
    args: Vec<(&'static str, Value)>,
}

impl Msg {
    /// Fills an entry; `msg!` writes this shorter.
    pub fn new(word: &'static Word, args: Vec<(&'static str, Value)>) -> Self {
        debug_assert!(
            args.iter().all(|(name, _)| word.en.contains(&format!("{{{name}}}")))
                && placeholders(word.en).all(|name| args.iter().any(|(arg, _)| *arg == name)),
            "the arguments of {} do not fit its text",
            word.key
        );
        Self { word, args }
    }

    /// The message in one language.
    pub fn text(&self, lang: Lang) -> String {
        let mut out = String::new();
        self.write(lang, &mut out);
        out
    }

    /// The entry behind the message.
    pub fn word(&self) -> &'static Word {
        self.word
    }

    fn write(&self, lang: Lang, out: &mut String) {
        let mut rest = self.word.text(lang);
        while let Some(open) = rest.find('{') {
            push(&rest[..open], lang, out);
            let Some(close) = rest[open..].find('}') else { break };
            let name = &rest[open + 1..open + close];
            if let Some((_, value)) = self.args.iter().find(|(arg, _)| *arg == name) {
                value.write(lang, out);
            }
            rest = &rest[open + close + 1..];
        }
        push(rest, lang, out);
    }
}

/// Writes what stands between values: in Chinese no space comes between a full-width mark that a value ends with and
/// a word; arrows and signs keep theirs.
fn push(text: &str, lang: Lang, out: &mut String) {
    let marked = lang == Lang::Zh && out.ends_with(['）', '”', '》']);
    let word = text.strip_prefix(' ').filter(|it| it.starts_with(char::is_alphanumeric));
    out.push_str(word.filter(|_| marked).unwrap_or(text));
}

impl From<&'static Word> for Msg {
    fn from(word: &'static Word) -> Self {
        Msg::new(word, Vec::new())
    }
}

impl fmt::Debug for Msg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.text(Lang::En))
    }
}

/// `msg!(ENTRY, name = value, …)`: an entry of the catalogue with its placeholders filled.
macro_rules! msg {
    ($word:expr $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::words::Msg::new(&$word, vec![$((stringify!($name), $crate::words::Value::from($value))),*])
    };
}
pub(crate) use msg;

/// The names of the placeholders in a text, in order.
pub fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|part| part.split_once('}').map(|(name, _)| name))
}

/// Every entry of the whole catalogue.
pub fn all() -> impl Iterator<Item = &'static Word> {
    [
        brief::ALL,
        comparing::ALL,
        drawing::ALL,
        effects::ALL,
        findings::ALL,
        handover::ALL,
        improve::ALL,
        output::ALL,
        prices::ALL,
        parts::ALL,
        rates::ALL,
        reading::ALL,
        records::ALL,
        resolving::ALL,
        sheets::ALL,
        story::ALL,
        whatif::ALL,
    ]
    .into_iter()
    .flatten()
    .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_filled_in_the_order_of_each_language() {
        static WORD: Word = Word { key: "T", en: "{a} of {b}", zh: "{b} 的 {a}" };
        let msg = Msg::new(&WORD, vec![("a", "x".into()), ("b", Value::from(vec!["y", "z"]))]);
        assert_eq!(msg.text(Lang::En), "x of y, z");
        assert_eq!(msg.text(Lang::Zh), "y、z 的 x");
    }
}
