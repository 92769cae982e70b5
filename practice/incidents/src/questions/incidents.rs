//! Incidents as a list, and those of a ticket.

use crate::records::{self, After, Incident};
use crate::words::View;
use kernel::{Duty, IncidentId, Moment, OrgId, Phi, Stop, TicketId};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Look;

/// Lists incidents within your reach, the latest first.
#[derive(Debug, Clone, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Incidents {
    /// Which; the open ones when none is named.
    pub view: Option<View>,
    /// Only of this organization.
    pub org: Option<OrgId>,
    /// Where the list goes on: when the last line was declared, and its id.
    pub after_at: Option<Moment>,
    pub after: Option<IncidentId>,
    /// At most this many lines; 50 when nothing is said, 200 at most.
    pub most: Option<u32>,
}

/// A part of the list.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IncidentList {
    pub now: Moment,
    pub view: View,
    pub lines: Vec<Incident>,
    /// Whether there is more behind the last line.
    pub more: bool,
}

/// Lists the incidents that were declared from a ticket.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TicketIncidents {
    pub ticket: TicketId,
}

impl Question for Incidents {
    const ACT: Act = Act {
        name: "incidents.incidents",
        says: "List incidents",
        path: "/incidents",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = IncidentList;

    fn ground(&self) -> Ground {
        Ground::Reach
    }

    fn answer(&self, look: &mut Look) -> Result<IncidentList, Stop> {
        let view = self.view.unwrap_or(View::Open);
        let most = self.most.unwrap_or(50).clamp(1, 200);
        let after = self.after_at.zip(self.after).map(|(at, id)| After { at, id });
        let mut lines = records::list(look, self.org, view.closed(), after, most + 1)?;
        let more = lines.len() > most as usize;
        lines.truncate(most as usize);
        Ok(IncidentList { now: look.now(), view, lines, more })
    }
}

impl Question for TicketIncidents {
    const ACT: Act = Act {
        name: "incidents.ticket-incidents",
        says: "List the incidents of a ticket",
        path: "/desk/tickets/{ticket}/incidents",
        duty: Duty::WorkTickets,
        phi: Phi::None,
    };
    type Answer = IncidentList;

    fn ground(&self) -> Ground {
        Ground::thing(self.ticket)
    }

    fn answer(&self, look: &mut Look) -> Result<IncidentList, Stop> {
        let lines = records::of_ticket(look, self.ticket)?;
        Ok(IncidentList { now: look.now(), view: View::Open, lines, more: false })
    }
}
