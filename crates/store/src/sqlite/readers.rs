//! The readers: connections that may only read, each lent to one thread at a time.

use super::line::SqliteLine;
use anyhow::Result;
use parking_lot::{Condvar, Mutex};
use std::path::PathBuf;

/// The most connections that read at the same time; who comes later waits.
const MOST: usize = 32;

pub(crate) struct Readers {
    path: PathBuf,
    state: Mutex<State>,
    free: Condvar,
}

#[derive(Default)]
struct State {
    idle: Vec<SqliteLine>,
    lent: usize,
}

/// A connection lent out inside a read transaction; it comes back by being dropped.
pub(crate) struct Lent<'a> {
    readers: &'a Readers,
    line: Option<SqliteLine>,
}

impl Readers {
    pub fn new(path: PathBuf) -> Self {
        Self { path, state: Mutex::default(), free: Condvar::new() }
    }

    pub fn lend(&self) -> Result<Lent<'_>> {
        let idle = {
            let mut state = self.state.lock();
            while state.lent >= MOST {
                self.free.wait(&mut state);
            }
            state.lent += 1;
            state.idle.pop()
        };
        let mut lent = Lent { readers: self, line: idle };
        if lent.line.is_none() {
            lent.line = Some(SqliteLine::reading(&self.path)?);
        }
        lent.line().conn.prepare_cached("begin deferred")?.raw_execute()?;
        Ok(lent)
    }
}

impl Readers {
    /// Closes the connections that nobody uses.
    pub fn close_idle(&self) {
        self.state.lock().idle.clear();
    }
}

impl Lent<'_> {
    pub fn line(&mut self) -> &mut SqliteLine {
        self.line.as_mut().expect("it is there until it is dropped")
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let line = self.line.take();
        let ended =
            line.filter(|line| line.conn.is_autocommit() || line.conn.execute_batch("rollback").is_ok());
        let mut state = self.readers.state.lock();
        state.lent -= 1;
        state.idle.extend(ended);
        drop(state);
        self.readers.free.notify_one();
    }
}
