//! The store: where everything the house knows is kept, in one SQLite file or in PostgreSQL, with the same
//! words for both. Whoever reads gets a [`Look`], one consistent view; whoever writes gets a [`Work`], which
//! is kept whole or not at all. The transaction itself binds on whose behalf and at which organization a
//! statement runs.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod backup;
mod copy;
mod dialect;
mod keys;
mod kinds;
mod look;
mod memory;
mod migrate;
mod pending;
mod postgres;
pub mod proving;
mod shared;
mod sql;
mod sqlite;
mod store;
mod value;
mod work;

pub use keys::{KeyDestroyed, MasterKey};
pub use look::{Look, MOST_ROWS};
pub use pending::Pending;
pub use postgres::Held;
pub use sql::Sql;
pub use store::{Prepared, Store};
pub use value::{FromValue, Params, Row, Value};
pub use work::{LONGEST_ANNOUNCEMENT, Work};

use std::path::PathBuf;
use store::Kept;

/// A step of making the tables, in a dialect that both engines understand.
///
/// - A column's type is one of `ident`, `words`, `count`, `moment`, `flag`, `bytes`.
/// - A table ends in `);`, or in `) clustered;` when it is to be kept in the order of its primary key.
/// - A line `-- tenant` directly before `create table` marks a table whose column `org` names the
///   organization a row belongs to (null for the house's own). PostgreSQL then shows nobody a row out of
///   reach. What is within reach says the view `reach(person, org)`, made by the last migration.
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
