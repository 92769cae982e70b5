//! Somebody who directs the work knows what the rule cannot: they set the priority by hand and say why. What
//! the rule says stands beside it, and it can be taken back.

use crate::orders::{Triaged, judged, reasoned};
use crate::priority;
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Sets a ticket's priority by hand.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetPriority {
    pub ticket: TicketId,
    /// 1 (first) to 4.
    #[schemars(range(min = 1, max = 4))]
    pub priority: u8,
    /// Why the rule is wrong here.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
}

impl Order for SetPriority {
    const ACT: Act = Act {
        name: "desk.set-priority",
        says: "Set a priority by hand",
        path: "/desk/tickets/{ticket}/set-priority",
        duty: Duty::DirectWork,
        phi: Phi::Incidental,
    };
    type Receipt = Triaged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Triaged>, Stop> {
        if !(1..=4).contains(&self.priority) {
            return Err(Refusal::invalid("priority", "Give a number from 1 to 4.").into());
        }
        let before = records::open_ticket(work, self.ticket)?;
        let rule = priority::judge(&before.situation(work.now()));
        if before.priority == self.priority {
            return Err(Refusal::conflict("It has this priority already.").into());
        }
        let (number, due_at) = judged(work, &before, &before, &rule, Some(self.priority))?;
        let fact = facts::about("desk.priority-set", &before)
            .with("before", before.priority)
            .with("priority", number)
            .with("rule", rule.number);
        let fact = reasoned(work, &before, "reason", &self.reason, fact)?;
        let receipt = Triaged { ticket: self.ticket, priority: number, because: rule.because, due_at };
        Ok(Done::new(fact, receipt))
    }
}

/// Lets the rule decide again.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TakeBackPriority {
    pub ticket: TicketId,
}

impl Order for TakeBackPriority {
    const ACT: Act = Act {
        name: "desk.take-back-priority",
        says: "Let the rule decide the priority again",
        path: "/desk/tickets/{ticket}/take-back-priority",
        duty: Duty::DirectWork,
        phi: Phi::Incidental,
    };
    type Receipt = Triaged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Triaged>, Stop> {
        let before = records::open_ticket(work, self.ticket)?;
        if before.judged.is_none() {
            return Err(Refusal::conflict("The rule decides this priority already.").into());
        }
        let rule = priority::judge(&before.situation(work.now()));
        let (number, due_at) = judged(work, &before, &before, &rule, None)?;
        let fact = facts::about("desk.priority-taken-back", &before)
            .with("before", before.priority)
            .with("priority", number)
            .with("because", &rule.because);
        let receipt = Triaged { ticket: self.ticket, priority: number, because: rule.because, due_at };
        Ok(Done::new(fact, receipt))
    }
}
