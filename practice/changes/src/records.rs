//! Everything this slice asks of the database, and nothing else asks for its tables.

use crate::rules::{Test, Yes};
use crate::words::{
    BackOut, CareArea, Category, ChangeKind, Environment, FreezeReason, Risk, State, TextKind, View,
};
use anyhow::{Context, Result};
use kernel::{AssetId, ChangeId, FreezeId, Moment, OrgId, PersonId, Refusal, Stop, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "changes.locate" "select org from changes where id = :id";
    house LOCATE_FREEZE "changes.locate-freeze" "select org from freezes where id = :id";
    ONE "changes.one" "select * from changes where id = :change and org = :org";
    PUT "changes.put"
        "insert into changes (id, org, ticket, asset, title, kind, category, build, care_areas, downtime_minutes,
             back_out, risk, because, zone, starts_at, ends_at, planner, planner_employer, state, round, texts,
             created_at, asked_at, decided_at, started_at, ended_at, review_due_at, reviewed_by, reviewed_at)
         values (:id, :org, :ticket, :asset, :title, :kind, :category, :build, :care_areas, :downtime_minutes,
             :back_out, :risk, :because, :zone, :starts_at, :ends_at, :planner, :planner_employer, :state, :round,
             :texts, :created_at, :asked_at, :decided_at, :started_at, :ended_at, :review_due_at, :reviewed_by,
             :reviewed_at)
         on conflict (id) do update set asset = excluded.asset, title = excluded.title, kind = excluded.kind,
             category = excluded.category, build = excluded.build, care_areas = excluded.care_areas,
             downtime_minutes = excluded.downtime_minutes, back_out = excluded.back_out, risk = excluded.risk,
             because = excluded.because, zone = excluded.zone, starts_at = excluded.starts_at,
             ends_at = excluded.ends_at, planner = excluded.planner, planner_employer = excluded.planner_employer,
             state = excluded.state, round = excluded.round, texts = excluded.texts,
             asked_at = excluded.asked_at, decided_at = excluded.decided_at, started_at = excluded.started_at,
             ended_at = excluded.ended_at, review_due_at = excluded.review_due_at,
             reviewed_by = excluded.reviewed_by, reviewed_at = excluded.reviewed_at
         where changes.org = :org";
    COMING "changes.coming"
        "select * from changes where org in (select org from reach where person = :who) and ended_at is null
           and (:at_org = '' or org = :at_org) and (:state = '' or state = :state)
           and (starts_at > :from_at or (starts_at = :from_at and id > :after))
         order by starts_at, id limit :most";
    PAST "changes.past"
        "select * from changes where org in (select org from reach where person = :who) and ended_at is not null
           and (:at_org = '' or org = :at_org)
           and (:reviews = 0 or (review_due_at is not null and reviewed_at is null))
           and (starts_at < :from_at or (starts_at = :from_at and id < :after))
         order by starts_at desc, id desc limit :most";
    OF_TICKET "changes.of-ticket"
        "select * from changes where org = :org and ticket = :ticket order by starts_at, id limit 50";
    BESIDE "changes.beside"
        "select * from changes where org = :org and id <> :change and ended_at is null
           and starts_at < :ends_at and ends_at > :starts_at order by starts_at, id limit 20";
    WRITE "changes.write-text"
        "insert into change_texts (change, place, org, kind, author, at, text_sealed)
         values (:change, :place, :org, :kind, :author, :now, :text_sealed)";
    TEXTS "changes.texts"
        "select place, kind, author, at from change_texts where change = :change and org = :org order by place";
    OPENED "changes.open-texts"
        "select place, kind, author, at, text_sealed from change_texts where change = :change and org = :org
         order by place";
    VOTE "changes.vote"
        "insert into change_votes (change, round, person, org, employer, approves, text, at)
         values (:change, :round, :person, :org, :employer, :approves, :text, :now)";
    VOTES "changes.votes"
        "select round, person, employer, approves, text, at from change_votes where change = :change and org = :org
         order by round, at, person";
    RECORD "changes.record-test"
        "insert into change_tests (change, text, org, environment, passed, person, employer, at)
         values (:change, :text, :org, :environment, :passed, :person, :employer, :now)";
    TESTS "changes.tests"
        "select text, environment, passed, person, employer, at from change_tests
         where change = :change and org = :org order by text";
    FREEZE "changes.freeze"
        "insert into freezes (id, org, reason, care_areas, zone, starts_at, ends_at, set_by, set_at, ended_at)
         values (:id, :org, :reason, :care_areas, :zone, :starts_at, :ends_at, :set_by, :now, null)";
    THAW "changes.end-freeze"
        "update freezes set ended_at = :now where id = :freeze and org = :org and ended_at is null
           and ends_at > :now";
    FREEZES "changes.freezes"
        "select * from freezes where org = :org and ended_at is null and ends_at > :from_at
         order by starts_at, id limit 200";
}

