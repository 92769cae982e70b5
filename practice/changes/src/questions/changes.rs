//! Changes as lines of a list: what comes, what waits for a word, what was.

use crate::records::{self, After, Change};
use crate::words::{CareArea, Category, ChangeKind, Risk, State, View};
use kernel::{AssetId, ChangeId, Duty, Moment, OrgId, PersonId, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists changes within your reach.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Changes {
    /// Which; what comes when none is named.
    pub view: Option<View>,
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on: the window's beginning and the id of the last line.
    pub after_at: Option<Moment>,
    pub after: Option<ChangeId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// Lists the changes of a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketChanges {
    pub ticket: TicketId,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeList {
    pub now: Moment,
    pub view: View,
    pub lines: Vec<ChangeLine>,
    /// Whether there is more behind the last line.
    pub more: bool,
}

/// A change without its texts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ChangeLine {
    pub change: ChangeId,
    pub org: OrgId,
    pub ticket: Option<TicketId>,
    pub asset: Option<AssetId>,
    pub title: String,
    pub kind: ChangeKind,
    pub category: Category,
    pub build: Option<String>,
    pub care_areas: Vec<CareArea>,
    pub downtime_minutes: u32,
    pub risk: Risk,
    pub because: String,
    pub zone: String,
    pub starts_at: Moment,
    pub ends_at: Moment,
    pub planner: PersonId,
    pub state: State,
    pub review_due_at: Option<Moment>,
    pub reviewed_at: Option<Moment>,
}

impl From<Change> for ChangeLine {
    fn from(c: Change) -> Self {
        Self {
            change: c.id,
            org: c.org,
            ticket: c.ticket,
            asset: c.asset,
            title: c.title,
            kind: c.kind,
            category: c.category,
            build: c.build,
            care_areas: c.care_areas,
            downtime_minutes: c.downtime_minutes,
            risk: c.risk,
            because: c.because,
            zone: c.zone,
            starts_at: c.starts_at,
            ends_at: c.ends_at,
            planner: c.planner,
            state: c.state,
            review_due_at: c.review_due_at,
            reviewed_at: c.reviewed_at,
        }
    }
}

impl Question for Changes {
    const ACT: Act = Act {
        name: "changes.changes",
        says: "List changes",
        path: "/changes",
        duty: Duty::ReportTrouble,
        phi: Phi::None,
    };
    type Answer = ChangeList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<ChangeList, Stop> {
        let view = self.view.unwrap_or(View::Coming);
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let after = self.after_at.map(|at| After { at, id: self.after });
        let mut found = records::list(look, view, self.org, after, most + 1)?;
        let more = found.len() > most as usize;
        found.truncate(most as usize);
        Ok(ChangeList { now: look.now(), view, lines: found.into_iter().map(Into::into).collect(), more })
    }
}

impl Question for TicketChanges {
    const ACT: Act = Act {
        name: "changes.ticket-changes",
        says: "List the changes of a ticket",
        path: "/desk/tickets/{ticket}/changes",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = ChangeList;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<ChangeList, Stop> {
        let lines = records::of_ticket(look, self.ticket)?.into_iter().map(Into::into).collect();
        Ok(ChangeList { now: look.now(), view: View::Coming, lines, more: false })
    }
}
