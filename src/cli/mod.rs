//! The command line: the only place that reads files, writes them, or knows what day it is.

mod acceptance;
mod addresses;
mod brief;
mod catalogue;
mod check;
mod compare;
mod config;
mod design;
mod diagram;
mod diff;
mod faults;
mod find;
mod helpers;
mod import;
mod improve;
mod include;
mod input;
mod jobs;
mod labels;
mod merge;
mod output;
mod parts;
mod prices;
mod rates;
mod read;
mod report;
pub mod schema;
mod sheets;
mod zones;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::finding::Severity;
use crate::words::Lang;
use crate::yaml::values::Date;
use input::Bounds;
use output::Output;

/// Finds every single point of failure of a storage cluster, and says what to buy and how to cable it.
#[derive(Parser, Debug)]
#[command(name = "haplan", version, max_term_width = 100, disable_help_subcommand = true)]
struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Flags of every command.
#[derive(clap::Args, Debug)]
struct Common {
    /// Language of the text; by default that of the locale
    #[arg(long, global = true, value_enum)]
    lang: Option<LangArg>,
    /// When to colour the text
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    color: ColorArg,
    /// Say less
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more: every note with its place and paths
    #[arg(short, long, global = true)]
    verbose: bool,
    /// Largest file that is read, with all that it includes, in MiB
    #[arg(long, global = true, default_value_t = 256, value_name = "MIB", hide_short_help = true)]
    max_file_size: u64,
    /// Most keys and values that a design may reach through YAML aliases
    #[arg(long, global = true, default_value_t = 1_000_000, value_parser = clap::value_parser!(u32).range(0..=20_000_000), value_name = "COUNT", hide_short_help = true)]
    max_aliases: u32,
    /// Most lists and mappings within one another
    #[arg(long, global = true, default_value_t = 64, value_parser = clap::value_parser!(u16).range(1..=1000), value_name = "LEVELS", hide_short_help = true)]
    max_depth: u16,
    /// Most names that the ranges of a design may stand for
    #[arg(long, global = true, default_value_t = 2_000_000, value_parser = clap::value_parser!(u32).range(1..=20_000_000), value_name = "COUNT", hide_short_help = true)]
    max_names: u32,
    /// Folder whose files may be included, beside those below the file's own
    #[arg(long, global = true, value_parser = parse_folder, value_name = "DIR", hide_short_help = true)]
    include_root: Option<PathBuf>,
}

