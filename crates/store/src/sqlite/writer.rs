//! The one writer. It takes all jobs that wait, runs them in one transaction and commits them together, so
//! that a full sync to the disk is paid once for many. A job that fails after it wrote takes no neighbour
//! with it: the batch is run again, each job behind a savepoint of its own.

use super::{fold, line::SqliteLine};
use crate::{
    pending::{Job, Ran, fault, panicked, writes_from_now_on},
    shared::Shared,
};
use anyhow::{Context, Result, anyhow};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender},
    },
};

/// The most jobs in one transaction.
pub(crate) const BATCH: usize = 256;

/// A batch that was committed, or was not.
pub(crate) struct Batch {
    jobs: Vec<Box<dyn Job>>,
    ran: Vec<Ran>,
    broken: Option<String>,
}

/// Runs until the last sender is gone and the queue is empty. `anew` is set when the log is long enough to begin anew.
pub(crate) fn write(
    mut line: SqliteLine,
    jobs: &Receiver<Box<dyn Job>>,
    shared: &Shared,
    done: &SyncSender<Batch>,
    anew: &AtomicBool,
) {
    writes_from_now_on();
    while let Ok(first) = jobs.recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH
            && let Ok(next) = jobs.try_recv()
        {
            batch.push(next);
        }
        let outcome = together(&mut line, &mut batch, shared).and_then(|ran| match ran {
            Some(ran) => Ok(ran),
            None => apart(&mut line, &mut batch, shared),
        });
        let batch = match outcome {
            Ok(ran) => Batch { jobs: batch, ran, broken: None },
            Err(error) => {
                roll_back(&line);
                tracing::error!(error = format!("{error:#}"), "a batch of writes was not committed");
                Batch { jobs: batch, ran: Vec::new(), broken: Some(format!("{error:#}")) }
            }
        };
        for ran in batch.ran.iter().filter(|ran| ran.good) {
            shared.committed(&ran.found);
        }
        if done.send(batch).is_err() {
            return;
        }
        if anew.swap(false, Ordering::Relaxed) {
            fold::begin_anew(&line);
        }
    }
}

/// Hands out the answers and tells the announcements, so that the writer need not wait for either.
pub(crate) fn answer(batches: &Receiver<Batch>, shared: &Arc<Shared>) {
    while let Ok(batch) = batches.recv() {
        for job in batch.jobs {
            let broken = batch.broken.as_ref().map(|why| anyhow!("not committed: {why}"));
            // Dropping an answer nobody waits for may run foreign code; it must not end this thread.
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| job.answer(broken))) {
                tracing::error!(error = %fault(panicked(&*payload)), "an answer could not be given");
            }
        }
        for ran in batch.ran.iter().filter(|ran| ran.good) {
            for text in &ran.announced {
                shared.tell(text);
            }
        }
    }
}

fn roll_back(line: &SqliteLine) {
    if !line.conn.is_autocommit()
        && let Err(error) = line.conn.execute_batch("rollback")
    {
        tracing::error!(%error, "a rollback failed");
    }
}

fn command(line: &SqliteLine, text: &str) -> Result<()> {
    let mut statement = line.conn.prepare_cached(text)?;
    statement.raw_execute().with_context(|| text.to_owned())?;
    Ok(())
}

/// All jobs in one transaction; none when one of them failed after it had written, and nothing was kept.
fn together(line: &mut SqliteLine, jobs: &mut [Box<dyn Job>], shared: &Shared) -> Result<Option<Vec<Ran>>> {
    command(line, "begin immediate")?;
    let mut all = Vec::with_capacity(jobs.len());
    for job in jobs.iter_mut() {
        let ran = job.run(line, shared);
        // A full disk or a failing one makes SQLite roll back by itself.
        if line.conn.is_autocommit() || (!ran.good && ran.wrote) {
            roll_back(line);
            return if jobs.len() == 1 && !ran.good { Ok(Some(vec![ran])) } else { Ok(None) };
        }
        all.push(ran);
    }
    command(line, "commit")?;
    Ok(Some(all))
}

/// The same jobs again, each behind a savepoint.
fn apart(line: &mut SqliteLine, jobs: &mut [Box<dyn Job>], shared: &Shared) -> Result<Vec<Ran>> {
    command(line, "begin immediate")?;
    let mut all = Vec::with_capacity(jobs.len());
    for job in jobs {
        command(line, "savepoint job")?;
        let ran = job.run(line, shared);
        if line.conn.is_autocommit() {
            return Err(anyhow!("the database rolled the whole transaction back by itself"));
        }
        if !ran.good {
            command(line, "rollback to job")?;
        }
        command(line, "release job")?;
        all.push(ran);
    }
    command(line, "commit")?;
    Ok(all)
}
