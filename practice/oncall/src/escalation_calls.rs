//! What happens to an escalation because something happened to its ticket: it begins when the ticket is opened, is
//! answered when somebody takes it, looks again when its due time moves, and ends with it.

use crate::escalation::TicketNow;
use crate::escalation_records::{self as records, RunRow};
use crate::needs::Escalating;
use crate::orders::{about, answer, next};
use crate::words::RunState;
use kernel::{EscalationPolicyId, Fact, OrgId, Stop, TicketId};
use store::Work;

/// Begins to escalate a ticket of the bound organization by a policy.
///
/// # Errors
/// A fault of the store.
pub fn begin(
    work: &mut Work,
    (org, ticket): (OrgId, TicketId),
    (policy, policy_org, version): (EscalationPolicyId, OrgId, u32),
    needs: &Escalating,
) -> Result<Vec<Fact>, Stop> {
    let mut run = RunRow {
        id: work.id(),
        org,
        ticket,
        policy,
        policy_org,
        version,
        state: RunState::Running,
        place: 0,
        next_at: None,
        forced: false,
        snoozed_until: None,
        shifted_s: 0,
        reason: None,
        begun_at: work.now(),
        answered_by: None,
        ended_at: None,
    };
    run.next_at = next(&run, needs);
    records::put_run(work, &run)?;
    Ok(vec![about("oncall.escalation-begun", &run).with("next", run.next_at)])
}

/// The due time of a ticket may have moved: the timer of the next step moves with it.
///
/// # Errors
/// A fault of the store.
pub fn look_again(work: &mut Work, run: &mut RunRow, needs: &Escalating) -> Result<(), Stop> {
    let forced = run.forced || run.state != RunState::Running;
    let at = next(run, needs);
    if forced || at == run.next_at {
        return Ok(());
    }
    run.next_at = at;
    Ok(records::put_run(work, run)?)
}

/// Somebody took the ticket: that is an answer.
///
/// # Errors
/// A fault of the store.
pub fn answered(work: &mut Work, run: &mut RunRow) -> Result<Vec<Fact>, Stop> {
    match run.state {
        RunState::Running | RunState::Exhausted => Ok(vec![answer(work, run)?]),
        RunState::Answered | RunState::Ended => Ok(Vec::new()),
    }
}

/// The ticket is resolved, or became part of another.
///
/// # Errors
/// A fault of the store.
pub fn ended(work: &mut Work, run: &mut RunRow) -> Result<Vec<Fact>, Stop> {
    (run.state, run.next_at, run.ended_at) = (RunState::Ended, None, Some(work.now()));
    records::put_run(work, run)?;
    Ok(vec![about("oncall.escalation-ended", run)])
}

/// Running escalations go on by the steps of another version: each looks at its timer again, now.
///
/// # Errors
/// A fault of the store.
pub fn adopt(work: &mut Work, policy: EscalationPolicyId, version: u32) -> anyhow::Result<u64> {
    records::adopt(work, policy, version)
}

/// A ticket on which nothing is to be done: for an escalation whose ticket is not there any more.
pub fn nothing_to_do() -> Escalating {
    let ticket = TicketNow {
        opened_at: kernel::Moment::from_micros(0),
        open: false,
        left: Box::new(|_| None),
        opening: Box::new(|_| None),
        worked: Box::new(|_, _| None),
    };
    Escalating { ticket, hours: crate::words::AfterHours::Continue, steps: Vec::new() }
}
