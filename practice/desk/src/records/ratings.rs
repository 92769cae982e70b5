//! How it was for those who reported: one word a ticket, counted by client and month.

use crate::words::Rating;
use kernel::{Moment, OrgId, PersonId, TicketId};
use store::{Look, Work, params, sql};

sql! {
    PUT "desk.put-rating"
        "insert into ticket_ratings (ticket, org, author, rating, in_month, rated_at)
         values (:ticket, :org, :author, :rating, :in_month, :now)
         on conflict (ticket) do update set rating = excluded.rating, rated_at = excluded.rated_at
         where ticket_ratings.org = excluded.org";
    RATED "desk.rating" "select rating, rated_at from ticket_ratings where ticket = :ticket and org = :org";
    MONTHS "desk.rated-months"
        "select org, in_month, rating, count(*) as answers from ticket_ratings
         where org in (select org from reach where person = :who and (:at_org = '' or org = :at_org))
           and in_month >= :first
         group by org, in_month, rating order by org, in_month, rating";
}

/// What a reporter said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rated {
    pub rating: Rating,
    /// When they said it last.
    pub at: Moment,
}

/// The month of a moment (UTC): months since the year 0.
pub fn month_of(at: Moment) -> i64 {
    let day = at.date_in("UTC");
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

/// Keeps what a reporter said of a ticket, or says now instead; the month stays that of the first answer.
///
/// # Errors
/// A fault of the store.
pub fn rate(work: &mut Work, ticket: TicketId, author: PersonId, rating: Rating) -> anyhow::Result<()> {
    let in_month = month_of(work.now());
    work.run(&PUT, params! { "ticket": ticket, "author": author, "rating": rating, "in_month": in_month })?;
    Ok(())
}

/// What the reporter of a ticket said, if anything.
///
/// # Errors
/// A fault of the store.
pub fn rating(look: &mut Look, ticket: TicketId) -> anyhow::Result<Option<Rated>> {
    let row = look.row(&RATED, params! { "ticket": ticket })?;
    row.map(|row| Ok(Rated { rating: row.get("rating")?, at: row.get("rated_at")? })).transpose()
}

/// How many answers of each kind there were within reach, by organization and month, from the month `first` on.
///
/// # Errors
/// A fault of the store.
pub fn rated_months(
    look: &mut Look,
    org: Option<OrgId>,
    first: i64,
) -> anyhow::Result<Vec<(OrgId, i64, Rating, i64)>> {
    look.rows(&MONTHS, params! { "at_org": super::lists::word(org), "first": first })?
        .iter()
        .map(|row| Ok((row.get("org")?, row.get("in_month")?, row.get("rating")?, row.get("answers")?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_one_of_the_calendar_in_utc() {
        let month = |at: &str| month_of(Moment::from_timestamp(at.parse().unwrap()));
        assert_eq!(month("2026-01-01T00:00:00Z"), 2026 * 12);
        assert_eq!(month("2026-12-31T23:59:59Z"), month("2026-01-31T12:00:00Z") + 11);
        assert_eq!(month("2026-12-31T23:30:00-05:00"), 2027 * 12);
    }
}
