//! The way to the browser, kept private: the certificate that is shown, from files of one's own or fetched
//! from an authority, and exchanged while the house goes on serving.

pub mod acme;
pub mod certificate;
pub mod files;
mod resolver;

pub use certificate::Certificate;
pub use resolver::Resolver;

use crate::config::Tls;
use anyhow::Result;
use rustls::{ServerConfig, crypto::ring, version};
use std::sync::Arc;

/// How the authority asks whether a name leads here (RFC 8737).
pub(crate) const ACME_PROTOCOL: &[u8] = b"acme-tls/1";

/// TLS 1.2 and 1.3 with the certificate that the resolver shows at that moment.
pub fn server_config(resolver: Arc<Resolver>) -> Result<Arc<ServerConfig>> {
    let provider = Arc::new(ring::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_protocol_versions(&[&version::TLS13, &version::TLS12])?
        .with_no_client_auth()
        .with_cert_resolver(resolver);
    config.alpn_protocols = vec![b"http/1.1".to_vec(), ACME_PROTOCOL.to_vec()];
    Ok(Arc::new(config))
}

/// The certificates of these settings: what can be shown at once, and the work that keeps it fresh.
///
/// # Errors
/// When files of one's own cannot be read. What an authority does not give at once is fetched while serving.
pub fn open(tls: &Tls) -> Result<Option<(Arc<Resolver>, Keeper)>> {
    let resolver = Arc::new(Resolver::default());
    let keeper = match tls {
        Tls::None | Tls::TrustedProxy => return Ok(None),
        Tls::Files { certificate, key } => {
            let files = files::Files::new(certificate.clone(), key.clone());
            resolver.show(files.read()?.shown()?);
            Keeper::Files(files)
        }
        Tls::Acme(acme) => {
            if let Some(kept) = acme::kept(acme)? {
                resolver.show(kept.shown()?);
            }
            Keeper::Acme(acme.clone())
        }
    };
    Ok(Some((resolver, keeper)))
}

/// What keeps the certificate fresh while the house serves.
#[derive(Debug)]
pub enum Keeper {
    Files(files::Files),
    Acme(crate::config::Acme),
}

impl Keeper {
    /// Runs until it is dropped.
    pub async fn keep(self, resolver: Arc<Resolver>) {
        match self {
            Keeper::Files(files) => files.keep(&resolver).await,
            Keeper::Acme(acme) => acme::keep(&acme, &resolver).await,
        }
    }
}
