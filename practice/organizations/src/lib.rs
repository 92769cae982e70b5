//! Organizations: whom the house serves, and where they work. A medical practice, a surgery centre, a
//! hospital with its rural clinics, the provider that runs the house and the subcontractors it engages are
//! all organizations. Each has locations with a time zone and opening hours, and each location has
//! departments with a care area: what a department does for patients is what later puts its trouble before or
//! behind another's.

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod facts;
mod hours;
mod kinds;
mod lists;
mod needs;
mod orders;
mod pages;
mod party;
mod questions;
mod records;
pub mod year;
mod zones;

pub use hours::{Hours, in_words as hours_in_words};
pub use kinds::{CareArea, OrgKind, PlaceKind};
pub use lists::{LARGEST_LIST_BYTES, LeftOut, TakenList};
pub use needs::{NamedPerson, Newcomer};
pub use orders::{
    AddDepartment, AddLocation, AddOrganization, CalendarTakenIn, FoundHouse, MadeDepartment, MadeLocation,
    MadeOrganization, NameAccountOwner, ReviseDepartment, ReviseLocation, ReviseOrganization, Revised,
    TakeInCalendar,
};
pub use pages::{ClientPage, ListPage, client_page, list_page, weighed_page, year_page};
pub use party::{
    AnswerPartyTest, PartyAnswerLine, PartyResult, PartyTestLine, PartyTestList, PartyTestReceipt, PartyTests,
};
pub use questions::{
    CalendarWeighed, DepartmentLine, LocationLine, Organization, OrganizationLine, OrganizationList,
    OrganizationPage, Organizations, PlaceList, Places, WeighCalendar, Year, YearTold,
};
pub use records::{Known, brief, known};
pub use zones::{ZONES, is_zone};

use office::{Registry, text};
use store::{Migration, Schema};

/// The tables and statements of this slice.
pub fn schema() -> Schema {
    Schema {
        slice: "organizations",
        migrations: const {
            &[
                Migration {
                    name: "0001_organizations",
                    text: include_str!("../migrations/0001_organizations.sql"),
                },
                Migration { name: "0002_support", text: include_str!("../migrations/0002_support.sql") },
            ]
        },
        statements: records::STATEMENTS,
    }
}

/// Everything here that needs nothing from another slice. [`AddOrganization`] and [`NameAccountOwner`] are
/// registered with their supplies by the binary.
pub fn register(registry: &mut Registry) {
    registry
        .order::<FoundHouse>()
        .order::<ReviseOrganization>()
        .order::<AddLocation>()
        .order::<ReviseLocation>()
        .order::<TakeInCalendar>()
        .question::<WeighCalendar>()
        .order::<AddDepartment>()
        .order::<ReviseDepartment>()
        .question::<Organizations>()
        .question::<Organization>()
        .question::<Places>()
        .question::<Year>()
        .order::<AnswerPartyTest>()
        .question::<PartyTests>()
        .locate("org", &records::LOCATE_ORGANIZATION)
        .locate("loc", &records::LOCATE_LOCATION)
        .locate("dep", &records::LOCATE_DEPARTMENT)
        .tell(facts::sentence);
}
