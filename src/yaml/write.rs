//! Files of the format, written: what a person can go on editing, and every YAML reader takes the same way.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::comments::Remark;
use super::{Kind, NodeId, Tree};

/// What comments say of lines, by their first bytes.
type Remarks = BTreeMap<usize, Remark>;

/// A value with what is said of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Node {
    /// The value.
    pub value: Value,
    /// Lines of comment above it; of a whole file, at its end.
    pub comment: Vec<String>,
    /// A comment behind it on its line.
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

    /// What a tree holds, with its comments; how lines were broken is not kept.
    pub fn of_tree(tree: &Tree) -> Self {
        let mut remarks = tree.remarks();
        let mut node = Self::of_part(tree, tree.root(), &mut remarks);
        node.comment =
            remarks.into_values().flat_map(|it| it.above.into_iter().chain(it.aside)).collect();
        node
    }

    /// What a part of a tree holds. Comments go to what begins the line that they speak of.
    fn of_part(tree: &Tree, id: NodeId, remarks: &mut Remarks) -> Self {
        match tree.kind(id) {
            Kind::Scalar { text, .. } => text.into(),
            Kind::Seq(items) => {
                let items = items.iter().map(|&item| Self::told(tree, (item, item), remarks));
                Value::List(items.collect()).into()
            }
            Kind::Map(entries) => {
                let entry = |&(key, value): &(NodeId, NodeId)| {
                    let name = tree.scalar(key).unwrap_or_default().to_owned();
                    (name, Self::told(tree, (key, value), remarks))
                };
                Value::Map(entries.iter().map(entry).collect()).into()
            }
        }
    }

    /// A part with what is said of the line that it begins.
    fn told(tree: &Tree, (begin, id): (NodeId, NodeId), remarks: &mut Remarks) -> Self {
        let line = tree.begun_at(tree.span(begin).start as usize);
        let remark = line.and_then(|line| remarks.remove(&line)).unwrap_or_default();
        let mut node = Self::of_part(tree, id, remarks);
        (node.comment, node.aside) = (remark.above, remark.aside);
        node
    }

    /// The same without comments, its own and those within it.
    pub fn bare(&self) -> Self {
        match &self.value {
            Value::Scalar(text) => text.as_str().into(),
            Value::List(items) => Value::List(items.iter().map(Node::bare).collect()).into(),
            Value::Map(entries) => {
                let entry = |(key, node): &(String, Node)| (key.clone(), node.bare());
                Value::Map(entries.iter().map(entry).collect()).into()
            }
        }
    }

    /// Whether there is a comment in it or with it.
    pub fn has_comments(&self) -> bool {
        *self != self.bare()
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

    /// Gives a key a value: a new one at the end. What was said of the key still is, unless the value says something.
    pub fn set(&mut self, key: impl Into<String>, value: impl Into<Node>) {
        let (key, mut value) = (key.into(), value.into());
        let Value::Map(entries) = &mut self.value else { return };
        match entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, node)) => {
                if value.comment.is_empty() {
                    value.comment = std::mem::take(&mut node.comment);
                }
                value.aside = value.aside.or(node.aside.take());
                *node = value;
            }
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
        if !self.comment.is_empty() {
            out.push('\n');
            comments(&self.comment, 0, &mut out);
        }
        out
    }

    /// Whether it may stand on one line: nothing in it has a comment.
    fn is_flat(&self) -> bool {
        let silent = |it: &Node| it.comment.is_empty() && it.aside.is_none() && it.is_flat();
        match &self.value {
            Value::Scalar(_) => true,
            Value::List(items) => items.iter().all(silent),
            Value::Map(entries) => entries.iter().all(|(_, node)| silent(node)),
        }
    }

    /// The comments of all that is in it, for what has room for none itself.
    fn comments_within(&self) -> Vec<&str> {
        let within: Vec<&Node> = match &self.value {
            Value::Scalar(_) => Vec::new(),
            Value::List(items) => items.iter().collect(),
            Value::Map(entries) => entries.iter().map(|(_, node)| node).collect(),
        };
        let mut all = Vec::new();
        for node in within {
            all.extend(node.comment.iter().chain(&node.aside).map(String::as_str));
            all.extend(node.comments_within());
        }
        all
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

fn comments(lines: &[impl AsRef<str>], indent: usize, out: &mut String) {
    for line in lines {
        let line = one_line(line.as_ref());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}#{line}", " ".repeat(indent));
    }
}

/// A comment behind its sign: one line, whatever stands in it.
fn one_line(comment: &str) -> String {
    let space = if comment.is_empty() { "" } else { " " };
    format!("{space}{}", comment.replace(['\n', '\r'], " "))
}

