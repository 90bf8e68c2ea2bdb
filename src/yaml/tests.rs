use proptest::prelude::*;
use serde_yaml::Value;

use super::{Kind, Limits, NodeId, Tree};
use crate::finding::Finding;
use crate::source::{Source, SourceId, Span};
use crate::words::Lang;

fn read<'s>(text: &'s str, limits: &Limits) -> (Option<Tree<'s>>, Vec<Finding>) {
    let mut findings = Vec::new();
    let tree = Tree::parse(SourceId(0), text, limits, &mut findings);
    (tree, findings)
}

fn clean(text: &str) -> Tree<'_> {
    let (tree, findings) = read(text, &Limits::default());
    assert!(findings.is_empty(), "{text}: {findings:?}");
    tree.unwrap_or_else(|| unreachable!("no tree and no finding for {text}"))
}

/// `rule line:column` of every place, the message and the help.
fn told(text: &str) -> String {
    told_within(text, &Limits::default())
}

fn told_within(text: &str, limits: &Limits) -> String {
    let source = Source::new("t", text);
    let place = |span: &Span| {
        let from = source.position(span.start);
        let part = &text[span.start as usize..span.end as usize];
        format!("{}:{} {part:?}", from.line, from.column)
    };
    let (tree, findings) = read(text, limits);
    let mut out = String::from(if tree.is_some() { "" } else { "(no tree)\n" });
    for finding in findings {
        let Some(first) = finding.labels.first() else { continue };
        out += &format!("{} {}: ", finding.rule, place(&first.span));
        out += &finding.message.text(Lang::En);
        for label in &finding.labels[1..] {
            let text = label.text.as_ref().map(|text| text.text(Lang::En)).unwrap_or_default();
            out += &format!(" | {} {text}", place(&label.span));
        }
        if let Some(help) = finding.help {
            out += &format!(" | {}", help.text(Lang::En));
        }
        out.push('\n');
    }
    out
}

/// What serde_yaml would make of a node: plain scalars resolved by serde_yaml itself.
fn value(tree: &Tree<'_>, id: NodeId) -> Value {
    match tree.kind(id) {
        Kind::Scalar { text: "", plain: true } => Value::Null,
        Kind::Scalar { text, plain: true } => {
            serde_yaml::from_str(text).unwrap_or_else(|_| text.into())
        }
        Kind::Scalar { text, .. } => text.into(),
        Kind::Seq(items) => items.iter().map(|&item| value(tree, item)).collect(),
        Kind::Map(pairs) => Value::Mapping(
            pairs.iter().map(|&(key, item)| (value(tree, key), value(tree, item))).collect(),
        ),
    }
}

const DOCUMENTS: &[&str] = &[
    "a: 1\nb: [x, 'y''z', \"q\\n\\u0041\"]\nc: {d: , e: ~}\n",
    "- a\n- - b\n  - c\n-\n- {x: 1}\n",
    "base: &b {x: 1, y: 2}\none: *b\ntwo: {<<: *b, y: 3}\n",
    "b: &b {x: 1}\nc: &c {x: 2, y: 2}\nd: {<<: [*b, *c], z: 3}\ne:\n  z: 1\n  <<: {w: 0, z: 9}\n",
    "b: &b {x: {deep: 1}}\nc: &c {<<: *b, y: 2}\nd: {<<: *c}\n",
    "text: |\n  one\n   two\n\nfolded: >-\n  a\n  b\n\n  c\nkeep: |+\n  x\n\n",
    "multi: one\n  two\n  three\nquoted: \"a\n  b\"\n",
    "a: 1\r\nb:\r\n  - x\r\n  - 'y'\r\nc: |\r\n  t\r\n",
    "%YAML 1.2\n---\na: !!str 12\nc: !!int 3\n...\n",
    "? x\n: 1\n? y\n# c\nz: [a, b,]\n",
    "'k 1': 0x1F\n\"k:2\": -1.5e3\n名称: 双机：高配，［试］｛验｝\n",
    "s:\n- a\n- b: 1\n  c: 2\nt: [[], {}, [{}]]\nempty: ''\n",
    "k: &a x\n*a : y\nl: [*a, &n n, *n]\n",
    "{a: [1, {b: 2}], \"c\":3, d: e f}\n",
    "- &x {a: &y [1]}\n- *x\n- *y\n",
];

