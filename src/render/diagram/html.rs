//! A page with the drawing and nothing else, to be opened in a browser and printed.

use super::svg;
use crate::sheet::scene::Scene;
use crate::words::Lang;

/// Renders a drawing as a page that fetches nothing.
pub fn render(scene: &Scene) -> String {
    let lang = match scene.lang {
        Lang::En => "en",
        Lang::Zh => "zh-Hans",
    };
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{}</title><style>{STYLE}</style></head>\n<body>\n{}</body></html>\n",
        svg::Escaped(&scene.title),
        svg::render(scene)
    )
}

const STYLE: &str = "\
body{margin:1rem;background:Canvas;color-scheme:light dark}\
svg{display:block;margin:auto;max-width:100%;height:auto}\
@page{size:landscape;margin:8mm}\
@media print{body{margin:0}svg{max-width:100%;max-height:100vh}}";
