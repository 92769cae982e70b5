//! The settings of an installation: what stands in `orderly.toml`, what the environment overrides, and what
//! was given on the command line, in this order. The file is written at the first start with every setting
//! explained, so that nobody has to look for a manual to find out what can be set.

mod file;
mod public;

pub use file::{Acme, External, File, MailTls, TEMPLATE};

use anyhow::{Context as _, Result, anyhow, bail};
use std::{
    fs,
    io::Write as _,
    net::SocketAddr,
    path::{Path, PathBuf},
};
use store::Place;

/// Where the desk listens when nothing else is said.
pub const LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST), 8080);
/// The settings' file within the data directory.
pub const FILE: &str = "orderly.toml";
/// The embedded database within the data directory.
pub const DATABASE: &str = "orderly.db";

/// What was given on the command line; it goes before everything else.
#[derive(Debug, Clone, Default)]
pub struct Flags {
    pub data: PathBuf,
    pub config: Option<PathBuf>,
    pub listen: Option<SocketAddr>,
    pub database: Option<String>,
}

/// How letters leave the house.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub host: String,
    pub port: u16,
    pub tls: MailTls,
    /// For instance `Orderly <desk@example.org>`.
    pub from: String,
    pub username: Option<String>,
    pub password_file: Option<PathBuf>,
    /// The certificate of an authority of one's own, besides those that everybody trusts.
    pub ca_file: Option<PathBuf>,
}

/// How the way to the browser is kept private.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// Plain HTTP: on loopback only.
    None,
    /// Certificate and key in files of one's own, read again when they change.
    Files { certificate: PathBuf, key: PathBuf },
    /// A certificate that is fetched and renewed by itself (RFC 8555).
    Acme(Acme),
    /// A proxy in front speaks TLS; its `X-Forwarded-For` is believed.
    TrustedProxy,
}

/// Everything that can be set, settled.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The data directory.
    pub data: PathBuf,
    pub listen: SocketAddr,
    /// The address under which people reach the house, when it was said; see [`Settings::origin_at`].
    pub origin: Option<String>,
    /// A PostgreSQL URL, or nothing for the embedded database.
    pub database: Option<String>,
    pub master_key_file: PathBuf,
    /// The ledger's name in checkpoints, when it was said. It counts only until the first checkpoint is
    /// signed.
    pub ledger: Option<String>,
    pub mail: Option<Mail>,
    pub tls: Tls,
    /// How often the engines of the house look whether there is something to do.
    pub rounds: rounds::Every,
}

impl Settings {
    /// Reads the file that stands there, and the environment.
    ///
    /// # Errors
    /// A sentence that names the file, the line and the setting.
    pub fn read(flags: &Flags, env: &dyn Fn(&str) -> Option<String>) -> Result<Self> {
        let path = flags.config.clone().unwrap_or_else(|| flags.data.join(FILE));
        let (file, base) = match fs::read_to_string(&path) {
            Ok(text) => {
                let file = File::parse(&text).map_err(|e| anyhow!("{}, {e}", path.display()))?;
                (file, path.parent().map(Path::to_owned).unwrap_or_default())
            }
            Err(e) if e.kind() == std::io::ErrorKind::NotFound && flags.config.is_none() => {
                (File::default(), flags.data.clone())
            }
            Err(e) => bail!("The settings in {} cannot be read: {e}.", path.display()),
        };
        Self::settle(flags, env, file, &base)
    }

    /// Flags before environment before file; paths in the file are meant from the file's own directory.
    ///
    /// # Errors
    /// A sentence that names the setting.
    pub fn settle(
        flags: &Flags,
        env: &dyn Fn(&str) -> Option<String>,
        mut file: File,
        base: &Path,
    ) -> Result<Self> {
        file.override_by(env)?;
        let listen = flags.listen.or(file.listen).unwrap_or(LISTEN);
        let master_key_file = match file.master_key_file.take() {
            Some(path) => base.join(path),
            None => crate::keys::beside(&flags.data)?,
        };
        let origin = file.origin.take().map(|o| public::origin(&o)).transpose()?;
        let tls = file.tls(base, &flags.data)?;
        let origin = match (&origin, &tls) {
            (None, Tls::Acme(acme)) => acme.domains.first().map(|d| format!("https://{d}")),
            _ => origin,
        };
        let settings = Self {
            data: flags.data.clone(),
            listen,
            origin,
            database: flags.database.clone().or(file.database.take()),
            master_key_file,
            ledger: file.ledger.take(),
            mail: file.mail(base)?,
            rounds: file.rounds()?,
            tls,
        };
        if let Some(url) = &settings.database {
            anyhow::ensure!(
                url.starts_with("postgres://") || url.starts_with("postgresql://"),
                "The setting 'database' is a URL that begins with postgres://, or is left out."
            );
        }
        Ok(settings)
    }

    /// Writes the commented file when none is there. Gives its path when it was written now.
    ///
    /// # Errors
    /// When the directory or the file cannot be written.
    pub fn write_first(flags: &Flags) -> Result<Option<PathBuf>> {
        fs::create_dir_all(&flags.data)
            .with_context(|| format!("The data directory {} cannot be made", flags.data.display()))?;
        let path = flags.data.join(FILE);
        if flags.config.is_some() || path.exists() {
            return Ok(None);
        }
        let written = fs::File::create_new(&path).and_then(|mut f| f.write_all(TEMPLATE.as_bytes()));
        written.with_context(|| format!("The settings {} cannot be written", path.display()))?;
        Ok(Some(path))
    }

    /// Where everything is kept.
    pub fn place(&self) -> Place {
        match &self.database {
            Some(url) => Place::Postgres(url.clone()),
            None => Place::File(self.data.join(DATABASE)),
        }
    }

    /// Whether browsers reach the house over TLS.
    pub fn secure(&self) -> bool {
        match self.tls {
            Tls::None => false,
            Tls::Files { .. } | Tls::Acme(_) => true,
            Tls::TrustedProxy => self.origin.as_deref().is_some_and(|o| o.starts_with("https://")),
        }
    }

    /// The address under which people reach the house, given the one that it listens on.
    pub fn origin_at(&self, listening: SocketAddr) -> String {
        public::origin_at(self.origin.as_deref(), self.secure(), listening)
    }

    /// The name under which a new ledger signs: the host that people know, or this installation's own.
    pub fn ledger_name(&self) -> String {
        self.ledger.clone().unwrap_or_else(|| {
            let host = self.origin.as_deref().and_then(|o| o.split_once("://")).map(|(_, host)| host);
            format!("{}/orderly", host.unwrap_or("localhost"))
        })
    }

    /// Whether these settings may be served at all.
    ///
    /// # Errors
    /// A sentence that says what is missing, with the ways out.
    pub fn may_serve(&self) -> Result<()> {
        public::may_serve(self)
    }
}

/// The environment of this process.
pub fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|v| !v.is_empty())
}

#[cfg(test)]
mod tests;
