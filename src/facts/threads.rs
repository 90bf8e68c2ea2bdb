//! Work on many things at once, in order.

/// Below this many things a second thread costs more than it saves.
const LEAST: usize = 2000;

/// Works on runs of `0..count`, one a thread; the results stand in the order of the runs.
pub(super) fn runs<R: Send>(
    count: usize,
    work: impl Fn(std::ops::Range<usize>) -> R + Sync,
) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = threads.min(count / LEAST + 1).min(8);
    let run = |number: usize| count * number / threads..count * (number + 1) / threads;
    std::thread::scope(|scope| {
        let work = &work;
        let others: Vec<_> =
            (1..threads).map(|number| scope.spawn(move || work(run(number)))).collect();
        let first = work(run(0));
        // A run that panics would have panicked on one thread as well.
        let joined = others
            .into_iter()
            .map(|it| it.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        std::iter::once(first).chain(joined).collect()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_cover_everything_once_and_in_order() {
        for count in [0, 1, 10, 5 * LEAST + 3] {
            let all: Vec<usize> = runs(count, |run| run.collect::<Vec<_>>()).concat();
            assert_eq!(all, (0..count).collect::<Vec<_>>());
        }
    }
}
