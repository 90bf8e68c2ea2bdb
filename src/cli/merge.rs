//! `haplan merge`: joins what several runs of `check` said of parts of the same files.

use crate::render::json::{self, CheckDocument};
use crate::render::{concise, github, junit, pull_request, sarif};
use crate::words::Lang;

/// A document in one of its forms; its texts are in `lang` already.
pub(super) fn form(format: &str, document: &CheckDocument, lang: Lang) -> Vec<u8> {
    match format {
        "concise" => concise::document(document),
        "github" => github::render(document, lang),
        "junit" => junit::render(document, lang),
        "markdown" => pull_request::render(document, lang),
        "sarif" => sarif::render(document, lang),
        _ => json::document(document),
    }
    .into_bytes()
}
