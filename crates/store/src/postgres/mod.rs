//! The engine for several servers: a PostgreSQL database. Writers, readers and a listener, each with
//! connections of their own, all on plain threads.

mod held;
pub(crate) mod line;
mod listener;
mod readers;
mod setup;
mod tls;
mod types;
mod wire;
mod writers;

pub use held::Held;
pub(crate) use readers::aside;
pub(crate) use tls::Connector;
pub(crate) use types::{Given, values};

use crate::{
    Look, Prepared, Schema, Sql,
    pending::{Job, fault},
    shared::Shared,
    sqlite::{end, named_thread, too_busy},
};
use anyhow::Result;
use kernel::Stop;
use line::{PostgresLine, TO_READ};
use parking_lot::{Mutex, RwLock};
use readers::Readers;
use std::{
    sync::{
        Arc,
        atomic::AtomicBool,
        mpsc::{SyncSender, TrySendError, sync_channel},
    },
    thread::JoinHandle,
    time::Duration,
};
use writers::Lanes;

/// How many orders are carried out at the same time.
const WRITERS: usize = 8;
const QUEUE: usize = 4096;

pub(crate) struct Postgres {
    connector: Connector,
    readers: Readers,
    jobs: Option<SyncSender<Box<dyn Job>>>,
    stop: Option<SyncSender<()>>,
    threads: Vec<JoinHandle<()>>,
}

impl Postgres {
    pub fn open(url: &str, schemas: &[Schema], shared: &Arc<Shared>) -> Result<Self> {
        let connector = Connector::new(url)?;
        aside(|| setup::prepare(&connector, schemas))?;
        let (jobs, waiting) = sync_channel(QUEUE);
        let (stop, stopped) = sync_channel::<()>(0);
        let (ready, heard) = sync_channel(1);
        let lanes = Arc::new(Lanes {
            jobs: Mutex::new(waiting),
            lane: RwLock::new(()),
            crowded: AtomicBool::new(false),
            connector: connector.clone(),
            shared: shared.clone(),
        });
        let mut threads = Vec::new();
        for n in 0..WRITERS {
            let lanes = lanes.clone();
            threads.push(named_thread(&format!("orderly-writer-{n}"), move || writers::write(&lanes))?);
        }
        let (ears, told) = (connector.clone(), shared.clone());
        threads.push(named_thread("orderly-listener", move || {
            listener::listen(&ears, &told, &stopped, &ready)
        })?);
        // Whoever subscribes after opening hears everything from now on.
        if heard.recv_timeout(Duration::from_secs(30)).is_err() {
            tracing::warn!("announcements are not heard yet");
        }
        Ok(Self { connector, readers: Readers::default(), jobs: Some(jobs), stop: Some(stop), threads })
    }

    pub fn connector(&self) -> &Connector {
        &self.connector
    }

    pub fn write(&self, job: Box<dyn Job>) -> Result<(), Stop> {
        match self.jobs.as_ref().map(|jobs| jobs.try_send(job)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => Err(too_busy()),
            Some(Err(TrySendError::Disconnected(_))) | None => {
                Err(fault(anyhow::anyhow!("the writers have ended")))
            }
        }
    }

    pub fn read<T: Send>(
        &self,
        shared: &Shared,
        job: &mut (dyn FnMut(&mut Look) -> Result<T, Stop> + Send),
    ) -> Result<T, Stop> {
        aside(|| self.readers.read(&self.connector, shared, job))
    }

    /// The same on a thread that may wait.
    pub fn read_here<T>(
        &self,
        shared: &Shared,
        job: &mut dyn FnMut(&mut Look) -> Result<T, Stop>,
    ) -> Result<T, Stop> {
        self.readers.read(&self.connector, shared, job)
    }

    pub fn readers(&self) -> &Readers {
        &self.readers
    }

    pub fn describe(&self, statements: &[&'static Sql]) -> Result<Vec<Prepared>> {
        aside(|| {
            let mut line = PostgresLine::new(self.connector.wire()?, TO_READ);
            let each = |sql: &&'static Sql| {
                let (params, columns) = line.describe(sql)?;
                Ok(Prepared { name: sql.name, params, columns })
            };
            statements.iter().map(each).collect()
        })
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.jobs = None;
        self.stop = None;
        end(std::mem::take(&mut self.threads));
        let idle = self.readers.drain();
        aside(|| drop(idle));
    }
}
