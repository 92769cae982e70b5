//! Changes: what is about to be altered at a place where patients are treated. A change is planned with its window,
//! its way back and the time it takes something away; a rule says how risky it is and who must agree. Nothing is
//! changed while a clinical freeze lasts, and no build of a patient record system goes live without evidence that it
//! was tested, once by whoever built it and once by somebody who will use it. An emergency change goes first and is
//! reviewed afterwards by somebody else.
//!
//! | what can happen | orders |
//! |---|---|
//! | it is planned and tested | [`PlanChange`], [`ReviseChange`], [`RecordTest`] |
//! | it is decided | [`AskApproval`], [`ApproveChange`], [`RefuseChange`], [`CancelChange`] |
//! | it is carried out | [`StartChange`], [`FinishChange`], [`ReviewChange`] |
//! | nothing may be changed | [`SetFreeze`], [`EndFreeze`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod facts;
mod needs;
mod orders;
mod pages;
mod questions;
mod records;
mod risk;
mod rules;
mod texts;
mod when;
mod words;

pub use needs::{Changer, Planned};
pub use orders::*;
pub use pages::{
    ChangeView, ChangesView, FreezesView, change_page, changes_of_ticket, changes_page, freezes_page,
};
pub use questions::*;
pub use risk::{Judged, Situation, judge};
pub use words::{
    BackOut, CareArea, Category, ChangeKind, Environment, FreezeReason, Outcome, Risk, State, View,
};

use office::Registry;
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "changes",
        migrations: const {
            &[Migration { name: "0001_changes", text: include_str!("../migrations/0001_changes.sql") }]
        },
        statements: records::STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers the others with their supplies:
/// [`Planned`] for [`PlanChange`], [`ReviseChange`] and [`SetFreeze`], [`Changer`] for the rest.
pub fn register(registry: &mut Registry) {
    registry
        .order::<CancelChange>()
        .order::<EndFreeze>()
        .question::<Changes>()
        .question::<OneChange>()
        .question::<LookAtChange>()
        .question::<Freezes>()
        .question::<TicketChanges>()
        .locate("chg", &records::LOCATE)
        .locate("frz", &records::LOCATE_FREEZE)
        .tell(facts::sentence);
}
