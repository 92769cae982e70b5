//! A certificate with its chain and key, as PEM, and what has to be known of it: for which names and until
//! when.

use anyhow::{Context as _, Result, anyhow, ensure};
use kernel::Moment;
use rustls::{
    crypto::ring::sign::any_supported_type,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    sign::CertifiedKey,
};
use std::sync::Arc;
use x509_parser::{extensions::GeneralName, prelude::FromDer, prelude::X509Certificate};

/// See the module.
#[derive(Clone)]
pub struct Certificate {
    /// The leaf first, then those that vouch for it.
    pub chain_pem: String,
    pub key_pem: String,
    /// The names it is for, in lower case.
    pub names: Vec<String>,
    pub from: Moment,
    pub until: Moment,
}

impl std::fmt::Debug for Certificate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Certificate({:?}, {} to {}, key ‹sealed›)", self.names, self.from, self.until)
    }
}

impl Certificate {
    /// # Errors
    /// What cannot be read in it, in words.
    pub fn read(chain_pem: String, key_pem: String) -> Result<Self> {
        let chain = chain(&chain_pem)?;
        let leaf = chain.first().context("there is no certificate in it")?;
        let (_, parsed) =
            X509Certificate::from_der(leaf).map_err(|e| anyhow!("the certificate cannot be read: {e}"))?;
        let names = parsed.subject_alternative_name().ok().flatten();
        let names = names.iter().flat_map(|n| &n.value.general_names).filter_map(|n| match n {
            GeneralName::DNSName(name) => Some(name.to_ascii_lowercase()),
            _ => None,
        });
        let names = names.collect();
        let moment = |seconds: i64| Moment::from_micros(seconds.saturating_mul(1_000_000));
        let from = moment(parsed.validity().not_before.timestamp());
        let until = moment(parsed.validity().not_after.timestamp());
        let certificate = Self { chain_pem, key_pem, names, from, until };
        certificate.shown()?;
        Ok(certificate)
    }

    /// As it is shown to browsers.
    ///
    /// # Errors
    /// When the key cannot be read or belongs to another certificate.
    pub fn shown(&self) -> Result<Arc<CertifiedKey>> {
        let key = PrivateKeyDer::from_pem_slice(self.key_pem.as_bytes())
            .map_err(|e| anyhow!("the key cannot be read: {e}"))?;
        certified(chain(&self.chain_pem)?, &key)
    }

    /// When the next one is fetched: after two thirds of its time.
    pub fn renew_at(&self) -> Moment {
        let life = self.until.since(self.from).0;
        self.from.plus(kernel::Span(life / 3 * 2))
    }

    /// Whether it is for all of these names.
    pub fn is_for(&self, names: &[String]) -> bool {
        names.iter().all(|n| self.names.contains(n))
    }
}

fn chain(pem: &str) -> Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_slice_iter(pem.as_bytes())
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| anyhow!("the certificate cannot be read: {e}"))
}

/// Chain and key together.
///
/// # Errors
/// When the key is of no kind that is known, or belongs to another certificate.
pub(super) fn certified(
    chain: Vec<CertificateDer<'static>>,
    key: &PrivateKeyDer<'static>,
) -> Result<Arc<CertifiedKey>> {
    ensure!(!chain.is_empty(), "there is no certificate in it");
    let key = any_supported_type(key).map_err(|e| anyhow!("the key cannot be used: {e}"))?;
    let whole = CertifiedKey::new(chain, key);
    // An answer to an authority holds an extension that only authorities read, so its key cannot be compared.
    let other = rustls::Error::InconsistentKeys(rustls::InconsistentKeys::KeyMismatch);
    ensure!(whole.keys_match() != Err(other), "the key belongs to another certificate");
    Ok(Arc::new(whole))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A certificate of our own for these names, signed by itself.
    pub fn own(names: &[&str]) -> (String, String) {
        let key = rcgen::KeyPair::generate().unwrap();
        let names: Vec<String> = names.iter().map(|n| (*n).to_owned()).collect();
        let certificate = rcgen::CertificateParams::new(names).unwrap().self_signed(&key).unwrap();
        (certificate.pem(), key.serialize_pem())
    }

    #[test]
    fn it_knows_its_names_and_its_time() {
        let (chain, key) = own(&["Desk.example.org", "b.example.org"]);
        let read = Certificate::read(chain, key).unwrap();
        assert!(read.is_for(&["desk.example.org".to_owned(), "b.example.org".to_owned()]));
        assert!(!read.is_for(&["c.example.org".to_owned()]));
        assert!(read.from < read.renew_at() && read.renew_at() < read.until);
        assert!(!format!("{read:?}").contains("PRIVATE"));
    }

    #[test]
    fn what_does_not_belong_together_is_refused() {
        let ((chain, key), (_, other)) = (own(&["a.example"]), own(&["a.example"]));
        let said = |chain: &str, key: &str| {
            Certificate::read(chain.to_owned(), key.to_owned()).unwrap_err().to_string()
        };
        assert!(said(&chain, &other).contains("another certificate"));
        assert!(said("", &key).contains("no certificate"));
        assert!(said(&chain, "").contains("key cannot be read"));
        assert!(said(&chain.replace("MII", "AAA"), &key).contains("cannot be read"));
    }
}
