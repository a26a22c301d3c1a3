//! Work on all processors at once.

use std::sync::{Mutex, PoisonError};
use std::thread;

/// More would wait for the reader, and each has figures of its own to keep.
const MOST: usize = 4;

/// The same work in every thread; what each made of it.
pub(super) fn all<T: Send>(work: impl Fn() -> T + Sync) -> Vec<T> {
    let others = thread::available_parallelism().map_or(1, usize::from).min(MOST) - 1;
    thread::scope(|scope| {
        let others: Vec<_> = (0..others).map(|_| scope.spawn(&work)).collect();
        let mine = work();
        let others = others.into_iter().map(|thread| thread.join().expect("no thread panics that measures"));
        std::iter::once(mine).chain(others).collect()
    })
}

/// Each thing by whichever thread is free, the heaviest first, so that none is left alone with it at the end. What was
/// made of them is in the order in which they came.
pub(super) fn each<T: Send, U: Send>(
    things: Vec<T>,
    weight: impl Fn(&T) -> usize,
    work: impl Fn(T) -> U + Sync,
) -> Vec<U> {
    let mut things: Vec<(usize, T)> = things.into_iter().enumerate().collect();
    things.sort_by_key(|(_, thing)| std::cmp::Reverse(weight(thing)));
    let queue = Mutex::new(things.into_iter());
    let take = || {
        let mut done = vec![];
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, thing)) = next else { return done };
            done.push((at, work(thing)));
        }
    };
    let mut done: Vec<(usize, U)> = all(take).into_iter().flatten().collect();
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, made)| made).collect()
}
