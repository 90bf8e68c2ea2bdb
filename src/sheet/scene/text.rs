//! How wide text is, without a font: never less than Arial, DejaVu Sans or Noto Sans CJK make it.

use unicode_width::UnicodeWidthChar;

/// Widths of the printable ASCII characters in thousandths of the font size: the greatest that the
/// usual sans fonts have, regular and bold.
const ASCII: [[i32; 95]; 2] = [
    [
        320, 405, 460, 840, 640, 950, 780, 275, 390, 390, 500, 840, 320, 365, 320, 340, 640, 640,
        640, 640, 640, 640, 640, 640, 640, 640, 340, 340, 840, 840, 840, 535, 1020, 730, 730, 730,
        770, 730, 730, 775, 755, 295, 560, 730, 730, 865, 750, 790, 730, 790, 730, 730, 730, 735,
        730, 990, 730, 730, 730, 400, 400, 400, 840, 560, 500, 615, 635, 550, 635, 615, 355, 635,
        635, 280, 280, 580, 280, 975, 635, 615, 635, 635, 415, 525, 395, 635, 595, 820, 595, 595,
        525, 640, 340, 640, 840,
    ],
    [
        350, 460, 525, 840, 700, 1005, 875, 310, 460, 460, 525, 840, 380, 415, 380, 365, 700, 700,
        700, 700, 700, 700, 700, 700, 700, 700, 400, 400, 840, 840, 840, 580, 1020, 775, 765, 735,
        830, 730, 730, 825, 840, 375, 560, 775, 730, 995, 840, 850, 735, 850, 770, 730, 730, 815,
        775, 1105, 775, 730, 730, 460, 400, 460, 840, 560, 500, 675, 720, 595, 720, 680, 435, 720,
        715, 345, 345, 665, 345, 1045, 715, 690, 720, 720, 495, 595, 480, 715, 655, 925, 645, 655,
        585, 715, 365, 715, 840,
    ],
];

fn advance(c: char, bold: bool) -> i32 {
    let ascii = (c as usize).checked_sub(0x20).and_then(|at| ASCII[usize::from(bold)].get(at));
    match (ascii, c.width()) {
        (Some(&width), _) => width,
        (None, None | Some(0)) => 0,
        (None, Some(1)) if bold => 1100,
        (None, _) => 1000,
    }
}

/// Width of a line of text in tenths of a point.
pub(super) fn width(text: &str, size: i32, bold: bool) -> i32 {
    let sum: i32 = text.chars().map(|c| advance(c, bold)).sum();
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
    let mut kept = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let wide = |c: char| c.width() == Some(2);
        let closing = |c: char| "，。、；：）”》！？".contains(c);
        let opening = |c: char| "（“《".contains(c);
        // A short remark in brackets stays on one line.
        if c == '（'
            && let Some(close) = text[end..].find('）').filter(|&close| close <= 30)
        {
            kept = end + close;
        }
        let next = chars.peek().map(|&(_, c)| c);
        let breaks = match next {
            None => true,
            Some(_) if end <= kept => false,
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
        assert_eq!(wrap("光纤，（直连）", 100, false, 500), ["光纤，", "（直连）"]);
        assert_eq!(wrap("unbreakable", 100, false, 10), ["unbreakable"]);
        assert_eq!(wrap("", 100, false, 10), [""]);
    }
}
