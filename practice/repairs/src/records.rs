//! Everything this slice asks of the database about repairs and loans, and nothing else asks for these tables.

use crate::words::{Condition, ExactCopy, HolderKind, Media, Method, Outcome, View};
use anyhow::Result;
use kernel::{AssetId, Moment, OrgId, PersonId, Refusal, RepairId, Stop, TicketId, VendorId};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Row, Work, params, sql};

sql! {
    house LOCATE "repairs.locate" "select org from repairs where id = :id";
    ONE "repairs.one" "select * from repairs where id = :repair and org = :org";
    PUT "repairs.put"
        "insert into repairs (id, org, ticket, asset, zone, holds_ephi, media, holder_kind, holder, hands, vendor,
             vendor_name, rma, sent_at, expected_on, received_at, outcome, certificate, opened_by, opened_at, ended_at)
         values (:id, :org, :ticket, :asset, :zone, :holds_ephi, :media, :holder_kind, :holder, :hands, :vendor,
             :vendor_name, :rma, :sent_at, :expected_on, :received_at, :outcome, :certificate, :opened_by, :opened_at,
             :ended_at)
         on conflict (id) do update set media = excluded.media, holder_kind = excluded.holder_kind,
             holder = excluded.holder, hands = excluded.hands, vendor = excluded.vendor,
             vendor_name = excluded.vendor_name, rma = excluded.rma, sent_at = excluded.sent_at,
             expected_on = excluded.expected_on, received_at = excluded.received_at, outcome = excluded.outcome,
             certificate = excluded.certificate, ended_at = excluded.ended_at
         where repairs.org = :org";
    OPEN "repairs.open"
        "select * from repairs where org in (select org from reach where person = :who) and ended_at is null
           and (:at_org = '' or org = :at_org) and id < :after order by id desc limit :most";
    PAST "repairs.past"
        "select * from repairs where org in (select org from reach where person = :who) and ended_at is not null
           and (:at_org = '' or org = :at_org) and id < :after order by id desc limit :most";
    OF_TICKET "repairs.of-ticket"
        "select * from repairs where org = :org and ticket = :ticket order by id desc limit 50";
    OF_ASSET "repairs.of-asset"
        "select * from repairs where org = :org and asset = :asset order by id desc limit 50";
    HAND "repairs.hand"
        "insert into hands (repair, place, org, from_kind, from_holder, to_kind, to_holder, vendor_name, condition,
             media, method, copy, told_by, at)
         values (:repair, :place, :org, :from_kind, :from_holder, :to_kind, :to_holder, :vendor_name, :condition,
             :media, :method, :copy, :told_by, :now)";
    HANDS "repairs.hands" "select * from hands where repair = :repair and org = :org order by place";
    LEND "repairs.lend"
        "insert into loans (asset, number, org, repair, to_kind, to_holder, zone, due_on, condition, lent_by, lent_at)
         values (:asset, :number, :org, :repair, :to_kind, :to_holder, :zone, :due_on, :condition, :lent_by, :now)";
    RETURN "repairs.return-loan"
        "update loans set returned_at = :now, returned_condition = :condition, held_ephi = :held_ephi
         where asset = :asset and number = :number and org = :org";
    WIPE "repairs.wipe-loaner"
        "update loans set wiped_at = :now, method = :method where asset = :asset and number = :number and org = :org";
    LAST "repairs.last-loan"
        "select * from loans where asset = :asset and org = :org order by number desc limit 1";
    LOANS "repairs.loans-of-asset"
        "select * from loans where asset = :asset and org = :org order by number desc limit 50";
    OUT "repairs.loans-out"
        "select * from loans where org in (select org from reach where person = :who) and returned_at is null
           and (:at_org = '' or org = :at_org)
           and (due_on > :after_on or (due_on = :after_on and asset > :after))
         order by due_on, asset limit :most";
}

/// Somebody who has a device: a person, a department or a vendor, by id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Holder {
    pub kind: HolderKind,
    pub id: String,
}

impl Holder {
    pub fn person(id: PersonId) -> Self {
        Self { kind: HolderKind::Person, id: id.to_string() }
    }
    pub fn department(id: kernel::DepartmentId) -> Self {
        Self { kind: HolderKind::Department, id: id.to_string() }
    }
    pub(crate) fn vendor(id: VendorId) -> Self {
        Self { kind: HolderKind::Vendor, id: id.to_string() }
    }
}

