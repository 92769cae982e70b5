//! The end of a downtime: it is closed once every number is accounted for and every department works as usual, with
//! what went well, what did not, whether everything was back in time, and what somebody does about it.

use super::go_down::emergency_mode;
use super::{DowntimeReceipt, caller, in_state};
use crate::records::{self, Downtime, FollowUp};
use crate::words::{Level, State};
use crate::{Answering, facts, number_records, rto, rto::Recovery, texts, when};
use kernel::{Citation, Done, DowntimeId, Duty, PersonId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::{Look, Work};

/// Closes a downtime with its review.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseDowntime {
    pub downtime: DowntimeId,
    /// What went well. Nothing about a patient.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub went_well: Private,
    /// What did not, and what changes. Nothing about a patient.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub went_badly: Private,
}

/// Asks somebody for a follow-up.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddFollowUp {
    pub downtime: DowntimeId,
    /// What is done, in one line. Nothing about a patient.
    #[schemars(extend("x-order" = 1))]
    pub what: Private,
    /// Who does it.
    #[schemars(extend("x-order" = 2))]
    pub owner: PersonId,
    /// By which day.
    #[schemars(extend("format" = "date", "x-order" = 3))]
    pub due_on: String,
}

/// Says that a follow-up is done.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishFollowUp {
    pub downtime: DowntimeId,
    /// Its number on the list.
    pub place: u32,
}

/// The most follow-ups of one downtime.
const MOST_FOLLOW_UPS: usize = 50;

/// What is still missing before a downtime can be closed, in sentences.
pub(crate) fn missing(look: &mut Look, d: &Downtime) -> anyhow::Result<Vec<String>> {
    let mut found = Vec::new();
    let numbers = number_records::of_downtime(look, d.id)?;
    let open = numbers.iter().filter_map(|n| Some((n, n.counts().missing()?)));
    for (n, why) in open.take(20) {
        found.push(format!("Numbers {} to {}: {why}.", n.first_number, n.last_number));
    }
    let departments = records::departments(look, d.id)?;
    let away = departments.iter().filter(|c| c.level != Level::Normal).count();
    if away > 0 {
        found.push(format!("{away} departments do not work as usual yet."));
    }
    Ok(found)
}

/// Whether every system was back in time.
pub(crate) fn all_in_time(look: &mut Look, d: &Downtime) -> anyhow::Result<bool> {
    let now = look.now();
    for s in records::systems(look, d.id)? {
        if rto::stands(s.started_at, s.target_s, s.back_at, now)? != Recovery::Met {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Order for CloseDowntime {
    const ACT: Act = Act {
        name: "downtime.close",
        says: "Close a downtime with its review",
        path: "/downtimes/{downtime}/close",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let mut downtime = in_state(work, self.downtime, &[State::Reconciling], "back yet")?;
        if let Some(first) = missing(work, &downtime)?.into_iter().next() {
            let refusal =
                Refusal::conflict(format!("It does not add up yet. {first}")).because(emergency_mode());
            return Err(refusal
                .remedy("Show what is missing", Some(format!("/downtimes/{}#paper", downtime.id)))
                .into());
        }
        downtime.went_well = Some(texts::said("went_well", &self.went_well)?);
        downtime.went_badly = Some(texts::said("went_badly", &self.went_badly)?);
        let rto_met = all_in_time(work, &downtime)?;
        (downtime.state, downtime.rto_met) = (State::Closed, Some(rto_met));
        (downtime.closed_at, downtime.closed_by) = (Some(work.now()), Some(caller(work)?));
        records::put(work, &downtime)?;
        let fact = facts::about("downtime.closed", &downtime).with("rto_met", rto_met);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

impl Order for AddFollowUp {
    const ACT: Act = Act {
        name: "downtime.add-follow-up",
        says: "Ask somebody for a follow-up",
        path: "/downtimes/{downtime}/follow-ups",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = DowntimeReceipt;
    type Needs = Answering;

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, _: Answering) -> Result<Done<DowntimeReceipt>, Stop> {
        let downtime = records::one(work, self.downtime)?;
        if matches!(downtime.state, State::Planned | State::Cancelled) {
            let sentence = "Nothing went wrong here yet: a follow-up belongs to a downtime that took place.";
            return Err(Refusal::conflict(sentence).because(revision()).into());
        }
        let known = records::follow_ups(work, downtime.id)?;
        if known.len() >= MOST_FOLLOW_UPS {
            let sentence =
                format!("A downtime has at most {MOST_FOLLOW_UPS} follow-ups. Open a ticket for more.");
            return Err(Refusal::conflict(sentence).into());
        }
        let follow_up = FollowUp {
            place: known.last().map_or(1, |f| f.place + 1),
            what: texts::line("what", &self.what)?,
            owner: self.owner,
            due_on: when::coming("due_on", &self.due_on, work.now(), &downtime.zone)?,
            added_by: caller(work)?,
            added_at: work.now(),
            done_by: None,
            done_at: None,
        };
        records::put_follow_up(work, downtime.id, &follow_up)?;
        let fact = facts::about("downtime.follow-up-added", &downtime)
            .with("place", follow_up.place)
            .with("owner", follow_up.owner)
            .with("due_on", &follow_up.due_on);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

impl Order for FinishFollowUp {
    const ACT: Act = Act {
        name: "downtime.finish-follow-up",
        says: "Finish a follow-up",
        path: "/downtimes/{downtime}/follow-ups/done",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Receipt = DowntimeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.downtime)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<DowntimeReceipt>, Stop> {
        let downtime = records::one(work, self.downtime)?;
        let known = records::follow_ups(work, downtime.id)?;
        let Some(mut follow_up) = known.into_iter().find(|f| f.place == self.place) else {
            return Err(Refusal::not_found("follow-up").into());
        };
        if follow_up.done_at.is_some() {
            return Err(Refusal::conflict("This follow-up is done already.").into());
        }
        (follow_up.done_by, follow_up.done_at) = (Some(caller(work)?), Some(work.now()));
        records::put_follow_up(work, downtime.id, &follow_up)?;
        let fact = facts::about("downtime.follow-up-done", &downtime).with("place", follow_up.place);
        Ok(Done::new(fact, DowntimeReceipt::of(&downtime)))
    }
}

/// Why a follow-up is kept.
fn revision() -> Citation {
    Citation {
        paragraph: "45 CFR 164.308(a)(7)(ii)(D)".into(),
        says: "contingency plans are tested and revised from time to time".into(),
    }
}
