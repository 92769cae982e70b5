//! A certificate that is fetched and renewed by itself (RFC 8555). The authority asks on the very port that
//! serves whether the name leads here (RFC 8737), so neither another port nor a change of the name's records
//! is needed. What was fetched is kept in a file; when an authority fails, the certificate that is there goes
//! on being shown.

use super::{Certificate, Resolver, certificate::certified};
use crate::config::{Acme, External};
use anyhow::{Context as _, Result, anyhow, bail};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use instant_acme::{
    Account, AccountCredentials, AuthorizationStatus, ChallengeType, ExternalAccountKey, Identifier,
    NewAccount, NewOrder, OrderStatus, RetryPolicy,
};
use kernel::Moment;
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

/// How long an authority may take to look at a name, and to sign.
const PATIENCE: RetryPolicy = RetryPolicy::new().timeout(Duration::from_secs(120));
/// After a failure it is tried again after five minutes, then after twice as long, at most after six hours:
/// authorities allow only a few failures an hour.
const AGAIN: Duration = Duration::from_secs(5 * 60);
const AT_MOST: Duration = Duration::from_secs(6 * 60 * 60);
/// How often it is looked whether the time to renew has come.
const LOOK: Duration = Duration::from_secs(60 * 60);

fn certificate_file(acme: &Acme) -> PathBuf {
    acme.cache.join("certificate.pem")
}

fn key_file(acme: &Acme) -> PathBuf {
    acme.cache.join("key.pem")
}

/// The certificate that was fetched before, when it is for the names that are wanted now.
///
/// # Errors
/// When the files are there and cannot be read.
pub fn kept(acme: &Acme) -> Result<Option<Certificate>> {
    let (certificate, key) = (certificate_file(acme), key_file(acme));
    if !certificate.exists() || !key.exists() {
        return Ok(None);
    }
    let text =
        |path: &Path| fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()));
    match Certificate::read(text(&certificate)?, text(&key)?) {
        Ok(found) => Ok(found.is_for(&acme.domains).then_some(found)),
        Err(error) => {
            // One of the two was written and the other not: it is fetched anew.
            tracing::warn!("The certificate in {} cannot be used: {error:#}.", acme.cache.display());
            Ok(None)
        }
    }
}

/// Fetches a certificate now and keeps it. The resolver must be answering on port 443 of every name
/// meanwhile.
///
/// # Errors
/// What the authority says, in its words.
pub async fn order(acme: &Acme, resolver: &Resolver) -> Result<Certificate> {
    private_folder(&acme.cache)?;
    let account = account(acme).await.context("the account at the authority")?;
    let names: Vec<Identifier> = acme.domains.iter().cloned().map(Identifier::Dns).collect();
    let ordered = fetch(acme, &account, &names, resolver).await;
    resolver.forget_answers();
    let (chain, key) = ordered?;
    let certificate = Certificate::read(chain, key).context("what the authority gave")?;
    write(&key_file(acme), certificate.key_pem.as_bytes())?;
    write(&certificate_file(acme), certificate.chain_pem.as_bytes())?;
    Ok(certificate)
}

async fn account(acme: &Acme) -> Result<Account> {
    let builder = || match &acme.ca_file {
        Some(root) => Account::builder_with_root(root),
        None => Account::builder(),
    };
    let path = acme.cache.join("account.json");
    if let Ok(text) = fs::read_to_string(&path) {
        let kept: Kept =
            serde_json::from_str(&text).with_context(|| format!("{} cannot be read", path.display()))?;
        // An account belongs to one authority; with another a new one is made.
        if kept.directory == acme.directory {
            return Ok(builder()?.from_credentials(kept.credentials).await?);
        }
    }
    let contact: Vec<&str> = acme.contact.iter().map(String::as_str).collect();
    let new = NewAccount { contact: &contact, terms_of_service_agreed: true, only_return_existing: false };
    let external = acme.external.as_ref().map(external).transpose()?;
    let (account, credentials) = builder()?.create(&new, acme.directory.clone(), external.as_ref()).await?;
    let kept = Kept { directory: acme.directory.clone(), credentials };
    write(&path, &serde_json::to_vec(&kept)?)?;
    Ok(account)
}

/// The key by which the authority knows whose account ours is; it gives it in base64url, with or without padding.
fn external(given: &External) -> Result<ExternalAccountKey> {
    let path = given.key_file.display();
    let text = fs::read_to_string(&given.key_file).with_context(|| format!("{path} cannot be read"))?;
    let key = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('='));
    let key = key.ok().filter(|key| !key.is_empty()).with_context(|| {
        format!("{path} holds no key in base64url, as an authority gives it for an external account")
    })?;
    Ok(ExternalAccountKey::new(given.id.clone(), &key))
}

