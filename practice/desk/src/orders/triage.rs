//! Somebody who directs the work looks again at how urgent a ticket is. They set facts, never the priority
//! itself; the rule works it out, and what is promised follows. The time used so far carries over.

use crate::records;
use crate::texts;
use crate::words::{CareArea, TextKind};
use crate::{facts, priority};
use kernel::{Done, Duty, Moment, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Sets the facts that decide how urgent a ticket is.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Triage {
    pub ticket: TicketId,
    /// Whether a patient is affected now.
    pub patient_affected: bool,
    /// How many people are stopped or slowed by it.
    pub users: u32,
    /// Whether there is another way to work; nothing when it is not known.
    pub workaround: Option<bool>,
    /// The care area, when it is another than the department's.
    pub care_area: Option<CareArea>,
    /// Why the care area is another; needed when it is.
    #[schemars(extend("x-long" = true))]
    pub reason: Option<Private>,
}

/// What came of it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Triaged {
    pub ticket: TicketId,
    pub priority: u8,
    pub because: String,
    /// When the next promise is due.
    pub due_at: Option<Moment>,
}

impl Order for Triage {
    const ACT: Act = Act {
        name: "desk.triage",
        says: "Set how urgent a ticket is",
        path: "/desk/tickets/{ticket}/triage",
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
        let mut after = before.clone();
        after.users = texts::people("users", Some(self.users))?;
        after.workaround = self.workaround;
        after.patient_affected = self.patient_affected;
        after.care_area_set = self.care_area.filter(|area| Some(*area) != before.care_area);
        let given = self.reason.as_ref().filter(|reason| !reason.is_blank());
        if after.care_area_set.is_some() && after.care_area_set != before.care_area_set && given.is_none() {
            return Err(Refusal::invalid(
                "reason",
                "Say why the care area is another than the department's.",
            )
            .into());
        }
        let judged = priority::judge(&after.situation(work.now()));
        let set = before.judged.map(|_| before.priority);
        let (number, due_at) = super::judged(work, &before, &after, &judged, set)?;
        let mut fact = facts::about("desk.ticket-triaged", &before)
            .with("before", before.priority)
            .with("priority", number)
            .with("because", &judged.because)
            .with("patient_affected", self.patient_affected);
        if let Some(area) = after.care_area_set {
            fact = fact.with("care_area", area);
        }
        if let Some(reason) = given {
            let reason = texts::said("reason", reason)?;
            fact =
                fact.with("text", records::write(work, before.org, self.ticket, TextKind::Reason, &reason)?);
        }
        let receipt = Triaged { ticket: self.ticket, priority: number, because: judged.because, due_at };
        Ok(Done::new(fact, receipt))
    }
}
