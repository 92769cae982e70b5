//! Which certificate is shown to whom: the house's own to everybody, and to an authority that asks whether a
//! name leads here (RFC 8737) the one that answers just that.

use super::ACME_PROTOCOL;
use parking_lot::RwLock;
use rustls::{
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::{collections::HashMap, sync::Arc};

/// See the module.
#[derive(Debug, Default)]
pub struct Resolver {
    current: RwLock<Option<Arc<CertifiedKey>>>,
    /// By name; there only while an authority is asked.
    answers: RwLock<HashMap<String, Arc<CertifiedKey>>>,
}

impl Resolver {
    /// From now on this one is shown; who is connected stays connected.
    pub fn show(&self, certificate: Arc<CertifiedKey>) {
        *self.current.write() = Some(certificate);
    }

    /// What is shown now.
    pub fn shown(&self) -> Option<Arc<CertifiedKey>> {
        self.current.read().clone()
    }

    pub(super) fn answer(&self, name: &str, with: Arc<CertifiedKey>) {
        self.answers.write().insert(name.to_ascii_lowercase(), with);
    }

    pub(super) fn forget_answers(&self) {
        self.answers.write().clear();
    }
}

impl ResolvesServerCert for Resolver {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        let asks = hello.alpn().is_some_and(|mut offered| offered.any(|p| p == ACME_PROTOCOL));
        if asks {
            return self.answers.read().get(&hello.server_name()?.to_ascii_lowercase()).cloned();
        }
        self.shown()
    }
}
