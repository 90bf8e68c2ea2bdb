//! Where results go: the screen or files. A closed pipe ends quietly; what cannot be written is said.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::sync::OnceLock;

use super::{ColorArg, OutputArgs};
use crate::render::style::printable;
use crate::words::{Msg, msg, output as words};

/// The screen, with or without colour.
pub struct Output {
    /// Whether results on the screen are coloured.
    pub color: bool,
    /// Why a result could not be printed.
    lost: OnceLock<String>,
}

impl Output {
    pub(super) fn new(color: ColorArg) -> Self {
        let wanted = match color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => {
                let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                !refused && io::stdout().is_terminal()
            }
        };
        Self { color: wanted, lost: OnceLock::new() }
    }

    /// Prints a result, text or not.
    pub fn print(&self, result: &[u8]) {
        if let Err(error) = to_screen(result) {
            let _ = self.lost.set(error.to_string());
        }
    }

    /// That a result could not be printed, if so: a full disk behind a redirection.
    pub(super) fn lost(&self) -> Option<Msg> {
        let error = self.lost.get()?;
        Some(msg!(words::CANNOT_WRITE, path = "<stdout>", error = error.as_str()))
    }

    /// Prints lines to go on from, beside the results.
    pub fn aside(&self, lines: &str) {
        let _ = write!(io::stderr(), "{}", printable(lines.to_owned(), false));
    }

    /// Says what went wrong, beside the results.
    pub fn error(&self, text: &str) {
        let text = printable(text.to_owned(), false);
        let _ = writeln!(io::stderr(), "haplan: {text}");
    }
}

fn to_screen(result: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(result).and_then(|()| stdout.flush()) {
        // A reader that went away has seen enough: the verdict stands.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        done => done,
    }
}

/// Writes a file as a whole or not at all; `-` is the screen.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Msg> {
    let shown = path.display().to_string();
    let failed =
        |error: io::Error| msg!(words::CANNOT_WRITE, path = &shown, error = error.to_string());
    if path == Path::new("-") {
        return to_screen(bytes).map_err(failed);
    }
    // Something that is no plain file, such as a pipe, is written in place.
    let plain = path.metadata().map_or(true, |it| it.is_file());
    if !plain {
        return fs::write(path, bytes).map_err(failed);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}.tmp", std::process::id()));
    fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        let _ = fs::remove_file(&beside);
        failed(error)
    })
}

/// The places that the arguments name, each with its format: the screen is `None`.
///
/// # Errors
/// A format that the command does not have.
pub fn targets<'a>(
    args: &'a OutputArgs,
    command: &str,
    formats: &[&'static str],
) -> Result<Vec<(Option<&'a Path>, &'static str)>, Msg> {
    let known = |name: &str| {
        let name = match name {
            "md" => "markdown",
            "txt" => "text",
            "xml" => "junit",
            "gv" => "dot",
            "mmd" => "mermaid",
            other => other,
        };
        formats.iter().copied().find(|format| *format == name).ok_or_else(|| {
            let formats = formats.to_vec();
            msg!(words::UNKNOWN_FORMAT, command = command, format = name, formats = formats)
        })
    };
    let given = args.format.as_deref().map(known).transpose()?;
    if args.output.is_empty() {
        return Ok(vec![(None, given.unwrap_or(formats[0]))]);
    }
    args.output
        .iter()
        .map(|path| {
            let extension = path.extension().and_then(|it| it.to_str());
            let extension = extension.map(|it| known(&it.to_ascii_lowercase()));
            let format = match (given, extension) {
                (Some(format), _) => format,
                (None, Some(format)) => format?,
                (None, None) => formats[0],
            };
            Ok((Some(path.as_path()), format))
        })
        .collect()
}

/// Renders each target and puts it where it belongs.
pub fn emit(
    args: &OutputArgs,
    command: &str,
    formats: &[&'static str],
    out: &Output,
    mut render: impl FnMut(&str, bool) -> Vec<u8>,
) -> Result<(), Msg> {
    for (path, format) in targets(args, command, formats)? {
        match path {
            None => {
                let bytes = render(format, out.color);
                out.print(&bytes);
            }
            Some(path) => write(path, &render(format, false))?,
        }
    }
    Ok(())
}
