//! Files of the format, written: what a person can go on editing, and every YAML reader takes the same way.

use std::fmt::Write;

use super::{Kind, NodeId, Tree};

/// A value with what is said of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Lines of comment above it.
    pub comment: Vec<String>,
    /// A comment behind it, of what is an item of a list on lines of its own.
    pub aside: Option<String>,
}

/// A value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A text, number or word.
    Scalar(String),
    /// Items in order.
    List(Vec<Node>),
    /// Keys and values in order.
    Map(Vec<(String, Node)>),
}

impl<T: Into<Value>> From<T> for Node {
    fn from(value: T) -> Self {
        Self { value: value.into(), comment: Vec::new(), aside: None }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Scalar(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Scalar(text)
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Scalar(number.to_string())
    }
}

impl<T: Into<Node>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}

impl Node {
    /// A mapping without keys.
    pub fn map() -> Self {
        Value::Map(Vec::new()).into()
    }

    /// What a part of a tree holds; its comments are not part of the tree.
    pub fn of_tree(tree: &Tree, id: NodeId) -> Self {
        match tree.kind(id) {
            Kind::Scalar { text, .. } => text.into(),
            Kind::Seq(items) => {
                let items = items.iter().map(|&item| Self::of_tree(tree, item));
                Value::List(items.collect()).into()
            }
            Kind::Map(entries) => {
                let entry = |&(key, value): &(NodeId, NodeId)| {
                    let key = tree.scalar(key).unwrap_or_default().to_owned();
                    (key, Self::of_tree(tree, value))
                };
                Value::Map(entries.iter().map(entry).collect()).into()
            }
        }
    }

    /// The same with a line of comment above.
    pub fn because(mut self, comment: impl Into<String>) -> Self {
        self.comment.push(comment.into());
        self
    }

    /// The same with a key at its end; of what is no mapping, itself.
    pub fn with(mut self, key: impl Into<String>, value: impl Into<Node>) -> Self {
        self.set(key, value);
        self
    }

    /// The same with a key, if there is a value.
    pub fn maybe(self, key: &str, value: Option<impl Into<Node>>) -> Self {
        match value {
            Some(value) => self.with(key, value),
            None => self,
        }
    }

