//! Breaches of unsecured PHI under 45 CFR 164.400 to 164.414. A use or disclosure that is not permitted is presumed a breach
//! until somebody with the duty concludes otherwise, and the documents carry it. Meanwhile every clock runs: who must be
//! told by when, by whom, under which agreement and because of which paragraph, as the law computes it. Every day is a
//! ceiling. Those concerned are counted by State; the names of those to whom letters go are kept sealed.
//!
//! | what can happen | orders |
//! |---|---|
//! | it is written down | [`OpenBreach`], [`AddKnowledge`], [`CountAffected`], [`HoldForOfficial`] |
//! | it is weighed | [`SayProtection`], [`WeighFactor`], [`ClaimException`], [`Conclude`] |
//! | those concerned are told | [`DraftNotice`], [`SayTold`], [`SetDutyAside`], [`NoteBreachClocks`] |
//! | letters go out | [`WriteLetterhead`], [`AddAddressees`], [`SayLettersSent`], [`SayReturned`], [`CorrectAddressee`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod addressees;
mod duties;
mod facts;
mod finding;
mod letter_records;
mod letterhead;
mod needs;
mod notice;
mod orders;
mod pages;
mod questions;
mod records;
mod settle;
mod texts;
mod told_records;
mod words;

pub use addressees::Addressee;
pub use letter_records::{Letter, Letters};
pub use letterhead::{Filing, FilingContact, Letterhead};
pub use needs::OfPlace;
pub use notice::NoticeWords;
pub use orders::*;
pub use pages::*;
pub use questions::*;
pub use words::{
    AddresseeKind, Cause, Conclusion, DelayForm, EntityKind, ExceptionWord, FactorWord, FilerKind,
    KnowerKind, LetterState, LetterWay, Means, Medium, PhiKind, ProtectionKind, State, TextKind, View,
    Weight,
};

use kernel::{BreachId, Stop};
use office::Registry;
use std::sync::LazyLock;
use store::{Look, Migration, Schema, Sql};

static STATEMENTS: LazyLock<Vec<&'static Sql>> =
    LazyLock::new(|| [records::STATEMENTS, told_records::STATEMENTS, letter_records::STATEMENTS].concat());

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "breach",
        migrations: const {
            &[
                Migration { name: "0001_breach", text: include_str!("../migrations/0001_breach.sql") },
                Migration { name: "0002_letters", text: include_str!("../migrations/0002_letters.sql") },
            ]
        },
        statements: &STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers [`OpenBreach`] with [`OfPlace`].
pub fn register(registry: &mut Registry) {
    registry
        .order::<AddKnowledge>()
        .order::<CountAffected>()
        .order::<HoldForOfficial>()
        .order::<SayProtection>()
        .order::<WeighFactor>()
        .order::<ClaimException>()
        .order::<Conclude>()
        .order::<DraftNotice>()
        .order::<SayTold>()
        .order::<SetDutyAside>()
        .order::<NoteBreachClocks>()
        .order::<WriteLetterhead>()
        .order::<NameFilingContacts>()
        .order::<AddAddressee>()
        .order::<AddAddressees>()
        .order::<CorrectAddressee>()
        .order::<TakeOffAddressee>()
        .order::<SayLettersSent>()
        .order::<SayReturned>()
        .question::<Breaches>()
        .question::<OneBreach>()
        .question::<IncidentBreaches>()
        .question::<LookAtBreach>()
        .question::<BreachLog>()
        .question::<BreachPapers>()
        .question::<Addressees>()
        .locate("brc", &records::LOCATE)
        .tell(facts::sentence);
}

/// Breaches with a clock of which somebody is to be told, for the house: at most so many.
///
/// # Errors
/// A fault of the store.
pub fn clocks_due(look: &mut Look, most: u32) -> Result<Vec<BreachId>, Stop> {
    Ok(told_records::due(look, most)?)
}
