//! Policies of escalation: from which priority on, and step by step who is told when. Each change makes a new version;
//! whether escalations that run keep their steps or go on by the new ones is said with the change, and charted.

use crate::escalation::{Step, Timing, Whom};
use crate::escalation_records::{self as records, PolicyRow};
use crate::words::{AfterHours, OnChange, StepBegins, Target};
use kernel::{Done, Duty, EscalationPolicyId, Fact, OrgId, PersonId, Phi, Refusal, Role, RotaId, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// The most steps, and the longest wait of one: 30 days.
const MOST_STEPS: u32 = 30;
const LONGEST_MINUTES: i64 = 30 * 24 * 60;

/// Opens a policy of escalation.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenPolicy {
    /// Whose tickets it is for: its own, and for a provider those of everybody it serves.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    #[schemars(extend("x-order" = 2))]
    pub name: String,
    /// It holds for tickets of this priority and more urgent ones: 1 is the most urgent, 4 means all.
    #[schemars(range(min = 1, max = 5), extend("x-order" = 3))]
    pub priority: i64,
    #[schemars(extend("x-order" = 4))]
    pub after_hours: AfterHours,
}

/// Adds a step to a policy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddStep {
    #[schemars(extend("x-order" = 1))]
    pub policy: EscalationPolicyId,
    /// How many minutes.
    #[schemars(range(min = 0, max = 43200), extend("x-order" = 2))]
    pub minutes: i64,
    #[schemars(extend("x-order" = 3))]
    pub begins: StepBegins,
    #[schemars(extend("x-order" = 4))]
    pub target: Target,
    #[serde(default)]
    #[schemars(extend("x-order" = 5))]
    pub person: Option<PersonId>,
    #[serde(default)]
    #[schemars(extend("x-order" = 6))]
    pub role: Option<Role>,
    #[serde(default)]
    #[schemars(extend("x-order" = 7))]
    pub rota: Option<RotaId>,
    /// 1 to 3.
    #[serde(default)]
    #[schemars(range(min = 1, max = 3), extend("x-order" = 8))]
    pub tier: Option<u8>,
    /// What becomes of escalations that run.
    #[schemars(extend("x-order" = 9))]
    pub running: OnChange,
}

/// Takes the last step off a policy.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropStep {
    pub policy: EscalationPolicyId,
    /// What becomes of escalations that run.
    pub running: OnChange,
}

/// Retires a policy: no escalation begins by it any more; those that run go on.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RetirePolicy {
    pub policy: EscalationPolicyId,
}

/// A policy after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PolicyReceipt {
    pub policy: EscalationPolicyId,
    pub version: u32,
    pub steps: u32,
}

fn about(name: &'static str, p: &PolicyRow, steps: usize) -> Fact {
    let fact = Fact::new(name, p.org).about(p.id).about(p.org);
    fact.with("policy", p.id).with("version", p.version).with("steps", steps)
}

fn running(work: &mut Work, id: EscalationPolicyId) -> Result<PolicyRow, Stop> {
    let policy = records::policy(work, id)?;
    match policy.retired_at {
        None => Ok(policy),
        Some(_) => Err(Refusal::conflict("This policy was retired. Open another one.").into()),
    }
}

/// Writes the steps as the next version.
fn write(
    work: &mut Work,
    p: &mut PolicyRow,
    steps: &[Step],
    running: OnChange,
) -> Result<Done<PolicyReceipt>, Stop> {
    p.version += 1;
    p.set_at = work.now();
    records::put_policy(work, p)?;
    for step in steps {
        records::put_step(work, p, step)?;
    }
    let fact = about("oncall.policy-set", p, steps.len()).with("running", running);
    let count = u32::try_from(steps.len()).unwrap_or(u32::MAX);
    Ok(Done::new(fact, PolicyReceipt { policy: p.id, version: p.version, steps: count }))
}