/// A change as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub id: ChangeId,
    pub org: OrgId,
    pub ticket: Option<TicketId>,
    pub asset: Option<AssetId>,
    pub title: String,
    pub kind: ChangeKind,
    pub category: Category,
    pub build: Option<String>,
    pub care_areas: Vec<CareArea>,
    pub downtime_minutes: u32,
    pub back_out: BackOut,
    pub risk: Risk,
    pub because: String,
    pub zone: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub planner: PersonId,
    pub planner_employer: OrgId,
    pub state: State,
    pub round: u32,
    pub texts: u32,
    pub created_at: Moment,
    pub asked_at: Option<Moment>,
    pub decided_at: Option<Moment>,
    pub started_at: Option<Moment>,
    pub ended_at: Option<Moment>,
    pub review_due_at: Option<Moment>,
    pub reviewed_by: Option<PersonId>,
    pub reviewed_at: Option<Moment>,
}

impl Change {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            ticket: row.get("ticket")?,
            asset: row.get("asset")?,
            title: row.get("title")?,
            kind: row.get("kind")?,
            category: row.get("category")?,
            build: row.get("build")?,
            care_areas: CareArea::list(&row.get::<String>("care_areas")?),
            downtime_minutes: row.get("downtime_minutes")?,
            back_out: row.get("back_out")?,
            risk: row.get("risk")?,
            because: row.get("because")?,
            zone: row.get("zone")?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            planner: row.get("planner")?,
            planner_employer: row.get("planner_employer")?,
            state: row.get("state")?,
            round: row.get("round")?,
            texts: row.get("texts")?,
            created_at: row.get("created_at")?,
            asked_at: row.get("asked_at")?,
            decided_at: row.get("decided_at")?,
            started_at: row.get("started_at")?,
            ended_at: row.get("ended_at")?,
            review_due_at: row.get("review_due_at")?,
            reviewed_by: row.get("reviewed_by")?,
            reviewed_at: row.get("reviewed_at")?,
        })
    }
}

/// A change of the bound organization.
pub(crate) fn one(look: &mut Look, change: ChangeId) -> Result<Change, Stop> {
    let row = look.row(&ONE, params! { "change": change })?;
    let row = row.ok_or_else(|| Refusal::not_found("change"))?;
    Ok(Change::read(&row)?)
}

