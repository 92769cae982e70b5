//! Which files are read: one, or every file of a directory and of the directories in it, in the order of their names.

use anyhow::{Context as _, Result, bail};
use std::{
    fs,
    path::{Path, PathBuf},
};
use wire::sheet::MAX_BYTES;

/// More files than this are not an inventory.
const MOST_FILES: usize = 10_000;
/// Deeper than this nobody keeps an inventory.
const DEEPEST: usize = 8;

/// A file with the name by which it is spoken of.
pub(super) struct Named {
    pub name: String,
    pub path: PathBuf,
}

/// The files, and whether they came from a directory.
pub(super) fn find(path: &Path) -> Result<(Vec<Named>, bool)> {
    let about = fs::metadata(path).with_context(|| format!("{} cannot be opened", path.display()))?;
    if !about.is_dir() {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        return Ok((vec![Named { name, path: path.to_owned() }], false));
    }
    let mut found = Vec::new();
    walk(path, path, 0, &mut found)?;
    found.sort_by(|a, b| a.name.cmp(&b.name));
    Ok((found, true))
}

fn walk(root: &Path, folder: &Path, deep: usize, found: &mut Vec<Named>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be opened", folder.display()))?;
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be read", folder.display()))?;
        let (path, kind) = (entry.path(), entry.file_type()?);
        if entry.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        if kind.is_dir() && deep < DEEPEST {
            walk(root, &path, deep + 1, found)?;
        } else if kind.is_file() {
            if found.len() == MOST_FILES {
                bail!("{} holds more than {MOST_FILES} files", root.display());
            }
            let name = path.strip_prefix(root).unwrap_or(&path).to_string_lossy().into_owned();
            found.push(Named { name, path });
        }
    }
    Ok(())
}

/// The content of a file that is not too large for a list.
pub(super) fn read(file: &Named) -> Result<Vec<u8>> {
    let length = fs::metadata(&file.path).with_context(|| format!("{} cannot be opened", file.name))?.len();
    if length > MAX_BYTES as u64 {
        bail!("{} has more than 64 MiB", file.name);
    }
    fs::read(&file.path).with_context(|| format!("{} cannot be read", file.name))
}

/// Whether the content is a report or a scan rather than a list.
pub(super) fn is_report(bytes: &[u8]) -> bool {
    // A mark of the byte order may stand in front of either.
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let first = text.iter().copied().find(|b| !b.is_ascii_whitespace() && *b != 0);
    matches!(first, Some(b'{' | b'<'))
}
