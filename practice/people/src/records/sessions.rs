//! Sessions and drafts.

use crate::limits::{Class, Life, Stand};
use crate::words;
use anyhow::Result;
use kernel::{Emergency, Moment, OrgId, PersonId, Role, SessionId};
use store::{Look, Row, Work, params, sql};

sql! {
    house OPEN "people.open-session"
        "insert into sessions (id, org, person, secret, class, place, second_factor, created_at, seen_at,
         locked_at)
         values (:id, :at_org, :person, :secret, :class, :place, :second_factor, :now, :now, :locked_at)";
    house WITH_PERSON "people.session-with-person"
        "select s.id, s.org, s.person, s.secret, s.class, s.second_factor, s.created_at, s.seen_at,
         s.locked_at, s.ended_at,
                p.name, p.email, p.roles, p.state, p.trained_on,
                e.id as emergency, e.org as emergency_org, e.until as emergency_until, e.used_at as emergency_used,
                e.session as emergency_session
         from sessions s join people p on p.id = s.person
         left join emergencies e on e.person = s.person and e.closed_at is null and e.until > :now
         where s.id = :id";
    house PERSON "people.person-with-emergency"
        "select p.id as person, p.org, p.name, p.roles, p.state, p.trained_on,
                e.id as emergency, e.org as emergency_org, e.until as emergency_until, e.used_at as emergency_used
         from people p left join emergencies e on e.person = p.id and e.closed_at is null and e.until > :now
         where p.id = :id";
    house TOUCH "people.touch-session"
        "update sessions set seen_at = :now where id = :id and ended_at is null and locked_at is null
         and seen_at < :now";
    house UNLOCK "people.unlock-session"
        "update sessions set locked_at = null, seen_at = :now, second_factor = :second_factor
         where id = :id and ended_at is null";
    house LEAVE "people.leave-session"
        "update sessions set ended_at = :now where id = :id and ended_at is null";
    house END_OF "people.end-sessions-of"
        "update sessions set ended_at = :now where person = :person and ended_at is null";
    SECOND "people.session-second-factor"
        "select second_factor from sessions
         where id = :id and org in (select org from reach where person = :who)";
    LOCK "people.lock-session"
        "update sessions set locked_at = :now where id = :id and person = :person and org = :org
         and ended_at is null";
    PROVE "people.prove-session"
        "update sessions set second_factor = :yes where id = :id and person = :person and org = :org";
    END_ONE "people.end-session"
        "update sessions set ended_at = :now
         where id = :id and person = :person and org = :org and ended_at is null";
    END_OTHERS "people.end-other-sessions"
        "update sessions set ended_at = :now
         where person = :person and org = :org and id <> :but and ended_at is null";
    LIST "people.sessions"
        "select id, class, second_factor, created_at, seen_at, locked_at from sessions
         where person = :person and org = :org and ended_at is null order by created_at desc limit 200";
    KEEP_DRAFT "people.keep-draft"
        "insert into drafts (person, name, org, text_sealed, at) values (:person, :name, :org, :text_sealed,
         :now)
         on conflict (person, name) do update set text_sealed = excluded.text_sealed, at = excluded.at
         where drafts.org = :org";
    DROP_DRAFT "people.drop-draft"
        "delete from drafts where person = :person and name = :name and org = :org";
    DRAFT "people.draft"
        "select text_sealed, at from drafts where person = :person and name = :name and org = :org";
    DRAFTS "people.count-drafts" "select count(*) as n from drafts where person = :person and org = :org";
}

/// A session with whose it is.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub id: SessionId,
    pub org: OrgId,
    pub person: PersonId,
    pub secret: Vec<u8>,
    pub second_factor: bool,
    pub life: Life,
    pub name: String,
    pub email: String,
    pub roles: Vec<Role>,
    pub active: bool,
    pub trained_on: Option<Moment>,
    pub emergency: Option<Emergency>,
}

impl Found {
    /// A session of somebody who left has ended with them.
    pub fn stand(&self, now: Moment) -> Stand {
        if self.active { self.life.stand(now) } else { Stand::Ended }
    }
}

/// A session that begins.
pub(crate) struct Opening<'a> {
    pub id: SessionId,
    pub org: OrgId,
    pub person: PersonId,
    pub secret: Vec<u8>,
    pub class: Class,
    pub place: &'a str,
    pub second_factor: bool,
    pub locked: bool,
}

/// A session in a list.
pub(crate) struct Listed {
    pub id: SessionId,
    pub second_factor: bool,
    pub life: Life,
}

pub(crate) fn emergency(row: &Row) -> Result<Option<Emergency>> {
    let id: Option<kernel::EmergencyId> = row.get("emergency")?;
    let read = |id| {
        let used = row.get::<Option<Moment>>("emergency_used")?.is_some();
        Ok(Emergency { id, org: row.get("emergency_org")?, until: row.get("emergency_until")?, used })
    };
    id.map(read).transpose()
}

