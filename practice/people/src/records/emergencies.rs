//! Emergency accesses.

use anyhow::Result;
use kernel::{EmergencyId, EntryId, Moment, OrgId, PersonId, SessionId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "people.locate-emergency" "select org from emergencies where id = :id";
    OPEN "people.open-emergency"
        "insert into emergencies (id, org, employer, person, session, reason_sealed, opened_at, until,
         review_due_at)
         values (:id, :org, :employer, :person, :session, :reason_sealed, :now, :until, :review_due_at)
         on conflict (person) where closed_at is null do nothing";
    EMPLOYER "people.employer-of-caller" "select org from employers where caller = :caller";
    FIND "people.emergency"
        "select id, org, employer, person, opened_at, until, closed_at, outcome, review_due_at,
                reviewed_at, reviewed_by, verdict
         from emergencies where id = :id and org = :org";
    OPEN_OF "people.open-emergency-of"
        "select id, org, employer, person, opened_at, until, closed_at, outcome, review_due_at,
                reviewed_at, reviewed_by, verdict
         from emergencies where person = :person and closed_at is null
         and org in (select org from reach where person = :who)";
    LIST "people.emergencies"
        "select id, org, employer, person, opened_at, until, closed_at, outcome, review_due_at,
                reviewed_at, reviewed_by, verdict
         from emergencies where org in (select org from reach where person = :who) and id < :before
         order by id desc limit :most";
    SEALED "people.sealed-of-emergency"
        "select reason_sealed, words_sealed from emergencies where id = :id and org = :org";
    house USE "people.use-emergency"
        "update emergencies set used_at = :now where id = :id and closed_at is null and used_at is null";
    CLOSE "people.close-emergency"
        "update emergencies set closed_at = :now, outcome = :outcome, review_due_at = :review_due_at
         where id = :id and org = :org and closed_at is null";
    REVIEW "people.review-emergency"
        "update emergencies set reviewed_at = :now, reviewed_by = :reviewer, verdict = :verdict,
         words_sealed = :words_sealed
         where id = :id and org = :org and closed_at is not null and reviewed_at is null";
    house EXPIRED "people.expired-emergencies"
        "select id from emergencies where closed_at is null and until <= :now order by until limit 100";
    ENTRIES "people.entries-under-emergency"
        "select id, at, act, outcome, body from entries
         where org = :org and person = :person and at >= :opened_at
         and at <= :closed_at order by id limit 1000";
}

/// An emergency access as kept.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    pub id: EmergencyId,
    pub org: OrgId,
    pub employer: OrgId,
    pub person: PersonId,
    pub opened_at: Moment,
    pub until: Moment,
    pub closed_at: Option<Moment>,
    pub outcome: Option<String>,
    pub review_due_at: Moment,
    pub reviewed_at: Option<Moment>,
    pub reviewed_by: Option<PersonId>,
    pub verdict: Option<String>,
}

/// An emergency access that begins.
pub(crate) struct Opening {
    pub id: EmergencyId,
    pub employer: OrgId,
    pub person: PersonId,
    pub session: Option<SessionId>,
    pub reason_sealed: Vec<u8>,
    pub until: Moment,
    pub review_due_at: Moment,
}

/// What was done under one.
pub(crate) struct Done {
    pub entry: EntryId,
    pub at: Moment,
    pub act: String,
    pub outcome: String,
    pub body: serde_json::Value,
}

impl Kept {
    fn read(r: &Row) -> Result<Self> {
        Ok(Self {
            id: r.get("id")?,
            org: r.get("org")?,
            employer: r.get("employer")?,
            person: r.get("person")?,
            opened_at: r.get("opened_at")?,
            until: r.get("until")?,
            closed_at: r.get("closed_at")?,
            outcome: r.get("outcome")?,
            review_due_at: r.get("review_due_at")?,
            reviewed_at: r.get("reviewed_at")?,
            reviewed_by: r.get("reviewed_by")?,
            verdict: r.get("verdict")?,
        })
    }
}

