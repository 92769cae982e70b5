//! Change one's own password. Other sessions end, because the old password may be known to somebody.

use super::Checked;
use crate::{
    own, password,
    records::{persons, sessions},
    secret::Secret,
    waits::Marks,
};
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop, Who};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Changes your own password.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePassword {
    /// The password until now.
    pub current: Secret,
    /// At least 12 letters; four unrelated words are good.
    pub new: Secret,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
    #[serde(skip)]
    #[schemars(skip)]
    pub hashed: Option<Hashed>,
}

/// What was worked out before the transaction.
#[derive(Debug, Clone)]
pub struct Hashed {
    /// The hash against which the current password was right.
    before: Option<Secret>,
    after: Secret,
}

impl Order for ChangePassword {
    const ACT: Act = Act {
        name: "people.change-password",
        says: "Change your password",
        path: "/me/change-password",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    const PREPARES: bool = true;
    type Receipt = Checked;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn sent_from(&mut self, place: &str) {
        place.clone_into(&mut self.place);
    }

    fn prepare(&mut self, look: &mut Look) -> Result<(), Stop> {
        let Some(id) = look.person() else { return Ok(()) };
        let Some(me) = persons::by_id(look, id)? else { return Ok(()) };
        Marks::within(look, &id.to_string(), &self.place)?.refuse_early(look, true)?;
        password::check("new", &self.new, &[&me.name, &me.email])?;
        let right = password::verify(me.password.as_deref(), &self.current);
        let what = format!("change\n{id}\n{}", look.now());
        let after = Secret::new(password::hash(look, &what, &self.new)?);
        self.hashed = Some(Hashed { before: me.password.filter(|_| right).map(Secret::new), after });
        Ok(())
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Checked>, Stop> {
        let me = own::person(work)?;
        let marks = Marks::within(work, &me.id.to_string(), &self.place)?;
        marks.refuse_early(work, true)?;
        let hashed = self.hashed.as_ref().ok_or_else(|| Refusal::not_found("person"))?;
        let right = hashed.before.as_ref().is_some_and(|hash| me.password.as_deref() == Some(hash.reveal()));
        if !right {
            return own::wrong(work, &me, &marks, "password");
        }
        marks.right(work)?;
        persons::set_own_password(work, me.id, hashed.after.reveal())?;
        let but = match *work.who() {
            Who::Session { session, .. } => Some(session),
            _ => None,
        };
        let ended = sessions::end_others(work, me.id, but)?;
        let fact = Fact::new("people.password-changed", me.org)
            .about(me.id)
            .with("person", me.id)
            .with("sessions_ended", ended);
        Ok(Done::new(fact, Checked::Right))
    }
}
