//! The store itself: opened once, cloned freely, the same for both engines.

use crate::{
    Engine, Held, Look, Opening, Pending, Place, Schema, Sql, Work, backup,
    copy::{self, Source, Target},
    keys::{Found, Keys},
    pending,
    postgres::{Postgres, aside},
    shared::Shared,
    sqlite::{Sqlite, line::SqliteLine},
};
use anyhow::{Result, anyhow, bail};
use kernel::Stop;
use std::{
    collections::HashMap,
    path::Path,
    sync::{Arc, Weak},
};

pub(crate) enum Kept {
    Sqlite(Sqlite),
    Postgres(Box<Postgres>),
}

pub(crate) struct Inner {
    pub kept: Kept,
    shared: Arc<Shared>,
    schemas: Vec<Schema>,
}

impl Inner {
    pub fn shared(&self) -> &Shared {
        &self.shared
    }
}

/// The store; a clone is the same store.
#[derive(Clone)]
pub struct Store(pub(crate) Arc<Inner>);

/// A statement as an engine understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Prepared {
    pub name: &'static str,
    pub params: Vec<String>,
    pub columns: Vec<String>,
}

impl Store {
    /// Opens the place and brings its tables up to date. Errors when a migration was changed after it was
    /// applied, when two statements share a name, or when a PostgreSQL may lose what it confirms.
    pub fn open(opening: Opening) -> Result<Self> {
        let Opening { place, schemas, master, chance } = opening;
        one_name_each(&schemas)?;
        let shared = Arc::new(Shared::new(Keys::new(&master), chance));
        let kept = match place {
            Place::File(path) => Kept::Sqlite(Sqlite::open(&path, &schemas, &shared)?),
            Place::Postgres(url) => Kept::Postgres(Box::new(Postgres::open(&url, &schemas, &shared)?)),
        };
        let store = Self(Arc::new(Inner { kept, shared, schemas }));
        let weak = Arc::downgrade(&store.0);
        store.0.shared.keys.set_maker(Box::new(move |name| make_key(&weak, name)));
        Ok(store)
    }

