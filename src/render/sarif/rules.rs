//! The rules of a SARIF run: every rule with its page, and the errors of reading that were found.

use std::collections::BTreeMap;

use super::types::{Configuration, Help, Message, Rule};
use crate::finding::Meta;
use crate::render::json::CheckDocument;
use crate::render::json::check::Weight;
use crate::report::metas;
use crate::words::{Lang, msg, output as words};

/// Rules by id, and where each stands in the list.
pub(super) struct Rules {
    pub(super) list: Vec<Rule>,
    places: BTreeMap<String, usize>,
}

impl Rules {
    pub(super) fn of(checked: &CheckDocument, lang: Lang) -> Self {
        let mut rules: BTreeMap<String, Rule> =
            metas().into_iter().map(|meta| (meta.id.to_owned(), with_page(meta, lang))).collect();
        for found in checked.files.iter().flat_map(|file| &file.findings) {
            if !rules.contains_key(&found.rule) {
                rules.insert(found.rule.clone(), of_reading(&found.rule, lang));
            }
        }
        let places = rules.keys().cloned().zip(0..).collect();
        Self { list: rules.into_values().collect(), places }
    }

    /// Where a rule of the document stands.
    pub(super) fn index(&self, id: &str) -> usize {
        self.places.get(id).copied().unwrap_or_default()
    }
}

fn with_page(meta: &Meta, lang: Lang) -> Rule {
    let page = meta.page(lang);
    let full = match lang {
        Lang::En => meta.section("What it does"),
        // The first line sums up what follows it.
        Lang::Zh => meta.section("中文").split_once("\n\n").map_or("", |it| it.1),
    };
    Rule {
        id: meta.id.to_owned(),
        short_description: Message { text: meta.summary(lang).to_owned() },
        full_description: Message { text: full.to_owned() },
        help: Help { text: page.clone(), markdown: page },
        default_configuration: Configuration { level: meta.severity.into() },
    }
}

fn of_reading(id: &str, lang: Lang) -> Rule {
    let text = msg!(words::READING_ERROR, rule = id).text(lang);
    Rule {
        id: id.to_owned(),
        short_description: Message { text: words::CANNOT_BE_READ.text(lang).to_owned() },
        full_description: Message { text: text.clone() },
        help: Help { text: text.clone(), markdown: text },
        default_configuration: Configuration { level: Weight::Error },
    }
}
