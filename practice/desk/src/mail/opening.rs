//! Writing what was decided: a ticket from a letter, a letter's words on a ticket, its files beside them.

use super::plan::Known;
use super::records;
use crate::attachments::{self, Came, FileBytes, records::Parcel};
use crate::needs::Placement;
use crate::orders::{asked, due, go_on, open_again, scope};
use crate::priority::{self, Situation};
use crate::records::{self as desk, Fresh, Ticket};
use crate::words::{PromiseKind, TextKind, Trouble, WaitReason};
use crate::{calendars, facts, texts};
use kernel::{Fact, OrgId, Private, Stop, TicketId};
use std::sync::Arc;
use store::{Look, Work};
use wire::mail::{Letter, Part};

/// The most files of one letter that are attached; the others stay in the original.
const MOST_FILES: usize = 20;

/// The words of a letter as they stand on a ticket. Who wrote them is said when nobody is known.
pub(super) fn words(letter: &Letter, first: bool, known: bool) -> String {
    let mut out = String::new();
    if !known && let Some(from) = &letter.from {
        let name = from.name.as_deref().map(|n| format!("{n} ")).unwrap_or_default();
        out.push_str(&format!("From {name}<{}>, as the letter says.\n\n", from.address));
    }
    if first && !letter.subject.is_empty() {
        out.push_str(&letter.subject);
        out.push_str("\n\n");
    }
    out.push_str(letter.text.trim());
    if out.trim().is_empty() {
        out.push_str("A letter without words came by mail.");
    }
    let long = out.chars().count() > texts::LONGEST_TEXT;
    if !long {
        return out.trim().to_owned();
    }
    let rest = "\n… The letter goes on; its original is kept.";
    out.chars().take(texts::LONGEST_TEXT - rest.chars().count()).collect::<String>() + rest
}

/// Opens a ticket with this id, as a report on the page would; gives its fact.
pub(super) fn open(
    work: &mut Work,
    ticket: TicketId,
    (org, place): (OrgId, &Placement),
    trouble: Trouble,
    reporter: Option<Known>,
    text: &str,
) -> Result<Fact, Stop> {
    let situation = Situation {
        care_area: place.care_area,
        device: None,
        kind: trouble,
        users: 1,
        workaround: None,
        patient_affected: false,
        spare: None,
        deadline: None,
    };
    let judged = priority::judge(&situation);
    let laid = calendars::laid(&place.calendar)?;
    let (promised, known) = desk::commitment(work, judged.number, scope(place), &laid.version)?;
    if !known {
        desk::keep_calendar(work, &laid.version, &place.calendar)?;
    }
    let [response_due, resolution_due] = due(&promised, place, &place.calendar, work.now())?;
    let next = [(response_due, PromiseKind::Response), (resolution_due, PromiseKind::Resolution)];
    let number = desk::next_number(work)?;
    let fresh = Fresh {
        id: ticket,
        number,
        situation,
        judged: &judged,
        place,
        calendar: &laid.version,
        due: next.iter().filter_map(|(at, kind)| Some(((*at)?, *kind))).min(),
        reporter: reporter.map(|r| r.person),
        nature: trouble.nature(),
        parent: None,
    };
    desk::open(work, &fresh)?;
    desk::promise(work, ticket, &promised, &laid.version, (response_due, resolution_due))?;
    desk::write_first(work, org, ticket, text)?;
    records::author(work, ticket, 0, reporter.map(|r| r.person))?;
    let fact = Fact::new("desk.ticket-opened", org)
        .about(ticket)
        .with("number", number)
        .with("kind", trouble)
        .with("nature", trouble.nature())
        .with("priority", judged.number)
        .with("because", &judged.because)
        .with("patient_affected", false)
        .with("by_mail", true)
        .with("reporter", reporter.map(|r| r.person))
        .with("response_due", response_due)
        .with("resolution_due", resolution_due);
    Ok(fact)
}

/// Puts words on a ticket that is open, or closed and stays so; gives their place and the facts.
pub(super) fn add(
    work: &mut Work,
    ticket: &Ticket,
    kind: TextKind,
    author: Option<Known>,
    text: &str,
) -> Result<(u32, Vec<Fact>), Stop> {
    let place = desk::write(work, ticket.org, ticket.id, kind, text)?;
    records::author(work, ticket.id, place, author.map(|a| a.person))?;
    let mut told = Vec::new();
    if kind == TextKind::FromReporter {
        let fact = facts::about("desk.reporter-replied", ticket).with("text", place);
        told.push(fact.with("assignee", ticket.assignee).with("by_mail", true));
        if ticket.waiting_for == Some(WaitReason::Reporter) {
            told.push(go_on(work, ticket)?.0);
        }
        asked(work, ticket)?;
    }
    Ok((place, told))
}

/// Opens a resolved ticket again with these words.
pub(super) fn again(
    work: &mut Work,
    ticket: &Ticket,
    author: Option<Known>,
    text: &str,
) -> Result<(u32, Vec<Fact>), Stop> {
    let done = open_again(work, ticket, &Private::from(text))?;
    let place = done.facts.iter().find_map(|f| f.body.get("text")?.as_u64()).unwrap_or_default();
    let place = u32::try_from(place).unwrap_or_default();
    records::author(work, ticket.id, place, author.map(|a| a.person))?;
    Ok((place, done.facts))
}

/// What came with a letter, sealed while nobody waits, for the ticket on which it will most likely stand.
#[derive(Clone)]
pub struct Files {
    /// Where it belongs by what was known then; for a new ticket the id that it gets.
    pub(super) ticket: TicketId,
    parcels: Arc<Vec<Parcel>>,
}

/// The files of a letter that are attached. One that does not fit stays in the original.
fn fitting(letter: &Letter) -> impl Iterator<Item = &Part> {
    letter.parts.iter().filter(|p| attachments::bytes::fits(p.bytes.len()).is_ok()).take(MOST_FILES)
}

impl Files {
    /// Seals them.
    pub(super) fn seal(
        look: &mut Look,
        (org, ticket): (OrgId, TicketId),
        letter: Option<&Letter>,
    ) -> Result<Self, Stop> {
        let mut parcels = Vec::new();
        for part in letter.into_iter().flat_map(fitting) {
            let bytes = FileBytes::new(part.bytes.clone());
            parcels.push(attachments::sealed(look, (org, ticket), &part.name, &bytes)?);
        }
        Ok(Self { ticket, parcels: Arc::new(parcels) })
    }

    /// Attaches them. They are sealed once more when the ticket was joined with another one meanwhile.
    pub(super) fn attach(
        &self,
        work: &mut Work,
        ticket: &Ticket,
        letter: &Letter,
        for_reporter: bool,
    ) -> Result<Vec<Fact>, Stop> {
        let mut told = Vec::new();
        let there = attachments::records::attachments(work, ticket.id)?.len();
        let room = attachments::records::MOST_FILES.saturating_sub(there);
        for (part, parcel) in fitting(letter).zip(self.parcels.iter()).take(room) {
            let (_, fact) = if ticket.id == self.ticket {
                attachments::keep(work, ticket, parcel, for_reporter)?
            } else {
                let bytes = FileBytes::new(part.bytes.clone());
                attachments::attach(work, ticket, Came { name: &part.name, bytes: &bytes, for_reporter })?
            };
            told.push(fact);
        }
        Ok(told)
    }
}
