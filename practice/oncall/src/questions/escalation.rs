//! Policies within reach with their steps, and the path of a ticket: what happened and what will.

use crate::escalation::Step;
use crate::escalation_records::{self as records, Fired, PolicyRow, RunRow};
use kernel::{Duty, EscalationPolicyId, Moment, PersonId, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists policies of escalation within your reach.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Policies {}

/// The policies.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyList {
    pub lines: Vec<PolicyRow>,
}

/// Shows a policy with its steps.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OnePolicy {
    pub policy: EscalationPolicyId,
}

/// A policy with its steps.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyTold {
    pub policy: PolicyRow,
    pub steps: Vec<Step>,
}

/// Shows how a ticket escalates: what happened, and what comes next.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketEscalation {
    pub ticket: TicketId,
}

/// Somebody who was told at a step.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TellingOf {
    pub place: u32,
    pub person: PersonId,
    /// When it left; nothing while it is gathered with others.
    pub sent_at: Option<Moment>,
}

/// The path of a ticket's escalation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PathTold {
    pub now: Moment,
    /// Nothing where no policy is set for the ticket.
    pub run: Option<RunRow>,
    pub fired: Vec<Fired>,
    pub told: Vec<TellingOf>,
}

impl Question for Policies {
    const ACT: Act = Act {
        name: "oncall.policies",
        says: "List policies of escalation",
        path: "/escalation-policies",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = PolicyList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<PolicyList, Stop> {
        Ok(PolicyList { lines: records::policies(look)? })
    }
}

impl Question for OnePolicy {
    const ACT: Act = Act {
        name: "oncall.policy",
        says: "Show a policy of escalation",
        path: "/escalation-policies/{policy}",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = PolicyTold;

    fn ground(&self) -> Ground {
        Ground::thing(self.policy)
    }

    fn answer(&self, look: &mut Look) -> Result<PolicyTold, Stop> {
        let policy = records::policy(look, self.policy)?;
        let steps = records::steps(look, policy.id, policy.version)?;
        Ok(PolicyTold { policy, steps })
    }
}

impl Question for TicketEscalation {
    const ACT: Act = Act {
        name: "oncall.escalation-of-ticket",
        says: "Show how a ticket escalates",
        path: "/desk/tickets/{ticket}/escalation",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = PathTold;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<PathTold, Stop> {
        let (now, run) = (look.now(), records::of_ticket(look, self.ticket)?);
        let Some(run) = run else {
            return Ok(PathTold { now, run: None, fired: Vec::new(), told: Vec::new() });
        };
        let of = |(place, person, sent_at)| TellingOf { place, person, sent_at };
        let told = records::notices(look, run.id)?.into_iter().map(of).collect();
        Ok(PathTold { now, fired: records::fires(look, run.id)?, told, run: Some(run) })
    }
}