impl Common {
    fn bounds(&self) -> Bounds {
        Bounds {
            bytes: self.max_file_size.saturating_mul(1 << 20).min(u64::from(u32::MAX) - 1),
            yaml: crate::yaml::Limits {
                depth: self.max_depth.into(),
                alias_nodes: usize::try_from(self.max_aliases).unwrap_or(usize::MAX),
                ..Default::default()
            },
            topology: crate::topology::Limits { names: self.max_names.into() },
            include_root: self.include_root.clone(),
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum LangArg {
    En,
    Zh,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum ColorArg {
    Auto,
    Always,
    Never,
}

/// Where results go and in which form.
#[derive(clap::Args, Debug)]
struct OutputArgs {
    /// Form of the result
    #[arg(short, long, value_name = "FORMAT")]
    format: Option<String>,
    /// File to write instead of the screen; its extension picks the form; repeatable
    #[arg(short, long, value_name = "FILE")]
    output: Vec<PathBuf>,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Judge topology files: single points of failure, design rules, promises
    #[command(visible_alias = "validate")]
    Check(check::CheckArgs),
    /// Join what several runs of check said of parts of the same files
    Merge(merge::MergeArgs),
    /// What each fault, or a given set of faults, does to each service
    Faults(faults::FaultsArgs),
    /// Designs side by side: what each survives, takes and leaves
    Compare(compare::CompareArgs),
    /// From a brief to wired designs: what is wanted, and every way to build it
    Design(design::DesignArgs),
    /// The upgrade ladder: what each step makes better, and the cheapest way to a target
    Improve(improve::ImproveArgs),
    /// What changes from one design to another: parts, cables, verdicts
    Diff(diff::DiffArgs),
    /// The parts list: what to buy
    Bom(sheets::BomArgs),
    /// The cabling list: which cable goes where
    Cables(sheets::CablesArgs),
    /// Labels for both ends of each cable
    Labels(labels::LabelsArgs),
    /// The acceptance sheet: what to pull, and what must happen then
    Tests(acceptance::TestsArgs),
    /// Zones and aliases for each fabric, also as commands of switches
    Zones(zones::ZonesArgs),
    /// The plan of IP addresses and VLANs
    Addresses(addresses::AddressesArgs),
    /// The cabling diagram
    #[command(visible_alias = "graph")]
    Diagram(diagram::DiagramArgs),
    /// Verdict, parts, cables and drawing of each design
    Report(report::ReportArgs),
    /// Print the page of a rule
    Explain {
        /// Id of the rule, such as single-point
        rule: String,
    },
    /// List the rules
    Rules,
    /// Search the catalogue of parts, or show one part
    Parts(parts::PartsArgs),
    /// Catalogues of your own: look for mistakes
    #[command(subcommand)]
    Catalogue(catalogue::CatalogueCommand),
    /// Print the JSON Schema of a file kind
    Schema(helpers::SchemaArgs),
    /// Begin a topology file from a cabling sheet, CSV or XLSX
    Import(import::ImportArgs),
    /// Begin a topology file from a reference design
    Init(helpers::InitArgs),
}

/// What a command may need beside its own arguments.
struct Context {
    lang: Lang,
    quiet: bool,
    verbose: bool,
    bounds: Bounds,
    out: Output,
}

/// How a command ended, as an exit status.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Status {
    /// Nothing to complain of.
    Clean = 0,
    /// Findings at or above the level that fails.
    Findings = 1,
    /// It could not be done.
    Failed = 2,
}

/// A command that could not be done: its message is shown and the status is 2.
type Done = Result<Status, crate::words::Msg>;

/// Runs the program.
pub fn main() -> ExitCode {
    let parsed = usage().try_get_matches().and_then(|it| Args::from_arg_matches(&it));
    let args = match parsed {
        Ok(args) => args,
        Err(error) => {
            // A closed pipe while printing help is no failure.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let common = args.common;
    let mut context = Context {
        lang: match common.lang {
            Some(LangArg::En) => Lang::En,
            Some(LangArg::Zh) => Lang::Zh,
            None => lang_of_locale(),
        },
        quiet: common.quiet,
        verbose: common.verbose,
        bounds: common.bounds(),
        out: Output::new(common.color),
    };
    let done = match &args.command {
        Command::Check(args) => check::run(args, &mut context),
        Command::Merge(args) => merge::run(args, &mut context),
        Command::Faults(args) => faults::run(args, &mut context),
        Command::Compare(args) => compare::run(args, &mut context),
        Command::Improve(args) => improve::run(args, &mut context),
        Command::Diff(args) => diff::run(args, &mut context),
        Command::Bom(args) => sheets::bom(args, &mut context),
        Command::Cables(args) => sheets::cables(args, &mut context),
        Command::Labels(args) => labels::run(args, &mut context),
        Command::Tests(args) => acceptance::run(args, &mut context),
        Command::Zones(args) => zones::run(args, &mut context),
        Command::Addresses(args) => addresses::run(args, &mut context),
        Command::Diagram(args) => diagram::run(args, &mut context),
        Command::Report(args) => report::run(args, &mut context),
        Command::Design(args) => design::run(args, &mut context),
        Command::Explain { rule } => helpers::explain(rule, &mut context),
        Command::Rules => helpers::rules(&mut context),
        Command::Parts(args) => parts::run(args, &mut context),
        Command::Catalogue(command) => catalogue::run(command, &mut context),
        Command::Schema(args) => helpers::schema(args, &mut context),
        Command::Import(args) => import::run(args, &mut context),
        Command::Init(args) => helpers::init(args, &mut context),
    };
    let done = match context.out.lost() {
        Some(lost) => Err(lost),
        None => done,
    };
    let status = done.unwrap_or_else(|message| {
        context.out.error(&message.text(context.lang));
        Status::Failed
    });
    ExitCode::from(status as u8)
}

/// The usage, with the forms that each command has and the designs that one may begin from.
fn usage() -> clap::Command {
    let forms = [
        ("check", check::FORMATS),
        ("merge", merge::FORMATS),
        ("faults", faults::FORMATS),
        ("compare", compare::FORMATS),
        ("improve", improve::FORMATS),
        ("diff", diff::FORMATS),
        ("bom", sheets::SHEETS),
        ("cables", sheets::CABLES),
        ("labels", labels::FORMATS),
        ("tests", acceptance::FORMATS),
        ("zones", zones::FORMATS),
        ("addresses", addresses::FORMATS),
        ("diagram", diagram::DRAWINGS),
        ("parts", parts::FORMATS),
    ];
    let with_forms = |usage: clap::Command, (name, forms): (&'static str, &[&str])| {
        let help = format!("Form of the result: {}", forms.join(", "));
        usage.mut_subcommand(name, |it| it.mut_arg("format", |arg| arg.help(help)))
    };
    let usage = forms.into_iter().fold(Args::command(), with_forms);
    let names: Vec<&str> = helpers::TEMPLATES.iter().map(|it| it.0).collect();
    let help = format!("Reference design to begin from: {}", names.join(", "));
    usage.mut_subcommand("init", |it| it.mut_arg("from", |arg| arg.help(help)))
}

/// That there is nothing to look at, and what to do about it.
fn no_files(context: &Context) -> crate::words::Msg {
    context.out.error(crate::words::output::NO_FILES.text(context.lang));
    (&crate::words::output::NO_FILES_HELP).into()
}

/// The language of the locale: the first of the usual variables that is set decides.
fn lang_of_locale() -> Lang {
    let set = |name: &&str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let value = ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(set);
    if value.is_some_and(|value| value.starts_with("zh")) { Lang::Zh } else { Lang::En }
}

/// Today by the clock, in universal time.
fn today() -> Date {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let days = now.map_or(0, |now| now.as_secs() / 86_400);
    // Civil date from days since 1970-01-01, in years that begin in March.
    let z = days + 719_468;
    let era = z / 146_097;
    let of_era = z % 146_097;
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year + era * 400 + u64::from(month <= 2);
    Date { year: year as u16, month: month as u8, day: day as u8 }
}

/// A folder, by its real name.
fn parse_folder(text: &str) -> Result<PathBuf, String> {
    match std::fs::canonicalize(text) {
        Ok(path) if path.is_dir() => Ok(path),
        Ok(_) => Err("not a folder".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

fn parse_date(text: &str) -> Result<Date, String> {
    text.parse().map_err(|()| "not a date such as 2026-11-22".to_owned())
}

fn parse_severity(text: &str) -> Result<Severity, String> {
    match text {
        "error" => Ok(Severity::Error),
        "warning" => Ok(Severity::Warning),
        "note" => Ok(Severity::Note),
        _ => Err("one of error, warning, note".to_owned()),
    }
}
