//! Names: ranges, natural order, and YAML values read as names.

use std::cmp::Ordering;

use serde_yaml::Value;

/// All names that one with brackets stands for; the last bracket runs fastest.
pub fn expand(name: &str) -> Vec<String> {
    let Some(open) = name.find('[') else { return vec![name.to_owned()] };
    let close = open + name[open..].find(']').expect("a closing bracket");
    let tails = expand(&name[close + 1..]);
    let mut names = Vec::new();
    for item in name[open + 1..close].split(',') {
        for middle in run(item.trim()) {
            for tail in &tails {
                names.push(format!("{}{middle}{tail}", &name[..open]));
            }
        }
    }
    names
}

/// `3`, `5-8`, `01-40` or `a-d`.
fn run(item: &str) -> Vec<String> {
    let Some((first, last)) = item.split_once('-') else { return vec![item.to_owned()] };
    if let (Ok(from), Ok(to)) = (first.parse::<u32>(), last.parse::<u32>()) {
        return (from..=to).map(|n| format!("{n:0width$}", width = first.len())).collect();
    }
    let letter = |text: &str| text.chars().next().expect("a letter");
    (letter(first)..=letter(last)).map(String::from).collect()
}

/// Natural order: runs of ASCII digits by value, other runs by code point, digits first.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (left, right) = (runs(a), runs(b));
    for (x, y) in left.iter().zip(&right) {
        let order = match (number(x), number(y)) {
            (Some(m), Some(n)) => m.len().cmp(&n.len()).then(m.cmp(n)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => x.cmp(y),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
    left.len().cmp(&right.len()).then(a.cmp(b))
}

fn runs(text: &str) -> Vec<String> {
    let mut runs: Vec<String> = Vec::new();
    for c in text.chars() {
        match runs.last_mut() {
            Some(last) if last.ends_with(|d: char| d.is_ascii_digit()) == c.is_ascii_digit() => {
                last.push(c);
            }
            _ => runs.push(c.to_string()),
        }
    }
    runs
}

/// The digits of a run without leading zeros, or nothing for a run of other characters.
fn number(run: &str) -> Option<&str> {
    run.starts_with(|c: char| c.is_ascii_digit()).then(|| run.trim_start_matches('0'))
}

/// A scalar as a name.
pub fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        other => panic!("a name was expected, not {other:?}"),
    }
}

/// The name at a key.
pub fn text_at(value: &Value, key: &str) -> Option<String> {
    value.get(key).map(text)
}

/// The number at a key.
pub fn count_at(value: &Value, key: &str) -> Option<usize> {
    value.get(key).map(|n| text(n).parse().expect("a whole number"))
}

/// A name or a list of names at a key, ranges expanded; nothing if the key is missing.
pub fn names_at(value: &Value, key: &str) -> Vec<String> {
    match value.get(key) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::Sequence(items)) => items.iter().flat_map(|item| expand(&text(item))).collect(),
        Some(one) => expand(&text(one)),
    }
}

/// The items of a list at a key.
pub fn items_at<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    value.get(key).and_then(Value::as_sequence).into_iter().flatten().collect()
}

/// The entries of a mapping at a key, in file order, ranges in the keys expanded.
pub fn entries_at<'a>(value: &'a Value, key: &str) -> Vec<(String, &'a Value)> {
    let mapping = value.get(key).and_then(Value::as_mapping);
    let entries = mapping.into_iter().flat_map(|m| m.iter());
    entries.flat_map(|(k, v)| expand(&text(k)).into_iter().map(move |name| (name, v))).collect()
}
