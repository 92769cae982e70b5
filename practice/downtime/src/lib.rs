//! Downtime: what a hospital does while its systems do not work. Each department has a procedure by levels, paper forms
//! whose numbers are never handed out twice, and workstations that were looked at. When something is down, a clock says by
//! when each system has to be back, and every ward sees on one page what it uses meanwhile. Nothing is closed before every
//! number is accounted for and a second person looked. Drills prove that it works (45 CFR 164.308(a)(7)).
//!
//! | what can happen | orders |
//! |---|---|
//! | it is prepared | [`WriteProcedure`], [`ReviewProcedure`], [`AddForm`], [`SetPack`], [`ReserveNumbers`] |
//! | something will be down | [`ScheduleDowntime`], [`BeginDowntime`], [`CancelDowntime`] |
//! | something is down | [`DeclareDowntime`], [`ExtendDowntime`], [`SetLevel`], [`SystemBack`] |
//! | paper is entered | [`SayUsed`], [`VoidNumbers`], [`EnterNumbers`], [`CheckNumbers`], [`AssignNumbers`] |
//! | it is closed | [`CloseDowntime`], [`AddFollowUp`], [`FinishFollowUp`] |
//! | it is practised | [`RecordDrill`], [`KeepStation`], [`CheckStation`] |

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod drill_records;
mod facts;
mod needs;
mod number_records;
mod orders;
mod pages;
mod plan_records;
mod questions;
mod reckon;
mod records;
mod rto;
mod texts;
mod when;
mod words;

pub use drill_records::{drills_due, stations_due};
pub use needs::{Answering, GoingDown, OfDepartment};
pub use orders::*;
pub use pages::*;
pub use questions::*;
pub use reckon::{Counts, MOST_AT_ONCE};
pub use records::notes_due;
pub use rto::{Recovery, Target};
pub use words::{Basis, Covers, DrillKind, Kind, Level, Outlet, State, View, VoidReason};

use office::Registry;
use std::sync::LazyLock;
use store::{Migration, Schema, Sql};

static STATEMENTS: LazyLock<Vec<&'static Sql>> = LazyLock::new(|| {
    [records::STATEMENTS, plan_records::STATEMENTS, number_records::STATEMENTS, drill_records::STATEMENTS]
        .concat()
});

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "downtime",
        migrations: const {
            &[Migration { name: "0001_downtime", text: include_str!("../migrations/0001_downtime.sql") }]
        },
        statements: &STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. The binary registers the others with their supplies:
/// [`GoingDown`] for what names systems and departments, [`OfDepartment`] for what is prepared in one, [`Answering`] for
/// what is asked of somebody.
pub fn register(registry: &mut Registry) {
    registry
        .order::<ReviewProcedure>()
        .order::<RetireProcedure>()
        .order::<AddForm>()
        .order::<RetireForm>()
        .order::<SayUsed>()
        .order::<VoidNumbers>()
        .order::<EnterNumbers>()
        .order::<CheckNumbers>()
        .order::<BeginDowntime>()
        .order::<CancelDowntime>()
        .order::<SystemBack>()
        .order::<SetLevel>()
        .order::<CloseDowntime>()
        .order::<FinishFollowUp>()
        .order::<CheckStation>()
        .order::<EndStation>()
        .order::<NoteDowntime>()
        .order::<NoteDrillOverdue>()
        .order::<NoteCheckOverdue>()
        .question::<Downtimes>()
        .question::<Board>()
        .question::<OneDowntime>()
        .question::<TicketDowntimes>()
        .question::<Plan>()
        .question::<DepartmentPack>()
        .question::<OneProcedure>()
        .question::<Drills>()
        .question::<OneDrill>()
        .question::<Stations>()
        .question::<OneStation>()
        .locate("dwn", &records::LOCATE)
        .locate("prc", &plan_records::LOCATE)
        .locate("frm", &plan_records::LOCATE_FORM)
        .locate("num", &number_records::LOCATE)
        .locate("drl", &drill_records::LOCATE_DRILL)
        .locate("stn", &drill_records::LOCATE_STATION)
        .tell(facts::sentence);
}
