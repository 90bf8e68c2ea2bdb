//! `haplan compare`: designs side by side, those of topology files and those of briefs.

use std::path::PathBuf;

use super::input::{self, Loader};
use super::output::{cannot_write, emit};
use super::{Context, Done, OutputArgs, Status, brief, prices};
use crate::catalog::Catalog;
use crate::design::Design;
use crate::render::{comparison as render, csv, json, xlsx};
use crate::sheet::comparison::{self, Comparison, View};
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
    let (mut designs, today) = (Vec::new(), super::today());
    for path in input::find(&args.paths) {
        if brief::is_brief(&path, context) {
            let mut catalog = Catalog::default();
            let asked = brief::load(&path, &args.prices, &mut catalog, context)?;
            let (built, unbuildable) =
                super::design::designs(&asked, &mut catalog, (today, context.lang));
            for it in unbuildable {
                let why = msg!(wording::CANNOT_BUILD, variant = it.name.as_str(), why = it.reason);
                context.out.error(&why.text(context.lang));
            }
            designs.extend(built.iter().map(Design::figures));
            continue;
        }
        let topology = loader.valid(&path, context)?;
        let cost = books.given().then(|| Cost::of(&topology, &books));
        designs.push(comparison::priced(&topology, cost));
    }
    if designs.is_empty() {
        return Err(super::no_files(context));
    }
    print(&Comparison::new(designs), args, context)
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
