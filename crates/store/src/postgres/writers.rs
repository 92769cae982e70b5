//! The writers: a few threads, each with a connection of its own, that take jobs from one queue. Every job is
//! a serializable transaction; when another one was in the way it is run again from the beginning.

use super::{
    line::{PostgresLine, TO_WRITE, Trouble},
    tls::Connector,
};
use crate::{
    pending::{Job, Ran, fault, panicked, writes_from_now_on},
    shared::Shared,
};
use anyhow::{Result, anyhow};
use parking_lot::{Mutex, RwLock};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::mpsc::Receiver,
    thread,
    time::Duration,
};

/// How often a job is tried when others are in the way.
const TRIES: u32 = 20;
/// From this try on it has the lane of this process to itself: where everybody wants the same row, as when a whole hospital
/// reports at once and each report takes the next number, trying again side by side gets nobody further.
const ALONE_FROM: u32 = 3;
/// How often when two rows have the same key, or when the server is away.
const FEWER_TRIES: u32 = 4;

/// Runs until the last sender is gone and the queue is empty.
pub(crate) fn write(
    jobs: &Mutex<Receiver<Box<dyn Job>>>,
    lane: &RwLock<()>,
    connector: &Connector,
    shared: &Shared,
) {
    writes_from_now_on();
    let mut line = None;
    loop {
        let next = jobs.lock().recv();
        let Ok(mut job) = next else { return };
        let broken = match carry_out(&mut line, &mut *job, lane, connector, shared) {
            Ok(ran) => {
                if ran.good {
                    shared.committed(&ran.found);
                }
                None
            }
            Err(error) => {
                tracing::error!(error = format!("{error:#}"), "a write was not committed");
                Some(error)
            }
        };
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| job.answer(broken))) {
            tracing::error!(error = %fault(panicked(&*payload)), "an answer could not be given");
        }
    }
}

/// Waits a moment, longer each time and never the same for two.
fn back_off(shared: &Shared, attempt: u32) {
    let most = 1u64 << attempt.min(8);
    thread::sleep(Duration::from_millis(1 + shared.chance().below(most)));
}

fn connected<'l>(line: &'l mut Option<PostgresLine>, connector: &Connector) -> Result<&'l mut PostgresLine> {
    if line.as_ref().is_none_or(|line| line.client.is_closed()) {
        *line = Some(PostgresLine::new(connector.connect()?, TO_WRITE));
    }
    Ok(line.as_mut().expect("it was just put there"))
}

/// Runs the job until it is committed or refused. An error means that it was not, or that nobody can know.
fn carry_out(
    kept: &mut Option<PostgresLine>,
    job: &mut dyn Job,
    lane: &RwLock<()>,
    connector: &Connector,
    shared: &Shared,
) -> Result<Ran> {
    for attempt in 0..TRIES {
        if attempt > 0 {
            back_off(shared, attempt);
        }
        let _alone = (attempt >= ALONE_FROM).then(|| lane.write());
        let _beside = (attempt < ALONE_FROM).then(|| lane.read());
        let line = match connected(kept, connector) {
            Ok(line) => line,
            Err(error) if attempt + 1 >= FEWER_TRIES => return Err(error),
            Err(_) => continue,
        };
        let ran = job.run(line, shared);
        match line.trouble {
            Some(Trouble::Conflict) => {}
            Some(Trouble::Perhaps | Trouble::Lost) if attempt + 1 < FEWER_TRIES => {}
            _ => {
                let concluded = conclude(line, ran);
                if concluded.is_err() || line.trouble.is_some() {
                    *kept = None;
                }
                match concluded? {
                    Some(ran) => return Ok(ran),
                    None => continue,
                }
            }
        }
        if line.roll_back().is_err() {
            *kept = None;
        }
    }
    Err(anyhow!("other work was in the way {TRIES} times"))
}

/// Commits what is good and rolls back what is not; nothing when it should be tried again.
fn conclude(line: &mut PostgresLine, ran: Ran) -> Result<Option<Ran>> {
    // What only looked is committed as well: only then what it saw, and refused for, is certain.
    if line.trouble.is_none() && (ran.good || !ran.wrote) {
        let announced: &[String] = if ran.good { &ran.announced } else { &[] };
        if let Err(error) = line.commit(announced) {
            return match line.trouble {
                Some(Trouble::Conflict) => {
                    line.roll_back()?;
                    Ok(None)
                }
                Some(Trouble::Lost) => Err(error.context(
                    "the connection was lost during the commit, so whether it was kept is not known",
                )),
                _ => {
                    line.roll_back()?;
                    Err(error.context("not committed"))
                }
            };
        }
        return Ok(Some(ran));
    }
    // When the rollback fails the connection is dropped, and the server rolls back by itself.
    if line.roll_back().is_err() {
        line.trouble = Some(Trouble::Lost);
    }
    Ok(Some(ran))
}
