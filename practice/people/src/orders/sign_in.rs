//! Sign in with address and password, and with the code of the second factor where there is one. The same
//! order switches the person at a shared ward station in one step: the session that stood open there ends.

use crate::{
    Class, enter, factors, password,
    records::{factors::By, persons},
    secret::Secret,
    waits::Marks,
    words,
};
use kernel::{Done, Duty, Moment, PersonId, Phi, Private, SessionId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Signs somebody in. What was wrong is never said.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// Your address.
    pub email: Private,
    pub password: Secret,
    /// Where this workstation stands; it decides when it locks.
    pub class: Class,
    /// The six digits of your authenticator, or a recovery code.
    #[serde(default)]
    pub code: Option<Secret>,
    /// The cookie of the session that stands open at this workstation; it ends.
    #[serde(default)]
    pub leaving: Option<Secret>,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
    #[serde(skip)]
    #[schemars(skip)]
    pub found: Option<Found>,
}

/// What was found before the transaction: whose hash it was, and whether the password belongs to it.
#[derive(Debug, Clone)]
pub struct Found {
    pub(crate) person: PersonId,
    pub(crate) hash: Secret,
    pub(crate) right: bool,
}

/// How signing in ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(tag = "result", rename_all = "kebab-case")]
pub enum SignedIn {
    In {
        session: SessionId,
        /// The value of the cookie; shown once.
        cookie: String,
        second_factor: bool,
        /// The session is locked until the second factor is shown (`people.unlock`, or a passkey).
        needs_second_factor: bool,
        class: Class,
        /// When it ends at the latest.
        ends_at: Moment,
    },
    Wrong {
        /// Seconds until the next attempt is looked at.
        retry_after_s: u32,
    },
}

impl Order for SignIn {
    const ACT: Act = Act {
        name: "people.sign-in",
        says: "Sign in",
        path: "/people/sign-in",
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
        let email = words::lower(self.email.reveal());
        let marks = Marks::of(look, &email, &self.place)?;
        let person = persons::by_email(look, &email)?.filter(|p| p.state == "active");
        let familiar = marks.familiar(look, person.as_ref().map(|p| p.id))?;
        marks.refuse_early(look, familiar)?;
        let hash = person.as_ref().and_then(|p| p.password.clone());
        let right = password::verify(hash.as_deref(), &self.password);
        self.found = person.zip(hash).map(|(person, hash)| Found {
            person: person.id,
            hash: Secret::new(hash),
            right,
        });
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<SignedIn>, Stop> {
        // Nobody is signed in yet: who it is, is what this finds out.
        work.as_house(true);
        let email = words::lower(self.email.reveal());
        let marks = Marks::of(work, &email, &self.place)?;
        let person = persons::by_email(work, &email)?;
        let familiar = marks.familiar(work, person.as_ref().map(|p| p.id))?;
        marks.refuse_early(work, familiar)?;
        let proven = person.as_ref().filter(|p| {
            // The hash may have changed since it was looked at; then the work was done for nothing.
            self.found.as_ref().is_some_and(|f| {
                f.right
                    && f.person == p.id
                    && p.state == "active"
                    && p.password.as_deref() == Some(f.hash.reveal())
            })
        });
        let Some(proven) = proven else {
            let (fact, retry_after_s) = enter::mistaken(work, &marks, person.as_ref(), "password")?;
            return Ok(Done::new(fact, SignedIn::Wrong { retry_after_s }));
        };
        let has = factors::has_any(work, proven.id)?;
        let code = self.code.as_ref().filter(|c| has && !c.is_blank());
        let second_factor = match code {
            None => None,
            Some(code) => match factors::use_code(work, By::House, proven.org, proven.id, code)? {
                Some(proof) => Some(proof),
                None => {
                    let (fact, retry_after_s) = enter::mistaken(work, &marks, Some(proven), "code")?;
                    return Ok(Done::new(fact, SignedIn::Wrong { retry_after_s }));
                }
            },
        };
        let half = has && second_factor.is_none();
        if !half {
            marks.right(work)?;
        }
        let leaving = self.leaving.as_ref();
        enter::enter(
            work,
            proven,
            &enter::Way { class: self.class, marks: &marks, second_factor, half, leaving },
        )
    }
}
