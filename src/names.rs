//! Names as people write them: ranges such as `db[1-2]`, and the natural order of names with numbers.

use std::cmp::Ordering;
use std::ops::Range;

use compact_str::{CompactString, ToCompactString};

/// What is wrong with a range, and at which bytes of the pattern.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RangeError {
    /// Bytes of the pattern concerned.
    pub at: Range<usize>,
    /// What is wrong.
    pub kind: RangeErrorKind,
}

/// What can be wrong with a range.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RangeErrorKind {
    /// `[` without `]`, or `]` without `[`.
    Unbalanced,
    /// Nothing between brackets or commas.
    Empty,
    /// The end lies before the start.
    Backwards,
    /// Neither two numbers nor two letters.
    Unlike,
}

/// A name with ranges in it, counted before it is expanded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pattern<'a> {
    pieces: Vec<Piece<'a>>,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece<'a> {
    Literal(&'a str),
    Choice(Vec<Item<'a>>),
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Item<'a> {
    One(&'a str),
    Numbers { from: u64, to: u64, width: usize },
    Letters { from: char, to: char },
}

impl Item<'_> {
    fn count(&self) -> u64 {
        match *self {
            Item::One(_) => 1,
            Item::Numbers { from, to, .. } => (to - from).saturating_add(1),
            Item::Letters { from, to } => u64::from(to as u32 - from as u32) + 1,
        }
    }

    fn name(&self, index: u64) -> CompactString {
        match *self {
            Item::One(text) => text.into(),
            Item::Numbers { from, width, .. } => {
                compact_str::format_compact!("{:0width$}", from + index)
            }
            Item::Letters { from, .. } => {
                char::from_u32(from as u32 + index as u32).unwrap_or(from).to_compact_string()
            }
        }
    }
}

impl<'a> Pattern<'a> {
    /// Reads a name.
    ///
    /// # Errors
    /// What is wrong with its first bad range.
    pub fn parse(text: &'a str) -> Result<Self, RangeError> {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = text[at..].find(['[', ']']).map(|i| at + i) {
            if open > at {
                pieces.push(Piece::Literal(&text[at..open]));
            }
            let unbalanced = |at| RangeError { at, kind: RangeErrorKind::Unbalanced };
            if text.as_bytes()[open] == b']' {
                return Err(unbalanced(open..open + 1));
            }
            let close = text[open..].find(']').ok_or_else(|| unbalanced(open..text.len()))? + open;
            pieces.push(Piece::Choice(items(&text[open + 1..close], open + 1)?));
            at = close + 1;
        }
        if at < text.len() || pieces.is_empty() {
            pieces.push(Piece::Literal(&text[at..]));
        }
        Ok(Self { pieces })
    }

    /// How many names it stands for; saturates.
    pub fn count(&self) -> u64 {
        self.pieces.iter().fold(1, |count, piece| match piece {
            Piece::Literal(_) => count,
            Piece::Choice(items) => {
                count.saturating_mul(items.iter().fold(0, |sum, i| sum.saturating_add(i.count())))
            }
        })
    }

    /// The names, left to right, the last range fastest. Ask [`Pattern::count`] first.
    pub fn expand(&self) -> Vec<CompactString> {
        let mut names = vec![CompactString::default()];
        for piece in &self.pieces {
            match piece {
                Piece::Literal(text) => names.iter_mut().for_each(|name| name.push_str(text)),
                Piece::Choice(items) => {
                    names = names
                        .iter()
                        .flat_map(|name| {
                            items.iter().flat_map(move |item| {
                                (0..item.count()).map(move |i| {
                                    let mut name = name.clone();
                                    name.push_str(&item.name(i));
                                    name
                                })
                            })
                        })
                        .collect();
                }
            }
        }
        names
    }
}

fn items(text: &str, start: usize) -> Result<Vec<Item<'_>>, RangeError> {
    let mut at = start;
    let mut items = Vec::new();
    for part in text.split(',') {
        let error = |kind| RangeError { at: at..at + part.len(), kind };
        let part = part.trim();
        items.push(match part.split_once('-') {
            None if part.is_empty() => return Err(error(RangeErrorKind::Empty)),
            None => Item::One(part),
            Some((from, to)) => span_of(from.trim(), to.trim()).map_err(error)?,
        });
        at += part.len() + 1;
    }
    Ok(items)
}

