//! `haplan report`: everything about a design, on the screen, as one document, or as files in a folder.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};

use super::config::Configs;
use super::diagram::{paged, scene};
use super::input::{self, Loader};
use super::output::{cannot_write, plain_name, write};
use super::{Context, Done, Status, check, parse_date};
use crate::finding::Severity;
use crate::render::diagram::{drawio, svg};
use crate::render::proposal::{self, Proposal};
use crate::render::{check_text, csv, html, json, table, xlsx};
use crate::report::{Outcome, Report, Settings};
use crate::sheet::bom::{self, Bom};
use crate::sheet::cabling::{self, Cabling};
use crate::sheet::faults::{Question, faults};
use crate::sheet::scene::{Paper, Scene, View};
use crate::sheet::table::{Layout, Table};
use crate::sheet::{acceptance, addresses, labels, story, whatif, zones};
use crate::source::Sources;
use crate::topology::Topology;
use crate::words::{Lang, Msg, msg, output as words};
use crate::yaml::values::Date;

/// Arguments of `report`.
#[derive(clap::Args, Debug)]
pub struct ReportArgs {
    /// Topology files or folders; by default the current folder
    paths: Vec<PathBuf>,
    /// A document of one design, NAME.html or NAME.docx, or a folder that gets a folder a design; repeatable
    #[arg(short, long, value_name = "PATH")]
    output: Vec<PathBuf>,
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
    if files.len() > 1
        && let Some(path) = args.output.iter().find(|it| Form::of(it).is_some())
    {
        let path = path.display().to_string();
        return Err(msg!(words::ONE_DESIGN, path = path, count = files.len()));
    }
    let today = args.today.unwrap_or_else(super::today);
    let settings = Settings { today, fail_on: Severity::Error, only: &[], ignore: &[] };
    let mut loader = Loader::new(&context.bounds);
    let mut status = Status::Clean;
    let mut taken = BTreeSet::new();
    let configs = Configs::find(&files, context)?;
    for (number, path) in files.iter().enumerate() {
        loader.sources = Sources::default();
        let (file, topology) = check::judge(&mut loader, path, configs.of(number), &settings, None);
        if topology.is_none() {
            status = Status::Failed;
        }
        let verdict = Report { files: vec![file] };
        let detail =
            check_text::Detail { quiet: !args.output.is_empty(), verbose: context.verbose };
        let (color, lang) = (context.out.color, context.lang);
        let invalid = verdict.files[0].verdict == Outcome::Invalid;
        if args.output.is_empty() || invalid {
            let text = check_text::render(&verdict, &loader.sources, color, lang, detail);
            context.out.print(text.as_bytes());
        }
        let Some(topology) = topology else { continue };
        match &args.output[..] {
            [] => {
                let mut tables = bom::bom(&topology).tables(lang, Layout::Narrow);
                tables.push(cabling::cabling(&topology).table(lang, Layout::Narrow));
                context.out.print(table::tables(&tables, table::WIDTH).as_bytes());
                context.out.print(b"\n");
            }
            some => {
                let design = Design::new(&topology, &verdict, &loader, args, today, context);
                let mut written = String::new();
                let name = plain_name(&topology.name, "topology", &mut taken);
                for target in some {
                    let path = match Form::of(target) {
                        Some(form) => {
                            write(target, &design.document(form).map_err(cannot_write(target))?)?;
                            target.clone()
                        }
                        None => design.folder(&target.join(&name))?,
                    };
                    let path = path.display().to_string();
                    written += &format!("  {}\n", msg!(words::WRITTEN, path = path).text(lang));
                }
                let line = check_text::verdict_line(&verdict.files[0], color, lang);
                context.out.print(format!("{line}{written}\n").as_bytes());
            }
        }
    }
    Ok(status)
}

/// What a single document is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Form {
    /// A page for a browser.
    Html,
    /// A document of Word or WPS.
    Docx,
}

impl Form {
    /// By the extension; anything else is a folder.
    fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "html" | "htm" => Some(Self::Html),
            "docx" => Some(Self::Docx),
            _ => None,
        }
    }
}

/// A design with what is written of it.
struct Design<'d> {
    topology: &'d Topology,
    verdict: &'d Report,
    loader: &'d Loader,
    today: Date,
    revision: Option<&'d str>,
    lang: Lang,
    parts: Bom,
    cables: Cabling,
    story: Vec<Msg>,
    drawing: Scene,
}

