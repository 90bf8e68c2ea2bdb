//! Where results go: the screen or files. A closed pipe ends quietly; what cannot be written is said.

use std::collections::BTreeSet;
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

/// That something cannot be written, for the reason that the system gives.
pub fn cannot_write(path: impl AsRef<Path>) -> impl Fn(io::Error) -> Msg {
    let path = path.as_ref().display().to_string();
    move |error| msg!(words::CANNOT_WRITE, path = &path, error = error.to_string())
}

/// So many characters of a name are in that of a file.
const LONGEST: usize = 60;

/// A name for a file or folder: what these may be called everywhere, and no name twice where capitals do not count;
/// `other` where nothing of the name is left.
pub fn plain_name(name: &str, other: &str, taken: &mut BTreeSet<String>) -> String {
    let fit = |c: char| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '_' };
    let plain: String = name.chars().map(fit).take(LONGEST).collect();
    let plain = match plain.trim_matches('.') {
        "" => other,
        fine => fine,
    };
    let mut unique = plain.to_owned();
    let mut number = 2;
    while !taken.insert(unique.to_lowercase()) {
        unique = format!("{plain}-{number}");
        number += 1;
    }
    unique
}

/// Writes a file as a whole or not at all; `-` is the screen.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), Msg> {
    let failed = cannot_write(path);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_gets_a_file_of_its_own() {
        let mut taken = BTreeSet::new();
        let mut name = |of: &str| plain_name(of, "design", &mut taken);
        assert_eq!(
            ["a/b", "a:b", "A_B", "..", "高配 系统"].map(&mut name),
            ["a_b", "a_b-2", "A_B-3", "design", "高配_系统"]
        );
        assert_eq!(name(&"x".repeat(300)).len(), 60);
    }
}
