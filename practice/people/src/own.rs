//! One's own account within an order: who calls, at which employer, and what happens when a code or a
//! password was wrong.

use crate::{
    Checked, directory, factors,
    records::{
        factors::By,
        persons::{self, Person},
    },
    secret::Secret,
    waits::Marks,
};
use kernel::{Done, Fact, Refusal, Stop};
use store::Work;

/// The calling person as kept.
pub(crate) fn person(work: &mut Work) -> Result<Person, Stop> {
    let id = directory::caller(work)?;
    persons::find(work, id)?.ok_or_else(|| Refusal::not_found("person").into())
}

/// Looks at a code of the caller. A wrong one is counted; the answer is then the end of the order.
pub(crate) fn code(
    work: &mut Work,
    me: &Person,
    place: &str,
    code: &Secret,
) -> Result<Option<Done<Checked>>, Stop> {
    let marks = Marks::within(work, &me.id.to_string(), place)?;
    // Whoever is signed in is familiar here.
    marks.refuse_early(work, true)?;
    if factors::use_code(work, By::Own, me.org, me.id, code)?.is_some() {
        marks.right(work)?;
        return Ok(None);
    }
    wrong(work, me, &marks, "code").map(Some)
}

pub(crate) fn wrong(work: &mut Work, me: &Person, marks: &Marks, how: &str) -> Result<Done<Checked>, Stop> {
    let retry_after_s = marks.wrong(work)?;
    let fact = Fact::new("people.proof-failed", me.org)
        .about(me.id)
        .with("person", me.id)
        .with("with", how)
        .with("place", &marks.address)
        .with("retry_after_s", retry_after_s);
    Ok(Done::new(fact, Checked::Wrong { retry_after_s }))
}

/// Whoever has a second factor shows it before they change anything about their factors; otherwise a stolen
/// password would be enough to take the account over.
pub(crate) fn may_change_factors(work: &mut Work, me: &Person) -> Result<(), Stop> {
    if factors::has_own(work, me.id)? && !directory::has_second_factor(work)? {
        return Err(Refusal::forbidden("To change this, show your second factor first.")
            .remedy("Show your second factor", Some("/me/security".to_owned()))
            .into());
    }
    Ok(())
}
