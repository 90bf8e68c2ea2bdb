//! `haplan merge`: joins what several runs of `check` said of parts of the same files.

use std::path::{Path, PathBuf};

use super::output::emit;
use super::{Context, Done, OutputArgs, Status, read};
use crate::render::json::{self, CheckDocument, Refused};
use crate::render::{concise, github, junit, pull_request, sarif};
use crate::report::{Baseline, Outcome};
use crate::words::{Lang, Msg, Word, msg, output as words};

/// Arguments of `merge`.
#[derive(clap::Args, Debug)]
pub struct MergeArgs {
    /// Documents of haplan check -f json, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["json", "concise", "sarif", "junit", "github", "markdown"];

/// Runs the command.
pub fn run(args: &MergeArgs, context: &mut Context) -> Done {
    let mut documents = Vec::new();
    for path in &args.files {
        let text = text(path, context)?;
        let refused = |it| refused(path, it, &words::CANNOT_MERGE, &words::CANNOT_MERGE_AT);
        documents.push(json::read(&text).map_err(refused)?);
    }
    let document = json::join(documents)?;
    // The texts are those of the documents, which are English.
    let lang = Lang::En;
    emit(&args.output, "merge", FORMATS, &context.out, |format, _| {
        Ok(form(format, &document, lang))
    })?;
    Ok(status(document.worst()))
}

/// A document in one of its forms; its texts are in `lang` already.
pub(super) fn form(format: &str, document: &CheckDocument, lang: Lang) -> String {
    match format {
        "concise" => concise::document(document),
        "github" => github::render(document, lang),
        "junit" => junit::render(document, lang),
        "markdown" => pull_request::render(document, lang),
        "sarif" => sarif::render(document, lang),
        _ => json::document(document),
    }
}

/// How a run ends whose worst file has this outcome.
pub(super) fn status(worst: Option<Outcome>) -> Status {
    match worst {
        Some(Outcome::Invalid) => Status::Failed,
        Some(Outcome::Fail) => Status::Findings,
        Some(Outcome::Pass) | None => Status::Clean,
    }
}

/// Reads a baseline.
///
/// # Errors
/// It cannot be read, or is none.
pub(super) fn baseline(path: &Path, context: &Context) -> Result<Baseline, Msg> {
    let text = text(path, context)?;
    let refused = |it| refused(path, it, &words::NO_BASELINE, &words::NO_BASELINE_AT);
    json::baseline(&text).map(Baseline::new).map_err(refused)
}

fn text(path: &Path, context: &Context) -> Result<String, Msg> {
    let name = read::shown(path);
    let with_help = |(message, help): read::Failure| match help {
        Some(hint) => msg!(words::WITH_HINT, message = message, hint = hint),
        None => message,
    };
    let bytes = read::bytes(path, &name, context.bounds.bytes).map_err(with_help)?;
    match read::text(bytes) {
        (text, None) => Ok(text),
        (_, Some((_, (why, _)))) => Err(msg!(words::CANNOT_READ, path = name, error = why)),
    }
}

/// That a text is not what it should be, with its place if one is to blame.
fn refused(path: &Path, it: Refused, whole: &'static Word, at: &'static Word) -> Msg {
    let path = ("path", read::shown(path).into());
    let why = ("why", it.message.into());
    match it.line {
        0 => Msg::new(whole, vec![path, why]),
        line => {
            let column = it.column.max(1);
            Msg::new(at, vec![path, ("line", line.into()), ("column", column.into()), why])
        }
    }
}
