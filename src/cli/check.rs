//! `haplan check`: judges files, all findings of all files in one run.

use std::path::{Path, PathBuf};

use super::config::{Config, Configs};
use super::input::{self, Loader};
use super::output::emit;
use super::{Context, Done, OutputArgs, jobs, merge, parse_date, parse_severity, read};
use crate::finding::Severity;
use crate::render::check_text;
use crate::render::json::CheckDocument;
use crate::report::{Beside, FileReport, Settings, ignores};
use crate::spec::Promise;
use crate::topology::Topology;
use crate::words::Lang;
use crate::yaml::values::Date;

/// Arguments of `check`.
#[derive(clap::Args, Debug)]
pub struct CheckArgs {
    /// Files, folders, or - for standard input; by default the current folder
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    /// Least severity that fails: error, warning, note; by default that of haplan.toml, else error
    #[arg(long, value_parser = parse_severity, value_name = "SEVERITY")]
    fail_on: Option<Severity>,
    /// Look at these rules only; repeatable, or with commas between them
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    only: Vec<String>,
    /// Leave these rules out; repeatable, or with commas between them
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    ignore: Vec<String>,
    /// Earlier result, as JSON or SARIF: findings that it has are listed and do not fail
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Check a part of the files, the K-th of N; see merge
    #[arg(long, value_parser = parse_shard, value_name = "K/N")]
    shard: Option<Shard>,
    /// Promise to judge by, instead of the files' own: any_one_fault=degraded|failover|outage
    #[arg(long, value_parser = parse_target, value_name = "TARGET")]
    target: Option<Promise>,
    /// Day by which waivers are judged; by default today
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "concise", "json", "sarif", "junit", "github", "markdown"];

fn parse_target(text: &str) -> Result<Promise, String> {
    text.strip_prefix("any_one_fault=")
        .and_then(|word| Promise::ALL.iter().copied().find(|promise| promise.id() == word))
        .ok_or_else(|| "write any_one_fault=degraded, =failover or =outage".to_owned())
}

/// A part of the files: which, from 0, of how many.
#[derive(Clone, Copy, Debug)]
struct Shard {
    number: usize,
    count: usize,
}

fn parse_shard(text: &str) -> Result<Shard, String> {
    let number = |text: &str| text.parse::<usize>().ok().filter(|&it| it > 0);
    let shard = text.split_once('/').and_then(|(k, n)| Some((number(k)?, number(n)?)));
    match shard {
        Some((k, count)) if k <= count => Ok(Shard { number: k - 1, count }),
        _ => Err("write K/N, from 1/N to N/N".to_owned()),
    }
}

/// Runs the command.
pub fn run(args: &CheckArgs, context: &mut Context) -> Done {
    for rule in args.only.iter().chain(&args.ignore) {
        super::helpers::rule(rule)?;
    }
    let mut files = input::find(&args.paths);
    if files.is_empty() {
        return Err(super::no_files(context));
    }
    let run: Vec<String> = files.iter().map(|path| read::shown(path)).collect();
    if let Some(Shard { number, count }) = args.shard {
        // Dealt in turn: large files often lie together.
        files = files.into_iter().skip(number).step_by(count).collect();
    }
    let baseline = args.baseline.as_deref().map(|path| merge::baseline(path, context));
    let baseline = baseline.transpose()?;
    let configs = Configs::find(&files, context)?;
    let today = args.today.unwrap_or_else(super::today);
    let (mut report, sources) = jobs::judge(&files, &context.bounds, |loader, number, path| {
        let config = configs.of(number);
        let fail_on = args.fail_on.or(config.and_then(|it| it.fail_on));
        let fail_on = fail_on.unwrap_or(Severity::Error);
        let settings = Settings { today, fail_on, only: &args.only, ignore: &args.ignore };
        judge(loader, path, config, &settings, args.target).0
    });
    let fixed =
        baseline.map(|baseline| baseline.apply(&mut report, run.iter().map(String::as_str)));
    let (lang, detail) =
        (context.lang, check_text::Detail { quiet: context.quiet, verbose: context.verbose });
    emit(&args.output, "check", FORMATS, &context.out, |format, color| {
        if format == "text" {
            let mut text = check_text::render(&report, &sources, color, lang, detail);
            if let Some(fixed) = fixed {
                text.push_str(&check_text::since_baseline(&report, fixed, lang));
            }
            return Ok(text);
        }
        // JSON is English for everybody: it is read by programs.
        let lang = if format == "json" { Lang::En } else { lang };
        Ok(merge::form(format, &CheckDocument::new(&report, &sources, today, lang), lang))
    })?;
    Ok(merge::status(report.files.iter().map(|file| file.verdict).max()))
}

/// Reads and judges a file; its topology comes back too if it has one.
pub(super) fn judge(
    loader: &mut Loader,
    path: &Path,
    config: Option<&Config>,
    settings: &Settings,
    target: Option<Promise>,
) -> (FileReport, Option<Topology>) {
    let loaded = loader.load(path);
    let Some(mut topology) = loaded.topology else {
        let (path, fail_on) = (loaded.path, settings.fail_on);
        let is_catalogue = loaded.catalogue.is_some();
        return (super::catalogue::report(path, is_catalogue, loaded.findings, fail_on), None);
    };
    if let Some(promise) = target {
        topology.promise_all(promise);
    }
    let report = judged(loader, path, &topology, config, settings);
    (report, Some(topology))
}

/// What is said of a topology that was read by `loader`, with the comments of its files.
pub(super) fn judged(
    loader: &Loader,
    path: &Path,
    topology: &Topology,
    config: Option<&Config>,
    settings: &Settings,
) -> FileReport {
    let ignores = ignores(&loader.sources, &loader.bounds.yaml);
    let beside = Beside { ignores: &ignores, levels: config.map(|it| &it.levels) };
    FileReport::judged(read::shown(path), topology, &beside, settings)
}
