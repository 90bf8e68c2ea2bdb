//! `haplan labels`: what is printed on both ends of each cable.

use std::path::PathBuf;

use super::input::Loader;
use super::output::emit;
use super::{Context, Done, OutputArgs, Status};
use crate::render::labels::{self as sheets, Grid, TooSmall};
use crate::render::{csv, json, table};
use crate::sheet::labels::{Form, Template, Unknown, labels};
use crate::sheet::table::Layout;
use crate::words::{Msg, handover as words, msg};

/// Arguments of `labels`.
#[derive(clap::Args, Debug)]
pub struct LabelsArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Form of the labels: of TIA-606 (cabinet-unit:port/cabinet-unit:port) or of H3C (rack-chassis-slot-port)
    #[arg(long, value_parser = ["tia606", "h3c"], default_value = "tia606", value_name = "FORM")]
    form: String,
    /// Text of your own with {id}, {label}, {near.device}, {near.rack}, {near.unit}, {near.slot}, {near.port}, {near.site}, and {far.…}; \n begins a line
    #[arg(long, value_name = "TEXT", conflicts_with = "form")]
    template: Option<String>,
    /// Most characters in a line; wide ones count twice
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=500))]
    width: Option<u16>,
    /// Labels on an A4 sheet, side by side and one below the other
    #[arg(long, value_name = "COLUMNSxROWS", default_value = "3x8", value_parser = parse_grid)]
    sheet: Grid,
    /// Begin CSV with a byte-order mark, as some versions of Excel need
    #[arg(long)]
    csv_bom: bool,
}

/// Forms of the result, the first by default.
pub const FORMATS: &[&str] = &["text", "csv", "svg", "html", "json"];

fn parse_grid(text: &str) -> Result<Grid, String> {
    let number = |text: &str| text.parse::<u32>().ok().filter(|it| (1..=50).contains(it));
    let grid = text.split_once(['x', 'X', '×']);
    grid.and_then(|(columns, rows)| Some(Grid { columns: number(columns)?, rows: number(rows)? }))
        .ok_or_else(|| "write COLUMNSxROWS, such as 3x8, at most 50 each".to_owned())
}

fn form(args: &LabelsArgs) -> Result<Form, Msg> {
    let Some(text) = &args.template else {
        return Ok(if args.form == "h3c" { Form::H3c } else { Form::Tia606 });
    };
    Template::parse(text).map(Form::Template).map_err(|wrong| match wrong {
        Unknown::Brace => msg!(words::TEMPLATE_BRACE, template = text),
        Unknown::Empty => (&words::TEMPLATE_EMPTY).into(),
        Unknown::Placeholder(name) => {
            let all = Template::placeholders();
            msg!(words::TEMPLATE_FIELD, name = name, all = all)
        }
    })
}

/// Runs the command.
pub fn run(args: &LabelsArgs, context: &mut Context) -> Done {
    let form = form(args)?;
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let width = args.width.map(usize::from);
    let list = labels(&topology, &form, width).map_err(|it| {
        let width = width.unwrap_or_default();
        msg!(words::LABEL_TOO_LONG, label = it.text, piece = it.piece, width = width)
    })?;
    let lang = context.lang;
    let mark = if args.csv_bom { csv::Bom::With } else { csv::Bom::Without };
    let too_small =
        |TooSmall(size): TooSmall| msg!(words::LABELS_TOO_SMALL, size = format!("{size:.1}"));
    let mut told = false;
    emit(&args.output, "labels", FORMATS, &context.out, |format, _| {
        told |= format == "text";
        Ok(match format {
            "json" => json::labels(&list),
            "csv" => csv::table(&list.table(lang, Layout::Full), mark),
            "svg" => sheets::svg(&list, args.sheet).map_err(too_small)?,
            "html" => {
                let title = list.table(lang, Layout::Narrow).title;
                sheets::html(&list, args.sheet, &title).map_err(too_small)?
            }
            _ => table::table(&list.table(lang, Layout::Narrow), table::WIDTH),
        })
    })?;
    if let (Some(warning), false, false) = (list.warning(lang), told, context.quiet) {
        context.out.aside(&format!("{warning}\n"));
    }
    Ok(Status::Clean)
}
