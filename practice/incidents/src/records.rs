//! What this slice asks of the database about incidents, their texts, tasks and roles.

use crate::playbook;
use crate::words::{IncidentKind, IncidentRole, Phase, Severity, Source, State, TextKind};
use anyhow::{Context, Result};
use jiff::{SignedDuration, tz::TimeZone};
use kernel::{IncidentId, IncidentTaskId, Moment, OrgId, PersonId, Refusal, Span, Stop, TicketId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "incidents.locate" "select org from incidents where id = :id";
    house LOCATE_TASK "incidents.locate-task" "select org from incident_tasks where id = :id";
    ONE "incidents.one" "select * from incidents where id = :incident and org = :org";
    PUT "incidents.put"
        "insert into incidents (id, org, kind, severity, state, closed, source, ticket, title, zone, texts, detected_at,
             declared_by, opened_at, contained_at, closed_at)
         values (:id, :org, :kind, :severity, :state, :closed, :source, :ticket, :title, :zone, :texts, :detected_at,
             :declared_by, :opened_at, :contained_at, :closed_at)
         on conflict (id) do update set severity = excluded.severity, state = excluded.state,
             closed = excluded.closed, title = excluded.title, texts = excluded.texts,
             contained_at = excluded.contained_at, closed_at = excluded.closed_at
         where incidents.org = :org";
    PLACES "incidents.places" "select org from reach where person = :who";
    LIST "incidents.list"
        "select * from incidents where org = :place and org in (select org from reach where person = :who)
           and closed = :closed and (opened_at < :at or (opened_at = :at and id < :after))
         order by opened_at desc, id desc limit :most";
    OF_TICKET "incidents.of-ticket"
        "select * from incidents where org = :org and ticket = :ticket order by opened_at desc, id desc limit 20";
    WRITE "incidents.write-text"
        "insert into incident_texts (incident, place, org, kind, author, at, text_sealed)
         values (:incident, :place, :org, :kind, :author, :now, :text_sealed)";
    TEXTS "incidents.texts"
        "select place, kind, author, at from incident_texts where incident = :incident and org = :org order by place";
    OPENED "incidents.open-texts"
        "select place, kind, author, at, text_sealed from incident_texts where incident = :incident and org = :org
         order by place";
    PUT_TASK "incidents.put-task"
        "insert into incident_tasks (id, org, incident, place, phase, title, role, from_playbook, owner, due_at, late_at,
             done_at, done_by, text)
         values (:id, :org, :incident, :place, :phase, :title, :role, :from_playbook, :owner, :due_at, :late_at,
             :done_at, :done_by, :text)
         on conflict (id) do update set owner = excluded.owner, due_at = excluded.due_at, late_at = excluded.late_at,
             done_at = excluded.done_at, done_by = excluded.done_by, text = excluded.text
         where incident_tasks.org = excluded.org and incident_tasks.org = :org";
    TASKS "incidents.tasks"
        "select * from incident_tasks where org = :org and incident = :incident order by place limit 500";
    TASK "incidents.task" "select * from incident_tasks where id = :task and org = :org";
    house LATE "incidents.late-tasks"
        "select t.id from incident_tasks t join incidents i on i.id = t.incident
         where t.done_at is null and t.late_at is null and t.due_at <= :now and not i.closed
         order by t.due_at, t.id limit :most";
    NAME_ROLE "incidents.name-role"
        "insert into incident_roles (incident, role, org, person, text, named_by, named_at)
         values (:incident, :role, :org, :person, :text, :named_by, :now)
         on conflict (incident, role) do update set person = excluded.person, text = excluded.text,
             named_by = excluded.named_by, named_at = excluded.named_at
         where incident_roles.org = excluded.org and incident_roles.org = :org";
    ROLES "incidents.roles"
        "select role, person, text, named_by, named_at from incident_roles
         where incident = :incident and org = :org order by role";
}

/// An incident as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Incident {
    pub id: IncidentId,
    pub org: OrgId,
    pub kind: IncidentKind,
    pub severity: Severity,
    pub state: State,
    pub source: Source,
    pub ticket: Option<TicketId>,
    pub title: String,
    /// IANA zone of the place.
    pub zone: String,
    pub texts: u32,
    /// When the first sign of it was seen.
    pub detected_at: Moment,
    pub declared_by: Option<PersonId>,
    pub opened_at: Moment,
    pub contained_at: Option<Moment>,
    pub closed_at: Option<Moment>,
}

