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
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::Receiver,
    },
    thread,
    time::Duration,
};

/// How often a job is tried when others are in the way.
const TRIES: u32 = 20;
/// From this try on it has the lane of this process to itself: where everybody wants the same row, as when a whole hospital
/// reports at once and each report takes the next number, trying again side by side gets nobody further.
const ALONE_FROM: u32 = 3;
/// How many it takes along then, so that a commit waits for the disk once for all of them.
const TAKEN_ALONG: usize = 31;
/// How often when two rows have the same key, or when the server is away.
const FEWER_TRIES: u32 = 4;

const IN_DOUBT: &str = "the connection was lost during the commit, so whether it was kept is not known";

/// What all writers of this process share.
pub(crate) struct Lanes {
    pub jobs: Mutex<Receiver<Box<dyn Job>>>,
    pub lane: RwLock<()>,
    /// Whether others waited when somebody last had the lane: then it is of no use to try side by side first.
    pub crowded: AtomicBool,
    pub connector: Connector,
    pub shared: Arc<Shared>,
}

/// Runs until the last sender is gone and the queue is empty.
pub(crate) fn write(lanes: &Lanes) {
    writes_from_now_on();
    let (mut line, mut held) = (None, Vec::new());
    loop {
        let next = match held.pop() {
            Some(job) => Ok(job),
            None => lanes.jobs.lock().recv(),
        };
        let Ok(mut job) = next else { return };
        let outcome = carry_out(&mut line, &mut *job, &mut held, lanes);
        answer(job, outcome, &lanes.shared);
    }
}

fn answer(job: Box<dyn Job>, outcome: Result<Ran>, shared: &Shared) {
    let broken = match outcome {
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

/// Waits a moment, longer each time and never the same for two.
fn back_off(shared: &Shared, attempt: u32) {
    let most = 1u64 << attempt.min(8);
    thread::sleep(Duration::from_millis(1 + shared.chance().below(most)));
}

fn connected<'l>(line: &'l mut Option<PostgresLine>, connector: &Connector) -> Result<&'l mut PostgresLine> {
    if line.as_ref().is_none_or(|line| line.is_closed()) {
        *line = Some(PostgresLine::new(connector.wire()?, TO_WRITE));
    }
    Ok(line.as_mut().expect("it was just put there"))
}

/// Runs the job until it is committed or refused. An error means that it was not, or that nobody can know. Jobs that were
/// taken along and not carried out are left in `held`.
fn carry_out(
    kept: &mut Option<PostgresLine>,
    job: &mut dyn Job,
    held: &mut Vec<Box<dyn Job>>,
    lanes: &Lanes,
) -> Result<Ran> {
    let from = if lanes.crowded.load(Ordering::Relaxed) { ALONE_FROM } else { 0 };
    for attempt in from..TRIES {
        if attempt > from {
            back_off(&lanes.shared, attempt);
        }
        let _alone = (attempt >= ALONE_FROM).then(|| lanes.lane.write());
        let _beside = (attempt < ALONE_FROM).then(|| lanes.lane.read());
        let line = match connected(kept, &lanes.connector) {
            Ok(line) => line,
            Err(error) if attempt + 1 >= from + FEWER_TRIES => return Err(error),
            Err(_) => continue,
        };
        if attempt == ALONE_FROM
            && held.is_empty()
            && let Some(outcome) = along(line, job, held, lanes)
        {
            return outcome;
        }
        if line.is_closed() {
            continue;
        }
        let ran = job.run(line, &lanes.shared);
        match line.trouble {
            Some(Trouble::Conflict) => {}
            Some(Trouble::Perhaps | Trouble::Lost) if attempt + 1 < from + FEWER_TRIES => {}
            _ => {
                let concluded = conclude(line, ran, attempt + 1 < from + FEWER_TRIES);
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

/// Whoever has the lane takes along those who wait, in one transaction: a commit waits for the disk once for all of them.
/// When one of them fails nothing is kept, and each is carried out by itself later.
fn along(
    line: &mut PostgresLine,
    job: &mut dyn Job,
    held: &mut Vec<Box<dyn Job>>,
    lanes: &Lanes,
) -> Option<Result<Ran>> {
    // Where a writer waits for jobs there are none.
    let mut others = match lanes.jobs.try_lock() {
        Some(jobs) => jobs.try_iter().take(TAKEN_ALONG).collect::<Vec<_>>(),
        None => Vec::new(),
    };
    lanes.crowded.store(!others.is_empty(), Ordering::Relaxed);
    if others.is_empty() {
        return None;
    }
    let mut all = Vec::with_capacity(others.len() + 1);
    let mut announced = Vec::new();
    let each = std::iter::once(job).chain(others.iter_mut().map(|other| &mut **other as &mut dyn Job));
    for job in each {
        let ran = job.run(line, &lanes.shared);
        if line.trouble.is_some() || (!ran.good && ran.wrote) {
            break;
        }
        announced.extend(ran.announced.iter().filter(|_| ran.good).cloned());
        all.push(ran);
    }
    if all.len() <= others.len() {
        let _ = line.roll_back();
        held.append(&mut others);
        return None;
    }
    if let Err(error) = line.commit(&announced) {
        if line.trouble == Some(Trouble::Lost) {
            for other in others {
                answer(other, Err(anyhow!("{IN_DOUBT}")), &lanes.shared);
            }
            return Some(Err(error.context(IN_DOUBT)));
        }
        let _ = line.roll_back();
        held.append(&mut others);
        return None;
    }
    let mut all = all.into_iter();
    let first = all.next();
    for (other, ran) in others.into_iter().zip(all) {
        answer(other, Ok(ran), &lanes.shared);
    }
    first.map(Ok)
}

/// Commits what is good and rolls back what is not; nothing when it should be tried again. A change that nobody waited for
/// may fail only here.
fn conclude(line: &mut PostgresLine, ran: Ran, may_try_again: bool) -> Result<Option<Ran>> {
    // What only looked is committed as well: only then what it saw, and refused for, is certain.
    if line.trouble.is_none() && (ran.good || !ran.wrote) {
        let announced: &[String] = if ran.good { &ran.announced } else { &[] };
        if let Err(error) = line.commit(announced) {
            return match line.trouble {
                Some(Trouble::Conflict) => {
                    line.roll_back()?;
                    Ok(None)
                }
                Some(Trouble::Perhaps) if may_try_again => {
                    line.roll_back()?;
                    Ok(None)
                }
                Some(Trouble::Lost) => Err(error.context(IN_DOUBT)),
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
