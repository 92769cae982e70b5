//! What an escalation needs to know: how its ticket stands, when its steps are due, and whom each of them would tell now.
//! Whoever is on call is found by the same resolver as on the page.

use super::desk::worker;
use crate::records::{oncall as read, places, reaches};
use kernel::{
    ContractId, EscalationPolicyId, LocationId, Moment, OrgId, PersonId, Refusal, Role, RotaId, Span,
    Standing, Stop, TicketId,
};
use office::Registry;
use oncall::escalation::{Step, TicketNow, Whom};
use oncall::escalation_records::{self as runs, RunRow};
use oncall::needs::{AboutTicket, DueRun, DueRuns, Escalating, Reached, StepNow};
use oncall::words::{AfterHours, StepBegins, Target};
use oncall::{AddStep, FireSteps, Named, SendNotices};
use std::collections::{BTreeMap, BTreeSet};
use store::Look;

/// Every order about escalations that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<FireSteps>(fire)
        .order_with::<SendNotices>(|look, o| reached(look, o.person))
        .order_with::<AddStep>(named);
}

/// What is due of an organization's escalations by a policy. Whatever is the same for several of them is looked up once.
fn fire(look: &mut Look, order: &FireSteps) -> Result<DueRuns, Stop> {
    let mut known = Known::default();
    let runs = runs::due_of(look, order.policy, order.escalation)?;
    let due = |run: RunRow| Ok(DueRun { needs: known.of(look, &run)?, run });
    Ok(DueRuns(runs.into_iter().map(due).collect::<Result<_, Stop>>()?))
}

/// What was looked up already, for escalations of one organization by one policy at one moment.
#[derive(Default)]
struct Known {
    steps: BTreeMap<u32, (AfterHours, Vec<Step>)>,
    /// By version and place of the step; a ticket's assignee stands on the ticket.
    people: BTreeMap<(u32, u32), Vec<PersonId>>,
    hours: Opening,
}

/// The opening hours of places, as text.
type Opening = BTreeMap<Option<LocationId>, Option<String>>;

impl Known {
    /// What an escalation of the bound organization must know to go on.
    fn of(&mut self, look: &mut Look, run: &RunRow) -> Result<Escalating, Stop> {
        let Some(found) = found(look, run.ticket)? else { return Ok(oncall::nothing_to_do()) };
        let (hours, mut steps) = match self.steps.get(&run.version) {
            Some(known) => known.clone(),
            None => {
                let read = steps_of(look, (run.policy, run.policy_org, run.version))?;
                self.steps.entry(run.version).or_insert(read).clone()
            }
        };
        steps.retain(|step| step.place >= run.place);
        let hours = after_hours(look, found.contract, hours)?;
        let ticket = ticket(look, &found, (hours, &steps), &mut self.hours)?;
        let mut now = Vec::with_capacity(steps.len());
        for step in steps {
            let people = self.people(look, run, &step, found.assignee)?;
            now.push(StepNow { step, people });
        }
        Ok(Escalating { ticket, hours, steps: now })
    }

    fn people(
        &mut self,
        look: &mut Look,
        run: &RunRow,
        step: &Step,
        assignee: Option<PersonId>,
    ) -> Result<Vec<PersonId>, Stop> {
        let (of, place) = ((run.policy, run.policy_org, run.org), (run.version, step.place));
        if step.whom.target == Target::Assignee {
            return people(look, of, &step.whom, assignee);
        }
        match self.people.get(&place) {
            Some(known) => Ok(known.clone()),
            None => {
                let found = people(look, of, &step.whom, None)?;
                Ok(self.people.entry(place).or_insert(found).clone())
            }
        }
    }
}

/// A version of a policy: whether its steps may be carried out after hours, and which they are.
fn steps_of(
    look: &mut Look,
    (policy, policy_org, version): (EscalationPolicyId, OrgId, u32),
) -> Result<(AfterHours, Vec<Step>), Stop> {
    read::at(look, policy_org, |look| {
        Ok((runs::after_hours(look, policy)?, runs::steps(look, policy, version)?))
    })
}

