//! `haplan diagram`: the drawing of a design.

use std::path::PathBuf;

use super::input::Loader;
use super::output::emit;
use super::{Context, Done, OutputArgs, Status};
use crate::render::diagram::{d2, dot, drawio, html, mermaid, svg};
use crate::sheet::marks;
use crate::sheet::scene::{Scene, TitleBlock, cabling};
use crate::topology::Topology;
use crate::words::Lang;

/// Arguments of `diagram`.
#[derive(clap::Args, Debug)]
pub struct DiagramArgs {
    /// A topology file, or - for standard input
    file: PathBuf,
    #[command(flatten)]
    output: OutputArgs,
    /// Date in the title block
    #[arg(long, value_name = "TEXT")]
    date: Option<String>,
    /// Revision in the title block
    #[arg(long, value_name = "TEXT")]
    revision: Option<String>,
}

/// Forms of a drawing.
pub const DRAWINGS: &[&str] = &["svg", "html", "drawio", "dot", "mermaid", "d2"];

/// The cabling drawing of a design, laid out.
pub fn scene(
    topology: &Topology,
    lang: Lang,
    date: Option<String>,
    revision: Option<String>,
) -> Scene {
    let marks = marks::marks(topology);
    let name = topology.name.to_string();
    let title = topology.title.as_ref().map_or_else(|| name.clone(), ToString::to_string);
    let title = TitleBlock { title, name, date, revision };
    cabling(topology, &|comp| marks[comp.index()], &title, lang)
}

/// Runs the command.
pub fn run(args: &DiagramArgs, context: &mut Context) -> Done {
    let topology = Loader::new(&context.bounds).valid(&args.file, context)?;
    let scene = scene(&topology, context.lang, args.date.clone(), args.revision.clone());
    emit(&args.output, "diagram", DRAWINGS, &context.out, |format, _| {
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
