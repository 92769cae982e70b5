//! Times in which nothing is changed: a go-live, a survey, a holiday. A freeze holds for the whole organization or for
//! some care areas, refuses what is planned into it, and stops what was approved before it was set.

use crate::records::{self, Freeze};
use crate::words::{CareArea, FreezeReason};
use crate::{Planned, when};
use kernel::{Done, Duty, Fact, FreezeId, OrgId, Phi, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Freezes changes for a while.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SetFreeze {
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// Why nothing may be changed.
    #[schemars(extend("x-order" = 2))]
    pub reason: FreezeReason,
    /// When it begins, in local time at the place.
    #[schemars(schema_with = "when::schema", extend("x-order" = 3))]
    pub starts: String,
    /// When it is over.
    #[schemars(schema_with = "when::schema", extend("x-order" = 4))]
    pub ends: String,
    /// Where nothing may be changed; everywhere when none is named.
    #[serde(default)]
    #[schemars(extend("x-order" = 5))]
    pub care_areas: Vec<CareArea>,
}

/// Ends a freeze before its time.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EndFreeze {
    pub freeze: FreezeId,
}

/// A freeze.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FreezeSet {
    pub freeze: FreezeId,
}

impl Order for SetFreeze {
    const ACT: Act = Act {
        name: "changes.set-freeze",
        says: "Freeze changes",
        path: "/organizations/{org}/freezes",
        duty: Duty::ApproveChanges,
        phi: Phi::None,
    };
    type Receipt = FreezeSet;
    type Needs = Planned;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: Planned) -> Result<Done<FreezeSet>, Stop> {
        let (starts_at, ends_at) = when::window(&self.starts, &self.ends, &needs.zone)?;
        if ends_at <= work.now() {
            return Err(Refusal::invalid("ends", "This is over already.").into());
        }
        let freeze = Freeze {
            id: work.id(),
            reason: self.reason,
            care_areas: self.care_areas.clone(),
            zone: needs.zone,
            starts_at,
            ends_at,
            set_by: work.person(),
        };
        records::freeze(work, &freeze)?;
        let fact = Fact::new("changes.freeze-set", self.org)
            .about(freeze.id)
            .about(self.org)
            .with("reason", self.reason)
            .with("care_areas", &self.care_areas)
            .with("starts_at", starts_at)
            .with("ends_at", ends_at);
        Ok(Done::new(fact, FreezeSet { freeze: freeze.id }))
    }
}

impl Order for EndFreeze {
    const ACT: Act = Act {
        name: "changes.end-freeze",
        says: "End a freeze",
        path: "/freezes/{freeze}/end",
        duty: Duty::ApproveChanges,
        phi: Phi::None,
    };
    type Receipt = FreezeSet;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.freeze)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<FreezeSet>, Stop> {
        if !records::thaw(work, self.freeze)? {
            return Err(Refusal::conflict("This freeze has ended already.").into());
        }
        let org = work.org().ok_or_else(|| anyhow::anyhow!("a freeze of no organization"))?;
        let fact = Fact::new("changes.freeze-ended", org).about(self.freeze).about(org);
        Ok(Done::new(fact, FreezeSet { freeze: self.freeze }))
    }
}
