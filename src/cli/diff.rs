//! `haplan diff`: what changes from one design to another.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::config::Configs;
use super::input::Loader;
use super::output::emit;
use super::{Context, Done, OutputArgs, Status, check, parse_date};
use crate::finding::Severity;
use crate::render::{diff as rendered, json};
use crate::report::{FileReport, Fingerprint, Reported, Settings};
use crate::sheet::diff::{FindingChange, FindingFate, FindingState, diff};
use crate::topology::Topology;
use crate::words::Msg;
use crate::yaml::values::Date;

/// Arguments of `diff`.
#[derive(clap::Args, Debug)]
pub struct DiffArgs {
    /// The design as it is: a topology file, or - for standard input
    old: PathBuf,
    /// The design as it is to be: a topology file, or - for standard input
    new: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Day by which waivers are judged; by default today
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "markdown", "json"];

/// Runs the command.
pub fn run(args: &DiffArgs, context: &mut Context) -> Done {
    let today = args.today.unwrap_or_else(super::today);
    // Asked for one after the other, so that the errors of both are told.
    let old = design(&args.old, None, today, context);
    let name = old.as_ref().ok().map(|(topology, _)| topology.name.clone());
    let new = design(&args.new, name.as_deref(), today, context);
    let ((old, found_old), (new, found_new)) = (old?, new?);
    let diff = diff(&old, &new, findings(&found_old, &found_new));
    let lang = context.lang;
    emit(&args.output, "diff", FORMATS, &context.out, |format, _| {
        Ok(match format {
            "json" => json::diff(&diff),
            "markdown" => rendered::markdown(&diff, lang),
            _ => rendered::text(&diff, lang),
        })
    })?;
    Ok(Status::Clean)
}

/// A valid design and what `check` says of it. Findings are named as if the design were called `name`: one
/// that was given another name has not lost all its findings.
fn design(
    path: &Path,
    name: Option<&str>,
    today: Date,
    context: &Context,
) -> Result<(Topology, FileReport), Msg> {
    let mut loader = Loader::new(&context.bounds);
    let mut topology = loader.valid(path, context)?;
    let files = [path.to_owned()];
    let configs = Configs::find(&files, context)?;
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let own = topology.name.clone();
    if let Some(name) = name {
        topology.name = name.into();
    }
    let report = check::judged(&loader, path, &topology, configs.of(0), &settings);
    topology.name = own;
    Ok((topology, report))
}

/// Findings that are in one report only or not the same in both: new ones first, each in the order of its report.
fn findings(old: &FileReport, new: &FileReport) -> Vec<FindingChange> {
    let of = |report: &FileReport| -> BTreeMap<Fingerprint, FindingState> {
        report.findings.iter().map(|it| (it.fingerprint, state(it))).collect()
    };
    let (before, after) = (of(old), of(new));
    let mut changes = Vec::new();
    for it in &new.findings {
        let was = before.get(&it.fingerprint);
        let fate = if was.is_some() { FindingFate::Changed } else { FindingFate::New };
        if was != Some(&state(it)) {
            changes.push(change(it, fate, was.cloned(), Some(state(it))));
        }
    }
    let gone = old.findings.iter().filter(|it| !after.contains_key(&it.fingerprint));
    changes.extend(gone.map(|it| change(it, FindingFate::Gone, Some(state(it)), None)));
    changes.sort_by_key(|it| it.fate);
    changes
}

fn state(it: &Reported) -> FindingState {
    FindingState { severity: it.finding.severity, waived: it.waived.is_some() }
}

fn change(
    it: &Reported,
    fate: FindingFate,
    old: Option<FindingState>,
    new: Option<FindingState>,
) -> FindingChange {
    FindingChange {
        fate,
        fingerprint: it.fingerprint.to_string(),
        rule: it.finding.rule,
        message: it.finding.message.clone(),
        service: it.finding.service.clone(),
        components: it.finding.components.clone(),
        old,
        new,
    }
}
