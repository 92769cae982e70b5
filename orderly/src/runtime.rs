//! What reads this machine: its clock, its random device, its files. Everything below is handed moments and
//! seeds, so that a test or a simulated year can hand in its own.

use crate::{
    House, Needed,
    config::Settings,
    house::derive,
    keys::{self, Key},
};
use anyhow::{Context as _, Result, bail};
use jiff::Timestamp;
use kernel::{Moment, Stop, Who};
use ledger::checkpoint::Note;
use office::{Aside, Sealer};
use std::{
    fs::{File, TryLockError},
    sync::atomic::{AtomicI64, Ordering},
};
use store::{Place, Work};

/// The machine's clock. It never goes backwards, even when the machine's does: what happened later has a
/// later moment.
#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
pub fn clock() -> Box<dyn Fn() -> Moment + Send + Sync> {
    let last = AtomicI64::new(i64::MIN);
    Box::new(move || {
        let now = Timestamp::now().as_microsecond();
        Moment::from_micros(last.fetch_max(now, Ordering::Relaxed).max(now))
    })
}

/// Seeds from the operating system.
pub fn seeds() -> Box<dyn FnMut() -> [u8; 32] + Send> {
    Box::new(seed)
}

#[allow(clippy::disallowed_methods, reason = "this is the one place that reads the random device")]
fn seed() -> [u8; 32] {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("an operating system that runs a server gives random bytes");
    seed
}

/// Where something that waits for another server is done: beside the network's threads when there are any.
pub fn aside() -> Aside {
    Box::new(|job| match tokio::runtime::Handle::try_current() {
        Ok(handle) => drop(handle.spawn_blocking(job)),
        Err(_) => drop(std::thread::spawn(job)),
    })
}

/// Opens the house of these settings, or makes it when there is none.
///
/// # Errors
/// A sentence: a key that is missing or another's, a database that cannot be reached or belongs to a later
/// version.
pub fn open(settings: &Settings) -> Result<House> {
    let place = settings.place();
    let server = matches!(place, Place::Postgres(_));
    let first = server || matches!(&place, Place::File(path) if !path.exists());
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("The data directory {} cannot be made", settings.data.display()))?;
    // Where there is data there is a key already: a new one would only hide that the old one is missing.
    let key = if first {
        keys::read_or_make(&settings.master_key_file, seed)?
    } else {
        keys::read(&settings.master_key_file)?
    };
    let opened = open_with(settings, place, &key);
    match &opened {
        Ok(_) if key.fresh => eprintln!("{}\n", keys::told(&key)),
        // The server's database may have another: this one must not stay and be taken for the right one.
        Err(_) if key.fresh && server => drop(std::fs::remove_file(&key.path)),
        _ => {}
    }
    opened
}

/// Opens a house that is there already.
///
/// # Errors
/// As for [`open`], and when there is none.
pub fn open_existing(settings: &Settings) -> Result<House> {
    if let Place::File(path) = settings.place()
        && !path.exists()
    {
        bail!("There is no installation in {}. Say where it is with --data DIR.", settings.data.display());
    }
    open_place(settings, settings.place())
}

/// Opens a house of this installation that is kept somewhere else: a backup, the place it was carried to.
///
/// # Errors
/// As for [`open`].
pub fn open_place(settings: &Settings, place: Place) -> Result<House> {
    open_with(settings, place, &keys::read(&settings.master_key_file)?)
}

/// Makes the tables in an empty place and writes nothing into them, so that everything can be carried there.
///
/// # Errors
/// As for [`open`].
pub fn open_empty(settings: &Settings, place: Place) -> Result<House> {
    build(settings, place, &keys::read(&settings.master_key_file)?)
}

fn build(settings: &Settings, place: Place, key: &Key) -> Result<House> {
    crate::house::open(Needed {
        place,
        master: key.bytes,
        origin: settings.ledger_name(),
        clock: clock(),
        chance: seeds(),
        aside: aside(),
    })
}

