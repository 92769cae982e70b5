//! Repairs: a device goes from hand to hand, and every hand-over says who gave it, who has it, in what condition it is and
//! where its storage is. What holds ePHI leaves for a vendor only with its medium removed or wiped, or under a BAA. Until
//! it is back something else is lent, and a loaner that held ePHI is wiped before it is lent again. Vendors have files:
//! what they supply, whether they touch ePHI, and how they stand by each measure.
//!
//! | what can happen | orders |
//! |---|---|
//! | a device is repaired | [`OpenRepair`], [`HandOver`], [`SendToVendor`], [`ReceiveBack`], [`EndRepair`] |
//! | something is lent meanwhile | [`LendAsset`], [`ReturnLoan`], [`WipeLoaner`] |
//! | a vendor is judged | [`AddVendor`], [`ReviseVendor`], [`ScoreVendor`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod facts;
mod needs;
mod orders;
mod pages;
mod questions;
mod records;
mod rules;
mod vendor_records;
mod when;
mod words;

pub use needs::{Keeper, OfAsset, OfVendor, Receiver};
pub use orders::*;
pub use pages::*;
pub use questions::*;
pub use records::Holder;
pub use words::{Baa, Condition, Criterion, ExactCopy, HolderKind, Media, Method, Outcome, Supplies, View};

use office::Registry;
use std::sync::LazyLock;
use store::{Migration, Schema, Sql};

static STATEMENTS: LazyLock<Vec<&'static Sql>> =
    LazyLock::new(|| [records::STATEMENTS, vendor_records::STATEMENTS].concat());

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "repairs",
        migrations: const {
            &[Migration { name: "0001_repairs", text: include_str!("../migrations/0001_repairs.sql") }]
        },
        statements: &STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers the others with their supplies:
/// [`OfAsset`] for [`OpenRepair`] and [`LendAsset`], [`OfVendor`] for [`SendToVendor`], [`Keeper`] for vendors' files;
/// [`HandOver`] needs that its receiver is there.
pub fn register(registry: &mut Registry) {
    registry
        .order::<ReceiveBack>()
        .order::<EndRepair>()
        .order::<ReturnLoan>()
        .order::<WipeLoaner>()
        .order::<ReviseVendor>()
        .order::<ScoreVendor>()
        .question::<Repairs>()
        .question::<OneRepair>()
        .question::<TicketRepairs>()
        .question::<AssetRepairs>()
        .question::<Loaners>()
        .question::<Vendors>()
        .question::<OneVendor>()
        .locate("rep", &records::LOCATE)
        .locate("ven", &vendor_records::LOCATE)
        .tell(facts::sentence);
}
