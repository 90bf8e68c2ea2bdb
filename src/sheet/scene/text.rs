//! How wide text is, without a font: never less than Arial, DejaVu Sans or Noto Sans CJK make it.

use unicode_width::UnicodeWidthChar;

/// Width of a character in thousandths of the font size.
fn advance(c: char) -> i32 {
    match (c, c.width_cjk().unwrap_or(0)) {
        (_, 0) => 0,
        ('m' | 'w' | 'M' | 'W' | '@' | '%', _) => 1000,
        ('i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' | '/' | '-', _) => 410,
        ('A'..='Z' | '&' | '+' | '=' | '<' | '>' | '~' | '^' | '#', _) => 840,
        (c, 1) if c.is_ascii() => 660,
        (_, 1) => 800,
        _ => 1000,
    }
}

/// Width of a line of text in tenths of a point.
pub(super) fn width(text: &str, size: i32, bold: bool) -> i32 {
    let sum: i32 = text.chars().map(advance).sum();
    let sum = if bold { sum * 112 / 100 } else { sum };
    (sum * size + 999) / 1000
}

/// Breaks text into lines of at most a width where spaces or wide characters allow it.
pub(super) fn wrap(text: &str, size: i32, bold: bool, most: i32) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let joined = format!("{line}{piece}");
        if !line.is_empty() && width(joined.trim_end(), size, bold) > most {
            lines.push(line.trim_end().to_owned());
            line = piece.trim_start().to_owned();
        } else {
            line = joined;
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// Runs between which a line may break: words with the space behind them, wide characters alone.
fn pieces(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let wide = |c: char| c.width() == Some(2);
        let closing = |c: char| "，。、；：）”》！？".contains(c);
        let opening = |c: char| "（“《".contains(c);
        let next = chars.peek().map(|&(_, c)| c);
        let breaks = match next {
            None => true,
            Some(next) if next == ' ' || closing(next) || opening(c) => false,
            Some(next) => c == ' ' || wide(c) || wide(next),
        };
        if breaks {
            pieces.push(&text[start..end]);
            start = end;
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_take_an_em() {
        assert_eq!(width("端口", 80, false), 160);
        assert!(width("MW", 80, true) >= 160);
        assert_eq!(width("", 80, false), 0);
    }

    #[test]
    fn lines_break_at_spaces_and_between_wide_characters() {
        assert_eq!(wrap("one two three", 100, false, 450), ["one two", "three"]);
        assert_eq!(wrap("光纤（直连）", 100, false, 300), ["光纤", "（直连）"]);
        assert_eq!(wrap("unbreakable", 100, false, 10), ["unbreakable"]);
        assert_eq!(wrap("", 100, false, 10), [""]);
    }
}