    /// Does a piece of work in one transaction; what it answers `Ok` is committed when the answer arrives,
    /// and after an `Err` nothing of it is kept. It may be run more than once, always with the same
    /// randomness. Never wait for one piece of work from within another.
    pub fn write<T: Send + 'static>(
        &self,
        job: impl FnMut(&mut Work) -> Result<T, Stop> + Send + 'static,
    ) -> Pending<T> {
        let (job, pending) = pending::job(self.0.shared.seed(), job);
        let queued = match &self.0.kept {
            Kept::Sqlite(sqlite) => sqlite.write(job),
            Kept::Postgres(postgres) => postgres.write(job),
        };
        match queued {
            Ok(()) => pending,
            Err(stop) => Pending::stopped(stop),
        }
    }

    /// Looks: one consistent view, while this thread waits. The job may be run more than once.
    pub fn read<T: Send>(&self, mut job: impl FnMut(&mut Look) -> Result<T, Stop> + Send) -> Result<T, Stop> {
        match &self.0.kept {
            Kept::Sqlite(sqlite) => sqlite.read(&self.0.shared, &mut job),
            Kept::Postgres(postgres) => postgres.read(&self.0.shared, &mut job),
        }
    }

    /// The same on a thread that may wait for another server: not one of those that answer the network.
    pub fn read_here<T>(&self, mut job: impl FnMut(&mut Look) -> Result<T, Stop>) -> Result<T, Stop> {
        match &self.0.kept {
            Kept::Sqlite(sqlite) => sqlite.read(&self.0.shared, &mut job),
            Kept::Postgres(postgres) => postgres.read_here(&self.0.shared, &mut job),
        }
    }

    /// An instant that stays open for several looks, on a thread that may wait. Nothing when too many are open already, or
    /// with the embedded engine, whose looks cost nothing to begin.
    pub fn hold(&self) -> Option<Held> {
        Held::begin(&self.0)
    }

    /// Subscribes to announcements. The subscriber is called on a thread of the store, after the commit; it
    /// must be quick, and it must not own the store, which would then never end.
    pub fn on_announce(&self, subscriber: impl Fn(&str) + Send + Sync + 'static) {
        self.0.shared.subscribe(Arc::new(subscriber));
    }

    pub fn engine(&self) -> Engine {
        match &self.0.kept {
            Kept::Sqlite(_) => Engine::Sqlite,
            Kept::Postgres(_) => Engine::Postgres,
        }
    }

    pub fn schemas(&self) -> &[Schema] {
        &self.0.schemas
    }

    /// The tables that belong to organizations, in the order they are made.
    pub fn tenant_tables(&self) -> Result<Vec<String>> {
        copy::tenants(&self.0.schemas)
    }

    /// Copies everything, as of one instant, into a new SQLite file. Errors when there is a file of that
    /// name.
    pub fn backup(&self, to: &Path) -> Result<()> {
        backup::backup(self, to)
    }

    /// Copies every table, as of one instant, into another store with the same tables, which must be empty.
    /// Gives each table with its number of rows. Both must have been opened with the same master key to open
    /// what is sealed.
    pub fn copy_all(&self, to: &Store) -> Result<Vec<(String, u64)>> {
        if Arc::ptr_eq(&self.0, &to.0) {
            bail!("a store cannot be copied into itself");
        }
        let (tables, filled) = (copy::tables(&self.0.schemas)?, copy::filled_by_migrations(&self.0.schemas));
        let carry = |source: Source| {
            let target = match &to.0.kept {
                Kept::Sqlite(sqlite) => Target::sqlite(SqliteLine::writing(sqlite.path())?)?,
                Kept::Postgres(postgres) => Target::postgres(postgres.connector())?,
            };
            copy::copy(source, target, &tables, &filled)
        };
        let counted = match &self.0.kept {
            Kept::Sqlite(sqlite) => aside(|| {
                let mut lent = sqlite.lend()?;
                carry(Source::Sqlite(lent.line()))
            }),
            Kept::Postgres(postgres) => aside(|| carry(Source::postgres(postgres.connector())?)),
        }?;
        to.0.shared.keys.forget();
        Ok(counted)
    }

    /// How many rows each table has, as of one instant, in the order of [`Store::copy_all`].
    pub fn row_counts(&self) -> Result<Vec<(String, u64)>> {
        let tables = copy::tables(&self.0.schemas)?;
        match &self.0.kept {
            Kept::Sqlite(sqlite) => aside(|| copy::count(Source::Sqlite(sqlite.lend()?.line()), &tables)),
            Kept::Postgres(postgres) => {
                aside(|| copy::count(Source::postgres(postgres.connector())?, &tables))
            }
        }
    }

    /// Prepares every statement of every schema. Errors name the first that the engine does not understand.
    pub fn statement_check(&self) -> Result<Vec<Prepared>> {
        let slices = self.0.schemas.iter().flat_map(|s| s.statements);
        let statements: Vec<&'static Sql> = crate::keys::STATEMENTS.iter().chain(slices).copied().collect();
        match &self.0.kept {
            Kept::Sqlite(sqlite) => sqlite.describe(&statements),
            Kept::Postgres(postgres) => postgres.describe(&statements),
        }
    }
}

fn one_name_each(schemas: &[Schema]) -> Result<()> {
    let mut known: HashMap<&str, &Sql> = HashMap::new();
    for sql in crate::keys::STATEMENTS.iter().chain(schemas.iter().flat_map(|s| s.statements)) {
        if known.insert(sql.name, sql).is_some_and(|other| other != *sql) {
            bail!("two statements are called {}", sql.name);
        }
    }
    Ok(())
}

fn make_key(store: &Weak<Inner>, name: &str) -> Result<Found> {
    let inner = store.upgrade().ok_or_else(|| anyhow!("the store was closed"))?;
    let name = name.to_owned();
    Store(inner).write(move |work| Ok(work.key_named(&name)?)).wait().map_err(|stop| anyhow!("{stop}"))
}
