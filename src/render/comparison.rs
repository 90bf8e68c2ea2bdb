//! Designs side by side with the story of each, as text, Markdown and one self-contained page that prints on A4.

use super::html::{self, escape};
use super::{markdown, style, table};
use crate::sheet::comparison::{Comparison, Design, View};
use crate::sheet::table::Layout;
use crate::words::{Lang, comparing as words, msg};

/// For a terminal.
pub fn text(comparison: &Comparison, lang: Lang, differences: bool) -> String {
    let tables = comparison.tables(View { lang, layout: Layout::Narrow, differences });
    let mut out = table::tables(&tables, table::WIDTH);
    for design in &comparison.designs {
        out.push('\n');
        out.push_str(&style::wrapped(&style::plain(&heading(design, lang)), 0));
        out.push_str(&style::wrapped(&style::printable(paragraph(design, lang), false), 2));
    }
    out
}

/// As Markdown.
pub fn markdown(comparison: &Comparison, lang: Lang, differences: bool) -> String {
    let tables = comparison.tables(View { lang, layout: Layout::Print, differences });
    let mut out = markdown::tables(&tables);
    for design in &comparison.designs {
        let heading = markdown::escaped(&heading(design, lang));
        let paragraph = markdown::escaped(&paragraph(design, lang));
        out.push_str(&format!("\n## {heading}\n\n{paragraph}\n"));
    }
    out
}

/// As a page that fetches nothing.
pub fn html(comparison: &Comparison, lang: Lang, differences: bool) -> String {
    let code = if lang == Lang::Zh { "zh-CN" } else { "en" };
    let title = escape(words::COMPARISON.text(lang));
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{}</style>\n</head>\n<body>\n",
        html::STYLE
    );
    for it in comparison.tables(View { lang, layout: Layout::Print, differences }) {
        out.push_str(&html::table(&it));
    }
    for design in &comparison.designs {
        out.push_str(&format!(
            "<h2>{}</h2>\n<p class=\"story\">{}</p>\n",
            escape(&heading(design, lang)),
            escape(&paragraph(design, lang))
        ));
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn heading(design: &Design, lang: Lang) -> String {
    let name = match &design.title {
        None => design.name.clone(),
        Some(title) => msg!(words::WITH_TITLE, design = &design.name, title = title).text(lang),
    };
    msg!(words::STORY_OF, design = name).text(lang)
}

/// The story in one paragraph.
fn paragraph(design: &Design, lang: Lang) -> String {
    let sentences: Vec<String> = design.story.iter().map(|it| it.text(lang)).collect();
    sentences.join(if lang == Lang::Zh { "" } else { " " })
}
