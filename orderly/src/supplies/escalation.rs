//! What an escalation needs to know: how its ticket stands, when its steps are due, and whom each of them would tell now.
//! Whoever is on call is found by the same resolver as on the page.

use super::desk::worker;
use crate::records::{oncall as read, places, reaches};
use kernel::{
    EscalationId, EscalationPolicyId, Moment, OrgId, PersonId, Refusal, Role, RotaId, Standing, Stop,
    TicketId,
};
use office::Registry;
use oncall::escalation::{TicketNow, Whom};
use oncall::escalation_records::{self as runs, RunRow};
use oncall::needs::{AboutTicket, Escalating, Reached, StepNow};
use oncall::words::Target;
use oncall::{AddStep, FireStep, Named, SendNotices};
use std::collections::BTreeSet;
use store::Look;

/// Every order about escalations that needs something.
pub fn register(registry: &mut Registry) {
    registry
        .order_with::<FireStep>(|look, o| fire(look, o.escalation))
        .order_with::<SendNotices>(|look, o| reached(look, o.person))
        .order_with::<AddStep>(named);
}

fn fire(look: &mut Look, run: EscalationId) -> Result<Escalating, Stop> {
    let run = runs::run(look, run)?;
    of(look, &run)
}

/// What an escalation of the bound organization must know to go on.
fn of(look: &mut Look, run: &RunRow) -> Result<Escalating, Stop> {
    let Some(ticket) = ticket(look, run.ticket)? else { return Ok(oncall::nothing_to_do()) };
    let assignee = desk::records::ticket(look, run.ticket)?.assignee;
    let (policy, version, client) = (run.policy, run.version, run.org);
    let (hours, steps) = read::at(look, run.policy_org, |look| -> Result<_, Stop> {
        Ok((runs::after_hours(look, policy)?, runs::steps(look, policy, version)?))
    })?;
    let mut now = Vec::new();
    for step in steps.into_iter().filter(|s| s.place >= run.place) {
        let people = people(look, (policy, run.policy_org, client), &step.whom, assignee)?;
        now.push(StepNow { step, people });
    }
    Ok(Escalating { ticket, hours, steps: now })
}

/// How a ticket of the bound organization stands; nothing when it is not there.
fn ticket(look: &mut Look, id: TicketId) -> Result<Option<TicketNow>, Stop> {
    let t = match desk::records::ticket(look, id) {
        Ok(ticket) => ticket,
        Err(Stop::Refused(_)) => return Ok(None),
        Err(stop) => return Err(stop),
    };
    let rests = desk::records::rests(look, id)?;
    let promises = desk::records::promises(look, id)?;
    let kind = desk::words::PromiseKind::Resolution;
    let promise = promises.into_iter().find(|p| p.kind == kind && p.stopped_at.is_none());
    let left = move |minutes: i64| {
        let mut promise = promise.clone()?;
        promise.target_s = (promise.target_s - minutes * 60).max(0);
        promise.due(&rests).ok().flatten()
    };
    let hours = places::hours(look, t.location)?.and_then(|h| h.hours);
    let opening = move |at: Moment| {
        let Some(text) = &hours else { return Some(at) };
        let laid = desk::calendars::laid(text).ok()?;
        // The moment at which a second of opening time has gone by, less that second.
        let second = desk::promises::due_at(&laid, at, 1)?;
        Some(second.minus(kernel::Span::seconds(1)).max(at))
    };
    Ok(Some(TicketNow {
        opened_at: t.opened_at,
        open: t.resolved_at.is_none() && t.merged_into.is_none(),
        left: Box::new(left),
        opening: Box::new(opening),
    }))
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

/// The same for when the next step is due, without looking up whom it tells.
pub fn beginning(
    look: &mut Look,
    (org, ticket_id): (OrgId, TicketId),
    (policy, policy_org, version): (EscalationPolicyId, OrgId, u32),
) -> Result<Escalating, Stop> {
    let Some(ticket) = ticket(look, ticket_id)? else { return Ok(oncall::nothing_to_do()) };
    let (hours, steps) = read::at(look, policy_org, |look| -> Result<_, Stop> {
        Ok((runs::after_hours(look, policy)?, runs::steps(look, policy, version)?))
    })?;
    debug_assert_eq!(look.org(), Some(org));
    let steps = steps.into_iter().map(|step| StepNow { step, people: Vec::new() }).collect();
    Ok(Escalating { ticket, hours, steps })
}
