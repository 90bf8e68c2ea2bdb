//! `haplan compare`: designs side by side, those of topology files and those of briefs.

use std::path::PathBuf;

use super::input::{self, Loader};
use super::output::{cannot_write, emit};
use super::read::shown;
use super::{Context, Done, OutputArgs, Status, brief, prices, rates};
use crate::catalog::Catalog;
use crate::render::{comparison as render, csv, json, xlsx};
use crate::sheet::comparison::{self, Comparison, Design, View};
use crate::sheet::cost::Cost;
use crate::sheet::table::Layout;
use crate::words::{brief as wording, msg};

/// Arguments of `compare`.
#[derive(clap::Args, Debug)]
pub struct CompareArgs {
    /// Topology files, briefs, or folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
    /// Price book, YAML or CSV, also over those of a brief; repeatable, a later one goes over an earlier one
    #[arg(long, value_name = "FILE")]
    prices: Vec<PathBuf>,
    /// How often parts fail (kind: rates), also over those of a brief; repeatable, a later one goes over an earlier one
    #[arg(long, value_name = "FILE")]
    rates: Vec<PathBuf>,
    /// Only what differs between the designs
    #[arg(long)]
    differences: bool,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
}

/// Forms of a comparison.
pub const FORMATS: &[&str] = &["text", "markdown", "csv", "xlsx", "json", "html"];

/// Runs the command.
pub fn run(args: &CompareArgs, context: &mut Context) -> Done {
    let mut loader = Loader::new(&context.bounds);
    let books = prices::load(&args.prices, &mut loader, context)?;
    let rates = rates::load(&args.rates, &mut loader, context)?;
    let (mut designs, mut lacking, today) = (Vec::new(), false, super::today());
    for path in input::find(&args.paths) {
        if brief::is_brief(&path, context) {
            let mut catalog = Catalog::default();
            let asked = brief::load(&path, (&args.prices, &args.rates), &mut catalog, context)?;
            let (built, unbuildable) =
                super::design::designs(&asked, &mut catalog, (today, context.lang));
            lacking |= !unbuildable.is_empty();
            for it in unbuildable {
                let why = msg!(wording::CANNOT_BUILD, variant = it.name.as_str(), why = it.reason);
                context.out.error(&why.text(context.lang));
            }
            designs.extend(built.iter().map(|it| (shown(&path), it.figures(&asked.rates))));
            continue;
        }
        let topology = loader.valid(&path, context)?;
        let cost = books.given().then(|| Cost::of(&topology, &books));
        designs.push((shown(&path), comparison::judged(&topology, cost, &rates)));
    }
    if designs.is_empty() && lacking {
        return Err((&wording::NONE_BUILT).into());
    }
    if designs.is_empty() {
        return Err(super::no_files(context));
    }
    print(&Comparison::new(told_apart(designs)), args, context)
}

/// Designs of one name by the files that they are from.
fn told_apart(designs: Vec<(String, Design)>) -> Vec<Design> {
    let names: Vec<String> = designs.iter().map(|it| it.1.name.clone()).collect();
    let alike = |name: &String| names.iter().filter(|it| *it == name).count() > 1;
    let told = designs.into_iter().map(|(path, mut design)| {
        if alike(&design.name) {
            // Not translated, like the name itself.
            design.name = format!("{} ({path})", design.name);
        }
        design
    });
    told.collect()
}

fn print(comparison: &Comparison, args: &CompareArgs, context: &Context) -> Done {
    let (lang, differences) = (context.lang, args.differences);
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    let tables = |layout| comparison.tables(View { lang, layout, differences });
    emit(&args.output, "compare", FORMATS, &context.out, |format, _| {
        Ok(match format {
            "json" => json::comparison(comparison).into_bytes(),
            "csv" => tables(Layout::Full)
                .iter()
                .map(|it| csv::table(it, mark))
                .collect::<String>()
                .into_bytes(),
            "xlsx" => xlsx::workbook(&tables(Layout::Print)).map_err(cannot_write("xlsx"))?,
            "markdown" => render::markdown(comparison, lang, differences).into_bytes(),
            "html" => render::html(comparison, lang, differences).into_bytes(),
            _ => render::text(comparison, lang, differences).into_bytes(),
        })
    })?;
    Ok(Status::Clean)
}
