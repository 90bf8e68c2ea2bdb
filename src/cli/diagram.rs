//! `haplan diagram`: the drawing of a design.

use std::path::{Path, PathBuf};

use super::input::Loader;
use super::output::{targets, write};
use super::{Context, Done, OutputArgs, Status};
use crate::render::diagram::{d2, dot, drawio, html, mermaid, svg};
use crate::sheet::marks;
use crate::sheet::scene::{Paper, Scene, TitleBlock, View, draw, pages};
use crate::topology::Topology;
use crate::words::{Lang, Msg, drawing as words, msg};

/// Arguments of `diagram`.
#[derive(clap::Args, Debug)]
pub struct DiagramArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// What to show
    #[arg(long, value_enum, default_value = "cabling")]
    view: ViewArg,
    /// Cut the drawing into pages, if it is not legible on one
    #[arg(long)]
    pages: bool,
    /// The paper of the pages, landscape; asks for pages
    #[arg(long, value_enum, default_value_if("pages", "true", "a4"))]
    paper: Option<PaperArg>,
    /// Date in the title block
    #[arg(long, value_name = "TEXT")]
    date: Option<String>,
    /// Revision in the title block
    #[arg(long, value_name = "TEXT")]
    revision: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum, Debug)]
enum ViewArg {
    /// Every cable from port to port
    Cabling,
    /// One line for all cables between two devices
    Logical,
    /// The cables over which nodes hear each other
    Heartbeat,
    /// What stands where in the racks
    Rack,
    /// The cords from feeds to power supplies
    Power,
}

impl From<ViewArg> for View {
    fn from(view: ViewArg) -> Self {
        match view {
            ViewArg::Cabling => View::Cabling,
            ViewArg::Logical => View::Logical,
            ViewArg::Heartbeat => View::Heartbeat,
            ViewArg::Rack => View::Rack,
            ViewArg::Power => View::Power,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum, Debug)]
enum PaperArg {
    /// 297 by 210 mm
    A4,
    /// 420 by 297 mm
    A3,
    /// 841 by 594 mm
    A1,
}

impl From<PaperArg> for Paper {
    fn from(paper: PaperArg) -> Self {
        match paper {
            PaperArg::A4 => Paper::A4,
            PaperArg::A3 => Paper::A3,
            PaperArg::A1 => Paper::A1,
        }
    }
}

/// Forms of a drawing.
pub const DRAWINGS: &[&str] = &["svg", "png", "html", "drawio", "dot", "mermaid", "d2"];

/// The drawing of a design, laid out.
pub fn scene(
    topology: &Topology,
    view: View,
    lang: Lang,
    date: Option<String>,
    revision: Option<String>,
) -> Scene {
    let judged = marks::marks(topology, lang);
    let title = title_block(topology, date, revision, judged.reasons);
    draw(topology, view, &|comp| judged.marks[comp.index()], &title, lang)
}

/// The same in pages of a paper, one where that is legible.
pub fn paged(
    (topology, view): (&Topology, View),
    lang: Lang,
    (date, revision): (Option<String>, Option<String>),
    paper: Paper,
) -> Vec<Scene> {
    let judged = marks::marks(topology, lang);
    let title = title_block(topology, date, revision, judged.reasons);
    pages(topology, view, &|comp| judged.marks[comp.index()], &title, lang, paper)
}

fn title_block(
    topology: &Topology,
    date: Option<String>,
    revision: Option<String>,
    reasons: Vec<String>,
) -> TitleBlock {
    let name = topology.name.to_string();
    let title = topology.title.as_ref().map_or_else(|| name.clone(), ToString::to_string);
    TitleBlock { title, name, date, revision, reasons }
}

/// The drawing in pixels.
#[cfg(feature = "png")]
fn png(svg: &str) -> Result<Vec<u8>, Msg> {
    use crate::render::diagram::png::{PngError, render};
    render(svg).map_err(|error| match error {
        PngError::NoGlyphs(missing) => msg!(words::NO_GLYPHS, missing = missing),
        PngError::TooLarge => (&words::NO_PICTURE).into(),
    })
}

/// That this build has no pictures in pixels.
#[cfg(not(feature = "png"))]
fn png(_: &str) -> Result<Vec<u8>, Msg> {
    Err((&words::PNG_LEFT_OUT).into())
}

/// Runs the command.
pub fn run(args: &DiagramArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let (view, lang) = (args.view.into(), context.lang);
    let targets = targets(&args.output, "diagram", DRAWINGS)?;
    let paper = args.paper.map(Paper::from);
    let sheet = || scene(&topology, view, lang, args.date.clone(), args.revision.clone());
    let cut =
        |paper| paged((&topology, view), lang, (args.date.clone(), args.revision.clone()), paper);
    // Before anything is written: a picture that cannot be drawn leaves no file.
    let mut files: Vec<(Option<PathBuf>, Vec<u8>)> = Vec::new();
    let pages = paper.map_or_else(|| vec![sheet()], cut);
    for (path, format) in targets {
        let one = |text: String| vec![(path.map(Path::to_path_buf), text.into_bytes())];
        files.extend(match (format, paper) {
            ("html", Some(paper)) => one(html::render_pages(&pages, paper)),
            ("html", None) => one(pages.iter().map(html::render).collect()),
            ("drawio", _) => one(drawio::render_pages(&pages)),
            // Without a layout there is nothing to cut.
            ("dot", _) => one(dot::render(&sheet())),
            ("mermaid", _) => one(mermaid::render(&sheet())),
            ("d2", _) => one(d2::render(&sheet())),
            (format, _) => {
                let image = |page: &Scene| match format {
                    "png" => png(&svg::render(page)),
                    _ => Ok(svg::render(page).into_bytes()),
                };
                let images = pages.iter().map(image).collect::<Result<Vec<_>, Msg>>()?;
                let paths = numbered(path, images.len())?;
                paths.into_iter().zip(images).collect()
            }
        });
    }
    for (path, bytes) in files {
        match path {
            None => context.out.print(&bytes),
            Some(path) => write(&path, &bytes)?,
        }
    }
    Ok(Status::Clean)
}

/// Where images go: of several each to a file of its own, `x-1.svg`, `x-2.svg`, ….
///
/// # Errors
/// Several images, and no file is named.
fn numbered(path: Option<&Path>, count: usize) -> Result<Vec<Option<PathBuf>>, Msg> {
    if count == 1 {
        return Ok(vec![path.map(Path::to_path_buf)]);
    }
    let path = path.ok_or_else(|| msg!(words::SEVERAL_PAGES, count = count))?;
    let stem = path.file_stem().unwrap_or_default();
    let name = |number: usize| {
        let mut name = stem.to_owned();
        name.push(format!("-{number}"));
        if let Some(extension) = path.extension() {
            name.push(".");
            name.push(extension);
        }
        Some(path.with_file_name(name))
    };
    Ok((1..=count).map(name).collect())
}
