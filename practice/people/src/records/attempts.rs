//! How often a sign-in went wrong, under keyed marks.

use anyhow::Result;
use kernel::{Moment, PersonId};
use store::{Look, Work, params, sql};

sql! {
    FIND "people.attempts" "select wrong, last_at from attempts where mark = :mark";
    COUNT "people.count-attempt"
        "insert into attempts (mark, wrong, last_at) values (:mark, 1, :now)
         on conflict (mark) do update
         set wrong = case when attempts.last_at < :since then 1 else attempts.wrong + 1 end, last_at = :now
         returning wrong";
    CLEAR "people.clear-attempts" "delete from attempts where mark = :mark";
    FORGET "people.forget-attempts" "delete from attempts where last_at < :since";
    house FROM_HERE "people.signed-in-from"
        "select id from sessions where person = :person and place = :place limit 1";
}

/// How many mistakes, and when the last was.
pub(crate) fn find(look: &mut Look, mark: &str) -> Result<Option<(i64, Moment)>> {
    let row = look.row(&FIND, params! { "mark": mark })?;
    row.map(|r| Ok((r.get("wrong")?, r.get("last_at")?))).transpose()
}

/// Counts one more; begins anew when the last was before `since`.
pub(crate) fn count(work: &mut Work, mark: &str, since: Moment) -> Result<i64> {
    let row = work.row(&COUNT, params! { "mark": mark, "since": since })?;
    row.map_or(Ok(1), |r| r.get("wrong"))
}

pub(crate) fn clear(work: &mut Work, mark: &str) -> Result<()> {
    work.run(&CLEAR, params! { "mark": mark }).map(drop)
}

pub(crate) fn forget(work: &mut Work, since: Moment) -> Result<()> {
    work.run(&FORGET, params! { "since": since }).map(drop)
}

/// Whether the person ever signed in from this place.
pub(crate) fn signed_in_from(look: &mut Look, person: PersonId, place: &str) -> Result<bool> {
    Ok(!look.rows(&FROM_HERE, params! { "person": person, "place": place })?.is_empty())
}
