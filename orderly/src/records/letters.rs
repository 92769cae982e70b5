//! The letters of the house about one thing: when each was written, to whom, and whether it has left.

use kernel::{Moment, PersonId};
use store::{Look, Row, params, sql};

sql! {
    ABOUT "orderly.letters-about"
        "select o.subject, o.recipient, o.created_at, o.sent_at, o.gave_up_at, o.tries, p.id as person, p.name
         from outbox o left join people p on p.email = o.recipient
           and p.org in (select org from reach where person = :who)
         where o.about = :thing and o.channel = 'mail' and o.org in (select org from reach where person = :who)
         order by o.id limit 200";
}

/// A letter that the house wrote.
#[derive(Debug, Clone)]
pub struct Written {
    /// One of the house's own sentences.
    pub subject: String,
    /// The address; whoever has it is named only within reach.
    pub recipient: String,
    pub person: Option<(PersonId, String)>,
    pub at: Moment,
    pub sent_at: Option<Moment>,
    pub gave_up_at: Option<Moment>,
    pub tries: i64,
}

fn read(row: &Row) -> anyhow::Result<Written> {
    let person: Option<PersonId> = row.get("person")?;
    let name: Option<String> = row.get("name")?;
    Ok(Written {
        subject: row.get("subject")?,
        recipient: row.get("recipient")?,
        person: person.zip(name),
        at: row.get("created_at")?,
        sent_at: row.get("sent_at")?,
        gave_up_at: row.get("gave_up_at")?,
        tries: row.get("tries")?,
    })
}

/// The letters about a thing, within reach, the oldest first: at most 200.
///
/// # Errors
/// A fault of the store.
pub fn about(look: &mut Look, thing: &str) -> anyhow::Result<Vec<Written>> {
    look.rows(&ABOUT, params! { "thing": thing })?.iter().map(read).collect()
}