#[test]
fn trees_say_what_serde_yaml_says() {
    for text in DOCUMENTS {
        let tree = clean(text);
        let mut expected: Value = serde_yaml::from_str(text).unwrap_or(Value::Null);
        // One pass leaves merges within what it merges.
        expected.apply_merge().and_then(|()| expected.apply_merge()).ok();
        assert_eq!(value(&tree, tree.root()), expected, "{text}");
    }
}

#[test]
fn scalars_stay_as_written() {
    let text = "[0012, on, 1e3, 50:01:43, ~, 0x1F, 2027-06-30, \"0012\", 'on', , ! x]";
    let tree =
        clean("{a: 0012, b: on, c: 1e3, d: 50:01:43, e: ~, f: \"0012\", g: 'on', h: , i: ! x}");
    let all: Vec<_> = tree.entries(tree.root()).iter().map(|&(_, v)| tree.kind(v)).collect();
    let plain = |text| Kind::Scalar { text, plain: true };
    let quoted = |text| Kind::Scalar { text, plain: false };
    let expected = [
        plain("0012"),
        plain("on"),
        plain("1e3"),
        plain("50:01:43"),
        plain("~"),
        quoted("0012"),
        quoted("on"),
        plain(""),
        quoted("x"),
    ];
    assert_eq!(all, expected);
    assert!(told(text).starts_with("(no tree)"), "an empty item between commas is no YAML");
}

#[test]
fn spans_are_the_bytes_of_the_nodes() {
    let text = "名: \"a\\tb\"\r\nseq:\r\n- &x 甲\r\n- - 'q'\r\n  - *x\r\n- k: [1, {z: }]\r\n\r\n  l: |\r\n    t\r\n    u\r\n\r\n# c\r\nend: # c\r\n\r\n";
    let tree = clean(text);
    let slice = |id| {
        let Span { start, end, .. } = tree.span(id);
        &text[start as usize..end as usize]
    };
    let mut slices = Vec::new();
    let mut open = vec![tree.root()];
    while let Some(id) = open.pop() {
        slices.push(slice(id));
        match tree.kind(id) {
            Kind::Scalar { .. } => {}
            Kind::Seq(items) => open.extend(items.iter().rev()),
            Kind::Map(pairs) => open.extend(pairs.iter().rev().flat_map(|&(k, v)| [v, k])),
        }
    }
    let seq = &text[text.find("- &x").unwrap_or(0)..text.find("\r\n\r\n# c").unwrap_or(0)];
    assert_eq!(slices[0], &text[..text.find(" # c\r\n\r\n").unwrap_or(0)]);
    assert_eq!(slices[1..5], ["名", "\"a\\tb\"", "seq", seq]);
    assert_eq!(slices[5..9], ["甲", "- 'q'\r\n  - *x", "'q'", "*x"]);
    assert_eq!(slices[10..17], ["k", "[1, {z: }]", "1", "{z: }", "z", "", "l"]);
    assert_eq!(slices[17..], ["t\r\n    u", "end", ""]);
}

#[test]
fn aliases_know_their_use_and_their_definition() {
    let text = "a: &a {x: 1}\nb: *a\nc: {<<: *a, y: 2}\n";
    let tree = clean(text);
    let slice = |span: Span| &text[span.start as usize..span.end as usize];
    let get = |id, key| tree.get(id, key).map(|(_, value)| value).unwrap_or(tree.root());
    let (a, b, c) = (get(tree.root(), "a"), get(tree.root(), "b"), get(tree.root(), "c"));
    assert_eq!((tree.definition(a), tree.alias(a)), (None, None));
    assert_eq!(tree.definition(b).map(slice), Some("{x: 1}"));
    assert_eq!(tree.alias(b).map(slice), Some("*a"));
    assert_eq!(tree.target(b), a);
    let x = get(c, "x");
    assert_eq!((slice(tree.span(x)), tree.definition(x).map(slice)), ("*a", Some("1")));
    assert_eq!(tree.scalar(x), Some("1"));
}

