//! What is promised at an organization now, with its house's own promises where nothing was agreed.

use crate::orders::Target;
use crate::promises::{Commitment, house_commitment};
use crate::records::{self, InForce};
use crate::words::WaitReason;
use kernel::{Duty, LocationId, Moment, OrgId, Phi, Stop};
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
    /// Nothing for the house's own.
    pub version: Option<i64>,
    pub set_at: Option<Moment>,
    /// By priority, 1 to 4.
    pub targets: Vec<Target>,
    pub pausing: Vec<WaitReason>,
}

fn target(c: &Commitment) -> Target {
    Target {
        response_minutes: u32::try_from(c.response_minutes).unwrap_or(u32::MAX),
        resolution_minutes: u32::try_from(c.resolution_minutes).unwrap_or(u32::MAX),
        hours: c.hours,
    }
}

fn place(rows: &[InForce]) -> Option<PlaceCommitments> {
    let first = rows.first()?;
    Some(PlaceCommitments {
        location: first.location,
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
        rows.sort_by_key(|row| (row.location.map(|l| l.to_string()), row.priority));
        let mut places: Vec<PlaceCommitments> =
            rows.chunk_by(|a, b| a.location == b.location).filter_map(place).collect();
        if places.first().is_none_or(|p| p.location.is_some()) {
            let house: Vec<Commitment> = (1..=4).map(house_commitment).collect();
            places.insert(
                0,
                PlaceCommitments {
                    location: None,
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