/// Writes a change of the bound organization, a new one or a changed one.
pub(crate) fn put(work: &mut Work, c: &Change) -> Result<()> {
    let written = work.run(
        &PUT,
        params! {
            "id": c.id, "ticket": c.ticket, "asset": c.asset, "title": &c.title, "kind": c.kind,
            "category": c.category, "build": c.build.clone(), "care_areas": CareArea::join(&c.care_areas),
            "downtime_minutes": c.downtime_minutes, "back_out": c.back_out, "risk": c.risk,
            "because": &c.because, "zone": &c.zone, "starts_at": c.starts_at, "ends_at": c.ends_at,
            "planner": c.planner, "planner_employer": c.planner_employer, "state": c.state, "round": c.round,
            "texts": c.texts, "created_at": c.created_at, "asked_at": c.asked_at, "decided_at": c.decided_at,
            "started_at": c.started_at, "ended_at": c.ended_at, "review_due_at": c.review_due_at,
            "reviewed_by": c.reviewed_by, "reviewed_at": c.reviewed_at,
        },
    )?;
    anyhow::ensure!(written == 1, "the change {} belongs to another organization than the bound one", c.id);
    Ok(())
}

/// Where a list goes on: behind this window and id.
#[derive(Debug, Clone, Copy)]
pub(crate) struct After {
    pub at: Moment,
    pub id: Option<ChangeId>,
}

/// Changes within reach: coming ones by their window, past ones the latest first.
pub(crate) fn list(
    look: &mut Look,
    view: View,
    org: Option<OrgId>,
    after: Option<After>,
    most: u32,
) -> Result<Vec<Change>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let id = after.and_then(|a| a.id).map(|id| id.to_string());
    let rows = match view {
        View::Coming | View::Waiting => {
            let state = if view == View::Waiting { State::Asked.word() } else { "" };
            let from = after.map_or(Moment::from_micros(0), |a| a.at);
            let after = id.unwrap_or_default();
            let given =
                params! { "at_org": at_org, "state": state, "from_at": from, "after": after, "most": most };
            look.rows(&COMING, given)?
        }
        View::Review | View::Past => {
            let reviews = i64::from(view == View::Review);
            let from = after.map_or(Moment::from_micros(i64::MAX), |a| a.at);
            let after = id.unwrap_or_else(|| "chg_g".to_owned());
            let given = params! { "at_org": at_org, "reviews": reviews, "from_at": from, "after": after, "most": most };
            look.rows(&PAST, given)?
        }
    };
    rows.iter().map(Change::read).collect()
}

pub(crate) fn of_ticket(look: &mut Look, ticket: TicketId) -> Result<Vec<Change>> {
    look.rows(&OF_TICKET, params! { "ticket": ticket })?.iter().map(Change::read).collect()
}

/// Other changes whose window meets this one's.
pub(crate) fn beside(look: &mut Look, c: &Change) -> Result<Vec<Change>> {
    let given = params! { "change": c.id, "starts_at": c.starts_at, "ends_at": c.ends_at };
    look.rows(&BESIDE, given)?.iter().map(Change::read).collect()
}

