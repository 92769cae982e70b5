//! Who got a copy of a reply, and so may read that one text of a ticket which is not theirs.

use kernel::{PersonId, TicketId};
use store::{Look, Work, params, sql};

sql! {
    COPY "desk.copy-text"
        "insert into ticket_copies (ticket, place, person, org, copied_at)
         values (:ticket, :place, :person, :org, :now)";
    COPIED "desk.copied-texts"
        "select place from ticket_copies where ticket = :ticket and person = :person and org = :org
         order by place limit 2000";
}

/// Lets somebody read a text.
///
/// # Errors
/// A fault of the store.
pub fn copy_text(work: &mut Work, ticket: TicketId, place: u32, person: PersonId) -> anyhow::Result<()> {
    work.run(&COPY, params! { "ticket": ticket, "place": place, "person": person })?;
    Ok(())
}

/// The places of the texts of which this person got a copy.
///
/// # Errors
/// A fault of the store.
pub fn copied(look: &mut Look, ticket: TicketId, person: PersonId) -> anyhow::Result<Vec<u32>> {
    let rows = look.rows(&COPIED, params! { "ticket": ticket, "person": person })?;
    rows.iter().map(|row| row.get("place")).collect()
}
