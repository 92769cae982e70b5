//! Who a caller is at this moment: asked anew in every transaction, so that a session that ended, a token
//! that was taken back or a person who left is nobody from then on. Everything here runs on behalf of the
//! house, before the gate.

use crate::{
    Class, Stand,
    limits::Limits,
    records::{emergencies, sessions, tokens},
    secret::{self, Secret},
    words,
};
use kernel::{Badge, Duties, Fact, PersonId, SessionId, Stop, TokenId, Who};
use store::{Look, Row, Work};

/// What every token begins with, so that one that was lost is recognized by those who search for them.
pub const TOKEN_PREFIX: &str = "ord_";

/// A session behind a cookie, whether it is open, locked or over.
#[derive(Debug, Clone)]
pub struct Known {
    pub session: SessionId,
    pub person: PersonId,
    pub name: String,
    pub class: Class,
    pub stand: Stand,
    /// When the session was last touched; see [`touch`].
    pub seen_at: kernel::Moment,
    /// The password was right, and the second factor is still to be shown (only while locked).
    pub half: bool,
}

impl Known {
    pub fn who(&self) -> Who {
        Who::Session { person: self.person, session: self.session }
    }
    pub fn limits(&self) -> Limits {
        self.class.limits()
    }
}

/// The badge of a caller; nothing when the session, the token or the person has ended, or while the session
/// is locked.
///
/// # Errors
/// A fault of the store.
pub fn badge(look: &mut Look, who: &Who) -> Result<Option<Badge>, Stop> {
    match who {
        Who::Nobody | Who::House(_) => Ok(None),
        Who::Session { person, session } => of_session(look, *person, *session),
        Who::Token { person, token } => of_token(look, *person, *token),
        Who::Console { person } => {
            let row = sessions::person_row(look, *person)?;
            Ok(row.map(|row| of_row(look, &row, true)).transpose()?.flatten())
        }
    }
}

fn of_session(look: &mut Look, person: PersonId, session: SessionId) -> Result<Option<Badge>, Stop> {
    let now = look.now();
    let found = sessions::with_person(look, session)?;
    let Some(found) = found.filter(|f| f.person == person && f.stand(now) == Stand::Open) else {
        return Ok(None);
    };
    Ok(Some(Badge {
        person,
        name: found.name,
        employer: found.org,
        duties: words::duties_of(&found.roles),
        trained: words::is_trained(found.trained_on, now),
        second_factor: found.second_factor,
        emergency: found.emergency,
        only: None,
    }))
}

fn of_token(look: &mut Look, person: PersonId, token: TokenId) -> Result<Option<Badge>, Stop> {
    let Some(live) = tokens::live(look, token)?.filter(|live| live.person == person) else { return Ok(None) };
    let Some(row) = sessions::person_row(look, person)? else { return Ok(None) };
    let badge = of_row(look, &row, live.second_factor)?;
    // An emergency is a person's own decision at a keyboard; a program never has one.
    Ok(badge.map(|b| Badge { duties: b.duties.both(live.duties), only: live.orgs, emergency: None, ..b }))
}

fn of_row(look: &mut Look, row: &Row, second_factor: bool) -> Result<Option<Badge>, Stop> {
    if row.get::<String>("state")? != "active" {
        return Ok(None);
    }
    let roles = words::split_roles(&row.get::<String>("roles")?);
    Ok(Some(Badge {
        person: row.get("person")?,
        name: row.get("name")?,
        employer: row.get("org")?,
        duties: words::duties_of(&roles),
        trained: words::is_trained(row.get("trained_on")?, look.now()),
        second_factor,
        emergency: sessions::emergency(row)?,
        only: None,
    }))
}