/// A ticket of the bound organization; nothing when it is not there.
fn found(look: &mut Look, id: TicketId) -> Result<Option<desk::records::Ticket>, Stop> {
    match desk::records::ticket(look, id) {
        Ok(ticket) => Ok(Some(ticket)),
        Err(Stop::Refused(_)) => Ok(None),
        Err(stop) => Err(stop),
    }
}

/// How a ticket stands, as far as these steps ask for it: most count from its opening, and need neither its promises
/// nor the hours of its place.
fn ticket(
    look: &mut Look,
    t: &desk::records::Ticket,
    (after_hours, steps): (AfterHours, &[Step]),
    opening: &mut Opening,
) -> Result<TicketNow, Stop> {
    let by_promise = steps.iter().any(|step| step.timing.begins != StepBegins::AfterOpened);
    let (rests, promise) = if by_promise {
        let kind = desk::words::PromiseKind::Resolution;
        let promises = desk::records::promises(look, t.id)?;
        let running = promises.into_iter().find(|p| p.kind == kind && p.stopped_at.is_none());
        (desk::records::rests(look, t.id)?, running)
    } else {
        (Vec::new(), None)
    };
    let left = move |minutes: i64| {
        let mut promise = promise.clone()?;
        promise.target_s = (promise.target_s - minutes * 60).max(0);
        promise.due(&rests).ok().flatten()
    };
    let hours = match (after_hours, opening.get(&t.location)) {
        (AfterHours::Continue, _) => None,
        (_, Some(known)) => known.clone(),
        (_, None) => {
            let read = places::hours(look, t.location)?.and_then(|h| h.hours);
            opening.entry(t.location).or_insert(read).clone()
        }
    };
    let worked = hours.clone();
    let worked = move |from, wait| step_at(clocks::AfterHours::WorkingTime, worked.as_deref(), (from, wait));
    let opening = move |at| step_at(clocks::AfterHours::Hold, hours.as_deref(), (at, Span(0)));
    Ok(TicketNow {
        opened_at: t.opened_at,
        open: t.resolved_at.is_none() && t.merged_into.is_none(),
        left: Box::new(left),
        opening: Box::new(opening),
        worked: Box::new(worked),
    })
}

/// When a step is taken that comes so long after a moment, at a place with these hours; nothing where it never opens.
fn step_at(way: clocks::AfterHours, hours: Option<&str>, (from, wait): (Moment, Span)) -> Option<Moment> {
    let Some(text) = hours else { return Some(from.plus(wait)) };
    let (laid, wait) = (desk::calendars::laid(text).ok()?, jiff::SignedDuration::from_micros(wait.0));
    way.step_at(&laid.calendar, from.timestamp(), wait).ok().map(Moment::from_timestamp)
}

/// Whether steps are carried out after hours: as the ticket's contract says, else as the policy of the escalation does.
fn after_hours(
    look: &mut Look,
    contract: Option<ContractId>,
    policy: AfterHours,
) -> Result<AfterHours, Stop> {
    let now = look.now();
    let agreed = desk::records::rules_at(look, contract, now)?.rules.after_hours.after_hours();
    Ok(match agreed {
        None => policy,
        Some(clocks::AfterHours::Run) => AfterHours::Continue,
        Some(clocks::AfterHours::Hold) => AfterHours::Hold,
        Some(clocks::AfterHours::WorkingTime) => AfterHours::WorkingTime,
    })
}

/// Whom a step would tell now: nobody twice, and nobody who has left.
fn people(
    look: &mut Look,
    (policy, policy_org, client): (EscalationPolicyId, OrgId, OrgId),
    whom: &Whom,
    assignee: Option<PersonId>,
) -> Result<Vec<PersonId>, Stop> {
    let found = match (whom.target, whom.person, whom.role, whom.rota, whom.tier) {
        (Target::Assignee, ..) => assignee.into_iter().collect(),
        (Target::Person, Some(person), ..) => vec![person],
        (Target::Role, _, Some(role), ..) => with_role(look, policy_org, role)?,
        (Target::ClientRole, _, Some(role), ..) => with_role(look, client, role)?,
        (Target::Rota, _, _, Some(rota), _) => on_call(look, rota, policy)?,
        (Target::Tier, .., Some(tier)) => of_tier(look, policy_org, tier)?,
        _ => Vec::new(),
    };
    let mut there = BTreeSet::new();
    for person in found {
        if places::address(look, person)?.is_some() {
            there.insert(person);
        }
    }
    Ok(there.into_iter().collect())
}

