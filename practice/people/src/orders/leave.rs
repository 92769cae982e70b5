//! Leaving: lock the session for a moment, sign out, or end sessions that stand open elsewhere.

use crate::{Stand, directory, records::sessions, secret::Secret};
use kernel::{Done, Duty, Fact, Phi, Refusal, SessionId, Stop, Who};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Locks the calling session: the work stays, and nobody sees it until it is unlocked.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lock {}

/// A session that was left.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Left {
    /// Nothing when there was none.
    pub session: Option<SessionId>,
}

impl Order for Lock {
    const ACT: Act = Act {
        name: "people.lock",
        says: "Lock this session",
        path: "/me/lock",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = Left;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Left>, Stop> {
        let Who::Session { person, session } = *work.who() else {
            return Err(Refusal::conflict("Only a session on a page can be locked.").into());
        };
        sessions::lock(work, person, session)?;
        let fact = Fact::new("people.session-locked", work.org())
            .about(person)
            .about(session)
            .with("person", person)
            .with("session", session);
        Ok(Done::new(fact, Left { session: Some(session) }))
    }
}

/// Signs out: ends the session behind a cookie, also one that is locked.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SignOut {
    /// The cookie of the session.
    pub session: Secret,
}

impl Order for SignOut {
    const ACT: Act = Act {
        name: "people.sign-out",
        says: "Sign out",
        path: "/people/sign-out",
        duty: Duty::Anybody,
        phi: Phi::None,
    };
    type Receipt = Left;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::House
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Left>, Stop> {
        // Whoever holds the cookie may end its session, also when it is locked and the caller therefore
        // nobody.
        work.as_house(true);
        let now = work.now();
        let found = directory::found_by(work, &self.session)?.filter(|f| f.stand(now) != Stand::Ended);
        let Some(found) = found else {
            return Err(Refusal::conflict("This session is over already.").into());
        };
        sessions::leave(work, found.id)?;
        let fact = Fact::new("people.signed-out", found.org)
            .about(found.person)
            .about(found.id)
            .with("person", found.person)
            .with("session", found.id);
        Ok(Done::new(fact, Left { session: Some(found.id) }))
    }
}

/// Ends one of your own sessions, for instance at a station where you forgot to sign out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeSession {
    pub session: SessionId,
}

/// How many sessions were ended.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Revoked {
    pub sessions: u64,
}

impl Order for RevokeSession {
    const ACT: Act = Act {
        name: "people.revoke-session",
        says: "End one of your sessions",
        path: "/me/sessions/{session}/revoke",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = Revoked;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Revoked>, Stop> {
        let person = directory::caller(work)?;
        if !sessions::end_one(work, person, self.session)? {
            return Err(Refusal::not_found("session").into());
        }
        let fact = Fact::new("people.session-revoked", work.org())
            .about(person)
            .about(self.session)
            .with("person", person)
            .with("session", self.session);
        Ok(Done::new(fact, Revoked { sessions: 1 }))
    }
}

/// Ends all of your sessions except the calling one.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RevokeOtherSessions {}

impl Order for RevokeOtherSessions {
    const ACT: Act = Act {
        name: "people.revoke-other-sessions",
        says: "End all your other sessions",
        path: "/me/sessions/revoke-others",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = Revoked;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Revoked>, Stop> {
        let person = directory::caller(work)?;
        let but = match *work.who() {
            Who::Session { session, .. } => Some(session),
            _ => None,
        };
        let sessions = sessions::end_others(work, person, but)?;
        let fact = Fact::new("people.sessions-revoked", work.org())
            .about(person)
            .with("person", person)
            .with("sessions", sessions);
        Ok(Done::new(fact, Revoked { sessions }))
    }
}
