//! Where results go: the screen or files. A closed pipe ends quietly; what cannot be written is said.

use std::fs;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use super::{ColorArg, OutputArgs};
use crate::render::style::printable;
use crate::words::{Msg, msg, output as words};

/// The screen, with or without colour.
pub struct Output {
    /// Whether results on the screen are coloured.
    pub color: bool,
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
        Self { color: wanted }
    }

    /// Prints a result, text or not.
    pub fn print(&self, result: &[u8]) {
        let mut stdout = io::stdout().lock();
        // A reader that went away has seen enough: the verdict stands.
        let _ = stdout.write_all(result).and_then(|()| stdout.flush());
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

/// That something cannot be written, for the reason that the system gives.
pub fn cannot_write(path: impl AsRef<Path>) -> impl Fn(io::Error) -> Msg {
    let path = path.as_ref().display().to_string();
    move |error| msg!(words::CANNOT_WRITE, path = &path, error = error.to_string())
}

/// A name for a file or folder: what these may be called everywhere, and no name twice; `other` where nothing of
/// the name is left.
pub fn plain_name(name: &str, other: &str, taken: &mut Vec<String>) -> String {
    let fit = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let plain: String = name.chars().map(fit).collect();
    let plain = match plain.trim_matches('.') {
        "" => other,
        fine => fine,
    };
    let mut unique = plain.to_owned();
    let mut number = 2;
    while taken.contains(&unique) {
        unique = format!("{plain}-{number}");
        number += 1;
    }
    taken.push(unique.clone());
    unique
}

/// Writes a file as a whole or not at all.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Msg> {
    let failed = cannot_write(path);
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
            let extension = path.extension().and_then(|it| it.to_str()).map(known);
            let format = match (given, extension) {
                (Some(format), _) => format,
                (None, Some(format)) => format?,
                (None, None) => formats[0],
            };
            Ok((Some(path.as_path()), format))
        })
        .collect()
}

/// Renders each target and puts it where it belongs; nothing is written if one of them cannot be rendered.
///
/// # Errors
/// A format that the command does not have, what rendering says, and what cannot be written.
pub fn emit<T: Into<Vec<u8>>>(
    args: &OutputArgs,
    command: &str,
    formats: &[&'static str],
    out: &Output,
    mut render: impl FnMut(&str, bool) -> Result<T, Msg>,
) -> Result<(), Msg> {
    let mut rendered = Vec::new();
    for (path, format) in targets(args, command, formats)? {
        rendered.push((path, render(format, path.is_none() && out.color)?.into()));
    }
    for (path, bytes) in rendered {
        match path {
            None => out.print(&bytes),
            Some(path) => write(path, &bytes)?,
        }
    }
    Ok(())
}
