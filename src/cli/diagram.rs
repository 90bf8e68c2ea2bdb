//! `haplan diagram`: the drawing of a design.

use std::path::PathBuf;

use super::input::Loader;
use super::output::{emit, targets};
use super::{Context, Done, OutputArgs, Status};
use crate::render::diagram::{d2, dot, drawio, html, mermaid, svg};
use crate::sheet::marks;
use crate::sheet::scene::{Scene, TitleBlock, View, draw};
use crate::topology::Topology;
#[cfg(feature = "png")]
use crate::words::msg;
use crate::words::{Lang, Msg, drawing as words};

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
}

impl From<ViewArg> for View {
    fn from(view: ViewArg) -> Self {
        match view {
            ViewArg::Cabling => View::Cabling,
            ViewArg::Logical => View::Logical,
            ViewArg::Heartbeat => View::Heartbeat,
            ViewArg::Rack => View::Rack,
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
    let marks = marks::marks(topology);
    let name = topology.name.to_string();
    let title = topology.title.as_ref().map_or_else(|| name.clone(), ToString::to_string);
    let title = TitleBlock { title, name, date, revision };
    draw(topology, view, &|comp| marks[comp.index()], &title, lang)
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
    let scene = scene(&topology, view, lang, args.date.clone(), args.revision.clone());
    // Before anything is written: a picture that cannot be drawn leaves no file.
    let wants_png = targets(&args.output, "diagram", DRAWINGS)?.iter().any(|it| it.1 == "png");
    let picture = if wants_png { png(&svg::render(&scene))? } else { Vec::new() };
    emit(&args.output, "diagram", DRAWINGS, &context.out, |format, _| {
        if format == "png" {
            return picture.clone();
        }
        match format {
            "html" => html::render(&scene),
            "drawio" => drawio::render(&scene),
            "dot" => dot::render(&scene),
            "mermaid" => mermaid::render(&scene),
            "d2" => d2::render(&scene),
            _ => svg::render(&scene),
        }
        .into_bytes()
    })?;
    Ok(Status::Clean)
}
