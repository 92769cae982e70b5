//! Signing in at the provider and coming back. The house keeps what it asked (state, nonce, verifier) for ten minutes
//! and uses it once; the server checks the provider's answer before this order is given, and what it found is the only
//! way in: a caller of the API cannot write it.

use super::records::{self, Settings};
use crate::records::persons::{self, Person, Sheet};
use crate::{Class, Proof, SignedIn, enter, factors, secret, secret::Secret, waits::Marks, words};
use kernel::{Done, Duty, Fact, IdentityProviderId, Moment, Phi, Refusal, Role, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// How long somebody may take at the provider.
const LASTS: Span = Span::minutes(10);

/// Begins to sign in with an identity provider.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginProviderSignIn {
    pub provider: IdentityProviderId,
    /// Where this workstation stands; it decides when it locks.
    pub class: Class,
    /// The page to go on to afterwards.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    pub next: Option<String>,
}

/// What is asked of the provider (RFC 6749, RFC 7636): each a text of 43 letters that nobody can guess.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BegunSignIn {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
    pub until: Moment,
}

/// What the house kept of a sign-in that was begun.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kept {
    pub provider: IdentityProviderId,
    pub nonce: String,
    pub verifier: String,
    pub class: Class,
    pub next: Option<String>,
}

/// Comes back from the provider. The session that stood open at this workstation ends.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishProviderSignIn {
    /// From the beginning.
    pub state: Secret,
    /// The cookie of the session that stands at this workstation, open or locked; it ends.
    #[serde(default)]
    pub leaving: Option<Secret>,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
    /// What the server found in the provider's signed answer.
    #[serde(skip)]
    #[schemars(skip)]
    pub claims: Option<Claims>,
}

/// What a provider says of somebody, once its signature, issuer, audience, time and nonce were checked.
#[derive(Debug, Clone)]
pub struct Claims {
    pub provider: IdentityProviderId,
    /// Who it is there: `sub`.
    pub subject: String,
    pub email: Option<String>,
    /// `email_verified`.
    pub email_verified: bool,
    pub name: Option<String>,
    /// The provider's own session: `sid`.
    pub sid: Option<String>,
    /// Whether `amr` names several factors (RFC 8176: `mfa`).
    pub multi_factor: bool,
}

/// A sign-in that was begun with this state. Runs as the house, before anybody is known.
///
/// # Errors
/// A fault of the store.
pub fn begun(look: &mut Look, state: &str) -> anyhow::Result<Option<Kept>> {
    let Some((_, kept)) = records::begun(look, secret::digest(state))? else { return Ok(None) };
    Ok(Some(serde_json::from_str(&kept)?))
}

