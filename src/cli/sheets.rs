//! `haplan bom`, `cables`, `compare`: the deliverables of one design, and several side by side.

use std::path::PathBuf;

use super::input::{self, Loader};
use super::output::emit;
use super::{Context, Done, OutputArgs, Status};
use crate::render::{csv, json, markdown, table, xlsx};
use crate::sheet::table::{Layout, Table};
use crate::sheet::{bom, cabling, comparison};
use crate::words::{msg, output as words};

/// Arguments of `bom` and `cables`.
#[derive(clap::Args, Debug)]
pub struct SheetArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
}

/// Arguments of `compare`.
#[derive(clap::Args, Debug)]
pub struct CompareArgs {
    /// Topology files or folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    output: OutputArgs,
}

/// Forms that every sheet has.
pub const SHEETS: &[&str] = &["text", "markdown", "csv", "xlsx", "json"];

/// Forms of a comparison.
pub const COMPARISONS: &[&str] = &["text", "markdown", "json"];

/// How many designs stand side by side on a screen.
const DESIGNS_ABREAST: usize = 4;

/// Runs `bom`.
pub fn bom(args: &SheetArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let list = bom::bom(&topology);
    let tables = |layout| list.tables(context.lang, layout);
    print(args, "bom", context, &tables, &|| json::bom(&list))
}

/// Runs `cables`.
pub fn cables(args: &SheetArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let list = cabling::cabling(&topology);
    let tables = |layout| vec![list.table(context.lang, layout)];
    print(args, "cables", context, &tables, &|| json::cabling(&list))
}

fn print(
    args: &SheetArgs,
    command: &str,
    context: &Context,
    tables: &dyn Fn(Layout) -> Vec<Table>,
    json: &dyn Fn() -> String,
) -> Done {
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    let mut failed = None;
    emit(&args.output, command, SHEETS, &context.out, |format, _| match format {
        "json" => json().into_bytes(),
        "csv" => csv::table(&tables(Layout::Full)[0], mark).into_bytes(),
        "markdown" => markdown::tables(&tables(Layout::Print)).into_bytes(),
        "xlsx" => xlsx::workbook(&tables(Layout::Print)).unwrap_or_else(|error| {
            failed = Some(error);
            Vec::new()
        }),
        _ => table::tables(&tables(Layout::Narrow), table::WIDTH).into_bytes(),
    })?;
    match failed {
        None => Ok(Status::Clean),
        Some(error) => Err(msg!(words::CANNOT_WRITE, path = "xlsx", error = error.to_string())),
    }
}

/// Runs `compare`.
pub fn compare(args: &CompareArgs, context: &mut Context) -> Done {
    let mut loader = Loader::new(&context.bounds);
    let mut topologies = Vec::new();
    for path in input::find(&args.paths) {
        topologies.push(loader.valid(&path, context)?);
    }
    if topologies.is_empty() {
        return Err(super::no_files(context));
    }
    let comparison = comparison::compare(&topologies);
    let lang = context.lang;
    emit(&args.output, "compare", COMPARISONS, &context.out, |format, _| {
        match format {
            "json" => json::comparison(&comparison),
            "markdown" => markdown::table(&comparison.table(lang)),
            _ => table::tables(&comparison.tables(lang, DESIGNS_ABREAST), table::WIDTH),
        }
        .into_bytes()
    })?;
    Ok(Status::Clean)
}
