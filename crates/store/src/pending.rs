//! The answer to a write that is still on its way, and the job that will give it.

use crate::{Work, keys::Found, look::Line, shared::Shared};
use anyhow::anyhow;
use futures_channel::oneshot;
use kernel::{Chance, Fault, Stop};
use std::{
    any::Any,
    cell::Cell,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
    thread::{self, Thread},
};

/// The answer of [`Store::write`](crate::Store::write): await it, or [`wait`](Pending::wait) for it on a
/// plain thread.
#[must_use = "the work is done in any case, but only the answer tells whether it was kept"]
pub struct Pending<T>(oneshot::Receiver<Result<T, Stop>>);

impl<T> Pending<T> {
    /// An answer that is known already.
    pub(crate) fn stopped(stop: Stop) -> Self {
        let (to, answer) = oneshot::channel();
        let _ = to.send(Err(stop));
        Self(answer)
    }

    /// Blocks this thread until the work is committed or rolled back. Within another piece of work that would never end,
    /// so there it is a fault.
    pub fn wait(mut self) -> Result<T, Stop> {
        if WRITES.get() {
            return Err(fault(anyhow!("a piece of work waited for another one")));
        }
        struct Unpark(Thread);
        impl Wake for Unpark {
            fn wake(self: Arc<Self>) {
                self.0.unpark();
            }
        }
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        loop {
            match Pin::new(&mut self).poll(&mut Context::from_waker(&waker)) {
                Poll::Ready(answer) => return answer,
                Poll::Pending => thread::park(),
            }
        }
    }
}

impl<T> Future for Pending<T> {
    type Output = Result<T, Stop>;
    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(cx).map(|answer| {
            answer.unwrap_or_else(|_| {
                Err(fault(anyhow!("the store was closed before this work was committed")))
            })
        })
    }
}

thread_local! {
    /// Whether this thread carries out work.
    static WRITES: Cell<bool> = const { Cell::new(false) };
}

/// Says that this thread carries out work.
pub(crate) fn writes_from_now_on() {
    WRITES.set(true);
}

pub(crate) fn fault(error: anyhow::Error) -> Stop {
    Stop::Failed(Fault(error))
}

/// What a panic said, when it said something.
pub(crate) fn panicked(payload: &(dyn Any + Send)) -> anyhow::Error {
    let said = payload.downcast_ref::<&str>().copied();
    let said = said.or_else(|| payload.downcast_ref::<String>().map(String::as_str)).unwrap_or("no words");
    anyhow!("a panic: {said}")
}

/// What one run of a job left behind.
pub(crate) struct Ran {
    /// Whether it may be committed.
    pub good: bool,
    pub wrote: bool,
    pub announced: Vec<String>,
    pub found: HashMap<String, Found>,
}

/// A job, whatever the type of its answer.
pub(crate) trait Job: Send {
    /// Runs it once more from the beginning, with the same randomness; the answer is kept until
    /// [`Job::answer`].
    fn run(&mut self, line: &mut dyn Line, shared: &Shared) -> Ran;
    /// Gives the kept answer, or the fault that befell the commit.
    fn answer(self: Box<Self>, fault: Option<anyhow::Error>);
}

struct JobOf<T, F> {
    job: F,
    seed: [u8; 32],
    kept: Option<Result<T, Stop>>,
    to: oneshot::Sender<Result<T, Stop>>,
}

pub(crate) fn job<T, F>(seed: [u8; 32], job: F) -> (Box<dyn Job>, Pending<T>)
where
    T: Send + 'static,
    F: FnMut(&mut Work) -> Result<T, Stop> + Send + 'static,
{
    let (to, answer) = oneshot::channel();
    (Box::new(JobOf { job, seed, kept: None, to }), Pending(answer))
}

impl<T, F> Job for JobOf<T, F>
where
    T: Send,
    F: FnMut(&mut Work) -> Result<T, Stop> + Send,
{
    fn run(&mut self, line: &mut dyn Line, shared: &Shared) -> Ran {
        let mut work = Work::new(line, shared, Chance::from_seed(self.seed));
        let job = &mut self.job;
        let answer = catch_unwind(AssertUnwindSafe(|| job(&mut work)))
            .unwrap_or_else(|payload| Err(fault(panicked(&*payload))));
        let answer = match (answer, work.doomed.take()) {
            (Ok(_), Some(why)) => Err(fault(anyhow!("went on after a statement had failed: {why}"))),
            (answer, _) => answer,
        };
        let good = answer.is_ok();
        self.kept = Some(answer);
        let wrote = work.wrote;
        let found = std::mem::take(&mut work.found);
        Ran { good, wrote, announced: work.announced, found }
    }

    fn answer(self: Box<Self>, broken: Option<anyhow::Error>) {
        let answer = match (broken, self.kept) {
            (Some(error), _) => Err(fault(error)),
            (None, Some(kept)) => kept,
            (None, None) => Err(fault(anyhow!("this work was never begun"))),
        };
        // Whoever asked may be gone; the work stands all the same.
        let _ = self.to.send(answer);
    }
}
