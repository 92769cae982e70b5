//! What can be asked about incidents, and what every such order has in common.

mod declare;
mod evidence;
mod isolate;
mod lead;
mod notes;
mod systems;
mod tasks;

pub use declare::DeclareIncident;
pub use evidence::{HandOverEvidence, ReturnEvidence, TakeEvidence};
pub use isolate::{ConfirmIsolation, LiftIsolation, OrderIsolation};
pub use lead::{CloseIncident, ContainIncident, NameRole, ReopenIncident, SetSeverity};
pub use notes::{AddNote, AddSign};
pub use systems::{NameSystem, RestoreSystem};
pub use tasks::{AddTask, FinishTask, GiveTask, NoteLateTask};

use crate::records::{self, Incident};
use crate::words::State;
use kernel::{IncidentId, PersonId, Refusal, Stop};
use schemars::JsonSchema;
use serde::Serialize;
use store::{Look, Work};

/// How an incident stands after an order.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct IncidentReceipt {
    pub incident: IncidentId,
    pub state: State,
}

impl IncidentReceipt {
    fn of(i: &Incident) -> Self {
        Self { incident: i.id, state: i.state }
    }
}

fn caller(work: &Work) -> Result<PersonId, Stop> {
    let sentence = "Only somebody who signed in can do this.";
    Ok(work.person().ok_or_else(|| Refusal::forbidden(sentence))?)
}

/// An incident that goes on.
fn running(look: &mut Look, incident: IncidentId) -> Result<Incident, Stop> {
    let incident = records::one(look, incident)?;
    if incident.state != State::Closed {
        return Ok(incident);
    }
    let refusal = Refusal::conflict("This incident is closed. Open it again if it is not over.");
    Err(refusal.remedy("Show the incident", Some(format!("/incidents/{}#lead", incident.id))).into())
}
