//! Passkeys: the browser and its authenticator prove that the same key is there that was enrolled, bound to
//! this house's own address, so that no other site can ask for it. The cryptography is done before the
//! transaction.

use crate::records::factors::Key;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use kernel::{Id, PersonId, Refusal, Span, Stop};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use store::Look;
use webauthn_rs::prelude::{
    AuthenticationResult, Passkey, PasskeyAuthentication, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Url, Webauthn, WebauthnBuilder,
};

/// How long a ceremony may take.
pub(crate) const CEREMONY_LASTS: Span = Span::minutes(5);
/// The most passkeys of one person.
pub(crate) const MOST_PASSKEYS: usize = 20;

/// Where the house is reached; the server fills it in, never a caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// For instance `https://desk.harborlight.example`.
    pub origin: String,
    /// The host to which passkeys are bound, for instance `desk.harborlight.example`.
    pub rp: String,
}

pub(crate) fn site(site: Option<&Site>) -> Result<&Site, Stop> {
    site.ok_or_else(|| Refusal::conflict("A passkey is used in a browser, on a page of this house.").into())
}

fn webauthn(site: &Site) -> Result<Webauthn, Stop> {
    let no = || Refusal::conflict("Passkeys need a host name: open this house by its name, not by a number.");
    let origin = Url::parse(&site.origin).map_err(|_| no())?;
    let builder = WebauthnBuilder::new(&site.rp, &origin).map_err(|_| no())?;
    builder.rp_name("Orderly").build().map_err(|_| no().into())
}

fn written<T: serde::Serialize>(value: &T) -> Result<String, Stop> {
    serde_json::to_string(value).map_err(|e| anyhow::anyhow!("a passkey cannot be written: {e}").into())
}

fn kept<T: DeserializeOwned>(text: &str) -> Result<T, Stop> {
    serde_json::from_str(text).map_err(|e| anyhow::anyhow!("a kept passkey cannot be read: {e}").into())
}

/// What a browser sent, read as a credential.
fn sent<T: DeserializeOwned>(value: &Value) -> Result<T, Stop> {
    serde_json::from_value(value.clone())
        .map_err(|_| Refusal::invalid("credential", "The browser's answer cannot be read.").into())
}

fn failed() -> Refusal {
    Refusal::invalid("credential", "The passkey could not be verified. Begin again.")
}

/// Options for the browser, and the state to keep until it answers.
#[derive(Debug, Clone)]
pub struct Begun {
    pub(crate) options: Value,
    pub(crate) state: String,
}

pub(crate) fn begin_enrolment(
    at: &Site,
    person: PersonId,
    email: &str,
    name: &str,
    known: &[Key],
) -> Result<Begun, Stop> {
    if known.len() >= MOST_PASSKEYS {
        return Err(Refusal::conflict("You have 20 passkeys. Take one away first.").into());
    }
    let known = passkeys(known)?.iter().map(|k| k.cred_id().clone()).collect();
    let (options, state) = webauthn(at)?
        .start_passkey_registration(person.uuid(), email, name, Some(known))
        .map_err(|e| anyhow::anyhow!("a passkey enrolment cannot begin: {e}"))?;
    Ok(Begun { options: json!(options), state: written(&state)? })
}

/// The passkey to keep.
pub(crate) fn finish_enrolment(at: &Site, state: &str, credential: &Value) -> Result<String, Stop> {
    let state: PasskeyRegistration = kept(state)?;
    let credential: RegisterPublicKeyCredential = sent(credential)?;
    let key = webauthn(at)?.finish_passkey_registration(&credential, &state).map_err(|_| failed())?;
    written(&key)
}

pub(crate) fn begin_proof(at: &Site, known: &[Key]) -> Result<Begun, Stop> {
    let (options, state) = webauthn(at)?
        .start_passkey_authentication(&passkeys(known)?)
        .map_err(|e| anyhow::anyhow!("a passkey proof cannot begin: {e}"))?;
    Ok(Begun { options: json!(options), state: written(&state)? })
}

/// Which of the known passkeys it was, with its counter moved on; nothing when the proof does not hold.
pub(crate) fn finish_proof(
    at: &Site,
    state: &str,
    credential: &Value,
    known: &[Key],
) -> Result<Option<(kernel::PasskeyId, String)>, Stop> {
    let state: PasskeyAuthentication = kept(state)?;
    let credential: PublicKeyCredential = sent(credential)?;
    let Ok(proof) = webauthn(at)?.finish_passkey_authentication(&credential, &state) else { return Ok(None) };
    if !proof.user_verified() {
        return Ok(None);
    }
    used(&proof, known)
}

fn used(proof: &AuthenticationResult, known: &[Key]) -> Result<Option<(kernel::PasskeyId, String)>, Stop> {
    for key in known {
        let mut passkey: Passkey = kept(&key.credential)?;
        if passkey.update_credential(proof).is_some() {
            return Ok(Some((key.id, written(&passkey)?)));
        }
    }
    Ok(None)
}

fn passkeys(known: &[Key]) -> Result<Vec<Passkey>, Stop> {
    known.iter().map(|key| kept(&key.credential)).collect()
}

/// Options for an address that has no passkey: they look like any others, and always the same for one
/// address, so that nobody learns from them who is here.
pub(crate) fn decoy(look: &mut Look, at: &Site, email: &str) -> Result<Value, Stop> {
    webauthn(at)?;
    let id = crate::secret::digest(&look.commitment(None, &format!("no-passkey\n{email}"))?);
    let now = look.now();
    let challenge = crate::secret::digest(&look.commitment(None, &format!("no-challenge\n{email}\n{now}"))?);
    Ok(json!({ "publicKey": {
        "challenge": URL_SAFE_NO_PAD.encode(challenge), "timeout": 300_000, "rpId": at.rp,
        "allowCredentials": [ { "type": "public-key", "id": URL_SAFE_NO_PAD.encode(id) } ],
        "userVerification": "required",
    } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_site_has_a_name() {
        let site = |origin: &str, rp: &str| webauthn(&Site { origin: origin.into(), rp: rp.into() });
        assert!(site("http://localhost:8080", "localhost").is_ok());
        assert!(site("https://desk.clinic.example", "clinic.example").is_ok());
        assert!(site("https://desk.clinic.example", "other.example").is_err());
        assert!(site("http://127.0.0.1:8080", "127.0.0.1").is_err());
        assert!(site("not an address", "localhost").is_err());
    }

    #[test]
    fn an_enrolment_begins_and_a_foreign_answer_ends_it() {
        let at = Site { origin: "http://localhost:8080".into(), rp: "localhost".into() };
        let person = PersonId::new(kernel::Moment::from_micros(0), [1; 10]);
        let begun = begin_enrolment(&at, person, "ana@clinic.example", "Ana Ruiz", &[]).unwrap();
        assert_eq!(begun.options["publicKey"]["rp"]["id"], "localhost");
        assert!(finish_enrolment(&at, &begun.state, &json!({ "id": "x" })).is_err());
    }
}