fn with_role(look: &mut Look, org: OrgId, role: Role) -> Result<Vec<PersonId>, Stop> {
    let all = read::at(look, org, read::roles)?;
    Ok(all.into_iter().filter(|known| known.roles.contains(&role)).map(|known| known.person).collect())
}

fn on_call(look: &mut Look, rota: RotaId, policy: EscalationPolicyId) -> Result<Vec<PersonId>, Stop> {
    let now = look.now();
    match oncall::org_of_rota(look, rota)? {
        Some(org) => read::at(look, org, |look| oncall::on_call(look, rota, Some(policy), now)),
        None => Ok(Vec::new()),
    }
}

/// Those who work in a tier, or where nobody does, in a higher one.
fn of_tier(look: &mut Look, org: OrgId, tier: u8) -> Result<Vec<PersonId>, Stop> {
    let now = look.now();
    let mut found = Vec::new();
    for known in read::at(look, org, read::roles)? {
        // A compliance officer may work on tickets, but stands in no tier of the desk.
        let at_desk = [Role::Technician, Role::SeniorTechnician, Role::BiomedicalEngineer];
        if !known.roles.iter().any(|role| at_desk.contains(role)) {
            continue;
        }
        let (person, held) = (known.person, places::certificates(look, known.person)?);
        found.push((person, desk::routing::tier_of(&worker(known, held, Standing::OwnWorkforce, now), now)));
    }
    let lowest = found.iter().map(|(_, of)| *of).filter(|of| *of >= tier).min();
    Ok(found.into_iter().filter(|(_, of)| Some(*of) == lowest).map(|(person, _)| person).collect())
}

fn reached(look: &mut Look, person: PersonId) -> Result<Reached, Stop> {
    let mut about = Vec::new();
    for ticket in runs::waiting(look, person)? {
        if let Some((number, priority, client)) = read::ticket(look, ticket)? {
            about.push(AboutTicket { ticket, number, priority, client });
        }
    }
    about.sort_by_key(|t| (t.priority, t.number));
    Ok(Reached { email: places::address(look, person)?, about })
}

/// A step names people and rotas of the policy's organization, or those that its author sees.
fn named(look: &mut Look, step: &AddStep) -> Result<Named, Stop> {
    let (org, caller) = (look.org(), look.person());
    let seen = |look: &mut Look, at: OrgId| -> Result<bool, Stop> {
        Ok(Some(at) == org || caller.map_or(Ok(false), |caller| reaches(look, caller, at))?)
    };
    if let Some(person) = step.person {
        let employer = places::employer(look, person)?.ok_or_else(|| Refusal::not_found("person"))?;
        if !seen(look, employer)? {
            return Err(Refusal::not_found("person").into());
        }
    }
    if let Some(rota) = step.rota {
        let at = oncall::org_of_rota(look, rota)?.ok_or_else(|| Refusal::not_found("rota"))?;
        if !seen(look, at)? {
            return Err(Refusal::not_found("rota").into());
        }
    }
    Ok(Named)
}

/// When the next step of an escalation is due, without looking up whom it tells.
pub fn beginning(
    look: &mut Look,
    (org, ticket_id): (OrgId, TicketId),
    policy: (EscalationPolicyId, OrgId, u32),
) -> Result<Escalating, Stop> {
    let Some(found) = found(look, ticket_id)? else { return Ok(oncall::nothing_to_do()) };
    let (hours, steps) = steps_of(look, policy)?;
    let hours = after_hours(look, found.contract, hours)?;
    debug_assert_eq!(look.org(), Some(org));
    let ticket = ticket(look, &found, (hours, &steps), &mut Opening::new())?;
    let steps = steps.into_iter().map(|step| StepNow { step, people: Vec::new() }).collect();
    Ok(Escalating { ticket, hours, steps })
}