impl<'d> Design<'d> {
    fn new(
        topology: &'d Topology,
        verdict: &'d Report,
        loader: &'d Loader,
        args: &'d ReportArgs,
        today: Date,
        context: &Context,
    ) -> Self {
        let (lang, date) = (context.lang, Some(today.to_string()));
        let (parts, cables) = (bom::bom(topology), cabling::cabling(topology));
        let drawing = scene(topology, View::Cabling, lang, date, args.revision.clone());
        let (story, revision) = (story::story(topology), args.revision.as_deref());
        Self { topology, verdict, loader, today, revision, lang, parts, cables, story, drawing }
    }

    fn proposal(&self) -> Proposal<'_> {
        let lang = self.lang;
        Proposal {
            file: &self.verdict.files[0],
            sources: &self.loader.sources,
            story: &self.story,
            drawing: &self.drawing,
            pages: Vec::new(),
            // The workbook has a column for each fact of a cable, too many for a page.
            tables: [
                self.parts.tables(lang, Layout::Print),
                vec![self.cables.table(lang, Layout::Narrow)],
            ]
            .concat(),
            today: self.today,
            revision: self.revision,
            lang,
        }
    }

    fn document(&self, form: Form) -> io::Result<Vec<u8>> {
        match form {
            Form::Html => {
                let gates = whatif::whatif(self.topology);
                Ok(html::render(&self.proposal(), gates.as_ref()).into_bytes())
            }
            Form::Docx => {
                let about = (Some(self.today.to_string()), self.revision.map(str::to_owned));
                let pages = match Paper::A4.holds(&self.drawing) {
                    true => vec![self.drawing.clone()],
                    false => paged((self.topology, View::Cabling), self.lang, about, Paper::A4),
                };
                proposal::docx(&Proposal { pages, ..self.proposal() })
            }
        }
    }

    /// Writes everything there is of it into a folder; the page to begin with comes back.
    fn folder(&self, folder: &Path) -> Result<PathBuf, Msg> {
        let (topology, lang) = (self.topology, self.lang);
        let failed = cannot_write(folder);
        fs::create_dir_all(folder).map_err(&failed)?;
        let services: Vec<_> = topology.service_ids().collect();
        let full = |table: &Table| csv::table(table, csv::Bom::With).into_bytes();
        let book = |tables: &[Table]| xlsx::workbook(tables).map_err(&failed);
        let tests = acceptance::acceptance(topology);
        let faults = json::faults(&faults(topology, &services, &Question::Order(1)));
        let mut files = vec![
            ("index.html", self.document(Form::Html).map_err(&failed)?),
            ("report.docx", self.document(Form::Docx).map_err(&failed)?),
            (
                "check.json",
                json::check(self.verdict, &self.loader.sources, self.today).into_bytes(),
            ),
            ("faults.json", faults.into_bytes()),
            ("bom.csv", full(&self.parts.table(lang, Layout::Full))),
            ("bom.json", json::bom(&self.parts).into_bytes()),
            ("bom.xlsx", book(&self.parts.tables(lang, Layout::Print))?),
            ("cables.csv", full(&self.cables.table(lang, Layout::Full))),
            ("cables.xlsx", book(&[self.cables.table(lang, Layout::Print)])?),
            ("diagram.svg", svg::render(&self.drawing).into_bytes()),
            ("diagram.drawio", drawio::render(&self.drawing).into_bytes()),
            ("tests.xlsx", book(&[tests.table(lang, Layout::Print)])?),
        ];
        if let Ok(labels) = labels::labels(topology, &labels::Form::Tia606, None) {
            files.push(("labels.csv", full(&labels.table(lang, Layout::Full))));
        }
        let addresses = addresses::addresses(topology);
        if !addresses.networks.is_empty() {
            files.push(("addresses.xlsx", book(&[addresses.table(lang, Layout::Print)])?));
        }
        let zoning = zones::zoning(topology);
        if !zoning.fabrics.is_empty() {
            files.push(("zones.csv", full(&zoning.members(lang))));
        }
        files.iter().try_for_each(|(name, bytes)| write(&folder.join(name), bytes))?;
        Ok(folder.join("index.html"))
    }
}