/// Only as the house.
pub(crate) fn open(work: &mut Work, s: &Opening) -> Result<()> {
    let locked_at = s.locked.then(|| work.now());
    work.run(
        &OPEN,
        params! { "id": s.id, "at_org": s.org, "person": s.person, "secret": s.secret.clone(),
        "class": s.class.word(),
              "place": s.place, "second_factor": s.second_factor, "locked_at": locked_at },
    )
    .map(drop)
}

/// Only as the house.
pub(crate) fn with_person(look: &mut Look, id: SessionId) -> Result<Option<Found>> {
    let Some(row) = look.row(&WITH_PERSON, params! { "id": id })? else { return Ok(None) };
    let opened_by: Option<SessionId> = row.get("emergency_session")?;
    let life = Life {
        class: Class::from_word(&row.get::<String>("class")?),
        created_at: row.get("created_at")?,
        seen_at: row.get("seen_at")?,
        locked_at: row.get("locked_at")?,
        ended_at: row.get("ended_at")?,
        emergency: opened_by == Some(id),
    };
    Ok(Some(Found {
        id,
        org: row.get("org")?,
        person: row.get("person")?,
        secret: row.get("secret")?,
        second_factor: row.get("second_factor")?,
        life,
        name: row.get("name")?,
        email: row.get("email")?,
        roles: words::split_roles(&row.get::<String>("roles")?),
        active: row.get::<String>("state")? == "active",
        trained_on: row.get("trained_on")?,
        emergency: emergency(&row)?,
    }))
}

/// The person with an open emergency, for callers without a session. Only as the house.
pub(crate) fn person_row(look: &mut Look, id: PersonId) -> Result<Option<Row>> {
    look.row(&PERSON, params! { "id": id })
}

/// Only as the house.
pub(crate) fn touch(work: &mut Work, id: SessionId) -> Result<bool> {
    Ok(work.run(&TOUCH, params! { "id": id })? == 1)
}

/// Only as the house.
pub(crate) fn unlock(work: &mut Work, id: SessionId, second_factor: bool) -> Result<()> {
    work.run(&UNLOCK, params! { "id": id, "second_factor": second_factor }).map(drop)
}

/// Only as the house.
pub(crate) fn leave(work: &mut Work, id: SessionId) -> Result<bool> {
    Ok(work.run(&LEAVE, params! { "id": id })? == 1)
}

/// Only as the house.
pub(crate) fn end_all_of(work: &mut Work, person: PersonId) -> Result<u64> {
    work.run(&END_OF, params! { "person": person })
}

pub(crate) fn second_factor(look: &mut Look, id: SessionId) -> Result<bool> {
    look.row(&SECOND, params! { "id": id })?.map_or(Ok(false), |r| r.get("second_factor"))
}

pub(crate) fn lock(work: &mut Work, person: PersonId, id: SessionId) -> Result<bool> {
    Ok(work.run(&LOCK, params! { "id": id, "person": person })? == 1)
}

/// The session was shown a second factor.
pub(crate) fn prove(work: &mut Work, person: PersonId, id: SessionId) -> Result<()> {
    work.run(&PROVE, params! { "id": id, "person": person, "yes": true }).map(drop)
}

pub(crate) fn end_one(work: &mut Work, person: PersonId, id: SessionId) -> Result<bool> {
    Ok(work.run(&END_ONE, params! { "id": id, "person": person })? == 1)
}

/// Ends the person's sessions except one (or all of them).
pub(crate) fn end_others(work: &mut Work, person: PersonId, but: Option<SessionId>) -> Result<u64> {
    let but = but.map(|id| id.to_string()).unwrap_or_default();
    work.run(&END_OTHERS, params! { "person": person, "but": but })
}

pub(crate) fn list(look: &mut Look, person: PersonId) -> Result<Vec<Listed>> {
    let rows = look.rows(&LIST, params! { "person": person })?;
    let read = |r: &Row| {
        let life = Life {
            class: Class::from_word(&r.get::<String>("class")?),
            created_at: r.get("created_at")?,
            seen_at: r.get("seen_at")?,
            locked_at: r.get("locked_at")?,
            ended_at: None,
            emergency: false,
        };
        Ok(Listed { id: r.get("id")?, second_factor: r.get("second_factor")?, life })
    };
    rows.iter().map(read).collect()
}

pub(crate) fn keep_draft(work: &mut Work, person: PersonId, name: &str, sealed: Vec<u8>) -> Result<()> {
    work.run(&KEEP_DRAFT, params! { "person": person, "name": name, "text_sealed": sealed }).map(drop)
}

pub(crate) fn drop_draft(work: &mut Work, person: PersonId, name: &str) -> Result<bool> {
    Ok(work.run(&DROP_DRAFT, params! { "person": person, "name": name })? == 1)
}

pub(crate) fn draft(look: &mut Look, person: PersonId, name: &str) -> Result<Option<(Vec<u8>, Moment)>> {
    let row = look.row(&DRAFT, params! { "person": person, "name": name })?;
    row.map(|r| Ok((r.get("text_sealed")?, r.get("at")?))).transpose()
}

pub(crate) fn drafts(look: &mut Look, person: PersonId) -> Result<i64> {
    look.row(&DRAFTS, params! { "person": person })?.map_or(Ok(0), |r| r.get("n"))
}
