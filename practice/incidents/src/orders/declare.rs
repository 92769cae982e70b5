//! An incident is declared: from a ticket, an alert, or because somebody noticed it. Its playbook makes the tasks, each
//! with the time by which it is due.

use super::{IncidentReceipt, caller};
use crate::records::{self, Incident, Task};
use crate::words::{IncidentKind, Severity, Source, State, TextKind};
use crate::{OfPlace, facts, playbook, texts, when};
use kernel::{Done, Duty, IncidentId, Moment, OrgId, Phi, Private, Span, Stop, TicketId};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// Declares an incident. Its playbook makes the tasks.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeclareIncident {
    /// The organization at which it happens.
    #[schemars(extend("x-order" = 1))]
    pub org: OrgId,
    /// The ticket from which it became known.
    #[schemars(extend("x-order" = 2))]
    pub ticket: Option<TicketId>,
    /// What kind of incident it is.
    #[schemars(extend("x-order" = 3))]
    pub kind: IncidentKind,
    /// What people call it. It is read in lists: name no patient.
    #[schemars(extend("x-order" = 4), length(max = 120))]
    pub title: String,
    /// How bad it is; as its playbook says when nothing is chosen.
    #[schemars(extend("x-order" = 5))]
    pub severity: Option<Severity>,
    /// Whether an alert of a system showed it.
    #[serde(default)]
    #[schemars(extend("x-order" = 6))]
    pub by_alert: bool,
    /// When the first sign was seen, in local time at the place; now when nothing is said.
    #[schemars(schema_with = "when::schema", extend("x-order" = 7))]
    pub detected: Option<String>,
    /// What is known.
    #[schemars(extend("x-long" = true, "x-order" = 8))]
    pub words: Option<Private>,
}

/// The tasks of the playbook, in its order.
fn planned(work: &mut Work, incident: IncidentId, kind: IncidentKind, now: Moment) -> Vec<Task> {
    let make = |(place, task): (u32, &crate::PlannedTask)| Task {
        id: work.id(),
        incident,
        place,
        phase: task.phase,
        title: task.title.clone(),
        role: task.role,
        from_playbook: true,
        owner: None,
        due_at: task.minutes.map(|m| now.plus(Span::minutes(i64::from(m)))),
        because: None,
        late_at: None,
        done_at: None,
        done_by: None,
        text: None,
    };
    (1..).zip(&playbook(kind).tasks).map(make).collect()
}

impl Order for DeclareIncident {
    const ACT: Act = Act {
        name: "incidents.declare",
        says: "Declare an incident",
        path: "/organizations/{org}/incidents",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = OfPlace;

    fn ground(&self) -> Ground {
        Ground::Org(self.org)
    }

    fn perform(&self, work: &mut Work, needs: OfPlace) -> Result<Done<IncidentReceipt>, Stop> {
        let person = caller(work)?;
        let (now, words) = (work.now(), texts::maybe("words", self.words.as_ref())?);
        let source = match (self.ticket, self.by_alert) {
            (_, true) => Source::Alert,
            (Some(_), false) => Source::Ticket,
            (None, false) => Source::Hand,
        };
        let mut incident = Incident {
            id: work.id(),
            org: self.org,
            kind: self.kind,
            severity: self.severity.unwrap_or(playbook(self.kind).severity),
            state: State::Open,
            source,
            ticket: self.ticket,
            title: texts::title("title", &self.title)?,
            detected_at: when::past("detected", self.detected.as_deref(), &needs.zone, now)?,
            zone: needs.zone,
            texts: 0,
            declared_by: Some(person),
            opened_at: now,
            contained_at: None,
            closed_at: None,
        };
        records::put(work, &incident)?;
        let text = match words {
            Some(words) => Some(records::write(work, &mut incident, TextKind::Note, &words)?),
            None => None,
        };
        let tasks = planned(work, incident.id, self.kind, now);
        for task in &tasks {
            records::put_task(work, task)?;
        }
        let fact = facts::about("incidents.declared", &incident)
            .with("source", source)
            .with("detected_at", incident.detected_at)
            .with("tasks", tasks.len())
            .with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}
