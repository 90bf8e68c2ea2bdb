//! `haplan catalogue check`, and what `check` makes of a catalogue.

use std::path::PathBuf;

use super::input::Loader;
use super::output::emit;
use super::{Context, Done, OutputArgs, merge, parse_severity};
use crate::finding::{Finding, Severity};
use crate::render::check_text;
use crate::render::json::CheckDocument;
use crate::report::{FileReport, Outcome, Report};
use crate::source::Span;
use crate::words::{Lang, msg, output as words, parts};

/// Commands about catalogues.
#[derive(clap::Subcommand, Debug)]
pub enum CatalogueCommand {
    /// Look for mistakes in catalogue files, and for fields without a source
    Check(CheckArgs),
}

/// Arguments of `catalogue check`.
#[derive(clap::Args, Debug)]
pub struct CheckArgs {
    /// Catalogue files, or - for standard input
    #[arg(required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    /// Least severity that fails: error, warning, note
    #[arg(long, value_parser = parse_severity, default_value = "error", value_name = "SEVERITY")]
    fail_on: Severity,
}

/// Its forms.
pub const FORMATS: &[&str] = super::check::FORMATS;

/// The report on a file that is a catalogue, or none at all: by its lints alone it passes or fails.
pub fn report(
    path: String,
    is_catalogue: bool,
    findings: Vec<Finding>,
    fail_on: Severity,
) -> FileReport {
    let lints = crate::catalog::LINTS;
    let of_reading =
        |it: &Finding| it.severity == Severity::Error && lints.iter().all(|(id, _)| *id != it.rule);
    let invalid = !is_catalogue || findings.iter().any(of_reading);
    let failing = findings.iter().any(|it| it.severity >= fail_on);
    let mut report = FileReport::invalid(path, findings);
    report.verdict = match (invalid, failing) {
        (true, _) => Outcome::Invalid,
        (false, true) => Outcome::Fail,
        (false, false) => Outcome::Pass,
    };
    report
}

/// Runs the command.
pub fn run(command: &CatalogueCommand, context: &mut Context) -> Done {
    let CatalogueCommand::Check(args) = command;
    let mut loader = Loader::new(&context.bounds);
    let mut all = Report::default();
    for path in &args.files {
        if path.is_dir() {
            return Err(msg!(words::IS_FOLDER, path = path.display().to_string()));
        }
        let mut loaded = loader.load(path);
        if loaded.catalogue.is_none() && loaded.topology.is_some() {
            let source = loaded.topology.as_ref().map(|it| it.span.source).unwrap_or_default();
            let start = Span { source, start: 0, end: 0 };
            let finding = Finding::error("wrong-kind", start, &parts::NO_CATALOGUE);
            loaded.findings.push(finding.help(&parts::HELP_NO_CATALOGUE));
        }
        let is_catalogue = loaded.catalogue.is_some();
        all.files.push(report(loaded.path, is_catalogue, loaded.findings, args.fail_on));
    }
    let (lang, today) = (context.lang, super::today());
    let detail = check_text::Detail { quiet: context.quiet, verbose: context.verbose };
    emit(&args.output, "catalogue check", FORMATS, &context.out, |format, color| {
        if format == "text" {
            return Ok(check_text::render(&all, &loader.sources, color, lang, detail));
        }
        let lang = if format == "json" { Lang::En } else { lang };
        Ok(merge::form(format, &CheckDocument::new(&all, &loader.sources, today, lang), lang))
    })?;
    Ok(merge::status(all.files.iter().map(|file| file.verdict).max()))
}