impl Order for BeginProviderSignIn {
    const ACT: Act = Act {
        name: "people.begin-provider-sign-in",
        says: "Begin to sign in with an identity provider",
        path: "/people/provider-sign-in/begin",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    type Receipt = BegunSignIn;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<BegunSignIn>, Stop> {
        // Nobody is signed in yet.
        work.as_house(true);
        let settings = records::settings(work, self.provider)?;
        let settings = settings.ok_or_else(|| Refusal::not_found("identity provider"))?;
        let next = words::some_line("next", self.next.as_deref())?;
        let (state, digest) = secret::fresh(work.chance());
        let (nonce, _) = secret::fresh(work.chance());
        let (verifier, _) = secret::fresh(work.chance());
        let until = work.now().plus(LASTS);
        let kept = Kept {
            provider: self.provider,
            nonce: nonce.clone(),
            verifier: verifier.clone(),
            class: self.class,
            next,
        };
        let kept = serde_json::to_string(&kept).map_err(anyhow::Error::from)?;
        let sealed = work.seal(settings.org, &records::begun_about(self.provider), &kept)?;
        records::begin(work, &settings, digest, sealed, until)?;
        let fact = Fact::new("people.provider-asked", settings.org)
            .about(self.provider)
            .with("provider", self.provider);
        Ok(Done::new(fact, BegunSignIn { state, nonce, verifier, until }))
    }
}

impl Order for FinishProviderSignIn {
    const ACT: Act = Act {
        name: "people.finish-provider-sign-in",
        says: "Sign in with an identity provider",
        path: "/people/provider-sign-in/finish",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    type Receipt = SignedIn;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SignedIn>, Stop> {
        // Nobody is signed in yet: the provider's answer says who it is.
        work.as_house(true);
        let digest = secret::digest(self.state.reveal());
        let kept = begun(work, self.state.reveal())?;
        let first = records::use_begun(work, digest)?;
        let asked = kept.filter(|_| first);
        let claims = self.claims.as_ref();
        let (Some(kept), Some(claims)) =
            (asked, claims.filter(|c| !c.subject.is_empty() && c.subject.len() <= 255))
        else {
            return wrong(work, &self.place);
        };
        let settings = match records::settings(work, kept.provider)? {
            Some(settings) if settings.id == claims.provider => settings,
            _ => return wrong(work, &self.place),
        };
        let mut facts = Vec::new();
        let (person, known) = who(work, &settings, claims, &mut facts)?;
        let marks = Marks::of(work, &person.email, &self.place)?;
        marks.right(work)?;
        // Whoever comes with this account for the first time was recognized by an address and no more.
        let proven = known && settings.trusts_factors && claims.multi_factor;
        let way = enter::Way {
            class: kept.class,
            marks: &marks,
            second_factor: proven.then_some(Proof::Provider),
            half: !proven && factors::has_any(work, person.id)?,
            leaving: self.leaving.as_ref(),
        };
        let done = enter::enter(work, &person, &way)?;
        if let SignedIn::In { session, .. } = &done.receipt {
            records::opened(work, &settings, *session, &claims.subject, claims.sid.as_deref())?;
        }
        Ok(done.and_all(facts))
    }
}

fn wrong(work: &mut Work, place: &str) -> Result<Done<SignedIn>, Stop> {
    let marks = Marks::of(work, "", place)?;
    let (fact, retry_after_s) = enter::mistaken(work, &marks, None, "identity-provider")?;
    Ok(Done::new(fact, SignedIn::Wrong { retry_after_s }))
}

/// Who the subject is here, and whether they came with this account before: else it is somebody with the same checked
/// address, or somebody new. A provider never brings in anybody of another organization.
fn who(
    work: &mut Work,
    s: &Settings,
    claims: &Claims,
    facts: &mut Vec<Fact>,
) -> Result<(Person, bool), Stop> {
    if let Some(id) = records::known(work, s.id, &claims.subject)? {
        let person = persons::by_id(work, id)?.filter(|p| p.org == s.org && !p.ended());
        return Ok((person.ok_or_else(|| not_here(s))?, true));
    }
    let trusted = claims.email_verified || s.trusts_addresses;
    let email = claims.email.as_deref().map(words::lower).filter(|_| trusted);
    let email = email.ok_or_else(|| {
        let sentence = format!("{} does not say that it has checked your address.", s.name);
        Refusal::forbidden(sentence).remedy("Sign in with your password", Some("/sign-in".to_owned()))
    })?;
    let linked = |person: &Person| {
        Fact::new("people.identity-linked", s.org)
            .about(person.id)
            .about(s.id)
            .with("person", person.id)
            .with("provider", s.id)
    };
    if let Some(person) = persons::by_email(work, &email)? {
        if person.org != s.org || person.ended() {
            return Err(not_here(s));
        }
        records::link(work, s, &claims.subject, person.id)?;
        facts.push(linked(&person));
        return Ok((person, false));
    }
    if !s.admits {
        return Err(not_here(s));
    }
    let person = arrive(work, s, claims, &email)?;
    facts.push(
        Fact::new("people.person-arrived", s.org)
            .about(person.id)
            .about(s.id)
            .with("person", person.id)
            .with("provider", s.id)
            .with("roles", &person.roles),
    );
    facts.push(linked(&person));
    Ok((person, false))
}

fn not_here(s: &Settings) -> Stop {
    let sentence = format!("Nobody here is known by this account of {}.", s.name);
    Refusal::forbidden(sentence).remedy("Ask whoever manages people at your organization", None).into()
}

/// Somebody new: a reporter and no more until their roles were looked at.
fn arrive(work: &mut Work, s: &Settings, claims: &Claims, email: &str) -> Result<Person, Stop> {
    let email = words::email("email", email)?;
    let name = claims.name.as_deref().and_then(|n| words::line("name", n).ok());
    let sheet = Sheet {
        name: name.unwrap_or_else(|| email.clone()),
        email,
        title: None,
        location: None,
        department: None,
    };
    let id = work.id();
    work.at(Some(s.org));
    if !persons::claim(work, id, &sheet.email)? {
        return Err(not_here(s));
    }
    persons::add(work, id, &sheet, &[Role::Reporter])?;
    records::link(work, s, &claims.subject, id)?;
    records::arrive(work, s, id)?;
    let person = persons::by_id(work, id)?;
    Ok(person.ok_or_else(|| anyhow::anyhow!("{id} was added and is not there"))?)
}
