//! The house as a relying party of OpenID Connect: what a provider can do, where to send somebody, and what came back.
//! It asks the network, so it stands here at the edge; what follows from an answer is decided by the people slice.

mod token;

pub use token::logout;

use anyhow::{Context, anyhow, ensure};
use axum::http::Uri;
use kernel::IdentityProviderId;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreProviderMetadata, CoreUserInfoClaims,
};
use openidconnect::{
    AccessToken, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, Scope, SubjectIdentifier, TokenResponse,
};
use parking_lot::Mutex;
use people::{BegunSignIn, Claims, Kept, Settings};
use std::collections::HashMap;
use std::io::{Error, Read};
use std::sync::Arc;
use std::time::{Duration, Instant};
use ureq::{Agent, tls::TlsConfig};

/// How long a provider may take for everything: name, line, answer.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The longest answer that is read.
const MOST_BYTES: u64 = 1024 * 1024;
/// For how long what a provider can do is not asked again.
const KNOWN_FOR: Duration = Duration::from_secs(300);
/// For how long it is not asked again either when it seems to have new keys.
const KEPT_AT_LEAST: Duration = Duration::from_secs(60);

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// See the module. One for the whole program.
pub struct Oidc {
    agent: Agent,
    known: Mutex<HashMap<IdentityProviderId, (Instant, Arc<CoreProviderMetadata>)>>,
}

impl Default for Oidc {
    fn default() -> Self {
        let crypto = Arc::new(rustls::crypto::ring::default_provider());
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .http_status_as_error(false)
            // What a provider says of itself is at its own address; it leads nowhere else.
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(None)
            .user_agent(concat!("Orderly/", env!("CARGO_PKG_VERSION")))
            .tls_config(TlsConfig::builder().unversioned_rustls_crypto_provider(crypto).build())
            .build();
        Self { agent: config.new_agent(), known: Mutex::default() }
    }
}

impl Oidc {
    /// Asks a provider; never at an address that is not safe for its issuer, whatever the provider says of itself.
    fn send(&self, issuer: &str, request: HttpRequest) -> Result<HttpResponse, Error> {
        if !safe(issuer, &request.uri().to_string()) {
            return Err(Error::other(format!("{} is no safe address", request.uri())));
        }
        let (parts, body) = self.agent.run(request).map_err(Error::other)?.into_parts();
        let mut bytes = Vec::new();
        body.into_reader().take(MOST_BYTES + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Error::other("the provider's answer is longer than a megabyte"));
        }
        Ok(HttpResponse::from_parts(parts, bytes))
    }

    /// What the provider can do, with its keys. Blocks.
    fn metadata(&self, s: &Settings) -> anyhow::Result<Arc<CoreProviderMetadata>> {
        let now = Instant::now();
        if let Some((at, known)) = self.known.lock().get(&s.id)
            && now.duration_since(*at) < KNOWN_FOR
            && known.issuer().as_str() == s.issuer
        {
            return Ok(known.clone());
        }
        let issuer = IssuerUrl::new(s.issuer.clone()).context("the issuer's address")?;
        let found = CoreProviderMetadata::discover(&issuer, &|request| self.send(&s.issuer, request));
        let found = Arc::new(found.map_err(|e| anyhow!("the provider cannot be asked: {}", chain(&e)))?);
        let token = found.token_endpoint().map(|at| at.as_str());
        let user_info = found.userinfo_endpoint().map(|at| at.as_str());
        let here = [found.authorization_endpoint().as_str(), found.jwks_uri().as_str()];
        for at in here.into_iter().chain(token).chain(user_info) {
            ensure!(safe(&s.issuer, at), "the provider names {at}, which is no safe address");
        }
        let mut known = self.known.lock();
        known.retain(|_, (at, _)| now.duration_since(*at) < KNOWN_FOR);
        known.insert(s.id, (now, found.clone()));
        Ok(found)
    }

    /// Forgets the provider's keys, when something signed by it could not be verified: it may have new ones. Those that
    /// came within a minute stay, so that junk does not make the house ask again and again.
    fn forget(&self, provider: IdentityProviderId) {
        let now = Instant::now();
        self.known.lock().retain(|id, (at, _)| *id != provider || now.duration_since(*at) < KEPT_AT_LEAST);
    }

    fn client(&self, s: &Settings, back: &str) -> anyhow::Result<Client> {
        let metadata = (*self.metadata(s)?).clone();
        let (id, secret) = (ClientId::new(s.client_id.clone()), ClientSecret::new(s.client_secret.clone()));
        let back = RedirectUrl::new(back.to_owned()).context("this house's own address")?;
        Ok(CoreClient::from_provider_metadata(metadata, id, Some(secret)).set_redirect_uri(back))
    }

    /// The address at the provider to which somebody is sent. Blocks.
    ///
    /// # Errors
    /// When the provider cannot be asked, or says of itself what cannot be read.
    pub fn asks_at(&self, s: &Settings, begun: &BegunSignIn, back: &str) -> anyhow::Result<String> {
        let client = self.client(s, back)?;
        let verifier = PkceCodeVerifier::new(begun.verifier.clone());
        let (state, nonce) = (begun.state.clone(), begun.nonce.clone());
        let asked = client.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            move || CsrfToken::new(state),
            move || Nonce::new(nonce),
        );
        let (url, _, _) = asked
            .add_scope(Scope::new("email".to_owned()))
            .add_scope(Scope::new("profile".to_owned()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier))
            .url();
        Ok(url.to_string())
    }

    /// Who came back, once signature, issuer, audience, time and nonce were checked. Blocks.
    ///
    /// # Errors
    /// When the provider cannot be asked, or its answer does not hold.
    pub fn came_back(&self, s: &Settings, kept: &Kept, code: &str, back: &str) -> anyhow::Result<Claims> {
        let client = self.client(s, back)?;
        let http = |request| self.send(&s.issuer, request);
        let tokens = client
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .context("the provider names no token endpoint")?
            .set_pkce_verifier(PkceCodeVerifier::new(kept.verifier.clone()))
            .request(&http)
            .map_err(|e| anyhow!("the code was not taken: {}", chain(&e)))?;
        let token = tokens.id_token().context("the provider sent no ID token")?;
        let nonce = Nonce::new(kept.nonce.clone());
        let claims = token.claims(&client.id_token_verifier(), &nonce).map_err(|e| {
            self.forget(s.id);
            anyhow!("the ID token does not hold: {}", chain(&e))
        })?;
        let mut who = Claims {
            provider: s.id,
            subject: claims.subject().to_string(),
            email: claims.email().map(|e| e.to_string()),
            email_verified: claims.email_verified().unwrap_or(false),
            name: claims.name().and_then(|n| n.get(None)).map(|n| n.to_string()),
            sid: sid_of(token),
            multi_factor: claims
                .auth_method_refs()
                .is_some_and(|all| all.iter().any(|m| m.as_str() == "mfa")),
        };
        if who.email.is_none()
            && let Some(more) = self.asked_further(s, &client, tokens.access_token(), claims.subject())?
        {
            who.email = more.email().map(|e| e.to_string());
            who.email_verified = more.email_verified().unwrap_or(false);
            who.name = who.name.or_else(|| more.name().and_then(|n| n.get(None)).map(|n| n.to_string()));
        }
        Ok(who)
    }

    /// What the UserInfo endpoint says of the same subject; nothing when the provider has none.
    fn asked_further(
        &self,
        s: &Settings,
        client: &Client,
        access: &AccessToken,
        subject: &SubjectIdentifier,
    ) -> anyhow::Result<Option<CoreUserInfoClaims>> {
        let Ok(request) = client.user_info(access.clone(), Some(subject.clone())) else { return Ok(None) };
        let told = request.request(&|request| self.send(&s.issuer, request));
        told.map(Some).map_err(|e| anyhow!("the provider does not say who it is: {}", chain(&e)))
    }
}

