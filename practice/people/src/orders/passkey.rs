//! Enrol a passkey, and take one away. The page needs a script for it, because only a browser can ask an
//! authenticator.

use crate::{
    ceremony::{self, Begun, Site},
    directory, factors, own,
    records::{
        factors::{self as records, By, Ceremony},
        persons, sessions,
    },
    words,
};
use kernel::{Done, Duty, Fact, PasskeyId, Phi, Refusal, Stop, Who};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::{Look, Work};

pub(super) const ENROL: &str = "enrol";

/// Begins to enrol a passkey.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginPasskey {
    #[serde(skip)]
    #[schemars(skip)]
    pub site: Option<Site>,
    #[serde(skip)]
    #[schemars(skip)]
    pub begun: Option<Begun>,
}

/// Options for the browser.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Options {
    /// Goes along with the browser's answer.
    pub ceremony: PasskeyId,
    /// What the browser's WebAuthn call takes: an object with `publicKey`.
    pub options: Value,
}

impl Order for BeginPasskey {
    const ACT: Act = Act {
        name: "people.begin-passkey",
        says: "Begin to enrol a passkey",
        path: "/me/passkeys/begin",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = Options;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let site = ceremony::site(self.site.as_ref())?;
        let Some(me) = look.person() else { return Ok(()) };
        let Some(me) = persons::by_id(look, me)? else { return Ok(()) };
        let known = records::passkeys(look, By::House, me.id)?;
        self.begun = Some(ceremony::begin_enrolment(site, me.id, &me.email, &me.name, &known)?);
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Options>, Stop> {
        let me = own::person(work)?;
        own::may_change_factors(work, &me)?;
        let begun = self.begun.as_ref().ok_or_else(|| Refusal::not_found("person"))?;
        let id: PasskeyId = work.id();
        let sealed = work.seal(me.org, &records::ceremony_about(id), &begun.state)?;
        let until = work.now().plus(ceremony::CEREMONY_LASTS);
        records::begin_own(work, &Ceremony { id, person: me.id, kind: ENROL, until }, sealed)?;
        let fact = Fact::new("people.passkey-begun", me.org).about(me.id).with("person", me.id);
        Ok(Done::new(fact, Options { ceremony: id, options: begun.options.clone() }))
    }
}

/// Enrols a passkey with the browser's answer.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishPasskey {
    /// From the beginning of the enrolment.
    pub ceremony: PasskeyId,
    /// What you call it, for instance "Blue key".
    pub name: String,
    /// The browser's answer.
    #[serde(serialize_with = "left_out")]
    pub credential: Value,
    #[serde(skip)]
    #[schemars(skip)]
    pub site: Option<Site>,
    #[serde(skip)]
    #[schemars(skip)]
    pub key: Option<String>,
}

/// A browser's answer is long and says nothing to a reader of the ledger.
pub(super) fn left_out<S: serde::Serializer>(_: &Value, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str("‹left out›")
}

/// A passkey that was added.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PasskeyAdded {
    pub passkey: PasskeyId,
    /// Ten codes for the day the key is lost, when you had none; shown once.
    pub recovery_codes: Vec<String>,
}

fn over() -> Refusal {
    Refusal::conflict("The time for this passkey is over. Begin again.")
}

impl Order for FinishPasskey {
    const ACT: Act = Act {
        name: "people.finish-passkey",
        says: "Enrol a passkey",
        path: "/me/passkeys/finish",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = PasskeyAdded;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let site = ceremony::site(self.site.as_ref())?.clone();
        let (org, person, sealed) = records::ceremony(look, self.ceremony, ENROL)?.ok_or_else(over)?;
        if look.person() != Some(person) {
            return Err(over().into());
        }
        let state = look.open(org, &records::ceremony_about(self.ceremony), &sealed)?;
        self.key = Some(ceremony::finish_enrolment(&site, &state, &self.credential)?);
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PasskeyAdded>, Stop> {
        let me = own::person(work)?;
        own::may_change_factors(work, &me)?;
        let name = words::line("name", &self.name)?;
        let key = self.key.as_deref().ok_or_else(over)?;
        if !records::end_own_ceremony(work, self.ceremony, me.id)? {
            return Err(over().into());
        }
        records::add_passkey(work, self.ceremony, me.id, &name, key)?;
        if let Who::Session { session, .. } = *work.who() {
            sessions::prove(work, me.id, session)?;
        }
        let none = records::codes_left(work, me.id)? == 0;
        let recovery_codes = if none { factors::new_codes(work, me.id)? } else { Vec::new() };
        let fact = Fact::new("people.passkey-added", me.org)
            .about(me.id)
            .about(self.ceremony)
            .with("person", me.id)
            .with("passkey", self.ceremony);
        Ok(Done::new(fact, PasskeyAdded { passkey: self.ceremony, recovery_codes }))
    }
}

/// Takes one of your passkeys away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndPasskey {
    pub passkey: PasskeyId,
}

impl Order for EndPasskey {
    const ACT: Act = Act {
        name: "people.end-passkey",
        says: "Take a passkey away",
        path: "/me/passkeys/{passkey}/end",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = super::OfPerson;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<super::OfPerson>, Stop> {
        let me = directory::caller(work)?;
        let me = persons::find(work, me)?.ok_or_else(|| Refusal::not_found("person"))?;
        own::may_change_factors(work, &me)?;
        if !records::end_passkey(work, self.passkey, me.id)? {
            return Err(Refusal::not_found("passkey").into());
        }
        let fact = Fact::new("people.passkey-ended", me.org)
            .about(me.id)
            .about(self.passkey)
            .with("person", me.id)
            .with("passkey", self.passkey);
        Ok(Done::new(fact, me.id.into()))
    }
}
