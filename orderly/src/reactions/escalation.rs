//! What follows for the escalation of a ticket from what happens to the ticket, and from a change of its policy.

use crate::records::{self, oncall as read, places};
use crate::supplies::escalation as supply;
use kernel::{EscalationPolicyId, Fact, OrgId, Stop, TicketId};
use office::letter;
use oncall::escalation_records as runs;
use store::Work;

/// The ticket that a fact of the desk is about, when it belongs to the bound organization.
fn ticket(work: &mut Work, fact: &Fact) -> Option<(OrgId, TicketId)> {
    let org = fact.org.filter(|org| work.org() == Some(*org))?;
    Some((org, fact.about.iter().find_map(|id| id.parse().ok())?))
}

/// A ticket was opened, opened again, or became more urgent: it escalates by the policy that fits it, or looks at its
/// timer again.
pub fn escalates(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some((org, ticket)) = ticket(work, fact) else { return Ok(Vec::new()) };
    // A ticket that has just been opened has no run yet, and its fact says what there is to know of it.
    let fresh = fact.body.get("priority").and_then(serde_json::Value::as_i64);
    let fresh = fresh.filter(|_| fact.name == "desk.ticket-opened");
    if fresh.is_none()
        && let Some(mut run) = runs::of_ticket(work, ticket)?.filter(|r| r.ended_at.is_none())
    {
        let needs = supply::beginning(work, (org, ticket), (run.policy, run.policy_org, run.version))?;
        oncall::look_again(work, &mut run, &needs)?;
        return Ok(Vec::new());
    }
    let provider = places::hours(work, None)?.and_then(|h| h.provider);
    let priority = match fresh {
        Some(priority) => priority,
        None => {
            let t = desk::records::ticket(work, ticket)?;
            if t.resolved_at.is_some() || t.merged_into.is_some() {
                return Ok(Vec::new());
            }
            i64::from(t.priority)
        }
    };
    match runs::fitting(work, org, provider, priority)? {
        Some(policy) => {
            let needs = supply::beginning(work, (org, ticket), policy)?;
            oncall::begin(work, (org, ticket), policy, &needs)
        }
        None => Ok(Vec::new()),
    }
}

/// Somebody took the ticket.
pub fn is_answered(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some((_, ticket)) = ticket(work, fact) else { return Ok(Vec::new()) };
    match runs::of_ticket(work, ticket)? {
        Some(mut run) => oncall::answered(work, &mut run),
        None => Ok(Vec::new()),
    }
}

/// Nothing is left to be done on the ticket.
pub fn is_over(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let Some((_, ticket)) = ticket(work, fact) else { return Ok(Vec::new()) };
    match runs::of_ticket(work, ticket)?.filter(|r| r.ended_at.is_none()) {
        Some(mut run) => oncall::ended(work, &mut run),
        None => Ok(Vec::new()),
    }
}

/// Running escalations go on by the new steps where whoever changed the policy said so.
pub fn policy_changed(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let version = fact.body.get("version").and_then(serde_json::Value::as_u64);
    let version = version.and_then(|v| u32::try_from(v).ok());
    if let (Some(policy), Some(version), Some("adopt")) =
        (fact.id::<EscalationPolicyId>("policy"), version, fact.text("running"))
    {
        oncall::adopt(work, policy, version)?;
    }
    Ok(Vec::new())
}

/// Steps found nobody: those who direct the work hear of the hole at once.
pub fn nobody_on_call(work: &mut Work, fact: &Fact) -> Result<Vec<Fact>, Stop> {
    let (Some(org), Some(ticket)) = (fact.id::<OrgId>("policy_org"), fact.text("first")) else {
        return Ok(Vec::new());
    };
    let place = records::name(work, org)?.unwrap_or_default();
    let what = format!("An escalation found nobody on call at {place}");
    let text =
        format!("{what}. The next steps were carried out at once.\n\nSee /tickets/{ticket} and /oncall\n");
    for to in read::at(work, org, read::directing)? {
        letter(work, Some(org), &to, &what, &text)?;
    }
    Ok(Vec::new())
}
