//! Tickets themselves: what is known of one, and the changes of its life.

use crate::needs::Placement;
use crate::priority::{Judged, Nearing, Situation};
use crate::records::Scope;
use crate::routing::Demand;
use crate::words::{CareArea, Criticality, DeadlineKind, Nature, PromiseKind, State, Trouble, WaitReason};
use kernel::{
    AssetId, ContractId, DepartmentId, LocationId, Moment, OrgId, PersonId, Refusal, Stop, TicketId,
};
use store::{Look, Row, Work, params, sql};

sql! {
    NEXT_NUMBER "desk.next-number"
        "insert into ticket_numbers (org, last) values (:org, 1)
         on conflict (org) do update set last = ticket_numbers.last + 1 returning last";
    OPEN "desk.open"
        "insert into tickets (id, org, number, kind, state, reporter, location, department, asset, zone, calendar,
           care_area, device, criticality, holds_ephi, users, workaround, patient_affected, priority, because,
           provider, standing_lost, opened_at, last_at, due_at, due_what, reopened, texts, nature, parent,
           certification, spare, dispatch, contract)
         values (:id, :org, :number, :kind, 'new', :reporter, :location, :department, :asset, :zone, :calendar,
           :care_area, :device, :criticality, :holds_ephi, :users, :workaround, :patient_affected, :priority, :because,
           :provider, :standing_lost, :now, :now, :due_at, :due_what, 0, 0, :nature, :parent, :certification, :spare,
           :dispatch, :contract)";
    ONE "desk.ticket" "select * from tickets where id = :id and org = :org";
    house LOCATE "desk.locate-ticket" "select org from tickets where id = :id";
    OF_NUMBER "desk.ticket-of-number" "select * from tickets where org = :org and number = :number";
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
    /// The organization whose people serve the ticket's.
    pub provider: Option<OrgId>,
    pub standing_lost: bool,
    pub opened_at: Moment,
    pub last_at: Moment,
    /// What is due next and when; nothing while every clock stands still.
    pub due_at: Option<Moment>,
    pub due_what: Option<PromiseKind>,
    /// The later of an outage's two clocks.
    pub also_due: Option<(Moment, PromiseKind)>,
    pub waiting_for: Option<WaitReason>,
    pub resolved_at: Option<Moment>,
    pub first_resolved_at: Option<Moment>,
    pub reopened: i64,
    /// How many texts were written on it, the first not counted.
    pub texts: u32,
    pub nature: Nature,
    /// The ticket whose work this one is a piece of.
    pub parent: Option<TicketId>,
    /// The ticket that carries on what was reported here.
    pub merged_into: Option<TicketId>,
    /// 1 to 3.
    pub tier: u8,
    /// The certification without which nobody takes it.
    pub certification: Option<String>,
    /// Whether a working spare stood in the unit when it was opened.
    pub spare: Option<bool>,
    /// What the rule says, where somebody set another priority by hand.
    pub judged: Option<u8>,
    pub deadline: Option<(DeadlineKind, Moment)>,
    /// Whether somebody is sent to its place.
    pub dispatch: bool,
    pub contract: Option<ContractId>,
    /// When somebody was sent there last.
    pub sent_on_site_at: Option<Moment>,
    /// In the order of the alphabet.
    pub tags: Vec<String>,
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
            provider: row.get("provider")?,
            standing_lost: row.get("standing_lost")?,
            opened_at: row.get("opened_at")?,
            last_at: row.get("last_at")?,
            due_at: row.get("due_at")?,
            due_what: row.get("due_what")?,
            also_due: row
                .get::<Option<Moment>>("also_due_at")?
                .zip(row.get::<Option<PromiseKind>>("also_due_what")?),
            waiting_for: row.get("waiting_for")?,
            resolved_at: row.get("resolved_at")?,
            first_resolved_at: row.get("first_resolved_at")?,
            reopened: row.get("reopened")?,
            texts: row.get("texts")?,
            nature: row.get("nature")?,
            parent: row.get("parent")?,
            merged_into: row.get("merged_into")?,
            tier: row.get("tier")?,
            certification: row.get("certification")?,
            spare: row.get("spare")?,
            judged: row.get("judged")?,
            deadline: row
                .get::<Option<DeadlineKind>>("deadline_kind")?
                .zip(row.get::<Option<Moment>>("deadline_at")?),
            dispatch: row.get("dispatch")?,
            contract: row.get("contract")?,
            sent_on_site_at: row.get("sent_on_site_at")?,
            tags: row.get::<String>("tags")?.split_whitespace().map(str::to_owned).collect(),
        })
    }

    /// What the rule of priority looks at, now.
    pub fn situation(&self, now: Moment) -> Situation {
        Situation {
            care_area: self.care_area_set.or(self.care_area),
            device: self.criticality,
            kind: self.kind,
            users: self.users,
            workaround: self.workaround,
            patient_affected: self.patient_affected,
            spare: self.spare,
            deadline: self.deadline.map(|(kind, at)| Nearing::of(kind, at, now)),
        }
    }

    /// What it asks of whoever takes it.
    pub fn demand(&self) -> Demand {
        Demand { tier: self.tier, certification: self.certification.clone() }
    }

    /// What decides what is promised on it.
    pub fn scope(&self) -> Scope {
        Scope { location: self.location, criticality: self.criticality, contract: self.contract }
    }

    /// The priority with its reasons; one that was set by hand stands beside what the rule says.
    pub fn because(&self) -> String {
        match self.judged {
            Some(judged) => format!("set by hand; the rule says {judged}: {}", self.because),
            None => self.because.clone(),
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
    if let Some(survivor) = ticket.merged_into {
        return Err(merged(&ticket, survivor).into());
    }
    if !ticket.state.is_open() {
        let refusal = Refusal::conflict("This ticket is resolved. Open it again first.")
            .remedy("See the ticket", Some(format!("/tickets/{id}")));
        return Err(refusal.into());
    }
    Ok(ticket)
}

/// The refusal for what was asked of a ticket that is carried on in another.
pub fn merged(ticket: &Ticket, survivor: TicketId) -> Refusal {
    let sentence = format!("Ticket {} was merged into another, which carries it on.", ticket.number);
    Refusal::conflict(sentence).remedy("Go to that ticket", Some(format!("/tickets/{survivor}")))
}

/// The ticket that carries on what was reported in `ticket`: itself, or where it was merged to in the end.
///
/// # Errors
/// `not_found`; a fault of the store.
pub fn survivor(look: &mut Look, ticket: Ticket) -> Result<Ticket, Stop> {
    let mut at = ticket;
    // A ticket is merged only into one that is not merged itself, so the way ends.
    while let Some(next) = at.merged_into {
        at = self::ticket(look, next)?;
    }
    Ok(at)
}

/// The organization's ticket with this number.
///
/// # Errors
/// A refusal that names the field; a fault of the store.
pub fn ticket_of_number(look: &mut Look, field: &str, number: i64) -> Result<Ticket, Stop> {
    match look.row(&OF_NUMBER, params! { "number": number })? {
        Some(row) => Ok(Ticket::read(&row)?),
        None => {
            Err(Refusal::invalid(field, format!("There is no ticket {number} at this organization.")).into())
        }
    }
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
    pub reporter: Option<PersonId>,
    pub nature: Nature,
    pub parent: Option<TicketId>,
}

/// # Errors
/// A fault of the store.
pub fn open(work: &mut Work, fresh: &Fresh) -> anyhow::Result<()> {
    let (s, place) = (&fresh.situation, fresh.place);
    let asset = place.asset.as_ref();
    work.put(
        &OPEN,
        params! {
            "id": fresh.id, "number": fresh.number, "kind": s.kind, "reporter": fresh.reporter,
            "location": place.location, "department": place.department, "asset": asset.map(|a| a.id),
            "zone": place.zone.as_str(), "calendar": fresh.calendar, "care_area": place.care_area,
            "device": asset.map(|a| a.kind.as_str()), "criticality": asset.map(|a| a.criticality),
            "holds_ephi": asset.is_some_and(|a| a.holds_ephi), "users": s.users, "workaround": s.workaround,
            "patient_affected": s.patient_affected, "priority": i64::from(fresh.judged.number),
            "because": fresh.judged.because.as_str(), "provider": place.provider, "standing_lost": false,
            "due_at": fresh.due.map(|d| d.0), "due_what": fresh.due.map(|d| d.1), "nature": fresh.nature,
            "parent": fresh.parent, "certification": asset.and_then(|a| a.certification.as_deref()), "spare": s.spare,
            "dispatch": place.dispatch, "contract": place.contract,
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
