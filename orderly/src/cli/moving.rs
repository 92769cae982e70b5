//! Backups, and the way from the embedded database to PostgreSQL. A copy that was not read back is none: each
//! command opens what it made with the master key and verifies the whole ledger in it before it says that it
//! is done.

use super::{Where, ledger::verify_store, print};
use crate::{House, config::Settings, runtime};
use anyhow::{Context as _, Result, bail, ensure};
use clap::Args;
use ledger::export::Report;
use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};
use store::Place;

/// Copies everything into one file.
#[derive(Debug, Args)]
pub struct Backup {
    #[command(flatten)]
    pub(super) at: Where,
    /// The file to write; there must be none of this name
    pub(super) file: PathBuf,
}

/// Puts a backup into an empty data directory.
#[derive(Debug, Args)]
pub struct Restore {
    #[command(flatten)]
    pub(super) at: Where,
    /// The backup
    pub(super) file: PathBuf,
}

/// Carries an installation to PostgreSQL.
#[derive(Debug, Args)]
pub struct Move {
    #[command(flatten)]
    pub(super) at: Where,
    /// The empty database that it goes to: postgres://…
    #[arg(long, value_name = "URL")]
    pub(super) to: String,
}

/// `orderly backup FILE`
pub(super) fn backup(asked: &Backup) -> Result<()> {
    let settings = asked.at.settings()?;
    let house = runtime::open_existing(&settings)?;
    house.office.store().backup(&asked.file)?;
    drop(house);
    let found = read_back(&settings, &asked.file, "The backup").inspect_err(|_| {
        eprintln!("The backup {} was made, but it is not good.", asked.file.display());
    })?;
    print(&format!(
        "Backed up to {}, opened again and verified:\n{}\n\
         The master key is not in it: {}\nKeep a copy of that apart from the backup.",
        asked.file.display(),
        found.trim_end(),
        settings.master_key_file.display()
    ));
    Ok(())
}

/// `orderly restore FILE`
pub(super) fn restore(asked: &Restore) -> Result<()> {
    let settings = asked.at.settings()?;
    let Place::File(to) = settings.place() else {
        bail!("A backup is restored into the embedded database; orderly move carries it to PostgreSQL.");
    };
    let _held = runtime::hold(&settings)?;
    ensure!(!to.exists(), "There is an installation in {} already.", settings.data.display());
    // Said before anything is copied: without the key the backup opens nothing.
    crate::keys::read(&settings.master_key_file)?;
    let partial = to.with_extension("partial");
    copy(&asked.file, &partial)?;
    let found = match read_back(&settings, &partial, "The restored database") {
        Ok(found) => found,
        Err(error) => {
            remove(&partial);
            return Err(error);
        }
    };
    fs::rename(&partial, &to).with_context(|| format!("{} cannot be put into place", to.display()))?;
    sync_folder(&settings.data)?;
    print(&format!("Restored into {} and verified:\n{}", settings.data.display(), found.trim_end()));
    Ok(())
}

/// Opens the file as this installation's database and verifies the ledger in it; gives the report.
fn read_back(settings: &Settings, file: &Path, what: &str) -> Result<String> {
    let house = runtime::open_place(settings, Place::File(file.to_owned()))
        .with_context(|| format!("{what} does not open"))?;
    let report = report(&house)?;
    drop(house);
    for ending in ["-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        // The last to close the file folds these into it.
        ensure!(!Path::new(&name).exists(), "{} is still open somewhere.", file.display());
    }
    match report {
        None => Ok("Its ledger is empty.".to_owned()),
        Some(report) if report.is_sound() => Ok(report.to_string()),
        Some(report) => bail!("{what} is not good.\n{report}"),
    }
}

/// The report over the ledger, or nothing when nothing was ever sealed.
fn report(house: &House) -> Result<Option<Report>> {
    let look = house.office.store().read(|look| Ok(office::sealer::last(look)?));
    match look.map_err(|stop| anyhow::anyhow!(runtime::said(&stop)))? {
        None => Ok(None),
        Some(_) => verify_store(house, &[]).map(Some),
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let mut source =
        File::open(from).with_context(|| format!("The backup {} cannot be read", from.display()))?;
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut target = options.open(to).with_context(|| format!("{} cannot be written", to.display()))?;
    let copied = std::io::copy(&mut source, &mut target).and_then(|_| target.sync_all());
    if copied.is_err() {
        remove(to);
    }
    copied.with_context(|| format!("The backup {} was not copied", from.display()))
}

fn remove(file: &Path) {
    for ending in ["", "-wal", "-shm"] {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        // What cannot be removed was never made, or says so by its name.
        drop(fs::remove_file(name));
    }
}

/// A rename is kept only once its folder is on the disk.
fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// `orderly move --to postgres://…`
pub(super) fn to_postgres(asked: &Move) -> Result<()> {
    let settings = asked.at.settings()?;
    ensure!(settings.database.is_none(), "This installation is on PostgreSQL already.");
    let goes = asked.to.starts_with("postgres://") || asked.to.starts_with("postgresql://");
    if !goes {
        return Err(super::Usage("--to is a URL that begins with postgres://.".to_owned()).into());
    }
    // Nobody writes to the old one while it is carried, nor to the new one before it is whole.
    let _held = runtime::hold(&settings)?;
    let here = runtime::open_existing(&settings)?;
    let there = runtime::open_empty(&settings, Place::Postgres(asked.to.clone()))?;
    let carried = here.office.store().copy_all(there.office.store())?;
    let (old, new) = (here.office.store().row_counts()?, there.office.store().row_counts()?);
    for ((table, rows), (_, arrived)) in old.iter().zip(&new) {
        ensure!(
            rows == arrived,
            "The table {table} has {rows} rows here and {arrived} there: nothing is to be trusted."
        );
    }
    ensure!(
        old == carried && old.len() == new.len(),
        "Something was written while the installation was carried."
    );
    let total: u64 = carried.iter().map(|(_, rows)| rows).sum();
    print(&format!("{total} rows of {} tables were carried, and as many arrived.", carried.len()));
    drop(there);
    let there = runtime::open_place(&settings, Place::Postgres(asked.to.clone()))?;
    match (report(&here)?, report(&there)?) {
        (None, None) => print("The ledger is empty on both sides."),
        (Some(old), Some(new)) => {
            ensure!(old.is_sound(), "The ledger here is not good.\n{old}");
            ensure!(new.is_sound(), "The ledger there is not good.\n{new}");
            ensure!(old == new, "The ledgers differ.\nHere: {old}\nThere: {new}");
            print(&format!("The ledger is equal on both sides:\n{}", new.to_string().trim_end()));
        }
        _ => bail!("One side has a ledger and the other has none."),
    }
    print(&format!(
        "From now on serve the new one: set  database = \"postgres://…\"  in {},\n\
         and never serve {} again.\n\
         The master key stays where it is: {}",
        settings.data.join(crate::config::FILE).display(),
        settings.data.join(crate::config::DATABASE).display(),
        settings.master_key_file.display()
    ));
    Ok(())
}