/// A text that is still sealed.
#[derive(Debug, Clone)]
pub(crate) struct Text {
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

fn about(change: ChangeId, place: u32) -> String {
    format!("changes/{change}/texts/{place}")
}

/// Seals another text of the change and gives its place; the change itself is written by whoever calls.
pub(crate) fn write(work: &mut Work, c: &mut Change, kind: TextKind, text: &str) -> Result<u32> {
    c.texts = c.texts.checked_add(1).context("a change with more texts than numbers")?;
    let sealed = work.seal(c.org, &about(c.id, c.texts), text)?;
    let author = work.person();
    let given =
        params! { "change": c.id, "place": c.texts, "kind": kind, "author": author, "text_sealed": sealed };
    work.run(&WRITE, given)?;
    Ok(c.texts)
}

pub(crate) fn texts(look: &mut Look, change: ChangeId) -> Result<Vec<Text>> {
    look.rows(&TEXTS, params! { "change": change })?.iter().map(Text::read).collect()
}

/// The texts opened: only for a question that is labelled so and charted.
pub(crate) fn opened(look: &mut Look, c: &Change) -> Result<Vec<(Text, String)>> {
    let rows = look.rows(&OPENED, params! { "change": c.id })?;
    let open = |row: &Row, look: &mut Look| {
        let text = Text::read(row)?;
        let words = look.open(c.org, &about(c.id, text.place), &row.get::<Vec<u8>>("text_sealed")?)?;
        Ok((text, words))
    };
    rows.iter().map(|row| open(row, look)).collect()
}

/// A word given by an approver.
#[derive(Debug, Clone)]
pub(crate) struct Vote {
    pub round: u32,
    pub yes: Yes,
    pub approves: bool,
    pub text: Option<u32>,
    pub at: Moment,
}

pub(crate) fn vote(work: &mut Work, c: &Change, yes: Yes, approves: bool, text: Option<u32>) -> Result<()> {
    let given = params! {
        "change": c.id, "round": c.round, "person": yes.person, "employer": yes.employer,
        "approves": approves, "text": text,
    };
    work.run(&VOTE, given)?;
    Ok(())
}

pub(crate) fn votes(look: &mut Look, change: ChangeId) -> Result<Vec<Vote>> {
    let read = |row: &Row| {
        Ok(Vote {
            round: row.get("round")?,
            yes: Yes { person: row.get("person")?, employer: row.get("employer")? },
            approves: row.get("approves")?,
            text: row.get("text")?,
            at: row.get("at")?,
        })
    };
    look.rows(&VOTES, params! { "change": change })?.iter().map(read).collect()
}

/// A test with who made it and the place of its evidence.
#[derive(Debug, Clone)]
pub(crate) struct Recorded {
    pub test: Test,
    pub text: u32,
    pub person: PersonId,
    pub at: Moment,
}

pub(crate) fn record(work: &mut Work, c: &Change, person: PersonId, test: Test, text: u32) -> Result<()> {
    let given = params! {
        "change": c.id, "text": text, "environment": test.environment, "passed": test.passed,
        "person": person, "employer": test.employer,
    };
    work.run(&RECORD, given)?;
    Ok(())
}

pub(crate) fn tests(look: &mut Look, change: ChangeId) -> Result<Vec<Recorded>> {
    let read = |row: &Row| {
        Ok(Recorded {
            test: Test {
                environment: row.get::<Environment>("environment")?,
                passed: row.get("passed")?,
                employer: row.get("employer")?,
            },
            text: row.get("text")?,
            person: row.get("person")?,
            at: row.get("at")?,
        })
    };
    look.rows(&TESTS, params! { "change": change })?.iter().map(read).collect()
}

/// A time in which nothing is changed.
#[derive(Debug, Clone)]
pub(crate) struct Freeze {
    pub id: FreezeId,
    pub reason: FreezeReason,
    pub care_areas: Vec<CareArea>,
    pub zone: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub set_by: Option<PersonId>,
}

pub(crate) fn freeze(work: &mut Work, f: &Freeze) -> Result<()> {
    let given = params! {
        "id": f.id, "reason": f.reason, "care_areas": CareArea::join(&f.care_areas), "zone": &f.zone,
        "starts_at": f.starts_at, "ends_at": f.ends_at, "set_by": f.set_by,
    };
    work.run(&FREEZE, given)?;
    Ok(())
}

/// Ends a freeze; false when it has ended already.
pub(crate) fn thaw(work: &mut Work, freeze: FreezeId) -> Result<bool> {
    Ok(work.run(&THAW, params! { "freeze": freeze })? == 1)
}

/// Freezes that have not ended at `from`, the next first.
pub(crate) fn freezes(look: &mut Look, from: Moment) -> Result<Vec<Freeze>> {
    let read = |row: &Row| {
        Ok(Freeze {
            id: row.get("id")?,
            reason: row.get("reason")?,
            care_areas: CareArea::list(&row.get::<String>("care_areas")?),
            zone: row.get("zone")?,
            starts_at: row.get("starts_at")?,
            ends_at: row.get("ends_at")?,
            set_by: row.get("set_by")?,
        })
    };
    look.rows(&FREEZES, params! { "from_at": from })?.iter().map(read).collect()
}