/// A device in repair, as it is kept.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Repair {
    pub id: RepairId,
    pub org: OrgId,
    pub ticket: Option<TicketId>,
    pub asset: AssetId,
    /// IANA zone of its place.
    pub zone: String,
    pub holds_ephi: bool,
    pub media: Media,
    pub holder: Holder,
    /// How many hand-overs there were.
    pub hands: u32,
    pub vendor: Option<VendorId>,
    /// The vendor's name as it was when the device was sent.
    pub vendor_name: Option<String>,
    /// The vendor's number for the return (RMA).
    pub rma: Option<String>,
    pub sent_at: Option<Moment>,
    /// The day on which the vendor promised it back.
    pub expected_on: Option<String>,
    pub received_at: Option<Moment>,
    pub outcome: Option<Outcome>,
    /// The number of the certificate of destruction.
    pub certificate: Option<String>,
    pub opened_by: PersonId,
    pub opened_at: Moment,
    pub ended_at: Option<Moment>,
}

impl Repair {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            id: row.get("id")?,
            org: row.get("org")?,
            ticket: row.get("ticket")?,
            asset: row.get("asset")?,
            zone: row.get("zone")?,
            holds_ephi: row.get("holds_ephi")?,
            media: row.get("media")?,
            holder: Holder { kind: row.get("holder_kind")?, id: row.get("holder")? },
            hands: row.get("hands")?,
            vendor: row.get("vendor")?,
            vendor_name: row.get("vendor_name")?,
            rma: row.get("rma")?,
            sent_at: row.get("sent_at")?,
            expected_on: row.get("expected_on")?,
            received_at: row.get("received_at")?,
            outcome: row.get("outcome")?,
            certificate: row.get("certificate")?,
            opened_by: row.get("opened_by")?,
            opened_at: row.get("opened_at")?,
            ended_at: row.get("ended_at")?,
        })
    }

    /// Whether a vendor has it.
    pub fn away(&self) -> bool {
        self.holder.kind == HolderKind::Vendor
    }
}

/// A repair of the bound organization.
pub(crate) fn one(look: &mut Look, repair: RepairId) -> Result<Repair, Stop> {
    let row = look.row(&ONE, params! { "repair": repair })?;
    let row = row.ok_or_else(|| Refusal::not_found("repair"))?;
    Ok(Repair::read(&row)?)
}

/// Writes a repair of the bound organization, a new one or a changed one.
pub(crate) fn put(work: &mut Work, r: &Repair) -> Result<()> {
    let written = work.run(
        &PUT,
        params! {
            "id": r.id, "ticket": r.ticket, "asset": r.asset, "zone": &r.zone, "holds_ephi": r.holds_ephi,
            "media": r.media, "holder_kind": r.holder.kind, "holder": &r.holder.id, "hands": r.hands,
            "vendor": r.vendor, "vendor_name": r.vendor_name.clone(), "rma": r.rma.clone(), "sent_at": r.sent_at,
            "expected_on": r.expected_on.clone(), "received_at": r.received_at, "outcome": r.outcome,
            "certificate": r.certificate.clone(), "opened_by": r.opened_by, "opened_at": r.opened_at,
            "ended_at": r.ended_at,
        },
    )?;
    anyhow::ensure!(written == 1, "the repair {} belongs to another organization than the bound one", r.id);
    Ok(())
}

/// Repairs within reach, the latest first.
pub(crate) fn list(
    look: &mut Look,
    view: View,
    org: Option<OrgId>,
    after: Option<RepairId>,
    most: u32,
) -> Result<Vec<Repair>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let after = after.map_or_else(|| "rep_g".to_owned(), |id| id.to_string());
    let sql = if view == View::Open { &OPEN } else { &PAST };
    let rows = look.rows(sql, params! { "at_org": at_org, "after": after, "most": most })?;
    rows.iter().map(Repair::read).collect()
}

pub(crate) fn of_ticket(look: &mut Look, ticket: TicketId) -> Result<Vec<Repair>> {
    look.rows(&OF_TICKET, params! { "ticket": ticket })?.iter().map(Repair::read).collect()
}

pub(crate) fn of_asset(look: &mut Look, asset: AssetId) -> Result<Vec<Repair>> {
    look.rows(&OF_ASSET, params! { "asset": asset })?.iter().map(Repair::read).collect()
}

/// The device changed hands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Hand {
    pub place: u32,
    /// Who gave it; nobody known when it was taken from where it stood.
    pub from: Option<Holder>,
    pub to: Holder,
    /// The vendor's name as it was then.
    pub vendor_name: Option<String>,
    pub condition: Condition,
    pub media: Media,
    /// How the medium was wiped.
    pub method: Option<Method>,
    pub copy: Option<ExactCopy>,
    pub told_by: PersonId,
    pub at: Moment,
}

