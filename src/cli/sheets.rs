//! `haplan bom`, `cables`: parts list and cabling list of a design.

use std::path::PathBuf;

use clap::ValueEnum;

use super::input::Loader;
use super::output::{cannot_write, emit};
use super::{Context, Done, OutputArgs, Status};
use crate::render::{csv, json, markdown, table, xlsx};
use crate::sheet::bom::GroupBy;
use crate::sheet::table::{Layout, Table};
use crate::sheet::{bom, cabling};
use crate::words::{Msg, msg, output as words};
use crate::yaml::decode::nearest;

/// Arguments of every sheet.
#[derive(clap::Args, Debug)]
pub struct SheetArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
    /// Columns, by their keys in the CSV or JSON, such as line,part_number,quantity
    #[arg(long, value_delimiter = ',', value_name = "KEYS", conflicts_with = "preset")]
    fields: Vec<String>,
}

/// Arguments of `bom`.
#[derive(clap::Args, Debug)]
pub struct BomArgs {
    #[command(flatten)]
    sheet: SheetArgs,
    /// Price book, YAML or CSV; repeatable, a later one goes over an earlier one
    #[arg(long, value_name = "FILE")]
    prices: Vec<PathBuf>,
    /// How lines stand together
    #[arg(long, value_enum, default_value = "section", value_name = "WHAT")]
    group_by: GroupArg,
    /// Columns and sheets as they are usual: quote is a 配置清单
    #[arg(long, value_enum)]
    preset: Option<BomPreset>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum GroupArg {
    Section,
    Device,
    Manufacturer,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum BomPreset {
    Quote,
}

/// Arguments of `cables`.
#[derive(clap::Args, Debug)]
pub struct CablesArgs {
    #[command(flatten)]
    sheet: SheetArgs,
    /// Columns as they are usual: cabling is a 连线表
    #[arg(long, value_enum)]
    preset: Option<CablesPreset>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum, Debug)]
enum CablesPreset {
    Cabling,
}

/// Forms that every sheet has.
pub const SHEETS: &[&str] = &["text", "markdown", "csv", "xlsx", "json"];

/// Forms of a cabling list.
pub const CABLES: &[&str] = &["text", "markdown", "csv", "xlsx", "json", "netbox"];

/// Runs `bom`.
pub fn bom(args: &BomArgs, context: &mut Context) -> Done {
    let fields = fields(&args.sheet, "bom", SHEETS, bom::FIELDS)?;
    let mut loader = Loader::new(&context.bounds);
    let prices = super::prices::load(&args.prices, &mut loader, context)?;
    let topology = loader.valid(&args.sheet.file, context)?;
    let group_by = match args.group_by {
        GroupArg::Section => GroupBy::Section,
        GroupArg::Device => GroupBy::Device,
        GroupArg::Manufacturer => GroupBy::Manufacturer,
    };
    let list = bom::bom_with(&topology, &bom::Options { group_by, prices });
    let lang = context.lang;
    let tables = |layout| match (args.preset, &fields[..]) {
        (Some(BomPreset::Quote), _) => list.quote(lang),
        (None, []) => list.tables(lang, layout),
        (None, fields) => list.tables_of(fields, lang, layout),
    };
    print(&args.sheet, ("bom", SHEETS), context, &tables, &|_| json::bom(&list))
}

/// Runs `cables`.
pub fn cables(args: &CablesArgs, context: &mut Context) -> Done {
    let fields = fields(&args.sheet, "cables", CABLES, cabling::FIELDS)?;
    let topology = Loader::new(&context.bounds).valid(&args.sheet.file, context)?;
    let list = cabling::cabling(&topology);
    let lang = context.lang;
    let tables = |layout| {
        vec![match (args.preset, &fields[..]) {
            (Some(CablesPreset::Cabling), _) => list.preset(lang),
            (None, []) => list.table(lang, layout),
            (None, fields) => list.table_of(fields, lang),
        }]
    };
    let data = |format: &str| match format {
        "netbox" => csv::table(&list.netbox(), csv::Bom::Without),
        _ => json::cabling(&list),
    };
    print(&args.sheet, ("cables", CABLES), context, &tables, &data)
}

/// The columns asked for, each once.
///
/// # Errors
/// A key that no column has, or a form that has no columns to choose from.
fn fields(
    args: &SheetArgs,
    command: &str,
    formats: &[&'static str],
    known: &[&'static str],
) -> Result<Vec<&'static str>, Msg> {
    let mut fields = Vec::new();
    for wanted in &args.fields {
        let wanted = wanted.trim();
        let Some(&key) = known.iter().find(|key| **key == wanted) else {
            return Err(match nearest(wanted, known.iter().copied()) {
                Some(near) => msg!(words::FIELD_NEAR, field = wanted, near = near),
                None => msg!(words::UNKNOWN_FIELD, field = wanted, fields = known.to_vec()),
            });
        };
        if !fields.contains(&key) {
            fields.push(key);
        }
    }
    let fixed = ["json", "netbox"];
    let targets = super::output::targets(&args.output, command, formats)?;
    match targets.iter().find(|(_, format)| fixed.contains(format) && !fields.is_empty()) {
        Some((_, format)) => Err(msg!(words::FIELDS_ARE_FIXED, format = *format)),
        None => Ok(fields),
    }
}

fn print(
    args: &SheetArgs,
    (command, formats): (&str, &[&'static str]),
    context: &Context,
    tables: &dyn Fn(Layout) -> Vec<Table>,
    data: &dyn Fn(&str) -> String,
) -> Done {
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    emit(&args.output, command, formats, &context.out, |format, _| {
        Ok(match format {
            "json" | "netbox" => data(format).into_bytes(),
            "csv" => csv::table(&tables(Layout::Full)[0], mark).into_bytes(),
            "markdown" => markdown::tables(&tables(Layout::Print)).into_bytes(),
            "xlsx" => xlsx::workbook(&tables(Layout::Print)).map_err(cannot_write("xlsx"))?,
            _ => table::tables(&tables(Layout::Narrow), table::WIDTH).into_bytes(),
        })
    })?;
    Ok(Status::Clean)
}
