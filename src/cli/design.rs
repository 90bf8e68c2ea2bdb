//! `haplan design`: from a brief to wired designs.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::brief::{self, Asked};
use super::output::{cannot_write, plain_name, write};
use super::{Context, Done, Status, parse_date};
use crate::catalog::Catalog;
use crate::design::{self, Design, Judging, Unbuildable, cheapest, choices};
use crate::render::table;
use crate::words::{Lang, brief as words, msg};
use crate::yaml::values::Date;

/// Arguments of `design`.
#[derive(clap::Args, Debug)]
pub struct DesignArgs {
    /// A brief: kind: brief
    brief: PathBuf,
    /// One variant, by its name: its file instead of the list
    #[arg(long, value_name = "NAME", conflicts_with = "cheapest")]
    variant: Option<String>,
    /// The cheapest design that meets what the brief requires, over all its parts and counts
    #[arg(long)]
    cheapest: bool,
    /// File for one design, or a folder that gets a file a variant
    #[arg(short, long, value_name = "PATH")]
    output: Option<PathBuf>,
    /// Price book over those of the brief; repeatable
    #[arg(long, value_name = "FILE")]
    prices: Vec<PathBuf>,
    /// How often parts fail, over the rates of the brief; repeatable, a later one goes over an earlier one
    #[arg(long, value_name = "FILE")]
    rates: Vec<PathBuf>,
    /// Day by which waivers are judged; by default today
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
}

/// The variants of a brief, judged; and those that cannot be built.
pub fn designs(
    asked: &Asked,
    catalog: &mut Catalog,
    (today, lang): (Date, Lang),
) -> (Vec<Design>, Vec<Unbuildable>) {
    let judging = Judging { prices: &asked.prices, rates: &asked.rates, today, lang };
    let (mut built, mut unbuildable) = (Vec::new(), Vec::new());
    for choice in choices(&asked.brief) {
        let made = choice.and_then(|it| design::design(&asked.brief, it, catalog, &judging));
        match made {
            Ok(design) => built.push(design),
            Err(reason) => unbuildable.push(reason),
        }
    }
    (built, unbuildable)
}

/// Runs the command.
pub fn run(args: &DesignArgs, context: &mut Context) -> Done {
    let mut catalog = Catalog::default();
    let asked = brief::load(&args.brief, (&args.prices, &args.rates), &mut catalog, context)?;
    let (today, lang) = (args.today.unwrap_or_else(super::today), context.lang);
    if args.cheapest {
        return least(args, &asked, &mut catalog, (today, lang), context);
    }
    if let Some(name) = &args.variant {
        return variant(name, args, (&asked, &mut catalog), context);
    }
    let (designs, unbuildable) = designs(&asked, &mut catalog, (today, lang));
    if let Some(folder) = &args.output {
        std::fs::create_dir_all(folder).map_err(cannot_write(folder))?;
        let mut taken = BTreeSet::new();
        for design in &designs {
            let name = plain_name(&design.choice.name, "design", &mut taken);
            write(&folder.join(format!("{name}.yaml")), design.text.as_bytes())?;
        }
    }
    let list = design::list(&asked.brief, &designs, &unbuildable, asked.prices.given(), lang);
    context.out.print(table::table(&list, table::WIDTH).as_bytes());
    let met = designs.iter().any(|it| it.unmet.is_empty());
    Ok(if met { Status::Clean } else { Status::Findings })
}

/// The file of one variant.
fn variant(
    name: &str,
    args: &DesignArgs,
    (asked, catalog): (&Asked, &mut Catalog),
    context: &Context,
) -> Done {
    let today = args.today.unwrap_or_else(super::today);
    let judging = Judging { prices: &asked.prices, rates: &asked.rates, today, lang: context.lang };
    let mut all = choices(&asked.brief);
    let names: Vec<String> = all
        .iter()
        .map(|it| it.as_ref().map_or_else(|it| &it.name, |it| &it.name).to_string())
        .collect();
    let Some(at) = names.iter().position(|it| it == name) else {
        return Err(msg!(words::NO_VARIANT, variant = name, variants = names));
    };
    let made = all.swap_remove(at);
    let made = made.and_then(|it| design::design(&asked.brief, it, catalog, &judging));
    let design = made.map_err(|it| msg!(words::CANNOT_BUILD, variant = name, why = it.reason))?;
    for unmet in &design.unmet {
        context.out.error(&unmet.why.text(context.lang));
    }
    one(&design, args.output.as_deref(), context)
}

/// One design, to a file or the screen.
fn one(design: &Design, output: Option<&Path>, context: &Context) -> Done {
    match output {
        Some(path) => write(path, design.text.as_bytes())?,
        None => context.out.print(design.text.as_bytes()),
    }
    Ok(if design.unmet.is_empty() { Status::Clean } else { Status::Findings })
}

/// The cheapest design, and why none is cheaper.
fn least(
    args: &DesignArgs,
    asked: &Asked,
    catalog: &mut Catalog,
    (today, lang): (Date, Lang),
    context: &Context,
) -> Done {
    if !asked.prices.given() {
        return Err((&words::CHEAPEST_WITHOUT_PRICES).into());
    }
    let judging = Judging { prices: &asked.prices, rates: &asked.rates, today, lang };
    let found = cheapest(&asked.brief, catalog, &judging);
    for line in design::account(&found, lang) {
        context.out.aside(&format!("{line}\n"));
    }
    match &found.best {
        Some(design) => one(design, args.output.as_deref(), context),
        None => Ok(Status::Findings),
    }
}
