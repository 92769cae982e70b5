//! What a ticket is by nature: a request, an incident, a problem, a change or a task. It is worked out from
//! the kind of trouble and may be set otherwise, with a reason. A problem is the cause behind incidents: it is
//! opened from one of them, and others are linked to it.

use crate::orders::offspring::{self, Offspring};
use crate::orders::{Opened, TicketNow, reasoned};
use crate::texts;
use crate::words::{LinkKind, Nature, State};
use crate::{facts, records};
use kernel::{Done, Duty, Phi, Private, Refusal, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Says what a ticket is by nature.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeNature {
    pub ticket: TicketId,
    pub nature: Nature,
    /// Why it is another than it was.
    #[schemars(extend("x-long" = true))]
    pub reason: Private,
}

impl Order for ChangeNature {
    const ACT: Act = Act {
        name: "desk.change-nature",
        says: "Say what a ticket is by nature",
        path: "/desk/tickets/{ticket}/change-nature",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        if ticket.nature == self.nature {
            return Err(Refusal::conflict("That is what it is already.").into());
        }
        if self.nature == Nature::Task && ticket.parent.is_none() {
            let sentence = "A task hangs under another ticket. Put it under one first.";
            return Err(Refusal::invalid("nature", sentence).into());
        }
        let links = records::links(work, self.ticket)?;
        let behind = links.iter().any(|l| l.kind == LinkKind::CausedBy && l.other == self.ticket);
        if ticket.nature == Nature::Problem && behind {
            let sentence = "Incidents are linked to this problem. Take their links away first.";
            return Err(Refusal::conflict(sentence).into());
        }
        records::set_nature(work, self.ticket, self.nature)?;
        let fact = facts::about("desk.nature-changed", &ticket)
            .with("before", ticket.nature)
            .with("nature", self.nature);
        let fact = reasoned(work, &ticket, "reason", &self.reason, fact)?;
        let state: State = ticket.state;
        Ok(Done::new(fact, TicketNow::of(&ticket, state, ticket.due_at)))
    }
}

/// Opens a problem behind an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenProblem {
    /// The incident.
    pub ticket: TicketId,
    /// What seems to be the cause.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
}

impl Order for OpenProblem {
    const ACT: Act = Act {
        name: "desk.open-problem",
        says: "Open the problem behind an incident",
        path: "/desk/tickets/{ticket}/open-problem",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Opened;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Opened>, Stop> {
        let words = texts::said("words", &self.words)?;
        let incident = records::ticket(work, self.ticket)?;
        if incident.nature == Nature::Problem {
            return Err(Refusal::conflict("This ticket is a problem itself.").into());
        }
        let me = work.person();
        let problem = Offspring { nature: Nature::Problem, reporter: me, ..Offspring::of(&incident, &words) };
        let (opened, fact) = offspring::open(work, &incident, &problem)?;
        records::link(work, incident.id, LinkKind::CausedBy, opened.ticket)?;
        let linked = facts::about("desk.linked", &incident)
            .about(opened.ticket)
            .with("link", LinkKind::CausedBy)
            .with("other", opened.number);
        Ok(Done::new(fact, opened).and(linked))
    }
}
