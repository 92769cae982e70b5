//! What is promised at an organization, perhaps at one location: for each of the four priorities how soon
//! somebody replies, how soon it is resolved, and in which hours the clock runs. A change makes a new
//! version; tickets that are open are reckoned anew by it (what was used and every rest carry over), and what was resolved
//! keeps the version by which it was judged.

use crate::needs::KnownPlace;
use crate::orders::standing::naming;
use crate::promises::Commitment;
use crate::records;
use crate::records::Scope;
use crate::words::{Criticality, Hours, WaitReason};
use kernel::{ContractId, Done, Duty, Fact, LocationId, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// A year, in minutes: nobody promises less.
const MOST_MINUTES: u32 = 366 * 24 * 60;

/// Sets what is promised.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetCommitments {
    pub org: OrgId,
    /// Only for this location; for the whole organization when none is named.
    pub location: Option<LocationId>,
    /// Only for trouble with devices of this kind.
    pub criticality: Option<Criticality>,
    /// Only for work under this service contract.
    pub contract: Option<ContractId>,
    /// Priority 1.
    pub p1: Target,
    /// Priority 2.
    pub p2: Target,
    /// Priority 3.
    pub p3: Target,
    /// Priority 4.
    pub p4: Target,
    /// What stops the clock of the resolution while a ticket waits for it.
    #[serde(default)]
    pub pausing: Vec<WaitReason>,
}

/// What is promised for one priority.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Target {
    /// Minutes to the first reply.
    pub response_minutes: u32,
    /// Minutes to the resolution.
    pub resolution_minutes: u32,
    /// Minutes within which the reporter hears something again; blank where it is not promised.
    pub update_minutes: Option<u32>,
    /// Minutes from the decision to send somebody until they are on site; blank where it is not promised.
    pub arrival_minutes: Option<u32>,
    /// In which hours the clock runs.
    pub hours: Hours,
}

/// Which version it became.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommitmentsSet {
    pub org: OrgId,
    pub version: i64,
}

impl SetCommitments {
    fn line(&self, name: &str, target: Target) -> Result<Commitment, Refusal> {
        let minutes = |field: &str, minutes: u32| match minutes {
            1..=MOST_MINUTES => Ok(i64::from(minutes)),
            _ => {
                Err(Refusal::invalid(&format!("{name}.{field}"), "Give minutes from 1 to 527040 (366 days)."))
            }
        };
        let response_minutes = minutes("response_minutes", target.response_minutes)?;
        let resolution_minutes = minutes("resolution_minutes", target.resolution_minutes)?;
        if resolution_minutes < response_minutes {
            let field = format!("{name}.resolution_minutes");
            return Err(Refusal::invalid(&field, "A resolution cannot be promised before the first reply."));
        }
        let pausing = WaitReason::ALL.iter().copied().filter(|r| self.pausing.contains(r)).collect();
        let maybe = |field, given: Option<u32>| given.map(|given| minutes(field, given)).transpose();
        Ok(Commitment {
            version: None,
            response_minutes,
            resolution_minutes,
            update_minutes: maybe("update_minutes", target.update_minutes)?,
            arrival_minutes: maybe("arrival_minutes", target.arrival_minutes)?,
            hours: target.hours,
            pausing,
        })
    }
}

impl Order for SetCommitments {
    const ACT: Act = Act {
        name: "desk.set-commitments",
        says: "Set what is promised",
        path: "/desk/organizations/{org}/commitments/set",
        duty: Duty::ManageOrganizations,
        phi: Phi::None,
    };
    type Receipt = CommitmentsSet;
    /// That the location, if one is named, is the organization's.
    type Needs = KnownPlace;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, _place: KnownPlace) -> Result<Done<CommitmentsSet>, Stop> {
        let lines = [
            self.line("p1", self.p1)?,
            self.line("p2", self.p2)?,
            self.line("p3", self.p3)?,
            self.line("p4", self.p4)?,
        ];
        let scope = Scope { location: self.location, criticality: self.criticality, contract: self.contract };
        let version = records::set_commitments(work, scope, lines.each_ref())?;
        let mut fact = Fact::new("desk.commitments-set", self.org).about(self.org).with("version", version);
        if let Some(location) = self.location {
            fact = fact.about(location).with("location", location);
        }
        if let Some(criticality) = self.criticality {
            fact = fact.with("criticality", criticality);
        }
        if let Some(contract) = self.contract {
            fact = fact.about(contract).with("contract", contract);
        }
        let moved = records::recommit(work, scope, version)?;
        let moved = (!moved.is_empty())
            .then(|| naming(Fact::new("desk.promised-anew", self.org).with("version", version), &moved));
        Ok(Done::new(fact, CommitmentsSet { org: self.org, version }).and_all(moved))
    }
}