/// Every finding that leaves a tree.
#[test]
fn mistakes_in_the_content_leave_a_tree() {
    insta::assert_snapshot!(
        [
            "a: 1\nb: 2\n\"a\": 3\n",
            "a: {<<: 1}\nb: {<<: [x]}\n",
            "a: *u\nb: &c [*c]\n",
            "[a]: 1\nb: 2\n",
            "a: !foo x\nb: !!set {}\n",
            "a: 1\n---\nb: 2\n",
        ]
        .map(told)
        .join("")
    );
}

#[test]
fn mistakes_in_the_syntax_are_named_at_their_place() {
    insta::assert_snapshot!(
        [
            "",
            "# nothing\n---\n",
            "a: \"x\nb: 1\n",
            "a: 'x\n---\nb: 1\n",
            "a: [1, 2\nb: 3\n",
            "a: [1, 2",
            "a: {x: 1\nb: 3\n",
            "a: {x: 1 y: 2}\n",
            "a: [1}\n",
            "a: ]\n",
            "a: b: c\n",
            "a: 1\n  b: 2\n",
            "a:\n    b: 1\n  c: 2\n",
            "a: 1\nfoo\nb: 2\n",
            "- a\nb: 1\n",
            "b: 1\n- a\n",
            "a: @x\n",
            "a: \"\\d\"\n",
            "a: 'it's'\n",
            "a: \"x\" y\n",
            "a: - b\n",
            "a: 1 # c\n  x\n",
            "a: !e!x 1\n",
            "a: &\n",
            "a: 1\nb: x\u{0}y\n",
            "a: 1\n  - b\n",
            "a: *\n",
            "a: \"x\n",
            "a:\n\tb: 1\n",
            "a: 1\n\tb: 1\n",
        ]
        .map(told)
        .join("")
    );
}

#[test]
fn full_width_punctuation_in_structure_is_named() {
    insta::assert_snapshot!(
        [
            "name：s1\n",
            "name：s1\nkind: x\n",
            "a: 1\nname：s1\nkind: x\n",
            "a:\n  db1：\n    m: x\n",
            "{a: 1，b: 2}\n",
            "power: ｛psu1: a，psu2: b｝\n",
            "a: ［b: 1］\n",
            "a: “b: c”\n",
            "servers:\n\u{3000}\u{3000}db1:\n\u{3000}\u{3000}\u{3000}model: x\n",
            "a:\u{a0}1\nb: 2\n",
            "db1：x: 1\n",
            // The title is innocent; the line below it is not.
            "title: 双机：高配\n  bad: x\n",
            "title: 双机：高配\nname：x\n",
        ]
        .map(told)
        .join("")
    );
}

#[test]
fn chinese_prose_is_left_alone() {
    for text in [
        "title: 双机：高配，［试用］\n",
        "\"键：值\": 1\n",
        "- ［重要］：先看\n- “引”\n",
        "a: |\n  第一：\n  　第二，\n",
        "a: 1 # 注：释\n",
        "t: >\n  ｛甲｝\nu: '：'\n",
    ] {
        clean(text);
    }
    let tree = clean("links: [a:1 -- b：2]\n");
    let links = tree.get(tree.root(), "links").map(|(_, value)| tree.kind(value));
    let Some(Kind::Seq(&[link])) = links else { unreachable!("a list of one") };
    assert_eq!(tree.fullwidth(link).map(|finding| finding.labels[0].span.start), Some(16));
}

