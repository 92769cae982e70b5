//! Billing: what was worked for a client and what it costs. Whoever works on a ticket says how long; the client's
//! contract says whether that was covered and at which rate, and the entry keeps the answer as it was then. At the end
//! of a month a client's sheet is drawn from the contract (a price for each user or device, flat, or a block of hours)
//! and from the work that was not covered, looked at, closed, and given to whoever writes the invoices. What
//! somebody else's people cost stands beside it, for the provider that engaged them.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod csv;
mod facts;
mod lent;
mod month;
mod needs;
mod orders;
mod pages;
mod questions;
mod records;
mod sheet;

pub use csv::sheet_csv;
pub use lent::{Lent, lent_in_month};
pub use month::Month;
pub use needs::{Drawing, OneContract, Pricing, Weighed};
pub use orders::*;
pub use pages::{LentView, SheetView, sheet_page, time_of_ticket};
pub use questions::*;
pub use records::{covered_minutes, lent_minutes, ticket_of};
pub use sheet::{Line, Sheet, What, draw};

use office::Registry;
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "billing",
        migrations: const {
            &[
                Migration { name: "0001_billing", text: include_str!("../migrations/0001_billing.sql") },
                Migration { name: "0002_noted", text: include_str!("../migrations/0002_noted.sql") },
                Migration { name: "0003_lent", text: include_str!("../migrations/0003_lent.sql") },
            ]
        },
        statements: records::STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers [`LogTime`], [`CorrectTime`] and
/// [`DropTime`] with [`Weighed`], and [`CloseSheet`] with [`Drawing`].
pub fn register(registry: &mut Registry) {
    registry
        .order::<OpenSheet>()
        .question::<TicketTime>()
        .question::<MyTime>()
        .question::<MonthTime>()
        .question::<Sheets>()
        .locate("tim", &records::LOCATE)
        .locate("sht", &records::LOCATE_SHEET)
        .tell(facts::sentence);
}
