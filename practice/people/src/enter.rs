//! Coming in: what signing in with a password and with a passkey have in common. The session begins, the one
//! that stood open at this workstation ends, and whoever has a second factor and did not show it yet finds
//! the session locked.

use crate::{
    Class, Proof, SignedIn, Stand, directory,
    records::{
        persons::Person,
        sessions::{self, Opening},
    },
    secret::{self, Secret},
    waits::Marks,
};
use kernel::{Done, Fact, SessionId, Stop};
use store::Work;

/// How somebody comes in.
pub(crate) struct Way<'a> {
    pub class: Class,
    pub marks: &'a Marks,
    /// The second factor was shown.
    pub second_factor: Option<Proof>,
    /// The second factor is still to be shown.
    pub half: bool,
    /// The cookie of the session that stands open at this workstation.
    pub leaving: Option<&'a Secret>,
}

/// Begins the session. Runs as the house.
pub(crate) fn enter(work: &mut Work, person: &Person, way: &Way) -> Result<Done<SignedIn>, Stop> {
    let left = leave(work, way.leaving)?;
    let session: SessionId = work.id();
    let (text, digest) = secret::fresh(work.chance());
    let opening = Opening {
        id: session,
        org: person.org,
        person: person.id,
        secret: digest,
        class: way.class,
        place: &way.marks.place,
        second_factor: way.second_factor.is_some(),
        locked: way.half,
    };
    sessions::open(work, &opening)?;
    let fact = Fact::new("people.signed-in", person.org)
        .about(person.id)
        .about(session)
        .with("person", person.id)
        .with("session", session)
        .with("class", way.class)
        .with("place", &way.marks.address)
        .with("second_factor", way.second_factor)
        .with("second_factor_needed", way.half);
    let receipt = SignedIn::In {
        session,
        cookie: format!("{session}.{text}"),
        second_factor: way.second_factor.is_some(),
        needs_second_factor: way.half,
        class: way.class,
        ends_at: work.now().plus(way.class.limits().absolute),
    };
    Ok(Done::new(fact, receipt).and_all(left))
}

/// Ends the session that stood open at this workstation: a station is one person's at a time. Runs as the
/// house.
fn leave(work: &mut Work, cookie: Option<&Secret>) -> Result<Option<Fact>, Stop> {
    let Some(cookie) = cookie.filter(|c| !c.is_blank()) else { return Ok(None) };
    let now = work.now();
    let found = directory::found_by(work, cookie)?.filter(|f| f.stand(now) != Stand::Ended);
    let Some(found) = found else { return Ok(None) };
    sessions::leave(work, found.id)?;
    let fact = Fact::new("people.signed-out", found.org)
        .about(found.person)
        .about(found.id)
        .with("person", found.person)
        .with("session", found.id)
        .with("switched", true);
    Ok(Some(fact))
}

/// A mistake: counted, kept, and told without saying what was wrong. Runs as the house.
pub(crate) fn mistaken(
    work: &mut Work,
    marks: &Marks,
    person: Option<&Person>,
    how: &str,
) -> Result<(Fact, u32), Stop> {
    let retry_after_s = marks.wrong(work)?;
    let fact = Fact::new("people.sign-in-failed", person.map(|p| p.org))
        .with("with", how)
        .with("place", &marks.address)
        .with("retry_after_s", retry_after_s);
    let fact = match person {
        Some(person) => fact.about(person.id).with("person", person.id),
        None => fact,
    };
    Ok((fact, retry_after_s))
}
