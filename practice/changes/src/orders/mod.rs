//! What can be asked about changes, and what every such order has in common.

mod carry_out;
mod decide;
mod freeze;
mod plan;
mod test;

pub use carry_out::{CancelChange, FinishChange, ReviewChange, StartChange};
pub use decide::{ApproveChange, AskApproval, RefuseChange};
pub use freeze::{EndFreeze, FreezeSet, SetFreeze};
pub use plan::{PlanChange, ReviseChange};
pub use test::RecordTest;

pub(crate) use decide::{evidence_missing, missing};

use crate::records::{self, Change};
use crate::rules;
use crate::words::{ChangeKind, Risk, State};
use kernel::{ChangeId, Moment, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// How a change stands after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeReceipt {
    pub change: ChangeId,
    pub state: State,
    pub risk: Risk,
    /// Why the risk is what it is.
    pub because: String,
}

impl ChangeReceipt {
    fn of(c: &Change) -> Self {
        Self { change: c.id, state: c.state, risk: c.risk, because: c.because.clone() }
    }
}

fn caller(work: &Work) -> Result<PersonId, Stop> {
    let sentence = "Only somebody who signed in can do this.";
    Ok(work.person().ok_or_else(|| Refusal::forbidden(sentence))?)
}

fn wrong_state(c: &Change, what: &str) -> Stop {
    Refusal::conflict(format!("This change is {}; it cannot be {what}.", c.state.title()))
        .remedy("Show the change", Some(format!("/changes/{}", c.id)))
        .into()
}

/// Refuses what a freeze forbids between two moments. An emergency goes on: that is what it is for.
fn heed_freezes(look: &mut Look, c: &Change, from: Moment, to: Moment) -> Result<(), Stop> {
    if c.kind == ChangeKind::Emergency {
        return Ok(());
    }
    let meets = |f: &records::Freeze| f.starts_at < to && f.ends_at > from;
    let frozen = records::freezes(look, from)?;
    match frozen.iter().find(|f| meets(f) && rules::forbids(&f.care_areas, &c.care_areas)) {
        None => Ok(()),
        Some(f) => {
            let sentence = format!(
                "Changes are frozen here then: {}. Plan it for another time, or as an emergency if it cannot wait.",
                f.reason.title().to_lowercase()
            );
            let refusal = Refusal::conflict(sentence);
            Err(refusal.remedy("Show the freezes", Some(format!("/organizations/{}/freezes", c.org))).into())
        }
    }
}
