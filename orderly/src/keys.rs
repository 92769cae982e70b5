//! The master key: the one secret that is not in the database. It stands in a file beside the data directory,
//! never in it, so that a copy of the data alone opens nothing that is sealed. Whoever loses it loses
//! everything sealed; it is backed up apart from the data, on paper if need be.

use anyhow::{Context as _, Result, anyhow, bail};
use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

/// A key of 32 bytes is written as 64 hexadecimal digits.
const DIGITS: usize = 64;
/// No key file of ours is longer.
const LONGEST: u64 = 16 * 1024;

const HEAD: &str = "\
# The master key of an Orderly installation. Everything sealed in its database opens only with this key.
# Keep a copy apart from the data and its backups, for instance printed, in a safe: whoever has both reads
# everything, and without the key nobody ever reads what is sealed.
";

/// A key as it was found or made.
pub struct Key {
    pub bytes: [u8; 32],
    pub path: PathBuf,
    /// Whether it was made just now.
    pub fresh: bool,
}

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Key(‹sealed›, {})", self.path.display())
    }
}

/// The usual place: beside the data directory, with `.key` at the end of its name.
///
/// # Errors
/// When the directory has no name of its own (the root of a disk).
pub fn beside(data: &Path) -> Result<PathBuf> {
    let whole = std::path::absolute(data).with_context(|| format!("the path {}", data.display()))?;
    // `absolute` keeps `..`; a directory that is there has a plain name.
    let whole = fs::canonicalize(&whole).unwrap_or(whole);
    let name = whole.file_name().ok_or_else(|| {
        anyhow!(
            "The data directory {} has nothing beside it. Set 'master_key_file' or use another.",
            data.display()
        )
    })?;
    let mut name = name.to_owned();
    name.push(".key");
    Ok(whole.with_file_name(name))
}

/// Reads the key that is there.
///
/// # Errors
/// A sentence that names the file and what is wrong with it.
pub fn read(path: &Path) -> Result<Key> {
    let whole = fs::metadata(path).and_then(|about| {
        let long = about.len() > LONGEST;
        if long { Err(io::Error::other("it is too long for a key file")) } else { fs::read_to_string(path) }
    });
    let text = whole.map_err(|e| match e.kind() {
        io::ErrorKind::NotFound => anyhow!(
            "The master key is not at {}. Put its copy there: nothing that is sealed opens without it.",
            path.display()
        ),
        _ => anyhow!("The master key {} cannot be read: {e}.", path.display()),
    })?;
    let bytes =
        parse(&text).map_err(|why| anyhow!("The master key {} cannot be used: {why}.", path.display()))?;
    if others_can_read(path) {
        tracing::warn!(
            "Other users of this machine can read the master key {}; set its mode to 600.",
            path.display()
        );
    }
    Ok(Key { bytes, path: path.to_owned(), fresh: false })
}

/// Reads the key, or makes one when there is none.
///
/// # Errors
/// As for [`read`], and when it cannot be written.
pub fn read_or_make(path: &Path, fresh: impl FnOnce() -> [u8; 32]) -> Result<Key> {
    if path.try_exists().unwrap_or(true) {
        return read(path);
    }
    let bytes = fresh();
    match write(path, &bytes) {
        Ok(()) => Ok(Key { bytes, path: path.to_owned(), fresh: true }),
        // Another process of this installation was faster.
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => read(path),
        Err(e) => bail!("The master key {} cannot be written: {e}.", path.display()),
    }
}

fn parse(text: &str) -> Result<[u8; 32], &'static str> {
    let mut lines = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    let digits = lines.next().ok_or("it holds no key")?;
    if lines.next().is_some() {
        return Err("it holds more than one line beside comments");
    }
    if digits.len() != DIGITS {
        return Err("a key is 64 hexadecimal digits");
    }
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes).map_err(|_| "a key is 64 hexadecimal digits")?;
    Ok(bytes)
}

/// Writes the file whole, readable by nobody else; never over another.
fn write(path: &Path, bytes: &[u8; 32]) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let written = writeln!(file, "{HEAD}{}", hex::encode(bytes)).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a key must not be found by the next start.
        let _ = fs::remove_file(path);
    }
    written
}

#[cfg(unix)]
fn others_can_read(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_: &Path) -> bool {
    false
}

/// What is said when a key was made: where it stands and how it is kept.
pub fn told(key: &Key) -> String {
    format!(
        "The master key was made: {}\nBack it up apart from the data, for instance printed, in a safe. \
         No backup of the data holds it.",
        key.path.display()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("sub").join("house.key");
        let made = read_or_make(&path, || [7; 32]).unwrap();
        assert!(made.fresh && told(&made).contains("house.key"));
        let again = read_or_make(&path, || [8; 32]).unwrap();
        assert_eq!((again.bytes, again.fresh), ([7; 32], false));
        assert!(!format!("{again:?}").contains("0707"));
        #[cfg(unix)]
        assert!(!others_can_read(&path));
    }

    #[test]
    fn it_stands_beside_the_data_and_never_in_it() {
        let folder = tempfile::tempdir().unwrap();
        let data = fs::canonicalize(folder.path()).unwrap().join("data");
        for written in [data.clone(), data.join("")] {
            assert_eq!(beside(&written).unwrap(), data.with_file_name("data.key"));
        }
        assert!(beside(Path::new("/")).unwrap_err().to_string().contains("master_key_file"));
    }

    #[test]
    fn what_is_no_key_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("house.key");
        let missing = read(&path).unwrap_err().to_string();
        assert!(missing.contains("is not at") && missing.contains("house.key"), "{missing}");
        let good = "ab".repeat(32);
        let long = "# comment\n".repeat(2_000);
        for (text, word) in [
            ("", "holds no key"),
            ("# only a comment\n", "holds no key"),
            ("abcd", "64 hexadecimal"),
            (&"zz".repeat(32), "64 hexadecimal"),
            (&format!("{good}\n{good}\n"), "more than one line"),
            (&long, "too long"),
        ] {
            fs::write(&path, text).unwrap();
            let said = read(&path).unwrap_err().to_string();
            assert!(said.contains(word) && !said.contains("abab"), "{said}");
        }
        fs::write(&path, format!("# mine\n\n  {}  \n", good.to_uppercase())).unwrap();
        assert_eq!(read(&path).unwrap().bytes, [0xab; 32]);
    }
}
