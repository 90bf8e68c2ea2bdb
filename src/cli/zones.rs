//! `haplan zones`: zones and aliases for each fabric, for people and as commands of switches.

use std::path::PathBuf;

use super::input::Loader;
use super::output::emit;
use super::{Context, Done, OutputArgs, Status};
use crate::render::zones as commands;
use crate::render::{csv, json, markdown, table};
use crate::sheet::zones::zoning;
use crate::words::{handover as words, msg};

/// Arguments of `zones`.
#[derive(clap::Args, Debug)]
pub struct ZonesArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Whose commands: brocade or cisco; or csv or text, as -f
    #[arg(long, value_name = "DIALECT", value_parser = ["brocade", "cisco", "csv", "text"], conflicts_with = "format")]
    dialect: Option<String>,
    /// One fabric only
    #[arg(long, value_name = "NAME")]
    fabric: Option<String>,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "markdown", "csv", "brocade", "cisco", "json"];

/// Runs the command.
pub fn run(args: &ZonesArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let mut zoning = zoning(&topology);
    if let Some(name) = &args.fabric {
        let known: Vec<String> = zoning.fabrics.iter().map(|it| it.name.clone()).collect();
        zoning.fabrics.retain(|it| it.name == *name);
        if zoning.fabrics.is_empty() {
            return Err(msg!(words::UNKNOWN_FABRIC, name = name, fabrics = known));
        }
    }
    let output = OutputArgs {
        format: args.dialect.clone().or_else(|| args.output.format.clone()),
        output: args.output.output.clone(),
    };
    let lang = context.lang;
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    let empty = zoning.fabrics.is_empty();
    emit(&output, "zones", FORMATS, &context.out, |format, _| {
        Ok(match format {
            "json" => json::zones(&zoning),
            "csv" => csv::table(&zoning.members(lang), mark),
            "brocade" => commands::brocade(&zoning, lang),
            "cisco" => commands::cisco(&zoning, lang),
            "markdown" => markdown::tables(&zoning.tables(lang)),
            _ => table::tables(&zoning.tables(lang), table::WIDTH),
        })
    })?;
    if empty && !context.quiet {
        context.out.aside(&format!("{}\n", words::NO_FABRICS.text(lang)));
    }
    Ok(Status::Clean)
}
