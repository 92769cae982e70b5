//! Somebody reports trouble: what is wrong, where, and whether a patient is affected now. The rest is worked
//! out: how urgent it is, what is promised, and by when.

use crate::needs::Placement;
use crate::orders::outage;
use crate::priority::{self, Situation};
use crate::promises::{self, Commitment};
use crate::records::{self, Fresh, Scope};
use crate::words::{Hours, PromiseKind, Trouble};
use crate::{calendars, texts};
use kernel::{
    AssetId, DepartmentId, Done, Duty, Fact, LocationId, Moment, OrgId, PersonId, Phi, Private, Stop,
    TicketId,
};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Reports trouble.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenTicket {
    /// The organization at which it happened.
    pub org: OrgId,
    /// What kind of trouble it is.
    pub kind: Trouble,
    /// What is wrong, in a few words of your own.
    #[schemars(extend("x-long" = true))]
    pub words: Private,
    /// Whether a patient is affected now.
    pub patient_affected: bool,
    /// The department in which it happened.
    pub department: Option<DepartmentId>,
    /// The location, when no department is named.
    pub location: Option<LocationId>,
    /// The device or system that is in trouble.
    pub asset: Option<AssetId>,
    /// Whether you can go on working in another way.
    pub workaround: Option<bool>,
    /// How many people are stopped or slowed by it; 1 when nothing is said.
    pub users: Option<u32>,
    /// Who called, wrote or came by, when somebody of the desk writes it down for them: they are its reporter.
    pub called: Option<PersonId>,
}

/// What happens next, and by when.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Opened {
    pub ticket: TicketId,
    /// The number by which people call it.
    pub number: i64,
    /// 1 (first) to 4.
    pub priority: u8,
    pub because: String,
    pub response_due: Option<Moment>,
    pub resolution_due: Option<Moment>,
}

/// When the two promises are due that begin now. `calendar` is the text of the opening hours.
pub(crate) fn due(
    promised: &Commitment,
    place: &Placement,
    calendar: &str,
    now: Moment,
) -> anyhow::Result<[Option<Moment>; 2]> {
    let laid = match promised.hours {
        Hours::Always => calendars::laid(&calendars::always(&place.zone))?,
        Hours::Business => calendars::laid(calendar)?,
    };
    let by = |minutes: i64| promises::due_at(&laid, now, minutes * 60);
    Ok([by(promised.response_minutes), by(promised.resolution_minutes)])
}

/// What decides what is promised on a ticket at this place.
pub(crate) fn scope(place: &Placement) -> Scope {
    let criticality = place.asset.as_ref().map(|asset| asset.criticality);
    Scope { location: place.location, criticality, contract: place.contract }
}

impl Order for OpenTicket {
    const ACT: Act = Act {
        name: "desk.open-ticket",
        says: "Report trouble",
        path: "/desk/organizations/{org}/tickets",
        duty: Duty::ReportTrouble,
        phi: Phi::Incidental,
    };
    type Receipt = Opened;
    type Needs = Placement;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, place: Placement) -> Result<Done<Opened>, Stop> {
        // Three touches are enough: without words the kind of trouble says it.
        let words = if self.words.reveal().trim().is_empty() {
            self.kind.title().to_owned()
        } else {
            texts::said("words", &self.words)?
        };
        let situation = Situation {
            care_area: place.care_area,
            device: place.asset.as_ref().map(|asset| asset.criticality),
            kind: self.kind,
            users: texts::people("users", self.users)?,
            workaround: self.workaround,
            patient_affected: self.patient_affected,
            spare: place.asset.as_ref().and_then(|asset| asset.spare),
            deadline: None,
        };
        let judged = priority::judge(&situation);
        let laid = calendars::laid(&place.calendar)?;
        let (promised, known) = records::commitment(work, judged.number, scope(&place), &laid.version)?;
        if !known {
            records::keep_calendar(work, &laid.version, &place.calendar)?;
        }
        let [response_due, resolution_due] = due(&promised, &place, &place.calendar, work.now())?;
        let next = [(response_due, PromiseKind::Response), (resolution_due, PromiseKind::Resolution)];
        let ticket: TicketId = work.id();
        let number = records::next_number(work)?;
        let fresh = Fresh {
            id: ticket,
            number,
            situation,
            judged: &judged,
            place: &place,
            calendar: &laid.version,
            due: next.iter().filter_map(|(at, kind)| Some(((*at)?, *kind))).min(),
            reporter: self.called.or(work.person()),
            nature: self.kind.nature(),
            parent: None,
        };
        records::open(work, &fresh)?;
        records::promise(work, ticket, &promised, &laid.version, (response_due, resolution_due))?;
        let gone = self.gone(work, ticket, &place, &laid.version)?;
        records::write_first(work, self.org, ticket, &words)?;
        let mut fact = Fact::new("desk.ticket-opened", self.org)
            .about(ticket)
            .with("number", number)
            .with("kind", self.kind)
            .with("nature", self.kind.nature())
            .with("priority", judged.number)
            .with("because", &judged.because)
            .with("patient_affected", self.patient_affected)
            .with("response_due", response_due)
            .with("resolution_due", resolution_due);
        if let Some(asset) = &place.asset {
            fact = fact.about(asset.id);
        }
        let because = judged.because.clone();
        let receipt =
            Opened { ticket, number, priority: judged.number, because, response_due, resolution_due };
        let called = self.named(work, ticket, number, judged.number);
        Ok(Done::new(fact, receipt).and_all(gone).and_all(called))
    }
}

impl OpenTicket {
    /// Somebody of the desk wrote it down for whoever called.
    fn named(&self, work: &Work, ticket: TicketId, number: i64, priority: u8) -> Option<Fact> {
        let caller = self.called.filter(|caller| work.person() != Some(*caller))?;
        let fact = Fact::new("desk.reporter-named", self.org).about(ticket);
        Some(fact.with("number", number).with("priority", priority).with("reporter", caller))
    }

    /// The second clock, where the report says that a system is gone.
    fn gone(
        &self,
        work: &mut Work,
        ticket: TicketId,
        place: &Placement,
        calendar: &str,
    ) -> Result<Option<Fact>, Stop> {
        let Some(asset) = &place.asset else { return Ok(None) };
        let Some(recovery) = outage::begins(self.kind, asset.recovery) else { return Ok(None) };
        let since = work.now();
        records::begin_outage(work, (ticket, calendar), since, recovery)?;
        let fact = Fact::new("desk.outage-began", self.org).about(ticket);
        Ok(Some(outage::began(fact, asset.id, since, recovery)))
    }
}
