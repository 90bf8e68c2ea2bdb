//! A proposal as one self-contained page, for a browser and for print; nothing is fetched.

use super::diagram::svg;
use super::proposal::Proposal;
use super::style::colon;
use super::table::columns;
use super::{whatif, wording};
use crate::report::Reported;
use crate::sheet::table::{Align, Cell, Row, Table};
use crate::sheet::whatif::WhatIf;
use crate::source::Sources;
use crate::words::{Lang, Msg, Word, msg, output as words, story as tale};

pub(super) const STYLE: &str = "\
body{font:15px/1.5 system-ui,'Noto Sans CJK SC','Microsoft YaHei',sans-serif;margin:2rem auto;max-width:80rem;\
padding:0 1rem;color:#1b1f24;background:#fff}\
h1{font-size:1.5rem;margin:0}h2{font-size:1.15rem;margin:2rem 0 .5rem}\
.verdict{display:inline-block;padding:.1rem .7rem;border-radius:.3rem;color:#fff;font-weight:600}\
.pass{background:#1a7f37}.fail,.invalid{background:#c21a2c}\
table{border-collapse:collapse;margin:.5rem 0;font-size:.85rem}th,td{border:1px solid #ccd1d6;padding:.2rem .5rem;\
vertical-align:top}th{background:#f2f4f6;text-align:left;white-space:nowrap}td{word-break:keep-all;overflow-wrap:break-word}\
td.short,td span{white-space:nowrap}tr.group td{background:#f7f8f9;font-weight:600}\
tr.differs td{background:#fff4d6}td.right{text-align:right}td.center{text-align:center}.scroll{overflow-x:auto}\
.finding{border-left:4px solid #8c959f;padding:.2rem .8rem;margin:.5rem 0}.error{border-color:#c21a2c}\
.warning{border-color:#b7791f}.waived{opacity:.75}.meta{color:#57606a;font-size:.85rem;margin:.3rem 0}\
code{font-family:ui-monospace,Consolas,'Noto Sans Mono CJK SC',monospace}svg{max-width:100%;height:auto}\
.story{margin:.3rem 0}\
@media print{@page{size:A4 landscape;margin:10mm}body{margin:0;max-width:none;font-size:10pt}\
table{font-size:7.5pt}th{white-space:normal}th,td{padding:.1rem .3rem}thead{display:table-header-group}\
.scroll{overflow:visible}.verdict,tr.differs td,.group td,th{print-color-adjust:exact;-webkit-print-color-adjust:exact}\
.drawing{break-before:page;break-after:page}.drawing svg{max-height:170mm}\
h2{break-after:avoid}.finding,tr{break-inside:avoid}}";

/// Renders a page. `gates` are those by which it judges what fails; `None` if they are too many.
pub fn render(page: &Proposal, gates: Option<&WhatIf>) -> String {
    let (file, lang) = (page.file, page.lang);
    let code = if lang == Lang::Zh { "zh-CN" } else { "en" };
    let title = escape(page.title());
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<p class=\"meta\">{}</p>\n\
         <p><span class=\"verdict {}\">{}</span></p>\n",
        escape(&page.about()),
        file.verdict.id(),
        wording::outcome(file.verdict).text(lang)
    );
    let heading = |word: &'static Word| format!("<h2>{}</h2>\n", word.text(lang));
    out.push_str(&heading(&tale::STORY));
    for sentence in page.story {
        out.push_str(&format!("<p class=\"story\">{}</p>\n", escape(&sentence.text(lang))));
    }
    out.push_str(&table(&page.services()));
    out.push_str("<section class=\"drawing\">\n");
    out.push_str(&heading(&words::DRAWING));
    out.push_str(&whatif::block(gates, lang));
    out.push_str(&svg::render(page.drawing));
    out.push_str("\n</section>\n");
    out.push_str(&heading(&words::FINDINGS));
    // What decides comes first; notes and what is waived can be unfolded.
    let (first, rest) = page.findings();
    if first.is_empty() {
        out.push_str(&format!("<p>{}</p>\n", words::NOTHING_COUNTS.text(lang)));
    }
    for it in first {
        out.push_str(&finding(it, page.sources, lang));
    }
    if !rest.is_empty() {
        let summary = msg!(words::NOTES_AND_WAIVED, count = rest.len()).text(lang);
        out.push_str(&format!("<details><summary>{}</summary>\n", escape(&summary)));
        for it in rest {
            out.push_str(&finding(it, page.sources, lang));
        }
        out.push_str("</details>\n");
    }
    for it in &page.tables {
        out.push_str(&table(it));
    }
    for (word, remarks) in wording::remarks(file) {
        out.push_str(&heading(word));
        let item = |it: &Msg| format!("<li>{}</li>\n", escape(&it.text(lang)));
        out.push_str(&format!("<ul>\n{}</ul>\n", remarks.iter().map(item).collect::<String>()));
    }
    out.push_str(UNFOLD);
    out.push_str("</body>\n</html>\n");
    out
}

