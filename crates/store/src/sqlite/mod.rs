//! The engine that needs nothing beside it: one SQLite file, one writer, many readers.

mod fold;
pub(crate) mod line;
mod readers;
mod writer;

use crate::{
    Look, Prepared, Schema, Sql,
    backup::new_private_file,
    migrate::{Applied, Plan},
    pending::{Job, fault, panicked},
    shared::Shared,
};
use anyhow::{Context, Result};
use kernel::{Refusal, Status, Stop};
use line::SqliteLine;
use readers::Readers;
use std::{
    io::ErrorKind,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::AtomicBool,
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread::{self, JoinHandle},
};

/// The most jobs that wait for the writer.
const QUEUE: usize = 4096;

pub(crate) struct Sqlite {
    path: PathBuf,
    readers: Readers,
    jobs: Option<SyncSender<Box<dyn Job>>>,
    stop: Option<SyncSender<()>>,
    /// The writer, the answers, the folder.
    threads: Vec<JoinHandle<()>>,
}

/// The refusal when more work waits than can be done soon.
pub(crate) fn too_busy() -> Stop {
    Refusal::new(Status::TooOften, "More is being written than the database can take. Try again in a moment.")
        .into()
}

impl Sqlite {
    pub fn open(path: &Path, schemas: &[Schema], shared: &Arc<Shared>) -> Result<Self> {
        if !path.exists() {
            // Made here rather than by SQLite, so that from the first moment only its owner may read it.
            match new_private_file(path) {
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(error).with_context(|| format!("{} cannot be made", path.display()));
                }
                _ => {}
            }
        }
        let writer = SqliteLine::writing(path)?;
        migrate(&writer, schemas)?;
        let folder = SqliteLine::writing(path)?;
        let (jobs, waiting) = sync_channel(QUEUE);
        let (done, batches) = sync_channel(64);
        let (stop, stopped) = sync_channel::<()>(0);
        let (writers, answerers, at) = (shared.clone(), shared.clone(), path.to_owned());
        let anew = Arc::new(AtomicBool::new(false));
        let begin_anew = anew.clone();
        let threads = vec![
            named_thread("orderly-writer", move || {
                writer::write(writer, &waiting, &writers, &done, &begin_anew)
            })?,
            named_thread("orderly-answers", move || writer::answer(&batches, &answerers))?,
            named_thread("orderly-folder", move || fold::fold(&folder, &at, &stopped, &anew))?,
        ];
        let readers = Readers::new(path.to_owned());
        Ok(Self { path: path.to_owned(), readers, jobs: Some(jobs), stop: Some(stop), threads })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Puts a job into the queue; gives it back with a refusal when the queue is full.
    pub fn write(&self, job: Box<dyn Job>) -> Result<(), Stop> {
        match self.jobs.as_ref().map(|jobs| jobs.try_send(job)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(too_busy()),
            Some(Err(TrySendError::Disconnected(_))) | None => {
                Err(fault(anyhow::anyhow!("the writer has ended")))
            }
        }
    }

    pub fn read<T>(
        &self,
        shared: &Shared,
        job: &mut dyn FnMut(&mut Look) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        let mut lent = self.readers.lend()?;
        let mut look = Look::new(lent.line(), shared, false);
        catch_unwind(AssertUnwindSafe(|| job(&mut look)))
            .unwrap_or_else(|payload| Err(fault(panicked(&*payload))))
    }

    pub fn describe(&self, statements: &[&'static Sql]) -> Result<Vec<Prepared>> {
        let mut lent = self.lend()?;
        let each = |sql: &&'static Sql| {
            let (params, columns) = lent.line().describe(sql)?;
            Ok(Prepared { name: sql.name, params, columns })
        };
        statements.iter().map(each).collect()
    }

    /// Lends a reading connection inside a transaction.
    pub fn lend(&self) -> Result<readers::Lent<'_>> {
        self.readers.lend()
    }
}

impl Drop for Sqlite {
    fn drop(&mut self) {
        // The connection that closes last folds the log back into the file, which a reader may not, and two that close
        // at the same moment leave to each other: so the folder ends after all others.
        self.readers.close_idle();
        let folder = self.threads.split_off(self.threads.len().min(2));
        self.jobs = None;
        end(std::mem::take(&mut self.threads));
        self.stop = None;
        end(folder);
    }
}

/// Waits until the threads have ended.
pub(crate) fn end(threads: Vec<JoinHandle<()>>) {
    // The last owner may be a job that holds the store: then one of them is this very thread, and they end by themselves.
    if threads.iter().any(|t| t.thread().id() == thread::current().id()) {
        return;
    }
    for thread in threads {
        if thread.join().is_err() {
            tracing::error!("a thread of the store panicked");
        }
    }
}

pub(crate) fn named_thread(name: &str, work: impl FnOnce() + Send + 'static) -> Result<JoinHandle<()>> {
    thread::Builder::new().name(name.to_owned()).spawn(work).context("a thread could not be started")
}

fn migrate(line: &SqliteLine, schemas: &[Schema]) -> Result<()> {
    let conn = &line.conn;
    conn.execute_batch("begin immediate")?;
    let done = (|| {
        let plan = Plan::new(schemas, crate::Engine::Sqlite)?;
        conn.execute_batch(&plan.own)?;
        let mut statement = conn.prepare("select slice, name, digest from migrations")?;
        let applied = statement
            .query_map([], |row| Ok(Applied { slice: row.get(0)?, name: row.get(1)?, digest: row.get(2)? }))?
            .collect::<rusqlite::Result<Vec<_>>>()?;
        for step in plan.missing(&applied)? {
            conn.execute_batch(&step.text).with_context(|| format!("migration {}", step.title()))?;
            conn.execute(
                "insert into migrations (slice, name, digest, at) values (?1, ?2, ?3, unixepoch() * 1000000)",
                [&step.slice, &step.name, &step.digest],
            )?;
        }
        anyhow::Ok(())
    })();
    match done {
        Ok(()) => Ok(conn.execute_batch("commit")?),
        Err(error) => {
            conn.execute_batch("rollback")?;
            Err(error)
        }
    }
}
