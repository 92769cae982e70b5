//! Who wanted to be reminded of which ticket. A reminder is its owner's alone; its note is sealed.

use super::lists::all;
use super::tickets::Ticket;
use kernel::{Moment, PersonId, TicketId};
use store::{Look, Work, params, sql};

sql! {
    REMIND "desk.remind"
        "insert into ticket_reminders (ticket, person, org, remind_at, note_sealed)
         values (:ticket, :person, :org, :remind_at, :note_sealed)
         on conflict (ticket, person) do update set remind_at = excluded.remind_at, note_sealed = excluded.note_sealed
         where ticket_reminders.org = excluded.org";
    DROP "desk.drop-reminder"
        "delete from ticket_reminders where ticket = :ticket and person = :person and org = :org";
    REMINDER "desk.reminder"
        "select remind_at, note_sealed from ticket_reminders
         where ticket = :ticket and person = :person and org = :org";
    MINE "desk.my-reminders"
        "select t.*, r.remind_at from ticket_reminders r join tickets t on t.id = r.ticket
         where r.person = :me and r.org in (select org from reach where person = :who)
         order by r.remind_at, r.ticket limit :most";
}

fn about(ticket: TicketId, person: PersonId) -> String {
    format!("tickets/{ticket}/reminders/{person}")
}

/// Keeps a reminder instead of the one there was.
///
/// # Errors
/// A fault of the store.
pub fn remind(
    work: &mut Work,
    ticket: &Ticket,
    person: PersonId,
    at: Moment,
    note: Option<&str>,
) -> anyhow::Result<()> {
    let sealed = note.map(|note| work.seal(ticket.org, &about(ticket.id, person), note)).transpose()?;
    let given = params! { "ticket": ticket.id, "person": person, "remind_at": at, "note_sealed": sealed };
    work.run(&REMIND, given)?;
    Ok(())
}

/// Takes a reminder off; whether there was one.
///
/// # Errors
/// A fault of the store.
pub fn drop_reminder(work: &mut Work, ticket: TicketId, person: PersonId) -> anyhow::Result<bool> {
    Ok(work.run(&DROP, params! { "ticket": ticket, "person": person })? > 0)
}

/// When this person is reminded of a ticket, and of what.
///
/// # Errors
/// A fault of the store; when the organization's key was destroyed.
pub fn reminder(
    look: &mut Look,
    ticket: &Ticket,
    person: PersonId,
) -> anyhow::Result<Option<(Moment, Option<String>)>> {
    let Some(row) = look.row(&REMINDER, params! { "ticket": ticket.id, "person": person })? else {
        return Ok(None);
    };
    let sealed: Option<Vec<u8>> = row.get("note_sealed")?;
    let open = |sealed: Vec<u8>| look.open(ticket.org, &about(ticket.id, person), &sealed);
    Ok(Some((row.get("remind_at")?, sealed.map(open).transpose()?)))
}

/// The tickets of which this person is reminded, the earliest first.
///
/// # Errors
/// A fault of the store.
pub fn my_reminders(look: &mut Look, me: PersonId, most: u32) -> anyhow::Result<Vec<(Ticket, Moment)>> {
    let rows = look.rows(&MINE, params! { "me": me, "most": most })?;
    let moments = rows.iter().map(|row| row.get("remind_at")).collect::<anyhow::Result<Vec<Moment>>>()?;
    Ok(all(&rows)?.into_iter().zip(moments).collect())
}
