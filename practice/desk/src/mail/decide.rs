//! What becomes of a letter: one function of what is known about it. A machine's letter changes nothing. A sender who is
//! not confirmed is nobody. Whatever is not clear is set aside with its reason.

use super::plan::Plan;
use super::words::{Reason, Sender, Unknown};
use crate::records::Ticket;
use crate::words::TextKind;

/// What is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// A new ticket.
    Open,
    /// The words stand on the ticket; `again` when that opens it again.
    Add {
        kind: TextKind,
        again: bool,
    },
    /// The letter is kept with the ticket and changes nothing.
    Note,
    Hold(Reason),
}

/// Decides. `ticket` is the one to which the letter belongs, as it stands in the transaction; `anew` whether it was resolved
/// so that its trouble is reported anew.
pub(super) fn decide(plan: &Plan, ticket: Option<&Ticket>, anew: bool) -> Decision {
    let Ok(letter) = &plan.letter else { return Decision::Hold(Reason::Unreadable) };
    match ticket {
        Some(_) if plan.own || !plan.kind.is_written() => Decision::Note,
        None if plan.own => Decision::Hold(Reason::OwnLetter),
        None if !plan.kind.is_written() => Decision::Hold(Reason::Machine),
        _ if plan.verdict == Sender::Failed => Decision::Hold(Reason::FailedChecks),
        _ if letter.text.is_empty() && letter.parts.is_empty() && letter.subject.is_empty() => {
            Decision::Hold(Reason::Empty)
        }
        Some(ticket) => on(plan, ticket, anew),
        None => alone(plan),
    }
}

fn on(plan: &Plan, ticket: &Ticket, anew: bool) -> Decision {
    let Some(author) = plan.author() else {
        // It stands on the ticket, for the desk alone, and does nothing that its alleged author might do.
        return Decision::Add { kind: TextKind::Unverified, again: false };
    };
    if author.org != ticket.org && plan.staff {
        // Whoever works on tickets does so past the gate; a letter is a note to colleagues.
        return Decision::Add { kind: TextKind::Internal, again: false };
    }
    let reporter = ticket.reporter == Some(author.person);
    let kind = if reporter { TextKind::FromReporter } else { TextKind::ByMail };
    if ticket.resolved_at.is_none() {
        return Decision::Add { kind, again: false };
    }
    match (reporter, anew) {
        (true, false) => Decision::Add { kind: TextKind::Reopening, again: true },
        // As on the page: what was over for long is reported anew.
        (true, true) => Decision::Open,
        (false, _) => Decision::Add { kind, again: false },
    }
}

fn alone(plan: &Plan) -> Decision {
    if plan.elsewhere {
        return Decision::Hold(Reason::NotServed);
    }
    if plan.reporter().is_some() {
        return Decision::Open;
    }
    match plan.mailbox.unknown {
        Unknown::Open if plan.placed => Decision::Open,
        Unknown::Open => Decision::Hold(Reason::NoOrganization),
        Unknown::Hold if plan.named.is_some() => Decision::Hold(Reason::UnverifiedSender),
        Unknown::Hold => Decision::Hold(Reason::UnknownSender),
    }
}
