//! Step up: show the second factor in a session that was begun without it.

use super::Checked;
use crate::{own, records::sessions, secret::Secret};
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop, Who};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Shows the second factor for the calling session.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StepUp {
    /// The six digits of your authenticator, or a recovery code.
    pub code: Secret,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
}

impl Order for StepUp {
    const ACT: Act = Act {
        name: "people.step-up",
        says: "Show your second factor",
        path: "/me/step-up",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = Checked;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn sent_from(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Checked>, Stop> {
        let Who::Session { session, .. } = *work.who() else {
            return Err(Refusal::conflict("Only a session on a page can be stepped up.").into());
        };
        let me = own::person(work)?;
        if let Some(wrong) = own::code(work, &me, &self.place, &self.code)? {
            return Ok(wrong);
        }
        sessions::prove(work, me.id, session)?;
        let fact = Fact::new("people.stepped-up", me.org)
            .about(me.id)
            .about(session)
            .with("person", me.id)
            .with("session", session);
        Ok(Done::new(fact, Checked::Right))
    }
}
