//! A page with the drawing and nothing else, to be opened in a browser and printed; of a drawing cut into pages, all
//! of them, each on paper of its own.

use super::svg;
use crate::sheet::scene::{Paper, Scene};
use crate::words::Lang;

/// Renders a drawing as a page that fetches nothing.
pub fn render(scene: &Scene) -> String {
    document(scene, STYLE, &svg::render(scene))
}

/// Renders the pages of a drawing as a document that prints each on paper of that size, landscape.
pub fn render_pages(pages: &[Scene], paper: Paper) -> String {
    let Some(first) = pages.first() else { return String::new() };
    let (width, height) = paper.size();
    // In millimetres, as the paper is sold: in points it would be a hair too small.
    let (w, h) = match paper {
        Paper::A4 => (297, 210),
        Paper::A3 => (420, 297),
        Paper::A1 => (841, 594),
    };
    let style = format!(
        "{STYLE}\
         section{{margin:0 auto 1rem}}\
         @page{{size:{w}mm {h}mm;margin:0}}\
         @media print{{section{{width:{width}pt;height:{height}pt;margin:0;overflow:hidden;\
         break-after:page;break-inside:avoid}}section:last-child{{break-after:auto}}\
         svg{{max-width:{width}pt;max-height:{height}pt}}}}"
    );
    let sections: Vec<String> =
        pages.iter().map(|page| format!("<section>\n{}</section>\n", svg::render(page))).collect();
    document(first, &style, &sections.concat())
}

fn document(scene: &Scene, style: &str, body: &str) -> String {
    let lang = match scene.lang {
        Lang::En => "en",
        Lang::Zh => "zh-Hans",
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><style>{style}</style></head>\n<body>\n{body}</body></html>\n",
        svg::Escaped(&scene.title)
    )
}

const STYLE: &str = "\
body{margin:1rem;background:Canvas;color-scheme:light dark}\
svg{display:block;margin:auto;max-width:100%;height:auto}\
@page{size:landscape;margin:8mm}\
@media print{body{margin:0}svg{max-width:100%;max-height:100vh}}";
