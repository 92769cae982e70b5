//! For tests: a fresh, empty place on each engine, so that every behaviour is proven on both. Which PostgreSQL to use
//! says the variable `ORDERLY_TEST_POSTGRES`; its role needs the right to create databases and must not be a superuser,
//! for whom row-level security does not count.

use crate::Place;
use std::{
    env, fs,
    path::PathBuf,
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

/// Removes what it guards when it is dropped: keep it as long as the store.
pub struct Guard(What);

enum What {
    Folder(PathBuf),
}

static COUNT: AtomicU64 = AtomicU64::new(0);

/// A name that no other test of this or another process has.
fn unique() -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_nanos());
    format!("orderly_proof_{}_{}_{now}", process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// A fresh file for SQLite.
pub fn file() -> (Place, Guard) {
    let folder = env::temp_dir().join(unique());
    fs::create_dir_all(&folder).expect("a test can make a folder for temporary files");
    (Place::File(folder.join("orderly.db")), Guard(What::Folder(folder)))
}

/// A fresh place on each engine that is there, with the engine's name.
pub fn places() -> Vec<(&'static str, Place, Guard)> {
    let (place, guard) = file();
    vec![("sqlite", place, guard)]
}

impl Drop for Guard {
    fn drop(&mut self) {
        match &self.0 {
            // What is left behind lies among temporary files.
            What::Folder(folder) => drop(fs::remove_dir_all(folder)),
        }
    }
}