fn open_with(settings: &Settings, place: Place, key: &Key) -> Result<House> {
    let mut house = build(settings, place, key)?;
    let now = house.office.now();
    let checked = house.office.store().write(move |work: &mut Work| {
        work.on_behalf(Who::House("start"), None, now);
        work.as_house(true);
        // Opens the house's own key, or makes it: with another master key that fails.
        work.commitment(None, "the master key is the one this database was made with")?;
        Ok(office::sealer::last(work)?)
    });
    let last = checked.wait().map_err(|stop| {
        let another = "the master key is not the one";
        let said = said(&stop);
        if said.contains(another) {
            anyhow::anyhow!(
                "The master key {} is not the one that this database was made with. \
                 Put the right one there; it stands beside the installation that made the database.",
                key.path.display()
            )
        } else {
            anyhow::anyhow!(said)
        }
    })?;
    // A ledger keeps the name under which it signed first, whatever its settings say later.
    if let Some(name) = last.as_ref().and_then(|kept| name_in(&kept.note))
        && house.sealer.verifier().name() != name
    {
        house.sealer = Sealer::new(&name, derive(&key.bytes, "ledger signing key"))?;
    }
    Ok(house)
}

fn name_in(note: &str) -> Option<String> {
    let note = Note::parse(note).ok()?;
    note.text().lines().next().map(str::to_owned)
}

/// What stopped something, as a sentence for the console.
pub fn said(stop: &Stop) -> String {
    match stop {
        Stop::Refused(refusal) => {
            let mut text = refusal.sentence.clone();
            if let Some(citation) = &refusal.citation {
                text += &format!("\n{}: {}", citation.paragraph, citation.says);
            }
            if let Some(remedy) = &refusal.remedy {
                text += &format!("\nWay out: {}", remedy.label);
                text += &remedy.href.as_ref().map(|href| format!(" ({href})")).unwrap_or_default();
            }
            text
        }
        Stop::Failed(fault) => format!("Something went wrong: {:#}.", fault.0),
    }
}

/// Held by whoever serves the embedded database, or carries it elsewhere: there is one such at a time.
#[derive(Debug)]
pub struct Held {
    _file: Option<File>,
}

/// Takes the data directory for this process alone. Several processes may serve one PostgreSQL.
///
/// # Errors
/// When another process has it.
pub fn hold(settings: &Settings) -> Result<Held> {
    if settings.database.is_some() {
        return Ok(Held { _file: None });
    }
    std::fs::create_dir_all(&settings.data)
        .with_context(|| format!("The data directory {} cannot be made", settings.data.display()))?;
    let path = settings.data.join("serving.lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let file = file.with_context(|| format!("{} cannot be written", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(Held { _file: Some(file) }),
        Err(TryLockError::WouldBlock) => bail!(
            "Another Orderly is serving {}. Stop it first. (A PostgreSQL may be served by several.)",
            settings.data.display()
        ),
        Err(TryLockError::Error(e)) => Err(e).with_context(|| format!("{} cannot be locked", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Flags;
    use kernel::{Refusal, Status};

    fn settings(folder: &std::path::Path) -> Settings {
        let flags = Flags { data: folder.join("data"), ..Flags::default() };
        Settings::read(&flags, &|_| None).unwrap()
    }

    #[test]
    fn the_clock_never_goes_backwards() {
        let clock = clock();
        let seen: Vec<Moment> = (0..1_000).map(|_| clock()).collect();
        assert!(seen.is_sorted());
    }

    #[test]
    fn a_key_is_made_for_a_new_house_only_and_another_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path());
        let none = open_existing(&settings).err().unwrap().to_string();
        assert!(none.contains("--data"), "{none}");
        drop(open(&settings).unwrap());
        let kept = std::fs::read(&settings.master_key_file).unwrap();
        drop(open(&settings).unwrap());
        assert_eq!(std::fs::read(&settings.master_key_file).unwrap(), kept);

        std::fs::write(&settings.master_key_file, "ab".repeat(32)).unwrap();
        let another = open(&settings).err().unwrap().to_string();
        assert!(another.contains("is not the one that this database was made with"), "{another}");

        std::fs::remove_file(&settings.master_key_file).unwrap();
        let missing = open(&settings).err().unwrap().to_string();
        assert!(missing.contains("is not at") && !settings.master_key_file.exists(), "{missing}");
    }

    #[test]
    fn one_process_serves_a_data_directory() {
        let folder = tempfile::tempdir().unwrap();
        let settings = settings(folder.path());
        let held = hold(&settings).unwrap();
        assert!(hold(&settings).unwrap_err().to_string().contains("Another Orderly"));
        drop(held);
        hold(&settings).unwrap();
    }

    #[test]
    fn a_refusal_is_said_with_its_way_out() {
        let refusal = Refusal::new(Status::Forbidden, "No.").remedy("Ask", Some("/me".to_owned()));
        assert_eq!(said(&refusal.into()), "No.\nWay out: Ask (/me)");
    }
}
