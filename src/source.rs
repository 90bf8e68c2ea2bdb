//! Text with its name, byte spans into it, and the line table that turns a byte into a line and a column.

/// One text among the [`Sources`] of a run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct SourceId(pub u32);

/// A range of bytes in one source; `start <= end`, both on character boundaries.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Span {
    /// The text this span lies in.
    pub source: SourceId,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A place as people count: lines and columns from 1, columns in characters.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// A text and the name it is shown under.
#[derive(Debug)]
pub struct Source {
    /// As the user named it, with `/` between folders.
    pub path: String,
    /// The whole text, without a byte-order mark.
    pub text: String,
    line_starts: Vec<u32>,
}

impl Source {
    /// Takes the text and finds its line starts. A leading byte-order mark is dropped.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        let mut line_starts = vec![0];
        line_starts
            .extend(text.bytes().zip(1..).filter(|&(byte, _)| byte == b'\n').map(|(_, next)| next));
        Self { path: path.into(), text, line_starts }
    }

    /// Line and column of a byte; a byte past the end is the end, one within a character that character.
    pub fn position(&self, byte: u32) -> Position {
        let byte = self.text.floor_char_boundary(byte as usize);
        let line = self.line_starts.partition_point(|&start| start as usize <= byte);
        let start = self.line_starts[line - 1] as usize;
        Position { line, column: self.text[start..byte].chars().count() + 1 }
    }

    /// First byte of a line counted from 1; the end of the text for a line past it.
    pub fn line_start(&self, line: usize) -> usize {
        self.line_starts
            .get(line.saturating_sub(1))
            .map_or(self.text.len(), |&start| start as usize)
    }
}

/// All texts of one run; a [`SourceId`] is an index into it.
#[derive(Debug, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// Adds a text and names it.
    pub fn add(&mut self, source: Source) -> SourceId {
        self.0.push(source);
        SourceId((self.0.len() - 1) as u32)
    }

    /// All texts, in the order of their ids.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.0.iter()
    }

    /// Takes in the texts of another run; gives what to add to its ids.
    pub fn append(&mut self, other: Sources) -> u32 {
        let first = self.0.len() as u32;
        self.0.extend(other.0);
        first
    }

    /// The text behind an id that [`Sources::add`] gave out.
    pub fn get(&self, id: SourceId) -> &Source {
        &self.0[id.0 as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters_and_lines() {
        let source = Source::new("t", "\u{feff}名: a\r\nb\n");
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(3), Position { line: 1, column: 2 });
        assert_eq!(source.position(8), Position { line: 2, column: 1 });
        assert_eq!(source.position(99), Position { line: 3, column: 1 });
        assert_eq!(source.line_start(2), 8);
    }
}
