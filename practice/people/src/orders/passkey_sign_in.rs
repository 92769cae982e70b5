//! Sign in with a passkey, or unlock with it: one touch, and it is both factors at once, because the
//! authenticator asks for a finger or a number itself.

use super::passkey::{Options, left_out};
use crate::{
    Class, Proof, SignedIn,
    ceremony::{self, Begun, Site},
    enter,
    records::{
        factors::{self as records, By, Ceremony},
        persons,
    },
    secret::Secret,
    waits::Marks,
    words,
};
use kernel::{Done, Duty, Fact, OrgId, PasskeyId, PersonId, Phi, Private, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Look, Work};

const SIGN_IN: &str = "sign-in";

/// Begins to sign in with a passkey.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginPasskeySignIn {
    /// Your address.
    pub email: Private,
    #[serde(skip)]
    #[schemars(skip)]
    pub site: Option<Site>,
    #[serde(skip)]
    #[schemars(skip)]
    pub begun: Option<Prepared>,
}

/// What was worked out before the transaction.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// Somebody with passkeys.
    Known { org: OrgId, person: PersonId, begun: Begun },
    /// Nobody, or nobody with a passkey; it looks the same.
    Unknown(Value),
}

impl Order for BeginPasskeySignIn {
    const ACT: Act = Act {
        name: "people.begin-passkey-sign-in",
        says: "Begin to sign in with a passkey",
        path: "/people/passkey-sign-in/begin",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = Options;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let site = ceremony::site(self.site.as_ref())?.clone();
        let email = words::lower(self.email.reveal());
        let person = persons::by_email(look, &email)?.filter(|p| p.state == "active");
        let keys = match &person {
            Some(person) => records::passkeys(look, By::House, person.id)?,
            None => Vec::new(),
        };
        self.begun = Some(match person.filter(|_| !keys.is_empty()) {
            Some(p) => {
                Prepared::Known { org: p.org, person: p.id, begun: ceremony::begin_proof(&site, &keys)? }
            }
            None => Prepared::Unknown(ceremony::decoy(look, &site, &email)?),
        });
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Options>, Stop> {
        // Nobody is signed in yet.
        work.as_house(true);
        let id: PasskeyId = work.id();
        let until = work.now().plus(ceremony::CEREMONY_LASTS);
        match &self.begun {
            Some(Prepared::Known { org, person, begun }) => {
                let sealed = work.seal(*org, &records::ceremony_about(id), &begun.state)?;
                records::begin(work, *org, &Ceremony { id, person: *person, kind: SIGN_IN, until }, sealed)?;
                let fact = Fact::new("people.passkey-asked-for", *org).about(*person).with("person", *person);
                Ok(Done::new(fact, Options { ceremony: id, options: begun.options.clone() }))
            }
            Some(Prepared::Unknown(options)) => {
                let fact = Fact::new("people.passkey-asked-for", None);
                Ok(Done::new(fact, Options { ceremony: id, options: options.clone() }))
            }
            None => Err(anyhow::anyhow!("a passkey sign-in was not prepared").into()),
        }
    }
}

/// Signs in with the browser's answer. The session that stood open at this workstation ends.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishPasskeySignIn {
    /// From the beginning.
    pub ceremony: PasskeyId,
    /// The browser's answer.
    #[serde(serialize_with = "left_out")]
    pub credential: Value,
    /// Where this workstation stands; it decides when it locks.
    pub class: Class,
    /// The cookie of the session that stands at this workstation, open or locked; it ends.
    #[serde(default)]
    pub leaving: Option<Secret>,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
    #[serde(skip)]
    #[schemars(skip)]
    pub site: Option<Site>,
    #[serde(skip)]
    #[schemars(skip)]
    pub proven: Option<Proven>,
}

/// A passkey that was proven.
#[derive(Debug, Clone)]
pub struct Proven {
    person: PersonId,
    key: PasskeyId,
    credential: String,
}

impl Order for FinishPasskeySignIn {
    const ACT: Act = Act {
        name: "people.finish-passkey-sign-in",
        says: "Sign in with a passkey",
        path: "/people/passkey-sign-in/finish",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = SignedIn;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn sent_from(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let site = ceremony::site(self.site.as_ref())?.clone();
        let Some((org, person, sealed)) = records::ceremony(look, self.ceremony, SIGN_IN)? else {
            return Ok(());
        };
        let state = look.open(org, &records::ceremony_about(self.ceremony), &sealed)?;
        let keys = records::passkeys(look, By::House, person)?;
        let proof = ceremony::finish_proof(&site, &state, &self.credential, &keys)?;
        self.proven = proof.map(|(key, credential)| Proven { person, key, credential });
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SignedIn>, Stop> {
        // Nobody is signed in yet: the key says who it is.
        work.as_house(true);
        let first = records::end_ceremony(work, self.ceremony)?;
        let person = match self.proven.as_ref().filter(|_| first) {
            Some(proven) => persons::by_id(work, proven.person)?.filter(|p| p.state == "active"),
            None => None,
        };
        let (Some(person), Some(proven)) = (person, &self.proven) else {
            let marks = Marks::of(work, "", &self.place)?;
            let (fact, retry_after_s) = enter::mistaken(work, &marks, None, "passkey")?;
            return Ok(Done::new(fact, SignedIn::Wrong { retry_after_s }));
        };
        if !records::use_passkey(work, proven.key, person.id, &proven.credential)? {
            return Err(kernel::Refusal::conflict("This passkey was taken away.").into());
        }
        let marks = Marks::of(work, &person.email, &self.place)?;
        marks.right(work)?;
        let way = enter::Way {
            class: self.class,
            marks: &marks,
            second_factor: Some(Proof::Passkey),
            half: false,
            leaving: self.leaving.as_ref(),
        };
        enter::enter(work, &person, &way)
    }
}
