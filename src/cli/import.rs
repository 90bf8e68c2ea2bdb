//! `haplan import`: a cabling sheet of others as the skeleton of a topology file.

use std::path::{Path, PathBuf};

use super::output::write;
use super::{Context, Done, Status, read};
use crate::render::cells::{self, Limits, Refused};
use crate::sheet::import::import;
use crate::words::{Msg, handover as words, msg, output};

/// Arguments of `import`.
#[derive(clap::Args, Debug)]
pub struct ImportArgs {
    /// A cabling sheet, CSV or XLSX, or - for standard input
    file: PathBuf,
    /// File to write instead of the screen; never one that is there
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// Most rows and columns that are read: a sheet of cables has fewer.
const MOST: (usize, usize) = (100_000, 500);

/// Runs the command.
pub fn run(args: &ImportArgs, context: &mut Context) -> Done {
    let path = read::shown(&args.file);
    let lang = context.lang;
    if let Some(output) = args.output.as_deref().filter(|it| *it != Path::new("-"))
        && output.symlink_metadata().is_ok()
    {
        let path = output.display().to_string();
        return Err(msg!(output::ALREADY_THERE, path = path));
    }
    let bytes =
        read::bytes(&args.file, &path, context.bounds.bytes).map_err(|(why, help)| match help {
            Some(help) => msg!(output::WITH_HINT, message = why, hint = help),
            None => why,
        })?;
    let limits = Limits { bytes: context.bounds.bytes, rows: MOST.0, columns: MOST.1 };
    let sheets = cells::sheets(&bytes, limits).map_err(|refused| refusal(&path, refused))?;
    // The first sheet whose columns make sense.
    let Some(found) = sheets.iter().find_map(|sheet| import(&sheet.rows)) else {
        return Err(msg!(words::I_NO_HEADS, path = path));
    };
    for line in found.reasons(lang) {
        context.out.error(&format!("{path}: {line}"));
    }
    if found.placed() == 0 {
        return Err(msg!(words::I_NOTHING, path = path));
    }
    let name = Path::new(&path).file_name().map(|it| it.to_string_lossy().into_owned());
    let yaml = found.yaml(&name.unwrap_or_default().replace(char::is_control, " "), lang);
    match args.output.as_deref().filter(|it| *it != Path::new("-")) {
        None => context.out.print(yaml.as_bytes()),
        Some(output) => {
            write(output, yaml.as_bytes())?;
            if !context.quiet {
                let shown = output.display().to_string();
                let text = msg!(output::WRITTEN, path = shown).text(lang);
                context.out.print(format!("{text}\n").as_bytes());
            }
        }
    }
    Ok(Status::Clean)
}

fn refusal(path: &str, refused: Refused) -> Msg {
    match refused {
        Refused::TooLarge => msg!(words::I_TOO_LARGE, path = path, rows = MOST.0),
        Refused::Broken(detail) => msg!(words::I_BROKEN, path = path, detail = detail),
    }
}