fn span_of<'a>(from: &'a str, to: &'a str) -> Result<Item<'a>, RangeErrorKind> {
    if from.is_empty() || to.is_empty() {
        return Err(RangeErrorKind::Empty);
    }
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits(from) && digits(to) {
        let number = |text: &str| text.parse::<u64>().map_err(|_| RangeErrorKind::Unlike);
        let width = if from.starts_with('0') { from.len() } else { 1 };
        let (from, to) = (number(from)?, number(to)?);
        return if from <= to {
            Ok(Item::Numbers { from, to, width })
        } else {
            Err(RangeErrorKind::Backwards)
        };
    }
    let mut letters = from.chars().chain(to.chars());
    match (letters.next(), letters.next(), letters.next()) {
        (Some(a), Some(b), None)
            if (a.is_ascii_lowercase() && b.is_ascii_lowercase())
                || (a.is_ascii_uppercase() && b.is_ascii_uppercase()) =>
        {
            if a <= b {
                Ok(Item::Letters { from: a, to: b })
            } else {
                Err(RangeErrorKind::Backwards)
            }
        }
        _ => Err(RangeErrorKind::Unlike),
    }
}

/// Natural order: runs of ASCII digits by value, other runs by code point, digits before others, ties by
/// the plain text.
pub fn natural(a: &str, b: &str) -> Ordering {
    let (mut x, mut y) = (a, b);
    while !x.is_empty() && !y.is_empty() {
        let (run_x, rest_x) = run(x);
        let (run_y, rest_y) = run(y);
        let number = |run: &str| run.as_bytes()[0].is_ascii_digit();
        let order = match (number(run_x), number(run_y)) {
            (true, true) => {
                let (p, q) = (run_x.trim_start_matches('0'), run_y.trim_start_matches('0'));
                p.len().cmp(&q.len()).then_with(|| p.cmp(q))
            }
            (true, false) => Ordering::Less,
            (false, true) => Ordering::Greater,
            (false, false) => run_x.cmp(run_y),
        };
        if order.is_ne() {
            return order;
        }
        (x, y) = (rest_x, rest_y);
    }
    x.len().cmp(&y.len()).then_with(|| a.cmp(b))
}

fn run(text: &str) -> (&str, &str) {
    let digit = text.as_bytes()[0].is_ascii_digit();
    let end = text.bytes().position(|byte| byte.is_ascii_digit() != digit).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let pattern = Pattern::parse(text).unwrap();
        let names: Vec<_> = pattern.expand().iter().map(ToString::to_string).collect();
        assert_eq!(names.len() as u64, pattern.count());
        names
    }

    #[test]
    fn ranges_expand_left_to_right_the_last_fastest() {
        assert_eq!(names("db"), ["db"]);
        assert_eq!(names("esx[08-11]"), ["esx08", "esx09", "esx10", "esx11"]);
        assert_eq!(names("[a-b][1,3,5-6]"), ["a1", "a3", "a5", "a6", "b1", "b3", "b5", "b6"]);
    }

    #[test]
    fn bad_ranges_say_where_and_why() {
        let error = |text| Pattern::parse(text).unwrap_err();
        assert_eq!(error("a[1-").kind, RangeErrorKind::Unbalanced);
        assert_eq!(error("a]").at, 1..2);
        assert_eq!(error("a[]").kind, RangeErrorKind::Empty);
        assert_eq!(error("a[3-1]").kind, RangeErrorKind::Backwards);
        assert_eq!(error("a[1,b-2]"), RangeError { at: 4..7, kind: RangeErrorKind::Unlike });
        assert_eq!(Pattern::parse("[1-99999999]").unwrap().count(), 99_999_999);
    }

    #[test]
    fn natural_order_counts_and_puts_digits_first() {
        let mut names = vec!["p10", "p9", "p09", "pA", "p", "1", "a-2", "a-10"];
        names.sort_by(|a, b| natural(a, b));
        assert_eq!(names, ["1", "a-2", "a-10", "p", "p09", "p9", "p10", "pA"]);
    }
}
