//! Logout tokens (OpenID Connect Back-Channel Logout 1.0, section 2.6): the signature, the issuer, the audience, the
//! age, the event, and that it is no ID token in disguise.

use super::Oidc;
use anyhow::{Context, anyhow, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::Moment;
use openidconnect::core::{CoreJsonWebKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKey, JsonWebKeyUse};
use people::{LogoutClaims, Settings};
use serde::Deserialize;
use serde_json::Value;

/// The longest token that is looked at, in bytes.
const LONGEST: usize = 16 * 1024;
/// How old a token may be, and how far ahead its clock, in seconds.
const SKEW_S: i64 = 300;
/// The event that a logout token names.
const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: Option<String>,
}

/// What a logout token says, once it was verified. Blocks.
///
/// # Errors
/// A sentence that says what is wrong with it.
pub fn logout(oidc: &Oidc, s: &Settings, text: &str, now: Moment) -> anyhow::Result<LogoutClaims> {
    ensure!(text.len() <= LONGEST, "the token is longer than {LONGEST} bytes");
    let metadata = oidc.metadata(s)?;
    let keys = metadata.jwks().keys();
    let verified = verify(text, keys);
    // Only a name that is not among the keys says that the provider may have new ones.
    if verified.is_err() && names_a_new_key(text, keys) {
        oidc.forget(s.id);
    }
    claims(&verified?, &s.issuer, &s.client_id, now)
}

fn head(text: &str) -> anyhow::Result<Header> {
    let (header, _) = text.split_once('.').context("a token has three parts")?;
    serde_json::from_slice(&decoded(header)?).context("the token's head")
}

/// Whether a token names a key that is not among these.
fn names_a_new_key(text: &str, keys: &[CoreJsonWebKey]) -> bool {
    let named = head(text).ok().and_then(|header| header.kid);
    named.is_some_and(|kid| !keys.iter().any(|key| key.key_id().is_some_and(|id| id.as_str() == kid)))
}

/// The payload of a token whose signature one of the provider's keys made. A symmetric algorithm is never taken: its key
/// would be the client secret.
fn verify(text: &str, keys: &[CoreJsonWebKey]) -> anyhow::Result<Value> {
    let (signed, signature) = text.rsplit_once('.').context("a token has three parts")?;
    let header = head(signed)?;
    use CoreJwsSigningAlgorithm as Alg;
    let symmetric = matches!(header.alg, Alg::HmacSha256 | Alg::HmacSha384 | Alg::HmacSha512 | Alg::None);
    ensure!(!symmetric, "the token is signed with a shared secret or with nothing");
    let signature = decoded(signature)?;
    let fits = |key: &&CoreJsonWebKey| {
        let named = header.kid.as_deref().is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid));
        named && key.key_use().is_none_or(|r#use| r#use.allows_signature())
    };
    let held = keys.iter().filter(fits);
    held.map(|key| key.verify_signature(&header.alg, signed.as_bytes(), &signature))
        .find(Result::is_ok)
        .ok_or_else(|| anyhow!("no key of the provider made the signature"))?
        .map_err(|e| anyhow!("{e}"))?;
    payload(text)
}

/// The middle part of a token as JSON.
pub(super) fn payload(text: &str) -> anyhow::Result<Value> {
    let middle = text.split('.').nth(1).context("a token has three parts")?;
    serde_json::from_slice(&decoded(middle)?).context("the token's content")
}

fn decoded(part: &str) -> anyhow::Result<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| anyhow!("a part of the token is not base64url"))
}

