//! What billing needs to know: what a contract says of work on a ticket, and what a client has when its month is drawn.
//! What a subcontractor's people cost is asked here too, because it stands between two slices: what was agreed with them,
//! and what they worked.

use super::{agreements::facts, signed_in, zone};
use crate::records::{billing as counts, boards};
use agreements::Term;
use agreements::contracts::{self, BillingModel, ContractKind, CoveredPeople, Version};
use billing::{Drawing, Lent, Month, OneContract, Pricing, Weighed};
use kernel::{ContractId, Duty, Moment, OrgId, Phi, Refusal, Stop, TicketId, TimeEntryId};
use office::{Act, Ground, Question, Registry};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Every order of billing that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<billing::LogTime>(|look, o| weighed(look, o.ticket, o.started.as_deref()))
        .order_with::<billing::CorrectTime>(|look, o| of_entry(look, o.entry))
        .order_with::<billing::DropTime>(|look, o| of_entry(look, o.entry))
        .order_with::<billing::CloseSheet>(|look, o| drawing(look, o.month))
        .question::<MonthCosts>();
}

fn of_entry(look: &mut Look, entry: TimeEntryId) -> Result<Weighed, Stop> {
    let ticket = billing::ticket_of(look, entry)?.ok_or_else(|| Refusal::not_found("entry"))?;
    weighed(look, ticket, None)
}

/// What the contract says of work that began then.
pub fn weighed(look: &mut Look, ticket: TicketId, started: Option<&str>) -> Result<Weighed, Stop> {
    let employer = signed_in(look)?;
    let number = counts::number(look, ticket)?.ok_or_else(|| Refusal::not_found("ticket"))?;
    let zone = zone(look, None)?;
    let at = billing::typed(started, &zone)?.unwrap_or_else(|| look.now());
    if Some(employer) == look.org() {
        return Ok(Weighed {
            employer,
            zone,
            number,
            contract: None,
            version: None,
            covered: true,
            why: "The organization's own people worked on it.".to_owned(),
            rate_cents: None,
            step_minutes: 1,
            lent_to: None,
            cost_cents: None,
        });
    }
    let lent = agreements::engaged_here(look)?.into_iter().find(|e| e.subcontractor == employer);
    let facts = facts(look, ticket)?;
    let now = contracts::entitlement_at(look, ticket, &facts, at)?;
    // A rate to which the client said yes on this ticket is the rate.
    let (rate, step) = match (&now.accepted, now.rate) {
        (Some(yes), _) => (Some(yes.rate_cents), yes.minimum_minutes),
        (None, Some(rate)) => (Some(rate.cents), rate.minimum_minutes),
        (None, None) => (None, 1),
    };
    Ok(Weighed {
        employer,
        zone,
        number,
        contract: now.contract,
        version: now.version,
        covered: now.covered,
        why: now.why,
        rate_cents: rate.filter(|_| !now.covered),
        step_minutes: step,
        lent_to: lent.as_ref().map(|e| e.provider),
        cost_cents: lent.and_then(|e| e.rate_cents),
    })
}

/// What is used up of this month's block of hours; nothing when no contract has one.
pub fn used_minutes(look: &mut Look) -> Result<Option<i64>, Stop> {
    let block = contracts::terms_in_force(look)?;
    let block = block.into_iter().find(|(_, v)| v.terms.billing == BillingModel::Block);
    let Some((contract, _)) = block else { return Ok(None) };
    let (from, to) = this_month(look)?;
    Ok(Some(billing::covered_minutes(look, contract, from, to)?))
}

fn this_month(look: &mut Look) -> Result<(Moment, Moment), Stop> {
    let zone = zone(look, None)?;
    Month::of(look.now(), &zone).span(&zone)
}

/// What a client's month is drawn from: what was agreed in that month, whatever was agreed since.
pub fn drawing(look: &mut Look, month: Month) -> Result<Drawing, Stop> {
    let zone = zone(look, None)?;
    let (from, to) = month.span(&zone)?;
    let (users, devices) = counts::users_and_devices(look)?;
    let contracts = contracts::terms_in_month(look, from, to)?.into_iter().map(priced).collect();
    Ok(Drawing { zone, users, devices, contracts })
}

fn priced((contract, version): (ContractId, Version)) -> OneContract {
    let terms = &version.terms;
    let agreed = terms.most_people.filter(|_| terms.people == CoveredPeople::Number).unwrap_or(0);
    let pricing = match terms.billing {
        _ if terms.kind == ContractKind::BreakFix => Pricing::AsWorked,
        BillingModel::PerUser => Pricing::PerUser { agreed },
        BillingModel::PerDevice => Pricing::PerDevice,
        BillingModel::Flat => Pricing::Flat,
        BillingModel::Block => Pricing::Block { hours: terms.block_hours.unwrap_or(0) },
    };
    OneContract { contract, title: version.title, pricing, price_cents: terms.price_cents }
}

/// Shows what subcontractors cost in a month, beside what is billed for their work.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MonthCosts {
    pub org: OrgId,
    pub month: Month,
    /// The client's time zone, as an IANA name; UTC when nothing is said.
    pub zone: Option<String>,
}

/// The subcontractors of a month, those without work in it included while they are engaged.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthCostList {
    pub org: OrgId,
    pub lines: Vec<MonthCost>,
}

/// One subcontractor's month.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MonthCost {
    #[serde(flatten)]
    pub lent: Lent,
    /// What was agreed, while it is engaged.
    pub term: Option<Term>,
    /// What its people have worked since its term began, in minutes.
    pub used_minutes: i64,
    /// What an hour costs now, in cents.
    pub rate_cents: Option<i64>,
}

impl Question for MonthCosts {
    const ACT: Act = Act {
        name: "billing.month-costs",
        says: "Show what subcontractors cost in a month",
        path: "/organizations/{org}/subcontractor-costs",
        duty: Duty::BillWork,
        phi: Phi::None,
    };
    type Answer = MonthCostList;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<MonthCostList, Stop> {
        let (me, zone) = (boards::own_employer(look)?, self.zone.as_deref().unwrap_or("UTC"));
        // What they agreed between them is nobody's business but theirs.
        let ours = |provider, subcontractor| me == Some(provider) || me == Some(subcontractor);
        let mut month = billing::lent_in_month(look, self.month, zone)?;
        let mut lines = Vec::new();
        for e in agreements::engaged_here(look)?.into_iter().filter(|e| ours(e.provider, e.subcontractor)) {
            let at =
                month.iter().position(|l| (l.provider, l.subcontractor) == (e.provider, e.subcontractor));
            let lent = at.map_or_else(|| Lent::none(e.provider, e.subcontractor), |at| month.swap_remove(at));
            let (from, to) = (e.term.starts_at.unwrap_or(e.from_at), e.term.until_at.unwrap_or(look.now()));
            let used_minutes = billing::lent_minutes(look, e.subcontractor, from, to)?;
            lines.push(MonthCost { lent, term: Some(e.term), used_minutes, rate_cents: e.rate_cents });
        }
        for lent in month.into_iter().filter(|l| ours(l.provider, l.subcontractor)) {
            let used_minutes = lent.minutes;
            lines.push(MonthCost { lent, term: None, used_minutes, rate_cents: None });
        }
        Ok(MonthCostList { org: self.org, lines })
    }
}