/// The account as it is kept.
#[derive(serde::Serialize, serde::Deserialize)]
struct Kept {
    directory: String,
    credentials: AccountCredentials,
}

/// Answers for every name, then has the key's request signed. Gives chain and key as PEM.
async fn fetch(
    acme: &Acme,
    account: &Account,
    names: &[Identifier],
    resolver: &Resolver,
) -> Result<(String, String)> {
    let mut order = account.new_order(&NewOrder::new(names)).await?;
    let mut authorizations = order.authorizations();
    while let Some(asked) = authorizations.next().await {
        let mut asked = asked?;
        match asked.status {
            AuthorizationStatus::Valid => continue,
            AuthorizationStatus::Pending => {}
            other => bail!("the authority has a name down as {other:?}"),
        }
        let mut challenge = asked.challenge(ChallengeType::TlsAlpn01).ok_or_else(|| {
            anyhow!("the authority does not ask by tls-alpn-01, the only way that is known here")
        })?;
        let name = challenge.identifier().to_string();
        let digest = challenge.key_authorization().digest();
        resolver.answer(&name, answer(&name, digest.as_ref())?);
        challenge.set_ready().await?;
    }
    match order.poll_ready(&PATIENCE).await? {
        OrderStatus::Ready => {}
        _ => bail!("the authority did not reach this house on port 443 of {}", acme.domains.join(", ")),
    }
    let key = KeyPair::generate()?;
    let mut request = CertificateParams::new(acme.domains.clone())?;
    request.distinguished_name = DistinguishedName::new();
    order.finalize_csr(request.serialize_request(&key)?.der()).await?;
    let chain = order.poll_certificate(&PATIENCE).await?;
    Ok((chain, key.serialize_pem()))
}

/// The certificate that says nothing but that whoever ordered also answers here (RFC 8737, section 3).
fn answer(name: &str, digest: &[u8]) -> Result<std::sync::Arc<rustls::sign::CertifiedKey>> {
    anyhow::ensure!(digest.len() == 32, "the digest of a challenge has 32 bytes");
    let key = KeyPair::generate()?;
    let mut params = CertificateParams::new(vec![name.to_owned()])?;
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = params.self_signed(&key)?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key.serialize_der()));
    certified(vec![certificate.der().clone()], &key)
}

/// Fetches when there is none, renews after two thirds of its time, and shows what it got.
pub async fn keep(acme: &Acme, resolver: &Resolver) {
    let now = crate::runtime::clock();
    let mut wait = AGAIN;
    loop {
        let have = kept(acme).unwrap_or_else(|error| {
            tracing::warn!("{error:#}");
            None
        });
        if have.as_ref().is_some_and(|c| now() < c.renew_at()) {
            tokio::time::sleep(LOOK).await;
            continue;
        }
        match order(acme, resolver).await.and_then(|c| Ok((c.shown()?, c))) {
            Ok((shown, certificate)) => {
                resolver.show(shown);
                wait = AGAIN;
                tracing::info!(
                    "A certificate was fetched for {}, good until {}.",
                    acme.domains.join(", "),
                    certificate.until
                );
            }
            Err(error) => {
                let left = have.map_or_else(|| "there is none yet".to_owned(), |c| left(&c, now()));
                tracing::error!(
                    "No certificate was fetched; {left}; tried again in {} min: {error:#}.",
                    wait.as_secs() / 60
                );
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(AT_MOST);
            }
        }
    }
}

fn left(certificate: &Certificate, now: Moment) -> String {
    let verb = if now < certificate.until { "is good until" } else { "ended at" };
    format!("the one that is shown {verb} {}", certificate.until)
}

/// A directory that nobody else reads.
fn private_folder(path: &Path) -> Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).with_context(|| format!("{} cannot be made", path.display()))
}

/// Writes a file whole, readable by nobody else, in place of the old one.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let partial = path.with_extension("partial");
    let whole = || -> io::Result<()> {
        let mut options = fs::File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&partial)?;
        io::Write::write_all(&mut file, bytes)?;
        file.sync_all()?;
        fs::rename(&partial, path)
    };
    whole().with_context(|| format!("{} cannot be written", path.display()))
}

#[cfg(test)]
mod authority;
#[cfg(test)]
mod tests;
