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

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod calls;
mod facts;
pub mod ics;
pub mod needs;
mod orders;
pub mod pages;
mod questions;
pub mod records;
pub mod rota;
pub mod words;

pub use calls::{Opened, as_calendar, changed, on_call, opened};
pub use orders::*;
pub use questions::*;
pub use records::coverage_due;

use office::Registry;
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "oncall",
        migrations: const {
            &[Migration { name: "0001_oncall", text: include_str!("../migrations/0001_oncall.sql") }]
        },
        statements: records::STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers [`OpenRota`], [`SetRota`],
/// [`AddOverride`] and [`AskSwap`] with their [`needs::Staff`].
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
        .question::<Rotas>()
        .question::<OnCallAt>()
        .question::<OneRota>()
        .locate("rta", &records::LOCATE)
        .locate("ovr", &records::LOCATE_OVERRIDE)
        .locate("swp", &records::LOCATE_SWAP)
        .locate("fed", &records::LOCATE_FEED)
        .tell(facts::sentence);
}
