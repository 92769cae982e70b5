//! The store: where everything the house knows is kept, in one SQLite file or in PostgreSQL, with the same words for both.
//! Whoever reads gets a [`Look`], one consistent view; whoever writes gets a [`Work`], which is kept whole or not at all.
//! The transaction itself binds on whose behalf and at which organization a statement runs.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod dialect;
mod keys;
mod look;
mod migrate;
mod pending;
pub mod proving;
mod shared;
mod sql;
mod sqlite;
mod value;
mod work;

pub use keys::{KeyDestroyed, MasterKey};
pub use look::{Look, MOST_ROWS};
pub use pending::Pending;
pub use sql::Sql;
pub use value::{FromValue, Params, Row, Value};
pub use work::{LONGEST_ANNOUNCEMENT, Work};

use anyhow::Result;
use kernel::Stop;
use keys::{Found, Keys};
use shared::Shared;
use sqlite::Sqlite;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, Weak},
};

/// A step of making the tables. Written in the portable dialect; see `ARCHITECTURE.md`.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// For instance `0001_tickets`; unique within the slice.
    pub name: &'static str,
    pub text: &'static str,
}

/// What a slice keeps: its tables and its statements.
#[derive(Debug, Clone, Copy)]
pub struct Schema {
    pub slice: &'static str,
    pub migrations: &'static [Migration],
    pub statements: &'static [&'static Sql],
}

/// Where everything is kept.
#[derive(Debug, Clone)]
pub enum Place {
    /// A SQLite file; made when it is not there.
    File(PathBuf),
    /// A PostgreSQL database, by its URL.
    Postgres(String),
}

/// Which of the two engines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// What is needed to open a store.
pub struct Opening {
    pub place: Place,
    /// In the order in which their tables are made.
    pub schemas: Vec<Schema>,
    pub master: MasterKey,
    /// Gives seeds for randomness: from the operating system, or from a number in a test.
    pub chance: Box<dyn FnMut() -> [u8; 32] + Send>,
}

enum Kept {
    Sqlite(Sqlite),
}

struct Inner {
    kept: Kept,
    shared: Arc<Shared>,
    schemas: Vec<Schema>,
}

/// The store; a clone is the same store.
#[derive(Clone)]
pub struct Store(Arc<Inner>);

/// A statement as an engine understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub name: &'static str,
    pub params: Vec<String>,
    pub columns: Vec<String>,
}

impl Store {
    /// Opens the place and brings its tables up to date. Errors when a migration was changed after it was applied, when
    /// two statements share a name, or when the server does not keep what it confirms.
    pub fn open(opening: Opening) -> Result<Self> {
        let Opening { place, schemas, master, chance } = opening;
        let shared = Arc::new(Shared::new(Keys::new(&master), chance));
        let kept = match place {
            Place::File(path) => Kept::Sqlite(Sqlite::open(&path, &schemas, &shared)?),
            Place::Postgres(_) => anyhow::bail!("PostgreSQL is not supported by this build"),
        };
        let store = Self(Arc::new(Inner { kept, shared, schemas }));
        let weak = Arc::downgrade(&store.0);
        store.0.shared.keys.set_maker(Box::new(move |name| make_key(&weak, name)));
        Ok(store)
    }

    /// Does a piece of work in one transaction; what it answers `Ok` is committed when the answer arrives, and after an
    /// `Err` nothing of it is kept. It may be run more than once, always with the same randomness. Never wait for one
    /// piece of work from within another.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnMut(&mut Work) -> Result<T, Stop> + Send + 'static,
    ) -> Pending<T> {
        let (job, pending) = pending::job(self.0.shared.seed(), job);
        let queued = match &self.0.kept {
            Kept::Sqlite(sqlite) => sqlite.write(job),
        };
        match queued {
            Ok(()) => pending,
            Err(stop) => Pending::stopped(stop),
        }
    }

    /// Looks, on this thread, which waits. The look is one consistent view.
    pub fn read<T: Send>(&self, mut job: impl FnMut(&mut Look) -> Result<T, Stop> + Send) -> Result<T, Stop> {
        match &self.0.kept {
            Kept::Sqlite(sqlite) => sqlite.read(&self.0.shared, &mut job),
        }
    }

    /// Subscribes to announcements. The subscriber is called on a thread of the store, after the commit, and must be quick.
    pub fn on_announce(&self, subscriber: impl Fn(&str) + Send + Sync + 'static) {
        self.0.shared.subscribe(Arc::new(subscriber));
    }

    pub fn engine(&self) -> Engine {
        match &self.0.kept {
            Kept::Sqlite(_) => Engine::Sqlite,
        }
    }

    pub fn schemas(&self) -> &[Schema] {
        &self.0.schemas
    }

    /// Copies everything, as of one instant, into a new SQLite file. Errors when the file is there already.
    pub fn backup(&self, to: &Path) -> Result<()> {
        let Kept::Sqlite(sqlite) = &self.0.kept;
        let mut lent = sqlite.lend()?;
        lent.line().conn.execute_batch("rollback")?;
        lent.line().conn.execute("vacuum into ?1", [to.to_string_lossy()])?;
        Ok(())
    }

    /// Copies every table, as of one instant, into another store with the same tables, which must be empty. Gives each
    /// table with its number of rows.
    pub fn copy_all(&self, _to: &Store) -> Result<Vec<(String, u64)>> {
        anyhow::bail!("copying between stores is not supported by this build")
    }

    /// Prepares every statement of every schema. Errors name the first that the engine does not understand.
    pub fn statement_check(&self) -> Result<Vec<Prepared>> {
        let Kept::Sqlite(sqlite) = &self.0.kept;
        let mut lent = sqlite.lend()?;
        let statements = self.0.schemas.iter().flat_map(|s| s.statements);
        statements
            .map(|sql| {
                let (params, columns) = lent.line().describe(sql)?;
                Ok(Prepared { name: sql.name, params, columns })
            })
            .collect()
    }
}

fn make_key(store: &Weak<Inner>, name: &str) -> Result<Found> {
    let inner = store.upgrade().ok_or_else(|| anyhow::anyhow!("the store was closed"))?;
    let name = name.to_owned();
    Store(inner)
        .write(move |work| Ok(work.key_named(&name)?))
        .wait()
        .map_err(|stop| anyhow::anyhow!("{stop}"))
}
