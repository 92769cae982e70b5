//! An incident in the words of VERIS, the vocabulary in which incidents are compared across organizations. It holds no
//! text that somebody typed.

use crate::{records, veris, work_records};
use kernel::{Duty, IncidentId, Phi, Stop};
use office::{Act, Ground, Question};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Look;

/// Gives an incident as a record of VERIS.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct VerisOfIncident {
    pub incident: IncidentId,
}

/// The record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct VerisRecord(pub Value);

impl Question for VerisOfIncident {
    const ACT: Act = Act {
        name: "incidents.veris",
        says: "Give an incident in the words of VERIS",
        path: "/incidents/{incident}/veris",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Answer = VerisRecord;

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn answer(&self, look: &mut Look) -> Result<VerisRecord, Stop> {
        let incident = records::one(look, self.incident)?;
        let systems = work_records::systems(look, incident.id)?;
        Ok(VerisRecord(veris::record(&incident, &systems)))
    }
}
