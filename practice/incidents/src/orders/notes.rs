//! What somebody writes on an incident, and the signs by which it is recognized elsewhere. Both are sealed.

use super::{IncidentReceipt, caller, running};
use crate::words::{IndicatorKind, TextKind};
use crate::{facts, records, texts, work_records};
use kernel::{Done, Duty, IncidentId, Phi, Private, Refusal, Stop};
use office::{Act, Ground, Order};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use store::Work;

/// No incident has more signs.
const MOST_SIGNS: usize = 1_000;
/// The longest sign, in characters.
const LONGEST_SIGN: usize = 2_000;

/// Writes a note on an incident.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddNote {
    pub incident: IncidentId,
    /// What happened or was decided, and why.
    #[schemars(extend("x-long" = true, "x-order" = 1))]
    pub words: Private,
}

/// Adds a sign by which an incident is recognized.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AddSign {
    pub incident: IncidentId,
    /// What it is.
    #[schemars(extend("x-order" = 1))]
    pub kind: IndicatorKind,
    /// The sign itself: an address, a name, a hash.
    #[schemars(extend("x-order" = 2))]
    pub sign: Private,
}

impl Order for AddNote {
    const ACT: Act = Act {
        name: "incidents.add-note",
        says: "Write a note on an incident",
        path: "/incidents/{incident}/notes",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        // A note is also written on what is closed: nothing is forgotten because it came late.
        let mut incident = records::one(work, self.incident)?;
        let words = texts::said("words", &self.words)?;
        let text = records::write(work, &mut incident, TextKind::Note, &words)?;
        let fact = facts::about("incidents.noted", &incident).with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}

impl Order for AddSign {
    const ACT: Act = Act {
        name: "incidents.add-sign",
        says: "Add a sign of an incident",
        path: "/incidents/{incident}/signs",
        duty: Duty::WorkTickets,
        phi: Phi::Incidental,
    };
    type Receipt = IncidentReceipt;
    type Needs = ();

    fn ground(&self) -> Ground {
        Ground::thing(self.incident)
    }

    fn perform(&self, work: &mut Work, (): ()) -> Result<Done<IncidentReceipt>, Stop> {
        caller(work)?;
        let mut incident = running(work, self.incident)?;
        if work_records::indicators(work, incident.id)?.len() >= MOST_SIGNS {
            return Err(Refusal::conflict(format!("This incident has {MOST_SIGNS} signs already.")).into());
        }
        let sign = office::text::said("sign", &self.sign, LONGEST_SIGN)?;
        let text = records::write(work, &mut incident, TextKind::Indicator, &sign)?;
        work_records::add_indicator(work, incident.id, self.kind, text)?;
        let fact = facts::about("incidents.sign-added", &incident).with("sign", self.kind).with("text", text);
        Ok(Done::new(fact, IncidentReceipt::of(&incident)))
    }
}
