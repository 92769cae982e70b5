//! What follows at the desk from what happens elsewhere: an agreement that lapses or comes back flags the
//! open tickets that are served under it, and new opening hours move what is due. The house calls these as
//! reactions, in the same transaction, bound to the organization.

use crate::records;
use kernel::{Fact, LocationId, OrgId, Stop, TicketId};
use store::Work;

/// More tickets than this are flagged all the same, but not named one by one.
const MOST_NAMED: usize = 200;

/// Flags the client's open tickets that the associate's people serve: those given to one of them, and those
/// given to nobody where the associate is the client's provider.
///
/// # Errors
/// A fault of the store; when the transaction is bound to another organization than the client.
pub fn standing_lost(work: &mut Work, client: OrgId, associate: OrgId) -> Result<Vec<Fact>, Stop> {
    flag(work, client, associate, true)
}

/// Takes the flags off again.
///
/// # Errors
/// As [`standing_lost`].
pub fn standing_back(work: &mut Work, client: OrgId, associate: OrgId) -> Result<Vec<Fact>, Stop> {
    flag(work, client, associate, false)
}

fn flag(work: &mut Work, client: OrgId, associate: OrgId, lost: bool) -> Result<Vec<Fact>, Stop> {
    bound(work, client)?;
    let changed = records::flag_standing(work, associate, lost)?;
    if changed.is_empty() {
        return Ok(Vec::new());
    }
    let name = if lost { "desk.standing-lost" } else { "desk.standing-back" };
    Ok(vec![naming(Fact::new(name, client).with("associate", associate), &changed)])
}

/// Puts the open tickets of a location under its new opening hours (JSON of `clocks::CalendarText`) and works
/// out again what is due. What was resolved stays as it was judged.
///
/// # Errors
/// A fault of the store; hours that cannot be read; a transaction bound to another organization.
pub fn calendar_changed(
    work: &mut Work,
    org: OrgId,
    location: LocationId,
    calendar: &str,
) -> Result<Vec<Fact>, Stop> {
    bound(work, org)?;
    let moved = records::move_calendar(work, location, calendar)?;
    if moved.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![naming(Fact::new("desk.calendar-moved", org).with("location", location), &moved)])
}

pub(super) fn naming(fact: Fact, tickets: &[TicketId]) -> Fact {
    let fact = fact.with("count", tickets.len());
    tickets.iter().take(MOST_NAMED).fold(fact, |fact, id| fact.about(*id))
}

fn bound(work: &Work, org: OrgId) -> Result<(), Stop> {
    if work.org() == Some(org) {
        Ok(())
    } else {
        Err(anyhow::anyhow!("a reaction of the desk runs outside the organization it is about").into())
    }
}
