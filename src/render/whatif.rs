//! What-if in a page: the gates of a design, what judges them, and a panel beside the drawing. Nothing is fetched.

use serde::Serialize;

use super::diagram::svg::Escaped;
use super::json;
use super::style::colon;
use crate::facts::Effect;
use crate::sheet::whatif::WhatIf;
use crate::words::{Lang, Word, effects, msg, whatif as words};

/// What judges sets of faults by the gates of a design.
pub const JUDGE: &str = include_str!("whatif/judge.js");
/// The panel and the colours of the drawing.
const PANEL: &str = include_str!("whatif/panel.js");
const STYLE: &str = include_str!("whatif/panel.css");

/// Most faults that a page judges together: the work doubles with each.
const MOST_FAULTS: usize = 10;

/// What the panel says, in the language of the page. Placeholders are filled in the page.
#[derive(Serialize)]
struct Words {
    most: usize,
    effects: Vec<&'static str>,
    then: &'static str,
    nothing: &'static str,
    restore: &'static str,
    only: &'static str,
    nobody: &'static str,
    of: &'static str,
    unknown: &'static str,
    too_many: String,
}

/// The panel with all that it needs, to stand in a page before its drawing; without gates, a line that says why.
pub fn block(gates: Option<&WhatIf>, lang: Lang) -> String {
    let say = |word: &'static Word| word.text(lang);
    let heading = say(&words::HEADING);
    let Some(gates) = gates else {
        return format!("<p class=\"meta\">{heading} {}</p>\n", Escaped(say(&words::TOO_LARGE)));
    };
    let texts = Words {
        most: MOST_FAULTS,
        effects: Effect::ALL.iter().map(|it| effects::of(it.id()).text(lang)).collect(),
        then: say(&words::THEN),
        nothing: say(&words::NOTHING),
        restore: say(&words::RESTORE),
        only: say(&words::ONLY),
        nobody: say(&words::NOBODY),
        of: say(&words::OF),
        unknown: say(&words::UNKNOWN),
        too_many: msg!(words::TOO_MANY, most = MOST_FAULTS).text(lang),
    };
    // It has no map whose keys are not strings, the only way to fail.
    let texts = serde_json::to_string(&texts).unwrap_or_default().replace('<', "\\u003c");
    let columns = [&words::SERVICE, &words::EFFECT, &words::NODE, &words::PATHS];
    let columns: String =
        columns.iter().map(|&it| format!("<th scope=\"col\">{}</th>", say(it))).collect();
    let keys = [
        ("failed", &words::KEY_FAILED),
        ("down", &words::KEY_DOWN),
        ("carries", &words::KEY_CARRIES),
        ("lost", &words::KEY_LOST),
    ];
    let key = |(class, word): &(&str, &'static Word)| {
        format!("<span><i class=\"wi-key wi-{class}\"></i>{}</span>", say(word))
    };
    let keys: String = keys.iter().map(key).collect();
    format!(
        "<section id=\"whatif\" class=\"whatif\" aria-label=\"{heading}\" hidden>\n<style>{STYLE}</style>\n\
         <h3>{heading}</h3>\n<p class=\"meta\">{hint}</p>\n\
         <p><label>{component} <input id=\"whatif-add\" list=\"whatif-ids\" autocomplete=\"off\"></label>\
         <datalist id=\"whatif-ids\"></datalist> <button type=\"button\" id=\"whatif-reset\">{reset}</button> \
         {failed}{colon}<span id=\"whatif-failed\"></span></p>\n<p id=\"whatif-note\" role=\"status\"></p>\n\
         <div class=\"scroll\"><table aria-live=\"polite\"><thead><tr>{columns}</tr></thead>\
         <tbody id=\"whatif-services\"></tbody></table></div>\n<p class=\"wi-keys\">{keys}</p>\n\
         <script type=\"application/json\" id=\"whatif-design\">{design}</script>\n\
         <script type=\"application/json\" id=\"whatif-words\">{texts}</script>\n\
         <script>\n{JUDGE}</script>\n<script>\n{PANEL}</script>\n</section>\n",
        colon = colon(lang),
        hint = Escaped(say(&words::HINT)),
        component = say(&words::COMPONENT),
        reset = say(&words::RESET),
        failed = say(&words::FAILED),
        design = json::whatif(gates),
    )
}
