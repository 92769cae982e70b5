//! Breaches as a list.

use crate::records::{self, After, Breach};
use crate::words::{Cause, Conclusion, EntityKind, State, View};
use kernel::{BreachId, Duty, IncidentId, Moment, OrgId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists what may be a breach within your reach, the latest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Breaches {
    /// Which; the open ones when none is named.
    pub view: Option<View>,
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on: when the last line was begun, and its id.
    pub after_at: Option<Moment>,
    pub after: Option<BreachId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A line of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BreachLine {
    pub breach: BreachId,
    pub org: OrgId,
    pub incident: Option<IncidentId>,
    pub title: String,
    pub zone: String,
    pub entity: EntityKind,
    pub cause: Cause,
    pub state: State,
    pub conclusion: Option<Conclusion>,
    pub discovered_on: Option<String>,
    /// How many are affected, once somebody has counted.
    pub affected: Option<u64>,
    pub opened_at: Moment,
}

impl From<Breach> for BreachLine {
    fn from(b: Breach) -> Self {
        Self {
            breach: b.id,
            org: b.org,
            incident: b.incident,
            entity: b.entity,
            cause: b.cause,
            state: b.state,
            conclusion: b.conclusion,
            discovered_on: b.discovered_on.map(|d| d.to_string()),
            affected: b.counted.then(|| b.affected.total()),
            opened_at: b.opened_at,
            title: b.title,
            zone: b.zone,
        }
    }
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BreachList {
    pub now: Moment,
    pub view: View,
    pub lines: Vec<BreachLine>,
    pub more: bool,
}

impl Question for Breaches {
    const ACT: Act = Act {
        name: "breach.breaches",
        says: "List what may be a breach",
        path: "/breaches",
        duty: Duty::ReadAgreements,
        phi: Phi::None,
    };
    type Answer = BreachList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<BreachList, Stop> {
        let view = self.view.unwrap_or(View::Open);
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let after = self.after_at.zip(self.after).map(|(at, id)| After { at, id });
        let mut found = records::list(look, self.org, view == View::Closed, after, most + 1)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        let lines = found.into_iter().map(BreachLine::from).collect();
        Ok(BreachList { now: look.now(), view, lines, more })
    }
}
