//! Many names in few words: `srv002` to `srv040` are `srv[002-040]`.

use crate::names::natural;

/// Fewer names than this in a row stay as they are.
const RUN: usize = 4;

/// A piece of a name.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Number(String),
    Range(String),
}

impl Piece {
    fn text(&self) -> &str {
        match self {
            Self::Text(text) | Self::Number(text) | Self::Range(text) => text,
        }
    }
}

fn pieces(name: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let digit = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digit).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let piece = piece.to_owned();
        pieces.push(if digit { Piece::Number(piece) } else { Piece::Text(piece) });
        rest = after;
    }
    pieces
}

/// Names that stand together.
type Set = (Vec<Piece>, Vec<usize>);

/// Names in natural order, with those that only differ by numbers in a row put together, as the format
/// itself writes them.
pub(super) fn fold<S: AsRef<str>>(names: &[S]) -> Vec<String> {
    sets(names, RUN).into_iter().map(|(name, _)| name).collect()
}

/// As [`fold`] from so many names in a row, with the indices of the names that each stands for.
pub(super) fn sets<S: AsRef<str>>(names: &[S], run: usize) -> Vec<(String, Vec<usize>)> {
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| natural(names[a].as_ref(), names[b].as_ref()));
    let mut all: Vec<Set> =
        order.into_iter().map(|index| (pieces(names[index].as_ref()), vec![index])).collect();
    let most = all.iter().map(|(pieces, _)| pieces.len()).max().unwrap_or(0);
    for at in 0..most {
        all = fold_at(all, at, run);
    }
    let text = |pieces: &[Piece]| pieces.iter().map(Piece::text).collect::<String>();
    all.into_iter().map(|(pieces, names)| (text(&pieces), names)).collect()
}

/// Puts names together that differ in one place alone; each set stands where its first name stood.
fn fold_at(names: Vec<Set>, at: usize, run: usize) -> Vec<Set> {
    // Names that are alike but for this place stand together, by its number.
    let rest = |name: &[Piece]| {
        let outside = |(i, piece): (usize, &Piece)| (i != at).then(|| piece.text().to_owned());
        name.iter().enumerate().map(outside).collect::<Vec<_>>()
    };
    let rests: Vec<_> = names.iter().map(|(name, _)| rest(name)).collect();
    let number = |index: usize| match names[index].0.get(at) {
        Some(Piece::Number(digits)) => digits.parse::<u64>().ok(),
        _ => None,
    };
    let mut order: Vec<usize> = (0..names.len()).collect();
    order.sort_by(|&a, &b| {
        rests[a].cmp(&rests[b]).then_with(|| number(a).cmp(&number(b))).then(a.cmp(&b))
    });
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for index in order {
        let follows = |last: usize| {
            let (Some(a), Some(b)) = (number(last), number(index)) else { return false };
            let (x, y) = (names[last].0[at].text(), names[index].0[at].text());
            let plain = |text: &str| text == "0" || !text.starts_with('0');
            a.checked_add(1) == Some(b)
                && (x.len() == y.len() || plain(x) && plain(y))
                && rests[last] == rests[index]
        };
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|&last| follows(last)) => row.push(index),
            _ => rows.push(vec![index]),
        }
    }
    let mut folded: Vec<(usize, Set)> = Vec::new();
    for row in rows {
        let (Some(&first), Some(&last)) = (row.first(), row.last()) else { continue };
        if row.len() < run.max(2) {
            folded.extend(row.into_iter().map(|index| (index, names[index].clone())));
            continue;
        }
        let mut name = names[first].0.clone();
        let range = format!("[{}-{}]", name[at].text(), names[last].0[at].text());
        name[at] = Piece::Range(range);
        let within = row.iter().flat_map(|&index| names[index].1.iter().copied()).collect();
        folded.push((row.into_iter().min().unwrap_or(first), (name, within)));
    }
    folded.sort_by_key(|&(index, _)| index);
    folded.into_iter().map(|(_, set)| set).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_names_become_ranges() {
        let range = |from: u32, to: u32| (from..=to).map(|i| format!("srv{i:03}/hba1"));
        assert_eq!(fold(&range(2, 40).collect::<Vec<_>>()), ["srv[002-040]/hba1"]);
        let two: Vec<String> = range(1, 9).chain(range(11, 20)).collect();
        assert_eq!(fold(&two), ["srv[001-009]/hba1", "srv[011-020]/hba1"]);
        assert_eq!(fold(&["b", "a3", "a1", "a2"]), ["a1", "a2", "a3", "b"], "too few to fold");
        assert_eq!(fold(&["p8", "p9", "p10", "p11"]), ["p[8-11]"]);
        assert_eq!(fold(&["p08", "p9", "p10", "p11"]), ["p08", "p9", "p10", "p11"]);
        let square: Vec<String> =
            (1..5).flat_map(|i| (1..5).map(move |j| format!("s{i}:{j}"))).collect();
        assert_eq!(fold(&square), ["s[1-4]:[1-4]"]);
        assert_eq!(
            sets(&["x2", "y", "x1"], 2),
            [("x[1-2]".into(), vec![2, 0]), ("y".into(), vec![1])]
        );
        assert_eq!(fold::<&str>(&[]), [""; 0]);
    }
}
