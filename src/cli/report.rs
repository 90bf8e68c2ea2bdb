//! `haplan report`: everything about each design, on the screen or as files in a folder.

use std::fs;
use std::path::{Path, PathBuf};

use super::config::Configs;
use super::diagram::scene;
use super::input::{self, Loader};
use super::output::write;
use super::{Context, Done, Status, check, parse_date};
use crate::finding::Severity;
use crate::render::diagram::svg;
use crate::render::html::{self, Page};
use crate::render::{check_text, csv, json, table, xlsx};
use crate::report::{Outcome, Report, Settings};
use crate::sheet::faults::{Question, faults};
use crate::sheet::scene::View;
use crate::sheet::table::Layout;
use crate::sheet::{bom, cabling, whatif};
use crate::source::Sources;
use crate::topology::Topology;
use crate::words::{Msg, msg, output as words};
use crate::yaml::values::Date;

/// Arguments of `report`.
#[derive(clap::Args, Debug)]
pub struct ReportArgs {
    /// Topology files or folders; by default the current folder
    paths: Vec<PathBuf>,
    /// Folder for the files; it gets one folder a design
    #[arg(short, long, value_name = "FOLDER")]
    output: Option<PathBuf>,
    /// Day by which waivers are judged, and date of the drawings; by default today
    #[arg(long, value_parser = parse_date, value_name = "DATE")]
    today: Option<Date>,
    /// Revision in the title block of the drawings
    #[arg(long, value_name = "TEXT")]
    revision: Option<String>,
}

/// Runs the command.
pub fn run(args: &ReportArgs, context: &mut Context) -> Done {
    let files = input::find(&args.paths);
    if files.is_empty() {
        return Err(super::no_files(context));
    }
    let today = args.today.unwrap_or_else(super::today);
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let mut loader = Loader::new(&context.bounds);
    let mut status = Status::Clean;
    let mut taken: Vec<String> = Vec::new();
    let configs = Configs::find(&files, context)?;
    for (number, path) in files.iter().enumerate() {
        loader.sources = Sources::default();
        let (file, topology) = check::judge(&mut loader, path, configs.of(number), &settings, None);
        if topology.is_none() {
            status = Status::Failed;
        }
        let verdict = Report { files: vec![file] };
        let detail = check_text::Detail { quiet: args.output.is_some(), verbose: context.verbose };
        let (color, lang) = (context.out.color, context.lang);
        let invalid = verdict.files[0].verdict == Outcome::Invalid;
        if args.output.is_none() || invalid {
            let text = check_text::render(&verdict, &loader.sources, color, lang, detail);
            context.out.print(text.as_bytes());
        }
        let Some(topology) = topology else { continue };
        match &args.output {
            None => {
                let mut tables = bom::bom(&topology).tables(lang, Layout::Narrow);
                tables.push(cabling::cabling(&topology).table(lang, Layout::Narrow));
                context.out.print(table::tables(&tables, table::WIDTH).as_bytes());
                context.out.print(b"\n");
            }
            Some(folder) => {
                let name = folder_name(&topology.name, &mut taken);
                let folder = folder.join(name);
                write_all(&folder, &topology, &verdict, &loader, args, today, context)?;
                let line = check_text::verdict_line(&verdict.files[0], color, lang);
                let written =
                    msg!(words::WRITTEN, path = folder.join("index.html").display().to_string());
                context.out.print(format!("{line}  {}\n\n", written.text(lang)).as_bytes());
            }
        }
    }
    Ok(status)
}

/// A name for a folder: what files may be called everywhere, and no name twice.
fn folder_name(name: &str, taken: &mut Vec<String>) -> String {
    let fit = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let plain: String = name.chars().map(fit).collect();
    let plain = match plain.trim_matches('.') {
        "" => "topology".to_owned(),
        fine => fine.to_owned(),
    };
    let mut unique = plain.clone();
    let mut number = 2;
    while taken.contains(&unique) {
        unique = format!("{plain}-{number}");
        number += 1;
    }
    taken.push(unique.clone());
    unique
}

fn write_all(
    folder: &Path,
    topology: &Topology,
    verdict: &Report,
    loader: &Loader,
    args: &ReportArgs,
    today: Date,
    context: &Context,
) -> Result<(), Msg> {
    let lang = context.lang;
    let failed = |error: std::io::Error| {
        let path = folder.display().to_string();
        msg!(words::CANNOT_WRITE, path = path, error = error.to_string())
    };
    fs::create_dir_all(folder).map_err(failed)?;
    let (parts, cables) = (bom::bom(topology), cabling::cabling(topology));
    let services: Vec<_> = topology.service_ids().collect();
    let drawing = svg::render(&scene(
        topology,
        View::Cabling,
        lang,
        Some(today.to_string()),
        args.revision.clone(),
    ));
    let gates = whatif::whatif(topology);
    let page = Page {
        file: &verdict.files[0],
        sources: &loader.sources,
        drawing: &drawing,
        whatif: gates.as_ref(),
        // The workbook has a column for each fact of a cable, too many for a page.
        tables: [parts.tables(lang, Layout::Print), vec![cables.table(lang, Layout::Narrow)]]
            .concat(),
        today,
        lang,
    };
    let files: [(&str, Vec<u8>); 9] = [
        ("index.html", html::render(&page).into_bytes()),
        ("check.json", json::check(verdict, &loader.sources, today).into_bytes()),
        (
            "faults.json",
            json::faults(&faults(topology, &services, &Question::Order(1))).into_bytes(),
        ),
        ("bom.csv", csv::table(&parts.table(lang, Layout::Full), csv::Bom::With).into_bytes()),
        ("bom.json", json::bom(&parts).into_bytes()),
        ("bom.xlsx", xlsx::workbook(&parts.tables(lang, Layout::Print)).map_err(failed)?),
        ("cables.csv", csv::table(&cables.table(lang, Layout::Full), csv::Bom::With).into_bytes()),
        ("cables.xlsx", xlsx::workbook(&[cables.table(lang, Layout::Print)]).map_err(failed)?),
        ("diagram.svg", drawing.clone().into_bytes()),
    ];
    files.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))
}
