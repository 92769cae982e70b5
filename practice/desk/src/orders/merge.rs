//! The same trouble was reported twice: one ticket is merged into the other. The merged one stays readable, is
//! closed and points to the survivor; its reporter is told, and what they write from then on joins the
//! survivor. The clocks: what still runs on the survivor takes the earlier start of the two, with the rests
//! that lay before it; a first reply that one of them had counts for both; what was judged stays as it was
//! judged. Within a week it can be undone, as if it had never happened to the clocks.

use crate::facts;
use crate::orders::{TicketNow, next_due};
use crate::promises::{self, Promise};
use crate::records::{self, Before, Ticket};
use crate::rules::WhenMerged;
use crate::words::{PromiseKind, State};
use kernel::{Done, Duty, Phi, Refusal, Span, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// For how many days a merge can be undone.
pub const UNMERGE_DAYS: i64 = 7;

/// Merges a ticket into another of the same organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The ticket that is closed.
    pub ticket: TicketId,
    /// The number of the ticket that carries it on.
    pub into: i64,
}

/// Where a ticket went.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Merged {
    pub ticket: TicketId,
    pub survivor: TicketId,
    /// The survivor's number.
    pub number: i64,
}

impl Order for Merge {
    const ACT: Act = Act {
        name: "desk.merge",
        says: "Merge a ticket into another",
        path: "/desk/tickets/{ticket}/merge",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = Merged;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<Merged>, Stop> {
        let ticket = records::open_ticket(work, self.ticket)?;
        let survivor = records::ticket_of_number(work, "into", self.into)?;
        may_merge(work, &ticket, &survivor)?;
        if records::end_rest(work, ticket.id)? {
            records::recompute(work, ticket.id)?;
        }
        let before = Before {
            rests: records::rests(work, survivor.id)?.len(),
            merged: records::promises(work, ticket.id)?.iter().map(Promise::kept).collect(),
            survivor: records::promises(work, survivor.id)?.iter().map(Promise::kept).collect(),
        };
        join(work, &ticket, &survivor)?;
        // What is late here is late there too, where it goes on and is noted once.
        records::stop(work, ticket.id, PromiseKind::ALL)?;
        records::set_merged(work, &ticket, Some(survivor.id))?;
        records::keep_merge(work, ticket.id, survivor.id, &before)?;
        let fact = facts::about("desk.merged", &ticket)
            .about(survivor.id)
            .with("into", survivor.id)
            .with("other", survivor.number)
            .with("reporter", ticket.reporter);
        let receipt = Merged { ticket: ticket.id, survivor: survivor.id, number: survivor.number };
        Ok(Done::new(fact, receipt))
    }
}

fn may_merge(work: &mut Work, ticket: &Ticket, survivor: &Ticket) -> Result<(), Stop> {
    let no = |sentence: &str| Err(Refusal::invalid("into", sentence).into());
    if survivor.id == ticket.id {
        return no("That is this ticket itself.");
    }
    if let Some(further) = survivor.merged_into {
        let further = records::ticket(work, further)?.number;
        return no(&format!("That ticket was merged itself. Merge into {further}."));
    }
    if records::outage(work, ticket.id)?.is_some() && records::outage(work, survivor.id)?.is_none() {
        return no(
            "The outage of a system is counted on this ticket. Merge the other one into this one instead.",
        );
    }
    if !survivor.state.is_open() {
        return no("That ticket is resolved. Open it again first.");
    }
    if records::children(work, ticket.id)?.iter().any(|child| child.state.is_open()) {
        let sentence = "Open tickets hang under this one. Put them elsewhere or finish them first.";
        return Err(Refusal::conflict(sentence).into());
    }
    Ok(())
}

/// The survivor's clocks become the joined ones.
fn join(work: &mut Work, ticket: &Ticket, survivor: &Ticket) -> Result<(), Stop> {
    let (merged, rests) = (records::promises(work, ticket.id)?, records::rests(work, ticket.id)?);
    let (now, before) = (work.now(), records::rests(work, survivor.id)?);
    let rules = records::rules_at(work, survivor.contract, now)?;
    for own in records::promises(work, survivor.id)? {
        let Some(other) = merged.iter().find(|p| p.kind == own.kind) else { continue };
        let joined: Promise = promises::joined((&own, &before), (other, &rests), now, &rules)?;
        if joined != own {
            records::put(work, survivor.id, &joined)?;
        }
    }
    if rules.rules.merged == WhenMerged::Earlier {
        for rest in promises::rests_before(&rests, survivor.opened_at) {
            records::rest(work, survivor.id, &rest)?;
        }
    }
    records::recompute(work, survivor.id)?;
    Ok(())
}

/// Undoes a merge.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Unmerge {
    /// The ticket that was merged.
    pub ticket: TicketId,
}

impl Order for Unmerge {
    const ACT: Act = Act {
        name: "desk.unmerge",
        says: "Undo a merge",
        path: "/desk/tickets/{ticket}/unmerge",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = TicketNow;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<TicketNow>, Stop> {
        let ticket = records::ticket(work, self.ticket)?;
        let Some(merge) = records::last_merge(work, self.ticket)? else {
            return Err(Refusal::conflict("This ticket is not merged.").into());
        };
        let survivor = records::ticket(work, merge.survivor)?;
        if merge.at.plus(Span::days(UNMERGE_DAYS)) < work.now() {
            let sentence = format!(
                "It was merged more than {UNMERGE_DAYS} days ago. Split what is needed from ticket {} instead.",
                survivor.number
            );
            let way = Some(format!("/tickets/{}", survivor.id));
            return Err(Refusal::conflict(sentence).remedy("Go to that ticket", way).into());
        }
        if !survivor.state.is_open() {
            let sentence = format!("Ticket {}, which carries it on, is resolved or merged.", survivor.number);
            return Err(Refusal::conflict(sentence).into());
        }
        for now in records::promises(work, ticket.id)? {
            if let Some(before) = merge.before.merged.iter().find(|kept| kept.kind == now.kind) {
                let again = Promise { stopped_at: before.stopped_at, ..now };
                records::put(work, ticket.id, &again)?;
            }
        }
        for now in records::promises(work, survivor.id)? {
            if let Some(before) = merge.before.survivor.iter().find(|kept| kept.kind == now.kind) {
                records::put(work, survivor.id, &promises::parted(&now, before, merge.at))?;
            }
        }
        records::drop_rests(work, survivor.id, merge.before.rests, survivor.opened_at)?;
        records::recompute(work, survivor.id)?;
        records::set_merged(work, &ticket, None)?;
        records::undo_merge(work, &merge)?;
        let promises = records::recompute(work, ticket.id)?;
        let fact = facts::about("desk.unmerged", &ticket)
            .about(survivor.id)
            .with("from", survivor.id)
            .with("other", survivor.number)
            .with("reporter", ticket.reporter);
        let state: State = Ticket::going(ticket.assignee);
        Ok(Done::new(fact, TicketNow::of(&ticket, state, next_due(&promises))))
    }
}
