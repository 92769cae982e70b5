//! The demo's own directory. A marker says that the demo made it; only such a directory is ever emptied.

use super::Cast;
use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};
use std::{fs, io, path::Path};

/// The marker within the data directory.
const MARKER: &str = "orderly-demo.json";
/// Whoever serves the directory holds this; it is not removed under them.
const LOCK: &str = "serving.lock";

/// What the marker says.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Marker {
    /// Says to whoever opens it what this is.
    about: String,
    /// Nothing while the demo is being made.
    cast: Option<Cast>,
}

const ABOUT: &str =
    "A demo of Orderly with invented people; `orderly demo --fresh` deletes everything in this directory.";

/// Makes sure that the directory is the demo's own, or a new one.
///
/// # Errors
/// A sentence, when something else is kept there.
pub(super) fn claim(data: &Path) -> Result<()> {
    fs::create_dir_all(data).with_context(|| format!("The directory {} cannot be made", data.display()))?;
    if data.join(MARKER).is_file() {
        return Ok(());
    }
    for entry in fs::read_dir(data).with_context(|| format!("{} cannot be read", data.display()))? {
        if entry?.file_name() != LOCK {
            bail!(
                "{} holds something that the demo did not make, so the demo leaves it alone. Choose another \
                 directory with --data DIR.",
                data.display()
            );
        }
    }
    write(data, None)
}

/// The cast of a demo that was finished; nothing when it was not.
///
/// # Errors
/// When the marker cannot be read.
pub(super) fn cast(data: &Path) -> Result<Option<Cast>> {
    let path = data.join(MARKER);
    let text = fs::read(&path).with_context(|| format!("{} cannot be read", path.display()))?;
    let marker: Marker = serde_json::from_slice(&text)
        .with_context(|| format!("{} is of another version; start over with --fresh", path.display()))?;
    Ok(marker.cast)
}

/// The demo is finished.
///
/// # Errors
/// When the marker cannot be written.
pub(super) fn finish(data: &Path, cast: &Cast) -> Result<()> {
    write(data, Some(cast.clone()))
}

fn write(data: &Path, cast: Option<Cast>) -> Result<()> {
    let path = data.join(MARKER);
    let marker = Marker { about: ABOUT.to_owned(), cast };
    let beside = data.join(format!("{MARKER}.new"));
    let written = serde_json::to_vec_pretty(&marker).map_err(io::Error::other);
    let written = written.and_then(|text| fs::write(&beside, text)).and_then(|()| fs::rename(&beside, &path));
    written.with_context(|| format!("{} cannot be written", path.display()))
}

/// Removes everything from a directory that carries the marker. The marker goes last, so that a half emptied
/// directory is still known as the demo's.
///
/// # Errors
/// When something cannot be removed.
pub(super) fn empty(data: &Path) -> Result<()> {
    anyhow::ensure!(data.join(MARKER).is_file(), "{} is not the demo's own directory.", data.display());
    write(data, None)?;
    for entry in fs::read_dir(data)? {
        let entry = entry?;
        let name = entry.file_name();
        if name == MARKER || name == LOCK {
            continue;
        }
        let path = entry.path();
        let removed =
            if entry.file_type()?.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.with_context(|| format!("{} cannot be removed", path.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_own_directory_is_emptied() {
        let folder = tempfile::tempdir().unwrap();
        let (own, other) = (folder.path().join("own"), folder.path().join("other"));
        fs::create_dir(&other).unwrap();
        fs::write(other.join("letter.txt"), "dear").unwrap();
        assert!(claim(&other).unwrap_err().to_string().contains("did not make"));
        assert!(empty(&other).is_err());
        assert!(other.join("letter.txt").exists());
        claim(&own).unwrap();
        assert!(cast(&own).unwrap().is_none());
        fs::write(own.join("orderly.db"), "data").unwrap();
        fs::create_dir(own.join("acme")).unwrap();
        fs::write(own.join(LOCK), "").unwrap();
        claim(&own).unwrap();
        empty(&own).unwrap();
        assert!(!own.join("orderly.db").exists() && !own.join("acme").exists());
        assert!(own.join(LOCK).exists(), "somebody holds it");
        claim(&own).unwrap();
    }
}
