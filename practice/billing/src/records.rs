//! Everything this slice asks of the database, and nothing else asks for its tables.

use crate::needs::Weighed;
use crate::sheet::{Sheet, Spent};
use anyhow::{Context, Result};
use kernel::{ContractId, Moment, OrgId, PersonId, SheetId, TicketId, TimeEntryId};
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "billing.locate" "select org from time_entries where id = :id";
    house LOCATE_SHEET "billing.locate-sheet" "select org from sheets where id = :id";
    LOG "billing.log"
        "insert into time_entries (id, org, ticket, number, person, employer, started_at, minutes, on_site,
             note_sealed, noted, contract, version, covered, why, rate_cents, step_minutes, logged_at, replaces,
             lent_to, cost_cents)
         values (:id, :org, :ticket, :number, :person, :employer, :started_at, :minutes, :on_site, :note_sealed,
             :noted, :contract, :version, :covered, :why, :rate_cents, :step_minutes, :now, :replaces,
             :lent_to, :cost_cents)";
    DROP "billing.drop"
        "update time_entries set dropped_at = :now, dropped_by = :by
         where id = :id and org = :org and dropped_at is null";
    ONE "billing.one"
        "select id, ticket, number, person, started_at, minutes, contract, covered, rate_cents, step_minutes, on_site,
             noted, version, why, employer, lent_to, cost_cents
         from time_entries where id = :id and org = :org and dropped_at is null";
    OF_TICKET "billing.of-ticket"
        "select id, ticket, number, person, started_at, minutes, contract, covered, rate_cents, step_minutes, on_site,
             noted, version, why, employer, lent_to, cost_cents
         from time_entries where org = :org and ticket = :ticket and dropped_at is null
         order by started_at, id limit 500";
    OF_PERSON "billing.of-person"
        "select id, ticket, number, person, started_at, minutes, contract, covered, rate_cents, step_minutes, on_site,
             noted, version, why, employer, lent_to, cost_cents
         from time_entries where person = :me and started_at >= :from_at and started_at < :to_at
           and dropped_at is null and org in (select org from reach where person = :who)
         order by started_at, id limit 500";
    OF_MONTH "billing.of-month"
        "select id, ticket, number, person, started_at, minutes, contract, covered, rate_cents, step_minutes, on_site,
             noted, version, why, employer, lent_to, cost_cents
         from time_entries where org = :org and started_at >= :from_at and started_at < :to_at
           and dropped_at is null order by started_at, id limit 20001";
    COVERED "billing.covered-minutes"
        "select cast(coalesce(sum(minutes), 0) as bigint) as minutes from time_entries where org = :org and contract = :contract
           and started_at >= :from_at and started_at < :to_at and covered = :yes and dropped_at is null";
    LENT "billing.lent-minutes"
        "select cast(coalesce(sum(minutes), 0) as bigint) as minutes from time_entries
         where org = :org and employer = :employer and lent_to is not null and started_at >= :from_at
           and started_at < :to_at and dropped_at is null";
    CLOSE "billing.close-sheet"
        "insert into sheets (id, org, month, lines, total_cents, closed_at, closed_by)
         values (:id, :org, :month, :lines, :total_cents, :now, :closed_by)";
    CLOSED "billing.closed-sheet"
        "select id, month, lines, total_cents, closed_at, closed_by from sheets
         where org = :org and month = :month and opened_at is null";
    SHEET "billing.sheet" "select month from sheets where id = :id and org = :org and opened_at is null";
    OPEN "billing.open-sheet"
        "update sheets set opened_at = :now, opened_by = :by where id = :id and org = :org and opened_at is null";
    SHEETS "billing.sheets"
        "select id, month, lines, total_cents, closed_at, closed_by from sheets
         where org = :org and opened_at is null order by month desc limit 36";
}

/// An entry as it is kept.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub spent: Spent,
    pub on_site: bool,
    pub noted: bool,
    /// Of the contract.
    pub version: Option<u32>,
    pub why: String,
    pub employer: OrgId,
    /// Of somebody else's people: whose subcontractor they were then.
    pub lent_to: Option<OrgId>,
    /// What an hour of theirs cost, in cents.
    pub cost_cents: Option<i64>,
}

impl Entry {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            spent: Spent {
                id: row.get("id")?,
                ticket: row.get("ticket")?,
                number: row.get("number")?,
                person: row.get("person")?,
                started_at: row.get("started_at")?,
                minutes: row.get("minutes")?,
                contract: row.get("contract")?,
                covered: row.get("covered")?,
                rate_cents: row.get("rate_cents")?,
                step_minutes: row.get("step_minutes")?,
            },
            on_site: row.get("on_site")?,
            noted: row.get("noted")?,
            version: row.get("version")?,
            why: row.get("why")?,
            employer: row.get("employer")?,
            lent_to: row.get("lent_to")?,
            cost_cents: row.get("cost_cents")?,
        })
    }
}

/// What is written of an entry.
pub(crate) struct Fresh<'a> {
    pub id: TimeEntryId,
    pub ticket: TicketId,
    pub person: PersonId,
    pub started_at: Moment,
    pub minutes: u32,
    pub on_site: bool,
    pub note: Option<&'a str>,
    pub replaces: Option<TimeEntryId>,
}

