//! What is promised at an organization now, with its house's own promises where nothing was agreed.

use crate::orders::Target;
use crate::promises::{Commitment, house_commitment};
use crate::records::{self, InForce, Scope};
use crate::words::{Criticality, WaitReason};
use kernel::{ContractId, Duty, LocationId, Moment, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// What is promised at an organization.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitments {
    pub org: OrgId,
}

/// Everything that is promised there now: the organization's first, then each location's that differs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InForceNow {
    pub org: OrgId,
    pub places: Vec<PlaceCommitments>,
}

/// What is promised for one place.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlaceCommitments {
    /// Nothing for the whole organization.
    pub location: Option<LocationId>,
    /// Only for trouble with devices of this kind.
    pub criticality: Option<Criticality>,
    /// Only for work under this service contract.
    pub contract: Option<ContractId>,
    /// Nothing for the house's own.
    pub version: Option<i64>,
    pub set_at: Option<Moment>,
    /// By priority, 1 to 4.
    pub targets: Vec<Target>,
    pub pausing: Vec<WaitReason>,
}

fn minutes(minutes: i64) -> u32 {
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

fn target(c: &Commitment) -> Target {
    Target {
        response_minutes: minutes(c.response_minutes),
        resolution_minutes: minutes(c.resolution_minutes),
        update_minutes: c.update_minutes.map(minutes),
        arrival_minutes: c.arrival_minutes.map(minutes),
        hours: c.hours,
    }
}

impl PlaceCommitments {
    /// Whether it holds for a part of the organization's work only.
    pub fn is_narrow(&self) -> bool {
        self.location.is_some() || self.criticality.is_some() || self.contract.is_some()
    }
}

fn place(rows: &[InForce]) -> Option<PlaceCommitments> {
    let first = rows.first()?;
    Some(PlaceCommitments {
        location: first.scope.location,
        criticality: first.scope.criticality,
        contract: first.scope.contract,
        version: first.commitment.version,
        set_at: Some(first.set_at),
        targets: rows.iter().map(|row| target(&row.commitment)).collect(),
        pausing: first.commitment.pausing.clone(),
    })
}

impl Question for Commitments {
    const ACT: Act = Act {
        name: "desk.commitments",
        says: "See what is promised",
        path: "/desk/organizations/{org}/commitments",
        duty: Duty::ReadOrganizations,
        phi: Phi::None,
    };
    type Answer = InForceNow;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn answer(&self, look: &mut Look) -> Result<InForceNow, Stop> {
        let mut rows = records::in_force(look)?;
        let word = |id: Option<&dyn std::fmt::Display>| id.map(ToString::to_string);
        rows.sort_by_cached_key(|row| {
            let Scope { location, criticality, contract } = &row.scope;
            let location = word(location.as_ref().map(|l| l as _));
            (location, word(contract.as_ref().map(|c| c as _)), *criticality, row.priority)
        });
        let mut places: Vec<PlaceCommitments> =
            rows.chunk_by(|a, b| a.scope == b.scope).filter_map(place).collect();
        if places.first().is_none_or(PlaceCommitments::is_narrow) {
            let house: Vec<Commitment> = (1..=4).map(house_commitment).collect();
            places.insert(
                0,
                PlaceCommitments {
                    location: None,
                    criticality: None,
                    contract: None,
                    version: None,
                    set_at: None,
                    targets: house.iter().map(target).collect(),
                    pausing: WaitReason::ALL.to_vec(),
                },
            );
        }
        Ok(InForceNow { org: self.org, places })
    }
}
