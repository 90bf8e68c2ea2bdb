//! The drawing as a picture in pixels, with the fonts of the machine.
//!
//! A picture without its words is worse than none: where no font has a character, nothing is drawn.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Family, Query};
use resvg::usvg::{FallbackSelectionFn, FontResolver, Group, Node, Options, Text, Tree};

/// Why there is no picture.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PngError {
    /// No font of the machine has these characters.
    NoGlyphs(String),
    /// The picture would be larger than pictures may be.
    TooLarge,
}

/// Pixels for a point: 144 dots an inch.
const SCALE: f32 = 2.0;
/// Most pixels of a picture; larger drawings are scaled down to it.
const MOST: f32 = 64_000_000.0;
/// Most characters that are named as missing.
const NAMED: usize = 20;

/// Draws an SVG of ours, always as on paper.
///
/// # Errors
/// A character that no font has; a drawing without size.
pub fn render(svg: &str) -> Result<Vec<u8>, PngError> {
    let mut options = Options { dpi: 72.0, ..Options::default() };
    options.fontdb_mut().load_system_fonts();
    options.font_resolver.select_fallback = sans_first();
    let tree = Tree::from_str(svg, &options).map_err(|_| PngError::TooLarge)?;
    let mut missing = String::new();
    missing_in(tree.root(), &mut missing);
    if !missing.is_empty() {
        return Err(PngError::NoGlyphs(missing));
    }
    let (w, h) = (tree.size().width(), tree.size().height());
    let scale = SCALE.min((MOST / (w * h)).sqrt());
    let size = |length: f32| (length * scale).ceil() as u32;
    let mut picture = Pixmap::new(size(w), size(h)).ok_or(PngError::TooLarge)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut picture.as_mut());
    picture.encode_png().map_err(|_| PngError::TooLarge)
}

/// Chooses a font for a character that the first one lacks: one without serifs if the machine has it, as the
/// rest of the drawing is.
fn sans_first() -> FallbackSelectionFn<'static> {
    let other = FontResolver::default_fallback_selector();
    Box::new(move |c, tried, fonts| {
        let wanted = tried.first().and_then(|&font| fonts.face(font)).map(|face| face.weight);
        let query = Query {
            families: &CHINESE.map(Family::Name),
            weight: wanted.unwrap_or_default(),
            ..Query::default()
        };
        let found = fonts.query(&query).filter(|font| !c.is_ascii() && !tried.contains(font));
        found.or_else(|| other(c, tried, fonts))
    })
}

/// Fonts with Chinese characters and without serifs, of Linux, Windows and macOS.
const CHINESE: [&str; 6] = [
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
];

fn missing_in(group: &Group, missing: &mut String) {
    for node in group.children() {
        match node {
            Node::Group(group) => missing_in(group, missing),
            Node::Text(text) => missing_from(text, missing),
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}

/// Characters of a text that no font has: without a glyph, or with the one that stands for none.
fn missing_from(text: &Text, missing: &mut String) {
    let words: String = text.chunks().iter().map(|chunk| chunk.text()).collect();
    let glyphs = text.layouted().iter().flat_map(|span| &span.positioned_glyphs);
    let mut found = 0;
    let mut note = |letters: &str| {
        for c in letters.chars().filter(|c| !c.is_whitespace()) {
            if !missing.contains(c) && missing.chars().count() < NAMED {
                missing.push(c);
            }
        }
    };
    for glyph in glyphs {
        found += 1;
        if glyph.id.0 == 0 {
            note(&glyph.text);
        }
    }
    if found == 0 {
        note(&words);
    }
}