#[test]
fn an_alias_bomb_is_one_finding() {
    let mut text = String::from("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..40 {
        let below = format!("*l{}", level - 1);
        text += &format!("l{level}: &l{level} [{}]\n", vec![below; 10].join(", "));
    }
    let (tree, findings) = read(&text, &Limits::default());
    assert_eq!(findings.iter().map(|finding| finding.rule).collect::<Vec<_>>(), ["alias-limit"]);
    let mut open = tree.as_ref().map(Tree::root).into_iter().collect::<Vec<_>>();
    let mut reached = 0;
    while let (Some(id), Some(tree)) = (open.pop(), &tree) {
        reached += 1;
        match tree.kind(id) {
            Kind::Scalar { .. } => {}
            Kind::Seq(items) => open.extend(items),
            Kind::Map(pairs) => open.extend(pairs.iter().map(|&(_, value)| value)),
        }
    }
    assert!(reached < 1_100_000, "{reached}");
}

#[test]
fn limits_hold() {
    let limits = Limits { depth: 3, alias_nodes: 4, nodes: 20, spent: (0, 0) };
    assert_eq!(
        told_within("[[[[x]]]]", &limits),
        "(no tree)\nnesting-limit 1:4 \"[\": lists and mappings are nested more than 3 deep | write it flatter; no key of the format needs so many levels\n"
    );
    assert_eq!(
        told_within("a: &a [[x]]\nb: [*a]\n", &limits),
        "nesting-limit 2:5 \"*a\": lists and mappings are nested more than 3 deep | write it flatter; no key of the format needs so many levels\n"
    );
    assert!(told_within("a: &a [x, y]\nb: [*a, *a]\n", &limits).starts_with("alias-limit 2:9"));
    assert!(told_within(&"- x\n".repeat(30), &limits).starts_with("(no tree)\nsize-limit 20:3"));
    for deep in ["[", "{a: ", "- ", "? ", "[{", "{? "] {
        let told = told(&deep.repeat(100_000));
        assert!(told.starts_with("(no tree)\nnesting-limit 1:"), "{deep}: {told}");
    }
}

#[test]
fn keys_of_large_mappings_are_unique_too() {
    let mut text: String = (0..1000).map(|key| format!("k{key}: {key}\n")).collect();
    text += "k7: x\n<<: {k8: x, k1000: y}\n";
    assert!(told(&text).starts_with("duplicate-key 1001:1 \"k7\""));
    let (tree, _) = read(&text, &Limits::default());
    assert_eq!(tree.map(|tree| tree.entries(tree.root()).len()), Some(1001));
}

proptest! {
    /// Whatever the text: no panic, spans on character boundaries, and a reason where no tree is.
    #[test]
    fn any_text_is_a_tree_or_a_finding(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("a".to_owned()), Just(": ".to_owned()), Just("\n".to_owned()),
                Just("  ".to_owned()), Just("- ".to_owned()), Just("\t".to_owned()),
                Just("&a ".to_owned()), Just("*a".to_owned()), Just("<<: ".to_owned()),
                Just("[".to_owned()), Just("]".to_owned()), Just("{".to_owned()),
                Just("}".to_owned()), Just(", ".to_owned()), Just("\"".to_owned()),
                Just("'".to_owned()), Just("#".to_owned()), Just("|\n".to_owned()),
                Just("：".to_owned()), Just("［".to_owned()), Just("\u{3000}".to_owned()),
                Just("\r\n".to_owned()), Just("!x ".to_owned()), Just("---\n".to_owned()),
                Just("? ".to_owned()), Just("\\".to_owned()), ".{0,3}",
            ],
            0..40,
        )
    ) {
        let text = parts.concat();
        let (tree, findings) = read(&text, &Limits::default());
        prop_assert!(tree.is_some() || !findings.is_empty());
        let places = findings.iter().flat_map(|finding| &finding.labels).map(|label| label.span);
        let nodes = tree.iter().flat_map(|tree| (0..tree.node_count()).map(|id| tree.span(NodeId(id as u32))));
        for span in places.chain(nodes) {
            prop_assert!(text.get(span.start as usize..span.end as usize).is_some(), "{:?}", span);
        }
    }
}