impl Incident {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            kind: row.get("kind")?,
            severity: row.get("severity")?,
            state: row.get("state")?,
            source: row.get("source")?,
            ticket: row.get("ticket")?,
            title: row.get("title")?,
            zone: row.get("zone")?,
            texts: row.get("texts")?,
            detected_at: row.get("detected_at")?,
            declared_by: row.get("declared_by")?,
            opened_at: row.get("opened_at")?,
            contained_at: row.get("contained_at")?,
            closed_at: row.get("closed_at")?,
        })
    }
}

pub(crate) fn one(look: &mut Look, incident: IncidentId) -> Result<Incident, Stop> {
    match look.row(&ONE, params! { "incident": incident })? {
        Some(row) => Ok(Incident::read(&row)?),
        None => Err(Refusal::not_found("incident").into()),
    }
}

pub(crate) fn put(work: &mut Work, i: &Incident) -> Result<()> {
    let given = params! {
        "id": i.id, "kind": i.kind, "severity": i.severity, "state": i.state, "closed": i.state == State::Closed,
        "source": i.source, "ticket": i.ticket, "title": &i.title, "zone": &i.zone, "texts": i.texts,
        "detected_at": i.detected_at, "declared_by": i.declared_by, "opened_at": i.opened_at,
        "contained_at": i.contained_at, "closed_at": i.closed_at,
    };
    let written = work.run(&PUT, given)?;
    anyhow::ensure!(written == 1, "the incident {} belongs to another organization than the bound one", i.id);
    Ok(())
}

/// Where a list goes on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct After {
    pub at: Moment,
    pub id: IncidentId,
}

/// Incidents within reach, the latest first. Each organization is asked by itself, so that an index answers however many
/// incidents are kept.
pub(crate) fn list(
    look: &mut Look,
    org: Option<OrgId>,
    closed: bool,
    after: Option<After>,
    most: u32,
) -> Result<Vec<Incident>> {
    let places: Vec<OrgId> = match org {
        Some(org) => vec![org],
        None => look.rows(&PLACES, params! {})?.iter().map(|r| r.get("org")).collect::<Result<_>>()?,
    };
    let at = after.map_or(Moment::from_micros(i64::MAX), |a| a.at);
    let id = after.map_or_else(|| "inc_g".to_owned(), |a| a.id.to_string());
    let mut found = Vec::new();
    for place in places {
        let given = params! { "place": place, "closed": closed, "at": at, "after": &id, "most": most };
        for row in look.rows(&LIST, given)? {
            found.push(Incident::read(&row)?);
        }
    }
    found.sort_by_key(|i: &Incident| std::cmp::Reverse((i.opened_at, i.id)));
    found.truncate(most as usize);
    Ok(found)
}

pub(crate) fn of_ticket(look: &mut Look, ticket: TicketId) -> Result<Vec<Incident>> {
    look.rows(&OF_TICKET, params! { "ticket": ticket })?.iter().map(Incident::read).collect()
}

/// A text that is still sealed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Text {
    pub place: u32,
    pub kind: TextKind,
    pub author: Option<PersonId>,
    pub at: Moment,
}

impl Text {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            place: row.get("place")?,
            kind: row.get("kind")?,
            author: row.get("author")?,
            at: row.get("at")?,
        })
    }
}

fn about(incident: IncidentId, place: u32) -> String {
    format!("incidents/{incident}/texts/{place}")
}

/// Seals another text and gives its place; the incident is written along.
pub(crate) fn write(work: &mut Work, i: &mut Incident, kind: TextKind, text: &str) -> Result<u32> {
    i.texts = i.texts.checked_add(1).context("an incident with more texts than numbers")?;
    put(work, i)?;
    let sealed = work.seal(i.org, &about(i.id, i.texts), text)?;
    let author = work.person();
    let given = params! {
        "incident": i.id, "place": i.texts, "kind": kind, "author": author, "text_sealed": sealed,
    };
    work.run(&WRITE, given)?;
    Ok(i.texts)
}

pub(crate) fn texts(look: &mut Look, incident: IncidentId) -> Result<Vec<Text>> {
    look.rows(&TEXTS, params! { "incident": incident })?.iter().map(Text::read).collect()
}

/// The texts opened: only for a question that is labelled so and charted.
pub(crate) fn opened(look: &mut Look, i: &Incident) -> Result<Vec<(Text, String)>> {
    let rows = look.rows(&OPENED, params! { "incident": i.id })?;
    let open = |row: &Row, look: &mut Look| {
        let text = Text::read(row)?;
        let words = look.open(i.org, &about(i.id, text.place), &row.get::<Vec<u8>>("text_sealed")?)?;
        Ok((text, words))
    };
    rows.iter().map(|row| open(row, look)).collect()
}