pub(crate) fn hand(work: &mut Work, repair: RepairId, h: &Hand) -> Result<()> {
    let given = params! {
        "repair": repair, "place": h.place, "from_kind": h.from.as_ref().map(|f| f.kind),
        "from_holder": h.from.as_ref().map(|f| f.id.clone()), "to_kind": h.to.kind, "to_holder": &h.to.id,
        "vendor_name": h.vendor_name.clone(), "condition": h.condition, "media": h.media, "method": h.method,
        "copy": h.copy, "told_by": h.told_by,
    };
    work.run(&HAND, given)?;
    Ok(())
}

pub(crate) fn hands(look: &mut Look, repair: RepairId) -> Result<Vec<Hand>> {
    let read = |row: &Row| {
        let kind: Option<HolderKind> = row.get("from_kind")?;
        let id: Option<String> = row.get("from_holder")?;
        Ok(Hand {
            place: row.get("place")?,
            from: kind.zip(id).map(|(kind, id)| Holder { kind, id }),
            to: Holder { kind: row.get("to_kind")?, id: row.get("to_holder")? },
            vendor_name: row.get("vendor_name")?,
            condition: row.get("condition")?,
            media: row.get("media")?,
            method: row.get("method")?,
            copy: row.get("copy")?,
            told_by: row.get("told_by")?,
            at: row.get("at")?,
        })
    };
    look.rows(&HANDS, params! { "repair": repair })?.iter().map(read).collect()
}

/// An asset that is lent, or was.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Loan {
    pub asset: AssetId,
    pub number: u32,
    pub org: OrgId,
    /// The repair for whose time it is lent.
    pub repair: Option<RepairId>,
    pub to: Holder,
    pub zone: String,
    pub due_on: String,
    pub condition: Condition,
    pub lent_by: PersonId,
    pub lent_at: Moment,
    pub returned_at: Option<Moment>,
    pub returned_condition: Option<Condition>,
    pub held_ephi: Option<bool>,
    pub wiped_at: Option<Moment>,
    pub method: Option<Method>,
}

impl Loan {
    fn read(row: &Row) -> Result<Self> {
        Ok(Self {
            asset: row.get("asset")?,
            number: row.get("number")?,
            org: row.get("org")?,
            repair: row.get("repair")?,
            to: Holder { kind: row.get("to_kind")?, id: row.get("to_holder")? },
            zone: row.get("zone")?,
            due_on: row.get("due_on")?,
            condition: row.get("condition")?,
            lent_by: row.get("lent_by")?,
            lent_at: row.get("lent_at")?,
            returned_at: row.get("returned_at")?,
            returned_condition: row.get("returned_condition")?,
            held_ephi: row.get("held_ephi")?,
            wiped_at: row.get("wiped_at")?,
            method: row.get("method")?,
        })
    }

    /// Whether it came back with ePHI and was not wiped since.
    pub fn waits_for_wipe(&self) -> bool {
        self.returned_at.is_some() && self.held_ephi == Some(true) && self.wiped_at.is_none()
    }
}

pub(crate) fn lend(work: &mut Work, l: &Loan) -> Result<()> {
    let given = params! {
        "asset": l.asset, "number": l.number, "repair": l.repair, "to_kind": l.to.kind, "to_holder": &l.to.id,
        "zone": &l.zone, "due_on": &l.due_on, "condition": l.condition, "lent_by": l.lent_by,
    };
    work.run(&LEND, given)?;
    Ok(())
}

pub(crate) fn return_loan(work: &mut Work, l: &Loan, condition: Condition, held_ephi: bool) -> Result<()> {
    let given = params! {
        "asset": l.asset, "number": l.number, "condition": condition, "held_ephi": held_ephi,
    };
    work.run(&RETURN, given)?;
    Ok(())
}

pub(crate) fn wipe(work: &mut Work, l: &Loan, method: Method) -> Result<()> {
    work.run(&WIPE, params! { "asset": l.asset, "number": l.number, "method": method })?;
    Ok(())
}

pub(crate) fn last_loan(look: &mut Look, asset: AssetId) -> Result<Option<Loan>> {
    look.row(&LAST, params! { "asset": asset })?.as_ref().map(Loan::read).transpose()
}

pub(crate) fn loans_of(look: &mut Look, asset: AssetId) -> Result<Vec<Loan>> {
    look.rows(&LOANS, params! { "asset": asset })?.iter().map(Loan::read).collect()
}

/// What is lent within reach, the first due first.
pub(crate) fn out(
    look: &mut Look,
    org: Option<OrgId>,
    after: Option<(String, AssetId)>,
    most: u32,
) -> Result<Vec<Loan>> {
    let at_org = org.map(|o| o.to_string()).unwrap_or_default();
    let (on, id) = after.map_or_else(Default::default, |(on, id)| (on, id.to_string()));
    let given = params! { "at_org": at_org, "after_on": on, "after": id, "most": most };
    look.rows(&OUT, given)?.iter().map(Loan::read).collect()
}