/// The session behind a cookie (`ses_….secret`), as a receipt of signing in gave it; nothing when there is
/// none. Runs as the house.
///
/// # Errors
/// A fault of the store.
pub fn session(look: &mut Look, cookie: &str) -> Result<Option<Known>, Stop> {
    let now = look.now();
    let Some(found) = found(look, cookie)? else { return Ok(None) };
    let stand = found.stand(now);
    let half = stand == Stand::Locked && !found.second_factor && crate::factors::has_any(look, found.person)?;
    Ok(Some(Known {
        session: found.id,
        person: found.person,
        name: found.name,
        class: found.life.class,
        stand,
        seen_at: found.life.seen_at,
        half,
    }))
}

pub(crate) fn found(look: &mut Look, cookie: &str) -> Result<Option<sessions::Found>, Stop> {
    let parts = cookie.split_once('.').and_then(|(id, secret)| Some((id.parse::<SessionId>().ok()?, secret)));
    let Some((id, secret)) = parts else { return Ok(None) };
    let found = sessions::with_person(look, id)?;
    Ok(found.filter(|f| secret::same(&f.secret, &secret::digest(secret))))
}

pub(crate) fn found_by(look: &mut Look, cookie: &Secret) -> Result<Option<sessions::Found>, Stop> {
    found(look, cookie.reveal())
}

/// The caller behind a token (`ord_…`); nothing when it does not count. Runs as the house.
///
/// # Errors
/// A fault of the store.
pub fn token(look: &mut Look, text: &str) -> Result<Option<Who>, Stop> {
    if !text.starts_with(TOKEN_PREFIX) {
        return Ok(None);
    }
    let found = tokens::by_digest(look, secret::digest(text))?;
    Ok(found.map(|(token, person)| Who::Token { person, token }))
}

/// Notes that somebody is at the session's workstation; called at most once a minute for a session, and only
/// after the session was found open. It is no order: that somebody moved a mouse is nothing for the ledger.
/// Runs as the house.
///
/// # Errors
/// A fault of the store.
pub fn touch(work: &mut Work, session: SessionId) -> Result<bool, Stop> {
    let now = work.now();
    let open = sessions::with_person(work, session)?.is_some_and(|f| f.stand(now) == Stand::Open);
    Ok(open && sessions::touch(work, session)?)
}

/// Notes that an emergency access lets its opener do something now which their duties do not allow; gives the fact the
/// first time. The door asks for it in the transaction of that act. Runs as the house.
///
/// # Errors
/// A fault of the store.
pub fn emergency_used(work: &mut Work, badge: &Badge) -> Result<Option<Fact>, Stop> {
    let Some(open) = badge.emergency.as_ref().filter(|open| !open.used) else { return Ok(None) };
    let first = emergencies::first_used(work, open.id)?;
    let fact = Fact::new("people.emergency-used", open.org)
        .about(open.id)
        .about(badge.person)
        .with("emergency", open.id)
        .with("person", badge.person)
        .with("employer", badge.employer);
    Ok(first.then_some(fact))
}

/// What the caller may do, read within an order: for the rule that nobody gives a duty they lack.
pub(crate) fn own_duties(look: &mut Look) -> Result<Duties, Stop> {
    let who = look.who().clone();
    let Some(person) = who.person() else {
        let house = matches!(who, Who::House(_));
        return Ok(if house { Duties::of(kernel::Duty::ALL) } else { Duties::NONE });
    };
    let all = words::duties_of(&crate::records::persons::caller_roles(look, person)?);
    match who {
        Who::Token { token, .. } => Ok(all.both(tokens::own(look, token)?.0)),
        _ => Ok(all),
    }
}

/// Whether the caller showed a second factor, read within an order.
pub(crate) fn has_second_factor(look: &mut Look) -> Result<bool, Stop> {
    match look.who().clone() {
        Who::Session { session, .. } => Ok(sessions::second_factor(look, session)?),
        Who::Token { token, .. } => Ok(tokens::own(look, token)?.1),
        Who::Console { .. } | Who::House(_) => Ok(true),
        Who::Nobody => Ok(false),
    }
}

/// The calling person; a refusal for an engine of the house.
pub(crate) fn caller(look: &Look) -> Result<PersonId, Stop> {
    look.person()
        .ok_or_else(|| kernel::Refusal::forbidden("Only a person can do this for themselves.").into())
}