/// Something to be done.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Task {
    pub id: IncidentTaskId,
    pub incident: IncidentId,
    pub place: u32,
    pub phase: Phase,
    pub title: String,
    /// Whose it is by the playbook.
    pub role: Option<IncidentRole>,
    pub from_playbook: bool,
    pub owner: Option<PersonId>,
    pub due_at: Option<Moment>,
    /// Why it is due then; said where the incident is shown.
    pub because: Option<String>,
    /// When the house noted that it is late.
    pub late_at: Option<Moment>,
    pub done_at: Option<Moment>,
    pub done_by: Option<PersonId>,
    /// What was written when it was done.
    pub text: Option<u32>,
}

impl Task {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            incident: row.get("incident")?,
            place: row.get("place")?,
            phase: row.get("phase")?,
            title: row.get("title")?,
            role: row.get("role")?,
            from_playbook: row.get("from_playbook")?,
            owner: row.get("owner")?,
            due_at: row.get("due_at")?,
            because: None,
            late_at: row.get("late_at")?,
            done_at: row.get("done_at")?,
            done_by: row.get("done_by")?,
            text: row.get("text")?,
        })
    }

    /// Why it is due when it is: counted from the declaration by the playbook, or said by somebody.
    pub(crate) fn account(&self, incident: &Incident) -> Option<String> {
        let due = self.due_at?;
        let planned = usize::try_from(self.place).ok().and_then(|place| {
            playbook(incident.kind).tasks.get(place.checked_sub(1)?).filter(|_| self.from_playbook)
        });
        let planned = planned.and_then(|task| task.minutes).map(i64::from);
        Some(match planned.filter(|m| incident.opened_at.plus(Span::minutes(*m)) == due) {
            Some(minutes) => {
                let zone = TimeZone::get(&incident.zone).unwrap_or(TimeZone::UTC);
                let length = clocks::length_in_words(SignedDuration::from_mins(minutes));
                let from = clocks::instant_in_words(incident.opened_at.timestamp(), &zone);
                format!(
                    "{length} after it was declared ({from}), as the playbook says; the clock never rests"
                )
            }
            None if self.from_playbook => "as was said when it was given to somebody".to_owned(),
            None => "as whoever asked for it said".to_owned(),
        })
    }

    /// Whether it is due and not done.
    pub fn late(&self, now: Moment) -> bool {
        self.done_at.is_none() && self.due_at.is_some_and(|due| due <= now)
    }
}

pub(crate) fn put_task(work: &mut Work, t: &Task) -> Result<()> {
    let given = params! {
        "id": t.id, "incident": t.incident, "place": t.place, "phase": t.phase, "title": &t.title, "role": t.role,
        "from_playbook": t.from_playbook, "owner": t.owner, "due_at": t.due_at, "late_at": t.late_at,
        "done_at": t.done_at, "done_by": t.done_by, "text": t.text,
    };
    work.run(&PUT_TASK, given)?;
    Ok(())
}

pub(crate) fn tasks(look: &mut Look, incident: IncidentId) -> Result<Vec<Task>> {
    look.rows(&TASKS, params! { "incident": incident })?.iter().map(Task::read).collect()
}

pub(crate) fn task(look: &mut Look, task: IncidentTaskId) -> Result<Task, Stop> {
    match look.row(&TASK, params! { "task": task })? {
        Some(row) => Ok(Task::read(&row)?),
        None => Err(Refusal::not_found("task").into()),
    }
}

/// Tasks that are late without a note, for the house.
pub(crate) fn late_tasks(look: &mut Look, most: u32) -> Result<Vec<IncidentTaskId>> {
    look.rows(&LATE, params! { "most": most })?.iter().map(|r| r.get("id")).collect()
}

/// Who somebody is on an incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Named {
    pub role: IncidentRole,
    pub person: Option<PersonId>,
    /// The sealed text that names somebody outside.
    pub text: Option<u32>,
    pub named_by: Option<PersonId>,
    pub named_at: Moment,
}

pub(crate) fn name_role(
    work: &mut Work,
    incident: IncidentId,
    role: IncidentRole,
    person: Option<PersonId>,
    text: Option<u32>,
) -> Result<()> {
    let by = work.person();
    work.run(
        &NAME_ROLE,
        params! { "incident": incident, "role": role, "person": person, "text": text, "named_by": by },
    )?;
    Ok(())
}

pub(crate) fn roles(look: &mut Look, incident: IncidentId) -> Result<Vec<Named>> {
    let read = |row: &Row| {
        Ok(Named {
            role: row.get("role")?,
            person: row.get("person")?,
            text: row.get("text")?,
            named_by: row.get("named_by")?,
            named_at: row.get("named_at")?,
        })
    };
    look.rows(&ROLES, params! { "incident": incident })?.iter().map(read).collect()
}
