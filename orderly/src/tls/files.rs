//! A certificate in files of one's own, which some other program renews: they are looked at every half minute
//! and read again when they changed. Files that do not belong together yet (one was written, the other not)
//! are tried again.

use super::{Certificate, Resolver};
use anyhow::{Context as _, Result};
use std::{
    fs,
    io::Read as _,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

/// How often the files are looked at.
const LOOK: Duration = Duration::from_secs(30);
/// No chain or key is longer.
const LONGEST: u64 = 1 << 20;

/// See the module.
#[derive(Debug)]
pub struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

/// What shows that a file changed: when it was written, and how long it is.
type Mark = [Option<(SystemTime, u64)>; 2];

impl Files {
    pub fn new(certificate: PathBuf, key: PathBuf) -> Self {
        Self { certificate, key }
    }

    /// # Errors
    /// A sentence that names the file.
    pub fn read(&self) -> Result<Certificate> {
        let (chain, key) = (text(&self.certificate)?, text(&self.key)?);
        Certificate::read(chain, key).with_context(|| {
            format!("The certificate {} with {}", self.certificate.display(), self.key.display())
        })
    }

    fn mark(&self) -> Mark {
        [&self.certificate, &self.key].map(|p| {
            let about = fs::metadata(p).ok()?;
            Some((about.modified().ok()?, about.len()))
        })
    }

    /// Shows what the files hold, whenever they change. What cannot be used leaves the old one in place.
    pub async fn keep(&self, resolver: &Resolver) {
        let mut seen = self.mark();
        let mut tick = tokio::time::interval(LOOK);
        loop {
            tick.tick().await;
            self.look(&mut seen, resolver);
        }
    }

    fn look(&self, seen: &mut Mark, resolver: &Resolver) {
        let now = self.mark();
        if *seen == now {
            return;
        }
        match self.read().and_then(|c| Ok((c.shown()?, c))) {
            Ok((shown, certificate)) => {
                resolver.show(shown);
                *seen = now;
                tracing::info!("The certificate was read again; it is good until {}.", certificate.until);
            }
            Err(error) => {
                tracing::warn!("The certificate changed and cannot be used; the old one stays: {error:#}.")
            }
        }
    }
}

fn text(path: &Path) -> Result<String> {
    let mut text = String::new();
    let file = fs::File::open(path).with_context(|| format!("{} cannot be read", path.display()))?;
    file.take(LONGEST)
        .read_to_string(&mut text)
        .with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::{super::certificate::tests::own, *};

    #[test]
    fn files_are_read_again_when_they_change_and_the_old_one_outlives_a_bad_one() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("c.pem"), folder.path().join("k.pem"));
        assert!(files.read().unwrap_err().to_string().contains("c.pem"));
        let put = |(chain, key): (String, String)| {
            fs::write(&files.certificate, chain).unwrap();
            fs::write(&files.key, key).unwrap();
        };
        put(own(&["a.example"]));
        let resolver = Resolver::default();
        let first = files.read().unwrap().shown().unwrap();
        resolver.show(first.clone());

        let mut seen: Mark = [None, None];
        let (chain, _) = own(&["b.example"]);
        fs::write(&files.certificate, &chain).unwrap();
        files.look(&mut seen, &resolver);
        assert_eq!(resolver.shown().unwrap().cert, first.cert, "half a change is none");

        put(own(&["b.example", "c.example"]));
        files.look(&mut seen, &resolver);
        assert_ne!(resolver.shown().unwrap().cert, first.cert);
        assert_eq!(seen, files.mark());
    }
}