/// Paper cannot be unfolded.
const UNFOLD: &str = "<script>addEventListener('beforeprint',()=>\
document.querySelectorAll('details').forEach(it=>{it.open=true}))</script>\n";

fn finding(it: &Reported, sources: &Sources, lang: Lang) -> String {
    let finding = &it.finding;
    let waived = if it.waived.is_some() { " waived" } else { "" };
    let mut out = format!(
        "<div class=\"finding {}{waived}\"><strong>{}</strong> <code>{}</code> – {}\n",
        finding.severity.id(),
        wording::severity(finding.severity).text(lang),
        escape(finding.rule),
        escape(&finding.message.text(lang))
    );
    let line = |text: &str| format!("<div class=\"meta\">{}</div>\n", escape(text));
    for label in &finding.labels {
        if let Some(text) = wording::label(label, finding, sources, lang) {
            out.push_str(&line(&text));
        }
    }
    for path in finding.witness.iter().filter(|path| path.len() > 1) {
        let drawn: Vec<&str> =
            path.iter().map(|it| it.drawn.as_str()).filter(|it| !it.is_empty()).collect();
        out.push_str(&format!(
            "<div class=\"meta\"><code>{}</code></div>\n",
            escape(&drawn.join(" "))
        ));
    }
    match (&it.waived, &finding.help) {
        (Some(waived), _) => {
            out.push_str(&line(&format!(
                "{}{}{}",
                words::WAIVED.text(lang),
                colon(lang),
                waived.reason
            )));
        }
        (None, Some(help)) => {
            out.push_str(&line(&format!(
                "{}{}{}",
                words::HELP.text(lang),
                colon(lang),
                help.text(lang)
            )));
        }
        (None, None) => {}
    }
    out.push_str(&line(&wording::place(finding, sources)));
    out.push_str("</div>\n");
    out
}

pub(super) fn table(table: &Table) -> String {
    let head: String =
        table.columns.iter().map(|it| format!("<th>{}</th>", escape(&it.heading))).collect();
    let mut out = format!(
        "<h2>{}</h2>\n<div class=\"scroll\"><table>\n<thead><tr>{head}</tr></thead>\n",
        escape(&table.title)
    );
    // Columns of short cells do not fold, so that the long ones get what room there is.
    const SHORT: usize = 16;
    let fits = |i: usize| table.lines().all(|(_, cells)| columns(&cells[i].text()) <= SHORT);
    let short: Vec<bool> = (0..table.columns.len()).map(fits).collect();
    for (number, row) in table.rows.iter().enumerate() {
        match row {
            Row::Group(group) => out.push_str(&format!(
                "<tr class=\"group\"><td colspan=\"{}\">{}</td></tr>\n",
                table.columns.len(),
                escape(group)
            )),
            Row::Line { cells, .. } | Row::Total(cells) => {
                let depth = if let Row::Line { depth, .. } = row { *depth } else { 0 };
                let total = matches!(row, Row::Total(_));
                out.push_str(match table.marked.binary_search(&number) {
                    Ok(_) => "<tr class=\"differs\">",
                    Err(_) if total => "<tr class=\"group\">",
                    Err(_) => "<tr>",
                });
                for (i, (cell, column)) in cells.iter().zip(&table.columns).enumerate() {
                    let align = match column.align {
                        Align::Left => "left",
                        Align::Right => "right",
                        Align::Center => "center",
                    };
                    let class = if short[i] { format!("{align} short") } else { align.to_owned() };
                    let indent = match table.indent == Some(i) {
                        true => "&emsp;".repeat(usize::from(depth)),
                        false => String::new(),
                    };
                    let text = match cell {
                        Cell::List(list) => names(list),
                        other => escape(&other.text()),
                    };
                    out.push_str(&format!("<td class=\"{class}\">{indent}{text}</td>"));
                }
                out.push_str("</tr>\n");
            }
        }
    }
    out.push_str("</table></div>\n");
    for note in &table.notes {
        out.push_str(&format!("<p class=\"meta\">{}</p>\n", escape(note)));
    }
    out
}

/// Names that are not broken at their hyphens.
fn names(names: &[String]) -> String {
    let names: Vec<String> =
        names.iter().map(|it| format!("<span>{}</span>", escape(it))).collect();
    names.join(", ")
}

/// Text as HTML takes it.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
