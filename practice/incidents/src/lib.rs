//! Incidents: what to do when something bad happens to systems or to data. An incident is declared from a ticket, an alert
//! or by hand; its playbook makes the tasks with their times. Whoever leads it names who does what and orders systems
//! isolated, each by name; whoever carries it out says when and by what one sees it. Evidence is taken with its hash and
//! goes from hand to hand without a gap. Systems come back in the order in which care needs them.
//!
//! | what can happen | orders |
//! |---|---|
//! | it begins and ends | [`DeclareIncident`], [`SetSeverity`], [`ContainIncident`], [`CloseIncident`], [`ReopenIncident`] |
//! | somebody does something | [`NameRole`], [`AddTask`], [`GiveTask`], [`FinishTask`], [`NoteLateTask`], [`AddNote`] |
//! | systems | [`NameSystem`], [`OrderIsolation`], [`ConfirmIsolation`], [`LiftIsolation`], [`RestoreSystem`] |
//! | somebody warns | [`advisories::TakeInAdvisory`], [`advisories::AcknowledgeAdvisory`], [`advisories::by_mail`] |
//! | evidence | [`TakeEvidence`], [`HandOverEvidence`], [`ReturnEvidence`], [`AddSign`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

pub mod advisories;
mod facts;
mod needs;
mod orders;
mod pages;
mod playbooks;
mod questions;
mod records;
mod restore;
mod texts;
mod veris;
mod when;
mod words;
mod work_records;

pub use needs::{OfPlace, OfSystem, Serves};
pub use orders::*;
pub use pages::*;
pub use playbooks::{PlannedTask, Playbook, playbook, playbooks};
pub use questions::*;
pub use restore::{Down, restore_order};
pub use words::{
    Effect, EvidenceKind, IncidentKind, IncidentRole, IndicatorKind, Means, Phase, Severity, Source, State,
    Step, TextKind, View,
};

use kernel::{IncidentTaskId, Stop};
use office::Registry;
use std::sync::LazyLock;
use store::{Look, Migration, Schema, Sql};

static STATEMENTS: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| {
    [records::STATEMENTS, work_records::STATEMENTS, advisories::records::STATEMENTS].concat()
});

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "incidents",
        migrations: const {
            &[
                Migration { name: "0001_incidents", text: include_str!("../migrations/0001_incidents.sql") },
                Migration {
                    name: "0002_advisories",
                    text: include_str!("../migrations/0002_advisories.sql"),
                },
                Migration { name: "0003_named", text: include_str!("../migrations/0003_named.sql") },
                Migration {
                    name: "0004_advisory_mailboxes",
                    text: include_str!("../migrations/0004_advisory_mailboxes.sql"),
                },
                Migration {
                    name: "0005_advisory_letters",
                    text: include_str!("../migrations/0005_advisory_letters.sql"),
                },
            ]
        },
        statements: &STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers the others with their supplies: [`OfPlace`]
/// for [`DeclareIncident`], [`OfSystem`] for [`NameSystem`], and that whoever is named may serve the organization.
pub fn register(registry: &mut Registry) {
    advisories::register(registry);
    registry
        .order::<SetSeverity>()
        .order::<ContainIncident>()
        .order::<CloseIncident>()
        .order::<ReopenIncident>()
        .order::<FinishTask>()
        .order::<NoteLateTask>()
        .order::<RestoreSystem>()
        .order::<OrderIsolation>()
        .order::<ConfirmIsolation>()
        .order::<LiftIsolation>()
        .order::<ReturnEvidence>()
        .order::<AddNote>()
        .order::<AddSign>()
        .question::<Incidents>()
        .question::<TicketIncidents>()
        .question::<OneIncident>()
        .question::<LookAtIncident>()
        .question::<VerisOfIncident>()
        .locate("inc", &records::LOCATE)
        .locate("itk", &records::LOCATE_TASK)
        .locate("iso", &work_records::LOCATE_ISOLATION)
        .locate("evd", &work_records::LOCATE_EVIDENCE)
        .tell(facts::sentence);
}

/// Tasks that are late and of which nobody was told, for the house: at most so many.
///
/// # Errors
/// A fault of the store.
pub fn late_tasks(look: &mut Look, most: u32) -> Result<Vec<IncidentTaskId>, Stop> {
    Ok(records::late_tasks(look, most)?)
}
