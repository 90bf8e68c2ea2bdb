//! The bytes of files, within bounds, and the text in them.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use crate::words::{Msg, msg, output as words};

/// Why a file cannot be read, and the way out.
pub type Failure = (Msg, Option<Msg>);

/// How long a pipe may take to be opened: it is only once somebody writes to it.
const PATIENCE: Duration = Duration::from_secs(10);

/// The bytes of a file that is shown under a name, or of standard input for `-`.
pub fn bytes(path: &Path, name: &str, max: u64) -> Result<Vec<u8>, Failure> {
    let failed = |error: io::Error| cannot_read(name, &error);
    let too_large = || {
        let message = msg!(words::TOO_LARGE, path = name, limit = max >> 20);
        (message, Some((&words::TOO_LARGE_HELP).into()))
    };
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(max + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        let metadata = fs::metadata(path).map_err(failed)?;
        if metadata.is_dir() {
            // A folder that nobody may look into is no mistake in the command.
            fs::read_dir(path).map_err(failed)?;
            return Err((msg!(words::IS_FOLDER, path = name), None));
        }
        if metadata.len() > max {
            return Err(too_large());
        }
        let file = match metadata.is_file() {
            true => File::open(path).map_err(failed)?,
            false => match open_patiently(path) {
                Some(file) => file.map_err(failed)?,
                None => return Err((msg!(words::NOBODY_WRITES, path = name), None)),
            },
        };
        // Bounded all the same: a pipe or device has no length.
        file.take(max + 1).read_to_end(&mut bytes).map_err(failed)?;
    }
    if bytes.len() as u64 > max {
        return Err(too_large());
    }
    Ok(bytes)
}

/// That the system does not give a file out: in our words where the reason is a common one, else in its own.
pub fn cannot_read(path: &str, error: &io::Error) -> Failure {
    let message = match error.kind() {
        io::ErrorKind::NotFound => msg!(words::NO_SUCH_FILE, path = path),
        io::ErrorKind::PermissionDenied => msg!(words::MAY_NOT_READ, path = path),
        _ => msg!(words::CANNOT_READ, path = path, error = error.to_string()),
    };
    (message, None)
}

/// Opens what is no plain file; `None` for a pipe that nobody writes to.
///
/// Opening such a pipe waits for its writer, for ever if need be, and there is no portable way to open it
/// otherwise. So another thread waits, and ends with the program if the writer does not come.
fn open_patiently(path: &Path) -> Option<io::Result<File>> {
    let (sender, receiver) = mpsc::channel();
    let path: PathBuf = path.to_owned();
    thread::spawn(move || {
        let _ = sender.send(File::open(path));
    });
    receiver.recv_timeout(PATIENCE).ok()
}

/// The text of a file, or as much of it as is UTF-8 with the place and nature of the first bad byte.
pub fn text(bytes: Vec<u8>) -> (String, Option<(u32, Failure)>) {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        let why = ((&words::UTF16).into(), Some((&words::UTF16_HELP).into()));
        return (String::new(), Some((0, why)));
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            // A byte-order mark is dropped from the text, so its bytes do not count.
            let mark = if text.starts_with('\u{feff}') { 3 } else { 0 };
            let why = ((&words::NOT_UTF8).into(), Some((&words::NOT_UTF8_HELP).into()));
            (text, Some((at.saturating_sub(mark) as u32, why)))
        }
    }
}

/// A path as findings name it: with `/` on every system.
pub fn shown(path: &Path) -> String {
    if path == Path::new("-") {
        return "<stdin>".to_owned();
    }
    let text = path.display().to_string();
    if cfg!(windows) { text.replace('\\', "/") } else { text }
}