/// What stands behind a node on its line.
fn behind(node: &Node) -> String {
    node.aside.iter().map(|it| format!("  #{}", one_line(it))).collect()
}

/// A key with its value.
fn entry(key: &str, node: &Node, indent: usize, out: &mut String) {
    let space = " ".repeat(indent);
    let key = scalar(key, false);
    let short = node.is_flat().then(|| format!("{space}{key}: {}", node.flow()));
    let aside = behind(node);
    // The sections of a file are written out, whatever they hold.
    let top =
        indent == 0 && node.entries().iter().any(|it| !matches!(it.1.value, Value::Scalar(_)));
    let top = top || indent == 0 && node.items().len() > 1;
    match (&node.value, short) {
        (Value::Scalar(text), _) => {
            let _ = writeln!(out, "{space}{key}: {}{aside}", scalar(text, false));
        }
        (_, Some(line)) if !top && line.chars().count() <= WIDTH => {
            let _ = writeln!(out, "{line}{aside}");
        }
        (Value::Map(entries), _) => {
            let _ = writeln!(out, "{space}{key}:{aside}");
            for (key, node) in entries {
                comments(&node.comment, indent + 2, out);
                entry(key, node, indent + 2, out);
            }
        }
        (Value::List(items), _) => {
            let _ = writeln!(out, "{space}{key}:{aside}");
            for item in items {
                comments(&item.comment, indent + 2, out);
                comments(&item.comments_within(), indent + 2, out);
                let line = match &item.value {
                    Value::Scalar(text) => scalar(text, false),
                    _ => item.flow(),
                };
                let _ = writeln!(out, "{space}  - {line}{}", behind(item));
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
    /// All comments in a file, in order of their texts.
    fn said(tree: &Tree) -> Vec<String> {
        let remarks = tree.remarks().into_values();
        let mut all: Vec<String> =
            remarks.flat_map(|it| it.above.into_iter().chain(it.aside)).collect();
        all.sort();
        all
    }

    fn parse<T>(text: &str, read: impl FnOnce(&Tree) -> T) -> T {
        let mut findings = Vec::new();
        let tree = Tree::parse(SourceId::default(), text, &Limits::default(), &mut findings);
        assert!(findings.is_empty(), "{findings:?}\n{text}");
        read(&tree.unwrap())
    }

    #[test]
    fn comments_stay_with_what_they_speak_of() {
        let text = "# head\nhaplan: 1 # one\n\n# of a\n# and more\na:   # behind a\n  # of b\n  b: \"x # y\"   #of x\nlist:\n\
                    # of the item\n- {link: p -- q,\n   # within\n   network: net}  # behind\n- [r, # two\n  s]\n#\n# end\n";
        let (node, before) = parse(text, |tree| (Node::of_tree(tree), said(tree)));
        let out = node.print();
        let expected = "# head\nhaplan: 1  # one\n\n# of a\n# and more\na:  # behind a\n  # of b\n  b: \"x # y\"  # of x\n\nlist:\n  \
                        # of the item\n  # within\n  # behind\n  - {link: p -- q, network: net}\n  - [r, s]  # two\n\n#\n# end\n";
        assert_eq!(out, expected);
        let (again, after) = parse(&out, |tree| (Node::of_tree(tree), said(tree)));
        assert_eq!((before, out), (after, again.print()));
    }

    #[test]
    fn no_comment_of_a_reference_is_lost() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/topologies");
        let mut comments = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            for entry in std::fs::read_dir(entry.unwrap().path()).unwrap() {
                let path = entry.unwrap().path();
                if path.extension().is_none_or(|it| it != "yaml") {
                    continue;
                }
                let text = std::fs::read_to_string(&path).unwrap();
                let (node, before) = parse(&text, |tree| (Node::of_tree(tree), said(tree)));
                let out = node.print();
                let (again, after) = parse(&out, |tree| (Node::of_tree(tree), said(tree)));
                assert_eq!(before, after, "{}", path.display());
                assert_eq!((again.bare(), again.print()), (node.bare(), out), "{}", path.display());
                comments += before.len();
            }
        }
        assert!(comments > 50, "{comments}");
    }

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
        assert_eq!(Node::of_tree(&tree), node, "{text}");
        let other: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
        for (item, &own) in other["items"].as_sequence().unwrap().iter().zip(&hard) {
            let number = own.parse::<f64>().is_ok();
            assert!(number || item.as_str() == Some(own), "{own:?} is {item:?} to serde_yaml");
        }
    }
}