pub(crate) fn log(work: &mut Work, f: &Fresh, w: &Weighed) -> Result<()> {
    let org = work.org().context("time is spent at an organization")?;
    let about = format!("time-entries/{}/note", f.id);
    let sealed = f.note.map(|note| work.seal(org, &about, note)).transpose()?;
    let given = params! {
        "id": f.id, "ticket": f.ticket, "number": w.number, "person": f.person, "employer": w.employer,
        "started_at": f.started_at, "minutes": f.minutes, "on_site": f.on_site, "note_sealed": sealed,
        "noted": f.note.is_some(), "contract": w.contract, "version": w.version, "covered": w.covered, "why": &w.why,
        "rate_cents": w.rate_cents, "step_minutes": w.step_minutes, "replaces": f.replaces,
        "lent_to": w.lent_to, "cost_cents": w.cost_cents,
    };
    work.run(&LOG, given).map(drop)
}

/// Drops an entry; false when it was dropped already.
pub(crate) fn drop_entry(work: &mut Work, id: TimeEntryId) -> Result<bool> {
    let by = work.person();
    Ok(work.run(&DROP, params! { "id": id, "by": by })? == 1)
}

pub(crate) fn one(look: &mut Look, id: TimeEntryId) -> Result<Option<Entry>> {
    look.row(&ONE, params! { "id": id })?.map(|r| Entry::read(&r)).transpose()
}

/// The ticket of an entry of the bound organization.
///
/// # Errors
/// A fault of the store.
pub fn ticket_of(look: &mut Look, entry: TimeEntryId) -> Result<Option<TicketId>> {
    Ok(one(look, entry)?.map(|e| e.spent.ticket))
}

pub(crate) fn of_ticket(look: &mut Look, ticket: TicketId) -> Result<Vec<Entry>> {
    look.rows(&OF_TICKET, params! { "ticket": ticket })?.iter().map(Entry::read).collect()
}

/// One's own entries between two moments, everywhere within reach.
pub(crate) fn of_person(look: &mut Look, me: PersonId, from: Moment, to: Moment) -> Result<Vec<Entry>> {
    let given = params! { "me": me, "from_at": from, "to_at": to };
    look.rows(&OF_PERSON, given)?.iter().map(Entry::read).collect()
}

/// The most entries of a month that is closed; one more is read, to tell.
pub(crate) const MOST_ENTRIES: usize = 20_000;

/// The entries of the bound organization between two moments, at most one more than [`MOST_ENTRIES`].
pub(crate) fn of_month(look: &mut Look, from: Moment, to: Moment) -> Result<Vec<Entry>> {
    look.rows(&OF_MONTH, params! { "from_at": from, "to_at": to })?.iter().map(Entry::read).collect()
}

/// The minutes of a block that are used up between two moments, at the bound organization.
///
/// # Errors
/// A fault of the store.
pub fn covered_minutes(look: &mut Look, contract: ContractId, from: Moment, to: Moment) -> Result<i64> {
    let given = params! { "contract": contract, "from_at": from, "to_at": to, "yes": true };
    look.row(&COVERED, given)?.map_or(Ok(0), |r| r.get("minutes"))
}

/// The minutes that a subcontractor's people spent at the bound organization between two moments.
///
/// # Errors
/// A fault of the store.
pub fn lent_minutes(look: &mut Look, employer: OrgId, from: Moment, to: Moment) -> Result<i64> {
    let given = params! { "employer": employer, "from_at": from, "to_at": to };
    look.row(&LENT, given)?.map_or(Ok(0), |r| r.get("minutes"))
}

/// A sheet that was closed.
#[derive(Debug, Clone)]
pub(crate) struct Closed {
    pub id: SheetId,
    pub month: String,
    pub sheet: Sheet,
    pub closed_at: Moment,
    pub closed_by: Option<PersonId>,
}

impl Closed {
    fn read(row: &Row) -> Result<Self> {
        let lines: String = row.get("lines")?;
        Ok(Self {
            id: row.get("id")?,
            month: row.get("month")?,
            sheet: serde_json::from_str(&lines).context("the lines of a closed sheet")?,
            closed_at: row.get("closed_at")?,
            closed_by: row.get("closed_by")?,
        })
    }
}

pub(crate) fn close(work: &mut Work, id: SheetId, month: &str, sheet: &Sheet) -> Result<()> {
    let closed_by = work.person();
    let given = params! {
        "id": id, "month": month, "lines": serde_json::to_string(sheet)?, "total_cents": sheet.total_cents,
        "closed_by": closed_by,
    };
    work.run(&CLOSE, given).map(drop)
}

pub(crate) fn closed(look: &mut Look, month: &str) -> Result<Option<Closed>> {
    look.row(&CLOSED, params! { "month": month })?.map(|r| Closed::read(&r)).transpose()
}

/// The month of a sheet that is closed.
pub(crate) fn month_of(look: &mut Look, sheet: SheetId) -> Result<Option<String>> {
    look.row(&SHEET, params! { "id": sheet })?.map(|r| r.get("month")).transpose()
}

pub(crate) fn open(work: &mut Work, sheet: SheetId) -> Result<()> {
    let by = work.person();
    work.run(&OPEN, params! { "id": sheet, "by": by }).map(drop)
}

/// The closed sheets of the bound organization, the latest month first.
pub(crate) fn sheets(look: &mut Look) -> Result<Vec<Closed>> {
    look.rows(&SHEETS, &[])?.iter().map(Closed::read).collect()
}
