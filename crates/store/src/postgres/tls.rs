//! How the house reaches its PostgreSQL: encrypted and with the server's name proven, unless the server is
//! this machine.

use super::wire::Wire;
use anyhow::{Context, Result, anyhow, bail, ensure};
use postgres::{Client, NoTls};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::{sync::Arc, time::Duration};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

/// What a session of ours is told first. A lock is waited for at most so long, then the order is tried again.
const SESSION: &str = "set standard_conforming_strings = on; set lock_timeout = '30s'; \
    set client_min_messages = warning; \
    set idle_in_transaction_session_timeout = '10min'";

/// Makes connections.
#[derive(Clone)]
pub(crate) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

/// The parts of the URL that are ours to understand.
struct Parts {
    url: String,
    mode: Option<String>,
    roots: Option<String>,
}

fn parts(url: &str) -> Result<Parts> {
    ensure!(
        url.starts_with("postgres://") || url.starts_with("postgresql://"),
        "the address of a PostgreSQL begins with postgres://"
    );
    let (base, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut roots, mut kept) = (None, None, Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value.to_owned()),
            Some(("sslrootcert", value)) => roots = Some(value.replace("%2F", "/").replace("%20", " ")),
            _ => kept.push(pair),
        }
    }
    let url = if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) };
    Ok(Parts { url, mode, roots })
}

fn on_this_machine(config: &Config) -> bool {
    config.get_hostaddrs().iter().all(std::net::IpAddr::is_loopback)
        && config.get_hosts().iter().all(|host| match host {
            Host::Tcp(name) => matches!(name.as_str(), "localhost" | "127.0.0.1" | "::1" | "[::1]"),
            #[cfg(unix)]
            Host::Unix(_) => true,
        })
}

fn encrypted(roots_file: Option<&str>) -> Result<MakeRustlsConnect> {
    let mut roots = RootCertStore::empty();
    match roots_file {
        Some(path) => {
            let mut read = || -> Result<()> {
                for certificate in CertificateDer::pem_file_iter(path)? {
                    roots.add(certificate?)?;
                }
                ensure!(!roots.is_empty(), "there is no certificate in it");
                Ok(())
            };
            read().with_context(|| format!("sslrootcert={path}"))?;
        }
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
    }
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

impl Connector {
    /// Errors when the address cannot be read (it is never repeated, for it holds a password) or would be
    /// reached in plain text over a network.
    pub fn new(url: &str) -> Result<Self> {
        let parts = parts(url)?;
        let mut config: Config =
            parts.url.parse().map_err(|_| anyhow!("the address of the PostgreSQL cannot be read"))?;
        let near = on_this_machine(&config);
        let tls = match parts.mode.as_deref() {
            Some("require" | "verify-ca" | "verify-full") => Some(encrypted(parts.roots.as_deref())?),
            None | Some("disable") if near => None,
            None | Some("disable") => bail!(
                "this PostgreSQL is on another machine: add sslmode=verify-full (and sslrootcert=FILE for an \
                 authority of your own)"
            ),
            Some(other) => bail!("sslmode={other} is not one of disable, require, verify-full"),
        };
        config.ssl_mode(if tls.is_some() { SslMode::Require } else { SslMode::Disable });
        config.application_name("orderly").connect_timeout(Duration::from_secs(10));
        config.keepalives_idle(Duration::from_secs(30)).tcp_user_timeout(Duration::from_secs(60));
        Ok(Self { config, tls })
    }

    /// A connection. Only on a plain thread: the client brings a runtime of its own.
    pub fn connect(&self) -> Result<Client> {
        let mut config = postgres::Config::from(self.config.clone());
        config.notice_callback(|_| {});
        let connected = match &self.tls {
            Some(tls) => config.connect(tls.clone()),
            None => config.connect(NoTls),
        };
        let mut client =
            connected.map_err(|e| super::line::plain(&e).context("PostgreSQL cannot be reached"))?;
        client.batch_execute(SESSION).map_err(|e| super::line::plain(&e))?;
        Ok(client)
    }

    /// A connection on which several questions may be on their way at once. Only on a plain thread.
    pub fn wire(&self) -> Result<Wire> {
        let wire = match &self.tls {
            Some(tls) => Wire::connect(&self.config, tls.clone()),
            None => Wire::connect(&self.config, NoTls),
        };
        let wire = wire.map_err(|e| e.context("PostgreSQL cannot be reached"))?;
        wire.wait(wire.client.batch_execute(SESSION)).map_err(|e| super::line::plain(&e))?;
        Ok(wire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(url: &str) -> String {
        Connector::new(url).err().map(|e| e.to_string()).unwrap_or_default()
    }

    #[test]
    fn plain_text_leaves_this_machine_never() {
        assert_eq!(said("postgres://orderly:secret@127.0.0.1/orderly"), "");
        assert_eq!(said("postgres://orderly:secret@localhost/orderly?sslmode=disable"), "");
        assert_eq!(said("postgres://orderly:secret@db.example.org/orderly?sslmode=verify-full"), "");
        for mode in ["", "?sslmode=disable"] {
            let said = said(&format!("postgres://orderly:secret@db.example.org/orderly{mode}"));
            assert!(said.contains("verify-full") && !said.contains("secret"), "{said}");
        }
        assert!(said("postgres://orderly:secret@localhost/orderly?sslmode=prefer").contains("prefer"));
        assert!(!said("postgres://orderly:secret@localhost:odd/orderly").contains("secret"));
        assert!(said("mysql://x").contains("postgres://"));
    }
}
