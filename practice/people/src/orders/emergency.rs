//! Emergency access (break-glass): for an hour or so somebody may do the desk's work where their roles do not
//! let them. It is named, has a reason, tells others at once, ends by itself and is reviewed. It never
//! replaces an agreement, and it never waives the second factor.

use super::OfEmergency;
use crate::{
    directory,
    records::emergencies::{self, Kept, Opening},
    words,
};
use kernel::{
    Done, Duty, EmergencyId, Fact, Moment, OrgId, PersonId, Phi, Private, Refusal, Span, Stop, Who,
};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Minutes when nothing is said, and at most.
const MINUTES: (u32, u32) = (60, 240);
/// The fewest letters of a reason.
const LEAST_REASON: usize = 10;

/// Opens your own emergency access at an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenEmergency {
    /// Where.
    pub org: OrgId,
    /// Why, in at least 10 letters.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
    /// For how many minutes; 60 when you say nothing, at most 240.
    #[serde(default)]
    pub minutes: Option<u32>,
}

/// An emergency access that is open.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Opened {
    pub emergency: EmergencyId,
    pub until: Moment,
}

impl Order for OpenEmergency {
    const ACT: Act = Act {
        name: "people.open-emergency",
        says: "Open emergency access",
        path: "/emergencies",
        duty: Duty::OpenEmergency,
        phi: Phi::Incidental,
    };
    type Receipt = Opened;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Opened>, Stop> {
        let me = directory::caller(work)?;
        let session = match *work.who() {
            Who::Session { session, .. } => Some(session),
            Who::Console { .. } => None,
            _ => return Err(Refusal::forbidden("Only a person at a page opens emergency access.").into()),
        };
        if !directory::has_second_factor(work)? {
            return Err(Refusal::forbidden("An emergency does not waive the second factor. Show it first.")
                .remedy("Show your second factor", Some("/me/security".to_owned()))
                .into());
        }
        let reason = words::text("reason", self.reason.reveal(), LEAST_REASON)?;
        let minutes = self.minutes.unwrap_or(MINUTES.0);
        if minutes == 0 || minutes > MINUTES.1 {
            return Err(Refusal::invalid("minutes", "From 1 to 240 minutes.").into());
        }
        let employer = emergencies::employer(work, me)?.ok_or_else(|| Refusal::not_found("person"))?;
        // One that is over and that no round has closed yet would stand in the way.
        let before = close_if_over(work, me)?;
        let id: EmergencyId = work.id();
        let until = work.now().plus(Span::minutes(minutes.into()));
        let reason_sealed = work.seal(self.org, &emergencies::reason_about(id), &reason)?;
        let review_due_at = words::three_working_days(until);
        let opening = Opening { id, employer, person: me, session, reason_sealed, until, review_due_at };
        if !emergencies::open(work, &opening)? {
            let sentence = "You have an emergency access already. Close it before you open another.";
            return Err(Refusal::conflict(sentence).remedy("See it", Some("/emergency".to_owned())).into());
        }
        let fact = Fact::new("people.emergency-opened", self.org)
            .about(id)
            .about(me)
            .with("emergency", id)
            .with("person", me)
            .with("employer", employer)
            .with("minutes", minutes)
            .with("until", until)
            .with("review_due_at", review_due_at);
        Ok(Done::new(fact, Opened { emergency: id, until }).and_all(before))
    }
}

/// Closes one of this organization that is over. One of another organization waits for its round.
fn close_if_over(work: &mut Work, me: PersonId) -> Result<Option<Fact>, Stop> {
    let now = work.now();
    match emergencies::open_of(work, me)? {
        Some(kept) if kept.until <= now && Some(kept.org) == work.org() => expire(work, &kept),
        _ => Ok(None),
    }
}

/// Nothing when it was closed already.
fn expire(work: &mut Work, kept: &Kept) -> Result<Option<Fact>, Stop> {
    let due = words::three_working_days(kept.until);
    if !emergencies::close(work, kept.id, "expired", due)? {
        return Ok(None);
    }
    let fact = Fact::new("people.emergency-expired", kept.org)
        .about(kept.id)
        .about(kept.person)
        .with("emergency", kept.id)
        .with("person", kept.person)
        .with("employer", kept.employer)
        .with("review_due_at", due);
    Ok(Some(fact))
}

fn find(work: &mut Work, id: EmergencyId) -> Result<Kept, Stop> {
    emergencies::find(work, id)?.ok_or_else(|| Refusal::not_found("emergency access").into())
}

/// Closes your emergency access before its time is over.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseEmergency {
    pub emergency: EmergencyId,
}

impl Order for CloseEmergency {
    const ACT: Act = Act {
        name: "people.close-emergency",
        says: "Close emergency access",
        path: "/emergencies/{emergency}/close",
        duty: Duty::OwnAccount,
        phi: Phi::None,
    };
    type Receipt = OfEmergency;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.emergency)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OfEmergency>, Stop> {
        let me = directory::caller(work)?;
        let kept = find(work, self.emergency)?;
        if kept.person != me {
            return Err(Refusal::not_found("emergency access").into());
        }
        let due = words::three_working_days(work.now());
        if !emergencies::close(work, kept.id, "closed", due)? {
            return Err(Refusal::conflict("This emergency access is over already.").into());
        }
        let fact = Fact::new("people.emergency-closed", kept.org)
            .about(kept.id)
            .about(me)
            .with("emergency", kept.id)
            .with("person", me)
            .with("employer", kept.employer)
            .with("review_due_at", due);
        Ok(Done::new(fact, OfEmergency { emergency: kept.id }))
    }
}

/// Closes an emergency access whose time is over; a round asks for it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpireEmergency {
    pub emergency: EmergencyId,
}

impl Order for ExpireEmergency {
    const ACT: Act = Act {
        name: "people.expire-emergency",
        says: "Close emergency access whose time is over",
        path: "/emergencies/{emergency}/expire",
        duty: Duty::RunHouse,
        phi: Phi::None,
    };
    type Receipt = OfEmergency;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.emergency)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<OfEmergency>, Stop> {
        let kept = find(work, self.emergency)?;
        if kept.until > work.now() {
            return Err(Refusal::conflict("The time of this emergency access is not over.").into());
        }
        let fact = expire(work, &kept)?
            .ok_or_else(|| Refusal::conflict("This emergency access is closed already."))?;
        Ok(Done::new(fact, OfEmergency { emergency: kept.id }))
    }
}
