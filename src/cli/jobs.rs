//! Files judged on all processors, with results in the order of the files.

use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::input::{Bounds, Loader};
use crate::report::{FileReport, Report};
use crate::source::Sources;

/// Room for a deeply nested file: a thread of its own has less than the first one.
const STACK: usize = 16 << 20;

/// Most files that are worked on at a time.
const MOST: usize = 16;

/// Judges each file with its number, and gives all reports with the texts that they speak of.
///
/// Each file has texts of its own while it is judged, and they are put behind each other in the order of the
/// files afterwards: the outcome does not hang on who was done first.
pub fn judge(
    files: &[PathBuf],
    bounds: &Bounds,
    one: impl Fn(&mut Loader, usize, &Path) -> FileReport + Sync,
) -> (Report, Sources) {
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let next = AtomicUsize::new(0);
    let work = || {
        let mut loader = Loader::new(bounds);
        let mut done = Vec::new();
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(path) = files.get(number) else { return done };
            let file = one(&mut loader, number, path);
            done.push((number, file, std::mem::take(&mut loader.sources)));
        }
    };
    let mut done = thread::scope(|scope| {
        let spawn = |_| thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work);
        // Where there is no other thread to be had, those that are there do all of the work.
        let others: Vec<_> =
            (1..threads.min(files.len()).min(MOST)).map_while(|it| spawn(it).ok()).collect();
        let mut done = work();
        for other in others {
            // A file that panics would have panicked on one thread as well.
            done.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|it| it.0);
    let (mut report, mut sources) = (Report::default(), Sources::default());
    for (_, file, own) in done {
        let by = sources.append(own);
        report.files.push(file.moved(by));
    }
    (report, sources)
}
