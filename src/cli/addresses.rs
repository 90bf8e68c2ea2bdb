//! `haplan addresses`: the plan of IP addresses and VLANs.

use std::path::PathBuf;

use super::input::Loader;
use super::output::{cannot_write, emit};
use super::{Context, Done, OutputArgs, Status};
use crate::render::{csv, json, markdown, table, xlsx};
use crate::sheet::addresses::addresses;
use crate::sheet::table::Layout;

/// Arguments of `addresses`.
#[derive(clap::Args, Debug)]
pub struct AddressesArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "markdown", "csv", "xlsx", "json"];

/// Runs the command.
pub fn run(args: &AddressesArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let plan = addresses(&topology);
    let lang = context.lang;
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    emit(&args.output, "addresses", FORMATS, &context.out, |format, _| {
        Ok(match format {
            "json" => json::addresses(&plan).into_bytes(),
            "csv" => csv::table(&plan.table(lang, Layout::Full), mark).into_bytes(),
            "markdown" => markdown::table(&plan.table(lang, Layout::Print)).into_bytes(),
            "xlsx" => {
                xlsx::workbook(&[plan.table(lang, Layout::Print)]).map_err(cannot_write("xlsx"))?
            }
            _ => table::table(&plan.table(lang, Layout::Narrow), table::WIDTH).into_bytes(),
        })
    })?;
    Ok(Status::Clean)
}
