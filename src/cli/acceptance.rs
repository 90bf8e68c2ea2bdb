//! `haplan tests`: the acceptance sheet.

use std::path::PathBuf;

use super::input::Loader;
use super::output::{cannot_write, emit};
use super::{Context, Done, OutputArgs, Status};
use crate::render::docx::{self, Block};
use crate::render::{csv, json, markdown, table, xlsx};
use crate::sheet::acceptance::acceptance;
use crate::sheet::table::Layout;
use crate::words::handover;

/// Arguments of `tests`.
#[derive(clap::Args, Debug)]
pub struct TestsArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "markdown", "csv", "xlsx", "docx", "json"];

/// Runs the command.
pub fn run(args: &TestsArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let sheet = acceptance(&topology);
    let lang = context.lang;
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    emit(&args.output, "tests", FORMATS, &context.out, |format, _| {
        let table_of = |layout| sheet.table(lang, layout);
        Ok(match format {
            "json" => json::acceptance(&sheet).into_bytes(),
            "csv" => csv::table(&table_of(Layout::Full), mark).into_bytes(),
            "markdown" => markdown::table(&table_of(Layout::Print)).into_bytes(),
            "xlsx" | "docx" => {
                let mut table = table_of(Layout::Print);
                let done = if format == "xlsx" {
                    xlsx::workbook(&[table])
                } else {
                    // Notes come first: they say what to do before.
                    let notes = std::mem::take(&mut table.notes);
                    let title = table.title.clone();
                    let signs = [&handover::SIGN_CUSTOMER, &handover::SIGN_SUPPLIER];
                    let mut blocks = vec![Block::Title(title.clone())];
                    blocks.extend(notes.into_iter().map(Block::Bullet));
                    blocks.push(Block::Table(table));
                    blocks.push(Block::Signatures(
                        signs.iter().map(|it| it.text(lang).to_owned()).collect(),
                    ));
                    docx::document(&title, &blocks, lang)
                };
                done.map_err(cannot_write(format))?
            }
            _ => table::table(&table_of(Layout::Narrow), table::WIDTH).into_bytes(),
        })
    })?;
    Ok(Status::Clean)
}
