//! Backups: one file with everything as of one instant, made while the house goes on working.

use crate::{
    Kept, MasterKey, Store,
    copy::{self, Source, Target},
    keys::Keys,
    shared::Shared,
    sqlite::{Sqlite, line::SqliteLine},
};
use anyhow::{Context, Result, bail};
use std::{
    fs::{self, File, OpenOptions},
    path::{Path, PathBuf},
    sync::Arc,
};

/// Makes an empty file that only its owner may read. Errors when it is there already.
pub(crate) fn new_private_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// The path with something added to its name.
pub(crate) fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

/// See [`Store::backup`]. The file appears under its name only when it is whole and on the disk.
pub(crate) fn backup(store: &Store, to: &Path) -> Result<()> {
    if to.exists() {
        bail!("{}: there is a file of this name already", to.display());
    }
    let partial = beside(to, ".partial");
    new_private_file(&partial).with_context(|| format!("{} cannot be made", partial.display()))?;
    let made = match &store.0.kept {
        Kept::Sqlite(sqlite) => vacuum(sqlite, &partial),
        Kept::Postgres(postgres) => {
            crate::postgres::aside(|| carry(Source::postgres(postgres.connector())?, store, &partial))
        }
    };
    let kept = made.and_then(|()| {
        File::open(&partial)?.sync_all()?;
        fs::rename(&partial, to)?;
        let folder = to.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
        Ok(File::open(folder)?.sync_all()?)
    });
    if kept.is_err() {
        for ending in ["", "-wal", "-shm"] {
            // What cannot be removed was never made, or says so by its name.
            drop(fs::remove_file(beside(&partial, ending)));
        }
    }
    kept.with_context(|| format!("the backup {} was not made", to.display()))
}

/// SQLite copies itself inside one read transaction, so steady writing neither disturbs nor restarts it.
fn vacuum(sqlite: &Sqlite, to: &Path) -> Result<()> {
    let line = SqliteLine::reading(sqlite.path())?;
    // The copy is written to a second database, which this pragma would forbid as well.
    line.conn.execute_batch("pragma query_only = off")?;
    let name = to.to_str().context("its name is not UTF-8")?;
    line.conn.execute("vacuum into ?1", [name])?;
    Ok(())
}

fn carry(from: Source, store: &Store, to: &Path) -> Result<()> {
    let (tables, filled) = (copy::tables(store.schemas())?, copy::filled_by_migrations(store.schemas()));
    // The keys travel wrapped; this store is closed again before any is needed.
    let shared = Arc::new(Shared::new(Keys::new(&MasterKey([0; 32])), Box::new(|| [0; 32])));
    let target = Sqlite::open(to, store.schemas(), &shared)?;
    copy::copy(from, Target::sqlite(SqliteLine::writing(to)?)?, &tables, &filled)?;
    drop(target);
    let line = SqliteLine::writing(to)?;
    line.conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?;
    line.conn.query_row("pragma journal_mode = delete", [], |_| Ok(()))?;
    Ok(())
}
