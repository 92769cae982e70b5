//! On call: who answers tonight, who answers when they do not, and what is told to whom. A rota says who is on call at
//! any moment; there is one answer to that question, and the page, the engine, the calendar feed and the paper on the
//! wall all read it.
//!
//! | what can happen | orders |
//! |---|---|
//! | who takes turns | [`OpenRota`], [`SetRota`], [`RetireRota`] |
//! | for a while it is somebody else | [`AddOverride`], [`EndOverride`], [`AskSwap`], [`AcceptSwap`], [`DeclineSwap`] |
//! | what they must be able to do | [`RequireSkill`], [`DropSkill`], [`CheckCoverage`] |
//! | a calendar reads it | [`MakeFeed`], [`EndFeed`] |
//! | who is told when nobody answers | [`OpenPolicy`], [`AddStep`], [`DropStep`], [`RetirePolicy`] |
//! | how people are reached | [`SetMyPhone`], [`SetGateway`], [`EndGateway`] |
//! | a ticket escalates | [`FireSteps`], [`SendNotices`], [`Acknowledge`], [`Snooze`], [`ForceStep`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod calls;
pub mod escalation;
mod escalation_calls;
pub mod escalation_records;
mod facts;
pub mod ics;
pub mod needs;
mod orders;
pub mod pages;
mod questions;
mod reach_records;
pub mod records;
pub mod rota;
mod versions_records;
pub mod words;

pub use calls::{Opened, as_calendar, changed, on_call, opened, org_of_rota};
pub use escalation_calls::{adopt, answered, begin, ended, look_again, nothing_to_do};
pub use escalation_records::{StepsDue, due_of, people_to_tell, steps_due};
pub use orders::*;
pub use questions::*;
pub use reach_records::{Gateway, gateway};
pub use records::coverage_due;

use office::Registry;
use std::sync::LazyLock;
use store::{Migration, Schema, Sql};

static STATEMENTS: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| {
    [
        records::STATEMENTS,
        escalation_records::STATEMENTS,
        reach_records::STATEMENTS,
        versions_records::STATEMENTS,
    ]
    .concat()
});

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "oncall",
        migrations: const {
            &[
                Migration { name: "0001_oncall", text: include_str!("../migrations/0001_oncall.sql") },
                Migration {
                    name: "0002_escalation",
                    text: include_str!("../migrations/0002_escalation.sql"),
                },
                Migration { name: "0003_scoped", text: include_str!("../migrations/0003_scoped.sql") },
            ]
        },
        statements: &STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers [`OpenRota`], [`SetRota`],
/// [`AddOverride`] and [`AskSwap`] with their [`needs::Staff`], [`AddStep`] with [`Named`], [`FireSteps`] with
/// [`needs::DueRuns`] and [`SendNotices`] with [`needs::Reached`].
pub fn register(registry: &mut Registry) {
    registry
        .order::<RetireRota>()
        .order::<EndOverride>()
        .order::<AcceptSwap>()
        .order::<DeclineSwap>()
        .order::<RequireSkill>()
        .order::<DropSkill>()
        .order::<CheckCoverage>()
        .order::<MakeFeed>()
        .order::<EndFeed>()
        .order::<SetMyPhone>()
        .order::<SetGateway>()
        .order::<EndGateway>()
        .order::<OpenPolicy>()
        .order::<DropStep>()
        .order::<RetirePolicy>()
        .order::<Acknowledge>()
        .order::<Snooze>()
        .order::<ForceStep>()
        .question::<Policies>()
        .question::<OnePolicy>()
        .question::<TicketEscalation>()
        .question::<Rotas>()
        .question::<OnCallAt>()
        .question::<OneRota>()
        .locate("rta", &records::LOCATE)
        .locate("ovr", &records::LOCATE_OVERRIDE)
        .locate("swp", &records::LOCATE_SWAP)
        .locate("fed", &records::LOCATE_FEED)
        .locate("pol", &escalation_records::LOCATE)
        .locate("esc", &escalation_records::LOCATE_RUN)
        .tell(facts::sentence);
}
