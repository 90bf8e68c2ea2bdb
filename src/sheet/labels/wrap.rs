//! Lines of a label: broken behind separators only, and never cut.

use unicode_width::UnicodeWidthStr;

/// Behind these a line may end.
const SEPARATORS: &[char] = &['/', '-', ':', '.', '_', ',', ';', ' ', '，', '；', '：'];

/// A text in lines of at most so many columns; a line break in it is kept.
///
/// # Errors
/// The piece between two separators that is wider than a line.
pub(super) fn wrap(text: &str, width: Option<usize>) -> Result<Vec<String>, String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let Some(width) = width else {
            lines.push(line.trim().to_owned());
            continue;
        };
        let mut open = String::new();
        for piece in line.split_inclusive(SEPARATORS) {
            // A space at the end of a line takes no room.
            if open.width() + piece.trim_end().width() > width && !open.is_empty() {
                lines.push(std::mem::take(&mut open).trim().to_owned());
            }
            let piece = if open.is_empty() { piece.trim_start() } else { piece };
            if piece.trim_end().width() > width {
                return Err(piece.trim().to_owned());
            }
            open.push_str(piece);
        }
        lines.push(open.trim().to_owned());
    }
    lines.retain(|line| !line.is_empty());
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_end_behind_separators_and_lose_nothing() {
        let label = "R1-10:hba1/1/R1-20:2";
        assert_eq!(wrap(label, None).as_deref(), Ok(&[label.to_owned()][..]));
        for width in 5..30 {
            let lines = wrap(label, Some(width)).unwrap_or_default();
            assert!(lines.iter().all(|line| line.width() <= width), "{width}: {lines:?}");
            assert_eq!(lines.concat(), label);
        }
        assert_eq!(wrap(label, Some(4)), Err("hba1/".to_owned()));
        let two = wrap("A01-03-01 / B02-01-04", Some(11)).unwrap_or_default();
        assert_eq!(two, ["A01-03-01 /", "B02-01-04"]);
        assert_eq!(wrap("机柜一-服务器", Some(7)).unwrap_or_default(), ["机柜一-", "服务器"]);
        assert_eq!(wrap("a\nb", Some(9)).unwrap_or_default(), ["a", "b"]);
    }
}
