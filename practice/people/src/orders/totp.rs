//! The authenticator on a telephone: begin, confirm with a first code, take it away again; and the recovery
//! codes.

use super::Checked;
use crate::{
    codes, directory, factors, own,
    records::{
        factors::{self as records, By},
        sessions,
    },
    secret::Secret,
};
use kernel::{Done, Duty, Fact, Phi, Refusal, Stop, Who};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Begins to enrol an authenticator; it counts once a first code confirmed it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginTotp {}

/// What goes into the authenticator; shown once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TotpBegun {
    /// The seed in base 32, for typing.
    pub secret: String,
    /// The address for the square code (`otpauth://…`).
    pub url: String,
}

impl Order for BeginTotp {
    const ACT: Act = Act {
        name: "people.begin-totp",
        says: "Begin to enrol an authenticator",
        path: "/me/totp/begin",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = TotpBegun;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TotpBegun>, Stop> {
        let me = own::person(work)?;
        let kept = records::authenticator(work, By::Own, me.id)?;
        if kept.is_some_and(|a| a.confirmed_at.is_some()) {
            return Err(Refusal::conflict(
                "You have an authenticator. Take it away before you enrol another.",
            )
            .into());
        }
        own::may_change_factors(work, &me)?;
        let seed: codes::Seed = work.chance().bytes();
        let sealed = factors::seal_seed(work, me.org, me.id, &seed)?;
        records::keep_seed(work, me.id, sealed)?;
        let (secret, url) = codes::enrolment(&seed, &me.email)?;
        let fact = Fact::new("people.totp-begun", me.org).about(me.id).with("person", me.id);
        Ok(Done::new(fact, TotpBegun { secret, url }))
    }
}

/// Confirms an authenticator with its first code.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmTotp {
    /// The six digits that it shows now.
    pub code: Secret,
}

/// The authenticator counts from now on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TotpConfirmed {
    /// Ten codes for the day the telephone is lost; shown once.
    pub recovery_codes: Vec<String>,
}

impl Order for ConfirmTotp {
    const ACT: Act = Act {
        name: "people.confirm-totp",
        says: "Confirm an authenticator",
        path: "/me/totp/confirm",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = TotpConfirmed;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TotpConfirmed>, Stop> {
        let me = own::person(work)?;
        own::may_change_factors(work, &me)?;
        let begun = records::authenticator(work, By::Own, me.id)?.filter(|a| a.confirmed_at.is_none());
        let begun =
            begun.ok_or_else(|| Refusal::conflict("There is no authenticator to confirm. Begin anew."))?;
        let seed = factors::open_seed(work, me.org, me.id, &begun.seed)?;
        // Whoever confirms holds the seed, so there is nothing to guess and nothing to count.
        let step =
            codes::step_of(&seed, self.code.reveal(), work.now(), begun.last_step)?.ok_or_else(|| {
                Refusal::invalid("code", "This is not the code of now. Is the telephone's clock right?")
            })?;
        records::use_step(work, By::Own, me.id, step)?;
        records::confirm(work, me.id)?;
        if let Who::Session { session, .. } = *work.who() {
            sessions::prove(work, me.id, session)?;
        }
        let recovery_codes = factors::new_codes(work, me.id)?;
        let fact = Fact::new("people.totp-confirmed", me.org).about(me.id).with("person", me.id);
        Ok(Done::new(fact, TotpConfirmed { recovery_codes }))
    }
}

/// Takes your authenticator away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndTotp {
    /// The six digits that it shows now, or a recovery code.
    pub code: Secret,
    /// The caller's network address, which only the server knows; a caller cannot write it.
    #[serde(skip)]
    #[schemars(skip)]
    pub place: String,
}

impl Order for EndTotp {
    const ACT: Act = Act {
        name: "people.end-totp",
        says: "Take your authenticator away",
        path: "/me/totp/end",
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
        let me = own::person(work)?;
        if let Some(wrong) = own::code(work, &me, &self.place, &self.code)? {
            return Ok(wrong);
        }
        if !records::end_authenticator(work, me.id)? {
            return Err(Refusal::conflict("You have no authenticator.").into());
        }
        let fact = Fact::new("people.totp-ended", me.org).about(me.id).with("person", me.id);
        Ok(Done::new(fact, Checked::Right))
    }
}

/// Makes ten new recovery codes; the old ones count no more.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRecoveryCodes {}

/// Recovery codes, shown once.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RecoveryCodes {
    pub recovery_codes: Vec<String>,
}

impl Order for NewRecoveryCodes {
    const ACT: Act = Act {
        name: "people.new-recovery-codes",
        says: "Make new recovery codes",
        path: "/me/recovery-codes",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = RecoveryCodes;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Own
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<RecoveryCodes>, Stop> {
        let me = own::person(work)?;
        if !directory::has_second_factor(work)? || !factors::has_own(work, me.id)? {
            let sentence = "Recovery codes stand in for a second factor. Enrol one and show it first.";
            return Err(Refusal::forbidden(sentence)
                .remedy("Show your second factor", Some("/me/security".to_owned()))
                .into());
        }
        let recovery_codes = factors::new_codes(work, me.id)?;
        let fact = Fact::new("people.recovery-codes-made", me.org).about(me.id).with("person", me.id);
        Ok(Done::new(fact, RecoveryCodes { recovery_codes }))
    }
}
