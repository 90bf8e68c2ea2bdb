//! `haplan improve`: the upgrade ladder of a design.

use std::path::PathBuf;

use clap::ValueEnum;

use super::input::Loader;
use super::output::{emit, write};
use super::read::shown;
use super::{Context, Done, OutputArgs, Status, parse_date, prices, rates};
use crate::catalog::Catalog;
use crate::design::{self, Base, Wanted};
use crate::render::{improve as rendered, json};
use crate::spec::Promise;
use crate::words::{improve as words, msg};
use crate::yaml::values::Date;

/// Arguments of `improve`.
#[derive(clap::Args, Debug)]
pub struct ImproveArgs {
    /// A topology file
    file: PathBuf,
    /// What one fault may do at most; by default what the file promises
    #[arg(long, value_enum, value_name = "EFFECT")]
    to: Option<Target>,
    /// Price book, YAML or CSV; repeatable, a later one goes over an earlier one
    #[arg(long, value_name = "FILE")]
    prices: Vec<PathBuf>,
    /// How often parts fail (kind: rates); repeatable, a later one goes over an earlier one
    #[arg(long, value_name = "FILE")]
    rates: Vec<PathBuf>,
    /// Form of the result
    #[arg(short, long, value_name = "FORMAT")]
    format: Option<String>,
    /// The topology file to write: after the cheapest sequence, or after the steps named with --step
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// A step to write instead of the sequence, by its id; repeatable
    #[arg(long, value_name = "ID", requires = "output")]
    step: Vec<String>,
    /// Day by which waivers are judged; by default today
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum Target {
    Degraded,
    Failover,
    Outage,
}

impl From<Target> for Promise {
    fn from(target: Target) -> Self {
        match target {
            Target::Degraded => Self::Degraded,
            Target::Failover => Self::Failover,
            Target::Outage => Self::Outage,
        }
    }
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "markdown", "json"];

/// Runs the command.
pub fn run(args: &ImproveArgs, context: &mut Context) -> Done {
    let mut loader = Loader::new(&context.bounds);
    let topology = loader.valid(&args.file, context)?;
    let name = shown(&args.file);
    if loader.sources.iter().count() > 1 {
        context.out.error(words::INCLUDES_HELP.text(context.lang));
        return Err(msg!(words::INCLUDES, file = name));
    }
    let text = loader.sources.iter().next().map(|it| it.text.clone()).unwrap_or_default();
    let prices = prices::load(&args.prices, &mut loader, context)?;
    let rates = rates::load(&args.rates, &mut loader, context)?;
    let wanted = Wanted {
        to: args.to.map(Into::into),
        prices: &prices,
        rates: &rates,
        today: args.today.unwrap_or_else(super::today),
    };
    let mut catalog = Catalog::default();
    let Some(mut base) = Base::new(&text, topology) else {
        return Err(msg!(crate::words::output::INVALID_SKIPPED, path = name));
    };
    let found = design::improve(&mut base, &mut catalog, &wanted);
    let (lang, ladder) = (context.lang, &found.ladder);
    let output = OutputArgs { format: args.format.clone(), output: Vec::new() };
    let all = context.verbose;
    emit(&output, "improve", FORMATS, &context.out, |format, _| {
        Ok(match format {
            "json" => json::improve(ladder),
            "markdown" => rendered::markdown(ladder, all, lang),
            _ => rendered::text(ladder, all, lang),
        })
    })?;
    if let Some(path) = &args.output {
        let steps: Vec<&str> = args.step.iter().map(String::as_str).collect();
        let file = match (&found.file, &steps[..]) {
            (Some(file), []) => file.clone(),
            (None, []) => return Err((&words::NOTHING_TO_WRITE).into()),
            _ => design::applied(&base, &steps, &mut catalog)?,
        };
        write(path, file.as_bytes())?;
        if base.has_comments() {
            context.out.error(&msg!(words::COMMENTS_KEPT, file = name).text(lang));
        }
    }
    let reached =
        ladder.target.is_none() || ladder.meets == Some(true) || ladder.sequence.is_some();
    Ok(if reached { Status::Clean } else { Status::Findings })
}
