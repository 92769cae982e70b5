//! `orderly.toml` itself: the form it has, and the commented one that is written at the first start.

use super::{Mail, Tls};
use anyhow::{Result, anyhow, bail, ensure};
use serde::Deserialize;
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

/// What is written at the first start: every setting, explained, with its default or an example.
pub const TEMPLATE: &str = include_str!("orderly.toml");

/// The file as it is read. A word that is not known is an error: it would be believed to do something.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct File {
    pub(super) listen: Option<SocketAddr>,
    pub(super) origin: Option<String>,
    pub(super) database: Option<String>,
    pub(super) master_key_file: Option<PathBuf>,
    pub(super) ledger: Option<String>,
    mail: Option<MailFile>,
    tls: Option<TlsFile>,
    rounds: Option<RoundsFile>,
}

/// How the line to the mail server is kept private.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailTls {
    /// Plain at first, then TLS; without it nothing is sent.
    Starttls,
    /// TLS from the first byte.
    Tls,
    /// None: for a mail server on this machine only.
    None,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct MailFile {
    smtp: Option<String>,
    tls: Option<MailTls>,
    from: Option<String>,
    username: Option<String>,
    password_file: Option<PathBuf>,
    ca_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TlsFile {
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    trusted_proxy: Option<bool>,
    acme: Option<AcmeFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AcmeFile {
    domains: Option<Vec<String>>,
    contact: Option<Vec<String>>,
    directory: Option<String>,
    ca_file: Option<PathBuf>,
    cache: Option<PathBuf>,
    external_account: Option<String>,
    external_key_file: Option<PathBuf>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoundsFile {
    seal_ms: Option<u64>,
    post_s: Option<u64>,
    clocks_s: Option<u64>,
}

/// From whom a certificate is fetched, and for which names (RFC 8555).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acme {
    pub domains: Vec<String>,
    /// Such as `mailto:it@example.org`: who is told before something stops working.
    pub contact: Vec<String>,
    /// The authority's directory.
    pub directory: String,
    /// The root under which the directory itself is reached, when it is an authority of one's own.
    pub ca_file: Option<PathBuf>,
    /// Where account, certificate and key are kept.
    pub cache: PathBuf,
    /// The customer's account at the authority, where it serves customers only (RFC 8555, 7.3.4).
    pub external: Option<External>,
}

/// What ties our account to one that the authority knows already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct External {
    /// As the authority names it.
    pub id: String,
    /// The key that the authority gave with it, in base64url.
    pub key_file: PathBuf,
}

impl File {
    /// # Errors
    /// Line and reason, without the line's content: it might hold a password that was put into the wrong
    /// place.
    pub fn parse(text: &str) -> Result<Self> {
        toml::from_str(text).map_err(|e| {
            let before = e.span().map_or(0, |s| s.start).min(text.len());
            let line = text.as_bytes()[..before].iter().filter(|b| **b == b'\n').count() + 1;
            let message = e.message().lines().collect::<Vec<_>>().join(" ");
            anyhow!("line {line}: {message}.")
        })
    }

    /// The environment goes before the file.
    pub(super) fn override_by(&mut self, env: &dyn Fn(&str) -> Option<String>) -> Result<()> {
        if let Some(listen) = env("ORDERLY_LISTEN") {
            let read = listen.parse().map_err(|_| {
                anyhow!(
                    "ORDERLY_LISTEN is '{listen}', which is no address with a port, such as 127.0.0.1:8080."
                )
            });
            self.listen = Some(read?);
        }
        self.origin = env("ORDERLY_ORIGIN").or(self.origin.take());
        self.database = env("ORDERLY_DATABASE").or(self.database.take());
        let key = env("ORDERLY_MASTER_KEY_FILE").map(std::path::absolute).transpose()?;
        self.master_key_file = key.or(self.master_key_file.take());
        let names = ["ORDERLY_SMTP", "ORDERLY_SMTP_TLS", "ORDERLY_SMTP_USER", "ORDERLY_SMTP_PASSWORD_FILE"];
        let [smtp, tls, user, password] = names.map(env);
        let from = env("ORDERLY_MAIL_FROM");
        if smtp.is_none() && self.mail.is_none() {
            return Ok(());
        }
        let mail = self.mail.get_or_insert_default();
        mail.smtp = smtp.or(mail.smtp.take());
        mail.from = from.or(mail.from.take());
        mail.username = user.or(mail.username.take());
        mail.password_file = password.map(std::path::absolute).transpose()?.or(mail.password_file.take());
        mail.tls = match tls.as_deref() {
            None => mail.tls,
            Some("starttls") => Some(MailTls::Starttls),
            Some("tls") => Some(MailTls::Tls),
            Some("none") => Some(MailTls::None),
            Some(other) => bail!("ORDERLY_SMTP_TLS is '{other}'; it is one of starttls, tls, none."),
        };
        Ok(())
    }

    pub(super) fn mail(&mut self, base: &Path) -> Result<Option<Mail>> {
        let Some(mail) = self.mail.take() else { return Ok(None) };
        let smtp = mail
            .smtp
            .ok_or_else(|| anyhow!("The setting 'mail.smtp' is missing: host:port of the server."))?;
        let (host, port) = smtp
            .rsplit_once(':')
            .and_then(|(host, port)| Some((host.trim_matches(['[', ']']).to_owned(), port.parse().ok()?)))
            .filter(|(host, _)| !host.is_empty())
            .ok_or_else(|| {
                anyhow!("The setting 'mail.smtp' is '{smtp}'; it is host:port, such as mail.example.org:587.")
            })?;
        let from = mail.from.filter(|f| f.contains('@'));
        let from = from.ok_or_else(|| {
            anyhow!("The setting 'mail.from' is missing: the address that letters come from.")
        })?;
        let tls = mail.tls.unwrap_or(MailTls::Starttls);
        let local = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        ensure!(
            tls != MailTls::None || local,
            "The setting 'mail.tls' is none: only for a mail server on this machine, and '{host}' is another."
        );
        ensure!(
            mail.username.is_some() == mail.password_file.is_some(),
            "The settings 'mail.username' and 'mail.password_file' belong together: one of them is missing."
        );
        let [password_file, ca_file] = [mail.password_file, mail.ca_file].map(|p| p.map(|p| base.join(p)));
        Ok(Some(Mail { host, port, tls, from, username: mail.username, password_file, ca_file }))
    }

    pub(super) fn tls(&mut self, base: &Path, data: &Path) -> Result<Tls> {
        let Some(tls) = self.tls.take() else { return Ok(Tls::None) };
        let files = tls.certificate.is_some() || tls.key.is_some();
        let ways = [files, tls.acme.is_some(), tls.trusted_proxy == Some(true)];
        ensure!(
            ways.iter().filter(|w| **w).count() <= 1,
            "The settings under 'tls' name more than one of files, acme and trusted_proxy. Keep one."
        );
        if let Some(acme) = tls.acme {
            return acme.settle(base, data).map(Tls::Acme);
        }
        match (tls.certificate, tls.key) {
            (Some(certificate), Some(key)) => {
                Ok(Tls::Files { certificate: base.join(certificate), key: base.join(key) })
            }
            (None, None) if tls.trusted_proxy == Some(true) => Ok(Tls::TrustedProxy),
            (None, None) => Ok(Tls::None),
            _ => {
                bail!("The settings 'tls.certificate' and 'tls.key' belong together: one of them is missing.")
            }
        }
    }

    pub(super) fn rounds(&mut self) -> Result<rounds::Every> {
        let said = self.rounds.take();
        let said = said.as_ref();
        let within = |name: &str, value: Option<u64>, usual: u64, least: u64, most: u64| {
            let value = value.unwrap_or(usual);
            ensure!(
                (least..=most).contains(&value),
                "The setting 'rounds.{name}' is {value}; it is a number from {least} to {most}."
            );
            Ok(value)
        };
        // The ledger is sealed within a second of a commit: that is promised.
        let seal = within("seal_ms", said.and_then(|r| r.seal_ms), 200, 10, 1_000)?;
        let post = within("post_s", said.and_then(|r| r.post_s), 2, 1, 3_600)?;
        let clocks = within("clocks_s", said.and_then(|r| r.clocks_s), 5, 1, 60)?;
        let seconds = Duration::from_secs;
        Ok(rounds::Every { seal: Duration::from_millis(seal), post: seconds(post), clocks: seconds(clocks) })
    }
}

impl AcmeFile {
    fn settle(self, base: &Path, data: &Path) -> Result<Acme> {
        let domains: Vec<String> =
            self.domains.unwrap_or_default().iter().map(|d| d.trim().to_ascii_lowercase()).collect();
        ensure!(
            !domains.is_empty(),
            "The setting 'tls.acme.domains' is missing: the names to fetch a certificate for."
        );
        for domain in &domains {
            let fits = domain.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'));
            ensure!(
                fits && !domain.is_empty() && domain.parse::<std::net::IpAddr>().is_err(),
                "The setting 'tls.acme.domains' holds '{domain}', which is no name such as desk.example.org."
            );
        }
        let contact = self.contact.unwrap_or_default();
        ensure!(
            contact.iter().all(|c| c.starts_with("mailto:")),
            "The setting 'tls.acme.contact' holds addresses that begin with mailto:."
        );
        let directory =
            self.directory.unwrap_or_else(|| instant_acme::LetsEncrypt::Production.url().to_owned());
        ensure!(
            directory.starts_with("https://"),
            "The setting 'tls.acme.directory' is a URL that begins with https://."
        );
        let external = match (self.external_account, self.external_key_file) {
            (Some(id), Some(file)) => Some(External { id, key_file: base.join(file) }),
            (None, None) => None,
            _ => bail!(
                "The settings 'tls.acme.external_account' and 'tls.acme.external_key_file' belong together: one of \
                 them is missing."
            ),
        };
        Ok(Acme {
            domains,
            contact,
            directory,
            ca_file: self.ca_file.map(|p| base.join(p)),
            cache: self.cache.map_or_else(|| data.join("acme"), |p| base.join(p)),
            external,
        })
    }
}
