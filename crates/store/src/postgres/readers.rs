//! The readers: connections lent to one look at a time. The client brings a runtime of its own and refuses to
//! run inside another, so each look runs on a plain thread of its own while its caller waits.

use super::{
    line::{PostgresLine, TO_READ, Trouble},
    tls::Connector,
};
use crate::{
    Look,
    pending::{fault, panicked},
    shared::Shared,
};
use anyhow::Result;
use kernel::Stop;
use parking_lot::{Condvar, Mutex};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    thread,
};

/// The most connections that read at the same time; who comes later waits.
const MOST: usize = 16;
/// So many of them at most stay with one page for a while; whoever looks once always finds one of the others.
const MOST_HELD: usize = 8;
const TRIES: u32 = 3;

#[derive(Default)]
struct State {
    idle: Vec<PostgresLine>,
    lent: usize,
    held: usize,
}

#[derive(Default)]
pub(crate) struct Readers {
    state: Mutex<State>,
    free: Condvar,
}

/// Runs it on a plain thread and waits for it.
pub(crate) fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| match scope.spawn(work).join() {
        Ok(answer) => answer,
        Err(payload) => std::panic::resume_unwind(payload),
    })
}

impl Readers {
    fn lend(&self) -> Option<PostgresLine> {
        let mut state = self.state.lock();
        while state.lent >= MOST {
            self.free.wait(&mut state);
        }
        state.lent += 1;
        state.idle.pop()
    }

    fn give_back(&self, line: Option<PostgresLine>) {
        let mut state = self.state.lock();
        state.lent -= 1;
        state.idle.extend(line);
        drop(state);
        self.free.notify_one();
    }

    /// A connection to keep for a while, idle or still to be made; nothing when too many are kept or lent already.
    pub fn hold(&self) -> Option<Option<PostgresLine>> {
        let mut state = self.state.lock();
        if state.held >= MOST_HELD || state.lent >= MOST {
            return None;
        }
        state.lent += 1;
        state.held += 1;
        Some(state.idle.pop())
    }

    /// Gives back what was held, or says that it is gone.
    pub fn let_go(&self, line: Option<PostgresLine>) {
        self.state.lock().held -= 1;
        self.give_back(line);
    }

    /// Takes all idle connections out; they are to be dropped on a plain thread.
    pub fn drain(&self) -> Vec<PostgresLine> {
        std::mem::take(&mut self.state.lock().idle)
    }

    /// One look. Run on a plain thread.
    pub fn read<T>(
        &self,
        connector: &Connector,
        shared: &Shared,
        job: &mut dyn FnMut(&mut Look) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mut line = self.lend();
        let answer = attempts(&mut line, connector, shared, job);
        self.give_back(line);
        answer
    }
}

fn attempts<T>(
    kept: &mut Option<PostgresLine>,
    connector: &Connector,
    shared: &Shared,
    job: &mut dyn FnMut(&mut Look) -> Result<T, Stop>,
) -> Result<T, Stop> {
    let mut attempt = 0;
    loop {
        attempt += 1;
        let line = match kept {
            Some(line) => line,
            None => kept.insert(PostgresLine::new(connector.wire()?, TO_READ)),
        };
        let mut look = Look::new(line, shared, false);
        let answer = catch_unwind(AssertUnwindSafe(|| job(&mut look)))
            .unwrap_or_else(|payload| Err(fault(panicked(&*payload))));
        let again = matches!(line.trouble, Some(Trouble::Lost | Trouble::Conflict)) && attempt < TRIES;
        if line.roll_back().is_err() || line.is_closed() {
            *kept = None;
        }
        if !again {
            return answer;
        }
    }
}
