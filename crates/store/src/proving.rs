//! For tests: a fresh, empty place on each engine, so that every behaviour is proven on both. Which
//! PostgreSQL to use says the variable `ORDERLY_TEST_POSTGRES`; its role needs the right to create databases
//! and must not be a superuser, for whom row-level security does not count.

use crate::{
    Place,
    postgres::{Connector, aside},
};
use anyhow::Result;
use std::{
    env, fs,
    hash::{BuildHasher, RandomState},
    path::PathBuf,
    process,
    sync::{
        Once,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Duration,
};

/// The variable that names the PostgreSQL for tests.
pub const VARIABLE: &str = "ORDERLY_TEST_POSTGRES";

/// Removes what it guards when it is dropped: keep it as long as the store, and let the store go first.
pub struct Guard(What);

enum What {
    Folder(PathBuf),
    Database { server: String, name: String },
}

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A name that no other test of this or another process has.
fn unique() -> String {
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let chance = RandomState::new().hash_one(count);
    format!("orderly_proof_{}_{count}_{chance:x}", process::id())
}

/// A fresh file for SQLite.
pub fn file() -> (Place, Guard) {
    let folder = env::temp_dir().join(unique());
    fs::create_dir_all(&folder).expect("a test can make a folder for temporary files");
    (Place::File(folder.join("orderly.db")), Guard(What::Folder(folder)))
}

fn command(server: &str, text: &str) -> Result<()> {
    aside(|| {
        let mut client = Connector::new(server)?.connect()?;
        client.batch_execute(text).map_err(|e| crate::postgres::line::plain(&e))
    })
}

/// A fresh database, or nothing when the tests were not told of a PostgreSQL. Panics when they should have
/// been (`CI=true`), or when the one they were told of does not serve.
pub fn database() -> Option<(Place, Guard)> {
    static SAID: Once = Once::new();
    let Ok(server) = env::var(VARIABLE) else {
        let must = env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!must, "the tests were not told of a PostgreSQL: set {VARIABLE}");
        SAID.call_once(|| {
            eprintln!("not told of a PostgreSQL ({VARIABLE}), so this is proven on SQLite alone")
        });
        return None;
    };
    let name = unique();
    let create =
        format!("create database {name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'");
    command(&server, &create).expect("the role for tests may create databases");
    let (base, query) =
        server.split_once('?').map_or((server.as_str(), String::new()), |(b, q)| (b, format!("?{q}")));
    let host = base.rsplit_once('/').map_or(base, |(host, _)| host);
    let place = Place::Postgres(format!("{host}/{name}{query}"));
    Some((place, Guard(What::Database { server, name })))
}

/// A fresh place on each engine that is there, with the engine's name.
pub fn places() -> Vec<(&'static str, Place, Guard)> {
    let (place, guard) = file();
    let mut places = vec![("sqlite", place, guard)];
    places.extend(database().map(|(place, guard)| ("postgres", place, guard)));
    places
}

impl Drop for Guard {
    fn drop(&mut self) {
        match &self.0 {
            // What is left behind lies among temporary files.
            What::Folder(folder) => drop(fs::remove_dir_all(folder)),
            What::Database { server, name } => {
                // A store that is still open somewhere connects again and again.
                let dropped = (0..40).any(|attempt| {
                    thread::sleep(Duration::from_millis(50 * u64::from(attempt > 0)));
                    command(server, &format!("drop database if exists {name} with (force)")).is_ok()
                });
                if !dropped {
                    eprintln!("the test database {name} was left behind");
                }
            }
        }
    }
}
