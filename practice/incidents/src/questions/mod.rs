//! What can be asked about incidents.

mod incident;
mod incidents;
mod veris;

pub use incident::{
    IncidentFile, IncidentText, IncidentTexts, LookAtIncident, OneIncident, PieceLine, SystemLine,
};
pub use incidents::{IncidentList, Incidents, TicketIncidents};
pub use veris::{VerisOfIncident, VerisRecord};

pub use crate::records::{Incident, Named, Task, Text};
pub use crate::work_records::{Hand, Indicator, Isolation, Piece, System};
