//! `haplan check`: judges files, all findings of all files in one run.

use std::path::PathBuf;

use super::input::{self, Loader};
use super::output::emit;
use super::{Context, Done, OutputArgs, Status, parse_date, parse_severity};
use crate::finding::Severity;
use crate::render::{check_text, concise, json};
use crate::report::{FileReport, Outcome, Report, Settings};
use crate::spec::Promise;
use crate::yaml::values::Date;

/// Arguments of `check`.
#[derive(clap::Args, Debug)]
pub struct CheckArgs {
    /// Files, folders, or - for standard input; by default the current folder
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    /// Least severity that fails: error, warning, note
    #[arg(long, value_parser = parse_severity, default_value = "error", value_name = "SEVERITY")]
    fail_on: Severity,
    /// Look at these rules only; repeatable
    #[arg(long, value_name = "RULE")]
    only: Vec<String>,
    /// Leave these rules out; repeatable
    #[arg(long, value_name = "RULE")]
    ignore: Vec<String>,
    /// Promise to judge by, instead of the files' own: any_one_fault=degraded|failover|outage
    #[arg(long, value_parser = parse_target, value_name = "TARGET")]
    target: Option<Promise>,
    /// Day by which waivers are judged; by default today
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
}

pub const FORMATS: &[&str] = &["text", "concise", "json"];

fn parse_target(text: &str) -> Result<Promise, String> {
    text.strip_prefix("any_one_fault=")
        .and_then(|word| Promise::ALL.iter().copied().find(|promise| promise.id() == word))
        .ok_or_else(|| "write any_one_fault=degraded, =failover or =outage".to_owned())
}

/// Runs the command.
pub fn run(args: &CheckArgs, context: &mut Context) -> Done {
    for rule in args.only.iter().chain(&args.ignore) {
        super::helpers::rule(rule)?;
    }
    let files = input::find(&args.paths);
    if files.is_empty() {
        return Err(super::no_files(context));
    }
    let today = args.today.unwrap_or_else(super::today);
    let settings =
        Settings { today, fail_on: args.fail_on, only: &args.only, ignore: &args.ignore };
    let mut loader = Loader::new(&context.bounds);
    let mut report = Report::default();
    for path in &files {
        let loaded = loader.load(path);
        report.files.push(match loaded.topology {
            None => {
                let is_catalogue = loaded.catalogue.is_some();
                super::catalogue::report(loaded.path, is_catalogue, loaded.findings, args.fail_on)
            }
            Some(mut topology) => {
                if let Some(promise) = args.target {
                    topology.promise_all(promise);
                }
                FileReport::of(loaded.path, &topology, &settings)
            }
        });
    }
    let (lang, detail) =
        (context.lang, check_text::Detail { quiet: context.quiet, verbose: context.verbose });
    emit(&args.output, "check", FORMATS, &context.out, |format, color| {
        match format {
            "json" => json::check(&report, &loader.sources, today),
            "concise" => concise::render(&report, &loader.sources, lang),
            _ => check_text::render(&report, &loader.sources, color, lang, detail),
        }
        .into_bytes()
    })?;
    let worst = report.files.iter().map(|file| file.verdict).max();
    Ok(match worst {
        Some(Outcome::Invalid) => Status::Failed,
        Some(Outcome::Fail) => Status::Findings,
        _ => Status::Clean,
    })
}
