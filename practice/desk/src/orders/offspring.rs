//! A ticket that comes out of another: a task under it, a part that was split from it, the problem behind it,
//! or what carries it on. It is born where the other stands, with its own number, clocks and story.

use crate::calendars;
use crate::needs::{AssetFacts, Placement};
use crate::orders::Opened;
use crate::orders::open_ticket::{due, scope};
use crate::priority::{self, Situation};
use crate::records::{self, Fresh, Ticket};
use crate::words::{Nature, PromiseKind, Trouble};
use kernel::{Fact, Moment, PersonId, Stop, TicketId};
use store::Work;

/// What differs from the ticket it comes out of.
pub(super) struct Offspring<'a> {
    pub kind: Trouble,
    pub nature: Nature,
    pub reporter: Option<PersonId>,
    pub parent: Option<TicketId>,
    pub patient_affected: bool,
    /// Since when somebody has waited for it.
    pub since: Option<Moment>,
    pub words: &'a str,
}

impl<'a> Offspring<'a> {
    /// One that is like `origin` in everything, with these words.
    pub fn of(origin: &Ticket, words: &'a str) -> Self {
        Self {
            kind: origin.kind,
            nature: origin.nature,
            reporter: origin.reporter,
            parent: None,
            patient_affected: origin.patient_affected,
            since: None,
            words,
        }
    }
}

/// The place at which `origin` stands, as it was known when it was opened.
fn place(work: &mut Work, origin: &Ticket) -> Result<Placement, Stop> {
    let asset = origin.asset.zip(origin.device.clone()).map(|(id, kind)| AssetFacts {
        id,
        kind,
        criticality: origin.criticality.unwrap_or(crate::words::Criticality::Normal),
        holds_ephi: origin.holds_ephi,
        spare: origin.spare,
        certification: origin.certification.clone(),
        // The outage is counted on the ticket it was reported on.
        recovery: None,
    });
    Ok(Placement {
        location: origin.location,
        department: origin.department,
        zone: origin.zone.clone(),
        calendar: records::calendar(work, &origin.calendar)?
            .unwrap_or_else(|| calendars::always(&origin.zone)),
        care_area: origin.care_area_set.or(origin.care_area),
        asset,
        provider: origin.provider,
        dispatch: origin.dispatch,
        contract: origin.contract,
    })
}

/// Opens it, and gives what the fact of its opening must say. Whoever calls links the two.
pub(super) fn open(work: &mut Work, origin: &Ticket, new: &Offspring<'_>) -> Result<(Opened, Fact), Stop> {
    let now = work.now();
    let place = place(work, origin)?;
    let situation = Situation {
        kind: new.kind,
        patient_affected: new.patient_affected,
        deadline: None,
        ..origin.situation(now)
    };
    let judged = priority::judge(&situation);
    let (promised, _) = records::commitment(work, judged.number, scope(&place), &origin.calendar)?;
    let since = new.since.unwrap_or(now);
    let [response_due, resolution_due] = due(&promised, &place, &place.calendar, since)?;
    let next = [(response_due, PromiseKind::Response), (resolution_due, PromiseKind::Resolution)];
    let ticket: TicketId = work.id();
    let number = records::next_number(work)?;
    let fresh = Fresh {
        id: ticket,
        number,
        situation,
        judged: &judged,
        place: &place,
        calendar: &origin.calendar,
        due: next.iter().filter_map(|(at, kind)| Some(((*at)?, *kind))).min(),
        reporter: new.reporter,
        nature: new.nature,
        parent: new.parent,
    };
    records::open(work, &fresh)?;
    records::promise(work, ticket, &promised, &origin.calendar, (response_due, resolution_due))?;
    if since != now {
        for promise in records::promises(work, ticket)? {
            records::put(work, ticket, &promise.begun_at(since))?;
        }
    }
    records::write_first(work, origin.org, ticket, new.words)?;
    let fact = Fact::new("desk.ticket-opened", origin.org)
        .about(ticket)
        .with("number", number)
        .with("kind", new.kind)
        .with("nature", new.nature)
        .with("priority", judged.number)
        .with("because", &judged.because)
        .with("patient_affected", new.patient_affected)
        .with("from_number", origin.number)
        .with("response_due", response_due)
        .with("resolution_due", resolution_due);
    let because = judged.because.clone();
    let opened = Opened { ticket, number, priority: judged.number, because, response_due, resolution_due };
    Ok((opened, fact))
}
