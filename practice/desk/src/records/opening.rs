//! Opening hours as they are kept: each version by its text, and the open tickets of a location under the newest.

use super::promises::recompute;
use crate::calendars;
use kernel::{LocationId, TicketId};
use store::{Work, params, sql};

sql! {
    KEEP_CALENDAR "desk.keep-calendar"
        "insert into calendars (org, version, text, kept_at) values (:org, :version, :text, :now)
         on conflict do nothing";
    MOVE_CALENDAR "desk.move-calendar"
        "update promises set calendar = :calendar
         where org = :org and stopped_at is null and ticket in
           (select id from tickets where org = :org and resolved_at is null and location = :location)";
    MOVE_TICKETS "desk.move-tickets"
        "update tickets set calendar = :calendar
         where org = :org and resolved_at is null and location = :location and calendar <> :calendar
         returning id";
}

/// # Errors
/// A fault of the store.
pub fn keep_calendar(work: &mut Work, version: &str, text: &str) -> anyhow::Result<()> {
    work.run(&KEEP_CALENDAR, params! { "version": version, "text": text })?;
    Ok(())
}

/// Puts the open tickets of a location under another version of its opening hours and works them out again;
/// what was resolved stays as it was judged.
///
/// # Errors
/// A fault of the store.
pub fn move_calendar(work: &mut Work, location: LocationId, text: &str) -> anyhow::Result<Vec<TicketId>> {
    let laid = calendars::laid(text)?;
    keep_calendar(work, &laid.version, text)?;
    let version = laid.version.as_str();
    work.run(&MOVE_CALENDAR, params! { "calendar": version, "location": location })?;
    let rows = work.rows(&MOVE_TICKETS, params! { "calendar": version, "location": location })?;
    let moved: Vec<TicketId> = rows.iter().map(|row| row.get("id")).collect::<anyhow::Result<_>>()?;
    for ticket in &moved {
        recompute(work, *ticket)?;
    }
    Ok(moved)
}
