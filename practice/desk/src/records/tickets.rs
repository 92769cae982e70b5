//! Tickets themselves: what is known of one, and the changes of its life.

use crate::needs::Placement;
use crate::priority::{Judged, Situation};
use crate::words::{CareArea, Criticality, PromiseKind, State, Trouble, WaitReason};
use kernel::{AssetId, DepartmentId, LocationId, Moment, OrgId, PersonId, Refusal, Stop, TicketId};
use store::{Look, Row, Work, params, sql};

sql! {
    NEXT_NUMBER "desk.next-number"
        "insert into ticket_numbers (org, last) values (:org, 1)
         on conflict (org) do update set last = ticket_numbers.last + 1 returning last";
    OPEN "desk.open"
        "insert into tickets (id, org, number, kind, state, reporter, location, department, asset, zone, calendar,
           care_area, device, criticality, holds_ephi, users, workaround, patient_affected, priority, because,
           provider, standing_lost, opened_at, last_at, due_at, due_what, reopened, texts)
         values (:id, :org, :number, :kind, 'new', :reporter, :location, :department, :asset, :zone, :calendar,
           :care_area, :device, :criticality, :holds_ephi, :users, :workaround, :patient_affected, :priority, :because,
           :provider, :standing_lost, :now, :now, :due_at, :due_what, 0, 0)";
    ONE "desk.ticket" "select * from tickets where id = :id and org = :org";
    house LOCATE "desk.locate-ticket" "select org from tickets where id = :id";
    TRIAGE "desk.triage"
        "update tickets set care_area_set = :care_area_set, users = :users, workaround = :workaround,
           patient_affected = :patient_affected, priority = :priority, because = :because, last_at = :now
         where id = :id and org = :org";
    ASSIGN "desk.assign"
        "update tickets set assignee = :assignee, assignee_employer = :employer, state = :state, last_at = :now
         where id = :id and org = :org";
    WAIT "desk.wait"
        "update tickets set state = 'waiting', waiting_for = :reason, last_at = :now where id = :id and org = :org";
    GO_ON "desk.go-on"
        "update tickets set state = :state, waiting_for = null, last_at = :now where id = :id and org = :org";
    RESOLVE "desk.resolve"
        "update tickets set state = 'resolved', waiting_for = null, resolved_at = :now,
           first_resolved_at = coalesce(first_resolved_at, :now), last_at = :now
         where id = :id and org = :org";
    REOPEN "desk.reopen"
        "update tickets set state = :state, resolved_at = null, reopened = reopened + 1, last_at = :now
         where id = :id and org = :org";
    LOST "desk.standing-lost"
        "update tickets set standing_lost = :lost
         where org = :org and resolved_at is null and standing_lost <> :lost
           and coalesce(assignee_employer, provider) = :associate
         returning id";
}

/// A ticket without its texts.
#[derive(Debug, Clone)]
pub struct Ticket {
    pub id: TicketId,
    pub org: OrgId,
    pub number: i64,
    pub kind: Trouble,
    pub state: State,
    pub reporter: Option<PersonId>,
    pub location: Option<LocationId>,
    pub department: Option<DepartmentId>,
    pub asset: Option<AssetId>,
    pub zone: String,
    /// The version of the opening hours.
    pub calendar: String,
    /// The department's, and what a technician set instead.
    pub care_area: Option<CareArea>,
    pub care_area_set: Option<CareArea>,
    pub device: Option<String>,
    pub criticality: Option<Criticality>,
    pub holds_ephi: bool,
    pub users: u32,
    pub workaround: Option<bool>,
    pub patient_affected: bool,
    pub priority: u8,
    pub because: String,
    pub assignee: Option<PersonId>,
    pub standing_lost: bool,
    pub opened_at: Moment,
    pub last_at: Moment,
    /// What is due next and when; nothing while every clock stands still.
    pub due_at: Option<Moment>,
    pub due_what: Option<PromiseKind>,
    pub waiting_for: Option<WaitReason>,
    pub resolved_at: Option<Moment>,
    pub first_resolved_at: Option<Moment>,
    pub reopened: i64,
}

impl Ticket {
    pub(crate) fn read(row: &Row) -> anyhow::Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            number: row.get("number")?,
            kind: row.get("kind")?,
            state: row.get("state")?,
            reporter: row.get("reporter")?,
            location: row.get("location")?,
            department: row.get("department")?,
            asset: row.get("asset")?,
            zone: row.get("zone")?,
            calendar: row.get("calendar")?,
            care_area: row.get("care_area")?,
            care_area_set: row.get("care_area_set")?,
            device: row.get("device")?,
            criticality: row.get("criticality")?,
            holds_ephi: row.get("holds_ephi")?,
            users: row.get("users")?,
            workaround: row.get("workaround")?,
            patient_affected: row.get("patient_affected")?,
            priority: row.get("priority")?,
            because: row.get("because")?,
            assignee: row.get("assignee")?,
            standing_lost: row.get("standing_lost")?,
            opened_at: row.get("opened_at")?,
            last_at: row.get("last_at")?,
            due_at: row.get("due_at")?,
            due_what: row.get("due_what")?,
            waiting_for: row.get("waiting_for")?,
            resolved_at: row.get("resolved_at")?,
            first_resolved_at: row.get("first_resolved_at")?,
            reopened: row.get("reopened")?,
        })
    }

    /// What the rule of priority looks at.
    pub fn situation(&self) -> Situation {
        Situation {
            care_area: self.care_area_set.or(self.care_area),
            device: self.criticality,
            kind: self.kind,
            users: self.users,
            workaround: self.workaround,
            patient_affected: self.patient_affected,
        }
    }

    /// The state it has when it does not wait.
    pub fn going(assignee: Option<PersonId>) -> State {
        if assignee.is_some() { State::Working } else { State::New }
    }
}