pub(crate) fn reason_about(id: EmergencyId) -> String {
    format!("emergencies/{id}/reason")
}

pub(crate) fn words_about(id: EmergencyId) -> String {
    format!("emergencies/{id}/words")
}

/// False when the person has one open already.
pub(crate) fn open(work: &mut Work, o: &Opening) -> Result<bool> {
    let opened = work.run(
        &OPEN,
        params! { "id": o.id, "employer": o.employer, "person": o.person, "session": o.session,
        "reason_sealed": o.reason_sealed.clone(), "until": o.until, "review_due_at": o.review_due_at },
    )?;
    Ok(opened == 1)
}

pub(crate) fn employer(look: &mut Look, person: PersonId) -> Result<Option<OrgId>> {
    look.row(&EMPLOYER, params! { "caller": person })?.map(|r| r.get("org")).transpose()
}

pub(crate) fn find(look: &mut Look, id: EmergencyId) -> Result<Option<Kept>> {
    look.row(&FIND, params! { "id": id })?.map(|r| Kept::read(&r)).transpose()
}

/// A sealed reason, and the sealed words of its review.
type Sealed = (Vec<u8>, Option<Vec<u8>>);

/// The sealed reason, and the sealed words of the review. Read by nobody but the reviewer's question.
pub(crate) fn sealed(look: &mut Look, id: EmergencyId) -> Result<Option<Sealed>> {
    let row = look.row(&SEALED, params! { "id": id })?;
    row.map(|r| Ok((r.get("reason_sealed")?, r.get("words_sealed")?))).transpose()
}

/// The one that the person has open, whose time may be over already.
pub(crate) fn open_of(look: &mut Look, person: PersonId) -> Result<Option<Kept>> {
    look.row(&OPEN_OF, params! { "person": person })?.map(|r| Kept::read(&r)).transpose()
}

pub(crate) fn list(look: &mut Look, before: &str, most: u32) -> Result<Vec<Kept>> {
    look.rows(&LIST, params! { "before": before, "most": most })?.iter().map(Kept::read).collect()
}

/// False when it was used before, or is over. Only as the house.
pub(crate) fn first_used(work: &mut Work, id: EmergencyId) -> Result<bool> {
    Ok(work.run(&USE, params! { "id": id })? == 1)
}

pub(crate) fn close(work: &mut Work, id: EmergencyId, outcome: &str, review_due_at: Moment) -> Result<bool> {
    let params = params! { "id": id, "outcome": outcome, "review_due_at": review_due_at };
    Ok(work.run(&CLOSE, params)? == 1)
}

pub(crate) fn review(
    work: &mut Work,
    id: EmergencyId,
    reviewer: PersonId,
    verdict: &str,
    words_sealed: Vec<u8>,
) -> Result<bool> {
    let params = params! { "id": id, "reviewer": reviewer, "verdict": verdict, "words_sealed": words_sealed };
    Ok(work.run(&REVIEW, params)? == 1)
}

/// Those whose time is over, at most a hundred. Only as the house.
pub(crate) fn expired(look: &mut Look) -> Result<Vec<EmergencyId>> {
    look.rows(&EXPIRED, params! {})?.iter().map(|r| r.get("id")).collect()
}

/// What the person did at the bound organization within a time, at most a thousand entries.
pub(crate) fn entries(look: &mut Look, person: PersonId, from: Moment, to: Moment) -> Result<Vec<Done>> {
    let rows = look.rows(&ENTRIES, params! { "person": person, "opened_at": from, "closed_at": to })?;
    let read = |r: &Row| {
        Ok(Done {
            entry: r.get("id")?,
            at: r.get("at")?,
            act: r.get("act")?,
            outcome: r.get("outcome")?,
            body: serde_json::from_slice(&r.get::<Vec<u8>>("body")?)?,
        })
    };
    rows.iter().map(read).collect()
}