impl Order for OpenPolicy {
    const ACT: Act = Act {
        name: "oncall.open-policy",
        says: "Open a policy of escalation",
        path: "/organizations/{org}/escalation-policies",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = PolicyReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PolicyReceipt>, Stop> {
        if !(1..=5).contains(&self.priority) {
            return Err(Refusal::invalid("priority", "Give a priority from 1 to 5.").into());
        }
        let mut policy = PolicyRow {
            id: work.id(),
            org: self.org,
            name: office::text::name("name", &self.name)?,
            priority: self.priority,
            after_hours: self.after_hours,
            version: 0,
            set_at: work.now(),
            retired_at: None,
        };
        write(work, &mut policy, &[], OnChange::Keep)
    }
}

impl AddStep {
    /// Whom the step tells, with exactly what its target needs.
    fn whom(&self) -> Result<Whom, Stop> {
        let needs = |field: &str, there: bool, needed: bool| match (there, needed) {
            (false, true) => Err(Refusal::invalid(field, "This target needs it.")),
            (true, false) => Err(Refusal::invalid(field, "Leave it out: this target does not use it.")),
            _ => Ok(()),
        };
        let by_role = matches!(self.target, Target::Role | Target::ClientRole);
        needs("person", self.person.is_some(), self.target == Target::Person)?;
        needs("role", self.role.is_some(), by_role)?;
        needs("rota", self.rota.is_some(), self.target == Target::Rota)?;
        needs("tier", self.tier.is_some(), self.target == Target::Tier)?;
        if self.tier.is_some_and(|tier| !(1..=3).contains(&tier)) {
            return Err(Refusal::invalid("tier", "Give a tier from 1 to 3.").into());
        }
        Ok(Whom {
            target: self.target,
            person: self.person,
            role: self.role,
            rota: self.rota,
            tier: self.tier,
        })
    }
}

/// Whether what a step names is within the caller's reach.
pub struct Named;

impl Order for AddStep {
    const ACT: Act = Act {
        name: "oncall.add-step",
        says: "Add a step to a policy of escalation",
        path: "/escalation-policies/{policy}/steps",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = PolicyReceipt;
    type Needs = Named;

    fn ground(&self) -> Ground {
        Ground::thing(self.policy)
    }

    fn perform(&self, work: &mut Work, _: Named) -> Result<Done<PolicyReceipt>, Stop> {
        let mut policy = running(work, self.policy)?;
        let whom = self.whom()?;
        if !(0..=LONGEST_MINUTES).contains(&self.minutes) {
            return Err(Refusal::invalid("minutes", "Give 0 to 43200 minutes, which are 30 days.").into());
        }
        let mut steps = records::steps(work, policy.id, policy.version)?;
        let place = u32::try_from(steps.len()).unwrap_or(MOST_STEPS);
        if place >= MOST_STEPS {
            return Err(Refusal::conflict(format!("A policy has at most {MOST_STEPS} steps.")).into());
        }
        let timing = Timing { begins: self.begins, minutes: self.minutes };
        steps.push(Step { place, timing, whom });
        write(work, &mut policy, &steps, self.running)
    }
}

impl Order for DropStep {
    const ACT: Act = Act {
        name: "oncall.drop-step",
        says: "Take the last step off a policy of escalation",
        path: "/escalation-policies/{policy}/steps/drop",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = PolicyReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.policy)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PolicyReceipt>, Stop> {
        let mut policy = running(work, self.policy)?;
        let mut steps = records::steps(work, policy.id, policy.version)?;
        if steps.pop().is_none() {
            return Err(Refusal::conflict("This policy has no steps.").into());
        }
        write(work, &mut policy, &steps, self.running)
    }
}

impl Order for RetirePolicy {
    const ACT: Act = Act {
        name: "oncall.retire-policy",
        says: "Retire a policy of escalation",
        path: "/escalation-policies/{policy}/retire",
        duty: Duty::DirectWork,
        phi: Phi::None,
    };
    type Receipt = PolicyReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.policy)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<PolicyReceipt>, Stop> {
        let mut policy = running(work, self.policy)?;
        policy.retired_at = Some(work.now());
        records::put_policy(work, &policy)?;
        let steps = records::steps(work, policy.id, policy.version)?.len();
        let count = u32::try_from(steps).unwrap_or(u32::MAX);
        let receipt = PolicyReceipt { policy: policy.id, version: policy.version, steps: count };
        Ok(Done::new(about("oncall.policy-retired", &policy, steps), receipt))
    }
}