/// Whether a provider may be asked at an address: by https; and when its issuer is on this machine by plain http, at
/// the issuer's own host and port.
fn safe(issuer: &str, address: &str) -> bool {
    let (Ok(issuer), Ok(address)) = (issuer.parse::<Uri>(), address.parse::<Uri>()) else { return false };
    let at = |uri: &Uri| (uri.host().map(str::to_ascii_lowercase), uri.port_u16().unwrap_or(80));
    match issuer.scheme_str() {
        Some("http") => address.scheme_str() == Some("http") && at(&issuer) == at(&address),
        _ => address.scheme_str() == Some("https"),
    }
}

/// The provider's own session in a token that was verified (OpenID Connect Front-Channel Logout 1.0, section 3).
fn sid_of(token: &CoreIdToken) -> Option<String> {
    let payload = token::payload(&token.to_string()).ok()?;
    payload.get("sid").and_then(serde_json::Value::as_str).map(str::to_owned)
}

/// An error with its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut told = error.to_string();
    let mut at = error.source();
    while let Some(cause) = at {
        told = format!("{told}: {cause}");
        at = cause.source();
    }
    told
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_provider_is_asked_by_https_or_where_its_issuer_stands_on_this_machine() {
        for (issuer, address) in [
            ("https://id.example", "https://login.example/token"),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000/token"),
            ("http://localhost/op", "http://localhost:80/jwks"),
        ] {
            assert!(safe(issuer, address), "{issuer} {address}");
        }
        for (issuer, address) in [
            ("https://id.example", "http://id.example/token"),
            ("https://id.example", "http://169.254.169.254/latest"),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4001/token"),
            ("http://localhost:4000", "http://intranet.example:4000/token"),
            ("https://id.example", "javascript:alert(1)"),
            ("https://id.example", ""),
        ] {
            assert!(!safe(issuer, address), "{issuer} {address}");
        }
    }
}