    /// Gives a key a value: a new one at the end.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Node>) {
        let (key, value) = (key.into(), value.into());
        let Value::Map(entries) = &mut self.value else { return };
        match entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, node)) => *node = value,
            None => entries.push((key, value)),
        }
    }

    /// Adds an item to a list.
    pub fn push(&mut self, item: impl Into<Node>) {
        if let Value::List(items) = &mut self.value {
            items.push(item.into());
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entries().iter().find_map(|(name, node)| (name == key).then_some(node))
    }

    /// The value of a key, to change it.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Node> {
        let Value::Map(entries) = &mut self.value else { return None };
        entries.iter_mut().find_map(|(name, node)| (name == key).then_some(node))
    }

    /// The value of a key, a mapping without keys if there is none yet.
    pub fn section(&mut self, key: &str) -> Option<&mut Node> {
        if self.get(key).is_none() {
            self.set(key, Node::map());
        }
        self.get_mut(key)
    }

    /// Items, to change them; none of what is no list.
    pub fn items_mut(&mut self) -> &mut [Node] {
        match &mut self.value {
            Value::List(items) => items,
            _ => &mut [],
        }
    }

    /// Keys and values; none of what is no mapping.
    pub fn entries(&self) -> &[(String, Node)] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// Items; none of what is no list.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            _ => &[],
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(text) => Some(text),
            _ => None,
        }
    }

    /// It as a file: sections apart, what is short on one line.
    pub fn print(&self) -> String {
        let mut out = String::new();
        for (number, (key, node)) in self.entries().iter().enumerate() {
            let apart = !matches!(node.value, Value::Scalar(_)) || !node.comment.is_empty();
            if apart && number > 0 {
                out.push('\n');
            }
            comments(&node.comment, 0, &mut out);
            entry(key, node, 0, &mut out);
        }
        out
    }

    fn is_flat(&self) -> bool {
        match &self.value {
            Value::Scalar(_) => self.comment.is_empty(),
            Value::List(items) => self.comment.is_empty() && items.iter().all(Node::is_flat),
            Value::Map(entries) => {
                self.comment.is_empty() && entries.iter().all(|(_, node)| node.is_flat())
            }
        }
    }

    /// It on one line.
    fn flow(&self) -> String {
        match &self.value {
            Value::Scalar(text) => scalar(text, true),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Node::flow).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Map(entries) => {
                let entry = |(key, node): &(String, Node)| {
                    format!("{}: {}", scalar(key, true), node.flow())
                };
                format!("{{{}}}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Longest line that is not broken up.
const WIDTH: usize = 120;

fn comments(lines: &[String], indent: usize, out: &mut String) {
    for line in lines {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}# {}", " ".repeat(indent), one_line(line));
    }
}

/// A comment is one line, whatever stands in it.
fn one_line(comment: &str) -> String {
    comment.replace(['\n', '\r'], " ")
}

/// A key with its value.
fn entry(key: &str, node: &Node, indent: usize, out: &mut String) {
    let space = " ".repeat(indent);
    let key = scalar(key, false);
    let inner = Node { comment: Vec::new(), ..node.clone() };
    let short = inner.is_flat().then(|| format!("{space}{key}: {}", inner.flow()));
    // The sections of a file are written out, whatever they hold.
    let top =
        indent == 0 && node.entries().iter().any(|it| !matches!(it.1.value, Value::Scalar(_)));
    let top = top || indent == 0 && node.items().len() > 1;
    match (&node.value, short) {
        (Value::Scalar(text), _) => {
            let _ = writeln!(out, "{space}{key}: {}", scalar(text, false));
        }
        (_, Some(line)) if !top && line.chars().count() <= WIDTH => {
            let _ = writeln!(out, "{line}");
        }
        (Value::Map(entries), _) => {
            let _ = writeln!(out, "{space}{key}:");
            for (key, node) in entries {
                comments(&node.comment, indent + 2, out);
                entry(key, node, indent + 2, out);
            }
        }
        (Value::List(items), _) => {
            let _ = writeln!(out, "{space}{key}:");
            for item in items {
                comments(&item.comment, indent + 2, out);
                let line = match &item.value {
                    Value::Scalar(text) => scalar(text, false),
                    _ => item.flow(),
                };
                let aside = item.aside.iter().map(|it| format!("  # {}", one_line(it)));
                let _ = writeln!(out, "{space}  - {line}{}", aside.collect::<String>());
            }
        }
    }
}

/// A text as a scalar: plain where every reader takes it for this text.
fn scalar(text: &str, flow: bool) -> String {
    if is_plain(text, flow) {
        return text.to_owned();
    }
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Whether a text may stand without quotes.
fn is_plain(text: &str, flow: bool) -> bool {
    // Words that YAML 1.1 takes for something else; true and false are meant.
    const WORDS: [&str; 8] = ["null", "yes", "no", "on", "off", "y", "n", "nan"];
    let lower = text.to_ascii_lowercase();
    if WORDS.contains(&lower.as_str()) || text.ends_with([' ', ':']) || text.contains(": ") {
        return false;
    }
    let fine =
        |c: char| c.is_alphanumeric() || " -_./+:%".contains(c) || (!flow && "[]()".contains(c));
    let Some(first) = text.chars().next() else { return false };
    if !text.chars().all(fine) {
        return false;
    }
    if !first.is_ascii_digit() {
        return first.is_alphabetic();
    }
    let number = text.bytes().all(|it| it.is_ascii_digit() || it == b'.');
    match number {
        // With a leading zero it is octal to some.
        true => !text.ends_with('.') && (first != '0' || text.len() == 1 || text.starts_with("0.")),
        // `1e5` is a number to some, `50:01` one to others; a length or a size is neither.
        false => !text.contains(':') && text.contains([' ', '/', '-', '.']) && !lower.contains('e'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceId;
    use crate::yaml::Limits;

    /// Hard texts come back as they were, as keys, items and values, on one line and on many.
    #[test]
    fn what_is_written_reads_back() {
        let hard = [
            "",
            " ",
            "a",
            "db[1-2]:hba1/1 -- fc-a:[0-1]",
            "a: b",
            "- a",
            "# a",
            "a # b",
            "a #b",
            "yes",
            "No",
            "~",
            "null",
            "0x1f",
            "1e5",
            "007",
            "50:01:43:80:12:34:56:78",
            "10.1.1.0/24",
            "60 s",
            "1200 GB",
            "3",
            "3.5",
            "中文：名",
            "a\nb",
            "a\tb",
            "\"q\"",
            "it's",
            "a\\b",
            "[a]",
            "{a}",
            "a,b",
            "*a",
            "&a",
            "!a",
            "%a",
            "@a",
            "`a`",
            "a:",
            ":a",
            "?",
            "|",
            ">",
            "a ",
            "\u{feff}a",
            "\u{7}",
            "2027-06-30",
            "mirror:data",
            "32 GiB",
            ".5",
            "1.",
        ];
        let all = Value::List(hard.iter().map(|&it| it.into()).collect());
        let keys = hard.iter().map(|&it| (it.to_owned(), Node::from(it)));
        let long = Node::from(Value::Map(keys.collect()));
        let node = Node::map()
            .with("items", all)
            .with("keys", long.clone())
            .with("nested", Node::map().with("a", Node::map().with("b", "c").because("why")))
            .with("flow", Node::map().with("x", Value::List(vec!["db1:nic2 -- db2:nic2".into()])));
        let text = node.print();
        let mut findings = Vec::new();
        let tree = Tree::parse(SourceId::default(), &text, &Limits::default(), &mut findings);
        let tree = tree.unwrap();
        assert!(findings.is_empty(), "{findings:?}\n{text}");
        let mut bare = node.clone();
        if let Some(Value::Map(entries)) = bare.get_mut("nested").map(|it| &mut it.value) {
            entries[0].1.comment.clear();
        }
        assert_eq!(Node::of_tree(&tree, tree.root()), bare, "{text}");
        let other: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        for (item, &own) in other["items"].as_sequence().unwrap().iter().zip(&hard) {
            let number = own.parse::<f64>().is_ok();
            assert!(number || item.as_str() == Some(own), "{own:?} is {item:?} to serde_yaml");
        }
    }
}