/// A ticket of the transaction's organization, or the refusal that tells nobody whether it is anywhere.
///
/// # Errors
/// `not_found`; a fault of the store.
pub fn ticket(look: &mut Look, id: TicketId) -> Result<Ticket, Stop> {
    match look.row(&ONE, params! { "id": id })? {
        Some(row) => Ok(Ticket::read(&row)?),
        None => Err(Refusal::not_found("ticket").into()),
    }
}

/// The same, refused when the ticket is resolved.
///
/// # Errors
/// As [`ticket`]; a conflict.
pub fn open_ticket(look: &mut Look, id: TicketId) -> Result<Ticket, Stop> {
    let ticket = ticket(look, id)?;
    if !ticket.state.is_open() {
        let refusal = Refusal::conflict("This ticket is resolved. Open it again first.")
            .remedy("See the ticket", Some(format!("/tickets/{id}")));
        return Err(refusal.into());
    }
    Ok(ticket)
}

/// The organization's next ticket number.
///
/// # Errors
/// A fault of the store.
pub fn next_number(work: &mut Work) -> anyhow::Result<i64> {
    let row = work.row(&NEXT_NUMBER, &[])?;
    row.map(|row| row.get("last")).transpose()?.ok_or_else(|| anyhow::anyhow!("a ticket got no number"))
}

/// A ticket that is about to be.
pub struct Fresh<'a> {
    pub id: TicketId,
    pub number: i64,
    pub situation: Situation,
    pub judged: &'a Judged,
    pub place: &'a Placement,
    pub calendar: &'a str,
    /// What is due next.
    pub due: Option<(Moment, PromiseKind)>,
}

/// # Errors
/// A fault of the store.
pub fn open(work: &mut Work, fresh: &Fresh) -> anyhow::Result<()> {
    let (s, place) = (&fresh.situation, fresh.place);
    let reporter = work.person();
    let asset = place.asset.as_ref();
    work.run(
        &OPEN,
        params! {
            "id": fresh.id, "number": fresh.number, "kind": s.kind, "reporter": reporter,
            "location": place.location, "department": place.department, "asset": asset.map(|a| a.id),
            "zone": place.zone.as_str(), "calendar": fresh.calendar, "care_area": place.care_area,
            "device": asset.map(|a| a.kind.as_str()), "criticality": asset.map(|a| a.criticality),
            "holds_ephi": asset.is_some_and(|a| a.holds_ephi), "users": s.users, "workaround": s.workaround,
            "patient_affected": s.patient_affected, "priority": i64::from(fresh.judged.number),
            "because": fresh.judged.because.as_str(), "provider": place.provider, "standing_lost": false,
            "due_at": fresh.due.map(|d| d.0), "due_what": fresh.due.map(|d| d.1),
        },
    )?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn triage(
    work: &mut Work,
    id: TicketId,
    set: Option<CareArea>,
    s: &Situation,
    judged: &Judged,
) -> anyhow::Result<()> {
    work.run(
        &TRIAGE,
        params! {
            "id": id, "care_area_set": set, "users": s.users, "workaround": s.workaround,
            "patient_affected": s.patient_affected, "priority": i64::from(judged.number),
            "because": judged.because.as_str(),
        },
    )?;
    Ok(())
}

/// Gives the ticket to somebody, or to nobody. A ticket that waits goes on waiting.
///
/// # Errors
/// A fault of the store.
pub fn assign(work: &mut Work, ticket: &Ticket, to: Option<(PersonId, OrgId)>) -> anyhow::Result<()> {
    let state = if ticket.state == State::Waiting { State::Waiting } else { Ticket::going(to.map(|t| t.0)) };
    work.run(
        &ASSIGN,
        params! { "id": ticket.id, "assignee": to.map(|t| t.0), "employer": to.map(|t| t.1), "state": state },
    )?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn wait(work: &mut Work, id: TicketId, reason: WaitReason) -> anyhow::Result<()> {
    work.run(&WAIT, params! { "id": id, "reason": reason })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn go_on(work: &mut Work, ticket: &Ticket) -> anyhow::Result<()> {
    work.run(&GO_ON, params! { "id": ticket.id, "state": Ticket::going(ticket.assignee) })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn resolve(work: &mut Work, id: TicketId) -> anyhow::Result<()> {
    work.run(&RESOLVE, params! { "id": id })?;
    Ok(())
}

/// # Errors
/// A fault of the store.
pub fn reopen(work: &mut Work, ticket: &Ticket) -> anyhow::Result<()> {
    work.run(&REOPEN, params! { "id": ticket.id, "state": Ticket::going(ticket.assignee) })?;
    Ok(())
}

/// Flags the open tickets that the associate's people serve, or takes the flag off; gives those that changed.
///
/// # Errors
/// A fault of the store.
pub fn flag_standing(work: &mut Work, associate: OrgId, lost: bool) -> anyhow::Result<Vec<TicketId>> {
    let rows = work.rows(&LOST, params! { "lost": lost, "associate": associate })?;
    rows.iter().map(|row| row.get("id")).collect()
}