/// What the payload says, when all of it holds.
fn claims(payload: &Value, issuer: &str, client_id: &str, now: Moment) -> anyhow::Result<LogoutClaims> {
    let text = |key: &str| payload.get(key).and_then(Value::as_str);
    ensure!(text("iss") == Some(issuer), "the token is of another issuer");
    let audience = match payload.get("aud") {
        Some(Value::String(one)) => one == client_id,
        Some(Value::Array(all)) => all.iter().any(|one| one.as_str() == Some(client_id)),
        _ => false,
    };
    ensure!(audience, "the token is for somebody else");
    let second = |key: &str| payload.get(key).and_then(Value::as_i64);
    let now_s = now.micros().div_euclid(1_000_000);
    let issued = second("iat").context("the token does not say when it was made")?;
    ensure!(issued.abs_diff(now_s) <= SKEW_S.unsigned_abs(), "the token is older than five minutes");
    ensure!(second("exp").is_none_or(|at| at.saturating_add(SKEW_S) > now_s), "the token's time is over");
    ensure!(
        payload.pointer("/events").and_then(|e| e.get(EVENT)).is_some_and(Value::is_object),
        "it is no logout token"
    );
    ensure!(payload.get("nonce").is_none(), "a logout token holds no nonce");
    let jti = text("jti")
        .filter(|t| !t.is_empty() && t.len() <= 255)
        .context("the token has no name of its own")?;
    let named = |key: &str| text(key).filter(|t| !t.is_empty() && t.len() <= 255).map(str::to_owned);
    let (subject, sid) = (named("sub"), named("sid"));
    ensure!(subject.is_some() || sid.is_some(), "the token names neither a person nor a session");
    Ok(LogoutClaims { jti: jti.to_owned(), subject, sid })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ed25519_dalek::{Signer, SigningKey};
    use serde_json::json;

    const NOW_S: i64 = 1_800_000_000;

    fn token(key: &SigningKey, header: &Value, payload: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(payload));
        let signature = key.sign(signed.as_bytes()).to_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn right() -> Value {
        json!({ "iss": "https://id.example", "aud": ["other", "orderly"], "iat": NOW_S, "jti": "a1", "sub": "nora",
                "events": { EVENT: {} } })
    }

    fn keys(key: &SigningKey) -> Vec<CoreJsonWebKey> {
        let x = URL_SAFE_NO_PAD.encode(key.verifying_key().to_bytes());
        let jwk = json!({ "kty": "OKP", "crv": "Ed25519", "use": "sig", "kid": "k1", "x": x });
        vec![serde_json::from_value(jwk).unwrap()]
    }

    fn read(text: &str, keys: &[CoreJsonWebKey]) -> anyhow::Result<LogoutClaims> {
        claims(&verify(text, keys)?, "https://id.example", "orderly", Moment::from_micros(NOW_S * 1_000_000))
    }

    #[test]
    fn a_token_of_the_provider_is_taken_and_every_other_one_refused_with_the_reason() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let (head, keys) = (json!({ "alg": "EdDSA", "kid": "k1" }), keys(&key));
        let found = read(&token(&key, &head, &right()), &keys).unwrap();
        assert_eq!((found.jti.as_str(), found.subject.as_deref()), ("a1", Some("nora")));
        let other = SigningKey::from_bytes(&[8; 32]);
        let wrong = |text: &str, says: &str| {
            let told = format!("{:#}", read(text, &keys).unwrap_err());
            assert!(told.contains(says), "{told}");
        };
        wrong(&token(&other, &head, &right()), "no key");
        wrong(&token(&key, &json!({ "alg": "EdDSA", "kid": "k2" }), &right()), "no key");
        wrong(&token(&key, &json!({ "alg": "HS256" }), &right()), "shared secret");
        wrong(&token(&key, &json!({ "alg": "none" }), &right()), "shared secret");
        wrong("a.b", "three parts");
        wrong("é.b.c", "base64url");
        for (field, value, says) in [
            ("iss", json!("https://evil.example"), "another issuer"),
            ("aud", json!("other"), "somebody else"),
            ("iat", json!(NOW_S - 301), "older than five"),
            ("iat", json!(i64::MIN), "older than five"),
            ("exp", json!(NOW_S - 600), "time is over"),
            ("events", json!({}), "no logout token"),
            ("nonce", json!("n"), "no nonce"),
            ("jti", json!(""), "name of its own"),
            ("sub", json!(""), "neither"),
        ] {
            let mut payload = right();
            payload[field] = value;
            wrong(&token(&key, &head, &payload), says);
        }
    }

    #[test]
    fn junk_under_a_known_name_or_none_does_not_make_the_keys_forgotten() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let keys = keys(&key);
        let new = |head: Value| names_a_new_key(&token(&key, &head, &right()), &keys);
        assert!(new(json!({ "alg": "EdDSA", "kid": "k2" })));
        assert!(!new(json!({ "alg": "EdDSA", "kid": "k1" })) && !new(json!({ "alg": "EdDSA" })));
        assert!(!names_a_new_key("junk", &keys) && !names_a_new_key("", &keys));
    }
}
