//! A change is carried out within its window, with the evidence that its kind needs, and not during a freeze. How it
//! ended is written down. An emergency change is reviewed afterwards by somebody else than its planner.

use super::{ChangeReceipt, caller, decide, heed_freezes, wrong_state};
use crate::records;
use crate::words::{ChangeKind, Outcome, State, TextKind};
use crate::{Changer, facts, texts};
use kernel::{ChangeId, Done, Duty, Phi, Private, Refusal, Span, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Within how many days an emergency change is reviewed.
const REVIEW_DAYS: i64 = 3;

/// Begins to carry a change out: the go-live.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartChange {
    pub change: ChangeId,
}

/// Ends a change that was carried out.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FinishChange {
    pub change: ChangeId,
    /// How it ended.
    #[schemars(extend("x-order" = 1))]
    pub outcome: Outcome,
    /// What came of it.
    #[schemars(extend("x-long" = true, "x-order" = 2))]
    pub words: Private,
}

/// Cancels a change that has not begun.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CancelChange {
    pub change: ChangeId,
    /// Why it is not carried out.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

/// Reviews an emergency change of somebody else.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewChange {
    pub change: ChangeId,
    /// Whether it had to be, and what is learned from it.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

impl Order for StartChange {
    const ACT: Act = Act {
        name: "changes.start-change",
        says: "Begin to carry a change out",
        path: "/changes/{change}/start",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, _: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let mut change = records::one(work, self.change)?;
        if change.state != State::Approved {
            return Err(wrong_state(&change, "carried out"));
        }
        let now = work.now();
        if now < change.starts_at || now >= change.ends_at {
            let sentence = "It is carried out within its window, and not before or after it.";
            return Err(Refusal::conflict(sentence)
                .remedy("Plan it anew", Some(format!("/changes/{}#revise", change.id)))
                .into());
        }
        heed_freezes(work, &change, now, now.plus(Span(1)))?;
        if let Some(missing) = decide::evidence_missing(work, &change)? {
            return Err(Refusal::conflict(format!("It does not go live: {missing} is missing.")).into());
        }
        change.state = State::Running;
        change.started_at = Some(now);
        records::put(work, &change)?;
        let fact = facts::about("changes.change-started", &change).with("ends_at", change.ends_at);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}

impl Order for FinishChange {
    const ACT: Act = Act {
        name: "changes.finish-change",
        says: "End a change",
        path: "/changes/{change}/finish",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, _: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let mut change = records::one(work, self.change)?;
        if change.state != State::Running {
            return Err(wrong_state(&change, "ended"));
        }
        let words = texts::said("words", &self.words)?;
        let text = records::write(work, &mut change, TextKind::Result, &words)?;
        let now = work.now();
        change.state = match self.outcome {
            Outcome::Succeeded => State::Succeeded,
            Outcome::Partly => State::Partly,
            Outcome::BackedOut => State::BackedOut,
        };
        change.ended_at = Some(now);
        if change.kind == ChangeKind::Emergency {
            change.review_due_at = Some(now.plus(Span::days(REVIEW_DAYS)));
        }
        records::put(work, &change)?;
        let fact = facts::about("changes.change-finished", &change)
            .with("outcome", self.outcome)
            .with("late", now > change.ends_at)
            .with("review_due_at", change.review_due_at)
            .with("text", text);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}

impl Order for CancelChange {
    const ACT: Act = Act {
        name: "changes.cancel-change",
        says: "Cancel a change",
        path: "/changes/{change}/cancel",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<ChangeReceipt>, Stop> {
        let mut change = records::one(work, self.change)?;
        if !matches!(change.state, State::Draft | State::Asked | State::Approved) {
            return Err(wrong_state(&change, "cancelled"));
        }
        let words = texts::said("words", &self.words)?;
        let text = records::write(work, &mut change, TextKind::Reason, &words)?;
        change.state = State::Cancelled;
        change.ended_at = Some(work.now());
        records::put(work, &change)?;
        let fact = facts::about("changes.change-cancelled", &change).with("text", text);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}

impl Order for ReviewChange {
    const ACT: Act = Act {
        name: "changes.review-change",
        says: "Review an emergency change",
        path: "/changes/{change}/review",
        duty: Duty::ApproveChanges,
        phi: Phi::Incidental,
    };
    type Receipt = ChangeReceipt;
    type Needs = Changer;

    fn ground(&self) -> Ground {
        Ground::thing(self.change)
    }

    fn perform(&self, work: &mut Work, _: Changer) -> Result<Done<ChangeReceipt>, Stop> {
        let person = caller(work)?;
        let mut change = records::one(work, self.change)?;
        if change.review_due_at.is_none() || change.reviewed_at.is_some() {
            return Err(Refusal::conflict("This change waits for no review.").into());
        }
        if change.planner == person {
            let sentence = "Nobody reviews a change that they planned themselves. Somebody else has to.";
            return Err(Refusal::forbidden(sentence).into());
        }
        let words = texts::said("words", &self.words)?;
        let text = records::write(work, &mut change, TextKind::Review, &words)?;
        change.reviewed_by = Some(person);
        change.reviewed_at = Some(work.now());
        records::put(work, &change)?;
        let late = change.review_due_at.is_some_and(|due| work.now() > due);
        let fact = facts::about("changes.change-reviewed", &change).with("late", late).with("text", text);
        Ok(Done::new(fact, ChangeReceipt::of(&change)))
    }
}
