//! Unlock a session: the fast way back at a ward station, with the password or the code alone. A session
//! whose second factor was never shown opens only with that.

use crate::{
    Stand, directory, enter, factors, password,
    records::{
        factors::By,
        persons,
        sessions::{self, Found},
    },
    secret::Secret,
    waits::Marks,
};
use kernel::{Done, Duty, Fact, Phi, Refusal, SessionId, Status, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Unlocks the session behind a cookie.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unlock {
    /// The cookie of the session.
    pub session: Secret,
    #[serde(default)]
    pub password: Option<Secret>,
    /// The six digits of your authenticator, or a recovery code.
    #[serde(default)]
    pub code: Option<Secret>,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
    /// The hash against which the password was right.
    #[serde(skip)]
    #[schemars(skip)]
    pub right: Option<Secret>,
}

/// How unlocking ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum Unlocked {
    Open {
        session: SessionId,
        second_factor: bool,
    },
    Wrong {
        /// Seconds until the next attempt is looked at.
        retry_after_s: u32,
    },
}

fn over() -> Refusal {
    Refusal::new(Status::SignIn, "This session is over. Sign in again; your drafts are kept.")
        .remedy("Sign in", Some("/sign-in".to_owned()))
}

fn second_missing(look: &mut Look, found: &Found) -> Result<bool, Stop> {
    Ok(!found.second_factor && factors::has_any(look, found.person)?)
}

impl Unlock {
    /// Codes that are guessed after a stolen password count with the account, however many sessions are begun
    /// for it. Otherwise the mistakes of others at this place keep nobody from their own session.
    fn marks(&self, look: &mut Look, found: &Found, missing: bool) -> Result<Marks, Stop> {
        if missing {
            Marks::of(look, &found.email, &self.place)
        } else {
            Marks::within(look, &found.id.to_string(), &self.place)
        }
    }
}

impl Order for Unlock {
    const ACT: Act = Act {
        name: "people.unlock",
        says: "Unlock a session",
        path: "/people/unlock",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = Unlocked;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn sent_from(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let now = look.now();
        let found = directory::found_by(look, &self.session)?.filter(|f| f.stand(now) != Stand::Ended);
        let found = found.ok_or_else(over)?;
        let missing = second_missing(look, &found)?;
        self.marks(look, &found, missing)?.refuse_early(look, true)?;
        let Some(given) = self.password.as_ref().filter(|p| !p.is_blank()) else { return Ok(()) };
        let hash = persons::by_id(look, found.person)?.and_then(|p| p.password);
        let right = password::verify(hash.as_deref(), given);
        self.right = hash.filter(|_| right).map(Secret::new);
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Unlocked>, Stop> {
        // The caller of a locked session is nobody until it is unlocked; the cookie says which one it is.
        work.as_house(true);
        let now = work.now();
        let found = directory::found_by(work, &self.session)?.ok_or_else(over)?;
        if found.stand(now) == Stand::Ended {
            return Err(over().into());
        }
        let person = persons::by_id(work, found.person)?.ok_or_else(over)?;
        let missing = second_missing(work, &found)?;
        let marks = self.marks(work, &found, missing)?;
        marks.refuse_early(work, true)?;
        let code = self.code.as_ref().filter(|c| !c.is_blank());
        let by_code = match code {
            Some(code) => factors::use_code(work, By::House, person.org, person.id, code)?,
            None => None,
        };
        let known = person.password.as_deref();
        let by_password =
            code.is_none() && self.right.as_ref().is_some_and(|hash| Some(hash.reveal()) == known);
        if by_code.is_none() && (!by_password || missing) {
            if by_password {
                return Err(Refusal::invalid("code", "The code of your second factor is needed.").into());
            }
            let how = if code.is_some() { "code" } else { "password" };
            let (fact, retry_after_s) = enter::mistaken(work, &marks, Some(&person), how)?;
            return Ok(Done::new(fact, Unlocked::Wrong { retry_after_s }));
        }
        marks.right(work)?;
        let second_factor = found.second_factor || by_code.is_some();
        sessions::unlock(work, found.id, second_factor)?;
        let fact = Fact::new("people.session-unlocked", found.org)
            .about(person.id)
            .about(found.id)
            .with("person", person.id)
            .with("session", found.id)
            .with("with", by_code.unwrap_or(factors::Proof::Password));
        Ok(Done::new(fact, Unlocked::Open { session: found.id, second_factor }))
    }
}
